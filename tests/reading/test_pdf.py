from __future__ import annotations

import importlib.util
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading import ocr, ocr_layout
from crawler.reading.pdf import read_pdf
from crawler.reading.pdf_furniture import is_page_number
from crawler.records import Block, Context, Finding, Grid, GridCell, Link, Page
from crawler.report.read import read_parsed
from tests.reading.pdf_files import (
    HEIGHT,
    UNREADABLE,
    WIDTH,
    Leaf,
    Style,
    advance,
    build,
    expand,
    signature,
    stream,
    typeset,
    wrap,
)
from tests.standin.forms import Table
from tests.standin.places import PLACES, government_of
from tests.standin.reports import ReportText, write_report

pytest.importorskip("pypdfium2", reason="needs the extra: pip install gov-reports[pdf]")

REAL = Path(__file__).parents[3] / "shared" / "real" / "hongze_2023.pdf"
PROSE = "本年度我局认真贯彻落实条例要求，及时、准确公开政府信息，主动回应群众关切，各项工作平稳有序。"


@pytest.fixture(autouse=True)
def _no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognising pictures has tests of its own; here it is as if its extra were not installed."""
    monkeypatch.setattr(ocr, "available", lambda: "pip install gov-reports[ocr]")


def prose(page: Page) -> list[str]:
    return [block.text for block in page.blocks if block.grid < 0]


def rules(page: Page) -> set[str]:
    return {finding.rule for finding in page.findings}


def matrices(page: Page) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in grid.rows] for grid in page.grids]


def truth(report: ReportText) -> list[list[list[str]]]:
    """A report's tables as grids: spanned cells in every place, columns in which no cell begins left out."""
    found = []
    for table in (item for item in report.items if isinstance(item, Table)):
        rows = [[place.cell.text.replace(" ", "") for place in row] for row in expand(table)]
        places = expand(table)
        keep = [c for c in range(len(rows[0])) if c == 0 or any(row[c] is not row[c - 1] for row in places)]
        found.append([[row[c] for c in keep] for row in rows])
    return found


def lines_on(leaf: Leaf, texts: list[str], x: float = 80, y: float = 120, size: float = 16, step: float = 28) -> None:
    for number, text in enumerate(texts):
        leaf.text(x, y + number * step, text, size)


def report_of(place: str, year: int, size: int = 4) -> ReportText:
    agency = government_of(PLACES[place])
    return write_report(agency, year, f"pdf {place}", size=size)


STYLES = {
    "plain": Style(),
    "filled lines": Style(lines="fill", footer="第{n}页 共{t}页"),
    "a box a cell": Style(lines="boxes", footer="- {n} -", table_size=11, size=14, leading=24),
    "open at the edges": Style(open_edges=True, footer="{n}"),
    "repeated header rows": Style(repeat_header=True, table_size=11, footer="－{n}－"),
    "running header": Style(header="政府信息公开工作年度报告", footer="{n}/{t}", left=95, right=90),
    "small and tight": Style(size=12, leading=17, table_size=8, indent=2),
    "no indents": Style(indent=0, leading=26),
    "turned page": Style(rotate=180),
    "painted cells": Style(lines="painted", footer=""),
}


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


def ruled(leaf: Leaf, xs: list[float], ys: list[float]) -> None:
    for x in xs:
        leaf.line(x, ys[0], x, ys[-1])
    for y in ys:
        leaf.line(xs[0], y, xs[-1], y)


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


def test_links_come_with_their_words_and_where_these_stand() -> None:
    leaf = Leaf()
    lines_on(leaf, [PROSE[:20], "全文见河湾县人民政府门户网站。"])
    leaf.link(80 + 3 * 16, 132, 80 + 14 * 16, 150, "http://www.hewan-example.gov.cn/a.html")
    leaf.link(80, 104, 200, 122, "javascript:alert(1)")
    leaf.link(80, 104, 200, 122, "http://[broken/")
    other = Leaf()
    lines_on(other, [PROSE[:20]])
    page = read_pdf(build([leaf, other]))
    assert page.links == [Link("http://www.hewan-example.gov.cn/a.html", "河湾县人民政府门户网站", 0)]


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


def test_a_label_and_its_value_side_by_side_stay_a_line() -> None:
    leaf = Leaf()
    leaf.text(80, 120, "索引号：99001", 12)
    leaf.text(350, 120, "发布日期：2023年1月9日", 12)
    assert prose(read_pdf(build([leaf]))) == ["索引号：99001\u3000发布日期：2023年1月9日"]


# Paragraphs


def test_a_title_over_two_lines_is_one_centred_block() -> None:
    leaf = Leaf()
    for y, text in ((110, "河湾县住房和城乡建设局"), (150, "2023年度政府信息公开工作年度报告")):
        leaf.text((WIDTH - advance(text, 22)) / 2, y, text, 22)
    lines_on(leaf, ["\u3000\u3000" + PROSE[:24], *wrap(PROSE[24:], 430, 16, 0)], y=220)
    page = read_pdf(build([leaf]))
    assert page.blocks[0] == Block("河湾县住房和城乡建设局2023年度政府信息公开工作年度报告", center=True)
    assert prose(page)[1] == PROSE


def test_date_line_under_the_title_stays_apart_from_it() -> None:
    leaf = Leaf()
    for y, text in ((110, "河湾县民政局2023年政府信息公开"), (150, "（2024年1月20日）")):
        leaf.text((WIDTH - advance(text, 20)) / 2, y, text, 20)
    lines_on(leaf, [PROSE[:27], PROSE[:27], PROSE[:27]], y=220)
    assert prose(read_pdf(build([leaf])))[:2] == ["河湾县民政局2023年政府信息公开", "（2024年1月20日）"]


def test_spaced_out_and_justified_characters_get_no_spaces() -> None:
    leaf = Leaf()
    for number, c in enumerate(("号", "，", "邮", "编", "：", "223100", "，", "电", "话")):
        leaf.text(80 + 30 * number + 34 * (number > 5), 120, c, 16)
    for number, c in enumerate("总计"):
        leaf.text(80 + 40 * number, 160, c, 16)
    assert "".join(prose(read_pdf(build([leaf])))) == "号，邮编：223100，电话总计"


def test_english_words_keep_their_spaces_and_addresses_their_hyphens() -> None:
    leaf = Leaf()
    lines_on(leaf, ["详见网站（www.hewan-", "example.gov.cn）的 Open Data Portal 栏目，"], size=16)
    assert "".join(prose(read_pdf(build([leaf])))) == "详见网站（www.hewan-example.gov.cn）的Open Data Portal栏目，"


def test_a_number_that_did_not_fit_on_its_line_goes_on_with_the_paragraph() -> None:
    leaf = Leaf()
    leaf.text(112, 120, "如对本报告有疑问，请与河湾县教育局联系，电话：", 16)
    lines_on(leaf, ["0999-5149304。", "", *wrap(PROSE, 430, 16, 0)], y=148)
    leaf.text(112, 260, PROSE[:24], 16)
    assert prose(read_pdf(build([leaf])))[0] == "如对本报告有疑问，请与河湾县教育局联系，电话：0999-5149304。"


def test_a_label_cut_before_its_bracket_and_a_dash_cut_in_two_are_made_whole() -> None:
    above, below = Leaf(), Leaf()
    xs = [80, 200, 350, 400, 500]
    ruled(above, xs, [660, 700, 740])
    for y, texts in ((690, ("（四）无法提供", "1.不掌握", "——", "2")), (730, ("（五", "1.重复申请", "—", "3"))):
        for x, text in zip(xs, texts, strict=False):
            above.text(x + 5, y, text, 12)
    ruled(below, xs[1:], [90, 120, 150, 180])
    for y in (90, 180):
        below.line(80, y, 200, y)
    below.line(80, 90, 80, 180)
    below.text(85, 140, "）不予处理", 12)
    for y, texts in ((110, ("", "—", "")), (140, ("2.要求提供", "——", "0")), (170, ("3.其他", "——", "1"))):
        for x, text in zip(xs[1:], texts, strict=False):
            if text:
                below.text(x + 5, y, text, 12)
    (rows,) = matrices(read_pdf(build([above, below])))
    assert rows[1] == ["（五）不予处理", "1.重复申请", "——", "3"]
    assert [row[:2] for row in rows[2:]] == [["（五）不予处理", "2.要求提供"], ["（五）不予处理", "3.其他"]]


def test_bold_printed_twice_is_read_once_and_a_double_dash_twice() -> None:
    leaf = Leaf()
    leaf.text(80, 120, "一、总体情况", 16)
    leaf.text(80.4, 120, "一、总体情况", 16)
    leaf.text(80, 160, "单位——河湾县教育局共有人员11名", 16)
    assert prose(read_pdf(build([leaf]))) == ["一、总体情况", "单位——河湾县教育局共有人员11名"]


def test_two_columns_are_read_one_after_the_other() -> None:
    leaf = Leaf()
    sentence = "项工作按要求完成，社会反映良好，群众评价满意率有所提高。"
    texts = ["".join(f"第{n}{sentence}" for n in range(start, start + 5)) for start in range(1, 31, 5)]
    lines = [(24 if number == 0 else 0, line) for text in texts for number, line in enumerate(wrap(text, 210, 12, 24))]
    half = (len(lines) + 1) // 2
    leaf.text((WIDTH - advance("河湾县政府信息公开年度报告", 20)) / 2, 80, "河湾县政府信息公开年度报告", 20)
    for number, (indent, line) in enumerate(lines):
        leaf.text(70 + indent + (240 if number >= half else 0), 130 + (number % half) * 20, line, 12)
    assert prose(read_pdf(build([leaf]))) == ["河湾县政府信息公开年度报告", *texts]


@pytest.mark.parametrize(("rotate", "turn"), [(90, "0 1 -1 0"), (0, "0 1 -1 0"), (270, "0 -1 1 0"), (180, "-1 0 0 -1")])
def test_text_on_its_side_is_read_upright(rotate: int, turn: str) -> None:
    leaf = Leaf(rotate=rotate)
    lines = wrap(PROSE * 2, 400, 16, 0)
    for number, line in enumerate(lines):
        across = 28 * number
        at = {"0 1 -1 0": (120 + across, 700), "0 -1 1 0": (480 - across, 100), "-1 0 0 -1": (520, 700 - across)}[turn]
        leaf.text(*at, line, 16, turn=turn)
    page = read_pdf(build([leaf]))
    assert "".join(prose(page)) == PROSE * 2
    assert not page.findings


def test_a_slanted_watermark_is_left_out() -> None:
    leaf = Leaf()
    leaf.text(150, 500, "河湾县人民政府", 60, turn="0.7 0.7 -0.7 0.7")
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0), y=300)
    assert "".join(prose(read_pdf(build([leaf])))) == PROSE * 3


@pytest.mark.parametrize(
    "text", ["- 3 -", "— 12 —", "第3页 共5页", "第 3 页", "－３－", "Page 3 of 5", "共5页 第3页", "·3·"]
)
def test_page_numbers_are_known(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["3", "2023", "3.14", "一、", "共收到3件", "第3项", "2023-2024", "-3件"])
def test_figures_are_not_page_numbers_by_themselves(text: str) -> None:
    assert not is_page_number(text)


def test_a_figure_at_the_foot_of_a_table_is_no_page_number() -> None:
    leaf = Leaf()
    ruled(leaf, [80, 300, 500], [720, 760, 800])
    for y, texts in ((745, ("行政处罚", "41")), (785, ("合计", "50"))):
        for x, text in zip((85, 305), texts, strict=True):
            leaf.text(x, y, text, 12)
    assert matrices(read_pdf(build([leaf]))) == [[["行政处罚", "41"], ["合计", "50"]]]


# What a text layer says


def test_radicals_ligatures_and_symbol_fonts_read_as_what_they_show() -> None:
    leaf = Leaf()
    lines_on(leaf, ["⽇期：⻓期公开⻅效，\uf032\uf030件，ﬁle。", PROSE[:20], PROSE[:20]])
    assert prose(read_pdf(build([leaf])))[0].startswith("日期：长期公开见效，20件，file。")


def test_a_text_layer_without_meaning_is_a_scan() -> None:
    leaf = Leaf()
    lines_on(leaf, [PROSE[:26]] * 10)
    page = read_pdf(build([leaf], encoding=UNREADABLE))
    assert {"unread_text_layer", "unread_format"} <= rules(page)
    assert not page.blocks


def test_a_scan_names_the_extra_that_reads_it() -> None:
    page = read_pdf(build([Leaf(picture=True), Leaf(picture=True)], info={"Title": "河湾县年度报告"}))
    assert {"scan", "unread_format"} == rules(page)
    assert page.blocks == [] and page.format == "pdf"
    assert any("gov-reports[ocr]" in finding.message + finding.evidence for finding in page.findings)


def test_what_is_recognised_in_a_scan_comes_with_the_file_s_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "read_scan", lambda body, url: Page(url=url, format="pdf", blocks=[Block(PROSE)]))
    page = read_pdf(build([Leaf(picture=True)], info={"Author": "办公室"}), "http://x.gov.cn/a.pdf")
    assert prose(page) == [PROSE]
    assert rules(page) == {"scan"}
    assert page.meta["dc:creator"] == "办公室" and page.url == "http://x.gov.cn/a.pdf"


def test_a_hidden_layer_behind_a_picture_is_read_and_named() -> None:
    leaf = Leaf(picture=True)
    for number, line in enumerate(wrap(PROSE * 3, 430, 16, 0)):
        leaf.text(80, 120 + 28 * number, line, 16, mode=3)
    page = read_pdf(build([leaf]))
    assert "".join(prose(page)) == PROSE * 3
    assert rules(page) == {"hidden_text_layer"}


def test_pictures_among_pages_of_text_are_named_with_the_extra_that_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: "pip install gov-reports[ocr]")
    leaf = Leaf()
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0))
    body = build([leaf, Leaf(picture=True)])
    page = read_pdf(body)
    assert rules(page) == {"scan_pages", "unread_format"}
    assert [finding.evidence for finding in page.findings if finding.rule == "scan_pages"] == ["2"]
    assert any("gov-reports[ocr]" in finding.message for finding in page.findings)
    with ocr.switched_off():  # a copy of what is known already
        assert rules(read_pdf(body)) == {"scan_pages"}


def test_what_is_recognised_on_a_page_stands_between_the_pages_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def recognised(body: bytes, numbers: list[int]) -> tuple[dict[int, ocr_layout.Content], list[Finding]]:
        cells = [[GridCell("项目", 0, 0), GridCell("数量", 0, 1)], [GridCell("规章", 1, 0), GridCell("3", 1, 1)]]
        found = {
            n: ocr_layout.Content([Block(f"图像{n}"), Block("", "table", grid=0)], [Grid(cells, 1)]) for n in numbers
        }
        return found, [Finding("ocr", "文字由图像识别得到", "note")]

    monkeypatch.setattr(ocr, "read_pages", recognised)
    texts = [f"这是第{number}页的一段话，写到这里为止。" for number in (1, 3)]
    leaves = [Leaf(), Leaf(picture=True), Leaf(), Leaf(picture=True)]
    lines_on(leaves[0], [texts[0]])
    lines_on(leaves[2], [texts[1]])
    page = read_pdf(build(leaves))
    assert [block.text for block in page.blocks] == [texts[0], "图像1", "", texts[1], "图像3", ""]
    assert [[cell.text for cell in page.grids[block.grid].rows[1]] for block in page.blocks if block.grid >= 0] == [
        ["规章", "3"]
    ] * 2
    assert all(page.blocks[grid.block].grid == index for index, grid in enumerate(page.grids))
    assert rules(page) == {"scan_pages", "ocr"}


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("河湾县人民政府2023年度报告", "河湾县人民政府2023年度报告"),
        ("Microsoft Word - 河湾县人民政府2023年度报告.docx", "河湾县人民政府2023年度报告"),
        ("河湾县人民政府2022年度报告", ""),
        ("Untitled", ""),
        ("文档1", ""),
    ],
)
def test_the_file_s_title_counts_where_the_text_prints_it(given: str, title: str) -> None:
    leaf = Leaf()
    printed = "河湾县人民政府2023年度报告"
    leaf.text((WIDTH - advance(printed, 22)) / 2, 90, printed, 22)
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0), y=200)
    page = read_pdf(build([leaf], info={"Title": given, "Producer": "WPS"}))
    assert page.title == title
    assert page.meta["pdf:producer"] == "WPS"


def test_properties_with_half_a_character_are_kept_as_far_as_they_go() -> None:
    body = build([Leaf(operators=["0 0 m 9 9 l S"])], info={"Author": "办公室甲"})
    broken = body.replace("甲".encode("utf-16-be").hex().encode(), b"d800")
    assert read_pdf(broken).meta["dc:creator"].startswith("办公室")


# Hostile and broken files


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    page = read_pdf(b"%PDF-1.4")
    assert [finding.rule for finding in page.findings] == ["unread_format"]
    assert "pip install gov-reports[pdf]" in page.findings[0].message


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4", b"%PDF-1.7\n" + bytes(3000), b"hello" * 100])
def test_what_is_no_pdf_is_a_finding(body: bytes) -> None:
    assert rules(read_pdf(body)) == {"broken_file"}


def test_a_file_of_empty_pages_is_a_finding() -> None:
    assert rules(read_pdf(build([Leaf(), Leaf()]))) == {"empty_file"}


def test_a_file_behind_a_password_is_a_finding() -> None:
    lock = f"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{'ab' * 32}>/U<{'cd' * 32}>>>/ID[<aa><aa>]"
    assert rules(read_pdf(build([Leaf()], trailer=lock))) == {"encrypted"}


def test_a_file_cut_short_gives_what_it_has_and_never_raises() -> None:
    body = typeset(report_of("hewan", 2023))
    for length in range(0, len(body), len(body) // 25):
        page = read_pdf(body[:length])
        assert page.blocks or page.findings


@cache
def _short_report() -> bytes:
    return typeset(report_of("hewan", 2023, size=2))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100_000), st.binary(min_size=1, max_size=12)), max_size=12))
def test_a_file_with_bytes_overwritten_never_raises(changes: list[tuple[int, bytes]]) -> None:
    body = bytearray(_short_report())
    for at, new in changes:
        at %= len(body)
        body[at : at + len(new)] = new
    assert isinstance(read_pdf(bytes(body)), Page)


def test_only_the_first_pages_of_ten_thousand_are_read() -> None:
    leaf = Leaf()
    lines_on(leaf, [PROSE[:20]] * 3)
    pages = [leaf] * 10_000
    body = build(pages)
    begin = time.process_time()
    page = read_pdf(body)
    assert time.process_time() - begin < 10
    assert "truncated" in rules(page)


def test_a_decompression_bomb_is_not_unpacked() -> None:
    body = build([Leaf()], extra=[stream(bytes(60_000_000))])
    assert len(body) < 200_000
    assert rules(read_pdf(body)) == {"hostile_file"}


def test_a_picture_that_is_large_when_unpacked_is_no_bomb() -> None:
    picture = stream(bytes(60_000_000), "/Type/XObject/Subtype/Image/Width 6000/Height 10000/ColorSpace/DeviceGray")
    leaf = Leaf()
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0))
    assert not read_pdf(build([leaf], extra=[picture])).findings


@pytest.mark.parametrize("resources", ["/Resources<</XObject<</X 6 0 R>>>>", "/Resources 7 0 R"])
def test_forms_that_multiply_are_not_followed(resources: str) -> None:
    form = stream(b"/X Do /X Do", f"/Type/XObject/Subtype/Form/BBox[0 0 500 500]{resources}")
    leaf = Leaf()
    leaf.operators.append("/X Do")
    body = build([leaf], extra=[form, b"<</XObject 8 0 R>>", b"<</X 6 0 R>>"])
    assert rules(read_pdf(body)) == {"hostile_file"}


def test_a_letterhead_made_of_forms_is_drawn() -> None:
    forms = [stream(b"/Y Do " * 9, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Y 7 0 R>>>>")]
    forms.append(stream(b"0 0 m 9 9 l S", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"))
    leaf = Leaf()
    leaf.operators.append("/X Do")
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0))
    page = read_pdf(build([leaf], extra=forms))
    assert "".join(prose(page)) == PROSE * 3


@pytest.mark.parametrize("size", [(1e9, 1e9), (0.0, 0.0), (-595.0, 842.0), (1e-9, 5.0)])
def test_pages_of_impossible_size_never_raise(size: tuple[float, float]) -> None:
    leaf = Leaf(width=size[0], height=size[1])
    leaf.operators.append("BT /F 1e30 Tf 1 0 0 1 1e38 -1e38 Tm <4E00> Tj ET 1e38 1e38 m -1e38 1e38 l S")
    assert isinstance(read_pdf(build([leaf])), Page)


def test_a_page_of_a_hundred_thousand_lines_is_bounded() -> None:
    leaf = Leaf()
    leaf.operators = [f"{n % 590} {n % 830} m {n % 590} {n % 830 + 9} l S" for n in range(100_000)]
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0))
    begin = time.process_time()
    page = read_pdf(build([leaf]))
    assert time.process_time() - begin < 5
    assert "truncated" in rules(page)
    assert PROSE[:10] in "".join(prose(page))
