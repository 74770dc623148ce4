"""Statutory tables as lines of cells between pipes (逐行的表格), blank cells among them: put back into grids.

Without blank cells :mod:`crawler.report.forms.flat` reads such lines by their labels and figures; a blank cell leaves
nothing that could be counted, but its pipes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.reading.text_rows import aligned, cells_of, is_row, rows_end, whole_rows
from crawler.records import Block, Grid, GridCell, Page
from crawler.report.forms.labels import value_of

_PIPE = "|"
_BLANK = re.compile(r"\|\s*(?:\||$)")
#: A head has so many labels in a line.
_FEWEST = 2


def with_parted(page: Page, blocks: list[Block], is_label: Callable[[str], bool]) -> list[Block]:
    """``blocks`` with runs of parted lines that have blank cells as grids (added to ``page.grids``).

    ``is_label`` knows the labels of the forms.
    """
    if sum(block.grid < 0 and _PIPE in block.text for block in blocks) < 2:
        return blocks
    lines: list[str] = []
    above: list[str] = []
    for block in blocks:
        line = "" if block.grid >= 0 else _parted(block.text, above, is_label)
        head = lines[-1].split() if lines and not above and _PIPE in line else []
        if len(head) > _FEWEST and len(head) == len(cells_of(line)) and _PIPE not in lines[-1]:
            lines[-1] = _PIPE.join(head)
        if _PIPE not in line:
            above = []
        elif _PIPE in block.text or not above:
            above = line.strip().split(_PIPE)
        lines.append(line)
    rows = [cells_of(line) for line in lines]
    out: list[Block] = []
    position = 0
    while position < len(blocks):
        parted = _PIPE in lines[position] and is_row(rows[position])
        end = rows_end(lines, rows, position) if parted else position
        found = whole_rows(lines[position:end]) if end - position > 1 else []
        blank = any(_BLANK.search(block.text) for block in blocks[position:end])
        if found and blank and any(is_label(cell) for row in found for cell in row[:2]):
            page.grids.append(Grid(_cells(aligned(found))))
            like = blocks[position]
            out.append(Block("", "table", like.depth, grid=len(page.grids) - 1))
            position = end
        else:
            out.append(blocks[position])
            position += 1
    return out


def _parted(text: str, above: list[str], is_label: Callable[[str], bool]) -> str:
    """A line with its pipes, below one that has the cells ``above``.

    Labels alone have blank cells behind them; words and figures that were parted by single tabs, none blank, have as
    many figures as the line above, or as many cells.
    """
    if _PIPE in text or "。" in text:
        return text
    cells = text.split()
    if not above and len(cells) < _FEWEST:
        return text
    if all(map(is_label, cells)):
        return _PIPE.join(cells) + (_PIPE * max(len(above) - len(cells), 1) if above else "")
    figures = _figures(cells)
    same = above and figures and (figures == _figures(above) or len(cells) == len(above))
    return _PIPE.join(cells) if same else text


def _figures(cells: list[str]) -> int:
    """How many cells behind the words of a line are figures or blank; of a head, those behind its corner."""
    behind = enumerate(reversed(cells))
    return next((at for at, cell in behind if value_of(cell.strip()).state == "text"), 0) or len(cells) - 1


def _cells(rows: list[list[str]]) -> list[list[GridCell]]:
    width = max(map(len, rows))
    return [
        [GridCell(row[at] if at < len(row) else "", number, at) for at in range(width)]
        for number, row in enumerate(rows)
    ]
