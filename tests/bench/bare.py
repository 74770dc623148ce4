"""The yardstick of a crawl: bare Scrapy, default middlewares, that fetches pages and does nothing with them.

``python -m tests.bench.bare FILE``: one URL a line.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class BareSpider(Spider):
    """Fetches every URL of a file."""

    name = "bare"
    urls: str

    async def start(self) -> AsyncIterator[Any]:
        """One request for each line of the file."""
        for url in Path(self.urls).read_text(encoding="utf-8").split():
            yield Request(url)

    def parse(self, response: Response, **_: Any) -> None:
        """Nothing: this is the floor."""


if __name__ == "__main__":
    process = CrawlerProcess({"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False})
    process.crawl(BareSpider, urls=sys.argv[1])
    process.start()
