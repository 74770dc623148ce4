"""What is drawn on a page of a PDF beside its text: ruling lines (表格线), painted boxes, the area of pictures."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from math import isfinite
from typing import Any

from crawler.reading.pdf.marks import Segment

#: Bounds on what one page may hold; no page of a report comes near.
MAX_SEGMENTS = 40_000
MAX_OBJECTS = 200_000
MAX_PICTURES = 200
_MAX_FORMS = 8
#: No place of a page is further from its corner, in points.
FARTHEST = 200_000.0

#: A filled shape thinner than this is a ruling line, in points.
_THIN = 3.2
#: What is no longer than so many widths is a dot.
_SQUARE = 1.6
#: How far a line may lean and still be one, in points.
_LEAN = 0.8

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Shapes:
    """Gathers ruling lines and the area of pictures from a page's objects, down into its forms."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.objects = 0
        self.cut = False
        self.segments: list[Segment] = []
        #: Filled boxes that are no lines: cells painted in a colour, backgrounds.
        self.filled: list[Segment] = []
        #: Boxes too small to have a direction.
        self.dots: list[Segment] = []
        self.pictured = 0.0
        self.pictures: list[Segment] = []

    def walk(self, page: Any) -> None:
        """Goes over all that is drawn on a page (a raw handle of the library)."""
        self._walk(page, _IDENTITY, form=False, depth=0)

    def _walk(self, parent: Any, outer: Matrix, *, form: bool, depth: int) -> None:
        raw = self.raw
        count = raw.FPDFFormObj_CountObjects(parent) if form else raw.FPDFPage_CountObjects(parent)
        get = raw.FPDFFormObj_GetObject if form else raw.FPDFPage_GetObject
        for index in range(max(count, 0)):
            self.objects += 1
            if self.objects > MAX_OBJECTS or len(self.segments) > MAX_SEGMENTS:
                self.cut = True
                return
            item = get(parent, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, _times(self._matrix(item), outer))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                a, b, c, d, e, f = _times(self._matrix(item), outer)
                self.pictured += abs(a * d - b * c)
                if len(self.pictures) < MAX_PICTURES and all(map(isfinite, (a, b, c, d, e, f))):
                    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
                    self.pictures.append((min(xs), min(ys), max(xs), max(ys)))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORMS:
                self._walk(item, _times(self._matrix(item), outer), form=True, depth=depth + 1)

    def _matrix(self, item: Any) -> Matrix:
        matrix = self.raw.FS_MATRIX()
        if not self.raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
            return _IDENTITY
        return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    def _path(self, item: Any, matrix: Matrix) -> None:
        raw = self.raw
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)):
            return
        a, b, c, d, e, f = matrix
        x, y = ctypes.c_float(), ctypes.c_float()
        outline: list[tuple[float, float]] = []
        for index in range(min(raw.FPDFPath_CountSegments(item), MAX_SEGMENTS)):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                self._outline(outline, stroke.value)
                outline = [point]
            elif kind == raw.FPDF_SEGMENT_LINETO:
                outline.append(point)
                if raw.FPDFPathSegment_GetClose(segment):
                    outline.append(outline[0])
            else:  # a curve belongs to a drawing, not to a table
                outline = []
        self._outline(outline, stroke.value)

    def _outline(self, outline: list[tuple[float, float]], stroked: int) -> None:
        if len(outline) < 2:
            return
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        if not all(isfinite(value) and abs(value) < FARTHEST for value in (*xs, *ys)):
            return
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if max(width, height) <= _THIN and max(width, height) < _SQUARE * min(width, height):
            if len(self.dots) < MAX_SEGMENTS:
                self.dots.append((min(xs), min(ys), max(xs), max(ys)))
        elif min(width, height) <= _THIN:  # a line, however it was drawn: stroked, or as a thin filled box
            if max(width, height) > _LEAN:
                x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
                self.segments.append((min(xs), y, max(xs), y) if width >= height else (x, min(ys), x, max(ys)))
        elif not stroked and 4 <= len(outline) <= 6 and len(self.filled) < MAX_SEGMENTS:
            if len(set(xs)) == len(set(ys)) == 2:
                self.filled.append((min(xs), min(ys), max(xs), max(ys)))
        elif stroked:
            for (x0, y0), (x1, y1) in pairwise(outline):
                dx, dy = abs(x1 - x0), abs(y1 - y0)
                if min(dx, dy) <= _LEAN < max(dx, dy):
                    self.segments.append((x0, y0, x1, y1))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
