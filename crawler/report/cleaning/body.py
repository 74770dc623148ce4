"""Finds where in a page the body of the report is (正文).

First the containers that CMS families give the body (``data/containers.toml``) and any other container are scored by
how much of the page's prose they hold and how little else; where no container holds most of it, the run of
prose itself is the body.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from crawler.records import Block, Page, Zone
from crawler.report.cleaning.ending import is_own
from crawler.report.portal.furniture import speaks_of_page, speaks_of_report
from crawler.report.portal.labels import labelled
from crawler.report.portal.lines import is_boilerplate, is_item
from crawler.report.text.outline import number_of

#: Less prose than this is no body.
LEAST_PROSE = 60
#: A table weighs no more than so many characters.
_MOST_OF_GRID = 2000
_PUNCTUATION = re.compile("[，。；：、,;]")
_NAMED_BONUS = 0.12
#: So much of a page's prose may be a sidebar's: a container that holds all the rest holds the whole body.
_SIDE_SHARE = 0.05
_NOISE_COST = 0.6
#: So many short lines before and behind a run of prose may be of it.
_LONGEST_OPENING = 3
_LONGEST_CLOSE = 12
#: So many lines of the portal may stand between two containers of one report.
_MOST_BETWEEN = 2
#: A page with less prose than this may be a report of short lines, under so many headings (一、).
_LITTLE_PROSE = 400
_LEAST_HEADINGS = 3
#: A container with less of the page's prose than this is not the body.
LEAST_COVERAGE = 0.75


class Extent(NamedTuple):
    """Blocks ``start`` to ``end`` (exclusive) of a page; ``how`` says what they were found by."""

    start: int
    end: int
    how: str
    prose: int


def prose_weight(block: Block, page: Page, hidden: bool = False) -> int:
    """How many characters of a block are prose, a heading or a table of figures; 0 for what portals add."""
    if block.hidden and not hidden:
        return 0
    if block.grid >= 0:
        return _grid_weight(page, block.grid)
    text = block.text
    length = len(text)
    if block.link_chars * 2 > length:
        return 0
    if length < 12:
        return length if number_of(text) else 0
    if length <= 240 and (labelled(text) or is_boilerplate(text)):
        return 0
    if length >= 24 and _PUNCTUATION.search(text):
        return 0 if speaks_of_page(text) else length
    return length if number_of(text) else 0


def _grid_weight(page: Page, index: int) -> int:
    rows = page.grids[index].rows
    if _is_calendar([cell.text for cell in rows[0]]):
        return 0
    if len(rows) <= 6:
        figures = [cell for row in rows for cell in row if cell.text.strip().replace(".", "", 1).isdigit()]
        if len(figures) < 2:
            return 0
    return min(len("".join([cell.text for row in rows for cell in row])), _MOST_OF_GRID)


def _is_calendar(head: list[str]) -> bool:
    """Whether the first row of a table names the days of a week."""
    return len(head) == 7 and {text[-1:] for text in head} == set("日一二三四五六")


def find_body(page: Page) -> Extent:
    """The extent of the body; an empty one where the page has no prose to speak of."""
    # Most lines of a page are links: what they weigh is known without asking.
    weights = [0 if 2 * block.link_chars > len(block.text) else prose_weight(block, page) for block in page.blocks]
    total = sum(weights)
    if total < _LITTLE_PROSE and (short := _short_prose(page.blocks, weights)):
        weights = short
        total = sum(weights)
    if total < LEAST_PROSE:
        # Some viewers keep the text of the report hidden beside a picture of it.
        weights = [prose_weight(block, page, hidden=True) for block in page.blocks]
        total = sum(weights)
        if total < LEAST_PROSE:
            return Extent(0, 0, "none", total)
    if page.format != "html":
        return Extent(0, len(page.blocks), "whole", total)
    sums = list(accumulate(weights, initial=0))
    best: tuple[float, int, Zone] | None = None
    for zone in page.zones:
        inside = sums[zone.end] - sums[zone.start]
        if inside < LEAST_COVERAGE * total:
            continue
        size = max(zone.chars, inside, 1)
        covered = min(1.0, inside / (total * (1 - _SIDE_SHARE)))
        score = covered - _NOISE_COST * (size - inside) / size + (_NAMED_BONUS if zone.name else 0.0)
        if best is None or (score, -(zone.end - zone.start)) > (best[0], best[1]):
            best = (score, -(zone.end - zone.start), zone)
    if best is not None:
        zone = best[2]
        start, end = _with_neighbours(page.blocks, weights, zone)
        return Extent(start, end, zone.name or "container", total)
    first = next(i for i, weight in enumerate(weights) if weight)
    last = max(i for i, weight in enumerate(weights) if weight)
    return Extent(_with_opening(page.blocks, first), _with_signature(page.blocks, last + 1), "prose", total)


def _short_prose(blocks: list[Block], weights: list[int]) -> list[int]:
    """The prose of a short report: brief sentences of what reports speak of, and all lines under numbered headings.

    [] where the page has none of these.
    """
    own = [
        len(block.text) if not weight and _is_brief_prose(block) else weight
        for block, weight in zip(blocks, weights, strict=True)
    ]
    headings = [
        index
        for index, (block, weight) in enumerate(zip(blocks, weights, strict=True))
        if weight and block.grid < 0 and (numbered := number_of(block.text)) is not None and numbered[0] == 1
    ]
    if len(headings) < _LEAST_HEADINGS:
        return own if own != weights else []
    first, last = headings[0], headings[-1]
    places = {(block.tag, block.depth) for block in blocks[first:last]}
    for index in range(first, min(last + 1 + _LONGEST_CLOSE, len(blocks))):
        block = blocks[index]
        if index > last and not ((block.tag, block.depth) in places and _is_plain(block)):
            break
        if block.grid < 0 and not block.link_chars and not block.hidden:
            own[index] = max(own[index], len(block.text))
    return own


def _is_brief_prose(block: Block) -> bool:
    if block.grid >= 0 or block.hidden or not speaks_of_report(block.text):
        return False
    return _is_plain(block) and not labelled(block.text)


def _with_neighbours(blocks: list[Block], weights: list[int], zone: Zone) -> tuple[int, int]:
    """A container's blocks with the lines, tables and signature right beside it, as where a page ends in another.

    A container that is known by its name is the body as it is.
    """
    start, end = zone.start, zone.end
    if zone.name:
        return start, end
    places = {
        (block.tag, block.depth) for block, weight in zip(blocks[start:end], weights[start:end], strict=True) if weight
    }
    while start:
        if _is_prose(blocks, weights, start - 1) or _stands_in(blocks[start - 1], places):
            start -= 1
        elif (above := _beyond(blocks, weights, places, range(start - 1, start - 2 - _MOST_BETWEEN, -1))) >= 0:
            start = above
        else:
            break
    while end < len(blocks):
        if _is_reports(blocks, weights, end) or _is_reports(blocks, weights, end + 1, end):
            end += 1
        elif number_of(blocks[end - 1].text) is not None and _stands_in(blocks[end], places):
            end = _with_signature(blocks, end)  # the text of the last heading has no prose to show
        elif ((below := _beyond(blocks, weights, places, range(end, end + 1 + _MOST_BETWEEN))) >= 0) and number_of(
            blocks[below].text
        ) is not None:
            end = below + 1
        else:
            break
    return start, end


def _is_prose(blocks: list[Block], weights: list[int], index: int) -> bool:
    """Whether a line beside a container is a paragraph or heading of a report, not of what reports never speak of."""
    block = blocks[index]
    if not weights[index] or block.grid >= 0:
        return False
    return number_of(block.text) is not None or speaks_of_report(block.text)


def _stands_in(block: Block, places: set[tuple[str, int]]) -> bool:
    """Whether a short line beside a container stands like the prose in it."""
    return (block.tag, block.depth) in places and _is_plain(block)


def _beyond(blocks: list[Block], weights: list[int], places: set[tuple[str, int]], indexes: range) -> int:
    """The first paragraph behind a few lines of the portal that part two containers of one report, -1 for none."""
    for index in indexes:
        if not 0 <= index < len(blocks) or blocks[index].grid >= 0 or labelled(blocks[index].text):
            return -1
        if weights[index] and (blocks[index].tag, blocks[index].depth) in places:
            return index
    return -1


def _is_reports(blocks: list[Block], weights: list[int], index: int, table: int = -1) -> bool:
    """Whether a block behind a container is prose or of a signature; with ``table``, that one of figures before it."""
    if index >= len(blocks) or (table >= 0 and blocks[table].grid < 0):
        return False
    if blocks[index].grid >= 0:
        return weights[index] > 0
    return _is_prose(blocks, weights, index) or is_own(blocks[index])


def _with_signature(blocks: list[Block], end: int) -> int:
    """The end of a run of prose, past the short lines of a signature that may follow it."""
    stop = min(end + _LONGEST_CLOSE, len(blocks))
    while end < stop and _is_plain(blocks[end]):
        end += 1
    return end


def _with_opening(blocks: list[Block], start: int) -> int:
    """The beginning of a run of prose, from the short lines on that may open it: all those that stand like it."""
    near, place = start - _LONGEST_OPENING, (blocks[start].tag, blocks[start].depth)
    while start and _is_plain(above := blocks[start - 1]) and not labelled(above.text):
        if start <= near and (above.tag, above.depth) != place:
            break
        start -= 1
    return start


def _is_plain(block: Block) -> bool:
    """Whether a line beside a run of prose may be of it: short, no link, nothing that only portals print."""
    if block.grid >= 0 or block.link_chars or len(block.text) > 60:
        return False
    return is_item(block.text) or not is_boilerplate(block.text)
