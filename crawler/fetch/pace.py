"""The pace: one stream per site, never faster than DOWNLOAD_DELAY; robots.txt, Retry-After and failures only
ever lengthen it.

The pause counts from the end of the previous answer, not from the start of the previous request as in bare
Scrapy: that alone guarantees that a site never sees two requests closer than the delay, however long each took
to reach it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request, signals
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetch import slots
from crawler.fetch.ending import PromptEnd
from crawler.fetch.night import Night
from crawler.fetch.outcomes import Outcome, SiteClosed, outcome_of, outcome_of_status
from crawler.fetch.signals import site_closed, site_held

logger = logging.getLogger(__name__)

#: Longest pause after failures, in seconds.
LONGEST_BACK_OFF = 300.0
#: A site that asks for more than this with Retry-After is left alone for the night, in seconds.
LONGEST_WAIT = 600.0

_FAILURES = frozenset({"dns", "refused", "unreachable", "tls", "timeout", "reset", "bad_response"})
#: Failures that concern the address of a host and cost its server nothing: no need to slow down.
_UNCONNECTED = frozenset({"dns", "refused", "unreachable", "tls"})


class Pace:
    """Lengthens delays and holds sites. One object per crawl: ``crawler.get_downloader_middleware(Pace)``."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings["GOV_REPORTS_REPLAY"]:
            raise NotConfigured("replayed from an archive: there is nobody to wait for")
        self._crawler = crawler
        self._night = Night.of(crawler)
        self._give_up = crawler.settings.getint("GOV_REPORTS_GIVE_UP", 5)
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._failures: Counter[str] = Counter()  # by host, in a row
        self._answered: set[str] = set()  # sites that answered in this run
        self._end = PromptEnd(crawler)  # who makes requests wait lets them go; signals hold no references
        crawler.signals.connect(self._response_downloaded, signals.response_downloaded)
        crawler.signals.connect(self._site_closed, site_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Does not apply (NotConfigured) to a crawl that is served from an archive."""
        return cls(crawler)

    @property
    def _downloader(self) -> Downloader:
        assert self._crawler.engine is not None
        return self._crawler.engine.downloader

    def lengthen(self, site: str, delay: float) -> None:
        """The site's delay becomes at least ``delay`` seconds, for good."""
        slots.lengthen(self._downloader, site, delay)

    def hold(self, site: str, seconds: float) -> None:
        """Sends nothing to the site for so many seconds. Sends ``site_held``."""
        if slots.hold(self._downloader, site, seconds):
            self._crawler.signals.send_catch_log(signal=site_held, site=site, seconds=seconds)

    def _site_closed(self, site: str, outcome: Outcome) -> None:
        slots.drain(self._downloader, site, SiteClosed(f"{site} is left alone: {outcome.outcome}"))

    def _response_downloaded(self, response: Response, request: Request) -> None:
        # Runs before the downloader looks for the slot's next request, unlike process_response.
        site = request.meta["download_slot"]
        slots.count_from_now(self._downloader, site)
        self._answered.add(site)
        if response.status != 429 and response.status < 500:
            self._failures[_host(request)] = 0
            return
        wait = retry_after(response) if response.status in (429, 503) else None
        if wait is not None and wait > LONGEST_WAIT:
            # Left alone, not held: nothing waits for it, so that the run ends when the others are done.
            self._night.close(site, Outcome("blocked", "rate_limited", f"Retry-After: {wait:.0f} s"))
            return
        self._count_failure(request, outcome_of_status(response.status), wait or 0.0)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Counts a failed attempt; holds the site, or gives it up after too many in a row."""
        outcome = outcome_of(exception)
        # Only what the downloader met; an exception that a component raised has been counted as what it was.
        if outcome.outcome in _FAILURES and not hasattr(exception, "outcome"):
            self._count_failure(request, outcome, 0.0)

    def _count_failure(self, request: Request, outcome: Outcome, wait: float) -> None:
        site, host = request.meta["download_slot"], _host(request)
        self._failures[host] += 1
        count = self._failures[host]
        if outcome.outcome not in _UNCONNECTED:
            # In proportion to the stated pace: 4, 8, 16 … times the delay.
            wait = max(wait, min(self._delay * 2 ** (count + 1), LONGEST_BACK_OFF))
        if count >= self._give_up and (site not in self._answered or outcome.outcome not in _UNCONNECTED):
            # A dead host among a site's many is no reason to leave the living ones.
            detail = f"{count} failures in a row, the last: {outcome.detail}"
            self._night.close(site, Outcome(outcome.state, outcome.outcome, detail))
        elif wait:
            logger.debug("%s waits %.1f s: %s", site, wait, outcome.detail)
            self.hold(site, wait)


def _host(request: Request) -> str:
    return urlparse_cached(request).netloc.lower()


def retry_after(response: Response, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """Seconds that the answer's Retry-After asks for (number or HTTP date), ``None`` if it states none."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now()).total_seconds())
