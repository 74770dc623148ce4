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
        if not parts:
            continue
        if "position" in record.__struct_fields__:
            rows = [(report_id, *msgspec.structs.astuple(part)) for part in parts]
        else:
            rows = [(report_id, at, *msgspec.structs.astuple(part)) for at, part in enumerate(parts)]
        connection.executemany(_INSERT[table], rows)


def _insert_statement(table: str, record: type[msgspec.Struct]) -> str:
    # What a record may leave unstated (None by default) is never stored as an empty string.
    values = {field.name: "nullif(?, '')" if field.default is None else "?" for field in msgspec.structs.fields(record)}
    values = {"report_id": "?"} | ({} if "position" in values else {"position": "?"}) | values
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})"


_INSERT = {table: _insert_statement(table, record) for table, record in CHILDREN.items()}
