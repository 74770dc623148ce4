"""Statutory tables in hard shapes: how many of their cells are read right, with their state, and that none is wrong."""

from __future__ import annotations

from itertools import cycle, product
from random import Random

import pytest

from tests.report.form_checks import compare, draw, read
from tests.report.form_shapes import HTML, LINES, TEXT
from tests.report.form_tables import ERAS, LABELS, html_of, html_report, mostly_blank, tables, text_report
from tests.standin.forms import Cell

#: The share of cells that must be right in the default run.
FLOOR = 0.995


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


@pytest.mark.parametrize("shape", ["tabs_once", "pipes_once"])
def test_a_table_in_text_that_is_mostly_blank_is_read(shape: str) -> None:
    for seed in range(8):
        rng = Random(seed)
        made = mostly_blank([table for table in tables("standard2021", rng) if table.form == "requests"], rng)
        body = text_report("standard2021", [(table.form, TEXT[shape](table, rng)) for table in made])
        right, total, misread = compare(read(body, "report.txt"), made)
        assert (right, misread) == (total, [])


@pytest.mark.parametrize("shape", list(LINES))
def test_a_table_in_lines_of_a_page_is_read_blank_cells_and_all(shape: str) -> None:
    right = total = 0
    for era, seed in product(ERAS, range(6)):
        rng = Random(seed)
        made = tables(era, rng)
        if seed % 2 and era != "annex2014":
            made = mostly_blank([table for table in made if table.form == "requests"], rng)
        body = html_report(era, [(table.form, LINES[shape](table, rng)) for table in made])
        hits, tries, misread = compare(read(body, "report.html"), made)
        assert not misread, (era, seed, misread[:3])
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


def test_the_line_above_a_table_of_outcomes_names_its_kind_but_a_heading_with_both_kinds_does_not() -> None:
    outcomes = "".join(f"<td>{word}</td>" for word in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    table = f"<table><tr>{outcomes}</tr><tr>{''.join(f'<td>{n}</td>' for n in (1, 0, 2, 0, 3))}</tr></table>"
    captions = {"review": "行政复议", "lawsuit_direct": "未经复议直接起诉", "lawsuit_after_review": "复议后起诉"}
    parts = "".join(f"<p>{caption}</p>{table}" for caption in captions.values())
    report = read(html_report("standard2021", [("reviews", parts)]), "report.html")
    got = [(cell.row_key, cell.value) for cell in report.table_cells]
    assert got == [(kind, value) for kind in captions for value in (1, 0, 2, 0, 3)]
    assert not read(html_report("standard2021", [("reviews", table)]), "report.html").table_cells


def test_the_first_of_stacked_kinds_may_stand_above_the_table() -> None:
    made = next(table for table in tables("standard2021", Random(11)) if table.form == "reviews")
    stacked = HTML["kinds_stacked"](made, Random(11))
    first = stacked.index("</tr>") + 5
    report = read(html_report("standard2021", [("reviews", f"<p>行政复议</p><table>{stacked[first:]}")]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])


def test_a_table_drawn_with_signs_is_read() -> None:
    (annex,) = tables("annex2014", Random(9), ("0", "3", "1,204", "/", "无"))
    frame = "┌──────────┬────┬────┐"
    lines = [frame, *(f"│{'│'.join(cell.text for cell in row)}│" for row in annex.rows), frame]
    report = read(text_report("annex2014", [("annex2014", "\n".join(lines))]), "report.txt")
    right, total, misread = compare(report, [annex])
    assert (right, misread) == (total, [])


def test_the_annex_may_lie_on_its_side_or_have_its_labels_last() -> None:
    (annex,) = tables("annex2014", Random(5))
    texts = [[cell.text for cell in row] for row in annex.rows]
    lying = [[Cell(text) for text in row] for row in zip(*texts, strict=True)]
    turned = [[Cell(text) for text in reversed(row)] for row in texts]
    for rows in (lying, turned):
        report = read(html_report("annex2014", [("annex2014", html_of(rows))]), "report.html")
        right, total, misread = compare(report, [annex])
        assert (right, misread) == (total, [])
