"""Totals behind their parts (合计在后): 网站62条，公众号115条，共计177条.

What says only that it is a total (共计, 合计) is that of its list. Among other words (全县共发布…) it may count
more, and is the total of a list that nearly makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.report.audits.items import TEXTS, Part, is_left
from crawler.report.audits.wording import pattern

#: What was settled is no sum of what came in: 收到426件，上年结转9件，共办结421件.
_CAME_IN = re.compile(r"收到|受理|接到|新收|结转")
_DEALT_WITH = re.compile(r"(?<![应需])(?:办|处理|答复|回复)")
#: By how much of itself a total among other words, and one that says nothing but that it is one, may be off.
_NEAR = 0.25
_NEAR_PLAIN = 1.5
#: … and one that is told of all that there was: 规划12条，动态8条，全年共公开信息130条.
_NEAR_ALL = 0.7


def is_summed(items: Sequence[Part], end: int) -> bool:
    """Whether the figure behind a run of parts is their sum: …，共计668条."""
    if end >= len(items) or pattern("summed").search(items[end].label) is None:
        return False
    if end and items[end - 1].figure.unit != items[end].figure.unit and not _of_texts(items[end - 1 : end + 1]):
        return False  # 面向乡镇2期，共培训260人
    return not _deals_with(items[end], items[:end])


def parts_before(items: Sequence[Part], total: Part, first: Part, run: list[Part]) -> list[Part]:
    """The parts of a total that stands behind a ``run``; the ``first``, before it, may be one or the total itself.

    None where they make it, or are counted otherwise.
    """
    if len(run) > 1 and sum(part.figure.value for part in run) == total.figure.value:
        return []
    least = run if first.figure.value == total.figure.value else [first, *run]
    before = [part for part in items if part.figure.start < least[0].figure.start]
    units = TEXTS if _of_texts([total, *before]) else (total.figure.unit,)
    if any(part.figure.unit not in units for part in least):
        return []
    more = [part for part in before if part.figure.unit in units and part.figure.value < total.figure.value]
    # 公开135条，发布5条，水利信息81条，合计221条: the list begins where it comes nearest to its total
    parts, off = _nearest([[*more[at:], *least] for at in range(len(more) + 1)], total)
    near = _NEAR_PLAIN if pattern("summed_plainly").search(total.label) else _NEAR_ALL
    return parts if len(parts) > 1 and off <= near * total.figure.value else []


def summed_up(items: Sequence[Part], done: set[int]) -> Iterator[tuple[Part, list[Part]]]:
    """The totals among other words with their parts, but for those that begin at ``done``."""
    for end, total in enumerate(items):
        if end < 2 or total.figure.start in done or total.share or not pattern("summed_up").search(total.label):
            continue
        before = items[:end]
        # 全年共发布微博365条、微信142条: the first may be called a total as well
        others = before[items[1].label.startswith("、") :]
        if _deals_with(total, before) or any(pattern("summed_up").search(part.label) for part in others):
            continue
        if any(is_left(part) for part in items):
            continue  # 按期答复7件，延期答复1件，总申请件数9件，1件结转下年
        parts = [part for part in before if part.figure.start > _last_of_another_unit(before, total)]
        if len(parts) < 2 or any(pattern("opens").search(part.label.lstrip("：")) for part in parts[1:]):
            continue
        parts, off = _nearest([parts[at:] for at in range(len(parts) - 1)], total)
        near = _NEAR_PLAIN if pattern("summed_plainly").search(total.label) else _NEAR
        if 0 < off <= near * total.figure.value:
            yield total, parts


def _deals_with(total: Part, before: Sequence[Part]) -> bool:
    """Whether a total counts what was done with what the figures before it say came in."""
    return _DEALT_WITH.search(total.label) is not None and any(_CAME_IN.search(part.label) for part in before)


def _last_of_another_unit(items: Sequence[Part], total: Part) -> int:
    """Where the last figure begins that is not counted as the total is; -1: there is none."""
    return max((part.figure.start for part in items if part.figure.unit != total.figure.unit), default=-1)


def _nearest(lists: list[list[Part]], total: Part) -> tuple[list[Part], float]:
    """The list that comes nearest to a total, and by how much it is off."""
    off = [abs(sum(part.figure.value for part in parts) - total.figure.value) for parts in lists]
    return lists[off.index(min(off))], min(off)


def _of_texts(parts: Sequence[Part]) -> bool:
    """Whether all figures count texts, each perhaps in its own unit."""
    return all(part.figure.unit in TEXTS for part in parts)
