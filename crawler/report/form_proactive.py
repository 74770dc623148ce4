"""表二: what was disclosed proactively under article 20 (主动公开政府信息情况, 《条例》第二十条)."""

from __future__ import annotations

from crawler.records import GridCell
from crawler.report.formlabels import match
from crawler.report.forms import Rows, Tables, distinct, has_figures, labels_in, needed

FORM = "proactive"


def read_proactive(rows: Rows, texts: set[str], tables: Tables) -> bool:
    """Reads a grid if it is this table or a part of it; whether it was. ``texts`` are the words in its cells.

    The table is a pile of small ones: each clause (第(五)项) brings its own column labels, which hold until the next.
    """
    known, heads = labels_in(texts, FORM, "rows"), labels_in(texts, FORM, "columns")
    if not known or not heads or len(known) + len(heads) < needed(FORM, "rows"):
        return False
    columns: dict[int, str] = {}
    done = False
    for row in rows:
        head = {i: key for i, cell in enumerate(row) if (key := match(cell.text, FORM, "columns")) is not None}
        if head:
            columns = head
            continue
        label = next((cell for cell in row if cell.text), None)
        if label is None:
            continue
        key = match(label.text, FORM, "rows")
        if key is None:
            if columns and not _is_clause(row) and has_figures(row):
                tables.unknown(FORM, row)
            continue
        done |= _add(row, key, columns, label, tables)
    return done


def _add(row: list[GridCell], key: str, columns: dict[int, str], label: GridCell, tables: Tables) -> bool:
    """Adds a row's cells; a cell that spans several columns counts for the first, as its label does."""
    seen: set[int] = {id(label)}
    taken: set[str] = set()
    for index, column in sorted(columns.items()):
        if index < len(row) and id(row[index]) not in seen and column not in taken:
            seen.add(id(row[index]))
            taken.add(column)
            tables.add(FORM, key, column, row[index])
    return bool(taken)


def _is_clause(row: list[GridCell]) -> bool:
    cells = distinct(row)
    return "第二十条" in cells[0].text or (len(cells) == 1)
