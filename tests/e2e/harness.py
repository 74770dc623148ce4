"""Runs ``scrapy crawl gov_reports`` as users do, in a process of its own, and reads back what it stored."""

from __future__ import annotations

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.standin.handmade import Site
from tests.standin.pages import Answer, StandInPage, Truth
from tests.standin.places import PLACES
from tests.standin.portals import Plan, Portal
from tests.standin.sample import COLUMNS
from tests.standin.server import Asked, StandIn

ROOT = Path(__file__).resolve().parents[2]
#: Seconds between two requests to a site, unless a test is about the pace.
DELAY = 0.02

#: What a crawl knows and what it stored, told without row numbers, times and run numbers.
_CONTENT = {
    "reports": (
        "url, division_code, province, city, county, township, agency, agency_kind, year, title, published_on,"
        " signed_on, due_on, days_late, index_number, document_number, publisher, source, form_era, format, encoding,"
        " script_repaired, provenance, body_sha256, raw_sha256, reader_version, portal_id, reading_sha256, body,"
        " vanished_at",
        "",
    ),
    "sections": ("r.url, t.position, level, number, heading, t.body", "r"),
    "statistics": ("r.url, t.position, measure, label, value, unit, quote", "r"),
    "table_cells": ("r.url, t.position, form, row_key, column_key, raw, value, state", "r"),
    "findings": ("r.url, t.position, rule, severity, message, evidence", "r"),
    "attachments": ("r.url, t.url, name, media_type, state", "r"),
    "revisions": ("r.url, t.body_sha256, reason", "r"),
    "portals": ("id, division_code, name, home_url", ""),
}


@dataclass(frozen=True)
class Ended:
    """How a crawl ended. ``output`` is standard error (the log) and standard output."""

    status: int
    output: str
    seconds: float


@dataclass
class Place:
    """Where a crawl runs: its own folder, catalogue, dataset and the stand-in it goes to."""

    folder: Path
    proxy: str = ""
    db: str = "reports.db"

    @property
    def database(self) -> Path:
        return self.folder / self.db

    def command(self, arguments: dict[str, str], settings: Mapping[str, object]) -> list[str]:
        known = {
            "GOV_REPORTS_DB": self.database,
            "GOV_REPORTS_ARCHIVE": self.folder / "archive",
            "DOWNLOAD_DELAY": DELAY,
            **settings,
        }
        options = [part for name, value in known.items() for part in ("-s", f"{name}={value}")]
        given = [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
        return [sys.executable, "-m", "scrapy", "crawl", "gov_reports", *given, *options]

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        return kept | ({"http_proxy": self.proxy, "https_proxy": self.proxy} if self.proxy else {})

    def start(self, arguments: dict[str, str] | None = None, **settings: float | str) -> subprocess.Popen[bytes]:
        """Begins a crawl in a process group of its own; its log goes to crawl.log in the folder."""
        with (self.folder / "crawl.log").open("wb") as log:
            return subprocess.Popen(
                self.command(arguments or {"portals": str(self.folder / "portals.csv")}, settings),
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def crawl(self, arguments: dict[str, str] | None = None, *, timeout: float = 120, **settings: float | str) -> Ended:
        """A whole crawl; one that takes longer than ``timeout`` seconds is killed and fails the test."""
        began = time.monotonic()
        process = self.start(arguments, **settings)
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise AssertionError(f"the crawl did not end within {timeout} s\n{self.log()[-3000:]}") from None
        return Ended(status, self.log(), time.monotonic() - began)

    def log(self) -> str:
        return (self.folder / "crawl.log").read_text(encoding="utf-8", errors="replace")

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(query, parameters).fetchall()

    def content(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything the dataset says about reports and portals, in a stable order."""
        found = {}
        for table, (columns, joined) in _CONTENT.items():
            source = f"{table} t JOIN reports r ON r.id = t.report_id" if joined else table
            order = ", ".join(str(i + 1) for i in range(columns.count(",") + 1))
            found[table] = self.rows(f"SELECT {columns} FROM {source} ORDER BY {order}")
        return found

    def outcomes(self, run: int | None = None) -> dict[str, tuple[str, str]]:
        """Outcome and detail of each portal in a run (the last one), by home URL."""
        query = (
            "SELECT home_url, outcome, detail FROM run_portals JOIN portals ON portals.id = portal_id"
            " WHERE run_id = coalesce(?, (SELECT max(id) FROM runs))"
        )
        return {str(home): (str(outcome), str(detail)) for home, outcome, detail in self.rows(query, (run,))}


def write_catalogue(path: Path, portals: Sequence[Portal], *more: dict[str, str]) -> None:
    """A portals.csv for ``-a portals=``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows([*(portal.catalogue_row() for portal in portals), *more])


def empty_portal(name: str) -> Portal:
    """A portal of the catalogue without pages: what its host answers is up to a rule."""
    place = PLACES[name]
    return Portal(Plan(name, "modern", (2022,)), place, f"http://www.{place.host}/")


def one_page_portal(name: str, html: str) -> Portal:
    """A portal that is nothing but its home page."""
    portal = empty_portal(name)
    page = StandInPage(
        portal.home, Answer(html.encode(), {"content-type": "text/html; charset=utf-8"}), Truth("home", "")
    )
    portal.pages[page.url] = page
    return portal


@dataclass
class Nights:
    """Two crawls of the same portals, the second right after the first, and what each asked for."""

    place: Place
    server: StandIn
    first: Ended
    second: Ended
    requests: int  # of the first crawl
    after_first: list[tuple[object, ...]]  # url, agency and year of each report stored by then

    def asked(self, site: Site, *, night: int = 1) -> list[Asked]:
        """The requests that a site's hosts got in the first or the second night."""
        log = self.server.log[: self.requests] if night == 1 else self.server.log[self.requests :]
        return [entry for entry in log if entry.host.endswith(site.place.host)]

    def targets(self, site: Site, *, night: int = 1) -> list[str]:
        """What those requests asked for."""
        return [entry.target for entry in self.asked(site, night=night)]


@contextmanager
def two_nights(folder: Path, sites: Collection[Site], *more: Portal, **settings: float | str) -> Iterator[Nights]:
    """Crawls sites made by hand twice; ``more`` stand in the catalogue, and no pages behind them."""
    portals = [site.portal for site in sites]
    write_catalogue(folder / "portals.csv", [*portals, *more])
    with StandIn(portals, [rule for site in sites for rule in site.rules]) as server:
        place = Place(folder, server.url)
        first, requests = place.crawl(**settings), len(server.log)
        stored = place.rows("SELECT url, agency, year FROM reports ORDER BY url")
        yield Nights(place, server, first, place.crawl(**settings), requests, stored)


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[bytes], timeout: float = 60) -> None:
    """Waits for a condition while a crawl runs; ends early when the crawl does."""
    deadline = time.monotonic() + timeout
    while not condition() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)


def planted(portals: Sequence[Portal]) -> dict[str, Truth]:
    return {page.url: page.truth for portal in portals for page in portal.reports}


def requests_for(server: StandIn, portals: Sequence[Portal]) -> int:
    hosts = {host for host in server.hosts for portal in portals if host.endswith(portal.place.host)}
    return sum(entry.host in hosts for entry in server.log)
