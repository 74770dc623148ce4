"""The family of no family: any list that is rows of links, paged by links or numbers. Works everywhere."""

from __future__ import annotations

from crawler.platforms.answers import read_answer
from crawler.platforms.base import Entry, Fetch, Listing
from crawler.platforms.paging import further_pages, read_pager
from crawler.platforms.postback import form_pages
from crawler.platforms.rows import Row, Run, is_article, runs_of
from crawler.records import Page

#: A page with so many lists and no pager is a home or portal page, not a list.
_LISTS_OF_A_HOME = 3
_ROWS_OF_A_LIST = 3
#: So many characters of prose outside the list make the page an article with related links; an address like an
#: article's, or the mandated tag of an article, makes it one with less.
_PROSE, _PROSE_OF_ARTICLE = 1_500, 200
_LEAST_WEIGHT, _LEAST_WEIGHT_OF_ARTICLE = 3, 9
#: One dated row is enough on the last page of a column's list: its pager says that it is one.
_LEAST_WEIGHT_OF_PAGED = 2


class Generic:
    """Rows of links and a pager, told from the page's shape alone; ``name`` is the family it stands in for."""

    def __init__(self, name: str = "generic") -> None:
        self.name = name

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """The page's list by shape, with the pages that its pager links to or its form sends."""
        if page.format == "data":
            return read_answer(page, request, self.name, in_column)
        rows = list_rows(page, in_column)
        if rows is None:
            return None
        pager = read_pager(page)
        return Listing(
            entries=entries_of(rows),
            more=further_pages(page, pager) or form_pages(page, request, pager),
            total=pager.total,
            platform=self.name,
            column=in_column,
        )


def list_rows(page: Page, in_column: bool, *, paged: bool = False) -> list[Row] | None:
    """The rows of the page's own list, or None when the page is no list (a home page, an article).

    ``paged`` says that a family knows the page to have a pager, so that it is a list for certain.
    """
    runs = runs_of(page)
    best = max(runs, key=lambda run: run.weight(in_column), default=None)
    article = is_article(page.url) or "articletitle" in page.meta
    least = _LEAST_WEIGHT_OF_ARTICLE if article else _LEAST_WEIGHT_OF_PAGED if in_column else _LEAST_WEIGHT
    if best is None or (weight := best.weight(in_column)) < least:
        return None
    paged = paged or bool(read_pager(page))
    if weight < _LEAST_WEIGHT and not paged:
        return None
    if not paged and not in_column:
        if sum(len(run.rows) >= _ROWS_OF_A_LIST for run in runs) >= _LISTS_OF_A_HOME:
            return None
        if _prose_outside(page, best) > (_PROSE_OF_ARTICLE if article else _PROSE):
            return None
    shape = best.rows[0].shape
    chosen = [run for run in runs if run is best or _belongs(run, shape)]
    return [row for run in chosen for row in run.rows]


def _belongs(run: Run, shape: tuple[str, int]) -> bool:
    """Whether another run is a part of the list: of the same shape (groups by year), or of reports."""
    return any(row.report for row in run.rows) or (run.rows[0].shape == shape and all(row.dated for row in run.rows))


def _prose_outside(page: Page, run: Run) -> int:
    start, end = run.rows[0].line[0], run.rows[-1].line[0]
    return sum(
        max(0, len(block.text) - block.link_chars)
        for index, block in enumerate(page.blocks)
        if not start <= index <= end and len(block.text) > 40
    )


def entries_of(rows: list[Row]) -> list[Entry]:
    """Rows as entries, none twice."""
    entries = {row.url: Entry(row.url, row.title, row.date) for row in reversed(rows)}
    return list(reversed(entries.values()))
