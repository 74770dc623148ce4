"""Prose against the statutory tables (文表核对): a figure that a report's prose and its table both state.

What of the prose states which cells is data (``tables`` in ``data/audits.toml``; :mod:`crawler.report.audits.cells` for
what is no measure of its own). Only the agency's
own exact figures of the year are compared; a figure that agrees in one place is not blamed for another. "/" is none,
and so is a blank in tables that were filled in, as in their sums.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import msgspec

from crawler.facts import load_toml, patterns
from crawler.records import Finding, Section, Statistic
from crawler.report.audits.cells import audit_cells
from crawler.report.audits.foreign import own_names
from crawler.report.audits.items import is_left, read_items
from crawler.report.audits.prose import comparable, is_all_told, is_total
from crawler.report.audits.tables import Table, equation_value
from crawler.report.statistics.items import Scope
from crawler.report.text.figures import BRACKETS, close_up, fold_sentence, shown

#: Tables with fewer cells filled in, in all, may not have been filled in at all: their blanks say nothing.
_LEAST_FILLED = 3
#: … but what prose states is missed in a whole form without a single figure.
_WHOLE_FORM = 12
#: What was carried in is told apart: it is not in the figure beside it.
_APART = r"(?:上(?:一)?|20\d\d)年度?(?:共)?结转(?![至到入下]|20\d\d)[^，。；（）]{0,10}\d"
#: What was carried in was settled apart: 收到12件，办结12件；办理2021年结转件3件.
_SETTLED_APART = re.compile(
    r"(?:办理|办结|答复|处理)(?:了|完毕)?(?:上一?|去|20\d\d)年度?的?(?:结转|转结)[^，。；（）]{0,10}\d"
)
#: What was public already is granted in the form: 其中主动公开1件，予以公开4件.
_PUBLIC = re.compile(r"(?:其中|[，、：（已]|属于?)主动公开(?:范围)?的?(\d+)[件宗]")
_MAY_LEAVE_OUT = frozenset(("applications_answered", "applications_granted"))
_WITHDRAWN = re.compile(r"撤[回销](?:的|申请|了)*(\d+)件|(\d+)件(?:申请)?(?:人)?(?:主动|自行)?撤[回销]")
#: By how much a figure that only may be the total differs from the table's, at most, to be taken for it.
_NEAR = 0.25
_FILLED = frozenset(("number", "na"))


class Comparison(msgspec.Struct, frozen=True):
    """Figures in prose of ``measure`` and ``period`` (with ``label``, and ``words`` in the sentence), and their cells.

    Of a label (a channel), and of what happens more than once (``single``: trainings), only one figure is compared: two
    are of two sites; and one that is less and no total may be a part of them (召开推进会1次). ``more`` are cells that a
    figure may include: what was carried in, counted with what was received; ``less`` those, group by group, that it may
    leave out (what needed no answer), ``brought`` those that it leaves out where its sentence does not tell of them.
    ``together``: prose may tell in two figures what the cell counts (工作会议2次，领导小组会议3次).
    ``blank``: what is stated is missed in tables that were not filled in at all.
    """

    measure: str
    form: str
    cells: list[tuple[str, str]]
    words: str = ""
    label: str = ""
    period: str = "year"
    factor: float = 1.0
    more: list[tuple[str, str]] = []
    less: list[list[tuple[str, str]]] = []
    brought: list[tuple[str, str]] = []
    blank: bool = False
    single: bool = False
    together: bool = False


@cache
def _facts() -> tuple[Comparison, ...]:
    return tuple(msgspec.convert(entry, Comparison) for entry in load_toml("audits.toml")["tables"])


_compared = patterns("audits.toml", "compared")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def audit_compare(
    statistics: list[Statistic],
    sections: list[Section],
    tables: dict[str, Table],
    year: int | None,
    region: Scope = "region",
    agency: str | None = None,
) -> list[Finding]:
    """The findings ``prose_table_conflict`` of one report; ``region``: whose the figures of a whole region are."""
    filled = (cell for table in tables.values() for cell in table.cells.values() if cell.state in _FILLED)
    few = list(islice(filled, _LEAST_FILLED))
    blank: list[Finding] = []
    if len(few) < _LEAST_FILLED:
        stated = {cell.form for cell in few}
        whole = {form: table for form, table in tables.items() if len(table.cells) >= _WHOLE_FORM}
        blank = list(_measures(statistics, {form: whole[form] for form in whole if form not in stated}, empty=True))
        tables = {form: Table(form, [cell for cell in few if cell.form == form]) for form in tables}
    found = [*blank, *_measures(statistics, tables, empty=False)]
    told = {_told(finding) for finding in found}
    cells = audit_cells(sections, tables, year, region, own_names(agency or ""))
    return [*found, *(finding for finding in cells if _told(finding) not in told)]


def _measures(statistics: list[Statistic], tables: dict[str, Table], *, empty: bool) -> Iterator[Finding]:
    names: dict[str, Any] = load_toml("keys.toml")["measures"]
    by_measure: dict[str, list[Statistic]] = {}
    for statistic in statistics:
        by_measure.setdefault(statistic.measure, []).append(statistic)
    for rule in _facts():
        if rule.form not in tables or rule.measure not in by_measure:
            continue
        figures = by_measure[rule.measure]
        if rule.label and rule.period == "year":
            figures = _of_the_year(figures, tables[rule.form])
        table = tables[rule.form]
        printed = _printed(table, rule.cells)
        stated = [statistic for statistic in figures if _fits(rule, statistic)]
        if not (stated or rule.label or empty) and rule.measure == "disclosed" and printed:
            stated = list(_nearly(rule, figures, printed, table))
        compared = figures if rule.single else stated if rule.label else []
        if len({statistic.value for statistic in compared}) > 1:
            continue
        if not stated or (empty and not (rule.blank and all(statistic.value for statistic in stated))):
            continue
        if printed is None:
            continue
        printed *= rule.factor
        told = _alike(rule, stated, by_measure[rule.measure], table, printed)
        # What agrees in one place: an office's report may have its region's tables, a sentence may count more.
        of_region = (msgspec.structs.replace(s, scope="agency") for s in figures)
        agreeing = [statistic for statistic in of_region if _fits(rule, statistic, alone=False)]
        if any(_states(statistic, value, rule.factor) for statistic in (*stated, *agreeing) for value in told):
            continue
        seats = (s for s in by_measure[rule.measure] if s.label and _compared("seat").fullmatch(s.label))
        if not rule.label and any(_states(seat, printed, rule.factor) for seat in seats):
            continue  # 全县公开5653条，县政府办公室公开2471条: the table is of the latter
        if rule.together and printed - (stated[0].value or 0) in _others(stated[0], statistics):
            continue
        if rule.single and (stated[0].value or 0) < printed and _may_be_part(rule, stated[0], by_measure, table):
            continue
        name = names[rule.measure] + (f"（{stated[0].label}）" if stated[0].label else "")
        yield _conflict(name, stated[0], "空白" if empty else shown(printed))


def _nearly(rule: Comparison, figures: list[Statistic], printed: float, table: Table) -> Iterator[Statistic]:
    """What may be the year's total by its clause alone and nearly is that of the table, though none of its channels."""
    channels = {cell.value for (row, _), cell in table.cells.items() if row.startswith("channel_")}
    for statistic in figures:
        near = abs((statistic.value or 0) - printed) <= _NEAR * printed and statistic.value not in channels
        if near and is_all_told(statistic) and rule.period == statistic.period and comparable(statistic):
            yield statistic


def _alike(
    rule: Comparison, stated: list[Statistic], figures: list[Statistic], table: Table, printed: float
) -> set[float]:
    """The numbers that agree with a table's ``printed`` one: what a figure may count with it, or leave out."""
    # 收到20件（上年结转2件）: it is in the figure before the bracket
    quotes = (BRACKETS.sub("", fold_sentence(statistic.quote)) for statistic in stated)
    apart = any(map(_compiled(_APART).search, quotes))
    more = 0 if apart else _printed(table, rule.more) or 0
    so_far = _printed(table, [(row, "cumulative") for row, _ in rule.cells])
    told = {printed, printed + more, so_far if so_far is not None else printed}  # 公开130条: of all years
    for group in [*rule.less, *([] if apart else [rule.brought])]:
        there = sum(equation_value(table, row, column) or 0 for row, column in group)
        told |= {number - there for number in told}
    said = [fold_sentence(statistic.quote) for statistic in stated] if rule.measure in _MAY_LEAVE_OUT else []
    if rule.measure == "applications_answered":  # 撤回1件，办结5件: the form counts both
        told |= {printed - float(a or b) for quote in said for a, b in _WITHDRAWN.findall(quote)}
        if any(map(_SETTLED_APART.search, said)):
            told.add(printed - (table.number("carried_in", "total") or 0))
    if rule.measure == "applications_granted":
        told |= {printed - float(public) for quote in said for public in _PUBLIC.findall(quote)}
    if rule.measure == "disclosed":  # 网站48条，公开栏200条: channels told of one by one
        sums: defaultdict[str, float] = defaultdict(float)
        for part in (part for part in figures if part.label):
            sums[part.quote] += part.value or 0
        within = {statistic.value for statistic in stated} & set(sums.values())  # 268条，其中网站214条、微博54条
        told |= set() if within else {printed - (s.value or 0) for s in figures if s.label}
        if rule.label and any(map(is_all_told, stated)):  # 在网站开设专栏，全年公开信息108条: of all channels
            told.add(table.number("disclosed", "value") or printed)
    return told


def _others(stated: Statistic, statistics: list[Statistic]) -> set[float]:
    """What the sentence of a figure counts beside it, and no measure states: neither a part of it nor what is left."""
    taken = {statistic.value for statistic in statistics if statistic.quote == stated.quote}
    parts = read_items(fold_sentence(stated.quote))
    beside = (part for part in parts if "其中" not in part.label and "结转" not in part.label + part.after)
    return {part.figure.value for part in beside if not is_left(part)} - {value or 0.0 for value in taken}


def _may_be_part(rule: Comparison, stated: Statistic, by_measure: dict[str, list[Statistic]], table: Table) -> bool:
    """Whether a figure that is less than the table's may be a part of it: neither does its sentence speak of all, nor
    is another figure of it the table's (专职人员3人，兼职人员2人 where the table has 3 and 4).
    """
    text = fold_sentence(stated.quote)
    if _compared("kind").search(text):
        return True
    beside = [other for other in _facts() if other.single and other.measure != rule.measure and other.form == rule.form]
    for other in beside:
        printed = _printed(table, other.cells)
        figures = (s for s in by_measure.get(other.measure, ()) if s.quote == stated.quote and s.value)
        if printed is not None and any(_states(s, printed, other.factor) for s in figures):
            return False
    return _compared("all").search(text) is None


def _of_the_year(figures: list[Statistic], table: Table) -> list[Statistic]:
    """The figures, with those of channels called 累计 read as the year's where their sentence has one that is that
    in the table: 网站累计公开92条，微博公开12条.
    """
    so_far = [figure for figure in figures if figure.period == "cumulative" and figure.label]
    if len(so_far) < 2:
        return figures
    told = {
        figure.quote
        for figure in so_far
        for rule in _facts()
        if rule.label and rule.measure == figure.measure and rule.form == table.form
        if figure.value and _compiled(rule.label).fullmatch(figure.label or "")
        if figure.value == _printed(table, rule.cells)
    }
    return [msgspec.structs.replace(figure, period="year") if figure.quote in told else figure for figure in figures]


def _fits(rule: Comparison, statistic: Statistic, *, alone: bool = True) -> bool:
    """Whether a rule speaks of a figure; ``alone``: and its sentence counts nothing more in it."""
    if rule.label:
        if statistic.label is None or not _compiled(rule.label).fullmatch(statistic.label):
            return False
        statistic = msgspec.structs.replace(statistic, label=None)
    if rule.period != statistic.period:
        return False
    plain = not rule.label and rule.period == "year"  # 历年累计公开486条 is a total by its period
    if not comparable(msgspec.structs.replace(statistic, period="year")):
        return False
    if plain and rule.measure == "disclosed" and not is_total(statistic):
        return False
    carried = rule.measure.startswith("applications_carried")
    if alone and not carried and _compared("unless").search(fold_sentence(statistic.quote)):
        return False
    return not rule.words or _compiled(rule.words).search(fold_sentence(statistic.quote)) is not None


def _states(statistic: Statistic, number: float, factor: float) -> bool:
    """Whether a figure is the table's; a small one in 万元 may be rounded to nothing there."""
    return abs((statistic.value or 0) - number) < (0.005 if number else 0.005 * factor)


def _printed(table: Table, cells: list[tuple[str, str]]) -> float | None:
    """The sum of the cells; ``None`` where one of them is not known."""
    numbers = [equation_value(table, row, column) for row, column in cells]
    return None if any(number is None for number in numbers) else sum(number or 0 for number in numbers)


def _told(finding: Finding) -> tuple[str, str]:
    """What a finding tells, however the cell is called: the sentence and both figures."""
    return close_up(finding.evidence).strip("。！？"), finding.message.partition("文中为")[2]


def _conflict(name: str, stated: Statistic, printed: str) -> Finding:
    message = f"文字与表格不一致：{name}文中为 {shown(stated.value or 0)}，表中为 {printed}"
    return Finding("prose_table_conflict", message, "warning", stated.quote)
