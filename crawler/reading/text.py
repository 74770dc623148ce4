"""Plain text to a Page: lines, and the pipe or tab debris that tables leave behind in it."""

from __future__ import annotations

import re

from crawler.reading.markup import squash
from crawler.records import Block, Grid, GridCell, Page

_BULLET = re.compile(r"^[•·●○◆■□▪▶►*\-–—]+(?=\s)|^[•·●◆■▪]+")
_SEPARATOR = re.compile(r"^[\s|:=+_\-—－·.]*$")
#: A table row in text has at least two cells, none of them prose.
LONGEST_CELL = 300
MAX_LINES = 60_000


def read_text(text: str, url: str) -> Page:
    """The page of a plain text. Lines of cells between ``|`` or tabs become grids; runs of ``|`` vanish."""
    page = Page(url=url, format="text")
    pending: list[tuple[int, list[str]]] = []

    def flush() -> None:
        """The rows gathered so far are a table if there are two of them, else one line."""
        if len(pending) >= 2:
            _add_grid(page, pending)
        else:
            for _, cells in pending:
                _add_line(page, "\u3000".join(filter(None, cells)))
        pending.clear()

    for number, line in enumerate(text.splitlines()[:MAX_LINES]):
        cells = _cells(line)
        if len(cells) >= 2 and max(map(len, cells)) <= LONGEST_CELL and sum(map(bool, cells)) >= 2:
            pending.append((number, cells))
            continue
        if not any(cells) and ("|" in line or not line.strip()):
            if "|" not in line:
                flush()
            continue
        flush()
        for cell in cells:
            _add_line(page, cell)
    flush()
    return page


def _cells(line: str) -> list[str]:
    """The cells of a line of a text table, or the one line that it is. Runs of empty cells count once."""
    mark = "|" if "|" in line else "\t" if "\t" in line.strip() else ""
    if not mark:
        return ["" if _SEPARATOR.match(line) else squash(line)]
    cells = [squash(cell) for cell in line.split(mark)]
    if cells and not cells[0]:
        cells.pop(0)
    while cells and not cells[-1]:
        cells.pop()
    return ["" if _SEPARATOR.match(cell) and cell.strip("-—－") else cell for cell in cells] or [""]


def _add_line(page: Page, line: str) -> None:
    line = squash(_BULLET.sub("", line))
    if line:
        page.blocks.append(Block(line, "p"))


def _add_grid(page: Page, rows: list[tuple[int, list[str]]]) -> None:
    width = max(len(cells) for _, cells in rows)
    grid = Grid(
        [
            [GridCell(cells[i] if i < len(cells) else "", number, i) for i in range(width)]
            for number, (_, cells) in enumerate(rows)
        ],
        len(page.blocks),
    )
    page.blocks.append(Block("", "table", grid=len(page.grids)))
    page.grids.append(grid)
