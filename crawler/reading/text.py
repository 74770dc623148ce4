"""Plain text to a Page: lines, and the pipe or tab debris that tables leave behind in it.

Two shapes of debris are undone. A row on one line, ``规章 | 0 | 0 |``, blank cells and all; what a span covers is not
written there, see :func:`_aligned`. And cells one below the other, as text extractors write them: each cell on a line
of its own with a pipe after it, a run of pipes for the empty cells that a span covers. There the width follows from
where such runs end, for they always fill up a row.
"""

from __future__ import annotations

import re
from math import gcd

from crawler.reading.markup import squash
from crawler.reading.tables import MAX_CELLS, MAX_COLUMNS
from crawler.records import Block, Finding, Grid, GridCell, Page

_BULLET = re.compile(r"^[•·●○◆■□▪▶►*\-–—]+(?=\s)|^[•·●◆■▪]+")
_RULER = re.compile(r"^:?-{3,}:?$")
_SEPARATOR = re.compile(r"^[\s|:=+_\-—－·.]*$")
#: A table row in text has at least two cells, none of them prose.
LONGEST_CELL = 300
#: A line of nothing but figures and strokes has no bullet: its first stroke is a cell.
_FIGURES = re.compile(r"[\d,.，/\-—–－０-９无件条次个元万人% \u3000]+")
_STROKES = frozenset(("-", "—", "——", "－", "–"))
#: A row's label where nothing stands behind it, and how a heading ends, which is none.
LONGEST_LABEL = 60
_HEADING_END = re.compile(r"(?:情况|事项|概述|措施)$")
#: The head of a column of units: 单位, 计量单位.
LONGEST_UNIT = 4
#: So many blank cells behind a label are no slip of the keyboard.
_FEWEST_BLANK = 3
MAX_LINES = 60_000
#: A table written cell below cell: its width at most, and its lines at least.
WIDEST = 40
_FEWEST_STACKED = 6


def read_text(text: str, url: str) -> Page:
    """The page of a plain text. Lines of cells become grids; runs of ``|`` vanish."""
    page = Page(url=url, format="text")
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        page.findings.append(
            Finding("truncated", f"文本过长,只读取前 {MAX_LINES} 行", "warning", f"{len(lines)} lines")
        )
        del lines[MAX_LINES:]
    rows = [_cells(line) for line in lines]
    _keep_strokes(lines, rows)
    position = tried = 0
    while position < len(lines):
        if position >= tried:
            tried = _stack_end(lines, position)
            if tried - position >= _FEWEST_STACKED and _add_stacked(page, lines[position:tried]):
                position = tried
                continue
        cells = rows[position]
        end = _rows_end(lines, rows, position) if _is_row(cells) else position
        if end - position >= 2:
            whole = [line for line, row in zip(lines[position:end], rows[position:end], strict=True) if any(row)]
            _add_grid(page, _aligned(_whole_rows(whole)))
            position = end
            continue
        if _is_row(cells) or len(cells) > MAX_COLUMNS:
            _add_line(page, " ".join(filter(None, cells)))
        else:
            for cell in cells:
                _add_line(page, cell)
        position += 1
    return page


def _keep_strokes(lines: list[str], rows: list[list[str]]) -> None:
    """A stroke on a line of its own, below a short line, is a cell and no ruler."""
    before = ""
    for position, line in enumerate(lines):
        text = line.strip()
        if text in _STROKES and 0 < len(before) <= LONGEST_LABEL and "。" not in before:
            rows[position] = [text]
        before = text or before


def _stack_end(lines: list[str], position: int) -> int:
    """The end of a run of lines that each hold one cell, or only pipes."""
    while position < len(lines) and _stacked(lines[position]) is not None:
        position += 1
    return position


def _stacked(line: str) -> tuple[str, int] | None:
    """``(cell, pipes)`` of a line that is one cell with a pipe or more after it, else ``None``."""
    text = line.strip()
    cell = text.rstrip("|")
    if len(cell) == len(text) or "|" in cell or "\t" in cell.rstrip():
        return None
    return squash(cell), len(text) - len(cell)


def _add_stacked(page: Page, lines: list[str]) -> bool:
    """Adds a table written cell below cell, if its rows can be told for certain; whether it was one."""
    cells: list[str] = []
    ends: list[int] = []
    for line in lines:
        found = _stacked(line)
        if found is None:
            return False
        cell, pipes = found
        if len(cell) > LONGEST_CELL or len(cells) + pipes > MAX_CELLS:
            return False
        if cell:
            cells.append(cell)
            pipes -= 1
        cells.extend([""] * pipes)
        if not cell or pipes:
            ends.append(len(cells))
    width = 0
    for end in ends:
        width = gcd(width, end)
    if not (2 <= width <= WIDEST and len(cells) % width == 0 and sum(map(bool, cells)) > width):
        return False
    _add_grid(page, [cells[i : i + width] for i in range(0, len(cells), width)])
    return True


def _rows_end(lines: list[str], rows: list[list[str]], position: int) -> int:
    """The end of a run of lines that each are a row of a table; lines of nothing but pipes may stand between.

    A row that reads as a heading (一、主动公开情况) is one where the table goes on below it.
    """
    end = position
    while position < len(lines):
        if _is_row(rows[position]):
            end = position + 1
        elif _is_blank_row(lines[position - 1 : position + 1], rows[position]):
            end = end if _HEADING_END.search("".join(rows[position])) else position + 1
        elif _heads_counts(rows[position - 1 : position + 2]):
            end = position + 1
        elif any(rows[position]) or "|" not in lines[position]:
            break
        position += 1
    return end


def _is_row(cells: list[str]) -> bool:
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
    units = 0 < len(unit) <= 2 and 0 < len(unit_above) <= LONGEST_UNIT
    return units and not _FIGURES.fullmatch(label) and _FIGURES.fullmatch(count) is not None


def _whole_rows(lines: list[str]) -> list[list[str]]:
    """The cells of a table's lines, blank ones too; the marks around a row, where all rows have them, are no cells."""
    parted = [line.strip(" \u3000").split("|" if "|" in line else "\t", MAX_COLUMNS)[:MAX_COLUMNS] for line in lines]
    rows = [[squash(cell) for cell in row] for row in parted]
    rows = [[_without_debris(cell) for cell in row] for row in rows]
    if all("|" in line and not row[0] for line, row in zip(lines, rows, strict=True)):
        rows = [row[1:] for row in rows]
    if not any(row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _aligned(rows: list[list[str]]) -> list[list[str]]:
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
    words = (count for count, cell in enumerate(reversed(row)) if cell and _FIGURES.fullmatch(cell) is None)
    return next(words, 0)


def _cells(line: str) -> list[str]:
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


def _add_line(page: Page, line: str) -> None:
    """Adds a squashed line, without the bullet that it begins with."""
    if _FIGURES.fullmatch(line) is None:
        line = _BULLET.sub("", line).strip()
    if line:
        page.blocks.append(Block(line, "p"))


def _add_grid(page: Page, rows: list[list[str]]) -> None:
    width = max(len(cells) for cells in rows)
    if width * len(rows) > MAX_CELLS:
        page.findings.append(Finding("truncated", "表格过大,只读取一部分", "warning", f"{len(rows)} rows"))
        del rows[MAX_CELLS // width :]
    grid = Grid(
        [
            [GridCell(cells[i] if i < len(cells) else "", number, i) for i in range(width)]
            for number, cells in enumerate(rows)
        ],
        len(page.blocks),
    )
    page.blocks.append(Block("", "table", grid=len(page.grids)))
    page.grids.append(grid)
