"""Tables of a PDF with level lines only: their rows are those between the lines, their columns where all leave room."""

from __future__ import annotations

import pytest

from crawler.reading.pdf.document import read_pdf
from tests.reading.pdf_files import HEIGHT, Leaf, advance, build
from tests.reading.pdf_pages import PROSE, lines_on, matrices, prose

pytest.importorskip("pypdfium2", reason="needs the extra: pip install gov-reports[pdf]")

pytestmark = pytest.mark.usefixtures("no_recognition")

_LEFT, _RIGHT, _ROW = 70.0, 520.0, 20.0
_XS = (_LEFT, 350.0, 430.0)
_ANNEX = [
    ["统计指标", "单位", "统计数"],
    ["一、主动公开情况", "", ""],
    ["主动公开政府信息数", "条", "1427"],
    ["制发规范性文件总数", "件", "8"],
    ["二、依申请公开情况", "", ""],
    ["收到申请数", "件", "4"],
    ["当面申请数", "件", "0"],
    ["信函申请数", "件", "4"],
]


def _rows(leaf: Leaf, y: float, rows: list[list[str]], *, first_line: bool = True, size: float = 10) -> None:
    """Rows with a level line below each, and above the first."""
    for number, row in enumerate(rows):
        top = y + _ROW * number
        for at, (x, text) in enumerate(zip(_XS, row, strict=True)):
            room = (*_XS, _RIGHT)[at + 1] - x - advance(text, size)
            if text:
                leaf.text(x + (room / 2 if at else 3), top + 14, text, size)
        if number or first_line:
            leaf.line(_LEFT, top, _RIGHT, top)
        leaf.line(_LEFT, top + _ROW, _RIGHT, top + _ROW)


def test_rows_between_level_lines_and_the_room_between_columns_make_a_table() -> None:
    leaf = Leaf()
    _rows(leaf, 100, _ANNEX)
    assert matrices(read_pdf(build([leaf]))) == [_ANNEX]


@pytest.mark.parametrize("cut", [3, 4, 5])
def test_it_goes_on_over_the_page_without_a_line_above_its_first_row(cut: int) -> None:
    leaves = [Leaf(), Leaf()]
    _rows(leaves[0], HEIGHT - 80 - _ROW * cut, _ANNEX[:cut])
    _rows(leaves[1], 80, [*_ANNEX[cut:], *([f"其他事项{n}", "件", str(n)] for n in range(3))], first_line=False)
    (table,) = matrices(read_pdf(build(leaves)))
    assert table[: len(_ANNEX)] == _ANNEX


def test_a_line_that_begins_further_in_parts_rows_of_one_label() -> None:
    leaf = Leaf()
    texts = [("不予公开", "国家秘密", "1"), ("", "行政查询", "0"), ("", "执法案卷", "12"), ("合计", "", "13")]
    xs = (_LEFT, 180.0, 400.0)
    for number, row in enumerate(texts):
        for at, (x, text) in enumerate(zip(xs, row, strict=True)):
            y = 100 + _ROW * number + (_ROW if text == "不予公开" else 0)
            leaf.text(x + 30 + 10 * at, y + 14, text, 10)
    for number in range(5):
        leaf.line(xs[1] if number in (1, 2) else _LEFT, 100 + _ROW * number, _RIGHT, 100 + _ROW * number)
    assert matrices(read_pdf(build([leaf]))) == [
        [
            ["不予公开", "国家秘密", "1"],
            ["不予公开", "行政查询", "0"],
            ["不予公开", "执法案卷", "12"],
            ["合计", "", "13"],
        ]
    ]


def test_a_part_with_a_head_of_its_own_has_columns_of_its_own() -> None:
    leaf = Leaf()
    rows: list[list[tuple[float, str]]] = [
        [(73, "信息内容"), (250, "上年"), (350, "本年"), (450, "总数")],
        [(73, "许可"), (255, "6"), (355, "0"), (455, "12")],
        [(73, "处罚"), (255, "1"), (355, "7"), (455, "32")],
        [(73, "收费")],
        [(73, "信息内容"), (330, "收费金额")],
        [(73, "行政收费"), (355, "24.6")],
    ]
    for number, row in enumerate(rows):
        for x, text in row:
            leaf.text(x, 114 + _ROW * number, text, 10)
    for number in range(len(rows) + 1):
        leaf.line(_LEFT, 100 + _ROW * number, _RIGHT, 100 + _ROW * number)
    (table,) = matrices(read_pdf(build([leaf])))
    assert [list(dict.fromkeys(row)) for row in table[4:]] == [["信息内容", "收费金额"], ["行政收费", "24.6"]]


def test_a_heading_between_two_tables_is_a_row_of_neither() -> None:
    leaf = Leaf()
    _rows(leaf, 100, _ANNEX[:4])
    leaf.text(_LEFT, 100 + 4 * _ROW + 30, "三、收到申请情况", 16)
    _rows(leaf, 100 + 4 * _ROW + 45, _ANNEX[4:])
    page = read_pdf(build([leaf]))
    assert matrices(page) == [_ANNEX[:4], _ANNEX[4:]]
    assert prose(page) == ["三、收到申请情况"]


def test_ruled_paper_under_prose_is_no_table() -> None:
    leaf = Leaf()
    lines_on(leaf, [PROSE[:26], PROSE[20:], "3月", PROSE[:20], "5", PROSE[5:30]] * 2, step=26)
    for number in range(14):
        leaf.line(_LEFT, 100 + 26 * number, _RIGHT, 100 + 26 * number)
    assert not read_pdf(build([leaf])).grids


def test_headings_among_rows_without_any_lines_are_rows_of_the_table() -> None:
    leaf = Leaf()
    for number, row in enumerate(_ANNEX):
        for x, text in zip(_XS, row, strict=True):
            leaf.text(x, 100 + 18 * number, text, 10)
    assert matrices(read_pdf(build([leaf]))) == [_ANNEX]


def test_prose_among_rows_without_lines_parts_them() -> None:
    leaf = Leaf()
    for number, row in enumerate(_ANNEX[2:4] * 2):
        for x, text in zip(_XS, row, strict=True):
            leaf.text(x, 100 + 18 * number, text, 10)
    leaf.text(_LEFT, 190, PROSE[:42], 10)
    for number, row in enumerate(_ANNEX[5:] * 2):
        for x, text in zip(_XS, row, strict=True):
            leaf.text(x, 226 + 18 * number, text, 10)
    page = read_pdf(build([leaf]))
    assert len(page.grids) == 2 and prose(page) == [PROSE[:42]]
