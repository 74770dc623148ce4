"""Past crawls as the dataset keeps them: when, what, how they ended, and what came of each portal."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

Row = dict[str, Any]


def past_runs(db: Database) -> list[Row]:
    """All runs, the latest first, with the columns of the table ``runs``."""
    return list(db.query("SELECT * FROM runs ORDER BY id DESC"))


def run_of(db: Database, run_id: int) -> Row | None:
    """One run, or None."""
    return next(db.query("SELECT * FROM runs WHERE id = ?", [run_id]), None)


def portals_of(db: Database, run_id: int) -> list[Row]:
    """What came of each portal in a run: the columns of ``run_portals`` with the portal's name, by place."""
    return list(
        db.query(
            "SELECT p.division_code, p.province, p.city, p.county, p.name, p.home_url, rp.*"
            " FROM run_portals AS rp JOIN portals AS p ON p.id = rp.portal_id"
            " WHERE rp.run_id = ? ORDER BY p.division_code, p.id",
            [run_id],
        )
    )
