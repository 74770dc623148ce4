"""The columns of the table of applications (申请人): whose figures each of them holds, by the labels of its head."""

from __future__ import annotations

from collections import Counter

from crawler.report.forms.labels import facts, match, stands_over, value_of
from crawler.report.forms.rows import Rows

FORM = "requests"
#: Nearly all rows.
_MOST = 0.8


def columns_of(head: Rows, data: Rows) -> dict[int, str]:
    """The applicant of each column: the lowest label above it that names one. ``data`` are the rows below."""
    found: dict[int, str] = {}
    named: dict[int, str] = {}
    for number, row in enumerate(head):
        for index, cell in enumerate(row):
            key = match(cell.text, FORM, "columns") if cell.text else None
            if key is None and cell.text and number:  # a label cut over two rows
                key = match(head[number - 1][index].text + cell.text, FORM, "columns")
            if key is not None:
                found[index] = named[id(cell)] = key
    found = {index: key for index, key in found.items() if not _is_subtotal(head, index, found)}
    # One label over several columns (法人或其他组织 read as 其他) would be a misreading: each applicant has one column.
    unique: dict[int, str] = {}
    for index in sorted(found):
        if found[index] not in unique.values():
            unique[index] = found[index]
    _fill_gap(head, unique)
    unique = _under_its_figures(head, unique, data)
    return unique if not unique or _in_place(unique) else _in_order(unique, list(named.values()), data)


def _under_its_figures(head: Rows, columns: dict[int, str], data: Rows) -> dict[int, str]:
    """The columns moved to the right where the corner over the labels was left out and nothing stands over the last.

    So it is where labels stand under the first applicant, and figures under no head, in nearly all rows.
    """
    if not columns or not data:
        return columns
    first, last, end = min(columns), max(columns), len(data[0]) - 1
    if last == end or first >= end - last or any(row[i].text for row in head for i in range(last + 1, end + 1)):
        return columns
    labelled = sum(value_of(row[first].text).state == "text" for row in data)
    behind = sum(value_of(row[end].text).state in ("number", "na") for row in data)
    if min(labelled, behind) < _MOST * len(data):
        return columns
    return {index + end - last: key for index, key in columns.items()}


def _is_subtotal(head: Rows, index: int, found: dict[int, str]) -> bool:
    """Whether a total is that of the organizations alone: one label stands over it and over them, not over others."""
    if found[index] != "total":
        return False
    for row in head:
        over = row[index]
        if stands_over(over.text, FORM):
            under = {key for i, key in found.items() if row[i] is over} - {"total"}
            if under and "natural_person" not in under:
                return True
    return False


def _fill_gap(head: Rows, columns: dict[int, str]) -> None:
    """Adds a column whose label is misprinted where it stands between its two neighbours in the form's order."""
    order = list(facts()[FORM]["columns"])
    missing = [key for key in order if key not in columns.values()]
    if len(missing) != 1 or not 0 < order.index(missing[0]) < len(order) - 1:
        return
    place = {key: index for index, key in columns.items()}
    at = order.index(missing[0])
    before, after = place[order[at - 1]], place[order[at + 1]]
    text = head[-1][before + 1].text if after == before + 2 else ""
    if any(len(set(text) & set(word)) * 2 > len(word) for word in facts()[FORM]["columns"][missing[0]]):
        columns[before + 1] = missing[0]


def _in_place(columns: dict[int, str]) -> bool:
    """Whether the organizations stand side by side, with no other applicant between them, and the total at an end."""
    keys = [columns[index] for index in sorted(columns)]
    bodies = facts()[FORM]["bodies"]
    places = [place for place, key in enumerate(keys) if key in bodies]
    if len(keys) != len(facts()[FORM]["columns"]) or "total" not in (keys[0], keys[-1]):
        return False
    return places[-1] - places[0] == len(places) - 1


def _in_order(columns: dict[int, str], named: list[str], data: Rows) -> dict[int, str]:
    """The columns in the order of the form where the head names each applicant once but its spans are lost.

    A head that names fewer is taken as it stands. ``named`` are its labels; the figures in ``data`` end with the total.
    """
    order = list(facts()[FORM]["columns"])
    if sorted(named) != sorted(order) or [key for key in named if key in facts()[FORM]["bodies"]] != order[1:-1]:
        return columns
    if behind := _behind_labels(data, len(order)):
        return dict(zip(behind, order, strict=True))
    starts: Counter[tuple[int, ...]] = Counter()
    for row in data:
        last = max((i for i, cell in enumerate(row) if value_of(cell.text).state in ("number", "na")), default=-1)
        begins = [i for i in range(last + 1) if i == 0 or row[i] is not row[i - 1]]
        places = tuple(begins[-len(order) :])
        if places and value_of(row[places[0]].text).state != "text":  # else a total is blank
            starts[places] += 1
    # Most rows agree: one with a blank total or a label that lost its span does not count.
    places = max(starts, key=lambda found: (starts[found], found), default=())
    agreed = starts[places] * 2 > starts.total()
    return dict(zip(places, order, strict=True)) if agreed and len(places) == len(order) and places[0] > 0 else {}


def _behind_labels(data: Rows, count: int) -> tuple[int, ...]:
    """The last ``count`` columns where nearly all rows have no words in them and their label right before."""
    first = len(data[0]) - count if data else 0
    if first < 1:
        return ()
    fit = sum(
        value_of(row[first - 1].text).state == "text"
        and all(value_of(cell.text).state != "text" for cell in row[first:])
        for row in data
    )
    return tuple(range(first, first + count)) if fit >= _MOST * len(data) else ()
