"""Glyphs to lines (行): what stands at one height is a line, and the gaps between glyphs say where words end.

A PDF has no spaces to rely on: justified Chinese is spread glyph by glyph, numbers stand a quarter of an em from the
characters around them. So a gap counts against what is usual in its own line.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import msgspec

from crawler.reading.pdf.sheet import Glyph
from crawler.reading.pdf.text import glyph_text, is_han

#: Gaps in ems over what is usual in the line: where letters part, where characters part, where columns part.
WORD_GAP = 0.17
CLAUSE_GAP = 0.8
COLUMN_GAP = 1.6
#: A gap that parts the cells of a table without lines, in ems.
APART = 0.6
#: More than this is no letter-spacing but the gaps of a table's row.
_MOST_USUAL = 1.2


class Piece(msgspec.Struct, gc=False):
    """A run of a line without a wide gap in it."""

    text: str
    x0: float
    x1: float


class Line(msgspec.Struct):
    """A printed line: its extent in points, font size and pieces; ``sheet`` is the number of its page (0 = first)."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    pieces: list[Piece]
    glyphs: list[Glyph]
    sheet: int = 0

    @property
    def text(self) -> str:
        """The line's text; U+3000 stands for a wide gap."""
        return "\u3000".join(piece.text for piece in self.pieces)


def lines_of(glyphs: list[Glyph], sheet: int = 0) -> list[Line]:
    """The lines that glyphs make up, from top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.y0 + g.y1, g.x0)):
        centre = (glyph.y0 + glyph.y1) / 2
        if rows and centre - middle <= 0.45 * min(max(glyph.size, 1.0), height):
            rows[-1].append(glyph)
            # The line follows its biggest glyphs: a raised note number must not pull it away.
            if glyph.size >= height:
                middle, height = (middle + centre) / 2, glyph.size
        else:
            rows.append([glyph])
            middle, height = centre, max(glyph.size, 1.0)
    lines = (_line(row, sheet) for row in rows)
    return [line for line in lines if line is not None]


def _line(row: list[Glyph], sheet: int) -> Line | None:
    row.sort(key=lambda g: (g.x0, g.order))
    glyphs: list[Glyph] = []
    for glyph in row:
        if not glyph_text(glyph.text):
            continue
        last = glyphs[-1] if glyphs else None
        if last is not None and _is_overprint(last, glyph):
            continue
        glyphs.append(glyph)
    if not glyphs:
        return None
    size = median(g.size for g in glyphs)
    return Line(
        min(g.x0 for g in glyphs),
        min(g.y0 for g in glyphs),
        max(g.x1 for g in glyphs),
        max(g.y1 for g in glyphs),
        size,
        _pieces(glyphs, max(size, 1.0)),
        glyphs,
        sheet,
    )


def _is_overprint(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is printed over its like to look bold; two that one ligature stands for (——) are both meant."""
    if last.text != glyph.text or abs(last.x0 - glyph.x0) >= 0.3 * (glyph.x1 - glyph.x0):
        return False
    return not (glyph.order == last.order + 1 and glyph.x0 == last.x0)


def _pieces(glyphs: list[Glyph], size: float) -> list[Piece]:
    gaps = [(b.x0 - a.x1) / size for a, b in pairwise(glyphs)]
    usual = min(max(median(gaps), 0.0), _MOST_USUAL) if len(gaps) >= 3 else 0.0
    if len(gaps) in (1, 2) and all(is_han(g.text) for g in glyphs) and max(gaps) - min(gaps) < 0.5 and gaps[0] <= 3:
        usual = max(gaps)  # 总 计, 合　计: two or three characters spread over a cell
    pieces = [Piece(glyph_text(glyphs[0].text), glyphs[0].x0, glyphs[0].x1)]
    for before, glyph, gap in zip(glyphs, glyphs[1:], gaps, strict=False):
        text = glyph_text(glyph.text)
        over = gap - usual
        if over > COLUMN_GAP:
            pieces.append(Piece(text, glyph.x0, glyph.x1))
            continue
        last = pieces[-1]
        latin = before.text.isascii() and glyph.text.isascii()
        last.text += f" {text}" if over > (WORD_GAP if latin else CLAUSE_GAP) else text
        last.x1 = max(last.x1, glyph.x1)
    return pieces


def words_of(line: Line) -> list[Piece]:
    """The runs of a line without any gap that is wider than those in a word."""
    runs = runs_of(line)
    return [Piece("".join(glyph_text(g.text) for g in run), run[0].x0, max(g.x1 for g in run)) for run in runs]


def runs_of(line: Line) -> list[list[Glyph]]:
    """The glyphs of a line's words."""
    runs: list[list[Glyph]] = []
    for glyph in line.glyphs:
        if not runs or glyph.x0 - runs[-1][-1].x1 > APART * max(line.size, 1.0):
            runs.append([])
        runs[-1].append(glyph)
    return runs
