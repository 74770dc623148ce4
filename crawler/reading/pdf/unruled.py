"""Tables without lines (无线表格) whose rows end in figures: the figures' columns tell the rest of the table.

Where several printed lines end in five figures or more that stand below one another, those are a table's rows; the
words to their left are labels, those above, within a column's width, its head. A label over several lines belongs to
the row in whose middle its figures stand. What is not wholly plain stays lines.
"""

from __future__ import annotations

import re
from itertools import pairwise

from crawler.reading.pdf.heads import Columns, Head, Word, columns_of
from crawler.reading.pdf.lattice import Cell, Table
from crawler.reading.pdf.lines import Line, words_of
from crawler.reading.pdf.text import run_on

Item = Line | Table

_FIGURE = re.compile(r"\d[\d,.]*|[/／—–-]{1,2}|无")
#: So many figures in a row.
_LEAST_FIGURES = 5
#: How far apart lines of one table are, in ems; how many lines its head has at most.
_LEADING, _MOST_HEAD = 3.2, 12
#: By so many lines below it a row's columns are told.
_LOOK = 30
#: A head may begin with so many lines of the page before.
_LINES_KEPT = 4
#: Places of a page at which a table is looked for.
_MOST_TRIES = 40
_HEADING = re.compile(r"[一二三四五六七八]、.{2,24}情况$")


class Before:
    """What is known of the page before: the columns of its last such table, which may go on without its head, where
    the labels of its groups end, and the lines at its end, which may be the first of a head.
    """

    def __init__(self) -> None:
        self.columns = Columns("", [])
        self.edge = float("-inf")
        self.last: list[list[Word]] = []


class _Row:
    """A row: its line, the words of its label, those of a group that spans rows, its figures."""

    def __init__(self, line: Line, labels: list[Word], figures: list[Word | None]) -> None:
        self.y = (line.y0 + line.y1) / 2
        self.figures = figures
        self.labels: list[tuple[float, Word]] = [(self.y, word) for word in labels]


def with_open_tables(items: list[Item], before: Before) -> list[Item]:
    """The items, lines that are such a table put together as one. ``before`` is brought up to date."""
    words = [
        [Word(word.text, word.x0, word.x1) for word in words_of(item)] if isinstance(item, Line) else []
        for item in items
    ]
    counts = [_figures(found) for found in words]
    last, before.last = before.last, words[-_LINES_KEPT:]
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
        found = _table(items, words, counts, at, done, before, last if not done else [])
        if found is None:
            at += 1
            continue
        table, start, end = found
        out += [*items[done:start], table]
        done = at = end
    return [*out, *items[done:]]


def _figures(words: list[Word]) -> int:
    """How many words at a line's end are figures."""
    count = 0
    for word in reversed(words):
        if not _FIGURE.fullmatch(word.text):
            break
        count += 1
    return count


def _table(
    items: list[Item],
    words: list[list[Word]],
    counts: list[int],
    first: int,
    least: int,
    before: Before,
    last: list[list[Word]],
) -> tuple[Table, int, int] | None:
    """The table whose first row of figures is item ``first``, and the items that it takes: from, to (exclusive).

    ``last`` are the lines at the end of the page before, where the page begins with this table.
    """
    count = counts[first]
    columns = columns_of(words[first][-count:], [found[-count:] for found in words[first + 1 : first + _LOOK]])
    goes_on = columns.is_like(before.columns)
    left = words[first][-count].x0
    rows, end = _rows(items, words, counts, first, columns)
    start, head = _head(items, words, counts, first, least, columns, left, last)
    if not rows or (head is None and not goes_on):
        return None
    # Words above the first row that stand left of its figures are its label, or that of the table's corner.
    _place_labels(items, words, range(start, end), rows, left)
    edge = max((word.x1 for row in rows for word in _groups_of(row)), default=float("-inf"))
    if goes_on:
        edge = max(edge, before.edge)
    before.columns, before.edge = columns, edge
    body = [_cells(row, edge) for row in rows]
    lines = [item for item in items[start:end] if isinstance(item, Line)]
    xs = [min(line.x0 for line in lines), max(min(edge, left - 2), lines[0].x0 + 1), left - 1]
    xs = [*xs, *((a + b) / 2 for a, b in pairwise(columns.places)), max(line.x1 for line in lines) + 1]
    sheet = lines[0].sheet
    return Table(sorted(xs), [lines[0].y0, lines[-1].y1], [*(head or []), *body], sheet), start, end


def _rows(
    items: list[Item], words: list[list[Word]], counts: list[int], first: int, columns: Columns
) -> tuple[list[_Row], int]:
    """The rows of figures from ``first`` on, and the item after the last line of the last one's label.

    A row may have blanks, where what it has stands in columns.
    """
    rows: list[_Row] = []
    end = first
    left = words[first][-counts[first]].x0
    for at in range(first, len(items)):
        line = items[at]
        above = items[at - 1] if at > first else line
        if not isinstance(line, Line) or not isinstance(above, Line):
            break
        if line.y0 - above.y0 > _LEADING * line.size or abs(line.size - above.size) > 0.2 * above.size:
            break
        count = min(counts[at], len(columns.places))
        figures = columns.row(words[at][len(words[at]) - count :]) if count else None
        if figures is not None:
            rows.append(_Row(line, words[at][: len(words[at]) - count], figures))
        elif any(word.x1 > left for word in words[at]) or (
            rows and line.y0 - above.y0 > 1.6 * line.size and not any(counts[at + 1 : at + 4])
        ):
            break
        end = at + 1
    return rows, end


def _head(
    items: list[Item],
    words: list[list[Word]],
    counts: list[int],
    first: int,
    least: int,
    columns: Columns,
    left: float,
    last: list[list[Word]],
) -> tuple[int, list[list[Cell]] | None]:
    """Where the table's head begins, and its rows; None where a column has no head."""
    head = Head(columns, left)
    start = first
    for at in range(first - 1, max(least, first - _MOST_HEAD) - 1, -1):
        line, below = items[at], items[at + 1]
        if not isinstance(line, Line) or not isinstance(below, Line) or counts[at] >= _LEAST_FIGURES:
            break
        far = below.y0 - line.y0 > _LEADING * line.size or abs(line.size - below.size) > 0.2 * below.size
        if far or _HEADING.fullmatch(line.text.replace("\u3000", "")):
            break
        head.add(words[at], line.y0 / max(line.size, 1.0))
        start = at
    if start == 0:
        for line_before in reversed(last):
            if head.is_whole or _figures(line_before) >= _LEAST_FIGURES:
                break
            head.add(line_before, float("-inf"))
    if not head.is_whole:
        return start, None
    return start, [[Cell(), Cell(), *row] for row in head.rows()]


def _place_labels(items: list[Item], words: list[list[Word]], lines: range, rows: list[_Row], left: float) -> None:
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


def _groups_of(row: _Row) -> list[Word]:
    """The words of a row's line before the last one: labels of groups that span rows."""
    on_line = [word for y, word in row.labels if y == row.y]
    return on_line[:-1]


def _cells(row: _Row, edge: float) -> list[Cell]:
    parts = ["", ""]
    for _, word in sorted(row.labels, key=lambda pair: (pair[0], pair[1].x0)):
        own = word.x1 > edge
        parts[own] = run_on(parts[own], word.text) if parts[own] else word.text
    return [Cell(parts[0]), Cell(parts[1]), *(Cell(word.text if word else "") for word in row.figures)]
