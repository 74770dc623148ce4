"""TRS WCM (拓尔思): static lists whose pager is a script, ``createPageHTML(n, current, "index", "html")``, or
``Pager({size: n, current: 0, prefix: "index", suffix: "html"})``.

The first page is ``index.html``, the next ``index_1.html`` (numbers from nought); a few templates count from
one and say so by calling the first page 1. Newer portals in Fujian add ``list2.trsapi``: the page holds the
first rows, all of them come from a search service (``trs_search.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.facts import load_toml
from crawler.platforms.answers import read_answer
from crawler.platforms.base import MAX_MORE, Fetch, Listing, whole
from crawler.platforms.generic import entries_of, list_rows
from crawler.platforms.paging import further_pages, read_pager, resolve, unique_fetches
from crawler.platforms.postback import form_pages
from crawler.platforms.trs_search import search_request
from crawler.records import Page

_CALL = re.compile(
    r"(?<!function )\b(?:createPageHTML|Pager)\s*\((?:\s*(\{[^{}()]{0,500}\})\s*|([^()]*))\)", re.IGNORECASE
)
_OPTION = re.compile(r"(\w+)\s*:\s*(?:[\"']([^\"']*)[\"']|([\w.]+))")
_VARIABLE = re.compile(r"\bvar\s+(\w+)\s*=\s*[\"']?(\d{1,9})\b[\"']?")
_WRITTEN = re.compile(
    r"[\"'\\](index|list|default|nlist)\w*\\?[\"']\s*\+\s*[\"']_[\"'].*?[\"']\.?[\"']?\s*\+?\s*[\"'](s?html?)", re.S
)
#: The same with the underscore inside the name, or only for pages after the first.
_WRITTEN_SHORT = re.compile(r"(index|list|default|nlist)_?\\?[\"']\s*\+[^;]{1,200}?[\"']\.(s?html?)\\?[\"'> ]", re.S)
_RECORDS = re.compile(r"\b(?:recordCount|countnum|totalRecord)\s*[:=]\s*[\"']?(\d{1,9})\b", re.IGNORECASE)
_ARGUMENT = re.compile(r"[\"']([^\"']*)[\"']|([\w.]+)")
_EXTENSION = re.compile(r"\.?(?:s?html?|jsp|aspx?)")


class Trs:
    """Lists of TRS WCM and of the systems that took over its pager."""

    def __init__(self, name: str = "trs") -> None:
        self.name = name

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """The rows of the page by shape; further pages from the pager's script, its links, a form or a service."""
        if page.format == "data":
            return read_answer(page, request, self.name, in_column)
        pages = scripted_pages(page)
        total = _stated_total(page)
        service = search_request(page) if in_column else None
        rows = list_rows(page, in_column, paged=bool(pages) or total is not None)
        if rows is None:
            return None if service is None else Listing([], [service], total, self.name, in_column)
        pager = read_pager(page)
        entries = entries_of(rows)
        total = total if total is not None else pager.total
        more = [*pages, *further_pages(page, pager)] or form_pages(page, request, pager)
        if not more and service is not None and (total is None or total > len(entries)):
            more = [service]
        return Listing(entries, unique_fetches(more, page.url), total, self.name, in_column)


def scripted_pages(page: Page) -> list[Fetch]:
    """The further pages that a pager script names; none where there is no such script or only one page."""
    return next((_fetches(page, *pager) for pager in scripted_pagers(page)), [])


def scripted_pagers(page: Page) -> Iterator[tuple[int, int, str, str]]:
    """What the pager scripts of a page say: number of pages, current page, name of the first one and its extension."""
    for script in page.scripts:
        lower = script.lower()
        calls = _CALL.findall(script) if "createpagehtml" in lower or "pager(" in lower else []
        if not calls and "countPage" not in script:
            continue
        variables = dict(_VARIABLE.findall(script))
        for options, arguments in calls:
            if plan := _named_plan(options, variables) if options else _plan(arguments, variables):
                yield plan
        if "countPage" in variables and (written := _WRITTEN.search(script) or _WRITTEN_SHORT.search(script)):
            yield int(variables["countPage"]), int(variables.get("currentPage", "0")), written[1], written[2]


def _plan(arguments: str, variables: dict[str, str]) -> tuple[int, int, str, str] | None:
    """Number of pages, current page, name and extension from the arguments of a call.

    Some templates put the pager's element first and the number of rows last.
    """
    numbers: list[int] = []
    words: list[str] = []
    for quoted, bare in _ARGUMENT.findall(arguments):
        value = quoted or variables.get(bare, bare)
        if (number := whole(value)) is not None:
            numbers.append(number)
        elif quoted:
            words.append(value)
    if len(numbers) < 2 or len(words) < 2 or not _EXTENSION.fullmatch(words[-1]):
        return None
    return numbers[0], numbers[1], words[-2], words[-1].lstrip(".")


def _named_plan(options: str, variables: dict[str, str]) -> tuple[int, int, str, str] | None:
    """The same from a call with named arguments: ``Pager({size:7, current:0, prefix:'index', suffix:'html'})``."""
    given = {key.lower(): quoted or variables.get(bare, bare) for key, quoted, bare in _OPTION.findall(options)}
    count, current, name, extension = (
        next((given[key] for key in keys if key in given), "") for keys in load_toml("platforms.toml")["pager"].values()
    )
    pages, number = whole(count), whole(current)
    if pages is None or number is None or not name or not _EXTENSION.fullmatch(extension):
        return None
    return pages, number, name, extension.lstrip(".")


def _fetches(page: Page, count: int, current: int, name: str, extension: str) -> list[Fetch]:
    """Pages ``name_1`` … of the list: from one to count - 1, or from two to count where the first is called 1."""
    on_first = not re.search(rf"{re.escape(name)}_\d+\.{extension}$", page.url)
    from_one = on_first and current == 1
    start = current + 1 if not on_first else 2 if from_one else 1
    stop = count + 1 if from_one else count
    return [
        Fetch(url)
        for number in range(start, min(stop, start + MAX_MORE))
        if (url := resolve(page, f"{name}_{number}.{extension}"))
    ]


def _stated_total(page: Page) -> int | None:
    for script in page.scripts:
        if match := _RECORDS.search(script):
            return int(match[1])
    return None
