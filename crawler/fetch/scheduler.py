"""A Scrapy scheduler that is the ledger: what is due, not what some queue file remembers.

New pages go into the ledger the moment they are found and into the run's :class:`Frontier`; the engine gets
them back one per site at a time. Requests that a middleware sends again (retries, redirects) are no new pages:
they go straight back. Scrapy's JOBDIR is neither used nor needed.
"""

from __future__ import annotations

import heapq
from time import monotonic
from typing import Protocol, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler

from crawler.fetch import signals
from crawler.fetch.frontier import Frontier
from crawler.fetch.outcomes import Outcome
from crawler.fetch.target import Target

#: ``request.meta`` key of the :class:`Target` that a request fetches.
TARGET = "target"

#: Set in ``request.meta`` once the engine has the request: what comes back with it is a page under way.
_UNDER_WAY = "under_way"

#: The engine looks for work at least this often (seconds), so a site may be held this much less than asked:
#: the downloader waits for the rest to the millisecond.
_HEARTBEAT = 5.0


class LedgerSession(Protocol):
    """What the scheduler needs of a run."""

    frontier: Frontier

    def fill_frontier(self) -> None:
        """Puts the pages that are due in this run into the frontier."""
        ...

    def record_page(self, target: Target) -> bool:
        """Writes a new page into the ledger; whether it is to be fetched in this run."""
        ...


class LedgerSpider(Protocol):
    """What the scheduler needs of a spider."""

    session: LedgerSession

    def request_for(self, target: Target) -> Request:
        """The request that fetches a page of the ledger."""
        ...


class LedgerScheduler:
    """``SCHEDULER`` of the crawl. The spider has the run's frontier and its ledger.

    The spider says that a page is answered by ``frontier.release``, first thing in callback and errback.
    """

    def __init__(self, crawler: Crawler, spider: LedgerSpider) -> None:
        self._spider = spider
        self._session = spider.session
        self._frontier = spider.session.frontier
        self._held: dict[str, float] = {}
        self._again: list[tuple[float, int, Request]] = []
        self._serial = 0
        crawler.signals.connect(self._site_closed, signal=signals.site_closed)
        crawler.signals.connect(self._site_held, signal=signals.site_held)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the one spider that keeps a ledger."""
        return cls(crawler, crawler.spider)  # type: ignore[arg-type]

    def open(self, spider: Spider) -> None:
        """Fills the frontier with what the ledger says is due."""
        self._session.fill_frontier()

    def close(self, reason: str) -> None:
        """Nothing to save: what was not fetched is pending in the ledger."""

    def has_pending_requests(self) -> bool:
        """Whether a page waits for its turn."""
        return bool(self._again or len(self._frontier))

    def enqueue_request(self, request: Request) -> bool:
        """Takes a new page (False when it is none, or not for this run) or one that is sent again."""
        target: Target | None = request.meta.get(TARGET)
        if target is None or request.meta.get(_UNDER_WAY):
            ready = self._held.get(request.meta.get("download_slot", ""), 0.0)
            self._serial += 1
            heapq.heappush(self._again, (ready, self._serial, request))
            return True
        if not self._frontier.discover(target):
            return False
        if not self._session.record_page(target):
            return False
        self._frontier.push(target)
        return True

    def next_request(self) -> Request | None:
        """The next request, or None while every site with due pages is busy or held."""
        if self._again and self._again[0][0] <= monotonic():
            return heapq.heappop(self._again)[2]
        target = self._frontier.take()
        if target is None:
            return None
        request = self._spider.request_for(target)
        request.meta[_UNDER_WAY] = True
        return request

    def _site_closed(self, site: str, outcome: Outcome) -> None:
        """What waited to be sent again ends now, as what it was closed for, and not when its wait is over."""
        self._frontier.close(site)
        self._held.pop(site, None)
        self._again = [
            (0.0 if request.meta.get("download_slot") == site else ready, serial, request)
            for ready, serial, request in self._again
        ]
        heapq.heapify(self._again)

    def _site_held(self, site: str, seconds: float) -> None:
        if seconds > _HEARTBEAT:
            self._held[site] = monotonic() + seconds - _HEARTBEAT
            self._frontier.hold(site, seconds - _HEARTBEAT)
