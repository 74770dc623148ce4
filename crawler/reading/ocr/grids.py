"""Ruled tables (表格) in a page image: lines by morphology, cells between lines."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from crawler.reading.ocr.engine import Picture
from crawler.reading.ocr.images import INK

#: A run of ink so long (share of the page's width) and so thin is a ruling line, no stroke of a character.
_RULE_SHARE = 1 / 35
#: A run of ink of this share is a line though it ends nowhere (a table open at its sides, a broken line).
_LONG_SHARE = 1 / 8
#: Lines nearer to each other than this share of the page's width are one.
_SAME_SHARE = 1 / 170
#: A wall between two places of the lattice is there when so much of its length is ruled.
_WALL = 0.6
#: A row is no lower than this many times the distance of lines that are one.
_CUT_ROW = 2.5
#: Bounds on what a page may hold.
_TABLES_MAX, _LINES_MAX, _CELLS_MAX = 12, 160, 3000


class Place(NamedTuple):
    """A cell of a table: rows and columns of the lattice that it covers, and its box in pixels.

    ``open_top`` and ``open_bottom`` say that it stands at the table's edge and no line closes it there.
    """

    row: int
    column: int
    rows: int
    columns: int
    x0: int
    y0: int
    x1: int
    y1: int
    open_top: bool = False
    open_bottom: bool = False


class Ruled(NamedTuple):
    """A ruled table: box in pixels, number of rows and columns of its lattice, its cells in reading order, and where
    its columns begin and end."""

    x0: int
    y0: int
    x1: int
    y1: int
    rows: int
    columns: int
    places: list[Place]
    xs: list[int]


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


def slant(rules: Rules) -> float:
    """By how many degrees the level ruling lines rise or fall: the median of the long ones, 0 where there is none."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rules.across)
    angles: list[float] = []
    for index in range(1, count):
        x, y, width, height = (int(value) for value in stats[index][:4])
        if width < rules.across.shape[1] * _LONG_SHARE or len(angles) >= _LINES_MAX:
            continue
        ys, xs = np.nonzero(labels[y : y + height, x : x + width] == index)
        angles.append(float(np.degrees(np.arctan(np.polyfit(xs, ys, 1)[0]))))
    return float(np.median(angles)) if angles else 0.0


def _without_strokes(mask: NDArray[Any], crossing: NDArray[Any], axis: int) -> NDArray[Any]:
    """The mask without short runs that meet no lines of the other direction, at both ends or along them."""
    near = max(4, round(mask.shape[1] * _SAME_SHARE))
    long = mask.shape[1] * _LONG_SHARE
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    keep = np.zeros(count, np.uint8)
    for index in range(1, count):
        x, y, width, height = (int(value) for value in stats[index][:4])
        length = (width, height)[axis]
        around = crossing[max(y - near, 0) : y + height + near, max(x - near, 0) : x + width + near]
        met: NDArray[Any] = np.asarray(around.any(axis=axis))
        ends = (met[: 2 * near], met[-2 * near :])
        # Strokes end at one line; what meets several need not end at one where a page break cut it.
        keep[index] = 255 * (length >= long or all(end.any() for end in ends) or len(spans(met)) > 1)
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
    ys = _with_cut_rows(_positions(across, 1, same), down, same)
    xs = _positions(down, 0, same)
    # One row may be all that a page break left of a table.
    if len(ys) < 2 or len(xs) < 3 or len(ys) > _LINES_MAX or len(xs) > _LINES_MAX:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > _CELLS_MAX:
        return None
    near = max(2, same // 2)

    def closed(edge: int, left: int, right: int) -> bool:
        return _walled(across[max(edge - near, 0) : edge + near + 1, left + near : right - near], 0)

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
            if row + 1 < rows and not closed(bottom, left, right):
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
        open_top = top == 0 and not closed(ys[0], xs[left], xs[right])
        open_bottom = bottom == rows and not closed(ys[-1], xs[left], xs[right])
        places.append(Place(top, left, bottom - top, right - left, *box, open_top, open_bottom))
    places.sort(key=lambda place: (place.row, place.column))
    edges = [x0 + x for x in xs]
    return Ruled(edges[0], y0 + ys[0], edges[-1], y0 + ys[-1], rows, columns, places, edges)


def _with_cut_rows(ys: list[int], down: NDArray[Any], same: int) -> list[int]:
    """The lines of rows, and the ends of the upright ones where these go on: a page break cut that row."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(down)
    starts = [int(stats[index][1]) for index in range(1, count)]
    ends = [int(stats[index][1] + stats[index][3]) for index in range(1, count)]
    if not ys:
        return ys
    above = sorted(start for start in starts if start < ys[0] - _CUT_ROW * same)
    below = sorted(end for end in ends if end > ys[-1] + _CUT_ROW * same)
    first = [above[len(above) // 2]] if len(above) > 1 else []
    return [*first, *ys, *([below[len(below) // 2]] if len(below) > 1 else [])]


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


def spans(flags: NDArray[Any]) -> list[tuple[int, int]]:
    """Where runs of set flags begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
