"""Where a report ends (文末): behind its last paragraph, its signature and its annex, before what the portal adds."""

from __future__ import annotations

import re

from crawler.records import Block
from crawler.report.dates import is_date_line
from crawler.report.labels import labelled
from crawler.report.lines import ends_report, is_edge, is_own_label
from crawler.report.names import is_agency
from crawler.report.outline import number_of

#: The date of a signature; lists of other news print theirs with strokes.
_SIGNED = re.compile(r"\D{0,24}[\d二〇○O零一三四五六七八九]{4}\s*年.{1,3}月.{1,4}日?")
#: The share of the prose that may stand after a line that ends reports, for it to end this one.
_AFTER_END = 0.08
#: What may follow a signature: （此件公开发布）, （联系电话：…）.
_ASIDE = ("（", "(")
#: How many lines before a report's last one its signature may stand, with an annex behind it.
_REACH_OF_SIGNATURE = 4
#: A line of a signature or the caption of an annex is no longer than this.
LONGEST_OWN = 60


def find_end(blocks: list[Block], weights: list[int], start: int) -> int:
    """The index after the last line of a report that begins at ``start``; ``weights`` are the blocks' prose."""
    end = _after_last(blocks[: _before_tail(blocks, weights, start)], weights, start)
    while end > start:
        block = blocks[end - 1]
        if block.grid >= 0 or not block.text:
            break
        pairs = labelled(block.text)
        if not block.link_chars and (_is_contact(pairs) or is_own(block)):
            break
        if not (pairs or is_edge(block.text) or block.link_chars * 3 > len(block.text) * 2):
            break
        end -= 1
    return end


def is_own(block: Block) -> bool:
    """Whether a line without prose is nevertheless a report's: of its signature or its annex."""
    text = block.text
    if block.grid >= 0:
        return True
    if block.link_chars or len(text) > LONGEST_OWN:
        return False
    return _is_signed(block) or is_agency(text) or (text[:1] == "附" and not is_edge(text))


def _before_tail(blocks: list[Block], weights: list[int], start: int) -> int:
    """The index of a line that stands only behind reports, with next to no prose after it; else the end."""
    total = left = sum(weights[start:])
    for index in range(start, len(blocks)):
        block = blocks[index]
        left -= weights[index]
        if block.grid < 0 and left <= _AFTER_END * total and ends_report(block.text) and index > start:
            following = [b for b in blocks[index + 1 :] if b.grid < 0 and not b.link_chars]
            if not any(number_of(b.text) or _SIGNED.fullmatch(b.text) for b in following):
                return index
    return len(blocks)


def _after_last(blocks: list[Block], weights: list[int], start: int) -> int:
    """The index after a report's last own line.

    A paragraph, a table, a signature and an annex are a report's own. A short line behind them is so only until the
    first that is known for the portal's, or stands in an element unlike the report's, or follows its signature.
    """
    last = len(blocks)
    while last > start and not (weights[last - 1] or is_own(blocks[last - 1])):
        last -= 1
    signed = any(_is_signed(block) for block in blocks[max(start, last - _REACH_OF_SIGNATURE) : last])
    places = {(block.tag, block.depth) for block in blocks[start:last]}
    for index in range(last, len(blocks)):
        block = blocks[index]
        text = block.text
        placed = (block.tag, block.depth) in places or _closes_lines(block, blocks[index - 1])
        if block.link_chars * 2 > len(text) or is_edge(text) or not placed:
            return index
        pairs = labelled(text)
        if (pairs and not _is_contact(pairs)) or (signed and not (pairs or text[:1] in _ASIDE)):
            return index
    return len(blocks)


def _closes_lines(block: Block, above: Block) -> bool:
    """Whether a sentence is the last of lines parted by ``<br>``: it has the tag of the element they stand in."""
    return above.tag == "br" and block.depth == above.depth - 1 and block.text.endswith(("。", "；", "！"))


def _is_signed(block: Block) -> bool:
    return block.grid < 0 and (is_date_line(block.text) or _SIGNED.fullmatch(block.text) is not None)


def _is_contact(pairs: list[tuple[str, str, str]]) -> bool:
    """Whether a line of labels is one that reports print themselves: 联系电话, 附件."""
    return bool(pairs) and all(is_own_label(label) and value for label, _, value in pairs)
