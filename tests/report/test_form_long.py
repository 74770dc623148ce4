"""Tables that print one figure in a row, its two labels before it or one of them in the line above."""

from __future__ import annotations

from random import Random

import pytest

from tests.report.form_checks import compare, read
from tests.report.form_tables import filled, html_report, tables
from tests.standin.forms import Table

_PRINTS = ("0", "3", "17", "/", "")


def _html(rows: list[list[str]]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in rows) + "</table>"


def _parts(table: Table) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The applicants and, for each row, its labels as one and its figures."""
    rows = filled(table)
    heads = [head if head == under else f"{head}（{under}）" for head, under in zip(rows[1], rows[2], strict=True)][3:]
    return heads, [("-".join(dict.fromkeys(row[:3])), row[3:]) for row in rows[3:]]


@pytest.mark.parametrize("era", ["standard2021", "trial2019"])
def test_a_figure_with_its_row_and_its_applicant_before_it(era: str) -> None:
    made = next(table for table in tables(era, Random("long"), _PRINTS) if table.form == "requests")
    heads, rows = _parts(made)
    lines = [[label, head, figure] for label, figures in rows for head, figure in zip(heads, figures, strict=True)]
    report = read(html_report(era, [("requests", _html([["办理情况", "申请人", "件数"], *lines]))]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])


def test_a_table_for_each_applicant_under_its_name() -> None:
    made = next(table for table in tables("standard2021", Random("long"), _PRINTS) if table.form == "requests")
    heads, rows = _parts(made)
    html = "".join(
        f"<h4>{head}</h4>" + _html([["项目", "数量"], *([label, figures[i]] for label, figures in rows)])
        for i, head in enumerate(heads)
    )
    report = read(html_report("standard2021", [("requests", html)]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])


def test_an_outcome_with_its_kind_before_it_and_a_row_that_is_none_of_them() -> None:
    kinds = ("行政复议", "行政诉讼-未经复议直接起诉", "行政诉讼-复议后起诉")
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    lines = [[kind, outcome, str(10 * i + j)] for i, kind in enumerate(kinds) for j, outcome in enumerate(outcomes)]
    html = _html([["类型", "结果", "件数"], *lines, ["行政调解", "其他结果", "99"]])
    report = read(html_report("standard2021", [("reviews", html)]), "report.html")
    found = [cell.value for cell in report.table_cells if cell.form == "reviews"]
    assert found == [float(line[2]) for line in lines]
    assert [f.evidence for f in report.findings if f.rule == "unknown_row"] == ["行政调解 | 其他结果 | 99"]
