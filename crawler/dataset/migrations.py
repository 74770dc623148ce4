"""The steps that bring a dataset to the present schema, each an SQL file that never changes again.

A new step is a new file ``sql/NNNN_name.sql`` and its name in :data:`STEPS`; the schema version
(``user_version``) is their number. Views and the codebook are not migrated but made anew (``views.py``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database, Migrations

SQL = Path(__file__).resolve().parent / "sql"

#: "GOVR" in ASCII: how ``file`` and this program tell our datasets from other SQLite files.
APPLICATION_ID = 0x474F5652

#: The steps in order.
STEPS = ("0001_dataset", "0002_page_headers", "0003_run_years", "0004_copied", "0005_lists", "0006_codebook")

#: What this code reads and writes; a file with a greater ``user_version`` is refused.
SCHEMA_VERSION = len(STEPS)

MIGRATIONS = Migrations("gov_reports")


def _step(name: str) -> None:
    """Register the file ``sql/<name>.sql`` as the next step."""

    def apply(db: Database) -> None:
        for statement in statements((SQL / f"{name}.sql").read_text(encoding="utf-8")):
            db.conn.execute(statement)

    MIGRATIONS(name=name)(apply)


def statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one: sqlite3's own ``executescript`` would commit before it."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        yield pending.strip()


for _name in STEPS:
    _step(_name)
