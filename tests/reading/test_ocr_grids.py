"""Ruled tables in page images, by their lines alone: no engine is needed for that."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="lines are found with OpenCV, which the extra ocr brings")
pytest.importorskip("rapidocr", reason="the rooms of OCR are those of the extra ocr")

import numpy as np

from crawler.reading.ocr.engine import Picture
from crawler.reading.ocr.grids import Ruled, find_rules, find_tables, slant, without_rules
from crawler.reading.ocr.hanging import with_hanging
from crawler.reading.ocr.images import turned

WIDTH, HEIGHT = 1240, 1754
XS = (200, 500, 700, 900)


def page(ys: tuple[int, ...], first: int, last: int, *, open_columns: int = 0) -> Picture:
    """A page with lines at ``ys``, the last one without its first columns, and upright lines from first to last."""
    picture = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for y in ys:
        picture[y : y + 3, XS[open_columns if y == ys[-1] else 0] : XS[-1] + 3] = 0
    for x in XS:
        picture[first : last + 3, x : x + 3] = 0
    return picture


def put(picture: Picture, x: int, y: int) -> None:
    """Something printed: a character of 20 pixels."""
    picture[y : y + 20 : 4, x : x + 18] = 0
    picture[y : y + 20, x + 8 : x + 11] = 0


def table_of(picture: Picture) -> Ruled:
    rules = find_rules(picture)
    (table,) = with_hanging(without_rules(picture, rules), find_tables(rules))
    return table


@pytest.mark.parametrize(("first", "last", "rows"), [(300, 460, 4), (260, 460, 5), (300, 500, 5), (260, 500, 6)])
def test_a_row_cut_by_the_page_break_needs_no_line(first: int, last: int, rows: int) -> None:
    table = table_of(page((300, 340, 380, 420, 460), first, last))
    assert table.rows == rows and len(table.places) == 3 * rows
    assert (table.y0, table.y1) == (pytest.approx(first, abs=4), pytest.approx(last, abs=4))


def test_print_that_hangs_over_the_last_line_is_of_the_cell_that_is_open_there() -> None:
    picture = page((1300, 1340, 1380, 1420), 1300, 1420, open_columns=1)
    put(picture, 300, 1410)
    put(picture, 300, 1435)
    by_column = {place.column: place for place in table_of(picture).places if place.row == 2}
    assert by_column[0].y1 >= 1455 and by_column[1].y1 == by_column[2].y1 <= 1424


@pytest.mark.parametrize("also", [(600, 1440), (300, 1600)])
def test_what_is_printed_below_a_table_is_none_of_its(also: tuple[int, int]) -> None:
    picture = page((1300, 1340, 1380, 1420), 1300, 1420, open_columns=1)
    put(picture, 300, 1435)
    put(picture, *also)
    assert all(place.y1 <= 1424 for place in table_of(picture).places)


@pytest.mark.parametrize("angle", [-1.5, -0.5, 0.3, 0.8])
def test_ruling_lines_tell_how_far_a_page_leans(angle: float) -> None:
    straight = page((300, 340, 380, 1400), 300, 1400)
    leaning = turned(straight, angle)
    assert slant(find_rules(leaning)) == pytest.approx(-angle, abs=0.05)
    level = turned(leaning, slant(find_rules(leaning)))
    assert abs(slant(find_rules(level))) < 0.05 and turned(straight, slant(find_rules(straight))) is straight
