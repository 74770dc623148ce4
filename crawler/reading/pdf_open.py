"""Tables without lines (无线表格) whose rows end in figures: the figures' columns tell the rest of the table.

Where several printed lines end in five figures or more that stand below one another, those are a table's rows; the
words to their left are labels, those above, within a column's width, its head. A label over several lines belongs to
the row in whose middle its figures stand. What is not wholly plain stays lines.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from crawler.reading.pdf_lattice import Cell, Table
from crawler.reading.pdf_lines import Line
from crawler.reading.pdf_text import glyph_text, run_on

Item = Line | Table

_FIGURE = re.compile(r"\d[\d,.]*|[/／—–-]{1,2}|无")
#: So many figures in a row, so many rows of as many (of a wide table one is enough).
_LEAST_FIGURES, _LEAST_ROWS, _WIDE = 5, 3, 12
#: A gap that parts words, in ems; how far figures of a column lie apart, in points.
_GAP, _SAME = 0.6, 6.0
#: How far apart lines of one table are, in ems; how many lines its head has at most.
_LEADING, _MOST_HEAD = 3.2, 12
#: Places of a page at which a table is looked for.
_MOST_TRIES = 40
_HEADING = re.compile(r"[一二三四五六七八]、.{2,24}情况$")


class _Word(NamedTuple):
    text: str
    x0: float
    x1: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


class Before:
    """What is known of the last such table, which may go on on the next page without its head: the columns of its
    figures, and where the labels of groups end.
    """

    def __init__(self) -> None:
        self.columns: list[float] = []
        self.edge = float("-inf")


class _Row:
    """A row: its line, the words of its label, those of a group that spans rows, its figures."""

    def __init__(self, line: Line, words: list[_Word], count: int) -> None:
        self.y = (line.y0 + line.y1) / 2
        self.figures = words[-count:]
        self.labels: list[tuple[float, _Word]] = [(self.y, word) for word in words[:-count]]


def with_open_tables(items: list[Item], before: Before) -> list[Item]:
    """The items, lines that are such a table put together as one. ``before`` is brought up to date."""
    words = [_words(item) if isinstance(item, Line) else [] for item in items]
    counts = [_figures(found) for found in words]
    if max(counts, default=0) < _LEAST_FIGURES:
        return items
    out: list[Item] = []
    done = 0
    at = 0
    tries = _MOST_TRIES
    while at < len(items) and tries:
        if counts[at] < _LEAST_FIGURES:
            at += 1
            continue
        tries -= 1
        found = _table(items, words, counts, at, done, before)
        if found is None:
            at += 1
            continue
        table, start, end = found
        out += [*items[done:start], table]
        done = at = end
    return [*out, *items[done:]]


def _words(line: Line) -> list[_Word]:
    glyphs = line.glyphs
    if not glyphs:
        return []
    runs = [[glyphs[0]]]
    for before, glyph in pairwise(glyphs):
        if glyph.x0 - before.x1 > _GAP * max(line.size, 1.0):
            runs.append([])
        runs[-1].append(glyph)
    return [_Word("".join(glyph_text(g.text) for g in run), run[0].x0, max(g.x1 for g in run)) for run in runs]


def _figures(words: list[_Word]) -> int:
    """How many words at a line's end are figures."""
    count = 0
    for word in reversed(words):
        if not _FIGURE.fullmatch(word.text):
            break
        count += 1
    return count


def _table(
    items: list[Item], words: list[list[_Word]], counts: list[int], first: int, least: int, before: Before
) -> tuple[Table, int, int] | None:
    """The table whose first row of figures is item ``first``, and the items that it takes: from, to (exclusive)."""
    count = counts[first]
    columns = [word.middle for word in words[first][-count:]]
    left = words[first][-count].x0
    rows, end = _rows(items, words, counts, first, columns)
    goes_on = len(before.columns) == count and all(
        abs(x - y) <= _SAME for x, y in zip(before.columns, columns, strict=True)
    )
    if len(rows) < (1 if count >= _WIDE or goes_on else _LEAST_ROWS):
        return None
    start, head = _head(items, words, first, least, columns, left)
    if head is None:
        if not goes_on:
            return None
        head = []
    # Words above the first row that stand left of its figures are its label, or that of the table's corner.
    _place_labels(items, words, range(start, end), rows, left)
    edge = max((word.x1 for row in rows for word in _groups_of(row)), default=float("-inf"))
    if goes_on:
        edge = max(edge, before.edge)
    before.columns, before.edge = columns, edge
    body = [_cells(row, edge) for row in rows]
    lines = [item for item in items[start:end] if isinstance(item, Line)]
    xs = [min(line.x0 for line in lines), max(min(edge, left - 2), lines[0].x0 + 1), left - 1]
    xs = [*xs, *((a + b) / 2 for a, b in pairwise(columns)), max(line.x1 for line in lines) + 1]
    sheet = lines[0].sheet
    return Table(sorted(xs), [lines[0].y0, lines[-1].y1], [*head, *body], sheet), start, end


def _rows(
    items: list[Item], words: list[list[_Word]], counts: list[int], first: int, columns: list[float]
) -> tuple[list[_Row], int]:
    """The rows of figures from ``first`` on, and the item after the last line of the last one's label."""
    rows: list[_Row] = []
    end = first
    left = words[first][-len(columns)].x0
    for at in range(first, len(items)):
        line = items[at]
        above = items[at - 1] if at > first else line
        if not isinstance(line, Line) or not isinstance(above, Line):
            break
        if line.y0 - above.y0 > _LEADING * line.size or abs(line.size - above.size) > 0.2 * above.size:
            break
        if counts[at] >= len(columns):
            row = _Row(line, words[at], len(columns))
            if any(abs(word.middle - x) > _SAME for word, x in zip(row.figures, columns, strict=True)):
                break
            rows.append(row)
        elif any(word.x1 > left for word in words[at]) or (
            rows and line.y0 - above.y0 > 1.6 * line.size and not _more(counts, at, len(columns))
        ):
            break
        end = at + 1
    return rows, end


def _more(counts: list[int], at: int, count: int) -> bool:
    return any(other >= count for other in counts[at + 1 : at + 4])


def _head(
    items: list[Item], words: list[list[_Word]], first: int, least: int, columns: list[float], left: float
) -> tuple[int, list[list[Cell]] | None]:
    """Where the table's head begins, and its rows; None where a column has no head."""
    edges = [left - 30, *((a + b) / 2 for a, b in pairwise(columns)), columns[-1] + 40]
    names = [""] * len(columns)
    groups: list[list[Cell]] = []
    start = first
    for at in range(first - 1, max(least, first - _MOST_HEAD) - 1, -1):
        line, below = items[at], items[at + 1]
        if not isinstance(line, Line) or not isinstance(below, Line):
            break
        far = below.y0 - line.y0 > _LEADING * line.size or abs(line.size - below.size) > 0.2 * below.size
        if far or _HEADING.fullmatch(line.text.replace("\u3000", "")):
            break
        wide = []
        for word in words[at]:
            if word.x1 <= left - 4:
                continue
            column = next(
                (i for i in range(len(columns)) if edges[i] - 2 <= word.x0 and word.x1 <= edges[i + 1] + 2), None
            )
            if column is None:
                wide.append(word)
            else:
                names[column] = word.text + names[column]
        if wide:
            groups.insert(0, [Cell(), Cell(), *_over(wide, columns)])
        start = at
    if not all(names):
        return start, None
    return start, [*groups, [Cell(), Cell(), *map(Cell, names)]]


def _over(wide: list[_Word], columns: list[float]) -> list[Cell]:
    """The cells of a line of the head whose words stand over several columns each: those nearest to their middle."""
    cells = {id(word): Cell(word.text) for word in wide}
    apart = min((b.middle - a.middle for a, b in pairwise(wide)), default=float("inf"))
    near = [min(wide, key=lambda word: abs(word.middle - x)) for x in columns]
    return [
        cells[id(word)] if abs(word.middle - x) <= 0.55 * apart else Cell()
        for word, x in zip(near, columns, strict=True)
    ]


def _place_labels(items: list[Item], words: list[list[_Word]], lines: range, rows: list[_Row], left: float) -> None:
    """Gives each line of a label, that has no figures itself, to the row in whose reach it stands."""
    heights = {row.y for row in rows}
    for at in lines:
        line = items[at]
        assert isinstance(line, Line)
        y = (line.y0 + line.y1) / 2
        if y in heights or (y < rows[0].y and rows[0].y - y > 1.9 * line.size):
            continue
        nearest = min(rows, key=lambda row: abs(row.y - y))
        nearest.labels += [(y, word) for word in words[at] if word.x1 <= left]


def _groups_of(row: _Row) -> list[_Word]:
    """The words of a row's line before the last one: labels of groups that span rows."""
    on_line = [word for y, word in row.labels if y == row.y]
    return on_line[:-1]


def _cells(row: _Row, edge: float) -> list[Cell]:
    parts = ["", ""]
    for _, word in sorted(row.labels, key=lambda pair: (pair[0], pair[1].x0)):
        own = word.x1 > edge
        parts[own] = run_on(parts[own], word.text) if parts[own] else word.text
    return [Cell(parts[0]), Cell(parts[1]), *(Cell(word.text) for word in row.figures)]
