"""The one walk over a page's tree: lines of text, tables, links, named containers, template comments."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from selectolax.lexbor import LexborNode

from crawler.facts import load_toml
from crawler.reading import markup
from crawler.reading.tables import TableStack
from crawler.records import Block, Link, Page, Zone

#: A container with less text than this is no candidate for a body.
SMALLEST_ZONE = 80
#: Blocks of one page; a page with more is cut there (a 50 MB page of dots must not take minutes).
MAX_BLOCKS = 60_000

_COMMENT = re.compile(
    r"^[\s<$\[/-]*(?P<name>[^\[\]<>$]{1,40}?)[\s\]>_:：-]*(?P<edge>begin|start|end|over|开始|結束|结束|開始)[\s>/-]*$",
    re.I,
)


@cache
def _named_containers() -> frozenset[str]:
    return frozenset(load_toml("containers.toml")["content"])


@cache
def _comment_names() -> dict[str, str]:
    comments = load_toml("containers.toml")["comments"]
    return {name.lower(): key for key, names in comments.items() for name in names}


@cache
def _script_words() -> re.Pattern[str]:
    words = load_toml("platforms.toml")["scripts"]["keep"]
    return re.compile("|".join(re.escape(word) for word in words), re.I)


class Walker:
    """The state of one walk. ``parts`` is the line being gathered, ``blocks`` what is done."""

    def __init__(self, page: Page, resolve: Callable[[str], str]) -> None:
        self.page = page
        self.blocks = page.blocks
        self.resolve = resolve
        self.parts: list[str] = []
        self.chars = 0  # of all lines so far
        self.link_chars = 0
        self.link_depth = 0
        self.hidden_from = 0  # the depth at which a hidden element began, 0 = none
        self.center_from = 0
        self.tables = TableStack()
        self.comments: dict[str, tuple[int, int]] = {}
        self.tags = ["body"]

    def walk(self, body: LexborNode) -> None:
        """Goes through the tree without recursion: a hostile page may be thousands of elements deep.

        This loop runs for every node of every page, so it asks for attributes only where they can matter and
        leaves everything rare to methods.
        """
        stack: list[tuple[LexborNode, str, Any]] = []
        parts, blocks = self.parts, self.blocks
        block_tags, silent_tags, zone_tags = markup.BLOCK_TAGS, markup.SILENT_TAGS, markup.ZONE_TAGS
        node: LexborNode | None = body.first_child
        while len(blocks) < MAX_BLOCKS:
            if node is None:
                if not stack:
                    break
                node, tag, state = stack.pop()
                self._leave(node, tag, state, len(stack) + 1)
                node = node.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                text = node.text_content or ""
                if not text.isspace():
                    if self.link_depth:
                        self.link_chars += len(text.strip())
                    parts.append(markup.unwrap(text) if "\n" in text else text)
                elif parts:
                    parts.append(" ")
                node = node.next
                continue
            if tag in block_tags:
                if parts:
                    self.flush(self.tags[-1], len(stack) + 1)
                self.tags.append(tag)
                attributes = node.attributes
                if attributes:
                    self._note(node, tag, attributes, len(stack) + 1)
                if tag in markup.TABLE_TAGS:
                    self._open_table(tag, attributes)
                state = (len(blocks), self.chars, attributes) if tag in zone_tags else None
            elif tag == "br":
                if parts:
                    self.flush("br", len(stack) + 1)
                node = node.next
                continue
            elif tag == "a":
                self.link_depth += 1
                state = (len(blocks), len(parts), node.attributes)
            elif tag == "-comment" or tag in silent_tags or tag in ("img", "iframe", "frame"):
                self._aside(node, tag)
                node = node.next
                continue
            else:
                attributes = node.attributes
                state = None
                if attributes:
                    if not self.hidden_from and markup.is_hidden(attributes):
                        self.flush(self.tags[-1], len(stack) + 1)
                        self.hidden_from = len(stack) + 1
                    if tag == "span" and self._container_name(attributes):
                        state = (len(blocks), self.chars, attributes)
            child = node.first_child
            if child is None:
                self._leave(node, tag, state, len(stack) + 1)
                node = node.next
            else:
                stack.append((node, tag, state))
                node = child
        self.flush("body", 1)
        self._measure_zones()

    # -- elements ---------------------------------------------------------------------------------------

    def _note(self, node: LexborNode, tag: str, attributes: dict[str, str | None], depth: int) -> None:
        """What a block element says of itself: hidden, centred, a link by script."""
        if not self.hidden_from and markup.is_hidden(attributes):
            self.hidden_from = depth
        if not self.center_from and markup.is_centered(tag, attributes):
            self.center_from = depth
        if "onclick" in attributes:
            self._scripted_link(attributes, node)

    def _open_table(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "table":
            self.tables.begin(len(self.blocks))
        elif tag == "tr":
            self.tables.row()
        else:
            self.tables.cell(len(self.blocks), attributes, tag == "th")

    def _aside(self, node: LexborNode, tag: str) -> None:
        """An element or comment that has no text of the page."""
        if tag == "-comment":
            self._comment(node.comment_content or "")
        elif tag in markup.SILENT_TAGS:
            self._silent(node, tag)
        else:
            self._embedded(node, tag)

    def _leave(self, node: LexborNode, tag: str, state: Any, depth: int) -> None:
        if tag in markup.BLOCK_TAGS:
            if self.parts:
                self.flush(tag, depth)
            self.tags.pop()
            if tag in ("td", "th"):
                self.tables.end_cell(len(self.blocks))
            elif tag == "table":
                moved = self.tables.end(self.blocks, self.page.grids)
                if moved is not None:
                    self._move(*moved)
        elif tag == "a":
            self._close_link(state)
            state = None
        if state is not None:
            self._close_zone(tag, state, depth)
        if depth == self.hidden_from:
            self.flush(tag, depth)
            self.hidden_from = 0
        if depth == self.center_from:
            self.center_from = 0

    def _close_zone(self, tag: str, state: tuple[int, int, dict[str, str | None]], depth: int) -> None:
        """Keeps the extent of a container that holds enough text to be a body."""
        start, chars, attributes = state
        open_line = sum(map(len, self.parts)) if tag == "span" else 0
        if self.chars - chars + open_line < SMALLEST_ZONE:
            return
        hint = " ".join(filter(None, (attributes.get("id"), attributes.get("class"))))[:80]
        end = len(self.blocks) + (1 if open_line else 0)
        self.page.zones.append(Zone(self._container_name(attributes), start, end, depth, hint=hint))

    @staticmethod
    def _container_name(attributes: dict[str, str | None]) -> str:
        """The name by which ``data/containers.toml`` knows an element, or ""."""
        element_id, classes = attributes.get("id"), attributes.get("class")
        known = _named_containers()
        if element_id and (name := f"#{element_id.strip()}") in known:
            return name
        return next((name for c in classes.split() if (name := f".{c}") in known), "") if classes else ""

    def _silent(self, node: LexborNode, tag: str) -> None:
        if tag in ("script", "textarea", "xml"):
            content = node.text()
            if content and "<datastore" not in content and _script_words().search(content):
                self.page.scripts.append(content)
        elif tag == "title" and not self.page.title:
            self.page.title = markup.squash(node.text())

    def _embedded(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        url = self.resolve(attributes.get("src") or attributes.get("data-src") or "")
        if not url:
            return
        if tag == "img":
            label = attributes.get("alt") or attributes.get("title") or ""
            self.page.images.append(Link(url, markup.squash(label), len(self.blocks)))
        elif not self.hidden_from:
            self.page.frames.append(url)

    # -- links ------------------------------------------------------------------------------------------

    def _close_link(self, state: tuple[int, int, dict[str, str | None]]) -> None:
        self.link_depth -= 1
        first_block, first_part, attributes = state
        href = attributes.get("href") or ""
        if href[:11].lower() == "javascript:" or href in ("", "#"):
            scripted = markup.scripted_target(href) or markup.scripted_target(attributes.get("onclick") or "")
            href = scripted or attributes.get("data-href") or attributes.get("data-url") or ""
        url = self.resolve(href) if href else ""
        if not url:
            return
        if first_block == len(self.blocks):
            text = markup.squash("".join(self.parts[first_part:]))
        else:
            # The link goes over a line break: its last line is not a block yet.
            lines = [block.text for block in self.blocks[first_block:]]
            text = markup.squash("".join([*lines, *self.parts]))
        self.page.links.append(
            Link(
                url,
                _fuller(text, attributes.get("title")),
                first_block,
                (attributes.get("rel") or "").lower(),
            )
        )

    def _scripted_link(self, attributes: dict[str, str | None], node: LexborNode) -> None:
        url = self.resolve(markup.scripted_target(attributes.get("onclick") or ""))
        if url and node.css_first("a[href]") is None:
            self.page.links.append(Link(url, markup.squash(node.text())[:200], len(self.blocks)))

    # -- template comments ------------------------------------------------------------------------------

    def _comment(self, content: str) -> None:
        if len(content) > 80:
            return
        found = _COMMENT.match(content)
        if not found:
            return
        key = _comment_names().get(found["name"].strip().lower())
        if key is None:
            return
        if found["edge"].lower() in ("begin", "start", "开始", "開始"):
            self.comments[key] = (len(self.blocks), len(self.parts))
        elif key in self.comments:
            block, part = self.comments.pop(key)
            if block == len(self.blocks):
                text = markup.squash("".join(self.parts[part:]))
            else:
                text = markup.squash(" ".join(b.text for b in self.blocks[block:])) if key != "content" else ""
            if text and key != "content":
                self.page.meta.setdefault(f"comment:{key}", text[:300])
            if key == "content":
                end = len(self.blocks) + (1 if self.parts else 0)
                self.page.zones.append(Zone("comment:content", block, end, len(self.tags)))

    # -- lines ------------------------------------------------------------------------------------------

    def flush(self, tag: str, depth: int) -> None:
        """Ends the line being gathered, if it has any text."""
        if not self.parts:
            return
        text = markup.squash("".join(self.parts))
        self.parts.clear()
        links, self.link_chars = self.link_chars, 0
        if text:
            self.chars += len(text)
            block = Block(text, tag, depth, min(links, len(text)))
            if tag in markup.HEADING_TAGS or self.tags[-1] in markup.HEADING_TAGS:
                block.heading = True
            block.hidden = bool(self.hidden_from)
            block.center = bool(self.center_from)
            self.blocks.append(block)

    def _move(self, start: int, mapping: list[int]) -> None:
        """A table's blocks became others: what pointed at them follows."""
        after = len(self.blocks)

        def moved(index: int) -> int:
            if index < start:
                return index
            offset = index - start
            return mapping[offset] if offset < len(mapping) else after

        for link in reversed(self.page.links):
            if link.block < start:
                break
            link.block = moved(link.block)
        for picture in reversed(self.page.images):
            if picture.block < start:
                break
            picture.block = moved(picture.block)
        for zone in reversed(self.page.zones):
            if zone.end <= start:
                break
            if zone.start >= start:
                zone.start, zone.end = moved(zone.start), moved(zone.end)
            else:
                zone.end = moved(zone.end)
        for key, (block, part) in self.comments.items():
            self.comments[key] = (moved(block), part)

    def _measure_zones(self) -> None:
        chars, links = [0], [0]
        grids = self.page.grids
        for block in self.blocks:
            length = len(block.text)
            if block.grid >= 0:
                length = sum(len(cell.text) for row in grids[block.grid].rows for cell in row)
            chars.append(chars[-1] + length)
            links.append(links[-1] + block.link_chars)
        last = len(self.blocks)
        kept = []
        for zone in self.page.zones:
            zone.end = min(zone.end, last)
            zone.chars = chars[zone.end] - chars[zone.start] if zone.end > zone.start else 0
            zone.link_chars = links[zone.end] - links[zone.start] if zone.end > zone.start else 0
            if zone.end > zone.start and (zone.name or zone.chars >= SMALLEST_ZONE):
                kept.append(zone)
        self.page.zones = kept
        for index, block in enumerate(self.blocks):
            if block.grid >= 0:
                grids[block.grid].block = index


def _fuller(text: str, title: str | None) -> str:
    """A link's text, or its title attribute where that is the same text not cut short."""
    if title:
        title = markup.squash(title)
        cut = text.rstrip(".… ")
        if not text or (len(title) > len(text) and (title.startswith(cut) or cut in title)):
            return title
    return text
