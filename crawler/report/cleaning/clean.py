"""From the blocks of a body to its clean lines (清洗): what portals put before, after and between is taken off.

Nothing is thrown away silently: lines of metadata come back as labels and values, titles as titles.
"""

from __future__ import annotations

import re

import msgspec

from crawler.platforms.titles import is_report_title
from crawler.records import Block, Finding, Page
from crawler.report.cleaning.body import Extent, prose_weight
from crawler.report.cleaning.boxes import banner_lines, between_parts, set_apart
from crawler.report.cleaning.ending import find_end, is_own
from crawler.report.cleaning.paragraphs import apart_lines, join_numbers, join_wrapped
from crawler.report.cleaning.places import apart
from crawler.report.cleaning.repeats import without_repeats
from crawler.report.forms.flat import regrid
from crawler.report.forms.hidden import in_panels
from crawler.report.portal.boxitems import read_items
from crawler.report.portal.breadcrumb import is_location
from crawler.report.portal.furniture import (
    is_contents,
    is_preface,
    is_stated,
    lets_out,
    opens_report,
    speaks_of_page,
    speaks_of_report,
)
from crawler.report.portal.infobox import document_number_line, is_index_number, led_index_number, read_grid
from crawler.report.portal.labels import bare_label, labelled, value_of, value_then_date
from crawler.report.portal.lines import fold, is_boilerplate, is_edge, is_head, is_item
from crawler.report.text.dates import is_date_line, is_month_line, trailing_date
from crawler.report.text.names import is_agency
from crawler.report.text.outline import number_of

#: A row of an info box whose label is not known: a few characters, a colon, a short value.
_UNKNOWN_LABEL = re.compile(r"[\u4e00-\u9fff/\s]{2,12}[：:][^，。；]{0,30}")
#: A date as portals print it above an article.
_PRINTED_DATE = re.compile(r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
#: How many lines before the first paragraph may be title, agency, date and metadata.
LONGEST_HEAD = 40
#: A line above the text that says where, when and by whom is no longer than this.
LONGEST_LINE = 60
#: An item of a list that a portal's button may look like: 官方微信.
_LONGEST_ITEM = 8
#: So many lines, no longer than this, head the parts of a report that does not number them.
_LEAST_HEADINGS = 3
_LONGEST_HEADING = 16
#: A box above the title has no more than this share of the prose, or a few sentences.
_MOST_ABOVE = 0.15
_LITTLE_ABOVE = 150


class Clean(msgspec.Struct):
    """What is left of a body. ``blocks`` are its lines and tables in order; ``head`` the lines taken off before it
    that may be titles; ``labels`` the ``(label, field, value)`` found on lines of metadata; ``dropped`` the rest, the
    first ``above`` of them from before the body; ``findings`` what could not be put together again.
    """

    blocks: list[Block] = []
    head: list[str] = []
    labels: list[tuple[str, str, str]] = []
    dropped: list[str] = []
    above: int = 0
    findings: list[Finding] = []

    def lines(self) -> list[str]:
        """The text lines, without the tables."""
        return [block.text for block in self.blocks if block.grid < 0]


def clean_body(page: Page, extent: Extent, title: str, *, goes_on: bool = False) -> Clean:
    """The clean lines of the blocks of ``extent``. ``title`` is the page's own title, dropped where repeated.

    ``goes_on``: the page continues a report (分页), so that its text may begin with any sentence.
    """
    clean = Clean()
    between = between_parts(page, extent)
    opened = in_panels(page, extent.start, extent.end)
    shown = (at for at in range(extent.start, extent.end) if not page.blocks[at].hidden or at in opened)
    blocks = [page.blocks[at] for at in shown if at not in between]
    if not blocks:
        blocks = page.blocks[extent.start : extent.end]
    blocks, clean.findings = regrid(page, blocks)
    blocks = join_wrapped(apart_lines(join_numbers(blocks)))
    weights = [prose_weight(block, page, hidden=True) for block in blocks]
    earliest, latest = apart(blocks, weights) if page.format == "html" else (0, len(blocks))
    start = _head(blocks, weights, page, title, clean, goes_on, earliest)
    clean.above = len(clean.dropped)
    others = set_apart(page, blocks, weights, start) if page.format == "html" else []
    if others:
        latest = apart(blocks, weights)[1]
    end = find_end(page, blocks, weights, start, latest)
    for block in [*[page.blocks[at] for at in between], *others, *blocks[end:]]:
        if block.grid < 0:
            clean.dropped.append(block.text)
            clean.labels.extend(labelled(block.text))
        else:
            clean.labels.extend(read_grid(page.grids[block.grid]))
    kept: list[Block] = []
    banners = banner_lines(blocks[start:end])
    listed = False  # a line that ends with a colon introduces a list, whatever its items are
    for position, block in enumerate(blocks[start:end]):
        short = listed and block.grid < 0 and not block.link_chars and len(block.text) <= _LONGEST_ITEM
        listed = short or block.text.endswith(("：", ":"))
        signs = lets_out(block.text) and start + position + 1 < end and is_own(blocks[start + position + 1])
        if block.grid < 0 and not (short or signs) and (position in banners or _is_portals(block)):
            clean.dropped.append(block.text)
        elif block.grid < 0 or any(cell.text for row in page.grids[block.grid].rows for cell in row):
            kept.append(block)
    clean.blocks = without_repeats(kept)
    return clean


def _is_portals(block: Block) -> bool:
    """Whether a line between the paragraphs of a report is none of them."""
    text = block.text
    return is_boilerplate(text) and number_of(text) is None and (block.link_chars > 0 or not is_item(text))


def _head(
    blocks: list[Block], weights: list[int], page: Page, title: str, clean: Clean, goes_on: bool, earliest: int
) -> int:
    """The index of the first line of the body proper; what stands before it goes to ``clean``.

    No sentence before ``earliest`` is the report's.
    """
    folded_title = fold(title)
    titled = _title_at(blocks, weights, folded_title)
    earliest = max(earliest, titled)
    value_at = -1
    found, boxed = read_items(blocks[:LONGEST_HEAD])
    clean.labels.extend(found)
    for index, block in enumerate(blocks[:LONGEST_HEAD]):
        text = block.text
        if index == value_at or index in boxed:
            continue  # the value of the label above, already taken
        if block.grid >= 0:
            pairs = read_grid(page.grids[block.grid])
            if not pairs and index > titled:
                return index
            clean.labels.extend(pairs)  # above the title stands an info box, whatever its labels are
            continue
        pairs = labelled(text)
        if goes_on and not pairs and text[-1:] in "。；" and not is_boilerplate(text):
            return index
        if pairs:
            clean.labels.extend(pairs)
        elif index and _wants_value(blocks[index - 1]) and _value_below(blocks, index - 1):
            label, field, _ = clean.labels.pop()
            clean.labels.append((label, field, value_of(text)))
        elif (bare := bare_label(text)) is not None:
            value = _value_below(blocks, index)
            clean.labels.append((*bare, value_of(value)))
            value_at = index + 1 if value else -1
        elif len(text) >= 6 and any(fold(text) in fold(line) for line in clean.head):
            clean.dropped.append(text)  # the title once more, or its beginning
        elif fold(text) == folded_title or is_title_line(text) or _is_headline(block):
            clean.head.append(text)
        elif "公开" in text and text.endswith("报告") and len(text) <= 40 and not number_of(text):
            clean.head.append(text)  # a title without year and agency
        elif _ends_title(text, clean.head):
            clean.head.append(text)
        elif is_location(text):
            clean.labels.append(("", "location", text))
        elif _is_dated(text):
            clean.labels.append(("日期", "published", text))  # 2016-01-17 某局 阅读 35
        elif (dated := value_then_date(text)) and not any(sign in text for sign in "，。；"):
            clean.labels.append(("日期", "published", dated))
        elif is_edge(text) or is_head(text) or _is_link(block) or _is_box_row(text, clean):
            clean.dropped.append(text)
        elif is_index_number(text) or led_index_number(text):
            clean.labels.append(("索引号", "index_number", led_index_number(text) or text))
        elif speaks_of_page(text) or (index < earliest and is_stated(text)):
            clean.dropped.append(text)
        elif (
            number_of(text) is not None
            or (weights[index] and (page.format != "html" or is_stated(text)))
            or (titled < index and is_preface(text))
            or (is_contents(text) and index + 1 < len(blocks) and number_of(blocks[index + 1].text) is not None)
        ):
            return index
        elif _looks_like_head(blocks, index) or document_number_line([text]) or is_agency(text):
            clean.head.append(text)
        elif index < titled or (
            page.format == "html"
            and not (opens_report(text) or speaks_of_report(text) or _is_one_of_headings(blocks, weights, index))
        ):
            clean.dropped.append(text)  # what the site prints above the title and the text
        else:
            return index
    return min(len(blocks), LONGEST_HEAD)


def _is_one_of_headings(blocks: list[Block], weights: list[int], index: int) -> bool:
    """Whether a short line right above a sentence is set like others that head paragraphs (不编号的标题)."""
    alike = [
        at
        for at in range(index, len(blocks) - 1)
        if len(blocks[at].text) <= _LONGEST_HEADING
        and (blocks[at].tag, blocks[at].depth) == (blocks[index].tag, blocks[index].depth)
        and is_stated(blocks[at + 1].text)
        and blocks[at].grid < 0
        and not (weights[at] or is_stated(blocks[at].text) or is_edge(blocks[at].text) or blocks[at].link_chars)
    ]
    return len(alike) >= _LEAST_HEADINGS and alike[0] == index


def _is_link(block: Block) -> bool:
    """Whether a line is a link of the portal; a report's sentence may be one as well."""
    return block.link_chars * 2 > len(block.text) and not (block.text[-1] == "。" and speaks_of_report(block.text))


def _is_headline(block: Block) -> bool:
    """Whether a line is a heading of the page, and not the report's first one (一、概述)."""
    text = block.text
    return block.heading and len(text) < LONGEST_LINE and number_of(text) is None and not is_preface(text)


def _ends_title(text: str, head: list[str]) -> bool:
    """Whether a line is the last of a title over several: 某某局 / 2021年政府信息公开工作 / 年度报告."""
    if not head or len(text) > 30 or number_of(text) is not None:
        return False
    if any(map(is_title_line, (*head[-2:], "".join(head[-2:])))):  # it has ended
        return False
    return is_title_line(head[-1] + text) or is_title_line("".join(head[-2:]) + text)


def _value_below(blocks: list[Block], index: int) -> str:
    """The line after a bare label where it can be its value, else "" (the next label, a title, a heading)."""
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if following is None or following.grid >= 0 or len(following.text) > 60 or is_stated(following.text):
        return ""
    text = following.text
    other = bare_label(text) or labelled(text) or is_title_line(text) or number_of(text) or is_edge(text)
    return "" if other else text


def _title_at(blocks: list[Block], weights: list[int], title: str) -> int:
    """Where the report's title stands among the lines before its first heading, -1 if nowhere.

    The prose of a box may stand above it: then it is a heading of the page, or the page's own ``title``.
    """
    above, most = 0, max(_MOST_ABOVE * sum(weights), _LITTLE_ABOVE)
    for index, block in enumerate(blocks[:LONGEST_HEAD]):
        if block.grid < 0 and number_of(block.text) is not None:
            break
        if block.grid < 0 and weights[index] and is_stated(block.text):
            above += weights[index]
            if above > most:
                break
        elif is_title_line(block.text) and (not above or block.heading or fold(block.text) == title):
            return index
    return -1


def _is_dated(text: str) -> bool:
    """Whether a short line above the text has a date as portals print it, and something else."""
    if len(text) > LONGEST_LINE or _PRINTED_DATE.search(text) is None or is_date_line(text):
        return False
    if any(sign in text for sign in "，。今"):  # 今天是 2022-03-03 is no day of the page's own
        return False
    return "；" not in text or all("：" in pair or ":" in pair for pair in text.rstrip("；").split("；"))


def _is_box_row(text: str, clean: Clean) -> bool:
    """Whether a line below others of an info box is one more row of it, with a label that is not known."""
    row = len(clean.labels) >= 2 and _UNKNOWN_LABEL.fullmatch(text) is not None
    return row and not is_agency(text.rstrip("：: ")) and not opens_report(text)


def _wants_value(block: Block) -> bool:
    """Whether a line ends with a label and a colon: its value then stands on a line of its own."""
    pairs = labelled(block.text) if block.grid < 0 and block.text[-1:] in "：:" else []
    return bool(pairs) and pairs[-1][1] != "ignored" and not pairs[-1][2]


def is_title_line(text: str) -> bool:
    """Whether a line is a report's title (a date may end it), and not a sentence that speaks of the report."""
    if (dated := trailing_date(text)) is not None:
        text = dated[0]
    return len(text) <= 80 and not any(sign in text for sign in "，。；：,;:") and is_report_title(text)


def _looks_like_head(blocks: list[Block], index: int) -> bool:
    """Whether a short line belongs to the title: an agency, a year, a date; and a title or metadata follows."""
    text = blocks[index].text
    if len(text) > 60 or text[-1:] in "。；：:":
        return False
    if blocks[index].center or is_date_line(text.strip("（）()")) or is_month_line(text):
        return True
    following = [block.text for block in blocks[index + 1 : index + 5]]
    return any(
        is_title_line(line) or labelled(line) or is_date_line(line) or is_month_line(line) or is_title_line(text + line)
        for line in following
    )
