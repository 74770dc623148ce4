"""Columns of figures that a head names by their time (本年, 上年, 2016年), not by whose they are."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.report.forms.labels import match
from crawler.report.forms.rows import Rows, distinct

FORM = "annex2014"
_YEAR = re.compile(r"^\s*(?:19|20)?(\d\d)\s*年度?")
_HEAD_ROWS = 4


def columns_named(rows: Rows, key: str) -> set[int]:
    """The columns whose head says that they hold the figures of the year (``value``), so far
    (``cumulative``) or of the year before (``previous``).
    """
    return {i for row in rows[:_HEAD_ROWS] for i, cell in enumerate(row) if time_of(cell.text) == key}


def of_earlier_years(rows: Rows) -> set[int]:
    """The columns of figures whose head names a year, where another's names a later one (2016年 | 2017年)."""
    named: dict[int, int] = {}
    for row in rows[:_HEAD_ROWS]:
        for i, cell in enumerate(row):
            if "年" in cell.text and (year := _YEAR.match(cell.text)) and len(distinct(row)) > 2:
                named.setdefault(i, int(year[1]))
    return {i for i, year in named.items() if year < max(named.values())}


def beside_year(rows: Rows) -> dict[int, str]:
    """The columns of figures that are not the report's year's: all years' so far, or the year before's."""
    times = {time_of(text) for text in {cell.text for row in rows[:_HEAD_ROWS] for cell in row}}
    earlier = of_earlier_years(rows)
    if "previous" in times:
        earlier |= columns_named(rows, "previous")
    so_far = columns_named(rows, "cumulative") if "cumulative" in times else ()
    return dict.fromkeys(so_far, "cumulative") | dict.fromkeys(earlier, "previous")


def of_this_year(rows: Rows) -> Rows:
    """The rows without the columns of other years, where each column of the year has one of them beside it."""
    beside = beside_year(rows)
    if not beside or len(beside) > len(rows[0]) // 2:
        return rows
    return [[cell for i, cell in enumerate(row) if i not in beside] for row in rows]


@lru_cache(maxsize=4096)
def time_of(head: str) -> str | None:
    """What time a column's head says that its figures are of, whatever year it names (2011年度)."""
    return match(_YEAR.sub("年度", head), FORM, "columns")
