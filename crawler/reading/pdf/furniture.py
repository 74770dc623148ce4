"""What a page carries beside its text (页眉页脚页码): page numbers and lines that every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from math import ceil
from typing import NamedTuple

from crawler.facts import load_toml
from crawler.reading.pdf.lines import Line, lines_of
from crawler.reading.pdf.sheet import Sheet
from crawler.reading.pdf.text import fold

#: Running lines stand in this part of a page, from the top and from the bottom.
MARGIN = 0.13
#: At how many pages a line counts as running, and at what share of them.
_LEAST_PAGES = 2
_SHARE = 0.4
#: Running lines stand at the same height within this many points.
_SAME_HEIGHT = 4.0
_DIGITS = re.compile(r"\d+")


class _MarginLine(NamedTuple):
    """A line in a margin: ``key`` is its text with figures masked and its height, by which running lines agree;
    ``outermost`` says that it is the first or last of its page, ``ruled`` that it stands in a table, ``beside`` are the
    keys of what stands beside it."""

    line: Line
    key: tuple[str, int]
    outermost: bool
    ruled: bool
    beside: frozenset[tuple[str, int]] = frozenset()


@cache
def _numbers(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in load_toml("pdf_glyphs.toml")["page_numbers"][kind]))


def is_page_number(text: str, *, bare: bool = False) -> bool:
    """Whether a line is nothing but a page number; ``bare`` takes figures without any ornament too."""
    folded = fold(text)
    return bool(_numbers("sure").fullmatch(folded) or (bare and _numbers("bare").fullmatch(folded)))


def strip_furniture(sheets: list[Sheet]) -> None:
    """Takes page numbers and running lines off the sheets' glyphs, in place."""
    margins = [_margin_lines(sheet) for sheet in sheets]
    running = _running(margins, len(sheets))
    for sheet, lines in zip(sheets, margins, strict=True):
        gone: set[int] = set()
        for line in lines:
            text = line.line.text
            if (
                is_page_number(text)
                or (not line.ruled and line.key in running)
                # A figure in the first row of a table without lines is none: what stands beside it goes on all pages.
                or (not line.ruled and line.outermost and line.beside <= running and is_page_number(text, bare=True))
            ):
                gone.update(id(glyph) for glyph in line.line.glyphs)
        if gone:
            sheet.glyphs = [glyph for glyph in sheet.glyphs if id(glyph) not in gone]


def _margin_lines(sheet: Sheet) -> list[_MarginLine]:
    """The lines in a page's margins."""
    top, bottom = sheet.height * MARGIN, sheet.height * (1 - MARGIN)
    upright = [glyph for glyph in sheet.glyphs if not glyph.turned]
    glyphs = [glyph for glyph in upright if glyph.y1 <= top or glyph.y0 >= bottom]
    if not glyphs:
        return []
    first = min(glyph.y0 for glyph in upright)
    last = max(glyph.y1 for glyph in upright)
    found = []
    for whole in lines_of(glyphs, sheet.number):
        parts = _parts(whole)
        keys = {id(part): _key(part, sheet) for part in parts}
        for line in parts:
            outermost = line.y0 <= first + 1 or line.y1 >= last - 1
            beside = frozenset(keys[id(other)] for other in parts if other is not line)
            found.append(_MarginLine(line, keys[id(line)], outermost, _is_ruled(line, sheet), beside))
    return found


def _parts(line: Line) -> list[Line]:
    """A line, or where columns part it (two pages on one sheet, a header at left and right) each of its pieces."""
    if len(line.pieces) < 2:
        return [line]
    parts = []
    for piece in line.pieces:
        glyphs = [g for g in line.glyphs if piece.x0 - 0.01 <= g.x0 <= piece.x1]
        if glyphs:
            parts.append(Line(piece.x0, line.y0, piece.x1, line.y1, line.size, [piece], glyphs, line.sheet))
    return parts


def _key(line: Line, sheet: Sheet) -> tuple[str, int]:
    text = _DIGITS.sub("#", fold(line.text))
    return text, round((line.y0 if line.y0 < sheet.height / 2 else line.y0 - sheet.height) / _SAME_HEIGHT)


def _running(margins: list[list[_MarginLine]], pages: int) -> set[tuple[str, int]]:
    """The keys of the lines that many pages print outside tables."""
    counted: Counter[tuple[str, int]] = Counter()
    for lines in margins:
        counted.update({line.key for line in lines if not line.ruled and len(line.key[0].strip("#")) >= 2})
    needed = max(_LEAST_PAGES, ceil(pages * _SHARE))
    return {key for key, count in counted.items() if count >= needed}


def _is_ruled(line: Line, sheet: Sheet) -> bool:
    """Whether ruling lines run above and below or to both sides of a line: it stands in a table."""
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    above = any(rule.at <= y and rule.start <= x <= rule.end for rule in sheet.horizontal)
    under = any(rule.at >= y and rule.start <= x <= rule.end for rule in sheet.horizontal)
    left = any(rule.at <= x and rule.start <= y <= rule.end for rule in sheet.vertical)
    right = any(rule.at >= x and rule.start <= y <= rule.end for rule in sheet.vertical)
    return (above and under) or (left and right)
