"""``scrapy catalogue import FILE…`` and ``scrapy catalogue check``: the catalogue of portals kept up to date."""

from __future__ import annotations

import argparse
import csv
import io
import sqlite3
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.catalogue import changes
from crawler.catalogue.hosts import parse_host
from crawler.catalogue.registry import ColumnsMissing, Row, Unread, merge_rows, read_list
from crawler.dataset.errors import DatasetError
from crawler.dataset.found_sites import found_sites
from crawler.dataset.schema import read_dataset
from crawler.facts import DATA, FactsError
from crawler.reading import read_page
from crawler.records import Document

#: A list of all government websites of the country is some megabytes.
_LARGEST = 100_000_000
_SHEETS = (".xls", ".xlsx", ".et")


class Command(ScrapyCommand):
    """Exit status 0: the list was read. 1: nothing in it was understood. 2: a wrong argument or an unreadable file."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's own way to set a command's defaults)

    def syntax(self) -> str:
        """What follows the command's name."""
        return "import FILE… [--catalogue PORTALS.csv] [--apply]"

    def short_desc(self) -> str:
        """One line for ``scrapy -h``."""
        return "The catalogue of portals: what a list of government sites would change in it, as a diff"

    def long_desc(self) -> str:
        """The help text."""
        return (
            "FILE: the official registry's files (CSV, XLS, XLSX, or a ZIP of them), corrections with the columns "
            "name, home_url and division_code, or a dataset of this project, whose departments' and townships' own "
            "sites are taken. The diff is printed; --apply writes it."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--catalogue", default=str(DATA / "portals.csv"), help="default: data/portals.csv")
        parser.add_argument("--apply", action="store_true", help="write the changes, do not only show them")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Carries out the subcommand ``args[0]``."""
        if args[:1] != ["import"] or len(args) < 2:
            self._end(2, f"{' '.join(args) or 'nothing'}: unknown; there is import FILE…")
            return
        try:
            self._import([Path(name).expanduser() for name in args[1:]], Path(opts.catalogue).expanduser(), opts.apply)
        except (FactsError, DatasetError, OSError) as error:
            named = error.filename if isinstance(error, OSError) and error.filename else ""
            self._end(2, f"{named}: {error.strerror}" if named and isinstance(error, OSError) else str(error))

    def _import(self, files: Sequence[Path], catalogue: Path, apply: bool) -> None:
        columns, before = changes.read_rows(catalogue)
        listed, unread = [], 0
        for file in files:
            for name, item in _items(file, before):
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


def _items(file: Path, catalogue: Sequence[Row]) -> Iterator[tuple[str, Row | Unread]]:
    """The rows of a file with its name. Raises FactsError, DatasetError or OSError, which name it."""
    if file.is_dir():
        raise FactsError(f"{file}: is a folder, not a file")
    if file.stat().st_size > _LARGEST:
        raise FactsError(f"{file}: too large for a list of sites ({file.stat().st_size:,} bytes)")
    body = file.read_bytes()
    if body.startswith(b"SQLite format 3\0"):
        hosts = {host.name.removeprefix("www.") for row in catalogue if (host := parse_host(row["home_url"]))}
        with closing(_connection(file)) as db:
            yield from ((file.name, row) for row in found_sites(db, hosts))
        return
    for name, content in _members(file, body):
        try:
            yield from ((name, item) for item in read_list(_cells(name, content), "registry"))
        except ColumnsMissing as error:
            raise FactsError(f"{name}: {error}") from error


def _connection(file: Path) -> sqlite3.Connection:
    connection = read_dataset(file).conn
    assert connection is not None
    return connection


def _members(file: Path, body: bytes) -> Iterator[tuple[str, bytes]]:
    if not body.startswith(b"PK") or file.suffix.lower() in _SHEETS:
        yield file.name, body
        return
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            for member in package.infolist():
                if member.filename.lower().endswith((".csv", *_SHEETS)) and member.file_size <= _LARGEST:
                    yield f"{file.name}/{member.filename}", package.read(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise FactsError(f"{file}: not a ZIP that can be read: {error}") from error


def _cells(name: str, body: bytes) -> list[list[str]]:
    """A table's rows of text, from a spreadsheet or from CSV in UTF-8 or GB18030."""
    if name.lower().endswith(_SHEETS):
        page = read_page(Document(body, name=name))
        if not page.grids:
            raise FactsError(f"{name}: no table in it{''.join(f': {found.message}' for found in page.findings[:1])}")
        return [[cell.text for cell in row] for grid in page.grids for row in grid.rows]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FactsError(f"{name}: is neither UTF-8 nor GB18030 text")
    if "\0" in text or not text.strip():
        raise FactsError(f"{name}: {'is not text' if text.strip() else 'is empty'}")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise FactsError(f"{name}: not a CSV table: {error}") from error
