"""A body that a page has twice (正文重复): a viewer's twin, a print version, the text for a screen reader."""

from __future__ import annotations

from crawler.records import Block
from crawler.report.portal.lines import is_edge

#: Copies are told by lines of so many characters.
_LONG = 50
#: A second copy of a body has the same paragraphs in the same order, but for so many.
_SAME_AGAIN = 0.8
#: A line as long as this, of the first copy only, says that the second is cut short.
_LONGEST_TAIL = 60


def without_repeats(blocks: list[Block]) -> list[Block]:
    """The blocks without a second copy of the same body (a viewer's twin, a print version)."""
    long = [(i, block.text) for i, block in enumerate(blocks) if block.grid < 0 and len(block.text) >= _LONG]
    seen: dict[str, int] = {}
    for position, (index, text) in enumerate(long):
        if text not in seen:
            seen[text] = index
            continue
        rest = [t for _, t in long[position:]]
        again = sum(t == first for t, (_, first) in zip(rest, long, strict=False))
        if seen[text] == long[0][0] and len(rest) >= 2 and again >= _SAME_AGAIN * len(rest):
            cut = index
            while (
                cut > 0 and blocks[cut - 1].grid < 0 and any(blocks[cut - 1].text == b.text for b in blocks[: cut - 1])
            ):
                cut -= 1
            return blocks[: _end_of_first(blocks, cut)]
        break
    return blocks


def _end_of_first(blocks: list[Block], cut: int) -> int:
    """The end of the first of two copies of a body, the second from ``cut`` on: what stands between is the portal's.

    A second copy that is cut short says nothing of where the first ends.
    """
    again = {block.text for block in blocks[cut:] if block.grid < 0}
    ends = [index for index, block in enumerate(blocks[:cut]) if block.grid >= 0 or block.text in again]
    whole = bool(ends) and not any(len(block.text) >= _LONGEST_TAIL for block in blocks[ends[-1] + 1 : cut])
    end = ends[-1] + 1 if whole else cut
    while not whole and end > 0 and blocks[end - 1].grid < 0 and is_edge(blocks[end - 1].text):
        end -= 1
    return end
