"""What the ledger says of reports that were not read again: they were seen, though only listed or unchanged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from crawler.fetch.frontier import Key


def mark_listed(db: sqlite3.Connection, urls: Iterable[str], at: str) -> None:
    """Reports whose pages a list still shows: they are seen, though not fetched."""
    db.executemany(
        "UPDATE reports SET last_seen_at = ? WHERE last_seen_at < ? AND page_id = (SELECT id FROM pages"
        " WHERE url = ? AND method = 'GET' AND state IN ('done', 'unchanged'))",
        ((at, at, url) for url in urls),
    )


def mark_children_listed(db: sqlite3.Connection, key: Key, at: str) -> None:
    """As :func:`mark_listed`, for all reports that an unchanged list led to."""
    db.execute(
        "UPDATE reports SET last_seen_at = ? WHERE last_seen_at < ? AND page_id IN (SELECT id FROM pages"
        " WHERE state IN ('done', 'unchanged') AND parent_id = (SELECT id FROM pages"
        " WHERE url = ? AND method = ? AND body = ?))",
        (at, at, *key),
    )


def mark_page_seen(db: sqlite3.Connection, key: Key, at: str) -> None:
    """The report of an unchanged page is seen."""
    db.execute(
        "UPDATE reports SET last_seen_at = ? WHERE last_seen_at < ?"
        " AND page_id = (SELECT id FROM pages WHERE url = ? AND method = ? AND body = ?)",
        (at, at, *key),
    )


def report_urls(db: sqlite3.Connection, key: Key) -> list[str]:
    """The addresses of the reports that a page holds: its own, or where it redirected to."""
    rows = db.execute(
        "SELECT url FROM reports WHERE page_id = (SELECT id FROM pages WHERE url = ? AND method = ? AND body = ?)", key
    )
    return [url for (url,) in rows]
