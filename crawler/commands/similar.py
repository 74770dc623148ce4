"""``scrapy similar [REPORT_ID]``: brings the comparison of texts up to date, or shows what a report has copied."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from crawler.dataset.errors import DatasetError, explain
from crawler.dataset.schema import read_dataset
from crawler.dataset.similarities import pairs_of, update_similarities
from crawler.dataset.writer import BatchWriter

_KINDS = {"own_past": "its own past", "other_agency": "another agency"}


class Command(ScrapyCommand):
    """Compares texts in the dataset named by ``GOV_REPORTS_DB``. Exit 1 where there is none or no such report."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[REPORT_ID] [--format text|json]"

    def short_desc(self) -> str:
        """One line for ``scrapy -h``."""
        return "Compare the reports' texts; with REPORT_ID show what of it stands in others"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--format", default="text", help="text (default) or json")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Compare what is new, or show the pairs of the report ``args[0]``."""
        assert self.settings is not None
        path = Path(self.settings["GOV_REPORTS_DB"])
        if opts.format not in ("text", "json"):
            self._fail(f"format={opts.format}: unknown; there are text, json", 2)
        elif len(args) > 1 or (args and not args[0].isdecimal()):
            self._fail(f"REPORT_ID={' '.join(args)}: write the id of one report", 2)
        else:
            try:
                if args:
                    self._show(path, int(args[0]), opts.format)
                else:
                    self._update(path)
            except DatasetError as error:
                self._fail(str(error), 1)
            except sqlite3.Error as error:
                self._fail(str(explain(error, path)), 1)

    def _update(self, path: Path) -> None:
        read_dataset(path).close()  # a missing dataset is said to be, not made
        with BatchWriter(path, batch=1) as writer:
            compared = update_similarities(lambda operation: writer.submit(operation).result())
        print(f"compared the texts of {compared} reports")

    def _show(self, path: Path, report_id: int, format_name: str) -> None:
        db = read_dataset(path)
        try:
            found = pairs_of(db, report_id)
        finally:
            db.close()
        if found is None:
            self._fail(f"report {report_id} is not in dataset {path}", 1)
        elif format_name == "json":
            print(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            _print(found)

    def _fail(self, message: str, status: int) -> None:
        print(message, file=sys.stderr)
        self.exitcode = status


def _print(report: dict[str, Any]) -> None:
    print(f"{report['id']}\t{report['year'] or ''}\t{report['agency'] or ''}\t{report['url']}")
    for pair in report["similarities"]:
        other = f"{pair['year'] or ''} {pair['agency'] or ''} ({pair['other_id']}, {pair['url']})"
        print(f"\n{pair['share']:.0%} in {_KINDS[pair['kind']]}: {other}")
        print(f"  {pair['copied']} of {pair['sentences']} sentences")
        for passage in pair["passages"]:
            print(f"  | {passage}")
