"""``scrapy crawl gov_reports -a province=甘肃``: walks portals, finds and stores annual reports.

The spider only connects: what is due says the ledger, what a page is says the reading, where it leads
``crawler.walk.follow``, what becomes of it the pipelines.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, ClassVar, Self

import msgspec
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.settings import SETTINGS_PRIORITIES, Settings
from twisted.python.failure import Failure

from crawler import __version__
from crawler.catalogue.selection import Selection
from crawler.catalogue.sites import Scope
from crawler.fetch.browser import BROWSER
from crawler.fetch.components import DOWNLOADER_MIDDLEWARES, replay_settings
from crawler.fetch.ledger import Visit, now
from crawler.fetch.outcomes import Outcome
from crawler.fetch.robots import RobotsMiddleware
from crawler.fetch.scheduler import TARGET
from crawler.fetch.target import Target
from crawler.fetch.twins import outcome_at
from crawler.fetch.visits import document_of, visit_of
from crawler.platforms import Fetch
from crawler.platforms.columns import names_report_column
from crawler.platforms.rows import is_article
from crawler.platforms.sitemaps import is_sitemap
from crawler.reading.sniff import sniff
from crawler.records import Context, Document
from crawler.walk.examination import Examination, Examined, Hints
from crawler.walk.examine import examine, examine_sitemap
from crawler.walk.follow import described, follow, part_of
from crawler.walk.gather import Gatherer
from crawler.walk.scripts import Scripts
from crawler.walk.session import Session
from crawler.workers import ReadingError

#: What takes milliseconds to read; everything else is a file.
PAGE_FORMATS = frozenset(("html", "text", "data"))


class GovReportsSpider(Spider):
    """Arguments: ``province``, ``city``, ``county``, ``division``, ``years``, ``portals``, ``shard``, ``archive``."""

    name = "gov_reports"
    custom_settings: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        "SCHEDULER": "crawler.fetch.scheduler.LedgerScheduler",
        "DOWNLOADER_MIDDLEWARES": DOWNLOADER_MIDDLEWARES,
        # The ledger limits depth, length and number of addresses, every answer is ours to judge, and the requests
        # that leave the ledger were made anew: who led to them is not known there.
        "SPIDER_MIDDLEWARES_BASE": {},
        "ITEM_PIPELINES": {"pipelines.select.SelectPipeline": 100, "pipelines.store.StorePipeline": 200},
        "EXTENSIONS": {"crawler.fetch.summary.RunSummary": 500},
    }

    session: Session
    gatherer: Gatherer
    scripts: Scripts
    scope: Scope
    #: What the process is to end with, known when the spider is closed.
    exit_status = 1

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Opens the run. Raises ArgumentError, ArchiveError or DatasetError before any request."""
        selection = Selection.parse(kwargs)
        spider = super().from_crawler(crawler)
        if selection.archive is not None:
            crawler.settings.setdict(replay_settings(selection.archive), priority="cmdline")
        _introduce(crawler.settings)
        for note in selection.notes:
            spider.logger.info(note)
        spider.session = Session(selection, crawler.settings)
        spider.scope = spider.session.scope
        spider.gatherer = Gatherer(spider.session, spider._download)
        spider.scripts = Scripts(spider.session, spider._download)
        crawler.signals.connect(spider._on_idle, signal=signals.spider_idle)
        crawler.signals.connect(spider._on_sent, signal=signals.request_reached_downloader)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider._on_item, signal=signal)
        return spider

    def _on_sent(self, request: Request) -> None:
        """A request goes out to its site, for whatever it is."""
        self.session.sent[request.meta.get("portal_id") or ""] += 1

    def _on_item(self, item: Examined) -> None:
        """A page is done with, and what it leads to is queued: its portal may have nothing left."""
        self.session.note(item)
        if back := self.session.way_back(item):
            assert self.crawler.engine is not None
            self.crawler.engine.crawl(self.request_for(back))
        self.session.frontier.finish(item.target)
        self._ask_further(self.session.frontier.ended())

    def _on_idle(self) -> None:
        """Nothing is left of any portal; also where a run that goes on found nothing due."""
        if self._ask_further(self.session.portals):
            raise DontCloseSpider

    def _ask_further(self, portals: Iterable[str]) -> bool:
        """Asks the later resorts of these portals, where no column of reports was found; whether there is any."""
        assert self.crawler.engine is not None
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        named = robots.sitemaps if isinstance(robots, RobotsMiddleware) else lambda url: []
        targets = [target for portal_id in portals for target in self.session.later_resorts(portal_id, named)]
        for target in targets:
            self.crawler.engine.crawl(self.request_for(target))
        return bool(targets)

    async def start(self) -> AsyncIterator[Any]:
        """The portals' home pages; those that the ledger knows are due by themselves."""
        for target in self.session.seeds():
            yield self.request_for(target)

    def request_for(self, target: Target) -> Request:
        """The request for a page of the ledger: conditional where the page was read before."""
        headers = {name: value for name, value in target.headers.items() if not name.startswith(":")}
        if target.method == "POST":
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
        browser = target.method == "GET" and target.portal_id in self.session.with_browser
        # Of a page that its scripts make, the server knows only the shell.
        if target.etag and not browser:
            headers["If-None-Match"] = target.etag
        if target.last_modified and not browser:
            headers["If-Modified-Since"] = target.last_modified
        return Request(
            target.url,
            method=target.method,
            body=target.body,
            headers=headers,
            callback=self.parse,
            errback=self.on_failure,
            meta={
                TARGET: target,
                "portal_id": target.portal_id,
                "page_kind": target.kind,
                BROWSER: browser,
                # What never ended the last time is asked once.
                "retry_times": self.settings.getint("RETRY_TIMES") if target.stalled else 0,
            },
            dont_filter=True,
        )

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """What a page leads to, then the page itself: it is marked done when its children are in the ledger."""
        assert response.request is not None
        target: Target = response.request.meta[TARGET]
        self.session.frontier.release(target.url)
        visit = visit_of(response, target)
        if visit.outcome.state == "done" and (moved := self.session.judge_redirect(target, response.url)):
            visit = msgspec.structs.replace(visit, outcome=moved)
        if visit.outcome.state == "gone":
            self.session.note_rows(target, None)
        if visit.outcome.state != "done" or visit.outcome.outcome == "redirect":
            yield Examined(target, visit)
            return
        if first := self.gatherer.report_of(target.url):
            yield Examined(target, part_of(first, visit))
            return
        document, context = document_of(response), self._context(target)
        try:
            examination = await self._examine(target, document, context)
            if examination.scripts and (scripts := await self.scripts.texts_of(target, examination.scripts)):
                examination = await self._examine(target, document, context, scripts)
            if examination.asks and (shown := await self.gatherer.as_shown(target, document, examination.asks)):
                document = shown
                examination = await self._examine(target, document, context)
        except ReadingError as error:
            self.crawler.stats.inc_value(f"reading/{error.outcome}")
            self.logger.error("%s: %s: %s", response.url, error.outcome, error)
            yield Examined(target, msgspec.structs.replace(visit, outcome=Outcome("failed", error.outcome, error.line)))
            return
        if target.kind != "report" and examination.reading.report is not None:
            self.session.frontier.reports_found[target.portal_id] += 1  # found where a column was looked for
        if target.kind == "column" and examination.column and any(lead.kind == "report" for lead in examination.leads):
            self.session.frontier.more_pages[target.portal_id] += 1  # a column that was found is no page of the search
        self.session.note_rows(target, examination.listing)
        if examination.listing is not None and self.session.repeats(target, examination.listing):
            self.crawler.stats.inc_value("lists/repeated")
            examination.listing.more, examination.listing.again = [], True
        names = self.session.names_of(self.session.portals[target.portal_id])
        for child in follow(target, examination, self.session.owners_for(target.portal_id), names):
            if self.session.guests.may_ask(child):
                yield self.request_for(child)
        item = Examined(target, described(target, visit, examination), examination)
        lacking = self.gatherer.lacks_something(item)
        yield await self.gatherer.complete(item, document, context) if lacking else item

    async def _download(self, request: Request) -> Response:
        assert self.crawler.engine is not None
        return await self.crawler.engine.download_async(request)

    def on_failure(self, failure: Failure) -> Iterator[Examined]:
        """A page that could not be had."""
        request: Request = failure.request  # type: ignore[attr-defined]
        target: Target = request.meta[TARGET]
        self.session.frontier.release(target.url)
        outcome = outcome_at(request, _error_of(failure))
        if target.stalled and outcome.state == "failed":
            outcome = msgspec.structs.replace(outcome, detail=f"{outcome.detail} (asked once: no end the last time)")
        yield Examined(target, Visit(outcome, now()))

    def _context(self, target: Target) -> Context:
        portal = self.session.portals[target.portal_id]
        return Context(
            division_code=portal.division_code,
            portal_name=portal.name,
            anchor=target.anchor,
            listed_on=target.listed_on,
            column=target.column,
            provenance="official",
        )

    async def _examine(
        self, target: Target, document: Document, context: Context, scripts: dict[str, str] | None = None
    ) -> Examination:
        portal = self.session.portals[target.portal_id]
        readers = self.session.readers
        hints = Hints(
            names=self.session.names_of(portal),
            scripts=scripts or {},
            request=Fetch(target.url, target.method, target.body, target.headers),
            anchor=target.anchor,
            in_column=target.kind == "list" or (target.kind == "column" and names_report_column(target.anchor)),
            # Only what a column of reports led to has a column's name.
            # What it names like a unit may be the unit's report, or its list.
            below_column=bool(target.column)
            and (target.kind == "column" or (target.kind == "report" and not is_article(target.url))),
            within=target.unknown,
            follow=target.kind != "report",
            home=target.kind == "home",
            unlisted=target.parent in self.session.unlisted,
            sitemaps=target.kind == "home" or (target.kind == "column" and target.depth <= 1),
        )
        if target.kind == "other" and is_sitemap(document.body):
            return await readers.pages.run(examine_sitemap, document, hints)
        pool = readers.pages if sniff(document) in PAGE_FORMATS else readers.files
        return await pool.run(examine, document, context, hints)


def _introduce(settings: Settings) -> None:
    """Puts the operator's contact, which may come from the command line, into the User-Agent."""
    if (settings.getpriority("USER_AGENT") or 0) <= SETTINGS_PRIORITIES["project"]:
        settings.set("USER_AGENT", f"gov-reports/{__version__} (+{settings['GOV_REPORTS_CONTACT']})", "spider")


def _error_of(failure: Failure) -> BaseException:
    error = failure.value
    assert error is not None
    return error
