"""The export formats: each writes files from a copied dataset, then reads them back and counts.

CSV is UTF-8 with a header row; NULL is an empty field, the empty string a quoted one (``""``). A reader that
cannot tell the two loses nothing: no column has both (see ``columns_documentation`` and the schema).
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from crawler.dataset.errors import DatasetError
from crawler.dataset.migrations import APPLICATION_ID
from crawler.dataset.snapshot import PUBLISHED

#: File name -> rows (of the main table it holds).
Files = dict[str, int]

SQLITE_NAME = "gov_reports.db"
#: Tables whose rows JSONL nests in their report.
_NESTED = ("sections", "statistics", "table_cells", "findings", "attachments", "revisions", "similarities")
#: Columns of theirs that hold JSON: JSONL has the value itself.
_JSON = frozenset({"passages"})
#: Derived or explaining tables that are published beside the stored ones.
_BESIDE = ("coverage", "columns_documentation", "codebook")


def write_sqlite(copy: Path, folder: Path) -> Files:
    """One vacuumed SQLite file with every table, view and the full-text index; needs no write-ahead log."""
    target = folder / SQLITE_NAME
    connection = sqlite3.connect(copy, isolation_level=None)
    try:
        connection.execute("INSERT INTO reports_fts (reports_fts) VALUES ('optimize')")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("ANALYZE")
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    connection = sqlite3.connect(target)
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (rows,) = connection.execute("SELECT count(*) FROM reports").fetchone()
        (indexed,) = connection.execute("SELECT count(*) FROM reports_fts").fetchone()
    finally:
        connection.close()
    _expect(target, verdict == "ok", f"integrity_check says {verdict}")
    _expect(target, application == APPLICATION_ID, "application_id was lost")
    _expect(target, indexed == rows, f"{rows} reports, {indexed} in the full-text index")
    return {SQLITE_NAME: rows}


def write_csv(copy: Path, folder: Path) -> Files:
    """One CSV file per table."""
    files: Files = {}
    for table, header, rows in _tables(copy, (*PUBLISHED, *_BESIDE)):
        path = folder / f"{table}.csv"
        count = 0
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(header) + "\n")
            for row in rows:
                file.write(",".join(map(_csv_field, row)) + "\n")
                count += 1
        _check_csv(path, len(header), count)
        files[path.name] = count
    return files


def write_jsonl(copy: Path, folder: Path) -> Files:
    """``reports.jsonl`` with one object per report and its parts nested, and a file for each other table."""
    files: Files = {}
    connection = sqlite3.connect(copy)
    try:
        nested = {
            table: (_columns(connection, table), f"SELECT * FROM {table} WHERE report_id = ? ORDER BY 1, 2")
            for table in (*_NESTED, "report_urls")
        }
        for table, header, rows in _tables(copy, [name for name in (*PUBLISHED, *_BESIDE) if name not in nested]):
            path = folder / f"{table}.jsonl"
            count = 0
            with path.open("wb") as file:
                for row in rows:
                    record: dict[str, Any] = dict(zip(header, row, strict=True))
                    if table == "reports":
                        record["origins"] = msgspec.json.decode(record["origins"])
                        record |= {name: _parts(connection, *how, record["id"]) for name, how in nested.items()}
                    file.write(msgspec.json.encode(record) + b"\n")
                    count += 1
            _check_jsonl(path, count)
            files[path.name] = count
    finally:
        connection.close()
    return files


#: Name on the command line -> writer. A format to come is one more line here.
FORMATS: dict[str, Callable[[Path, Path], Files]] = {
    "sqlite": write_sqlite,
    "csv": write_csv,
    "jsonl": write_jsonl,
}


def _tables(copy: Path, names: Any) -> Iterator[tuple[str, list[str], Iterator[tuple[Any, ...]]]]:
    connection = sqlite3.connect(copy)
    try:
        for name in names:
            columns = _columns(connection, name)
            order = "" if name == "coverage" else " ORDER BY 1, 2"
            yield name, columns, connection.execute(f"SELECT * FROM {name}{order}")
    finally:
        connection.close()


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def _parts(connection: sqlite3.Connection, columns: list[str], query: str, report_id: int) -> list[dict[str, Any]]:
    return [
        {
            name: msgspec.json.decode(value) if name in _JSON else value
            for name, value in zip(columns, row, strict=True)
            if name != "report_id"
        }
        for row in connection.execute(query, (report_id,))
    ]


def _csv_field(value: str | float | None) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return repr(value)
    if not value or not value.isascii() or any(mark in value for mark in ',"\r\n '):
        return '"' + value.replace('"', '""') + '"'
    return value


def _check_csv(path: Path, columns: int, rows: int) -> None:
    csv.field_size_limit(sys.maxsize)  # a report's text is longer than the module's 128 kB
    read = -1
    with path.open(encoding="utf-8", newline="") as file:
        for fields in csv.reader(file, strict=True):
            _expect(path, len(fields) == columns, f"row {read + 1} has {len(fields)} fields for {columns}")
            read += 1
    _expect(path, read == rows, f"{read} rows read back for {rows} written")


def _check_jsonl(path: Path, rows: int) -> None:
    read = 0
    with path.open("rb") as file:
        for line in file:
            _expect(path, isinstance(msgspec.json.decode(line), dict), f"line {read + 1} is no object")
            read += 1
    _expect(path, read == rows, f"{read} lines read back for {rows} written")


def _expect(path: Path, holds: bool, problem: str) -> None:
    if not holds:
        raise DatasetError(f"export failed its check: {path.name}: {problem}", "corrupt")
