from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.dataset.schema import open_dataset
from crawler.fetch import ledger
from crawler.fetch.due import due_pages, known_keys
from crawler.fetch.learnt import ListSeen, learn, mark_broken, shortfalls
from crawler.fetch.ledger import Run, Visit
from crawler.fetch.outcomes import Outcome
from crawler.fetch.target import Target
from crawler.platforms.asking import list_of
from crawler.platforms.base import Entry, Fetch, Lead, Listing
from crawler.records import Page, Reading
from crawler.walk.examination import Examination, Examined
from pipelines.store import store

PORTAL = "www.y.gov.cn/"
HOME = Target("http://www.y.gov.cn/", PORTAL, "home")
HUB = Target("http://www.y.gov.cn/zwgk/", PORTAL, "column", parent=HOME.key)
LIST = Target("http://www.y.gov.cn/zwgk/nb/", PORTAL, "list", parent=HUB.key)
SECOND = Target("http://www.y.gov.cn/zwgk/nb/index_1.html", PORTAL, "list", parent=LIST.key)
SERVICE = Target("http://www.y.gov.cn/search", PORTAL, "list", "POST", "page=1", parent=LIST.key)
FIRST_NIGHT, SECOND_NIGHT, NEXT_WEEK = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-09T00:00:00Z"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    database = open_dataset(tmp_path / "dataset.db")
    database.conn.isolation_level = None
    database.conn.execute("INSERT INTO portals (id, name, home_url) VALUES (?, '某县', ?)", (PORTAL, HOME.url))
    yield database.conn
    database.close()


def night(db: sqlite3.Connection, at: str) -> Run:
    db.execute("UPDATE runs SET state = 'finished'")
    return ledger.begin_run(db, key=at, arguments="", reader_version="1", vantage="", at=at)


def fetched(db: sqlite3.Connection, *targets: Target, at: str = FIRST_NIGHT) -> None:
    run = night(db, at)
    for target in targets:
        ledger.add_page(db, target, at)
        ledger.mark(db, target.key, Visit(Outcome("done", "ok"), at), run.id)


def seen(db: sqlite3.Connection, target: Target, rows: int, total: int | None = None, at: str = FIRST_NIGHT) -> None:
    listing = ListSeen("trs", "政府信息公开年报", total, rows, rows)
    learn(db, target.key, PORTAL, target.parent, listing, at, lambda key: list_of(Fetch(key[0], "POST", key[2])))


def posted(body: str) -> Target:
    return Target("http://www.y.gov.cn/api/list", PORTAL, "list", "POST", body, parent=HUB.key)


def test_the_pages_of_a_list_that_are_posted_to_one_address_are_added_up(db: sqlite3.Connection) -> None:
    pages = [posted(f"ch=1&page={number}") for number in (1, 2, 3)]
    other = posted("ch=2&page=1")
    fetched(db, HOME, HUB, *pages, other)
    for page, rows in zip(pages, (15, 15, 6), strict=True):
        seen(db, page, rows, 36)
    assert shortfalls(db, FIRST_NIGHT) == []
    seen(db, other, 15, 20)  # a list that truly gives less than it states
    assert [(lack.total, lack.seen) for lack in shortfalls(db, FIRST_NIGHT)] == [(20, 15)]


def test_rows_that_another_page_showed_make_no_list_whole(db: sqlite3.Connection) -> None:
    first, again = posted("ch=1&page=1"), posted("ch=1&page=0")
    fetched(db, HOME, HUB, first, again)
    for target in (first, again):
        entries = [Entry(f"http://www.y.gov.cn/{n}.html", f"{n}") for n in range(6)]
        listing = Listing(entries, total=12, column=True, again=target is again)
        visit = Visit(Outcome("done", "ok"), FIRST_NIGHT)
        store(
            Database(db),
            Examined(target, visit, Examination(Reading(Page(target.url, "data"), "list", ""), listing)),
            1,
        )
    assert [(lack.total, lack.seen) for lack in shortfalls(db, FIRST_NIGHT)] == [(12, 6)]


def due(db: sqlite3.Connection, at: str) -> set[str]:
    run = night(db, at)
    pages = due_pages(db, run, [PORTAL], years=None, revisit_days=30, reader_version="1", at=at)
    return {target.url for target in pages}


def test_while_its_lists_work_a_portals_other_columns_wait_a_week(db: sqlite3.Connection) -> None:
    fetched(db, HOME, HUB, LIST)
    assert due(db, SECOND_NIGHT) == {HOME.url, HUB.url, LIST.url}
    seen(db, LIST, 10)
    assert due(db, SECOND_NIGHT) == {HOME.url, LIST.url}
    assert due(db, NEXT_WEEK) == {HOME.url, HUB.url, LIST.url}


def test_when_a_list_breaks_the_columns_are_looked_through_again(db: sqlite3.Connection) -> None:
    fetched(db, HOME, HUB, LIST)
    seen(db, LIST, 10)
    mark_broken(db, LIST.key, SECOND_NIGHT)
    assert HUB.url in due(db, SECOND_NIGHT)
    seen(db, LIST, 10, at=SECOND_NIGHT)
    assert HUB.url not in due(db, SECOND_NIGHT)


def test_a_page_turned_with_the_state_of_one_night_is_not_asked_for_in_the_next(db: sqlite3.Connection) -> None:
    turned = Target("http://www.y.gov.cn/l.aspx", PORTAL, "list", "POST", "__EVENTTARGET=p&__EVENTARGUMENT=2")
    fetched(db, HOME, turned, SERVICE)
    assert due(db, SECOND_NIGHT) == {HOME.url, SERVICE.url}


def test_a_list_that_states_more_rows_than_it_shows_falls_short(db: sqlite3.Connection) -> None:
    fetched(db, HOME, HUB, LIST, SECOND)
    seen(db, LIST, 10, 25)
    seen(db, SECOND, 10, 25)
    (lack,) = shortfalls(db, FIRST_NIGHT)
    assert (lack.url, lack.total, lack.seen, lack.column) == (LIST.url, 25, 20, "政府信息公开年报")
    seen(db, SECOND, 15, 25)
    assert shortfalls(db, FIRST_NIGHT) == []


def test_rows_that_an_interface_gives_again_are_not_counted_twice(db: sqlite3.Connection) -> None:
    fetched(db, HOME, HUB, LIST, SERVICE)
    seen(db, LIST, 10, 25)
    seen(db, SERVICE, 18, 25)
    (lack,) = shortfalls(db, FIRST_NIGHT)
    assert (lack.total, lack.seen) == (25, 18)


def test_lists_of_an_index_that_shows_none_itself_stand_for_themselves(db: sqlite3.Connection) -> None:
    fetched(db, HOME, HUB, LIST, SECOND, SERVICE)
    seen(db, LIST, 0)
    seen(db, SECOND, 10, 10)
    seen(db, SERVICE, 3, 5)
    assert [(lack.url, lack.seen) for lack in shortfalls(db, FIRST_NIGHT)] == [(SERVICE.url, 3)]


def test_a_column_beside_a_list_that_led_to_it_stands_for_itself(db: sqlite3.Connection) -> None:
    beside = Target("http://www.y.gov.cn/zwgk/xz/", PORTAL, "list", priority=48.5, parent=LIST.key)
    second = Target(SECOND.url, PORTAL, "list", priority=70.0, parent=LIST.key)
    fetched(db, HOME, HUB, LIST, second, beside)
    for target, rows, total in ((LIST, 12, 15), (second, 3, 15), (beside, 1, 26)):
        entries = [Entry(f"{target.url}{n}.html", f"{n}") for n in range(rows)]
        examination = Examination(Reading(Page(target.url, "html"), "list", ""), Listing(entries, total=total))
        store(Database(db), Examined(target, Visit(Outcome("done", "ok"), FIRST_NIGHT), examination), 1)
    assert [(lack.url, lack.total, lack.seen) for lack in shortfalls(db, FIRST_NIGHT)] == [(beside.url, 26, 1)]


def with_report(db: sqlite3.Connection, target: Target) -> None:
    db.execute(
        "INSERT INTO reports (url, portal_id, page_id, year, title, format, provenance, body, body_sha256, raw_sha256,"
        " reading_sha256, fetched_at, first_seen_at, last_seen_at, reader_version) VALUES"
        " (?, ?, (SELECT id FROM pages WHERE url = ?), 2023, '', 'html', 'official', '', '', '', '', ?, ?, ?, '1')",
        (target.url, PORTAL, target.url, FIRST_NIGHT, FIRST_NIGHT, FIRST_NIGHT),
    )


def test_of_a_column_that_shows_its_reports_itself_only_the_newest_is_looked_at_every_night(
    db: sqlite3.Connection,
) -> None:
    front = Target("http://www.y.gov.cn/nb.html", PORTAL, "list", anchor="公开年报", parent=HUB.key)
    years = [
        Target(f"http://www.y.gov.cn/nb_{year}.html", PORTAL, "list", anchor=f"{year}年", parent=front.key)
        for year in (2022, 2023)
    ]
    rows = Target("http://www.y.gov.cn/nb/2021/", PORTAL, "list", anchor="2021年", parent=front.key)
    fetched(db, HOME, HUB, front, *years, rows)
    assert due(db, SECOND_NIGHT) == {target.url for target in (HOME, HUB, front, *years, rows)}
    for target in (front, *years, rows):
        with_report(db, target)
    seen(db, rows, 5)
    assert due(db, SECOND_NIGHT) == {HOME.url, front.url, rows.url}
    assert {year.url for year in years} <= due(db, "2026-02-10T00:00:00Z")


def test_a_column_that_shows_another_year_now_still_shows_the_years_that_it_leads_to(db: sqlite3.Connection) -> None:
    front = Target("http://www.y.gov.cn/nb.html", PORTAL, "list", anchor="公开年报", parent=HUB.key)
    year = Target("http://www.y.gov.cn/nb_2023.html", PORTAL, "list", anchor="2023年", parent=front.key)
    fetched(db, HOME, HUB, front, year)
    with_report(db, year)
    examination = Examination(
        Reading(Page(front.url, "html"), "report", ""), leads=[Lead(year.url, "column", 0.85, "2023年")]
    )
    run = night(db, SECOND_NIGHT)
    store(Database(db), Examined(front, Visit(Outcome("done", "ok"), SECOND_NIGHT), examination), run.id)
    assert db.execute("SELECT last_seen_at FROM reports").fetchall() == [(SECOND_NIGHT,)]


def test_a_page_turned_with_a_state_that_never_changes_is_new_again_in_the_next_night(db: sqlite3.Connection) -> None:
    turned = Target("http://www.y.gov.cn/l.aspx", PORTAL, "list", "POST", "__EVENTTARGET=p&__EVENTARGUMENT=2")
    fetched(db, HOME, turned, SERVICE)
    (run_id,) = db.execute("SELECT max(id) FROM runs").fetchone()
    assert turned.key in set(known_keys(db, Run(run_id, FIRST_NIGHT, True), [PORTAL]))
    assert set(known_keys(db, night(db, SECOND_NIGHT), [PORTAL])) == {HOME.key, SERVICE.key}
