"""Bytes and headers to a Page, whatever the format. Pure: no network, database, clock or Scrapy."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable
from importlib import import_module

from crawler.reading.decode import decode
from crawler.reading.sniff import name_of, sniff
from crawler.reading.text import read_text
from crawler.reading.web.addresses import as_sent, usable
from crawler.reading.web.html import read_html
from crawler.records import Document, Finding, Format, Page

__all__ = ["READABLE", "read_fragment", "read_page"]

#: The reader of each binary format (imported when the first document of its kind comes) and the package that it needs.
_READERS: dict[Format, tuple[str, str, str]] = {
    "pdf": ("crawler.reading.pdf.document", "read_pdf", "pypdfium2"),
    "doc": ("crawler.reading.office.doc", "read_doc", ""),
    "docx": ("crawler.reading.office.docx", "read_docx", ""),
    "xls": ("crawler.reading.office.sheets", "read_xls", ""),
    "xlsx": ("crawler.reading.office.sheets", "read_xlsx", ""),
    "ofd": ("crawler.reading.ofd.document", "read_ofd", ""),
    "image": ("crawler.reading.ocr", "read_image", "rapidocr"),
}
#: Formats that are read on this machine: those of an extra only where its package is installed.
READABLE: frozenset[Format] = frozenset(
    [
        "html",
        "text",
        "data",
        *(name for name, (_, _, needs) in _READERS.items() if not needs or importlib.util.find_spec(needs)),
    ]
)
#: Text beyond this many bytes is not read: no report is that long, and a page must not take minutes.
LONGEST = 12_000_000


def read_page(document: Document) -> Page:
    """The page of a document, whatever its bytes are; never raises on bad input.

    ``Page.findings`` says what was odd: ``broken_encoding``, ``double_encoded``, ``truncated``, ``hidden_article``,
    ``unread_format`` (names the extra that is missing), and what the format's own reader says.
    """
    kind, url = sniff(document), usable(document.url)
    if kind in _READERS:
        module, function, _ = _READERS[kind]
        read: Callable[[bytes, str], Page] = getattr(import_module(module), function)
        page = read(document.body, url)
    elif kind in READABLE:
        page = _read_characters(document, kind, url)
    else:
        page = Page(url=url, format=kind)
        name = name_of(document)
        message = f"不支持的文件格式:{name}" if name else "不能识别的文件格式"
        page.findings.append(Finding("unread_format", message, "warning", document.name or name))
    page.raw_sha256 = hashlib.sha256(document.body).hexdigest()
    page.size = len(document.body)
    page.status = document.status
    page.fetched_at = document.fetched_at
    return page


def _read_characters(document: Document, kind: Format, url: str) -> Page:
    """The page of a document that is text: HTML, plain text, or the data of a list interface."""
    decoded = decode(document.body[:LONGEST], document.headers.get("content-type", ""))
    if kind == "html":
        page = read_html(decoded.text, url)
    elif kind == "text":
        page = read_text(decoded.text, url)
    else:
        page = Page(url=url, format="data", scripts=[decoded.text])
    page.encoding, page.declared_encoding = decoded.encoding, decoded.declared
    if kind == "html" and not decoded.encoding.startswith("utf"):
        for link in page.links:
            link.url = link.url if link.url.isascii() else as_sent(link.url, decoded.encoding)
    page.findings.extend(decoded.findings)
    if len(document.body) > LONGEST:
        note = f"页面过大,只读取前 {LONGEST} 字节"
        page.findings.append(Finding("truncated", note, "warning", f"{len(document.body)} bytes"))
    return page


def read_fragment(html: str, base_url: str) -> Page:
    """The page of a piece of HTML (a list interface's answer); links are resolved against ``base_url``."""
    return read_html(html, base_url)
