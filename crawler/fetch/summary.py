"""The end of a run: what it came to, counted from the ledger, stored in it, printed, and the exit status.

Exit status 0: it ran, and the dataset holds what it found; also when it was stopped (Ctrl-C, SIGTERM): the
same command goes on where it stopped. 1: it broke (an exception in our code, a write that failed, a page our
reader could not make out), no portal could be reached, or fewer reports than GOV_REPORTS_MIN_REPORTS were seen.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import Any, Literal, Protocol, Self

from rich.console import Console
from rich.table import Table
from scrapy import signals
from scrapy.crawler import Crawler

from crawler.catalogue.portals import Portal
from crawler.catalogue.sites import site_of
from crawler.fetch.ledger import Ledger
from crawler.fetch.outcomes import Outcome
from crawler.fetch.progress import Progress
from crawler.fetch.signals import certificate_unverified, site_closed
from crawler.fetch.tally import Tally
from crawler.memory import own_peak

Ending = Literal["finished", "interrupted", "failed"]

#: Why a spider closed, where that says that the run broke; every reason but ``finished`` leaves work undone.
_BROKEN = frozenset({"start_error", "archive_failed", "dataset_failed"})

#: So many portals are listed one by one.
_SHOWN = 20

#: The outcomes of a portal as the summary says them.
_WORDS: dict[str | None, str] = {
    "reached": "reached",
    "blocked": "blocked",
    "robots": "refused by robots.txt",
    "failed": "failed",
    "no_report_column": "without a report column",
    "not_archived": "not in the archive",
    None: "not got to",
}


class Readers(Protocol):
    """What the summary needs of the reader processes."""

    @property
    def peak_memory(self) -> int:
        """Their largest resident memory, in bytes, once they are closed."""

    def close(self) -> None:
        """Ends them."""


class RunSession(Protocol):
    """What the summary needs of a run."""

    path: Any
    portals: Mapping[str, Portal]
    ledger: Ledger
    closed_sites: dict[str, Outcome]
    readers: Readers

    def compare_texts(self) -> None:
        """Says which texts are copied."""

    def count(self) -> Tally:
        """What the run came to."""
        ...

    def end(self, counted: Tally, state: Ending, exit_status: int, peak_memory: int) -> float:
        """Writes it down; the run's seconds."""
        ...


class RunSummary:
    """Extension. ``spider.exit_status`` is the process's exit status once the spider is closed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._least = crawler.settings.getint("GOV_REPORTS_MIN_REPORTS")
        self._prints = crawler.settings.getbool("GOV_REPORTS_SUMMARY")
        self._bugs = 0
        self._unverified: dict[str, str] = {}  # site → what is wrong with a certificate of it
        self._progress = Progress(crawler)  # signals hold no references
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._site_closed, site_closed)
        crawler.signals.connect(self._certificate, certificate_unverified)
        crawler.signals.connect(self._bug, signals.spider_error)
        crawler.signals.connect(self._bug, signals.item_error)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the spider that has a session."""
        return cls(crawler)

    @property
    def _session(self) -> RunSession:
        spider: Any = self._crawler.spider
        session: RunSession = spider.session
        return session

    def _opened(self) -> None:
        loop = asyncio.get_running_loop()

        def stop() -> None:
            assert self._crawler.engine is not None
            self._stopping = loop.create_task(self._crawler.engine.close_spider_async(reason="dataset_failed"))

        self._session.ledger.on_failure = lambda: loop.call_soon_threadsafe(stop)

    def _site_closed(self, site: str, outcome: Outcome) -> None:
        self._session.closed_sites[site] = outcome

    def _certificate(self, host: str, problem: str) -> None:
        self._unverified.setdefault(site_of(f"https://{host}/"), f"certificate of {host} not verified: {problem}")

    def _bug(self) -> None:
        self._bugs += 1

    def _closed(self, reason: str) -> None:
        session = self._session
        session.readers.close()
        spider: Any = self._crawler.spider
        spider.exit_status = 1
        state: Ending = "finished" if reason == "finished" else "interrupted"
        if self._bugs or reason in _BROKEN:
            state = "failed"
        fatal = session.ledger.writer.error
        if fatal is not None:
            print(f"gov_reports: {fatal}; what was stored before stays, the same command goes on", file=sys.stderr)
            return
        if reason == "finished":
            session.compare_texts()
        counted = session.count()
        for portal in counted.portals:
            note = self._unverified.get(site_of(session.portals[portal.portal_id].home_url))
            portal.detail = "; ".join(filter(None, (portal.detail, note)))
        why = self._what_is_wrong(counted, state)
        spider.exit_status = 1 if why else 0
        if why and state == "finished":
            state = "failed"
        peak = own_peak() + session.readers.peak_memory
        seconds = session.end(counted, state, spider.exit_status, peak)
        if self._prints:
            print_summary(counted, state, seconds=seconds, peak=peak, path=str(session.path), why=why)

    def _what_is_wrong(self, counted: Tally, state: Ending) -> str:
        """Why the exit status is 1; empty when it is 0."""
        if self._bugs or self._session.ledger.broken is not None:
            return "an error in the program, see the log"
        if state == "failed":
            return "the run broke off, see the log"
        if state == "interrupted":
            return ""
        if counted.unread:
            return f"{counted.unread} pages could not be read, see the log"
        if counted.portals and not counted.count("reached", "no_report_column"):
            return "no portal could be reached"
        seen = sum(counted.total(field) for field in ("reports_new", "reports_changed", "reports_unchanged"))
        if seen < self._least:
            return f"{seen} reports seen, at least {self._least} expected (GOV_REPORTS_MIN_REPORTS)"
        return ""


def print_summary(counted: Tally, state: Ending, *, seconds: float, peak: int, path: str, why: str) -> None:
    """Prints the summary to standard output: a table for people, plain lines for logs."""
    console = Console(soft_wrap=True, highlight=False)
    with console.capture() as text:
        _print_all(console, counted, state, seconds=seconds, peak=peak, path=path, why=why)
    try:
        print(text.get(), end="", flush=True)
    except BrokenPipeError:
        # The reader of the pipe has seen enough (rich would end the process, in the middle of its ending).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_all(
    console: Console, counted: Tally, state: Ending, *, seconds: float, peak: int, path: str, why: str
) -> None:
    run = counted.run
    parts = []
    for outcome, words in _WORDS.items():
        number = sum(portal.outcome == outcome for portal in counted.portals)
        if number or outcome in ("reached", "blocked", "failed", "no_report_column"):
            parts.append(f"{number} {words}")
    reports = ", ".join(
        f"{counted.total(f'reports_{word}')} {word}" for word in ("new", "changed", "unchanged", "vanished")
    )
    findings = ", ".join(f"{number} {rule}" for rule, number in list(counted.findings.items())[:8])
    console.print(f"Run {run.id} {state}" + (f": {why}" if why else "") + (", resumed" if run.resumed else ""))
    short = f"; {counted.short_lists} lists state more rows than they showed" if counted.short_lists else ""
    for name, value in (
        ("Portals", ", ".join(parts)),
        ("Pages", f"{counted.total('pages')} asked for with {counted.total('requests')} requests"),
        ("Reports", reports + short),
        ("Findings", f"{sum(counted.findings.values())}" + (f" ({findings})" if findings else "")),
        ("Time", f"{seconds:.1f} s, peak memory {peak / 2**20:.0f} MB"),
    ):
        console.print(f"  {name + ':':<10}{value}")
    _print_portals(console, counted)
    console.print("Look at it:", style="bold")
    console.print(f"  sqlite3 {path} 'SELECT year, agency, title FROM reports ORDER BY year, agency'")
    console.print(f"  scrapy runs {run.id} -s GOV_REPORTS_DB={path}")
    console.print(f"  scrapy export DIR --format csv -s GOV_REPORTS_DB={path}")


def _print_portals(console: Console, counted: Tally) -> None:
    """The portals that did not simply go well, and in a small run all of them."""
    notable = [portal for portal in counted.portals if portal.outcome != "reached" or portal.detail]
    shown = counted.portals if len(counted.portals) <= _SHOWN else notable[:_SHOWN]
    if console.is_terminal:
        table = Table("portal", "outcome", "pages", "new", "changed", "unchanged", "detail", box=None)
        for portal in shown:
            numbers = (portal.pages, portal.reports_new, portal.reports_changed, portal.reports_unchanged)
            table.add_row(portal.name, _WORDS[portal.outcome], *map(str, numbers), portal.detail)
        console.print(table)
    else:
        for portal in shown:
            counts = f"{portal.pages} page{'s' * (portal.pages != 1)}, {portal.reports_new} new"
            detail = f" ({portal.detail})" if portal.detail else ""
            console.print(f"  {portal.name}: {_WORDS[portal.outcome]}, {counts}{detail}")
    if len(notable) > len(shown):
        console.print(f"  … and {len(notable) - len(shown)} more: scrapy runs {counted.run.id}")
