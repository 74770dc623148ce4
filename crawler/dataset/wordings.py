"""The index of wordings: which sentences each report has, and how far it was compared.

Each report has a row in ``wordings`` (what of it was read, and how far it was compared) and a row per sentence, and
per second clause, in ``wording_keys``.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Literal, NamedTuple

from crawler.dataset.agencies import agency_number
from crawler.dataset.lookup import Lookup
from crawler.facts import data_path
from crawler.report.copied import Names, Wording, read_wording
from crawler.report.copied_share import Comparable

#: Changes whenever the code may read other wordings from the same text; the facts are seen to change by themselves.
_VERSION = 2

#: A report that has less than this share of a text's keys is not compared with it.
HITS_MIN = 0.08

#: Texts kept at hand while pairs are compared.
_CACHED = 64

State = Literal["unread", "new", "stale", "compared"]

#: Everything that a comparison depends on: when it differs from what was read, the report is read anew.
_SIGNATURE = "|| '|' ||".join(
    f"ifnull({part}, '')"
    for part in (
        "r.body_sha256", "r.agency", "r.agency_kind", "r.division_code", "r.portal_id", "r.year", "r.province",
        "r.city", "r.county", "r.township", "coalesce(r.published_on, r.signed_on)", ":version",
    )
)  # fmt: skip
#: The agency's last report before this one: of the latest earlier year; of several, the one that says most.
_PAST = (
    "SELECT p.report_id FROM wordings AS p WHERE p.agency = w.agency AND p.year < w.year"
    " ORDER BY p.year DESC, p.characters DESC, p.signature LIMIT 1"
)
_FINDINGS = "SELECT count(*) FROM findings AS f WHERE f.report_id = w.report_id AND f.rule = 'copied_text'"


class Row(NamedTuple):
    """A report to be compared: whose it is, of which year, and which report it was last compared with."""

    report_id: int
    state: State
    agency: int | None
    past_id: int | None


@cache
def _version() -> str:
    return f"{_VERSION}.{blake2b(data_path('copied.toml').read_bytes(), digest_size=6).hexdigest()}"


def find_changes(connection: sqlite3.Connection) -> None:
    """Mark what is new or changed since it was last read as ``unread``; take out what was deleted."""
    for report_id, agency, keys in connection.execute(
        "SELECT report_id, agency, keys FROM wordings WHERE report_id NOT IN (SELECT id FROM reports)"
    ).fetchall():
        _remove_keys(connection, report_id, agency, keys)
        connection.execute("DELETE FROM wordings WHERE report_id = ?", (report_id,))
    connection.execute(
        "INSERT INTO wordings (report_id, signature, characters, state, keys)"
        " SELECT r.id, '', 0, 'unread', x'' FROM reports AS r LEFT JOIN wordings AS w ON w.report_id = r.id"
        f" WHERE w.signature IS NOT ({_SIGNATURE})"
        " ON CONFLICT (report_id) DO UPDATE SET state = 'unread'",
        {"version": _version()},
    )


def read_report(connection: sqlite3.Connection, report_id: int, lookup: Lookup | None) -> None:
    """Put a report's wording into the index in the place of what was there; those compared with that are stale.

    So are those that may be copied in the new text, where there are any compared before (``lookup`` is given).
    """
    agency, keys = connection.execute("SELECT agency, keys FROM wordings WHERE report_id = ?", (report_id,)).fetchone()
    _remove_keys(connection, report_id, agency, keys)
    mark_stale(
        connection,
        (
            row[0]
            for row in connection.execute(
                "SELECT report_id FROM similarities WHERE other_id = :id"
                " UNION SELECT report_id FROM wordings WHERE agency = :agency AND past_id = :id",
                {"id": report_id, "agency": agency},
            ).fetchall()
        ),
    )
    signature, year = connection.execute(
        f"SELECT {_SIGNATURE}, r.year FROM reports AS r WHERE r.id = :id",
        {"id": report_id, "version": _version()},
    ).fetchone()
    wording = wording_of(connection, report_id)
    agency = agency_number(connection, report_id)
    found = array("q", sorted(wording.keys())) if agency is not None and wording.is_enough else array("q")
    connection.execute(
        "UPDATE wordings SET signature = ?, agency = ?, year = ?, characters = ?, state = 'new', keys = ?"
        " WHERE report_id = ?",
        (signature, agency, year, wording.characters, found.tobytes(), report_id),
    )
    connection.executemany(
        "INSERT INTO wording_keys (key, agency, report_id) VALUES (?, ?, ?)",
        ((key, agency, report_id) for key in found),
    )
    if lookup is not None and agency is not None and found:
        hits = lookup.find(agency, wording)
        several = {one: count for one, count in hits.reports.items() if count > 1}
        sizes = _keys_of(connection, several)
        mark_stale(connection, (one for one, count in several.items() if count >= HITS_MIN * sizes[one]))


def settle(connection: sqlite3.Connection) -> None:
    """Mark as stale what has another last report of its agency now, or has lost its findings."""
    connection.execute(
        "UPDATE wordings AS w SET state = 'stale' WHERE state = 'compared'"
        f" AND (past_id IS NOT ({_PAST}) OR findings <> ({_FINDINGS}))"
    )


def in_state(connection: sqlite3.Connection, state: State, limit: int) -> list[Row]:
    """Some reports that are in this state, with the last report that each is to be compared with."""
    rows = connection.execute(
        f"SELECT report_id, state, agency, ({_PAST}) FROM wordings AS w WHERE state = ? ORDER BY report_id LIMIT ?",
        (state, limit),
    )
    return [Row(*row) for row in rows]


def mark_stale(connection: sqlite3.Connection, report_ids: Iterable[int]) -> None:
    """Have these reports compared again, where they were before."""
    connection.executemany(
        "UPDATE wordings SET state = 'stale' WHERE report_id = ? AND state = 'compared'", ((one,) for one in report_ids)
    )


def wording_of(connection: sqlite3.Connection, report_id: int) -> Wording:
    """A stored report's own wording."""
    agency, *places, body = connection.execute(
        "SELECT agency, province, city, county, township, body FROM reports WHERE id = ?", (report_id,)
    ).fetchone()
    return read_wording(body, Names(agency, tuple(places)))


class Texts:
    """Wordings of stored reports, the latest used kept at hand; for as long as no report changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kept: OrderedDict[int, Comparable] = OrderedDict()

    def get(self, report_id: int) -> Comparable:
        """A report's wording, ready for being compared."""
        found = self._kept.pop(report_id, None) or Comparable(wording_of(self._connection, report_id))
        self._kept[report_id] = found
        if len(self._kept) > _CACHED:
            self._kept.popitem(last=False)
        return found


def any_compared(connection: sqlite3.Connection) -> bool:
    """Whether any report was compared before."""
    return connection.execute("SELECT 1 FROM wordings WHERE state = 'compared' LIMIT 1").fetchone() is not None


def _keys_of(connection: sqlite3.Connection, report_ids: Iterable[int]) -> dict[int, int]:
    """How many keys each of these reports has."""
    rows = connection.execute(
        "SELECT report_id, length(keys) / 8 FROM wordings WHERE report_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(report_ids)),),
    )
    return dict(rows.fetchall())


def _remove_keys(connection: sqlite3.Connection, report_id: int, agency: int | None, keys: bytes) -> None:
    if agency is not None:
        connection.executemany(
            "DELETE FROM wording_keys WHERE key = ? AND agency = ? AND report_id = ?",
            ((key, agency, report_id) for key in array("q", keys)),
        )
