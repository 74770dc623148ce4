"""Rows of cells as the readers of forms take them: a span once, the right way up, in one piece, without what counts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from crawler.records import GridCell
from crawler.report.forms.labels import facts, known, match, value_of

Rows = list[list[GridCell]]

#: Fewer figures in a row do not count rows. So many do wherever they begin, though some are blank or misread.
_LEAST_COUNTED, _MANY_COUNTED = 3, 8


def counts(cells: Iterable[GridCell], *, many: bool = False) -> bool:
    """Whether the figures of a row or column only count (栏次 1 2 3); ``many``: enough of them to be certain."""
    numbers = _numbers(cells)
    ones = sum(later - number == 1.0 for number, later in pairwise(numbers))
    if len(numbers) >= _MANY_COUNTED and ones * 5 >= len(numbers) * 4:
        return True
    return not many and ones >= _LEAST_COUNTED and ones == len(numbers) - 1 and numbers[0] in (0.0, 1.0)


def go_up_by_one(cells: Iterable[GridCell]) -> bool:
    """Whether each figure of a column is one more than the last, wherever they begin."""
    numbers = _numbers(cells)
    return len(numbers) > _LEAST_COUNTED and all(later - number == 1.0 for number, later in pairwise(numbers))


def _numbers(cells: Iterable[GridCell]) -> list[float]:
    return [number for cell in cells if (number := value_of(cell.text).number) is not None]


def distinct(row: Iterable[GridCell]) -> list[GridCell]:
    """The cells of a row, a spanned one once."""
    cells: list[GridCell] = []
    for cell in row:
        if not cells or cell is not cells[-1]:
            cells.append(cell)
    return cells


def has_figures(cells: Iterable[GridCell]) -> bool:
    """Whether any of the cells holds a number."""
    return any(value_of(cell.text).state == "number" for cell in cells)


def transposed(rows: Rows) -> Rows:
    """The table lying on its other side."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else []


def one_below_other(rows: Rows) -> Rows:
    """A table that was folded, its second half printed beside the first under the same head, in one piece again."""
    width = len(rows[0]) // 2
    head = [cell.text for cell in rows[0]]
    if len(rows[0]) % 2 or len(set(head[:width])) < _LEAST_COUNTED or head[:width] != head[width:]:
        return rows
    return [row[:width] for row in rows] + [row[width:] for row in rows[1:]]


def rejoined(rows: Rows, form: str) -> Rows:
    """The rows of a form with a label that was cut over two of them in one again: one of them has no figures."""
    joined: Rows = []
    for row in rows:
        whole = _whole(joined[-1], row, form) if joined else None
        if whole is None:
            joined.append(row)
        else:
            joined[-1] = whole
    return joined


def _whole(above: list[GridCell], below: list[GridCell], form: str) -> list[GridCell] | None:
    """Two rows as one where their labels are none, but one together."""
    column = next((i for i, cell in enumerate(below) if cell.text), -1)
    if (
        column < 0
        or known(below[column].text, form, "rows")
        or above[column] is below[column]
        or above[column].span[1] != below[column].span[1]
    ):
        return None
    first, last = above[column].text, below[column].text
    if not first or value_of(last).state != "text" or known(first, form, "rows"):
        return None
    if known(first + last, form, "rows") is None:
        return None
    rest = [[cell.text for cell in row if cell.text not in (first, last)] for row in (above[column:], below[column:])]
    if any(rest[0]) and any(rest[1]):
        return None
    label = GridCell(first + last, above[column].row, column, span=above[column].span)
    figures = below if any(rest[1]) else above
    return [*above[:column], *(label if cell.text in (first, last) else cell for cell in figures[column:])]


def without_ordinals(rows: Rows, end: int, *, many: bool = False) -> Rows:
    """The rows without columns before ``end`` that only count them (行次); ``many`` as for :func:`counts`."""
    width = min(end, len(rows[0]))
    counting = {index for index in range(width) if counts(distinct(row[index] for row in rows), many=many)}
    return [[cell for i, cell in enumerate(row) if i not in counting] for row in rows] if counting else rows


@lru_cache(maxsize=128)
def labels_in(texts: frozenset[str], form: str, part: str) -> frozenset[str]:
    """The keys of a form whose labels stand anywhere in a table; ``texts`` are the words in its cells.

    A form is printed with the same labels in most reports.
    """
    return frozenset(key for text in texts if (key := match(text, form, part)) is not None)


def needed(form: str, part: str) -> int:
    """How many labels of a form a table must have to be that form."""
    return int(facts()[form].get(f"{part}_needed", 1))
