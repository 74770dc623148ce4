"""Spreadsheets (XLS, XLSX, ET) to a Page: each sheet's tables as grids, the lines above and below them as lines."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate

from crawler.reading.archives import ArchiveError, open_archive
from crawler.reading.compose import Composer
from crawler.reading.ocr.pictures import read_pictures
from crawler.reading.office.office_xml import is_cut, workbook_sheets
from crawler.reading.office.sheet import Sheet
from crawler.reading.office.xls import OldBook, XlsError, xls_sheets
from crawler.reading.office.xlsx import xlsx_sheets
from crawler.reading.ole import OleError
from crawler.reading.properties import read_properties
from crawler.records import Finding, Page

#: Places of one table, filled or not.
MAX_PLACES = 60_000
#: A table beside another one has at least so many labels.
_LEAST_LABELS = 2
#: A byte order mark and blank lines.
_BEFORE_XML = b"\xef\xbb\xbf\r\n\t "

#: A line over the whole width that belongs to the table below it: the statutory item (第二十条第（一）项).
_ITEM = re.compile(r"^第[一二三四五六七八九十百]+条")
#: A heading of the report's own outline between two of its tables. The rows of a form are never worded so.
_HEADING = re.compile(r"^[一二三四五六七八九十]+、\s*(?:.*政府信息.*(?:情况|问题)|存在的?主要问题|其他需要报告)")


def read_xlsx(body: bytes, url: str) -> Page:
    """The page of an XLSX file; never raises. Findings: ``hidden_sheet``, ``truncated``, ``encrypted``, …"""
    composer = Composer(url, "xlsx")
    archive = open_archive(body, composer.page)
    if archive is None:
        return composer.page
    try:
        compose(composer, xlsx_sheets(archive))
        read_properties(archive, composer.page)
        for name in archive.names:
            if name.startswith("xl/media/"):
                composer.picture(name)
    except ArchiveError as error:
        composer.page.findings.append(error.finding())
    page = composer.done()
    read_pictures(page, archive)
    return page


def read_xls(body: bytes, url: str) -> Page:
    """The page of an XLS file (Excel 5 to 2003, ET of WPS, XML of Excel 2003); never raises.

    Findings as for :func:`read_xlsx`; ``unread_format`` for a workbook of Excel 2 to 4.
    """
    composer = Composer(url, "xls")
    try:
        if body.lstrip(_BEFORE_XML).startswith(b"<?xml"):
            compose(composer, workbook_sheets(body))
            if is_cut(body):
                composer.finding("truncated", "文件不完整,只读取了能读的部分")
        else:
            compose(composer, xls_sheets(body))
    except OldBook as error:
        composer.finding("unread_format", "不支持的文件格式:Excel 4.0 及更早的工作簿", str(error))
    except ArchiveError as error:
        composer.page.findings.append(error.finding())
    except (OleError, XlsError) as error:
        rule = "encrypted" if "encrypted" in str(error) else "broken_file"
        message = "文件已加密,不能读取" if rule == "encrypted" else "XLS 文件损坏,不能读取"
        composer.page.findings.append(Finding(rule, message, "error", str(error)))
    return composer.done()


def compose(composer: Composer, sheets: list[Sheet]) -> None:
    """Puts the visible sheets on the page, in order; hidden ones become findings."""
    for sheet in sheets:
        if sheet.hidden:
            if sheet.cells:
                composer.page.findings.append(Finding("hidden_sheet", "隐藏的工作表未读取", "note", sheet.name))
            continue
        if sheet.cut:
            composer.finding("truncated", "工作表过大,只读取了前面的部分", sheet.name)
        first = len(composer.page.grids)
        if _without_hidden(sheet):
            composer.page.findings.append(Finding("hidden_sheet", "隐藏的行或列未读取", "note", sheet.name))
        _clip_merges(sheet)
        for top, bottom in _regions(sheet):
            _compose_region(composer, sheet, top, bottom)
        for grid in composer.page.grids[first:]:
            grid.caption = sheet.name
    names = [sheet.name for sheet in sheets if not sheet.hidden and sheet.cells]
    if names:
        composer.page.meta["sheets"] = "、".join(names)


def _without_hidden(sheet: Sheet) -> bool:
    """Takes hidden rows and columns out, as if they were not there; whether anything stood in them."""
    rows, columns = sheet.hidden_rows, sheet.hidden_columns
    if not rows and not columns:
        return False
    last_row = max((row for row, _ in sheet.cells), default=-1)
    last_column = max((column for _, column in sheet.cells), default=-1)
    # Where each row and column comes to stand: the number of those shown before it.
    down = list(accumulate((row not in rows for row in range(last_row + 1)), initial=0))
    right = list(accumulate((column not in columns for column in range(last_column + 1)), initial=0))
    shown = {(r, c): text for (r, c), text in sheet.cells.items() if r not in rows and c not in columns}
    kept = {(down[row], right[column]): text for (row, column), text in shown.items()}
    merges: list[tuple[int, int, int, int]] = []
    for top, left, bottom, end in sheet.merges:
        bottom, end = min(bottom, last_row), min(end, last_column)
        if top > bottom or left > end:
            continue
        area = down[top], right[left], down[bottom + 1] - 1, right[end + 1] - 1
        if area[0] <= area[2] and area[1] <= area[3]:
            merges.append(area)
            if text := sheet.cells.get((top, left)):
                kept[area[:2]] = text  # an area is shown in what is left of it
    dropped = len(kept) < len(sheet.cells)
    sheet.cells, sheet.merges = kept, merges
    return dropped


def _clip_merges(sheet: Sheet) -> None:
    """Merged areas reach no further than the filled cells: what lies behind them is paper."""
    last_row = max((row for row, _ in sheet.cells), default=-1)
    last_column = max((column for _, column in sheet.cells), default=-1)
    sheet.merges = [
        (top, left, min(bottom, last_row), min(right, last_column))
        for top, left, bottom, right in sheet.merges
        if top <= last_row and left <= last_column
    ]


def _regions(sheet: Sheet) -> list[tuple[int, int]]:
    """Runs of rows (first, last) without a blank row or a heading between them; a merged area bridges its rows."""
    rows = {row for row, _ in sheet.cells}
    for top, left, bottom, _right in sheet.merges:
        if (top, left) in sheet.cells:
            rows.update(range(top, bottom + 1))
    alone = Counter(row for row, _ in sheet.cells)
    headings = {row for (row, _), text in sheet.cells.items() if alone[row] == 1 and _HEADING.match(text)}
    regions: list[tuple[int, int]] = []
    for row in sorted(rows):
        if regions and row == regions[-1][1] + 1 and row not in headings:
            regions[-1] = (regions[-1][0], row)
        else:
            regions.append((row, row))
    return regions


def _compose_region(composer: Composer, sheet: Sheet, top: int, bottom: int) -> None:
    filled: dict[int, list[int]] = {row: [] for row in range(top, bottom + 1)}
    for row, column in sheet.cells:
        if top <= row <= bottom:
            filled[row].append(column)
    tall = {row for first, _, last, _ in sheet.merges for row in range(first, min(last, bottom) + 1) if last > first}

    def is_line(row: int) -> bool:
        return row not in tall and len(filled[row]) == 1 and not _ITEM.match(sheet.cells[row, filled[row][0]])

    start, end = top, bottom
    while start <= end and is_line(start):
        composer.line(sheet.cells[start, filled[start][0]], center=start == top == 0)
        start += 1
    parted = _parted_rows(sheet, top, bottom)
    while end >= start and is_line(end) and end not in parted:
        end -= 1
    if start <= end:
        for left, right in _side_by_side(sheet, start, end):
            _compose_table(composer, sheet, (start, end), left, right)
    for row in range(max(end + 1, start), bottom + 1):
        composer.line(sheet.cells[row, filled[row][0]])


def _parted_rows(sheet: Sheet, top: int, bottom: int) -> set[int]:
    """Rows that merged areas part into cells: a label alone there has blank figures beside it, and is no note."""
    columns = [column for row, column in sheet.cells if top <= row <= bottom]
    first, last = min(columns, default=0), max(columns, default=0)
    return {t for t, left, _, right in sheet.merges if top <= t <= bottom and (left > first or left < right < last)}


def _side_by_side(sheet: Sheet, top: int, bottom: int) -> list[tuple[int, int]]:
    """The first and last columns of the tables in a run of rows: blank ones part those that have their own labels."""
    covered: dict[int, list[str]] = {}
    for (row, column), text in sheet.cells.items():
        if top <= row <= bottom:
            covered.setdefault(column, []).append(text)
    for first, left, _, right in sheet.merges:
        if top <= first <= bottom and (first, left) in sheet.cells:
            for column in range(left, right + 1):
                covered.setdefault(column, [])
    parts: list[tuple[int, int]] = []
    for column in sorted(covered):
        if parts and column == parts[-1][1] + 1:
            parts[-1] = (parts[-1][0], column)
        else:
            parts.append((column, column))
    for left, right in parts:
        labels = [text for text in covered[left] if not text[:1].isdigit()]
        figures = [text for column in range(left + 1, right + 1) for text in covered[column] if text.isdigit()]
        if len(labels) < _LEAST_LABELS or len(labels) * 2 < len(covered[left]) or not figures:
            return [(parts[0][0], parts[-1][1])]
    return parts


def _compose_table(composer: Composer, sheet: Sheet, rows: tuple[int, int], left: int, right: int) -> None:
    """A first to a last row, from column ``left`` to ``right``, as one table."""
    top, bottom = rows
    merges = {(t, first): (b, r) for t, first, b, r in sheet.merges if top <= t <= bottom}
    most = max(MAX_PLACES // (right - left + 1), 1)
    if bottom - top >= most:
        composer.finding("truncated", "工作表过大,只读取了前面的部分", sheet.name)
        bottom = top + most - 1
    covered: set[tuple[int, int]] = set()
    table: list[list[tuple[str, int, int]]] = []
    for row in range(top, bottom + 1):
        line: list[tuple[str, int, int]] = []
        for column in range(left, right + 1):
            if (row, column) in covered:
                continue
            below, beside = merges.get((row, column), (row, column))
            below, beside = min(below, bottom), min(beside, right)
            area = {(r, c) for r in range(row, below + 1) for c in range(column, beside + 1)}
            if len(area) > 1:
                if area & covered:  # areas that overlap are no areas
                    below, beside = row, column
                else:
                    covered |= area
            line.append((sheet.cells.get((row, column), ""), beside - column + 1, below - row + 1))
        table.append(line)
    composer.table(table)
