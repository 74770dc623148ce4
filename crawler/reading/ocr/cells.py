"""The text in the cells of a ruled table, line by line, and where each line stands."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from crawler.reading.ocr import engine
from crawler.reading.ocr.engine import Picture
from crawler.reading.ocr.grids import Ruled, spans
from crawler.reading.ocr.images import PALE
from crawler.reading.ocr.marks import NOUGHTS, lone_stroke


class CellText(NamedTuple):
    """The text of a cell, the lowest confidence it was read with, the boxes of its lines in pixels (x0, y0, x1, y1)."""

    text: str
    score: float
    lines: list[tuple[int, int, int, int]]


class _Line(NamedTuple):
    picture: Picture
    box: tuple[int, int, int, int]


def read_cells(picture: Picture, tables: list[Ruled]) -> list[list[CellText]]:
    """The text of every cell of every table; ``picture`` is without its ruling lines.

    A cell is read line by line, so that text never runs from one cell into the next. A lone stroke is told by
    its shape: the recognition takes ``/`` for ``1`` in half of all cases.
    """
    lines = [
        [
            _text_lines(picture[place.y0 + 1 : place.y1, place.x0 + 1 : place.x1], place.x0 + 1, place.y0 + 1)
            for place in table.places
        ]
        for table in tables
    ]
    heights = [line.picture.shape[0] / 1.4 for cells in lines for cell in cells for line in cell]
    size = float(np.median(heights)) if heights else 1.0
    crops: list[Picture] = []
    wanted: list[list[list[int | str]]] = []
    for cells in lines:
        wanted.append([])
        for cell in cells:
            wanted[-1].append([])
            for line in cell:
                stroke = lone_stroke(line.picture, size)
                wanted[-1][-1].append(stroke or len(crops))
                if not stroke:
                    crops.append(line.picture)
    texts = engine.recognise(crops)
    read = []
    for table_cells, table_lines in zip(wanted, lines, strict=True):
        row = []
        for pieces, own in zip(table_cells, table_lines, strict=True):
            parts = [(piece, 1.0) if isinstance(piece, str) else texts[piece] for piece in pieces]
            text = "".join(text for text, _ in parts)
            score = min((score for _, score in parts), default=1.0)
            row.append(CellText("0" if text in NOUGHTS else text, score, [line.box for line in own]))
        read.append(row)
    return read


def _text_lines(cell: Picture, x: int, y: int) -> list[_Line]:
    """The lines of text in a cell that begins at (x, y), each with a margin of paper around it."""
    if cell.shape[0] < 6 or cell.shape[1] < 4:
        return []
    ink = ((cell < PALE) * 255).astype(np.uint8)
    # Specks make no line, but within a line they may be a decimal point.
    letters = np.zeros_like(ink)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for index in range(1, count):
        _, _, width, height, area = (int(value) for value in stats[index])
        if max(width, height) >= 4 and (area >= 6 or width >= 3 * height):  # a hyphen may be five pixels
            letters[labels == index] = 255
    lines = []
    for start, end in _rows_of_text(spans(letters.max(axis=1) > 0)):
        columns = np.flatnonzero(letters[start:end].max(axis=0))
        left, right = max(int(columns[0]) - 1, 0), int(columns[-1]) + 2
        pad = max(3, (end - start) // 5)
        print_ = cell[start:end, left:right]
        around = cv2.copyMakeBorder(print_, pad, pad, pad + 2, pad + 2, cv2.BORDER_CONSTANT, value=(255.0,))
        lines.append(_Line(around, (x + left, y + start, x + right, y + end)))
    return lines


def _rows_of_text(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of inked rows as lines of text: a character may be parted (二, 三, 言), a stop lies low."""
    tallest = max((end - start for start, end in spans), default=0)
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged:
            first, last = merged[-1]
            gap, least = start - last, min(end - start, last - first)
            if gap < max(2, tallest // 8) or (least < tallest * 0.55 and gap < tallest * 0.4):
                merged[-1] = (first, end)
                continue
        merged.append((start, end))
    return merged
