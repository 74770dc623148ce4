"""Stores readings of reports: what is new, what changed, what stayed; nothing twice, nothing forgotten.

A report is *an agency's report for a year at one address*. The same address is the same report. The same text
of the same agency at several addresses of one portal is one report: the best address is its ``url`` whatever
the order they were found in, the others are kept in ``report_urls``. Different texts at two addresses stay two
reports, and so do one text published by two agencies.

All functions expect to run inside a transaction (:class:`~crawler.dataset.writer.BatchWriter` gives one).
"""

from __future__ import annotations

import sqlite3
from typing import Any, Literal

from sqlite_utils import Database

from crawler.dataset import search
from crawler.dataset.known import (
    SAME_REPORT_LINES,
    Known,
    at_address,
    compatible,
    is_less,
    preference,
    twin_of,
    with_id,
)
from crawler.dataset.rows import reading_sha256, replace_children, report_row
from crawler.dataset.years import agency_year, refresh_years
from crawler.records import Report

Stored = Literal["new", "changed", "unchanged"]


def store_report(
    db: Database,
    report: Report,
    run_id: int | None,
    seen_at: str,
    portal_id: str | None = None,
    page_id: int | None = None,
    *,
    reread: bool = False,
) -> Stored:
    """Store a reading: ``new`` (a report not known before), ``changed`` (known, it says something else now)
    or ``unchanged`` (also for a further address of a known report).

    ``seen_at`` is ISO 8601 UTC. An unchanged report gets nothing but a later ``last_seen_at`` (and the
    version of the code that confirmed it). ``reread`` says that archived bytes were read again: a different
    text is then a revision of the reading, as it also is when the same bytes give a different text. A report of
    which a file or a further page cannot be had for a night keeps what it has.
    """
    connection = db.conn
    known = at_address(connection, report)
    if known is not None and known.reading_sha256 == reading_sha256(report):
        _confirm(connection, known.id, report, seen_at)
        return "unchanged"
    if known is not None and not reread and is_less(connection, known.id, report):
        connection.execute("UPDATE reports SET last_seen_at = ? WHERE id = ?", (seen_at, known.id))
        return "unchanged"
    row = report_row(report) | {"run_id": run_id, "portal_id": portal_id, "page_id": page_id}
    if known is not None:
        only_reread = reread or known.raw_sha256 == report.raw_sha256
        _overwrite(connection, known.id, report, row, seen_at, "reread" if only_reread else "published")
        _absorb_twins(connection, known.id, report, portal_id, seen_at)
        return "changed"
    outcome, first_seen_at = _from_other_address(connection, report, row, seen_at)
    if outcome == "unchanged":
        return "unchanged"
    twin = twin_of(connection, report, portal_id, besides=0)
    if twin is not None:
        _add_address(connection, twin, report, row, first_seen_at, seen_at)
        return "unchanged" if outcome == "new" else "changed"
    _insert(connection, report, row, first_seen_at, seen_at)
    return outcome


def absorb_part(db: Database, url: str, body: str) -> bool:
    """A further page of a report is none itself: one that was stored at ``url`` goes, its text being in ``body``.

    True if there was one. A report with other text at the address stays.
    """
    connection = db.conn
    whole = set(body.split("\n"))
    parts = []
    for report_id, text in connection.execute("SELECT id, body FROM reports WHERE url = ?", (url,)).fetchall():
        lines = text.split("\n")
        if sum(line in whole for line in lines) >= SAME_REPORT_LINES * len(lines):
            parts.append(report_id)
    for report_id in parts:
        search.unindex(connection, report_id)
        connection.execute("DELETE FROM reports WHERE id = ?", (report_id,))
    return bool(parts)


def mark_vanished(db: Database, url: str, seen_at: str) -> bool:
    """The address no longer has its report (HTTP 404, 410). True if a report is now nowhere to be seen.

    A report with another address moves there; nothing of it is deleted in either case.
    """
    connection = db.conn
    if connection.execute("DELETE FROM report_urls WHERE url = ?", (url,)).rowcount:
        return False
    vanished = False
    for (report_id,) in connection.execute(
        "SELECT id FROM reports WHERE url = ? AND vanished_at IS NULL", (url,)
    ).fetchall():
        others = connection.execute(
            "SELECT url FROM report_urls WHERE report_id = ? ORDER BY length(url), url", (report_id,)
        ).fetchone()
        if others is None:
            connection.execute("UPDATE reports SET vanished_at = ? WHERE id = ?", (seen_at, report_id))
            vanished = True
        else:
            connection.execute("UPDATE reports SET url = ? WHERE id = ?", (others[0], report_id))
            connection.execute("DELETE FROM report_urls WHERE url = ?", others)
    return vanished


def _from_other_address(
    connection: sqlite3.Connection, report: Report, row: dict[str, Any], seen_at: str
) -> tuple[Stored, str]:
    """What an address means that is no report's ``url``: (outcome so far, when it was first seen).

    A further address that still shows its report's text stays one; it is let go when it shows another.
    """
    found = connection.execute(
        "SELECT report_id, body_sha256, raw_sha256, first_seen_at FROM report_urls WHERE url = ?", (report.url,)
    ).fetchone()
    if found is None:
        return "new", seen_at
    report_id, body_sha256, raw_sha256, first_seen_at = found
    known = with_id(connection, report_id)
    same_text = known.body_sha256 == report.body_sha256 and compatible(known, report)
    # The same bytes read differently: that is ours, and the report's own address will be read again too.
    only_reread = raw_sha256 == report.raw_sha256 and body_sha256 != report.body_sha256
    if same_text:
        _add_address(connection, known, report, row, first_seen_at, seen_at)
    elif not only_reread:
        connection.execute("DELETE FROM report_urls WHERE url = ?", (report.url,))
        return "changed", first_seen_at
    return "unchanged", first_seen_at


def _add_address(
    connection: sqlite3.Connection, known: Known, report: Report, row: dict[str, Any], first: str, seen_at: str
) -> None:
    """A further address of a known report; the better one of the two becomes (or stays) its ``url``."""
    if preference(report) < preference(known):
        connection.execute("DELETE FROM report_urls WHERE url = ?", (report.url,))
        (known_first,) = connection.execute("SELECT first_seen_at FROM reports WHERE id = ?", (known.id,)).fetchone()
        _overwrite(connection, known.id, report, row, seen_at, "published")
        url, body, raw, first = known.url, known.body_sha256, known.raw_sha256, known_first
    else:
        url, body, raw = report.url, report.body_sha256, report.raw_sha256
        connection.execute("UPDATE reports SET last_seen_at = ?, vanished_at = NULL WHERE id = ?", (seen_at, known.id))
    connection.execute(
        "INSERT INTO report_urls (url, report_id, body_sha256, raw_sha256, first_seen_at, last_seen_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET report_id = excluded.report_id,"
        " body_sha256 = excluded.body_sha256, raw_sha256 = excluded.raw_sha256,"
        " last_seen_at = excluded.last_seen_at",
        (url, known.id, body, raw or None, first, seen_at),
    )


def _absorb_twins(
    connection: sqlite3.Connection, report_id: int, report: Report, portal_id: str | None, seen_at: str
) -> None:
    """Two addresses have come to show the same text: one report again, with the history of both."""
    twin = twin_of(connection, report, portal_id, besides=report_id)
    if twin is None:
        return
    connection.execute(
        "INSERT OR IGNORE INTO revisions (report_id, seen_at, body_sha256, body, reason)"
        " SELECT ?, seen_at, body_sha256, body, reason FROM revisions WHERE report_id = ?",
        (report_id, twin.id),
    )
    connection.execute("UPDATE report_urls SET report_id = ? WHERE report_id = ?", (report_id, twin.id))
    (first,) = connection.execute("SELECT first_seen_at FROM reports WHERE id = ?", (twin.id,)).fetchone()
    search.unindex(connection, twin.id)
    whose = agency_year(connection, twin.id)
    connection.execute("DELETE FROM reports WHERE id = ?", (twin.id,))
    refresh_years(connection, whose)
    connection.execute(
        "INSERT INTO report_urls (url, report_id, body_sha256, raw_sha256, first_seen_at, last_seen_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (twin.url, report_id, twin.body_sha256, twin.raw_sha256, first, seen_at),
    )


def _confirm(connection: sqlite3.Connection, report_id: int, report: Report, seen_at: str) -> None:
    connection.execute(
        "UPDATE reports SET last_seen_at = ?, vanished_at = NULL, reader_version = ? WHERE id = ?",
        (seen_at, report.reader_version or None, report_id),
    )


def _insert(
    connection: sqlite3.Connection, report: Report, row: dict[str, Any], first_seen_at: str, seen_at: str
) -> None:
    values = row | {"first_seen_at": first_seen_at, "last_seen_at": seen_at}
    # The address may have shown an earlier year's report until now: that one is gone from it.
    connection.execute(
        "UPDATE reports SET vanished_at = ? WHERE url = ? AND vanished_at IS NULL", (seen_at, report.url)
    )
    cursor = connection.execute(
        f"INSERT INTO reports ({', '.join(values)}) VALUES ({', '.join(f':{name}' for name in values)})", values
    )
    assert cursor.lastrowid is not None
    replace_children(connection, cursor.lastrowid, report, existing=False)
    search.index(connection, cursor.lastrowid, report.title, report.agency, report.body)
    _add_revision(connection, cursor.lastrowid, report, seen_at, "published")
    refresh_years(connection, agency_year(connection, cursor.lastrowid))


def _overwrite(
    connection: sqlite3.Connection,
    report_id: int,
    report: Report,
    row: dict[str, Any],
    seen_at: str,
    reason: Literal["published", "reread"],
) -> None:
    """Put a new reading in the place of the stored one, keeping when the report was first seen."""
    search.reindex(connection, report_id, report.title, row["agency"], report.body)
    before = agency_year(connection, report_id)
    keep = {name for name in ("portal_id", "page_id", "run_id") if row[name] is None}
    values = {name: value for name, value in row.items() if name not in keep}
    values |= {"last_seen_at": seen_at, "vanished_at": None}
    connection.execute(
        f"UPDATE reports SET {', '.join(f'{name} = :{name}' for name in values)} WHERE id = :id",
        values | {"id": report_id},
    )
    replace_children(connection, report_id, report, existing=True)
    _add_revision(connection, report_id, report, seen_at, reason)
    refresh_years(connection, before, agency_year(connection, report_id))


def _add_revision(
    connection: sqlite3.Connection,
    report_id: int,
    report: Report,
    seen_at: str,
    reason: Literal["published", "reread"],
) -> None:
    if not report.body:  # its file could not be had or read: no body was seen
        return
    connection.execute(
        "INSERT OR IGNORE INTO revisions (report_id, seen_at, body_sha256, body, reason) VALUES (?, ?, ?, ?, ?)",
        (report_id, seen_at, report.body_sha256, report.body, reason),
    )
