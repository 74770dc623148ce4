"""Looks at a PDF's compressed streams before the library does (解压炸弹): it would unpack them all into memory."""

from __future__ import annotations

import re
import zlib

#: What one stream, and all streams but pictures together, may unpack to, in bytes.
MOST_IN_STREAM = 48_000_000
MOST_IN_ALL = 320_000_000
_CHUNK = 1 << 20
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 1500
_MOST_STREAMS = 200_000


def unpacks_too_far(body: bytes) -> bool:
    """Whether a PDF's streams would unpack to more than any report holds.

    Pictures do not count, for reading text does not unpack them. Streams that are not deflate are bounded by the
    library itself.
    """
    total = 0
    for number, found in enumerate(_STREAM.finditer(body)):
        if number > _MOST_STREAMS:
            return True
        head = body[max(0, found.start() - _DICTIONARY) : found.start()]
        head = head[max(head.rfind(b" obj"), 0) :]
        if (b"FlateDecode" not in head and b"/Fl" not in head) or b"/Image" in head:
            continue
        end = body.find(b"endstream", found.end())
        size = _unpacked(body[found.end() : end if end >= 0 else len(body)], 1 + (head.count(b"/FlateDecode") > 1))
        total += size
        if size > MOST_IN_STREAM or total > MOST_IN_ALL:
            return True
    return False


def _unpacked(data: bytes, layers: int) -> int:
    """To how many bytes deflated data unpacks, counted up to a little over :data:`MOST_IN_STREAM`."""
    decoders = [zlib.decompressobj() for _ in range(layers)]
    return _feed(data, decoders)


def _feed(data: bytes, decoders: list[zlib._Decompress]) -> int:
    decoder, *inner = decoders
    total = 0
    while data and total <= MOST_IN_STREAM:
        try:
            piece = decoder.decompress(data, _CHUNK)
        except zlib.error:  # a broken or encrypted stream ends here; what it gave so far counts
            break
        total += _feed(piece, inner) if inner else len(piece)
        data = decoder.unconsumed_tail
        if not piece:
            break
    return total
