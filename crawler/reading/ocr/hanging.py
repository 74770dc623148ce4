"""Print that hangs over the edge of a table (越过表格边线的文字) where a page break cut its last row or its first.

As :mod:`crawler.reading.pdf.hanging`, on pictures: it is the cells' where nothing else is printed beyond the edge, and
all of it stands in columns that no line closes there.
"""

from __future__ import annotations

import cv2
import numpy as np

from crawler.reading.ocr.engine import Picture
from crawler.reading.ocr.grids import Place, Ruled
from crawler.reading.ocr.images import INK

#: Shares of a page's width: how far from the edge the print may begin, and end.
_BEGIN, _END = 1 / 40, 1 / 12
#: Page numbers stand in this share of a page's height, at its head and its foot.
_MARGIN = 0.07
#: Specks are no wider, in pixels.
_SPECK = 3


def with_hanging(picture: Picture, tables: list[Ruled]) -> list[Ruled]:
    """The tables, the open cells of a page's first and last one made as high as what they hold."""
    if not tables:
        return tables
    last = max(range(len(tables)), key=lambda at: tables[at].y1)
    tables = [_reaching(picture, table, below=True) if at == last else table for at, table in enumerate(tables)]
    return [_reaching(picture, table, below=False) if not at else table for at, table in enumerate(tables)]


def _reaching(picture: Picture, table: Ruled, *, below: bool) -> Ruled:
    height, width = picture.shape
    margin = round(_MARGIN * height)
    # Rows from the edge of the table outwards.
    beyond = picture[table.y1 + 2 : height - margin] if below else picture[margin : max(table.y0 - 2, margin)][::-1]
    cells = [place for place in table.places if (place.open_bottom if below else place.open_top)]
    if not cells or not beyond.size:
        return table
    ink = cv2.medianBlur(beyond, _SPECK) < INK
    inked = np.flatnonzero(ink.any(axis=1))
    if not len(inked) or inked[0] > _BEGIN * width or inked[-1] > _END * width:
        return table
    inside = np.zeros(width, bool)
    for place in cells:
        inside[place.x0 + 2 : place.x1 - 1] = True
    if not inside[ink.any(axis=0)].all():
        return table
    reach = int(inked[-1]) + _SPECK + 2
    return table._replace(places=[_stretched(place, reach, below=below) for place in table.places])


def _stretched(place: Place, reach: int, *, below: bool) -> Place:
    if below:
        return place._replace(y1=place.y1 + reach) if place.open_bottom else place
    return place._replace(y0=max(place.y0 - reach, 0)) if place.open_top else place
