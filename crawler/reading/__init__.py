"""Bytes and headers to a Page: decoding, HTML and plain text. Pure: no network, database, clock or Scrapy."""

from __future__ import annotations

import hashlib

from crawler.reading.decode import decode
from crawler.reading.html import read_html
from crawler.reading.sniff import sniff
from crawler.reading.text import read_text
from crawler.records import Document, Finding, Page

__all__ = ["READABLE", "read_fragment", "read_page"]

#: Formats that this version reads.
READABLE = frozenset(("html", "text", "data"))
#: Text beyond this many bytes is not read: no report is that long, and a page must not take minutes.
LONGEST = 12_000_000


def read_page(document: Document) -> Page:
    """The page of a document, whatever its bytes are; never raises on bad input.

    ``Page.findings`` says what was odd: ``broken_encoding``, ``double_encoded``, ``truncated``, ``unread_format``.
    """
    kind = sniff(document)
    digest = hashlib.sha256(document.body).hexdigest()
    if kind not in READABLE:
        page = Page(url=document.url, format=kind)
        page.findings.append(Finding("unread_format", f"本版本不能读取 {kind} 格式", "warning", document.name))
    else:
        body = document.body[:LONGEST]
        decoded = decode(body, document.headers.get("content-type", ""))
        if kind == "html":
            page = read_html(decoded.text, document.url)
        elif kind == "text":
            page = read_text(decoded.text, document.url)
        else:
            page = Page(url=document.url, format="data", scripts=[decoded.text])
        page.encoding, page.declared_encoding = decoded.encoding, decoded.declared
        page.findings.extend(decoded.findings)
        if len(document.body) > LONGEST:
            note = f"页面过大,只读取前 {LONGEST} 字节"
            page.findings.append(Finding("truncated", note, "warning", f"{len(document.body)} bytes"))
    page.raw_sha256 = digest
    page.size = len(document.body)
    page.status = document.status
    page.fetched_at = document.fetched_at
    return page


def read_fragment(html: str, base_url: str) -> Page:
    """The page of a piece of HTML (a list interface's answer); links are resolved against ``base_url``."""
    return read_html(html, base_url)
