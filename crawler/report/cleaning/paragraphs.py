"""Paragraphs as they were (段落): run-in lines are taken apart, lines that a converter wrapped are joined."""

from __future__ import annotations

import re

from msgspec.structs import replace

from crawler.platforms.titles import is_report_title
from crawler.records import Block
from crawler.report.portal.breadcrumb import is_location
from crawler.report.portal.furniture import is_run
from crawler.report.portal.labels import labelled
from crawler.report.text.outline import number_of

#: Lines of wrapped text are about equally long: the next one is not longer by more characters than this.
_RAGGED = 8
#: A line longer than this that holds several section numbers is a whole report run into one line.
RUN_IN = 260
#: A section number alone is no longer than this: 第十二部分.
_LONGEST_NUMBER = 6

_TOP = r"(?:[一二三四五六七八九十]{1,3} ?[、．.]|第[一二三四五六七八九十]{1,2}部分)"
_SUB = r"[（(][一二三四五六七八九十]{1,3}[）)]"
_NUMBER = rf"(?:{_TOP}|{_SUB}|\d{{1,2}}[、．.](?!\d)|[（(]\d{{1,2}}[）)])"
_HEADINGS = re.compile(rf"(?:^|[\s\u3000。；！？：:”）)])(?:{_TOP}|{_SUB})")
_BREAKS = re.compile(
    rf"[ \u3000]+(?={_TOP})"  # 一、… after any gap
    rf"|(?<=[。；！？：:”）)])[ \u3000]*(?={_SUB}|{_TOP})"  # (一)… after a sentence, with or without a gap
    rf"|[ \u3000]+(?={_NUMBER})"
    r"|(?<=[。！？])[ \u3000]+"  # a gap after a sentence was a line break
)
_AFTER_HEADING = re.compile(
    rf"^(?:{_TOP}|{_SUB}|\d{{1,2}}[、．.](?!\d))[ \u3000]*[^。；：:，,！？ \u3000]{{2,36}}"
    r"(?P<gap>[ \u3000]+)(?=[^\s，。；：、！？,;:.)）])"
)
_RUN_IN_TITLE = re.compile(r"^(?P<title>[^，。；：,;:]{4,60}?(?:年度报告|年报|工作报告))[ \u3000]+(?=\S{10})")
#: A line of labels and values, whatever the labels are: 填报人：何某 审核人：田某.
_LABELS = re.compile(r"[^：:，。；]{1,20}[：:][^：:，。；]*[：:][^，。；]*")
_CLOSED = re.compile(r"[。！？；：:.;!?”\"）)】》]$")
_GAP_BEFORE_NUMBER = re.compile(rf"\u3000(?={_NUMBER})")


def apart_lines(blocks: list[Block]) -> list[Block]:
    """The blocks with each line taken apart into its paragraphs."""
    out: list[Block] = []
    for block in blocks:
        if block.grid >= 0:
            out.append(block)
            continue
        for text in take_apart(block.text):
            links = block.link_chars if text == block.text else 0
            out.append(
                Block(text.replace("\u3000", " "), block.tag, block.depth, links, -1, block.heading, block.center)
                if not labelled(text)
                else Block(text, block.tag, block.depth, links)
            )
    return out


def take_apart(text: str) -> list[str]:
    """The paragraphs of a line: several where a report, or its sections, were run into one line."""
    titled = _RUN_IN_TITLE.match(text)
    if titled and is_report_title(titled["title"]):
        return [titled["title"], *take_apart(text[titled.end() :])]
    pieces = [text]
    if "\u3000" in text:
        pieces = [
            piece
            for part in pieces
            for piece in re.split(rf"(?<=[。！？；：:])\u3000|{_GAP_BEFORE_NUMBER.pattern}", part)
        ]
    lines: list[str] = []
    for piece in pieces:
        if len(piece) > RUN_IN and len(_HEADINGS.findall(piece)) >= 2:
            for part in _BREAKS.split(piece):
                lines.extend(_heading_apart(part))
        else:
            lines.extend(_heading_apart(piece))
    return [line for line in (line.strip(" \u3000") for line in lines) if line]


def _heading_apart(text: str) -> list[str]:
    """A heading that a gap parts from its text (``一、概述 2016年…``) and the text."""
    found = _AFTER_HEADING.match(text)
    if found and len(text) >= found.end() + 8:
        return [text[: found.start("gap")], text[found.end() :]]
    return [text]


def join_numbers(blocks: list[Block]) -> list[Block]:
    """The blocks with a number that stands in a paragraph of its own (一、) put before the heading that follows it."""
    if not any(len(block.text) <= _LONGEST_NUMBER and _is_number(block) for block in blocks):
        return blocks
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            last is not None
            and len(last.text) <= _LONGEST_NUMBER
            and _is_number(last)
            and block.grid < 0
            and number_of(block.text) is None
        ):
            out[-1] = replace(block, text=last.text + block.text)
        else:
            out.append(block)
    return out


def _is_number(block: Block) -> bool:
    """Whether a block is a section number and nothing else."""
    numbered = number_of(block.text) if block.grid < 0 else None
    return numbered is not None and not numbered[2] and not block.text.isdigit()


def join_wrapped(blocks: list[Block]) -> list[Block]:
    """The blocks with lines joined that ``<br>`` cut in mid-sentence, as converters of fixed-width text do.

    Only a run of lines that are all about equally long is taken for wrapped text; a short line, a numbered line
    and a line that ends a sentence stay as they are.
    """
    if sum(block.tag == "br" for block in blocks) < 4:
        return blocks
    out: list[Block] = []
    width = 0  # of the last line as it was printed
    for block in blocks:
        last = out[-1] if out else None
        line, width = width, len(block.text)
        if (
            last is not None
            and last.tag == "br"
            and block.grid < 0
            and last.grid < 0
            and len(last.text) >= 20
            and not _CLOSED.search(last.text)
            and not _is_heading(last.text)
            and number_of(block.text) is None
            and not block.text.startswith("附")
            and _goes_on(last.text, block.text)
            and (last.text[-1] in "，、," or width <= line + _RAGGED)
            and not _stands_alone(last.text)
            and not _stands_alone(block.text)
        ):
            last.text += block.text
            last.tag = block.tag
            continue
        out.append(Block(block.text, block.tag, block.depth, block.link_chars, block.grid, block.heading, block.center))
    return out


def _stands_alone(text: str) -> bool:
    """Whether a line is a title or one of metadata: no part of a wrapped paragraph, whatever its length."""
    titled = len(text) <= 80 and not any(sign in text for sign in "，。；") and is_report_title(text)
    return titled or is_run(text) or _LABELS.fullmatch(text) is not None or bool(labelled(text)) or is_location(text)


def _is_heading(text: str) -> bool:
    return number_of(text) is not None and len(text) < 40


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence runs from one line into the next: it was cut at a comma or between two characters."""
    if before[-1] in "，、,":
        return True
    return len(before) >= 28 and not after[:1].isspace() and len(after) > 3 and not re.match(r"20\d\d年|附件", after)
