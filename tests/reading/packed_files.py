"""Archives for tests: ZIPs with names as Chinese Windows writes them, RARs that store their files, tar files."""

from __future__ import annotations

import io
import struct
import tarfile
import zlib

from tests.reading.office_files import zip_of


def zip_in_gbk(members: dict[str, bytes]) -> bytes:
    """A ZIP whose names are GBK without saying so."""
    raw = {name.encode("gbk"): name for name in members}
    stand_ins = {name: f"{at:x<{len(gbk)}}" for at, (gbk, name) in enumerate(raw.items())}
    body = zip_of({stand_ins[name]: content for name, content in members.items()})
    for gbk, name in raw.items():
        body = body.replace(stand_ins[name].encode(), gbk)
    return body


def rar(members: dict[str, bytes], *, encrypted: bool = False) -> bytes:
    """A RAR 4 archive that stores its files as they are."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    parts = [b"Rar!\x1a\x07\x00", block(0x73, 0x80 if encrypted else 0, bytes(6))]
    for name, content in members.items():
        raw = name.encode("utf-8")
        fields = struct.pack(
            "<LLBLLBBHL", len(content), len(content), 3, zlib.crc32(content), 0x58210000, 20, 0x30, len(raw), 0o100644
        )
        parts += [block(0x74, 0x8000, fields + raw), content]
    return b"".join([*parts, block(0x7B, 0x4000, b"")])


def tar_of(members: dict[str, bytes]) -> bytes:
    """A tar file, as bsdtar makes one of any archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()
