"""Tables with one figure in a row (长表): the row's label and the column's stand side by side before it.

Systems that keep the forms in a database export them so (予以公开 | 自然人 | 12); one of the two may stand in the
line above the table instead.
"""

from __future__ import annotations

from crawler.records import GridCell
from crawler.report.forms.cells import Tables
from crawler.report.forms.labels import known, match, path_of, value_of
from crawler.report.forms.rows import Rows, labels_in, needed

#: So many columns at most, and so many rows at least.
_WIDEST = 6
_FEWEST = 6
#: A column of labels has one in nearly every row; the rest are heads, notes and sums.
_SHARE = 0.8
_FORMS = ("requests", "reviews", "proactive")


def read_long(rows: Rows, texts: frozenset[str], tables: Tables, caption: str) -> bool:
    """Reads a grid if it is such a table; whether it was.

    ``texts`` are the words in its cells, ``caption`` the line above it.
    """
    if len(rows[0]) > _WIDEST or len(rows) < _FEWEST:
        return False
    for form in _FORMS:
        columns = labels_in(texts, form, "columns") - {"other", "total"}
        if len(columns) < needed(form, "columns") or any(_is_head(row, form) for row in rows):
            continue
        over = _column_of(rows, form, "columns")
        side = _column_of(rows, form, "rows")
        if over >= 0 and (side >= 0 or match(caption, form, "rows")) and over != side:
            _read(form, rows, tables, over, side, caption)
            return True
    return False


def _is_head(row: list[GridCell], form: str) -> bool:
    """Whether column labels stand side by side: the table has its usual shape."""
    return len({match(cell.text, form, "columns") for cell in row} - {None}) > 2


def _column_of(rows: Rows, form: str, part: str) -> int:
    """The column that holds a label of a form in nearly every row, -1 where none does."""
    for index in reversed(range(len(rows[0]))):
        if sum(_key(row[index].text, form, part) is not None for row in rows) >= _SHARE * len(rows):
            return index
    return -1


def _key(label: str, form: str, part: str, last: str = "") -> str | None:
    """The key of a label, of 其他 by the group that it is printed with, else by the row before it (``last``)."""
    if (key := known(label, form, part) or match(label, form, part)) is not None or form != "requests":
        return key
    *groups, own = path_of(label, form)
    under = match(groups[-1], form, "groups") if groups else last.partition("_")[0]
    return "other_other" if under == "other" and known(own, form, "columns") == "other" else None


def _read(form: str, rows: Rows, tables: Tables, over: int, side: int, caption: str) -> None:
    key: str | None = None
    for row in rows:
        column = _key(row[over].text, form, "columns")
        key = _key(row[side].text if side >= 0 else caption, form, "rows", key or "")
        figures = [cell for cell in row[max(over, side) + 1 :] if value_of(cell.text).state != "text"]
        if column is not None and key is not None and len(figures) == 1:
            tables.add(form, key, column, figures[0])
        elif any(value_of(cell.text).number is not None for cell in row):
            tables.unknown(form, row)
