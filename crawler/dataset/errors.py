"""What can be wrong with a dataset file, as one line for the person at the terminal."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Literal

Reason = Literal[
    "locked", "not_writable", "missing", "not_sqlite", "not_ours", "newer", "full", "corrupt", "io", "refused"
]

#: SQLite's primary result codes that concern the database as a whole, and what to tell the user.
_FILE_LEVEL: dict[int, tuple[Reason, str]] = {
    sqlite3.SQLITE_BUSY: ("locked", "is locked by another program"),
    sqlite3.SQLITE_LOCKED: ("locked", "is locked by another connection"),
    sqlite3.SQLITE_READONLY: ("not_writable", "is not writable (check the file and its folder)"),
    sqlite3.SQLITE_PERM: ("not_writable", "may not be opened (permission denied)"),
    sqlite3.SQLITE_CANTOPEN: ("not_writable", "cannot be opened (check the folder and its permissions)"),
    sqlite3.SQLITE_NOTADB: ("not_sqlite", "is not an SQLite database"),
    sqlite3.SQLITE_CORRUPT: ("corrupt", "is damaged (SQLite calls its content malformed)"),
    sqlite3.SQLITE_FULL: ("full", "cannot grow: the disk is full"),
    sqlite3.SQLITE_IOERR: ("io", "cannot be read or written (input/output error)"),
    sqlite3.SQLITE_NOMEM: ("io", "cannot be used: out of memory"),
}


class DatasetError(Exception):
    """A dataset file cannot be used. ``str()`` is one line that names the file; ``reason`` a short key."""

    def __init__(self, message: str, reason: Reason) -> None:
        super().__init__(message)
        self.reason = reason


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code of ``error`` (the low byte of the extended code), 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_file_level(error: BaseException) -> bool:
    """Whether ``error`` is about the database file as a whole rather than about one statement."""
    return isinstance(error, sqlite3.Error) and primary_code(error) in _FILE_LEVEL


def explain(error: sqlite3.Error, path: Path, detail: str = "") -> DatasetError:
    """``error`` of SQLite on the dataset ``path`` as a :class:`DatasetError`; ``detail`` is put in brackets."""
    reason, text = _FILE_LEVEL.get(primary_code(error), ("io", f"cannot be used: {error}"))
    return DatasetError(f"dataset {path} {text}{f' ({detail})' if detail else ''}", reason)
