"""The statutory tables (法定表格) of a report: every cell under the keys of its row and column.

A table is known by its labels and read by them, so it does not matter where a column stands, how a table is split or
whether it lies on its side. What is no known row but has figures is an ``unknown_row``, with its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.records import Block, Finding, Grid, Page
from crawler.report.forms.annex import Annex
from crawler.report.forms.cells import Tables
from crawler.report.forms.columns import of_this_year
from crawler.report.forms.labels import facts
from crawler.report.forms.long import read_long
from crawler.report.forms.owner import Owner, of_latest_year, of_others
from crawler.report.forms.proactive import Proactive
from crawler.report.forms.requests import Requests
from crawler.report.forms.reviews import Reviews
from crawler.report.forms.rows import Rows, distinct, has_figures, labels_in, one_below_other

_LONGEST_CAPTION = 40


def grids_of(page: Page, blocks: Iterable[Block]) -> list[Grid]:
    """The tables among ``blocks``, in order; the short line above one is its caption, where there is one."""
    grids: list[Grid] = []
    above = ""
    for block in blocks:
        if block.grid >= 0:
            grid = page.grids[block.grid]
            grid.caption = above or grid.caption
            grids.append(grid)
        above = block.text if block.grid < 0 and len(block.text) <= _LONGEST_CAPTION else ""
    return grids


def read_tables(grids: list[Grid], owner: Owner | None = None) -> Tables:
    """Reads all statutory tables among the grids of a report, in order.

    ``owner`` says whose report of which year it is: tables whose captions name another are read last, and count only
    where the report has no other of their form.
    """
    tables = Tables()
    requests, reviews = Requests(tables), Reviews(tables)
    proactive, annex = Proactive(tables), Annex(tables)
    foreign = {index for index, grid in enumerate(grids) if owner is not None and of_others(grid, owner)}
    early: list[tuple[int, Rows, frozenset[str]]] = []
    for index in sorted(range(len(grids)), key=foreign.__contains__):
        grid = grids[index]
        if not grid.rows or len(grid.rows[0]) < 2:
            continue
        whole = one_below_other(grid.rows)
        rows = of_latest_year(whole)
        if len(rows) < len(whole):
            message = "表内另有其他年度的行,没有计入"
            tables.findings.append(Finding("other_table", message, "note", grid.caption))
        # Figures are no labels, and most cells hold one.
        texts = frozenset([cell.text for row in rows for cell in row if cell.text and not cell.text.isdigit()])
        # A layout that puts several forms into one table is read by each of them.
        used = [read_long(rows, texts, tables, grid.caption)]
        if not any(used):
            of_year = of_this_year(rows)
            used = [form.read(of_year, texts, grid.caption) for form in (requests, reviews, proactive)]
        if not any(used):
            used.append(annex.read(rows, texts))
        own = tables.settle(grid.caption, others=index in foreign)
        if not any(used) and index not in foreign:
            early.append((index, rows, texts))
        if any(used) and own:
            tables.used.append(index)
    for index, rows, texts in early:
        caption = grids[index].caption
        if annex.read_early(rows, texts):
            if tables.settle(caption):
                tables.used.append(index)
        elif _looks_statutory(rows, texts, caption):
            words = " | ".join(cell.text for row in rows[:2] for cell in distinct(row) if cell.text)
            message = "有一张表像是统计表,没有读懂"
            tables.findings.append(Finding("tables_missing", message, "warning", f"{caption} {words}"[:200]))
    tables.used.sort()
    return tables


def _looks_statutory(rows: Rows, texts: frozenset[str], caption: str) -> bool:
    """Whether a table that no form read is one of figures on information by its name or by some of its labels."""
    unread = facts()["unread"]
    named = any(re.search(unread["name"], text.strip()) for text in (caption, *(cell.text for cell in rows[0][:1])))
    if not named and len(labels_in(texts, "annex2014", "rows")) < unread["least_labels"]:
        return False
    return sum(map(has_figures, rows)) >= int(unread["least_rows"])
