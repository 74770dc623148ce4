"""Jobs for the reader pool: a good one and every way to be a bad one."""

from __future__ import annotations

import os
import signal
import time


def double(number: int) -> int:
    return number * 2


def length(body: bytes) -> int:
    return len(body)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def gobble(megabytes: int) -> int:
    return len(bytearray(megabytes * 2**20))


def fail() -> None:
    raise ValueError("a page nobody foresaw")


def pid() -> int:
    return os.getpid()
