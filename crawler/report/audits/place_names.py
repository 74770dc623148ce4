"""Full names of prefectures and counties (地名) in running text, by the table of divisions (行政区划)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from crawler.catalogue.table import table
from crawler.facts import patterns

#: 双江拉祜族佤族布朗族傣族自治县.
_LONGEST_NAME = 15
#: What the name of a prefecture or a county ends with.
_KINDS = frozenset("县区市旗州盟")
_KIND = re.compile(r"[县区旗州盟](?!域)|市(?![场容]|民(?![政宗族]))")

_pattern = patterns("audits.toml", "foreign_agency")


def longest_place(words: str) -> str:
    """The longest full name of a prefecture or county that words begin with, else ``""``."""
    for length in range(min(_LONGEST_NAME, len(words)), 1, -1):
        if words[length - 1] in _KINDS and is_place(words[:length]):
            return words[:length]
    return ""


def places_in(line: str) -> Iterator[tuple[int, int, str]]:
    """The full names of prefectures and counties in a line, the longest at each end: where from, where to, the name."""
    tails = _tails()
    for found in _KIND.finditer(line):
        end = found.end()
        if (line[max(0, end - 3) : end] in tails or line[max(0, end - 2) : end] in tails) and (
            name := place_before(line, end)
        ):
            yield end - len(name), end, name


def cuts_place(words: str, end: int) -> bool:
    """Whether a name that ends at ``end`` is cut out of a longer one: 昭通市镇 of 昭通市镇雄县, 景德镇 of 景德镇市."""
    return any(begin < end < to for begin, to, _ in places_in(words[: end + _LONGEST_NAME]))


@cache
def _tails() -> frozenset[str]:
    """The last three characters of every full name of a prefecture or county, or the two that it has."""
    return frozenset(name[-3:] for name in table().by_name if name[-1] in _KINDS and is_place(name))


def place_before(line: str, end: int) -> str:
    """The longest full name of a prefecture or county that ends at ``end``, else ``""``."""
    if line[end - 1 : end] not in _KINDS:
        return ""
    for length in range(min(_LONGEST_NAME, end), 2, -1):
        name = line[end - length : end]
        if is_place(name) and not (is_place(name[1:]) and place_before(line, end - length + 1)):
            return name  # in 阳泉市郊区 it is no 市郊区, in 青岛市市南区 it is 市南区
    name = line[max(0, end - 2) : end]
    free = _pattern("free").search(line, 0, max(0, end - 2)) and not _pattern("common").match(name)
    return name if free and is_place(name) else ""


@lru_cache(maxsize=512)
def places_of(agency: str) -> frozenset[str]:
    """The places that an agency's name is made of; a shorter one within a longer (澧县 in 临澧县) is none of them."""
    return frozenset(name for _, _, name in places_in(agency))


def is_place(name: str) -> bool:
    """Whether it is the full name of a prefecture or county of some year."""
    rows = table().by_name.get(name, ())
    return any((row.name == name or row.short != name) and row.level != "province" for row in rows)
