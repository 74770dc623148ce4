"""Ruling lines (表格线) of a page to tables: which cells there are and what they span.

Lengths are millimetres, x to the right and y down. Nothing here knows a format.
"""

from __future__ import annotations

from bisect import bisect_right

import msgspec

#: Lines closer than this are one (both sides of a thin filled bar); lines that miss each other by less do meet.
NEAR = 0.8
#: Bounds of what a page may draw, before and after lines in one row are joined: no statutory table comes near.
_MOST_LINES = 4000
_MOST_PAIRS = 250_000
_MOST_EDGES = 150


class Line(msgspec.Struct):
    """A horizontal line at y = ``at`` from x = ``low`` to ``high``, or a vertical one with x and y exchanged."""

    at: float
    low: float
    high: float


class RuledTable(msgspec.Struct):
    """A table by its lines: column edges ``xs``, row edges ``ys``, and for every place the cell over it.

    ``cells`` are (row, column, rows, columns); ``owner[row][column]`` is an index in it.
    """

    xs: list[float]
    ys: list[float]
    cells: list[tuple[int, int, int, int]] = []
    owner: list[list[int]] = []

    def cell_at(self, x: float, y: float) -> int:
        """The index of the cell around a point, or -1."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row][column]
        return -1


def find_tables(horizontal: list[Line], vertical: list[Line]) -> list[RuledTable]:
    """The tables that these lines draw, from the top; a mere frame around text is none."""
    if len(horizontal) > _MOST_LINES or len(vertical) > _MOST_LINES:
        return []
    across, down = _merged(horizontal), _merged(vertical)
    if len(across) * len(down) > _MOST_PAIRS:
        return []
    tables = []
    for rows, columns in _connected(across, down):
        table = _table(rows, columns)
        if table is not None and len(table.cells) > 1:
            tables.append(table)
    return sorted(tables, key=lambda table: table.ys[0])


def _merged(lines: list[Line]) -> list[Line]:
    """Lines that continue or cover each other as one."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.at):
        if groups and line.at - groups[-1][0].at <= NEAR:
            groups[-1].append(line)
        else:
            groups.append([line])
    merged: list[Line] = []
    for group in groups:
        at = sum(line.at for line in group) / len(group)
        first = len(merged)
        for line in sorted(group, key=lambda line: line.low):
            if len(merged) > first and line.low <= merged[-1].high + NEAR:
                merged[-1].high = max(merged[-1].high, line.high)
            else:
                merged.append(Line(at, line.low, line.high))
    return merged


def _connected(across: list[Line], down: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """The lines in groups that meet: each group one table."""
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, row in enumerate(across):
        for j, column in enumerate(down):
            meets = row.low - NEAR <= column.at <= row.high + NEAR and column.low - NEAR <= row.at <= column.high + NEAR
            if meets:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, row in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(column)
    return [(rows, columns) for rows, columns in groups.values() if len(rows) > 1 and columns]


def _edges(places: list[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > NEAR:
            edges.append(place)
    return edges


def _table(rows: list[Line], columns: list[Line]) -> RuledTable | None:
    # A table may be open at its sides: there its rows' ends are the edges.
    left, right = min(row.low for row in rows), max(row.high for row in rows)
    xs = _edges([left, right, *(column.at for column in columns)])
    ys = _edges([row.at for row in rows])
    if not 2 <= len(xs) <= _MOST_EDGES or not 2 <= len(ys) <= _MOST_EDGES:
        return None
    table = RuledTable(xs, ys, [], [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)])

    beside = [[line for line in columns if abs(line.at - x) <= NEAR] for x in xs]
    below = [[line for line in rows if abs(line.at - y) <= NEAR] for y in ys]

    def parted(column: int, row: int) -> bool:
        """Whether a line stands at the right of a place."""
        y = (ys[row] + ys[row + 1]) / 2
        return any(line.low <= y <= line.high for line in beside[column + 1])

    def closed(column: int, row: int) -> bool:
        """Whether a line lies below a place."""
        x = (xs[column] + xs[column + 1]) / 2
        return any(line.low <= x <= line.high for line in below[row + 1])

    width, height = len(xs) - 1, len(ys) - 1
    for row in range(height):
        for column in range(width):
            if table.owner[row][column] >= 0:
                continue
            last = column
            while last + 1 < width and table.owner[row][last + 1] < 0 and not parted(last, row):
                last += 1
            bottom = row
            while bottom + 1 < height and not any(closed(at, bottom) for at in range(column, last + 1)):
                bottom += 1
            for y in range(row, bottom + 1):
                for x in range(column, last + 1):
                    table.owner[y][x] = len(table.cells)
            table.cells.append((row, column, bottom - row + 1, last - column + 1))
    return table
