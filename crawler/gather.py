"""Completes a report page with its files: fetches them, has page and files read together (附件、图片版)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import msgspec
from scrapy import Request
from scrapy.http import Response

from crawler.examine import Examined, examine_files
from crawler.fetch.files import Fetched, FileFetcher
from crawler.fetch.frontier import Target
from crawler.fetch.outcome import Outcome
from crawler.platforms.canonical import canonical, twin_key
from crawler.records import Attachment, Context, Document
from crawler.report.merge import File, State, without_reading
from crawler.report.wanted import lacks_body
from crawler.session import Session
from crawler.workers import ReadingError

logger = logging.getLogger(__name__)

_TOO_LARGE = ("too_large", "gzip_bomb")


class Gatherer:
    """The files of one run's reports. ``download`` is the engine's, below the scheduler: middlewares apply."""

    def __init__(self, session: Session, download: Callable[[Request], Awaitable[Response]]) -> None:
        self._session = session
        self._fetcher = FileFetcher(download, twin_key)

    def lacks_files(self, item: Examined) -> bool:
        """Whether the item is a report that this run wants, with files to fetch."""
        examination = item.examination
        if examination is None or examination.reading.report is None or item.visit.outcome.state != "done":
            return False
        years, year = self._session.selection.years, examination.reading.report.year
        return bool(examination.files) and (years is None or year in years)

    async def complete(self, item: Examined, document: Document, context: Context) -> Examined:
        """The item with its files and the report that page and files make together.

        Where a report lies in files of which some could not even be tried (the run or the site ends), the page
        is left as it was: due.
        """
        examination = item.examination
        assert examination is not None and examination.reading.report is not None
        self._session.frontier.occupy(item.target.url)
        try:
            fetched = [await self._fetch(item.target, attachment) for attachment in examination.files]
        finally:
            self._session.frontier.release(item.target.url)
        untried = [one.visit.outcome for one in fetched if one.visit.outcome.state == "pending"]
        if untried and lacks_body(examination.reading.report):
            visit = msgspec.structs.replace(item.visit, outcome=untried[0])
            return Examined(item.target, visit)
        files = [_file(attachment, one) for attachment, one in zip(examination.files, fetched, strict=True)]
        try:
            together = await self._session.readers.files.run(examine_files, document, context, files)
        except ReadingError as error:
            logger.error("%s: its files: %s: %s", item.target.url, error.outcome, error)
            examination.reading = without_reading(examination.reading, files, error.line)
        else:
            examination.reading = together.reading
        return msgspec.structs.replace(item, files=[(one.target, one.visit) for one in fetched])

    async def _fetch(self, page: Target, attachment: Attachment) -> Fetched:
        url = canonical(attachment.url) or attachment.url
        target = Target(
            url=url,
            portal_id=page.portal_id,
            kind="attachment",
            depth=page.depth + 1,
            anchor=attachment.name,
            parent=page.key,
        )
        fetched, asked = await self._fetcher.get(target)
        if asked:
            self._session.frontier.claim(url)
            self._session.frontier.spent_requests[page.portal_id] += 1
        return msgspec.structs.replace(fetched, target=target)


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
