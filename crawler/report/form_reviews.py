"""表四: administrative reviews and lawsuits over disclosure, by outcome (政府信息公开行政复议、行政诉讼情况)."""

from __future__ import annotations

from crawler.records import GridCell
from crawler.report.formlabels import facts, match, value_of
from crawler.report.forms import Rows, Tables, labels_in, needed, transposed

FORM = "reviews"


class Reviews:
    """Reads the table, which a page break may have cut between its head and its figures."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.head: Rows = []

    def read(self, rows: Rows, texts: set[str]) -> bool:
        """Reads a grid if it is this table, whichever way it lies, or the figures that a head before it waits for.

        ``texts`` are the words in its cells; whether it was read.
        """
        outcomes = labels_in(texts, FORM, "columns")
        kinds = labels_in(texts, FORM, "rows")
        if self.head and not outcomes and len(rows[0]) == len(self.head[0]):
            rows, self.head = [*self.head, *rows], []
        elif len(outcomes - {"other", "total"}) < needed(FORM, "columns") or not kinds:
            return False
        if _read(rows, self.tables) or _read(transposed(rows), self.tables):
            return True
        self.head = rows if _leaves(rows[-1]) else []
        return bool(self.head)


def _read(rows: Rows, tables: Tables) -> bool:
    """Reads outcomes that stand side by side: under their kinds, or with the kinds to the left."""
    last = max((i for i, row in enumerate(rows) if _leaves(row)), default=-1)
    if last < 0 or last + 1 >= len(rows):
        return False
    head, data = rows[: last + 1], rows[last + 1 :]
    done = False
    for row in data:
        states = {value_of(cell.text).state for cell in row}
        if "text" in states and not states & {"number", "na"} and not any(_kind(cell.text) for cell in row[:2]):
            continue
        side = next((key for cell in row[:2] if (key := _kind(cell.text)) is not None), None)
        seen: set[int] = set()
        for index, cell in enumerate(row):
            outcome = next(
                (k for r in reversed(head) if (k := match(r[index].text, FORM, "columns")) is not None), None
            )
            kind = side or next((k for r in reversed(head) if (k := _kind_over(r, index)) is not None), None)
            if outcome is None or kind is None or id(cell) in seen or match(cell.text, FORM, "columns") is not None:
                continue
            seen.add(id(cell))
            tables.add(FORM, kind, outcome, cell)
            done = True
    return done


def _kind_over(row: list[GridCell], index: int) -> str | None:
    """The kind of proceedings over a column: in its own cell of a head row, else in the next one left of empty ones."""
    while index and not row[index].text:
        index -= 1
    return _kind(row[index].text)


def _leaves(row: list[GridCell]) -> bool:
    """Whether a row holds the outcomes' labels."""
    return len({match(cell.text, FORM, "columns") for cell in row} - {None, "other", "total"}) >= 2


def _kind(text: str) -> str | None:
    """Which of the three kinds of proceedings a label names; the longer wording decides (复议后起诉 is no 复议)."""
    if not text:
        return None
    exact = match(text, FORM, "rows")
    if exact is not None:
        return exact
    for key, words in facts()[FORM]["rows"].items():
        if any(word in text for word in words):
            return str(key)
    return None
