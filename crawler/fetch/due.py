"""What the ledger says is due: the pages of a run, and what is known of all others. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import msgspec

from crawler.fetch.ledger import Run
from crawler.fetch.outcome import SCRIPT_ONLY
from crawler.fetch.target import DISCOVERY, Key, Target

#: A page's visits are spread over this share of the revisit interval, so that not all fall due in one night.
_JITTER = 0.2

_TARGET_COLUMNS = (
    "url, portal_id, kind, method, body, priority, depth, anchor, listed_on, column_name, headers,"
    " etag, last_modified, sha256"
)

#: Columns are looked through again after so many days, or when a list of their portal broke in the last fortnight.
_COLUMN_DAYS, _BROKEN_DAYS = 7.0, 14.0

#: The portals whose lists are known and work, or whose columns show their reports themselves: their columns wait.
_LEARNT = (
    "SELECT portal_id FROM lists WHERE portal_id IS NOT NULL GROUP BY portal_id"
    " HAVING sum(broken_at IS NULL) AND NOT sum(ifnull(broken_at, '') >= :fortnight)"
    " UNION SELECT pages.portal_id FROM pages JOIN reports ON reports.page_id = pages.id WHERE pages.kind = 'list'"
    " AND pages.portal_id IS NOT NULL AND pages.portal_id NOT IN"
    " (SELECT portal_id FROM lists WHERE portal_id IS NOT NULL)"
)

#: The page of one year of a column that shows its reports itself (nothing but the year's report, and no rows): its link
#: names the year. The page that leads to it is looked at every night, and names the next year.
_OF_ONE_YEAR = (
    "kind = 'list' AND state IN ('done', 'unchanged') AND anchor GLOB '*20[0-4][0-9]*'"
    " AND EXISTS (SELECT 1 FROM reports WHERE reports.page_id = pages.id)"
    " AND NOT EXISTS (SELECT 1 FROM lists WHERE lists.page_id = pages.id)"
)

#: A page turned by a form that carries its page's state (ASP.NET) is good for one night: the page before it leads
#: to it again when anything has changed.
_OF_ONE_NIGHT = "method = 'POST' AND substr(body, 1, 14) = '__EVENTTARGET='"

#: How a page ends whose answer drips or never does: that costs a minute, or 50 MiB, each time.
_NEVER_ENDED = ("timeout", "too_large")

#: Whether a page led to reports by itself, at a portal that has no list of reports: results of a search, a sitemap.
LED_TO_REPORTS = (
    "(EXISTS (SELECT 1 FROM pages found JOIN reports ON reports.page_id = found.id WHERE found.parent_id = pages.id)"
    " AND NOT EXISTS (SELECT 1 FROM lists WHERE lists.portal_id = pages.portal_id AND lists.reports > 0))"
)

#: The pages whose files could not be had, and may be had by now.
_LACKING_FILES = (
    "SELECT parent_id FROM pages WHERE kind = 'attachment' AND coalesce(due_at, '') <= :at"
    " AND (state IN ('pending', 'failed', 'blocked') OR outcome = 'not_archived') AND parent_id IS NOT NULL"
)


def due_pages(
    db: sqlite3.Connection,
    run: Run,
    portal_ids: Sequence[str],
    *,
    years: frozenset[int] | None,
    revisit_days: float,
    reader_version: str,
    at: str,
) -> Iterator[Target]:
    """The pages of these portals that are due in this run.

    Due are: pages never fetched; in a new run also homes and lists, but for those that show one year's report; columns
    where the portal's lists are not known or are broken or a week has passed; sitemaps and searches after a week, or
    every night where only they led to reports; what failed or was blocked or was not in the archive; reports skipped
    for their year when that year is now wanted; and pages last fetched more than ``revisit_days`` ago. What was fetched
    in this run is not due again, and what keeps failing not before its ``due_at``; only a home page is looked at every
    night, and all else that never ended is ``stalled``.

    Files are never due by themselves, they come with their page: it is due when one of its files failed (and that
    file's ``due_at`` has come), and it is then, and whenever it is old, fetched as if for the first time, since a
    file may change while its page does not. So is a page that showed nothing without its scripts: it has to be read
    again to say so again, or its portal would seem to have been reached.
    """
    ids = msgspec.json.encode(list(portal_ids)).decode()
    soonest = _days_before(at, revisit_days * (1 - _JITTER))
    rows = db.execute(
        f"WITH lacking AS ({_LACKING_FILES}) SELECT {_TARGET_COLUMNS}, state, fetched_at, outcome, error,"
        " (SELECT reader_version = :reader FROM runs WHERE runs.id = pages.run_id) AS same_reader,"
        " id IN (SELECT parent_id FROM lacking) AS lacks_files,"
        " kind = 'report' AND EXISTS (SELECT 1 FROM pages file WHERE file.parent_id = pages.id"
        f" AND file.kind = 'attachment') AS has_files, {_OF_ONE_YEAR} AS of_one_year"
        " FROM pages WHERE portal_id IN (SELECT value FROM json_each(:ids)) AND kind <> 'attachment'"
        f" AND (state = 'pending' OR (run_id IS NOT :run AND NOT ({_OF_ONE_NIGHT})))"
        " AND (kind = 'home' OR (coalesce(due_at, '') <= :at AND (state IN ('pending', 'failed', 'blocked')"
        f" OR (kind = 'list' AND state <> 'gone' AND NOT ({_OF_ONE_YEAR})) OR outcome IN ('not_archived', 'other_year')"
        " OR (kind = 'other' AND state <> 'gone'"
        f" AND (fetched_at < :week OR {LED_TO_REPORTS}))"
        f" OR (kind = 'column' AND state <> 'gone' AND (fetched_at < :week OR portal_id NOT IN ({_LEARNT})))"
        " OR fetched_at < :soonest OR id IN (SELECT parent_id FROM lacking))))",
        {
            "at": at,
            "reader": reader_version,
            "ids": ids,
            "run": run.id,
            "soonest": soonest,
            "week": _days_before(at, _COLUMN_DAYS * (1 - _JITTER)),
            "fortnight": _days_before(at, _BROKEN_DAYS),
        },
    )
    for row in rows:
        *columns, state, fetched_at, outcome, error, same_reader, lacking, has_files, of_one_year = row
        if outcome == "other_year" and (years is not None and not _is_wanted(error, years)):
            continue
        target = _target(columns)
        target.stalled = state == "failed" and outcome in _NEVER_ENDED and target.kind != "home"
        unread = lacking or has_files or outcome == SCRIPT_ONLY
        if same_reader and state in ("done", "unchanged") and not unread:
            target.etag, target.last_modified, target.sha256 = _without_nulls(columns[11:])
        regular = target.kind in ("home", "column", "list", "other") or state in ("pending", "failed", "blocked")
        regular = regular and not of_one_year
        if (
            regular
            or lacking
            or outcome in ("not_archived", "other_year")
            or _is_old(target.url, fetched_at, at, revisit_days)
        ):
            yield target


def lists_of_pages(db: sqlite3.Connection, portal_ids: Sequence[str]) -> dict[Key, Key]:
    """Of the pages of lists and columns, which page led to them."""
    ids = msgspec.json.encode(list(portal_ids)).decode()
    rows = db.execute(
        "SELECT page.url, page.method, page.body, first.url, first.method, first.body FROM pages AS page"
        " JOIN pages AS first ON first.id = page.parent_id"
        " WHERE page.kind IN ('list', 'column') AND page.portal_id IN (SELECT value FROM json_each(?))",
        (ids,),
    )
    return {(url, method, body): tuple(first) for url, method, body, *first in rows}


def page_not_asked(db: sqlite3.Connection, run: Run, key: Key) -> Target | None:
    """A page that led to others, to be read anew, where this run has not asked it; ``None`` where it has."""
    row = db.execute(
        f"SELECT {_TARGET_COLUMNS} FROM pages WHERE (url, method, body) = (?, ?, ?) AND run_id IS NOT ?",
        (*key, run.id),
    ).fetchone()
    return None if row is None else _target(row)


def known_keys(db: sqlite3.Connection, run: Run, portal_ids: Sequence[str]) -> Iterator[Key]:
    """The keys of all pages of these portals, due or not; without those that were good for an earlier night: where a
    page's state never changes, the page before leads to the very same one again.
    """
    ids = msgspec.json.encode(list(portal_ids)).decode()
    yield from db.execute(
        "SELECT url, method, body FROM pages WHERE portal_id IN (SELECT value FROM json_each(?))"
        f" AND NOT ({_OF_ONE_NIGHT} AND state <> 'pending' AND run_id IS NOT ?)",
        (ids, run.id),
    )


def known_reports(db: sqlite3.Connection, portal_ids: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """The reports of these portals that the dataset has: portal, agency, year."""
    ids = msgspec.json.encode(list(portal_ids)).decode()
    yield from db.execute(
        "SELECT DISTINCT portal_id, agency, year FROM reports WHERE agency IS NOT NULL AND year IS NOT NULL"
        " AND portal_id IN (SELECT value FROM json_each(?))",
        (ids,),
    )


def spent(db: sqlite3.Connection, run: Run) -> Iterator[tuple[str, int, int]]:
    """What a resumed run has spent so far: portal, pages of discovery, pages in all."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(DISCOVERY))
    yield from db.execute(
        f"SELECT portal_id, sum(kind IN ({kinds})), count(*) FROM pages WHERE run_id = ? GROUP BY portal_id",
        (run.id,),
    )


def _target(columns: Sequence[Any]) -> Target:
    """The page of ``_TARGET_COLUMNS``, to be read anew."""
    target = Target(*_without_nulls(columns[:10]))
    target.headers = _headers(columns[10])
    return target


def _days_before(at: str, days: float) -> str:
    return (datetime.fromisoformat(at) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_old(url: str, fetched_at: str | None, at: str, revisit_days: float) -> bool:
    share = int.from_bytes(blake2b(url.encode(errors="surrogatepass"), digest_size=2).digest(), "big") / 0xFFFF
    return fetched_at is None or fetched_at < _days_before(at, revisit_days * (1 + _JITTER * (2 * share - 1)))


def _is_wanted(year: str | None, years: frozenset[int]) -> bool:
    return year is not None and year.isdigit() and int(year) in years


def _without_nulls(values: Sequence[Any]) -> list[Any]:
    return ["" if value is None else value for value in values]


def _headers(stored: str | None) -> dict[str, str]:
    return {} if stored is None else msgspec.json.decode(stored, type=dict[str, str])
