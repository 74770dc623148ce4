"""The article of a page that shows none: in a text area, a hidden field, a template, or a script's data.

Some systems keep an article's HTML in ``<textarea>`` or ``<input type=hidden>`` and let a script show it; others print
it as JSON (``_CONFIG.DETAIL.content`` of the disclosure platform of Guangdong) or inside ``<noscript>``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from crawler.records import Page

#: What an article has at least: characters without tags, and marks of punctuation.
_SHORTEST = 200
_FEWEST_MARKS = 4
_TAGS = re.compile(r"<[^<>]*>|&[a-zA-Z#0-9]{1,8};")
_MARKS = re.compile("[，。；：]")
_HOLDS_FILES = re.compile(
    r"<(?:a|iframe|embed|object)\b[^<>]*\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar)\b|<img\b", re.IGNORECASE
)
_IN_SCRIPT = re.compile(r'"content"\s*:\s*("(?:[^"\\]|\\.)*")')


def hidden_article(page: Page, pieces: list[str], scripts: list[str]) -> str:
    """The longest of the hidden pieces that reads like an article, as HTML; "" where the page shows one itself."""
    if not any(len(piece) >= _SHORTEST for piece in pieces) and not any('"content"' in script for script in scripts):
        return ""
    best, longest = "", max(_SHORTEST, 2 * _shown_prose(page)) - 1
    for piece in (*pieces, *_from_scripts(scripts)):
        if len(piece) > longest and "<datastore" not in piece:
            words = _TAGS.sub("", piece)
            if len(words) > longest and len(_MARKS.findall(words)) >= _FEWEST_MARKS:
                best, longest = piece, len(words)
    if not best and not _shown_prose(page):  # an article that is only files or pictures
        best = next((piece for piece in _from_scripts(scripts) if _HOLDS_FILES.search(piece)), "")
    return best if "<" in best else best.replace("\n", "<br>")


def is_article(piece: str) -> bool:
    """Whether a piece of HTML or text reads like an article, or holds nothing but files or pictures of one."""
    words = _TAGS.sub("", piece)
    if len(words) >= _SHORTEST:
        return len(_MARKS.findall(words)) >= _FEWEST_MARKS
    return _HOLDS_FILES.search(piece) is not None


def _shown_prose(page: Page) -> int:
    """How many characters of the page are prose: lines with punctuation that are no links, and tables."""
    return sum(len(cell.text) for grid in page.grids for row in grid.rows for cell in row) + sum(
        len(block.text)
        for block in page.blocks
        if len(block.text) > 30
        and not block.hidden
        and block.link_chars * 2 < len(block.text)
        and _MARKS.search(block.text)
    )


def _from_scripts(scripts: list[str]) -> Iterator[str]:
    for script in scripts:
        for found in _IN_SCRIPT.finditer(script):
            try:
                yield json.loads(found.group(1))
            except ValueError:  # a string of JavaScript that is no JSON
                continue
