"""Opens a dataset: makes it, brings it to the present schema, or says in one line why it cannot be used."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from crawler.dataset import views
from crawler.dataset.errors import DatasetError, primary_code
from crawler.dataset.locks import explain_with_holders
from crawler.dataset.migrations import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION

#: How long a statement waits for another writer, seconds.
BUSY_SECONDS = 30.0
#: How long opening waits: a locked dataset should be said at once, not after half a minute.
OPEN_SECONDS = 5.0


def open_dataset(path: Path | str, create: bool = True) -> Database:
    """The dataset at ``path`` for writing (WAL, foreign keys on), made or migrated as needed.

    Raises :class:`DatasetError`. What was stored stays, and a file that could not be completed is removed.
    """
    path = Path(path)
    is_new = not path.exists()
    if is_new and not create:
        raise _missing(path)
    make_folder(path)
    _check_file(path)
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(path, timeout=OPEN_SECONDS)
        db = _prepare(connection, path)
    except (sqlite3.Error, DatasetError) as error:
        if connection is not None:
            connection.close()
        if is_new and not (isinstance(error, sqlite3.Error) and primary_code(error) == sqlite3.SQLITE_BUSY):
            _remove_empty(path)
        if isinstance(error, sqlite3.Error):
            raise explain_with_holders(error, path) from error
        raise
    return db


def read_dataset(path: Path | str) -> Database:
    """The dataset at ``path`` for reading only; never waits for a writer and writes nothing.

    Raises :class:`DatasetError`.
    """
    path = Path(path)
    if not path.exists():
        raise _missing(path)
    _check_file(path)
    try:
        try:
            connection = _connect_read_only(path, "mode=ro")
        except sqlite3.OperationalError:
            # A WAL database in a folder where no -shm file can be made: nobody writes there either.
            if path.with_name(f"{path.name}-wal").exists():
                raise
            connection = _connect_read_only(path, "immutable=1")
        if _version(connection, path) < SCHEMA_VERSION:
            connection.close()
            raise DatasetError(
                f"dataset {path} was made by an older version of gov-reports: the next crawl updates it", "refused"
            )
    except sqlite3.Error as error:
        raise explain_with_holders(error, path) from error
    return Database(connection)


def _connect_read_only(path: Path, parameters: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?{parameters}", uri=True, timeout=BUSY_SECONDS)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> Database:
    version = _version(connection, path)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # A batch of reports with their parts touches some 10 MB: keep them at hand until the commit.
    connection.execute("PRAGMA cache_size = -32768")
    db = Database(connection)
    if version < SCHEMA_VERSION or not views.is_current(db):
        connection.execute("BEGIN IMMEDIATE")
        try:
            MIGRATIONS.apply(db)
            views.refresh(db)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
    # Only now: a new file is made with a rollback journal, of which a failure leaves nothing.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    return db


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of the file, 0 for an empty one; refuses files that are not ours or too new."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or version or objects):
        raise DatasetError(f"dataset {path} is an SQLite database, but not one of gov-reports: left alone", "not_ours")
    if version > SCHEMA_VERSION:
        raise DatasetError(
            f"dataset {path} was made by a newer version of gov-reports "
            f"(schema {version}, this program knows {SCHEMA_VERSION})",
            "newer",
        )
    return int(version)


def _check_file(path: Path) -> None:
    """Refuse what SQLite would only stumble over later: folders, other files, files cut short."""
    if path.is_dir():
        raise DatasetError(f"dataset {path} is a folder, not a file", "not_sqlite")
    if not path.exists():
        return
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise DatasetError(f"dataset {path} cannot be read: {error.strerror}", "not_writable") from error
    if not size:
        return
    if not head.startswith(b"SQLite format 3\0"):
        raise DatasetError(f"dataset {path} is not an SQLite database", "not_sqlite")
    wal = path.with_name(f"{path.name}-wal")
    if len(head) < 100 or (not wal.exists() and size < _size_in_header(head)):
        raise DatasetError(f"dataset {path} is damaged: the file has been cut short", "corrupt")


def _size_in_header(head: bytes) -> int:
    """Bytes the file should have by its header (file format, section 1.3); 0 where the header is silent."""
    page_size = int.from_bytes(head[16:18], "big")
    if head[24:28] != head[92:96]:
        return 0
    return int.from_bytes(head[28:32], "big") * (65536 if page_size == 1 else page_size)


def make_folder(path: Path) -> None:
    """Make the folder of the dataset ``path``; :class:`DatasetError` (``not_writable``) where it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatasetError(
            f"dataset {path} cannot be made: folder {path.parent}: {error.strerror}", "not_writable"
        ) from error


def _remove_empty(path: Path) -> None:
    """Remove the empty file that a failed creation left, unless another process has completed it meanwhile."""
    if path.exists() and not path.stat().st_size:
        path.unlink(missing_ok=True)


def _missing(path: Path) -> DatasetError:
    return DatasetError(f"dataset {path} does not exist: make one with scrapy crawl gov_reports", "missing")
