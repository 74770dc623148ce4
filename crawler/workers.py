"""Reader processes: pure functions run off the reactor's thread, each page on its own risk.

Pages of the open web make readers loop, exhaust memory or crash inside C code. Here such a page costs itself
and nothing else: its worker is killed and replaced, the caller gets a :class:`ReadingError` that names what
happened. (``concurrent.futures.ProcessPoolExecutor`` breaks as a whole when one worker dies.)

A worker is a plain Python process at the other end of a socket pair. It is not forked from the crawl, so it
holds neither its sockets nor its database, and it ends by itself when the crawl is gone.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from crawler.memory import peak_of
from crawler.serving import SIZE

T = TypeVar("T")

_START_SECONDS = 60.0


class ReadingError(Exception):
    """A page could not be read. ``outcome`` is the ledger's key for it."""

    outcome = "reading_error"

    @property
    def line(self) -> str:
        """The last line of the message, which for a traceback is what was raised."""
        return str(self).strip().rpartition("\n")[2][:300]


class ReadingTimeout(ReadingError):
    """Reading took longer than allowed; its worker was killed."""

    outcome = "reading_timeout"


class ReadingCrashed(ReadingError):
    """The worker died while it read this page."""

    outcome = "reading_crashed"


class ReadingTooLarge(ReadingError):
    """Reading needed more memory than a worker may use."""

    outcome = "reading_memory"


class _Worker:
    """One reader process and the parent's end of its socket."""

    def __init__(self, memory_mb: int, preload: tuple[str, ...]) -> None:
        self.jobs = 0
        ours, theirs = socket.socketpair()
        code = f"from crawler.serving import serve; serve({theirs.fileno()}, {memory_mb}, {preload!r})"
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        self._socket = ours
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def ready(self) -> None:
        """Waits for the worker's greeting, so that its imports do not count as reading time."""
        self._reader, self._writer = await asyncio.open_connection(sock=self._socket, limit=2**20)
        await asyncio.wait_for(self._receive(), _START_SECONDS)

    async def call(self, payload: bytes) -> bytes:
        self.jobs += 1
        self._writer.write(SIZE.pack(len(payload)))
        self._writer.write(payload)
        await self._writer.drain()
        return await self._receive()

    async def _receive(self) -> bytes:
        (size,) = SIZE.unpack(await self._reader.readexactly(SIZE.size))
        return await self._reader.readexactly(size)

    def kill(self) -> None:
        self.process.kill()
        self.close()

    @property
    def peak(self) -> int:
        return peak_of(self.process.pid)

    def close(self) -> None:
        """Hangs up, which ends an idle worker, and reaps it."""
        writer = getattr(self, "_writer", None)
        if writer is not None:
            writer.close()
        self._socket.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class ReaderPool:
    """Runs module-level functions in ``processes`` worker processes; 0 runs them in this one.

    ``timeout`` is in seconds per job (not applied with 0 processes), ``memory_mb`` the address space a
    worker may use, ``jobs_per_worker`` how many jobs a worker serves before it is replaced (what reading
    leaks goes with it), ``preload`` the modules a worker imports before it says it is ready, ``first`` what it
    is told before any job: a module-level function and its arguments.
    """

    def __init__(
        self,
        processes: int,
        *,
        timeout: float = 20.0,
        memory_mb: int = 2048,
        jobs_per_worker: int = 5000,
        preload: tuple[str, ...] = (),
        first: tuple[Callable[..., object], tuple[Any, ...]] | None = None,
    ) -> None:
        self.processes = processes
        self.timeout = timeout
        self.memory_mb = memory_mb
        self.jobs_per_worker = jobs_per_worker
        self.preload = preload
        self._first = _job(*first) if first else None
        self._peaks: list[int] = []
        #: All that live. Asyncio holds who waits for a worker's answer weakly: without this the garbage collector may
        #: take a worker at its first job, with all tasks that wait for it, and the crawl would never end.
        self._workers: set[_Worker] = set()
        self._idle: asyncio.Queue[_Worker | None] = asyncio.Queue()
        for _ in range(processes):
            # A place without a worker: filled by whoever takes it, so workers start when first needed.
            self._idle.put_nowait(None)

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """``function(*args)`` in a worker. Raises :class:`ReadingError`, whatever went wrong over there."""
        if not self.processes:
            return _run_here(function, args)
        payload = _job(function, args)
        worker = await self._idle.get()
        try:
            if worker is None:
                worker = await self._start()
            answer = await asyncio.wait_for(worker.call(payload), self.timeout)
        except TimeoutError:
            self._discard(worker)
            worker = None
            raise ReadingTimeout(f"not read within {self.timeout:g} s") from None
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            status = worker.process.wait() if worker else None
            self._discard(worker)
            worker = None
            raise ReadingCrashed(f"the reader process died ({_death(status)})") from error
        except asyncio.CancelledError:
            self._discard(worker)
            worker = None
            raise
        finally:
            if worker is not None and worker.jobs >= self.jobs_per_worker:
                self._retire(worker)
                worker = None
            self._idle.put_nowait(worker)
        return _value(answer)  # type: ignore[no-any-return]

    async def _start(self) -> _Worker:
        worker = _Worker(self.memory_mb, self.preload)
        self._workers.add(worker)
        try:
            await worker.ready()
            if self._first is not None:
                _value(await worker.call(self._first))
        except BaseException:  # a cancelled start leaves no process behind either
            self._discard(worker)
            raise
        return worker

    def close(self) -> None:
        """Ends the idle workers. Callers wait for their jobs first."""
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            if worker is not None:
                self._retire(worker)

    @property
    def peak_memory(self) -> int:
        """The largest resident memory of the workers that ended so far, of as many as ran at once, in bytes.

        Workers that were killed or crashed do not count.
        """
        return sum(sorted(self._peaks, reverse=True)[: self.processes])

    def _discard(self, worker: _Worker | None) -> None:
        if worker is not None:
            self._workers.discard(worker)
            worker.kill()

    def _retire(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        self._peaks.append(worker.peak)
        worker.close()


class Readers:
    """The two pools of a crawl: ``pages`` for what takes milliseconds, ``files`` for what may take minutes.

    Scans cost seconds a page and 800 MB once: one process of their own bears that, and pages do not wait for it.
    """

    def __init__(self, pages: ReaderPool, files: ReaderPool) -> None:
        self.pages = pages
        self.files = files

    @property
    def peak_memory(self) -> int:
        """As :attr:`ReaderPool.peak_memory`, of both."""
        return self.pages.peak_memory + self.files.peak_memory

    def close(self) -> None:
        """Ends the idle workers of both."""
        self.pages.close()
        self.files.close()


def _job(function: Callable[..., object], args: tuple[Any, ...]) -> bytes:
    return pickle.dumps((function.__module__, function.__qualname__, args), protocol=5)


def _value(answer: bytes) -> Any:
    kind, value = pickle.loads(answer)
    if kind == "value":
        return value
    raise (ReadingTooLarge if kind == "memory" else ReadingError)(value)


def _run_here(function: Callable[..., T], args: tuple[Any, ...]) -> T:
    try:
        return function(*args)
    except MemoryError as error:
        raise ReadingTooLarge("not enough memory") from error
    except Exception as error:
        raise ReadingError(traceback.format_exc()) from error


def _death(status: int | None) -> str:
    if status is None:
        return "it did not start"
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"
