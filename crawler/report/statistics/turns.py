"""Figures told in turn (分别): ``spread`` puts each of them behind its own name.

政策类、动态类信息分别为3条、5条 is read as 政策类信息3条、动态类信息5条, so all that is known of wordings and lists holds
for it. Only where there are as many names as figures; any other sentence stays as it is.
"""

from __future__ import annotations

import re

from crawler.report.statistics.rules import rules
from crawler.report.text.figures import find_figures

_TURN = re.compile(r"分别(?P<verb>[^，。；：、（）\d]{0,14})")
_CLAUSE = re.compile(r"[，；：。（）]")
_AND = re.compile(r"以及|[和及与]")
#: Between two figures that are told in turn.
_BETWEEN = re.compile(r"[、，]?(?:以及|[和及与])?")
#: What the last name says for all of them: 政策、动态类信息.
_SHARED = re.compile(r"类?(?:政府|政务)?(?:信息|文件|申请)?的?(?:总?数量?|数)?$")
#: A last name that may say of the others what they count cannot be parted from them: 网站、微信阅读量.
_MEASURED = re.compile(r"[量率额度值]$|(?:人|户|次)数$")
_LEAD = re.compile(r"(?:.*?其中，?)?(?P<way>通过|利用|依托|借助|运用|[在向于])?")
_COPULA = re.compile(r"(?:[为是有达到计共约]|数量)*")
#: An act may be told of each name (网站发布); what came before it opens a list only where the names are its parts.
_OPENER = "其中"


def spread(text: str) -> str:
    """A folded sentence with each figure that is told in turn behind its own name."""
    for turn in reversed(list(_TURN.finditer(text))):
        text = _spread(text, turn)
    return text


def _spread(text: str, turn: re.Match[str]) -> str:
    figures = [figure for figure in find_figures(text) if figure.start >= turn.start()]
    row = figures[:1]
    for figure in figures[1:]:
        if not _BETWEEN.fullmatch(text[row[-1].end : figure.start]):
            break
        row.append(figure)
    if len(row) < 2 or any(figure.unit == "%" for figure in row):
        return text
    verb = text[turn.end() - len(turn["verb"]) : row[0].start]
    begin = max((sign.end() for sign in _CLAUSE.finditer(text, 0, turn.start())), default=0)
    head = text[begin : turn.start()]
    if _CLAUSE.search(verb) or any(figure.end > begin for figure in find_figures(text[: turn.start()])):
        return text
    lead = _LEAD.match(head)
    at = lead.end() if lead else 0
    names = _names(head[at:], len(row))
    if not names:
        return text
    way = (lead["way"] if lead else "") or ""
    told = _COPULA.fullmatch(verb) is not None
    said = "" if told else verb
    parts = [f"{way}{name}{said}{text[f.start : f.end]}" for name, f in zip(names, row, strict=True)]
    before = head[: at - len(way)]
    opened = _OPENER in before or text[:begin].endswith((_OPENER, f"{_OPENER}，", f"{_OPENER}："))
    opens = _OPENER if told and not opened and find_figures(text[:begin]) else ""
    return f"{text[:begin]}{before}{opens}{('、' if told else '，').join(parts)}{text[row[-1].end :]}"


def _names(text: str, count: int) -> list[str]:
    """``text`` as ``count`` names, each with what the last one says for all, or nothing."""
    names = text.split("、")
    if len(names) < count:
        names[-1:] = _AND.split(names[-1])
    if len(names) != count or not all(names):
        return []
    if _MEASURED.search(names[-1]) and len({name[-2:] for name in names}) > 1:
        return []
    shared = _SHARED.search(names[-1])
    tail = shared.group() if shared else ""
    return [name if name.endswith(tail) else name.removesuffix("类") + tail for name in names]
