"""Boxes that a portal sets among the paragraphs of a report (框), and other articles below it, told by their setting.

A box stands deeper in the page than the text around it and begins with a caption; another article begins with a
heading like the report's own title.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise
from operator import attrgetter

from crawler.platforms.titles import is_report_title
from crawler.records import Block, Page, Zone
from crawler.report.cleaning.body import Extent
from crawler.report.cleaning.ending import is_own
from crawler.report.portal.furniture import (
    closes_report,
    is_preface,
    is_stated,
    opens_report,
    speaks_of_page,
    speaks_of_report,
)
from crawler.report.text.outline import number_of

#: Text that holds this share of the prose stands where the report's does, and not in a box.
_LEAST_SHARE = 0.1
#: A report is parted into no more containers than this; where there are more, each paragraph has one.
_MOST_PARTS = 4
#: A portal puts no more links than this between the paragraphs; where there are more, the report is made of links.
_MOST_BANNERS = 2
#: What an address or a file name has in it.
_ADDRESS = re.compile(r"[A-Za-z0-9][.:@]")
_SENTENCE_ENDS = ("。", "；", "：", ":")
#: A portal sets no more boxes than this among the paragraphs.
_MOST_BOXES = 3
#: A caption is no longer than this.
_LONGEST_CAPTION = 16


_START = attrgetter("start")


def between_parts(page: Page, extent: Extent) -> list[int]:
    """Which blocks of ``page`` stand between containers of one class that hold the report together (正文分栏)."""
    alike: dict[tuple[str, int], list[Zone]] = {}
    for zone in page.zones:
        if zone.hint and extent.start <= zone.start and zone.end <= extent.end:
            alike.setdefault((zone.hint, zone.depth), []).append(zone)
    whole = max((zone.chars for zone in page.zones if (zone.start, zone.end) == (extent.start, extent.end)), default=0)
    for parts in alike.values():
        if not 1 < len(parts) <= _MOST_PARTS or 2 * sum(zone.chars for zone in parts) < whole:
            continue
        parts.sort(key=_START)
        between = [at for one, other in pairwise(parts) for at in range(one.end, other.start)]
        if between and all(_is_of_portal(page.blocks[at]) for at in between):
            return between
    return []


def _is_of_portal(block: Block) -> bool:
    own = block.grid >= 0 or number_of(block.text) is not None or is_own(block)
    return not (own or speaks_of_report(block.text))


def set_apart(page: Page, blocks: list[Block], weights: list[int], start: int) -> list[Block]:
    """Takes boxes and other articles off a report that begins at ``start``, and off its prose, and returns them."""
    end = _other_article(page, blocks, weights, start)
    others = [*sorted(_boxes(blocks, weights, start, end)), *range(end, len(blocks))]
    taken = [blocks[index] for index in others]
    for index in reversed(others):
        del blocks[index], weights[index]
    return taken


def _boxes(blocks: list[Block], weights: list[int], start: int, end: int) -> set[int]:
    """Which of the blocks from ``start`` to ``end`` stand in boxes."""
    depths: Counter[int] = Counter()
    for index in range(start, end):
        if weights[index] and blocks[index].grid < 0:
            depths[blocks[index].depth] += weights[index]
    least = _LEAST_SHARE * depths.total()
    deepest = max((depth for depth, weight in depths.items() if weight >= least), default=None)
    if deepest is None:  # no text, or each line of it at a depth of its own: there is none to stand deeper than
        return set()
    deeper = [index for index in range(start, end) if blocks[index].depth > deepest and blocks[index].grid < 0]
    found: list[list[int]] = []
    for _, pairs in groupby(enumerate(deeper), lambda pair: pair[1] - pair[0]):
        run = [index for _, index in pairs]
        if _is_box([blocks[index] for index in run]):
            found.append(run)
    # What is set in the same way again and again is the report's own way of setting its lists.
    return {index for run in found for index in run} if len(found) <= _MOST_BOXES else set()


def _is_box(run: list[Block]) -> bool:
    """Whether lines that stand deeper than the text are a caption and what it is of, and none of them the report's."""
    caption = run[0]
    if len(run) < 2 or not _is_caption(caption):
        return False
    if any(is_own(block) or number_of(block.text) is not None for block in run):
        return False
    return _is_heading(caption) or not any(speaks_of_report(block.text) for block in run)


def _is_caption(block: Block) -> bool:
    text = block.text
    if len(text) > _LONGEST_CAPTION or is_stated(text) or number_of(text) is not None:
        return False
    return not (opens_report(text) or is_preface(text) or closes_report(text) or is_own(block))


def _is_heading(block: Block) -> bool:
    return block.heading or block.tag in ("h5", "h6")


def _other_article(page: Page, blocks: list[Block], weights: list[int], start: int) -> int:
    """Which of a report's ``blocks`` is a heading that is set like its title and begins another article below it.

    The number of ``blocks`` where there is none. A heading that has the smaller part of the text above it, or a
    numbered one below it, is one of the report's own.
    """
    headings = [index for index in range(start, len(blocks)) if blocks[index].heading]
    if not headings:
        return len(blocks)
    title = next((block for block in page.blocks if block.heading and is_report_title(block.text)), None)
    if title is None:
        return len(blocks)
    set_alike = [
        index
        for index in headings
        if (blocks[index].tag, blocks[index].depth) == (title.tag, title.depth)
        and blocks[index].text != title.text
        and number_of(blocks[index].text) is None
    ]
    if not set_alike or opens_report(blocks[set_alike[0]].text):
        return len(blocks)
    first = set_alike[0]
    below = any(number_of(block.text) is not None for block in blocks[first:])
    return len(blocks) if below or 2 * sum(weights[:first]) < sum(weights) else first


def banner_lines(blocks: list[Block]) -> list[int]:
    """Which lines of a report are banners of the portal; none where there are many, as the report has links then."""
    found = [index for index, block in enumerate(blocks) if block.link_chars and _is_banner(block)]
    return found if len(found) <= _MOST_BANNERS else []


def _is_banner(block: Block) -> bool:
    """Whether a line between the paragraphs is one link and no sentence, heading or address: 某某专栏."""
    text = block.text
    if block.link_chars * 2 <= len(text) or number_of(text) is not None or text.endswith(_SENTENCE_ENDS):
        return False
    return speaks_of_page(text) or not (is_stated(text) or _ADDRESS.search(text) or text.startswith("附"))
