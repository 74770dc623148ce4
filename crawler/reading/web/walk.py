"""The one walk over a page: lines of text, tables, links, named containers, template comments."""

from __future__ import annotations

from collections.abc import Callable

from crawler.reading import markup
from crawler.reading.tables import MAX_DEPTH
from crawler.reading.web.asides import Asides
from crawler.reading.web.elements import Elements
from crawler.reading.web.extents import SMALLEST_PART, SMALLEST_ZONE, measure_zones
from crawler.reading.web.gathering import Opened
from crawler.reading.web.links import MAX_LINKS, is_place
from crawler.reading.web.marks import UNMARKED
from crawler.reading.web.menus import menu
from crawler.reading.web.plain_tables import plain_table
from crawler.reading.web.tokens import Tokens, tokens_of, tokens_of_table, unescape
from crawler.records import Block, Finding, Link, Page, Zone

#: Blocks of one page; a page with more is cut there (a 50 MB page of dots must not take minutes).
MAX_BLOCKS = 60_000


class Walker(Elements):
    """One walk over the tokens of a page; what holds nothing but text is read in one step."""

    def __init__(self, page: Page, resolve: Callable[[str], str], site: str) -> None:
        super().__init__(page, resolve)
        self.site = site
        self.asides = Asides(page, resolve, self.links)
        self.cut = False
        self.raised_from = 0

    def walk(self, body: str) -> None:
        """Goes through a body as a parser writes it out."""
        self._walk(tokens_of(body))
        while self.stack:
            self._close(self.stack[-1][0])
        self.flush("body", 1)

    def _walk(self, tokens: Tokens) -> None:
        """The loop over the tokens.

        It runs for every token of every page, so it looks at attributes only where they can matter and leaves
        everything rare to methods.
        """
        stack, parts, blocks, kinds = self.stack, self.parts, self.blocks, markup.KINDS
        for text, token in tokens:
            if text:
                if not text.isspace():
                    self.text(text, len(self.stack) + 1)
                elif self.pre_from:
                    self.keep_breaks(text, len(self.stack) + 1)
                elif parts:
                    parts.append(" " if "\n" in text else text)
            if len(blocks) >= MAX_BLOCKS:
                self.cut = True
                break
            kind = kinds.get(token)  # most tokens are a bare name
            tag, raw = token, ""
            if kind is None:
                opening, leaf, content = token.partition(">")
                tag, _, raw = opening.partition(" ")
                kind = kinds.get(tag, markup.OTHER)
                if leaf and kind <= markup.LINK and kind != markup.OTHER:
                    if tag == "li" and "<a " in content:
                        self._menu(token)
                    elif tag == "table":
                        if not self._plain_table(token):
                            self._walk(tokens_of_table(token))
                    elif kind == markup.LINK:
                        self._leaf_link(raw, content[:-3])
                    else:
                        self._leaf(kind, tag, raw, content[: -len(tag) - 2])
                    continue
            if kind == markup.CLOSE_BLOCK or kind == markup.CLOSE_INLINE:
                self._close(tag[1:])
            elif kind == markup.BLOCK:
                self._open(tag, raw)
            elif kind == markup.INLINE:
                stack.append((tag, self._inline(raw) if raw else None))
                self.inline_depth += 1
            elif kind == markup.LINK and is_place(raw):
                stack.append((tag, None))
                self.inline_depth += 1
            elif kind == markup.LINK:
                self.link_depth += 1
                self.inline_depth += 1
                stack.append((tag, Opened(len(blocks), 0, len(parts), 0, UNMARKED, raw)))
            elif kind == markup.BREAK:
                if parts:
                    self.flush("br", len(stack) + 1)
            elif kind != markup.NOTHING:
                self._other(kind, tag, raw, token, tokens)

    def finish(self) -> None:
        """Ends the walk: what is known only now is written into the page."""
        measure_zones(self.page)
        if self.cut:
            self.page.findings.append(Finding("truncated", f"页面过长,只读取前 {MAX_BLOCKS} 行", "warning"))
        if self.tables.cut:
            self.page.findings.append(Finding("truncated", f"{self.tables.cut} 个表格过大,只读取一部分", "warning"))

    # -- elements that hold nothing but text --------------------------------------------------------------

    def _leaf(self, kind: int, tag: str, raw: str, text: str) -> None:
        """An element that holds nothing but text, in one step where nothing about it is special."""
        marks = self._marks(raw) if raw else UNMARKED
        if marks.special or self.pre_from:
            if kind == markup.INLINE:
                self.stack.append((tag, self._inline(raw) if raw else None))
                self.inline_depth += 1
            else:
                self._open(tag, raw)
            self.text(text, len(self.stack) + 1)
            self._close(tag)
            return
        if kind == markup.INLINE:
            if text:
                self.text(text, len(self.stack) + 1)
            return
        depth = len(self.stack) + 1
        if self.parts:
            self.flush(self.tags[-1], depth)
        first = len(self.blocks)
        text = markup.squash(unescape(markup.unwrap(text)))
        if text:
            chars = len(text)
            links = chars if self.link_depth else 0
            self.add(text, tag, depth - self.inline_depth, links, heading=tag in markup.HEADING_TAGS)
            if (chars >= SMALLEST_ZONE or (marks.hint and chars >= SMALLEST_PART)) and tag in markup.ZONE_TAGS:
                self.page.zones.append(Zone(marks.name, first, first + 1, depth, hint=marks.hint))
        if tag in markup.TABLE_TAGS:
            self.tables.begin(tag, first, marks.colspan, marks.rowspan, hidden=self.hidden_from > 0)
            self.tables.end_cell(len(self.blocks))

    def _leaf_link(self, raw: str, text: str) -> None:
        """A link that holds nothing but text, within a line."""
        text = markup.unwrap(unescape(text))
        self.parts.append(text)
        if not is_place(raw):
            plain = markup.squash(text)
            self.link_chars += len(plain)
            self.links.add(raw, len(self.blocks), plain)

    def _menu(self, items: str) -> None:
        """Items of a menu: ``<li>`` that hold nothing but a link each."""
        depth = len(self.stack) + 1
        if self.parts:
            self.flush(self.tags[-1], depth)
        depth -= self.inline_depth
        blocks, links, marks = self.blocks, self.links.found, self.marks
        at, chars = len(blocks), 0
        center, hidden = self.center_from > 0, self.hidden_from > 0
        for raw, href, rest, content, text, url, name, rel in menu(items, self.site):
            if self.pre_from or (raw and (marks.get(raw) or self._marks(raw)).special):
                self._open("li", raw)
                self._leaf_link(f'href="{href}" {rest}' if href else rest, content)
                self._close("li")
                at = len(blocks)
                continue
            if url is None:
                self.links.add(f'href="{href}" {rest}' if href else rest, at, text)
            else:
                links.append(Link(url, name, at, rel))
            if text:
                length = len(text)
                chars += length
                at += 1
                blocks.append(Block(text, "li", depth, length, -1, False, center, hidden))
        self.chars += chars
        del links[MAX_LINKS:]

    def _plain_table(self, token: str) -> bool:
        """A table of nothing but text, in one step; whether it is one and nothing about it is special."""
        if self.pre_from or self.link_depth or len(self.tables.open) >= MAX_DEPTH:
            return False
        found = plain_table(token, self._marks)
        if found is None:
            return False
        depth = len(self.stack) + 1
        if self.parts:
            self.flush(self.tags[-1], depth)
        rows, chars = found
        self.chars += chars
        if self.tables.open:
            self.tables.open[-1].nested = True
        self.tables.add(rows, self.blocks, self.page.grids, depth - self.inline_depth, hidden=self.hidden_from > 0)
        return True

    def _other(self, kind: int, tag: str, raw: str, token: str, tokens: Tokens) -> None:
        """A comment, an element with raw or hidden content, one that nobody knows."""
        if kind == markup.SILENT:
            self._field(self.asides.pass_over(tag, raw, tokens))
        elif kind == markup.EMBEDDED:
            self._field(self.asides.embed(tag, raw, hidden=self.hidden_from > 0))
        elif kind == markup.RAISED:
            self._raised(tag, raw)
        elif kind == markup.RULE:
            self.flush(self.tags[-1], len(self.stack) + 1)
        elif token[:1] == "!":
            self.comments.see(token[3:-2], self.parts, len(self.tags))
        elif kind == markup.RAW:
            content = token.partition(">")[2].rpartition("</")[0]
            if tag in markup.PREFORMATTED_TAGS:
                self.parts.append(self.keep_breaks(content, len(self.stack) + 1))
                self.flush(tag, len(self.stack) + 1)
            elif tag == "script":
                self.asides.scripts.append(content)
            elif tag == "iframe":
                self.asides.embed(tag, raw, hidden=self.hidden_from > 0)
        elif tag[:1] == "/":
            self._close(tag[1:])
        else:
            self.stack.append((tag, self._inline(raw) if raw else None))

    def _field(self, shown: str) -> None:
        """What a field of a form shows is text in a cell: forms are published as they were filled in."""
        if shown and self.tables.open:
            self.parts.append(shown)

    def _raised(self, tag: str, raw: str) -> None:
        """A figure that is raised behind another one is the number of a note (115¹): in brackets, it is none of it."""
        if tag == "sup":
            self.stack.append((tag, self._inline(raw) if raw else None))
            self.raised_from = len(self.parts)
            return
        self._close("sup")
        note = "".join(self.parts[self.raised_from :]).strip()
        if note.isdigit() and "".join(self.parts[: self.raised_from])[-1:].isdigit():
            self.parts[self.raised_from :] = [f"[{note}]"]
