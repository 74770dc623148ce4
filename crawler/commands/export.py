"""``scrapy export DIR --format sqlite|csv|jsonl``: publishes the dataset, all or nothing."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from crawler.catalogue.arguments import parse_years
from crawler.catalogue.errors import ArgumentError
from crawler.dataset.errors import DatasetError
from crawler.dataset.export import check_format, export_dataset
from crawler.dataset.snapshot import Choice, find_province


class Command(ScrapyCommand):
    """Exports the dataset named by ``GOV_REPORTS_DB``. Exit 1 when it could not be published, 2 for bad options."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """What follows the command's name."""
        return "DIR [--format sqlite|csv|jsonl] [--province NAME] [--years YEARS]"

    def short_desc(self) -> str:
        """One line for ``scrapy -h``."""
        return "Publish the dataset as files, checked after writing, all or nothing"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--format", default="sqlite", help="sqlite (default), csv or jsonl")
        parser.add_argument("--province", metavar="NAME", help="only this province (甘肃 or 甘肃省)")
        parser.add_argument("--years", metavar="YEARS", help="only these report years: 2019, 2019-2024, 2016,2018-2020")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export into the folder ``args[0]``."""
        assert self.settings is not None
        dataset = Path(self.settings["GOV_REPORTS_DB"])
        try:
            if len(args) != 1 or args[0].startswith("-"):
                raise ArgumentError(f"DIR={' '.join(args)}: name one folder to export to")
            format_name = check_format(opts.format)
            choice = Choice(
                find_province(dataset, opts.province) if opts.province is not None else None,
                parse_years(opts.years, datetime.now(UTC).year + 1) if opts.years is not None else None,
            )
            folder = Path(args[0])
            exported = export_dataset(dataset, folder, format_name, choice)
        except ArgumentError as error:
            self._fail(str(error), 2)
        except DatasetError as error:
            self._fail(str(error), 1)
        else:
            files = "1 file" if exported.files == 1 else f"{exported.files} files"
            print(
                f"exported {exported.rows['reports']} reports to {folder} as {format_name}: "
                f"{files}, {exported.bytes / 1e6:.1f} MB"
            )

    def _fail(self, message: str, status: int) -> None:
        print(message, file=sys.stderr)
        self.exitcode = status
