"""UCAP (开普): static lists ``/c123456/list.shtml`` paged by script, or a search interface that answers for a channel.

Static lists name their pages by ``createPageHTML('page_div', n, current, 'list', 'shtml', rows)``, counted from one.
Newer ones fill themselves from ``/common/search/<channel>?_isJson=true&_pageSize=20&page=1`` (also ``/search/`` and
``/searchList/``): JSON or JSONP with ``data.results`` and ``data.total``.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.platforms.answers import read_answer
from crawler.platforms.base import MAX_ROWS, Fetch, Listing
from crawler.platforms.canonical import canonical
from crawler.platforms.trs import Trs
from crawler.records import Page

_ADDRESS = re.compile(r"[\"'`]([^\"'`\s]{0,120}/(?:common/)?search(?:List)?/)([0-9a-f]{32})?([^\"'`\s]{0,400})[\"'`]")
_CHANNEL = re.compile(r"\bchannel_?[iI][dD][\"']?\s*[:=]\s*[\"']?([0-9a-f]{32})\b")
_INTERFACE = "/common/search/"
_ASKED = {"_isAgg": "true", "_isJson": "true", "_pageSize": str(MAX_ROWS), "_template": "index", "page": "1"}


class Ucap:
    """Columns of UCAP portals, and the answers of their search interface."""

    name = "ucap"

    def __init__(self) -> None:
        self._static = Trs(self.name)

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """The rows that the page shows with its static pages, else the channel's answer to ask for."""
        if page.format == "data":
            return read_answer(page, request, self.name, in_column)
        listing = self._static.read(page, request, in_column)
        if listing is not None and (listing.more or not in_column):
            return listing
        if not in_column or (fetch := _interface(page)) is None:
            return listing
        shown = len(listing.entries) if listing is not None else 0
        if listing is not None and listing.total is not None and shown >= listing.total:
            return listing
        listing = listing or Listing([], platform=self.name, column=in_column)
        listing.more = [fetch]
        return listing


def _interface(page: Page) -> Fetch | None:
    """The request for the first rows of the page's channel, as its script would ask."""
    script = "\n".join(page.scripts)
    printed, channel = _ADDRESS.search(script), _CHANNEL.search(script)
    number = (printed[2] if printed else "") or (channel[1] if channel else "")
    if not number:
        return None
    parts = urlsplit(
        canonical(f"{printed[1] if printed else _INTERFACE}{number}{printed[3] if printed else ''}", page.url)
    )
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) if printed and printed[2] else {}
    query = {name: value for name, value in query.items() if name.lower() not in ("callback", "jsoncallback")} | _ASKED
    return Fetch(urlunsplit(parts._replace(query=urlencode(query))), headers={"Referer": page.url})
