"""Ruled tables (表格) in a page image: lines by morphology, cells between lines, text cell by cell."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from crawler.reading.ocr import engine
from crawler.reading.ocr.engine import Picture
from crawler.reading.ocr.images import INK, PALE
from crawler.reading.ocr.marks import NOUGHTS, lone_stroke

#: A run of ink so long (share of the page's width) and so thin is a ruling line, no stroke of a character.
_RULE_SHARE = 1 / 35
#: A run of ink of this share is a line though it ends nowhere (a table open at its sides, a broken line).
_LONG_SHARE = 1 / 8
#: Lines nearer to each other than this share of the page's width are one.
_SAME_SHARE = 1 / 170
#: A wall between two places of the lattice is there when so much of its length is ruled.
_WALL = 0.6
#: Bounds on what a page may hold.
_TABLES_MAX, _LINES_MAX, _CELLS_MAX = 12, 160, 3000


class Place(NamedTuple):
    """A cell of a table: rows and columns of the lattice that it covers, and its box in pixels."""

    row: int
    column: int
    rows: int
    columns: int
    x0: int
    y0: int
    x1: int
    y1: int


class Ruled(NamedTuple):
    """A ruled table: box in pixels, number of rows and columns of its lattice, its cells in reading order."""

    x0: int
    y0: int
    x1: int
    y1: int
    rows: int
    columns: int
    places: list[Place]


class Rules(NamedTuple):
    """The ruling lines of a page: masks of the horizontal and the vertical ones (255 where there is one)."""

    across: NDArray[Any]
    down: NDArray[Any]


def find_rules(picture: Picture) -> Rules:
    """The ruling lines of a picture."""
    ink = ((picture < INK) * 255).astype(np.uint8)
    length = max(20, round(picture.shape[1] * _RULE_SHARE))
    masks = []
    for shape, bridge in (((1, length), (1, 7)), ((length, 1), (7, 1))):
        # A scanned line is broken here and there, and slants by a pixel or two: thicken it before looking.
        thick = cv2.dilate(ink, np.ones((2, 1) if shape[0] == 1 else (1, 2), np.uint8))
        opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        masks.append(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones(bridge, np.uint8)))
    across, down = masks
    # Strokes of characters that touch each other run as far as a short line: a line ends at another one, or is long.
    return Rules(_without_strokes(across, down, 0), _without_strokes(down, across, 1))


def _without_strokes(mask: NDArray[Any], crossing: NDArray[Any], axis: int) -> NDArray[Any]:
    """The mask without short runs that meet no line of the other direction at their ends."""
    near = max(4, round(mask.shape[1] * _SAME_SHARE))
    long = mask.shape[1] * _LONG_SHARE
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    keep = np.zeros(count, np.uint8)
    for index in range(1, count):
        x, y, width, height = (int(value) for value in stats[index][:4])
        length = (width, height)[axis]
        if axis == 0:
            top, bottom = max(y - near, 0), y + height + near
            ends = (
                crossing[top:bottom, max(x - near, 0) : x + near],
                crossing[top:bottom, x + width - near : x + width + near],
            )
        else:
            left, right = max(x - near, 0), x + width + near
            ends = (
                crossing[max(y - near, 0) : y + near, left:right],
                crossing[y + height - near : y + height + near, left:right],
            )
        keep[index] = 255 * (length >= long or all(end.any() for end in ends))
    kept: NDArray[Any] = keep[labels]
    return kept


def without_rules(picture: Picture, rules: Rules) -> Picture:
    """The picture with its ruling lines painted white."""
    clean = picture.copy()
    clean[cv2.dilate(rules.across | rules.down, np.ones((3, 3), np.uint8)) > 0] = 255
    return clean


def find_tables(rules: Rules) -> list[Ruled]:
    """The ruled tables of a page from top to bottom; a frame around text or a single line is none."""
    width = rules.across.shape[1]
    same = max(4, round(width * _SAME_SHARE))
    joined = cv2.dilate(rules.across | rules.down, np.ones((same, same), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for index in range(1, count):
        x, y, w, h = (int(value) for value in stats[index][:4])
        if w > width // 5 and h > 2 * same:
            table = _lattice(rules, x, y, x + w, y + h, same)
            if table is not None:
                found.append(table)
    found.sort(key=lambda table: (table.y0, table.x0))
    return found[:_TABLES_MAX]


def _lattice(rules: Rules, x0: int, y0: int, x1: int, y1: int, same: int) -> Ruled | None:
    across, down = rules.across[y0:y1, x0:x1], rules.down[y0:y1, x0:x1]
    ys = _positions(across, 1, same)
    xs = _positions(down, 0, same)
    # One row may be all that a page break left of a table.
    if len(ys) < 2 or len(xs) < 3 or len(ys) > _LINES_MAX or len(xs) > _LINES_MAX:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > _CELLS_MAX:
        return None
    near = max(2, same // 2)
    # One cell for each place of the lattice, then cells without a wall between them become one.
    owner = list(range(rows * columns))

    def root(place: int) -> int:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            top, bottom, left, right = ys[row], ys[row + 1], xs[column], xs[column + 1]
            if column + 1 < columns and not _walled(
                down[top + near : bottom - near, max(right - near, 0) : right + near + 1], 1
            ):
                owner[root(here + 1)] = root(here)
            if row + 1 < rows and not _walled(
                across[max(bottom - near, 0) : bottom + near + 1, left + near : right - near], 0
            ):
                owner[root(here + columns)] = root(here)
    groups: dict[int, list[int]] = {}
    for place in range(rows * columns):
        groups.setdefault(root(place), []).append(place)
    if len(groups) < 3:
        return None
    places = []
    for members in groups.values():
        covered = [divmod(member, columns) for member in members]
        top, bottom = min(row for row, _ in covered), max(row for row, _ in covered) + 1
        left, right = min(column for _, column in covered), max(column for _, column in covered) + 1
        box = (x0 + xs[left], y0 + ys[top], x0 + xs[right], y0 + ys[bottom])
        places.append(Place(top, left, bottom - top, right - left, *box))
    places.sort(key=lambda place: (place.row, place.column))
    return Ruled(x0 + xs[0], y0 + ys[0], x0 + xs[-1], y0 + ys[-1], rows, columns, places)


def _positions(mask: NDArray[Any], axis: int, same: int) -> list[int]:
    """Where lines run, as coordinates along the other axis: one for each bundle of rows (columns) with rules."""
    # Each line for itself: a short line between two long ones counts as much as they do.
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    start, size = (1, 3) if axis == 1 else (0, 2)
    length = 2 if axis == 1 else 3
    lines = sorted((int(stats[i][start]) + int(stats[i][size]) / 2, int(stats[i][length])) for i in range(1, count))
    bundles: list[list[tuple[float, int]]] = []
    for position, extent in lines:
        if bundles and position - bundles[-1][-1][0] <= same:
            bundles[-1].append((position, extent))
        else:
            bundles.append([(position, extent)])
    return [
        round(sum(position * extent for position, extent in bundle) / sum(extent for _, extent in bundle))
        for bundle in bundles
    ]


def _walled(strip: NDArray[Any], axis: int) -> bool:
    """Whether a ruling line runs along a strip of the mask."""
    if not strip.size:
        return True
    return bool(strip.max(axis=axis).mean() > 255 * _WALL)


def read_cells(picture: Picture, tables: list[Ruled]) -> list[list[tuple[str, float]]]:
    """Text and lowest confidence of every cell of every table; ``picture`` is without its ruling lines.

    A cell is read line by line, so that text never runs from one cell into the next. A lone stroke is told by
    its shape: the recognition takes ``/`` for ``1`` in half of all cases.
    """
    lines = [
        [_text_lines(picture[place.y0 + 1 : place.y1, place.x0 + 1 : place.x1]) for place in table.places]
        for table in tables
    ]
    heights = [line.shape[0] / 1.4 for cells in lines for cell in cells for line in cell]
    size = float(np.median(heights)) if heights else 1.0
    crops: list[Picture] = []
    wanted: list[list[list[int | str]]] = []
    for cells in lines:
        wanted.append([])
        for cell in cells:
            wanted[-1].append([])
            for line in cell:
                stroke = lone_stroke(line, size)
                wanted[-1][-1].append(stroke or len(crops))
                if not stroke:
                    crops.append(line)
    texts = engine.recognise(crops)
    read = []
    for table_cells in wanted:
        row = []
        for pieces in table_cells:
            parts = [(piece, 1.0) if isinstance(piece, str) else texts[piece] for piece in pieces]
            text = "".join(text for text, _ in parts)
            row.append(("0" if text in NOUGHTS else text, min((score for _, score in parts), default=1.0)))
        read.append(row)
    return read


def _text_lines(cell: Picture) -> list[Picture]:
    """The lines of text in a cell, each with a margin of paper around it."""
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
    for start, end in _rows_of_text(_spans(letters.max(axis=1) > 0)):
        columns = np.flatnonzero(letters[start:end].max(axis=0))
        left, right = max(int(columns[0]) - 1, 0), int(columns[-1]) + 2
        pad = max(3, (end - start) // 5)
        lines.append(
            cv2.copyMakeBorder(
                cell[start:end, left:right], pad, pad, pad + 2, pad + 2, cv2.BORDER_CONSTANT, value=(255.0,)
            )
        )
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


def _spans(flags: NDArray[Any]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
