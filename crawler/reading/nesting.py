"""Bounds how deep a page's elements nest, before a parser sees it.

An HTML5 parser asks at each block element which elements are open, so a page of 100,000 nested elements takes it
20 seconds. Browsers stop nesting at 512; so do we, long before it costs anything, and only where it can matter.
"""

from __future__ import annotations

import re

#: How many elements may be open at once; further start tags and their end tags are dropped.
DEEPEST = 1_000
#: Up to so many start tags without an end tag are left alone: pages are full of <br>, <img>, <p> and <li>.
_SAFE = 3_000
_STEP = 1 << 16

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
#: Elements that hold nothing, or that end where their next of kin begins: unclosed ones do not nest.
_FLAT = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
    " p li dt dd option optgroup tr td th tbody thead tfoot script style html head body".split()
)


def shallow(text: str) -> str:
    """``text``, without the start and end tags of elements that are nested too deep."""
    return _cut(text) if _may_be_deep(text) else text


def _may_be_deep(text: str) -> bool:
    """Whether more than ``_SAFE`` elements could be open at some place: a count, not a reading."""
    if text.count("<") < _SAFE:
        return False
    surplus = 0
    for start in range(0, len(text), _STEP):
        ends = text.count("</", start, start + _STEP)
        starts = text.count("<", start, start + _STEP) - ends
        if surplus + starts > _SAFE:
            return True
        surplus = max(0, surplus + starts - ends)
    return False


def _cut(text: str) -> str:
    depth = position = 0
    kept: list[str] = []
    for found in _TAG.finditer(text):
        ending, tag = found.groups()
        if tag.lower() in _FLAT:
            continue
        if ending:
            dropped = depth > DEEPEST
            depth = max(0, depth - 1)
        else:
            depth += 1
            dropped = depth > DEEPEST
        if dropped:
            kept.append(text[position : found.start()])
            position = found.end()
    return "".join([*kept, text[position:]]) if kept else text
