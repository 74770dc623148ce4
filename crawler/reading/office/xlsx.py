"""XLSX: the sheets of a workbook (ECMA-376 part 1, chapter 18). No formulas are computed: their last result is read."""

from __future__ import annotations

import re

from lxml import etree

from crawler.reading.archives import Archive, ArchiveError
from crawler.reading.office.number_format import BUILT_IN, plain_number, print_number
from crawler.reading.office.sheet import MAX_CELLS, MAX_COLUMNS, Sheet

_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_MOST_SHEETS = 60
_TRUE = ("1", "true")


def xlsx_sheets(archive: Archive) -> list[Sheet]:
    """The sheets of a workbook in order. :class:`ArchiveError` where it has no workbook or is encrypted."""
    book = _workbook_part(archive)
    root = archive.xml(book)
    if root is None:
        raise ArchiveError("broken_file", "XLSX 中没有工作簿(xl/workbook.xml)", book)
    folder = book.rpartition("/")[0]
    targets = _targets(archive, folder, book)
    strings = _shared_strings(archive, f"{folder}/sharedStrings.xml")
    formats = _formats(archive, f"{folder}/styles.xml")
    since_1904 = any(node.get("date1904") in _TRUE for node in _all(root, "workbookPr"))
    sheets: list[Sheet] = []
    for position, node in enumerate(_all(root, "sheet")[:_MOST_SHEETS]):
        sheet = Sheet(node.get("name") or "", hidden=node.get("state") in ("hidden", "veryHidden"))
        relation = node.get(_RELATION) or node.get(_STRICT_RELATION) or ""
        part = targets.get(relation, f"{folder}/worksheets/sheet{position + 1}.xml")
        if sum(len(known.cells) for known in sheets) >= MAX_CELLS:
            sheet.cut = True
            sheets.append(sheet)
            continue
        tree = archive.xml(part)
        if tree is not None:
            _read_sheet(tree, sheet, strings, formats, since_1904)
        sheets.append(sheet)
    return sheets


def _workbook_part(archive: Archive) -> str:
    for name in archive.names:
        if re.search(r"(?:^|[/\\])workbook\d*\.xml$", name, re.I):
            return name.replace("\\", "/").lstrip("/")
    raise ArchiveError("broken_file", "XLSX 中没有工作簿(xl/workbook.xml)")


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter("{*}" + name))


def _targets(archive: Archive, folder: str, book: str) -> dict[str, str]:
    root = archive.xml(f"{folder}/_rels/{book.rpartition('/')[2]}.rels")
    found: dict[str, str] = {}
    for relation in root if root is not None else ():
        target = relation.get("Target") or ""
        found[relation.get("Id") or ""] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
    return found


def _text(node: etree._Element) -> str:
    """The text of a string item: its runs, without the phonetic guide (rPh) over them."""
    parts = []
    for text in node.iter("{*}t"):
        parent = text.getparent()
        if parent is None or not str(parent.tag).endswith("}rPh"):
            parts.append(text.text or "")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(parts))


def _shared_strings(archive: Archive, name: str) -> list[str]:
    root = archive.xml(name)
    return [_text(node) for node in root.iterchildren("{*}si")] if root is not None else []


def _formats(archive: Archive, name: str) -> list[str]:
    """The number format code of every cell style."""
    root = archive.xml(name)
    if root is None:
        return []
    codes = dict(BUILT_IN)
    for node in _all(root, "numFmt"):
        number = node.get("numFmtId") or ""
        if number.isdigit():
            codes[int(number)] = node.get("formatCode") or ""
    formats = []
    for table in _all(root, "cellXfs"):
        for node in table.iterchildren("{*}xf"):
            number = node.get("numFmtId") or "0"
            formats.append(codes.get(int(number), "") if number.isdigit() else "")
    return formats


def _read_sheet(root: etree._Element, sheet: Sheet, strings: list[str], formats: list[str], since_1904: bool) -> None:
    row_number = -1
    space = str(root.tag).rpartition("}")[0] + "}" if "}" in str(root.tag) else ""
    for row in root.iter(f"{space}row"):
        if sheet.full:
            sheet.cut = True
            break
        written = row.get("r") or ""
        row_number = int(written) - 1 if written.isdigit() and 0 < len(written) < 8 else row_number + 1
        if row.get("hidden") in _TRUE:
            sheet.hidden_rows.add(row_number)
        column = -1
        for cell in row.iterchildren(f"{space}c"):
            place = _place(cell.get("r") or "")
            column = place[1] if place else column + 1
            text = _cell_text(cell, space, strings, formats, since_1904)
            if text:
                sheet.put(place[0] if place else row_number, column, text)
    for node in root.iter(f"{space}col"):
        first, last = node.get("min") or "", node.get("max") or ""
        if node.get("hidden") in _TRUE and first.isdigit() and last.isdigit():
            sheet.hidden_columns.update(range(int(first) - 1, min(int(last), MAX_COLUMNS)))
    for merge in root.iter(f"{space}mergeCell"):
        first, _, last = (merge.get("ref") or "").partition(":")
        start, end = _place(first), _place(last)
        if start and end and start <= end and len(sheet.merges) < MAX_CELLS:
            sheet.merges.append((*start, *end))


def _place(reference: str) -> tuple[int, int] | None:
    """``C12`` as (11, 2)."""
    found = _REFERENCE.match(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _cell_text(cell: etree._Element, space: str, strings: list[str], formats: list[str], since_1904: bool) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{space}v") or ""
    if not value:
        return ""
    if kind == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind != "n":  # str: a formula's text; e: an error; d: a date as ISO 8601
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    style = cell.get("s") or "0"
    code = formats[int(style)] if style.isdigit() and int(style) < len(formats) else ""
    return print_number(number, code, since_1904=since_1904) if code else plain_number(number)
