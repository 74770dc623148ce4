"""Puts the catalogue's divisions and portals into the dataset, so that it explains itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlite_utils import Database

from crawler.catalogue.table import STILL, table

Record = Mapping[str, Any] | msgspec.Struct

_DIVISION_COLUMNS = (
    "code", "level", "name", "short", "province", "city", "county", "parent", "valid_from", "valid_to", "successors",
)  # fmt: skip
_PORTAL_COLUMNS = (
    "id", "division_code", "level", "province", "city", "county", "name", "home_url", "trust", "flags",
    "platform", "entry_urls", "note", "source",
)  # fmt: skip


def store_portals(db: Database, portals: Iterable[Record]) -> None:
    """Store portals (structs or dicts with the table's column names), updating those known by ``id``.

    The divisions of their provinces are stored with them: the dataset's codes are then explained in it.
    """
    portals = list(portals)
    _upsert(db, "portals", _PORTAL_COLUMNS, ("id",), portals)
    provinces = {str(_value("division_code", portal) or "")[:2] for portal in portals}
    store_divisions(db, (row for rows in table().by_code.values() for row in rows if row.code[:2] in provinces))


def store_divisions(db: Database, divisions: Iterable[Record]) -> None:
    """Store divisions (structs or dicts), updating those known by ``code`` and ``valid_from``."""
    _upsert(db, "divisions", _DIVISION_COLUMNS, ("code", "valid_from"), divisions)


def _upsert(
    db: Database, name: str, columns: tuple[str, ...], keys: tuple[str, ...], records: Iterable[Record]
) -> None:
    others = [column for column in columns if column not in keys]
    stored, given = (", ".join(f"{source}.{column}" for column in others) for source in (name, "excluded"))
    # Only rows that differ are written: a nightly run leaves the table's pages alone.
    db.conn.executemany(
        f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET ({', '.join(others)}) = ({given})"
        f" WHERE ({stored}) IS NOT ({given})",
        [[_value(column, record) for column in columns] for record in records],
    )


def _value(name: str, record: Record) -> str | int | None:
    value = record.get(name) if isinstance(record, Mapping) else getattr(record, name, None)
    if name == "entry_urls" and isinstance(value, (list, tuple)):
        return json.dumps(value, ensure_ascii=False) if value else None
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value)) or None
    if value == "" or (name == "valid_to" and value == STILL):
        return None
    return value
