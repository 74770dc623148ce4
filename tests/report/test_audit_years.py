"""A report against its agency's report of the year before: 结转 by column, cumulative figures that fall."""

from __future__ import annotations

import pytest

from crawler.records import Statistic, TableCell
from crawler.report.audits.years import Stated, audit_years
from crawler.report.forms.labels import value_of
from crawler.report.statistics.read import read_statistics
from crawler.report.text.outline import read_sections

COLUMNS = ("natural_person", "business", "total")


def table(**rows: str) -> list[TableCell]:
    """Cells of 表三 for three columns: ``received="9 3 12"``; ``_`` is a blank."""
    cells = []
    for row, printed in rows.items():
        for column, raw in zip(COLUMNS, printed.replace("_", " _ ").split(), strict=True):
            text = "" if raw == "_" else raw
            cells.append(TableCell("requests", row, column, text, *value_of(text)))
    return cells


def year(which: int, text: str = "", **rows: str) -> Stated:
    lines = text.split("\n")
    prose: list[Statistic] = read_statistics(lines, read_sections(lines), which, "青禾县民政局", "department")
    return Stated(which, table(**rows), prose)


LAST = {"received": "9 3 12", "carried_in": "0 0 0", "total_processed": "7 2 9", "carried_out": "2 1 3"}
THIS = {"received": "4 0 4", "carried_in": "2 1 3", "total_processed": "6 1 7", "carried_out": "0 0 0"}


def test_what_was_carried_out_is_carried_in() -> None:
    assert audit_years([year(2021, **LAST)], year(2022, **THIS)) == []


def test_a_column_that_was_carried_out_otherwise_is_shown() -> None:
    (found,) = audit_years([year(2021, **LAST)], year(2022, **THIS | {"carried_in": "3 0 3"}))
    assert (found.rule, found.severity) == ("carry_over_mismatch", "warning")
    assert found.message == (
        "与上年报告不衔接：2021年度“结转下年度继续办理”与2022年度“上年结转”不一致：自然人 2≠3；商业企业 1≠0"
    )


def test_blanks_are_zeros_where_the_row_or_the_equation_says_so() -> None:
    nothing = {"received": "4 0 4", "carried_in": "___", "total_processed": "4 0 4", "carried_out": "___"}
    assert audit_years([year(2020, **nothing)], year(2021, **nothing)) == []
    assert audit_years([year(2021, **LAST | {"carried_out": "2 1 _"})], year(2022, **THIS)) == []
    (found,) = audit_years([year(2021, **LAST)], year(2022, **nothing))
    assert "总计 3≠0" in found.message


def test_a_table_of_blanks_is_zeros_where_the_prose_says_that_there_was_none() -> None:
    blanks = dict.fromkeys(LAST, "___")
    assert audit_years([year(2021, **blanks)], year(2022, **THIS)) == []
    (found,) = audit_years([year(2021, "2021年，我局未收到政府信息公开申请。", **blanks)], year(2022, **THIS))
    assert "总计 0≠3" in found.message
    (found,) = audit_years([year(2021, **dict.fromkeys(LAST, "/ / /"))], year(2022, **THIS))
    assert "总计 0≠3" in found.message


def test_a_row_of_blanks_that_cannot_be_zeros_says_nothing() -> None:
    unread = THIS | {"carried_in": "___"}
    assert audit_years([year(2021, **LAST)], year(2022, **unread)) == []
    assert audit_years([year(2021, "全年收到政府信息公开申请3件。")], year(2022, **THIS)) == []


def test_one_of_two_texts_of_last_year_that_agrees_is_enough() -> None:
    old = year(2021, **LAST | {"carried_out": "0 0 0"})
    assert audit_years([old, year(2021, **LAST)], year(2022, **THIS)) == []
    assert len(audit_years([old, old], year(2022, **THIS))) == 1


def test_prose_speaks_where_there_is_no_table() -> None:
    last = year(2021, "全年收到政府信息公开申请5件，结转下年度继续办理2件。")
    assert audit_years([last], year(2022, "收到政府信息公开申请4件，上年结转政府信息公开申请2件。")) == []
    (found,) = audit_years([last], year(2022, **THIS))
    assert "总计 2≠3" in found.message


@pytest.mark.parametrize(
    ("last", "this", "severity"),
    [
        ("历年累计主动公开政府信息846条。", "历年累计主动公开政府信息790条。", "warning"),
        ("《条例》实施以来，累计主动公开政府信息1490条。", "《条例》实施以来，累计主动公开政府信息1390条。", "warning"),
        (
            "历年累计主动公开政府信息846条。",
            "2022年主动公开政府信息100条。\n历年累计主动公开政府信息950条。",
            "note",
        ),
    ],
)
def test_a_cumulative_figure_that_falls_is_found_and_one_that_does_not_add_up_is_noted(
    last: str, this: str, severity: str
) -> None:
    (found,) = audit_years([year(2021, last)], year(2022, this))
    assert (found.rule, found.severity) == ("carry_over_mismatch", severity)


@pytest.mark.parametrize(
    ("last", "this"),
    [
        ("历年累计主动公开政府信息846条。", "2022年主动公开政府信息100条。\n历年累计主动公开政府信息946条。"),
        ("历年累计主动公开政府信息800余条。", "历年累计主动公开政府信息820条。"),
        ("历年累计主动公开政府信息846条。", "2022年主动公开政府信息100条。"),
        ("2008年以来累计主动公开政府信息846条。", "2019年以来累计主动公开政府信息246条。"),
        ("近三年累计主动公开政府信息846条。", "近三年累计主动公开政府信息746条。"),
        ("2021年主动公开政府信息846条。", "2022年主动公开政府信息746条。"),
        ("全县历年累计主动公开政府信息9846条。", "历年累计主动公开政府信息746条。"),
    ],
)
def test_figures_of_other_spans_and_scopes_are_not_compared(last: str, this: str) -> None:
    assert audit_years([year(2021, last)], year(2022, this)) == []


def annex(which: int, **rows: str) -> Stated:
    """Cells of a local form: the figure of the year and that of all years so far (历年累计)."""
    found = []
    for row, printed in rows.items():
        for column, raw in zip(("value", "cumulative"), printed.split(), strict=True):
            found.append(TableCell("annex2014", row, column, raw, *value_of(raw)))
    return Stated(which, found)


def test_the_cumulative_column_of_a_local_form_grows_by_the_years_figures() -> None:
    last = annex(2012, disclosed="30 90", applications="1 3")
    assert audit_years([last], annex(2013, disclosed="20 110", applications="0 3")) == []
    assert audit_years([last], annex(2013, disclosed="20 -", applications="/ 3")) == []
    (fell,) = audit_years([last], annex(2013, disclosed="20 70", applications="2 5"))
    assert (fell.severity, fell.message) == (
        "warning",
        "与上年报告不衔接：2013年度统计表“历年累计”减少：主动公开政府信息数 90→70",
    )
    (unlike,) = audit_years([last], annex(2013, disclosed="20 100", applications="2 5"))
    assert (unlike.severity, unlike.message) == (
        "note",
        "与上年报告不衔接：2013年度统计表“历年累计”不等于上年累计数加本年数：主动公开政府信息数 90+20≠100",
    )
    other = annex(2012, disclosed="30 80")
    assert audit_years([last, other], annex(2013, disclosed="20 100", applications="2 5")) == []
