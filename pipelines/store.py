"""Stores what a page held and marks it done, in one step: both happen or neither."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, Self

from scrapy.crawler import Crawler
from sqlite_utils import Database

from crawler.dataset.reports import Stored, absorb_part, mark_vanished, store_report
from crawler.fetch import ledger, sightings
from crawler.fetch.learnt import ListSeen, learn, mark_broken
from crawler.fetch.ledger import Ledger
from crawler.fetch.target import Key
from crawler.platforms import Fetch
from crawler.platforms.asking import list_of
from crawler.records import Report
from crawler.walk.examination import Examined
from crawler.walk.follow import is_of_list, lists_reports

#: So many writes may wait before the crawl waits for them (some 20 MB of reports).
_BACKLOG = 2000


class StorePipeline:
    """Writes through the run's ledger, in order: the children of a page are in it before the page is done."""

    def __init__(self, books: Ledger) -> None:
        self._ledger = books

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the spider that keeps a ledger."""
        spider: Any = crawler.spider
        return cls(spider.session.ledger)

    async def process_item(self, item: Examined) -> Examined:
        """The item, its writes queued."""
        run_id = self._ledger.run.id
        future = self._ledger.write(lambda database: store(database, item, run_id))
        if future is not None and self._ledger.backlog > _BACKLOG:
            await asyncio.wait([asyncio.wrap_future(future)])
        return item


def store(database: Database, item: Examined, run_id: int) -> Stored | None:
    """Stores the report of a page, says what else the page shows, and marks the page."""
    db, target, visit = database.conn, item.target, item.visit
    report = item.examination.reading.report if item.examination is not None else None
    stored: Stored | None = None
    if report is not None:
        stored = _store_report(database, item, report, run_id)
    if visit.outcome.state == "unchanged":
        sightings.mark_page_seen(db, target.key, visit.at)
        sightings.mark_children_listed(db, target.key, visit.at)
    elif visit.outcome.state == "gone":
        for url in {target.url, *sightings.report_urls(db, target.key)}:
            mark_vanished(database, url, visit.at)
    elif item.examination is not None and (listing := item.examination.listing) is not None:
        sightings.mark_listed(db, (entry.url for entry in listing.entries), visit.at)
    elif item.examination is not None and target.kind == "list":  # a column that shows its reports itself, by years
        sightings.mark_listed(db, (lead.url for lead in item.examination.leads), visit.at)
    for part, fetched in item.parts:
        ledger.add_part(db, part, fetched, run_id)
        if report is not None:
            absorb_part(database, part.url, report.body)
    _learn(database, item)
    for file, fetched in item.files:
        ledger.add_file(db, file, fetched, run_id)
    ledger.mark(db, target.key, visit, run_id)
    return stored


def _learn(database: Database, item: Examined) -> None:
    """Keeps what the page shows of a list of reports, or that it is none any more."""
    db, target, visit, examination = database.conn, item.target, item.visit, item.examination
    listing = examination.listing if examination is not None else None
    if listing is not None and listing.again:
        return
    if examination is not None and listing is not None and lists_reports(target, examination):
        page = examination.reading.page
        column = page.meta.get("columnname") or target.anchor or target.column
        reports = sum(lead.kind == "report" for lead in examination.leads)
        seen = ListSeen(listing.platform, column, listing.total, len(listing.entries), reports)
        # A column beside it (乡镇年报) that states its own total is no further page, though a list led to it.
        parent = target.parent if listing.total is None or is_of_list(target) else None
        learn(db, target.key, target.portal_id, parent, seen, visit.at, partial(_list_of, target.headers))
    elif target.kind == "list" and (visit.outcome.state == "gone" or examination is not None):
        mark_broken(db, target.key, visit.at)


def _list_of(headers: dict[str, str], key: Key) -> Key:
    url, method, body = key
    return list_of(Fetch(url, "POST" if method == "POST" else "GET", body, headers))


def _store_report(database: Database, item: Examined, report: Report, run_id: int) -> Stored:
    return store_report(
        database,
        report,
        run_id,
        item.visit.at,
        portal_id=item.target.portal_id,
        page_id=ledger.page_id(database.conn, item.target.key),
    )
