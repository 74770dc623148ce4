"""Plain text to a Page: lines, and the pipe or tab debris that tables leave behind in it.

Two shapes of debris are undone. A row on one line, ``规章 | 0 | 0 |``, blank cells and all, see
:mod:`crawler.reading.text_rows`. And cells one below the other, as text extractors write them: each cell on a line of
its own with a pipe after it, a run of pipes for the empty cells that a span covers. There the width follows from where
such runs end, for they always fill up a row.
"""

from __future__ import annotations

import re
from math import gcd

from crawler.reading.boxed import is_drawn, unboxed
from crawler.reading.markup import squash
from crawler.reading.tables import LONGEST_CELL, MAX_CELLS, MAX_COLUMNS
from crawler.reading.text_rows import FIGURES, LONGEST_LABEL, aligned, cells_of, is_row, rows_end, whole_rows
from crawler.records import Block, Finding, Grid, GridCell, Page

_BULLET = re.compile(r"^[•·●○◆■□▪▶►*\-–—]+(?=\s)|^[•·●◆■▪]+")
_STROKES = frozenset(("-", "—", "——", "－", "–"))
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
    if any(map(is_drawn, lines)):
        lines = unboxed(lines)
    rows = [cells_of(line) for line in lines]
    _keep_strokes(lines, rows)
    position = tried = 0
    while position < len(lines):
        if position >= tried:
            tried = _stack_end(lines, position)
            if tried - position >= _FEWEST_STACKED and _add_stacked(page, lines[position:tried]):
                position = tried
                continue
        cells = rows[position]
        end = rows_end(lines, rows, position) if is_row(cells) else position
        if end - position >= 2:
            whole = [line for line, row in zip(lines[position:end], rows[position:end], strict=True) if any(row)]
            _add_grid(page, aligned(whole_rows(whole)))
            position = end
            continue
        if is_row(cells) or len(cells) > MAX_COLUMNS:
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


def _add_line(page: Page, line: str) -> None:
    """Adds a squashed line, without the bullet that it begins with."""
    if FIGURES.fullmatch(line) is None:
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
