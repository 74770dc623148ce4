"""One writer per dataset file: an advisory lock that the kernel releases, also after kill -9."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from crawler.dataset.errors import DatasetError, explain, primary_code


class WriterLock:
    """The right to write a dataset, held from construction until :meth:`release`.

    It is a POSIX record lock on ``<dataset>-lock``: a process that dies loses it at once, a forked reader
    process does not inherit it, and readers of the dataset never meet it. The file says who holds it.
    Raises :class:`DatasetError` (``locked``) naming the holder, (``not_writable``) where it cannot be made.
    """

    #: Record locks belong to the process, so two writers in one process must be told apart here.
    _held_here: ClassVar[set[str]] = set()

    def __init__(self, dataset: Path) -> None:
        self.path = dataset.with_name(f"{dataset.name}-lock")
        self._key = str(self.path.resolve())
        if self._key in self._held_here:
            raise DatasetError(f"dataset {dataset} is already being written by this process", "locked")
        self._descriptor = self._acquire(dataset)
        self._held_here.add(self._key)
        command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
        started = datetime.now(UTC).isoformat(timespec="seconds")
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, f"process {os.getpid()}, since {started}: {command}\n".encode())

    def _acquire(self, dataset: Path) -> int:
        while True:
            try:
                descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            except OSError as error:
                raise DatasetError(
                    f"dataset {dataset} is not writable: {error.strerror} ({self.path})", "not_writable"
                ) from error
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                holder = os.read(descriptor, 400).decode(errors="replace").strip()
                os.close(descriptor)
                raise DatasetError(
                    f"dataset {dataset} is being written by another process ({holder or 'unknown'})", "locked"
                ) from error
            # The former holder removes the file when it ends: a lock on a removed file protects nothing.
            if _is_same_file(descriptor, self.path):
                return descriptor
            os.close(descriptor)

    def release(self) -> None:
        """Give the lock up and remove its file. Harmless when already released."""
        if self._key in self._held_here:
            with suppress(OSError):
                self.path.unlink()
            os.close(self._descriptor)
            self._held_here.discard(self._key)


def _is_same_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def lock_holders(dataset: Path) -> list[int]:
    """Process ids that hold an SQLite lock on ``dataset``, as far as the system tells (Linux; else none)."""
    table = Path("/proc/locks")
    inodes = set()
    for file in (dataset, dataset.with_name(f"{dataset.name}-shm")):
        with suppress(OSError):
            inodes.add(str(file.stat().st_ino))
    holders = set()
    with suppress(OSError):
        for line in table.read_text().splitlines():
            # "12: POSIX  ADVISORY  WRITE 4711 fd:00:1234 120 120"; a waiting lock has "->" as second word.
            words = line.split()
            if len(words) >= 8 and words[3] == "WRITE" and words[5].rpartition(":")[2] in inodes:
                holders.add(int(words[4]))
    return sorted(holders - {os.getpid()})


def explain_with_holders(error: sqlite3.Error, dataset: Path) -> DatasetError:
    """``error`` as one line that, for a locked dataset, also says which processes hold it."""
    holders = lock_holders(dataset) if primary_code(error) == sqlite3.SQLITE_BUSY else []
    return explain(error, dataset, f"process {', '.join(map(str, holders))}" if holders else "")
