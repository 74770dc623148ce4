"""Downloading over HTTP, every request counted: nothing is sent twice behind the crawl's back."""

from __future__ import annotations

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler


class StrictHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https without Twisted's silent second try.

    Twisted repeats a request at once when a kept-open connection breaks. That is two requests within the
    delay, and one more than the retries allow; here it is a failure that is retried in pace.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
