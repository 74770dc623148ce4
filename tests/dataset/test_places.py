"""Portals and divisions in the dataset, and who published what."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from crawler.catalogue.portals import Portal
from crawler.dataset.places import store_divisions, store_portals
from crawler.dataset.reports import store_report
from tests.dataset.conftest import MONDAY, PORTAL, make_report


def test_portals_are_stored_once_and_brought_up_to_date(db: Database) -> None:
    portal = Portal(
        "www.gansu.gov.cn/", "620000", "province", "甘肃省", "", "", "甘肃省人民政府", "http://www.gansu.gov.cn/",
        entry_urls=["http://www.gansu.gov.cn/nb/"],
    )  # fmt: skip
    store_portals(db, [portal])
    store_portals(db, [{"id": portal.id, "name": portal.name, "home_url": "https://www.gansu.gov.cn/"}, portal])
    (row,) = db["portals"].rows_where("id = ?", [portal.id])
    assert row["home_url"] == "http://www.gansu.gov.cn/"
    assert (row["entry_urls"], row["city"]) == ('["http://www.gansu.gov.cn/nb/"]', None)


def test_the_divisions_of_a_portals_province_come_with_it(db: Database) -> None:
    portal = {"id": "a/", "division_code": "350404", "name": "三元区人民政府", "home_url": "http://a/"}
    store_portals(db, [portal])
    before = db.conn.total_changes
    store_portals(db, [portal])
    assert db.conn.total_changes == before, "storing the same again writes nothing"
    old, new = db.execute(
        "SELECT name, valid_to, successors FROM divisions WHERE code IN ('350403', '350404') ORDER BY code"
    ).fetchall()
    assert (old, new) == (("三元区", 2020, "350404"), ("三元区", None, None))
    assert db["divisions"].count_where("code LIKE '35%'") == db["divisions"].count


def test_divisions_of_ones_own_can_be_added(db: Database) -> None:
    store_divisions(
        db, [{"code": "990100", "level": "prefecture", "name": "云河市", "short": "云河", "valid_from": 2000}]
    )
    assert db["divisions"].count == 1


def coverage(db: Database) -> dict[tuple[str, int], tuple[str, int | None]]:
    rows = db.execute("SELECT agency, year, state, days_late FROM coverage").fetchall()
    assert len(rows) == len({(agency, year) for agency, year, *_ in rows})
    return {(agency, year): (state, late) for agency, year, state, late in rows}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("reached", "missing"),
        ("no_report_column", "missing"),
        ("blocked", "blocked"),
        ("robots", "blocked"),
        ("failed", "not_crawled"),
        ("not_archived", "not_crawled"),
        (None, "not_crawled"),
    ],
)
def test_coverage_keeps_missing_apart_from_blocked_and_not_crawled(
    db: Database, outcome: str | None, state: str
) -> None:
    government = make_report(9, agency="青岚省云河市人民政府", agency_kind="government", year=2022, days_late=3)
    store_report(db, government, 1, MONDAY, PORTAL)
    store_report(db, make_report(1, year=2023), 1, MONDAY, PORTAL)
    db.execute("INSERT INTO run_portals (run_id, portal_id, outcome) VALUES (1, ?, 'reached')", [PORTAL])
    if outcome != "reached":
        db.execute("DELETE FROM run_portals")
        db.execute("INSERT INTO run_portals (run_id, portal_id, outcome) VALUES (2, ?, ?)", [PORTAL, outcome])
    assert coverage(db) == {
        ("云河市人民政府", 2022): ("published", 3),
        ("云河市人民政府", 2023): (state, None),
        ("云河市第1局", 2023): ("published", -11),
    }


def test_coverage_goes_by_the_latest_run(db: Database) -> None:
    store_report(db, make_report(1), 1, MONDAY, PORTAL)
    for run, outcome in ((1, "reached"), (2, "blocked")):
        db.execute("INSERT INTO run_portals (run_id, portal_id, outcome) VALUES (?, ?, ?)", [run, PORTAL, outcome])
    assert coverage(db)["云河市人民政府", 2023] == ("blocked", None)


def test_coverage_of_a_year_goes_by_the_runs_that_asked_for_it(db: Database) -> None:
    for number, year in enumerate((2021, 2022, 2023)):
        store_report(db, make_report(number, year=year), 1, MONDAY, PORTAL)
    db.execute("UPDATE runs SET years = '[2022, 2023]' WHERE id = 1")
    db.execute("UPDATE runs SET years = '[2023]' WHERE id = 2")
    for run, outcome in ((1, "reached"), (2, "blocked")):
        db.execute("INSERT INTO run_portals (run_id, portal_id, outcome) VALUES (?, ?, ?)", [run, PORTAL, outcome])
    states = {year: state for (agency, year), (state, _) in coverage(db).items() if agency == "云河市人民政府"}
    assert states == {2021: "not_crawled", 2022: "missing", 2023: "blocked"}


def test_wide_views_have_a_row_per_report_and_tell_null_from_zero(db: Database) -> None:
    store_report(db, make_report(1), 1, MONDAY, PORTAL)
    store_report(db, make_report(2, cells=3, table_cells=[], statistics=[]), 1, MONDAY, PORTAL)
    requests = db.execute("SELECT report_id, received_natural_person, received_business FROM requests_wide")
    assert requests.fetchall() == [(1, 3, None), (2, None, None)]
    statistics = db.execute("SELECT report_id, applications_received, fees, disclosed FROM statistics_wide")
    assert statistics.fetchall() == [(1, 12, 0, None), (2, None, None, None)]
