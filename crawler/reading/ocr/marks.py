"""Cells that hold one mark and no text (``/``, ``—``, ``0``): told by their shape, where recognition guesses."""

from __future__ import annotations

import cv2
import numpy as np

from crawler.reading.ocr.engine import Picture
from crawler.reading.ocr.images import INK

#: What the recognition takes a lone nought for: no statutory table has a cell of nothing but one of these. Its doubt
#: (the confidence) stays with the cell.
NOUGHTS = frozenset(("o", "O", "Q", "θ", "()", "（）", "D", "〇"))


def lone_stroke(line: Picture, size: float) -> str:
    """``/``, ``-`` or ``—`` when the line is a single thin stroke that leans or lies; "" when it is anything else.

    ``size`` is that of the table's print.
    """
    ink = (line < INK).astype(np.uint8)
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return ""
    width, height = int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
    # A dash may be broken, or be two next to each other: ink over most of the width all the same.
    if width > 2.5 * height and height < 0.3 * size and len(columns) > 0.6 * width:
        return "-" if width < 0.6 * size else "—" if width < 1.5 * size else "——"
    if cv2.connectedComponents(ink, connectivity=8)[0] != 2:
        return ""
    if height < 0.5 * size or width < height * 0.2:
        return ""
    # A slanting stroke: x falls steadily as y grows, and the ink of every row is a short run around the line.
    ys, xs = np.nonzero(ink)
    slope, offset = np.polyfit(ys, xs, 1)
    spread = float(np.abs(xs - (slope * ys + offset)).max())
    thick = len(xs) / height
    return "/" if slope < -0.15 and spread <= max(2.0, thick * 1.1) and thick < 0.45 * height else ""
