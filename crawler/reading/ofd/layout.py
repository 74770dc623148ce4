"""Signs with places to lines, paragraphs and table cells: what a fixed page (版式文件) says when read in order."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import NamedTuple

import msgspec

from crawler.reading.ofd.objects import Drawing, Sign
from crawler.reading.ofd.rulings import RuledTable, find_tables
from crawler.reading.titles import may_go_on

_FOLIO = re.compile(
    r"^[\s\-—–－·.]*\d{1,4}[\s\-—–－·.]*$|^第?\s*\d{1,4}\s*页?\s*[/,，、]?\s*共?\s*\d{1,4}\s*页$|^第\s*\d{1,4}\s*页$"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d))"
)
#: The parts of a page's height in which its number stands.
_FOOT, _HEAD = 0.86, 0.1


class TextLine(msgspec.Struct):
    """A printed line. ``left`` to ``right`` is where it stands, ``y`` its base line."""

    text: str
    left: float
    right: float
    y: float
    size: float


class Table(msgspec.Struct):
    """A table of one page: ``cells`` are (row, column, rows, columns, text)."""

    xs: list[float]
    rows: int
    cells: list[tuple[int, int, int, int, str]]
    top: float = 0.0


class Paragraph(msgspec.Struct):
    """A paragraph; ``open`` says that its last line is full, so that it may go on on the next page; ``flush`` that
    its first line is not indented, so that it may be what goes on.
    """

    text: str
    center: bool = False
    open: bool = False
    flush: bool = False


class Margins(NamedTuple):
    """Where the lines of the body begin and end, in a whole document."""

    left: float
    right: float


class Sheet(NamedTuple):
    """A page's lines and tables, not yet in order."""

    lines: list[TextLine]
    tables: list[Table]
    width: float


def sort_out(drawing: Drawing, width: float, height: float) -> Sheet:
    """What a page says: its lines without the page's number, and its tables with their text."""
    ruled = find_tables(drawing.horizontal, drawing.vertical)
    inside: dict[tuple[int, int], list[Sign]] = {}
    outside: list[Sign] = []
    for sign in _once(drawing.signs):
        place = _cell_of(sign, ruled)
        if place is None:
            outside.append(sign)
        else:
            inside.setdefault(place, []).append(sign)
    lines = [line for line in lines_of(outside) if not _is_folio(line, height)]
    tables = [_filled(table, number, inside) for number, table in enumerate(ruled)]
    return Sheet(lines, [table for table in tables if any(cell[4] for cell in table.cells)], width)


def margins_of(sheets: list[Sheet]) -> Margins:
    """The margins of the body: the leftmost place where several of its lines begin, and where long lines end."""
    lines = [line for sheet in sheets for line in sheet.lines]
    if not lines:
        return Margins(0.0, math.inf)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    body = [line for line in lines if abs(line.size - size) < 0.15 * size]
    begins = Counter(round(line.left / 1.5) for line in body)
    enough = min(3, max(begins.values()))
    first = min(place for place, count in begins.items() if count >= enough)
    left = min(line.left for line in body if round(line.left / 1.5) == first)
    ends = sorted(line.right for line in body)
    return Margins(left, ends[-1 - len(ends) // 50])


def _once(signs: list[Sign]) -> list[Sign]:
    """The signs without those printed twice in the same place (bold by double printing, shadows)."""
    seen: dict[tuple[str, int, int], bool] = {}
    kept = []
    for sign in signs:
        step = max(sign.size * 0.25, 0.1)
        key = (sign.text, round(sign.x / step), round(sign.y / step))
        if key not in seen:
            seen[key] = True
            kept.append(sign)
    return kept


def _cell_of(sign: Sign, tables: list[RuledTable]) -> tuple[int, int] | None:
    x, y = sign.x + sign.width / 2, sign.y - sign.size * 0.35
    for number, table in enumerate(tables):
        if table.ys[0] <= y <= table.ys[-1] and table.xs[0] <= x <= table.xs[-1]:
            cell = table.cell_at(x, y)
            if cell >= 0:
                return number, cell
    return None


def lines_of(signs: list[Sign]) -> list[TextLine]:
    """The printed lines of these signs, from the top."""
    rows: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: (sign.y, sign.x)):
        if rows and sign.y - rows[-1][0].y <= 0.4 * max(sign.size, rows[-1][0].size):
            rows[-1].append(sign)
        else:
            rows.append([sign])
    found = (_line(sorted(row, key=lambda sign: sign.x)) for row in rows)
    return [line for line in found if line is not None]


def _line(signs: list[Sign]) -> TextLine | None:
    while signs and signs[0].text.isspace():
        signs.pop(0)
    spaced = False
    while signs and signs[-1].text.isspace():
        spaced = True
        signs.pop()
    if not signs:
        return None
    parts: list[str] = []
    end = signs[0].x
    for sign in signs:
        gap = sign.x - end
        if parts and gap > 1.8 * sign.size:
            parts.append("\u3000\u3000")  # aligned apart: the page's own wide gap
        elif parts and gap > 0.35 * sign.size and (parts[-1] < "\u2000" or sign.text < "\u2000"):
            parts.append(" ")
        parts.append(sign.text)
        end = sign.x + sign.width
    size = sorted(sign.size for sign in signs)[len(signs) // 2]
    if spaced and signs[-1].text.isascii():  # the space between two Latin words at the end of a line
        parts.append(" ")
    return TextLine("".join(parts), signs[0].x, end, signs[0].y, size)


def _is_folio(line: TextLine, height: float) -> bool:
    edge = line.y > _FOOT * height or line.y < _HEAD * height
    return edge and bool(_FOLIO.match(line.text))


def _filled(ruled: RuledTable, number: int, inside: dict[tuple[int, int], list[Sign]]) -> Table:
    cells = []
    for at, (row, column, rows, columns) in enumerate(ruled.cells):
        text = "\n".join(line.text for line in lines_of(inside.get((number, at), [])))
        cells.append((row, column, rows, columns, text))
    return Table(ruled.xs, len(ruled.ys) - 1, cells, ruled.ys[0])


def lay_out(sheet: Sheet, margins: Margins) -> list[Paragraph | Table]:
    """What a page says, from the top: lines put together to paragraphs, and tables."""
    items: list[Paragraph | Table] = []
    left, right = margins
    waiting = sorted(sheet.tables, key=lambda table: table.top)
    last: TextLine | None = None
    titled = False  # the last line stands in the middle, with nothing above it but such lines
    for line in sheet.lines:
        while waiting and waiting[0].top < line.y:
            items.append(waiting.pop(0))
            last = None
        full = line.right > right - 1.6 * line.size
        middle = abs((line.left + line.right) / 2 - sheet.width / 2) < 1.5 * line.size
        apart = line.left > left + 2.5 * line.size
        titled = middle and (not items or (titled and apart and len(items) == 1))
        paragraph = items[-1] if items else None
        if (
            last is not None
            and isinstance(paragraph, Paragraph)
            and (_goes_on(last, line, paragraph, left) or (titled and _same_title(last, line)))
        ):
            paragraph.text += line.text
            paragraph.open = full
        else:
            center = middle and apart and not full
            items.append(Paragraph(line.text, center, full, line.left < left + 1.2 * line.size))
        last = line
    items.extend(waiting)
    return items


def _same_title(last: TextLine, line: TextLine) -> bool:
    """Whether a line in the middle goes on with the title above it."""
    near = line.y - last.y < 2.6 * max(line.size, last.size) and abs(line.size - last.size) < 0.12 * last.size
    return near and may_go_on(last.text, line.text)


def _goes_on(last: TextLine, line: TextLine, paragraph: Paragraph, left: float) -> bool:
    """Whether a line goes on with the paragraph above: that one's line is full and this one not indented."""
    near = line.y - last.y < 3 * max(line.size, last.size) and abs(line.size - last.size) < 0.2 * last.size
    begins = bool(_NUMBERED.match(line.text)) and paragraph.text[-1:] in ("。", "；")
    return paragraph.open and near and line.left < left + 1.2 * line.size and not begins


def goes_over(before: Table, after: Table) -> bool:
    """Whether the table at the top of a page goes on with the one at the end of the page before.

    Both are as wide, and the columns of one are among those of the other (its rows may all be merged).
    """
    few, many = sorted((before.xs, after.xs), key=len)
    return _near(few[0], many[0]) and _near(few[-1], many[-1]) and all(any(_near(x, y) for y in many) for x in few)


def _near(one: float, other: float) -> bool:
    return abs(one - other) < 2.0


def joined(before: Table, after: Table) -> Table:
    """Two parts of a table as one. A repeated head is dropped; a blank cell that went over belongs to the one above."""
    xs = max((before.xs, after.xs), key=len)
    before, after = _on_columns(before, xs), _on_columns(after, xs)
    head = _top_row(before)
    skip = 1 if head and head == _top_row(after) and all(cell[2] == 1 for cell in after.cells if cell[0] == 0) else 0
    cells = list(before.cells)
    labels = _first_label(after, skip)
    for row, column, rows, columns, text in after.cells:
        if row < skip:
            continue
        if row == skip and not text:
            above = next((i for i, cell in enumerate(cells) if _meets(cell, column, columns, before.rows)), None)
            if above is not None and (rows > 1 or (cells[above][2] > 1 and column < labels)):
                first, at, down, across, own = cells[above]
                cells[above] = (first, at, down + rows, across, own)
                continue
        cells.append((before.rows + row - skip, column, rows, columns, text))
    return Table(xs, before.rows + after.rows - skip, cells, before.top)


def _first_label(table: Table, row: int) -> int:
    """The column of a row's first text if that is a label; a blank cell before a figure may be a figure itself."""
    texts = [(column, text) for at, column, _, _, text in table.cells if at == row and text]
    column, text = min(texts, default=(0, ""))
    return column if sum("\u4e00" <= sign <= "\u9fff" for sign in text) > 1 else 0


def _on_columns(table: Table, xs: list[float]) -> Table:
    """The same table, its columns counted by the edges ``xs``."""
    places = [min(range(len(xs)), key=lambda at: abs(xs[at] - x)) for x in table.xs]
    cells = [
        (row, places[column], rows, max(places[column + columns] - places[column], 1), text)
        for row, column, rows, columns, text in table.cells
    ]
    return Table(xs, table.rows, cells, table.top)


def _top_row(table: Table) -> list[tuple[int, int, str]]:
    return [(column, columns, text) for row, column, _, columns, text in table.cells if row == 0 and text]


def _meets(cell: tuple[int, int, int, int, str], column: int, columns: int, rows: int) -> bool:
    """Whether a cell of the upper part reaches its last row, in these very columns."""
    return cell[1] == column and cell[3] == columns and cell[0] + cell[2] == rows
