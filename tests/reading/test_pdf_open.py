"""Tables of a PDF that have no lines, or lines made of dots: read where their columns are plain, else left as lines."""

from __future__ import annotations

import pytest

from crawler.reading.pdf.document import read_pdf
from tests.reading.pdf_files import HEIGHT, Leaf, advance, build
from tests.reading.pdf_pages import matrices, prose

pytest.importorskip("pypdfium2", reason="needs the extra: pip install gov-reports[pdf]")

pytestmark = pytest.mark.usefixtures("no_recognition")

_NAMES = ["自然人", "商业企业", "科研机构", "公益组织", "总计"]
_ROWS = [["本年新收", "128", "3", "0", "17", "148"], ["上年结转", "0", "0", "2", "0", "2"]]
_ROWS += [["予以公开", "1204", "1", "1", "9", "1215"], ["重复申请", "7", "0", "0", "0", "7"]]
_LEFT, _FIRST, _STEP = 70.0, 190.0, 72.0


def _print(leaf: Leaf, x: float, y: float, text: str, edge: str, size: float = 10) -> None:
    """A text in the column that begins at ``x``, at its left or right edge or in its middle."""
    room = _STEP - advance(text, size) - 8
    leaf.text(x + {"left": 0.0, "middle": room / 2, "right": room}[edge], y, text, size)


def _row(leaf: Leaf, y: float, label: str, texts: list[str], edge: str) -> None:
    leaf.text(_LEFT, y, label, 10)
    for number, text in enumerate(texts):
        if text:
            _print(leaf, _FIRST + _STEP * number, y, text, edge)


def _figures(body: bytes) -> list[list[str]]:
    """The rows of all tables, without the column that labels of groups have."""
    return [[row[0] + row[1], *row[2:]] for table in matrices(read_pdf(body)) for row in table]


@pytest.mark.parametrize("names", ["middle", "same"])
@pytest.mark.parametrize("edge", ["left", "middle", "right"])
def test_figures_stand_below_names_by_whichever_edge(edge: str, names: str) -> None:
    leaf = Leaf()
    _row(leaf, 100, "", _NAMES, edge if names == "same" else names)
    for number, row in enumerate(_ROWS):
        _row(leaf, 120 + 20 * number, row[0], row[1:], edge)
    assert _figures(build([leaf])) == [["", *_NAMES], *_ROWS]


def test_a_figure_left_blank_leaves_its_column_blank() -> None:
    leaf = Leaf()
    _row(leaf, 100, "", _NAMES, "right")
    rows = [_ROWS[0], ["上年结转", "", "", "2", "", "2"], ["予以公开", "9", "", "", "", "9"]]
    for number, row in enumerate(rows):
        _row(leaf, 120 + 20 * number, row[0], row[1:], "right")
    assert _figures(build([leaf])) == [["", *_NAMES], *rows]


def test_a_name_of_several_columns_is_no_part_of_the_name_below_it() -> None:
    leaf = Leaf()
    for first, count, text in ((0, 3, "行政复议"), (3, 4, "行政诉讼")):
        middle = 75 + 50 * (first + count / 2)
        leaf.text(middle - advance(text, 8) / 2, 100, text, 8)
    names, figures = ["维持", "纠正", "总计", "维持", "纠正", "未结", "总计"], ["1", "0", "1", "2", "0", "4", "6"]
    for y, texts in ((118, names), (136, figures)):
        for number, text in enumerate(texts):
            leaf.text(100 + 50 * number - advance(text, 8) / 2, y, text, 8)
    assert [row[2:] for row in matrices(read_pdf(build([leaf])))[0]] == [
        ["行政复议"] * 3 + ["行政诉讼"] * 4, names, figures,
    ]  # fmt: skip


@pytest.mark.parametrize("above", [0, 1, 2])
def test_a_page_break_below_the_head_or_the_first_rows(above: int) -> None:
    leaves = [Leaf(), Leaf()]
    _row(leaves[0], HEIGHT - 120, "", _NAMES, "middle")
    for number, row in enumerate(_ROWS):
        page, y = (0, HEIGHT - 100 + 20 * number) if number < above else (1, 60 + 20 * (number - above))
        _row(leaves[page], y, row[0], row[1:], "middle")
    rows = _figures(build(leaves))
    assert [row for row in rows if row[0]] == _ROWS
    assert ["", *_NAMES] in rows


def test_rows_of_figures_without_names_stay_lines() -> None:
    leaf = Leaf()
    for number, row in enumerate(_ROWS[:2]):
        _row(leaf, 120 + 20 * number, row[0], row[1:], "middle")
    assert matrices(read_pdf(build([leaf]))) == []


@pytest.mark.parametrize("beside", [0.0, 6.0], ids=["first line", "middle"])
def test_a_label_over_two_lines_with_its_figure_beside_it(beside: float) -> None:
    leaf = Leaf()
    labels = ["主动公开政府信息数", "收到申请数", "回应公众关注热点或重大舆情数(不同", "申请办结数", "行政复议数量"]
    for number, label in enumerate(labels):
        y = 120 + 40 * number
        leaf.text(80, y, label, 10)
        if number == 2:
            leaf.text(80, y + 12, "方式回应同一热点计1次)", 10)
        for x, text in ((330, "件"), (430, str(10 + number))):
            leaf.text(x, y + (beside if number == 2 else 0), text, 10)
    labels[2] += "方式回应同一热点计1次)"
    assert matrices(read_pdf(build([leaf]))) == [[[label, "件", str(10 + n)] for n, label in enumerate(labels)]]


def test_dots_in_a_row_are_lines() -> None:
    leaf = Leaf()
    xs, ys = (80.0, 290.0, 500.0), (100.0, 140.0, 180.0)
    places = [(x, y) for x in xs for y in range(100, 181, 2)] + [(x, y) for y in ys for x in range(80, 501, 2)]
    leaf.operators += [f"{x:.2f} {leaf.height - y:.2f} 0.7 0.7 re f" for x, y in places]
    for y, texts in ((125, ("信息内容", "件数")), (165, ("规章", ""))):
        for x, text in zip((90, 310), texts, strict=True):
            leaf.text(x, y, text, 12)
    page = read_pdf(build([leaf]))
    assert matrices(page) == [[["信息内容", "件数"], ["规章", ""]]]
    assert not prose(page)
