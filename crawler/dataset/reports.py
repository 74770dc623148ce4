"""Stores readings of reports: what is new, what changed, what stayed; nothing twice, nothing forgotten.

A report is *an agency's report for a year at one address*. The same address is the same report. The same text
of the same agency at several addresses of one portal is one report: the best address is its ``url`` whatever
the order they were found in, the others are kept in ``report_urls``. Different texts at two addresses stay two
reports, and so do one text published by two agencies.

All functions expect to run inside a transaction (:class:`~crawler.dataset.writer.BatchWriter` gives one).
"""

from __future__ import annotations

import sqlite3
from typing import Any, Literal, NamedTuple

import msgspec
from sqlite_utils import Database

from crawler.dataset import search
from crawler.dataset.rows import reading_sha256, replace_children, report_row
from crawler.dataset.years import agency_year, refresh_years
from crawler.records import Report

Stored = Literal["new", "changed", "unchanged"]

#: How ``origins`` begins where a text was taken from a file of the page.
_FILE = "attachment:"
#: The finding on a report of which a further page could not be had.
_MISSING_PART = "unread_part"

#: An address whose report states another year than before still has the same report (with its year put
#: right) if at least this share of its lines is the same; else the address now shows the next year's report.
SAME_REPORT_LINES = 0.5


class _Known(NamedTuple):
    """What decides about a stored report, without its text."""

    id: int
    url: str
    year: int | None
    agency: str | None
    format: str
    body_sha256: str
    raw_sha256: str | None
    reading_sha256: str


_KNOWN = f"SELECT {', '.join(_Known._fields)} FROM reports"


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
    known = _at_address(connection, report)
    if known is not None and known.reading_sha256 == reading_sha256(report):
        _confirm(connection, known.id, report, seen_at)
        return "unchanged"
    if known is not None and not reread and _is_less(connection, known.id, report):
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
    twin = _twin(connection, report, portal_id, besides=0)
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


def _at_address(connection: sqlite3.Connection, report: Report) -> _Known | None:
    """The stored report that this reading is of, by its address."""
    rows = connection.execute(f"{_KNOWN} WHERE url = ? ORDER BY last_seen_at DESC, id DESC", (report.url,)).fetchall()
    stored = [_Known(*row) for row in rows]
    for known in stored:
        if known.year == report.year:
            return known
    for known in stored[:1]:
        if (
            known.year is None
            or report.year is None
            or known.raw_sha256 == report.raw_sha256
            or _shared_lines(connection, known.id, report.body) >= SAME_REPORT_LINES
        ):
            return known
    return None


def _is_less(connection: sqlite3.Connection, report_id: int, report: Report) -> bool:
    """Whether this reading lacks what the stored one has only because a file or page could not be had just now."""
    if any(finding.rule == _MISSING_PART for finding in report.findings):
        whole, length = connection.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM findings WHERE report_id = reports.id AND rule = ?), length(body)"
            " FROM reports WHERE id = ?",
            (_MISSING_PART, report_id),
        ).fetchone()
        return bool(whole) and length > len(report.body)
    if report.origins.get("body", "").startswith(_FILE) or not any(
        file.state in ("failed", "blocked") for file in report.attachments
    ):
        return False
    (origins,) = connection.execute("SELECT origins FROM reports WHERE id = ?", (report_id,)).fetchone()
    return msgspec.json.decode(origins, type=dict[str, str]).get("body", "").startswith(_FILE)


def _shared_lines(connection: sqlite3.Connection, report_id: int, body: str) -> float:
    (stored,) = connection.execute("SELECT body FROM reports WHERE id = ?", (report_id,)).fetchone()
    before, after = set(stored.split("\n")), set(body.split("\n"))
    return len(before & after) / max(len(before), len(after))


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
    known = _Known(*connection.execute(f"{_KNOWN} WHERE id = ?", (report_id,)).fetchone())
    same_text = known.body_sha256 == report.body_sha256 and _compatible(known, report)
    # The same bytes read differently: that is ours, and the report's own address will be read again too.
    only_reread = raw_sha256 == report.raw_sha256 and body_sha256 != report.body_sha256
    if same_text:
        _add_address(connection, known, report, row, first_seen_at, seen_at)
    elif not only_reread:
        connection.execute("DELETE FROM report_urls WHERE url = ?", (report.url,))
        return "changed", first_seen_at
    return "unchanged", first_seen_at


def _compatible(known: _Known, report: Report) -> bool:
    """Whether agency and year do not contradict each other; what one of them does not state is no contradiction."""
    return (known.agency == report.agency or not known.agency or not report.agency) and (
        known.year == report.year or known.year is None or report.year is None
    )


def _twin(connection: sqlite3.Connection, report: Report, portal_id: str | None, besides: int) -> _Known | None:
    """Another report of the portal with the same text (for a document without text: the same bytes)."""
    if portal_id is None:
        return None
    same = "raw_sha256" if not report.body else "body_sha256"
    rows = connection.execute(
        f"{_KNOWN} WHERE {same} = ? AND body_sha256 = ? AND portal_id = ? AND id <> ? ORDER BY id",
        (getattr(report, same), report.body_sha256, portal_id, besides),
    ).fetchall()
    return next((known for known in (_Known(*row) for row in rows) if _compatible(known, report)), None)


def _preference(report: Report | _Known) -> tuple[bool, bool, bool, int, str]:
    """Smaller is the better address of two with the same text, whichever was found first."""
    return (not report.agency, report.year is None, report.format != "html", len(report.url), report.url)


def _add_address(
    connection: sqlite3.Connection, known: _Known, report: Report, row: dict[str, Any], first: str, seen_at: str
) -> None:
    """A further address of a known report; the better one of the two becomes (or stays) its ``url``."""
    if _preference(report) < _preference(known):
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
    twin = _twin(connection, report, portal_id, besides=report_id)
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
