"""jpaas (大汉 JPaaS, the successor of JCMS): a column's list is a unit that a script asks the publishing server for.

The script's tag carries the interface's address and what to ask it: ``<script … url="/api-gateway/
jpaas-publish-server/front/page/build/unit" queryData="{'webId':…,'pageId':…,'tagId':'列表',…}">``. The answer is
JSON with the rows as HTML in ``data.html``; its pager prints ``count`` and ``rows``, later pages are asked for by
``paramJson={"pageNo":2,"pageSize":"15"}``. A page has more units than its list; those named like lists go first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from crawler.platforms.answers import further_answers, read_answer
from crawler.platforms.asking import dump, page_asked
from crawler.platforms.base import Fetch, Listing
from crawler.platforms.canonical import canonical
from crawler.platforms.generic import Generic
from crawler.platforms.paging import unique_fetches
from crawler.records import Page

_INTERFACE = "jpaas-publish-server"
_PAIR = re.compile(r"[\"'](\w+)[\"']\s*:\s*[\"']([^\"']*)[\"']")
_ADDRESS = re.compile(r"^url=(\S+)", re.MULTILINE)
_NEEDED = frozenset({"webId", "pageId", "tplSetId"})
_LIST_NAMES = re.compile(r"list|列表|分页|栏目|内容|信息|zw|right|右", re.IGNORECASE)
_NOT_LIST_NAMES = re.compile(r"导航|菜单|位置|标题|头部|底部|友情|链接|nav|menu|tree|head|foot|left|左", re.IGNORECASE)
#: Units of a page that are asked for, those called like lists (tabs have one each) and others; the rows that the
#: server gives where the page does not say.
_MOST_LISTS, _MOST_UNITS, _ROWS = 8, 2, 15


class Jpaas:
    """Columns whose list is a unit of the publishing server, and the server's answers."""

    name = "jpaas"

    def __init__(self) -> None:
        self._generic = Generic(self.name)

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """Of a page the rows that it shows and the units to ask for; of an answer its rows and further pages."""
        if page.format == "data":
            return self._answer(page, request, in_column)
        listing = self._generic.read(page, request, in_column)
        units = unique_fetches(_units(page), page.url)
        if not units or (listing is None and not in_column):
            return listing
        if listing is None:
            listing = Listing([], platform=self.name, column=in_column)
        # Only a column of reports is worth asking for what other columns show by themselves.
        listing.more = [*listing.more, *(units if in_column else [])]
        return listing

    def _answer(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        listing = read_answer(page, request, self.name, in_column)
        if listing is None or request is None or page_asked(request) is not None:
            return listing
        shown = len(listing.entries)
        listing.more = []
        if listing.total is not None or _shows_pager(page):
            listing.more = further_answers(_first_page(request, shown or _ROWS), shown, listing.total)
        return listing


def _shows_pager(page: Page) -> bool:
    text = page.scripts[0]
    return "下一页" in text or "data-page" in text or "pagination" in text


def _first_page(request: Fetch, size: int) -> Fetch:
    """The request as it would be for page 1: the page itself asks without a number."""
    parts = urlsplit(request.url)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "paramJson"]
    query = urlencode([*pairs, ("paramJson", dump({"pageNo": 1, "pageSize": str(size)}))])
    return msgspec.structs.replace(request, url=urlunsplit(parts._replace(query=query)))


def _units(page: Page) -> Iterator[Fetch]:
    """The requests for the page's units that may be its list, the likeliest first."""
    found: list[tuple[int, Fetch]] = []
    for script in page.scripts:
        if _INTERFACE not in script or (address := _ADDRESS.search(script)) is None:
            continue
        query = dict(_PAIR.findall(script))
        if not query.keys() >= _NEEDED:
            continue
        url = canonical(address[1], page.url)
        if url and query.get("pageType", "column") == "column":
            tag = query.get("tagId", "")
            weight = 2 * bool(_LIST_NAMES.search(tag)) - 3 * bool(_NOT_LIST_NAMES.search(tag))
            fetch = Fetch(f"{url}?{urlencode(query)}", headers={"Referer": page.url})
            found.append((weight, fetch))
    found.sort(key=lambda pair: -pair[0])
    if lists := [fetch for weight, fetch in found if weight > 0]:
        yield from lists[:_MOST_LISTS]
    else:
        likely = [fetch for weight, fetch in found if weight >= 0] or [fetch for _, fetch in found]
        yield from likely[:_MOST_UNITS]
