"""Which sites are left alone for the rest of this run, and why: one memory that the components share."""

from __future__ import annotations

import logging
from typing import Self
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.fetch import signals
from crawler.fetch.outcomes import Outcome, SiteClosed

logger = logging.getLogger(__name__)
_nights: WeakKeyDictionary[Crawler, Night] = WeakKeyDictionary()


class Night:
    """The sites closed in one run. ``Night.of(crawler)`` is the same object for all components of a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._signals = crawler.signals
        self.closed: dict[str, Outcome] = {}

    @classmethod
    def of(cls, crawler: Crawler) -> Night:
        """The night of this crawl."""
        night = _nights.get(crawler)
        if night is None:
            night = _nights[crawler] = cls(crawler)
        return night

    def close(self, site: str, outcome: Outcome) -> None:
        """Leave ``site`` alone from now on. Sends ``site_closed`` the first time."""
        if site in self.closed:
            return
        self.closed[site] = outcome
        logger.warning("%s is left alone for this run: %s (%s)", site, outcome.outcome, outcome.detail)
        self._signals.send_catch_log(signal=signals.site_closed, site=site, outcome=outcome)


class ClosedSitesMiddleware:
    """Ends requests to a closed site before anything is asked of it."""

    def __init__(self, night: Night) -> None:
        self._night = night

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Applies to every crawl."""
        return cls(Night.of(crawler))

    def process_request(self, request: Request) -> None:
        """Raises :class:`SiteClosed` for a site that was closed earlier in this run."""
        site = request.meta["download_slot"]
        outcome = self._night.closed.get(site)
        if outcome is not None:
            raise SiteClosed(f"{site} is left alone: {outcome.outcome} ({outcome.detail})")
