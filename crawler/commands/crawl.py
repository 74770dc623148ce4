"""``scrapy crawl``: for gov_reports with arguments checked before anything starts, and an exit status that says
how the run ended; for any other spider as in plain Scrapy."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.settings import SETTINGS_PRIORITIES

from crawler.catalogue.selection import ArgumentError, Selection
from crawler.dataset.errors import DatasetError
from crawler.dataset.writer import BatchWriter
from crawler.facts import FactsError
from crawler.fetch.replay import open_archive
from crawler.fetch.warc import ArchiveError
from crawler.logs import keep_short

SPIDER = "gov_reports"


class Command(crawl.Command):
    """Exit status 2: an argument or the catalogue is wrong. 1: it broke, or reached nothing. 0: it ran."""

    def short_desc(self) -> str:
        """One line for ``scrapy -h``."""
        return "Run a spider: gov_reports crawls the portals of a place (-a province=甘肃)"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Checks what the run needs, here since Scrapy has logged nothing yet: an error is the only line."""
        super().process_options(args, opts)
        if args == [SPIDER]:
            assert self.settings is not None
            try:
                check(opts.spargs, Path(self.settings["GOV_REPORTS_DB"]))
            except (ArgumentError, ArchiveError, FactsError) as error:
                _refuse(error, 2)
            except DatasetError as error:
                _refuse(error, 1)
            if (self.settings.getpriority("LOG_LEVEL") or 0) <= SETTINGS_PRIORITIES["project"]:
                keep_short()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Runs the spider named on the command line."""
        if args != [SPIDER]:
            super().run(args, opts)
            return
        assert self.crawler_process is not None
        crawler: Crawler = self._create_crawler(SPIDER)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = getattr(crawler.spider, "exit_status", 1)


def check(arguments: dict[str, str], database: Path) -> None:
    """Raises what stands in the way of a run: ArgumentError, ArchiveError, FactsError, DatasetError."""
    selection = Selection.parse(arguments)
    if selection.archive is not None:
        open_archive(selection.archive)
    # Opened for writing and closed: whatever is wrong with the file is said now, not in the middle of a start.
    BatchWriter(database).close()


def _refuse(error: Exception, status: int) -> None:
    print(f"gov_reports: {error}", file=sys.stderr)
    sys.exit(status)
