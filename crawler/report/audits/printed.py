"""Lists in prose beside the report's own tables (表中已有的分项): parts told as the table has them are right.

A list of outcomes may leave out the rest, which the table counts: 办结26件，其中予以公开15件、部分公开3件.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

import msgspec

from crawler.facts import load_toml
from crawler.report.audits.items import Listing, name_of
from crawler.report.audits.tables import Table, adds_up


class Printed(msgspec.Struct, frozen=True):
    """What a ``form`` counts in a ``column`` of what prose may list: the ``total`` that its parts make, the rows that
    may be the ``wholes`` of the list, and the ``rows`` that a part's name stands for (one that ends in ``_`` for all of
    its group), the first that fits.
    """

    form: str
    column: str
    total: str
    wholes: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


@cache
def _facts() -> tuple[tuple[Printed, tuple[tuple[re.Pattern[str], str], ...]], ...]:
    found = [msgspec.convert(entry, Printed) for entry in load_toml("audits.toml")["printed"]]
    return tuple((fact, tuple((re.compile(name), row) for name, row in fact.rows)) for fact in found)


def as_printed(listing: Listing, tables: Mapping[str, Table]) -> bool:
    """Whether a list that falls short of its whole tells some parts of it as the report's tables have them."""
    if not tables or sum(part.figure.value for part in listing.parts) >= listing.whole.value:
        return False
    return _of_reviews(listing, tables.get("reviews")) or any(
        _of_outcomes(listing, fact, names, tables.get(fact.form)) for fact, names in _facts()
    )


def _of_reviews(listing: Listing, reviews: Table | None) -> bool:
    """Whether a row of 表四 has all parts and their whole: 复议20件，维持11件，纠正3件. The other six are neither."""
    parts = Counter(part.figure.value for part in listing.parts)
    rows = reviews.rows.values() if reviews is not None else ()
    return any(row.get("total") == listing.whole.value and not parts - Counter(row.values()) for row in rows)


def _of_outcomes(
    listing: Listing, fact: Printed, names: tuple[tuple[re.Pattern[str], str], ...], table: Table | None
) -> bool:
    """Whether a form, whose own sum is right, has the whole of a list and each of its parts under its name."""
    there = table.columns.get(fact.column, {}) if table is not None else {}
    if table is None or listing.whole.value not in (there.get(row) for row in fact.wholes):
        return False
    rows = [next((row for name, row in names if name.search(name_of(part))), "?") for part in listing.parts]
    told = [part.figure.value for part in listing.parts]
    counted = [sum(value for row, value in there.items() if _is_of(row, one)) for one in rows]
    return len(set(rows)) == len(rows) and counted == told and adds_up(table, fact.total, fact.column)


def _is_of(row: str, name: str) -> bool:
    """Whether a row is the one of that name, or of its group (``other_``: ``other`` and all that begins so)."""
    return row == name or (name.endswith("_") and f"{row}_".startswith(name))
