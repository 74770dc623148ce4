"""OLE compound files (MS-CFB), in which Word 97–2003, Excel 97–2003 and old WPS keep their streams."""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # this and higher numbers are marks, not sectors
_MINI_CUTOFF = 4096
#: What one stream, and the tables of sectors, may hold.
STREAM_LIMIT = 48_000_000
_MOST_ENTRIES = 20_000


class OleError(Exception):
    """Not a compound file, or one too broken to find anything in."""


class Ole:
    """A compound file in memory. Streams are known by their name in lower case, wherever they are stored.

    Where a name occurs twice (an embedded document has the same streams) the one nearest to the root counts.
    """

    def __init__(self, body: bytes) -> None:
        if not body.startswith(MAGIC) or len(body) < 512:
            raise OleError("not a compound file")
        shift, mini_shift = struct.unpack_from("<HH", body, 30)
        if shift not in (9, 12) or mini_shift > 9:
            raise OleError("impossible sector size")
        self._body = body
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._fat = self._read_fat()
        (directory, _, cutoff) = struct.unpack_from("<3L", body, 48)
        self._cutoff = cutoff if 0 < cutoff <= 65536 else _MINI_CUTOFF
        (mini_fat,) = struct.unpack_from("<L", body, 60)
        self._mini_fat = _longs(b"".join(self._sectors(mini_fat, STREAM_LIMIT // 64)))
        #: name → first sector, size
        self.streams: dict[str, tuple[int, int]] = {}
        self._root = (0, 0)
        self._read_directory(directory)
        self._mini: bytes | None = None

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._body[at : at + self._size]

    def _read_fat(self) -> list[int]:
        body = self._body
        numbers = list(struct.unpack_from("<109L", body, 76))
        (extra,) = struct.unpack_from("<L", body, 68)
        seen: set[int] = set()
        while extra < _FREE and extra not in seen and len(seen) * self._size <= len(body):
            seen.add(extra)
            more = _longs(self._sector(extra))
            if not more:
                break
            numbers.extend(more[:-1])
            extra = more[-1]
        known = {number for number in numbers if number < _FREE}
        if len(known) * self._size > len(body):
            raise OleError("more sector tables than file")
        return _longs(b"".join(self._sector(number) for number in numbers if number < _FREE)[: len(body) // 8 + 65536])

    def _sectors(self, first: int, limit: int) -> Iterator[bytes]:
        """The sectors of a chain; a loop or a number outside of the file ends it."""
        seen: set[int] = set()
        number, left = first, limit
        while number < len(self._fat) and number not in seen and left > 0:
            seen.add(number)
            sector = self._sector(number)
            if not sector:
                return
            yield sector
            left -= len(sector)
            number = self._fat[number]

    def _read_directory(self, first: int) -> None:
        raw = b"".join(self._sectors(first, _MOST_ENTRIES * 128))
        entries = [raw[at : at + 128] for at in range(0, len(raw) - 127, 128)]
        if not entries:
            raise OleError("no directory")
        self._root = struct.unpack_from("<LL", entries[0], 116)
        # Breadth first, so that the streams nearest to the root come first.
        queue, seen = [struct.unpack_from("<L", entries[0], 76)[0]], {0}
        children: list[int] = []
        while queue or children:
            if not queue:
                queue, children = children, []
            number = queue.pop(0)
            if number >= len(entries) or number in seen:
                continue
            seen.add(number)
            entry = entries[number]
            length, kind = struct.unpack_from("<HB", entry, 64)
            left, right, child = struct.unpack_from("<3L", entry, 68)
            queue += [left, right]
            if kind == 1:
                children.append(child)
            elif kind == 2:
                name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").lower()
                self.streams.setdefault(name, struct.unpack_from("<LL", entry, 116))

    def read(self, name: str) -> bytes:
        """The bytes of a stream, cut where the file or the limit ends; b"" where there is none of this name."""
        found = self.streams.get(name.lower())
        if found is None:
            return b""
        first, size = found
        size = min(size, STREAM_LIMIT, len(self._body))
        if size >= self._cutoff:
            return b"".join(self._sectors(first, size))[:size]
        if self._mini is None:
            self._mini = b"".join(self._sectors(self._root[0], min(self._root[1], STREAM_LIMIT)))
        out: list[bytes] = []
        number, seen = first, set[int]()
        while number < len(self._mini_fat) and number not in seen and len(out) * self._mini_size < size:
            seen.add(number)
            out.append(self._mini[number * self._mini_size : (number + 1) * self._mini_size])
            number = self._mini_fat[number]
        return b"".join(out)[:size]


def _longs(data: bytes) -> list[int]:
    count = len(data) // 4
    return list(struct.unpack(f"<{count}L", data[: count * 4]))
