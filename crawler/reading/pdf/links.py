"""The links of a PDF (超链接): where they lead, the words that are clicked, the block in which these stand."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.reading.pdf.sheet import Box, Sheet
from crawler.records import Block, Link

_LONGEST = 200


def links_in(sheets: list[Sheet], blocks: list[Block]) -> list[Link]:
    """The links of a document to web addresses, in order; a link over two lines is one."""
    found: list[Link] = []
    for sheet in sheets:
        for url, box in sheet.links:
            if not _is_web(url):
                continue
            text = _text_in(sheet, box)
            if found and found[-1].url == url and found[-1].text != text:
                found[-1].text = (found[-1].text + text)[:_LONGEST]
            else:
                found.append(Link(url, text[:_LONGEST]))
    for link in found:
        link.block = next((i for i, block in enumerate(blocks) if link.text and link.text in block.text), -1)
    return found


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:  # what a file calls an address need not be one
        return False


def _text_in(sheet: Sheet, box: Box) -> str:
    inside = [
        glyph
        for glyph in sheet.glyphs
        if box.x0 - 1 <= (glyph.x0 + glyph.x1) / 2 <= box.x1 + 1
        and box.y0 - 1 <= (glyph.y0 + glyph.y1) / 2 <= box.y1 + 1
    ]
    return "".join(glyph.text for glyph in sorted(inside, key=lambda glyph: glyph.order))
