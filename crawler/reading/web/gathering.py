"""Lines of text while a page is walked: pieces of text are gathered until a block ends, then they are one Block."""

from __future__ import annotations

import msgspec

from crawler.reading import markup
from crawler.reading.web.marks import UNMARKED, Marks
from crawler.reading.web.tokens import unescape
from crawler.records import Block, Page


class Opened(msgspec.Struct, gc=False):
    """Where an element began whose extent matters: how much there was before it, and what it says of itself.

    ``raw`` are the attributes of a link.
    """

    blocks: int
    chars: int
    parts: int
    links: int
    marks: Marks = UNMARKED
    raw: str = ""


class Gatherer:
    """The line being gathered (``parts``) and those that are done (``blocks``), and what holds at this point.

    ``tags`` are the block elements that are open; ``chars`` counts the text of all lines so far.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.blocks = page.blocks
        self.parts: list[str] = []
        self.chars = 0
        self.link_chars = 0
        self.link_depth = 0
        # How many elements are open that only format text: those that nobody closed go on in every line below.
        self.inline_depth = 0
        # The depth at which an element began that hides, centres, or keeps line breaks; 0 = none.
        self.hidden_from = 0
        self.center_from = 0
        self.pre_from = 0
        self.tags = ["body"]

    def text(self, text: str, depth: int) -> None:
        """Adds a piece of text, as it was written out, to the line; ``depth`` is that of lines that end in it."""
        if "&" in text:
            text = unescape(text)
        if "\n" in text:
            text = self.keep_breaks(text, depth) if self.pre_from else markup.unwrap(text)
        if self.link_depth:
            self.link_chars += len(markup.squash(text))
        self.parts.append(text)

    def keep_breaks(self, text: str, depth: int) -> str:
        """Ends all lines of a text that keeps its line breaks, but for the last, which is returned."""
        *lines, last = text.split("\n")
        for line in lines:
            self.parts.append(line)
            self.flush("br", depth)
        return last

    def flush(self, tag: str, depth: int) -> None:
        """Ends the line being gathered, if it has any text."""
        parts = self.parts
        if not parts:
            return
        text = markup.squash(parts[0] if len(parts) == 1 else "".join(parts))
        parts.clear()
        links, self.link_chars = self.link_chars, 0
        if text:
            heading = tag in markup.HEADING_TAGS or self.tags[-1] in markup.HEADING_TAGS
            self.add(text, tag, depth - self.inline_depth, links, heading=heading)

    def add(self, text: str, tag: str, depth: int, links: int, *, heading: bool = False) -> None:
        """Adds a whole line; ``links`` characters of it are in links."""
        chars = len(text)
        self.chars += chars
        center, hidden = self.center_from > 0, self.hidden_from > 0
        self.blocks.append(Block(text, tag, depth, min(links, chars), -1, heading, center, hidden))
