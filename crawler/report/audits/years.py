"""Year against year (年度衔接): what an agency's report carries over from its report of the year before.

Sources: 国办公开办函〔2021〕30号 and 〔2019〕60号, 表三: its second line (上年结转) is the fourth line of last year's
(结转下年度继续办理). A cumulative figure (累计) cannot fall; that it is not last year's plus this year's is only a
note, for reports count from different days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from crawler.facts import load_toml, patterns
from crawler.records import Finding, Statistic, TableCell
from crawler.report.audits.tables import Table, equation_value
from crawler.report.text.figures import Qualifier, bounds, fold_sentence, shown

_ANNEX = "annex2014"


class Stated(msgspec.Struct):
    """What one report states that can be compared with another year's: its cells of 表三 and of the annex of
    statistics (统计表), and its figures in prose.
    """

    year: int
    cells: list[TableCell] = []
    statistics: list[Statistic] = []


class _Cumulative(msgspec.Struct, frozen=True):
    value: float
    qualifier: Qualifier
    since: str
    quote: str


_pattern = patterns("audits.toml", "years")


def audit_years(last: Sequence[Stated], this: Stated) -> list[Finding]:
    """The findings ``carry_over_mismatch`` of a report, given what its agency stated for the year before.

    ``last`` may be several (a report published at two addresses with different texts): a figure that agrees with one
    of them is no finding. The order of ``last`` does not matter.
    """
    return [*_carried(last, this), *_cumulative(last, this), *_annex(last, this)]


def _carried(last: Sequence[Stated], this: Stated) -> Iterator[Finding]:
    """四、结转下年度继续办理 of last year against 二、上年结转 of this year, by column."""
    now = _carried_over(this, "carried_in")
    before = [found for report in last if (found := _carried_over(report, "carried_out"))]
    names = load_toml("keys.toml")["requests"]["columns"]
    differing = []
    for column, value in now.items():
        stated = sorted({report[column] for report in before if column in report})
        if stated and value not in stated:
            differing.append(f"{names[column]} {'或'.join(map(shown, stated))}≠{shown(value)}")
    if differing:
        message = (
            f"与上年报告不衔接：{this.year - 1}年度“结转下年度继续办理”与{this.year}年度“上年结转”不一致："
            f"{'；'.join(differing)}"
        )
        yield Finding("carry_over_mismatch", message, "warning", "；".join(differing))


def _carried_over(report: Stated, row: str) -> dict[str, float]:
    """The applications carried over by kind of applicant, and in ``total``: the table's, else the prose's."""
    table = Table("requests", (cell for cell in report.cells if cell.form == "requests"))
    if row in table.rows:
        if table.filled(row) or _leaves_zeros_blank(table, report.statistics):
            values = {column: equation_value(table, row, column) for column in table.columns}
            return {column: value for column, value in values.items() if value is not None}
        return {}
    stated = {
        statistic.value
        for statistic in report.statistics
        if statistic.measure == f"applications_{row}" and _own(statistic) and statistic.period == "year"
    }
    value = stated.pop() if len(stated) == 1 else None
    return {} if value is None else {"total": value}


def _leaves_zeros_blank(table: Table, statistics: list[Statistic]) -> bool:
    """Whether a row without any figure means zeros: the table has figures and its equation holds with them, or the
    prose says that there was no application.
    """
    one, two, three, four = (
        equation_value(table, row, "total") for row in ("received", "carried_in", "total_processed", "carried_out")
    )
    if one is None or two is None or three is None or four is None:
        return False
    none = any(s.measure == "applications_received" and s.value == 0 and _own(s) for s in statistics)
    return bool(one or three or none) and one + two == three + four


def _own(statistic: Statistic) -> bool:
    return statistic.scope == "agency" and statistic.qualifier == "exact" and statistic.label is None


def _cumulative(last: Sequence[Stated], this: Stated) -> Iterator[Finding]:
    """Cumulative figures of both years: one that fell, or that did not grow by this year's count."""
    names = load_toml("keys.toml")["measures"]
    before = [_cumulatives(report) for report in last]
    for key, now in _cumulatives(this).items():
        stated = [found[key] for found in before if key in found and found[key].since == now.since]
        if not stated:
            continue
        earlier = min(stated, key=lambda figure: (figure.value, figure.quote))
        name = names[key[0]] + (f"（{key[1]}）" if key[1] else "")
        figures = f"{this.year - 1}年度 {shown(earlier.value)}，{this.year}年度 {shown(now.value)}"
        quotes = f"{earlier.quote} / {now.quote}"
        if bounds(now.value, now.qualifier)[1] < bounds(earlier.value, earlier.qualifier)[0]:
            message = f"与上年报告不衔接：累计数“{name}”减少：{figures}"
            yield Finding("carry_over_mismatch", message, "warning", quotes)
            continue
        count = _count(this, key)
        if count is not None and not any(_grew(figure, now, count) for figure in stated):
            message = (
                f"累计数“{name}”与上年累计数加本年数不符："
                f"{shown(earlier.value)}+{shown(count)}={shown(earlier.value + count)}，文中累计为 {shown(now.value)}"
            )
            yield Finding("carry_over_mismatch", message, "note", quotes)


def _annex(last: Sequence[Stated], this: Stated) -> Iterator[Finding]:
    """The cumulative column (历年累计) of local forms: no figure can fall, and each grows by this year's."""
    now = Table(_ANNEX, (cell for cell in this.cells if cell.form == _ANNEX))
    before = [Table(_ANNEX, (cell for cell in report.cells if cell.form == _ANNEX)) for report in last]
    fell, unlike = [], []
    for row, so_far in now.columns.get("cumulative", {}).items():
        stated = sorted({number for table in before if (number := table.number(row, "cumulative")) is not None})
        of_year = now.number(row, "value")
        if stated and so_far < stated[0]:
            fell.append(f"{now.label('rows', row)} {shown(stated[0])}→{shown(so_far)}")
        elif stated and of_year is not None and so_far not in {round(number + of_year, 6) for number in stated}:
            unlike.append(f"{now.label('rows', row)} {shown(stated[0])}+{shown(of_year)}≠{shown(so_far)}")
    said = f"与上年报告不衔接：{this.year}年度统计表“历年累计”"
    if fell:
        rows = "；".join(fell)
        yield Finding("carry_over_mismatch", f"{said}减少：{rows}", "warning", rows)
    if unlike:
        rows = "；".join(unlike)
        yield Finding("carry_over_mismatch", f"{said}不等于上年累计数加本年数：{rows}", "note", rows)


def _grew(earlier: _Cumulative, now: _Cumulative, count: float) -> bool:
    """Whether a cumulative figure can be an earlier one and ``count`` together."""
    low, high = bounds(earlier.value, earlier.qualifier)
    least, greatest = bounds(now.value, now.qualifier)
    return low + count <= greatest and high + count >= least


def _cumulatives(report: Stated) -> dict[tuple[str, str | None], _Cumulative]:
    """The cumulative figures of a report by measure and label; one that is stated in two ways is left out."""
    found: dict[tuple[str, str | None], set[_Cumulative]] = {}
    for statistic in report.statistics:
        if statistic.period != "cumulative" or statistic.scope != "agency" or not statistic.value:
            continue
        quote = fold_sentence(statistic.quote)
        if _pattern("window").search(quote):
            continue
        since = _pattern("since").search(quote)
        figure = _Cumulative(statistic.value, statistic.qualifier, since["y"] if since else "", statistic.quote)
        found.setdefault((statistic.measure, statistic.label), set()).add(figure)
    return {
        key: min(figures, key=lambda figure: figure.quote)
        for key, figures in found.items()
        if len({(figure.value, figure.since) for figure in figures}) == 1
    }


def _count(report: Stated, key: tuple[str, str | None]) -> float | None:
    """The year's own figure for a measure, where the report states exactly one."""
    stated = {
        statistic.value
        for statistic in report.statistics
        if (statistic.measure, statistic.label) == key
        and statistic.period == "year"
        and statistic.scope == "agency"
        and statistic.qualifier == "exact"
    }
    return stated.pop() if len(stated) == 1 else None
