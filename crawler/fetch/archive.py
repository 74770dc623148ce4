"""Every answer is kept: each response, obstacles and errors too, goes to a WARC file before anything uses it.

The body is stored as received (still gzip or br where the server sent it so) with the headers as received:
that is exact, and a replay passes through the same unpacking as the crawl did. Only transfer coding is gone,
so ``Content-Length`` states the length of what is stored.
"""

from __future__ import annotations

import asyncio
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetch.outcomes import ArchiveFailed
from crawler.fetch.warc import Archived, Fields, WarcWriter

logger = logging.getLogger(__name__)

_TRUNCATED = {"dataloss": "length", "partial": "disconnect"}


class StampMiddleware:
    """Puts the time of the answer into ``request.meta["fetched_at"]`` (ISO 8601, UTC, whole seconds)."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Does not apply to a replay: there the archive knows when."""
        if crawler.settings["GOV_REPORTS_REPLAY"]:
            raise NotConfigured("replayed from an archive, which states the time")
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, unchanged."""
        request.meta["fetched_at"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return response


class ArchiveMiddleware:
    """Writes every response to ``GOV_REPORTS_ARCHIVE``, in a thread of its own (0.5 ms a page of CPU).

    ``request.meta["archive"]`` is then ``(file name, offset)``, written before the response is passed on. A run
    that finds no room for its answers ends with the reason ``archive_failed``.
    """

    def __init__(self, crawler: Crawler, folder: Path) -> None:
        self._crawler = crawler
        self._folder = folder
        self._largest = crawler.settings.getfloat("GOV_REPORTS_ARCHIVE_MB", 512) * 1024 * 1024
        # Process number beside the time: shards of one crawl share the folder.
        self._name = f"gov-reports-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}"
        self._writer: WarcWriter | None = None
        self._serial = 0
        self._failed = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        crawler.signals.connect(self._spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Applies unless the setting is empty or the crawl is itself served from an archive."""
        folder = crawler.settings.get("GOV_REPORTS_ARCHIVE", "")
        if not folder:
            raise NotConfigured("GOV_REPORTS_ARCHIVE is empty")
        if crawler.settings["GOV_REPORTS_REPLAY"]:
            raise NotConfigured("replayed from an archive: nothing new to keep")
        return cls(crawler, Path(folder))

    def process_request(self, request: Request) -> None:
        """Forgets where an earlier answer lies: a redirect or retry brings its own."""
        request.meta.pop("archive", None)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The response, once it is in the file; raises :class:`ArchiveFailed`."""
        if response.status == 304:  # has no body; in a replay it would stand before the answer that has
            return response
        if self._failed:
            raise ArchiveFailed("the archive could not be written")
        try:
            loop = asyncio.get_running_loop()
            request.meta["archive"] = await loop.run_in_executor(self._thread, self._write, request, response)
        except OSError as error:
            raise self._give_up(error) from error
        return response

    def _write(self, request: Request, response: Response) -> tuple[str, int]:
        writer = self._writer
        if writer is not None and writer.size >= self._largest:
            writer.close()
            writer = None
        if writer is None:
            self._serial += 1
            writer = WarcWriter(self._folder / f"{self._name}-{self._serial:05}.warc.gz", self._info())
            self._writer = writer
        parts = urlparse_cached(request)
        offset = writer.write(
            Archived(
                url=request.url,
                status=response.status,
                headers=_fields(response.headers),
                body=response.body,
                fetched_at=request.meta["fetched_at"],
                truncated=next((_TRUNCATED[flag] for flag in response.flags if flag in _TRUNCATED), ""),
            ),
            method=request.method,
            target=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
            request_headers=[(b"Host", parts.netloc.encode()), *_fields(request.headers)],
            request_body=request.body,
            ip=str(response.ip_address or ""),
        )
        return writer.path.name, offset

    def _info(self) -> dict[str, str]:
        settings = self._crawler.settings
        return {
            "software": str(settings["BOT_NAME"]),
            "format": "WARC File Format 1.0",
            "http-header-user-agent": str(settings["USER_AGENT"]),
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "created": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }

    def _give_up(self, error: OSError) -> ArchiveFailed:
        reason = f"archive {self._folder}: {error.strerror}"
        if not self._failed:
            self._failed = True
            logger.error("%s; the run ends, what was stored stays", reason)
            assert self._crawler.engine is not None
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="archive_failed"))
        return ArchiveFailed(reason)

    def _spider_closed(self) -> None:
        self._thread.shutdown(wait=True)
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _fields(headers: Headers) -> Fields:
    return [(name, value) for name in headers for value in headers.getlist(name)]
