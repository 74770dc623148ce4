"""Rows of a table that are lines of text (逐行的表格): cells between pipes or tabs, blank ones too.

What a span covers is not written there, see :func:`aligned`.
"""

from __future__ import annotations

import re

from crawler.reading.markup import squash
from crawler.reading.tables import LONGEST_CELL, MAX_CELLS, MAX_COLUMNS

_RULER = re.compile(r"^:?-{3,}:?$")
_SEPARATOR = re.compile(r"^[\s|:=+_\-—－·.]*$")
#: A line of nothing but figures and strokes has no bullet: its first stroke is a cell.
FIGURES = re.compile(r"[\d,.，/\-—–－０-９无件条次个元万人% \u3000]+")
#: A row's label where nothing stands behind it, and how a heading ends, which is none.
LONGEST_LABEL = 60
_HEADING_END = re.compile(r"(?:情况|事项|概述|措施)$")
#: The head of a column of units: 单位, 计量单位.
_LONGEST_UNIT = 4
#: So many blank cells behind a label are no slip of the keyboard.
_FEWEST_BLANK = 3


def rows_end(lines: list[str], rows: list[list[str]], position: int) -> int:
    """The end of a run of lines that each are a row of a table; lines of nothing but pipes may stand between.

    A row that reads as a heading (一、主动公开情况) is one where the table goes on below it.
    """
    end = position
    while position < len(lines):
        if is_row(rows[position]):
            end = position + 1
        elif _is_blank_row(lines[position - 1 : position + 1], rows[position]):
            end = end if _HEADING_END.search("".join(rows[position])) else position + 1
        elif _heads_counts(rows[position - 1 : position + 2]):
            end = position + 1
        elif any(rows[position]) or "|" not in lines[position]:
            break
        position += 1
    return end


def is_row(cells: list[str]) -> bool:
    """Whether the cells of a line are those of a table: two or more, none of them prose."""
    return 2 <= len(cells) <= MAX_COLUMNS and sum(map(bool, cells)) >= 2 and max(map(len, cells)) <= LONGEST_CELL


def _is_blank_row(lines: list[str], cells: list[str]) -> bool:
    """Whether the last of two lines is a label alone whose figures were left blank: as many cells as in the line
    before, or many.
    """
    if len(lines) != 2 or sum(map(bool, cells)) != 1 or len("".join(cells)) > LONGEST_LABEL:
        return False
    before, line = lines
    return any(line.count(mark) == before.count(mark) > 0 or line.count(mark) >= _FEWEST_BLANK for mark in "|\t")


def _heads_counts(rows: list[list[str]]) -> bool:
    """Whether the second of three lines is a label alone above a row of a label, a unit and its count, and below
    another or their head, as the annex of 2014 has them (二、回应解读情况 between 条 and 次).
    """
    if [len(row) for row in rows] != [3, 1, 3] or not 0 < len(rows[1][0]) <= LONGEST_LABEL or "。" in rows[1][0]:
        return False
    (_, unit_above, _), _, (label, unit, count) = rows
    units = 0 < len(unit) <= 2 and 0 < len(unit_above) <= _LONGEST_UNIT
    return units and not FIGURES.fullmatch(label) and FIGURES.fullmatch(count) is not None


def whole_rows(lines: list[str]) -> list[list[str]]:
    """The cells of a table's lines, blank ones too; the marks around a row, where all rows have them, are no cells."""
    parted = [line.strip(" \u3000").split("|" if "|" in line else "\t", MAX_COLUMNS)[:MAX_COLUMNS] for line in lines]
    rows = [[squash(cell) for cell in row] for row in parted]
    rows = [[_without_debris(cell) for cell in row] for row in rows]
    if all("|" in line and not row[0] for line, row in zip(lines, rows, strict=True)):
        rows = [row[1:] for row in rows]
    if not any(row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def aligned(rows: list[list[str]]) -> list[list[str]]:
    """Rows that a label lacks, which spans them from above, moved to the right, so that their figures stand under
    those of the widest rows: they have as many, blank ones counted. So is a head with as many cells as such rows below.
    """
    width = max(map(len, rows))
    if width * len(rows) > MAX_CELLS:
        return rows
    figures = max((_figures(row) for row in rows if len(row) == width), default=0)
    shifts: list[int] = []
    moved: dict[int, int] = {}  # how far the next row of figures below moved, by its length
    for row in reversed(rows):
        if count := _figures(row):
            moved[len(row)] = width - len(row) if count == figures else 0
        shifts.append(moved.get(len(row), 0))
    return [[""] * shift + row for shift, row in zip(reversed(shifts), rows, strict=True)]


def _figures(row: list[str]) -> int:
    """How many cells at the end of a row are figures, strokes or blank; 0 where the row has no words."""
    words = (count for count, cell in enumerate(reversed(row)) if cell and FIGURES.fullmatch(cell) is None)
    return next(words, 0)


def cells_of(line: str) -> list[str]:
    """The cells of a line of a text table, or the one line that it is."""
    mark = "|" if "|" in line else "\t" if "\t" in line.strip() else ""
    if not mark:
        return ["" if _SEPARATOR.match(line) else squash(line)]
    cells = [squash(cell) for cell in line.split(mark)]
    if mark == "|" and cells and not cells[0]:
        cells.pop(0)
    while cells and not cells[-1]:
        cells.pop()
    if all(_RULER.match(cell) for cell in cells):
        return [""]
    return [_without_debris(cell) for cell in cells] or [""]


def _without_debris(cell: str) -> str:
    """A cell that is nothing but marks is blank; a stroke says something."""
    return "" if _SEPARATOR.match(cell) and cell.strip("-—－") else cell
