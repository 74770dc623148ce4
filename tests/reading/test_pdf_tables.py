from __future__ import annotations

from pathlib import Path

import pytest

from crawler.reading.pdf.document import read_pdf
from crawler.records import Block, Context
from crawler.report.read import read_parsed
from tests.reading.pdf_files import (
    HEIGHT,
    Leaf,
    Style,
    build,
    signature,
    stream,
    typeset,
    wrap,
)
from tests.reading.pdf_pages import PROSE, STYLES, lines_on, matrices, prose, report_of, ruled, truth

pytest.importorskip("pypdfium2", reason="needs the extra: pip install gov-reports[pdf]")

pytestmark = pytest.mark.usefixtures("no_recognition")

REAL = Path(__file__).parents[3] / "shared" / "real" / "hongze_2023.pdf"


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
@pytest.mark.parametrize(("place", "year"), [("hewan", 2012), ("shiqiao", 2016), ("yunling", 2020), ("beiping", 2023)])
def test_every_paragraph_and_every_cell_of_a_report_comes_out_in_order(place: str, year: int, style: Style) -> None:
    report = report_of(place, year, size=6)
    page = read_pdf(typeset(report, style))
    assert prose(page) == [report.title, *report.lines, *signature(report)]
    assert matrices(page) == truth(report)
    assert not page.findings


def test_grids_share_the_object_of_a_spanned_cell_and_know_their_block() -> None:
    page = read_pdf(typeset(report_of("hewan", 2023)))
    for number, grid in enumerate(page.grids):
        assert page.blocks[grid.block] == Block("", "table", grid=number)
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                assert cell.row <= row < cell.row + cell.span[0]
                assert cell.column <= column < cell.column + cell.span[1]
                assert grid.rows[cell.row][cell.column] is cell


def test_a_table_over_pages_is_read_as_a_report_with_its_fields() -> None:
    report = report_of("songping", 2022)
    reading = read_parsed(read_pdf(typeset(report), "http://www.songping-example.gov.cn/a.pdf"), Context())
    assert reading.kind == "report"
    assert reading.report is not None
    assert reading.report.title == report.title
    assert reading.report.year == 2022
    assert reading.report.agency == report.agency.name
    assert reading.report.signed_on == str(report.signed_on)


@pytest.mark.skipif(not REAL.is_file(), reason="the shared real pages are not here")
def test_a_real_report_keeps_its_tables_over_pages_and_its_sentences() -> None:
    page = read_pdf(REAL.read_bytes())
    proactive, requests, reviews = matrices(page)
    assert [len(page.grids[i].rows) for i in range(3)] == [14, 26, 4]
    assert requests[-1][0].startswith("四、结转") and requests[-2][-1] == "21"
    labels = [row[:3] for row in requests[3:]]
    assert all(a[1][:3] == "（四）" for a in labels[12:15])
    assert {row[0][:2] for row in labels[2:-1]} == {"三、"}
    assert labels[19][2].endswith("已获取信息")
    assert [row[1] for row in proactive if row[0] in ("行政许可", "行政事业性收费")] == ["550", "7730.28"]
    assert reviews[-1] == ["10", "1", "0", "0", "0", "0", "0", "0", "0", "0", "5", "0", "0", "0", "0"]
    assert page.blocks[0].center and len(prose(page)) == 17
    assert all(text[-1] in "。）告况项" for text in prose(page))


# Rows and cells


def test_a_row_that_a_page_break_cuts_is_one_row() -> None:
    above, below = Leaf(), Leaf()
    xs = [80, 230, 300, 370]
    ruled(above, xs, [660, 700, 740])
    for x, text in zip(xs, ("1.属于国家秘密", "0", "2"), strict=False):
        above.text(x + 5, 690, text, 10)
    for x, text in zip(xs, ("5.要求行政机关确认或重新出", "3", "4"), strict=False):
        above.text(x + 5, 730, text, 10)
    above.text(290, 800, "- 1 -", 12)
    ruled(below, xs, [90, 120, 150])
    below.text(85, 110, "具已获取信息", 10)
    for x, text in zip(xs, ("6.其他处理", "", "7"), strict=False):
        below.text(x + 5, 140, text, 10)
    below.text(290, 800, "- 2 -", 12)
    (rows,) = matrices(read_pdf(build([above, below])))
    assert rows == [
        ["1.属于国家秘密", "0", "2"],
        ["5.要求行政机关确认或重新出具已获取信息", "3", "4"],
        ["6.其他处理", "", "7"],
    ]


def test_rows_with_blank_figures_on_both_sides_of_a_page_break_stay_apart() -> None:
    above, below = Leaf(), Leaf()
    xs = [80, 230, 300, 370]
    ruled(above, xs, [660, 700, 740])
    for y, texts in ((690, ("信息内容", "制发", "废止")), (730, ("规章", "", ""))):
        for x, text in zip(xs, texts, strict=False):
            above.text(x + 5, y, text, 10)
    ruled(below, xs, [90, 120, 150])
    below.text(85, 110, "行政规范性文件", 10)
    below.text(85, 140, "行政许可", 10)
    (rows,) = matrices(read_pdf(build([above, below])))
    assert [row[0] for row in rows] == ["信息内容", "规章", "行政规范性文件", "行政许可"]


def test_tables_of_different_columns_on_following_pages_stay_apart() -> None:
    above, below = Leaf(), Leaf()
    for leaf, xs in ((above, [80, 200, 500]), (below, [80, 140, 290, 420, 500])):
        ruled(leaf, xs, [100, 130, 160])
        for y in (120, 150):
            for x in xs[:-1]:
                leaf.text(x + 5, y, "项目", 10)
    assert len(read_pdf(build([above, below])).grids) == 2


def test_a_page_number_printed_into_a_table_is_no_cell() -> None:
    leaf = Leaf()
    ruled(leaf, [80, 300, 500], [700, 760, 830])
    for y, texts in ((730, ("行政处罚", "41")), (780, ("行政强制", "9"))):
        for x, text in zip((85, 305), texts, strict=True):
            leaf.text(x, y, text, 12)
    leaf.text(280, 820, "— 3 —", 12)
    assert matrices(read_pdf(build([leaf]))) == [[["行政处罚", "41"], ["行政强制", "9"]]]


def test_a_row_of_blanks_is_a_row() -> None:
    leaf = Leaf()
    ruled(leaf, [80, 200, 300], [100, 130, 160])
    for x, text in ((90, "结果维持"), (210, "结果纠正")):
        leaf.text(x, 120, text, 12)
    assert matrices(read_pdf(build([leaf]))) == [[["结果维持", "结果纠正"], ["", ""]]]


def test_dashed_and_double_lines_make_one_lattice() -> None:
    leaf = Leaf()
    for x in (80.0, 81.5, 300.0, 301.5, 500.0):
        for y in range(100, 180, 4):
            leaf.line(x, y, x, y + 2.5)
    for y in (100.0, 140.0, 180.0):
        leaf.line(80, y, 500, y, "fill")
    for y, texts in ((125, ("信息内容", "件数")), (165, ("规章", "3"))):
        for x, text in zip((90, 310), texts, strict=True):
            leaf.text(x, y, text, 12)
    assert matrices(read_pdf(build([leaf]))) == [[["信息内容", "件数"], ["规章", "3"]]]


def test_lines_in_a_form_are_found_where_the_form_puts_them() -> None:
    content = b"0 0 m 420 0 l 0 40 m 420 40 l 0 80 m 420 80 l 0 0 m 0 80 l 200 0 m 200 80 l 420 0 m 420 80 l S"
    form = stream(content, "/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Matrix[1 0 0 1 30 0]")
    leaf = Leaf()
    leaf.operators.append(f"q 1 0 0 1 50 {HEIGHT - 180} cm /X Do Q")
    for y, texts in ((125, ("信息内容", "件数")), (165, ("规章", "3"))):
        for x, text in zip((90, 310), texts, strict=True):
            leaf.text(x, y, text, 12)
    assert matrices(read_pdf(build([leaf], extra=[form]))) == [[["信息内容", "件数"], ["规章", "3"]]]


def test_a_frame_around_text_is_no_table() -> None:
    leaf = Leaf()
    ruled(leaf, [70, 530], [90, 400])
    lines_on(leaf, wrap(PROSE * 4, 430, 16, 0))
    page = read_pdf(build([leaf]))
    assert not page.grids
    assert "".join(prose(page)) == PROSE * 4


def test_an_underlined_heading_and_a_rule_under_it_are_no_table() -> None:
    leaf = Leaf()
    leaf.line(80, 110, 520, 110)
    leaf.line(80, 150, 300, 150)
    lines_on(leaf, ["一、总体情况", PROSE[:27]], y=145)
    page = read_pdf(build([leaf]))
    assert not page.grids
    assert prose(page) == ["一、总体情况", PROSE[:27]]


def test_columns_without_lines_become_a_grid_where_they_are_plain() -> None:
    leaf = Leaf()
    rows = [("指标名称", "单位", "统计数"), ("主动公开政府信息数", "条", "732"), ("规范性文件", "件", "12")]
    rows += [("收到申请数", "件", "5"), ("办结申请数", "件", "5")]
    for number, row in enumerate(rows):
        for x, text in zip((80, 330, 430), row, strict=True):
            leaf.text(x, 120 + 25 * number, text, 12)
    assert matrices(read_pdf(build([leaf]))) == [[list(row) for row in rows]]


def test_a_shade_behind_lines_of_text_is_no_table() -> None:
    leaf = Leaf()
    for number, line in enumerate(wrap(PROSE * 3, 430, 16, 0)):
        top = 120 + 28 * number
        leaf.operators.append(f"0.9 g 80 {842 - top - 6} 435 24 re f 0 g")
        leaf.text(80, top, line, 16)
    page = read_pdf(build([leaf]))
    assert page.grids == []
    assert "".join(prose(page)) == PROSE * 3


@pytest.mark.parametrize(("place", "year"), [("hewan", 2016), ("yunling", 2020), ("beiping", 2023), ("songping", 2022)])
def test_statutory_tables_without_lines_give_their_cells_and_no_wrong_one(place: str, year: int) -> None:
    report = report_of(place, year)
    url = f"http://www.{place}-example.gov.cn/a.pdf"
    found = read_parsed(read_pdf(typeset(report, Style(lines="none")), url), Context()).report
    assert found is not None
    cells = {(cell.form, cell.row_key, cell.column_key): cell.raw for cell in found.table_cells}
    truth = {tuple(cell[:3]): cell.raw for cell in report.cells}
    assert {key: raw for key, raw in cells.items() if truth.get(key) != raw} == {}
    assert len(cells) >= 0.92 * len(truth)


def test_a_row_of_figures_that_begins_a_page_keeps_its_last_figure() -> None:
    leaf = Leaf()
    for number in range(5):
        for x, text in zip((80, 330, 430), (f"指标之{'甲乙丙丁戊'[number]}", "件", "3"), strict=True):
            leaf.text(x, 60 + 25 * number, text, 12)
    assert [row[-1] for row in matrices(read_pdf(build([leaf])))[0]] == ["3"] * 5
