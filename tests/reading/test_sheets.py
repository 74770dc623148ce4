from __future__ import annotations

import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.office.number_format import print_number
from crawler.reading.office.sheets import read_xls, read_xlsx
from crawler.reading.office.xls import rk_number, shared_strings
from crawler.records import Page
from tests.reading.office_files import expected_grid, report_of, shape, sheet_of, texts, xlsx, zip_of
from tests.reading.ole_files import ole, xls, xls_sheet
from tests.standin.forms import Cell, Table
from tests.standin.reports import ReportText

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.findings]


def tables_of(report: ReportText) -> list[Table]:
    return [item for item in report.items if isinstance(item, Table)]


@pytest.mark.parametrize("year", [2016, 2020, 2023])
def test_xlsx_keeps_every_cell_of_every_form(year: int) -> None:
    tables = tables_of(report_of(year))
    lines = {"before": ("统计表", "单位：件"), "after": ("填报人：某",)}
    sheets = {f"表{number}": sheet_of(table.rows, **lines) for number, table in enumerate(tables)}
    page = read_xlsx(xlsx(sheets), "http://a.gov.cn/t.xlsx")
    assert [shape(page, n) for n in range(len(tables))] == [expected_grid(table) for table in tables]
    assert texts(page) == ["统计表", "单位：件", "填报人：某"] * len(tables)
    assert [grid.caption for grid in page.grids] == list(sheets)
    assert page.format == "xlsx" and not page.findings


@pytest.mark.parametrize("year", [2016, 2020, 2023])
def test_xls_keeps_every_cell_of_every_form(year: int) -> None:
    tables = tables_of(report_of(year))
    strings: list[str] = []
    sheets = {f"表{n}": xls_sheet(table.rows, strings) for n, table in enumerate(tables)}
    page = read_xls(xls(sheets, strings), "")
    assert [shape(page, n) for n in range(len(tables))] == [expected_grid(table) for table in tables]
    assert page.format == "xls" and not page.findings


def test_hidden_sheets_are_not_read_but_noted() -> None:
    table = sheet_of([[Cell("项"), Cell("数")], [Cell("规章"), Cell("3")]])
    page = read_xlsx(xlsx({"明": table, "暗": table, "深": table}, states={"暗": "hidden", "深": "veryHidden"}), "")
    assert len(page.grids) == 1 and [finding.evidence for finding in page.findings] == ["暗", "深"]
    strings: list[str] = []
    rows = xls_sheet([[Cell("项"), Cell("数")], [Cell("规章"), Cell("3")]], strings)
    page = read_xls(xls({"明": rows, "暗": rows}, strings, hidden=frozenset({"暗"})), "")
    assert len(page.grids) == 1 and rules(page) == ["hidden_sheet"]


def test_tables_side_by_side_are_two_where_each_has_its_labels() -> None:
    left = [[Cell("项目"), Cell("件数")], [Cell("规章"), Cell("3")], [Cell("许可"), Cell("12")]]
    right = [
        [Cell("类型"), Cell("维持"), Cell("纠正")],
        [Cell("复议"), Cell("0"), Cell("1")],
        [Cell("诉讼"), Cell("2"), Cell("")],
    ]
    rows = [[*a, Cell(""), *b] for a, b in zip(left, right, strict=True)]
    page = read_xlsx(xlsx({"表": sheet_of(rows)}), "")
    assert [[[c.text for c in row] for row in grid.rows] for grid in page.grids] == [
        [[cell.text for cell in row] for row in table] for table in (left, right)
    ]
    apart = [[Cell("项目"), Cell(""), Cell("件数"), Cell("额")], [Cell("规章"), Cell(""), Cell("3"), Cell("4")]]
    assert len(read_xlsx(xlsx({"表": sheet_of(apart)}), "").grids) == 1


def test_hidden_rows_and_columns_are_not_read_but_noted() -> None:
    rows = [
        [Cell("申请", colspan=2), Cell("上年"), Cell("本年")],
        [Cell("受理", rowspan=2), Cell("当面"), Cell("5"), Cell("7")],
        [Cell("网上"), Cell("6"), Cell("8")],
        [Cell("合计", colspan=2), Cell("11"), Cell("15")],
    ]
    shown = [["申请", "申请", "本年"], ["受理", "网上", "8"], ["合计", "合计", "15"]]
    sheet = sheet_of(rows).replace('<row r="2"', '<row r="2" hidden="1"')
    pages = [read_xlsx(xlsx({"表": f'<cols><col min="3" max="3" hidden="true"/></cols>{sheet}'}), "")]
    strings: list[str] = []
    hiding = struct.pack("<HHHHH8x", 0x007D, 12, 2, 2, 0)[:8] + struct.pack("<HHHH", 0, 0, 1, 0)
    hiding += struct.pack("<HH6H", 0x0208, 16, 1, 0, 4, 0, 0, 0) + struct.pack("<HH", 0x0020, 0)
    pages.append(read_xls(xls({"表": hiding + xls_sheet(rows, strings)}, strings), ""))
    for page in pages:
        assert [[cell.text for cell in row] for row in page.grids[0].rows] == shown
        assert rules(page) == ["hidden_sheet"]


def test_tables_with_a_blank_row_between_are_two() -> None:
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(
        f'<row r="{row}">{cell.format(f"B{row}", a)}{cell.format(f"C{row}", b)}</row>'
        for row, a, b in ((2, "甲", "乙"), (3, "丙", "丁"), (6, "戊", "己"), (7, "庚", "辛"))
    )
    page = read_xlsx(xlsx({"s": f"<sheetData>{rows}</sheetData>"}), "")
    assert [shape(page, n) for n in (0, 1)] == [[["甲", "乙"], ["丙", "丁"]], [["戊", "己"], ["庚", "辛"]]]


def test_headings_between_tables_part_them_though_no_row_is_blank() -> None:
    report = report_of(2023)
    lines: list[list[Cell]] = [[Cell(report.title)]]
    for item in report.items:
        lines += item.rows if isinstance(item, Table) else [[Cell(item.text)]]
    page = read_xlsx(xlsx({"年报": sheet_of(lines)}), "")
    assert [shape(page, n) for n in range(3)] == [expected_grid(table) for table in tables_of(report)]
    assert texts(page) == [report.title, *(item.text for item in report.items if not isinstance(item, Table))]


def test_shared_strings_lose_the_phonetic_guide_and_keep_their_runs() -> None:
    strings = "<si><r><t>信息</t></r><r><t>公开</t></r><rPh><t>xinxi</t></rPh></si><si><t>_x4E00_条</t></si>"
    data = '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c></row></sheetData>'
    assert shape(read_xlsx(xlsx({"s": data}, strings=strings), "")) == [["信息公开", "一条"]]


def test_figures_are_printed_under_their_format() -> None:
    styles = (
        f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="176" formatCode="0.0&quot;万元&quot;"/></numFmts><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="31"/><xf numFmtId="176"/></cellXfs></styleSheet>'
    )
    values = ((0, "12.0"), (1, "0.35"), (2, "44286"), (3, "7.25"), (0, "1E-3"), (0, "x"))
    row = "".join(f'<c s="{style}"><v>{value}</v></c>' for style, value in values)
    page = read_xlsx(xlsx({"s": f"<sheetData><row>{row}</row></sheetData>"}, styles=styles), "")
    assert shape(page) == [["12", "35%", "2021年3月31日", "7.3万元", "0.001", "x"]]


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (12.0, "", "12"), (0.1 + 0.2, "General", "0.3"), (1234567.0, "#,##0", "1,234,567"), (3.14159, "0.00", "3.14"),
        (2.5, "0.0#", "2.5"), (0.5, "0%", "50%"), (44286, "yyyy-m-d", "2021-03-31"), (44286, "yyyy年m月", "2021年3月"),
        (5, "0_ ", "5"), (5, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ', "5"), (7, "[红色]0", "7"), (float("nan"), "", ""),
        (-3, "0", "-3"), (1e300, "0.00", "1e+300"), (-5, "yyyy-m-d", "-5"),
    ],
)  # fmt: skip
def test_number_formats(value: float, code: str, printed: str) -> None:
    assert print_number(value, code) == printed


@given(st.floats(allow_nan=True, allow_infinity=True), st.text(alphabet='0#?.,%;"\\_*ymd年[]E+ ', max_size=20))
def test_no_format_code_raises(value: float, code: str) -> None:
    assert isinstance(print_number(value, code), str)


def test_numbers_packed_in_four_bytes() -> None:
    half = struct.unpack("<Q", struct.pack("<d", 0.5))[0] >> 32
    assert [rk_number(7 << 2 | 2), rk_number(-7 << 2 & 0xFFFFFFFF | 2), rk_number(725 << 2 | 3)] == [7, -7, 7.25]
    assert rk_number(half) == 0.5


def test_formulas_errors_and_old_labels_in_xls() -> None:
    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    place = struct.pack("<3H", 0, 0, 0)
    label = "标签".encode("utf-16-le")
    rows = (
        record(0x0006, place + struct.pack("<d", 8.0) + b"\0" * 6)
        + record(0x0006, struct.pack("<3H", 0, 1, 0) + b"\0\0\0\0\0\0\xff\xff" + b"\0" * 6)
        + record(0x0207, struct.pack("<HB", 2, 1) + "结果".encode("utf-16-le"))
        + record(0x0205, struct.pack("<3HBB", 0, 2, 0, 7, 1))
        + record(0x0204, struct.pack("<4HB", 0, 3, 0, 2, 1) + label)
        + record(
            0x00BD,
            struct.pack("<2H", 0, 4) + struct.pack("<HLHL", 0, 150 << 2 | 3, 0, 250 << 2 | 3) + struct.pack("<H", 5),
        )
    )
    assert shape(read_xls(xls({"s": rows}, []), "")) == [["8", "结果", "", "标签", "1.5", "2.5"]]


def test_strings_cut_in_the_middle_change_their_width() -> None:
    first = struct.pack("<LLHB", 1, 1, 5, 1) + "政府".encode("utf-16-le")
    assert shared_strings([first, b"\0ABC"]) == ["政府ABC"]
    assert shared_strings([first]) == []


# -- hostile and broken files -------------------------------------------------------------------------------


def test_cells_far_apart_cost_nothing() -> None:
    row = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    data = f"<sheetData>{row.format(1, 'A')}{row.format(1048576, 'XFD')}</sheetData><mergeCells>"
    data += '<mergeCell ref="A1:XFD1048576"/></mergeCells>'
    begun = time.process_time()
    page = read_xlsx(xlsx({"s": data}), "")
    assert rules(page) == ["truncated"] and time.process_time() - begun < 3


def test_one_long_text_in_every_cell_is_cut() -> None:
    strings = f"<si><t>{'长' * 30_000}</t></si>"
    row = "<row>" + '<c t="s"><v>0</v></c>' * 200 + "</row>"
    begun = time.process_time()
    page = read_xlsx(xlsx({"s": f"<sheetData>{row * 50}</sheetData>"}, strings=strings), "")
    assert rules(page) == ["truncated"] and time.process_time() - begun < 5


def test_locked_workbooks_say_so() -> None:
    locked = struct.pack("<HH6x", 0x002F, 6)
    assert rules(read_xls(xls({"s": b""}, [], extra=locked), "")) == ["encrypted"]
    assert rules(read_xls(ole({"EncryptedPackage": b"x" * 10}), "")) == ["encrypted"]
    assert rules(read_xlsx(ole({"EncryptedPackage": b"x" * 10}), "")) == ["encrypted"]


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", ole({"Other": b"x"}), zip_of({"a": "b"})])
def test_what_is_no_workbook_gives_a_finding(body: bytes) -> None:
    assert rules(read_xls(body, "")) == ["broken_file"]
    assert rules(read_xlsx(body, ""))[-1:] == ["broken_file"]


_STRINGS: list[str] = []
XLS = xls({"s": xls_sheet(tables_of(report_of(2023))[1].rows, _STRINGS)}, _STRINGS)
XLSX = xlsx({"s": sheet_of(tables_of(report_of(2023))[1].rows)})


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=30))
def test_no_damage_to_the_bytes_raises(damage: list[tuple[float, int]]) -> None:
    for body, read in ((XLS, read_xls), (XLSX, read_xlsx)):
        broken = bytearray(body)
        for place, value in damage:
            broken[int(place * len(broken))] = value
        assert read(bytes(broken), "").format in ("xls", "xlsx")


def test_a_label_with_blank_figures_beside_it_ends_the_table_and_a_note_does_not() -> None:
    rows = [
        [Cell("信息内容"), Cell("本年制发件数"), Cell("本年废止件数"), Cell("现行有效件数")],
        [Cell("规章"), Cell("3"), Cell("0"), Cell("5")],
        [Cell("行政事业性收费"), Cell("", colspan=3)],
    ]
    page = read_xlsx(xlsx({"表": sheet_of(rows, after=("填表人：某某",))}), "")
    assert shape(page)[-1] == ["行政事业性收费", "", "", ""]
    assert texts(page) == ["填表人：某某"]
