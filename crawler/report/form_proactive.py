"""表二: what was disclosed proactively under article 20 (主动公开政府信息情况, 《条例》第二十条)."""

from __future__ import annotations

from crawler.records import GridCell
from crawler.report.formlabels import match, value_of
from crawler.report.forms import Rows, Tables, distinct, has_figures, labels_in, needed

FORM = "proactive"


class Proactive:
    """Reads the table, which a page break may have cut in parts: the columns of one part hold for the next.

    The table is a pile of small ones: each clause (第(五)项) brings its own column labels, which hold until the next.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.columns: dict[int, str] = {}
        self.width = 0

    def read(self, rows: Rows, texts: frozenset[str]) -> bool:
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
            label = next((cell for cell in row if cell.text), None)
            if label is None:
                continue
            key = match(label.text, FORM, "rows")
            if key is None:
                if self.columns and not _is_clause(row) and has_figures(row):
                    self.tables.unknown(FORM, row)
                continue
            done |= self._add(row, key, label)
        return done

    def _add(self, row: list[GridCell], key: str, label: GridCell) -> bool:
        """Adds a row's cells; a cell that spans several columns counts for the first, as its label does."""
        cells = self._in_order(row, label) or [
            (row[index], column) for index, column in sorted(self.columns.items()) if index < len(row)
        ]
        seen: set[int] = {id(label)}
        taken: set[str] = set()
        for cell, column in cells:
            if id(cell) not in seen and column not in taken:
                seen.add(id(cell))
                taken.add(column)
                self.tables.add(FORM, key, column, cell)
        return bool(taken)

    def _in_order(self, row: list[GridCell], label: GridCell) -> list[tuple[GridCell, str]]:
        """The figures of a row in the order of the columns, where none stands under its column; else nothing."""
        columns = list(dict.fromkeys(column for _, column in sorted(self.columns.items())))
        under = {id(row[index]) for index in self.columns if index < len(row)}
        figures = [cell for cell in distinct(row) if cell is not label and cell.text]
        out = [cell for cell in figures if id(cell) not in under]
        if not out or len(figures) != len(columns) or any(value_of(cell.text).state == "text" for cell in figures):
            return []
        return list(zip(figures, columns, strict=True))


def _is_clause(row: list[GridCell]) -> bool:
    cells = distinct(row)
    return "第二十条" in cells[0].text or (len(cells) == 1)
