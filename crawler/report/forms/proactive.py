"""表二: what was disclosed proactively under article 20 (主动公开政府信息情况, 《条例》第二十条)."""

from __future__ import annotations

from crawler.records import GridCell
from crawler.report.forms.cells import Tables
from crawler.report.forms.labels import facts, match, value_of
from crawler.report.forms.rows import Rows, distinct, has_figures, labels_in, needed

FORM = "proactive"


class Proactive:
    """Reads the table, which a page break may have cut in parts: the columns of one part hold for the next.

    The table is a pile of small ones: each clause (第(五)项) brings its own column labels, which hold until the next.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.columns: dict[int, str] = {}
        self.width = 0

    def read(self, rows: Rows, texts: frozenset[str], _caption: str = "") -> bool:
        """Reads a grid if it is this table or a part of it; whether it was. ``texts`` are the words in its cells."""
        lines, heads = labels_in(texts, FORM, "rows"), labels_in(texts, FORM, "columns")
        goes_on = bool(self.columns) and len(rows[0]) == self.width and bool(lines or heads)
        if not goes_on and (not lines or not heads or len(lines) + len(heads) < needed(FORM, "rows")):
            return False
        self.width = len(rows[0])
        done = False
        for row in rows:
            head = {i: key for i, cell in enumerate(row) if (key := match(cell.text, FORM, "columns")) is not None}
            if head:
                self.columns = head
                done |= goes_on
                continue
            if _is_clause(row) and len(distinct(row)) == 1 and "第二十条" in row[0].text:
                self.columns = {}  # each clause brings its own
            labels = _labels(row)
            for place, (first, key) in enumerate(labels):
                end = labels[place + 1][0] if place + 1 < len(labels) else len(row)
                done |= self._add(row[first:end], key, first)
            if not labels and self.columns and not _is_clause(row) and has_figures(row):
                self.tables.unknown(FORM, row)
        return done

    def _add(self, cells: list[GridCell], key: str, first: int) -> bool:
        """Adds what stands behind a label, up to the next; a cell over several columns counts for the first.

        ``cells`` begin with the label, which stands in the column ``first``.
        """
        label = cells[0]
        columns = {i - first: column for i, column in sorted(self.columns.items()) if 0 <= i - first < len(cells)}
        holds = facts()[FORM]["holds"][key]
        taken: dict[str, GridCell] = {}
        for cell, column in _placed(cells, label, columns):
            if cell is not label and column in holds and not any(cell is other for other in taken.values()):
                taken.setdefault(column, cell)
        for column, cell in taken.items():
            self.tables.add(FORM, key, column, cell)
        if any(_is_figure(cell) and not any(cell is other for other in taken.values()) for cell in cells):
            self.tables.unknown(FORM, cells)
        return bool(taken)


def _is_figure(cell: GridCell) -> bool:
    return value_of(cell.text).number is not None


def _labels(row: list[GridCell]) -> list[tuple[int, str]]:
    """The labels of a row with their places: two tables may stand side by side, and a clause left of its rows."""
    found: list[tuple[int, str]] = []
    for index, cell in enumerate(row):
        if cell.text and (not index or cell is not row[index - 1]) and (key := match(cell.text, FORM, "rows")):
            found.append((index, key))
    return found


def _placed(cells: list[GridCell], label: GridCell, columns: dict[int, str]) -> list[tuple[GridCell, str]]:
    """The figures behind a label with their columns: in order where some stand under none; nothing if too many do."""
    order = list(dict.fromkeys(columns.values()))
    under = {id(cells[index]) for index in columns}
    figures = [cell for cell in distinct(cells) if cell is not label and cell.text]
    if all(id(cell) in under or not _is_figure(cell) for cell in figures):
        return [(cells[index], column) for index, column in columns.items()]
    if len(figures) != len(order) or any(value_of(cell.text).state == "text" for cell in figures):
        return []
    return list(zip(figures, order, strict=True))


def _is_clause(row: list[GridCell]) -> bool:
    cells = distinct(row)
    return "第二十条" in cells[0].text or (len(cells) == 1)
