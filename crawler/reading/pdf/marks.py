"""What a PDF page has beside text and lines: links that can be clicked, cells told apart by their colour only."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

#: x0, y0, x1, y1 in the page's own points; y grows upwards.
Segment = tuple[float, float, float, float]

#: Links of one page, and bytes of an address.
_MOST_LINKS, _LONGEST = 500, 2048
#: A page with more lines than this is ruled: its boxes are decoration.
_RULED = 8
#: So many dots make a line, so far apart at most, in points; a place that no dot has.
_LEAST_DOTS, _APART, _NOWHERE = 6, 4.0, 1 << 30
#: So many boxes make a table, of at least that many points; more are a picture.
_LEAST_BOXES, _SMALLEST, _MOST_BOXES = 6, 6.0, 800
#: How far edges of boxes may lie apart to be the same, in points.
_SAME = 3.0


def links_of(raw: Any, page: Any) -> Iterator[tuple[str, Segment]]:
    """The addresses that a page's link annotations lead to, each with the box to click."""
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    rect = raw.FS_RECTF()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page.raw, ctypes.byref(position), ctypes.byref(link)):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        buffer = ctypes.create_string_buffer(_LONGEST)
        length = raw.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, _LONGEST)
        url = buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace") if length <= _LONGEST else ""
        if url and raw.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)):
            yield url, (rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top))


def dotted_rules(dots: list[Segment]) -> Iterator[Segment]:
    """The lines (虚线) that are drawn dot by dot: boxes too small to have a direction, in a row at short distances."""
    for across in (0, 1):
        ordered = sorted((round(dot[1 - across] * 2), dot[across], dot) for dot in dots)
        run: list[Segment] = []
        for (before, _, last), (after, _, dot) in pairwise([*ordered, (_NOWHERE, 0.0, (0.0, 0.0, 0.0, 0.0))]):
            run.append(last)
            if before == after and dot[across] - last[across + 2] <= _APART:
                continue
            if len(run) >= _LEAST_DOTS:
                x0, y0, x1, y1 = run[0][0], run[0][1], run[-1][2], run[-1][3]
                yield (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2) if across == 0 else ((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
            run = []


def painted_rules(boxes: list[Segment], lines: int) -> Iterator[Segment]:
    """The edges of a table whose cells are painted and not ruled, as lines; none where the page has ``lines`` enough.

    A box around others (a page's or a table's background) and a box alone are no cells.
    """
    if lines > _RULED or not _LEAST_BOXES <= len(boxes) <= _MOST_BOXES:
        return
    cells = [box for box in boxes if min(box[2] - box[0], box[3] - box[1]) >= _SMALLEST]
    cells = [box for box in cells if not any(_holds(box, other) for other in cells)]
    if len(cells) < _LEAST_BOXES or not _has_columns(cells):
        return
    for x0, y0, x1, y1 in cells:
        yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def _holds(box: Segment, other: Segment) -> bool:
    return (
        box != other
        and box[0] - 1 <= other[0]
        and box[1] - 1 <= other[1]
        and box[2] + 1 >= other[2]
        and box[3] + 1 >= other[3]
    )


def _has_columns(cells: list[Segment]) -> bool:
    """Whether boxes stand side by side: a shade behind every line of text makes no table."""
    ordered = sorted(cells, key=lambda box: (-box[3], box[0]))
    beside = sum(abs(a[3] - b[3]) <= _SAME and b[0] - a[2] <= 2 * _SAME and b[0] > a[0] for a, b in pairwise(ordered))
    return beside * 3 >= len(cells)
