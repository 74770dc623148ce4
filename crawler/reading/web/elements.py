"""The elements that are open while a page is walked: what each hides, centres, holds and leads to."""

from __future__ import annotations

from collections.abc import Callable

from crawler.reading import markup
from crawler.reading.tables import TableStack
from crawler.reading.web.comments import TemplateComments
from crawler.reading.web.extents import SMALLEST_PART, SMALLEST_ZONE, follow_blocks
from crawler.reading.web.gathering import Gatherer, Opened
from crawler.reading.web.links import LONGEST_TEXT, Links, card_name
from crawler.reading.web.marks import LONGEST_RECALLED, UNMARKED, Marks, marks_of, recalled
from crawler.records import Page, Zone

#: The text of a link, or of an element that is one by script, at most so many lines.
_LINK_LINES = 30


class Elements(Gatherer):
    """Opens and closes elements: ``stack`` are those that are open, with where those began that matter."""

    def __init__(self, page: Page, resolve: Callable[[str], str]) -> None:
        super().__init__(page)
        self.links = Links(page, resolve)
        self.tables = TableStack()
        self.comments = TemplateComments(page)
        self.stack: list[tuple[str, Opened | None]] = []
        self.marks: dict[str, Marks] = {}
        # The depths of the elements within lines that a style sets on lines of their own.
        self.set_apart: list[int] = []
        self.pictures = 0  # those that a link before was asked for

    def _marks(self, raw: str) -> Marks:
        """The marks of an element's attributes; the same ones come again and again on a page."""
        marks = self.marks.get(raw)
        if marks is None:
            marks = self.marks[raw] = recalled(raw) if len(raw) <= LONGEST_RECALLED else marks_of(raw)
        return marks

    def _open(self, tag: str, raw: str) -> None:
        """A block element begins."""
        depth = len(self.stack) + 1
        if self.parts:
            self.flush(self.tags[-1], depth)
        self.tags.append(tag)
        marks = self._marks(raw) if raw else UNMARKED
        if marks.special or tag in markup.SPECIAL_TAGS:
            if (marks.center or tag == "center") and not self.center_from:
                self.center_from = depth
            if marks.hidden and not self.hidden_from:
                self.hidden_from = depth
            if (marks.preformatted or tag in markup.PREFORMATTED_TAGS) and not self.pre_from:
                self.pre_from = depth
        if tag in markup.TABLE_TAGS:
            self.tables.begin(tag, len(self.blocks), marks.colspan, marks.rowspan, hidden=self.hidden_from > 0)
        opened = None
        if tag in markup.ZONE_TAGS or marks.target:
            opened = Opened(len(self.blocks), self.chars, 0, len(self.links.found), marks)
        self.stack.append((tag, opened))

    def _inline(self, raw: str) -> Opened | None:
        """What an inline element's attributes make of it; ``None`` where its extent does not matter."""
        marks = self._marks(raw)
        if not marks.special:
            return None
        depth = len(self.stack) + 1
        if marks.block:
            self.flush(self.tags[-1], depth)
            self.set_apart.append(depth)
        if marks.hidden and not self.hidden_from:
            self.flush(self.tags[-1], depth)
            self.hidden_from = depth
        if marks.preformatted and not self.pre_from:
            self.pre_from = depth
        return (
            Opened(len(self.blocks), self.chars, 0, len(self.links.found), marks)
            if marks.name or marks.target
            else None
        )

    def _close(self, tag: str) -> None:
        """The last element ends."""
        stack = self.stack
        if not stack or stack[-1][0] != tag:
            return  # what looks like an end tag is the rest of a script that holds one
        opened = stack.pop()[1]
        depth = len(stack) + 1
        if tag in markup.BLOCK_TAGS:
            if self.parts:
                self.flush(tag, depth)
            self.tags.pop()
            if tag == "td" or tag == "th":
                self.tables.end_cell(len(self.blocks))
            elif tag == "table":
                self._end_table()
        elif tag in markup.INLINE_TAGS:
            self.inline_depth -= 1
        if opened is not None:
            if tag == "a":
                self.link_depth -= 1
                self.links.add(opened.raw, opened.blocks, self._text_since(opened) or self._picture())
            else:
                self._end_zone(tag, opened, depth)
        if self.set_apart and self.set_apart[-1] == depth:
            self.set_apart.pop()
            self.flush(tag, depth)
        if depth in (self.hidden_from, self.center_from, self.pre_from):
            self._end_marks(tag, depth)

    def _end_marks(self, tag: str, depth: int) -> None:
        if depth == self.hidden_from:
            self.flush(tag, depth)
            self.hidden_from = 0
        if depth == self.center_from:
            self.center_from = 0
        if depth == self.pre_from:
            self.pre_from = 0

    def _picture(self) -> str:
        """What the picture that a link is made of says; ``""`` where none came since the last such link."""
        images = self.page.images
        before, self.pictures = self.pictures, len(images)
        return images[-1].text if len(images) > before else ""

    def _end_table(self) -> None:
        moved = self.tables.end(self.blocks, self.page.grids, len(self.stack) + 1 - self.inline_depth)
        if moved is not None:
            follow_blocks(self.page, *moved)
            self.comments.follow_blocks(*moved)

    def _end_zone(self, tag: str, opened: Opened, depth: int) -> None:
        """Keeps the extent of a container that holds enough text to be a body, and what clicking it opens."""
        marks = opened.marks
        if marks.target and len(self.links.found) == opened.links:
            self.links.add_scripted(marks.target, opened.blocks, self._text_since(opened))
        if not marks.name and tag not in markup.ZONE_TAGS:
            return
        open_line = 0 if tag in markup.BLOCK_TAGS else sum(map(len, self.parts))
        if self.chars - opened.chars + open_line >= (SMALLEST_PART if marks.hint else SMALLEST_ZONE):
            end = len(self.blocks) + (1 if open_line else 0)
            self.page.zones.append(Zone(marks.name, opened.blocks, end, depth, hint=marks.hint))

    def _text_since(self, opened: Opened) -> str:
        """The text since an element began; its last line may not be a block yet.

        A card (a row that is one link with title, summary and date) is called by its title alone.
        """
        first = opened.blocks
        if first == len(self.blocks):
            lines = self.parts[opened.parts :]
        else:
            blocks = self.blocks[first : first + _LINK_LINES]
            lines = card_name(blocks) or [block.text for block in blocks] + self.parts
        return markup.squash("".join(lines)[: 8 * LONGEST_TEXT])  # cut to its length where it is kept
