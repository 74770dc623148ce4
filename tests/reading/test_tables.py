"""Tables: figures become grids with their spans, layouts dissolve into lines, and what pointed at them follows."""

from __future__ import annotations

import pytest

from tests.reading.pages import lines, read, rules


def grid(html: str) -> list[list[str]]:
    page = read(html)
    (found,) = page.grids
    return [[cell.text for cell in row] for row in found.rows]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<tr><td>a<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]], id="plain, tags left open"),
        pytest.param("<tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3", [["a", "a", "b"], ["1", "2", "3"]], id="colspan"),
        pytest.param("<tr><td rowspan=2>a<td>b<tr><td>c", [["a", "b"], ["a", "c"]], id="rowspan"),
        pytest.param(
            "<tr><td>a<td rowspan=3>b<td>c<tr><td>d<td>e<tr><td>f",
            [["a", "b", "c"], ["d", "b", "e"], ["f", "b", ""]],
            id="rowspan in the middle, short last row",
        ),
        pytest.param(
            "<tr><td>a<td>b<td rowspan=2>c<tr><td>d", [["a", "b", "c"], ["d", "", "c"]], id="a short row under a span"
        ),
        pytest.param(
            "<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c", [["a", "a", "b"], ["a", "a", "c"]], id="both spans"
        ),
        pytest.param("<tr><td rowspan=9>a<td>b<tr><td>c", [["a", "b"], ["a", "c"]], id="a span beyond the end"),
        pytest.param(
            "<tr><td colspan=0>a<td colspan=x>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]], id="spans of nonsense"
        ),
        pytest.param("<tr><td>a<tr><td>b<td>c", [["a", ""], ["b", "c"]], id="rows of unequal length"),
        pytest.param("<tr><td>a<td>b<tr><td><td>", [["a", "b"], ["", ""]], id="a blank row stays"),
        pytest.param("<thead><tr><th>a<th>b<tbody><tr><td>c<td>d", [["a", "b"], ["c", "d"]], id="head and body"),
        pytest.param("<tr><td><p>行政</p><p>许可</p><td>x<br>y", [["行政许可", "x y"]], id="lines in a cell"),
        pytest.param("<tr><td><span>1</span><span>2</span><td>b", [["12", "b"]], id="a number over two spans"),
    ],
)
def test_spans_are_expanded(html: str, expected: list[list[str]]) -> None:
    assert grid(f"<table>{html}</table>") == expected


def test_a_spanned_cell_is_the_same_cell_in_every_place() -> None:
    (found,) = read("<table><tr><td rowspan=2 colspan=2>a<th>b<tr><td>c</table>").grids
    first = found.rows[0][0]
    assert first is found.rows[0][1] is found.rows[1][0] is found.rows[1][1]
    assert (first.row, first.column, first.span) == (0, 0, (2, 2))
    assert found.rows[0][2].header and not found.rows[1][2].header


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<tr><td>一<tr><td>二", ["一", "二"], id="one column"),
        pytest.param(f"<tr><td>导航<td>{'长文' * 151}", ["导航", "长文" * 151], id="prose in a cell"),
        pytest.param(
            "<tr><td><a href=/a>某局二〇二〇年年度报告</a><td>2020<tr><td><a href=/b>某局二〇二一年度报告</a><td>2021",
            ["某局二〇二〇年年度报告\u30002020", "某局二〇二一年度报告\u30002021"],
            id="a list of links: a line per row",
        ),
        pytest.param("<tr><td><p>一</p><p>二</p><tr><td>三", ["一", "二", "三"], id="paragraphs in a cell"),
        pytest.param("<tr><td><td><tr><td>", [], id="nothing in it"),
        pytest.param(
            "<tr><td>目录<td>" + "".join(f"<p>{n}</p>" for n in "一二三四五六七八"), ["目录", *"一二三四五六七八"],
            id="a menu beside an article",
        ),
    ],
)  # fmt: skip
def test_layouts_dissolve_into_lines(html: str, expected: list[str]) -> None:
    page = read(f"<table>{html}</table>")
    assert lines(page) == expected


def test_nested_tables_are_layouts_around_the_innermost() -> None:
    inner = "<table><tr><td>规章<td>0<tr><td>规范性文件<td>3</table>"
    page = read(f"<table><tr><td>左<td><table><tr><td>题<tr><td>{inner}<tr><td>尾</table></table>")
    assert lines(page) == ["左", "题", "规章|0 / 规范性文件|3", "尾"]
    assert page.grids[0].block == 2


def test_a_note_over_the_whole_width_does_not_make_a_layout() -> None:
    note = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)" * 8
    assert len(grid(f"<table><tr><td colspan=3>{note}<tr><td>a<td>1<td>2<tr><td>b<td>3<td>4</table>")) == 3


def test_links_zones_and_images_follow_the_lines_of_a_table() -> None:
    prose = "政府信息公开工作报告" * 10
    page = read(
        "<p>一</p><table><tr><td><a href=/a>甲乡报告</a><td>20<tr><td><img src=/i.png><a href=/b>乙镇报告</a><td>21"
        "</table>"
        f"<table><tr><td>x<td>1<tr><td><a href=/c>y</a><td>2222</table><div id=zoom>{prose}</div>"
    )
    assert lines(page) == ["一", "甲乡报告\u300020", "乙镇报告\u300021", "x|1 / y|2222", prose]
    assert [(link.text, link.block) for link in page.links] == [("甲乡报告", 1), ("乙镇报告", 2), ("y", 3)]
    assert [image.block for image in page.images] == [2]
    assert [(zone.name, zone.start, zone.end) for zone in page.zones] == [("#zoom", 4, 5)]


def test_a_table_in_hidden_text_is_hidden() -> None:
    page = read("<div style='display:none'><table><tr><td>a<td>1<tr><td>b<td>2</table></div>")
    assert [block.hidden for block in page.blocks] == [True]


def test_cells_outside_of_any_table_are_lines() -> None:
    assert lines(read("<tr><td>一</td><td>二</td></tr>")) == ["一二"]


def test_a_table_that_was_cut_says_so() -> None:
    page = read("<table>" + ("<tr>" + "<td>1</td>" * 300 + "</tr>") * 2 + "</table>")
    assert rules(page) == ["truncated"]
    assert {len(row) for row in page.grids[0].rows} == {256}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param('<input type="text" readonly value="12">', "12", id="a field that nobody can change"),
        pytest.param('<input value="1,204">', "1,204", id="a field with a figure"),
        pytest.param('<div><input disabled value="无"></div>', "无", id="a field with a word"),
        pytest.param("<textarea disabled>3</textarea>", "3", id="a text area"),
        pytest.param('<input type="text" value="请输入关键字">', "", id="what a search field asks for"),
        pytest.param('<input type="hidden" value="7">', "", id="a hidden field"),
        pytest.param('<input type="submit" value="9">', "", id="a button"),
        pytest.param("115<sup>1</sup>", "115[1]", id="the number of a note"),
        pytest.param("12<sup>[2]</sup>", "12[2]", id="the number of a note in brackets"),
        pytest.param("90m<sup>2</sup>", "90m2", id="a unit"),
        pytest.param('1.重复申请<span style="display:none">说明：见第14条</span>', "1.重复申请", id="a hint"),
    ],
)
def test_a_cell_says_what_it_shows(cell: str, text: str) -> None:
    assert grid(f"<table><tr><td>标签<td>{cell}<tr><td>另一<td>0</table>")[0] == ["标签", text]


@pytest.mark.parametrize("text", ["某局没有收到申请。", "<p>某局没有收到申请。</p>"])
def test_a_table_whose_cells_are_blank_but_those_of_one_column_is_a_layout(text: str) -> None:
    page = read(f"<table><tr><td>&nbsp;<td>{text}<tr><td><td>公开31条。</table>")
    assert lines(page) == ["某局没有收到申请。", "公开31条。"]
    assert not page.grids
