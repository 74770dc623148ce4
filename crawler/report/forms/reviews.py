"""表四: administrative reviews and lawsuits over disclosure, by outcome (政府信息公开行政复议、行政诉讼情况)."""

from __future__ import annotations

from collections import Counter

from crawler.records import GridCell
from crawler.report.forms.cells import Tables
from crawler.report.forms.labels import facts, match, value_of
from crawler.report.forms.rows import Rows, distinct, has_figures, labels_in, needed, transposed

FORM = "reviews"


class Reviews:
    """Reads the table, which a page break may have cut between its head and its figures."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.head: Rows = []

    def read(self, rows: Rows, texts: frozenset[str], caption: str = "") -> bool:
        """Reads a grid if it is this table, whichever way it lies, or the figures that a head before it waits for.

        ``texts`` are the words in its cells, ``caption`` the line above it; whether it was read.
        """
        outcomes = labels_in(texts, FORM, "columns")
        kinds = labels_in(texts, FORM, "rows")
        if len(outcomes) == len(facts()[FORM]["columns"]) and _leaves(rows[0]) and _names_one_kind(caption):
            rows = [[GridCell(caption, -1, 0)] * len(rows[0]), *rows]  # the line above is the head's first row
            kinds |= {caption}
        if self.head and (not outcomes or _goes_on(rows)) and len(rows[0]) == len(self.head[0]):
            rows, self.head = [*self.head, *rows], []
        elif len(outcomes - {"other", "total"}) < needed(FORM, "columns") or not (kinds or _printed_order(rows)):
            return False
        parts = _parts(rows)
        if [part for part in parts if self._read(part)]:
            return True
        self.head = parts[-1] if _leaves(parts[-1][-1]) else []
        return bool(self.head)

    def _read(self, rows: Rows) -> bool:
        if _read_in_order(rows, self.tables):
            return True
        strange = self.tables.strange
        before = len(strange)
        if _read(rows, self.tables):
            return True
        noted, strange[before:] = strange[before:], []
        if _read(transposed(rows), self.tables):
            return True
        strange[before:] = noted
        return False


def _parts(rows: Rows) -> list[Rows]:
    """A table as the ones that were put into it: each kind of proceedings may have its head over its figures."""
    parts: list[Rows] = [[]]
    figures = False
    for row in rows:
        if has_figures(row):
            figures = True
        elif figures and (_leaves(row) or sum(bool(cell.text) for cell in distinct(row)) == 1):
            parts.append([])
            figures = False
        parts[-1].append(row)
    if sum(any(map(_leaves, part)) for part in parts) < 2:
        return [rows]
    return parts


def _names_one_kind(caption: str) -> bool:
    """Whether the line above a table says which proceedings it is about; the section's heading names both."""
    kind = _kind(caption)
    return kind is not None and not (kind == "review" and any(map(caption.__contains__, facts()[FORM]["over"])))


def _goes_on(rows: Rows) -> bool:
    """Whether a grid begins with outcomes that stood below a head before it: the page break fell into the head."""
    return _leaves(rows[0]) and not any(_kind(cell.text) for cell in rows[0])


def _head_and_data(rows: Rows) -> tuple[Rows, Rows]:
    """The rows down to the last that names outcomes, and those below."""
    last = max((i for i, row in enumerate(rows) if _leaves(row)), default=-1)
    return rows[: last + 1], rows[last + 1 :]


def _printed_order(rows: Rows) -> list[tuple[str, str]]:
    """The kinds and outcomes of the fifteen figures in the order of the form, or nothing where that is not certain.

    The form names all outcomes once for each kind, one kind after the other, so their order tells the kinds apart
    where the spans of the head are lost or one of its rows. A head that names them once must name the kinds.
    """
    head, _ = _head_and_data(rows)
    form = facts()[FORM]
    order: list[str] = form["order"]
    cells = {id(cell): cell for row in head for cell in row if cell.text}.values()
    kinds = list(dict.fromkeys(key for cell in cells if (key := _kind(cell.text)) is not None))
    if [kind for kind in order if kind in kinds] != kinds:
        return []
    count = len(form["columns"])
    lowest = [match(cell.text, FORM, "columns") for cell in head[-1]] if head else []
    whole = [key for key in lowest if key is not None]
    if len(lowest) == count * len(order) and not any(lowest[:count]) and lowest[count : 2 * count] == whole[count:]:
        whole = [*whole[:count], *whole]  # a page break cut the labels of the first kind
    found = [key for cell in cells if (key := match(cell.text, FORM, "columns")) is not None]
    outcomes = whole if len(whole) == count * len(order) else found
    if len(outcomes) == count and set(order) - {"review"} <= set(kinds):
        outcomes *= len(order)
    parts = [outcomes[at : at + count] for at in range(0, len(outcomes), count)]
    if len(parts) != len(order) or any(part != parts[0] for part in parts) or len(set(parts[0])) != count:
        return []
    return [(kind, outcome) for kind, part in zip(order, parts, strict=True) for outcome in part]


def _read_in_order(rows: Rows, tables: Tables) -> bool:
    """Reads one row of fifteen figures below a head that names all of them in order, whatever its spans."""
    _, data = _head_and_data(rows)
    data = [row for row in data if any(cell.text for cell in row)]
    if len(data) != 1:
        return False
    cells = distinct(data[0])
    order = _printed_order(rows)
    if len(cells) == len(order) + 1 and value_of(cells[0].text).state == "text":
        del cells[0]  # a label before the figures
    if any(match(cell.text, FORM, "columns") is not None for cell in cells):
        return False  # a label that reaches down between the figures
    if not order or len(cells) != len(order) or not {"number", "na"} & {value_of(cell.text).state for cell in cells}:
        return False
    for (kind, outcome), cell in zip(order, cells, strict=True):
        tables.add(FORM, kind, outcome, cell)
    return True


def _read(rows: Rows, tables: Tables) -> bool:
    """Reads outcomes that stand side by side: under their kinds, or with the kinds to the left."""
    head, data = _head_and_data(rows)
    if not head or not data:
        return False
    done = False
    # Blank columns may stand between the labels.
    left = max(2, min(i for row in head for i, cell in enumerate(row) if match(cell.text, FORM, "columns")))
    for row in data:
        states = {value_of(cell.text).state for cell in row}
        side = next((key for cell in row[:left] if (key := _kind(cell.text)) is not None), None)
        if "text" in states and not states & {"number", "na"} and side is None:
            continue
        placed: dict[tuple[int, str, str], GridCell] = {}
        for index, cell in enumerate(row):
            outcome = next(
                (k for r in reversed(head) if (k := match(r[index].text, FORM, "columns")) is not None), None
            )
            kind = side or next((k for r in reversed(head) if (k := _kind_over(r, index)) is not None), None)
            if outcome is not None and kind is not None and match(cell.text, FORM, "columns") is None:
                placed[id(cell), kind, outcome] = cell
        if not _is_certain(row, placed, head):
            if has_figures(row):
                tables.unknown(FORM, row)
            continue
        for (_, kind, outcome), cell in placed.items():
            tables.add(FORM, kind, outcome, cell)
            done = True
    return done


def _is_certain(row: list[GridCell], placed: dict[tuple[int, str, str], GridCell], head: Rows) -> bool:
    """Whether a row's figures have one place each, all of them, and every kind of proceedings the same outcomes."""
    outcomes: dict[str, list[str]] = {}
    for _, kind, outcome in placed:
        outcomes.setdefault(kind, []).append(outcome)
    sets = {frozenset(found) for found in outcomes.values()}
    if len(sets) != 1 or any(len(set(found)) < len(found) for found in outcomes.values()):
        return False
    wide = Counter(cell for cell, _, _ in placed)
    if any(wide[id(cell)] > 1 and value_of(cell.text).number for cell in placed.values()):
        return False  # one figure over several places
    inside = {id(cell) for cell in placed.values()}
    stray = [i for i, cell in enumerate(row) if id(cell) not in inside and value_of(cell.text).number is not None]
    first = next((i for i, cell in enumerate(row) if id(cell) in inside), len(row))
    return all(i > first and any(r[i].text and not _kind(r[i].text) for r in head) for i in stray)


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
