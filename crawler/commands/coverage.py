"""``scrapy coverage``: who published which year, how late, and who did not."""

from __future__ import annotations

import argparse
import csv
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from sqlite_utils import Database

from crawler.catalogue.arguments import parse_years
from crawler.catalogue.errors import ArgumentError
from crawler.dataset.coverage import COLUMNS, COUNTED, Row, coverage_counts, coverage_rows
from crawler.dataset.errors import DatasetError, explain
from crawler.dataset.schema import read_dataset
from crawler.dataset.snapshot import Choice, find_province

_FORMATS = ("table", "csv", "json")
#: What stands in the matrix for each state; a published report shows how late it was.
_MARKS = {"missing": "missing", "unread": "unread", "blocked": "blocked", "not_crawled": "-"}
_LEGEND = (
    "ok: published; +12: published 12 days late; missing: the portal was searched and does not have it;"
    " unread: it has a column of reports, and none was seen in it;"
    " blocked: the portal refused us; -: not crawled for that year"
)


class Command(ScrapyCommand):
    """Reads the dataset named by ``GOV_REPORTS_DB``. Exit 1 when it cannot be read, 2 for bad options."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[--province NAME] [--years YEARS] [--format table|csv|json]"

    def short_desc(self) -> str:
        """One line for ``scrapy -h``."""
        return "Who published which year, how late, and who did not"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--province", metavar="NAME", help="only this province (甘肃 or 甘肃省)")
        parser.add_argument("--years", metavar="YEARS", help="only these report years: 2019, 2019-2024, 2016,2018-2020")
        parser.add_argument(
            "--format",
            default="table",
            help="table (default: a line per agency, a column per year; tab-separated when not on a terminal),"
            " csv or json (a row per agency and year)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the chosen part of the coverage."""
        assert self.settings is not None
        path = Path(self.settings["GOV_REPORTS_DB"])
        try:
            if args:
                raise ArgumentError(f"{' '.join(args)}: coverage takes only options (--province, --years, --format)")
            if opts.format not in _FORMATS:
                raise ArgumentError(f"format={opts.format}: unknown; there are {', '.join(_FORMATS)}")
            years = parse_years(opts.years, datetime.now(UTC).year + 1) if opts.years is not None else None
            province = find_province(path, opts.province) if opts.province is not None else None
            db = read_dataset(path)
            try:
                _print(db, Choice(province, years), opts.format)
                sys.stdout.flush()
            finally:
                db.close()
        except ArgumentError as error:
            self._fail(str(error), 2)
        except DatasetError as error:
            self._fail(str(error), 1)
        except sqlite3.Error as error:
            self._fail(str(explain(error, path)), 1)
        except BrokenPipeError:
            # The reader of the pipe has seen enough; what is still buffered must not complain at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _fail(self, message: str, status: int) -> None:
        print(message, file=sys.stderr)
        self.exitcode = status


def _print(db: Database, choice: Choice, format_name: str) -> None:
    if format_name == "csv":
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(coverage_rows(db, choice))
    elif format_name == "json":
        before = "["
        for row in coverage_rows(db, choice):
            sys.stdout.write(f"{before}\n{msgspec.json.encode(row).decode()}")
            before = ","
        sys.stdout.write("\n]\n" if before == "," else "[]\n")
    else:
        _print_matrix(db, choice)


def _print_matrix(db: Database, choice: Choice) -> None:
    counts = coverage_counts(db, choice)
    header = ["place", "agency", *map(str, counts)]
    lines = _matrix(coverage_rows(db, choice), list(counts))
    totals = [[name.replace("_", " "), "", *(str(counts[year][name]) for year in counts)] for name in COUNTED]
    if not sys.stdout.isatty():
        for line in (header, *lines, *totals):
            print("\t".join(line))
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for at, heading in enumerate(header):
        table.add_column(heading, justify="right" if at > 1 else "left", overflow="fold", no_wrap=at > 1)
    for line in lines:
        table.add_row(*line)
    table.add_section()
    for line in totals:
        table.add_row(*line)
    console = Console(highlight=False)
    console.print(table)
    console.print(_LEGEND)


def _matrix(rows: Iterable[Row], years: list[int]) -> Iterator[list[str]]:
    """A line per agency: its place, its name, and what became of each year (empty: not expected of it)."""
    for _, group in groupby(rows, key=lambda row: (row["division_code"], row["portal_id"], row["agency"])):
        of_one = list(group)
        marks = {row["year"]: _mark(row) for row in of_one}
        first = of_one[0]
        place = first["county"] or first["city"] or first["province"] or ""
        yield [place, first["agency"] or "", *(marks.get(year, "") for year in years)]


def _mark(row: Row) -> str:
    if row["state"] != "published":
        return _MARKS[row["state"]]
    return f"+{row['days_late']}" if (row["days_late"] or 0) > 0 else "ok"
