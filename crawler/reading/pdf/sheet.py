"""One page of a PDF as a Sheet: its glyphs and ruling lines as printed, upright, in points from the top left.

This module and :mod:`crawler.reading.pdf.shapes` alone talk to pypdfium2 about a page. They go through the library's
raw calls: a report has thousands of glyphs, and a call costs a microsecond where an object of the library costs twenty.
"""

from __future__ import annotations

import ctypes
import importlib
from collections import Counter
from math import hypot, isfinite
from typing import Any, NamedTuple

import msgspec

from crawler.reading.pdf.marks import dotted_rules, links_of, painted_rules
from crawler.reading.pdf.shapes import FARTHEST, Shapes

#: Bounds on what one page may hold; no page of a report comes near.
MAX_GLYPHS = 60_000

#: A slanted glyph (watermark) is one whose direction is this far from the axes.
_UPRIGHT = 0.98
_INVISIBLE = 3
#: Nobody reads a smaller font, in points.
_SMALLEST = 0.5
#: Where a Chinese em box lies about the base line, in ems.
_ASCENT, _DESCENT = 0.88, 0.12


class Box(NamedTuple):
    """A rectangle in points; y grows downwards."""

    x0: float
    y0: float
    x1: float
    y1: float


class Glyph(msgspec.Struct, gc=False):
    """A printed character: its box (advance wide, an em high), font size, and whether it is turned against the page.

    ``order`` is its place in the order of printing.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    turned: bool = False
    order: int = 0


class Rule(NamedTuple):
    """A ruling line (表格线): at ``at`` on its own axis, from ``start`` to ``end`` on the other."""

    at: float
    start: float
    end: float


class Sheet(msgspec.Struct):
    """A page as printed. ``image_share`` is how much of it pictures cover; ``unmapped`` counts glyphs whose font
    does not say what they mean, ``hidden`` those printed invisibly (the text layer behind a scan),
    ``slanted`` those of watermarks, ``objects`` all that is drawn; ``cut`` says that the page held too much.
    ``links`` are addresses with the box, in points, that leads there; ``pictures`` the boxes of pictures."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = []
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    image_share: float = 0.0
    unmapped: int = 0
    hidden: int = 0
    slanted: int = 0
    objects: int = 0
    cut: bool = False
    links: list[tuple[str, Box]] = []
    pictures: list[Box] = []


class _Raw(NamedTuple):
    """A glyph as the library gives it: y grows upwards, ``quarter`` is its direction in quarter turns."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    quarter: int
    order: int


def read_sheet(page: Any, number: int) -> Sheet:
    """The sheet of a ``pypdfium2.PdfPage``. Raises the library's ``PdfiumError`` where it has no text to give."""
    raw = importlib.import_module("pypdfium2.raw")
    left, bottom, right, top = page.get_bbox()
    if not all(isfinite(value) and abs(value) < FARTHEST for value in (left, bottom, right, top)):
        left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
    sheet = Sheet(number, right - left, top - bottom)
    shapes = Shapes(raw)
    shapes.walk(page.raw)
    sheet.objects, sheet.cut = shapes.objects, shapes.cut
    sheet.image_share = min(1.0, shapes.pictured / max(1.0, sheet.width * sheet.height))
    text_page = page.get_textpage()
    try:
        glyphs = _glyphs(raw, text_page.raw, sheet)
    finally:
        text_page.close()
    inside = [
        g
        for g in glyphs
        if left - 2 <= (g.left + g.right) / 2 <= right + 2 and bottom - 2 <= (g.bottom + g.top) / 2 <= top + 2
    ]
    quarter = Counter(g.quarter for g in inside).most_common(1)[0][0] if inside else 0
    turn = _Turn(quarter, left, bottom, right, top)
    if quarter % 2:
        sheet.width, sheet.height = sheet.height, sheet.width
    for g in inside:
        x0, y0, x1, y1 = turn.box(g.left, g.bottom, g.right, g.top)
        sheet.glyphs.append(Glyph(g.text, x0, y0, x1, y1, g.size, g.quarter != quarter, g.order))
    sheet.pictures = [turn.box(*box) for box in shapes.pictures]
    sheet.links = [(url, turn.box(*box)) for url, box in links_of(raw, page)]
    shapes.segments += dotted_rules(shapes.dots)
    for x0, y0, x1, y1 in [*shapes.segments, *painted_rules(shapes.filled, len(shapes.segments))]:
        box = turn.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if box.x1 - box.x0 >= box.y1 - box.y0:
            sheet.horizontal.append(Rule((box.y0 + box.y1) / 2, box.x0, box.x1))
        else:
            sheet.vertical.append(Rule((box.x0 + box.x1) / 2, box.y0, box.y1))
    return sheet


class _Turn:
    """Turns a page's coordinates so that its text runs to the right and y downwards, from (0, 0)."""

    def __init__(self, quarter: int, left: float, bottom: float, right: float, top: float) -> None:
        self.quarter = quarter
        self.offset = (0.0, 0.0)
        corner = self.box(left, bottom, right, top)
        self.offset = (corner.x0, corner.y0)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        dx, dy = self.offset
        if self.quarter == 0:
            return Box(left - dx, -top - dy, right - dx, -bottom - dy)
        if self.quarter == 1:
            return Box(bottom - dx, left - dy, top - dx, right - dy)
        if self.quarter == 2:
            return Box(-right - dx, bottom - dy, -left - dx, top - dy)
        return Box(-top - dx, -right - dy, -bottom - dx, -left - dy)


def _glyphs(raw: Any, text_page: Any, sheet: Sheet) -> list[_Raw]:
    count = raw.FPDFText_CountChars(text_page)
    if count > MAX_GLYPHS:
        count, sheet.cut = MAX_GLYPHS, True
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_at, matrix_at, x_at, y_at = (ctypes.byref(place) for place in (box, matrix, x, y))
    scanned = sheet.image_share > 0.5
    glyphs: list[_Raw] = []
    for index in range(count):
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text_page, index)
        if raw.FPDFText_IsHyphen(text_page, index) == 1:
            code = 0x2D  # the library hides a hyphen at the end of a line; here it is part of an address
        elif 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            code = 0xFFFD
        if raw.FPDFText_HasUnicodeMapError(text_page, index) == 1 or code in (0, 0xFFFD):
            sheet.unmapped += 1
        text = chr(code)
        if text.isspace() or not raw.FPDFText_GetLooseCharBox(text_page, index, box_at):
            continue
        raw.FPDFText_GetMatrix(text_page, index, matrix_at)
        raw.FPDFText_GetCharOrigin(text_page, index, x_at, y_at)
        length = hypot(matrix.a, matrix.b)
        size = abs(raw.FPDFText_GetFontSize(text_page, index) * hypot(matrix.c, matrix.d))
        numbers = (box.left, box.bottom, box.right, box.top, x.value, y.value, size)
        if length <= 0 or size < _SMALLEST or not all(isfinite(value) and abs(value) < FARTHEST for value in numbers):
            continue
        along, across = matrix.a / length, matrix.b / length
        if max(abs(along), abs(across)) < _UPRIGHT:
            sheet.slanted += 1
            continue
        quarter = (0 if along > 0 else 2) if abs(along) > abs(across) else (1 if across > 0 else 3)
        if scanned:
            owner = raw.FPDFText_GetTextObject(text_page, index)
            sheet.hidden += bool(owner) and raw.FPDFTextObj_GetTextRenderMode(owner) == _INVISIBLE
        glyphs.append(_Raw(text, *_em_box(box, x.value, y.value, size, quarter), size, quarter, index))
    return glyphs


def _em_box(loose: Any, x: float, y: float, size: float, quarter: int) -> tuple[float, float, float, float]:
    """The box of a glyph, ``(left, bottom, right, top)``: as long as its advance, an em high over its base line.

    The library's own box is as high as the font's ascent and descent, which differ between the parts that producers
    cut a font into; and in fonts for vertical writing it is not to scale.
    """
    low, high = size * _DESCENT, size * _ASCENT
    if quarter % 2:
        start, end = sorted((loose.bottom, loose.top))
    else:
        start, end = sorted((loose.left, loose.right))
    if end - start > 2.5 * size:
        start = y if quarter == 1 else y - size if quarter == 3 else x if quarter == 0 else x - size
        end = start + size
    if quarter == 0:
        return start, y - low, end, y + high
    if quarter == 1:
        return x - high, start, x + low, end
    if quarter == 2:
        return start, y - high, end, y + low
    return x - low, start, x + high, end
