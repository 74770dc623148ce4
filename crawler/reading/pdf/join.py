"""Tables over page breaks (跨页表格): the parts of one table are put together again, rows that a break cut included."""

from __future__ import annotations

import re
from itertools import pairwise

from crawler.reading.pdf.lattice import Cell, Table, edges
from crawler.reading.pdf.text import run_on
from crawler.records import Grid, GridCell

#: How far the edges of two parts may lie apart, in points.
SAME_EDGE = 6.0
#: Header rows that a part may repeat.
_MOST_HEADER_ROWS = 6
#: The padding of a cell, left and right together, in points.
_PADDING = 12.0
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、])")
#: Signs that begin no label.
_NEVER_FIRST = "）)】》、，。；：”"
_FIGURE = re.compile(r"^\s*(?:[-+]?[\d,，.％%]+|[/／\\—–-]+|无)\s*$")


def continues(upper: Table, lower: Table) -> bool:
    """Whether two parts on following pages can be one table: the same width, and columns that agree."""
    shift = lower.x0 - upper.x0
    if abs((lower.x1 - lower.x0) - (upper.x1 - upper.x0)) > 2 * SAME_EDGE or abs(shift) > 60:
        return False
    upper_xs, lower_xs = _aligned(upper, lower)
    inner_upper, inner_lower = upper_xs[1:-1], [x - shift for x in lower_xs[1:-1]]
    if not inner_upper or not inner_lower:
        return True
    shared = sum(any(abs(a - b) <= SAME_EDGE for b in inner_upper) for a in inner_lower)
    return shared * 2 >= min(len(inner_upper), len(inner_lower))


def _aligned(upper: Table, lower: Table) -> tuple[list[float], list[float]]:
    """The edges of both parts; columns that room alone parts have the same on both, where all print leaves room."""
    upper_xs, lower_xs = list(upper.xs), list(lower.xs)
    if upper.is_drawn or lower.is_drawn or len(upper_xs) != len(lower_xs):
        return upper_xs, lower_xs
    shift = lower.x0 - upper.x0
    for at in range(1, len(upper_xs) - 1):
        above, below = _room(upper, at), _room(lower, at)
        left, right = max(above[0], below[0] - shift), min(above[1], below[1] - shift)
        if left < right:
            upper_xs[at] = min(max(upper_xs[at], left), right)
            lower_xs[at] = upper_xs[at] + shift
    return upper_xs, lower_xs


def _room(table: Table, edge: int) -> tuple[float, float]:
    """Between which places the edge of a column could stand."""
    cells = [(columns[0], columns[-1], cell) for row in table.rows for cell in row if (columns := _columns(row, cell))]
    left = [glyph.x1 for _, last, cell in cells if last < edge for glyph in cell.glyphs]
    right = [glyph.x0 for first, _, cell in cells if first >= edge for glyph in cell.glyphs]
    return max(left, default=table.x0), min(right, default=table.x1)


def join(upper: Table, lower: Table) -> None:
    """Adds ``lower`` to ``upper``: on common columns, without repeated header rows, a broken row made whole."""
    shift = lower.x0 - upper.x0
    upper.xs, lower_xs = _aligned(upper, lower)
    lower.xs = [x - shift for x in lower_xs]
    xs = edges_of(upper.xs, lower.xs)
    upper.rows, lower_rows = _on(xs, upper), _on(xs, lower)
    upper.xs = xs
    del lower_rows[: _repeated(upper.rows, lower_rows)]
    if lower_rows and upper.rows:
        _carry_on(upper.rows, lower_rows)
        _mend_header(xs, upper.rows[-1], lower_rows)
        if _is_cut(xs, upper.rows[-1], lower_rows[0]):
            _mend(upper.rows[-1], lower_rows.pop(0))
    upper.rows.extend(lower_rows)


def edges_of(first: list[float], second: list[float]) -> list[float]:
    """The edges of both, those of ``second`` that are the same as one of ``first`` only once."""
    new = [x for x in second if all(abs(x - other) > SAME_EDGE for other in first)]
    return edges(first + new)


def _on(xs: list[float], table: Table) -> list[list[Cell]]:
    """A table's rows on finer columns: each column of ``xs`` shows the cell in which its middle lies."""
    places = []
    for left, right in pairwise(xs):
        middle = (left + right) / 2
        inside = sum(x <= middle for x in table.xs) - 1
        places.append(min(max(inside, 0), len(table.xs) - 2))
    return [[row[place] for place in places] for row in table.rows]


def _texts(row: list[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _repeated(upper: list[list[Cell]], lower: list[list[Cell]]) -> int:
    """How many rows at the top of ``lower`` repeat the header of ``upper``."""
    for count in range(min(_MOST_HEADER_ROWS, len(upper) - 1, len(lower)), 0, -1):
        head = [_texts(row) for row in upper[:count]]
        if head == [_texts(row) for row in lower[:count]] and any(text for row in head for text in row):
            figures = any(_FIGURE.match(text) for row in head for text in row if text)
            return 0 if figures else count
    return 0


def _columns(row: list[Cell], cell: Cell) -> list[int]:
    return [i for i, other in enumerate(row) if other is cell]


def _carry_on(upper: list[list[Cell]], lower: list[list[Cell]]) -> None:
    """Cells that a page break cut in two become one again: the label cells that span rows on both sides of it.

    One part is empty, or the lower one holds the rest of their text; it stands left of the first label of its row.
    """
    last, first = upper[-1], lower[0]
    column = 0
    while column < len(first):
        cell = first[column]
        columns = _columns(first, cell)
        above = last[column]
        spans = len(lower) > 1 and lower[1][column] is cell
        if _columns(last, above) != columns or (above.text and _FIGURE.match(above.text)):
            return
        if cell.text:
            goes_on = cell.text[0] in _NEVER_FIRST or _NUMBERED.match(above.text)
            rest = spans and not _NUMBERED.match(cell.text) and goes_on
            moved = not above.text and (spans or (len(upper) > 1 and upper[-2][column] is above))
            if not (rest or moved) or columns[-1] == len(first) - 1:
                return
            above.text = run_on(above.text, cell.text)
        elif not spans and not _is_label(next((other.text for other in first[columns[-1] + 1 :] if other.text), "")):
            return  # a figure that was left blank, or a blank row
        above.glyphs += cell.glyphs
        for row in lower:
            for i in columns:
                if row[i] is cell:
                    row[i] = above
        column = columns[-1] + 1


def _is_label(text: str) -> bool:
    return bool(text) and not _FIGURE.match(text)


def _is_cut(xs: list[float], last: list[Cell], first: list[Cell]) -> bool:
    """Whether ``first`` is the rest of the row ``last``.

    Then both have the same cells, one label at most has a number, figures stand on one side only, and where the label
    goes on, its last line before the break was full.
    """
    if [_columns(last, cell) for cell in last] != [_columns(first, cell) for cell in first]:
        return False
    own = [
        (upper, lower)
        for upper, lower in zip(last, first, strict=True)
        if upper is not lower and not (upper.text == lower.text == "—")  # the mark —— broken in two
    ]
    if not any(upper.text for upper, _ in own):
        return False
    if any(upper.text and _FIGURE.match(lower.text) for upper, lower in own):
        return False
    if any(_FIGURE.match(upper.text) for upper, _ in own) and any(_FIGURE.match(lower.text) for _, lower in own):
        return False
    rests = [(upper, lower) for upper, lower in own if lower.text and not _FIGURE.match(lower.text)]
    return all(
        upper.text and not _NUMBERED.match(lower.text) and _is_full(upper, _width(xs, last, upper))
        for upper, lower in rests
    )


def _mend_header(xs: list[float], last: list[Cell], lower: list[list[Cell]]) -> None:
    """Makes header cells whole that span rows on both sides of a break between the rows of a header.

    Such rows hold no figures and differ in their columns; a cell that goes on was full, or one of its parts is empty.
    """
    first = lower[0]
    if any(_FIGURE.match(cell.text) for cell in (*last, *first)):
        return
    shared = [
        (a, b) for a, b in zip(last, first, strict=True) if a is not b and _columns(last, a) == _columns(first, b)
    ]
    if len(shared) == len(first) or not any(cell.text for cell in first):
        return
    for upper, rest in dict.fromkeys(shared):
        both = upper.text and rest.text
        if both and (_NUMBERED.match(rest.text) or not _is_full(upper, _width(xs, last, upper))):
            continue
        upper.text = run_on(upper.text, rest.text)
        upper.glyphs += rest.glyphs
        for row in lower:
            row[:] = [upper if cell is rest else cell for cell in row]


def _width(xs: list[float], row: list[Cell], cell: Cell) -> float:
    columns = _columns(row, cell)
    return xs[columns[-1] + 1] - xs[columns[0]]


def _is_full(cell: Cell, width: float) -> bool:
    """Whether the last line of a cell leaves no room for another two characters, but for the cell's padding."""
    bottom = max((glyph.y1 for glyph in cell.glyphs), default=0.0)
    line = [glyph for glyph in cell.glyphs if bottom - glyph.y1 < 0.5 * glyph.size]
    if not line:
        return False
    size = max(glyph.size for glyph in line)
    return max(g.x1 for g in line) - min(g.x0 for g in line) >= width - 2.0 * size - _PADDING


def _mend(last: list[Cell], first: list[Cell]) -> None:
    done: set[int] = set()
    for cell, rest in zip(last, first, strict=True):
        if cell is not rest and id(rest) not in done:
            done.add(id(rest))
            cell.text = run_on(cell.text, rest.text)
            cell.glyphs += rest.glyphs


def grid_of(table: Table, block: int) -> Grid:
    """The Grid of a table: rows and columns in which no cell begins are left out."""
    rows = table.rows
    keep = [c for c in range(len(rows[0]) if rows else 0) if c == 0 or any(row[c] is not row[c - 1] for row in rows)]
    rows = [
        row for i, row in enumerate(rows) if i == 0 or any(a is not b for a, b in zip(row, rows[i - 1], strict=True))
    ]
    places: dict[int, list[tuple[int, int]]] = {}
    for number, row in enumerate(rows):
        for column, c in enumerate(keep):
            places.setdefault(id(row[c]), []).append((number, column))
    made: dict[int, GridCell] = {}
    cells: list[list[GridCell]] = []
    for row in rows:
        line = []
        for c in keep:
            key = id(row[c])
            if key not in made:
                at = places[key]
                top, left = min(p[0] for p in at), min(p[1] for p in at)
                span = (max(p[0] for p in at) - top + 1, max(p[1] for p in at) - left + 1)
                made[key] = GridCell(row[c].text, top, left, False, span)
            line.append(made[key])
        cells.append(line)
    return Grid(cells, block)
