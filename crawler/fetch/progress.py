"""A line a minute that says how far the crawl has come."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from typing import Any, Protocol

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from crawler.fetch.frontier import Frontier
from crawler.fetch.ledger import Ledger
from crawler.fetch.outcome import Outcome

logger = logging.getLogger(__name__)


class ProgressSession(Protocol):
    """What the progress line needs of a run."""

    frontier: Frontier
    ledger: Ledger
    closed_sites: dict[str, Outcome]


class Progress:
    """Logs, every LOGSTATS_INTERVAL seconds (0: never), pages fetched and due, reports, sites left alone."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._interval = crawler.settings.getfloat("LOGSTATS_INTERVAL")
        self._clock = create_looping_call(self._look)
        self._fetched = 0
        if self._interval > 0:
            crawler.signals.connect(self._start, signals.spider_opened)
            crawler.signals.connect(self._stop, signals.spider_closed)

    def _start(self) -> None:
        self._clock.start(self._interval, now=False)

    def _stop(self) -> None:
        if self._clock.running:
            self._clock.stop()

    def _look(self) -> None:
        spider: Any = self._crawler.spider
        session: ProgressSession = spider.session
        run_id = session.ledger.run.id
        before, self._fetched = self._fetched, session.frontier.spent_requests.total()
        rate = (self._fetched - before) * 60 / self._interval
        text = f"{self._fetched} pages fetched ({rate:.0f} a minute), {len(session.frontier)} due"
        if session.closed_sites:
            text += f", {len(session.closed_sites)} sites left alone"
        # Counted in the writer's turn: only there it is known what is stored.
        count = session.ledger.write(
            lambda db: db.conn.execute("SELECT count(*) FROM reports WHERE run_id = ?", (run_id,)).fetchone()[0]
        )
        if count is not None:
            count.add_done_callback(lambda counted: _say(text, counted))


def _say(text: str, counted: Future[int]) -> None:
    if counted.exception() is None:  # else the ledger says it
        logger.info("%s; %d reports new or changed", text, counted.result())
