from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.dataset.schema import open_dataset
from crawler.fetch import ledger
from crawler.fetch.ledger import Run, Visit
from crawler.fetch.outcomes import Outcome
from crawler.fetch.tally import Sight, store_tally, tally
from crawler.fetch.target import Target

BEGAN = "2026-01-02T00:00:00Z"
OK = Outcome("done", "ok")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    database = open_dataset(tmp_path / "dataset.db")
    database.conn.isolation_level = None
    database.conn.execute("INSERT INTO portals (id, name, home_url) VALUES ('x', '某县', 'http://x/')")
    yield database.conn
    database.close()


@pytest.fixture
def run(db: sqlite3.Connection) -> Run:
    return ledger.begin_run(db, key="k", arguments="k", reader_version="1", vantage="", at=BEGAN)


def visit(db: sqlite3.Connection, run: Run, url: str, kind: str, outcome: Outcome) -> None:
    target = Target(url, "x", kind)  # type: ignore[arg-type]
    ledger.add_page(db, target, BEGAN)
    ledger.mark(db, target.key, Visit(outcome, BEGAN), run.id)


def report(
    db: sqlite3.Connection, url: str, run_id: int | None, first: str, last: str, gone: str | None = None
) -> None:
    db.execute(
        "INSERT INTO reports (url, title, format, provenance, body_sha256, first_seen_at, last_seen_at, vanished_at,"
        " run_id, portal_id, reading_sha256, body) VALUES (?, '', 'html', 'official', '', ?, ?, ?, ?, 'x', '', '')",
        (url, first, last, gone, run_id),
    )


@pytest.mark.parametrize(
    ("home", "closed", "outcome", "detail"),
    [
        (Outcome("blocked", "forbidden", "HTTP 403"), None, "blocked", "forbidden: HTTP 403"),
        (Outcome("blocked", "robots", "robots.txt forbids /"), None, "robots", "robots: robots.txt forbids /"),
        (Outcome("failed", "dns", "no such host"), None, "failed", "dns: no such host"),
        (Outcome("skipped", "not_archived"), None, "not_archived", "not_archived: not_archived"),
        (OK, None, "no_report_column", ""),
        (
            Outcome("done", "script_only", "no text at all"),
            None,
            "failed",
            "script_only: the first page shows nothing without its scripts: it may need a browser",
        ),
        (OK, Outcome("blocked", "js_challenge_rs", "HTTP 412"), "blocked", "js_challenge_rs: HTTP 412"),
    ],
)
def test_a_portal_ends_as_its_home_page_or_its_site_ended(
    db: sqlite3.Connection, run: Run, home: Outcome, closed: Outcome | None, outcome: str, detail: str
) -> None:
    visit(db, run, "http://x/", "home", home)
    (portal,) = tally(db, run, [Sight("x", "某县", closed=closed)]).portals
    assert (portal.outcome, portal.detail) == (outcome, detail)


def test_a_portal_with_a_list_of_reports_is_reached_and_says_what_it_left(db: sqlite3.Connection, run: Run) -> None:
    visit(db, run, "http://x/", "home", OK)
    visit(db, run, "http://x/gknb/", "list", OK)
    (portal,) = tally(db, run, [Sight("x", "某县", requests=5, left_over=3)]).portals
    assert (portal.outcome, portal.detail) == ("reached", "3 pages left for another run")
    assert (portal.pages, portal.requests) == (2, 5)


def test_a_portal_that_the_run_did_not_get_to_has_no_outcome(db: sqlite3.Connection, run: Run) -> None:
    assert tally(db, run, [Sight("x", "某县")]).portals[0].outcome is None


def test_reports_are_counted_by_what_the_run_saw_of_them(db: sqlite3.Connection, run: Run) -> None:
    before, during = "2026-01-01T00:00:00Z", "2026-01-02T01:00:00Z"
    report(db, "new", run.id, during, during)
    report(db, "changed", run.id, before, during)
    report(db, "seen", None, before, during)
    report(db, "not seen", None, before, before)
    report(db, "vanished", None, before, before, gone=during)
    report(db, "long gone", None, before, before, gone=before)
    counted = tally(db, run, [Sight("x", "某县")])
    portal = counted.portals[0]
    assert (portal.reports_new, portal.reports_changed) == (1, 1)
    assert (portal.reports_unchanged, portal.reports_vanished) == (1, 1)


def test_a_resumed_run_adds_its_time_up(db: sqlite3.Connection, run: Run) -> None:
    visit(db, run, "http://x/", "home", OK)
    counted = tally(db, run, [Sight("x", "某县")])
    for state, seconds in (("interrupted", 10.0), ("finished", 5.0)):
        store_tally(db, counted, state=state, exit_status=0, at=BEGAN, seconds=seconds, peak_memory=100)
    assert db.execute("SELECT state, seconds, portals_without_column FROM runs").fetchone() == ("finished", 15.0, 1)
    assert db.execute("SELECT outcome, pages FROM run_portals").fetchall() == [("no_report_column", 1)]


def test_a_column_without_any_report_is_named(db: sqlite3.Connection, run: Run) -> None:
    visit(db, run, "http://x/", "home", OK)
    visit(db, run, "http://x/nb/", "list", OK)
    (portal,) = tally(db, run, [Sight("x", "某县")]).portals
    assert (portal.outcome, portal.detail) == ("reached", "no report in its column http://x/nb/")
    report(db, "http://x/nb/1.html", run.id, BEGAN, BEGAN)
    (portal,) = tally(db, run, [Sight("x", "某县")]).portals
    assert (portal.outcome, portal.detail) == ("reached", "")


def test_a_county_in_a_folder_has_the_columns_there_though_its_prefectures_walk_came_first(
    db: sqlite3.Connection, run: Run
) -> None:
    db.execute("INSERT INTO portals (id, name, home_url) VALUES ('jia', '甲县', 'http://x/jia/')")
    db.execute("INSERT INTO portals (id, name, home_url) VALUES ('yi', '乙县', 'http://x/yi/index.html')")
    for portal in ("jia", "yi"):
        home = Target(f"http://x/{portal}/", portal, "home")
        ledger.add_page(db, home, BEGAN)
        ledger.mark(db, home.key, Visit(OK, BEGAN), run.id)
    visit(db, run, "http://x/", "home", OK)
    visit(db, run, "http://x/jia/gknb/", "list", OK)
    sights = [Sight("x", "某市"), Sight("jia", "甲县"), Sight("yi", "乙县")]
    assert [portal.outcome for portal in tally(db, run, sights).portals] == ["reached", "reached", "no_report_column"]
