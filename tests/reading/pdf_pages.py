"""What the tests of PDF share: reports to typeset, lines and rules on a leaf, and what a page holds."""

from __future__ import annotations

from crawler.records import Page
from tests.reading.pdf_files import Leaf, Style, expand
from tests.standin.forms import Table
from tests.standin.places import PLACES, government_of
from tests.standin.reports import ReportText, write_report

PROSE = "本年度我局认真贯彻落实条例要求，及时、准确公开政府信息，主动回应群众关切，各项工作平稳有序。"


def prose(page: Page) -> list[str]:
    return [block.text for block in page.blocks if block.grid < 0]


def rules(page: Page) -> set[str]:
    return {finding.rule for finding in page.findings}


def matrices(page: Page) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in grid.rows] for grid in page.grids]


def truth(report: ReportText) -> list[list[list[str]]]:
    """A report's tables as grids: spanned cells in every place, columns in which no cell begins left out."""
    found = []
    for table in (item for item in report.items if isinstance(item, Table)):
        rows = [[place.cell.text.replace(" ", "") for place in row] for row in expand(table)]
        places = expand(table)
        keep = [c for c in range(len(rows[0])) if c == 0 or any(row[c] is not row[c - 1] for row in places)]
        found.append([[row[c] for c in keep] for row in rows])
    return found


def lines_on(leaf: Leaf, texts: list[str], x: float = 80, y: float = 120, size: float = 16, step: float = 28) -> None:
    for number, text in enumerate(texts):
        leaf.text(x, y + number * step, text, size)


def report_of(place: str, year: int, size: int = 4) -> ReportText:
    agency = government_of(PLACES[place])
    return write_report(agency, year, f"pdf {place}", size=size)


def ruled(leaf: Leaf, xs: list[float], ys: list[float]) -> None:
    for x in xs:
        leaf.line(x, ys[0], x, ys[-1])
    for y in ys:
        leaf.line(xs[0], y, xs[-1], y)


STYLES = {
    "plain": Style(),
    "filled lines": Style(lines="fill", footer="第{n}页 共{t}页"),
    "a box a cell": Style(lines="boxes", footer="- {n} -", table_size=11, size=14, leading=24),
    "open at the edges": Style(open_edges=True, footer="{n}"),
    "repeated header rows": Style(repeat_header=True, table_size=11, footer="－{n}－"),
    "running header": Style(header="政府信息公开工作年度报告", footer="{n}/{t}", left=95, right=90),
    "small and tight": Style(size=12, leading=17, table_size=8, indent=2),
    "no indents": Style(indent=0, leading=26),
    "turned page": Style(rotate=180),
    "painted cells": Style(lines="painted", footer=""),
}
