"""Unpacks a body (gzip, deflate, br, zstd, also one inside the other) in pieces, never beyond a limit.

Scrapy's own functions unpack one coding whole before the next: of a body that was packed twice, both results
are in memory. Here the pieces of one codec are the input of the next, so that what is held is the result and
nothing else.
"""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

# Which packages provide br and zstd depends on the interpreter; Scrapy has chosen.
from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]

#: Bytes that come out of a codec at a time.
PIECE = 65536

#: What a codec raises on bytes that are not its own.
BROKEN = (OSError, EOFError, struct.error, zlib.error, brotli.error, zstd.ZstdError)


def unpack(body: bytes, codings: list[str], limit: int) -> bytes | None:
    """``body`` without its ``codings`` (in the order they were applied, as Content-Encoding has them);
    None where that is more than ``limit`` bytes.

    A coding that is not known ends the unpacking there. A body that is cut off or broken gives what could
    be unpacked before that; where that is nothing at all, one of :data:`BROKEN` is raised.
    """
    pieces: Iterable[bytes] = [body]
    for coding in reversed(codings):
        codec = CODINGS.get(coding.strip().lower())
        if codec is None:
            break
        pieces = codec(io.BufferedReader(_Pieces(pieces), PIECE))
    unpacked = io.BytesIO()
    try:
        for piece in pieces:
            if unpacked.tell() + len(piece) > limit:
                return None  # no exception: its traceback would keep everything here alive
            unpacked.write(piece)
    except BROKEN:
        if not unpacked.tell():
            raise
    return unpacked.getvalue()


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _gzip(packed: io.BufferedReader) -> Iterator[bytes]:
    # The module's own reader: all members, padding after them, and the data before it says that a checksum is off.
    with gzip.GzipFile(fileobj=packed) as file:
        while piece := file.read1(PIECE):
            yield piece


def _zstd(packed: io.BufferedReader) -> Iterator[bytes]:
    with zstd.ZstdFile(packed) as file:
        while piece := file.read1(PIECE):
            yield piece


def _deflate(packed: io.BufferedReader) -> Iterator[bytes]:
    # With the zlib header that the standard asks for, or raw, as some servers send it.
    data = packed.read(PIECE)
    stream = zlib.decompressobj()
    try:
        stream.decompress(data, 1)
    except zlib.error:
        stream = zlib.decompressobj(-15)
    else:
        stream = zlib.decompressobj()
    while data and not stream.eof:
        yield stream.decompress(data, PIECE)
        data = stream.unconsumed_tail or packed.read(PIECE)
    yield stream.flush()


def _br(packed: io.BufferedReader) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    while not stream.is_finished():
        data = packed.read(PIECE) if stream.can_accept_more_data() else b""
        piece = stream.process(data, output_buffer_limit=PIECE)
        if not data and not piece:
            return  # cut off
        yield piece


#: Content codings by their name in HTTP.
CODINGS: dict[str, Callable[[io.BufferedReader], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}
