"""A log of what went wrong, not of every page: the ledger knows the pages."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Request, Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """No line per page and no dump of items, which hold whole reports."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """Nothing: see ``pages``."""
        return None

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """Nothing: see ``reports``."""
        return None

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """The page, not its content."""
        return {
            "level": logging.ERROR,
            "msg": "Error storing %(url)s",
            "args": {"url": getattr(response, "url", "a page")},
        }


#: What Scrapy says at its start and end for its developers: versions, settings, middlewares, and a rate that the
#: crawl's own progress line says better.
_FOR_DEVELOPERS = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.extensions.logstats",
    "scrapy.middleware",
    "scrapy.utils.log",
)


def keep_short() -> None:
    """Leaves Scrapy's own notes out of the log; its warnings stay. For who has not asked for a log level."""
    for name in _FOR_DEVELOPERS:
        # A filter, not a level: those Scrapy sets back when it starts.
        logging.getLogger(name).addFilter(_is_warning)


def _is_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
