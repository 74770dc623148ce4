"""Where in a page a report's text stands (位置): most of its paragraphs are elements of one kind, at one depth.

Prose that stands elsewhere, apart from them, is that of a box that the portal put there: a summary, comments, news.
"""

from __future__ import annotations

from collections import Counter

from crawler.records import Block
from crawler.report.cleaning.ending import closes_lines, is_own
from crawler.report.portal.furniture import is_preface, opens_report, speaks_of_report
from crawler.report.text.outline import number_of

#: A place with this share of the prose is the report's; the places are none where they have less than so much of it.
_LEAST_SHARE = 0.25
_LEAST_TOGETHER = 0.5
#: Numbers of these levels are of sections (一、 and (一)), and those of a report's first one; a portal counts its tips.
_DEEPEST_SECTION = 2
_SENTENCE_ENDS = ("。", "；", "！")


def apart(blocks: list[Block], weights: list[int]) -> tuple[int, int]:
    """Before which block the report does not begin, and from which on no prose is its own.

    ``0`` and the number of ``blocks`` where the places say nothing. A sentence of what reports speak of, right beside
    the text, is of it wherever it stands.
    """
    prose: Counter[tuple[str, int]] = Counter()
    for block, weight in zip(blocks, weights, strict=True):
        if weight and block.grid < 0:
            prose[block.tag, block.depth] += weight
    total = prose.total()
    places = {place for place, weight in prose.items() if weight >= _LEAST_SHARE * total}
    if not places or sum(prose[place] for place in places) < _LEAST_TOGETHER * total:
        return 0, len(blocks)
    standing = [index for index, block in enumerate(blocks) if weights[index] and (block.tag, block.depth) in places]
    deepest = max(_DEEPEST_SECTION, next(filter(None, map(_level, blocks[: standing[-1]])), 0))
    own = [
        index
        for index, (block, weight) in enumerate(zip(blocks, weights, strict=True))
        if weight and (block.grid >= 0 or (block.tag, block.depth) in places or 0 < _level(block) <= deepest)
    ]
    first, last = own[0], own[-1]
    while first and _belongs(blocks[first - 1], places):
        first -= 1
    while last + 1 < len(blocks) and (
        _belongs(blocks[last + 1], places) or closes_lines(blocks[last + 1], blocks[last])
    ):
        last += 1
    beyond = range(last + 1, len(blocks))
    return first, next(
        (i for i in beyond if weights[i] or (i > last + 1 and _is_other(blocks[i], places))), len(blocks)
    )


def _level(block: Block) -> int:
    """The level of a line's number, 0 where it has none."""
    numbered = number_of(block.text)
    return 0 if numbered is None else numbered[0]


def _is_other(block: Block, places: set[tuple[str, int]]) -> bool:
    """Whether a short line is a sentence that stands elsewhere."""
    return block.text.endswith(_SENTENCE_ENDS) and (block.tag, block.depth) not in places


def _belongs(block: Block, places: set[tuple[str, int]]) -> bool:
    """Whether a line right beside the text may be of it: it stands like it, or has the words of one."""
    if (block.tag, block.depth) in places or is_own(block):
        return True
    return speaks_of_report(block.text) or is_preface(block.text) or opens_report(block.text)
