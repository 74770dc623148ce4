"""Statutory tables as lines of cells between pipes (逐行的表格), blank cells among them: put back into grids.

Without blank cells :mod:`crawler.report.forms.flat` reads such lines by their labels and figures; a blank cell leaves
nothing that could be counted, but its pipes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter

from crawler.reading.boxed import is_drawn, unboxed
from crawler.reading.text_rows import aligned, cells_of, is_row, rows_end, whole_rows
from crawler.records import Block, Grid, GridCell, Page
from crawler.report.forms.labels import match, value_of

_PIPE = "|"
_BLANK = re.compile(r"\|\s*(?:\||$)")
#: A head has so many labels in a line, which is no longer than this.
_FEWEST = 2
_LONGEST_HEAD = 200
_FORMS = ("requests", "reviews", "proactive", "annex2014")


def with_drawn(page: Page, blocks: list[Block]) -> list[Block]:
    """``blocks`` with runs of lines that draw a table with signs (│ ┼) as grids (added to ``page.grids``)."""
    drawn = [block.grid < 0 and is_drawn(block.text) for block in blocks]
    if not any(drawn):
        return blocks
    out: list[Block] = []
    for is_table, pairs in groupby(zip(drawn, blocks, strict=True), key=itemgetter(0)):
        run = [block for _, block in pairs]
        lines = unboxed([block.text for block in run]) if is_table else []
        if lines and len(found := whole_rows(lines)) > 1 and not any(map(is_drawn, lines)):
            page.grids.append(Grid(_cells(aligned(found))))
            run = [Block("", "table", run[0].depth, grid=len(page.grids) - 1)]
        out += run
    return out


def with_parted(page: Page, blocks: list[Block], is_label: Callable[[str], bool]) -> list[Block]:
    """``blocks`` with runs of parted lines that have blank cells as grids (added to ``page.grids``).

    ``is_label`` knows the labels of the forms.
    """
    if sum(block.grid < 0 and _PIPE in block.text for block in blocks) < 2:
        return blocks
    texts = _without_closing(["" if block.grid >= 0 else block.text for block in blocks])
    lines: list[str] = []
    above: list[str] = []
    for text in texts:
        line = _parted(text, above, is_label)
        head = lines[-1].split() if lines and not above and _PIPE in line else []
        if len(head) > _FEWEST and len(head) == len(cells_of(line)) and _PIPE not in lines[-1]:
            lines[-1] = _PIPE.join(head)
        if _PIPE not in line:
            above = []
        elif _PIPE in text or not above:
            above = line.strip().split(_PIPE)
        lines.append(line)
    rows = [cells_of(line) for line in lines]
    out: list[Block] = []
    position = 0
    while position < len(blocks):
        parted = _PIPE in lines[position] and is_row(rows[position])
        end = rows_end(lines, rows, position) if parted else position
        found = whole_rows(lines[position:end]) if end - position > 1 else []
        blank = any(_BLANK.search(text) for text in texts[position:end])
        if found and blank and any(is_label(cell) for row in found for cell in row[:2]):
            page.grids.append(Grid(_cells(aligned(found))))
            like = blocks[position]
            out.append(Block("", "table", like.depth, grid=len(page.grids) - 1))
            position = end
        else:
            out.append(blocks[position])
            position += 1
    return out


def _without_closing(texts: list[str]) -> list[str]:
    """The lines without the mark behind their last cell, where each row of a table has one: else it would be a blank
    cell more. So it is where rows have one cell more behind their words than the head over them names columns. Where
    one is before each row as well, :func:`whole_rows` sees to both.
    """
    found = list(texts)
    head, heads, rows = 0, list[int](), list[int]()
    for at, text in enumerate([*texts, ""]):
        columns = _columns_in(text)
        if _PIPE in text and columns < _FEWEST:
            rows.append(at)
        elif not text or "。" in text or columns:  # else it stands over some of the rows
            framed = all(texts[row].startswith(_PIPE) for row in rows)
            if head and not framed and all(_is_closed(texts[row], head) for row in rows):
                for row in (*heads, *rows):
                    found[row] = texts[row].rstrip().removesuffix(_PIPE)
            if rows or not columns:
                head, heads, rows = 0, [], []
            head += columns
            heads += [at] if columns else []
    return found


def _is_closed(text: str, count: int) -> bool:
    """Whether a row ends with a mark and, where it has figures, has a cell more than ``count`` behind its words."""
    states = [value_of(cell.strip()).state for cell in text.rstrip().split(_PIPE)]
    if states[-1] != "blank":
        return False
    behind = next((at for at, state in enumerate(reversed(states)) if state == "text"), len(states))
    return behind == count + 1 or not {"number", "na"} & set(states)


def _columns_in(text: str) -> int:
    """How many columns of figures of one form a line of a head names."""
    if "。" in text or len(text) > _LONGEST_HEAD:
        return 0
    words = text.replace(_PIPE, " ").split()
    return max(sum(match(word, form, "columns") not in (None, "unit") for word in words) for form in _FORMS)


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
