"""统计表: the annex of 2014 to 2018 (国办发〔2014〕32号) and local forms, row by row.

Some have a second column of figures: those of all years so far (历年累计) or of the year before, for comparison.
"""

from __future__ import annotations

import re

from crawler.records import GridCell
from crawler.report.forms.cells import Tables
from crawler.report.forms.columns import beside_year, columns_named
from crawler.report.forms.labels import bare, facts, match, value_of
from crawler.report.forms.rows import (
    Rows,
    distinct,
    go_up_by_one,
    has_figures,
    labels_in,
    needed,
    rejoined,
    transposed,
    without_ordinals,
)

FORM = "annex2014"
_UNIT = re.compile(r"^(?:[条件次篇个人元份]|人次|万元|—|-)$")
#: A unit in a label: in brackets (（单位：件）), or at its end (…数条, …经费，单位：万元).
_NAMED = r"(?:(?:计量)?单位[:：]?\s*)?"
_UNITS = "(条|件|次|篇|个|人次|人|份|万元|元)"
_LABEL_UNIT = re.compile(
    rf"[(（\[【]{_NAMED}{_UNITS}[)）\]】]|(?:(?<=[数量额费员用）)\s])|[,，、:：/]){_NAMED}{_UNITS}$"
)
#: A label that its unit and figure ran into.
_RAN_IN = re.compile(rf"(.+?){_UNITS}?[\d.,]+")
#: A table that lies on its side has no more rows: a title, labels, units, figures.
_MOST_LINES_LYING = 6


class Annex:
    """Reads the table, which a page break may have cut in parts."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.begun = False
        self.under = ""

    def read(self, rows: Rows, texts: frozenset[str]) -> bool:
        """Reads a grid if it is this table or a part of it; whether it was. ``texts`` are the words in its cells."""
        known = len(labels_in(texts, FORM, "rows"))
        if known >= needed(FORM, "rows") and len(rows) <= _MOST_LINES_LYING and any(map(_is_row_of_labels, rows)):
            rows = transposed(rows)
        rows = without_ordinals(rows, len(rows[0]), many=True)  # whatever their head says
        if known >= needed(FORM, "rows") and _labels_behind(rows):
            rows = [row[::-1] for row in rows]
        values = columns_named(rows, "value") or columns_named(rows, "period")
        beside = beside_year(rows)
        values -= beside.keys()
        # No other table has both columns of figures. A form in parts has its head again over each of them.
        headed = bool(values) and "cumulative" in beside.values()
        least = 0 if headed else 1 if self.begun else needed(FORM, "rows")
        if known < least:
            return False
        self.begun = True
        left_out = beside.keys() | columns_named(rows, "ordinal")
        for row in rejoined(rows, FORM):
            of_year = [cell for i, cell in enumerate(row) if i not in left_out]
            others = {beside[i]: row[i] for i in sorted(beside) if i < len(row)}
            self._read_row(distinct(of_year), {id(row[i]) for i in values if i < len(row)}, others)
        return True

    def read_early(self, rows: Rows, texts: frozenset[str]) -> bool:
        """Reads a grid again that was too small to be told for this table, which stood below it; whether it was a part:
        all its figures are those of rows that are known.
        """
        self.under = ""
        counted = [row for row in rows if has_figures(row)] if self.begun else []
        return bool(counted) and all(any(map(_names_row, row)) for row in counted) and self.read(rows, texts)

    def _read_row(self, cells: list[GridCell], values: set[int], others: dict[str, GridCell]) -> None:
        position = 0
        while position < len(cells):
            cell = cells[position]
            position += 1
            if not cell.text or value_of(cell.text).state in ("number", "na"):
                continue
            section = match(cell.text, FORM, "under")
            key = _shared(cell.text, self.under) or match(cell.text, FORM, "rows")
            if section is not None:
                self.under = section
            rest, position = _until_next_label(cells, position)
            if not rest and position < len(cells):
                continue  # the group that rows stand in, beside their labels
            if not rest and (whole := _RAN_IN.fullmatch(cell.text)) and match(whole[1], FORM, "rows"):
                self.tables.unknown(FORM, [cell])
            elif key is not None:
                self._add(key, cell, rest, values)
                # Forms printed twice side by side have no such columns that have been seen.
                for column, other in others.items():
                    if _is_value(other):
                        self.tables.add(FORM, key, column, other)
            elif _is_unknown(cell, [*rest, *others.values()]):
                self.tables.unknown(FORM, [cell, *rest, *others.values()])

    def _add(self, key: str, label: GridCell, rest: list[GridCell], values: set[int]) -> None:
        # What stands in the column of figures, if it says something; else a number wherever it stands (the unit's
        # column may hold a dash), else what stands last.
        unit = next((cell for cell in rest if _UNIT.match(cell.text) and value_of(cell.text).state == "text"), None)
        figures = [cell for cell in rest if cell is not unit]
        numbers = [cell for cell in figures if value_of(cell.text).state == "number"]
        in_column = [cell for cell in figures if id(cell) in values]
        if len(numbers) > 1 and not in_column:
            self.tables.unknown(FORM, [label, *rest])  # several figures, and no head says whose each is
            return
        stated = [cell for cell in in_column if value_of(cell.text).state in ("number", "na")]
        figure = next((cells[0] for cells in (stated, numbers, in_column, figures[::-1]) if cells), None)
        if figure is not None:
            self.tables.add(FORM, key, "value", figure)
        printed = _LABEL_UNIT.search(label.text.strip())
        if unit is not None:
            self.tables.add(FORM, key, "unit", unit)
        elif printed and figure is not None:
            self.tables.add(FORM, key, "unit", GridCell(printed[1] or printed[2], label.row, label.column))


def _labels_behind(rows: Rows) -> bool:
    """Whether the labels stand behind their figures in most rows, and these are not those that only count the rows."""
    named = [row for row in rows if any(map(_names_row, row))]
    last = [row for row in named if _names_row(row[-1]) and row[-1] is not row[0]]
    if len(last) < needed(FORM, "rows") or len(last) * 2 < len(named):
        return False
    return not any(go_up_by_one(distinct(column)) for column in transposed(rows)[:-1])


def _is_row_of_labels(row: list[GridCell]) -> bool:
    """Whether labels stand side by side in a row: the table lies on its side."""
    return sum(map(_names_row, distinct(row))) >= needed(FORM, "rows")


def _names_row(cell: GridCell) -> bool:
    return match(cell.text, FORM, "rows") is not None


def _is_value(cell: GridCell) -> bool:
    return value_of(cell.text).state != "text"


def _until_next_label(cells: list[GridCell], position: int) -> tuple[list[GridCell], int]:
    """The unit and figure after a label: forms are printed in one column of rows or in two side by side."""
    rest: list[GridCell] = []
    while position < len(cells):
        text = cells[position].text
        amount = match(text, FORM, "columns") == "value"  # 行政复议 | 数量 | 3: the group's own figure
        if text and not amount and not _UNIT.match(text) and value_of(text).state == "text":
            break
        rest.append(cells[position])
        position += 1
    return rest, position


def _shared(text: str, under: str) -> str | None:
    """The key of a row whose words mean different things under 行政复议 and 行政诉讼."""
    outcome = match(text, FORM, "shared") if under else None
    return str(facts()[FORM]["shared_keys"][under][outcome]) if outcome else None


def _is_unknown(label: GridCell, rest: list[GridCell]) -> bool:
    headings = {bare(word) for word in facts()[FORM]["headings"]["words"]}
    figures = [cell for cell in rest if value_of(cell.text).state == "number"]
    return bool(figures) and bare(label.text) not in headings and len(bare(label.text)) > 2
