"""One thread that writes: operations in order, many to a transaction, each with a future of its own."""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from crawler.dataset import schema
from crawler.dataset.errors import DatasetError, is_file_level
from crawler.dataset.locks import WriterLock, explain_with_holders

T = TypeVar("T")

_Operation = Callable[[Database], Any]
_Item = tuple[_Operation, "Future[Any]"]


class BatchWriter:
    """Writes a dataset from one thread, strictly in the order of :meth:`submit`.

    A batch is one transaction: it is committed after ``batch`` operations, ``seconds`` after its first one,
    or on :meth:`flush`. A future resolves only after its batch is on disk. An operation that raises takes
    back only what it did itself and fails its own future; an error of the file itself (disk full, I/O,
    locked past the timeout) fails everything pending, sets :attr:`error` and makes later submits raise it.

    The constructor raises :class:`DatasetError`, also when another process is writing the same dataset.
    """

    def __init__(self, path: Path | str, batch: int = 200, seconds: float = 2.0) -> None:
        self.path = Path(path)
        self.batch = batch
        self.seconds = seconds
        #: What ended the writing, or None while all is well.
        self.error: DatasetError | None = None
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._guard = threading.Lock()
        self._closed = False
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="dataset-writer", daemon=True)
        self._thread.start()
        try:
            ready.result()
        except BaseException:
            self._thread.join()  # whoever tries again must not meet this attempt's lock
            raise

    def submit(self, operation: Callable[[Database], T]) -> Future[T]:
        """Queue ``operation``; it runs on the writer's thread inside a transaction it must not end."""
        future: Future[T] = Future()
        self._put((operation, future))
        return future

    def flush(self) -> None:
        """Wait until everything submitted so far is committed; raises :class:`DatasetError` if it is not."""
        marker: Future[None] = Future()
        self._put((_FLUSH, marker))
        marker.result()

    def close(self) -> None:
        """Commit the rest, fold the write-ahead log into the file, close. Harmless when called again.

        Raises :class:`DatasetError` if the rest could not be committed or writing had failed before.
        """
        with self._guard:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()
        if self.error is not None:
            raise self.error

    def __enter__(self) -> BatchWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            # The exception under way says more than the writer's own, which `error` still holds.
            with suppress(DatasetError):
                self.close()

    def _put(self, item: _Item) -> None:
        with self._guard:
            if self.error is not None:
                raise self.error
            if self._closed:
                raise DatasetError(f"dataset {self.path} is closed for writing", "refused")
            self._queue.put(item)

    # What follows runs on the writer's thread.

    def _run(self, ready: Future[None]) -> None:
        lock: WriterLock | None = None
        try:
            schema.make_folder(self.path)
            lock = WriterLock(self.path)
            db = schema.open_dataset(self.path)
        except BaseException as error:  # noqa: BLE001 - it is raised in the constructor, which waits for it
            if lock is not None:
                lock.release()
            ready.set_exception(error)
            return
        try:
            self._probe(db, ready)
            if self.error is None:
                self._serve(db)
        finally:
            db.close()
            lock.release()

    def _probe(self, db: Database, ready: Future[None]) -> None:
        """Take the write lock once, so that a dataset that cannot be written fails before any work is done."""
        try:
            db.conn.execute(f"PRAGMA busy_timeout = {int(schema.OPEN_SECONDS * 1000)}")
            db.conn.execute("BEGIN IMMEDIATE")
            db.conn.execute("ROLLBACK")
            db.conn.execute(f"PRAGMA busy_timeout = {int(schema.BUSY_SECONDS * 1000)}")
        except sqlite3.Error as error:
            self.error = explain_with_holders(error, self.path)
            ready.set_exception(self.error)
        else:
            ready.set_result(None)

    def _serve(self, db: Database) -> None:
        more = True
        while more and self.error is None:
            first = self._queue.get()
            if first is None:
                break
            more = self._write_batch(db, first)
        if self.error is None:
            # Another reader may hold the log; it is then folded in by whoever opens the file next.
            with suppress(sqlite3.OperationalError):
                db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            self._fail_waiting(self.error)

    def _write_batch(self, db: Database, first: _Item) -> bool:
        """One transaction, begun by ``first``. False when the end of the queue was reached."""
        done: list[tuple[Future[Any], Any]] = []
        deadline = time.monotonic() + self.seconds
        item: _Item | None = first
        more = True
        try:
            db.conn.execute("BEGIN IMMEDIATE")
            while True:
                if item is None:
                    more = False
                    break
                operation, future = item
                if operation is _FLUSH:
                    done.append((future, None))
                    break
                if future.set_running_or_notify_cancel():
                    self._apply(db, operation, future, done)
                left = deadline - time.monotonic()
                if len(done) >= self.batch or left <= 0:
                    break
                try:
                    item = self._queue.get(timeout=left)
                except queue.Empty:
                    break
            db.conn.execute("COMMIT")
        except sqlite3.Error as error:
            self._stop(error)
            with suppress(sqlite3.Error):
                db.rollback()
            for future, _ in done:
                future.set_exception(self.error)
            if item is not None and not item[1].done():
                item[1].set_exception(self.error)
            return False
        for future, result in done:
            future.set_result(result)
        return more

    def _apply(
        self, db: Database, operation: _Operation, future: Future[Any], done: list[tuple[Future[Any], Any]]
    ) -> None:
        db.conn.execute("SAVEPOINT operation")
        try:
            result = operation(db)
        except BaseException as error:
            if is_file_level(error):
                raise
            db.conn.execute("ROLLBACK TO operation")
            db.conn.execute("RELEASE operation")
            future.set_exception(error)
        else:
            db.conn.execute("RELEASE operation")
            done.append((future, result))

    def _stop(self, error: sqlite3.Error) -> None:
        with self._guard:
            self.error = explain_with_holders(error, self.path)

    def _fail_waiting(self, error: DatasetError) -> None:
        while True:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return
            if item is not None and item[1].set_running_or_notify_cancel():
                item[1].set_exception(error)


def _flush(_: Database) -> None:
    """Marks a flush in the queue; it is recognised by identity and never called."""


_FLUSH = _flush
