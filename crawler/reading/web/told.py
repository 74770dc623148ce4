"""What the scripts of a page that shows nothing itself are told by it: read only where it may say what a list asks.

The page is read once more, with its head: its inline scripts, the addresses of the others, and the values that a
script takes from the page (``$('#list').data('channel')``, a hidden field, the page's own query), put in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser

from crawler.reading.decode import decode
from crawler.reading.web.addresses import resolver
from crawler.reading.web.nesting import bounded
from crawler.records import Document

#: Of a page: so many characters, scripts and elements with values.
_LONGEST, _MOST_SCRIPTS, _MOST_ELEMENTS = 1_000_000, 60, 5_000
_ELEMENT = r"""(?:\$\(\s*["'][^"'()]{1,80}["']\s*\)|document\.\w{1,30}\(\s*["'][^"'()]{1,80}["']\s*\)|[\w$]{1,40})"""
#: Data of an element; the value of a field; a value of the page's own query.
_DATA = re.compile(
    _ELEMENT
    + r"""\.(?:data\(\s*["']([\w-]+)["']\s*\)|(?:attr|getAttribute)\(\s*["']data-([\w-]+)["']\s*\)|dataset\.(\w+))"""
)
_VALUE = re.compile(
    r"""(?:\$\(\s*["']#([\w-]+)["']\s*\)\.val\(\s*\)|document\.\w{1,30}\(\s*["']#?([\w-]+)["']\s*\)\.value\b)"""
)
_QUERY = re.compile(
    r"""(?<![\w$.])[\w$.]{0,60}?(?:param|query|url)[\w$.]{0,60}\(\s*["'](\w+)["']\s*\)""", re.IGNORECASE
)
_CAPITAL = re.compile(r"(?=[A-Z])")


class Told(msgspec.Struct):
    """``scripts`` are the inline scripts and the ``further`` ones, with the page's values in their place; ``files``
    the addresses of the others, in order.
    """

    scripts: list[str] = []
    files: list[str] = []


def read_told(document: Document, further: tuple[str, ...] = ()) -> Told:
    """What the scripts of an HTML document are told; ``further`` are texts of its external scripts. Never raises."""
    text = decode(document.body[:_LONGEST], document.headers.get("content-type", "")).text
    tree = LexborHTMLParser(bounded(text)[0])
    resolve = resolver(document.url)
    told = Told()
    for node in tree.css("script")[:_MOST_SCRIPTS]:
        if source := node.attributes.get("src"):
            told.files.append(resolve(source))
        else:
            told.scripts.append(node.text())
    told.files = [url for url in told.files if url]
    values = _values(tree, document.url)
    told.scripts = [_filled(script, values) for script in (*told.scripts, *(text[:_LONGEST] for text in further))]
    return told


def _values(tree: LexborHTMLParser, url: str) -> dict[str, str]:
    """The values of the page by ``#id``, ``data-name`` and ``?name``; what it says twice is not known."""
    found: dict[str, set[str]] = {}
    for name, value in (*_printed(tree), *((f"?{name}", value) for name, value in parse_qsl(urlsplit(url).query))):
        found.setdefault(name, set()).add(value)
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def _printed(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("body *")[:_MOST_ELEMENTS]:
        attributes = node.attributes
        for name, value in attributes.items():
            if name.startswith("data-") and value:
                yield name, value
        if attributes.get("id") and attributes.get("value"):
            yield f"#{attributes['id']}", attributes["value"] or ""


def _filled(script: str, values: dict[str, str]) -> str:
    """The script with the values of the page, quoted, where it takes them from there."""

    def put(kind: str, found: re.Match[str]) -> str:
        name = next(filter(None, found.groups()))
        if kind == "data-":
            name = _CAPITAL.sub("-", name).lower()
        value = values.get(kind + name)
        return found[0] if value is None or '"' in value or "\\" in value else f'"{value}"'

    for kind, pattern in (("data-", _DATA), ("#", _VALUE), ("?", _QUERY)):
        if any(name.startswith(kind) for name in values):
            script = pattern.sub(lambda found, kind=kind: put(kind, found), script)  # type: ignore[misc]
    return script
