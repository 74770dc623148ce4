from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.dataset.schema import open_dataset
from crawler.fetch import ledger, sightings
from crawler.fetch.due import due_pages, spent
from crawler.fetch.ledger import Run, Visit
from crawler.fetch.outcome import SCRIPT_ONLY
from crawler.fetch.outcomes import Outcome
from crawler.fetch.target import Target

PORTAL = "www.x.gov.cn/"
HOME = Target(url="http://www.x.gov.cn/", portal_id=PORTAL, kind="home", priority=100)
LIST = Target(url="http://www.x.gov.cn/gknb/", portal_id=PORTAL, kind="list", depth=1, parent=HOME.key)
REPORT = Target(
    url="http://www.x.gov.cn/gknb/1.html", portal_id=PORTAL, depth=2, anchor="2019年度报告", parent=LIST.key
)
DONE = Outcome("done", "ok")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    database = open_dataset(tmp_path / "dataset.db")
    database.conn.isolation_level = None
    database.conn.execute("INSERT INTO portals (id, name, home_url) VALUES (?, '某县', ?)", (PORTAL, HOME.url))
    yield database.conn
    database.close()


def begin(
    db: sqlite3.Connection, at: str = "2026-01-01T00:00:00Z", key: str = "province=甘肃", reader: str = "1"
) -> Run:
    return ledger.begin_run(db, key=key, arguments=key, reader_version=reader, vantage="", at=at)


def due(db: sqlite3.Connection, run: Run, **options: Any) -> list[Target]:
    options = {
        "years": None,
        "revisit_days": 30,
        "reader_version": "1",
        "at": run.started_at,
    } | options
    return sorted(due_pages(db, run, [PORTAL], **options), key=lambda target: target.url)


def fill(db: sqlite3.Connection, run: Run, outcome: Outcome = DONE, at: str = "2026-01-01T00:00:00Z") -> None:
    for target in (HOME, LIST, REPORT):
        ledger.add_page(db, target, at)
        ledger.mark(db, target.key, Visit(outcome, at, status=200, etag='"1"', sha256="aa"), run.id)


def test_a_page_is_due_until_it_was_fetched(db: sqlite3.Connection) -> None:
    run = begin(db)
    ledger.add_page(db, REPORT, run.started_at)
    assert due(db, run) == [Target(url=REPORT.url, portal_id=PORTAL, depth=2, anchor="2019年度报告")]
    ledger.mark(db, REPORT.key, Visit(DONE, run.started_at), run.id)
    assert due(db, run) == []


def test_what_a_request_needs_is_there_also_for_another_process(db: sqlite3.Connection) -> None:
    headers = {"X-Requested-With": "XMLHttpRequest", "Referer": HOME.url}
    wanted = Target(f"{HOME.url}list.do", PORTAL, "list", "POST", "page=2", headers=headers)
    run = begin(db)
    ledger.add_page(db, wanted, run.started_at)
    assert due(db, begin(db, at="2026-01-01T01:00:00Z")) == [wanted]


def test_a_killed_run_is_gone_on_with_and_fetches_nothing_twice(db: sqlite3.Connection) -> None:
    run = begin(db)
    fill(db, run)
    ledger.add_page(db, Target(url="http://www.x.gov.cn/2", portal_id=PORTAL), run.started_at)
    again = begin(db, at="2026-01-01T05:00:00Z")
    assert (again.id, again.started_at, again.resumed) == (run.id, run.started_at, True)
    assert [target.url for target in due(db, again)] == ["http://www.x.gov.cn/2"]
    assert list(spent(db, again)) == [(PORTAL, 1, 3)]


@pytest.mark.parametrize(
    ("at", "key"), [("2026-01-02T00:00:01Z", "province=甘肃"), ("2026-01-01T01:00:00Z", "province=四川")]
)
def test_a_day_later_or_with_other_arguments_a_new_run_begins(db: sqlite3.Connection, at: str, key: str) -> None:
    run = begin(db)
    other = begin(db, at=at, key=key)
    assert other.id != run.id
    assert not other.resumed
    assert db.execute("SELECT state FROM runs ORDER BY id").fetchall() == [("interrupted",), ("running",)]


def test_a_run_knows_which_years_it_asks_for(db: sqlite3.Connection) -> None:
    for years in (frozenset({2020, 2019}), None):
        ledger.begin_run(db, key=str(years), arguments="", reader_version="", vantage="", at="2026-01-01", years=years)
    assert db.execute("SELECT years FROM runs ORDER BY id").fetchall() == [("[2019, 2020]",), (None,)]


def test_a_new_night_asks_again_for_columns_and_lists_but_not_for_reports(db: sqlite3.Connection) -> None:
    run = begin(db)
    fill(db, run)
    db.execute("UPDATE runs SET state = 'finished'")
    night = begin(db, at="2026-01-02T00:00:00Z")
    pages = due(db, night)
    assert [target.kind for target in pages] == ["home", "list"]
    assert {(target.etag, target.sha256) for target in pages} == {('"1"', "aa")}


def test_a_new_reader_reads_unchanged_pages_again(db: sqlite3.Connection) -> None:
    fill(db, begin(db))
    db.execute("UPDATE runs SET state = 'finished'")
    night = begin(db, at="2026-01-02T00:00:00Z", reader="2")
    assert {(target.etag, target.sha256) for target in due(db, night, reader_version="2")} == {("", "")}


def test_a_first_page_that_showed_nothing_is_read_again_each_night(db: sqlite3.Connection) -> None:
    run = begin(db)
    ledger.add_page(db, HOME, run.started_at)
    shell = Outcome("done", SCRIPT_ONLY, "no text at all")
    ledger.mark(db, HOME.key, Visit(shell, run.started_at, status=200, etag='"1"', sha256="aa"), run.id)
    db.execute("UPDATE runs SET state = 'finished'")
    night = begin(db, at="2026-01-02T00:00:00Z")
    assert [(target.etag, target.sha256) for target in due(db, night)] == [("", "")]


def test_reports_are_visited_again_after_a_month_not_all_in_one_night(db: sqlite3.Connection) -> None:
    run = begin(db)
    for number in range(200):
        target = Target(url=f"http://www.x.gov.cn/{number}", portal_id=PORTAL)
        ledger.add_page(db, target, run.started_at)
        ledger.mark(db, target.key, Visit(DONE, run.started_at), run.id)
    db.execute("UPDATE runs SET state = 'finished'")
    counts = [len(due(db, begin(db, at=f"2026-{day}T00:00:00Z"))) for day in ("01-20", "01-27", "01-31", "02-07")]
    assert counts[0] == 0
    assert 0 < counts[1] < counts[2] < counts[3] == 200


@pytest.mark.parametrize(
    "outcome",
    [Outcome("failed", "timeout"), Outcome("blocked", "forbidden"), Outcome("skipped", "not_archived")],
)
def test_what_failed_is_tried_again_the_next_night_only(db: sqlite3.Connection, outcome: Outcome) -> None:
    run = begin(db)
    fill(db, run, outcome)
    assert due(db, run) == []
    db.execute("UPDATE runs SET state = 'finished'")
    assert len(due(db, begin(db, at="2026-01-02T00:00:00Z"))) == 3


def test_what_never_ended_is_known_for_it_the_next_night_but_a_home_page(db: sqlite3.Connection) -> None:
    run = begin(db)
    fill(db, run, Outcome("failed", "timeout"))
    ledger.mark(db, REPORT.key, Visit(Outcome("failed", "server_error"), run.started_at), run.id)
    db.execute("UPDATE runs SET state = 'finished'")
    waiting = {target.kind: target.stalled for target in due(db, begin(db, at="2026-01-08T00:00:00Z"))}
    assert waiting == {"home": False, "list": True, "report": False}


@pytest.mark.parametrize("outcome", [Outcome("failed", "server_error"), Outcome("blocked", "forbidden")])
def test_what_goes_on_failing_is_tried_ever_more_rarely_and_at_least_once_a_month(
    db: sqlite3.Connection, outcome: Outcome
) -> None:
    nights: list[int] = []
    for night in range(100):
        at = f"{datetime(2026, 1, 1, 2) + timedelta(days=night):%Y-%m-%dT%H:%M:%SZ}"
        run = begin(db, at=at)
        if night == 0:
            ledger.add_page(db, HOME, at)
            ledger.add_page(db, REPORT, at)
        for target in due(db, run):
            # A page comes hours after its run began.
            failed_at = at.replace("T02", "T08")
            ledger.mark(db, target.key, Visit(outcome, failed_at), run.id)
            if target.kind == "report":
                nights.append(night)
        db.execute("UPDATE runs SET state = 'finished'")
    assert nights == [0, 1, 3, 7, 15, 31, 61, 91]
    # A home page is looked at every night.
    assert db.execute("SELECT attempts FROM pages WHERE kind = 'home'").fetchone() == (100,)


def test_a_page_that_came_at_last_is_visited_as_any_other(db: sqlite3.Connection) -> None:
    run = begin(db)
    ledger.add_page(db, LIST, run.started_at)
    for outcome in (Outcome("failed", "timeout"), Outcome("failed", "timeout"), DONE):
        ledger.mark(db, LIST.key, Visit(outcome, run.started_at), run.id)
    assert db.execute("SELECT attempts, due_at FROM pages").fetchall() == [(0, None)]
    db.execute("UPDATE runs SET state = 'finished'")
    assert [target.url for target in due(db, begin(db, at="2026-01-02T00:00:00Z"))] == [LIST.url]


def test_a_page_waits_for_its_failing_file_as_long_as_the_file_does(db: sqlite3.Connection) -> None:
    run = begin(db)
    ledger.add_page(db, REPORT, run.started_at)
    ledger.mark(db, REPORT.key, Visit(DONE, run.started_at), run.id)
    file = Target(url="http://www.x.gov.cn/gknb/a.pdf", portal_id=PORTAL, kind="attachment", parent=REPORT.key)
    due_on = []
    for day in range(1, 9):
        db.execute("UPDATE runs SET state = 'finished'")
        run = begin(db, at=f"2026-01-{day:02}T02:00:00Z", key=str(day))
        if day == 1 or due(db, run):
            ledger.add_file(db, file, Visit(Outcome("failed", "timeout"), run.started_at), run.id)
            due_on.append(day)
    assert due_on == [1, 2, 4, 8]


def test_what_is_gone_or_out_of_scope_is_not_asked_for_every_night(db: sqlite3.Connection) -> None:
    run = begin(db)
    fill(db, run, Outcome("gone", "not_found"))
    db.execute("UPDATE runs SET state = 'finished'")
    assert [target.kind for target in due(db, begin(db, at="2026-01-02T00:00:00Z"))] == ["home"]


def test_a_page_that_was_not_tried_stays_as_it_was(db: sqlite3.Connection) -> None:
    run = begin(db)
    ledger.add_page(db, REPORT, run.started_at)
    ledger.mark(db, REPORT.key, Visit(Outcome("pending", "site_closed"), run.started_at), run.id)
    assert db.execute("SELECT state, run_id, fetched_at FROM pages").fetchall() == [("pending", None, None)]


def test_a_report_left_out_for_its_year_is_fetched_when_the_year_is_wanted(db: sqlite3.Connection) -> None:
    run = begin(db)
    fill(db, run, Outcome("skipped", "other_year", "2012"))
    db.execute("UPDATE runs SET state = 'finished'")
    night = begin(db, at="2026-01-02T00:00:00Z")
    assert REPORT.url not in [target.url for target in due(db, night, years=frozenset({2020}))]
    assert REPORT.url in [target.url for target in due(db, night, years=frozenset({2012}))]
    assert REPORT.url in [target.url for target in due(db, night)]


def test_validators_outlive_a_failed_night(db: sqlite3.Connection) -> None:
    run = begin(db)
    fill(db, run)
    ledger.mark(db, LIST.key, Visit(Outcome("failed", "timeout", "slow"), run.started_at), run.id)
    ledger.mark(db, LIST.key, Visit(Outcome("failed", "timeout", "slow"), run.started_at), run.id)
    row = db.execute("SELECT etag, sha256, attempts, error FROM pages WHERE url = ?", (LIST.url,)).fetchone()
    assert row == ('"1"', "aa", 2, "slow")


def test_an_unchanged_page_says_nothing_of_a_report_that_vanished_from_it(db: sqlite3.Connection) -> None:
    fill(db, begin(db))
    for year, vanished in ((2022, "2026-01-02"), (2023, None)):
        db.execute(
            "INSERT INTO reports (url, year, title, format, provenance, body_sha256, first_seen_at, last_seen_at,"
            " vanished_at, page_id, reading_sha256, body) SELECT url, ?, '', 'html', 'official', '', '2026-01-01',"
            " '2026-01-01', ?, id, '', '' FROM pages WHERE url = ?",
            (year, vanished, REPORT.url),
        )
    sightings.mark_page_seen(db, REPORT.key, "2026-02-01")
    sightings.mark_listed(db, [REPORT.url], "2026-02-02")
    assert db.execute("SELECT last_seen_at FROM reports ORDER BY year").fetchall() == [("2026-01-01",), ("2026-02-02",)]


def test_a_further_address_that_is_unchanged_shows_its_report(db: sqlite3.Connection) -> None:
    fill(db, begin(db))
    db.execute(
        "INSERT INTO reports (id, url, title, format, provenance, body_sha256, first_seen_at, last_seen_at,"
        " reading_sha256, body) VALUES (1, 'http://www.x.gov.cn/1', '', 'html', 'official', '', '2026', '2026', '', '')"
    )
    db.execute("INSERT INTO report_urls VALUES (?, 1, '', NULL, '2026', '2026')", (REPORT.url,))
    sightings.mark_page_seen(db, REPORT.key, "2026-02-01")
    rows = db.execute("SELECT last_seen_at FROM reports UNION ALL SELECT last_seen_at FROM report_urls").fetchall()
    assert rows == [("2026-02-01",), ("2026-02-01",)]


def test_the_children_of_an_unchanged_list_are_seen(db: sqlite3.Connection) -> None:
    fill(db, begin(db))
    db.execute(
        "INSERT INTO reports (url, title, format, provenance, body_sha256, first_seen_at, last_seen_at, page_id,"
        " reading_sha256, body) SELECT url, '', 'html', 'official', '', '2026-01-01', '2026-01-01', id, '', ''"
        " FROM pages WHERE url = ?",
        (REPORT.url,),
    )
    for number, see in enumerate(
        (
            lambda at: sightings.mark_children_listed(db, LIST.key, at),
            lambda at: sightings.mark_listed(db, [REPORT.url, "http://elsewhere/"], at),
            lambda at: sightings.mark_page_seen(db, REPORT.key, at),
        )
    ):
        at = f"2026-02-0{number + 1}"
        see(at)
        assert db.execute("SELECT last_seen_at FROM reports").fetchone() == (at,)


def test_a_link_that_was_not_understood_becomes_what_another_says_that_it_is(db: sqlite3.Connection) -> None:
    unknown = Target(f"{HOME.url}ck/", PORTAL, "column", priority=0.4, anchor="条块窗")
    known = Target(
        f"{HOME.url}ck/", PORTAL, "column", priority=36.5, depth=2, anchor="部门信息公开", headers={":a": "1"}
    )
    for target, wanted in ((unknown, unknown), (known, known), (unknown, known)):
        ledger.add_page(db, target, "2026-01-01T00:00:00Z")
        (row,) = db.execute("SELECT priority, depth, anchor, headers FROM pages").fetchall()
        assert row == (wanted.priority, wanted.depth, wanted.anchor, '{":a":"1"}' if wanted.headers else None)
