"""The links of a page: where they lead and what they are called, by href, by script, by a menu that jumps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from crawler.reading.markup import squash
from crawler.reading.web.marks import scripted_target
from crawler.reading.web.tokens import attributes_of, unescape
from crawler.records import Block, Link, Page

_HREF = re.compile(r' href="([^"]*)"')
#: What the value of a menu's option must look like to be an address.
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'()]+|\.{0,2}/[^\s\"'()]+|[^\s:\"'()?]+\.s?html?(?:\?\S*)?$", re.I)

#: Links of one page; a page with more is cut there.
MAX_LINKS = 50_000
#: Words, as against a date or a number that stands before the title of a card; how long that title and what follows
#: it are at least.
_WORDS = re.compile(r"[\u4e00-\u9fff]{3}")
_SHORTEST_TITLE = 8
_SUMMARY = 30
#: The text of a link, at most.
LONGEST_TEXT = 500


class Links:
    """Gathers the links of a page while it is walked."""

    def __init__(self, page: Page, resolve: Callable[[str], str]) -> None:
        self.found = page.links
        self.resolve = resolve

    def add(self, raw: str, block: int, text: str) -> None:
        """A link with these attributes, that began in or before ``block``; ``text`` is squashed."""
        href = href_of(raw)
        url = self.resolve(href) if href else ""
        if url:
            name, rel = described(raw, text) if "title=" in raw or "rel=" in raw else (text, "")
            self._keep(url, name, block, rel)

    def add_scripted(self, target: str, block: int, text: str) -> None:
        """An element that goes to ``target`` when it is clicked."""
        self._keep(self.resolve(target), text, block)

    def add_menu(self, tokens: list[tuple[str, str]]) -> None:
        """The options of a ``<select>`` that jumps; they stand in no block."""
        for value, text in menu_links(tokens):
            self._keep(self.resolve(value), text, -1)

    def _keep(self, url: str, text: str, block: int, rel: str = "") -> None:
        if url and len(self.found) < MAX_LINKS:
            self.found.append(Link(url, text[:LONGEST_TEXT], block, rel))


def is_place(raw: str) -> bool:
    """Whether an ``<a>`` with these attributes is no link but a place in the page (``name``), or nothing.

    Such a one is often never closed: all of the page behind it would be its text.
    """
    return not raw or (raw.startswith(("name=", "id=")) and "href" not in raw and "onclick" not in raw)


def described(raw: str, text: str) -> tuple[str, str]:
    """What a link with these attributes and this text is called, and its rel attribute."""
    attributes = attributes_of(raw)
    return fuller(text, squash(attributes.get("title", ""))), attributes.get("rel", "").lower()


def card_name(blocks: list[Block]) -> list[str]:
    """The lines of the title of a card (卡片: a link around title, summary and date), or none where it has no title.

    That is its headings, else its first line of words where much more follows.
    """
    if headings := [block.text for block in blocks if block.heading]:
        return headings
    first = next((i for i, block in enumerate(blocks) if _WORDS.search(block.text)), len(blocks))
    last = next((i for i in range(first, len(blocks)) if blocks[i].tag != "br"), len(blocks))
    name = [block.text for block in blocks[first : last + 1]]
    is_title = sum(map(len, name)) >= _SHORTEST_TITLE and sum(len(b.text) for b in blocks[last + 1 :]) >= _SUMMARY
    return name if is_title else []


def href_of(raw: str) -> str:
    """What a link's attributes say that it leads to: its href, or what its script opens; "" for no address."""
    if raw.startswith('href="'):
        href = raw[6 : raw.index('"', 6)]
    else:
        found = _HREF.search(raw)
        href = found.group(1) if found else ""
    href = unescape(href)
    if href not in ("", "#") and href[:11].lower() != "javascript:":
        return href
    attributes = attributes_of(raw)
    scripted = scripted_target(href) or scripted_target(attributes.get("onclick", ""))
    return scripted or attributes.get("data-href") or attributes.get("data-url") or ""


def menu_links(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """``(value, text)`` of the options of a ``<select>`` that are addresses: a menu that jumps (跳转菜单)."""
    value = ""
    for text, token in tokens:
        if value and text.strip():
            yield value, squash(unescape(text))
        tag, _, raw = token.partition(" ")
        value = attributes_of(raw).get("value", "").strip() if tag == "option" else ""
        if value and not _ADDRESS.match(value):
            value = ""


def fuller(text: str, title: str) -> str:
    """A link's text, or its title attribute where that is the same text not cut short."""
    if title:
        cut = text.rstrip(".… ")
        if not text or (len(title) > len(cut) and (title.startswith(cut) or cut in title)):
            return title
    return text
