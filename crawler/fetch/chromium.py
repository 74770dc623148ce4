"""Chromium as a machine that runs a page's scripts and has no network: whatever a page asks for, ``answer`` fetches.

The browser is started with the first page, by Playwright (extra ``browser``), from the Chromium that the system has;
none is downloaded. Each page has a context of its own: no cookies, no storage, no service workers survive it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import msgspec

from crawler.fetch.turning import turn_pages

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Playwright, Request, Route

logger = logging.getLogger(__name__)

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
EXTRA = "pip install 'gov-reports[browser]'"

#: Nothing that is not answered by us leaves the browser: names do not resolve, the only way out is a dead proxy.
_ARGUMENTS = (
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--renderer-process-limit=4",
    "--js-flags=--max-old-space-size=512",
)
#: What a page may load: its text comes from nothing else.
_LOADED = frozenset({"document", "script", "xhr", "fetch"})
#: Bounds for one page: answers in all, answers of one address, addresses that it goes on to by itself.
MOST_ANSWERS, _MOST_REPEATS, _MOST_MOVES = 80, 3, 3
#: A page is as it will be when it asked for nothing, and nothing was under way, for so many seconds.
_QUIET = 0.8
#: What ending a page or the browser may take, in seconds.
_GRACE = 5.0


class NoBrowserError(Exception):
    """There is no browser to show pages with; the message says what is missing and how to get it."""


class PageFailedError(Exception):
    """A page could not be shown: too slow, or the browser broke."""


class Asked(msgspec.Struct, frozen=True):
    """What a page asks for. ``kind``: ``document`` (the page itself, or where it goes on to), ``script``, ``data``."""

    url: str
    method: str
    headers: dict[str, str]
    body: bytes
    kind: str


class Answer(msgspec.Struct, frozen=True):
    """What it is given."""

    status: int
    headers: dict[str, str]
    body: bytes


class Shown(msgspec.Struct, frozen=True):
    """A page after its scripts ran: its address then, and its HTML."""

    url: str
    html: str


def find_chromium(path: str = "") -> str:
    """The Chromium to run: ``path``, else the first that the system's PATH has. ``""`` for none."""
    if path:
        return shutil.which(path) or ""
    return next(filter(None, map(shutil.which, _NAMES)), "")


def what_is_missing(path: str = "") -> str:
    """What stands in the way of showing pages, by name and with its cure; ``""`` when all is there."""
    if find_spec("playwright") is None:
        return f"Playwright is not installed: {EXTRA}"
    if not find_chromium(path):
        named = f"GOV_REPORTS_CHROMIUM={path} is no program" if path else "Chromium is not on PATH"
        return f"{named}: apt install chromium, or set GOV_REPORTS_CHROMIUM to its path"
    return ""


class Chromium:
    """One browser for a run. ``path``: the program ("" finds it); ``seconds``: what a page may take in all."""

    def __init__(self, path: str, user_agent: str, seconds: float, pages: int = 2) -> None:
        self._path = path
        self._user_agent = user_agent
        self._seconds = seconds
        self._room = asyncio.Semaphore(pages)
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    async def show(
        self, url: str, first: Answer, answer: Callable[[Asked], Awaitable[Answer | None]], *, turns: bool = False
    ) -> Shown:
        """The page at ``url``, whose bytes are ``first``, after its scripts ran.

        ``answer`` is asked for everything else; None refuses it. ``turns``: the further pages of a list that only a
        click turns are put to it. A page that is never quiet is taken as it stands when half of its time is over.
        Raises NoBrowserError, PageFailedError.
        """
        if missing := what_is_missing(self._path):
            raise NoBrowserError(missing)
        from playwright.async_api import Error

        async with self._room:
            try:
                browser = await self._running()
                context = await asyncio.wait_for(
                    browser.new_context(
                        user_agent=self._user_agent, locale="zh-CN", service_workers="block", accept_downloads=False
                    ),
                    _GRACE * 2,
                )
            except (Error, TimeoutError) as error:
                await self._drop()
                raise PageFailedError(f"the browser does not work: {_line(error)}") from error
            try:
                view = _View(url, first, answer, self._seconds / 2)
                await context.route("**/*", view.route)
                await context.route_web_socket("**/*", lambda socket: socket.close())
                return await asyncio.wait_for(view.show(await context.new_page(), turns), self._seconds)
            except TimeoutError as error:
                raise PageFailedError(f"not shown within {self._seconds:.0f} s") from error
            except Error as error:
                raise PageFailedError(_line(error)) from error
            finally:
                try:
                    await asyncio.wait_for(context.close(), _GRACE)
                except (Error, TimeoutError):
                    await self._drop()

    async def close(self) -> None:
        """Ends the browser. It may be used again: it starts anew."""
        await self._drop()
        if self._playwright is not None:
            playwright, self._playwright = self._playwright, None
            await playwright.stop()

    async def _running(self) -> Browser:
        from playwright.async_api import Error, async_playwright

        async with self._starting:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            if self._playwright is None:
                self._playwright = await async_playwright().start()
            path = find_chromium(self._path)
            try:
                self._browser = await self._playwright.chromium.launch(
                    executable_path=path,
                    args=list(_ARGUMENTS),
                    # Chromium refuses to run sandboxed as root.
                    chromium_sandbox=os.geteuid() != 0,
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                )
            except Error as error:
                raise NoBrowserError(f"{path} does not start: {_line(error)}") from error
            logger.info("Chromium %s shows the pages of portals that need a browser", self._browser.version)
            return self._browser

    async def _drop(self) -> None:
        browser, self._browser = self._browser, None
        if browser is None:
            return  # nothing was started, and the extra may not be there
        from playwright.async_api import Error

        try:
            await asyncio.wait_for(browser.close(), _GRACE)
        except (Error, TimeoutError) as error:
            logger.warning("Chromium did not end by itself: %s", _line(error))


class _View:
    """One page while it is shown."""

    def __init__(
        self, url: str, first: Answer, answer: Callable[[Asked], Awaitable[Answer | None]], patience: float
    ) -> None:
        self._url = url
        self._first: Answer | None = first
        self._answer = answer
        self._patience = patience
        self._page: Page | None = None
        self._under_way = 0
        self._times: Counter[str] = Counter()
        self._moves = 0
        self._latest = 0.0

    async def show(self, page: Page, turns: bool) -> Shown:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._patience
        self._page = page
        page.on("popup", lambda popup: popup.close())
        await page.goto(self._url, wait_until="commit", timeout=0)
        await self._settle(ends)
        url, html = urldefrag(page.url).url, await page.content()
        if turns:
            # Half of what is left: the page itself must not be lost to the last turn.
            ends += self._patience / 2
            more = await turn_pages(page, lambda: self._settle(ends), lambda: loop.time() < ends)
            above, end, below = html.rpartition("</body>")
            html = above + "".join(more) + end + below
        return Shown(url, html)

    async def _settle(self, ends: float) -> None:
        """Waits until the page is quiet, or until the loop's time ``ends``."""
        loop = asyncio.get_running_loop()
        self._latest = loop.time()
        while loop.time() < ends and (self._under_way or loop.time() - self._latest < _QUIET):
            await asyncio.sleep(0.1)

    async def route(self, route: Route, request: Request) -> None:
        """Answers one request of the page."""
        from playwright.async_api import Error

        kind = self._kind(request)
        answer: Answer | None = None
        self._under_way += 1
        try:
            if kind == "document" and self._first is not None:
                answer, self._first = self._first, None
            elif kind:
                headers = dict(request.headers)
                asked = Asked(request.url, request.method, headers, request.post_data_buffer or b"", kind)
                answer = await self._answer(asked)
        finally:
            self._under_way -= 1
            if kind:
                self._latest = asyncio.get_running_loop().time()
        try:
            if answer is not None:
                await route.fulfill(status=answer.status, headers=answer.headers, body=answer.body)
            elif request.resource_type == "stylesheet":
                await route.fulfill(status=200, headers={"content-type": "text/css"}, body=b"")
            elif kind == "document":
                await route.fulfill(status=204)  # the page stays as it is
            else:
                await route.abort()
        except Error as error:  # the page was closed meanwhile
            logger.debug("%s: %s", request.url, _line(error))

    def _kind(self, request: Request) -> str:
        """What is asked for, or ``""`` for what a page is not given: pictures, fonts, frames, popups, too much."""
        kind = request.resource_type
        address = request.url
        if kind not in _LOADED or not address.startswith(("http://", "https://")):
            return ""
        if kind == "document":
            if not self._is_own(request) or self._moves >= _MOST_MOVES:
                return ""
            self._moves += 1
            return "document"
        self._times[address] += 1
        if self._times[address] > _MOST_REPEATS or self._times.total() > MOST_ANSWERS:
            return ""
        return "script" if kind == "script" else "data"

    def _is_own(self, request: Request) -> bool:
        """Whether the page itself goes somewhere: no frame in it, no window that it opened."""
        from playwright.async_api import Error

        try:
            return self._page is not None and request.frame == self._page.main_frame
        except Error:  # a window that has no frame yet
            return False


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
