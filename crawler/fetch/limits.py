"""Limits on one request: how long a body may take, and how broken it may be."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

#: An attachment may take so many times DOWNLOAD_TIMEOUT: 50 MB do not come in the time of a page.
ATTACHMENT_FACTOR = 3


class LimitsMiddleware:
    """Sets ``download_timeout`` (it covers the body, so a slow drip ends too) and tolerance by kind of page.

    A body shorter than its Content-Length is fetched again; on the last attempt it is taken as it comes, with
    the flag ``dataloss``, since some servers always state a wrong length.
    """

    def __init__(self, timeout: float, retries: int) -> None:
        self._timeout = timeout
        self._retries = retries

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Applies to every crawl."""
        return cls(crawler.settings.getfloat("DOWNLOAD_TIMEOUT"), crawler.settings.getint("RETRY_TIMES"))

    def process_request(self, request: Request) -> None:
        """Puts the limits into ``request.meta``."""
        factor = ATTACHMENT_FACTOR if request.meta.get("page_kind") == "attachment" else 1
        request.meta.setdefault("download_timeout", self._timeout * factor)
        if request.meta.get("retry_times", 0) >= self._retries:
            request.meta["download_fail_on_dataloss"] = False
