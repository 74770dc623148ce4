from __future__ import annotations

import pickle
from typing import Any

import msgspec
import pytest

from crawler.fetch.ledger import Visit
from crawler.fetch.outcomes import Outcome
from crawler.fetch.target import Target
from crawler.platforms import Entry, Fetch, Lead, Listing
from crawler.platforms.unknown import FAINT
from crawler.records import Attachment, Context, Document, Finding, Page, Reading, Report
from crawler.walk.examination import Examination, Hints
from crawler.walk.examine import examine
from crawler.walk.follow import Owner, described, follow, is_of_same_unit
from crawler.walk.pagers import same_pager

HOME = "http://www.x.gov.cn/"


def examined(kind: str = "list", format: str = "html", **parts: Any) -> Examination:
    return Examination(Reading(Page(HOME, format), kind), **parts)  # type: ignore[arg-type]


def unread(format: str) -> Examination:
    """A file that this machine cannot read."""
    examination = examined("other", format)
    examination.reading.page.findings.append(Finding("unread_format", "pip install gov-reports[pdf]"))
    return examination


def target(kind: str = "column", depth: int = 1) -> Target:
    return Target(f"{HOME}here", "x", kind, depth=depth, anchor="政府信息公开年报")  # type: ignore[arg-type]


def led(start: Target, page: Examination, foreign: str = "elsewhere") -> list[Target]:
    return list(follow(start, page, lambda url: "other" if foreign in url else "own"))


def test_reports_come_with_what_the_list_said_of_them() -> None:
    lead = Lead(f"{HOME}1.html", "report", 1.0, "2019年政府信息公开年度报告")
    listing = Listing([Entry(lead.url, lead.text, "2020-03-01")], column=True)
    (report,) = led(target(), examined(leads=[lead], listing=listing))
    assert (report.kind, report.anchor, report.listed_on) == ("report", lead.text, "2020-03-01")
    assert (report.depth, report.column) == (2, "政府信息公开年报")
    assert report.parent == target().key


def test_better_leads_come_sooner_and_a_column_of_reports_before_all() -> None:
    leads = [Lead(f"{HOME}{score}", "column", score) for score in (0.9, 0.3)]
    listing = Listing([], more=[Fetch(f"{HOME}index_1.html")], column=True)
    good, poor, more = led(target(), examined(leads=leads, listing=listing))
    assert more.priority > good.priority > poor.priority
    assert (more.kind, more.depth) == ("list", 1)


def test_further_pages_of_a_list_that_is_no_report_column_spend_the_discovery_budget() -> None:
    listing = Listing([], more=[Fetch(f"{HOME}news.jsp", "POST", "page=2")])
    (more,) = led(target(), examined(listing=listing))
    assert (more.kind, more.method, more.body, more.depth) == ("column", "POST", "page=2", 2)


def test_years_of_a_column_and_the_same_page_for_another_unit_need_no_discovery() -> None:
    leads = [
        Lead(f"{HOME}gknb/2023n/", "column", 0.85, "2023年", "按年栏目"),
        Lead(f"{HOME}?unit=7", "column", 0.92, "财政局", "部门或乡镇；地址：年报"),
        Lead(f"{HOME}czj/nb/", "column", 0.92, "财政局年报", "年报栏目"),
    ]

    def kinds(start: Target, column: bool) -> list[str]:
        return [found.kind for found in led(start, examined(leads=leads, column=column))]

    assert kinds(target(), column=True) == ["list", "list", "column"]
    assert kinds(target(), column=False) == ["column", "column", "column"]
    unit = Target(f"{HOME}gknb/czj/", "x", "column", anchor="财政局", column="政府信息公开年报")
    assert kinds(unit, column=False) == ["list", "list", "column"]  # a unit that a column of reports led to


def test_another_portals_site_is_entered_only_for_reports_and_their_columns() -> None:
    leads = [
        Lead("http://elsewhere.gov.cn/", "directory", 0.2),
        Lead("http://elsewhere.gov.cn/gknb/", "column", 0.45),
        Lead("http://elsewhere.gov.cn/1.html", "report", 0.5),
    ]
    assert [found.url for found in led(target(), examined(leads=leads))] == [lead.url for lead in leads[1:]]


def test_an_article_leads_to_no_columns() -> None:
    leads = [Lead(f"{HOME}zwgk/", "column", 0.9), Lead(f"{HOME}viewer.html", "frame", 0.6)]
    assert [found.url for found in led(target("report"), examined("other", leads=leads))] == [f"{HOME}viewer.html"]


def test_a_reports_own_files_are_no_reports_for_themselves_unless_of_another_year() -> None:
    leads = [Lead(f"{HOME}{year}.pdf", "report", 1.0, f"{year}年政府信息公开年度报告") for year in (2022, 2021)]
    page = examined("report", leads=leads, files=[Attachment(lead.url) for lead in leads])
    page.reading.report = Report(year=2022)
    assert [found.url for found in led(target("list"), page)] == [f"{HOME}2021.pdf"]


@pytest.mark.parametrize(
    ("kind", "page", "state", "outcome", "now_kind"),
    [
        ("report", examined("soft_404"), "gone", "soft_404", None),
        ("report", examined("challenge"), "blocked", "challenge", None),
        ("report", unread("pdf"), "skipped", "unsupported", None),
        ("report", examined("other", "pdf"), "done", "not_a_report", None),
        ("home", examined("other", "unknown"), "skipped", "unsupported", None),
        ("column", examined("list", listing=Listing([], column=True)), "done", "ok", "list"),
        ("report", examined("report", listing=Listing([], column=True)), "done", "ok", None),
        ("column", examined("other"), "done", "ok", None),
    ],
)
def test_the_ledger_learns_what_a_page_turned_out_to_be(
    kind: str, page: Examination, state: str, outcome: str, now_kind: str | None
) -> None:
    if page.reading.kind == "report":
        page.reading.report = None
    visit = described(target(kind), Visit(Outcome("done", "ok"), ""), page)
    assert (visit.outcome.state, visit.outcome.outcome, visit.kind) == (state, outcome, now_kind)


def test_an_examination_crosses_to_another_process_whole_and_light() -> None:
    body = "<html><title>公告</title><body><p>正文</p><a href='/gknb/'>政府信息公开年报</a></body></html>".encode()
    found = examine(Document(body, HOME), Context(), Hints())
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.reading.page.blocks == found.reading.page.links == []
    assert [lead.url for lead in found.leads] == [f"{HOME}gknb/"]


def test_on_the_prefectures_site_a_county_goes_through_its_own_directory_alone() -> None:
    city, county = "http://www.city.gov.cn", "http://www.x.gov.cn"

    def owner_of(url: str) -> Owner:
        return "above" if url.startswith(city) else "own"

    def columns(start: str, *urls: str) -> list[str]:
        leads = [Lead(url, "column", 0.3) for url in urls]
        page = examined("other", leads=leads)
        return [child.url for child in follow(Target(start, "x", "column"), page, owner_of)]

    assert columns(f"{county}/", f"{city}/gk/x/index.html", f"{city}/") == [f"{city}/gk/x/index.html"]
    assert columns(f"{city}/gk/x/index.html", f"{city}/gk/x/mzj/", f"{city}/gk/y/", f"{county}/zwgk/") == [
        f"{city}/gk/x/mzj/",
        f"{county}/zwgk/",
    ]


def test_in_the_folder_that_is_the_countys_a_directory_leads_to_units_beside_it() -> None:
    city = "http://gk.city.gov.cn"

    def owner_of(url: str) -> Owner:
        return "entered" if url.startswith(f"{city}/x/") else "above" if url.startswith(city) else "own"

    leads = [
        Lead(f"{city}/{path}/", "directory", 0.55, name) for path, name in (("x/czj", "财政局"), ("y/czj", "财政局"))
    ]
    start = Target(f"{city}/x/bm/", "x", "column", anchor="部门信息公开")
    assert [child.url for child in follow(start, examined("other", leads=leads), owner_of)] == [f"{city}/x/czj/"]


def test_on_a_shared_platform_whose_addresses_say_nothing_the_countys_page_names_its_units() -> None:
    city = "http://gk.city.gov.cn"

    def ours(title: str, anchor: str, *leads: Lead) -> list[str]:
        page = examined("other", leads=list(leads))
        page.reading.page.title = title
        start = Target(f"{city}/col/col51/index.html", "x", "column", anchor=anchor)
        found = follow(start, page, lambda url: "above" if url.startswith(city) else "own", ("丁县人民政府", "丁县"))
        return [child.anchor for child in found]

    units = [
        Lead(f"{city}/col/col{n}/", "directory", 0.4, text)
        for n, text in enumerate(("审计局", "戊县", "丁县开发区"), 60)
    ]
    assert ours("丁县信息公开", "政务公开", *units) == ["审计局", "丁县开发区"]
    assert ours("信息公开平台", "政务公开", *units) == []
    report = Lead(f"{city}/col/col70/", "column", 0.95, "政府信息公开年报")
    assert ours("审计局", "审计局", report, Lead(f"{city}/col/col71/", "column", 0.3, "指南")) == ["政府信息公开年报"]


def test_a_column_that_shows_other_rows_than_reports_is_not_walked_to_its_end() -> None:
    listing = Listing([Entry(f"{HOME}1.html", "某项规划")], more=[Fetch(f"{HOME}index_1.html")], column=True)
    (more,) = led(target(), examined(listing=listing))
    assert (more.kind, more.priority < 10) == ("column", True)


def test_a_pager_is_told_from_a_list_interface_by_the_address() -> None:
    column = (f"{HOME}nb/index_1.html", "GET", "")
    assert same_pager(column, (f"{HOME}nb/index_12.html", "GET", ""))
    assert not same_pager(column, (f"{HOME}api/unit?paramJson=1", "GET", ""))
    assert not same_pager(column, (column[0], "POST", "page=1"))


def test_what_a_column_of_reports_leads_to_carries_its_name() -> None:
    lead = Lead(f"{HOME}bm/", "directory", 0.55, "区直部门")
    (below,) = led(target(), examined(leads=[lead], listing=Listing([], column=True)))
    (beside,) = led(target(), examined(leads=[lead]))
    assert (below.column, below.anchor, beside.column) == ("政府信息公开年报", "区直部门", "")


def test_a_tab_of_a_column_of_reports_is_a_part_of_it_by_what_it_lists() -> None:
    def kind_of(titles: list[str], **hints: bool) -> bool:
        rows = "".join(
            f"<li><a href='/t{n}/2023.html'>{t}</a><span>2024-01-0{n + 1}</span></li>" for n, t in enumerate(titles)
        )
        body = f"<html><title>区直部门</title><body><ul>{rows}</ul></body></html>".encode()
        return examine(Document(body, f"{HOME}q/"), Context(), Hints(**hints)).column  # type: ignore[arg-type]

    reports = [f"{name}局2023年政府信息公开工作年度报告" for name in ("甲", "乙", "丙")]
    assert kind_of(reports, below_column=True)
    assert not kind_of(reports)
    assert not kind_of(["甲局举办招聘会", "乙局部署防汛", "丙局调研春耕"], below_column=True)


def test_a_guest_goes_on_to_what_carries_the_number_of_its_place() -> None:
    entry = "http://gk.city.gov.cn/area/620421"
    assert is_of_same_unit(entry, "http://gk.city.gov.cn/list?unit=620421015&cat=ndbg")
    assert not is_of_same_unit(entry, "http://gk.city.gov.cn/area/620422")
    assert not is_of_same_unit(entry, "http://www.city.gov.cn/area/620421")
    assert not is_of_same_unit("http://gk.city.gov.cn/2023/", "http://gk.city.gov.cn/2023/a.html")


def test_the_departments_of_a_tab_of_a_column_of_reports_lie_in_it_too() -> None:
    tab = Target(f"{HOME}bm/", "x", "column", anchor="区直部门", column="政府信息公开年报")
    leads = [Lead(f"{HOME}bm/czj/", "directory", 0.4, "财政局"), Lead(f"{HOME}zwgk/", "column", 0.5, "政务公开")]
    assert [child.column for child in led(tab, examined(leads=leads))] == ["政府信息公开年报", ""]


@pytest.mark.parametrize("page", ["", "t20240301_{}.html", "{}/", "{}.pdf"])
def test_a_page_called_like_a_report_that_gives_those_of_agencies_by_name_is_a_list(page: str) -> None:
    units = ("县财政局", "县民政局", "石桥镇") if page else ()
    links = "".join(f"<td><a href='{page.format(number)}'>{unit}</a></td>" for number, unit in enumerate(units))
    title = "2023年政府信息公开工作年度报告"
    menu = "<a href=/><img src=/menu1.jpg alt=首页></a><a href=/zwgk/><img src=/menu2.jpg alt=政务公开></a>"
    html = f"<title>{title}</title>{menu}<h2>{title}</h2><table><tr>{links}</tr></table>"
    row = Target(f"{HOME}nb/2023nb/", "x", "report", depth=3, anchor=title, column="政府信息公开年报")
    found = examine(Document(html.encode(), row.url), Context(anchor=title), Hints(follow=False, anchor=title))
    children = [child for child in led(row, found) if f"{HOME}nb/2023nb/" in child.url]
    seen = described(row, Visit(Outcome("done", "ok"), ""), found)
    assert (seen.outcome.outcome, seen.kind, found.reading.kind) == (
        "ok",
        "list" if page else None,
        "list" if page else "report",
    )
    assert len(children) == len(units)


def test_what_is_not_understood_deep_down_is_worth_more_than_what_leads_elsewhere() -> None:
    leads = [Lead(f"{HOME}g/", "unknown", 0.4, "挂牌机构"), Lead(f"{HOME}z/", "unknown", 0.1, "公开指引")]
    below = msgspec.structs.replace(target(), priority=0.2)
    found = {child.anchor: child.priority for child in led(below, examined(leads=leads))}
    assert found["挂牌机构"] > FAINT >= found["公开指引"]
