"""Audits of one report's tables (勾稽关系): what its own figures say against each other.

The sums are data (``sums`` and ``identity`` in ``data/audits.toml``); each finding shows its sum. A blank or "/" counts
as zero, and a blank total is not checked, so a form that leaves zeros blank raises nothing. Where a row of the form was
not read at all, or a cell holds words, a sum that falls short proves nothing: only one that exceeds its total does.
Nothing is corrected; the printed figures stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from crawler.facts import load_toml
from crawler.records import Finding, Statistic, TableCell
from crawler.report.text.figures import shown

#: Forms that agencies print with fewer rows, or others, than the rule has.
_LOCAL = frozenset(("annex2014",))


class Table:
    """The cells of one form of a report by row and column key."""

    def __init__(self, form: str, cells: Iterable[TableCell]) -> None:
        self.form = form
        self.cells: dict[tuple[str, str], TableCell] = {}
        #: The numbers of each line, by the key of the row or column that crosses it.
        self.rows: dict[str, dict[str, float]] = {}
        self.columns: dict[str, dict[str, float]] = {}
        for cell in cells:
            row, column = cell.row_key, cell.column_key
            self.cells[row, column] = cell
            if (across := self.rows.get(row)) is None:
                across = self.rows[row] = {}
            if (down := self.columns.get(column)) is None:
                down = self.columns[column] = {}
            if cell.state == "number" and cell.value is not None:
                across[column] = down[row] = cell.value

    def number(self, row: str, column: str) -> float | None:
        """The number of a cell; ``None`` where it is blank, "/", in words or not there."""
        return self.rows[row].get(column) if row in self.rows else None

    def filled(self, row: str) -> bool:
        """Whether a row has any number, or a "/" in the place of one."""
        return any(
            self.cells[row, column].state in ("number", "na") for column in self.columns if (row, column) in self.cells
        )

    def stated(self, row: str, column: str) -> bool:
        """Whether a cell has a number, or a "/" in the place of one."""
        cell = self.cells.get((row, column))
        return cell is not None and cell.state in ("number", "na")

    def known(self, row: str, column: str) -> bool:
        """Whether a cell was read as a number or as nothing, so that zero may stand for a blank."""
        cell = self.cells.get((row, column))
        return cell is not None and cell.state != "text"

    def label(self, part: str, key: str) -> str:
        """The Chinese term of a row's or column's key (``part``: ``rows``, ``columns``)."""
        return str(load_toml("keys.toml")[self.form][part][key])


class Sum(msgspec.Struct, frozen=True):
    """A total and its parts in a form; of parts ``within`` the total it is only known that none exceeds it.

    ``also`` are parts that count where a form has them, ``instead`` parts that stand for several others, ``nested``
    parts that some forms have below another part, which counts them; ``blank``: blanks are zeros even where all parts
    are.
    """

    form: str
    along: str
    total: str
    parts: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    instead: dict[str, tuple[str, ...]] = {}
    nested: dict[str, tuple[str, ...]] = {}
    blank: bool = False


@cache
def _sums() -> tuple[Sum, ...]:
    return tuple(msgspec.convert(entry, Sum) for entry in load_toml("audits.toml")["sums"])


@cache
def _totals(form: str, along: str) -> frozenset[str]:
    """The rows or columns (``along``) of a form that total others."""
    return frozenset(rule.total for rule in _sums() if rule.form == form and rule.along == along)


@cache
def _sums_of(form: str, row: str, column: str) -> tuple[Sum, ...]:
    """The sums whose total a cell of a form holds: most cells are none."""
    return tuple(s for s in _sums() if s.form == form and s.total == (row if s.along == "rows" else column))


@cache
def _identity() -> dict[str, Any]:
    facts: dict[str, Any] = load_toml("audits.toml")["identity"]
    return facts


def _form(form: str) -> str:
    return str(load_toml("audits.toml")["forms"][form])


def tables_of(cells: Iterable[TableCell]) -> dict[str, Table]:
    """The cells of one report's statutory tables by form."""
    by_form: dict[str, list[TableCell]] = {}
    for cell in cells:
        by_form.setdefault(cell.form, []).append(cell)
    return {form: Table(form, found) for form, found in by_form.items()}


def audit_tables(tables: dict[str, Table], unread: Collection[str] = ()) -> list[Finding]:
    """The findings of all rules on one report's statutory tables.

    ``unread`` are the forms with rows that were not understood: there parts that fall short prove nothing.
    """
    found: list[Finding] = []
    for rule in _sums():
        table = tables.get(rule.form)
        if table is not None:
            found += _check(rule, table, rule.form not in unread)
    requests = tables.get(_identity()["form"])
    return [*found, *(_equations(requests) if requests is not None else ())]


def adds_up(table: Table, total: str, column: str) -> bool:
    """Whether the rows of a form that a ``total`` counts make it in a column, with blanks as zero."""
    there = table.columns[column]
    rules = [rule for rule in _sums_of(table.form, total, column) if rule.along == "rows" and rule.parts]
    return any(sum(there.get(part, 0) for part in _parts(rule, table, column)) == there.get(total) for rule in rules)


def _check(rule: Sum, table: Table, whole_form: bool) -> Iterator[Finding]:
    """The findings on one sum, in each line (column or row) of its form; ``whole_form``: all its rows were read."""
    across = rule.along == "rows"
    for line, there in (table.columns if across else table.rows).items():
        total = there.get(rule.total)
        if total is None and there and table.stated(*((rule.total, line) if across else (line, rule.total))):
            total = 0.0  # "/"
        if total is None:
            continue
        parts = _parts(rule, table, line)
        printed = [there[part] for part in parts if part in there]
        if printed and sum(printed) == total and not rule.within and not _may_total(rule, line, parts, there):
            continue  # nearly all sums: right, with blanks as zero
        cells = [(part, line) if across else (line, part) for part in parts]
        if not printed and not rule.blank and not any(table.stated(*cell) for cell in cells):
            continue
        numbers = [
            there[part] if part in there else equation_value(table, *cell) or 0
            for part, cell in zip(parts, cells, strict=True)
        ]
        if rule.within:
            if max(numbers) > total:
                yield _exceeds(rule, table, line, parts[numbers.index(max(numbers))], max(numbers), total)
            continue
        if rule.nested and _is_nested(rule, table, line, dict(zip(parts, numbers, strict=True)), total):
            continue
        whole = sum(numbers)
        short = whole_form and round(whole - total, 6) < 0
        short = short and (all(table.known(*cell) for cell in cells) or (across and _lists_its_own(rule, table, parts)))
        if short or round(whole - total, 6) > 0:
            yield _broken(rule, table, line, numbers, total)


def _lists_its_own(rule: Sum, table: Table, parts: tuple[str, ...]) -> bool:
    """Whether a local form prints a total's parts in rows of its own: some of them, but not most, and others below."""
    rows = list(table.rows)
    printed = [at for at, row in enumerate(rows) if row in parts]
    return rule.form in _LOCAL and 1 < len(printed) <= len(parts) / 2 and printed[-1] + 1 < len(rows)


def _is_nested(rule: Sum, table: Table, line: str, numbers: dict[str, float], total: float) -> bool:
    """Whether the parts add up where those that may stand below another are counted by that (否决:信息不存在1件).

    That other has room for them beside the parts that it has in every form.
    """
    for outer, inner in rule.nested.items():
        below = sum(numbers.get(part, 0) for part in inner)
        own = [table.number(part, line) or 0 for sums in _sums_of(rule.form, outer, line) for part in sums.parts]
        if 0 < below <= numbers.get(outer, 0) - sum(own) and sum(numbers.values()) - below == total:
            return True
    return False


def _may_total(rule: Sum, line: str, parts: tuple[str, ...], there: dict[str, float]) -> bool:
    """Whether a part without a number is itself a total, whose own parts may have numbers."""
    missing = set(parts).difference(there)
    if not missing or line in _totals(rule.form, "columns" if rule.along == "rows" else "rows"):
        return bool(missing)
    return not missing.isdisjoint(_totals(rule.form, rule.along))


def _parts(rule: Sum, table: Table, line: str) -> tuple[str, ...]:
    """The parts of a total as this table prints them: one row may stand for several (其他处理, undivided)."""
    parts = rule.parts
    if rule.within or rule.also:
        parts = (*parts, *rule.within, *(part for part in rule.also if part in table.rows))
    for one, several in rule.instead.items():
        if one in table.rows and not any(table.number(part, line) is not None for part in several):
            parts = (*(part for part in parts if part not in several), one)
    return parts


def _broken(rule: Sum, table: Table, line: str, numbers: list[float], total: float) -> Finding:
    printed = "+".join(shown(number) for number in numbers if number) or "0"
    whole = shown(sum(numbers))
    equation = f"{printed}={whole}" if "+" in printed else whole
    part, other = ("columns", "rows") if rule.along == "rows" else ("rows", "columns")
    where = "" if line == "value" else f"“{table.label(part, line)}”{'列' if part == 'columns' else '行'}"
    name = _form(rule.form)
    message = f"{name}{where}：“{table.label(other, rule.total)}”各项之和 {equation}，不等于所列 {shown(total)}"
    return Finding("sum_mismatch", message, "error", f"{whole} ≠ {shown(total)}")


def _exceeds(rule: Sum, table: Table, line: str, inside: str, part: float, total: float) -> Finding:
    name = _form(rule.form)
    if rule.along == "columns":
        name, side = f"{name}“{table.label('rows', line)}”行", "columns"
    else:
        name, side = f"{name}“{table.label('columns', line)}”列" if line != "value" else name, "rows"
    inner, outer = table.label(side, inside), table.label(side, rule.total)
    message = f"{name}：“{inner}” {shown(part)} 大于“{outer}” {shown(total)}"
    return Finding("sum_mismatch", message, "error", f"{shown(part)} > {shown(total)}")


def _equations(table: Table) -> Iterator[Finding]:
    """国办公开办函〔2021〕30号 / 〔2019〕60号, 表三: in each column 一 + 二 = 三(七) + 四.

    A blank inner total is taken from its row's or column's parts; a column without figures says nothing.
    """
    left, right = _identity()["left"], _identity()["right"]
    for column, there in table.columns.items():
        values = [there[row] if row in there else equation_value(table, row, column) for row in (*left, *right)]
        if any(value is None for value in values) or not any(values):
            continue
        one, two, three, four = (value or 0.0 for value in values)
        if round(one + two - three - four, 6):
            message = (
                f"{_form(table.form)}“{table.label('columns', column)}”列："
                f"一 {shown(one)} + 二 {shown(two)} = {shown(one + two)}，"
                f"不等于三（七） {shown(three)} + 四 {shown(four)} = {shown(three + four)}"
            )
            found = f"{shown(one + two)} ≠ {shown(three + four)}"
            yield Finding("identity_broken", message, "error", found)


def equation_value(table: Table, row: str, column: str) -> float | None:
    """A cell of 表三 for its equation: blank is zero, a blank total the sum of what it totals; ``None``: unknown."""
    number = _derived(table, row, column)
    return 0.0 if number is None and table.known(row, column) else number


def _derived(table: Table, row: str, column: str) -> float | None:
    """The number of a cell, for a blank total that of its parts; ``None`` where none of them has one."""
    number = table.number(row, column)
    if number is not None:
        return number
    rules = _sums_of(table.form, row, column)
    if not rules or not table.known(row, column):
        return None
    for rule in rules:
        if rule.along == "rows":
            numbers = [_derived(table, part, column) for part in _parts(rule, table, column)]
        else:
            numbers = [_derived(table, row, part) for part in rule.parts]
        if any(number is not None for number in numbers):
            return sum(number or 0 for number in numbers)
    return None


def own_figures(statistics: Iterable[Statistic], kind: str | None) -> list[Statistic]:
    """A report's figures as audits compare them: in that of a government, those of its whole region are its own."""
    if kind != "government":
        return list(statistics)
    return [msgspec.structs.replace(s, scope="agency") if s.scope == "region" else s for s in statistics]
