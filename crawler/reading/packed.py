"""Files of files (压缩包): the documents in a ZIP, RAR or 7z archive, each to be read for itself.

ZIP is read here; RAR and 7z by libarchive's program ``bsdtar``, where this machine has it. What an archive is called
and what its members are called never becomes a path. Archives in archives are not opened.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from crawler.reading import converters
from crawler.reading.archives import Archive, ArchiveError
from crawler.reading.sniff import name_of, sniff
from crawler.records import Document, Finding

#: So many documents of an archive are read, and so many bytes of one.
MOST_MEMBERS = 60
MEMBER_LIMIT = 30_000_000
#: What file systems and packers add.
_CLUTTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)", re.I)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_UTF8, _ENCRYPTED = 0x800, "文件已加密,不能读取"


class Packed(msgspec.Struct):
    """What an archive holds: its documents, in order of their names, and what was wrong with the rest of it."""

    documents: list[Document] = []
    findings: list[Finding] = []


def is_packed(document: Document) -> bool:
    """Whether a document is an archive, and not an office file that is packed like one."""
    return document.body[:2] in (b"PK", b"Ra", b"7z") and sniff(document) == "archive"


def unpack(document: Document) -> Packed:
    """The documents in an archive; never raises.

    A document's ``name`` is the last part of its name in the archive, its ``url`` that of the archive with the whole
    name behind ``#``. Findings: ``unread_format``, ``encrypted``, ``zip_bomb``, ``broken_file``, ``truncated``.
    """
    packed = Packed()
    found: list[tuple[str, Document]] = []
    try:
        for name, body in _members(document, packed):
            if len(found) == MOST_MEMBERS:
                message = f"压缩包内文件过多,只读取前 {MOST_MEMBERS} 个"
                packed.findings.append(Finding("truncated", message, "warning", name))
                break
            inner = _inner(document, name, body)
            if sniff(inner) == "archive":
                message = f"压缩包内还有压缩包,未读取:{inner.name}"
                packed.findings.append(Finding("unread_format", message, "warning", name))
            else:
                found.append((name, inner))
    except ArchiveError as error:
        packed.findings.append(error.finding())
    packed.documents = [inner for _, inner in sorted(found, key=lambda pair: _natural(pair[0]))]
    if not packed.documents and not packed.findings:
        packed.findings.append(Finding("empty_file", "压缩包内没有文件", "warning", document.name or document.url))
    return packed


def _inner(document: Document, name: str, body: bytes) -> Document:
    url = f"{document.url}#{quote(name)}" if document.url else ""
    return Document(body, url, name=name.rpartition("/")[2], fetched_at=document.fetched_at)


def _members(document: Document, packed: Packed) -> Iterator[tuple[str, bytes]]:
    """The members that are documents: harmless names and bytes."""
    members = _zipped(document.body, packed) if document.body.startswith(b"PK") else _converted(document)
    for raw, body in members:
        name = harmless(raw)
        if name and body and not _CLUTTER.search(name):
            yield name, body


def harmless(name: str) -> str:
    """A member's name without what would lead out of its folder, without drives and control characters."""
    parts = _CONTROLS.sub("", name).replace("\\", "/").split("/")
    kept = [part.strip() for part in parts if part.strip() not in ("", ".", "..") and not re.fullmatch(r"\w:", part)]
    return "/".join(kept)[:500]


def _zipped(body: bytes, packed: Packed) -> Iterator[tuple[str, bytes]]:
    archive = Archive(body)
    for stored in archive.names:
        name = archive.mended(stored)
        if _CLUTTER.search(name):
            continue
        try:
            content = archive.read(stored, MEMBER_LIMIT)
        except ArchiveError as error:
            error.evidence = name
            packed.findings.append(error.finding())
            if error.rule == "zip_bomb":
                return
            continue
        if not content and archive.size_of(stored):
            packed.findings.append(Finding("broken_file", "压缩包内的文件不能解开", "error", name))
        yield name, content
    if archive.damaged:
        packed.findings.append(Finding("truncated", "压缩包不完整,只读取了能解开的部分", "warning"))


def _converted(document: Document) -> Iterator[tuple[str, bytes]]:
    """The members of an archive that is not read here, as another program gives them: in a tar file."""
    kind = name_of(document)
    if _is_locked(document.body):
        raise ArchiveError("encrypted", _ENCRYPTED, kind)
    if converters.find_bsdtar() is None:
        raise ArchiveError("unread_format", f"读取{kind}需要 bsdtar (libarchive)", "bsdtar")
    # libarchive looks for a ZIP's end in the last 16 KB, and finds that of a DOCX which lies there as it is.
    body = converters.to_tar(document.body + bytes(1 << 15))
    if body is None:
        raise ArchiveError("broken_file", f"{kind}损坏、加密或过大,不能解开", kind)
    try:
        with tarfile.open(fileobj=io.BytesIO(body), mode="r:") as tar:
            for member in tar:
                if member.isfile() and member.size <= MEMBER_LIMIT:
                    file = tar.extractfile(member)
                    yield member.name, file.read() if file is not None else b""
                elif member.isfile():
                    raise ArchiveError("truncated", f"压缩包内的文件过大({member.size} 字节),不予读取", member.name)
    except tarfile.TarError as error:
        raise ArchiveError("broken_file", f"{kind}损坏,不能解开", str(error)) from error


def _is_locked(body: bytes) -> bool:
    """Whether an archive says in clear text that it is encrypted."""
    if body.startswith(b"Rar!\x1a\x07\x00"):  # RAR 4: flags of the archive's header and of the first file's
        return len(body) > 25 and bool(body[10] & 0x80 or (body[22] == 0x74 and body[23] & 0x04))
    if body.startswith(b"Rar!\x1a\x07\x01"):  # RAR 5: the first header is that of the encryption
        return len(body) > 14 and body[13:14] == b"\x04"
    return b"\x06\xf1\x07\x01" in body[-4096:]  # 7z: the codec's number


def _natural(name: str) -> list[tuple[int, str]]:
    """A name in the order that people count in: 第2页 before 第10页."""
    return [(int(part), "") if part.isdecimal() and len(part) < 10 else (0, part) for part in re.split(r"(\d+)", name)]
