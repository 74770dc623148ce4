"""What kind of bytes a document is: by its first bytes, not by its name or its Content-Type."""

from __future__ import annotations

import re

from crawler.records import Document, Format

_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|meta|title|div|table|p|br|script|a|span|ul|li)[\s>/]", re.I
)
_DATA = re.compile(rb"^\s*(?:<\?xml|<datastore|<recordset|<root|\{|\[|[\w$.]+\(\s*[\{\[])")
_WEBP = re.compile(rb"^RIFF....WEBP", re.S)
_ODD_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def sniff(document: Document) -> Format:
    """The format of a document's bytes. ``unknown`` is binary that is none of the formats known here."""
    body = document.body
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: its markup has a zero byte after every letter
        return "html" if _MARKUP.search(body[:65536].replace(b"\0", b"")) else "text"
    head = body[:1024]
    stripped = head.lstrip()
    if stripped.startswith(b"%PDF-") or b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_format(body)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_format(body)
    if head.startswith(_IMAGES) or _WEBP.match(head):
        return "image"
    if _is_binary(body):
        return "unknown"
    markup = _MARKUP.search(body[:65536].replace(b"\0", b""))
    data = _DATA.match(head.removeprefix(b"\xef\xbb\xbf"))
    content_type = document.headers.get("content-type", "").lower()
    if data and (not markup or "html" not in content_type or b"<html" not in body[:4096].lower()):
        return "html" if re.match(rb"^\s*<\?xml[^>]*>\s*<(?:!doctype\s+html|html)", head, re.I) else "data"
    return "html" if markup else "text"


def _is_binary(body: bytes) -> bool:
    """Whether the bytes cannot be text: many control bytes, and not the zero bytes of UTF-16."""
    head = body[:4096]
    if not head:
        return False
    controls = len(head) - len(head.translate(None, _ODD_CONTROLS))
    if head.count(0) > len(head) // 5 and controls - head.count(0) < len(head) // 50:
        zeros = (head[0::2].count(0), head[1::2].count(0))
        return min(zeros) * 4 > max(zeros)
    return controls > len(head) // 20


def _zip_format(body: bytes) -> Format:
    # The names of a zip's members stand in clear text in its directory at the end (and in local headers).
    names = body[:8192] + body[-65536:]
    if b"OFD.xml" in names:
        return "ofd"
    if b"word/document" in names or b"word/" in names:
        return "docx"
    if b"xl/workbook" in names or b"xl/" in names:
        return "xlsx"
    return "unknown"


def _ole_format(body: bytes) -> Format:
    directory = body[: 1 << 20]
    if "WordDocument".encode("utf-16-le") in directory or "WordDocument".encode("utf-16-le") in body:
        return "doc"
    if any(name.encode("utf-16-le") in body for name in ("Workbook", "Book")):
        return "xls"
    return "unknown"
