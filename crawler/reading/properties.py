"""Properties that an office package says of itself (docProps/core.xml): title, author, dates."""

from __future__ import annotations

import re

from crawler.reading.archives import Archive, ArchiveError
from crawler.reading.markup import squash
from crawler.records import Page

_KNOWN = {
    "title": "dc:title",
    "subject": "dc:subject",
    "creator": "dc:creator",
    "created": "dcterms:created",
    "modified": "dcterms:modified",
}


def read_properties(archive: Archive, page: Page) -> None:
    """Puts the core properties into ``page.meta``, and the title where the text bears it out."""
    try:
        root = archive.xml("docProps/core.xml")
    except ArchiveError:
        return  # the properties are an extra: a text without them is whole
    for node in root if root is not None else ():
        name = node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
        if name in _KNOWN and node.text:
            keep_property(page, _KNOWN[name], node.text)


def keep_property(page: Page, name: str, text: str) -> None:
    """Keeps one property under ``name``; ``dc:title`` becomes the page's title where the text itself prints it.

    Files are made by overwriting last year's or another office's, whose title then stays: a title that is not
    printed is nobody's word.
    """
    text = squash(text)[:300]
    if not text:
        return
    page.meta.setdefault(name, text)
    if name == "dc:title":
        folded = re.sub(r"\s+", "", text)
        head = re.sub(r"\s+", "", "".join(block.text for block in page.blocks[:12]))
        if len(folded) >= 6 and folded in head:
            page.title = text
