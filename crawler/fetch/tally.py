"""What a run came to, read from the ledger: per portal and in all. A resumed run counts as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from crawler.fetch.due import LED_TO_REPORTS
from crawler.fetch.learnt import Shortfall, shortfalls
from crawler.fetch.ledger import Run
from crawler.fetch.outcome import SCRIPT_ONLY, Outcome
from crawler.fetch.outcomes import portal_outcome
from crawler.fetch.target import Key

Result = Literal["reached", "blocked", "robots", "failed", "no_report_column", "not_archived"]


class PortalTally(msgspec.Struct):
    """What a run came to at one portal. ``outcome`` is None when the run did not get to it."""

    portal_id: str
    name: str
    outcome: Result | None = None
    detail: str = ""
    pages: int = 0
    requests: int = 0
    reports_new: int = 0
    reports_changed: int = 0
    reports_unchanged: int = 0
    reports_vanished: int = 0


class Tally(msgspec.Struct):
    """What a run came to.

    ``findings`` counts by rule, of the reports that were new or changed; ``unread`` the pages at which our
    reader raised an error (a page that took too long or crashed it is the page's failure).
    """

    run: Run
    portals: list[PortalTally]
    findings: dict[str, int] = {}
    unread: int = 0
    #: Lists that state more rows than they showed.
    short_lists: int = 0

    def count(self, *outcomes: Result) -> int:
        """How many portals ended so."""
        return sum(portal.outcome in outcomes for portal in self.portals)

    def total(self, field: str) -> int:
        """The sum of one of the counts over all portals."""
        return sum(getattr(portal, field) for portal in self.portals)


class Sight(msgspec.Struct, frozen=True):
    """What the run knows of a portal beside the ledger: requests made, pages left over, its site's end."""

    portal_id: str
    name: str
    requests: int = 0
    left_over: int = 0
    closed: Outcome | None = None


def tally(db: sqlite3.Connection, run: Run, portals: Iterable[Sight]) -> Tally:
    """Counts the run. Reads only."""
    pages = _pages(db, run)
    reports = _reports(db, run)
    _, columns, _ = seen_so_far(db, run)
    homes = _homes(db, run)
    lacks: dict[str, list[Shortfall]] = {}
    for lack in shortfalls(db, run.started_at):
        lacks.setdefault(lack.portal_id, []).append(lack)
    bare = _bare_columns(db)
    counted = []
    for sight in portals:
        fetched, good = pages.get(sight.portal_id, (0, 0))
        new, changed, unchanged, vanished = reports.get(sight.portal_id, (0, 0, 0, 0))
        outcome, detail = _judge(sight, homes.get(sight.portal_id), good, sight.portal_id in columns)
        if outcome == "reached" and sight.portal_id in lacks:
            detail = "; ".join(filter(None, (detail, _lack(lacks[sight.portal_id]))))
        elif outcome == "reached" and not detail and sight.portal_id in bare:
            detail = f"no report in its column {bare[sight.portal_id]}"
        counted.append(
            PortalTally(
                portal_id=sight.portal_id,
                name=sight.name,
                outcome=outcome,
                detail=detail,
                pages=fetched,
                requests=max(sight.requests, fetched),
                reports_new=new,
                reports_changed=changed,
                reports_unchanged=unchanged,
                reports_vanished=vanished,
            )
        )
    findings: dict[str, int] = dict(
        db.execute(
            "SELECT rule, count(*) FROM findings JOIN reports ON reports.id = findings.report_id"
            " WHERE reports.run_id = ? GROUP BY rule ORDER BY count(*) DESC, rule",
            (run.id,),
        )
    )
    (unread,) = db.execute(
        "SELECT count(*) FROM pages WHERE run_id = ? AND outcome = 'reading_error'", (run.id,)
    ).fetchone()
    walked = {portal.portal_id for portal in counted}
    short = sum(len(found) for portal_id, found in lacks.items() if portal_id in walked)
    return Tally(run=run, portals=counted, findings=findings, unread=unread, short_lists=short)


def seen_so_far(db: sqlite3.Connection, run: Run) -> tuple[set[str], set[str], set[Key]]:
    """The portals that answered in this run, those with a column of reports or a report, of any run, and the later
    resorts (sitemaps, searches) that led to reports. A county in a folder of its prefecture's platform has the columns
    there, whichever portal's walk came to them first. Reads only.
    """
    answered = "SELECT DISTINCT portal_id FROM pages WHERE run_id = ? AND state IN ('done', 'unchanged')"
    columns = "SELECT portal_id FROM pages WHERE kind = 'list' UNION SELECT portal_id FROM reports"
    led = f"SELECT url, method, body FROM pages WHERE kind = 'other' AND {LED_TO_REPORTS}"
    return (
        {row[0] for row in db.execute(answered, (run.id,))},
        {row[0] for row in db.execute(columns)} | _with_list_in_folder(db),
        {(url, method, body) for url, method, body in db.execute(led)},
    )


def _with_list_in_folder(db: sqlite3.Connection) -> set[str]:
    """The portals that are a folder of a site, and have a column of reports in it."""
    below = "SELECT EXISTS (SELECT 1 FROM pages WHERE url > ? AND url < ? AND kind = 'list')"
    found = set()
    for portal, home in db.execute("SELECT id, home_url FROM portals").fetchall():
        folder = home.rpartition("/")[0] + "/"
        if urlsplit(home).path.count("/") > 1 and db.execute(below, (folder, f"{folder}\U0010ffff")).fetchone()[0]:
            found.add(portal)
    return found


def store_tally(
    db: sqlite3.Connection, counted: Tally, *, state: str, exit_status: int, at: str, seconds: float, peak_memory: int
) -> None:
    """Writes a tally into ``runs`` and ``run_portals``; time adds up over the processes of a resumed run."""
    db.execute(
        "UPDATE runs SET state = ?, exit_status = ?, ended_at = ?, portals = ?, portals_reached = ?,"
        " portals_blocked = ?, portals_failed = ?, portals_without_column = ?, pages = ?, requests = ?,"
        " reports_new = ?, reports_changed = ?, reports_unchanged = ?, reports_vanished = ?, findings = ?,"
        " seconds = coalesce(seconds, 0) + ?, peak_memory = max(coalesce(peak_memory, 0), ?) WHERE id = ?",
        (
            state,
            exit_status,
            at,
            len(counted.portals),
            counted.count("reached"),
            counted.count("blocked", "robots"),
            counted.count("failed", "not_archived"),
            counted.count("no_report_column"),
            *(counted.total(field) for field in ("pages", "requests", *_REPORT_COUNTS)),
            sum(counted.findings.values()),
            seconds,
            peak_memory,
            counted.run.id,
        ),
    )
    db.executemany(
        "INSERT OR REPLACE INTO run_portals (run_id, portal_id, outcome, detail, pages, requests,"
        f" {', '.join(_REPORT_COUNTS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                counted.run.id,
                portal.portal_id,
                portal.outcome,
                portal.detail or None,
                portal.pages,
                portal.requests,
                *(getattr(portal, field) for field in _REPORT_COUNTS),
            )
            for portal in counted.portals
        ],
    )


_REPORT_COUNTS = ("reports_new", "reports_changed", "reports_unchanged", "reports_vanished")


def _judge(sight: Sight, home: Outcome | None, good: int, has_column: bool) -> tuple[Result | None, str]:
    """How the portal ended, and the line of evidence for it."""
    left = f"{sight.left_over} pages left for another run" if sight.left_over else ""
    # A site closed midway counts as what closed it: its missing reports are not known to be missing.
    end = sight.closed or (home if not good else None)
    if end is not None and end.state not in ("done", "unchanged"):
        evidence = end.detail or end.outcome
        return portal_outcome(end), "; ".join(filter(None, (f"{end.outcome}: {evidence}", left)))
    if not good:
        return None, left
    if home is not None and home.outcome == SCRIPT_ONLY and not has_column:
        return "failed", f"{SCRIPT_ONLY}: the first page shows nothing without its scripts: it may need a browser"
    return ("reached" if has_column else "no_report_column"), left


def _lack(lacks: list[Shortfall]) -> str:
    """The line that says which list states more rows than were seen."""
    worst = lacks[0]
    more = f" and {len(lacks) - 1} more" if len(lacks) > 1 else ""
    return f"list short: {worst.column or worst.url} states {worst.total} rows, {worst.seen} seen ({worst.url}){more}"


def _bare_columns(db: sqlite3.Connection) -> dict[str, str]:
    """The columns of reports (年报栏目) of portals without any report: perhaps not understood."""
    rows = db.execute(
        "SELECT portal_id, url, min(id) FROM pages WHERE kind = 'list'"
        " AND portal_id NOT IN (SELECT portal_id FROM reports WHERE portal_id IS NOT NULL) GROUP BY portal_id"
    )
    return {portal: url for portal, url, _ in rows}


def _pages(db: sqlite3.Connection, run: Run) -> Mapping[str, tuple[int, int]]:
    rows = db.execute(
        "SELECT portal_id, count(*), sum(state IN ('done', 'unchanged')) FROM pages"
        " WHERE run_id = ? GROUP BY portal_id",
        (run.id,),
    )
    return {portal: (fetched, good) for portal, fetched, good in rows}


def _homes(db: sqlite3.Connection, run: Run) -> Mapping[str, Outcome]:
    rows = db.execute(
        "SELECT portal_id, state, coalesce(outcome, ''), coalesce(error, '') FROM pages"
        " WHERE kind = 'home' AND run_id = ? ORDER BY id DESC",
        (run.id,),
    )
    return {portal: Outcome(state, outcome, error) for portal, state, outcome, error in rows}


def _reports(db: sqlite3.Connection, run: Run) -> Mapping[str, tuple[int, int, int, int]]:
    rows = db.execute(
        "SELECT portal_id, sum(run_id IS :run AND first_seen_at >= :began),"
        " sum(run_id IS :run AND first_seen_at < :began),"
        " sum(run_id IS NOT :run AND last_seen_at >= :began AND vanished_at IS NULL), sum(vanished_at >= :began)"
        " FROM reports WHERE last_seen_at >= :began OR vanished_at >= :began OR run_id = :run GROUP BY portal_id",
        {"run": run.id, "began": run.started_at},
    )
    return {portal: (new, changed, unchanged, vanished or 0) for portal, new, changed, unchanged, vanished in rows}
