"""The ledger: ``pages``, ``runs`` and ``run_portals`` in SQLite, the single source of truth of the frontier.

A page is done when what it held is stored: its children are added, its report is stored and it is marked in
operations that a writer runs strictly in this order. A crawl that is killed at any moment therefore repeats
at most what was not stored yet, and loses nothing.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

import msgspec

from crawler.fetch.outcome import Outcome
from crawler.fetch.target import LAST, Key, PageKind, Target

T = TypeVar("T")

logger = logging.getLogger(__name__)

#: An unfinished run is gone on with by the same command for so long; later a new run begins.
RESUME_HOURS = 24

#: What lies beyond the end of a list is looked at again after so many days.
_PUT_OFF_DAYS = 7

#: What fails again is left alone for 2, 4, 8 … nights, for a month at most: hours until the page is due, from the
#: number of failures before this one. Half a day less than whole nights, since a night's work takes hours; after a
#: first failure the next run tries again, whenever that is.
_WAIT = "'+' || iif(attempts = 0, 0, min(1 << min(attempts, 5), 30) * 24 - 12) || ' hours'"


class Run(msgspec.Struct, frozen=True):
    """One run of the crawl. ``resumed`` when it goes on where an earlier process stopped."""

    id: int
    started_at: str
    resumed: bool


class Visit(msgspec.Struct, frozen=True):
    """What fetching a page gave, as far as the ledger keeps it.

    ``at`` is ISO 8601 UTC; ``kind`` what the page turned out to be, where that is not what it was taken for.
    """

    outcome: Outcome
    at: str
    status: int | None = None
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    archive_file: str | None = None
    archive_offset: int | None = None
    kind: PageKind | None = None


class Writer(Protocol):
    """Runs operations strictly in order, in batches; a future resolves when its batch is committed."""

    @property
    def error(self) -> BaseException | None:
        """What ended the writing for good."""

    def submit(self, operation: Callable[[Any], T]) -> Future[T]:
        """Queues an operation."""
        ...


class Ledger:
    """The ledger of one run, written through ``writer`` without waiting.

    An operation gets the writer's database, whose ``conn`` is the connection. ``broken`` is the first error of
    a write, if any: the run has then lost something and must not end well. ``on_failure`` is called, on the
    writer's thread, when nothing more can be written (disk full).
    """

    def __init__(self, writer: Writer, run: Run) -> None:
        self.writer = writer
        self.run = run
        self.broken: BaseException | None = None
        self.on_failure: Callable[[], object] = lambda: None
        self._submitted = 0
        self._written = 0

    @property
    def backlog(self) -> int:
        """How many writes wait."""
        return self._submitted - self._written

    def write(self, operation: Callable[[Any], T]) -> Future[T] | None:
        """Queues a write. None when nothing more can be written: the page stays as it was."""
        if self.writer.error is not None:
            return None
        future = self.writer.submit(operation)
        self._submitted += 1
        future.add_done_callback(self._look_at)
        return future

    def add(self, target: Target) -> None:
        """Adds a new page."""
        at = now()
        self.write(lambda database: add_page(database.conn, target, at))

    def _look_at(self, future: Future[Any]) -> None:
        self._written += 1
        error = future.exception()
        if error is None:
            return
        fatal = self.writer.error is not None
        if self.broken is None or not fatal:
            logger.error("The dataset was not written: %s", error, exc_info=None if fatal else error)
        if self.broken is None:
            self.broken = error
        if fatal:
            self.on_failure()


def now() -> str:
    """The time as the ledger writes it: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def begin_run(
    db: sqlite3.Connection,
    *,
    key: str,
    arguments: str,
    reader_version: str,
    vantage: str,
    at: str,
    years: frozenset[int] | None = None,
) -> Run:
    """Goes on with the unfinished run of the same ``key`` that began in the last 24 hours, or begins one.

    Only one crawl writes a dataset at a time, so a run that is still ``running`` here was killed.
    """
    earliest = (datetime.fromisoformat(at) - timedelta(hours=RESUME_HOURS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    row = db.execute(
        "SELECT id, started_at FROM runs WHERE key = ? AND state IN ('running', 'interrupted')"
        " AND started_at > ? ORDER BY id DESC LIMIT 1",
        (key, earliest),
    ).fetchone()
    db.execute(
        "UPDATE runs SET state = 'interrupted', ended_at = coalesce(ended_at, ?) WHERE state = 'running'",
        (at,),
    )
    if row is not None:
        db.execute("UPDATE runs SET state = 'running', ended_at = NULL, exit_status = NULL WHERE id = ?", (row[0],))
        return Run(id=row[0], started_at=row[1], resumed=True)
    cursor = db.execute(
        "INSERT INTO runs (started_at, arguments, years, key, state, reader_version, vantage)"
        " VALUES (?, ?, ?, ?, 'running', ?, ?)",
        (at, arguments, None if years is None else str(sorted(years)), key, reader_version, vantage),
    )
    assert cursor.lastrowid is not None
    return Run(id=cursor.lastrowid, started_at=at, resumed=False)


def add_page(db: sqlite3.Connection, target: Target, at: str) -> None:
    """Adds a page in state ``pending``; one that is there already keeps what is known of it.

    One that only a link led to that was not understood is what a link says that is.
    """
    parent = target.parent
    db.execute(
        "INSERT INTO pages (url, method, body, portal_id, parent_id, kind, state, priority, depth, anchor,"
        " listed_on, column_name, headers, attempts, found_at)"
        " VALUES (?, ?, ?, ?, (SELECT id FROM pages WHERE url = ? AND method = ? AND body = ?),"
        " ?, 'pending', ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (url, method, body) DO UPDATE SET"
        " (parent_id, kind, priority, depth, anchor, listed_on, column_name, headers) = (excluded.parent_id,"
        " excluded.kind, excluded.priority, excluded.depth, excluded.anchor, excluded.listed_on, excluded.column_name,"
        " excluded.headers)"
        f" WHERE pages.kind = 'column' AND pages.fetched_at IS NULL AND pages.priority < {LAST}"
        f" AND excluded.priority >= {LAST}",
        (
            *target.key,
            target.portal_id,
            *(parent or ("", "", "")),
            target.kind,
            target.priority,
            target.depth,
            target.anchor or None,
            target.listed_on or None,
            target.column or None,
            msgspec.json.encode(target.headers).decode() if target.headers else None,
            at,
        ),
    )


def mark(db: sqlite3.Connection, key: Key, visit: Visit, run_id: int) -> None:
    """Writes what became of a page. An outcome ``pending`` (not tried) leaves the page as it was.

    A page that failed or was blocked gets a ``due_at`` that grows with every night that it goes on so.
    Validators, hash and archive place are kept from the last fetch that had them, so that a night of failures
    does not cost the next one its ``unchanged``.
    """
    outcome = visit.outcome
    if outcome.state == "pending":
        return
    db.execute(
        "UPDATE pages SET state = ?, outcome = ?, error = ?, status = ?, fetched_at = ?, run_id = ?,"
        " attempts = CASE WHEN ? IN ('failed', 'blocked') THEN attempts + 1 ELSE 0 END,"
        f" due_at = CASE WHEN ? IN ('failed', 'blocked') THEN strftime('%Y-%m-%dT%H:%M:%SZ', ?, {_WAIT}) END,"
        " etag = coalesce(nullif(?, ''), etag), last_modified = coalesce(nullif(?, ''), last_modified),"
        " sha256 = coalesce(nullif(?, ''), sha256), archive_file = coalesce(?, archive_file),"
        " archive_offset = coalesce(?, archive_offset), kind = coalesce(?, kind)"
        " WHERE url = ? AND method = ? AND body = ?",
        (
            outcome.state,
            outcome.outcome,
            outcome.detail or None,
            visit.status,
            visit.at,
            run_id,
            outcome.state,
            outcome.state,
            visit.at,
            visit.etag,
            visit.last_modified,
            visit.sha256,
            visit.archive_file,
            visit.archive_offset,
            visit.kind,
            *key,
        ),
    )


def put_off(db: sqlite3.Connection, keys: Iterable[Key], at: str) -> None:
    """Pages beyond the end of their list: those never fetched are due again in a week, the others as they were."""
    db.executemany(
        "UPDATE pages SET state = 'skipped', outcome = 'beyond_end',"
        f" due_at = strftime('%Y-%m-%dT%H:%M:%SZ', ?, '+{_PUT_OFF_DAYS} days')"
        " WHERE url = ? AND method = ? AND body = ? AND fetched_at IS NULL",
        [(at, *key) for key in keys],
    )


def add_file(db: sqlite3.Connection, target: Target, visit: Visit, run_id: int) -> None:
    """Adds a file of a report page with what fetching it gave; a page that is in the ledger for itself stays so."""
    add_page(db, target, visit.at)
    row = db.execute("SELECT kind FROM pages WHERE url = ? AND method = ? AND body = ?", target.key).fetchone()
    if row is not None and row[0] == "attachment":
        mark(db, target.key, visit, run_id)


def add_part(db: sqlite3.Connection, target: Target, visit: Visit, run_id: int) -> None:
    """Adds a further page of a report; one that a list led to becomes a part of its report, as files are."""
    add_page(db, target, visit.at)
    db.execute(
        "UPDATE pages SET kind = 'attachment',"
        " parent_id = (SELECT id FROM pages WHERE url = ? AND method = ? AND body = ?)"
        " WHERE url = ? AND method = ? AND body = ?",
        (*(target.parent or ("", "", "")), *target.key),
    )
    mark(db, target.key, visit, run_id)


def page_id(db: sqlite3.Connection, key: Key) -> int | None:
    """The ``pages.id`` of a key, None when the ledger does not have it."""
    row: Any = db.execute("SELECT id FROM pages WHERE url = ? AND method = ? AND body = ?", key).fetchone()
    return None if row is None else int(row[0])
