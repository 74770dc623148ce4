"""Tables drawn with signs (制表符 ┌─┬┐│├┼┤└┴┘) in lines of text, as typewriters and old editors left them.

Where a cell begins follows from the strokes before it, not from its place: a sign is as wide as two letters in one
font and as one in another, and a page collapses the spaces between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.reading.markup import squash
from crawler.reading.tables import joined
from crawler.reading.text_rows import FIGURES

_DRAWN = re.compile("[\u2500-\u257f]")
_RULER = re.compile("[─━═╌┄┈]")
_STROKE = re.compile("[\u2502\u2503\u2506-\u250b\u250c-\u254b\u254e-\u256c\u2575-\u257f]")
#: A drawn table has so many lines with cells.
_FEWEST = 2


def is_drawn(line: str) -> bool:
    """Whether a line begins with a sign of a drawn table."""
    return "\u2500" <= line.lstrip()[:1] <= "\u257f"


def unboxed(lines: list[str]) -> list[str]:
    """The lines with the rows of drawn tables as lines of cells between pipes, without their rulers."""
    out: list[str] = []
    run: list[str] = []
    for line in (*lines, ""):
        if is_drawn(line):
            run.append(line)
            continue
        out += _rows(run)
        run = []
        out.append(line)
    return out[:-1]


def _rows(run: list[str]) -> list[str]:
    """A run of lines as rows, or as it is where it is no table."""
    groups = list(_groups(run))
    if sum(map(len, groups)) < _FEWEST or not any(map(_RULER.search, run)):
        return run
    rows = [row for group in groups for row in ([_one(group)] if _is_one(group) else group)]
    return [f"|{'|'.join(row)}|" for row in rows]


def _groups(run: list[str]) -> Iterator[list[list[str]]]:
    """The cells of the lines between two rulers. A ruler that leaves out a cell may have a line of that cell's text."""
    group: list[list[str]] = []
    for line in run:
        cells = [squash(cell) for cell in _STROKE.split(line.strip())[1:-1]]
        if not _RULER.search(line):
            group.append(cells)
            continue
        if group:
            for at, text in enumerate(cells[: len(group[-1])]):
                if text and not _DRAWN.search(text):
                    group[-1][at] = joined([group[-1][at], text])
            yield group
        group = []
    if group:
        yield group


def _is_one(group: list[list[str]]) -> bool:
    """Whether the lines between two rulers are one row, its cells wrapped: no column has a figure in two of them."""
    if len(set(map(len, group))) != 1:
        return False
    return all(
        sum(bool(cell) and FIGURES.fullmatch(cell) is not None for cell in column) < 2
        for column in zip(*group, strict=True)
    )


def _one(group: list[list[str]]) -> list[str]:
    return [joined(list(column)) for column in zip(*group, strict=True)]
