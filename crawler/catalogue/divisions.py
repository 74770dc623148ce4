"""Divisions (行政区划): what a code means in a year, what became of it, and which one a text names.

Everything here reads the shipped table (``data/divisions.csv``, loaded on first use) and the operator's own places.
A year outside the data (1980–2024) or outside a code's own time means the nearest year; ``year=None`` means today.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from crawler.catalogue.locate import locate
from crawler.catalogue.table import Division, Level, Table, table

__all__ = ["Division", "Level", "at", "children", "full_names", "get", "locate", "successor", "successors", "then"]


def get(code: str) -> Division | None:
    """The latest meaning of a six-digit code, valid today or not; None for a code that never was."""
    return table().get(code)


def at(code: str, year: int | None) -> Division | None:
    """What a code meant in a year: 350403 is 三元区 in 2017; None for a code that never was."""
    return table().at(code, year)


def then(code: str, year: int | None) -> Division | None:
    """What the place that has a code today was in a year: 370215 is 即墨区, and was 即墨市 (370282) in 2012.

    Followed where the short name stayed the same, or where one place alone became what it is; else what the code
    itself meant (:func:`at`).
    """
    here = table().at(code, year)
    if here is None or year is None or here.distance(year) == 0:
        return here
    named = table().by_name.get(here.short, ())
    before = [
        row
        for row in named
        if row.level == here.level
        and row.province == here.province
        and row.distance(year) == 0
        and any(later.code == here.code for later in table().today(row))
    ]
    if not before:  # 510705 is 安州区, and was 安县
        earlier = _earlier(table()).get(here.code, ())
        before = [row for row in earlier if row.level == here.level and row.distance(year) == 0]
    return before[0] if len(before) == 1 else here


@cache
def _earlier(places: Table) -> dict[str, list[Division]]:
    """The divisions of other codes that became one of today and no other, by the code of today."""
    found: dict[str, list[Division]] = defaultdict(list)
    for rows in places.by_code.values():
        for row in rows:
            today = {later.code for later in places.today(row)}
            if len(today) == 1 and row.code not in today:
                found[today.pop()].append(row)
    return found


def children(code: str, year: int | None = None) -> list[Division]:
    """The divisions right under a code in a year (today), by code; empty for a county or an unknown code."""
    when = 9998 if year is None else year
    return sorted(
        (row for rows in table().by_code.values() for row in rows if row.parent == code and row.distance(when) == 0),
        key=lambda row: row.code,
    )


def full_names(code: str, year: int | None = None) -> tuple[str, str, str]:
    """Province, prefecture (or ``""``) and county (or ``""``) of a code in a year; all empty if unknown."""
    division = table().at(code, year)
    return (division.province, division.city, division.county) if division else ("", "", "")


def successors(code: str, year: int | None = None) -> list[Division]:
    """Today's divisions for a code of a year: itself if still valid, several if it was divided up.

    Without a year, the code's latest meaning. Empty for an unknown code or a lost trail.
    """
    division = table().at(code, year)
    return table().today(division) if division else []


def successor(code: str, year: int | None = None) -> Division | None:
    """Today's one division for a code of a year (350402 → 350404); None when there is none or several."""
    found = successors(code, year)
    return found[0] if len(found) == 1 else None
