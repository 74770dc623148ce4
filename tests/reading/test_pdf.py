from __future__ import annotations

import pytest

from crawler.reading.pdf.document import read_pdf
from crawler.reading.pdf.furniture import is_page_number
from crawler.records import Block, Link
from tests.reading.pdf_files import (
    WIDTH,
    Leaf,
    advance,
    build,
    wrap,
)
from tests.reading.pdf_pages import PROSE, lines_on, matrices, prose, ruled

pytest.importorskip("pypdfium2", reason="needs the extra: pip install gov-reports[pdf]")

pytestmark = pytest.mark.usefixtures("no_recognition")


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
