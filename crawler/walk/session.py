"""What one run of the crawl holds: its selection, its dataset and ledger, its frontier, its reader processes."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic
from typing import Literal, TypeVar

from scrapy.settings import BaseSettings
from sqlite_utils import Database

from crawler.catalogue.own_places import own_places
from crawler.catalogue.portals import Portal
from crawler.catalogue.selection import Selection
from crawler.catalogue.sites import site_of
from crawler.catalogue.table import take_in
from crawler.dataset.places import store_portals
from crawler.dataset.similarities import update_similarities
from crawler.dataset.writer import BatchWriter
from crawler.fetch import due, ledger
from crawler.fetch.budget import Budget
from crawler.fetch.frontier import Frontier
from crawler.fetch.ledger import Ledger, Run
from crawler.fetch.outcomes import Outcome
from crawler.fetch.tally import Sight, Tally, seen_so_far, store_tally, tally
from crawler.fetch.target import Key, Target
from crawler.platforms import Listing
from crawler.platforms.canonical import canonical, twin_key
from crawler.platforms.titles import report_year_in
from crawler.report.read import READER_VERSION
from crawler.walk.browsers import out_of_reach, shown_by_browser
from crawler.walk.examination import Examined
from crawler.walk.explorer import Explorer
from crawler.walk.follow import ENTRY, HOME, Owner
from crawler.walk.guests import Guests
from crawler.walk.organs import Organs
from crawler.walk.owners import Owners
from crawler.walk.pagers import Pagers
from crawler.walk.resorts import LaterResorts
from crawler.walk.ways_back import WaysBack
from crawler.walk.year_pages import YearPages
from crawler.workers import ReaderPool, Readers

T = TypeVar("T")

logger = logging.getLogger(__name__)

#: Pages of a site that may be out at once when nobody has to be waited for (pace off, archive).
_FAST_WINDOW = 16

#: What a crawl that is killed has to do again, at most. A commit costs a tenth of a millisecond (WAL).
_BATCH_SECONDS = 0.25

Ending = Literal["finished", "interrupted", "failed"]


class Session:
    """One run. Raises :class:`~crawler.dataset.errors.DatasetError` when the dataset cannot be written."""

    def __init__(self, selection: Selection, settings: BaseSettings) -> None:
        self.selection = selection
        self.scope = selection.scope
        places = own_places(selection.catalogue) if selection.own_catalogue else ()
        take_in(places)
        self.portals = {portal.id: portal for portal in selection.portals}
        self.closed_sites: dict[str, Outcome] = {}
        #: Requests sent for each portal, with robots.txt, retries and twins; of a run's earlier processes the pages.
        self.sent: Counter[str] = Counter()
        #: Portals whose pages a browser shows, and those that this run cannot ask at all, and why.
        self.with_browser = shown_by_browser(selection.portals, settings)
        self.out_of_reach = out_of_reach(self.with_browser, settings)
        self.path = Path(settings["GOV_REPORTS_DB"])
        self._vantage: str = settings["GOV_REPORTS_VANTAGE"]
        self._revisit_days = settings.getfloat("REPORT_REVISIT_DAYS")
        self._owners = Owners(selection)
        self.guests = Guests(self.scope, self._owners, self.portals)
        self._began = monotonic()
        self.writer = BatchWriter(self.path, seconds=_BATCH_SECONDS)
        self.ledger = Ledger(self.writer, self._begin())
        self.frontier = Frontier(
            site_of,
            twin_key,
            monotonic,
            Budget(
                settings.getint("PORTAL_PAGES_MAX"),
                settings.getint("PORTAL_REQUESTS_MAX"),
                settings.getint("PORTAL_REPORTS_MAX") or None,
            ),
            window=1 if settings.getfloat("DOWNLOAD_DELAY") > 0 else _FAST_WINDOW,
        )
        self._organs = Organs(self.portals)
        self.frontier.need = Explorer(self.frontier, self._organs.need, self._organs.knows).need
        self._resorts = LaterResorts(self.frontier)
        self._pagers = Pagers(self.frontier)
        #: Reports that no list led to: the ones before and after them may be linked nowhere else.
        self.unlisted: set[Key] = set()
        self._years = YearPages(self.frontier)
        self._ways_back = WaysBack(self.frontier)
        processes = settings.getint("READER_PROCESSES")
        self.readers = Readers(
            ReaderPool(
                max(1, (os.cpu_count() or 1) - 1) if processes < 0 else processes,
                timeout=settings.getfloat("READER_TIMEOUT"),
                memory_mb=settings.getint("READER_MEMORY_MB"),
                preload=("crawler.walk.examine",),
                first=(take_in, (places,)),
            ),
            ReaderPool(
                min(1, abs(processes)),
                timeout=settings.getfloat("FILE_READER_TIMEOUT"),
                memory_mb=settings.getint("FILE_READER_MEMORY_MB"),
                jobs_per_worker=500,
                preload=("crawler.walk.examine",),
                first=(take_in, (places,)),
            ),
        )

    @property
    def run(self) -> Run:
        """The run in the ledger."""
        return self.ledger.run

    def fill_frontier(self) -> None:
        """Puts what the ledger says is due into the frontier, with what the run has spent so far."""
        ids = list(self.portals)
        self.frontier.remember(self._now(lambda db: list(due.known_keys(db.conn, self.run, ids))))
        for portal_id, pages, requests in self._now(lambda db: list(due.spent(db.conn, self.run))):
            self.frontier.spent_pages[portal_id] = pages
            self.frontier.spent_requests[portal_id] = requests
            self.sent[portal_id] = requests
        self._resorts.note(*self._now(lambda db: seen_so_far(db.conn, self.run)))
        targets = self._now(
            lambda db: list(
                due.due_pages(
                    db.conn,
                    self.run,
                    ids,
                    years=self.selection.years,
                    revisit_days=self._revisit_days,
                    reader_version=READER_VERSION,
                    at=ledger.now(),
                )
            )
        )
        parents = self._now(lambda db: due.lists_of_pages(db.conn, ids))
        self._ways_back.remember(parents, targets)
        self._organs.note_reports(self._now(lambda db: list(due.known_reports(db.conn, ids))))
        for target in targets:
            target.parent = parents.get(target.key)
            if target.portal_id in self.out_of_reach:
                continue
            self.guests.open_again(target)
            if self._is_wanted(target) and not self._resorts.keeps_back(target):
                self.frontier.push(target)
        begins = "Going on with" if self.run.resumed else "New"
        logger.info("%s run %d: %d portals, %d known pages due", begins, self.run.id, len(ids), len(targets))

    def record_page(self, target: Target) -> bool:
        """Writes a new page into the ledger. Whether this run wants it, and wants it now."""
        self.ledger.add(target)
        self._organs.note_lead(target)
        if self._pagers.is_beyond(target) or self._years.is_beyond(target):
            self._put_off([target])
            return False
        return self._is_wanted(target) and not (self._resorts.keeps_back(target) or self._years.keeps_back(target))

    def later_resorts(self, portal_id: str, named: Callable[[str], Iterable[str]]) -> list[Target]:
        """What else to ask of a portal with nothing left and no column: its sitemaps (``named``), its own search."""
        portal = self.portals[portal_id]
        if not self._resorts.needed(portal_id) or site_of(portal.home_url) in self.closed_sites:
            return []
        return self._resorts.open(portal, filter(self.scope.allows, named(portal.home_url)))

    def note(self, item: Examined) -> None:
        """Remembers what a page said of its portal."""
        target, visit, examination = item.target, item.visit, item.examination
        self._put_off(self._years.note(target, examination))
        if visit.outcome.state not in ("done", "unchanged"):
            return
        report = None if examination is None else examination.reading.report
        if report is not None and report.agency and report.year:
            self._organs.note_report(target.portal_id, report.agency, report.year)
        if report is not None and (target.kind == "column" or target.parent in self.unlisted):
            self.unlisted.add(target.key)
        column = report is not None or "list" in (target.kind, visit.kind)
        self._resorts.note([target.portal_id], [target.portal_id] if column else [])

    def way_back(self, item: Examined) -> Target | None:
        """The page that led to a list that is gone, to be asked in the same night; see :class:`WaysBack`."""
        return self._ways_back.of(item, lambda key: self._now(lambda db: due.page_not_asked(db.conn, self.run, key)))

    def note_rows(self, target: Target, listing: Listing | None) -> None:
        """Remembers what a page showed of a list, and puts off what lies beyond the list's end."""
        again = listing is not None and bool(listing.entries) and self.repeats(target, listing)
        self._put_off(self._pagers.note(target, listing, repeats=again))

    def _put_off(self, pages: Iterable[Target]) -> None:
        keys, at = [page.key for page in pages], ledger.now()
        if keys:
            self.ledger.write(lambda db: ledger.put_off(db.conn, keys, at))

    def seeds(self) -> list[Target]:
        """The portals' home pages and what the catalogue names beside them."""
        found = []
        for portal in self.selection.portals:
            if portal.id in self.out_of_reach:
                continue
            found.append(Target(canonical(portal.home_url) or portal.home_url, portal.id, "home", priority=HOME))
            for url in portal.entry_urls:
                found.append(Target(canonical(url) or url, portal.id, "column", priority=ENTRY))
        return found

    def _is_wanted(self, target: Target) -> bool:
        years = self.selection.years
        if years is None or target.kind != "report":
            return True
        year = report_year_in(target.anchor)
        return year is None or year in years

    def names_of(self, portal: Portal) -> tuple[str, ...]:
        """The names that texts of a portal's links may start with."""
        return tuple(filter(None, (portal.name, portal.county or portal.city or portal.province)))

    def owners_for(self, portal_id: str) -> Callable[[str], Owner]:
        """For a portal: whose an address is."""
        return lambda url: self._owners.seen_from(self.portals[portal_id], url)

    def repeats(self, target: Target, listing: Listing) -> bool:
        """Whether another page of the portal showed just these rows in this run: an endless pager, or a copy."""
        rows = frozenset(entry.url for entry in listing.entries)
        return self._pagers.repeats(target, rows, leads_on=bool(listing.more))

    def judge_redirect(self, target: Target, url: str) -> Outcome | None:
        """What to say of a page that redirected to ``url``; None when it is to be read as that page.

        A page that is in the ledger itself is read there; an article that leads home is gone.
        """
        if twin_key(url) == twin_key(target.url) or target.method == "POST":
            return None
        if twin_key(url) in self._owners.homes and target.kind not in ("home", "column"):
            return Outcome("gone", "redirected_home", f"redirects to {url}")
        if self.frontier.claim(url):
            return None
        return Outcome("done", "redirect", f"redirects to {url}")

    def compare_texts(self) -> None:
        """Compares the texts of what is new or changed with what is stored; stopped, the next run goes on."""
        began = monotonic()
        if compared := update_similarities(self._now):
            logger.info("Compared the texts of %d reports in %.1f s", compared, monotonic() - began)

    def count(self) -> Tally:
        """What the run came to, after everything written so far. Raises what writing raised."""
        sights = [
            Sight(
                portal_id=portal.id,
                name=portal.name,
                requests=self.sent[portal.id],
                left_over=self.frontier.left_over[portal.id],
                closed=self.out_of_reach.get(portal.id) or self.closed_sites.get(site_of(portal.home_url)),
            )
            for portal in self.selection.portals
        ]
        return self._now(lambda db: tally(db.conn, self.run, sights))

    def end(self, counted: Tally, state: Ending, exit_status: int, peak_memory: int) -> float:
        """Writes what the run came to and closes the dataset. The seconds it took, in all its processes."""
        seconds = round(monotonic() - self._began, 1)

        def write(db: Database) -> float:
            store_tally(
                db.conn,
                counted,
                state=state,
                exit_status=exit_status,
                at=ledger.now(),
                seconds=seconds,
                peak_memory=peak_memory,
            )
            (total,) = db.conn.execute("SELECT seconds FROM runs WHERE id = ?", (self.run.id,)).fetchone()
            return float(total)

        total = self._now(write)
        self.writer.close()
        return total

    def _begin(self) -> Run:
        def begin(db: Database) -> Run:
            store_portals(db, self.selection.portals)
            return ledger.begin_run(
                db.conn,
                key=self.selection.key,
                arguments=self.selection.label,
                years=self.selection.years,
                reader_version=READER_VERSION,
                vantage=self._vantage,
                at=ledger.now(),
            )

        return self._now(begin)

    def _now(self, operation: Callable[[Database], T]) -> T:
        """Runs an operation in its turn and waits until it is committed."""
        future = self.writer.submit(operation)
        self.writer.flush()
        return future.result()
