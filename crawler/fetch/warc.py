"""WARC files (ISO 28500): writing responses with their requests, and reading them back, one gzip member a record.

Written by hand rather than through warcio because header bytes must stay as received (GBK file names in them
are common) and its fixed compression level costs four times the time for a tenth of the size. Reading takes
any WARC, also those of other tools: uncompressed ones and bodies in chunks.
"""

from __future__ import annotations

import base64
import hashlib
import os
import uuid
import zlib
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec
from warcio.bufferedreaders import ChunkedDataReader

_LEVEL = 3
_CHUNK = 65536
#: So much of a record is kept while scanning: WARC headers, HTTP headers and the body of a small request.
_HEAD = 65536
_END = b"\r\n\r\n"

Fields = list[tuple[bytes, bytes]]


class ArchiveError(Exception):
    """A WARC that cannot be read. One line that names the file."""


class Archived(msgspec.Struct):
    """A response out of an archive. ``body`` is as received, still packed where Content-Encoding says so.

    ``fetched_at`` is the record's WARC-Date (ISO 8601, UTC); ``truncated`` why the body is known to be short
    (WARC-Truncated: ``length``, ``time``, ``disconnect``, ``unspecified``), empty for a whole one.
    """

    url: str
    status: int
    headers: Fields
    body: bytes
    fetched_at: str
    truncated: str = ""


class Entry(msgspec.Struct):
    """Where a record lies, its WARC headers (lower-case names) and the beginning of its block."""

    offset: int
    headers: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """``response``, ``request``, ``warcinfo``, …"""
        return self.headers.get("warc-type", "")


class WarcWriter:
    """Appends records to a new file. Not thread-safe: one thread writes.

    Each exchange reaches the kernel in one write before :meth:`write` returns: a process that is killed leaves
    at most one torn record, the last of its file. A file is never appended to by a later process.
    """

    def __init__(self, path: Path, info: dict[str, str]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        self.size = 0
        text = "".join(f"{name}: {value}\r\n" for name, value in info.items() if value)
        self._append(_record("warcinfo", "", info.get("created", ""), "application/warc-fields", text.encode()))

    def write(
        self,
        response: Archived,
        *,
        method: str = "GET",
        target: str = "/",
        request_headers: Iterable[tuple[bytes, bytes]] = (),
        request_body: bytes = b"",
        ip: str = "",
    ) -> int:
        """Writes a response and its request; returns the offset of the response. OSError: nothing was written."""
        offset = self.size
        identity = _identity()
        extra = {"WARC-Record-ID": identity, "WARC-IP-Address": ip, "WARC-Truncated": response.truncated}
        extra["WARC-Payload-Digest"] = _digest(response.body)
        kept = [(name, value) for name, value in response.headers if name.lower() not in _TRANSFER]
        kept.append((b"Content-Length", str(len(response.body)).encode()))
        head = f"HTTP/1.1 {response.status} {_phrase(response.status)}\r\n".encode()
        block = head + _lines(kept) + b"\r\n" + response.body
        content = "application/http; msgtype=response"
        data = _record("response", response.url, response.fetched_at, content, block, extra)

        head = f"{method} {target} HTTP/1.1\r\n".encode()
        block = head + _lines(request_headers) + b"\r\n" + request_body
        content = "application/http; msgtype=request"
        extra = {"WARC-Concurrent-To": identity}
        self._append(data + _record("request", response.url, response.fetched_at, content, block, extra))
        return offset

    def _append(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            os.ftruncate(self._file, self.size)  # a full disk must not leave half a record behind
            raise
        self.size += len(data)

    def close(self) -> None:
        """Closes the file; the writer cannot be used afterwards."""
        os.close(self._file)


_TRANSFER = frozenset({b"content-length", b"transfer-encoding", b"connection"})


def _record(
    kind: str, url: str, date: str, content_type: str, block: bytes, extra: dict[str, str] | None = None
) -> bytes:
    fields = {"WARC-Type": kind, "WARC-Record-ID": _identity(), "WARC-Target-URI": url, "WARC-Date": date}
    fields |= extra or {}
    fields |= {"Content-Type": content_type, "Content-Length": str(len(block))}
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    return packer.compress(head.encode() + b"\r\n" + block + _END) + packer.flush()


def _identity() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _digest(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"


def _lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"".join(b"%b: %b\r\n" % (name, value.replace(b"\r\n", b" ")) for name, value in headers)


def scan(path: Path) -> Iterator[Entry | None]:
    """The records of a WARC in order, then one ``None`` if the last one is torn (a crawl was killed there).

    Raises :class:`ArchiveError` for a file that is no WARC, is compressed as a whole or is broken in between.
    """
    offset = 0
    try:
        with path.open("rb") as file:
            while True:
                file.seek(offset)
                magic = file.read(2)
                if not magic:
                    return
                file.seek(offset)
                unit = _packed(file) if magic == b"\x1f\x8b" else _plain(file)
                if unit is None:
                    yield None
                    return
                head, length, end = unit
                fields, start = _warc_headers(head)
                if length > start + int(fields["content-length"]) + len(_END):
                    raise ArchiveError(f"{path}: compressed as a whole, not record by record (use: warcio recompress)")
                yield Entry(offset, fields, head[start : length - len(_END)])
                offset = end
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}") from error
    except (zlib.error, ValueError) as error:
        raise ArchiveError(f"{path}: no WARC record at byte {offset}: {error}") from error


def _packed(file: BinaryIO) -> tuple[bytes, int, int] | None:
    """One gzip member: its beginning, its unpacked length and where the next starts; ``None`` when torn."""
    unpacker = zlib.decompressobj(31)
    head = bytearray()
    length = 0
    while not unpacker.eof:
        chunk = file.read(_CHUNK)
        if not chunk:
            return None
        data = unpacker.decompress(chunk)
        length += len(data)
        if len(head) < _HEAD:
            head += data[: _HEAD - len(head)]
    return bytes(head), length, file.tell() - len(unpacker.unused_data)


def _plain(file: BinaryIO) -> tuple[bytes, int, int] | None:
    """The same for a record that is not compressed."""
    start = file.tell()
    head = file.read(_HEAD)
    if not head.startswith(b"WARC/"):
        raise ValueError("it does not begin with WARC/")
    if _END not in head:
        return None
    fields, block = _warc_headers(head)
    length = block + int(fields["content-length"]) + len(_END)
    if file.seek(0, os.SEEK_END) < start + length:
        return None
    return head[:length], length, start + length


def _warc_headers(head: bytes) -> tuple[dict[str, str], int]:
    """The WARC headers (lower-case names) and where the block starts. ValueError if these are none."""
    text, separator, _ = head.partition(_END)
    version, _, lines = text.partition(b"\r\n")
    if not separator or not version.startswith(b"WARC/"):
        raise ValueError("it does not begin with WARC headers")
    fields = {name.decode().lower(): value.decode("utf-8", "replace") for name, value in _fields(lines)}
    if not fields.get("content-length", "").isdigit():
        raise ValueError("it states no length")
    return fields, len(text) + len(_END)


def _fields(lines: bytes) -> Fields:
    pairs = (line.partition(b":") for line in lines.split(b"\r\n") if b":" in line)
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def target_of(fields: dict[str, str]) -> str:
    """The address that a record is about (some tools put it in angle brackets)."""
    return fields.get("warc-target-uri", "").strip("<>")


def read_response(path: Path, offset: int) -> Archived:
    """The response at this offset. :class:`ArchiveError` when there is none."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = _whole(file)
        fields, start = _warc_headers(record)
        block = record[start : start + int(fields["content-length"])]
        head, _, body = block.partition(_END)
        first, _, lines = head.partition(b"\r\n")
        status = int(first.split(None, 2)[1])
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}") from error
    except (zlib.error, ValueError, IndexError) as error:
        raise ArchiveError(f"{path}: no response at byte {offset}: {error}") from error
    headers = _fields(lines)
    if any(name.lower() == b"transfer-encoding" and b"chunked" in value.lower() for name, value in headers):
        body = ChunkedDataReader(BytesIO(body)).read()
    headers = [(name, value) for name, value in headers if name.lower() not in _TRANSFER]
    date, truncated = fields.get("warc-date", ""), fields.get("warc-truncated", "")
    return Archived(target_of(fields), status, headers, body, date, truncated)


def _whole(file: BinaryIO) -> bytes:
    start = file.tell()
    if file.read(2) != b"\x1f\x8b":
        file.seek(start)
        unit = _plain(file)
        if unit is None:
            raise ValueError("the record is torn")
        file.seek(start)
        return file.read(unit[1])
    file.seek(start)
    unpacker = zlib.decompressobj(31)
    parts: list[bytes] = []
    while not unpacker.eof:
        chunk = file.read(_CHUNK)
        if not chunk:
            raise ValueError("the record is torn")
        parts.append(unpacker.decompress(chunk))
    return b"".join(parts)
