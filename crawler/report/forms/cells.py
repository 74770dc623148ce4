"""What the forms read of a report's tables: cells under their keys, and what of them was not understood."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from crawler.records import Finding, GridCell, TableCell
from crawler.report.forms.labels import is_word_of, value_of
from crawler.report.forms.rows import counts, distinct

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
            if all(self.taken.get(id(cell), form) == form for cell in row) and not counts(row):
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
