"""表三: applications received and how they were dealt with, by kind of applicant (收到和处理政府信息公开申请情况)."""

from __future__ import annotations

from crawler.records import GridCell
from crawler.report.formlabels import match
from crawler.report.forms import Rows, Tables, distinct, has_figures, labels_in, needed, transposed

FORM = "requests"


class Requests:
    """Reads the table, which a page break may have cut in parts: the columns of one part hold for the next."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.columns: dict[int, str] = {}  # from the left, once the head is read
        self.width = 0
        self.group = ""

    def read(self, rows: Rows, texts: set[str]) -> bool:
        """Reads a grid if it is this table or a part of it; whether it was. ``texts`` are the words in its cells."""
        columns, lines = labels_in(texts, FORM, "columns"), labels_in(texts, FORM, "rows")
        strong = columns - {"other", "total"}
        if len(strong) < needed(FORM, "columns") and len(lines) < needed(FORM, "rows"):
            return False
        if len(lines) < 2:
            return False
        if self._lies_on_its_side(rows):
            rows = transposed(rows)
        first = next((i for i, row in enumerate(rows) if self._row_key(distinct(row)[:3]) is not None), len(rows))
        found = _columns(rows[:first])
        if len(found) >= needed(FORM, "columns"):
            self.columns, self.width = found, len(rows[0])
        elif self.columns and len(rows[0]) != self.width:
            # A part without its head, and of another width: its last columns are the last columns.
            shift = len(rows[0]) - self.width
            self.columns = {index + shift: key for index, key in self.columns.items() if index + shift >= 0}
            self.width = len(rows[0])
        if not self.columns:
            return False
        self.columns = dict(sorted(self.columns.items()))
        for row in rows[first:]:
            self._read_row(row)
        return True

    @staticmethod
    def _lies_on_its_side(rows: Rows) -> bool:
        """Whether the applicants stand one below the other."""
        for index in range(min(4, len(rows[0]))):
            side = {match(row[index].text, FORM, "columns") for row in rows} - {None, "other", "total"}
            if len(side) >= needed(FORM, "columns"):
                return True
        return False

    def _read_row(self, row: list[GridCell]) -> None:
        first_column = next(iter(self.columns))
        labels = distinct(cell for cell in row[:first_column] if cell.text)
        key = self._row_key(labels)
        if key is None:
            if labels and has_figures(row[first_column:]):
                self.tables.unknown(FORM, row)
            return
        seen = {id(cell) for cell in labels}
        for index, column in self.columns.items():
            if index < len(row) and id(row[index]) not in seen:
                seen.add(id(row[index]))
                self.tables.add(FORM, key, column, row[index])

    def _row_key(self, labels: list[GridCell]) -> str | None:
        """The key of a row by its labels from the left: its groups, then its own."""
        key: str | None = None
        for cell in labels:
            group = match(cell.text, FORM, "groups")
            if group is not None:
                self.group = group
            found = match(cell.text, FORM, "rows")
            if found is not None:
                key = found
                continue
            if self.group == "other" and match(cell.text, FORM, "columns") == "other":
                key = "other_other"
        return key


def _columns(head: Rows) -> dict[int, str]:
    """The applicant of each column: the lowest label above it that names one."""
    found: dict[int, str] = {}
    for row in head:
        for index, cell in enumerate(row):
            key = match(cell.text, FORM, "columns") if cell.text else None
            if key is not None:
                found[index] = key
    # One label over several columns (法人或其他组织 read as 其他) would be a misreading: each applicant has one column.
    unique: dict[int, str] = {}
    for index in sorted(found):
        if found[index] not in unique.values():
            unique[index] = found[index]
    return unique
