"""``scrapy portal URL``: how the crawl sees one portal, without touching the dataset."""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import msgspec
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES

from crawler.catalogue.hosts import parse_host
from crawler.catalogue.lookup import portal_at
from crawler.catalogue.selection import ArgumentError, Selection
from crawler.commands.crawl import SPIDER
from crawler.dataset.inspection import Row, portal_record
from crawler.dataset.schema import read_dataset
from crawler.facts import FactsError
from crawler.fetch.replay import open_archive
from crawler.fetch.warc import ArchiveError

_COLUMNS = ("division_code", "name", "home_url", "entry_urls", "province", "browser")
#: What is shown of a long text in the table; JSON has all of it.
_WIDEST = 60


class Command(ScrapyCommand):
    """Crawls one portal into a dataset of its own that is thrown away, and says what was found and what was not.

    Exit status 0: the portal was reached; 1: it was not; 2: an argument is wrong.
    """

    requires_project = True

    def syntax(self) -> str:
        """What follows the command's name."""
        return "URL [--reports N] [--requests N] [--archive FILE.warc.gz] [--browser] [--format table|json]"

    def short_desc(self) -> str:
        """One line for ``scrapy -h``."""
        return "Show one portal as the crawl sees it: family, columns, lists with totals, first reports, what was left"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--division", default="", help="division code of a portal that the catalogue does not have")
        parser.add_argument("--reports", type=int, default=5, help="reports to fetch (default 5)")
        parser.add_argument("--requests", type=int, default=150, help="requests to make at most (default 150)")
        parser.add_argument("--archive", help="serve the portal from this WARC file or folder")
        parser.add_argument("--browser", action="store_true", help="show its pages with Chromium (extra browser)")
        parser.add_argument("--format", default="table", help="table (default) or json")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keeps the log to errors, unless a level was asked for: what is printed is for a person."""
        super().process_options(args, opts)
        assert self.settings is not None
        if (self.settings.getpriority("LOG_LEVEL") or 0) <= SETTINGS_PRIORITIES["project"]:
            self.settings.set("LOG_LEVEL", "ERROR", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints what a crawl of the portal at ``args[0]`` found."""
        if len(args) != 1:
            raise UsageError("portal: write the address of one portal")
        if opts.format not in ("table", "json"):
            self._fail(f"format={opts.format}: unknown; there are table, json", 2)
            return
        if parse_host(args[0]) is None:
            self._fail(f"{args[0]}: not an address; write http:// or https:// and the host", 2)
            return
        with tempfile.TemporaryDirectory(prefix="gov-reports-") as folder:
            try:
                self._show(args[0], Path(folder), opts)
            except (ArgumentError, ArchiveError, FactsError) as error:
                self._fail(str(error), 2)

    def _show(self, url: str, folder: Path, opts: argparse.Namespace) -> None:
        catalogue, database = folder / "portals.csv", folder / "portal.db"
        _write_catalogue(catalogue, url, opts.division, opts.browser)
        arguments = {"portals": str(catalogue)} | ({"archive": opts.archive} if opts.archive else {})
        selection = Selection.parse(arguments)
        if selection.archive is not None:
            open_archive(selection.archive)
        assert self.settings is not None and self.crawler_process is not None
        settings = {
            "GOV_REPORTS_DB": str(database),
            "GOV_REPORTS_ARCHIVE": str(folder / "archive"),
            "GOV_REPORTS_MIN_REPORTS": 0,
            "GOV_REPORTS_SUMMARY": False,
            "PORTAL_REPORTS_MAX": max(1, opts.reports),
            "PORTAL_REQUESTS_MAX": max(1, opts.requests),
        }
        for name, value in settings.items():
            self.settings.set(name, value, priority="cmdline")
        self.crawler_process.crawl(self.crawler_process.create_crawler(SPIDER), **arguments)
        self.crawler_process.start()
        with closing(read_dataset(database)) as db:
            record = portal_record(db, selection.portals[0].id)
        record = {"home_url": selection.portals[0].home_url, "name": selection.portals[0].name, **record}
        self.exitcode = 0 if record["outcome"] in ("reached", "no_report_column") else 1
        if opts.format == "json":
            print(msgspec.json.format(msgspec.json.encode(record), indent=2).decode())
        else:
            _print(record)

    def _fail(self, message: str, status: int) -> None:
        print(f"portal: {message}", file=sys.stderr)
        self.exitcode = status


def _write_catalogue(path: Path, url: str, division: str, browser: bool) -> None:
    """A catalogue of the one portal: with what the shipped one knows of the host, and the address to begin with."""
    known, host = portal_at(url), parse_host(url)
    assert host is not None
    row = {"division_code": division, "name": host.name, "home_url": url, "province": "" if division else host.name}
    if known is not None and not division:
        elsewhere = known.home_url.rstrip("/") != url.rstrip("/")
        row = {
            "division_code": known.division_code,
            "name": known.name,
            "home_url": known.home_url,
            "entry_urls": url if elsewhere else "",
        }
        browser = browser or known.browser
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        writer.writerow(row | {"browser": "yes" if browser else ""})


def _print(record: Row) -> None:
    print(f"{record['name']}  {record['home_url']}")
    print(f"outcome    {record['outcome']}" + (f": {record['detail']}" if record["detail"] else ""))
    print(f"requests   {record['requests']}")
    print(f"platform   {', '.join(record['platforms']) or 'no list was recognised'}")
    _section("columns looked at", record["columns"], ("kind", "text", "state", "url", "reason"))
    _section("lists", record["lists"], ("platform", "column", "rows", "reports", "total", "method", "url"))
    _section("first reports", record["reports"], ("year", "agency", "published_on", "form_era", "cells", "title"))
    _section("passed over", record["passed_over"], ("kind", "outcome", "reason", "text", "url"))


def _section(title: str, rows: Iterable[Row], names: tuple[str, ...]) -> None:
    rows = list(rows)
    print(f"\n{title}: {len(rows)}")
    for row in rows:
        print("  " + "\t".join(_short(row[name]) for name in names))


def _short(value: object) -> str:
    text = "-" if value is None else " ".join(str(value).split())
    return text if len(text) <= _WIDEST or text.startswith("http") else text[: _WIDEST - 1] + "…"
