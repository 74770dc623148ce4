from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.office.docx import read_docx
from crawler.reading.office.numbering import chinese, format_number
from crawler.records import Page
from tests.reading.office_files import NUMBERING, W, assert_whole, docx, docx_report, p, report_of, shape, texts, zip_of

TEMPLATE = Path(__file__).parents[3] / "shared/real/official_template_2021.docx"


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.findings]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("year", [2011, 2016, 2020, 2023])
def test_a_report_of_each_era_comes_out_whole(year: int) -> None:
    report = report_of(year)
    page = read_docx(docx_report(report), "http://www.gov.cn/a.docx")
    assert_whole(page, report)
    assert page.format == "docx" and not page.findings
    assert page.blocks[0].text == report.title and page.blocks[0].center
    assert all(page.blocks[grid.block].grid == number for number, grid in enumerate(page.grids))


def test_a_spanned_cell_is_the_same_cell_in_every_place() -> None:
    page = read_docx(docx_report(report_of(2023)), "")
    rows = page.grids[1].rows
    assert rows[0][0] is rows[2][2] and rows[0][0].span == (3, 3)


@pytest.mark.skipif(not TEMPLATE.is_file(), reason="the official template is not beside this checkout")
def test_the_official_form_of_2021_keeps_its_three_tables() -> None:
    page = read_docx(TEMPLATE.read_bytes(), "")
    sizes = [(len(grid.rows), len(grid.rows[0])) for grid in page.grids]
    assert sizes == [(14, 4), (28, 10), (4, 15)]
    head = page.grids[1].rows[2]
    assert [cell.text for cell in head[3:]] == [
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
    ]  # fmt: skip
    headings = [text[:2] for text in texts(page) if text[1] == "、"]
    assert headings == ["一、", "二、", "三、", "四、", "五、", "六、"]


def numbered(level: int, text: str) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')


def test_automatic_numbers_are_printed_and_begin_anew_under_each_heading() -> None:
    body = [(0, "甲"), (1, "乙"), (2, "丙"), (2, "丁"), (1, "戊"), (2, "己"), (0, "庚"), (1, "辛")]
    page = read_docx(docx("".join(numbered(*item) for item in body), numbering=NUMBERING), "")
    assert texts(page) == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "（一）辛"]


def test_blank_numbered_paragraphs_do_not_count() -> None:
    page = read_docx(docx(numbered(0, "甲") + numbered(0, "") + numbered(0, "乙"), numbering=NUMBERING), "")
    assert texts(page) == ["一、甲", "二、乙"]


def test_numbers_come_from_styles_overrides_and_linked_patterns() -> None:
    lists = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="1">
    <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/>
    <w:pStyle w:val="H1"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>
    </w:lvlOverride></w:num></w:numbering>"""
    styles = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/>
    </w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
    <w:basedOn w:val="Base"/></w:style></w:styles>"""
    body = (
        p("总则", '<w:pStyle w:val="H1"/>')
        + p("细则", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
        + p("一点", '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>')
        + p("附则", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>')
        + p("无号", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    page = read_docx(docx(body, numbering=lists, styles=styles), "")
    assert texts(page) == ["第三章总则", "3.1 细则", "一点", "第九章附则", "无号"]
    assert [block.heading for block in page.blocks] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("value", "name", "printed"),
    [
        (10, "chineseCounting", "十"), (21, "chineseCountingThousand", "二十一"), (105, "japaneseCounting", "一百零五"),
        (3, "decimalEnclosedCircle", "③"), (4, "upperRoman", "IV"), (9, "lowerRoman", "ix"), (28, "upperLetter", "BB"),
        (12, "chineseLegalSimplified", "拾贰"), (7, "decimalZero", "07"), (2, "ideographTraditional", "乙"),
        (15, "decimalFullWidth", "１５"), (5, "bullet", ""), (6, "noSuchFormat", "6"), (20, "ideographDigital", "二〇"),
    ],
)  # fmt: skip
def test_number_formats_print_as_word_prints_them(value: int, name: str, printed: str) -> None:
    assert format_number(value, name) == printed


@given(st.integers(1, 9999))
def test_chinese_numbers_are_all_different_and_never_end_in_zero(value: int) -> None:
    text = chinese(value)
    assert "零零" not in text and not text.endswith("零")
    assert text != chinese(value + 1)


def test_insertions_stay_and_deletions_go() -> None:
    body = (
        f"<w:p>{run('收到申请')}<w:ins>{run('12')}</w:ins><w:del><w:r><w:delText>11</w:delText></w:r></w:del>{run('件')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('与下段')}</w:p><w:p>{run('相连')}</w:p>"
        f"<w:moveFrom>{p('旧处')}</w:moveFrom><w:moveTo>{p('新处')}</w:moveTo>"
    )
    assert texts(read_docx(docx(body), "")) == ["收到申请12件", "与下段相连", "新处"]


def test_fields_print_their_results_but_no_page_numbers() -> None:
    def field(instruction: str, result: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    body = f"<w:p>{run('全年')}{field('=SUM(A1)', '30')}{run('条')}{field('PAGE', '7')}</w:p>" + p(
        "", runs='<w:fldSimple w:instr=" NUMPAGES ">' + run("9") + "</w:fldSimple>" + run("正文")
    )
    assert texts(read_docx(docx(body), "")) == ["全年30条", "正文"]


def test_what_is_not_printed_is_not_read() -> None:
    shown = run("亦见", '<w:vanish w:val="0"/>')
    hidden = f"<w:p>{run('藏', '<w:vanish/>')}{run('见')}{shown}</w:p>"
    ruby = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>zhèng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>政</w:t></w:r></w:rubyBase>"
        f"</w:ruby></w:r>{run('府')}</w:p>"
    )
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('目录')}{p('一、概述 1')}</w:sdtContent></w:sdt>"
    )
    kept = f"<w:sdt><w:sdtContent>{p('控件里的正文')}</w:sdtContent></w:sdt>"
    soft = "<w:p><w:r><w:t>信息</w:t><w:softHyphen/><w:t>公开</w:t></w:r></w:p>"
    page = read_docx(docx(hidden + ruby + contents + kept + soft, header1=f"<w:hdr {W}>{p('页眉')}</w:hdr>"), "")
    assert texts(page) == ["见亦见", "政府", "控件里的正文", "信息公开"]


def test_symbols_line_breaks_and_notes() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t><w:br/><w:t>第二行</w:t>'
        '<w:footnoteReference w:id="2"/></w:r></w:p>'
    ) + p("下一段")
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{p("注：含街道")}</w:footnote></w:footnotes>'
    page = read_docx(docx(body, footnotes=notes), "")
    assert texts(page) == ["☑是", "第二行", "注：含街道", "下一段"]
    assert [block.tag for block in page.blocks][:2] == ["br", "p"]


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent>" + p("框内文字") + "</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('段落')}</w:p>"
    )
    assert texts(read_docx(docx(body), "")) == ["段落", "框内文字"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_a_table_around_a_table_is_a_layout() -> None:
    inner = f"<w:tbl><w:tr>{cell('项目')}{cell('数')}</w:tr><w:tr>{cell('规章')}{cell('0')}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{p('说明')}{inner}{p('')}</w:tc>{cell('右')}</w:tr></w:tbl>"
    page = read_docx(docx(outer), "")
    assert shape(page) == [["项目", "数"], ["规章", "0"]]
    assert texts(page) == ["说明", "右"]


def test_slivers_shifts_and_deleted_rows() -> None:
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{w}"/>' for w in (900, 7, 900)) + "</w:tblGrid>"
    wide = '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{cell('项', wide)}{cell('数')}</w:tr>"
        f"<w:tr>{cell('规章')}{cell('5', wide)}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('旧')}{cell('9')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell("合计 5")}</w:tr>'
    )
    assert shape(read_docx(docx(f"<w:tbl>{grid}{rows}</w:tbl>"), "")) == [["项", "数"], ["规章", "5"], ["", "合计 5"]]


def test_strict_files_and_unusual_part_names_are_read() -> None:
    strict = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        + p("正文")
        + "</w:body></w:document>"
    )
    assert texts(read_docx(zip_of({"word\\document2.xml": strict}), "")) == ["正文"]


def test_properties_are_kept_but_a_title_only_if_it_is_printed() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title>'
        "<dc:creator>某科</dc:creator></cp:coreProperties>"
    )
    body = docx(p("青禾市2023年政府信息公开工作年度报告"))
    pages = []
    for title in ("青禾市2022年政府信息公开工作年度报告", "青禾市2023年政府信息公开工作年度报告"):
        with zipfile.ZipFile(buffer := io.BytesIO(body), "a") as package:
            package.writestr("docProps/core.xml", core.format(title))
        pages.append(read_docx(buffer.getvalue(), ""))
    assert [page.title for page in pages] == ["", "青禾市2023年政府信息公开工作年度报告"]
    assert pages[0].meta == {"dc:title": "青禾市2022年政府信息公开工作年度报告", "dc:creator": "某科"}


def test_pictures_are_noted() -> None:
    body = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'r:embed="rId5"/></w:drawing></w:r></w:p>'
    )
    data = docx(body)
    with zipfile.ZipFile(buffer := io.BytesIO(data), "a") as package:
        package.writestr("word/media/image1.png", b"\x89PNG scan")
    relations = (
        '<Relationships><Relationship Id="rId5" Type="http://x/image" Target="media/image1.png"/></Relationships>'
    )
    members = {name: zipfile.ZipFile(buffer).read(name) for name in zipfile.ZipFile(buffer).namelist()}
    members["word/_rels/document.xml.rels"] = relations.encode()
    page = read_docx(zip_of(dict(members)), "http://a.gov.cn/r.docx")
    assert [image.url for image in page.images] == ["http://a.gov.cn/r.docx#word/media/image1.png"]
