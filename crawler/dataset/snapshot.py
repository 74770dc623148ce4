"""A consistent copy of the published part of a dataset, filtered: what every export format is made from."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec

from crawler.catalogue.errors import ArgumentError, hint, near_matches
from crawler.dataset import search
from crawler.dataset.errors import DatasetError, explain, primary_code
from crawler.dataset.schema import open_dataset, read_dataset

#: Published tables, those referred to before those that refer to them -> which rows belong to a choice.
#: ``temp.chosen`` has the ids of the chosen reports; ``:province`` is NULL for all provinces.
PUBLISHED: dict[str, str] = {
    "divisions": ":province IS NULL OR province = :province",
    "portals": (
        ":province IS NULL OR province = :province"
        " OR id IN (SELECT r.portal_id FROM main.reports AS r JOIN temp.chosen ON chosen.id = r.id)"
    ),
    "runs": "1",
    "run_portals": "portal_id IN (SELECT id FROM copy.portals)",
    "reports": "id IN (SELECT id FROM temp.chosen)",
    "report_urls": "report_id IN (SELECT id FROM temp.chosen)",
    "sections": "report_id IN (SELECT id FROM temp.chosen)",
    "statistics": "report_id IN (SELECT id FROM temp.chosen)",
    "table_cells": "report_id IN (SELECT id FROM temp.chosen)",
    "findings": "report_id IN (SELECT id FROM temp.chosen)",
    "attachments": "report_id IN (SELECT id FROM temp.chosen)",
    "revisions": "report_id IN (SELECT id FROM temp.chosen)",
    "similarities": "report_id IN (SELECT id FROM temp.chosen) AND other_id IN (SELECT id FROM temp.chosen)",
}

#: The ledger stays at home: a published report does not point into it.
_LEFT_OUT = {"reports": "page_id"}
_FTS_SHADOWS = ("data", "idx", "docsize", "config")


class Choice(msgspec.Struct):
    """What to publish: one province by its full name (None: all), report years (None: all, and unknown ones)."""

    province: str | None = None
    years: frozenset[int] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.province is None and self.years is None


def find_province(dataset: Path, word: str) -> str:
    """The province of the dataset that ``word`` names, short or full (甘肃, 甘肃省).

    Raises :class:`ArgumentError` with the nearest names, :class:`DatasetError`.
    """
    db = read_dataset(dataset)
    try:
        known: list[str] = [
            name
            for (name,) in db.conn.execute(
                "SELECT province FROM portals WHERE province IS NOT NULL"
                " UNION SELECT province FROM reports WHERE province IS NOT NULL ORDER BY 1"
            )
        ]
    except sqlite3.Error as error:
        raise explain(error, dataset) from error
    finally:
        db.close()
    found = [name for name in known if name == word] or [
        name for name in known if len(word) >= 2 and name.startswith(word)
    ]
    if len(found) != 1:
        beginnings = near_matches(word, [name[: len(word)] for name in known])
        near = found or [name for start in beginnings for name in known if name.startswith(start)] or known[:3]
        raise ArgumentError(f"province={word}: the dataset has no such province{hint(near)}")
    return found[0]


def copy_dataset(dataset: Path, target: Path, choice: Choice, index: bool) -> dict[str, int]:
    """Copy the chosen, published rows of ``dataset`` into a new dataset ``target``; rows per table.

    All tables are as of one moment, also while a crawl is writing. A column that may be NULL has no empty
    texts in the copy. ``index``: with the full-text index.
    Raises :class:`DatasetError`.
    """
    source = read_dataset(dataset)
    try:
        open_dataset(target).close()
        counts = _copy(source.conn, target, choice, index)
    except sqlite3.Error as error:
        # Only the copy grows: a full disk is its, not the dataset's.
        raise explain(error, target if primary_code(error) == sqlite3.SQLITE_FULL else dataset) from error
    finally:
        source.close()
    if index and not choice.is_everything:
        _index_all(target)
    _check_copy(target, counts)
    return counts


def _copy(connection: sqlite3.Connection, target: Path, choice: Choice, index: bool) -> dict[str, int]:
    connection.execute("ATTACH DATABASE ? AS copy", (str(target),))
    connection.execute("PRAGMA copy.synchronous = OFF")  # it is checked, and synced when it is in its place
    connection.execute("PRAGMA foreign_keys = OFF")  # checked as a whole afterwards
    parameters = {"province": choice.province}
    connection.execute("BEGIN")
    years = "" if choice.years is None else f"AND year IN ({', '.join(map(str, sorted(choice.years)))})"
    connection.execute(
        "CREATE TEMP TABLE chosen AS SELECT id FROM main.reports"
        f" WHERE (:province IS NULL OR province = :province) {years}",
        parameters,
    )
    counts = {}
    for table, condition in PUBLISHED.items():
        columns = {
            name: f"nullif({name}, '')" if kind == "TEXT" and not required else name
            for name, kind, required in connection.execute(
                "SELECT name, type, \"notnull\" FROM pragma_table_info(?, 'main')", (table,)
            )
            if name != _LEFT_OUT.get(table)
        }
        counts[table] = connection.execute(
            f"INSERT INTO copy.{table} ({', '.join(columns)})"
            f" SELECT {', '.join(columns.values())} FROM main.{table} WHERE {condition}",
            parameters,
        ).rowcount
    if index and choice.is_everything:
        # The same reports under the same ids: the index is copied as it is, not made again.
        for shadow in _FTS_SHADOWS:
            connection.execute(f"DELETE FROM copy.reports_fts_{shadow}")
            connection.execute(f"INSERT INTO copy.reports_fts_{shadow} SELECT * FROM main.reports_fts_{shadow}")
    connection.execute("COMMIT")
    return counts


def _index_all(target: Path) -> None:
    db = open_dataset(target)
    with db.atomic():
        for row in db.conn.execute("SELECT id, title, agency, body FROM reports ORDER BY id"):
            search.index(db.conn, *row)
    db.close()


def _check_copy(target: Path, counts: dict[str, int]) -> None:
    db = read_dataset(target)
    try:
        broken = db.conn.execute("PRAGMA foreign_key_check").fetchall()
        stored = {table: db[table].count for table in counts}
    finally:
        db.close()
    if broken or stored != counts:
        raise DatasetError(
            f"export failed its check: {len(broken)} dangling references, rows {stored} for {counts}", "corrupt"
        )
