"""The statutory tables (法定表格) of a report: every cell under the keys of its row and column.

A table is known by its labels and read by them, so it does not matter where a column stands, how a table is split or
whether it lies on its side. What is no known row but has figures is an ``unknown_row``, with its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import msgspec

from crawler.records import Block, Finding, Grid, GridCell, Page, TableCell
from crawler.report.forms.labels import facts, is_word_of, known, match, value_of
from crawler.report.forms.owner import Owner, of_latest_year, of_others

Rows = list[list[GridCell]]

#: Fewer figures in a row do not count rows.
_LEAST_COUNTED = 3
_LONGEST_CAPTION = 40

_FORMS = {"requests": "申请情况表", "reviews": "复议诉讼表", "proactive": "主动公开情况表", "annex2014": "统计表"}


class Tables(msgspec.Struct):
    """The cells of all statutory tables of a report and what was not understood in them."""

    cells: list[TableCell] = []
    findings: list[Finding] = []
    #: Which grids (by index in the input) were read as a form.
    used: list[int] = []
    #: The forms with rows that were not understood.
    unread: set[str] = msgspec.field(default_factory=set)
    #: The cells of each form by row and column.
    places: dict[str, dict[tuple[str, str], TableCell]] = {}
    #: What each form read of the grid in hand, until it is settled that it is the report's own.
    pending: dict[str, list[TableCell]] = {}
    #: The cells (by id) of the grid in hand that a form read, and the rows of it that a form did not know.
    taken: dict[int, str] = {}
    strange: list[tuple[str, list[GridCell]]] = []

    def add(self, form: str, row: str, column: str, cell: GridCell) -> None:
        """Adds a cell of the grid in hand."""
        number, state = value_of(cell.text)
        if state == "text" and column != "unit" and is_word_of(cell.text, form):
            self.unknown(form, [cell])  # a label where a figure should be: the row or its head slipped
            return
        self.taken[id(cell)] = form
        self.pending.setdefault(form, []).append(TableCell(form, row, column, cell.text, number, state))

    def unknown(self, form: str, row: Iterable[GridCell]) -> None:
        """Notes a row with figures whose label is not known."""
        self.strange.append((form, distinct(row)))

    def settle(self, caption: str = "", *, others: bool = False) -> bool:
        """A grid was read by all forms; whether any of it is the report's own.

        What no form read is said to be unknown. A form that was read before is not read again from a second table of
        it, be it that of another year or agency (``others``) or a copy; ``caption`` names it in the finding.
        """
        forms, self.pending = self.pending, {}
        before = set(self.places) if forms else set()
        foreign = {form for form in before & forms.keys() if self._stays_out(form, forms[form], caption, others=others)}
        for form, cells in forms.items():
            if form not in foreign:
                self._keep(self.places.setdefault(form, {}), cells)
        for form, row in self.strange:
            if form in foreign or (others and form in before):
                continue
            if all(self.taken.get(id(cell), form) == form for cell in row) and not _counts(row):
                words = " | ".join(cell.text for cell in row)
                message = f"{_FORMS[form]}中有无法识别的行"
                self.findings.append(Finding("unknown_row", message, "warning", words[:200]))
                self.unread.add(form)
        self.strange.clear()
        self.taken.clear()
        return not forms or len(foreign) < len(forms)

    def _stays_out(self, form: str, cells: list[TableCell], caption: str, *, others: bool) -> bool:
        """Whether what was read of a form again is not the report's: a second table, and not the rest of the first."""
        own = {(cell.row_key, cell.column_key): cell for cell in cells}
        before = self.places[form]
        known = [(before[place], cell) for place, cell in own.items() if place in before]
        again = len(known) * 2 > len(own) and any(cell.state != "blank" for cell, _ in known)
        if not others and not again:
            return False
        if others or any((a.value, a.state) != (b.value, b.state) for a, b in known):
            message = f"另有一张{_FORMS[form]}(其他年度、其他单位或重复填报),没有计入"
            self.findings.append(Finding("other_table", message, "note", caption[:200]))
        return True

    def _keep(self, places: dict[tuple[str, str], TableCell], cells: list[TableCell]) -> None:
        """Keeps a form's cells, unless the same place was read before (a table repeated in its own continuation)."""
        for cell in cells:
            known = places.setdefault((cell.row_key, cell.column_key), cell)
            if known is cell:
                self.cells.append(cell)
            elif known.state == "blank" and cell.state != "blank":
                known.raw, known.value, known.state = cell.raw, cell.value, cell.state


def _counts(cells: Iterable[GridCell]) -> bool:
    """Whether the figures of a row or column only count (栏次 1 2 3)."""
    numbers = [number for cell in cells if (number := value_of(cell.text).number) is not None]
    steps = {later - number for number, later in pairwise(numbers)}
    return len(numbers) > _LEAST_COUNTED and numbers[0] in (0.0, 1.0) and steps == {1.0}


def distinct(row: Iterable[GridCell]) -> list[GridCell]:
    """The cells of a row, a spanned one once."""
    cells: list[GridCell] = []
    for cell in row:
        if not cells or cell is not cells[-1]:
            cells.append(cell)
    return cells


def has_figures(cells: Iterable[GridCell]) -> bool:
    """Whether any of the cells holds a number."""
    return any(value_of(cell.text).state == "number" for cell in cells)


def transposed(rows: Rows) -> Rows:
    """The table lying on its other side."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else []


def one_below_other(rows: Rows) -> Rows:
    """A table that was folded, its second half printed beside the first under the same head, in one piece again."""
    width = len(rows[0]) // 2
    head = [cell.text for cell in rows[0]]
    if len(rows[0]) % 2 or len(set(head[:width])) < _LEAST_COUNTED or head[:width] != head[width:]:
        return rows
    return [row[:width] for row in rows] + [row[width:] for row in rows[1:]]


def rejoined(rows: Rows, form: str) -> Rows:
    """The rows of a form with a label that was cut over two of them in one again: one of them has no figures."""
    joined: Rows = []
    for row in rows:
        whole = _whole(joined[-1], row, form) if joined else None
        if whole is None:
            joined.append(row)
        else:
            joined[-1] = whole
    return joined


def _whole(above: list[GridCell], below: list[GridCell], form: str) -> list[GridCell] | None:
    """Two rows as one where their labels are none, but one together."""
    column = next((i for i, cell in enumerate(below) if cell.text), -1)
    if (
        column < 0
        or known(below[column].text, form, "rows")
        or above[column] is below[column]
        or above[column].span[1] != below[column].span[1]
    ):
        return None
    first, last = above[column].text, below[column].text
    if not first or value_of(last).state != "text" or known(first, form, "rows"):
        return None
    if known(first + last, form, "rows") is None:
        return None
    rest = [[cell.text for cell in row if cell.text not in (first, last)] for row in (above[column:], below[column:])]
    if any(rest[0]) and any(rest[1]):
        return None
    label = GridCell(first + last, above[column].row, column, span=above[column].span)
    figures = below if any(rest[1]) else above
    return [*above[:column], *(label if cell.text in (first, last) else cell for cell in figures[column:])]


def without_ordinals(rows: Rows, end: int) -> Rows:
    """The rows without columns before ``end`` that only count them (行次), each figure one more than the last."""
    width = min(end, len(rows[0]))
    counting = {index for index in range(width) if _counts(distinct(row[index] for row in rows))}
    return [[cell for i, cell in enumerate(row) if i not in counting] for row in rows] if counting else rows


def grids_of(page: Page, blocks: Iterable[Block]) -> list[Grid]:
    """The tables among ``blocks``, in order; the short line above one is its caption, where there is one."""
    grids: list[Grid] = []
    above = ""
    for block in blocks:
        if block.grid >= 0:
            grid = page.grids[block.grid]
            grid.caption = above or grid.caption
            grids.append(grid)
        above = block.text if block.grid < 0 and len(block.text) <= _LONGEST_CAPTION else ""
    return grids


def read_tables(grids: list[Grid], owner: Owner | None = None) -> Tables:
    """Reads all statutory tables among the grids of a report, in order.

    ``owner`` says whose report of which year it is: tables whose captions name another are read last, and count only
    where the report has no other of their form.
    """
    from crawler.report.forms.annex import Annex
    from crawler.report.forms.columns import of_this_year
    from crawler.report.forms.long import read_long
    from crawler.report.forms.proactive import Proactive
    from crawler.report.forms.requests import Requests
    from crawler.report.forms.reviews import Reviews

    tables = Tables()
    requests, reviews = Requests(tables), Reviews(tables)
    proactive, annex = Proactive(tables), Annex(tables)
    foreign = {index for index, grid in enumerate(grids) if owner is not None and of_others(grid, owner)}
    for index in sorted(range(len(grids)), key=foreign.__contains__):
        grid = grids[index]
        if not grid.rows or len(grid.rows[0]) < 2:
            continue
        whole = one_below_other(grid.rows)
        rows = of_latest_year(whole)
        if len(rows) < len(whole):
            message = "表内另有其他年度的行,没有计入"
            tables.findings.append(Finding("other_table", message, "note", grid.caption))
        # Figures are no labels, and most cells hold one.
        texts = frozenset([cell.text for row in rows for cell in row if cell.text and not cell.text.isdigit()])
        # A layout that puts several forms into one table is read by each of them.
        used = [read_long(rows, texts, tables, grid.caption)]
        if not any(used):
            of_year = of_this_year(rows)
            used = [form.read(of_year, texts, grid.caption) for form in (requests, reviews, proactive)]
        if not any(used):
            used.append(annex.read(rows, texts))
        own = tables.settle(grid.caption, others=index in foreign)
        if not any(used) and index not in foreign and _looks_statutory(rows, texts, grid.caption):
            words = " | ".join(cell.text for row in rows[:2] for cell in distinct(row) if cell.text)
            message = "有一张表像是统计表,没有读懂"
            tables.findings.append(Finding("tables_missing", message, "warning", f"{grid.caption} {words}"[:200]))
        if any(used) and own:
            tables.used.append(index)
    tables.used.sort()
    return tables


def _looks_statutory(rows: Rows, texts: frozenset[str], caption: str) -> bool:
    """Whether a table that no form read is one of figures on information by its name or by some of its labels."""
    unread = facts()["unread"]
    named = any(re.search(unread["name"], text.strip()) for text in (caption, *(cell.text for cell in rows[0][:1])))
    if not named and len(labels_in(texts, "annex2014", "rows")) < unread["least_labels"]:
        return False
    return sum(map(has_figures, rows)) >= int(unread["least_rows"])


@lru_cache(maxsize=128)
def labels_in(texts: frozenset[str], form: str, part: str) -> frozenset[str]:
    """The keys of a form whose labels stand anywhere in a table; ``texts`` are the words in its cells.

    A form is printed with the same labels in most reports.
    """
    return frozenset(key for text in texts if (key := match(text, form, part)) is not None)


def needed(form: str, part: str) -> int:
    """How many labels of a form a table must have to be that form."""
    return int(facts()[form].get(f"{part}_needed", 1))
