"""How lines of text on page images become paragraphs and tables: no image and no engine is needed for that."""

from __future__ import annotations

from crawler.reading.ocr.layout import Cell, Line, Sheet, Table, compose, tidy
from crawler.records import Grid

SIZE = 30.0
LEFT, RIGHT = 100.0, 1000.0


def line(text: str, y: float, x0: float = LEFT, x1: float | None = None, size: float = SIZE) -> Line:
    return Line(text, 0.99, x0, y, x0 + size * len(text) if x1 is None else x1, y + size)


def first(text: str, y: float, x1: float = RIGHT) -> Line:
    """The first line of a paragraph: two characters of indent."""
    return line(text, y, LEFT + 2 * SIZE, x1)


def sheet(*lines: Line, tables: list[Table] | None = None) -> Sheet:
    return Sheet(1100, 1500, list(lines), tables or [])


def texts(*sheets: Sheet) -> list[str]:
    return [block.text for block in compose(list(sheets)).blocks]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def table(y0: float, y1: float, *printed: list[str]) -> Table:
    cells = [Cell(i, j, 1, 1, text) for i, row in enumerate(printed) for j, text in enumerate(row)]
    return Table(y0, y1, len(printed), len(printed[0]), cells)


def body(y: float, count: int = 8) -> list[Line]:
    """Paragraphs of two lines that show where the margins are."""
    found = []
    for number in range(count):
        found.append(first(f"第{number}段的第一行写得满满的", y + number * 120))
        found.append(line("第二行很短。", y + 50 + number * 120))
    return found


def test_an_indent_begins_a_paragraph_and_a_full_line_goes_on() -> None:
    page = sheet(
        first("一是及时公开各类信息，", 100), line("做到应公开尽公开。", 150), first("二是回应关切。", 200, x1=400)
    )
    assert texts(page) == ["一是及时公开各类信息，做到应公开尽公开。", "二是回应关切。"]


def test_a_short_line_ends_its_paragraph() -> None:
    page = sheet(*body(100), line("附件一", 1400))
    assert texts(page)[-2:] == ["第7段的第一行写得满满的第二行很短。", "附件一"]


def test_a_numbered_heading_begins_a_block_though_the_line_before_was_full() -> None:
    page = sheet(first("全年没有收到申请，也没有", 100), line("二、主动公开情况", 150), first("公开了五条。", 200))
    assert texts(page) == ["全年没有收到申请，也没有", "二、主动公开情况", "公开了五条。"]


def test_a_sentence_goes_on_over_a_page_break_and_page_numbers_go() -> None:
    foot = line("—1—", 1450, 500)
    one = sheet(*body(100), first("下一步我们将继续", 1300), foot)
    two = sheet(line("努力做好工作。", 100), *body(200), line("—2—", 1450, 500))
    found = texts(one, two)
    assert "下一步我们将继续努力做好工作。" in found
    assert not any("—" in text for text in found)


def test_a_lone_figure_on_a_single_picture_is_no_page_number() -> None:
    assert texts(sheet(line("2023", 1450, 500))) == ["2023"]


def test_a_title_over_two_lines_is_one_centred_heading() -> None:
    page = sheet(line("某县某局2023年政府信息公开", 40, 180, 920, 45), line("年度报告", 110, 450, 650, 45), *body(200))
    content = compose([page])
    assert content.blocks[0].text == "某县某局2023年政府信息公开年度报告"
    assert content.blocks[0].center and content.blocks[0].heading


def test_signature_and_date_stay_apart_at_the_right() -> None:
    page = sheet(*body(100), line("某县某局", 1200, 800, 920), line("2024年1月10日", 1260, 760, 960))
    assert texts(page)[-2:] == ["某县某局", "2024年1月10日"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [line(f"左栏第{n}行的文字在这里", 200 + 50 * n, 100, 520) for n in range(8)]
    right = [line(f"右栏第{n}行的文字在这里", 200 + 50 * n, 580, 1000) for n in range(8)]
    found = "".join(texts(sheet(line("通栏标题写在两栏的上面", 100, 300, 800), *left, *right)))
    assert found.index("左栏第7行") < found.index("右栏第0行")
    assert found.startswith("通栏标题")


def test_boxes_on_one_level_are_one_line_with_wide_gaps_marked() -> None:
    assert texts(sheet(line("收件", 100), line("发件", 101, 240))) == ["收件\u3000发件"]


def test_an_address_cut_by_the_end_of_a_line_gets_no_space() -> None:
    page = sheet(first("网址为www.hewan-exa", 100), line("mple.gov.cn,欢迎下载。", 150))
    assert "www.hewan-example.gov.cn" in texts(page)[0]


def test_tidy_takes_the_spaces_that_recognition_adds_and_leaves_figures_alone() -> None:
    assert tidy("1. 属于国家秘密") == "1.属于国家秘密"
    assert tidy("共 12.50 万元, 其中") == "共12.50万元，其中"
    assert tidy("WTO and GDP 3,250") == "WTO and GDP 3,250"


def test_brackets_of_two_widths_become_one_pair() -> None:
    assert texts(sheet(line("（三)不予公开(GDP)", 100))) == ["（三）不予公开(GDP)"]


def test_a_table_stands_where_it_was_printed() -> None:
    page = sheet(line("前言", 100), line("后记", 900), tables=[table(200, 800, ["项目", "数量"], ["规章", "0"])])
    content = compose([page])
    assert [block.tag for block in content.blocks] == ["p", "table", "p"]
    assert content.grids[0].block == 1
    assert rows(content.grids[0]) == [["项目", "数量"], ["规章", "0"]]


def test_spans_show_the_same_cell_in_every_place() -> None:
    cells = [Cell(0, 0, 2, 1, "合并"), Cell(0, 1, 1, 1, "甲"), Cell(1, 1, 1, 1, "乙")]
    grid = compose([sheet(tables=[Table(100, 300, 2, 2, cells)])]).grids[0]
    assert grid.rows[0][0] is grid.rows[1][0]
    assert grid.rows[0][0].span == (2, 1)


def test_a_table_goes_on_over_the_page_break_without_its_repeated_head() -> None:
    one = sheet(line("附表", 100), tables=[table(200, 1400, ["项目", "数量"], ["规章", "1"])])
    two = sheet(tables=[table(80, 300, ["项目", "数量"], ["处罚", "2"])])
    content = compose([one, two])
    assert [rows(grid) for grid in content.grids] == [[["项目", "数量"], ["规章", "1"], ["处罚", "2"]]]
    assert [cell.row for cell in content.grids[0].rows[2]] == [2, 2]


def test_a_label_cut_by_the_page_break_is_one_cell_again() -> None:
    upper = Table(200, 1400, 2, 2, [Cell(0, 0, 2, 1, "办理结果"), Cell(0, 1, 1, 1, "1"), Cell(1, 1, 1, 1, "2")])
    lower = Table(80, 300, 2, 2, [Cell(0, 0, 2, 1, ""), Cell(0, 1, 1, 1, "3"), Cell(1, 1, 1, 1, "4")])
    content = compose([sheet(tables=[upper]), sheet(tables=[lower])])
    assert rows(content.grids[0]) == [["办理结果", str(n)] for n in (1, 2, 3, 4)]
    assert content.grids[0].rows[3][0].span == (4, 1)


def test_a_row_that_the_page_break_cut_is_one_row_again() -> None:
    # The label's first line is full; its figure stands in the middle of the row, which is on the next page.
    edges = (100, 400, 500)
    label = Cell(1, 0, 1, 1, "其他法律行政法规", [(105, 1350, 390, 1380)])
    upper = Table(
        1200, 1400, 2, 2, [Cell(0, 0, 1, 1, "国家秘密"), Cell(0, 1, 1, 1, "1"), label, Cell(1, 1, 1, 1, "")], edges
    )
    rest = [Cell(0, 0, 1, 1, "禁止公开"), Cell(0, 1, 1, 1, "7"), Cell(1, 0, 1, 1, "其他"), Cell(1, 1, 1, 1, "2")]
    lower = Table(80, 300, 2, 2, rest, edges)
    content = compose([sheet(tables=[upper]), sheet(tables=[lower])])
    assert rows(content.grids[0]) == [["国家秘密", "1"], ["其他法律行政法规禁止公开", "7"], ["其他", "2"]]


def test_text_between_two_tables_keeps_them_apart() -> None:
    one = sheet(tables=[table(200, 1400, ["甲", "1"], ["乙", "2"])])
    two = sheet(line("另一张表", 50), tables=[table(100, 300, ["丙", "3"], ["丁", "4"])])
    assert len(compose([one, two]).grids) == 2
