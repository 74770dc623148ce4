"""Rows and cells of statutory tables that are not what they seem: what is not certain is no cell, and said."""

from __future__ import annotations

from random import Random

import pytest

from crawler.report.forms.labels import value_of
from tests.report.form_checks import compare, draw, read
from tests.report.form_shapes import HTML
from tests.report.form_tables import html_of, html_report, tables
from tests.standin.forms import Cell


def test_a_row_of_lines_with_a_figure_too_few_is_left_unread_and_said_to_be() -> None:
    made, body, _ = draw("stacked", "standard2021", "as_printed")
    lines = body.decode().split("\n")
    at = lines.index("2.重复申请")
    del lines[at + 3]
    report = read("\n".join(lines).encode(), "report.txt")
    assert not [cell for cell in report.table_cells if cell.row_key == "unprocessed_repeat"]
    assert [f.evidence for f in report.findings if f.rule == "tables_missing"] == ["2.重复申请"]
    right, total, misread = compare(report, made)
    assert (right, misread) == (total - 7, [])


def test_figures_that_ran_together_are_no_cells() -> None:
    _, body, _ = draw("stacked", "standard2021", "as_printed")
    run = body.decode().replace("\n/", "0").replace("\n0", "0")
    report = read(run.encode(), "report.txt")
    assert all(cell.state == "number" for cell in report.table_cells if cell.form == "requests")
    assert any(f.rule == "tables_missing" for f in report.findings)


def test_a_row_below_other_outcomes_that_is_not_known_is_not_taken_for_them() -> None:
    made, body, _ = draw("plain", "standard2021", "as_printed")
    report = read(body.replace("3.其他</td>".encode(), "3.另行转办</td>".encode()), "report.html")
    assert not [cell for cell in report.table_cells if cell.row_key in ("other", "other_other")]
    assert [f.rule for f in report.findings if "另行转办" in f.evidence] == ["unknown_row"]
    right, total, misread = compare(report, made)
    assert (right, misread) == (total - 7, [])


@pytest.mark.parametrize(("printed", "stored"), [("0", 7), ("/", 7), ("", 7), ("4", 0)])
def test_a_cell_over_all_columns_counts_for_each_unless_it_is_a_figure(printed: str, stored: int) -> None:
    _, body, _ = draw("plain", "standard2021", "as_printed")
    text = body.decode()
    start = text.index("4.无正当理由大量反复申请</td>") + len("4.无正当理由大量反复申请</td>")
    end = text.index("</tr>", start)
    report = read((text[:start] + f'<td colspan="7">{printed}</td>' + text[end:]).encode(), "report.html")
    cells = [cell for cell in report.table_cells if cell.row_key == "unprocessed_excessive"]
    assert [cell.raw for cell in cells] == [printed] * stored
    assert any(f.rule == "unknown_row" and "大量反复" in f.evidence for f in report.findings) == (stored == 0)


@pytest.mark.parametrize(("printed", "stored"), [("0", 15), ("无", 15), ("", 15), ("4", 0)])
def test_a_cell_over_all_outcomes_counts_for_each_unless_it_is_a_figure(printed: str, stored: int) -> None:
    made, _, _ = draw("plain", "standard2021", "as_printed")
    reviews = next(table for table in made if table.form == "reviews")
    html = html_of([*reviews.rows[:3], [Cell(printed, 1, 15)]])
    report = read(html_report("standard2021", [("reviews", html)]), "report.html")
    assert [cell.raw for cell in report.table_cells] == [printed] * stored


@pytest.mark.parametrize(
    ("printed", "value", "state"),
    [
        *(("0", 0, "number"), ("0件", 0, "number"), ("0 ", 0, "number"), ("０", 0, "number"), ("-0", 0, "number")),
        *(("〇", 0, "number"), ("零", 0, "number"), ("零件", 0, "number"), ("0。", 0, "number"), ("0宗", 0, "number")),
        *(("1,234", 1234, "number"), ("1，234", 1234, "number"), ("12 04", 1204, "number"), ("１２", 12, "number")),
        *(("十二件", 12, "number"), ("−3", -3, "number"), ("+3", 3, "number"), ("0.50", 0.5, "number")),
        *(("/", None, "na"), ("／", None, "na"), ("—", None, "na"), ("无", None, "na"), ("无。", None, "na")),
        *(("", None, "blank"), ("\u3000", None, "blank"), ("。", None, "text"), ("一", None, "text")),
        *(("12（其中网上 3）", None, "text"), ("o", None, "text"), ("O", None, "text"), ("约3", None, "text")),
        *(("3（件）", 3, "number"), ("1,204(条)", 1204, "number"), ("3（件", None, "text")),
        *(("―", None, "na"), ("─", None, "na"), ("–－", None, "na"), ("＿", None, "na"), ("-------", None, "text")),
        *(("115[1]", 115, "number"), ("[1]", None, "text"), ("增3", 3, "number"), ("减2", -2, "number")),
        *(("12,3", None, "text"), ("0 0", None, "text"), ("0 3", None, "text"), ("3/4", None, "text")),
    ],
)
def test_the_value_and_state_of_a_cell_say_no_more_than_its_print(
    printed: str, value: float | None, state: str
) -> None:
    assert value_of(printed) == (value, state)
    assert str(value_of(printed).number) != "-0.0"


@pytest.mark.parametrize("shape", ["plain", "head_spans_lost", "extra_columns", "transposed"])
def test_a_remark_beside_a_figure_is_kept_as_printed_and_moves_no_other_cell(shape: str) -> None:
    rng = Random(shape)
    made = tables("standard2021", rng, ("0", "5", "12（其中网上 3）", "o", "1,234"))
    body = html_report("standard2021", [(table.form, HTML[shape](table, rng)) for table in made])
    right, total, misread = compare(read(body, "report.html"), made)
    assert (right, misread) == (total, [])


def test_two_rows_in_one_are_none_and_said_to_be_unread() -> None:
    made, body, _ = draw("plain", "standard2021", "as_printed")
    text = body.decode()
    start = text.index("<td>3.要求提供公开出版物</td>")
    end = text.index("</tr>", text.index("<td>4.无正当", start))
    two = "<td>3.要求提供公开出版物<br>4.无正当理由大量反复申请</td>" + "<td>0<br>3</td>" * 7
    report = read((text[:start] + two + text[end:]).encode(), "report.html")
    _, _, misread = compare(report, made)
    assert not misread
    assert [f.rule for f in report.findings if "大量反复" in f.evidence] == ["unknown_row"]


@pytest.mark.parametrize("hiding", ['style="display:none"', "hidden"])
def test_a_row_or_cell_that_is_not_shown_is_not_read(hiding: str) -> None:
    made, body, _ = draw("plain", "standard2021", "as_printed")
    text = body.decode()
    at = text.index("<tr>", text.index("法律服务机构"))
    row = text[at : text.index("</tr>", at) + 5]
    stale = row.replace("<tr>", f"<tr {hiding}>").replace(">", ">9", 3)
    shown = row.replace("</td>", f"</td><td {hiding}>8</td>", 1)
    report = read((text[:at] + stale + shown + text[at + len(row) :]).encode(), "report.html")
    right, total, misread = compare(report, made)
    assert (right, misread) == (total, [])


def test_a_column_that_counts_the_rows_and_a_row_that_counts_the_columns_are_no_figures() -> None:
    made, _, _ = draw("plain", "standard2021", "as_printed")
    requests = next(table for table in made if table.form == "requests")
    rows = [list(row) for row in requests.rows]
    rows[0].insert(1, Cell("行次", 3))
    for number, row in enumerate(rows[3:], 1):
        row.insert(len(row) - 7, Cell(str(number)))
    rows.insert(3, [Cell("甲", 1, 3), Cell("乙"), *(Cell(str(number)) for number in range(1, 8))])
    report = read(html_report("standard2021", [("requests", html_of(rows))]), "report.html")
    right, total, misread = compare(report, [requests])
    assert (right, misread) == (total, [])
    assert not [f for f in report.findings if f.rule == "unknown_row"]


def test_a_row_of_figures_under_a_head_that_cannot_be_told_is_left_unread_and_said_to_be() -> None:
    made, body, _ = draw("head_spans_lost", "standard2021", "as_printed")
    text = body.decode().replace("<td>结果纠正</td>", "<td>其他结果</td>", 1)
    report = read(text.encode(), "report.html")
    _, _, misread = compare(report, made)
    assert not misread
    assert [f.rule for f in report.findings if f.message.startswith("复议诉讼表中有无法识别的行")] == ["unknown_row"]


def test_a_head_whose_corner_was_left_out_stands_over_its_figures() -> None:
    made, body, _ = draw("plain", "standard2021", "as_printed")
    corner = body.decode().index('<td rowspan="3" colspan="3">')
    text = body.decode()
    report = read((text[:corner] + text[text.index("</td>", corner) + 5 :]).encode(), "report.html")
    right, total, misread = compare(report, made)
    assert (right, misread) == (total, [])


@pytest.mark.parametrize("gap", ["", "<td></td>", "<td></td><td></td>"])
def test_blank_columns_between_labels_and_figures_part_no_row_of_reviews_from_its_label(gap: str) -> None:
    rows = [
        ["类别", "", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
        ["行政复议", "", "1", "0", "0", "0", "1"],
        ["行政诉讼", "未经复议直接起诉", "0", "2", "0", "0", "2"],
        ["", "复议后起诉", "0", "0", "0", "3", "3"],
    ]
    lines = ["".join(f"<td>{cell}</td>{gap}" for cell in row) for row in rows]
    report = read(html_report("standard2021", [("reviews", f"<table><tr>{'<tr>'.join(lines)}</table>")]), "report.html")
    totals = {cell.row_key: cell.value for cell in report.table_cells if cell.column_key == "total"}
    assert totals == {"review": 1, "lawsuit_direct": 2, "lawsuit_after_review": 3}
    assert not [finding for finding in report.findings if finding.rule == "unknown_row"]
