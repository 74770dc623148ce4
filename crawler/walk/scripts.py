"""External scripts of a portal's own, asked where a page shows no list itself: one may say which interface it asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

from scrapy import Request
from scrapy.http import Response

from crawler.fetch.files import FileFetcher
from crawler.fetch.target import Target
from crawler.platforms.canonical import twin_key
from crawler.platforms.scripted import most_scripts
from crawler.reading.decode import decode
from crawler.walk.session import Session


class Scripts:
    """The scripts that one run asks for, a few of each portal. ``download`` is the engine's: middlewares apply."""

    def __init__(self, session: Session, download: Callable[[Request], Awaitable[Response]]) -> None:
        self._session = session
        self._fetcher = FileFetcher(download, twin_key)
        self._asked: Counter[str] = Counter()

    async def texts_of(self, page: Target, addresses: list[str]) -> dict[str, str]:
        """The texts of the scripts at ``addresses``, as far as they could be had: each is asked for once a run."""
        self._session.frontier.occupy(page.url)
        try:
            return {url: text for url in addresses if (text := await self._text_of(page, url))}
        finally:
            self._session.frontier.release(page.url)

    async def _text_of(self, page: Target, address: str) -> str:
        script = Target(address, page.portal_id, "other", depth=page.depth + 1, parent=page.key)
        spent = self._asked[page.portal_id] >= most_scripts()
        if not self._session.guests.may_ask(script) or (spent and not self._fetcher.has(address)):
            return ""
        fetched, asked = await self._fetcher.get(script)
        self._asked[page.portal_id] += asked
        self._session.frontier.spent_requests[page.portal_id] += asked
        if fetched.document is None:
            return ""
        return decode(fetched.document.body, fetched.document.headers.get("content-type", "")).text
