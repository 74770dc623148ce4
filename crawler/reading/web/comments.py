"""Template comments (模板注释): ``<!--正文begin-->…<!--正文end-->`` names the part of a page that it stands around."""

from __future__ import annotations

import re
from functools import cache

from crawler.facts import load_toml
from crawler.reading.markup import squash
from crawler.records import Page, Zone

_COMMENT = re.compile(
    r"^[\s<$\[/-]*(?P<name>[^\[\]<>$]{1,40}?)[\s\]>_.:：-]*(?P<edge>begin|start|end|over|开始|結束|结束|開始)[\s>/-]*$",
    re.I,
)
_BEGINNINGS = ("begin", "start", "开始", "開始")
_LONGEST = 80
#: The value of a named part is a date, a number, a name: no more than this.
_LONGEST_VALUE = 300


@cache
def _names() -> dict[str, str]:
    comments = load_toml("containers.toml")["comments"]
    return {name.lower(): key for key, names in comments.items() for name in names}


class TemplateComments:
    """The comments that are open at one point of the walk; what they stand around becomes meta data or a zone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.open: dict[str, tuple[int, int]] = {}

    def see(self, content: str, parts: list[str], depth: int) -> None:
        """A comment stands before the next block; ``parts`` is the line being gathered."""
        found = _COMMENT.match(content) if len(content) <= _LONGEST else None
        key = _names().get(found["name"].strip().lower()) if found else None
        if found is None or key is None:
            return
        blocks = self.page.blocks
        if found["edge"].lower() in _BEGINNINGS:
            self.open[key] = (len(blocks), len(parts))
        elif key in self.open:
            block, part = self.open.pop(key)
            if key == "content":
                self.page.zones.append(Zone("comment:content", block, len(blocks) + bool(parts), depth))
                return
            inside = "".join(parts[part:]) if block == len(blocks) else " ".join([b.text for b in blocks[block:]])
            text = squash(inside[:_LONGEST_VALUE])
            if text:
                self.page.meta.setdefault(f"comment:{key}", text)

    def follow_blocks(self, start: int, mapping: list[int]) -> None:
        """A table's blocks, from ``start`` to the end, became others (see :func:`extents.follow_blocks`)."""
        for key, (block, part) in self.open.items():
            offset = block - start
            if offset >= 0:
                self.open[key] = (mapping[offset] if offset < len(mapping) else len(self.page.blocks), part)
