"""Lines of text and tables, where they lie on page images, to blocks and grids. Pure: knows no image and no engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import msgspec

from crawler.reading.pdf import lattice as printed
from crawler.reading.pdf.join import continues, grid_of, join
from crawler.reading.pdf.sheet import Glyph
from crawler.records import Block, Grid


class Line(NamedTuple):
    """A line of text and its box in pixels; ``score`` is the confidence it was read with, 0 to 1."""

    text: str
    score: float
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        """Height of the box, which is about the size of its print."""
        return self.y1 - self.y0


class Cell(NamedTuple):
    """A cell of a table: place in the lattice, span, text, boxes of its lines in pixels (x0, y0, x1, y1)."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    lines: Sequence[tuple[int, int, int, int]] = ()


class Table(NamedTuple):
    """A table of ``rows`` x ``columns`` places between ``y0`` and ``y1``; ``xs`` are its columns' edges in pixels."""

    y0: float
    y1: float
    rows: int
    columns: int
    cells: list[Cell]
    xs: Sequence[float] = ()


class Sheet(NamedTuple):
    """One page image as it was read: size in pixels, lines and tables."""

    width: int
    height: int
    lines: list[Line]
    tables: list[Table]


class Content(msgspec.Struct):
    """What the pages of a document hold, in order."""

    blocks: list[Block] = []
    grids: list[Grid] = []


class _Margins(NamedTuple):
    """The column of text that lines stand in: left and right edge, and the size of its print."""

    left: float
    right: float
    size: float


#: The sides of a sheet of paper, in points.
_A4 = (595.0, 842.0)
#: A line is full when it ends so many characters before the margin: a stop or bracket may not begin the next.
_FULL = 3.2
#: A line that begins so many characters after the margin stands at the right (落款).
_RIGHT_FROM = 5
#: A page with fewer lines than this takes its margins from the whole document.
_LINES_FOR_MARGINS = 8

_PAGE_NUMBER = re.compile(r"^[-—–_一·.\s]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/,，共]+\s*\d{1,3}\s*页?)?)[-—–_一·.\s]*$")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．](?!\d))")
_LATIN_END = re.compile(r"[!-~]*[A-Za-z]$")
_LATIN_START = re.compile(r"[A-Za-z][!-~]*")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\u3001-\u303f“”‘’—…"
_LOOSE = re.compile(rf"(?<=[{_WIDE}])[ \t]+|[ \t]+(?=[{_WIDE}])")
_HALF_STOP = re.compile(rf"(?<=[{_WIDE}])([,;:?!])(?=[{_WIDE}]|$)")
_STOPS = str.maketrans(",;:?!", "，；：？！")
_BRACKETS = re.compile(r"[（(]([^（()）]*)[)）]")


def tidy(text: str) -> str:
    """A line's text with the spacing and stops of Chinese print; letters and figures stay as they were read."""
    return _HALF_STOP.sub(lambda found: found[1].translate(_STOPS), _LOOSE.sub("", text.strip()))


def _pair(found: re.Match[str]) -> str:
    """A pair of brackets in one width: recognition takes half of a wide pair for its narrow twin."""
    whole, inner = found[0], found[1]
    narrow = whole[0] == "(" and whole[-1] == ")"
    return f"({inner})" if narrow and not re.search(f"[{_WIDE}]", inner) else f"（{inner}）"


def compose(sheets: list[Sheet]) -> Content:
    """The blocks and grids of the pages: paragraphs put together, also over page breaks; page numbers dropped."""
    content = Content()
    tables: list[printed.Table] = []
    open_end = False
    pages = [_without_page_numbers(sheet, numbered=len(sheets) > 1) for sheet in sheets]
    for number, (sheet, lines) in enumerate(zip(sheets, pages, strict=True)):
        few = len(lines) < _LINES_FOR_MARGINS
        alike = [line for other, page in zip(sheets, pages, strict=True) if _alike(sheet, other) for line in page]
        margins = _margins(join_rows(alike if few else lines), sheet)
        bounds = [0.0, *(edge for table in sheet.tables for edge in (table.y0, table.y1)), float(sheet.height) + 1]
        for index in range(0, len(bounds), 2):
            band = [line for line in lines if bounds[index] <= (line.y0 + line.y1) / 2 < bounds[index + 1]]
            for column in columns_of(band, sheet.width):
                rows = join_rows(column)
                inner = margins if len(column) == len(band) else _margins(rows, sheet)
                open_end = _add_lines(content, rows, inner, goes_on=open_end)
            if index // 2 < len(sheet.tables):
                table = sheet.tables[index // 2]
                first_here = number > 0 and index == 0 and not band
                _add_table(content, tables, table, sheet, goes_on=first_here)
                open_end = False
    for at, block in enumerate(content.blocks):
        block.text = _BRACKETS.sub(_pair, block.text)
        if block.grid >= 0:
            content.grids.append(grid_of(tables[block.grid], at))
    return content


def join_rows(lines: list[Line]) -> list[Line]:
    """Lines in reading order; what was found in several boxes on one level becomes one line."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.y0 + line.y1) / 2):
        middle = (line.y0 + line.y1) / 2
        if rows and any(part.y0 + part.height * 0.25 < middle < part.y1 - part.height * 0.25 for part in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    joined = []
    for row in rows:
        row.sort(key=lambda line: line.x0)
        current = row[0]
        for line in row[1:]:
            size = max(current.height, line.height)
            gap = line.x0 - current.x1
            if gap > 6 * size:  # another column, or a signature beside something else
                joined.append(current)
                current = line
                continue
            between = "\u3000" if gap > 1.6 * size else ""
            current = Line(
                current.text + between + line.text,
                min(current.score, line.score),
                current.x0,
                min(current.y0, line.y0),
                line.x1,
                max(current.y1, line.y1),
            )
        joined.append(current)
    return joined


def columns_of(lines: list[Line], width: int) -> list[list[Line]]:
    """The lines parted into columns (栏), if they stand in two: left before right, what crosses both apart."""
    middle = width / 2
    for gutter in (middle, middle * 0.96, middle * 1.04, middle * 0.92, middle * 1.08):
        left = [line for line in lines if line.x1 <= gutter]
        right = [line for line in lines if line.x0 >= gutter]
        crossing = [line for line in lines if line.x0 < gutter < line.x1]
        wide = [line for line in left + right if line.x1 - line.x0 > width * 0.25]
        if min(len(left), len(right)) < 5 or len(crossing) * 6 > len(lines) or len(wide) * 2 < len(left + right):
            continue
        top = min(line.y0 for line in left + right)
        bottom = max(line.y1 for line in left + right)
        head = [line for line in crossing if line.y0 < top + line.height]
        foot = [line for line in crossing if line not in head and line.y1 > bottom - line.height]
        if len(head) + len(foot) == len(crossing):
            return [part for part in (head, left, right, foot) if part]
    return [lines] if lines else []


def _without_page_numbers(sheet: Sheet, *, numbered: bool) -> list[Line]:
    """The lines of a page but for its number; a lone figure on a single picture (not ``numbered``) is none."""
    edge = 0.1 * sheet.height
    numbers = [
        line
        for line in join_rows([line for line in sheet.lines if line.y1 > sheet.height - edge or line.y0 < edge])
        if _PAGE_NUMBER.match(line.text) and (numbered or not line.text.strip().isdigit())
    ]
    return [line for line in sheet.lines if not any(n.x0 <= line.x0 and n.y0 <= line.y0 < n.y1 for n in numbers)]


def _alike(sheet: Sheet, other: Sheet) -> bool:
    return abs(sheet.width - other.width) < 0.03 * sheet.width


def _margins(lines: list[Line], sheet: Sheet) -> _Margins:
    if not lines:
        return _Margins(0.0, float(sheet.width), 1.0)
    size = median(line.height for line in lines)
    # An edge is where more than one line begins or ends: a lone line may hang over it.
    left = _edge(sorted(line.x0 for line in lines), size)
    right = _edge(sorted(-line.x1 for line in lines), size)
    return _Margins(left, -right, size)


def _edge(ends: list[float], size: float) -> float:
    """The first of sorted positions that the next one shares."""
    return next((a for a, b in pairwise(ends) if b - a < 0.8 * size), ends[0])


def _add_lines(content: Content, lines: list[Line], margins: _Margins, *, goes_on: bool) -> bool:
    """Adds the paragraphs of a column. Whether the last line runs to its end, so that more may follow."""
    blocks = content.blocks
    before: Line | None = None
    full = goes_on
    for line in lines:
        text = tidy(line.text)
        indent, rest = line.x0 - margins.left, margins.right - line.x1
        size = max(margins.size, 1.0)
        center = abs(indent - rest) < 2 * size and min(indent, rest) > _centred_from(blocks, line, size)
        right = not center and indent > max(_RIGHT_FROM * size, rest)
        same = before is None or (line.y0 - before.y1 < 1.6 * size and _one_print(before, line))
        if blocks and center and blocks[-1].center and before is not None and same and not _NUMBERED.match(text):
            # A title over several lines.
            blocks[-1].text += text
        elif (
            blocks
            and full
            and same
            and blocks[-1].grid < 0
            and not blocks[-1].center
            and indent < 1.2 * size
            and not right
            and not center
            and not _NUMBERED.match(text)
        ):
            blocks[-1].text = _joined(blocks[-1].text, text)
        else:
            blocks.append(Block(text, "p", center=center, heading=center and line.height > 1.15 * size))
        full = rest < _FULL * size and not right and not center
        before = line
    return full if lines else goes_on


def _centred_from(blocks: list[Block], line: Line, size: float) -> float:
    """From how much room on both sides a line is centred: a large title may nearly fill its line."""
    opening = all(block.center for block in blocks)
    return 1.2 * size if line.height > (1.05 if opening else 1.25) * size else 3.4 * size


def _one_print(before: Line, line: Line) -> bool:
    """Whether two lines may be of one size; the box of a few characters says little about it."""
    few = min(len(before.text), len(line.text)) < 4
    return few or abs(line.height - before.height) < 0.35 * before.height


def _joined(before: str, after: str) -> str:
    # Words of Latin letters are parted by a space; an address or number that was cut by the line's end is not.
    ends = _LATIN_END.search(before)
    begins = _LATIN_START.match(after)
    words = ends and begins and not re.search(r"[^A-Za-z]", ends[0] + begins[0])
    return f"{before} {after}" if words else before + after


def _add_table(content: Content, tables: list[printed.Table], table: Table, sheet: Sheet, *, goes_on: bool) -> None:
    """Adds a table, or its rows to the table that ended the page before (跨页表格)."""
    found = _in_points(table, sheet, len(tables))
    ends = bool(content.blocks) and content.blocks[-1].grid >= 0
    if goes_on and ends and continues(tables[-1], found):
        join(tables[-1], found)
        return
    content.blocks.append(Block("", "table", grid=len(tables)))
    tables.append(found)


def _in_points(table: Table, sheet: Sheet, number: int) -> printed.Table:
    """A table as those of printed pages are, on paper of A4."""
    scale = (_A4[0] if sheet.width < sheet.height else _A4[1]) / max(sheet.width, 1)
    xs = table.xs or [sheet.width * column / table.columns for column in range(table.columns + 1)]
    rows = [[printed.Cell() for _ in range(table.columns)] for _ in range(table.rows)]
    for cell in table.cells:
        placed = printed.Cell(_BRACKETS.sub(_pair, tidy(cell.text)))
        placed.glyphs = [
            Glyph("", x0 * scale, y0 * scale, x1 * scale, y1 * scale, (y1 - y0) * scale)
            for x0, y0, x1, y1 in cell.lines
        ]
        for row in range(cell.row, cell.row + cell.rows):
            rows[row][cell.column : cell.column + cell.columns] = [placed] * cell.columns
    return printed.Table([x * scale for x in xs], [table.y0 * scale, table.y1 * scale], rows, number)
