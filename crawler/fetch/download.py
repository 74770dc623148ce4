"""Downloading over HTTP, every request counted and every certificate looked at."""

from __future__ import annotations

from typing import cast

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.web.iweb import IPolicyForHTTPS

from crawler.fetch.certificates import NotingContextFactory
from crawler.fetch.signals import certificate_unverified


class StrictHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https without Twisted's silent second try.

    Twisted repeats a request at once when a kept-open connection breaks. That is two requests within the
    delay, and one more than the retries allow; here it is a failure that is retried in pace.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
        if not crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            factory = NotingContextFactory.from_crawler(crawler, note=self._note)
            self._contextFactory = cast("IPolicyForHTTPS", factory)
        self._crawler_signals = crawler.signals

    def _note(self, host: str, problem: str) -> None:
        self._crawler_signals.send_catch_log(signal=certificate_unverified, host=host, problem=problem)
