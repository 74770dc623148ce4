"""One page of the stand-in: what is served, and the truth about it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import Literal

from tests.standin.forms import FormCell

PageKind = Literal["home", "column", "list", "data", "report", "trap", "file"]
Encoding = Literal["utf-8", "gbk", "gbk-under-utf8", "utf8-under-gbk", "utf-16"]


@dataclass(frozen=True)
class Truth:
    """What a reader should find. Only a report has more than ``kind``, ``is_report`` and ``title``.

    ``lines`` are the body's paragraphs and headings in order, without the signature (落款: ``signature``);
    ``boilerplate`` is what the portal adds and must not turn up in the body. "" stands for *not stated*.
    """

    kind: PageKind
    title: str
    is_report: bool = False
    agency: str = ""
    agency_kind: str = ""
    year: int = 0
    era: str = ""
    published_on: str = ""
    signed_on: str = ""
    index_number: str = ""
    document_number: str = ""
    publisher: str = ""
    source: str = ""
    encoding: str = ""
    lines: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    cells: tuple[FormCell, ...] = ()
    boilerplate: tuple[str, ...] = ()
    style: str = ""


@dataclass
class Answer:
    """What a server sends: header names are lower-case."""

    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/html"})
    status: int = 200


@dataclass
class StandInPage:
    """A page under its address (``http://host/path?query``)."""

    url: str
    answer: Answer
    truth: Truth


#: How pages are encoded: (codec, charset declared in the page, charset declared in the header).
_ENCODINGS: dict[Encoding, tuple[str, str, str]] = {
    "utf-8": ("utf-8", "utf-8", "utf-8"),
    "gbk": ("gb18030", "gb2312", ""),
    "gbk-under-utf8": ("gb18030", "gb2312", "UTF-8"),
    "utf8-under-gbk": ("utf-8", "utf-8", "GBK"),
    "utf-16": ("utf-16-le", "gb2312", ""),
}


def declared_charset(encoding: Encoding) -> str:
    """The charset that the page itself declares."""
    return _ENCODINGS[encoding][1]


def encoded(html: str, encoding: Encoding, media_type: str = "text/html") -> Answer:
    """The answer with the page's bytes and the header that goes (or lies) with them."""
    codec, _, header = _ENCODINGS[encoding]
    body = html.encode(codec)
    if encoding == "utf-16":
        body = codecs.BOM_UTF16_LE + body
    return Answer(body, {"content-type": f"{media_type}; charset={header}" if header else media_type})
