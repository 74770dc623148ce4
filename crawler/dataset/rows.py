"""Records to rows: which columns a report and its parts are stored in, and the hash that tells a change."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Any

import msgspec

from crawler.records import Attachment, Finding, Report, Section, Statistic, TableCell

#: Child table -> the record whose fields are its columns (``position`` is counted where a record has none).
CHILDREN: dict[str, type[msgspec.Struct]] = {
    "sections": Section,
    "statistics": Statistic,
    "table_cells": TableCell,
    "findings": Finding,
    "attachments": Attachment,
}

#: Fields of a report that say how it was read rather than what it says: they alone are no change.
_CIRCUMSTANCES = ("url", "fetched_at", "raw_sha256", "reader_version")

#: Text columns of ``reports`` that are never NULL.
_ALWAYS_TEXT = frozenset({"url", "title", "body", "body_sha256", "format", "provenance"})

_SCALARS = [name for name in Report.__struct_fields__ if name not in CHILDREN]


def report_row(report: Report) -> dict[str, Any]:
    """Column -> value of a report's own row, without what the dataset itself adds (id, dates seen, run)."""
    row = {name: getattr(report, name) for name in _SCALARS}
    row["script_repaired"] = int(report.script_repaired)
    row["origins"] = msgspec.json.encode(report.origins, order="sorted").decode()
    for name, value in row.items():
        if value == "" and name not in _ALWAYS_TEXT:
            row[name] = None  # NULL is "not stated"; a column never has both
    row["reading_sha256"] = reading_sha256(report)
    return row


def reading_sha256(report: Report) -> str:
    """SHA-256 over everything the report says, its parts included, and nothing of how it was fetched."""
    bare = msgspec.structs.replace(report, **dict.fromkeys(_CIRCUMSTANCES, ""))
    return hashlib.sha256(msgspec.msgpack.encode(bare, order="sorted")).hexdigest()


def replace_children(connection: sqlite3.Connection, report_id: int, report: Report, existing: bool) -> None:
    """Put the parts of ``report`` in place of those stored (``existing``: there may be some)."""
    for table, record in CHILDREN.items():
        if existing:
            connection.execute(f"DELETE FROM {table} WHERE report_id = ?", (report_id,))
        parts = getattr(report, table)
        if parts:
            connection.executemany(
                _INSERT[table],
                [(report_id, at, *_values(part, record)) for at, part in enumerate(parts)]
                if "position" not in record.__struct_fields__
                else [(report_id, *_values(part, record)) for part in parts],
            )


def _values(part: msgspec.Struct, record: type[msgspec.Struct]) -> list[Any]:
    optional = _OPTIONAL[record]
    return [
        None if value == "" and name in optional else value
        for name, value in zip(record.__struct_fields__, msgspec.structs.astuple(part), strict=True)
    ]


def _optional_fields(record: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(field.name for field in msgspec.structs.fields(record) if field.default is None)


_OPTIONAL = {record: _optional_fields(record) for record in CHILDREN.values()}


def _insert_statement(table: str, record: type[msgspec.Struct]) -> str:
    columns = ["report_id", *record.__struct_fields__]
    if "position" not in columns:
        columns.insert(1, "position")
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


_INSERT = {table: _insert_statement(table, record) for table, record in CHILDREN.items()}
