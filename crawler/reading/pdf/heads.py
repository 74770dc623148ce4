"""The columns of a table without lines: by which edge their figures stand below one another, and what names them.

Figures stand in the middle of their column, at its left or at its right; a name in the head does too, or stands in its
middle. What is wider than a column names several: those in whose middle (or from whose first) it stands.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from crawler.reading.pdf.lattice import Cell

#: How far figures of a column lie apart, in points; how far a name may reach out of its column.
_SAME, _OVER = 6.0, 2.0
#: Lines of one name are no further apart, in ems.
_NAME_LEADING = 1.7


class Word(NamedTuple):
    """Characters of a line without a gap between them."""

    text: str
    x0: float
    x1: float

    @property
    def middle(self) -> float:
        """Half way from its beginning to its end."""
        return (self.x0 + self.x1) / 2

    def at(self, edge: str) -> float:
        """Where the edge of it is by which its column goes."""
        return self.x0 if edge == "left" else self.x1 if edge == "right" else self.middle


class Columns(NamedTuple):
    """Columns of figures: ``edge`` (middle, left or right) is where they agree, ``places`` where that is."""

    edge: str
    places: list[float]

    def row(self, figures: list[Word]) -> list[Word | None] | None:
        """The figures of a row by columns, ``None`` for one left blank; ``None`` where a figure stands in none."""
        row: list[Word | None] = [None] * len(self.places)
        for word in figures:
            nearest = min(range(len(self.places)), key=lambda i: abs(self.places[i] - word.at(self.edge)))
            if abs(self.places[nearest] - word.at(self.edge)) > _SAME or row[nearest] is not None:
                return None
            row[nearest] = word
        return row

    def is_like(self, other: Columns) -> bool:
        """Whether two tables have the same columns."""
        return len(self.places) == len(other.places) and all(
            abs(x - y) <= _SAME for x, y in zip(self.places, other.places, strict=True)
        )

    def slots(self) -> list[tuple[float, float]]:
        """Between which places the name of each column may stand."""
        places = self.places
        before, after = places[0] - (places[1] - places[0]) * 1.1, places[-1] + (places[-1] - places[-2]) * 1.1
        if self.edge == "left":
            return [(a - _SAME, b) for a, b in pairwise([*places, after])]
        if self.edge == "right":
            return [(a, b + _SAME) for a, b in pairwise([before, *places])]
        edges = [places[0] - 30, *((a + b) / 2 for a, b in pairwise(places)), places[-1] + 40]
        return [(a - _OVER, b + _OVER) for a, b in pairwise(edges)]

    def named(self, word: Word) -> int | None:
        """The column that a word of the head stands in, ``None`` where it is wider than one."""
        return next((i for i, (a, b) in enumerate(self.slots()) if a <= word.x0 and word.x1 <= b + _OVER), None)

    def over(self, words: list[Word]) -> list[int]:
        """For each column the word (its index) of a line of the head that stands over it, -1 where none does.

        Each word has columns side by side that it stands over by the edge of the table, and the words are in order.
        """
        count = len(self.places)
        owners = [-1] * count
        if self.edge == "middle":
            first = 0
            for index, word in enumerate(words):
                spans = [
                    (a, b)
                    for a in range(first, count)
                    for b in range(a, count)
                    if abs((self.places[a] + self.places[b]) / 2 - word.middle) <= _SAME
                ]
                if not spans:
                    continue
                limit = self._last_before(words[index + 1 :], word)
                a, b = max((span for span in spans if span[1] <= limit), key=lambda s: s[1] - s[0], default=spans[0])
                owners[a : b + 1] = [index] * (b + 1 - a)
                first = b + 1
            return owners
        starts = [min(range(count), key=lambda i: abs(self.places[i] - word.at(self.edge))) for word in words]
        for index, start in enumerate(starts):
            if self.edge == "left":
                end = starts[index + 1] if index + 1 < len(starts) else count
                owners[start:end] = [index] * max(end - start, 0)
            else:
                begin = starts[index - 1] + 1 if index else 0
                owners[begin : start + 1] = [index] * max(start + 1 - begin, 0)
        return owners

    def _last_before(self, later: list[Word], word: Word) -> int:
        """The last column that a word can stand over: the next word over several must keep its own middle."""
        count = len(self.places)
        if not later:
            return count - 1
        reach = later[0]
        for a in range(count):
            for b in range(count - 1, a - 1, -1):
                if abs((self.places[a] + self.places[b]) / 2 - reach.middle) <= _SAME:
                    if self.places[a] > word.middle:
                        return a - 1
                    break
        return count - 1


def columns_of(first: list[Word], others: list[list[Word]]) -> Columns:
    """The columns of a row of figures, by the edge on which most other rows of as many figures agree with it."""
    best = Columns("middle", [word.middle for word in first])
    agreed = -1
    for edge in ("middle", "left", "right"):
        columns = Columns(edge, [word.at(edge) for word in first])
        apart = sum(
            sum(abs(word.at(edge) - place) for word, place in zip(row, columns.places, strict=True)) < _SAME
            and columns.row(row) is not None
            for row in others
            if len(row) == len(first)
        )
        if apart > agreed:
            best, agreed = columns, apart
    return best


class Head:
    """The head of a table, gathered line by line from the lowest: the names of its columns and of groups of them."""

    def __init__(self, columns: Columns, left: float) -> None:
        self.columns = columns
        self.left = left
        self.names = [""] * len(columns.places)
        self.heights = [0.0] * len(columns.places)
        self.groups: list[list[Cell]] = []

    @property
    def is_whole(self) -> bool:
        """Whether every column has a name."""
        return all(self.names)

    def add(self, line: list[Word], height: float) -> None:
        """A line above those added before, which stands at ``height`` (in ems, growing downwards).

        It goes on with names, or names groups: what stands apart over a name, and what is wider than a column.
        """
        line = [word for word in line if word.x1 > self.left - 4]
        groups: dict[int, Cell] = {}
        for index, word in enumerate(line):
            column = self.columns.named(word)
            if column is None or (self.names[column] and self.heights[column] - height > _NAME_LEADING):
                groups[index] = Cell(word.text)
                continue
            self.names[column] = word.text + self.names[column]
            self.heights[column] = height
        if groups:
            self.groups.insert(0, [groups.get(index) or Cell() for index in self.columns.over(line)])

    def rows(self) -> list[list[Cell]]:
        """The rows of the head, from the top."""
        return [*self.groups, [Cell(name) for name in self.names]]
