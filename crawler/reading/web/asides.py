"""What stands in a page and is none of its text: scripts, hidden fields, menus, pictures, frames."""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.reading.markup import squash
from crawler.reading.web.links import Links
from crawler.reading.web.tokens import Tokens, attributes_of, unescape
from crawler.records import Link, Page

#: Fields that show what they hold as a line of text; one holds a figure where it holds nothing else.
_SHOWING = frozenset(("", "text", "number", "tel"))
_FIGURE = re.compile(r"[\d０-９,，.．+%/—－-]{1,16}")


class Asides:
    """Keeps what later steps may ask for of elements that a browser does not show as text.

    ``scripts`` are the page's inline scripts and data islands, ``pieces`` the parts that may hold the page's article
    though no browser shows them (a text area, a template); both in the order of the page.
    """

    def __init__(self, page: Page, resolve: Callable[[str], str], links: Links) -> None:
        self.page = page
        self.resolve = resolve
        self.links = links
        self.scripts: list[str] = []
        self.pieces: list[str] = []

    def pass_over(self, tag: str, raw: str, tokens: Tokens) -> str:
        """Passes over an element to its end, and keeps of it what may be asked for; what a field shows, else ""."""
        inner: list[tuple[str, str]] = []
        depth, end, again = 1, f"/{tag}", f"{tag} "
        for text, token in tokens:
            inner.append((text, token))
            if token == end:
                depth -= 1
                if not depth:
                    break
            elif token == tag or token.startswith(again):
                depth += 1
        if tag == "select":
            self.links.add_menu(inner)
        elif tag in ("noscript", "template"):
            self.pieces.append("".join([f"{text}<{token}>" for text, token in inner[:-1]]) + inner[-1][0])
        elif tag in ("textarea", "xml"):
            content = unescape("".join([text for text, _ in inner]))
            self.scripts.append(content)
            self.pieces.append(content)
            return _shown(content, attributes_of(raw)) if tag == "textarea" else ""
        elif tag == "title" and not self.page.title:
            self.page.title = squash(unescape("".join([text for text, _ in inner])))
        return ""

    def embed(self, tag: str, raw: str, *, hidden: bool) -> str:
        """A picture, a frame or a field of a form, by its attributes; what a field shows, else ""."""
        attributes = attributes_of(raw)
        if tag == "input":
            value = attributes.get("value", "")
            self.pieces.append(value)
            return _shown(value, attributes) if attributes.get("type", "").lower() in _SHOWING else ""
        url = self.resolve(attributes.get("src") or attributes.get("data-src") or "")
        if not url:
            return ""
        if tag == "img":
            label = attributes.get("alt") or attributes.get("title") or ""
            self.page.images.append(Link(url, squash(label), len(self.page.blocks)))
        elif not hidden:
            self.page.frames.append(url)
        return ""


def _shown(value: str, attributes: dict[str, str]) -> str:
    """What a field states: its value, where nobody can change it or it is a figure; a search field holds neither."""
    value = value.strip()
    return value if _FIGURE.fullmatch(value) or "readonly" in attributes or "disabled" in attributes else ""
