"""Kinds of parts (分项的种类): what the names of a list's parts tell of it, whatever its signs are.

All outcomes, all applicants, all ways, all classes: such parts exclude each other, and some kinds leave nothing out.
"""

from __future__ import annotations

import re
from functools import cache

from crawler.facts import load_toml
from crawler.report.audits.items import SETTLED, Part, is_left, is_one, name_of, on_channel
from crawler.report.audits.wording import pattern

_LAWSUIT = re.compile(r"诉讼|起诉|应诉|被诉")
_STOP = re.compile("[，。；]")
#: Lawsuits after a review or without one are no reviews.
_THROUGH = re.compile(r"未?经(?:过)?(?:行政)?复议|复议(?:之)?后")

#: 门户网站[公开]的信息, 本级[公开]信息: what was done makes no difference in a name.
_DONE = re.compile(r"(?:公开|发布|公布|推送)的?")
#: A name as short as this (动态) may stand in any words.
_LEAST_NAME = 3
#: How nearly the segments of a list must make its whole to be one list.
_TOGETHER = 0.2


@cache
def _kinds() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(kind) for kind in load_toml("audits.toml")["lists"]["kinds"])


@cache
def _pairs(key: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    pairs: list[list[str]] = load_toml("audits.toml")["lists"][key]
    return tuple((re.compile(one), re.compile(other)) for one, other in pairs)


def is_outcome(name: str) -> bool:
    """Whether a name says what became of applications."""
    return _kinds()[0].search(name) is not None


def outcomes(parts: list[Part]) -> bool:
    """Whether all parts are what became of applications."""
    return all(is_outcome(name_of(part)) for part in parts)


def only_together(whole: Part, segments: list[list[Part]]) -> bool:
    """Whether segments make their whole together, or nearly, and none of them does alone.

    What is not settled is no part of what is: 办结9件，其中公开6件、不予公开2件；1件结转.
    """
    sums = [sum(part.figure.value for part in segment) for segment in segments]
    value = whole.figure.value
    left = SETTLED.search(whole.label) is not None and any(is_left(part) for part, *_ in segments[1:])
    if sum(sums) == value and not left:
        return value not in sums or sums.count(0) == len(sums) - 1
    return abs(sum(sums) - value) <= _TOGETHER * value and max(sums) < (1 - _TOGETHER) * value


def one_kind(whole: Part, segments: list[list[Part]]) -> bool:
    """Whether segments between any signs tell what became of all that a whole counts, or each begins with a channel of
    it (网站发布预算1条，决算1条；公众号…); none of them alone makes it.
    """
    alone = whole.figure.value in (sum(part.figure.value for part in segment) for segment in segments)
    channels = all(on_channel(segment[0].label) for segment in segments) and not on_channel(whole.label)
    return not alone and (channels or all(map(outcomes, segments)))


def ways(parts: list[Part]) -> bool:
    """Whether all parts are ways in which applications came."""
    return all(_kinds()[2].search(name_of(part)) for part in parts)


def of_applications(parts: list[Part], words: str = "") -> bool:
    """Whether parts (and what ``words`` name) are all ways, or all applicants: 网上申请12件，当面申请4件."""
    names = [name_of(part) for part in parts] + ([words] if words else [])
    return any(all(kind.search(name) for name in names) for kind in _kinds()[1:3])


def changes(parts: list[Part], part: Part) -> bool:
    """Whether a part tells what became of what was counted, behind those that tell who made it, or how."""
    settles = part.label.startswith("；") and outcomes([part]) and not on_channel(part.label)
    settles = settles and not pattern("other").match(name_of(part))
    if settles and parts and not any(outcomes([one]) for one in parts):
        return True  # 复议22件，其中市政府作为被申请人的6件；维持15件，纠错3件，终止4件
    return len(parts) > 1 and pattern("outcome").search(part.label) is not None and of_applications(parts)


def _beside_whole(whole: Part, first: list[Part], segment: list[Part]) -> bool:
    """Whether what semicolons set apart behind the ``first`` parts of a whole stands beside it, and is no list.

    The whole is a part itself, a class or a channel (其中工作类11条，含动态7条、公告4条；政策类4条；民生类8条), or
    those parts make it and each of the others is set apart (培训11次，其中集中7次、网上4次；会议4次；检查8次).
    """
    apart = segment[0].label.startswith("；")
    if not apart or all(on_channel(part.label) for part in (whole, *segment)):
        return apart
    if outcomes(segment) or of_applications(segment) or pair(segment):
        return False
    if is_one(whole) or whole.label.startswith("；"):
        return True
    classes = [pattern("class").search(name_of(part)) is not None for part in (whole, *segment)]
    each = all(part.label.startswith("；") for part in segment) and not any(classes[1:])
    return all(classes) or (each and sum(part.figure.value for part in first) == whole.figure.value)


def own_segments(whole: Part, segments: list[list[Part]]) -> list[list[Part]]:
    """The segments of a list without those that stand beside its whole, where all of them do not make it."""
    first, *others = segments
    if sum(part.figure.value for segment in segments for part in segment) == whole.figure.value:
        return segments
    return [first, *(segment for segment in others if not _beside_whole(whole, first, segment))]


def other_case(whole: Part, part: Part) -> bool:
    """Whether a figure counts reviews and one behind it lawsuits, or the reverse: they stand side by side."""
    if not any("诉" in one.label or "诉" in one.after for one in (whole, part)):
        return False  # nearly all
    both = [_STOP.split(one.label)[-1] + one.after for one in (whole, part)]
    if not any(_LAWSUIT.search(words) for words in both):
        return False
    kinds = [(_LAWSUIT.search(words) is not None, "复议" in _THROUGH.sub("", words)) for words in both]
    return sorted(kinds) == [(False, True), (True, False)]


def exclusive(parts: list[Part]) -> bool:
    """Whether the parts exclude each other by their names, so that the first of them are no list of their own."""
    if pair(parts) or named_behind(parts):
        return True
    named = [name for part in parts if not pattern("other").match(name := name_of(part))]
    return len(named) > 1 and any(all(map(kind.search, named)) for kind in _kinds())


def named_behind(parts: list[Part]) -> bool:
    """Whether each part is named behind its figure (4件来自居民，3件来自企业), and none counts all that was settled."""
    return all(part.after for part in parts) and not any(SETTLED.search(part.after) for part in parts)


def partition(parts: list[Part]) -> bool:
    """Whether parts are of a kind that all is of: classes, or how applications came, from whom, what became of them."""
    return (len(parts) > 2 and (outcomes(parts) or of_applications(parts))) or all(
        pattern("class").search(name_of(part)) for part in parts
    )


def pair(parts: list[Part]) -> bool:
    """Whether two parts are all that there can be: 网上9件、信函3件."""
    return _two_of(parts, "halves", "pairs")


def halves(parts: list[Part]) -> bool:
    """Whether two parts leave nothing out by their names, whatever is missing: 公民71件、法人7件."""
    return _two_of(parts, "halves")


def _two_of(parts: list[Part], *keys: str) -> bool:
    if len(parts) != 2:
        return False
    one, other = (name_of(part) for part in parts)
    return any(
        (first.search(one) and second.search(other)) or (first.search(other) and second.search(one))
        for key in keys
        for first, second in _pairs(key)
    )


def is_named(part: Part, words: str) -> bool:
    """Whether words name a part once more."""
    name = _DONE.sub("", name_of(part))
    return len(name) > _LEAST_NAME and name in _DONE.sub("", words)


def named_again(items: list[Part], at: int) -> Part:
    """The whole of the list behind an item: the item, or one before it that the list names (；网站公开的信息中，…)."""
    opener, _, _ = items[at + 1].label.rpartition("，")
    if opener.endswith(("中", "里")):
        for part in reversed(items[:at]):
            if part.figure.unit == items[at + 1].figure.unit and is_named(part, opener):
                return part
    return items[at]
