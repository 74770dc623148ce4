"""What the ledger says of reports that were not read again: they were seen, though only listed or unchanged.

A report that vanished is not seen by this: its page may show another year's report by now.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from crawler.fetch.target import Key

_SEEN = "UPDATE reports SET last_seen_at = ? WHERE last_seen_at < ? AND vanished_at IS NULL"


def mark_listed(db: sqlite3.Connection, urls: Iterable[str], at: str) -> None:
    """Reports whose pages a list still shows: they are seen, though not fetched."""
    db.executemany(
        f"{_SEEN} AND page_id = (SELECT id FROM pages"
        " WHERE url = ? AND method = 'GET' AND state IN ('done', 'unchanged'))",
        ((at, at, url) for url in urls),
    )


def mark_children_listed(db: sqlite3.Connection, key: Key, at: str) -> None:
    """As :func:`mark_listed`, for all reports that an unchanged list led to."""
    db.execute(
        f"{_SEEN} AND page_id IN (SELECT id FROM pages"
        " WHERE state IN ('done', 'unchanged') AND parent_id = (SELECT id FROM pages"
        " WHERE url = ? AND method = ? AND body = ?))",
        (at, at, *key),
    )


def mark_page_seen(db: sqlite3.Connection, key: Key, at: str) -> None:
    """The report of an unchanged page is seen, also one that has its main address elsewhere."""
    db.execute(
        f"{_SEEN} AND (page_id = (SELECT id FROM pages WHERE url = ? AND method = ? AND body = ?)"
        " OR id = (SELECT report_id FROM report_urls WHERE url = ?))",
        (at, at, *key, key[0]),
    )
    db.execute("UPDATE report_urls SET last_seen_at = ? WHERE url = ?", (at, key[0]))


def report_urls(db: sqlite3.Connection, key: Key) -> list[str]:
    """The addresses of the reports that a page holds: its own, or where it redirected to."""
    rows = db.execute(
        "SELECT url FROM reports WHERE page_id = (SELECT id FROM pages WHERE url = ? AND method = ? AND body = ?)", key
    )
    return [url for (url,) in rows]
