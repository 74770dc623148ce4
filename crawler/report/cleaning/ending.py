"""Where a report ends (文末): behind its last paragraph, its signature and its annex, before what the portal adds."""

from __future__ import annotations

import re

from crawler.records import Block, Page
from crawler.report.portal.furniture import (
    closes_report,
    introduces,
    is_stated,
    may_be_item,
    names_contact,
    speaks_of_page,
    speaks_of_report,
)
from crawler.report.portal.infobox import read_grid
from crawler.report.portal.labels import labelled
from crawler.report.portal.lines import ends_report, is_edge, is_own_label
from crawler.report.text.dates import is_date_line, is_month_line
from crawler.report.text.names import is_agency
from crawler.report.text.outline import number_of

#: The date of a signature.
_SIGNED = re.compile(r"(?P<name>[^\d:：]{0,24}?)[\d二〇○O零一三四五六七八九]{4}\s*年.{1,3}月.{1,4}日?")
_STROKES = re.compile(r"\s*20\d\d[-/]")
#: The share of the prose that may stand after a line that ends reports, for it to end this one.
_AFTER_END = 0.08
#: So much prose is a little, however short the report is.
_LITTLE = 150
#: Only a report with less prose than this may be one of short lines.
_LITTLE_PROSE = 400
#: The beginning of a list is looked for in so many lines above.
_LONGEST_LIST = 10
#: The caption of an annex names it: 附件：…, 附1、….
_ANNEX = re.compile(r"附(?:件|表|图|录)?\s*(?:[\d一二三四五六七八九十]+\s*[：:、.．)）]?|[：:])\s*\S{2}")
_EXTENSION = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|ofd|et|zip|rar|jpe?g|png)(?![a-z])", re.IGNORECASE)
#: What the caption of a file holds: its ending, a button, a bracket around its name.
_FILE = re.compile(r"\.[A-Za-z]{2,4}(?![A-Za-z])|下载|预览|列表|[|｜【】\[\]]|^附件?[：:]?$")
#: A row of a table: words without a colon, then a figure.
_ROW = re.compile(r"(?:[^：:，。]*[\s\u3000])?\d{1,8}(?:\.\d+)?\s*(?:条|件|次|人次?|人|个|份|篇|万?元|%)?")
_LEAST_ROWS = 3
#: So many lines of words may stand between two rows: 附表 / 指标 单位 数量.
_MOST_WORDS = 2
#: A name alone is a signature where the title or the first lines of the report have its beginning.
_SHORTEST_NAME = 3
_OPENING = 3
#: An item of a list has no gap in it; the words under a heading (未开展此项工作) are more than a button's.
_LONGEST_ITEM = 30
_LEAST_UNDER_HEADING = 6
#: What no agency's name holds.
_MARKS = re.compile(r"[|｜>\[\]【】]")
#: What ends a sentence.
_SENTENCE_ENDS = ("。", "；", "！")
#: What an agency's name may end with in a signature.
_SEAL = re.compile(r"\s*[（(](?:盖章|公章|章|印章)[）)]$")
#: So many lines of the portal part what follows them from the report.
_SEVERAL = 2
#: How many lines before a report's last one its signature may stand, with an annex behind it.
_REACH_OF_SIGNATURE = 4
#: A line of a signature or the caption of an annex is no longer than this.
LONGEST_OWN = 60


def find_end(page: Page, blocks: list[Block], weights: list[int], start: int, latest: int) -> int:
    """The index after the last of a page's ``blocks`` that is of the report; it begins at ``start``.

    ``weights`` are the blocks' prose; none of it from ``latest`` on shows by itself that it is the report's.
    """
    return _after_last(page, blocks[: _before_tail(blocks, weights, start)], weights, start, latest)


def is_own(block: Block) -> bool:
    """Whether a line without prose is nevertheless a report's: of its signature or its annex."""
    text = block.text
    if block.grid >= 0:
        return True
    if block.link_chars or len(text) > LONGEST_OWN:
        return False
    return _is_named(block) or _is_signed(block) or _is_annex(text)


def _is_annex(text: str) -> bool:
    """Whether a line is the caption of an annex (附件：1.统计表), and not of a file to be fetched."""
    return text[:1] == "附" and _ANNEX.match(text) is not None and _FILE.search(text) is None and not is_edge(text)


def _is_named(block: Block) -> bool:
    """Whether a line is the name of the agency that signs, or of several."""
    text = _SEAL.sub("", block.text)
    if block.grid >= 0 or _MARKS.search(text) or not is_agency(text):
        return False
    names = text.split()
    return len(names) < 2 or max(map(len, names)) == 1 or all(map(is_agency, names))


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


def _after_last(page: Page, blocks: list[Block], weights: list[int], start: int, latest: int) -> int:
    """The index after a report's last own line.

    A paragraph, a table, a signature and an annex are a report's own. What stands behind them is so only until the
    first line that does not show it: a sentence, a contact, an item of a list, a closing.
    """
    last = _last_shown(page, blocks[:latest], weights, start)
    signed = any(_is_signed(block) for block in blocks[max(start, last - _REACH_OF_SIGNATURE) : last])
    places = {(block.tag, block.depth) for block in blocks[start:last]}
    # A line that ends with a colon introduces a list; the line under a numbered heading is its text.
    listed = last > start and (
        blocks[last - 1].text.endswith(("：", ":")) or (sum(weights) < _LITTLE_PROSE and _is_terse(blocks[start:last]))
    )
    headed = last if last > start and _is_heading(blocks[last - 1]) else -1
    index = last
    while index < len(blocks):
        block = blocks[index]
        text = block.text
        under = index == headed and text.endswith(_SENTENCE_ENDS)
        portals = block.grid >= 0 or block.link_chars * 2 > len(text) or (speaks_of_page(text) and not under)
        placed = (block.tag, block.depth) in places or block.tag == "br" or closes_lines(block, blocks[index - 1])
        if not portals and (
            closes_report(text)
            or _is_annex(text)
            or (not signed and _signs(page, blocks, start, index))
            or (not signed and placed and is_date_line(text))
        ):
            signed, listed = signed or _is_signed(block), False
        elif not portals and placed and names_contact(text):
            listed = False
        elif portals or (is_edge(text) and not (listed and may_be_item(text))):
            return index
        elif labelled(text) and not text.endswith(_SENTENCE_ENDS):
            if not (placed and _is_contact(labelled(text))):
                return index
        elif not signed and text.endswith(_SENTENCE_ENDS) and (index < latest or speaks_of_report(text)):
            listed = False
        elif not signed and placed and introduces(text):
            listed = True
        elif signed or not placed or (page.format == "html" and not _is_item(text, listed, index == headed)):
            behind = _past_rows(blocks, index)
            if behind == index:
                return index
            index = behind
            continue
        index += 1
    return len(blocks)


def _is_terse(blocks: list[Block]) -> bool:
    """Whether most lines of a report are no sentences, so that its last ones need not be."""
    lines = [block.text for block in blocks if block.grid < 0 and number_of(block.text) is None]
    return 2 * sum(map(is_stated, lines)) < len(lines)


def _is_item(text: str, listed: bool, headed: bool) -> bool:
    """Whether a line that shows nothing may be an item of a list, or the few words under a heading."""
    if " " in text or len(text) > _LONGEST_ITEM:
        return False
    return listed or (headed and len(text) >= _LEAST_UNDER_HEADING and "：" not in text and ":" not in text)


def _signs(page: Page, blocks: list[Block], start: int, index: int) -> bool:
    """Whether a line right behind the report is of its signature: a date, or a name that its beginning knows."""
    block = blocks[index]
    if not is_own(block) or not _is_named(block) or _is_signature(blocks, index):
        return is_own(block)
    named = page.title + "".join([above.text for above in blocks[: start + _OPENING]])
    return block.text[:_SHORTEST_NAME] in named


def _past_rows(blocks: list[Block], start: int) -> int:
    """The index after the rows of a table that stands as text (收到申请数 件 64), or ``start`` where there are none."""
    end, rows, others = start, 0, 0
    for index in range(start, len(blocks)):
        block = blocks[index]
        text = block.text
        if block.grid >= 0 or block.link_chars or len(text) > LONGEST_OWN or speaks_of_page(text):
            break
        if _ROW.fullmatch(text):
            end, rows, others = index + 1, rows + 1, 0
        elif others < _MOST_WORDS and not is_edge(text) and not labelled(text):
            others += 1  # a caption, a head, a label whose figure is the next line
        else:
            break
    return end if rows >= _LEAST_ROWS else start


def _last_shown(page: Page, blocks: list[Block], weights: list[int], start: int) -> int:
    """The index after the last block that shows that it is the report's.

    A little prose behind several lines of the portal is the portal's as well.
    """
    last, after, portal = len(blocks), 0, 0
    total = sum(weights[start:])
    end = start
    for index in range(last - 1, start - 1, -1):
        block = blocks[index]
        if _shows(page, blocks, weights, index):
            if end > start and portal < _SEVERAL:
                return end
            end, portal = index + 1, 0
            after += weights[index]
            if block.grid >= 0 or after > max(_AFTER_END * total, _LITTLE) or number_of(block.text) is not None:
                return end
        elif block.grid >= 0 or block.link_chars or is_edge(block.text) or speaks_of_page(block.text):
            portal += 1
    return end


def _shows(page: Page, blocks: list[Block], weights: list[int], index: int) -> bool:
    """Whether a block shows by itself that it is the report's."""
    block = blocks[index]
    text = block.text
    if block.grid >= 0:
        grid = page.grids[block.grid]
        return not (read_grid(grid) or all(is_edge(cell.text) for row in grid.rows[:2] for cell in row if cell.text))
    if len(text) <= LONGEST_OWN and _is_signature(blocks, index):
        return True
    if block.link_chars or is_edge(text) or _EXTENSION.search(text):
        return False
    if speaks_of_page(text) and not _goes_on(blocks, index):
        return False
    if not weights[index]:
        return text.endswith(_SENTENCE_ENDS) and not labelled(text) and speaks_of_report(text)
    return number_of(text) is not None or is_stated(text)


def _goes_on(blocks: list[Block], index: int) -> bool:
    """Whether a line is the next item of a list that does not begin with words of the page."""
    for at in range(index, max(index - _LONGEST_LIST, 0), -1):
        numbered, above = number_of(blocks[at].text), number_of(blocks[at - 1].text)
        if numbered is None or above is None or above[0] != numbered[0]:
            return False
        if not speaks_of_page(blocks[at - 1].text):
            return True
    return False


def _is_signature(blocks: list[Block], index: int) -> bool:
    """Whether a line is a name with its date below it, or that date."""
    if _is_dated(blocks, index):
        return True
    return _is_named(blocks[index]) and (_is_dated(blocks, index + 1) or _is_dated(blocks, index + 2))


def _is_dated(blocks: list[Block], index: int) -> bool:
    """Whether a line is the date of a signature: below an agency's name, or behind it."""
    if index >= len(blocks) or index == 0 or blocks[index].grid >= 0:
        return False
    found = _SIGNED.fullmatch(blocks[index].text)
    named = found is not None and found["name"].strip() != "" and is_agency(found["name"])
    return named or (_is_named(blocks[index - 1]) and (is_date_line(blocks[index].text) or _is_signed(blocks[index])))


def _is_heading(block: Block) -> bool:
    """Whether a line is a numbered heading whose text is the next line: 六、其他事项 / 无."""
    return number_of(block.text) is not None and not is_stated(block.text)


def closes_lines(block: Block, above: Block) -> bool:
    """Whether a line is the last of lines parted by ``<br>``: it has the tag of the element they stand in."""
    return above.tag == "br" and block.depth == above.depth - 1


def _is_signed(block: Block) -> bool:
    text = block.text
    if block.grid >= 0 or len(text) > LONGEST_OWN:
        return False
    if _is_day(text) or _SIGNED.fullmatch(text) is not None:
        return True
    name, _, day = text.rpartition(" ")
    return _is_day(day) and is_agency(name)


def _is_day(text: str) -> bool:
    """Whether a text is a day or month as signatures print it; lists of other news print theirs with strokes."""
    return is_month_line(text) or (is_date_line(text) and not _STROKES.match(text))


def _is_contact(pairs: list[tuple[str, str, str]]) -> bool:
    """Whether a line of labels is one that reports print themselves: 联系电话, 附件."""
    return bool(pairs) and all(is_own_label(label) and value for label, _, value in pairs)
