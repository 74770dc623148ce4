"""The rows of a list: which link of a line is the article, which date belongs to it, which lines are one list.

Works on any template, because it looks at a page's lines (blocks and rows of grids) only: lines of one shape
that follow each other are a run, a run whose lines are dated or lead to articles is a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from crawler.facts import patterns
from crawler.platforms.canonical import MEMORY, canonical, is_media
from crawler.platforms.titles import is_bare_title, is_cut_title, is_report_title
from crawler.records import Link, Page

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)")
_URL_DATES = (
    re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/art/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d\d)[-/]?(\d\d)[-/]?(\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/"),
)
#: How many lines may stand between two rows of one list (date cells, summaries), and how long a date cell is.
_GAP = 5
_DATE_CELL = 40
_ELLIPSIS = re.compile(r"(?:…+|\.{2,})$")

#: A block, and a row of its grid (-1: the block itself).
Line = tuple[int, int]


class Row(msgspec.Struct):
    """One line of a list: where it stands, its article and what speaks for it."""

    line: Line
    shape: tuple[str, int]
    url: str
    title: str
    date: str = ""
    dated: bool = False
    article: bool = False
    report: bool = False


class Run(msgspec.Struct):
    """Rows of one shape that follow each other."""

    rows: list[Row]

    def weight(self, in_column: bool) -> int:
        """How much this run looks like the list of the page; a column of reports also counts bare and cut titles."""
        return sum(
            row.dated * 2
            + row.article
            + row.report * 6
            + (in_column and not row.report and (row.dated or row.article) and _says_little(row.title)) * 5
            for row in self.rows
        )


def _says_little(title: str) -> bool:
    """Whether a column of reports may call one so: by its agency alone, or cut off before it says what it is."""
    return is_bare_title(title) or is_cut_title(title)


_pattern = patterns("platforms.toml", "rows", flags=re.IGNORECASE)


@lru_cache(maxsize=MEMORY)
def is_article(url: str) -> bool:
    """Whether the address is shaped like that of an article or a file, in any family."""
    return _pattern("article").search(url) is not None


@lru_cache(maxsize=MEMORY)
def is_column(url: str) -> bool:
    """Whether the address is shaped like that of a column: a folder, an index, a list."""
    return _pattern("column").search(url) is not None and not is_article(url)


@lru_cache(maxsize=MEMORY)
def is_pager(text: str) -> bool:
    """Whether a link's text is that of a pager or of what stands beside a title (更多, 查看, [栏目])."""
    return _pattern("next").search(text) is not None or _pattern("beside").search(text) is not None


def is_next(text: str) -> bool:
    """Whether a link's text turns the pages of a list: 下一页, a number."""
    return text.strip().isdecimal() or _pattern("next").search(text.strip()) is not None


def date_in(text: str) -> str:
    """The last date that ``text`` prints, as YYYY-MM-DD, or ``""``. Month and day alone are no date."""
    found = _DATE.findall(text)
    return _iso(*found[-1]) if found else ""


def date_in_url(url: str) -> str:
    """The date that an article's address states (``t20240308_87885``, ``/art/2023/1/31/``), or ``""``."""
    for pattern in _URL_DATES:
        if (match := pattern.search(url)) and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
            return _iso(*match.groups())
    return ""


def _iso(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02d}-{int(day):02d}"


def all_rows(page: Page) -> list[Row]:
    """Every line of ``page`` that could be a row of a list, in order, with its date where one stands by it."""
    rows: list[Row] = []
    for line, links in _lines(page):
        if (chosen := _article_of(page, links)) is None:
            continue
        link, url = chosen
        title = link.text.strip()
        block = page.blocks[line[0]]
        rows.append(
            Row(
                line=line,
                shape=(block.tag, block.depth),
                url=url,
                title=title,
                date=date_in(_without_title(_text_of(page, line), title)),
                article=is_article(url),
                report=is_report_title(title),
            )
        )
    _date_from_neighbours(page, rows)
    for row in rows:
        row.dated = bool(row.date)
        row.date = row.date or date_in_url(row.url)
    return rows


def _lines(page: Page) -> Iterator[tuple[Line, list[Link]]]:
    """The links of each line: of a block, or of a row of a grid; in the order of the page."""
    lines: dict[Line, list[Link]] = {}
    reached: dict[int, int] = {}
    for link in page.links:
        if not 0 <= link.block < len(page.blocks) or not link.text:
            continue
        block = page.blocks[link.block]
        row = -1
        if block.grid >= 0:
            row = _grid_row(page, block.grid, link, reached.get(block.grid, 0))
            reached[block.grid] = row
        lines.setdefault((link.block, row), []).append(link)
    yield from sorted(lines.items())


def _grid_row(page: Page, grid: int, link: Link, start: int) -> int:
    """The row of the grid that holds the link: the next one, from ``start`` on, with its text."""
    wanted = _ELLIPSIS.sub("", link.text.strip())[:12]
    rows = page.grids[grid].rows
    for index in range(start, len(rows)):
        if any(
            cell.text and (wanted in cell.text or wanted.startswith(_ELLIPSIS.sub("", cell.text)[:12]))
            for cell in rows[index]
        ):
            return index
    return start


def _text_of(page: Page, line: Line) -> str:
    block = page.blocks[line[0]]
    if block.grid < 0:
        return block.text
    rows = page.grids[block.grid].rows
    return " ".join(cell.text for cell in rows[line[1]]) if 0 <= line[1] < len(rows) else ""


def _without_title(text: str, title: str) -> str:
    if title in text:
        return text.replace(title, " ")
    # A title cut short on the page: what is cut off cannot hold the row's date.
    shown = _ELLIPSIS.split(text)[0] if "…" in text or ".." in text else text
    return text[len(shown) :] if title.startswith(shown[:8]) and shown != text else text


def _article_of(page: Page, links: list[Link]) -> tuple[Link, str] | None:
    """The link of the line that is the article: the longest text among those shaped like one, else of all."""
    best: tuple[tuple[bool, bool, int], Link, str] | None = None
    for link in links:
        text = link.text.strip()
        url = canonical(link.url, page.url)
        if len(text) < 4 or not url or url == page.url or is_media(url) or is_pager(text):
            continue
        rank = (is_article(url), not is_column(url), len(text))
        if best is None or rank > best[0]:
            best = (rank, link, url)
    return None if best is None else (best[1], best[2])


def _date_from_neighbours(page: Page, rows: list[Row]) -> None:
    """Dates in cells of their own: after the title, or before it where more titles of that shape have one there."""
    after: dict[int, str] = {}
    before: dict[int, str] = {}
    balance: Counter[tuple[str, int]] = Counter()
    for index, row in enumerate(rows):
        if row.date or row.line[1] >= 0:
            continue
        end = rows[index + 1].line[0] if index + 1 < len(rows) else len(page.blocks)
        start = rows[index - 1].line[0] if index else -1
        after[index] = _date_among(page, range(row.line[0] + 1, min(end, row.line[0] + 1 + _GAP)))
        before[index] = _date_among(page, range(max(start, row.line[0] - _GAP) + 1, row.line[0]))
        balance[row.shape] += bool(after[index]) - bool(before[index])
    for index in after:
        row = rows[index]
        row.date = after[index] if balance[row.shape] >= 0 else before[index]


def _date_among(page: Page, blocks: range) -> str:
    for index in blocks:
        text = page.blocks[index].text
        if len(text) <= _DATE_CELL and (date := date_in(text)):
            return date
    return ""


def runs_of(page: Page) -> list[Run]:
    """The page's runs of rows that could be lists, in order."""
    runs: list[Run] = []
    for row in all_rows(page):
        last = runs[-1].rows[-1] if runs else None
        if last is not None and last.shape == row.shape and not _broken(page, last.line, row.line):
            runs[-1].rows.append(row)
        else:
            runs.append(Run([row]))
    return [run for run in map(_only_articles, runs) if run.rows]


def _broken(page: Page, last: Line, line: Line) -> bool:
    """Whether what stands between two rows parts two lists: a heading, or too much."""
    between = range(last[0] + 1, line[0])
    return len(between) > _GAP or any(page.blocks[index].heading for index in between)


def _only_articles(run: Run) -> Run:
    """The run without what is no article: in a dated list undated columns, anywhere undated folders."""
    dated = sum(row.dated for row in run.rows)
    return Run(
        [
            row
            for row in run.rows
            if (row.dated and not is_column(row.url))
            or row.article
            or row.report
            or ((dated * 2 >= len(run.rows) or is_bare_title(row.title)) and not is_column(row.url))
        ]
    )
