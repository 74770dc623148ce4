"""Which stored report a reading is of: the one at its address, or one with the same text at another."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import msgspec

from crawler.records import Report

#: How ``origins`` begins where a text was taken from a file of the page.
_FILE = "attachment:"
#: The finding on a report of which a further page could not be had.
_MISSING_PART = "unread_part"

#: An address whose report states another year than before still has the same report (with its year put
#: right) if at least this share of its lines is the same; else the address now shows the next year's report.
SAME_REPORT_LINES = 0.5


class Known(NamedTuple):
    """What decides about a stored report, without its text."""

    id: int
    url: str
    year: int | None
    agency: str | None
    format: str
    body_sha256: str
    raw_sha256: str | None
    reading_sha256: str


_KNOWN = f"SELECT {', '.join(Known._fields)} FROM reports"


def with_id(connection: sqlite3.Connection, report_id: int) -> Known:
    """The stored report of an id."""
    return Known(*connection.execute(f"{_KNOWN} WHERE id = ?", (report_id,)).fetchone())


def at_address(connection: sqlite3.Connection, report: Report) -> Known | None:
    """The stored report that this reading is of, by its address."""
    rows = connection.execute(f"{_KNOWN} WHERE url = ? ORDER BY last_seen_at DESC, id DESC", (report.url,)).fetchall()
    stored = [Known(*row) for row in rows]
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


def is_less(connection: sqlite3.Connection, report_id: int, report: Report) -> bool:
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


def compatible(known: Known, report: Report) -> bool:
    """Whether agency and year do not contradict each other; what one of them does not state is no contradiction."""
    return (known.agency == report.agency or not known.agency or not report.agency) and (
        known.year == report.year or known.year is None or report.year is None
    )


def twin_of(connection: sqlite3.Connection, report: Report, portal_id: str | None, besides: int) -> Known | None:
    """Another report of the portal with the same text (for a document without text: the same bytes)."""
    if portal_id is None:
        return None
    same = "raw_sha256" if not report.body else "body_sha256"
    rows = connection.execute(
        f"{_KNOWN} WHERE {same} = ? AND body_sha256 = ? AND portal_id = ? AND id <> ? ORDER BY id",
        (getattr(report, same), report.body_sha256, portal_id, besides),
    ).fetchall()
    return next((known for known in (Known(*row) for row in rows) if compatible(known, report)), None)


def preference(report: Report | Known) -> tuple[bool, bool, bool, int, str]:
    """Smaller is the better address of two with the same text, whichever was found first."""
    return (not report.agency, report.year is None, report.format != "html", len(report.url), report.url)
