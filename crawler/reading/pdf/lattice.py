"""Ruling lines to tables (表格): where lines cross there is a lattice, where one is missing a cell spans.

Producers draw the same table as strokes, as thin filled boxes, as a box around every cell or as dashes, and leave out
lines at the edge of a page. So lines are first put together by where they lie, the frame is always closed, and a
separator counts where most of it is drawn.
"""

from __future__ import annotations

from bisect import bisect_right

from crawler.reading.pdf.ladders import upright_lines
from crawler.reading.pdf.lines import lines_of
from crawler.reading.pdf.rulings import NARROWEST, Group, extent_of, groups_of, merge_rules
from crawler.reading.pdf.sheet import Glyph, Rule, Sheet
from crawler.reading.pdf.text import run_on

#: A row is no lower than this.
LOWEST_ROW = 9.0
#: How much of a separator must be drawn for it to count.
DRAWN = 0.6
#: More places than this are a drawing.
MAX_UNITS = 20_000
#: A cell with more text is prose: its table only arranges the page.
LONGEST_CELL = 300


class Cell:
    """A cell of a table: its text, and the glyphs it came from; the same object in every place that it covers."""

    __slots__ = ("glyphs", "text")

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.glyphs: list[Glyph] = []


class Table:
    """A table on one page or, once joined, on several: ``xs`` are its columns' edges, ``rows`` its cells expanded.

    ``is_drawn`` says that lines part its columns, not room alone.
    ``open_top`` and ``open_bottom`` are the cells that a page break left without a line above or below.
    """

    def __init__(self, xs: list[float], ys: list[float], rows: list[list[Cell]], sheet: int) -> None:
        self.xs = xs
        self.y0, self.y1 = ys[0], ys[-1]
        self.rows = rows
        self.sheet = sheet
        self.is_drawn = True
        self.open_top: list[Cell] = []
        self.open_bottom: list[Cell] = []

    @property
    def x0(self) -> float:
        return self.xs[0]

    @property
    def x1(self) -> float:
        return self.xs[-1]

    def cells(self) -> list[Cell]:
        """Every cell once, in reading order."""
        return list({id(cell): cell for row in self.rows for cell in row}.values())

    @property
    def glyphs(self) -> list[Glyph]:
        return [glyph for cell in self.cells() for glyph in cell.glyphs]

    @property
    def is_layout(self) -> bool:
        """Whether it is a frame around text and no table of its own: one column, next to nothing in it, or prose."""
        filled = [cell for cell in self.cells() if cell.text]
        return (
            len(self.xs) < 3
            or not any(len({id(cell) for cell in row}) > 1 for row in self.rows)
            or len(filled) < 2
            or self.has_prose
        )

    @property
    def has_prose(self) -> bool:
        """Whether a cell holds more than any cell of a table of figures does."""
        return any(len(cell.text) > LONGEST_CELL for cell in self.cells())


def find_tables(sheet: Sheet) -> tuple[list[Table], list[Glyph]]:
    """The lattices of a sheet from top to bottom with their text, and the glyphs that stand in none."""
    horizontal, vertical = merge_rules(sheet.horizontal), merge_rules(sheet.vertical)
    guessed = upright_lines(horizontal, vertical, sheet.glyphs)
    vertical += guessed
    tables: list[Table] = []
    left = sheet.glyphs
    groups = groups_of(horizontal, vertical, guessed)
    for group in sorted(groups, key=_area):  # inner tables take their text first
        table, left = _table(group, left, sheet.number)
        if table is not None:
            table.is_drawn = not any(rule in guessed for rule in group.vertical)
            tables.append(table)
    tables.sort(key=lambda table: (table.y0, table.x0))
    return tables, left


def _area(group: Group) -> float:
    x0, y0, x1, y1 = extent_of(group)
    return (x1 - x0) * (y1 - y0)


def edges(values: list[float]) -> list[float]:
    """Sorted values with those nearer than :data:`NARROWEST` to each other made one."""
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][0] < NARROWEST:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(cluster) / len(cluster) for cluster in out]


def _table(group: Group, glyphs: list[Glyph], sheet: int) -> tuple[Table | None, list[Glyph]]:
    """The table of a group of lines (``None`` where there is none), and the glyphs that it leaves."""
    x0, y0, x1, y1 = extent_of(group)
    xs = edges([x0, x1, *(rule.at for rule in group.vertical)])
    ys = edges([y0, y1, *(rule.at for rule in group.horizontal)])
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1 or width * height > MAX_UNITS:
        return None, glyphs
    units = _cells(xs, ys, group)
    rest: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        if x0 <= x <= x1 and y0 <= y <= y1:
            column = min(max(bisect_right(xs, x) - 1, 0), width - 1)
            row = min(max(bisect_right(ys, y) - 1, 0), height - 1)
            units[row][column].glyphs.append(glyph)
        else:
            rest.append(glyph)
    for cell in {id(cell): cell for line in units for cell in line}.values():
        cell.text = cell_text(cell.glyphs)
    # A blank row is one of the table's; what is lower than a line of text comes of lines drawn twice.
    rows = [
        line
        for line, top, bottom in zip(units, ys, ys[1:], strict=False)
        if bottom - top >= LOWEST_ROW or any(cell.text for cell in line)
    ]
    table = Table(xs, ys, rows or units, sheet)
    table.open_top = _open(table.rows[0], ys[0], xs, group.horizontal)
    table.open_bottom = _open(table.rows[-1], ys[-1], xs, group.horizontal)
    return table, rest


def _open(row: list[Cell], edge: float, xs: list[float], rules: list[Rule]) -> list[Cell]:
    """The cells of a row along an edge of the table that no line closes there."""
    lines = [rule for rule in rules if abs(rule.at - edge) < NARROWEST]
    places = zip(row, xs, xs[1:], strict=False)
    return [cell for cell, left, right in places if not any(_covers(rule, left, right) for rule in lines)]


def cell_text(glyphs: list[Glyph]) -> str:
    """The text of a cell: its lines as they read on."""
    turned = [glyph for glyph in glyphs if glyph.turned]
    if len(turned) * 2 > len(glyphs):  # text turned on its side reads as it was written
        return "".join(line for glyph in turned for line in glyph.text.split())
    text = ""
    for line in lines_of(glyphs):
        text = run_on(text, line.text.replace("\u3000", " "))
    return text


def _cells(xs: list[float], ys: list[float], group: Group) -> list[list[Cell]]:
    """The unit cells of a lattice, those without a line between them made one cell."""
    width, height = len(xs) - 1, len(ys) - 1
    below = [[False] * width for _ in range(height)]  # a line under the unit
    beside = [[False] * width for _ in range(height)]  # a line to the right of the unit
    for rule in group.horizontal:
        edge = _nearest(ys, rule.at)
        for column in range(width):
            if 0 < edge < height and _covers(rule, xs[column], xs[column + 1]):
                below[edge - 1][column] = True
    for rule in group.vertical:
        edge = _nearest(xs, rule.at)
        for row in range(height):
            if 0 < edge < width and _covers(rule, ys[row], ys[row + 1]):
                beside[row][edge - 1] = True
    taken: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if taken[row][column] is None:
                _spread(row, column, below, beside, taken)
    return [[cell or Cell() for cell in line] for line in taken]


def _spread(
    row: int, column: int, below: list[list[bool]], beside: list[list[bool]], taken: list[list[Cell | None]]
) -> None:
    """Gives a new cell the greatest rectangle from its upper left unit on that no line crosses."""
    height, width = len(taken), len(taken[0])
    right = column
    while right + 1 < width and not beside[row][right] and taken[row][right + 1] is None:
        right += 1
    bottom = row
    while bottom + 1 < height:
        under = bottom + 1
        if any(below[bottom][c] or taken[under][c] is not None for c in range(column, right + 1)):
            break
        if any(beside[under][c] for c in range(column, right)):
            break
        bottom = under
    cell = Cell()
    for r in range(row, bottom + 1):
        taken[r][column : right + 1] = [cell] * (right + 1 - column)


def _nearest(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda i: abs(values[i] - value))


def _covers(rule: Rule, start: float, end: float) -> bool:
    return min(rule.end, end) - max(rule.start, start) >= DRAWN * (end - start)
