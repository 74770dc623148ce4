"""表三: applications received and how they were dealt with, by kind of applicant (收到和处理政府信息公开申请情况)."""

from __future__ import annotations

from collections import Counter

from crawler.records import GridCell
from crawler.report.formlabels import facts, match, path_of, value_of
from crawler.report.forms import Rows, Tables, distinct, has_figures, labels_in, needed, transposed

FORM = "requests"


class Requests:
    """Reads the table, which a page break may have cut in parts: the columns of one part hold for the next."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.columns: dict[int, str] = {}  # from the left, once the head is read
        self.width = 0
        self.group = ""

    def read(self, rows: Rows, texts: frozenset[str]) -> bool:
        """Reads a grid if it is this table or a part of it; whether it was. ``texts`` are the words in its cells."""
        columns, lines = labels_in(texts, FORM, "columns"), labels_in(texts, FORM, "rows")
        strong = columns - {"other", "total"}
        if not self._goes_on(rows, texts, lines):
            if len(strong) < needed(FORM, "columns") and len(lines) < needed(FORM, "rows"):
                return False
            head_alone = len(strong) >= needed(FORM, "columns") and not any(map(has_figures, rows))
            if len(lines) < 2 and not head_alone:
                return False
        if self._lies_on_its_side(rows):
            rows = transposed(rows)
        first = next((i for i, row in enumerate(rows) if _names_row(row)), len(rows))
        found = _columns(rows[:first], rows[first:])
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

    def _goes_on(self, rows: Rows, texts: frozenset[str], lines: frozenset[str]) -> bool:
        """Whether a few rows go on with the table that was read so far."""
        if not len(rows[0]) > len(self.columns) > 0 or not lines - {"other", "total_processed"}:
            return False
        return not labels_in(texts, "reviews", "columns") - {"other", "total"}

    def _read_row(self, row: list[GridCell]) -> None:
        end = self._label_end(row)
        labels = distinct(cell for cell in row[:end] if cell.text)
        key = self._row_key(labels)
        placed = self._placed(row, end)
        if key is None or placed is None:
            if labels and has_figures(row):
                self.tables.unknown(FORM, row)
            return
        ids = [id(cell) for cell, _ in placed]
        shared: set[int] = set()
        if len(set(ids)) < len(ids):
            shared = {id(cell) for cell, _ in placed if ids.count(id(cell)) > 1 and value_of(cell.text).number}
        for cell, column in placed:
            if id(cell) not in shared:
                self.tables.add(FORM, key, column, cell)
        if shared:
            self.tables.unknown(FORM, row)  # one figure over several columns is nobody's

    def _label_end(self, row: list[GridCell]) -> int:
        """The index behind the last label of a row."""
        end = next(iter(self.columns))
        while end and (not row[end - 1].text or value_of(row[end - 1].text).state in ("number", "na")):
            end -= 1
        while end < len(row) and _is_label(row[end]):
            end += 1
        return end

    def _placed(self, row: list[GridCell], end: int) -> list[tuple[GridCell, str]] | None:
        """The cells of a row with their columns; ``None`` where a row that slipped out of line cannot be told.

        ``end`` is where its labels end.
        """
        places = list(self.columns)
        if end <= places[0] and not any(cell.text for cell in row[end : places[0]]):
            return [(row[index], column) for index, column in self.columns.items() if index < len(row)]
        # Cells were left out or put in before the figures: they stand in order right behind the label.
        tail = row[end : end + len(places)]
        whole = places[-1] - places[0] + 1 == len(places) == len(tail)
        if not whole or any(cell.text for cell in row[end + len(places) :]):
            return None
        return list(zip(tail, self.columns.values(), strict=True))

    def _row_key(self, labels: list[GridCell]) -> str | None:
        """The key of a row by its labels from the left: its groups, then its own."""
        key: str | None = None
        for label in [step for cell in labels for step in path_of(cell.text, FORM)]:
            group = match(label, FORM, "groups")
            if group is not None:
                self.group = group
            key = match(label, FORM, "rows")
            if key is None and self.group == "other" and match(label, FORM, "columns") == "other":
                key = "other_other"
        return key


def _is_label(cell: GridCell) -> bool:
    text = cell.text
    if not text or value_of(text).state in ("number", "na"):
        return False
    if match(text, FORM, "rows") is not None or match(text, FORM, "groups") is not None:
        return True
    return match(text, FORM, "columns") == "other"  # the row of that name


def _names_row(row: list[GridCell]) -> bool:
    """Whether a row begins with the label of a row; one that is a column's as well (总计) is so above no figures."""
    labels = [cell.text for cell in distinct(row)[:3] if match(cell.text, FORM, "rows") is not None]
    return any(match(label, FORM, "columns") is None for label in labels) or (bool(labels) and has_figures(row))


def _columns(head: Rows, data: Rows) -> dict[int, str]:
    """The applicant of each column: the lowest label above it that names one. ``data`` are the rows below."""
    found: dict[int, str] = {}
    named: dict[int, str] = {}
    for row in head:
        for index, cell in enumerate(row):
            key = match(cell.text, FORM, "columns") if cell.text else None
            if key is not None:
                found[index] = named[id(cell)] = key
    # One label over several columns (法人或其他组织 read as 其他) would be a misreading: each applicant has one column.
    unique: dict[int, str] = {}
    for index in sorted(found):
        if found[index] not in unique.values():
            unique[index] = found[index]
    return unique if not unique or _in_place(unique) else _in_order(unique, list(named.values()), data)


def _in_place(columns: dict[int, str]) -> bool:
    """Whether the organizations stand side by side, with no other applicant between them."""
    keys = [columns[index] for index in sorted(columns)]
    bodies = facts()[FORM]["bodies"]
    places = [place for place, key in enumerate(keys) if key in bodies]
    return len(keys) == len(facts()[FORM]["columns"]) and places[-1] - places[0] == len(places) - 1


def _in_order(columns: dict[int, str], named: list[str], data: Rows) -> dict[int, str]:
    """The columns in the order of the form where the head names each applicant once but its spans are lost.

    A head that names fewer is taken as it stands. ``named`` are its labels; the figures in ``data`` end with the total.
    """
    order = list(facts()[FORM]["columns"])
    if sorted(named) != sorted(order) or [key for key in named if key in facts()[FORM]["bodies"]] != order[1:-1]:
        return columns
    starts: Counter[tuple[int, ...]] = Counter()
    for row in data:
        last = max((i for i, cell in enumerate(row) if value_of(cell.text).state in ("number", "na")), default=-1)
        begins = [i for i in range(last + 1) if i == 0 or row[i] is not row[i - 1]]
        places = tuple(begins[-len(order) :])
        if places and value_of(row[places[0]].text).state != "text":  # else a total is blank
            starts[places] += 1
    # Most rows agree: one with a blank total or a label that lost its span does not count.
    places = max(starts, key=lambda found: (starts[found], found), default=())
    return dict(zip(places, order, strict=True)) if len(places) == len(order) and places[0] > 0 else {}
