"""Damaged statutory tables: spans changed, labels or cells lost. A figure may be left unread, but is not misplaced."""

from __future__ import annotations

from random import Random

import pytest

from crawler.records import Grid, GridCell
from crawler.report.forms.cells import Tables
from crawler.report.forms.read import read_tables
from tests.report.form_checks import compare, read
from tests.report.form_tables import figures_in, html_of, html_report, tables
from tests.standin.forms import Cell, Table

#: So many of a thousand cells may be misplaced: some damage looks like a sound table of another shape.
MOST_MISPLACED = 10


def unlike(rng: Random) -> list[str]:
    """Figures no two of which are alike, so that one in a wrong place shows; some are blank."""
    return [*(str(number) for number in rng.sample(range(100, 9999), 400)), *([""] * 80)]


def distinct_figures(table: Table, rng: Random) -> Table:
    """The table with every figure another one, or blank."""
    drawn = iter(unlike(rng)[: len(table.cells) * 2])
    cells = iter(table.cells)
    rows, truth = [], []
    for row in table.rows:
        count = figures_in(table, row)
        printed = list(row[: len(row) - count])
        for cell in row[len(row) - count :]:
            raw = "" if rng.random() < 0.15 else next(drawn)
            printed.append(cell._replace(text=raw))
            truth.append(next(cells)._replace(raw=raw))
        rows.append(printed)
    return Table(table.form, rows, truth)


def damaged(table: Table, rng: Random) -> list[list[Cell]]:
    """The rows with one thing wrong: a span, a label, a cell too many."""
    rows = [list(row) for row in table.rows]
    labels = [
        (number, place)
        for number, row in enumerate(rows)
        for place in range(len(row) - (figures_in(table, table.rows[number])))
    ]
    number, place = rng.choice(labels)
    cell = rows[number][place]
    kind = rng.choice(("colspan", "rowspan", "label", "renamed", "blank", "more"))
    if kind == "colspan":
        rows[number][place] = cell._replace(colspan=max(1, cell.colspan + rng.choice((-1, 1))))
    elif kind == "rowspan":
        rows[number][place] = cell._replace(rowspan=max(1, cell.rowspan + rng.choice((-1, 1))))
    elif kind == "label":
        del rows[number][place]
    elif kind == "more":
        rows[number].insert(0, Cell(""))
    else:
        rows[number][place] = cell._replace(text="" if kind == "blank" else "某项别的指标")
    return rows


@pytest.mark.parametrize("form", ["proactive", "requests", "reviews"])
def test_a_figure_of_a_damaged_table_is_hardly_ever_misplaced(form: str) -> None:
    rng = Random(f"damage {form}")
    misplaced = total = 0
    for _ in range(30):
        sound = next(table for table in tables("standard2021", rng) if table.form == form)
        table = distinct_figures(sound, rng)
        report = read(html_report("standard2021", [(form, html_of(damaged(table, rng)))]), "report.html")
        _, count, misread = compare(report, [table])
        misplaced += sum(1 for item in misread if item[1][1] != "blank")  # type: ignore[index]
        total += count
    assert misplaced * 1000 <= MOST_MISPLACED * total, f"{misplaced} of {total}"


def cells_of(rows: list[str]) -> Tables:
    """What is read of a table whose rows are words parted by ``|``."""
    grid = [[GridCell(text, number, at) for at, text in enumerate(row.split("|"))] for number, row in enumerate(rows)]
    return read_tables([Grid(grid)])


def test_a_row_under_the_head_of_another_clause_has_no_figures() -> None:
    found = cells_of(
        [
            "信息内容|本年制发件数|本年废止件数|现行有效件数",
            "规章|1|2|3",
            "第二十条第（五）项|||",
            "行政许可|4||",
        ]
    )
    assert {cell.row_key for cell in found.cells} == {"rules"}
    assert [finding.evidence for finding in found.findings] == ["行政许可 | 4 |  | "]


def test_a_label_is_no_figure_of_another_row() -> None:
    found = cells_of(["类别|结果维持|结果纠正|其他结果|尚未审结|总计", "行政复议|行政复议|3|0|1|4"])
    assert "行政复议" not in {cell.raw for cell in found.cells}
    assert found.findings
