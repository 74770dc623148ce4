"""Bounds what a parser can make of a page, before it sees it.

An HTML5 parser repairs: at each block element it looks through all open elements, and in each paragraph it opens the
formatting elements again that nobody closed. So 100,000 nested elements take it 20 seconds, and 20,000 paragraphs
after 20,000 unclosed ``<font>`` fill 12 GB. lexbor also compares each option of a menu and each attribute of a tag
with those before it. Browsers stop nesting at 512; we stop where it begins to cost, and only pages on which it can
matter are looked at tag by tag.
"""

from __future__ import annotations

import re
from itertools import islice

#: How many elements may be open at once; further start tags and their end tags are dropped.
DEEPEST = 600
#: How many tags of one page are read.
MOST_TAGS = 250_000
#: How many elements the formatting that nobody closed may add, at most.
_MOST_COPIES = 300_000
#: Up to so many start tags without an end tag, times tags of the page, are left alone: pages are full of <br> and <p>.
_SAFE_OPEN = 3_000
_SAFE_COPIES = 4_000_000
#: A text is looked at in windows of so many characters.
_STEP = 1 << 13
#: How many options all menus of a page may have, and how many attributes one tag.
MOST_OPTIONS = 4_000
MOST_ATTRIBUTES = 4_000
#: A page of so many tags is searched for options however they are spelt.
_MANY_TAGS = 50_000

_OPTION = re.compile(r"</?option\b[^<>]*+>", re.I)
#: Tags as long as so many attributes are; a page that has one is at least as long.
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}+")
_LONG = 100_000
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)[^<>]*+>")
#: Elements that hold nothing, or that end where their next of kin begins: unclosed ones do not nest.
_FLAT = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
    " p li dt dd option optgroup tr td th tbody thead tfoot script style html head body".split()
)
#: Elements that a parser opens again (HTML standard, 13.2.4.3). A link is closed by the next one.
_FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())


def bounded(text: str) -> tuple[str, bool]:
    """``text`` without what would blow up its tree, and whether its end was cut off."""
    tags = text.count("<")
    cut = tags > MOST_TAGS
    if cut:
        text = text[: _after(text, MOST_TAGS)]
        tags = MOST_TAGS
    if tags > 2 * MOST_OPTIONS:
        text = _with_few_options(text)
    if len(text) > _LONG and any(text.find("<", start, start + _STEP) < 0 for start in range(0, len(text), _STEP)):
        text = _LONG_TAG.sub(_not_crowded, text)
    if tags > _SAFE_OPEN or tags * tags > _SAFE_COPIES:  # else not even all of them together are too many
        starts = tags - text.count("</")
        most_open = _most_open(text) if starts > _SAFE_OPEN or starts * tags > _SAFE_COPIES else starts
        if most_open > _SAFE_OPEN or most_open * tags > _SAFE_COPIES:
            text = _pruned(text, _MOST_COPIES // tags)
    return text, cut


def _with_few_options(text: str) -> str:
    if max(text.count("ption"), text.count("PTION")) <= MOST_OPTIONS and text.count("<") < _MANY_TAGS:
        return text
    tags = list(islice(_OPTION.finditer(text), 2 * MOST_OPTIONS + 1))
    if len(tags) <= 2 * MOST_OPTIONS:
        return text
    end = tags[-1].start()
    return text[:end] + _OPTION.sub("", text[end:])


def _not_crowded(found: re.Match[str]) -> str:
    """A long tag, unless it is one of very many attributes."""
    return "" if len(found.group().split(None, MOST_ATTRIBUTES)) > MOST_ATTRIBUTES else found.group()


def _after(text: str, count: int) -> int:
    """The position of the ``count``-th tag of a text that has more."""
    position = 0
    for start in range(0, len(text), _STEP):
        here = text.count("<", start, start + _STEP)
        if here >= count:
            position = start
            break
        count -= here
    for _ in range(count):
        position = text.index("<", position) + 1
    return position - 1


def _most_open(text: str) -> int:
    """How many elements can be open at one place, at most: a count, not a reading."""
    most = surplus = 0
    for start in range(0, len(text), _STEP):
        ends = text.count("</", start, start + _STEP)
        starts = text.count("<", start, start + _STEP) - ends
        most = max(most, surplus + starts)
        surplus = max(0, surplus + starts - ends)
    return most


def _pruned(text: str, most_formatting: int) -> str:
    """``text`` without the tags of elements that are nested too deep, and of formatting that is open too often."""
    depth = formatting = position = 0
    kept: list[str] = []
    for found in _TAG.finditer(text):
        ending, tag = found[1], found[2].lower()
        if tag in _FLAT:
            continue
        if tag in _FORMATTING:
            dropped = formatting >= most_formatting + bool(ending)
            formatting = max(0, formatting - 1) if ending else formatting + 1
        else:
            dropped = depth >= DEEPEST + bool(ending)
            depth = max(0, depth - 1) if ending else depth + 1
        if dropped:
            kept.append(text[position : found.start()])
            position = found.end()
    return "".join([*kept, text[position:]]) if kept else text
