"""Zip packages (DOCX, XLSX, OFD) and the XML in them, read so that a hostile file costs bounded time and memory.

Members are read by name into memory; their names never become paths on disk. What cannot be read raises
:class:`ArchiveError`, whose ``rule`` and message the readers turn into a finding.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml import etree

from crawler.reading.ole import MAGIC
from crawler.records import Finding, Page

#: Bytes that one member, and all that are read of one package, may unfold to. A report's XML has under 2 MB.
MEMBER_LIMIT = 12_000_000
TOTAL_LIMIT = 64_000_000
#: Bytes of the central directory (the list of members); a member needs about 80 of them.
DIRECTORY_LIMIT = 2_000_000
#: Deflate reaches 1,032 to 1 at most, real office XML hardly 60 to 1.
BOMB_RATIO = 150

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error, OverflowError)
#: A declared entity, in UTF-8 and in either UTF-16.
_ENTITY_MARKS = (b"<!ENTITY", "<!ENTITY".encode("utf-16-le")[:-1])


class ArchiveError(Exception):
    """A package or member that cannot be read. ``rule`` is a finding's rule, the message is Chinese.

    Rules: ``broken_file``, ``truncated``, ``encrypted``, ``zip_bomb``, ``entity_bomb``, ``unread_format``.
    """

    def __init__(self, rule: str, message: str, evidence: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.evidence = evidence

    def finding(self) -> Finding:
        """The finding that says so."""
        return Finding(self.rule, str(self), "error", self.evidence)


class Archive:
    """A zip package in memory. ``names`` are its members' names as stored; look-ups ignore case and leading slashes.

    ``damaged`` says that the directory at the end is missing or broken and members were found by their own headers.
    """

    def __init__(self, body: bytes) -> None:
        if body.startswith(MAGIC):  # Office puts an encrypted package into an OLE file
            locked = "EncryptedPackage".encode("utf-16-le") in body
            raise (
                ArchiveError("encrypted", "文件已加密,不能读取")
                if locked
                else ArchiveError("broken_file", "不是压缩包")
            )
        self.body = body
        self.damaged = False
        self._left = TOTAL_LIMIT
        self._cache: dict[str, bytes] = {}
        self._members: dict[str, zipfile.ZipInfo] = {}
        _check_directory(body)
        try:
            self._zip: zipfile.ZipFile | None = zipfile.ZipFile(io.BytesIO(body))
            members = self._zip.infolist()
        except _BROKEN:
            self._zip = None
            self.damaged = True
            members = _scan(body)
        for member in members:
            if not member.filename:
                continue
            self._members.setdefault(_key(member.filename), member)
        if not self._members:
            raise ArchiveError("broken_file", "压缩包损坏,没有可读的内容")

    @property
    def names(self) -> list[str]:
        """The members' names, in the package's order, folders left out."""
        return [member.filename for member in self._members.values() if not member.is_dir()]

    def mended(self, name: str) -> str:
        """A member's name as its writer meant it: in UTF-8 where it says so or is that, else in GB 18030."""
        member = self._members[_key(name)]
        if member.flag_bits & 0x800:
            return name
        if unicode := _unicode_name(member.extra):
            return unicode
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
        return name

    def size_of(self, name: str) -> int:
        """How many bytes a member says that it has."""
        return self._members[_key(name)].file_size

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def read(self, name: str, limit: int = MEMBER_LIMIT) -> bytes:
        """The bytes of a member; ``KeyError`` where there is none, :class:`ArchiveError` where it cannot be read."""
        key = _key(name)
        if key in self._cache:
            return self._cache[key]
        member = self._members[key]
        if member.flag_bits & 1:
            raise ArchiveError("encrypted", "文件已加密,不能读取", name)
        allowed = min(limit, self._left)
        data = self._inflate(member, allowed + 1)
        if len(data) > allowed:
            size = max(len(data), member.file_size)
            if size > BOMB_RATIO * max(member.compress_size, 1) or allowed < limit:
                raise ArchiveError("zip_bomb", f"压缩包解开后超过 {allowed} 字节,不予读取", name)
            raise ArchiveError("truncated", f"压缩包内的文件过大(超过 {allowed} 字节),不予读取", name)
        self._left -= len(data)
        self._cache[key] = data
        return data

    def _inflate(self, member: zipfile.ZipInfo, limit: int) -> bytes:
        if self._zip is None:
            return self._salvage(member, limit)
        try:
            with self._zip.open(member) as file:
                return file.read(limit)
        except _BROKEN:
            self.damaged = True  # a wrong checksum or a cut: what still unfolds is better than nothing
            return self._salvage(member, limit)

    def _salvage(self, member: zipfile.ZipInfo, limit: int) -> bytes:
        """What can be unfolded of a member without the directory's help, up to ``limit`` bytes."""
        try:
            header = _LOCAL.unpack_from(self.body, member.header_offset)
        except struct.error:
            return b""
        start = member.header_offset + _LOCAL.size + header[9] + header[10]
        if header[3] == zipfile.ZIP_STORED:
            return self.body[start : start + min(member.compress_size or member.file_size, limit)]
        if header[3] != zipfile.ZIP_DEFLATED:
            return b""
        unfold = zlib.decompressobj(-15)
        out = b""
        try:
            # In steps: what was unfolded before the damage is kept.
            for at in range(start, len(self.body), 65536):
                out += unfold.decompress(self.body[at : at + 65536], limit - len(out))
                if unfold.eof or len(out) >= limit:
                    break
        except zlib.error:
            return out
        return out

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML member, ``None`` where it is missing or empty. Broken XML is read as far as it goes."""
        return parse_xml(self.read(name), name) if name in self else None


def parse_xml(data: bytes, name: str = "") -> etree._Element | None:
    """The root element of XML bytes: no entities, no DTD, no network, no huge trees; ``None`` if there is none.

    :class:`ArchiveError` (``entity_bomb``) for XML that declares entities: no office format does.
    """
    if any(mark in data for mark in _ENTITY_MARKS):
        raise ArchiveError("entity_bomb", "XML 中定义了实体,不予读取", name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def zip_names(body: bytes) -> list[str]:
    """The names of a package's members by its directory; by the headers before them where that is broken or missing."""
    try:
        _check_directory(body)
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return package.namelist()
    except (ArchiveError, *_BROKEN):
        return [member.filename for member in _scan(body, most=100)]


def open_archive(body: bytes, page: Page) -> Archive | None:
    """The package of a page's bytes; ``None``, with the finding that says why, where there is none to read."""
    try:
        archive = Archive(body)
    except ArchiveError as error:
        page.findings.append(error.finding())
        return None
    if archive.damaged:
        page.findings.append(Finding("truncated", "压缩包不完整,只读取了能解开的部分", "warning"))
    return archive


def _unicode_name(extra: bytes) -> str:
    """The name in the extra field that Info-ZIP and WinRAR write beside a name in another encoding; "" if none."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 0x7075 and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "replace")
        at += 4 + size
    return ""


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _check_directory(body: bytes) -> None:
    """Refuses a directory of members so long that listing it alone would cost too much."""
    at = body.rfind(b"PK\x05\x06", max(0, len(body) - 65536 - _END.size))
    if at < 0 or at + _END.size > len(body):
        return
    size = _END.unpack_from(body, at)[5]
    if size > DIRECTORY_LIMIT:
        raise ArchiveError("zip_bomb", "压缩包内文件过多,不予读取", f"{size} bytes")


def _scan(body: bytes, most: int = 5000) -> list[zipfile.ZipInfo]:
    """The members of a package without directory, by the header that stands before each."""
    found: list[zipfile.ZipInfo] = []
    at = body.find(b"PK\x03\x04")
    while at >= 0 and len(found) < most and at + _LOCAL.size <= len(body):
        header = _LOCAL.unpack_from(body, at)
        raw = body[at + _LOCAL.size : at + _LOCAL.size + header[9]]
        info = zipfile.ZipInfo(raw.decode("utf-8" if header[2] & 0x800 else "cp437", "replace") or "?")
        info.flag_bits, info.compress_type = header[2], header[3]
        info.compress_size, info.file_size, info.header_offset = header[7], header[8], at
        found.append(info)
        at = body.find(b"PK\x03\x04", at + _LOCAL.size)
    return found
