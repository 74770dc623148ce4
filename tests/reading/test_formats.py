"""Formats under any name: each is read, or a finding says what it is called (Word, WPS, Excel of all ages, MHT)."""

from __future__ import annotations

import struct
from xml.sax.saxutils import escape

import pytest

from crawler.reading import read_page
from crawler.records import Document, Page
from tests.reading.office_files import docx, expected_grid, p, report_of, shape, texts, zip_of
from tests.reading.ole_files import Para, doc, ole, xls, xls_sheet
from tests.standin.forms import Cell, Table

LINES = ["2021年政府信息公开工作年度报告", "一、总体情况", "本年度主动公开政府信息36条。"]
SS = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
WML = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    ' xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
)


def read(body: bytes, name: str) -> Page:
    return read_page(Document(body, f"http://a.gov.cn/{name}", name=name))


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.findings]


def rtf() -> bytes:
    escaped = "\\par ".join("".join(f"\\u{ord(sign)}?" for sign in line) for line in LINES)
    return b"{\\rtf1\\ansi " + escaped.encode() + b"}"


def mht() -> bytes:
    html = "".join(f"<p>{line}</p>" for line in LINES)
    return (
        b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--b1"\r\n\r\n'
        b"----b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + f"<html><body>{html}</body></html>".encode()
        + b"\r\n----b1--\r\n"
    )


def html() -> bytes:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    head = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><meta charset="gb2312">'
    return f"{head}<body>{body}</body></html>".encode("gbk")


def word_xml() -> bytes:
    number = '<w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr></w:pPr>'
    first, second, third = (f"<w:r><w:t>{escape(line)}</w:t></w:r>" for line in LINES)
    second = second.replace("一、", "")
    below = f"<wx:sub-section><w:p>{number}{second}</w:p><w:p>{third}</w:p></wx:sub-section>"
    body = f"<wx:sect><w:p>{first}</w:p>{below}</wx:sect>"
    text = f'<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><w:wordDocument {WML}>'
    return f"{text}<w:body>{body}</w:body></w:wordDocument>".encode()


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.wps", "a.pdf", "a"])
@pytest.mark.parametrize("body", [rtf(), mht(), html(), word_xml(), doc([Para(f"{line}\r") for line in LINES])])
def test_a_text_is_read_whatever_its_file_is_called(body: bytes, name: str) -> None:
    page = read(body, name)
    assert texts(page) == LINES
    assert "unread_format" not in rules(page)


def workbook_xml(table: Table) -> bytes:
    """A table as Excel 2003 saves it as XML, with its merged cells."""
    taken: set[tuple[int, int]] = set()
    rows = []
    for row, cells in enumerate(table.rows):
        line, column = [], 0
        for cell in cells:
            skipped = False
            while (row, column) in taken:
                column, skipped = column + 1, True
            index = f' ss:Index="{column + 1}"' if skipped else ""
            across = f' ss:MergeAcross="{cell.colspan - 1}"' if cell.colspan > 1 else ""
            down = f' ss:MergeDown="{cell.rowspan - 1}"' if cell.rowspan > 1 else ""
            kind = "Number" if cell.text.isdigit() else "String"
            data = f'<Data ss:Type="{kind}">{escape(cell.text)}</Data>' if cell.text else ""
            line.append(f"<Cell{index}{across}{down}>{data}</Cell>")
            taken |= {(row + y, column + x) for y in range(cell.rowspan) for x in range(cell.colspan)}
            column += cell.colspan
        rows.append(f"<Row>{''.join(line)}</Row>")
    sheet = f'<Worksheet ss:Name="表"><Table>{"".join(rows)}</Table></Worksheet>'
    head = '<?xml version="1.0" encoding="gb2312"?>\n<?mso-application progid="Excel.Sheet"?>'
    return f"{head}<Workbook {SS}>{sheet}</Workbook>".encode("gbk")


@pytest.mark.parametrize("year", [2016, 2020, 2023])
def test_a_workbook_of_xml_keeps_every_cell(year: int) -> None:
    for table in (item for item in report_of(year).items if isinstance(item, Table)):
        page = read(workbook_xml(table), "a.xls")
        assert (page.format, rules(page)) == ("xls", [])
        assert shape(page) == expected_grid(table)


def test_a_workbooks_stream_without_its_file_is_read() -> None:
    strings: list[str] = []
    rows = [[Cell("项目"), Cell("数量")], [Cell("规章"), Cell("3")]]
    page = read(bare(xls({"表": xls_sheet(rows, strings)}, strings)), "a.et")
    assert shape(page) == [["项目", "数量"], ["规章", "3"]]


def bare(body: bytes) -> bytes:
    """The workbook's stream of a compound file."""
    at = body.index(struct.pack("<HHH", 0x0809, 16, 0x0600))
    return body[at:]


def test_a_table_of_wps_is_an_excel_file() -> None:
    strings: list[str] = []
    page = read(
        xls({"表": xls_sheet([[Cell("项目"), Cell("数量")], [Cell("规章"), Cell("3")]], strings)}, strings), "a.et"
    )
    assert (page.format, shape(page)) == ("xls", [["项目", "数量"], ["规章", "3"]])


@pytest.mark.parametrize(
    ("body", "called"),
    [
        pytest.param(b"\xdb\xa5\x2d\0" + bytes(600), "DOC", id="Word 2"),
        pytest.param(b"\xdc\xa5\x65\0" + bytes(600), "DOC", id="Word 6 without a compound file"),
        pytest.param(doc([Para("x\r")], version=104), "DOC", id="Word 95"),
        pytest.param(b"\x31\xbe\0\0\0\xab" + bytes(600), "DOC", id="Word for DOS, Write"),
        pytest.param(b"\xffWPC" + bytes(range(256)) * 3, "WordPerfect", id="WordPerfect"),
        pytest.param(struct.pack("<HHHH", 0x0409, 6, 0, 0x10) + bytes(300), "Excel 4.0", id="Excel 4"),
        pytest.param(ole({"MatOST": b"x" * 5000}), "Works", id="Works"),
        pytest.param(ole({"PowerPoint Document": b"x" * 5000}), "PowerPoint", id="ppt"),
        pytest.param(zip_of({"ppt/presentation.xml": "<x/>"}), "PowerPoint", id="pptx"),
        pytest.param(zip_of({"mimetype": "x", "META-INF/manifest.xml": "<x/>"}), "OpenDocument", id="odt"),
        pytest.param(b"\x1f\x8b\x08\0" + bytes(range(256)) * 3, "GZIP", id="gzip"),
        pytest.param(b"CAJ\0" + bytes(range(256)) * 3, "CAJ", id="caj"),
    ],
)
def test_a_format_that_is_not_read_is_named(body: bytes, called: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    page = read(body, "a.doc")
    assert (page.blocks, rules(page)) == ([], ["unread_format"])
    assert called in page.findings[0].message


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.doc", "a"])
def test_an_encrypted_package_says_so(name: str) -> None:
    page = read(ole({"EncryptionInfo": b"x" * 200, "EncryptedPackage": b"x" * 5000}), name)
    assert rules(page) == ["encrypted"]


def test_xml_of_office_that_is_broken_or_hostile_gives_a_finding() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
    hostile = [
        word_xml().replace(b"<w:wordDocument", bomb.encode() + b"<w:wordDocument"),
        word_xml().partition(b"<w:body>")[0],
    ]
    table = next(item for item in report_of(2020).items if isinstance(item, Table))
    hostile.append(workbook_xml(table).replace(b"<Workbook", bomb.encode() + b"<Workbook"))
    for body in hostile:
        page = read(body, "a.doc")
        assert page.blocks == [] and rules(page)[0] in ("entity_bomb", "broken_file")


def test_xml_of_office_that_is_cut_is_read_as_far_as_it_goes() -> None:
    table = next(item for item in report_of(2020).items if isinstance(item, Table))
    for body, name in ((word_xml()[:-80], "a.doc"), (workbook_xml(table)[:-400], "a.xls")):
        page = read(body, name)
        assert page.blocks
        assert rules(page) == ["truncated"]


def test_a_docx_is_read_under_the_name_of_doc() -> None:
    assert texts(read(docx(p(LINES[2])), "a.doc")) == [LINES[2]]


def test_cells_merged_downwards_in_word_2003_are_one() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    begun, goes_on = '<w:vmerge w:val="restart"/>', "<w:vmerge/>"
    rows = [
        cell("三、本年度办理结果", begun) + cell("（一）予以公开") + cell("7"),
        cell("", goes_on) + cell("（二）部分公开") + cell("0"),
        cell("四、结转下年度继续办理", '<w:gridSpan w:val="2"/>') + cell("1"),
    ]
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    head = f'<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><w:wordDocument {WML}>'
    page = read(f"{head}<w:body>{table}</w:body></w:wordDocument>".encode(), "a.doc")
    assert shape(page) == [
        ["三、本年度办理结果", "（一）予以公开", "7"],
        ["三、本年度办理结果", "（二）部分公开", "0"],
        ["四、结转下年度继续办理", "四、结转下年度继续办理", "1"],
    ]
