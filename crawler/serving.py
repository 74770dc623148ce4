"""The side of a reader process (the crawl's side is crawler/workers.py): it answers jobs until the crawl hangs up."""

from __future__ import annotations

import ctypes
import gc
import importlib
import pickle
import resource
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any

#: A message goes out with its length in bytes before it.
SIZE = struct.Struct("!Q")
_PR_SET_PDEATHSIG = 1


def serve(descriptor: int, memory_mb: int, preload: tuple[str, ...]) -> None:
    """The worker's side: answers jobs from the socket until the other end hangs up."""
    _settle(memory_mb)
    for name in preload:
        importlib.import_module(name)
    # What is imported stays, and a page leaves hardly a cycle behind: looking for them cost some 6 % of a reading.
    gc.freeze()
    gc.set_threshold(20_000)
    functions: dict[tuple[str, str], Callable[..., Any]] = {}
    with socket.socket(fileno=descriptor) as link, link.makefile("rwb", buffering=2**17) as stream:
        _send(stream, b"")
        while len(header := stream.read(SIZE.size)) == SIZE.size:
            payload = stream.read(SIZE.unpack(header)[0])
            _send(stream, _answer(payload, functions))


def _settle(memory_mb: int) -> None:
    # Ctrl-C reaches the whole foreground group; the crawl lets its workers finish and then hangs up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if sys.platform == "linux":
        # A worker deep in a long parse would notice a hang-up late: let the kernel end it with the crawl.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if memory_mb:
        limit = memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(stream: Any, answer: bytes) -> None:
    stream.write(SIZE.pack(len(answer)))
    stream.write(answer)
    stream.flush()


def _answer(payload: bytes, functions: dict[tuple[str, str], Callable[..., Any]]) -> bytes:
    try:
        module, name, args = pickle.loads(payload)
        function = functions.get((module, name))
        if function is None:
            function = functions[module, name] = getattr(importlib.import_module(module), name)
        return pickle.dumps(("value", function(*args)), protocol=5)
    except MemoryError:
        return pickle.dumps(("memory", "needs more memory than a reader process may use"))
    except Exception:  # noqa: BLE001 - whatever a reader raises belongs to its page: the parent raises it there
        return pickle.dumps(("error", traceback.format_exc()))
