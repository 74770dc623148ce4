"""Who published which year, how late, and who did not: the view ``coverage``, chosen and counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from crawler.dataset.snapshot import Choice

Row = dict[str, Any]

#: What is counted of a year: its states, and of the published those that were late.
COUNTED = ("published", "late", "missing", "blocked", "not_crawled", "unread")

#: The columns of the view ``coverage``, as it has them.
COLUMNS = (
    "division_code", "province", "city", "county", "agency", "agency_kind", "portal_id", "year", "state", "days_late",
    "report_id",
)  # fmt: skip


def coverage_rows(db: Database, choice: Choice) -> Iterator[Row]:
    """The rows of a province and years: by place, the government before its agencies, then by year."""
    where, parameters = _where(choice)
    query = (
        f"SELECT {', '.join(COLUMNS)} FROM coverage WHERE {where} ORDER BY division_code IS NULL, division_code,"
        " agency_kind IS NOT 'government', agency, portal_id, year"
    )
    for row in db.conn.execute(query, parameters):
        yield dict(zip(COLUMNS, row, strict=True))


def coverage_counts(db: Database, choice: Choice) -> dict[int, dict[str, int]]:
    """Year → how many are in each state, and of the published how many were ``late``; by year."""
    where, parameters = _where(choice)
    counts: dict[int, dict[str, int]] = {}
    for year, state, number, late in db.conn.execute(
        f"SELECT year, state, count(*), sum(days_late > 0) FROM coverage WHERE {where} GROUP BY year, state"
        " ORDER BY year",
        parameters,
    ):
        states = counts.setdefault(year, dict.fromkeys(COUNTED, 0))
        states[state] = number
        states["late"] += late or 0
    return counts


def _where(choice: Choice) -> tuple[str, dict[str, Any]]:
    years = "1" if choice.years is None else f"year IN ({', '.join(map(str, sorted(choice.years)))})"
    return f"(:province IS NULL OR province = :province) AND {years}", {"province": choice.province}
