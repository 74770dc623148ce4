"""Whose report it is, of which year, signed and published when, each with what it was read from."""

from __future__ import annotations

import pytest

from crawler.records import Context
from crawler.report.identity import find_signature, find_year, near_code
from tests.report.pages import LINES, TITLE, URL, article, page_of, report_of

SPEECH = ("根据条例要求,现将本机关政府信息公开工作情况报告如下,本年度报告所列数据均为全年数据。", *LINES[1:])


@pytest.mark.parametrize(
    ("html", "title", "anchor", "expected", "origin"),
    [
        pytest.param(article(), "", "", TITLE, "heading", id="the heading"),
        pytest.param(
            f"<div id=zoom><p>青河县民政局</p><p>2022年政府信息公开工作年度报告</p>{article()[60:]}",
            "", "", TITLE, "heading", id="two lines",
        ),
        pytest.param(
            "".join(f"<p>{line}</p>" for line in SPEECH), f"{TITLE}_青河县人民政府", "", TITLE, "html:title",
            id="the title element",
        ),
        pytest.param(
            "".join(f"<p>{line}</p>" for line in SPEECH), "青河县人民政府", TITLE, TITLE, "anchor", id="the link"
        ),
    ],
)  # fmt: skip
def test_the_title_is_found_where_it_stands(html: str, title: str, anchor: str, expected: str, origin: str) -> None:
    report = report_of(html, title=title, context=Context(anchor=anchor))
    assert (report.title, report.origins["title"]) == (expected, origin)


@pytest.mark.parametrize(
    ("title", "lines", "anchor", "year", "origin"),
    [
        (TITLE, ["2023年1月公布"], "", 2022, "title"),
        ("民政局年报", ["统计期限自2022年1月1日起至2022年12月31日止", "2021年2021年2021年"], "", 2022, "period"),
        ("民政局年报", ["2021年公开36条"], "2022年度报告", 2022, "anchor"),
        ("民政局年报", ["2022年公开36条", "2022年收到申请2件", "2021年为1件"], "", 2022, "text"),
        ("民政局年报", ["2022年公开,2023年计划"], "", 2022, "text"),
        ("民政局年报", ["〇"], "", None, ""),
        ("民政局二〇二二年年度报告", [], "", 2022, "title"),
        ("2023年发布的2022年度报告", [], "", 2022, "title"),
    ],
)
def test_the_year_is_that_of_the_report_and_never_of_its_publication(
    title: str, lines: list[str], anchor: str, year: int | None, origin: str
) -> None:
    assert find_year(title, lines, Context(anchor=anchor), page_of("")) == (year, origin)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["正文。", "青河县民政局", "2023年1月31日"], ("青河县民政局", "2023-01-31")),
        (["正文。", "青河县民政局 二〇二三年一月三十一日"], ("青河县民政局", "2023-01-31")),
        (["正文。", "青河县民政局(公章)", "2023年1月31日"], ("青河县民政局", "2023-01-31")),
        (["正文。", "2023年1月31日"], ("", "2023-01-31")),
        (["正文。", "青河县民政局"], ("青河县民政局", None)),
        (["正文。", "青河县民政局", "2023年1月31日", "附表", "规章"], ("青河县民政局", "2023-01-31")),
        (["2023年1月31日,我局召开会议。"], ("", None)),
        ([], ("", None)),
    ],
)
def test_the_signature_is_at_the_end(lines: list[str], expected: tuple[str, str | None]) -> None:
    assert find_signature(lines) == expected


@pytest.mark.parametrize(
    ("html", "context", "day", "origin"),
    [
        pytest.param(
            article(before="<p>发布时间：2023-02-01</p>"), Context(listed_on="2023-03-03"), "2023-02-01",
            "label:发布时间", id="the page's own label",
        ),
        pytest.param(article(), Context(listed_on="2023-03-03"), "2023-03-03", "list", id="the list"),
        pytest.param(article(), Context(), "2023-01-31", "url", id="the address"),
        pytest.param(
            f"<div id=zoom><h1>{TITLE}</h1><p>2023-02-03</p>{article()[60:]}", Context(), "2023-02-03", "head",
            id="a line under the title",
        ),
    ],
)  # fmt: skip
def test_the_day_of_publication_comes_from_the_nearest_source(
    html: str, context: Context, day: str, origin: str
) -> None:
    report = report_of(html, context=context)
    assert (report.published_on, report.origins["published_on"]) == (day, origin)


def test_a_report_is_late_against_the_day_of_its_kind_and_year() -> None:
    report = report_of(article(before="<p>发布时间：2023-02-10</p>"))
    assert (report.due_on, report.days_late) == ("2023-01-31", 10)
    assert "late" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    ("title", "context", "agency", "code"),
    [
        pytest.param("靖远县民政局2022年政府信息公开年度报告", Context(), "靖远县民政局", "620421", id="in full"),
        pytest.param(
            "县民政局2022年政府信息公开年度报告", Context(division_code="620421"), "靖远县民政局", "620421",
            id="completed from the portal",
        ),
        pytest.param(
            "2022年政府信息公开年度报告", Context(division_code="620421", portal_name="靖远县人民政府"), "靖远县民政局",
            "620421", id="the signature",
        ),
        pytest.param(
            "糜滩镇2022年政府信息公开年度报告", Context(division_code="620421"), "糜滩镇", "620421", id="a township"
        ),
    ],
)  # fmt: skip
def test_the_agency_is_named_in_full_and_has_its_division(title: str, context: Context, agency: str, code: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in SPEECH)
    html = f"<div id=zoom><h1>{title}</h1>{lines}<p>{agency}</p><p>2023年1月20日</p></div>"
    report = report_of(html, title=title, context=context)
    assert report.agency == agency
    assert (report.division_code, report.county) == (code, "靖远县")
    assert report.township == ("糜滩镇" if "镇" in agency else None)


def test_the_code_of_the_site_places_a_report_without_a_context() -> None:
    page = page_of("")
    page.meta["siteidcode"] = "6204210001"
    assert near_code(page, Context()) == "620421"
    assert near_code(page, Context(division_code="620402")) == "620402"
    page.meta["siteidcode"] = "bm12345678"
    assert near_code(page, Context()) == ""


def test_whoever_published_is_not_whoever_reports() -> None:
    report = report_of(article(before="<p>来源：青河县融媒体中心 发布机构：青河县人民政府办公室</p>"), url=URL)
    assert report.agency == "青河县民政局"
    assert (report.source, report.publisher) == ("青河县融媒体中心", "青河县人民政府办公室")
    assert report.agency_kind == "department"
