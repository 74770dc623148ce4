"""Figures told in turn (分别): ``spread`` puts each of them behind its own name.

政策类、动态类信息分别为3条、5条 is read as 政策类信息3条、动态类信息5条, so all that is known of wordings and of
lists holds for it. Only where there are as many names as figures; any other sentence stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from crawler.report.statistics.subjects import acts
from crawler.report.text.figures import Figure, find_figures

_TURN = "分别"
#: More words than these before or behind it are no names and no act.
_LONGEST_HEAD, _LONGEST_ACT = 200, 14
_HEAD = re.compile(r"[^，；：。（）]*$")
_ACT = re.compile(r"[^，；：。、（）]*")
_AND = re.compile(r"以及|[和及与]")
#: Between two figures that are told in turn.
_BETWEEN = re.compile(r"[、，]?(?:以及|[和及与])?")
#: What the last name says for all of them: 政策、动态类信息.
_SHARED = re.compile(r"类?(?:政府|政务)?(?:信息|文件|申请)?的?(?:总?数量?|数)?$")
#: What the last name counts of all of them cannot be parted from it: 网站、微信阅读量.
_MEASURED = re.compile(r"(?:[量率额度值]|[人户次]数)$")
#: Before the names: what they are parts of, and that they are ways.
_LEAD = re.compile(r"(?P<of>(?:.*?其中)?)(?P<way>通过|利用|依托|借助|运用|[在向于])?")
_COPULA = re.compile(r"(?:[为是有达到计共约]|数量)*")
_OPENERS = ("其中", "其中，", "其中：")


def spread(text: str) -> str:
    """A folded sentence with each figure that is told in turn behind its own name."""
    figures = find_figures(text)
    starts = [figure.start for figure in figures]
    out, done, at = [], 0, text.find(_TURN)
    while at >= 0:
        behind = at + len(_TURN)
        first = bisect_left(starts, behind)
        near = first < len(figures) and figures[first].start - behind <= _LONGEST_ACT
        row = _row(text, figures, first) if near else []
        head = _HEAD.search(text, max(done, at - _LONGEST_HEAD), at)
        begin = head.start() if head else at
        counted = first > 0 and figures[first - 1].end > begin  # 公开5条、答复3条分别…: the names are no names
        if len(row) > 1 and not counted:
            act = text[behind : row[0].start]
            opened = not first or text.endswith(_OPENERS, 0, begin)
            told = _told(text[begin:at], act, [text[each.start : each.end] for each in row], opened=opened)
            if told:
                out += [text[done:begin], told]
                done = row[-1].end
        at = text.find(_TURN, max(behind, done))
    return "".join([*out, text[done:]])


def _row(text: str, figures: list[Figure], first: int) -> list[Figure]:
    """The ``first`` of ``figures`` and those that follow it with nothing but a sign between them; no shares."""
    row = figures[first : first + 1]
    for index in range(first + 1, len(figures)):
        figure = figures[index]
        if not _BETWEEN.fullmatch(text, row[-1].end, figure.start):
            break
        row.append(figure)
    return [] if any(figure.unit == "%" for figure in row) else row


def _told(head: str, act: str, figures: list[str], *, opened: bool) -> str:
    """``head`` 分别 ``act`` with each figure behind its name, else ``""``.

    ``opened``: a list is open, or there is nothing of which the names could be parts.
    """
    lead = _LEAD.match(head)
    names = _names(head[lead.end() :], len(figures)) if lead and _ACT.fullmatch(act) else []
    if not lead or not names:
        return ""
    parts = _COPULA.fullmatch(act) is not None
    each = [f"{lead['way'] or ''}{name}{'' if parts else act}{told}" for name, told in zip(names, figures, strict=True)]
    opens = "其中" if parts and not (opened or lead["of"] or acts(names[0])) else ""
    return f"{lead['of']}{opens}{('、' if parts else '，').join(each)}"


def _names(text: str, count: int) -> list[str]:
    """``text`` as ``count`` names, each with what the last one says for all, or nothing."""
    names = text.split("、")
    if len(names) < count:
        names[-1:] = _AND.split(names[-1])
    if len(names) != count or not all(names):
        return []
    if _MEASURED.search(names[-1]) and not names[-1].endswith("数量") and len({name[-2:] for name in names}) > 1:
        return []
    shared = _SHARED.search(names[-1])
    tail = shared.group() if shared else ""
    return [name if name.endswith(tail) else name.removesuffix("类") + tail for name in names]
