"""What an OFD page draws: its signs with their places, its straight lines, its pictures (GB/T 33190—2016, 7 to 11).

The file's lengths are millimetres from the page's upper left corner; all that is drawn is given in points.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

import msgspec
from lxml import etree

from crawler.reading.pdf.sheet import Glyph, Rule

_COMMAND = re.compile(r"([SMLQBAC])([^SMLQBAC]*)")
_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
#: Points in a millimetre.
POINTS = 72 / 25.4
#: A line may lean by this much and still be level, in points; no shorter stroke is a line.
_LEVEL = 0.8
_SHORTEST = 2.8
#: Text whose direction is this far from the axes is a watermark.
_UPRIGHT = 0.98
#: Where a Chinese em box lies about the base line, in ems.
_ASCENT, _DESCENT = 0.88, 0.12
#: Signs of one page that are read; a page of print has about a thousand.
_MOST_SIGNS = 60_000
_MOST_LINES = 20_000

#: How deep composite graphics may lie in each other, and how many a page may place.
_DEEPEST = 4
_MOST_COMPOSITES = 20_000

Matrix = tuple[float, float, float, float, float, float]
#: From a page's own lengths to points.
TO_POINTS: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)


class Drawing(msgspec.Struct):
    """All that a page draws. ``unknown`` counts signs that are only shapes of a font, without a character."""

    signs: list[Glyph] = []
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    images: list[str] = []
    unknown: int = 0
    composites: int = 0


def draw(
    root: etree._Element,
    drawing: Drawing,
    units: Mapping[str, etree._Element],
    base: Matrix = TO_POINTS,
    depth: int = 0,
) -> None:
    """Adds what a page's (or template's) content draws to ``drawing``; objects that are not visible are left out.

    ``units`` are the composite graphics (复合图形单元) of the document's resources by id, ``base`` leads to the page in
    points.
    """
    for node in root.iter("{*}TextObject", "{*}PathObject", "{*}ImageObject", "{*}CompositeObject"):
        if node.get("Visible") == "false":
            continue
        name = str(node.tag).rpartition("}")[2]
        if name == "TextObject":
            _text(node, drawing, _after(base, _matrix(node)))
        elif name == "PathObject":
            _path(node, drawing, _after(base, _matrix(node)))
        elif name == "ImageObject":
            drawing.images.append(node.get("ResourceID") or "")
        else:
            unit = units.get(node.get("ResourceID") or "")
            drawing.composites += 1
            if unit is not None and depth < _DEEPEST and drawing.composites < _MOST_COMPOSITES:
                draw(unit, drawing, units, _after(base, _matrix(node)), depth + 1)


def numbers(text: str | None) -> list[float]:
    """The numbers in an attribute; what is none ends the list."""
    found: list[float] = []
    for word in (text or "").split():
        try:
            value = float(word)
        except ValueError:
            break
        if not math.isfinite(value) or abs(value) > 1e6:
            break
        found.append(value)
    return found


def _matrix(node: etree._Element) -> Matrix:
    """From an object's own space to the page: its CTM, then the corner of its boundary."""
    corner = numbers(node.get("Boundary"))
    x, y = (corner[0], corner[1]) if len(corner) >= 2 else (0.0, 0.0)
    ctm = numbers(node.get("CTM"))
    if len(ctm) != 6:
        return (1.0, 0.0, 0.0, 1.0, x, y)
    return (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4] + x, ctm[5] + y)


def _after(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that does ``inner``, then ``outer``."""
    a, b, c, d, e, f = inner
    x, y = _place(outer, e, f)
    o = outer
    return (o[0] * a + o[2] * b, o[1] * a + o[3] * b, o[0] * c + o[2] * d, o[1] * c + o[3] * d, x, y)


def _place(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _steps(text: str | None) -> Iterator[float]:
    """Distances between signs: ``5 g 3 4.2 6`` is 5, 4.2, 4.2, 4.2, 6 (GB/T 33190, 11.3)."""
    words = (text or "").split()
    at = 0
    given = 0
    while at < len(words) and given < _MOST_SIGNS:
        if words[at] == "g" and at + 2 < len(words):
            value = numbers(words[at + 2])
            count = int(words[at + 1]) if words[at + 1].isdigit() and len(words[at + 1]) < 6 else 0
            for _ in range(min(count, _MOST_SIGNS)):
                yield value[0] if value else 0.0
            given += count
            at += 3
        else:
            value = numbers(words[at])
            yield value[0] if value else 0.0
            given += 1
            at += 1


def _text(node: etree._Element, drawing: Drawing, matrix: Matrix) -> None:
    size = next(iter(numbers(node.get("Size"))), 3.0)
    stretch = next(iter(numbers(node.get("HScale"))), 1.0)
    height = size * (math.hypot(matrix[2], matrix[3]) or 1.0)
    scale = math.hypot(matrix[0], matrix[1]) or 1.0
    if max(abs(matrix[0]), abs(matrix[1])) < _UPRIGHT * scale:
        return
    turned = abs(matrix[1]) > abs(matrix[0])
    x = y = 0.0
    given = 0
    for code in node.iter("{*}TextCode"):
        x = next(iter(numbers(code.get("X"))), x)
        y = next(iter(numbers(code.get("Y"))), y)
        across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        at_x, at_y = x, y
        text = (code.text or "").strip("\r\n")
        given += len(text)
        for sign in text:
            if len(drawing.signs) >= _MOST_SIGNS:
                return
            usual = size * stretch * (0.5 if sign < "\u2000" else 1.0)
            step = next(across, 0.0 if code.get("DeltaY") else usual)
            left, base = _place(matrix, at_x, at_y)
            if sign.isspace():
                pass
            elif sign in "\ufffd¤" or "\ue000" <= sign <= "\uf8ff":
                drawing.unknown += 1
            else:
                # The step to the next sign is this one's width, unless the next was placed apart.
                width = step if 0 < step <= 1.2 * size else usual
                top, bottom, order = base - _ASCENT * height, base + _DESCENT * height, len(drawing.signs)
                glyph = Glyph(sign, left, top, left + width * scale, bottom, height, turned, order)
                drawing.signs.append(glyph)
            at_x += step
            at_y += next(down, 0.0)
    # Fonts cut down to the shapes in use may have shapes of which no character is told.
    shapes = sum(int(next(iter(numbers(found.get("GlyphCount"))), 0)) for found in node.iter("{*}CGTransform"))
    drawing.unknown += max(0, min(shapes, _MOST_SIGNS) - given)


def _path(node: etree._Element, drawing: Drawing, matrix: Matrix) -> None:
    """The level and upright strokes of a path; curves and slanted lines are no table lines."""
    here = start = (0.0, 0.0)
    data = node.findtext("{*}AbbreviatedData") or ""
    for found in _COMMAND.finditer(data[:200_000]):
        values = numbers(found[2])
        count = _NUMBERS[found[1]]
        if len(values) < count:
            continue
        if found[1] == "C":
            _stroke(here, start, drawing)
            here = start
            continue
        there = _place(matrix, values[count - 2], values[count - 1])
        if found[1] in "SM":
            start = there
        elif found[1] == "L":
            _stroke(here, there, drawing)
        here = there


def _stroke(first: tuple[float, float], last: tuple[float, float], drawing: Drawing) -> None:
    (x, y), (to_x, to_y) = first, last
    if len(drawing.horizontal) + len(drawing.vertical) >= _MOST_LINES:
        return
    if abs(to_y - y) <= _LEVEL and abs(to_x - x) >= _SHORTEST:
        drawing.horizontal.append(Rule((y + to_y) / 2, min(x, to_x), max(x, to_x)))
    elif abs(to_x - x) <= _LEVEL and abs(to_y - y) >= _SHORTEST:
        drawing.vertical.append(Rule((x + to_x) / 2, min(y, to_y), max(y, to_y)))
