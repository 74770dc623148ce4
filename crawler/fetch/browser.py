"""Pages of portals that need a browser (``browser = yes`` in the catalogue): shown by Chromium before they are read.

A page is fetched like every other. Then Chromium, which has no network of its own, runs its scripts, and what these
ask for is fetched by the same downloader: scope, robots.txt, pace, limits, obstacles and archive hold for all of it.
What a page shows in the end is kept in the archive too, marked by a header: reading it again needs no browser.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.http.request import NO_CALLBACK

from crawler.catalogue.sites import site_of
from crawler.fetch.archive import ArchiveMiddleware
from crawler.fetch.chromium import Answer, Asked, Chromium, NoBrowserError, PageFailedError
from crawler.fetch.night import Night
from crawler.fetch.obstacles import ObstacleMiddleware
from crawler.fetch.outcomes import FETCH_ERRORS, Obstructed, OutOfScope, RobotsRefused, SiteClosed, Stopped, TooLarge

#: ``request.meta`` key: the page is to be shown by a browser.
BROWSER = "browser"
#: The header of an answer that is what a browser showed.
SHOWN = "X-Gov-Reports-Shown-By"
#: Scripts of so many bytes are kept: the pages of a portal share theirs.
KEPT_BYTES = 32 * 1024 * 1024

#: Headers that speak of the bytes as they came, or that we have no use for.
_NOT_PASSED = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"})
#: Headers of a page's own request that Scrapy writes itself, or that say more of us than we say.
_NOT_SENT = frozenset({"host", "connection", "content-length", "accept-encoding", "user-agent", "cookie"})
#: Kinds of pages whose lists are turned.
_LISTS = frozenset({"column", "list"})
_UNASKED = (OutOfScope, RobotsRefused)


class NotShown(Stopped):
    """The browser could not show the page."""

    key = "browser"


class BrowserMissing(Stopped):
    """There is no browser, and the page needs one."""

    key = "browser_missing"


class BrowserMiddleware:
    """Shows the pages whose request has ``meta["browser"]``: HTML that came with status 200, and no other."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._largest = settings.getint("DOWNLOAD_MAXSIZE")
        self._chromium = Chromium(
            settings["GOV_REPORTS_CHROMIUM"] or "",
            str(settings["USER_AGENT"]),
            settings.getfloat("GOV_REPORTS_BROWSER_TIMEOUT"),
        )
        self._scripts: OrderedDict[str, Answer] = OrderedDict()
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Applies to every crawl; nothing is started before a page needs it."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The response, or what the browser showed of it. Raises :class:`NotShown`, :class:`BrowserMissing`,
        :class:`~crawler.fetch.outcomes.Obstructed` (what it showed is an obstacle).
        """
        if not request.meta.get(BROWSER) or not _is_page(response) or SHOWN in response.headers:
            return response

        ended: list[SiteClosed] = []

        async def answer(asked: Asked) -> Answer | None:
            try:
                return await self._answer(asked, request)
            except SiteClosed as error:
                ended.append(error)
                return None

        try:
            turns = request.meta.get("page_kind") in _LISTS
            shown = await self._chromium.show(request.url, _as_answer(response), answer, turns=turns)
        except NoBrowserError as error:
            raise BrowserMissing(f"{request.url} needs a browser: {error}") from error
        except PageFailedError as error:
            raise NotShown(f"{request.url}: {error}") from error
        if ended:  # the run or the site ended meanwhile: the page is not whole, and stays due
            raise ended[0]
        body = shown.html.encode("utf-8", "replace")
        if len(body) > self._largest:
            raise TooLarge(f"what the browser showed has {len(body)} bytes")
        headers = Headers(response.headers)
        headers["Content-Type"] = "text/html; charset=utf-8"
        headers["Content-Length"] = str(len(body))
        headers[SHOWN] = "Chromium"
        for name in ("Content-Encoding", "ETag", "Last-Modified"):
            headers.pop(name, None)  # they speak of the page before its scripts ran
        whole = Response(shown.url, status=200, headers=headers, body=body, request=request)
        return await self._judged(request, whole)

    async def _judged(self, request: Request, response: Response) -> Response:
        """The response once it is archived, if it is no obstacle and its site did not close meanwhile."""
        archive = self._crawler.get_downloader_middleware(ArchiveMiddleware)
        if isinstance(archive, ArchiveMiddleware):
            response = await archive.process_response(request, response)
        obstacles = self._crawler.get_downloader_middleware(ObstacleMiddleware)
        if isinstance(obstacles, ObstacleMiddleware):
            response = obstacles.process_response(request, response)
        closed = Night.of(self._crawler).closed.get(site_of(request.url))
        if closed is not None and closed.state == "blocked":
            raise Obstructed(closed.detail, key=closed.outcome)
        return response

    async def _answer(self, asked: Asked, page: Request) -> Answer | None:
        """What the page asks for, by the crawl's own downloader; None where that is refused or fails.

        Raises SiteClosed where nothing more is asked of the site in this run.
        """
        if asked.kind == "script" and (kept := self._scripts.get(asked.url)) is not None:
            self._scripts.move_to_end(asked.url)
            return kept
        spider: Any = self._crawler.spider
        frontier = spider.session.frontier
        portal: str = page.meta["portal_id"]
        if frontier.spent_requests[portal] >= frontier.budget.requests:
            return None
        assert self._crawler.engine is not None
        headers = {name: value for name, value in asked.headers.items() if name.lower() not in _NOT_SENT}
        meta = {"portal_id": portal, "page_kind": "resource", "dont_retry": True}
        try:
            request = Request(
                asked.url,
                method=asked.method,
                headers=headers,
                body=asked.body,
                callback=NO_CALLBACK,
                meta=meta,
                dont_filter=True,
            )
            response = await self._crawler.engine.download_async(request)
        except SiteClosed:
            raise
        except FETCH_ERRORS as error:
            frontier.spent_requests[portal] += not isinstance(error, _UNASKED)
            return None
        frontier.spent_requests[portal] += 1
        answer = _as_answer(response)
        if asked.kind == "script" and asked.method == "GET" and response.status == 200:
            self._keep(asked.url, answer)
        return answer

    def _keep(self, url: str, script: Answer) -> None:
        self._scripts[url] = script
        while sum(len(kept.body) for kept in self._scripts.values()) > KEPT_BYTES:
            self._scripts.popitem(last=False)

    async def _closed(self) -> None:
        await self._chromium.close()


def _is_page(response: Response) -> bool:
    media_type = (response.headers.get("Content-Type") or b"text/html").lower()
    start = response.body[:1024].lstrip().lower()
    return response.status == 200 and b"html" in media_type and b"<" in start and not start.startswith(b"%pdf")


def _as_answer(response: Response) -> Answer:
    headers = {}
    for name in response.headers:
        key = name.decode("latin-1").lower()
        if key not in _NOT_PASSED:
            headers[key] = b", ".join(response.headers.getlist(name)).decode("latin-1")
    return Answer(response.status, headers, response.body)
