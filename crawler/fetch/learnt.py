"""What a run learns of a portal's columns of reports (年报栏目) and the next ones begin with: table ``lists``.

A row is a page of a list: the family that read it, the total that the list states, the rows that the page showed.
As long as a portal's lists work, its other columns are not fetched every night (``due.py``); a list that gives
nothing any more is marked broken, and the portal's columns are looked through again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from crawler.fetch.target import Key


class ListSeen(msgspec.Struct, frozen=True):
    """What a page of a list showed. ``total`` is what the list itself states, None where it states nothing."""

    platform: str
    column: str
    total: int | None
    rows: int
    reports: int


class Shortfall(msgspec.Struct, frozen=True):
    """A list that states more rows (``total``) than all its pages showed (``seen``). ``url`` is its first page."""

    portal_id: str
    url: str
    column: str
    total: int
    seen: int


_PAGE = "(SELECT id FROM pages WHERE url = ? AND method = ? AND body = ?)"


def learn(
    db: sqlite3.Connection,
    key: Key,
    portal_id: str,
    parent: Key | None,
    seen: ListSeen,
    at: str,
    list_of: Callable[[Key], Key] = lambda key: key,
) -> None:
    """Writes what a page of a list showed. A page that follows another of the same list knows the first one.

    The parent is of the same list when it showed rows or a total; a page that only says how to ask for lists is not:
    of what it led to, pages whose requests ask for the same (``list_of``) are of one list.
    """
    first = None
    if parent is not None:
        row = db.execute(
            f"SELECT coalesce(first_id, page_id) FROM lists WHERE page_id = {_PAGE}"
            " AND (list_rows > 0 OR total IS NOT NULL)",
            parent,
        ).fetchone()
        first = _beside(db, key, list_of) if row is None else row[0]
    db.execute(
        "INSERT INTO lists (page_id, portal_id, first_id, platform, column_name, total, list_rows, reports, seen_at)"
        f" SELECT id, ?, nullif(?, id), ?, ?, ?, ?, ?, ? FROM pages WHERE id = {_PAGE}"
        " ON CONFLICT (page_id) DO UPDATE SET first_id = coalesce(excluded.first_id, first_id),"
        " platform = excluded.platform, column_name = excluded.column_name, total = excluded.total,"
        " list_rows = excluded.list_rows, reports = excluded.reports, seen_at = excluded.seen_at, broken_at = NULL",
        (portal_id, first, seen.platform, seen.column or None, seen.total, seen.rows, seen.reports, at, *key),
    )


def _beside(db: sqlite3.Connection, key: Key, list_of: Callable[[Key], Key]) -> int | None:
    """The first page of the list among those that the same page led to."""
    url, method, _ = key
    siblings = db.execute(
        "SELECT page_id, url, method, body FROM pages JOIN lists ON page_id = pages.id WHERE first_id IS NULL"
        f" AND parent_id = (SELECT parent_id FROM pages WHERE id = {_PAGE}) AND method = ? AND url LIKE ? || '%'"
        " ORDER BY page_id",
        (*key, method, url.partition("?")[0]),
    ).fetchall()
    own = list_of(key) if siblings else key
    return next((page_id for page_id, *other in siblings if list_of((other[0], other[1], other[2])) == own), None)


def mark_broken(db: sqlite3.Connection, key: Key, at: str) -> None:
    """A page that was a list is none any more."""
    db.execute(f"UPDATE lists SET broken_at = coalesce(broken_at, ?) WHERE page_id = {_PAGE}", (at, *key))


def shortfalls(db: sqlite3.Connection, since: str) -> list[Shortfall]:
    """The lists looked at since ``since`` that state more rows than their pages showed, the largest lack first.

    A page's own rows count beside those of an interface only where these are not the same ones again: a page of the
    interface that led to no page of its own repeats what was known.
    """
    rows = db.execute(
        "SELECT coalesce(first_id, page_id), page_id, lists.portal_id, url, lists.column_name, total, list_rows,"
        " EXISTS (SELECT 1 FROM pages AS found WHERE found.parent_id = page_id)"
        " FROM lists JOIN pages ON pages.id = page_id WHERE broken_at IS NULL ORDER BY 1, first_id IS NOT NULL"
    ).fetchall()
    groups: dict[int, list[tuple[str, str, str, int | None, int, bool]]] = {}
    for first, _, portal_id, url, column, total, shown, new in rows:
        groups.setdefault(first, []).append((portal_id, url, column or "", total, shown, bool(new)))
    recent = {
        row[0] for row in db.execute("SELECT coalesce(first_id, page_id) FROM lists WHERE seen_at >= ?", (since,))
    }
    found = []
    for first, pages in groups.items():
        totals = [total for *_, total, _, _ in pages if total is not None]
        if first not in recent or not totals:
            continue
        portal_id, url, column, _, shown, _ = pages[0]
        further = pages[1:]
        folder = urlsplit(url).path.rpartition("/")[0]
        same_way = all(urlsplit(page[1]).path.startswith(folder) for page in further)
        others = sum(page[4] for page in further)
        seen = max(others, shown + (others if same_way else sum(page[4] for page in further if page[5])))
        if seen < max(totals):
            found.append(Shortfall(portal_id, url, column, max(totals), seen))
    return sorted(found, key=lambda lack: lack.seen - lack.total)
