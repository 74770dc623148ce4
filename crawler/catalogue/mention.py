"""Places that a text speaks of (文中的地名): the last resort for reports that name their place nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from crawler.catalogue.table import Division, Table, table
from crawler.facts import load_toml

#: The longest full name of a place, in characters (双江拉祜族佤族布朗族傣族自治县 has 15).
_LONGEST = 15
_SHORTEST = 3
#: So many years after its end (or before its beginning) a name may still be printed.
_LAG = 3


@cache
def _last_signs(places: Table) -> frozenset[str]:
    return frozenset(name[-1] for name in _full_names(places))


@cache
def _full_names(places: Table) -> frozenset[str]:
    rows = (row for rows in places.by_name.values() for row in rows)
    return frozenset(row.name for row in rows if row.level != "province" and row.name)


def place_before(text: str, end: int, longest: int = _LONGEST) -> str:
    """The longest full name of a prefecture or county that ends at ``end`` in ``text``, else ``""``."""
    if text[end - 1 : end] not in _last_signs(table()):
        return ""
    names = _full_names(table())
    for start in range(max(0, end - longest), end - _SHORTEST + 1):
        if text[start:end] in names:
            return text[start:end]
    return ""


def mentioned(text: str, year: int | None) -> Division | None:
    """The one county, else the one prefecture, whose government a text speaks of (乌拉特前旗政府网站, 中原区委).

    ``text`` has no white space. A county's name that several counties have is settled by the provinces and
    prefectures that the text names as well. None where the text names several or none.
    """
    words = re.compile(load_toml("places.toml")["mentions"]["after"])
    counted = Counter(place_before(text, found.start()) for found in words.finditer(text))
    when = 9998 if year is None else year
    for level in ("county", "prefecture"):
        named = {
            name: _nearest(
                [row for row in table().by_name[name] if row.level == level and row.name == name], text, when
            )
            for name in counted
            if name
        }
        places = [rows for rows in named.values() if rows]
        if len(places) == 1 and len(places[0]) == 1:
            return places[0][0]
        if places:
            return None
    return None


def _nearest(rows: list[Division], text: str, year: int) -> list[Division]:
    """The rows of one name that were valid nearest to the year and lie where the text says, one for each code."""
    rows = [row for row in rows if row.distance(year) <= _LAG]
    if not rows:
        return []
    distance = min(row.distance(year) for row in rows)
    rows = [row for row in rows if row.distance(year) == distance]
    for above in (
        [row for row in rows if row.city and row.city in text],
        [row for row in rows if row.province in text],
    ):
        if above:
            rows = above
            break
    return list({row.code: row for row in rows}.values())
