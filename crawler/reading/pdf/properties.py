"""What a PDF says of itself (文件属性): title, author, dates, the program that made it."""

from __future__ import annotations

import ctypes
import importlib
import re
from functools import cache
from typing import Any

from crawler.facts import load_toml
from crawler.reading.pdf.text import glyph_text
from crawler.reading.properties import keep_property
from crawler.records import Page

_PROPERTIES = {
    "Title": "dc:title",
    "Author": "dc:creator",
    "Subject": "dc:subject",
    "Creator": "pdf:creator",
    "Producer": "pdf:producer",
    "CreationDate": "dcterms:created",
    "ModDate": "dcterms:modified",
}

#: Longer properties are cut, in bytes of UTF-16.
_LONGEST = 1200


def read_properties(document: Any) -> dict[str, str]:
    """The properties of a ``pypdfium2.PdfDocument`` by the names that they get in ``Page.meta``."""
    raw = importlib.import_module("pypdfium2.raw")
    return {name: _property(raw, document, key) for key, name in _PROPERTIES.items()}


def _property(raw: Any, document: Any, key: str) -> str:
    # Not through the library's own helper: it raises on half a surrogate pair.
    name = key.encode() + b"\0"
    size = raw.FPDF_GetMetaText(document, name, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, name, buffer, size)
    return buffer.raw[: min(size - 2, _LONGEST)].decode("utf-16-le", "replace")


@cache
def _untitled() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{name})" for name in load_toml("pdf_glyphs.toml")["properties"]["untitled"]), re.I)


@cache
def _affixes() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{name})" for name in load_toml("pdf_glyphs.toml")["properties"]["affixes"]), re.I)


def keep_properties(page: Page, properties: dict[str, str]) -> None:
    """Keeps what the file says of itself; its title counts where the text prints it, or prints none at all."""
    for name, value in properties.items():
        text = _unmangled("".join(glyph_text(c) or " " for c in value[:600]))
        if name == "dc:title":
            text = _affixes().sub("", text)
            if _untitled().fullmatch(text.strip()):
                continue
        keep_property(page, name, text)
    if not page.title and not any(block.center for block in page.blocks[:6]):
        page.title = page.meta.get("dc:title", "")


def _unmangled(text: str) -> str:
    """A property whose GBK bytes were written where PDFDocEncoding belongs."""
    if any("\x80" <= c <= "\xff" for c in text) and all(c <= "\xff" for c in text):
        try:
            return text.encode("latin-1").decode("gb18030")
        except UnicodeDecodeError:
            return text
    return text
