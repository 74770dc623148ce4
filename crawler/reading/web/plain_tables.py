"""A table with nothing but text in its cells, read at once: a statutory form has hundreds of cells.

What it gives is what the walk would make of it element by element; whatever is special about a table is left to the
walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.reading.markup import squash, unwrap
from crawler.reading.tables import LINES_OF_FRAME, LONGEST_CELL, RawCell, is_narrow, is_one_column, is_prose, joined
from crawler.reading.web.extents import SMALLEST_ZONE
from crawler.reading.web.marks import UNMARKED, Marks
from crawler.reading.web.tokens import unescape

_ATTRIBUTES = re.compile(r"<\w[^\s>]*+ ([^>]++)")
#: A row, or a cell with its text and, where elements stand in it, the first of them and all behind it. (An atomic group
#: and not a possessive one: see :mod:`crawler.reading.web.tokens`.)
_PART = re.compile(r"<t([rdh])(?: ([^>]*+))?+>([^<]*+)(?:</t[dh]>|((?>(?:<(?!/?t[rdhb])[^>]*+>[^<]*+)*)))")
_LINE_END = re.compile(r"</?(?:p|div|br)(?: [^>]*+)?+>")
_TAG = re.compile(r"<[^>]*+>")


def plain_table(token: str, marks: Callable[[str], Marks]) -> tuple[list[list[RawCell]], int] | None:
    """The rows of a table that came as one token, and how many characters they have.

    ``None`` for a layout, and where an attribute says more than how something looks or how far a cell reaches.
    """
    known = {raw: marks(raw) for raw in set(_ATTRIBUTES.findall(f"<{token}"))}
    if any(mark.special and (mark.hidden or mark.preformatted or mark.target or mark.name) for mark in known.values()):
        return None
    rows: list[list[RawCell]] = []
    chars = longest = last = most = 0
    for tag, raw, text, rest in _PART.findall(token):
        if tag == "r":
            row: list[RawCell] = []
            rows.append(row)
            continue
        if rest:
            lines = _lines(text + rest)
            if len(lines) == 1:
                text = lines[0]
                length = len(text)
            else:
                most = max(most, len(lines))
                text = joined(lines)
                length = sum(map(len, lines))
        else:
            if text and not text.isalnum():
                text = squash(unescape(unwrap(text)))
            length = len(text)
        mark = known[raw] if raw else UNMARKED
        row.append(RawCell(0, 0, mark.colspan, mark.rowspan, tag == "h", text, length))
        if length:
            chars += length
            last = length
            if length > longest:
                longest = length
    # A long cell at the end of a table is a container of its own: that is for the walk to see.
    if not chars or last >= SMALLEST_ZONE or is_narrow(rows) or (longest > LONGEST_CELL and is_prose(rows)):
        return None
    if is_one_column(rows):
        return None
    if len(rows) == 1 and (most >= LINES_OF_FRAME or sum(cell.chars > 0 for cell in rows[0]) < 2):
        return None
    return rows, chars


def _lines(content: str) -> list[str]:
    """The lines of a cell that has elements in it."""
    lines = []
    for line in _LINE_END.split(content):
        if line.isalnum():  # most cells hold a number or a word
            lines.append(line)
        elif line:
            pieces = _TAG.split(line) if "<" in line else [line]
            lines.append(squash(unescape("".join(map(_unwrapped, pieces) if "\n" in line else pieces))))
    return lines


def _unwrapped(piece: str) -> str:
    return " " if piece.isspace() and "\n" in piece else unwrap(piece)
