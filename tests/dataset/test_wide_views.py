"""The wide views on stored reports: a row per report, and NULL, 0, blank and "/" never mixed up."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from crawler.dataset.reports import store_report
from crawler.records import Report, Statistic, TableCell
from tests.dataset.conftest import MONDAY, make_report


def put(db: Database, number: int, **parts: object) -> Report:
    report = make_report(number, **parts)
    store_report(db, report, 1, MONDAY)
    return report


def cell(row: str, column: str, raw: str, value: float | None, state: Any, form: str = "requests") -> TableCell:
    return TableCell(form, row, column, raw, value, state)


def one(db: Database, view: str, columns: str) -> Any:
    (row,) = db.execute(f"SELECT {columns} FROM {view}").fetchall()
    return row


def test_zero_blank_stroke_text_and_absence_are_kept_apart(db: Database) -> None:
    cells = [
        cell("received", "total", "0", 0, "number"),
        cell("received", "natural_person", "", None, "blank"),
        cell("received", "business", "/", None, "na"),
        cell("received", "research", "详见附件", None, "text"),
        cell("carried_in", "total", "1,204", 1204, "number"),
    ]
    put(db, 1, table_cells=cells)
    names = ["total", "natural_person", "business", "research", "other"]
    columns = ", ".join([*(f"received_{name}" for name in names), "carried_in_total"])
    assert one(db, "requests_wide", columns) == (0, None, None, None, None, 1204)
    assert one(db, "requests_wide_states", columns) == ("number", "blank", "na", "text", None, "number")


def test_a_blank_total_is_not_summed_as_zero(db: Database) -> None:
    put(db, 1, table_cells=[cell("received", "total", "", None, "blank")])
    put(db, 2, table_cells=[cell("received", "total", "0", 0, "number")])
    assert db.execute("SELECT count(received_total), count(*) FROM requests_wide").fetchone() == (1, 2)


def test_a_report_without_the_form_has_a_row_of_nothing(db: Database) -> None:
    put(db, 1, table_cells=[cell("reviews", "value", "3", 3, "number", "annex2014")], statistics=[])
    assert one(db, "reviews_wide", "review_total, lawsuit_direct_total") == (None, None)
    assert one(db, "requests_wide_states", "received_total") == (None,)
    assert one(db, "statistics_wide", "disclosed") == (None,)


def test_forms_with_the_same_keys_do_not_run_into_each_other(db: Database) -> None:
    put(
        db,
        1,
        table_cells=[
            cell("review", "other", "2", 2, "number", "reviews"), cell("other", "other", "7", 7, "number"),
            cell("lawsuit_after_review", "total", "-", None, "na", "reviews"),
        ],
    )  # fmt: skip
    assert one(db, "reviews_wide", "review_other, lawsuit_after_review_total") == (2, None)
    assert one(db, "reviews_wide_states", "review_other, lawsuit_after_review_total") == ("number", "na")
    assert one(db, "requests_wide", "other_other") == (7,)


def test_identity_stands_before_the_cells_in_every_wide_view(db: Database) -> None:
    report = put(db, 1)
    for view in ("requests_wide", "requests_wide_states", "reviews_wide", "reviews_wide_states", "statistics_wide"):
        assert one(db, view, "report_id, division_code, agency, year, url") == (
            1, report.division_code, report.agency, report.year, report.url,
        )  # fmt: skip


def test_prose_gives_the_first_own_figure_of_the_year_and_a_stated_zero_is_zero(db: Database) -> None:
    put(
        db,
        1,
        statistics=[
            Statistic("disclosed", "历年累计公开900条。", 900, period="cumulative"),
            Statistic("disclosed", "全市公开5000条。", 5000, scope="region"),
            Statistic("disclosed", "网站公开36条。", 36, label="网站"),
            Statistic("disclosed", "公开297条。", 297),
            Statistic("disclosed", "公开301条。", 301),
            Statistic("fees", "没有发生收费。", 0, unit="元"),
            Statistic("applications_received", "收到若干件。", None),
            Statistic("applications_received", "收到申请4件。", 4),
        ],
    )
    columns = "disclosed, fees, applications_received, lawsuits"
    assert one(db, "statistics_wide", columns) == (297, 0, 4, None)
