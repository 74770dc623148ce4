"""Files of plain XML that Office 2003 saved (``.xml``, ``.xls``, ``.doc``): a workbook's sheets, a document as DOCX."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from crawler.reading.archives import ArchiveError, parse_xml
from crawler.reading.decode import decode
from crawler.reading.office.number_format import plain_number
from crawler.reading.office.sheet import MAX_CELLS, Sheet

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
_WORD_2007 = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HINTS = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_DECLARED = re.compile(r"^<\?xml[^>]*\?>")
#: Elements that Word 2007 writes in another way.
_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge"}
#: What Word 2003 puts around paragraphs to say how they were laid out.
_AROUND = (f"{_HINTS}sect", f"{_HINTS}sub-section")


def workbook_sheets(body: bytes) -> list[Sheet]:
    """The sheets of an XML Spreadsheet 2003; raises :class:`ArchiveError` where there are none to read."""
    root = _root(body)
    sheets = []
    for node in root.iterchildren(f"{_SS}Worksheet"):
        visible = node.findtext(f"{_X}WorksheetOptions/{_X}Visible") or ""
        sheet = Sheet(node.get(f"{_SS}Name") or "", hidden=visible.startswith("SheetHidden"))
        for table in node.iterchildren(f"{_SS}Table"):
            _read_table(table, sheet)
        sheets.append(sheet)
    return sheets


def _read_table(table: etree._Element, sheet: Sheet) -> None:
    row = -1
    below: dict[int, int] = {}  # column -> last row that a merged cell above covers
    for line in table.iterchildren(f"{_SS}Row"):
        row = _number(line, "Index", row + 2) - 1
        column = -1
        for cell in line.iterchildren(f"{_SS}Cell"):
            column += 1
            while below.get(column, -1) >= row:
                column += 1
            column = _number(cell, "Index", column + 1) - 1
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            if sheet.full:
                sheet.cut = True
                return
            sheet.put(row, column, _text(cell))
            if (across or down) and len(sheet.merges) < MAX_CELLS:
                sheet.merges.append((row, column, row + down, column + across))
            if down:
                below.update(dict.fromkeys(range(column, column + min(across, 255) + 1), row + down))
            column += across
        row += _number(line, "Span", 0)


def _text(cell: etree._Element) -> str:
    data = next(cell.iterchildren("{*}Data"), None)
    if data is None:
        return ""
    text = "".join(str(part) for part in data.itertext())
    if data.get(f"{_SS}Type") == "Number":
        try:
            return plain_number(float(text))
        except ValueError:
            return text
    return text.removesuffix("T00:00:00.000") if data.get(f"{_SS}Type") == "DateTime" else text


def _number(node: etree._Element, name: str, default: int) -> int:
    value = node.get(f"{_SS}{name}") or ""
    return int(value) if value.isdecimal() and len(value) < 7 else default


def document_as_docx(body: bytes) -> bytes:
    """A WordprocessingML 2003 document as DOCX; raises :class:`ArchiveError` where it cannot be read.

    Automatic numbers stand in the file as they are printed, and become text.
    """
    root = _root(body.replace(_WORD_2003.encode(), _WORD_2007.encode()))
    found = root.find(f"{{{_WORD_2007}}}body")
    if found is None:
        raise ArchiveError("broken_file", "Word 2003 XML 文件中没有正文")
    for name in _AROUND:
        for node in list(found.iter(name)):
            _dissolve(node)
    for old, new in _RENAMED.items():
        for node in found.iter(f"{{{_WORD_2007}}}{old}"):
            node.tag = f"{{{_WORD_2007}}}{new}"
    for printed in list(found.iter(f"{_HINTS}t")):
        _print_number(printed)
    document = etree.Element(f"{{{_WORD_2007}}}document", nsmap={"w": _WORD_2007})
    document.append(found)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", etree.tostring(document, encoding="utf-8"))
    return buffer.getvalue()


def _dissolve(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        at = parent.index(node)
        parent[at : at + 1] = list(node)


def _print_number(printed: etree._Element) -> None:
    """Puts an automatic number (``wx:t`` in a paragraph's ``listPr``) before the paragraph's first run."""
    text = printed.get(f"{_HINTS}val") or ""
    properties = next(printed.iterancestors(f"{{{_WORD_2007}}}pPr"), None)
    if text and properties is not None:
        run = etree.Element(f"{{{_WORD_2007}}}r")
        etree.SubElement(run, f"{{{_WORD_2007}}}t").text = text
        properties.addnext(run)


def is_cut(body: bytes) -> bool:
    """Whether the file has no end: what there is of it is read."""
    return not body.rstrip()[-40:].replace(b"\0", b"").endswith((b"Workbook>", b"wordDocument>"))


def _root(body: bytes) -> etree._Element:
    # Decoded by evidence, as everywhere: the declaration may lie, and libxml2's GB 2312 has another dash.
    text = _DECLARED.sub("", decode(body, "").text.lstrip("\ufeff\r\n\t "), count=1)
    root = parse_xml(text.encode())
    if root is None:
        raise ArchiveError("broken_file", "XML 文件损坏,不能读取")
    return root
