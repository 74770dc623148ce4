"""Shapes of the head of a statutory table: spans lost, rows missing, cut off by a page break."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from tests.report.form_tables import filled, html_of, part_of
from tests.standin.forms import Cell, Table

Shape = Callable[[Table, Random], str]


def _head_spans_lost(table: Table, rng: Random, *names: str) -> str:
    """The cells of the head with these words (all where none are given) span no columns."""
    if table.form not in ("requests", "reviews"):
        return html_of(table.rows)
    rows = [
        [cell._replace(colspan=1) if number < 3 and (cell.text in names or not names) else cell for cell in row]
        for number, row in enumerate(table.rows)
    ]
    return html_of(rows)


def _columns_split(table: Table, rng: Random) -> str:
    """As ``_head_spans_lost`` in a sheet whose columns other tables have split: cells span places, the head too few."""
    if table.form != "requests":
        return html_of(table.rows)
    widths = [1, 1, 2, 3, 2, 3, 2, 4, 2, 2]
    rows = []
    for number, row in enumerate(table.rows):
        cells, column = [], len(widths) - sum(cell.colspan for cell in row)
        for cell in row:
            span = 1 if number < 3 else cell.colspan
            cells.append(cell._replace(colspan=sum(widths[column : column + span])))
            column += span
        rows.append(cells)
    return html_of(rows)


def _review_span_lost(table: Table, rng: Random) -> str:
    return _head_spans_lost(table, rng, "行政复议", "行政 复议", "法人或其他组织", "法人 或其他组织")


def _lawsuit_spans_lost(table: Table, rng: Random) -> str:
    lawsuits = [cell.text for cell in table.rows[1] if "起诉" in cell.text]
    return _head_spans_lost(table, rng, *lawsuits, "申请人情况")


def _head_rowspans_lost(table: Table, rng: Random) -> str:
    """No cell of the head spans rows but the caption."""
    if table.form not in ("requests", "reviews"):
        return html_of(table.rows)
    rows = [
        [cell._replace(rowspan=1) if number and number < 3 else cell for cell in row]
        for number, row in enumerate(table.rows)
    ]
    return html_of(rows)


def _head_row_lost(table: Table, rng: Random) -> str:
    """The uppermost row of the head is missing, but for the caption."""
    if table.form == "reviews":
        return html_of(table.rows[1:])
    if table.form == "requests":
        caption = table.rows[0][0]._replace(rowspan=2)
        return html_of([[caption, *table.rows[1]], *table.rows[2:]])
    return html_of(table.rows)


def _outcomes_alone(table: Table, rng: Random) -> str:
    """The head of the reviews is one row that names the outcomes again and again."""
    if table.form != "reviews":
        return html_of(table.rows)
    outcomes = [Cell(cell.text) for row in table.rows[1:3] for cell in row if cell.colspan == 1]
    return html_of([outcomes, table.rows[3]])


def _outcomes_once(table: Table, rng: Random) -> str:
    """The lowest row of the head of the reviews is missing."""
    if table.form != "reviews":
        return html_of(table.rows)
    return html_of([table.rows[0], [cell._replace(rowspan=1) for cell in table.rows[1]], table.rows[3]])


def _cut_in_head(table: Table, rng: Random) -> str:
    """The page break falls between the rows of the head of the reviews."""
    if table.form != "reviews":
        return html_of(table.rows)
    at = rng.randint(1, 2)
    return part_of(table, 0, at) + "\n" + part_of(table, at, 4)


def _cut_in_labels(table: Table, rng: Random) -> str:
    """The page break falls into the labels of the head of the reviews: their last signs are lost with it."""
    if table.form != "reviews":
        return html_of(table.rows)
    above = [[cell._replace(text=cell.text[:3], rowspan=1) for cell in row] for row in table.rows[:2]]
    below = [*([Cell("")] * 5), *table.rows[2]]
    return html_of(above) + "\n" + html_of([below, table.rows[3]])


def _head_apart(table: Table, rng: Random) -> str:
    """The head is a table of its own."""
    if table.form != "requests":
        return html_of(table.rows)
    return part_of(table, 0, 3) + "\n" + part_of(table, 3, len(table.rows))


def _subtotal(table: Table, rng: Random) -> str:
    """The organizations have a total of their own."""
    if table.form != "requests":
        return html_of(table.rows)
    rows = [list(row) for row in table.rows]
    rows[0][-1] = rows[0][-1]._replace(colspan=8)
    rows[1][1] = rows[1][1]._replace(colspan=6)
    rows[2].append(Cell(rng.choice(("小计", "合计"))))
    for row in rows[3:]:
        row.insert(len(row) - 1, Cell("7"))
    return html_of(rows)


def _label_in_two_rows(table: Table, rng: Random) -> str:
    """A page break cut the label of a row; its figures stand beside either half."""
    if table.form == "requests":
        at = 3
    elif table.form == "annex2014":
        at = 2
    else:
        return html_of(table.rows)
    row = table.rows[at]
    label = row[0]
    half = len(label.text) // 2
    blank = [Cell("", 1, cell.colspan) for cell in row[1:]]
    first, last = label._replace(text=label.text[:half]), label._replace(text=label.text[half:])
    cut = [[first, *row[1:]], [last, *blank]] if rng.random() < 0.5 else [[first, *blank], [last, *row[1:]]]
    return html_of([*table.rows[:at], *cut, *table.rows[at + 1 :]])


def _paths(table: Table, rng: Random) -> str:
    """One row of column labels and one column of row labels, each with what stands over it."""
    if table.form not in ("requests", "reviews"):
        return html_of(table.rows)
    rows = filled(table)
    last = len(rows) - 1 if table.form == "reviews" else 3
    first = 0 if table.form == "reviews" else 3
    over = ["".join(_steps(row[at] for row in rows[:last])) for at in range(first)]
    columns = [_steps(row[at] for row in rows[:last]) for at in range(first, len(rows[0]))]
    head = [f"{'-'.join(steps[:-1])}（{steps[-1]}）" if len(steps) > 1 else steps[0] for steps in columns]
    head = [text.replace("申请人情况-", "").replace("申请人情况（自然人）", "自然人") for text in head]
    below = [["-".join(_steps(row[:first]))] * bool(first) + row[first:] for row in rows[last:]]
    return html_of([[Cell(text) for text in row] for row in ([*over[:1], *head], *below)])


def _steps(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _kinds_stacked(table: Table, rng: Random) -> str:
    """Each kind of proceedings has its own head over its own figures."""
    if table.form != "reviews":
        return html_of(table.rows)
    outcomes, figures = table.rows[1][:5], table.rows[3]
    kinds = [table.rows[0][0], *table.rows[1][5:]]
    rows: list[list[Cell]] = []
    for at, kind in enumerate(kinds):
        rows += [[Cell(kind.text, 1, 5)], [Cell(cell.text) for cell in outcomes], figures[5 * at : 5 * at + 5]]
    return html_of(rows)


def _clause_beside(table: Table, rng: Random) -> str:
    """The clause of article 20 stands left of its rows rather than over them."""
    if table.form != "proactive":
        return html_of(table.rows)
    rows: list[list[Cell]] = []
    for row in table.rows:
        if len(row) == 1:
            clause = row[0]
        else:
            rows.append([clause._replace(colspan=1), *row])
    return html_of(rows)


HEADS: dict[str, Shape] = {
    "head_spans_lost": _head_spans_lost,
    "review_span_lost": _review_span_lost,
    "lawsuit_spans_lost": _lawsuit_spans_lost,
    "head_rowspans_lost": _head_rowspans_lost,
    "head_row_lost": _head_row_lost,
    "outcomes_alone": _outcomes_alone,
    "outcomes_once": _outcomes_once,
    "cut_in_head": _cut_in_head,
    "cut_in_labels": _cut_in_labels,
    "columns_split": _columns_split,
    "head_apart": _head_apart,
    "subtotal": _subtotal,
    "label_in_two_rows": _label_in_two_rows,
    "paths": _paths,
    "kinds_stacked": _kinds_stacked,
    "clause_beside": _clause_beside,
}
