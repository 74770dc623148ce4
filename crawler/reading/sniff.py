"""What kind of bytes a document is: by its first bytes, not by its name or its Content-Type."""

from __future__ import annotations

import re

from crawler.reading.decode import utf16_without_mark
from crawler.records import Document, Format

_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_WEBP = re.compile(b"^RIFF....WEBP", re.S)
_BMP = re.compile(b"^BM.{4}\0\0\0\0.{4}[\x0c\x28\x38\x40\x6c\x7c]\0\0\0", re.S)
#: RTF, and Word before it wrote compound files.
_OLD_WORD = (b"{\\rtf", b"\xdb\xa5", b"\x31\xbe", b"\x32\xbe", b"\xdc\xa5")
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|style|script|frameset|frame|iframe|div|table|tr|td|p|br|a|img"
    rb"|span|font|center|h[1-6]|ul|ol|li|dl|dd|form|input|select|pre|section|article|textarea|template|noscript)[\s>/]",
    re.I,
)
_XHTML = re.compile(rb"^\s*<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)", re.I | re.S)
_DATA = re.compile(rb"^\s*(?:<\?xml|<datastore|<recordset|<root|\{|\[|[\w$.]+\(\s*[\{\[])")
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
    if _is_binary(body):
        return "unknown"
    return _characters(document)


def _characters(document: Document) -> Format:
    """What bytes that are text hold: HTML, the data of a list interface, or plain text."""
    body = document.body
    markup = _MARKUP.search(body[:_REACH].replace(b"\0", b""))
    head = body[:1024].removeprefix(b"\xef\xbb\xbf")
    if _DATA.match(head):
        claims_html = "html" in document.headers.get("content-type", "").lower() and b"<html" in body[:4096].lower()
        if not (markup and claims_html):
            return "html" if _XHTML.match(head) else "data"
    return "html" if markup else "text"


def _is_mht(head: bytes) -> bool:
    """Whether the bytes begin like a web page saved in one file, which Word also writes under the name .doc."""
    lower = head.lower()
    return b"mime-version:" in lower and b"multipart/related" in lower


def _is_binary(body: bytes) -> bool:
    """Whether the bytes cannot be text: many control bytes, and not the zero bytes of UTF-16."""
    head = body[:4096]
    controls = len(head) - len(head.translate(None, _ODD_CONTROLS))
    return controls > len(head) // 20 and not utf16_without_mark(body)


def _zip_format(body: bytes) -> Format:
    # The names of a zip's members stand in clear text in its directory at the end (and in local headers).
    names = body[:8192] + body[-_REACH:]
    if b"OFD.xml" in names:
        return "ofd"
    if b"word/" in names:
        return "docx"
    if b"xl/" in names:
        return "xlsx"
    return "unknown"


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
