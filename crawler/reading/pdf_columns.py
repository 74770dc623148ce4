"""The order in which a page is read (阅读顺序): one column, two (双栏), and tables whose columns have no lines."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import NamedTuple

from crawler.reading.pdf_lattice import Cell, Table
from crawler.reading.pdf_lines import Line, Piece, lines_of
from crawler.reading.pdf_sheet import Glyph

Item = Line | Table

#: Two columns of text: so many lines in each, at least so many characters in the middle one of them.
_LEAST_LINES = 6
_LEAST_CHARS = 8
#: A table without lines: so many rows one after the other whose pieces stand below one another.
_LEAST_ROWS = 4
_SHORT = 14
#: At how many places across a page a gutter is looked for.
_STEPS = 60


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


def with_aligned(items: list[Item]) -> list[Item]:
    """The items with runs of lines whose pieces stand in common columns made tables.

    Only where that is plain: every row's pieces fall into columns of their own and most cells are short. All else
    stays lines.
    """
    out: list[Item] = []
    run: list[Line] = []
    for item in [*items, None]:
        if isinstance(item, Line) and len(item.pieces) > 1:
            run.append(item)
            continue
        table = _aligned(run)
        out += run if table is None else [table]
        run = []
        if item is not None:
            out.append(item)
    return out


def _aligned(run: list[Line]) -> Table | None:
    if len(run) < _LEAST_ROWS:
        return None
    spans: list[list[float]] = []
    for x0, x1 in sorted((piece.x0, piece.x1) for line in run for piece in line.pieces):
        if spans and x0 <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], x1)
        else:
            spans.append([x0, x1])
    if len(spans) < 2:
        return None
    rows: list[list[Cell]] = []
    for line in run:
        row = [Cell() for _ in spans]
        for piece in line.pieces:
            column = next(i for i, span in enumerate(spans) if span[0] <= piece.x0 <= span[1])
            if row[column].text:
                return None
            row[column].text = piece.text
        rows.append(row)
    cells = [cell.text for row in rows for cell in row if cell.text]
    if len(cells) * 3 < 2 * len(rows) * len(spans) or sum(len(text) <= _SHORT for text in cells) * 3 < 2 * len(cells):
        return None
    middles = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
    xs = [spans[0][0], *middles, spans[-1][1]]
    ys = [run[0].y0, *(line.y0 for line in run[1:]), run[-1].y1]
    return Table(xs, ys, rows, run[0].sheet)
