"""Lonsun (龙讯): lists of an organ's disclosures, whose pages come from a label interface as pieces of HTML.

The column ``/public/column/<organ>?catId=…&action=list`` asks ``/site/label/8888?labelName=publicInfoList&siteId=
…&organId=…&catId=…&pageIndex=2&pageSize=15``; the parameters and the number of pages are printed in its script.
Where they are not, the pager's links are followed, and where there are none the total shows what is missing.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.platforms.answers import further_answers
from crawler.platforms.base import MAX_MORE, Fetch, Listing
from crawler.platforms.canonical import canonical
from crawler.platforms.generic import Generic
from crawler.platforms.paging import read_pager, unique_fetches
from crawler.records import Page

_ADDRESS = re.compile(r"[\"']([^\"'\s]{0,200}/site/label/\d+\?[^\"'\s]{0,800}labelName=publicInfoList[^\"'\s]*)[\"']")
_PAIR = re.compile(r"[\"']?\b(\w+)\b[\"']?\s*:\s*(?:[\"']([^\"']*)[\"']|(\d+))")
_LABEL = re.compile(r"labelName[\"']?\s*[:=]\s*[\"']?publicInfoList", re.IGNORECASE)
_PAGES = re.compile(r"\bpageCount[\"']?\s*[:=]\s*[\"']?(\d{1,6})")
_INTERFACE = "/site/label/8888"
#: The interface's address by itself, beside the parameters: portals in a folder have theirs there.
_LABEL_ADDRESS = re.compile(r"[\"']([^\"'\s?]{0,200}/site/label/\d+)[\"'?]")
_ASKED = "/site/label/"
#: What names a list; everything else is how it is shown, sent along when it is printed.
_NEEDED = frozenset({"siteId", "organId"})
_SENT = ("labelName", "siteId", "organId", "catId", "catIds", "cId", "type", "action", "file", "pageSize")


class Lonsun:
    """Columns of Lonsun portals and the pieces of HTML that their label interface answers with."""

    name = "lonsun"

    def __init__(self) -> None:
        self._generic = Generic(self.name)

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """The rows by their shape; further pages by the label interface where its parameters are printed."""
        listing = self._generic.read(page, request, in_column)
        if listing is None and in_column and _ASKED not in page.url:
            # The column shows no row: its script asks for all of them.
            fetches = _labelled_pages(page, 1)
            return Listing([], fetches, platform=self.name, column=True) if fetches else None
        if listing is not None and (fetches := _labelled_pages(page, 2)):
            listing.more = unique_fetches(fetches, page.url)
        elif listing is not None and not listing.more and request is not None and _ASKED in page.url:
            # An answer whose pager has no links, only «16条 1/2页».
            listing.more = further_answers(request, len(listing.entries), listing.total, read_pager(page).pages)
        return listing


def _labelled_pages(page: Page, first: int) -> list[Fetch]:
    """The list's pages from ``first`` on through the label interface; none when the page does not say how to ask.

    Without a number of pages the first one is asked for, which states it.
    """
    for script in page.scripts:
        pages = _PAGES.search(script)
        parameters = _parameters(script, page.url) if pages or first == 1 else None
        if parameters is not None:
            address, query = parameters
            last = min(int(pages[1]) if pages else 1, MAX_MORE + 1)
            return [Fetch(f"{address}?{urlencode({**query, 'pageIndex': n})}") for n in range(first, last + 1)]
    return []


def _parameters(script: str, page_url: str) -> tuple[str, dict[str, str]] | None:
    """The interface's address and parameters: from an address in the script, else from the pairs of a call."""
    if printed := _ADDRESS.search(script):
        parts = urlsplit(canonical(html.unescape(printed[1]), page_url))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        address = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    elif _LABEL.search(script):
        pairs = {key: quoted or number for key, quoted, number in _PAIR.findall(script)}
        query = {key: pairs[key] for key in _SENT if key in pairs} | {"labelName": "publicInfoList"}
        printed = _LABEL_ADDRESS.search(script)
        address = canonical(printed[1] if printed else _INTERFACE, page_url)
    else:
        return None
    return (address, query) if query.keys() >= _NEEDED else None
