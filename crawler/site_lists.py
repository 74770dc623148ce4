"""Files that list sites: CSV, spreadsheets and packages of them as the official registry has them, or a dataset."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from crawler.catalogue.hosts import parse_host
from crawler.catalogue.own_catalogue import decoded
from crawler.catalogue.registry import ColumnsMissing, Row, Unread, read_list
from crawler.dataset.found_sites import found_sites
from crawler.dataset.schema import read_dataset
from crawler.facts import FactsError
from crawler.reading import read_page
from crawler.records import Document

#: A list of all government websites of the country is some megabytes.
_LARGEST = 100_000_000
_SHEETS = (".xls", ".xlsx", ".et")


def listed_sites(file: Path, catalogue: Sequence[Row]) -> Iterator[tuple[str, Row | Unread]]:
    """The rows of a file with its name. Raises FactsError, DatasetError or OSError, which name it."""
    if file.is_dir():
        raise FactsError(f"{file}: is a folder, not a file")
    if file.stat().st_size > _LARGEST:
        raise FactsError(f"{file}: too large for a list of sites ({file.stat().st_size:,} bytes)")
    body = file.read_bytes()
    if body.startswith(b"SQLite format 3\0"):
        hosts = {host.name.removeprefix("www.") for row in catalogue if (host := parse_host(row["home_url"]))}
        with closing(connection(file)) as db:
            yield from ((file.name, row) for row in found_sites(db, hosts))
        return
    for name, content in _members(file, body):
        try:
            yield from ((name, item) for item in read_list(_cells(name, content), "registry"))
        except ColumnsMissing as error:
            raise FactsError(f"{name}: {error}") from error


def connection(file: Path) -> sqlite3.Connection:
    """A dataset to read from. Raises :class:`~crawler.dataset.errors.DatasetError`."""
    opened = read_dataset(file).conn
    assert opened is not None
    return opened


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
    text = decoded(body)
    if text is None:
        raise FactsError(f"{name}: is neither UTF-8 nor GB18030 text")
    if "\0" in text or not text.strip():
        raise FactsError(f"{name}: {'is not text' if text.strip() else 'is empty'}")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise FactsError(f"{name}: not a CSV table: {error}") from error
