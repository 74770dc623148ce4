"""A page may print the form of another year or agency beside the report's own: the two are never mixed."""

from __future__ import annotations

from random import Random

import pytest

from tests.report.form_checks import compare, read
from tests.report.form_tables import filled, html_of, html_report, tables
from tests.standin.forms import Table

_OWN = "<p>青禾县民政局收到和处理政府信息公开申请情况</p>"


def _requests(seed: str, prints: tuple[str, ...]) -> Table:
    return next(table for table in tables("standard2021", Random(seed), prints) if table.form == "requests")


@pytest.mark.parametrize(
    "caption",
    [
        pytest.param("（一）2021年办理情况", id="last year"),
        pytest.param("上年度情况", id="last year in words"),
        pytest.param("附表：所属单位办理情况", id="units below it"),
        pytest.param("填报样表（示例）", id="a sample"),
        pytest.param("石门镇人民政府收到和处理政府信息公开申请情况", id="another agency"),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_the_table_of_others_is_not_the_reports_wherever_it_stands(caption: str, first: bool) -> None:
    made, other = _requests("own", ("0", "3", "")), _requests("other", ("5", "7"))
    pair = [f"<p>{caption}</p>{html_of(other.rows)}", _OWN + html_of(made.rows)]
    report = read(html_report("standard2021", [("requests", "".join(pair if first else pair[::-1]))]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])
    assert [f.rule for f in report.findings if f.rule in ("other_table", "unknown_row")] == ["other_table"]


@pytest.mark.parametrize(
    "caption", ["四、因政府信息公开工作被申请行政复议情况", "四、涉及政府信息公开的行政复议、行政诉讼情况"]
)
def test_a_heading_that_names_no_agency_leaves_a_table_in_two_parts_the_reports_own(caption: str) -> None:
    outcomes = "".join(f"<td>{text}</td>" for text in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    parts = [(5, ["行政复议"], "0"), (10, ["未经复议直接起诉", "复议后起诉"], "2")]
    html = f"<p>{caption}</p>"
    for width, kinds, figure in parts:
        head = "".join(f"<td colspan=5>{kind}</td>" for kind in kinds)
        figures = f"<td>{figure}</td>" * width
        html += f"<table><tr>{head}</tr><tr>{outcomes * len(kinds)}</tr><tr>{figures}</tr></table>"
    report = read(html_report("standard2021", [("reviews", html)]), "report.html")
    found = [(cell.row_key, cell.value) for cell in report.table_cells]
    assert sorted(found) == sorted([("review", 0), ("lawsuit_direct", 2), ("lawsuit_after_review", 2)] * 5)
    assert not [finding for finding in report.findings if finding.rule == "other_table"]


def test_a_second_table_without_a_caption_fills_no_blank_of_the_first() -> None:
    made, other = _requests("own", ("", "3")), _requests("other", ("5", "7"))
    report = read(html_report("standard2021", [("requests", html_of(made.rows) + html_of(other.rows))]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])
    assert [f.rule for f in report.findings if f.rule == "other_table"] == ["other_table"]


def test_the_same_table_twice_is_one_and_nothing_to_say() -> None:
    made = _requests("own", ("0", "3", ""))
    report = read(html_report("standard2021", [("requests", html_of(made.rows) * 2)]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])
    assert not [f for f in report.findings if f.rule == "other_table"]


def test_the_only_table_is_read_though_last_years_caption_was_left_over_it() -> None:
    made = _requests("own", ("0", "3"))
    caption = "<p>2021年收到和处理政府信息公开申请情况</p>"
    report = read(html_report("standard2021", [("requests", caption + html_of(made.rows))]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])


@pytest.mark.parametrize(
    ("heads", "own"), [(("2021年", "2022年"), 1), (("本年", "上年"), 0), (("上年数", "本年数", "同比增减"), 1)]
)
def test_of_two_years_side_by_side_the_reports_own_is_read(heads: tuple[str, ...], own: int) -> None:
    rows = [("一、本年新收政府信息公开申请数量", "41", "27"), ("（一）予以公开", "30", "0"), ("（七）总计", "40", "25")]
    body = "".join(
        "<tr>" + "".join(f"<td>{text}</td>" for text in (*row, *(["-5"] if len(heads) > 2 else []))) + "</tr>"
        for row in rows
    )
    head = "".join(f"<td>{text}</td>" for text in ("项目", *heads))
    html = f"<table><tr>{head}</tr>{body}</table>"
    report = read(html_report("standard2021", [("requests", html)]), "report.html")
    found = {(c.row_key, c.column_key): c.value for c in report.table_cells}
    assert found == {
        (key, "total"): float(row[1 + own])
        for key, row in zip(("received", "granted", "total_processed"), rows, strict=True)
    }
    assert not [f for f in report.findings if f.rule == "unknown_row"]


def _rows(made: Table, heads: int = 3) -> tuple[str, str]:
    """The head and the body of a table as HTML rows."""
    parts = [html_of(rows).removeprefix("<table>").removesuffix("</table>") for rows in (made.rows[:heads], made.rows)]
    return parts[0], parts[1].removeprefix(parts[0])


@pytest.mark.parametrize("own_first", [True, False])
def test_of_two_years_in_one_table_under_titles_the_later_is_read(own_first: bool) -> None:
    made, other = _requests("own", ("0", "3", "")), _requests("other", ("5", "7"))
    parts = [f"<tr><td colspan=10>{year}年度</td></tr>{''.join(_rows(t))}" for year, t in ((2022, made), (2021, other))]
    filed = "<tr><td colspan=10>填报日期：2023年1月10日</td></tr>"
    html = f"<table>{''.join(parts if own_first else parts[::-1])}{filed}</table>"
    report = read(html_report("standard2021", [("requests", html)]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])
    assert "other_table" in [finding.rule for finding in report.findings]


@pytest.mark.parametrize("own_first", [True, False])
def test_of_two_rows_of_reviews_with_their_years_the_later_is_read(own_first: bool) -> None:
    made = next(table for table in tables("standard2021", Random("own"), ("0", "3")) if table.form == "reviews")
    head, body = _rows(made)
    head = head.replace("<tr>", "<tr><td rowspan=3>年度</td>", 1)
    other = "<tr><td>2021年</td>" + "<td>8</td>" * 15 + "</tr>"
    rows = [body.replace("<tr>", "<tr><td>2022年</td>"), other]
    html = f"<table>{head}{''.join(rows if own_first else rows[::-1])}</table>"
    report = read(html_report("standard2021", [("reviews", html)]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])


def test_a_column_of_last_year_beside_each_applicants_own_is_not_read() -> None:
    made = _requests("own", ("0", "3", "17"))
    lines = [line[2:] for line in filled(made)[2:]]
    html = "<tr><td rowspan=2>项目</td>" + "".join(f"<td colspan=2>{name}</td>" for name in lines[0][1:]) + "</tr>"
    html += "<tr>" + "<td>本年</td><td>上年</td>" * 7 + "</tr>"
    for label, *figures in lines[1:]:
        html += f"<tr><td>{label}</td>" + "".join(f"<td>{figure}</td><td>9</td>" for figure in figures) + "</tr>"
    report = read(html_report("standard2021", [("requests", f"<table>{html}</table>")]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])


def test_a_groups_own_sum_is_no_row_of_the_form() -> None:
    made = _requests("own", ("0", "3", "17"))
    html = ""
    for group, *line in [line[1:] for line in filled(made)[2:]]:
        if group == "（六）其他处理" and "其他处理</td><td>99" not in html:
            html += f"<tr><td>{group}</td>" + "<td>99</td>" * 7 + "</tr>"
        html += "<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>"
    report = read(html_report("standard2021", [("requests", f"<table>{html}</table>")]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])
    assert any("其他处理" in finding.evidence for finding in report.findings if finding.rule == "unknown_row")
