"""What kind of bytes a document is: by its first bytes, not by its name or its Content-Type."""

from __future__ import annotations

import re
import struct
from functools import cache
from typing import NamedTuple

from crawler.facts import load_toml
from crawler.reading.archives import zip_names
from crawler.reading.decode import utf16_without_mark
from crawler.records import Document, Format

_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_WEBP = re.compile(b"^RIFF....WEBP", re.S)
_BMP = re.compile(b"^BM.{4}\0\0\0\0.{4}[\x0c\x28\x38\x40\x6c\x7c]\0\0\0", re.S)
#: RTF, and Word before it wrote compound files.
_OLD_WORD = (b"{\\rtf", b"\xdb\xa5", b"\x31\xbe", b"\x32\xbe", b"\xdc\xa5")
#: A workbook's stream without a compound file around it: the BOF records of BIFF 2, 3, 4 and 5 or 8.
_BIFF = {0x0009: (4, 6), 0x0209: (6,), 0x0409: (6,), 0x0809: (8, 16)}
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|style|script|frameset|frame|iframe|div|table|tr|td|p|br|a|img"
    rb"|span|font|center|h[1-6]|ul|ol|li|dl|dd|form|input|select|pre|section|article|textarea|template|noscript)[\s>/]",
    re.I,
)
_XHTML = re.compile(rb"^\s*<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)", re.I | re.S)
_DATA = re.compile(rb"^\s*(?:<\?xml|<datastore|<recordset|<root|\{|\[|[\w$.]+\(\s*[\{\[])")
#: XML that Office 2003 saved as one file: a workbook, a document.
_WORKBOOK_XML, _WORD_XML = (
    b"urn:schemas-microsoft-com:office:spreadsheet",
    b"schemas.microsoft.com/office/word/2003/wordml",
)
_ODD_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_REACH = 1 << 16
#: Where the directory of a compound file can name its streams.
_DIRECTORY = 1 << 22


def sniff(document: Document) -> Format:
    """The format of a document's bytes. ``unknown`` is binary that is none of the formats known here."""
    body = document.body
    head = body[:1024]
    start = head.lstrip()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: its markup has a zero byte after every letter
        return "html" if _MARKUP.search(body[:_REACH].replace(b"\0", b"")) else "text"
    if start.startswith(b"%PDF-") or (b"%PDF-" in head and not _MARKUP.search(head)):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_format(body)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_format(document)
    if start.startswith(_OLD_WORD) or _is_mht(head):
        return "doc"
    if head.startswith(_IMAGES) or _WEBP.match(head) or _BMP.match(head):
        return "image"
    if _is_biff(head):
        return "xls"
    if head.startswith(_archives()):
        return "archive"
    return "unknown" if _is_binary(body) else _characters(document)


def name_of(document: Document) -> str:
    """What a document whose format is not read is called (Chinese), "" where nobody knows."""
    body = document.body
    if body.startswith(b"PK\x03\x04"):
        names = {name.lower() for name in zip_names(body)}
        return next((row["name"] for row in _facts("member") if row["member"].lower() in names), "")
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        directory = body[:_DIRECTORY]
        return next((row["name"] for row in _facts("stream") if _name(row["stream"]) in directory), "")
    signature = _signature(body[:1024])
    return signature.name if signature is not None else ""


class _Signature(NamedTuple):
    magic: bytes
    offset: int
    name: str
    archive: bool


def _facts(table: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = load_toml("formats.toml")[table]
    return rows


@cache
def _signatures() -> tuple[_Signature, ...]:
    rows = load_toml("formats.toml")["format"]
    return tuple(
        _Signature(bytes.fromhex(row["magic"]), row.get("offset", 0), row["name"], row.get("archive", False))
        for row in rows
    )


@cache
def _archives() -> tuple[bytes, ...]:
    return tuple(one.magic for one in _signatures() if one.archive)


def _signature(head: bytes) -> _Signature | None:
    return next((one for one in _signatures() if head.startswith(one.magic, one.offset)), None)


def _characters(document: Document) -> Format:
    """What bytes that are text hold: HTML, the data of a list interface, or plain text."""
    body = document.body
    markup = _MARKUP.search(body[:_REACH].replace(b"\0", b""))
    head = body[:1024].removeprefix(b"\xef\xbb\xbf")
    if _DATA.match(head):
        start = body[:4096]
        if _WORKBOOK_XML in start:
            return "xls"
        if _WORD_XML in start:
            return "doc"
        claims_html = "html" in document.headers.get("content-type", "").lower() and b"<html" in start.lower()
        if not (markup and claims_html):
            return "html" if _XHTML.match(head) else "data"
    return "html" if markup else "text"


def _is_mht(head: bytes) -> bool:
    """Whether the bytes begin like a web page saved in one file, which Word also writes under the name .doc."""
    lower = head.lower()
    return b"mime-version:" in lower and b"multipart/related" in lower


def _is_biff(head: bytes) -> bool:
    """Whether the bytes are a workbook's stream itself, as some exporters write them under the name .xls."""
    if len(head) < 8:
        return False
    kind, length, version = struct.unpack_from("<HHH", head)
    # Of BIFF 2 the version may be anything; what follows must then be a record again.
    return length in _BIFF.get(kind, ()) and (version in (0, 2, 7, 0x200, 0x300, 0x400, 0x500, 0x600))


def _is_binary(body: bytes) -> bool:
    """Whether the bytes cannot be text: many control bytes, and not the zero bytes of UTF-16."""
    head = body[:4096]
    controls = len(head) - len(head.translate(None, _ODD_CONTROLS))
    return controls > len(head) // 20 and not utf16_without_mark(body)


def _zip_format(body: bytes) -> Format:
    """By the members that a package names."""
    found = [name.replace("\\", "/").lstrip("/").lower() for name in zip_names(body)]
    if "ofd.xml" in found:
        return "ofd"
    if any(name.startswith("word/") for name in found):
        return "docx"
    if any(name.startswith("xl/") for name in found):
        return "xlsx"
    known = {row["member"].lower() for row in _facts("member")}
    return "unknown" if known.intersection(found) or not found else "archive"


def _ole_format(document: Document) -> Format:
    """By the streams that a compound file's directory names; an encrypted package says by its name what it is."""
    directory = document.body[:_DIRECTORY] + document.body[-_REACH:]
    if _name("WordDocument") in directory:
        return "doc"
    if _name("Workbook") in directory or _name("Book") in directory:
        return "xls"
    if _name("EncryptedPackage") in directory:
        return "xlsx" if document.name.lower().endswith((".xlsx", ".et")) else "docx"
    return "unknown"


def _name(stream: str) -> bytes:
    return stream.encode("utf-16-le")
