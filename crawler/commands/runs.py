"""``scrapy runs [ID]``: past crawls, or one crawl portal by portal."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand

from crawler.dataset.errors import DatasetError, explain
from crawler.dataset.runs import Row, past_runs, portals_of, run_of
from crawler.dataset.schema import read_dataset

#: Columns of the list of runs, with their headings; those of one run and of its portals. JSON has all there are.
_LIST = {
    "id": "run", "started_at": "started (UTC)", "state": "state", "exit_status": "exit",
    "portals_reached": "reached", "portals_blocked": "blocked", "portals_failed": "failed", "reports_new": "new",
    "reports_changed": "changed", "reports_unchanged": "unchanged", "reports_vanished": "vanished",
    "arguments": "arguments",
}  # fmt: skip
#: What a terminal of eighty columns has no room for; pipes get it.
_PIPES_ONLY = frozenset({"exit_status", "reports_unchanged", "reports_vanished"})
_RUN = {
    "id": "run", "started_at": "started (UTC)", "ended_at": "ended (UTC)", "arguments": "arguments",
    "state": "state", "exit_status": "exit status", "vantage": "crawled from", "portals": "portals",
    "portals_reached": "reached", "portals_blocked": "blocked", "portals_failed": "failed",
    "portals_without_column": "without a report column", "pages": "pages", "requests": "requests",
    "reports_new": "reports new", "reports_changed": "changed", "reports_unchanged": "unchanged",
    "reports_vanished": "vanished", "findings": "findings", "seconds": "seconds",
}  # fmt: skip
_PORTALS = {
    "division_code": "division", "name": "portal", "outcome": "outcome", "requests": "requests",
    "reports_new": "new", "reports_changed": "changed", "reports_unchanged": "unchanged",
    "reports_vanished": "vanished", "detail": "detail",
}  # fmt: skip


class Command(ScrapyCommand):
    """Lists past crawls of the dataset named by ``GOV_REPORTS_DB``; exit 1 where there is none or no such run."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[ID] [--format table|json]"

    def short_desc(self) -> str:
        """One line for ``scrapy -h``."""
        return "Past crawls: when, what, how they ended; with ID portal by portal"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument(
            "--format", default="table", help="table (default; tab-separated when not on a terminal) or json"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the runs, or the run ``args[0]``."""
        if opts.format not in ("table", "json"):
            self._fail(f"format={opts.format}: unknown; there are table, json", 2)
        elif len(args) > 1 or (args and not args[0].isdecimal()):
            self._fail(f"ID={' '.join(args)}: write the number of one run", 2)
        else:
            assert self.settings is not None
            path = Path(self.settings["GOV_REPORTS_DB"])
            try:
                self._show(path, int(args[0]) if args else None, opts.format)
            except DatasetError as error:
                self._fail(str(error), 1)
            except sqlite3.Error as error:
                self._fail(str(explain(error, path)), 1)
            except BrokenPipeError:
                # The reader of the pipe has seen enough; what is still buffered must not complain at exit.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _show(self, path: Path, run_id: int | None, format_name: str) -> None:
        db = read_dataset(path)
        try:
            if run_id is None:
                runs = past_runs(db)
                if format_name == "json":
                    _print_json(runs)
                elif runs:
                    _print_table("Past crawls", _LIST, runs)
                else:
                    print(f"dataset {path} has no runs yet", file=sys.stderr)
                return
            run = run_of(db, run_id)
            if run is None:
                self._fail(f"run {run_id} is not in dataset {path}", 1)
                return
            portals = portals_of(db, run_id)
            if format_name == "json":
                _print_json(run | {"run_portals": portals})
            else:
                _print_record(_RUN, run)
                _print_table("Portals", _PORTALS, portals)
        finally:
            db.close()

    def _fail(self, message: str, status: int) -> None:
        print(message, file=sys.stderr)
        self.exitcode = status


def _print_json(value: object) -> None:
    print(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def _print_record(columns: dict[str, str], row: Row) -> None:
    """One row as lines of heading and value, aligned for people, with a tab between for pipes."""
    width = 26 if sys.stdout.isatty() else 0
    for name, heading in columns.items():
        print(f"{heading:<{width}}" if width else f"{heading}\t", _text(row[name]), sep="")


def _print_table(title: str, columns: dict[str, str], rows: Sequence[Row]) -> None:
    """A table for people; one tab-separated line per row for pipes."""
    if not sys.stdout.isatty():
        for line in (list(columns.values()), *([_text(row[name]) for name in columns] for row in rows)):
            print("\t".join(line))
        return
    columns = {name: heading for name, heading in columns.items() if name not in _PIPES_ONLY}
    texts = [[_text(row[name]).removesuffix("Z") for name in columns] for row in rows]
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=0)
    for at, (name, heading) in enumerate(columns.items()):
        numbers = all(isinstance(row[name], int | float | None) for row in rows)
        short = all(len(line[at]) <= 20 for line in texts)
        justify: Literal["left", "right"] = "right" if numbers else "left"
        table.add_column(heading, justify=justify, no_wrap=short, overflow="fold")
    for line in texts:
        table.add_row(*line)
    Console().print(table)


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if isinstance(value, float) else " ".join(str(value).split())
