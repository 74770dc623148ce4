"""Completes a report page with its further pages (分页) and its files (附件、图片版): fetched, then read with it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import msgspec
from scrapy import Request
from scrapy.http import Response

from crawler.fetch.files import Fetched, FileFetcher
from crawler.fetch.outcome import Outcome
from crawler.fetch.target import Target
from crawler.platforms import Fetch
from crawler.platforms.canonical import canonical, twin_key
from crawler.platforms.shells import as_shown
from crawler.records import Attachment, Context, Document
from crawler.report.files import File, State
from crawler.report.join import Part
from crawler.report.merge import without_reading
from crawler.report.parts import most as most_parts
from crawler.report.wanted import lacks_body
from crawler.walk.examination import Examined
from crawler.walk.examine import examine_files, examine_parts, further_parts
from crawler.walk.session import Session
from crawler.workers import ReadingError

logger = logging.getLogger(__name__)

_TOO_LARGE = ("too_large", "gzip_bomb")


class Gatherer:
    """The files of one run's reports. ``download`` is the engine's, below the scheduler: middlewares apply."""

    def __init__(self, session: Session, download: Callable[[Request], Awaitable[Response]]) -> None:
        self._session = session
        self._fetcher = FileFetcher(download, twin_key)
        self._taken: dict[str, str] = {}

    def report_of(self, url: str) -> str:
        """The first page of the report that the page at ``url`` was taken as a part of in this run, or ""."""
        return self._taken.get(twin_key(url), "")

    def lacks_something(self, item: Examined) -> bool:
        """Whether the item is a report that this run wants, with further pages or files to fetch."""
        examination = item.examination
        if examination is None or examination.reading.report is None or item.visit.outcome.state != "done":
            return False
        years, year = self._session.selection.years, examination.reading.report.year
        further = examination.reading.parts is not None and bool(examination.reading.parts.urls)
        return (bool(examination.files) or further) and (years is None or year in years)

    async def complete(self, item: Examined, document: Document, context: Context) -> Examined:
        """The item with its further pages and files, and the report that all of them make together.

        Where a report lies in files of which some could not even be tried (the run or the site ends), the page
        is left as it was: due.
        """
        self._session.frontier.occupy(item.target.url)
        try:
            parts = await self._parts(item)
            if parts:
                item = await self._with_parts(item, document, context, parts)
            assert item.examination is not None
            files = [await self._fetch(item.target, file.url, file.name) for file in item.examination.files]
        finally:
            self._session.frontier.release(item.target.url)
        return await self._with_files(item, document, context, parts, files) if files else item

    async def as_shown(self, page: Target, document: Document, asks: list[Fetch]) -> Document | None:
        """The empty article of ``page`` with the text that its script asks for; None where that could not be had."""
        self._session.frontier.occupy(page.url)
        try:
            fetched = [await self._send(page, ask) for ask in asks]
        finally:
            self._session.frontier.release(page.url)
        return as_shown(document, [one.document for one in fetched if one.document is not None])

    async def _send(self, page: Target, ask: Fetch) -> Fetched:
        target = msgspec.structs.replace(
            _part(page, ask.url), method=ask.method, body=ask.body, headers=_sent_headers(ask)
        )
        return await self._get(page, target)

    async def _parts(self, item: Examined) -> list[Fetched]:
        """The further pages of the report, in order; each may show where the next one is."""
        assert item.examination is not None
        parts = item.examination.reading.parts
        waiting = list(parts.urls) if parts is not None else []
        count = None if parts is None else parts.count
        known = {twin_key(item.target.url)}
        fetched: list[Fetched] = []
        while waiting and len(fetched) + 1 < most_parts():
            url = waiting.pop(0)
            if twin_key(url) in known or not self._session.guests.may_ask(_part(item.target, url)):
                continue
            known.add(twin_key(url))
            self._taken[twin_key(url)] = item.target.url
            fetched.append(await self._fetch(item.target, url, f"第{len(fetched) + 2}页"))
            if not waiting and (count is None or len(fetched) + 1 < count):
                waiting = await self._further(fetched[-1], item.target.url)
        return fetched

    async def _further(self, part: Fetched, first: str) -> list[str]:
        if part.document is None:
            return []
        try:
            return await self._session.readers.pages.run(further_parts, part.document, first)
        except ReadingError as error:
            logger.error("%s: %s: %s", part.target.url, error.outcome, error)
            return []

    async def _with_parts(self, item: Examined, document: Document, context: Context, parts: list[Fetched]) -> Examined:
        try:
            whole = await self._session.readers.files.run(examine_parts, document, context, _as_parts(parts))
        except ReadingError as error:
            logger.error("%s: its pages: %s: %s", item.target.url, error.outcome, error)
            return item  # its finding says that it is one of several
        assert item.examination is not None
        if whole.reading.report is not None:
            item.examination.reading, item.examination.files = whole.reading, whole.files
        return msgspec.structs.replace(item, parts=[(one.target, one.visit) for one in parts])

    async def _with_files(
        self, item: Examined, document: Document, context: Context, parts: list[Fetched], fetched: list[Fetched]
    ) -> Examined:
        examination = item.examination
        assert examination is not None and examination.reading.report is not None
        untried = [one.visit.outcome for one in fetched if one.visit.outcome.state == "pending"]
        if untried and lacks_body(examination.reading.report):
            visit = msgspec.structs.replace(item.visit, outcome=untried[0])
            return Examined(item.target, visit)
        files = [_file(attachment, one) for attachment, one in zip(examination.files, fetched, strict=True)]
        further = _as_parts(parts) if item.parts else []
        try:
            together = await self._session.readers.files.run(examine_files, document, context, files, further)
        except ReadingError as error:
            logger.error("%s: its files: %s: %s", item.target.url, error.outcome, error)
            examination.reading = without_reading(examination.reading, files, error.line)
        else:
            examination.reading = together.reading
        return msgspec.structs.replace(item, files=[(one.target, one.visit) for one in fetched])

    async def _fetch(self, page: Target, address: str, name: str) -> Fetched:
        return await self._get(page, _part(page, address, name))

    async def _get(self, page: Target, target: Target) -> Fetched:
        self._session.guests.may_ask(target)  # opens it, where the report is a guest; else the downloader refuses
        fetched, asked = await self._fetcher.get(target)
        if asked:
            self._session.frontier.claim(target.url)
            self._session.frontier.spent_requests[page.portal_id] += 1
        return msgspec.structs.replace(fetched, target=target)


def _sent_headers(ask: Fetch) -> dict[str, str]:
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"} if ask.method == "POST" else {}
    return form | ask.headers


def _part(page: Target, address: str, name: str = "") -> Target:
    """A file or further page of a report page as a page of the ledger."""
    return Target(
        url=canonical(address) or address,
        portal_id=page.portal_id,
        kind="attachment",
        depth=page.depth + 1,
        anchor=name,
        parent=page.key,
    )


def _as_parts(fetched: list[Fetched]) -> list[Part]:
    """Further pages as the reading takes them."""
    return [
        Part(one.target.url, one.document, one.visit.outcome.detail or one.visit.outcome.outcome) for one in fetched
    ]


def _file(attachment: Attachment, fetched: Fetched) -> File:
    """The file as the reading takes it."""
    outcome = fetched.visit.outcome
    if fetched.document is not None:
        return File(attachment, fetched.document)
    attachment.state = _state(outcome)
    return File(attachment, None, outcome.detail or outcome.outcome)


def _state(outcome: Outcome) -> State:
    if outcome.outcome in _TOO_LARGE:
        return "too_large"
    # Not tried since the site is left alone for the night: nothing failed, and it stays due with its page.
    return "blocked" if outcome.state in ("blocked", "pending") else "failed"
