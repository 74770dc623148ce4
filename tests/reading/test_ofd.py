from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.ofd.document import read_ofd
from crawler.records import Page
from tests.reading.ofd_files import NAMESPACE, SIZE, WIDTH, OfdPrinter, ofd_report
from tests.reading.office_files import assert_whole, docx, p, report_of, shape, texts, zip_of
from tests.standin.forms import Cell


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.findings]


@pytest.mark.parametrize("year", [2011, 2016, 2020, 2023])
@pytest.mark.parametrize("seed", ["office", "other"])
def test_a_printed_report_of_each_era_comes_out_whole(year: int, seed: str) -> None:
    report = report_of(year, seed)
    page = read_ofd(ofd_report(report), "http://a.gov.cn/r.ofd")
    assert_whole(page, report, letter_spaced=False)
    assert page.format == "ofd" and not page.findings
    assert page.title == report.title == page.blocks[0].text
    if report.signed_on:
        assert texts(page)[-2:] == [
            report.agency.name,
            f"{report.signed_on.year}年{report.signed_on.month}月{report.signed_on.day}日",
        ]


def test_a_title_over_two_lines_is_one_and_the_day_under_it_is_none_of_it() -> None:
    printer = OfdPrinter()
    lines = ("青禾县人力资源和社会保障局二〇一六年", "政府信息公开工作年度报告", "2017年3月1日")
    for number, text in enumerate(lines):
        printer.put(text, WIDTH / 2 - SIZE * 1.3 * len(text) / 2, printer.y + number * SIZE * 2, SIZE * 1.3)
    printer.y += SIZE * 8
    printer.paragraph("本报告由青禾县人力资源和社会保障局编制。" * 5)
    page = read_ofd(printer.package(), "")
    assert texts(page)[:2] == [lines[0] + lines[1], lines[2]]


def test_page_numbers_are_dropped_and_paragraphs_go_over_the_page() -> None:
    printer = OfdPrinter()
    long = "政府信息公开工作稳步推进，" * 160 + "成效明显。"
    printer.paragraph(long)
    printer.paragraph("下一段。")
    page = read_ofd(printer.package(), "")
    assert len(printer.pages) > 2 and texts(page) == [long, "下一段。"]


def test_a_table_over_the_page_drops_its_repeated_head() -> None:
    printer = OfdPrinter()
    head = [Cell("项目"), Cell("数")]
    printer.table([head, *([Cell(f"第{n}项"), Cell(str(n))] for n in range(3))])
    printer.turn()
    printer.table([head, *([Cell(f"第{n}项"), Cell(str(n))] for n in range(3, 5))])
    assert shape(read_ofd(printer.package(), "")) == [["项目", "数"], *([f"第{n}项", str(n)] for n in range(5))]


def test_a_blank_figure_below_a_page_break_is_no_part_of_the_label_above_it() -> None:
    printer = OfdPrinter()
    printer.table(
        [[Cell("结果维持", rowspan=2), Cell("直接起诉", colspan=2)], [Cell("维持"), Cell("纠正")]],
    )
    printer.turn()
    printer.table([[Cell(""), Cell("3"), Cell("0")]])
    assert shape(read_ofd(printer.package(), ""))[-1] == ["", "3", "0"]


def test_a_label_over_rows_that_a_page_break_cuts_goes_on_below_it() -> None:
    printer = OfdPrinter()
    printer.table(
        [[Cell("不予公开", rowspan=2), Cell("国家秘密"), Cell("1")], [Cell("禁止公开"), Cell("2")]],
    )
    printer.turn()
    printer.table([[Cell(""), Cell("行政查询"), Cell("3")]])
    assert shape(read_ofd(printer.package(), ""))[-1] == ["不予公开", "行政查询", "3"]


def test_tables_with_text_between_pages_stay_apart() -> None:
    printer = OfdPrinter()
    printer.table([[Cell("甲"), Cell("1")], [Cell("乙"), Cell("2")]])
    printer.turn()
    printer.paragraph("三、收到和处理情况")
    printer.table([[Cell("丙"), Cell("3")], [Cell("丁"), Cell("4")]])
    page = read_ofd(printer.package(), "")
    assert [shape(page, n) for n in (0, 1)] == [[["甲", "1"], ["乙", "2"]], [["丙", "3"], ["丁", "4"]]]


def content(objects: str) -> bytes:
    printer = OfdPrinter(numbered=False)
    printer.pages = [[objects]]
    return printer.package()


def text(x: float, y: float, signs: str, more: str = "", attributes: str = "") -> str:
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 10" Size="4" {attributes}>{more}'
        f'<ofd:TextCode X="0" Y="4">{signs}</ofd:TextCode></ofd:TextObject>'
    )


def test_order_is_that_of_the_page_not_of_the_file() -> None:
    page = read_ofd(content(text(30, 60, "第二行") + text(90, 40, "右边。") + text(30, 40, "第一行")), "")
    assert texts(page) == ["第一行　右边。", "第二行"]


def test_bold_by_double_printing_is_read_once_and_invisible_text_not_at_all() -> None:
    twice = text(30, 40, "标题") + text(30.2, 40, "标题") + text(30, 60, "隐", attributes='Visible="false"')
    assert texts(read_ofd(content(twice), "")) == ["标题"]


def test_matrices_and_repeated_steps_place_the_signs() -> None:
    scaled = (
        '<ofd:TextObject Boundary="30 40 100 10" Size="12" CTM="0.3528 0 0 0.3528 0 0">'
        '<ofd:TextCode X="0" Y="12" DeltaX="g 3 12 40 12">放大了的前后</ofd:TextCode></ofd:TextObject>'
    )
    assert texts(read_ofd(content(scaled), "")) == ["放大了的　前后"]


def test_composite_graphics_are_followed() -> None:
    resource = (
        f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7">'
        f'<ofd:Content>{text(10, 10, "图元里的字")}<ofd:CompositeObject ResourceID="7" Boundary="0 0 1 1"/>'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    printer = OfdPrinter(numbered=False)
    printer.pages = [['<ofd:CompositeObject ResourceID="7" Boundary="20 30 100 100" CTM="0.5 0 0 0.5 0 0"/>']]
    body = printer.package(extra={"Doc_0/DocumentRes.xml": resource})
    with_resource = rewritten(body, "Doc_0/Document.xml", "</ofd:CommonData>", "<ofd:DocumentRes>DocumentRes.xml"
                              "</ofd:DocumentRes></ofd:CommonData>")  # fmt: skip
    assert texts(read_ofd(with_resource, ""))[0] == "图元里的字"


def rewritten(body: bytes, member: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        members: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    members[member] = members[member].decode().replace(old, new)  # type: ignore[union-attr]
    return zip_of(members)


def test_shapes_without_characters_are_a_finding() -> None:
    cut = text(30, 40, "只有字", '<ofd:CGTransform CodePosition="0" CodeCount="9" GlyphCount="9"/>')
    assert rules(read_ofd(content(cut), "")) == ["unread_font"]


def test_pictures_are_noted() -> None:
    resource = (
        f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image">'
        "<ofd:MediaFile>scan.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    printer = OfdPrinter(numbered=False)
    printer.pages = [['<ofd:ImageObject ResourceID="5" Boundary="0 0 210 297"/>']]
    body = rewritten(
        printer.package(extra={"Doc_0/DocumentRes.xml": resource}), "Doc_0/Document.xml", "</ofd:CommonData>",
        "<ofd:DocumentRes>/Doc_0/DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>",
    )  # fmt: skip
    page = read_ofd(body, "http://a.gov.cn/r.ofd")
    assert [image.url for image in page.images] == ["http://a.gov.cn/r.ofd#Doc_0/Res/scan.jpg"]


def strokes(across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]) -> str:
    """Ruling lines: level ones as (y, from, to), upright ones as (x, from, to)."""
    path = "".join(f"M {x} {y} L {to} {y} " for y, x, to in across)
    path += "".join(f"M {x} {y} L {x} {to} " for x, y, to in down)
    return f'<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'


def test_a_lone_frame_is_no_table_and_open_sides_are_one() -> None:
    signs = text(25, 42, "甲") + text(75, 42, "1") + text(25, 52, "乙") + text(75, 52, "2")
    frame = strokes([(40, 20, 120), (60, 20, 120)], [(20, 40, 60), (120, 40, 60)])
    assert not read_ofd(content(frame + signs), "").grids
    open_sides = strokes([(y, 20, 120) for y in (40, 50, 60)], [(70, 40, 60)])
    assert shape(read_ofd(content(open_sides + signs), "")) == [["甲", "1"], ["乙", "2"]]


def pages(*objects: str) -> bytes:
    printer = OfdPrinter(numbered=False)
    printer.pages = [[page] for page in objects]
    return printer.package()


def test_the_first_row_of_a_page_needs_no_line_above_it() -> None:
    first = strokes([(240, 20, 120), (250, 20, 120)], [(x, 240, 250) for x in (20, 70, 120)])
    second = strokes([(50, 20, 120), (60, 20, 120)], [(x, 40, 60) for x in (20, 70, 120)])
    body = pages(
        first + text(25, 242, "甲") + text(75, 242, "1"),
        second + text(25, 42, "乙") + text(75, 42, "2") + text(25, 52, "丙") + text(75, 52, "3"),
    )
    assert shape(read_ofd(body, "")) == [["甲", "1"], ["乙", "2"], ["丙", "3"]]


def test_a_cell_cut_by_the_page_break_may_hang_over_its_last_line() -> None:
    # The head's second row is on the next page; 总 and 计 stand in the middle of both.
    first = strokes([(240, 20, 140), (250, 20, 100)], [(x, 240, 250) for x in (20, 100, 140)])
    second = strokes([(40, 20, 60), (50, 20, 140), (60, 20, 140)], [(x, 40, 60) for x in (20, 60, 100, 140)])
    figures = "".join(text(x, 52, figure) for x, figure in ((25, "1"), (65, "2"), (105, "3")))
    body = pages(
        first + text(25, 242, "甲") + text(105, 246, "总") + text(105, 251, "计"),
        second + text(25, 42, "丙") + text(65, 42, "丁") + figures,
    )
    assert shape(read_ofd(body, "")) == [["甲", "甲", "总计"], ["丙", "丁", "总计"], ["1", "2", "3"]]


def test_a_line_of_text_under_a_table_without_a_last_line_is_none_of_its() -> None:
    table = strokes([(40, 20, 140), (50, 20, 140)], [(x, 40, 60) for x in (60, 100)])
    signs = "".join(text(x, 42 + 10 * row, "甲") for x in (25, 65, 105) for row in (0, 1))
    page = read_ofd(content(table + signs + text(25, 62, "填报单位（盖章）：某某县人民政府办公室")), "")
    assert texts(page) == ["填报单位（盖章）：某某县人民政府办公室"]


def test_thin_filled_bars_are_lines() -> None:
    def bar(x: float, y: float, width: float, height: float) -> str:
        return (
            f'<ofd:PathObject Boundary="{x} {y} {width} {height}" Stroke="false" Fill="true"><ofd:AbbreviatedData>'
            f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    bars = [bar(20, y, 100, 0.3) for y in (40, 50, 60)] + [bar(x, 40, 0.3, 20) for x in (20, 70, 120)]
    signs = text(25, 42, "甲") + text(75, 42, "1") + text(25, 52, "乙") + text(75, 52, "2")
    assert shape(read_ofd(content("".join(bars) + signs), "")) == [["甲", "1"], ["乙", "2"]]


# -- hostile and broken files -------------------------------------------------------------------------------


def test_ten_thousand_pages_are_read_to_a_bound() -> None:
    printer = OfdPrinter(numbered=False)
    printer.pages = [[text(30, 40, f"第{number}页")] for number in range(1500)]
    begun = time.process_time()
    page = read_ofd(printer.package(), "")
    assert rules(page) == ["truncated"] and time.process_time() - begun < 5


def test_a_page_full_of_lines_costs_little() -> None:
    path = "".join(f"M 0 {n / 10} L 200 {n / 10} M {n / 10} 0 L {n / 10} 290 " for n in range(1900))
    drawn = f'<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
    begun = time.process_time()
    assert texts(read_ofd(content(drawn + text(30, 40, "字")), "")) in (["字"], [])
    assert time.process_time() - begun < 3


def test_steps_that_repeat_for_ever_and_endless_numbers() -> None:
    steps = '<ofd:TextObject Boundary="30 40 1e999 nan" Size="inf"><ofd:TextCode X="0" Y="4" DeltaX="g 99999 1 g 1">'
    assert read_ofd(content(steps + "字" * 50 + "</ofd:TextCode></ofd:TextObject>"), "").format == "ofd"


def test_encrypted_documents_say_so() -> None:
    entry = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    root = f"<ofd:OFD {NAMESPACE}>{entry}</ofd:OFD>"
    body = zip_of({"OFD.xml": root, "Doc_0/Document.xml": b"\x8a\x01\xff", "Encryptions.xml": "<x/>"})
    assert rules(read_ofd(body, "")) == ["encrypted"]


@pytest.mark.parametrize(
    "body", [b"", b"PK\x03\x04", docx(p("正文")), zip_of({"OFD.xml": ""}), zip_of({"OFD.xml": "<a"})]
)
def test_what_is_no_ofd_has_no_text(body: bytes) -> None:
    page = read_ofd(body, "")
    assert not page.blocks and set(rules(page)) <= {"broken_file", "truncated"}


SAMPLE = ofd_report(report_of(2023))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=10))
def test_no_damage_to_the_bytes_raises(damage: list[tuple[int, int]]) -> None:
    body = bytearray(SAMPLE)
    for at, value in damage:
        body[at] = value
    assert read_ofd(bytes(body), "").format == "ofd"
