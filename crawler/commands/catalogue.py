"""``scrapy catalogue check`` and ``scrapy catalogue import FILE…``: the catalogue of portals kept up to date."""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.utils.conf import arglist_to_dict

from crawler.catalogue import changes
from crawler.catalogue.registry import Unread, merge_rows
from crawler.catalogue.selection import ArgumentError, Selection
from crawler.check import BUDGET, Checked, corrected, judge
from crawler.dataset.errors import DatasetError
from crawler.facts import DATA, FactsError
from crawler.fetch.warc import ArchiveError
from crawler.site_lists import connection, listed_sites

FORMATS = ("table", "csv", "json")


class Command(ScrapyCommand):
    """Exit status 0: it ran. 1: nothing in a list was understood, or no portal could be reached. 2: a wrong argument
    or an unreadable file.
    """

    requires_project = True

    def syntax(self) -> str:
        """What follows the command's name."""
        return "check -a province=甘肃 | import FILE… [--catalogue PORTALS.csv] [--apply]"

    def short_desc(self) -> str:
        """One line for ``scrapy -h``."""
        return "The catalogue of portals: check that its addresses hold; import a list of sites, as a diff"

    def long_desc(self) -> str:
        """The help text."""
        return (
            "check fetches the home page of every portal of a place once, as a crawl would, and says which answer, "
            "have moved, are blocked or fail, and which CMS family runs them. import takes the official registry's "
            "files (CSV, XLS, XLSX, or a ZIP of them), corrections with the columns name, home_url and "
            "division_code, or a dataset of this project, whose departments' and townships' own sites are taken. Both "
            "change the catalogue only with --apply; import shows what would change as a diff."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--catalogue", default=str(DATA / "portals.csv"), help="default: data/portals.csv")
        parser.add_argument(
            "-a",
            dest="spargs",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="check: which portals, as for crawl",
        )
        parser.add_argument("--format", default="table", help="check: table (default), csv or json")
        parser.add_argument("--apply", action="store_true", help="write the changes, do not only show them")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Of a check only warnings are logged, unless another level is asked for."""
        super().process_options(args, opts)
        assert self.settings is not None
        if (self.settings.getpriority("LOG_LEVEL") or 0) <= SETTINGS_PRIORITIES["project"]:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Carries out the subcommand ``args[0]``."""
        catalogue = Path(opts.catalogue).expanduser()
        try:
            if args[:1] == ["import"] and len(args) > 1:
                self._import([Path(name).expanduser() for name in args[1:]], catalogue, opts.apply)
            elif args == ["check"]:
                self._check(arglist_to_dict(opts.spargs), catalogue, opts.format, opts.apply)
            else:
                self._end(2, f"{' '.join(args) or 'nothing'}: unknown; there are check and import FILE…")
        except (ArgumentError, ArchiveError, FactsError, DatasetError, OSError, ValueError) as error:
            named = error.filename if isinstance(error, OSError) and error.filename else ""
            self._end(2, f"{named}: {error.strerror}" if named and isinstance(error, OSError) else str(error))

    def _check(self, arguments: dict[str, str], catalogue: Path, form: str, apply: bool) -> None:
        if form not in FORMATS:
            raise ArgumentError(f"format={form}: unknown; there are {', '.join(FORMATS)}")
        selection = Selection.parse(arguments)
        catalogue = Path(arguments["portals"]).expanduser() if selection.own_catalogue else catalogue
        columns, before = changes.read_rows(catalogue)
        with tempfile.TemporaryDirectory(prefix="gov-reports-check-") as folder:
            checked = list(self._visit(selection, arguments, Path(folder)))
        print_checked(checked, form)
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        found = {(item.portal.division_code, item.portal.home_url): item for item in checked}
        after = [
            corrected(row, item, today) if (item := found.get((row["division_code"], row["home_url"]))) else row
            for row in before
        ]
        if apply:
            changes.write(catalogue, changes.text_of(columns, after))
        verdicts = Counter(item.verdict for item in checked)
        said = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
        differ = sum(old != new for old, new in zip(before, after, strict=True))
        written = f"written to {catalogue}" if apply else "nothing is written without --apply"
        self._end(0 if verdicts["ok"] + verdicts["moved"] else 1, f"{said}; {differ} rows would differ; {written}")

    def _visit(self, selection: Selection, arguments: dict[str, str], folder: Path) -> Iterator[Checked]:
        """Crawls the home pages into a dataset that is thrown away."""
        assert self.settings is not None and self.crawler_process is not None
        database, kept = folder / "check.db", folder / "archive"
        own = {"GOV_REPORTS_DB": str(database), "GOV_REPORTS_ARCHIVE": str(kept), **BUDGET}
        self.settings.setdict(own, priority="cmdline")
        crawler = self.crawler_process.create_crawler("gov_reports")
        self.crawler_process.crawl(crawler, **arguments)
        with contextlib.redirect_stdout(io.StringIO()):  # the summary of a crawl that is none
            self.crawler_process.start()
        given = selection.archive
        archive = kept if given is None else given if given.is_dir() else given.parent
        with closing(connection(database)) as db:
            yield from judge(db, {portal.id: portal for portal in selection.portals}, archive)

    def _import(self, files: Sequence[Path], catalogue: Path, apply: bool) -> None:
        columns, before = changes.read_rows(catalogue)
        listed, unread = [], 0
        for file in files:
            for name, item in listed_sites(file, before):
                if isinstance(item, Unread):
                    unread += 1
                    print(f"catalogue: {name}, line {item.line}: {item.why}", file=sys.stderr)
                else:
                    listed.append(item)
        made = changes.compare(before, merge_rows(listed))
        after = changes.changed(before, made)
        sys.stdout.write(changes.diff(columns, before, after, catalogue.name))
        counts = {kind: sum(change.kind == kind for change in made) for kind in ("added", "changed", "unchanged")}
        if apply and counts["added"] + counts["changed"]:
            changes.write(catalogue, changes.text_of(columns, after))
        said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        written = f"; written to {catalogue}" if apply else "; nothing is written without --apply"
        self._end(0 if made else 1, f"{said}, {unread} not understood{written if made else ''}")

    def _end(self, status: int, line: str) -> None:
        print(f"catalogue: {line}", file=sys.stderr)
        self.exitcode = status


def print_checked(checked: Sequence[Checked], form: str) -> None:
    """The verdicts: a table for people (tab-separated into pipes), CSV, or a JSON list."""
    records = [item.record() for item in checked]
    if form == "json":
        print(msgspec.json.format(msgspec.json.encode(records), indent=2).decode())
    elif form == "csv" or not sys.stdout.isatty():
        writer = csv.DictWriter(
            sys.stdout, list(records[0]), lineterminator="\n", delimiter="," if form == "csv" else "\t"
        )
        writer.writeheader()
        writer.writerows(records)
    else:
        table = Table(box=SIMPLE_HEAD, padding=0)
        for name in records[0]:
            table.add_column(name.replace("_", " "), overflow="fold")
        for record in records:
            table.add_row(*record.values())
        Console().print(table)
