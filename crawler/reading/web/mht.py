"""A web page saved in one file (MHT, also Word's ``.doc`` of that kind): its HTML part as a Page."""

from __future__ import annotations

import binascii
import quopri
import re

from crawler.reading.decode import decode
from crawler.reading.web.html import read_html
from crawler.records import Finding, Page

_BOUNDARY = re.compile(rb'boundary\s*=\s*"?([^";\r\n]{1,200})', re.I)
_TYPE = re.compile(rb"^content-type:\s*([^\s;]+)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.I | re.M)
_ENCODING = re.compile(rb"^content-transfer-encoding:\s*([\w-]+)", re.I | re.M)
_MOST_PARTS = 400
_LARGEST = 12_000_000


def is_mht(body: bytes) -> bool:
    """Whether the bytes are a MIME message with parts, as browsers and Word save them."""
    head = body[:2048].lower()
    return b"mime-version:" in head and b"multipart/" in head


def read_mht(body: bytes, url: str) -> Page:
    """The page of the first HTML part; never raises. Finding ``broken_file`` where there is none."""
    found = _BOUNDARY.search(body[:4096])
    parts = body.split(b"--" + found[1].strip(), _MOST_PARTS) if found else []
    for part in parts[1:]:
        head, blank, content = _halves(part)
        kind = _TYPE.search(head)
        if not blank or not kind or kind[1].lower() not in (b"text/html", b"application/xhtml+xml"):
            continue
        encoding = _ENCODING.search(head)
        raw = _undo(content[:_LARGEST], encoding[1].lower() if encoding else b"")
        decoded = decode(raw, kind.group().decode("latin-1").partition(":")[2].strip())
        page = read_html(decoded.text, url)
        page.encoding, page.declared_encoding = decoded.encoding, decoded.declared
        page.findings.extend(decoded.findings)
        return page
    page = Page(url=url, format="html")
    page.findings.append(Finding("broken_file", "MHT 文件中没有网页", "error"))
    return page


def _halves(part: bytes) -> tuple[bytes, bytes, bytes]:
    blank = b"\r\n\r\n" if b"\r\n\r\n" in part[:4096] else b"\n\n"
    return part.partition(blank)


def _undo(content: bytes, encoding: bytes) -> bytes:
    if encoding == b"quoted-printable":
        return quopri.decodestring(content)
    if encoding == b"base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
        try:
            return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        except binascii.Error:
            return b""
    return content
