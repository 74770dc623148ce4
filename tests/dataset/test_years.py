"""Findings that rest on two stored reports: made in whatever order they come, gone when no longer true, never twice."""

from __future__ import annotations

from itertools import permutations

import pytest
from sqlite_utils import Database

from crawler.dataset.reports import mark_vanished, store_report
from crawler.records import Report, TableCell
from tests.dataset.conftest import MONDAY, PORTAL, TUESDAY, WEDNESDAY, make_report

RULE = "carry_over_mismatch"


def report(of: int, carried_in: int, carried_out: int, **fields: object) -> Report:
    """An agency's report of a year whose table balances: it received nothing but what was carried over."""
    rows = {
        "received": carried_out, "carried_in": carried_in, "total_processed": carried_in, "carried_out": carried_out,
    }  # fmt: skip
    cells = [TableCell("requests", row, "total", str(count), count, "number") for row, count in rows.items()]
    fields = {"url": f"http://www.yunhe.gov.cn/nb/{of}.html", "agency": "云河市第1局", "year": of, **fields}
    return make_report(of, table_cells=cells, **fields)


def store(db: Database, reading: Report, seen_at: str = MONDAY, **options: bool) -> str:
    return store_report(db, reading, 1, seen_at, portal_id=PORTAL, **options)


def found(db: Database) -> list[tuple[int, str]]:
    """(year, message) of the findings of the rule."""
    return db.conn.execute(
        "SELECT year, message FROM findings JOIN reports ON id = report_id WHERE rule = ? ORDER BY 1, 2", (RULE,)
    ).fetchall()


def years(db: Database) -> list[int]:
    return [year for year, _ in found(db)]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_in_which_reports_arrive_does_not_matter(db: Database, order: tuple[int, ...]) -> None:
    reports = [report(2020, 0, 2), report(2021, 3, 1), report(2022, 1, 0), report(2023, 4, 0)]
    for at in order:
        assert store(db, reports[at]) == "new"
    assert [(year, message[-6:]) for year, message in found(db)] == [(2021, "总计 2≠3"), (2023, "总计 0≠4")]
    positions = db.conn.execute("SELECT position FROM findings WHERE rule = ?", (RULE,)).fetchall()
    assert positions == [(10_000,), (10_000,)]


def test_storing_the_same_again_makes_no_second_finding(db: Database) -> None:
    for _ in range(2):
        store(db, report(2020, 0, 2))
        store(db, report(2021, 3, 1))
    assert years(db) == [2021]


def test_last_years_report_put_right_takes_the_finding_away_and_brings_it_back(db: Database) -> None:
    store(db, report(2020, 0, 2))
    store(db, report(2021, 3, 1))
    assert store(db, report(2020, 0, 3), TUESDAY) == "changed"
    assert years(db) == []
    assert store(db, report(2020, 0, 1), WEDNESDAY) == "changed"
    assert years(db) == [2021]


def test_this_years_report_put_right_keeps_its_other_findings(db: Database) -> None:
    store(db, report(2020, 0, 2))
    store(db, report(2021, 3, 1))
    assert db["findings"].count_where("rule = 'late'") == 2
    assert store(db, report(2021, 2, 1), TUESDAY) == "changed"
    assert years(db) == []
    assert db["findings"].count_where("rule = 'late'") == 2


def test_an_agency_read_anew_under_another_name_leaves_no_finding_behind(db: Database) -> None:
    store(db, report(2020, 0, 2))
    store(db, report(2021, 3, 1))
    assert store(db, report(2020, 0, 2, agency="云河市第2局"), TUESDAY, reread=True) == "changed"
    assert years(db) == []
    assert store(db, report(2020, 0, 2), WEDNESDAY, reread=True) == "changed"
    assert years(db) == [2021]


def test_a_year_read_anew_moves_the_finding(db: Database) -> None:
    store(db, report(2020, 0, 2))
    store(db, report(2021, 3, 5, raw_sha256="7" * 64))
    store(db, report(2022, 1, 0))
    assert years(db) == [2021, 2022]
    moved = report(2019, 3, 5, url="http://www.yunhe.gov.cn/nb/2021.html", raw_sha256="7" * 64)
    assert store(db, moved, TUESDAY) == "changed"
    assert years(db) == [2020]


def test_other_agencies_and_reports_without_one_are_not_compared(db: Database) -> None:
    store(db, report(2020, 0, 2))
    store(db, report(2021, 3, 1, agency="云河市第2局", url="http://www.yunhe.gov.cn/a.html"))
    store(db, report(2021, 3, 1, division_code="990121", url="http://www.yunhe.gov.cn/b.html"))
    store(db, report(2021, 3, 1, agency=None, url="http://www.yunhe.gov.cn/c.html"))
    store(db, report(2021, 3, 1, year=None, url="http://www.yunhe.gov.cn/d.html"))
    assert found(db) == []


def test_twins_that_become_one_leave_one_finding(db: Database) -> None:
    store(db, report(2020, 0, 2))
    store(db, report(2021, 3, 1))
    twin = report(2021, 3, 1, url="http://www.yunhe.gov.cn/nb/2021/other.html")
    store(db, make_report(9, year=2021, agency="云河市第1局", url=twin.url))
    assert store(db, twin, TUESDAY) == "changed"
    assert db["reports"].count_where("year = 2021") == 1
    assert years(db) == [2021]


def test_a_report_that_vanished_was_published_all_the_same(db: Database) -> None:
    store(db, report(2020, 0, 2))
    assert mark_vanished(db, "http://www.yunhe.gov.cn/nb/2020.html", TUESDAY)
    store(db, report(2021, 3, 1), TUESDAY)
    assert years(db) == [2021]
