"""Columns of reports whose rows are not titles: tables of years, sub-columns, titles cut short."""

from __future__ import annotations

import pytest

from crawler.platforms import read_listing
from crawler.platforms.base import Lead
from crawler.platforms.discover import find_leads
from crawler.platforms.naming import is_agency
from crawler.records import Link
from tests.platforms.pages import page_of, portal

COLUMN = "http://www.ren.gov.cn/gk/gknb/"
TITLE = "政府信息公开年报"


def _leads(body: str, url: str = COLUMN) -> list[Lead]:
    page = page_of(portal(body, title=TITLE), url)
    return [lead for lead in find_leads(page, ["壬县"], listing=read_listing(page)) if lead.score > 0.8]


def _table(*rows: tuple[str, list[int]]) -> str:
    body = "".join(
        f"<tr><td>{n}</td><td>{name}</td>"
        + "".join(
            f"<td>{f'<a href=/gk/doc/{n}-{year}.html>查看</a>' if year in years else ''}</td>" for year in (2021, 2022)
        )
        + "</tr>"
        for n, (name, years) in enumerate(rows, 1)
    )
    return f"<table><tr><th>序号</th><th>单位</th><th>2021年</th><th>2022年</th></tr>{body}</table>"


def test_links_of_a_table_are_called_by_agency_and_year() -> None:
    leads = _leads(_table(("县政府", [2021, 2022]), ("审计局", [2021, 2022]), ("青石镇", [2022])))
    assert {(lead.kind, lead.url.rpartition("/")[2], lead.text) for lead in leads} == {
        ("report", "1-2021.html", "县政府2021年"),
        ("report", "1-2022.html", "县政府2022年"),
        ("report", "2-2021.html", "审计局2021年"),
        ("report", "2-2022.html", "审计局2022年"),
        ("report", "3-2022.html", "青石镇2022年"),
    }


@pytest.mark.parametrize(
    "rows",
    [
        "<div><h3>审计局</h3><p><a href='/gk/d/1.html'>查看全文</a></p>"
        "<h3>青石镇</h3><p><a href='/gk/d/2.html'>查看全文</a></p></div>",
        "<table><tr><td>2022年度</td><td>2023-01-20</td><td><a href='/gk/d/1.html'>查看</a></td></tr>"
        "<tr><td>2021年度</td><td>2022-01-20</td><td><a href='/gk/d/2.html'>查看</a></td></tr></table>",
        "<ul><li>壬县审计局2022年政府信息公开年度报告 <a href='/gk/d/1.html'>[下载]</a> 2023-01-20</li>"
        "<li>壬县青石镇2022年政府信息公开年度报告 <a href='/gk/d/2.html'>[下载]</a> 2023-01-20</li></ul>",
    ],
)
def test_links_that_only_open_are_called_by_their_row_or_the_line_above(rows: str) -> None:
    assert [lead.url.rpartition("/")[2] for lead in _leads(rows)] == ["1.html", "2.html"]


def test_a_guide_that_is_opened_is_no_report() -> None:
    rows = "<li>信息公开指南 <a href='/gk/d/1.html'>查看</a></li><li>网站工作报表 <a href='/gk/d/2.html'>查看</a></li>"
    assert _leads(f"<ul>{rows}</ul>") == []


def test_a_table_outside_a_column_of_reports_leads_nowhere() -> None:
    page = page_of(portal(_table(("县政府", [2021, 2022]))), "http://www.ren.gov.cn/zwgk/ysgk/")
    assert [lead for lead in find_leads(page, ["壬县"]) if lead.kind == "report"] == []


def test_columns_below_a_column_of_reports_are_part_of_it() -> None:
    body = """<h3>县政府</h3><a href='./xzf/'>更多&gt;&gt;</a><h3>乡镇</h3><a href='./xz/index.html'>更多</a>
        <a href='./index_1.html'>下一页</a><a href='/gk/zn/'>指南</a>"""
    assert [(lead.kind, lead.url, lead.text) for lead in _leads(body)] == [
        ("column", f"{COLUMN}xzf/", TITLE),
        ("column", f"{COLUMN}xz/index.html", TITLE),
    ]


def test_titles_that_are_cut_before_they_say_anything_count_in_a_column_of_reports() -> None:
    rows = "".join(
        f"<tr><td><a href='/f/2023/{n}.docx'>壬县某某某某某自治州派出机构管理委员会…</a></td><td>2023-01-1{n}</td></tr>"
        for n in range(4)
    )
    assert len([lead for lead in _leads(f"<table>{rows}</table>") if lead.kind == "report"]) == 4


def test_links_of_a_year_are_reports_where_many_lead_to_the_same_year_and_columns_where_one_does() -> None:
    def found(rows: str) -> list[tuple[str, str]]:
        leads = _leads(f"<table>{rows}</table>")
        return sorted((lead.kind, lead.url.removeprefix(COLUMN)) for lead in leads if lead.url.startswith(COLUMN))

    line = "<tr><td>{0}局</td><td><a href='2023/{0}.html'>2023</a></td><td><a href='2022/{0}.html'>2022年</a></td></tr>"
    many = [("report", f"{year}/{name}.html") for name in "ab" for year in (2023, 2022)]
    assert found(line.format("a") + line.format("b")) == sorted(many)
    assert {kind for kind, _ in found(line.format("a"))} <= {"column"}


def test_agencies_below_the_heading_of_each_year_are_reports() -> None:
    years = "".join(
        f"<h3>{year}年</h3><p><a href='{year}/r1.html'>财政局</a></p><p><a href='{year}/r2.html'>县政府</a></p>"
        for year in (2023, 2022)
    )
    found = [(lead.kind, lead.url.removeprefix(COLUMN)) for lead in _leads(years) if lead.url.startswith(COLUMN)]
    assert sorted(found) == [("report", f"{year}/r{number}.html") for year in (2022, 2023) for number in (1, 2)]


def test_years_under_a_heading_that_names_the_reports_are_reports() -> None:
    body = """<h3>政府信息公开年度报告</h3><p><a href="/show.jsp?newsid=31">2023年</a>
      <a href="/show.jsp?newsid=32">2022年</a></p>
      <h3>预算公开</h3><p><a href="/show.jsp?newsid=41">2023年</a></p>"""
    page = page_of(portal(body, title="财政局"), "http://www.ren.gov.cn/dw.jsp?dw=3")
    found = [(lead.kind, lead.url[-2:]) for lead in find_leads(page, ["壬县"]) if "newsid" in lead.url]
    assert found == [("report", "31"), ("report", "32")]


def test_the_name_of_the_site_in_its_head_is_no_report_of_the_government() -> None:
    units = "".join(
        f"<li><a href='/list.html?dept={n}'>{name}</a></li>" for n, name in enumerate(("壬县人民政府", "壬县审计局"))
    )
    page = page_of(portal(f"<h1><a href='/'>壬县人民政府</a></h1><ul>{units}</ul>", title=TITLE), COLUMN)
    kinds = {lead.text: lead.kind for lead in find_leads(page, ["壬县"], listing=read_listing(page))}
    assert (kinds["壬县人民政府"], kinds["壬县审计局"]) == ("directory", "directory")


def test_units_that_are_not_called_like_one_are_found_beside_those_that_are() -> None:
    names = ("审计局", "民政局", "青石镇", "电商专班", "县志组", "信访局", "招聘信息")
    units = "".join(f"<li><a href='/unit/{n}/'>{name}</a></li>" for n, name in enumerate(names))
    page = page_of(portal(f"<h3>公开单位</h3><ul>{units}</ul>", title="部门信息公开"), "http://www.ren.gov.cn/bmgk/")
    found = [lead.text for lead in find_leads(page, ["壬县"], led_by="部门信息公开") if lead.kind == "directory"]
    assert sorted(found) == sorted(names[:-1])
    alone = page_of(portal("<ul><li><a href='/x/'>电商专班</a></li></ul>"), "http://www.ren.gov.cn/bmgk/")
    assert not [lead for lead in find_leads(alone, ["壬县"], led_by="部门信息公开") if lead.text == "电商专班"]


def test_in_a_directory_one_agency_says_what_the_others_in_its_list_are() -> None:
    names = ("民政局", "电商专班", "县志组", "移民后扶项目组")
    units = "".join(f"<li><a href='/unit/{n}/'>{name}</a></li>" for n, name in enumerate(names))
    page = page_of(portal(f"<ul>{units}</ul>", title="单位"), "http://www.ren.gov.cn/bmgk/")

    def found(led_by: str) -> list[str]:
        return [lead.text for lead in find_leads(page, ["壬县"], led_by=led_by) if lead.kind == "directory"]

    assert sorted(found("县直部门")) == sorted(names)
    assert found("政务公开") == ["民政局"]


INSTITUTIONS = """机关事务服务中心 住房公积金管理中心 融媒体中心 国有林场管理总站 动物卫生监督站 档案馆 残联 科协
红十字会 残疾人联合会 供销社 供销合作社联合社 县委党校 林场 文物保护管理所 市政管理处""".split()


@pytest.mark.parametrize("name", INSTITUTIONS)
def test_institutions_and_bodies_of_the_people_are_units(name: str) -> None:
    assert is_agency(name)


@pytest.mark.parametrize("name", ["新闻中心", "服务中心", "办事大厅", "在线访谈", "常务会议", "机构职能", "下载中心"])
def test_parts_of_a_site_are_no_units(name: str) -> None:
    assert not is_agency(name)


def test_links_that_stand_in_no_line_are_no_list_of_units() -> None:
    page = page_of("<frameset><frame src=top.htm></frameset>", "http://www.ren.gov.cn/left.htm")
    page.links.extend(Link(f"http://www.ren.gov.cn/{n}/", f"第{n}局", n) for n in range(4))
    assert not [lead for lead in find_leads(page, ["壬县"], led_by="部门信息公开") if lead.why == "与部门并列"]


def _tabs(reports: list[int], led_by: str = "") -> list[str]:
    tabs = "".join(f"<option value='list_{year}.html'>{year}年</option>" for year in range(2025, 2014, -1))
    rows = "".join(
        f"<li><a href='./{year + 1}01/t{year + 1}0120_{n}.html'>{year}年政府信息公开工作年度报告</a>"
        f"<i>{year + 1}-01-20</i></li>"
        for n, year in enumerate(reports)
    )
    page = page_of(
        portal(f"<select onchange='location.href=this.value'>{tabs}</select><ul>{rows}</ul>", title=TITLE), COLUMN
    )
    leads = find_leads(page, ["壬县"], listing=read_listing(page), in_column=True, led_by=led_by)
    return [lead.text for lead in leads if lead.why == "按年栏目"]


def test_of_one_agencys_reports_only_the_years_that_are_not_shown_are_asked_for() -> None:
    assert _tabs([2024, 2023, 2022, 2021]) == ["2025年", *(f"{year}年" for year in range(2021, 2014, -1))]
    assert len(_tabs([2024, 2024, 2023, 2022])) == 11  # of several agencies
    assert len(_tabs([2024])) == 11


def test_the_page_of_a_year_leads_to_no_other_year() -> None:
    assert _tabs([2020], led_by="2020年") == []


def _panel(head: str, rows: tuple[str, ...], more: str) -> str:
    lines = "".join(f"<li><a href='/doc/2024/0{n}/{more}{n}.html'>{row}</a></li>" for n, row in enumerate(rows, 1))
    return head.replace("MORE", f"<a class='more' href='/gk/{more}/'>更多&gt;&gt;</a>").replace(
        "ROWS", f"<ul>{lines}</ul>"
    )


@pytest.mark.parametrize(
    "head",
    [
        "<div><span>县级部门</span>MORE</div>ROWS",
        "<div>MORE<span>县级部门</span></div>ROWS",
        "<h3>县级部门</h3>MORE ROWS",
        "<h3>县级部门</h3>ROWS<div>MORE</div>",
    ],
)
def test_more_of_a_list_is_called_by_its_name_and_leads_to_more_reports(head: str) -> None:
    reports = _panel(
        head, ("壬县审计局2023年政府信息公开工作年度报告", "壬县统计局2022年政府信息公开工作年度报…"), "aa"
    )
    news = _panel(head.replace("县级部门", "图片新闻"), ("全县春耕忙", "新路通车"), "bb")
    leads = {lead.url: (lead.kind, lead.text) for lead in _leads(reports + news)}
    assert leads["http://www.ren.gov.cn/gk/aa/"] == ("column", "县级部门")
    assert "http://www.ren.gov.cn/gk/bb/" not in leads


def test_more_of_the_annual_reports_on_a_home_page_is_a_column_of_them_by_its_name() -> None:
    body = _panel("<div><b>政府信息公开年报</b>MORE</div>ROWS", ("壬县召开会议",), "c1")
    page = page_of(portal(body, title="壬县人民政府"), "http://www.ren.gov.cn/")
    found = [(lead.kind, lead.text) for lead in find_leads(page, ["壬县"]) if lead.url.endswith("/gk/c1/")]
    assert found == [("column", "政府信息公开年报")]
