"""``scrapy crawl``: for gov_reports with arguments checked before anything starts, and an exit status that says
how the run ended; for any other spider as in plain Scrapy."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from crawler.catalogue.selection import ArgumentError, Selection
from crawler.dataset.errors import DatasetError
from crawler.dataset.writer import BatchWriter
from crawler.facts import FactsError
from crawler.fetch.replay import open_archive
from crawler.fetch.warc import ArchiveError

SPIDER = "gov_reports"


class Command(crawl.Command):
    """Exit status 2: an argument or the catalogue is wrong. 1: it broke, or reached nothing. 0: it ran."""

    def short_desc(self) -> str:
        """One line for ``scrapy -h``."""
        return "Run a spider: gov_reports crawls the portals of a place (-a province=甘肃)"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Runs the spider named on the command line."""
        if args[:1] != [SPIDER]:
            super().run(args, opts)
            return
        if len(args) > 1:
            raise UsageError("running 'scrapy crawl' with more than one spider is not supported")
        self.exitcode = self._check(opts.spargs)
        if self.exitcode:
            return
        assert self.crawler_process is not None
        crawler: Crawler = self._create_crawler(SPIDER)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = 1 if crawler.spider is None else getattr(crawler.spider, "exit_status", 1)

    def _check(self, arguments: dict[str, str]) -> int:
        """0 when the run can begin; else says in one line why it cannot."""
        try:
            selection = Selection.parse(arguments)
            if selection.archive is not None:
                open_archive(selection.archive)
        except (ArgumentError, ArchiveError, FactsError) as error:
            return _refuse(error, 2)
        assert self.crawler_process is not None
        try:
            # Opened and closed: whatever is wrong with the file is said now and not in the middle of a start.
            BatchWriter(Path(self.crawler_process.settings["GOV_REPORTS_DB"])).close()
        except DatasetError as error:
            return _refuse(error, 1)
        return 0


def _refuse(error: Exception, status: int) -> int:
    print(f"gov_reports: {error}", file=sys.stderr)
    return status
