"""Statutory tables in hard shapes: how many of their cells are read right, with their state, and that none is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle
from random import Random

import pytest

from crawler.records import Document, Report
from crawler.report.formlabels import value_of
from crawler.report.read import read_document
from tests.report.form_shapes import HTML, NO_BLANKS, TEXT
from tests.report.form_tables import (
    ERAS,
    LABELS,
    html_of,
    html_report,
    meant,
    relabelled,
    tables,
    text_report,
    without_blanks,
)
from tests.standin.forms import Cell, Table

#: The share of cells that must be right in the default run.
FLOOR = 0.995


def read(body: bytes, name: str) -> Report:
    report = read_document(Document(body, name=name)).report
    assert report is not None
    return report


def draw(shape: str, era: str, label: str) -> tuple[list[Table], bytes, str]:
    """Tables in a shape, the file that holds them and its name."""
    rng = Random(f"{shape}|{era}|{label}")
    made = relabelled(tables(era, rng), LABELS[label])
    if shape in NO_BLANKS:
        made = without_blanks(made)
    if shape in HTML:
        return made, html_report(era, [(table.form, HTML[shape](table, rng)) for table in made]), "report.html"
    return made, text_report(era, [(table.form, TEXT[shape](table, rng)) for table in made]), "report.txt"


def compare(report: Report, made: Iterable[Table]) -> tuple[int, int, list[object]]:
    """``(right, all, misread)`` cells of a report against the tables that it prints."""
    got = {(c.form, c.row_key, c.column_key): (c.value, c.state) for c in report.table_cells}
    truth = {cell[:3]: cell[4:] for table in made for cell in map(meant, table.cells)}
    right = sum(got.get(place) == wanted for place, wanted in truth.items())
    misread = [(place, got[place], truth.get(place)) for place in got if got[place] != truth.get(place)]
    return right, len(truth), misread


@pytest.mark.parametrize("shape", [*HTML, *TEXT])
def test_cells_are_read_in_every_shape_and_none_is_misread(shape: str) -> None:
    right = total = 0
    labels = cycle(LABELS)
    for era in ERAS:
        for _ in range(3):
            label = next(labels)
            made, body, name = draw(shape, era, label)
            hits, tries, misread = compare(read(body, name), made)
            assert not misread, (era, label, misread[:3])
            right, total = right + hits, total + tries
    assert right / total >= FLOOR, f"{right} of {total}"


@pytest.mark.parametrize("label", list(LABELS))
def test_cells_are_read_under_every_wording_of_the_labels(label: str) -> None:
    right = total = 0
    for era in ERAS:
        made, body, name = draw("plain", era, label)
        hits, tries, misread = compare(read(body, name), made)
        assert not misread, (era, misread[:3])
        right, total = right + hits, total + tries
    assert right == total


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


def test_a_whole_table_in_one_line_is_read_and_its_words_stay() -> None:
    made, body, _ = draw("spaces", "standard2021", "as_printed")
    lines = body.decode().split("\n")
    start = next(i for i, line in enumerate(lines) if "申请人情况" in line)
    end = next(i for i, line in enumerate(lines) if line.startswith("四、结转"))
    lines[start : end + 1] = [" ".join(lines[start : end + 1])]
    report = read("\n".join(lines).encode(), "report.txt")
    right, total, misread = compare(report, made)
    assert (right, misread) == (total, [])
    assert "申请人情况" in report.body


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


def test_a_list_of_labels_and_figures_is_the_annex() -> None:
    (annex,) = tables("annex2014", Random(3), ("0", "3", "128", "1,204", "36件", "/", "无"))
    lines = [f"{row[0].text}：{row[2].text}" if row[2].text != "——" else row[0].text for row in annex.rows[1:]]
    report = read(text_report("annex2014", [("annex2014", "\n".join(lines))]), "report.txt")
    annex.cells = [cell for cell in annex.cells if cell.column_key != "unit"]
    right, total, misread = compare(report, [annex])
    assert (right, misread) == (total, [])


def test_all_forms_in_one_table_are_read_and_nothing_of_it_is_unknown() -> None:
    made = tables("standard2021", Random(7))
    shapes = {"proactive": HTML["plain"], "requests": HTML["plain"], "reviews": HTML["kinds_stacked"]}
    inside = [shapes[table.form](table, Random(7)).removeprefix("<table>").removesuffix("</table>") for table in made]
    report = read(html_report("standard2021", [("proactive", f"<table>{''.join(inside)}</table>")]), "report.html")
    right, total, misread = compare(report, made)
    assert (right, misread) == (total, [])
    assert not [f for f in report.findings if f.rule == "unknown_row"]


def test_two_parts_of_the_table_of_article_20_side_by_side_are_kept_apart() -> None:
    rows = """
第二十条第（一）项||||第二十条第（五）项|
信息内容|本年制发件数|本年废止件数|现行有效件数|信息内容|本年处理决定数量
规章|1|2|3|行政许可|4
行政规范性文件|5|6|7||
""".strip().splitlines()
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    report = read(html_report("standard2021", [("proactive", f"<table>{table}</table>")]), "report.html")
    got = {(cell.row_key, cell.column_key): cell.value for cell in report.table_cells if cell.value is not None}
    columns = ("issued", "repealed", "in_force")
    wanted = {("rules", key): number for key, number in zip(columns, (1, 2, 3), strict=True)}
    wanted |= {("normative_documents", key): number for key, number in zip(columns, (5, 6, 7), strict=True)}
    assert got == wanted | {("licences", "decisions"): 4}


def test_a_table_with_persons_and_the_total_alone_is_read() -> None:
    rows = """
项目|自然人|法人或其他组织|总计
一、本年新收政府信息公开申请数量|3|1|4
二、上年结转政府信息公开申请数量|/|0|0
四、结转下年度继续办理|1||1
""".strip().splitlines()
    table = "".join(f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in rows)
    report = read(html_report("standard2021", [("requests", f"<table>{table}</table>")]), "report.html")
    got = [(cell.row_key, cell.column_key, cell.raw) for cell in report.table_cells]
    assert got[:4] == [
        ("received", "natural_person", "3"),
        ("received", "total", "4"),
        ("carried_in", "natural_person", "/"),
        ("carried_in", "total", "0"),
    ]
    assert len(got) == 6


def test_a_misprinted_applicant_is_known_by_its_neighbours() -> None:
    made, body, _ = draw("plain", "standard2021", "as_printed")
    report = read(body.replace("科研机构".encode(), "科研机枸".encode()), "report.html")
    right, total, misread = compare(report, made)
    assert (right, misread) == (total, [])


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


def test_the_line_above_a_table_of_outcomes_names_its_kind_but_a_heading_with_both_kinds_does_not() -> None:
    outcomes = "".join(f"<td>{word}</td>" for word in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    table = f"<table><tr>{outcomes}</tr><tr>{''.join(f'<td>{n}</td>' for n in (1, 0, 2, 0, 3))}</tr></table>"
    captions = {"review": "行政复议", "lawsuit_direct": "未经复议直接起诉", "lawsuit_after_review": "复议后起诉"}
    parts = "".join(f"<p>{caption}</p>{table}" for caption in captions.values())
    report = read(html_report("standard2021", [("reviews", parts)]), "report.html")
    got = [(cell.row_key, cell.value) for cell in report.table_cells]
    assert got == [(kind, value) for kind in captions for value in (1, 0, 2, 0, 3)]
    assert not read(html_report("standard2021", [("reviews", table)]), "report.html").table_cells


def test_a_table_drawn_with_signs_is_read() -> None:
    (annex,) = tables("annex2014", Random(9), ("0", "3", "1,204", "/", "无"))
    frame = "┌──────────┬────┬────┐"
    lines = [frame, *(f"│{'│'.join(cell.text for cell in row)}│" for row in annex.rows), frame]
    report = read(text_report("annex2014", [("annex2014", "\n".join(lines))]), "report.txt")
    right, total, misread = compare(report, [annex])
    assert (right, misread) == (total, [])


def test_the_annex_may_lie_on_its_side() -> None:
    (annex,) = tables("annex2014", Random(5))
    texts = [[cell.text for cell in row] for row in annex.rows]
    lying = [[Cell(text) for text in row] for row in zip(*texts, strict=True)]
    report = read(html_report("annex2014", [("annex2014", html_of(lying))]), "report.html")
    right, total, misread = compare(report, [annex])
    assert (right, misread) == (total, [])


def test_a_row_of_figures_under_a_head_that_cannot_be_told_is_left_unread_and_said_to_be() -> None:
    made, body, _ = draw("head_spans_lost", "standard2021", "as_printed")
    text = body.decode().replace("<td>结果纠正</td>", "<td>其他结果</td>", 1)
    report = read(text.encode(), "report.html")
    _, _, misread = compare(report, made)
    assert not misread
    assert [f.rule for f in report.findings if f.message.startswith("复议诉讼表中有无法识别的行")] == ["unknown_row"]
