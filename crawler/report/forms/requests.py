"""表三: applications received and how they were dealt with, by kind of applicant (收到和处理政府信息公开申请情况)."""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter

from crawler.records import GridCell
from crawler.report.forms.applicants import columns_of
from crawler.report.forms.cells import Tables
from crawler.report.forms.columns import columns_named
from crawler.report.forms.labels import facts, match, path_of, value_of
from crawler.report.forms.rows import (
    Rows,
    distinct,
    has_figures,
    labels_in,
    needed,
    rejoined,
    transposed,
    without_ordinals,
)

FORM = "requests"
_PARTS_OF_OTHER = frozenset(("other_uncorrected", "other_unpaid", "other_other"))


class Requests:
    """Reads the table, which a page break may have cut in parts: the columns of one part hold for the next."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.columns: dict[int, str] = {}  # from the left, once the head is read
        self.extra: set[int] = set()  # columns of figures that are nobody's (小计, 占比)
        self.width = 0
        self.group = ""
        self.lying = False
        self.parted = False  # 其他处理 is a group of rows, as since 2021, and no row

    def read(self, rows: Rows, texts: frozenset[str], caption: str = "") -> bool:
        """Reads a grid if it is this table or a part of it; whether it was.

        ``texts`` are the words in its cells, ``caption`` the line above it.
        """
        columns, lines = labels_in(texts, FORM, "columns"), labels_in(texts, FORM, "rows")
        strong = columns - {"other", "total"}
        if not self._goes_on(rows, texts, lines):
            if len(strong) < needed(FORM, "columns") and len(lines) < needed(FORM, "rows"):
                return False
            head_alone = len(strong) >= needed(FORM, "columns") and not any(map(has_figures, rows))
            if len(lines) < 2 and not head_alone:
                return False
        self.parted = "other" in lines and bool(lines & _PARTS_OF_OTHER)
        self.lying = self._lies_on_its_side(rows)
        if self.lying:
            rows = transposed(rows)
        first = next((i for i, row in enumerate(rows) if _names_row(row)), len(rows))
        first = max((i + 1 for i, row in enumerate(rows[:first]) if _is_head(row)), default=first)
        rows = [*rows[:first], *rejoined(rows[first:], FORM)]
        found = columns_of(rows[:first], rows[first:])
        if found and any(cell.text.isdigit() for cell in rows[-1][: min(found)]):
            rows = without_ordinals(rows, min(found))
            found = columns_of(rows[:first], rows[first:])
        alone = len(lines) >= needed(FORM, "rows") and _lone_column(rows[:first], found)
        if alone:  # of all applicants together, or of those that the line above names
            figures = columns_named(rows[:first], "value").pop()
            found = {figures: match(caption, FORM, "columns") or "total"}
        if alone or len(found) >= needed(FORM, "columns") or _are_two(found, rows[first:], lines):
            self.columns, self.width = found, len(rows[0])
            self.extra = _extra_columns(rows[:first], found)
        elif self.columns and len(rows[0]) != self.width:
            # A part without its head, and of another width: its last columns are the last columns.
            shift = len(rows[0]) - self.width
            self.columns = {index + shift: key for index, key in self.columns.items() if index + shift >= 0}
            self.extra = {index + shift for index in self.extra}
            self.width = len(rows[0])
        if not self.columns:
            return False
        self.columns = dict(sorted(self.columns.items()))
        ends = [self._label_end(row) for row in rows[first:]]
        slipped = self._slipped(rows[first:], ends)
        for row, end in zip(rows[first:], ends, strict=True):
            self._read_row(row, end, slipped)
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

    def _slipped(self, rows: Rows, ends: list[int]) -> bool | None:
        """Whether cells are missing before the figures of rows, so that these stand too far left (a lost rowspan).

        A row whose first figure is blank does not tell; ``None`` where the others do not either, or not the same.
        """
        start, last = next(iter(self.columns)), max(self.columns)
        said: set[bool] = set()
        for row, end in zip(rows, ends, strict=True):
            if end < start and any(cell.text for cell in row[end:start]):
                said.add(True)
            elif end < start and row[last].text:
                said.add(False)
        return said.pop() if len(said) == 1 else None

    def _read_row(self, row: list[GridCell], end: int, slipped: bool | None) -> None:
        labels = distinct(cell for cell in row[:end] if cell.text)
        key = self._row_key(labels)
        placed = self._placed(row, end, slipped)
        if key is None or placed is None or self._goes_astray(row, end, placed):
            if any(map(_has_digit, row[end:])):
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

    def _goes_astray(self, row: list[GridCell], end: int, placed: list[tuple[GridCell, str]]) -> bool:
        """Whether figures stand outside all columns: the row, or the head, slipped."""
        if len(row) - end <= len(placed):
            return False  # no cell is left
        inside = {id(cell) for cell, _ in placed}
        return any(
            id(cell) not in inside and index not in self.extra and value_of(cell.text).number is not None
            for index, cell in enumerate(row[end:], end)
        )

    def _label_end(self, row: list[GridCell]) -> int:
        """The index behind the last label of a row."""
        end = next(iter(self.columns))
        while end and (not row[end - 1].text or value_of(row[end - 1].text).state in ("number", "na")):
            end -= 1
        last = min(len(row), next(iter(self.columns)) + 2)
        for index in range(end, last):
            if _is_label(row[index]):
                end = index + 1
        while 0 < end < len(row) and row[end] is row[end - 1] and row[end].text:
            end += 1
        return end

    def _placed(self, row: list[GridCell], end: int, slipped: bool | None) -> list[tuple[GridCell, str]] | None:
        """The cells of a row with their columns; ``None`` where a row that slipped out of line cannot be told.

        ``end`` is where its labels end, ``slipped`` whether other rows did.
        """
        places = list(self.columns)
        if end <= places[0] and not any(cell.text for cell in row[end : places[0]]):
            missing = places[0] - end
            doubtful = missing and slipped is not False and not any(cell.text for cell in row[-missing:])
            if not doubtful or not any(cell.text for cell in row[end:]):
                return [(row[index], column) for index, column in self.columns.items() if index < len(row)]
            if slipped is None:
                return None
        # Cells were left out or put in before the figures: they stand in order right behind the label.
        tail = row[end : end + len(places)]
        whole = places[-1] - places[0] + 1 == len(places) == len(tail)
        if not whole or any(cell.text for cell in row[end + len(places) :]):
            return None
        return list(zip(tail, self.columns.values(), strict=True))

    def _row_key(self, labels: list[GridCell]) -> str | None:
        """The key of a row by its labels: its groups, which begin in rows above or further left, then its own."""
        key: str | None = None
        steps = [(cell, step) for cell in sorted(labels, key=attrgetter("row")) for step in path_of(cell.text, FORM)]
        for own, label in steps:
            group = match(label, FORM, "groups")
            if group is not None:
                self.group = group
            key = match(label, FORM, "rows")
            if key is not None and key == group and (own.span[self.lying] > 1 or self.parted):
                key = None  # a group over several rows, whose own label is missing
            if key is None and self.group == "other" and match(label, FORM, "columns") == "other":
                key = "other_other"
        if key is not None and (own_group := key.partition("_")[0]) in facts()[FORM]["groups"]:
            self.group = own_group  # a row tells its group where that is printed nowhere
        return key


def _lone_column(head: Rows, found: dict[int, str]) -> bool:
    """Whether one column has the year's figures and no applicant is named beside it; ``found`` are those named."""
    figures = columns_named(head, "value")
    return len(figures) == 1 and found.keys() <= figures


def _extra_columns(head: Rows, columns: dict[int, str]) -> set[int]:
    """The columns behind the first applicant that are headed, each on its own, by something else.

    A column without a label is one of them where the form has an applicant in its place.
    """
    extra: set[int] = set()
    for index in range(min(columns), len(head[0]) if head else 0):
        lowest = next((row[index] for row in reversed(head) if row[index].text), None)
        if index not in columns and lowest is not None and lowest.span[1] == 1:
            extra.add(index)
    order = list(facts()[FORM]["columns"])
    for (left, key), (right, other) in pairwise(sorted(columns.items())):
        if order.index(other) - order.index(key) == right - left:
            extra.update(range(left + 1, right))
    return extra


def _are_two(columns: dict[int, str], data: Rows, lines: frozenset[str]) -> bool:
    """Whether a table has two columns that are known, and nothing but figures in them (自然人, 总计)."""
    if len(columns) != 2 or len(lines) < needed(FORM, "rows"):
        return False
    return all(value_of(row[index].text).state != "text" for row in data for index in columns)


def _is_label(cell: GridCell) -> bool:
    text = cell.text
    if not text or value_of(text).state in ("number", "na"):
        return False
    if match(text, FORM, "rows") is not None or match(text, FORM, "groups") is not None:
        return True
    return match(text, FORM, "columns") == "other"  # the row of that name


def _has_digit(cell: GridCell) -> bool:
    return any(map(str.isdigit, cell.text))


def _is_head(row: list[GridCell]) -> bool:
    """Whether a row names applicants: what stands below it are rows, known or not."""
    return any(match(cell.text, FORM, "columns") is not None for cell in row)


def _names_row(row: list[GridCell]) -> bool:
    """Whether a row begins with the label of a row; one that is a column's as well (总计) is so above no figures."""
    labels = [cell.text for cell in distinct(row)[:3] if match(cell.text, FORM, "rows") is not None]
    return any(match(label, FORM, "columns") is None for label in labels) or (bool(labels) and has_figures(row))
