"""Year against year in the dataset: each report's ``carry_over_mismatch`` findings follow from what is stored now.

Whenever a report is stored, changed or merged into another, the findings of its own year and of the next are made
anew, so it does not matter in which order reports arrive, and a finding that is no longer true goes. Reports are of the
same agency where name and division are the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from crawler.records import Finding, Statistic, TableCell
from crawler.report.audits.tables import own_figures
from crawler.report.audits.years import Stated, audit_years

RULE = "carry_over_mismatch"

#: Findings that come of comparing reports stand behind a report's own, each rule from a position of its own: they can
#: be replaced without touching the others, and have the same positions whatever came first.
POSITIONS = {RULE: 10_000, "copied_text": 20_000}

_CELLS = tuple(name for name in TableCell.__struct_fields__)
_STATISTICS = tuple(name for name in Statistic.__struct_fields__)


class AgencyYear(NamedTuple):
    """Whose report it is, of which year; ``None`` where a report does not tell."""

    division_code: str | None
    agency: str | None
    year: int | None


def agency_year(connection: sqlite3.Connection, report_id: int) -> AgencyYear:
    """Whose report a stored one is."""
    row = connection.execute("SELECT division_code, agency, year FROM reports WHERE id = ?", (report_id,)).fetchone()
    return AgencyYear(*row)


def refresh_years(connection: sqlite3.Connection, *touched: AgencyYear) -> None:
    """Makes the findings anew that depend on the reports of ``touched``: theirs and the next year's."""
    years: dict[AgencyYear, None] = {}
    for which in touched:
        if which.agency is not None and which.year is not None:
            years |= dict.fromkeys((which, which._replace(year=which.year + 1)))
    for which in years:
        reports = _reports(connection, which)
        assert which.year is not None
        earlier = _reports(connection, which._replace(year=which.year - 1)) if reports else []
        last = [_stated(connection, report_id, which.year - 1) for report_id in earlier]
        for report_id in reports:
            found = audit_years(last, _stated(connection, report_id, which.year)) if last else []
            replace_findings(connection, report_id, RULE, found)


def replace_findings(connection: sqlite3.Connection, report_id: int, rule: str, found: Iterable[Finding]) -> None:
    """Puts ``found`` in the place of a report's findings of one of the rules of :data:`POSITIONS`."""
    connection.execute("DELETE FROM findings WHERE report_id = ? AND rule = ?", (report_id, rule))
    connection.executemany(
        "INSERT INTO findings (report_id, position, rule, message, severity, evidence) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (report_id, position, *msgspec.structs.astuple(finding))
            for position, finding in enumerate(found, start=POSITIONS[rule])
        ],
    )


def _reports(connection: sqlite3.Connection, which: AgencyYear) -> list[int]:
    rows = connection.execute(
        "SELECT id FROM reports WHERE agency = ? AND year = ? AND division_code IS ? ORDER BY url",
        (which.agency, which.year, which.division_code),
    )
    return [report_id for (report_id,) in rows]


def _stated(connection: sqlite3.Connection, report_id: int, year: int) -> Stated:
    """What of a stored report can be compared with another year's."""
    cells = connection.execute(
        f"SELECT {', '.join(_CELLS)} FROM table_cells WHERE report_id = ? AND form IN ('requests', 'annex2014')",
        (report_id,),
    )
    statistics = connection.execute(
        f"SELECT {', '.join(_STATISTICS)} FROM statistics WHERE report_id = ? ORDER BY position", (report_id,)
    )
    (kind,) = connection.execute("SELECT agency_kind FROM reports WHERE id = ?", (report_id,)).fetchone()
    own = own_figures((Statistic(*row) for row in statistics), kind)
    return Stated(year, [TableCell(*row) for row in cells], own)
