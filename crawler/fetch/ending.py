"""A crawl that is told to end does so at once, though requests wait in the downloader for their site's pause."""

from __future__ import annotations

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from crawler.fetch import slots
from crawler.fetch.outcomes import SiteClosed

#: How soon the end is noticed, in seconds: Scrapy has no signal for the moment at which a crawl begins to end.
_INTERVAL = 0.5


class PromptEnd:
    """Ends the requests that wait in the downloader's slots once the engine is closing; they stay due.

    Without it Ctrl-C waits for the longest Retry-After. Requests under way are finished.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._watch = create_looping_call(self._look)
        crawler.signals.connect(self._start, signals.engine_started)
        crawler.signals.connect(self._stop, signals.engine_stopped)

    def _start(self) -> None:
        self._watch.start(_INTERVAL, now=False)

    def _stop(self) -> None:
        if self._watch.running:
            self._watch.stop()

    def _look(self) -> None:
        engine = self._crawler.engine
        if engine is None or engine._slot is None or engine._slot.closing is None:
            return
        for site in list(engine.downloader.slots):
            slots.drain(engine.downloader, site, SiteClosed("the run ends"))
