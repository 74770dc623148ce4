"""The order in which a page is read (阅读顺序): one column, two (双栏), and tables whose columns have no lines."""

from __future__ import annotations

import re
from itertools import groupby, pairwise, zip_longest
from statistics import median
from typing import NamedTuple

from crawler.reading.pdf.lattice import Cell, Table
from crawler.reading.pdf.lines import Line, Piece, lines_of, words_of
from crawler.reading.pdf.sheet import Glyph
from crawler.reading.pdf.text import run_on

Item = Line | Table

#: Two columns of text: so many lines in each, at least so many characters in the middle one of them.
_LEAST_LINES = 6
_LEAST_CHARS = 8
#: A table without lines: so many rows one after the other whose pieces stand below one another.
_LEAST_ROWS = 4
_SHORT = 14
#: Lines that share this much of an em stand beside each other; lines of one cell are no further apart, in ems, and the
#: next row is further by this factor.
_BESIDE, _LEADING, _FARTHER = 0.2, 1.6, 1.15
#: So many lines in one piece may stand between two rows; rows are as far apart as usual, but for this factor; headings
#: stand no further in or out, in ems.
_MOST_HEADINGS, _EVEN, _INDENT = 3, 2.2, 2.5
#: At how many places across a page a gutter is looked for.
_STEPS = 60
_FIGURE = re.compile(r"[-+]?\d[\d,.%％]*|[/／\\—–-]{1,2}|无")


class Column(NamedTuple):
    """Items that stand one below the other; ``side`` is "left" or "right" of a gutter, "" for the whole width."""

    side: str
    items: list[Item]


def gutters(pages: list[list[Item]]) -> list[float | None]:
    """Where the gutter of each page's two columns runs, ``None`` for a page that has no columns.

    A page with too few lines to tell by itself (the end of a report, between two tables) goes by the other pages.
    """
    lines = [[item for item in page if isinstance(item, Line)] for page in pages]
    found = [_gutter(page) for page in lines]
    known = [gutter for gutter in found if gutter is not None]
    if not known:
        return found
    usual = median(known)
    return [
        gutter if gutter is not None or not _allows(page, usual) else usual
        for gutter, page in zip(found, lines, strict=True)
    ]


def _allows(lines: list[Line], gutter: float) -> bool:
    """Whether a page may have the gutter that others have: there is text beside it, and hardly any across it."""
    across = sum(_crosses(line, gutter) for line in lines)
    beside = sum(
        _side(piece.x0, piece.x1, gutter) for line in lines if not _crosses(line, gutter) for piece in line.pieces
    )
    return beside > 0 and across * 2 <= len(lines)


def in_order(items: list[Item], gutter: float | None) -> list[Column]:
    """The items of a page as columns to be read one after the other.

    What crosses the gutter (a title, a wide table) parts the page into bands; of each, left is read before right.
    """
    if gutter is None:
        return [Column("", items)]
    columns: list[Column] = []
    band: tuple[list[Item], list[Item], list[Item]] = ([], [], [])
    wide, left, right = band

    def close() -> None:
        for side, part in zip(("", "left", "right"), band, strict=True):
            if part:
                columns.append(Column(side, part.copy()))
                part.clear()

    for item in items:
        parts = _cut(item, gutter)
        if parts is None:
            if left or right:
                close()
            wide.append(item)
            continue
        if wide:
            close()
        left += parts[0]
        right += parts[1]
    close()
    return columns


def _gutter(lines: list[Line]) -> float | None:
    """Where the gutter of two columns runs, or ``None``: most lines end before it, begin after it or leave it free."""
    if len(lines) < _LEAST_LINES:
        return None
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    places = [x0 + (x1 - x0) * step / _STEPS for step in range(_STEPS // 4, _STEPS * 3 // 4 + 1)]
    crossing = [sum(_crosses(line, x) for line in lines) for x in places]
    free = [x for x, count in zip(places, crossing, strict=True) if count == min(crossing)]
    gutter = free[len(free) // 2]
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for line in lines:
        for piece in line.pieces:
            sides[_side(piece.x0, piece.x1, gutter)].append(piece)
    if min(crossing) * 3 > len(lines) or min(map(len, sides)) < _LEAST_LINES:
        return None
    if any(median(len(piece.text) for piece in side) < _LEAST_CHARS for side in sides):
        return None
    return gutter


def _side(x0: float, x1: float, gutter: float) -> int:
    return 0 if (x0 + x1) / 2 < gutter else 1


def _crosses(line: Line, x: float) -> bool:
    return any(piece.x0 < x < piece.x1 for piece in line.pieces)


def _cut(item: Item, gutter: float) -> tuple[list[Item], list[Item]] | None:
    """An item's left and right part, or ``None`` where it crosses the gutter."""
    if isinstance(item, Table):
        if item.x0 < gutter < item.x1:
            return None
        return ([item], []) if item.x1 <= gutter else ([], [item])
    if _crosses(item, gutter):
        return None
    sides: tuple[list[Glyph], list[Glyph]] = ([], [])
    for glyph in item.glyphs:
        sides[_side(glyph.x0, glyph.x1, gutter)].append(glyph)
    return list(lines_of(sides[0], item.sheet)), list(lines_of(sides[1], item.sheet))


class _Row:
    """Lines that make up one row: those that overlap in height. A figure may stand beside two lines of its label."""

    def __init__(self, line: Line) -> None:
        self.lines = [line]
        self.pieces = list(line.pieces)
        self.y0, self.y1 = line.y0, line.y1

    def overlaps(self, line: Line) -> bool:
        """Whether a line stands beside the row, not below it."""
        return line.y0 < self.y1 - _BESIDE * line.size

    def goes_on(self, line: Line, after: Line | None) -> bool:
        """Whether a line below is the rest of some of the row's cells: nearer to it than to what comes after."""
        step = line.y0 - self.lines[-1].y0
        if len(line.pieces) >= len(self.pieces) or step > _LEADING * line.size:
            return False
        far = after is None or after.y0 - line.y0 > _FARTHER * step
        return far and all(any(self._holds(own, piece, line.size) for own in self.pieces) for piece in line.pieces)

    def _holds(self, own: Piece, piece: Piece, size: float) -> bool:
        """Whether a piece stands below one of the row: the first one's column reaches to the next one."""
        end = self.pieces[1].x0 if own is self.pieces[0] else own.x1 + size
        return own.x0 - size <= piece.x0 and piece.x1 < end

    def add(self, line: Line) -> None:
        """Adds a line: what stands below a piece goes on with it."""
        self.lines.append(line)
        self.y1 = max(self.y1, line.y1)
        self.pieces += [
            piece for piece in line.pieces if not any(piece.x0 < own.x1 and own.x0 < piece.x1 for own in self.pieces)
        ]
        self.pieces.sort(key=lambda piece: piece.x0)


def with_aligned(items: list[Item]) -> list[Item]:
    """The items with runs of rows whose pieces stand in common columns made tables.

    Only where that is plain: every row's pieces fall into columns of their own and most cells are short. Lines in one
    piece between rows that end in figures are headings of the table where they stand at its left. All else stays lines.
    """
    out: list[Item] = []
    run: list[_Row] = []
    for item in [*_rows(items), None]:
        if isinstance(item, _Row):
            run.append(item)
            continue
        out += _set_run(run)
        run = []
        if item is not None:
            out.append(item)
    return out


def _set_run(run: list[_Row]) -> list[Item]:
    """The tables and lines of rows with no other table between them."""
    several = [at for at, row in enumerate(run) if len(row.pieces) > 1]
    out: list[Item] = []
    done = 0
    for first, last in _near(several):
        out += [line for row in run[done:first] for line in row.lines]
        rows = run[first : last + 1]
        table = _aligned(rows)
        if table is not None:
            out.append(table)
        else:
            for one in _without_gaps(rows):
                found = _aligned(one)
                out += [line for row in one for line in row.lines] if found is None else [found]
        done = last + 1
    return [*out, *(line for row in run[done:] for line in row.lines)]


def _near(places: list[int]) -> list[tuple[int, int]]:
    """Runs of rows in several pieces with no more than a few other lines between two, from and to."""
    runs: list[tuple[int, int]] = []
    for at in places:
        if runs and at - runs[-1][1] <= _MOST_HEADINGS + 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _without_gaps(rows: list[_Row]) -> list[list[_Row]]:
    """The rows in runs of those in several pieces, and of others."""
    return [list(run) for _, run in groupby(rows, key=lambda row: len(row.pieces) > 1)]


def _rows(items: list[Item]) -> list[_Row | Table]:
    """The items with their lines put together in rows."""
    rows: list[_Row | Table] = []
    for item, after in zip_longest(items, items[1:]):
        last = rows[-1] if rows else None
        if isinstance(item, Table):
            rows.append(item)
        elif isinstance(last, _Row) and (last.overlaps(item) or last.goes_on(item, _line(after))):
            last.add(item)
        else:
            rows.append(_Row(item))
    return rows


def _line(item: Item | None) -> Line | None:
    return item if isinstance(item, Line) else None


def _aligned(run: list[_Row]) -> Table | None:
    several = [row for row in run if len(row.pieces) > 1]
    if len(several) < _LEAST_ROWS:
        return None
    spans: list[list[float]] = []
    for x0, x1 in sorted((word.x0, word.x1) for row in several for line in row.lines for word in words_of(line)):
        if spans and x0 <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], x1)
        else:
            spans.append([x0, x1])
    if len(spans) < 2 or (len(several) < len(run) and not _has_headings(run, several, spans)):
        return None
    rows = [[Cell() for _ in spans] for _ in run]
    for row, cells in zip(run, rows, strict=True):
        if len(row.pieces) == 1:
            cells[0].text = row.lines[0].text
            continue
        for line in row.lines:
            if any(a.x0 >= left and b.x1 <= right for a, b in pairwise(line.pieces) for left, right in spans):
                return None  # what a wide gap parts stands in one column
            for word in words_of(line):
                cell = next(cell for cell, span in zip(cells, spans, strict=True) if span[0] <= word.x0 <= span[1])
                cell.text = run_on(cell.text, word.text) if cell.text else word.text
    texts = [cell.text for row, cells in zip(run, rows, strict=True) if len(row.pieces) > 1 for cell in cells]
    filled = [text for text in texts if text]
    if len(filled) * 3 < 2 * len(texts) or sum(len(text) <= _SHORT for text in filled) * 3 < 2 * len(filled):
        return None
    middles = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
    xs = [spans[0][0], *middles, spans[-1][1]]
    ys = [run[0].y0, *(line.y0 for line in run[1:]), run[-1].y1]
    table = Table(xs, ys, rows, run[0].lines[0].sheet)
    table.is_drawn = False
    return table


def _has_headings(run: list[_Row], several: list[_Row], spans: list[list[float]]) -> bool:
    """Whether the lines in one piece among rows of figures are headings: at the left, no longer than what is there, and
    no further from the rows than these from each other.
    """
    figures = sum(bool(_FIGURE.fullmatch(row.pieces[-1].text)) for row in several)
    steps = [below.y0 - above.y0 for above, below in pairwise(run)]
    headings = [row for row in run if len(row.pieces) == 1]
    return (
        figures * 3 >= 2 * len(several)
        and len(headings) <= len(several)
        and max(steps) <= _EVEN * median(steps)
        and all(len(row.lines) == 1 and _is_at_left(row.lines[0], several, spans) for row in headings)
    )


def _is_at_left(line: Line, rows: list[_Row], spans: list[list[float]]) -> bool:
    size = rows[0].lines[0].size
    inside = spans[0][0] - _INDENT * size <= line.x0 <= spans[0][0] + _INDENT * size and line.x1 <= spans[-1][0]
    return inside and abs(line.size - size) <= 0.1 * size
