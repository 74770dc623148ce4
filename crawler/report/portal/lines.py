"""Lines that portals add (页面附加文字): buttons, share and print lines, footers (``data/boilerplate.toml``)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crawler.facts import load_toml, patterns
from crawler.reading.widths import half_width

#: A line of metadata is short: an info box's row, a source and date line. Prose with a colon is longer.
LONGEST_LABEL_LINE = 260
LONGEST_BOILERPLATE = 240
#: A sentence no shorter than this that counts something is no portal's.
_LONG_SENTENCE = 24
_COUNTED = re.compile(r"\d余?(?:条|件|次|人|份|篇|期|万|个)(?!工作日)")
_SENTENCE_ENDS = tuple("。！；!;")


def fold(text: str) -> str:
    """``text`` without white space and with half-width ASCII, as the patterns of the data files expect it."""
    return _fold_line(text) if len(text) <= LONGEST_LABEL_LINE else "".join(half_width(text).split())


@lru_cache(maxsize=8192)
def _fold_line(text: str) -> str:
    """:func:`fold`, once for each line: every step asks for it again, and so do the menus of the next page."""
    return "".join(half_width(text).split())


@cache
def _line_pattern() -> re.Pattern[str]:
    facts = load_toml("boilerplate.toml")
    words = "|".join(sorted(facts["buttons"], key=len, reverse=True))
    # Atomic: 关闭窗口关闭窗口… can be taken apart in very many ways. (A possessive group with alternatives in it does
    # not match as it should before Python 3.11.5: gh-106052.)
    buttons = rf"[\[【(\s|·•]*(?>(?:(?>{words})[\]】)|\s:·•,、>»]*+(?:\(\d*\)|\d{{0,4}}+)[\[【(|]*+)+)"
    return re.compile("|".join(f"(?:{line})" for line in (buttons, *facts["lines"])))


_pattern = patterns("boilerplate.toml")


@cache
def _own_labels() -> frozenset[str]:
    return frozenset(fold(label) for label in load_toml("boilerplate.toml")["own_labels"])


@lru_cache(maxsize=4096)
def is_boilerplate(text: str) -> bool:
    """Whether a whole line is something that portals add and never part of a report."""
    if len(text) > LONGEST_BOILERPLATE:
        return False
    # A report's own sentence may speak of QR codes or IPv6; only sentences that portals alone print count.
    if not text.endswith(_SENTENCE_ENDS):
        return _line_pattern().fullmatch(fold(text)) is not None
    # Portals count nothing in sentences of theirs: 分享次数2390次。 is a report's.
    return _pattern("sentences").fullmatch(fold(text)) is not None and (
        len(text) < _LONG_SENTENCE or _COUNTED.search(text) is None
    )


def is_item(text: str) -> bool:
    """Whether a line is one word that may be a button of the portal or an item of a report's list."""
    return len(text) <= 12 and _pattern("items").fullmatch(fold(text)) is not None


def is_own_label(label: str) -> bool:
    """Whether reports print this label themselves: 联系电话, 附件."""
    return label in _own_labels()


@lru_cache(maxsize=4096)
def is_edge(text: str) -> bool:
    """Whether a whole line before the first or after the last paragraph of a report is the portal's."""
    return is_boilerplate(text) or (
        len(text) <= LONGEST_BOILERPLATE and _pattern("edges").fullmatch(fold(text)) is not None
    )


@lru_cache(maxsize=1024)
def is_head(text: str) -> bool:
    """Whether a whole line before the first paragraph of a report is the portal's: a value without its label."""
    return len(text) <= 80 and _pattern("heads").fullmatch(fold(text)) is not None


def ends_report(text: str) -> bool:
    """Whether a line is one of those that stand only after the end of a report."""
    return (
        len(text) <= 160 and not text.endswith(_SENTENCE_ENDS) and _pattern("tails").fullmatch(fold(text)) is not None
    )
