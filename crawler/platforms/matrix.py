"""Links that say nothing themselves (查看, 2023, 更多): they are called by their row and their column, or by what they
stand under.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from urllib.parse import urlsplit

from crawler.facts import load_toml
from crawler.platforms.columns import names_report_column
from crawler.platforms.naming import is_agency
from crawler.platforms.place import is_below, own_folder
from crawler.platforms.rows import date_in, is_article, is_pager
from crawler.platforms.titles import fold, is_bare_title, is_cut_title, is_report_title, report_year_in
from crawler.records import Block, Link, Page

#: Between the cells of a row that is one block.
_BETWEEN = "\u3000"
_YEAR = re.compile(r"20[0-4]\d年?(?:度)?")
_SHORTEST_NAME, _LONGEST_NAME = 2, 20
#: A list of units names at least so many agencies, and more of them than of others.
_AGENCIES = 3
#: A header names at least so many years.
_YEARS = 2
#: A link to more of a list says no more than so many signs, and the list's name stands so many blocks before it.
_LONGEST_MORE, _ROWS_ABOVE = 8, 15
#: A line that is a date and little else has so many signs.
_DATE = 16


def table_links(page: Page) -> Iterator[Link]:
    """The links that say no more than 查看 in a table with a column for each year: ``市民政局2021年``.

    A small table is one block for each row, without its blank cells: where one lacks some, its links are called by
    the row alone.
    """
    links: dict[int, list[Link]] = {}
    icons: dict[int, list[Link]] = {}
    for link in page.links:
        if is_pager(link.text.strip()):
            links.setdefault(link.block, []).append(link)
        elif not link.text and is_article(link.url):
            icons.setdefault(link.block, []).append(link)
    header: list[str] = []
    for number, block in enumerate(page.blocks):
        left = iter(links.get(number, ()))
        if block.grid >= 0:
            rows = [[cell.text for cell in row] for row in page.grids[block.grid].rows]
        elif block.tag == "tr":
            rows = [block.text.split(_BETWEEN)]
        else:
            continue
        # A cell's picture stands behind the block that the row before it began.
        yield from _of_icons(rows, [*icons.get(number, ()), *icons.get(number + 1, ())])
        for cells in rows:
            if _is_header(cells):
                header = cells
            elif header:
                yield from _named(cells, header, left)


def _is_header(cells: list[str]) -> bool:
    return sum(report_year_in(cell) is not None for cell in cells) >= _YEARS


def _of_icons(rows: list[list[str]], icons: list[Link]) -> Iterator[Link]:
    """The links that are nothing but pictures, in the cells without a word below a header of years; called by row and
    column where every such cell has one.
    """
    if not icons or not rows or not _is_header(rows[0]):
        return
    names = [
        row[0] + year for row in rows[1:] if row for cell, year in zip(row[1:], rows[0][1:], strict=False) if not cell
    ]
    for link, name in zip(icons, names if len(names) == len(icons) else [""] * len(icons), strict=True):
        yield Link(link.url, name)


def repeated_links(page: Page, is_agency: Callable[[str], bool]) -> Iterator[Link]:
    """The links that say no more than a year or an agency, where several lead to different pages by the same words: a
    line of years for each agency, or the agencies of each year. One link for each is a menu of columns.
    """
    found: dict[str, dict[str, Link]] = {}
    for link in page.links:
        text = link.text.strip()
        home = urlsplit(link.url).path in ("", "/")  # a site's name in its head is no report
        if not home and len(text) <= _LONGEST_NAME and (_YEAR.fullmatch(text) or is_agency(text)):
            found.setdefault(text, {}).setdefault(link.url, link)
    for links in found.values():
        if len(links) > 1:
            yield from links.values()


def silent_links(page: Page, *, column: bool) -> Iterator[Link]:
    """The links that say no more than 查看 or 下载, called by their row or, where that is nothing but them, by the line
    above: those of a title of a report, and in a ``column`` of reports those of an agency or a year.
    """
    silent: dict[int, list[Link]] = {}
    for link in page.links:
        if len(link.text) <= _LONGEST_MORE and 0 <= link.block < len(page.blocks) and _opens().fullmatch(link.text):
            silent.setdefault(link.block, []).append(link)
    for number, links in silent.items():
        for link, name in zip(links, _row_names(page, number, links), strict=False):
            if is_report_title(name) or (column and (is_agency(fold(name)) or is_bare_title(name))):
                yield Link(link.url, name, number)


def _row_names(page: Page, number: int, links: list[Link]) -> list[str]:
    """What the row of each of a block's links says beside them and dates; else the line above, if none of links."""
    block = page.blocks[number]
    if block.grid >= 0:
        rows = [[cell.text for cell in row] for row in page.grids[block.grid].rows]
        names = [_row_rest(row) for row in rows for text in row if _opens().fullmatch(text)]
        return names if len(names) == len(links) else []
    line = block.text
    for link in links:
        line = line.replace(link.text, _BETWEEN)
    name = _row_rest(line.split(_BETWEEN))
    if not name and number and not (above := page.blocks[number - 1]).link_chars:
        name = _row_rest(above.text.split(_BETWEEN))
    return [name] * len(links)


def _row_rest(parts: Iterable[str]) -> str:
    """The longest part of a row that is neither such a link nor a date nor a number."""
    said = (part.strip(" \t|·•[]【】()（）") for part in parts)
    named = [part for part in said if part and not _says_nothing(part) and not _opens().fullmatch(part)]
    return max((part for part in named if not date_in(part) or len(part) > _DATE), key=len, default="")


@cache
def _opens() -> re.Pattern[str]:
    """What a link says that opens a row's document."""
    return re.compile(load_toml("platforms.toml")["rows"]["opens"], re.IGNORECASE)


def collects_reports(page: Page) -> bool:
    """Whether links that say no more than an agency lead to what lies below the page or to articles, for several
    agencies: under the title of a report (2023年政府信息公开工作年度报告) these are the reports of the agencies.
    """
    folder = own_folder(page.url)
    named = {
        link.text.strip()
        for link in page.links
        if len(link.text) <= _LONGEST_NAME
        and is_agency(fold(link.text))
        and (is_article(link.url) or (folder and is_below(link.url, folder)))
    }
    return len(named) >= _AGENCIES


def listed_units(page: Page, is_agency: Callable[[str], bool], *, directory: bool = False) -> Iterator[Link]:
    """The links of lists of units that are not called like one (融媒体中心, 档案馆): most links beside them are, or the
    page is a ``directory`` of units by its own word.
    """
    least = 1 if directory else _AGENCIES
    for run in link_runs(page):
        yield from _units_of(run, is_agency, least)


def link_runs(page: Page) -> Iterator[list[Link]]:
    """The links that stand in one list each, in the order of the page."""
    run: list[Link] = []
    for link in page.links:
        if link.block >= len(page.blocks) or not link.text.strip():
            continue  # written by a script
        if run and not _beside(page, run[-1].block, link.block):
            yield run
            run = []
        run.append(link)
    if run:
        yield run


def _beside(page: Page, one: int, other: int) -> bool:
    """Whether the next line is one of the same list; the options of a menu stand in none."""
    if min(one, other) < 0:
        return one == other
    here, there = page.blocks[one], page.blocks[other]
    return 0 <= other - one <= 1 and (here.tag, here.depth) == (there.tag, there.depth)


def _units_of(run: list[Link], is_agency: Callable[[str], bool], least: int) -> Iterator[Link]:
    """What stands among the agencies of a run or after them; before them may stand a menu."""
    if len(run) < _AGENCIES:
        return
    named = [len(link.text) <= _LONGEST_NAME and is_agency(link.text) for link in run]
    if (count := sum(named)) < least:
        return
    first, last = named.index(True), len(named) - named[::-1].index(True)
    among = [link for link, known in zip(run[first:last], named[first:last], strict=True) if not known]
    if len(among) >= count and least == _AGENCIES:
        return
    after = run[last:] if len(run) - last <= count or least < _AGENCIES else []
    yield from (link for link in (*among, *after) if _SHORTEST_NAME <= len(link.text.strip()) <= _LONGEST_NAME)


def headed_links(page: Page) -> Iterator[Link]:
    """The years that stand right under a heading that names a column of reports (政府信息公开年度报告), on a page that
    shows several columns one below the other.
    """
    years = [link for link in page.links if link.block >= 0 and _YEAR.fullmatch(link.text.strip())]
    heads = [
        index
        for index, block in enumerate(page.blocks if years else ())
        if len(block.text) <= _LONGEST_NAME and not block.link_chars and names_report_column(block.text)
    ]
    for link in years:
        head = max((index for index in heads if index < link.block), default=None)
        if head is not None and not any(page.blocks[index].heading for index in range(head + 1, link.block + 1)):
            yield link


@cache
def _more() -> re.Pattern[str]:
    """What a link says that leads to the whole of a list of which the page shows the first rows."""
    words = load_toml("platforms.toml")["scripts"]["more"]
    return re.compile(rf"[\[【(（]?(?:{words})[\]】)）]?[>》»›]*", re.IGNORECASE)


def more_links(page: Page) -> Iterator[tuple[Link, bool]]:
    """The links to the whole of a list (更多) of a page that shows several in part, called by the list's name; and
    whether the row next to the link is a report's.
    """
    links = sorted(page.links, key=lambda link: link.block)  # those that scripts make come last
    for index, link in enumerate(links):
        text = link.text.strip()
        if len(text) > _LONGEST_MORE or not 0 <= link.block < len(page.blocks) or not _more().fullmatch(text):
            continue
        name = page.blocks[link.block].text.replace(text, "").strip()
        above = page.blocks[max(link.block - _ROWS_ABOVE, 0) : link.block]
        heads = bool(name) or not above or not above[-1].link_chars  # else it stands under the rows
        row = links[index + 1 : index + 2] if heads else links[max(index - 1, 0) : index]
        reports = any(is_report_title(link.text) or is_cut_title(link.text) for link in row)
        yield Link(link.url, name or _last_name(above), link.block), reports


def _last_name(blocks: list[Block]) -> str:
    """The last of ``blocks`` that names what follows: short, no link and no date."""
    for block in reversed(blocks):
        if _SHORTEST_NAME <= len(block.text) <= _LONGEST_NAME and not block.link_chars and not date_in(block.text):
            return block.text
    return ""


def _named(cells: list[str], header: list[str], links: Iterator[Link]) -> Iterator[Link]:
    """The row's links by its label and their column's head; ``links`` are those of the table, in order."""
    label = next((cell for cell in cells if cell and not _says_nothing(cell)), "")
    for column, cell in enumerate(cells):
        if cell and not cell.isdecimal() and _says_nothing(cell):
            link = next(links, None)
            if link is not None and label:
                yield Link(link.url, label + (header[column] if len(cells) == len(header) else ""))


def _says_nothing(text: str) -> bool:
    return text.isdecimal() or is_pager(text)
