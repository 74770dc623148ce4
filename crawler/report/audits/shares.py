"""Shares and rates that stand alone in prose (占比、办结率): against the figures that stand beside them.

96条信息里，登在网站的有90条，占93.75%; 收到21件…办结20件，答复率95.2%. Shares within a list that is read as one are
compared with it (:mod:`crawler.report.audits.sums`). Here a share is wrong where no figure of its section before it is
its whole, though there are such; 占重点领域信息的23% names its whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from crawler.facts import patterns
from crawler.records import Finding, Section
from crawler.report.audits.items import BROUGHT, TEXTS, read_items
from crawler.report.audits.shared import has_share_of_all
from crawler.report.audits.wording import without_asides
from crawler.report.text.figures import SENTENCE, Figure, find_figures, fold_sentence, shown

#: By how many points a printed share may differ from the true one: printed whole, and in parts.
_OFF = (1.0, 0.2)
#: 占32.7%和67.3%: of which parts is said before.
_MORE = re.compile(r"[和与及、]\d")
#: 49个[公开了预算]，占86%.
_COUNTED = re.compile(r"^[^，。；、（）占\d]{1,14}(?=[，（]占)")
#: So many shares that make 100 but for so many points are all of a whole.
_LEAST_OF_ALL = 3
_OF_ALL_OFF = 0.5
_NAME_AGAIN = re.compile(r"，(?P<name>[^，。；、（）占\d]{2,14}?)(?:占|(?P<rate>(?<!解读)率(?:为|达到?|是|约)*$))")
#: Before a name these make another one of it.
_OTHERWISE = ("不予", "不", "部分", "未", "非")
#: No more wholes before a share are looked at: a hostile text must not cost their square.
_MOST = 40


def audit_shares(sections: list[Section], told: set[str]) -> list[Finding]:
    """The findings ``sum_mismatch`` on shares and rates that stand alone; none in a sentence that is ``told`` of."""
    found: dict[str, Finding] = {}
    outer: list[Figure] = []
    for section, needed in zip(sections, _needed(sections), strict=True):
        known: list[tuple[Figure, str]] = []
        outer = outer if section.level > 1 else []
        for sentence in SENTENCE.findall(section.body) if needed else ():
            figures = find_figures(text := without_asides(fold_sentence(sentence)))
            alone = _sentence(text, figures, known, outer) if "%" in text else ()
            for finding in (*alone, *(_of_all(text) if text.count("%") > 1 else ())):
                if not any(sentence.strip() in quote for quote in told):
                    found.setdefault(finding.message, finding)
            known = [*known, *_labelled(text, figures)][-_MOST:]
        outer = [*outer, *(figure for figure, _ in known)][-_MOST:]
    return list(found.values())


_pattern = patterns("audits.toml", "shares")


def _needed(sections: list[Section]) -> list[bool]:
    """Which sections have shares, or what the shares of a later part of their section may be of."""
    needed: list[bool] = []
    below = False
    for section in reversed(sections):
        below = below or _pattern("has").search(section.body) is not None
        needed.append(below)
        below = below and section.level > 1
    return needed[::-1]


def _sentence(
    text: str, figures: list[Figure], known: list[tuple[Figure, str]], outer: list[Figure]
) -> Iterator[Finding]:
    """The findings on a sentence; ``known``: the counts of its part before it, ``outer``: those of earlier parts."""
    outer = [*outer, *_whole_by_shares(text)]
    for at, share in enumerate(figures):
        if at > 1 and share.unit == "%" and text[figures[at - 1].end : share.start] == "的":
            part, whole = figures[at - 2 : at]  # 218条，占全县总量2180条的10%
            own = _pattern("of_figure").fullmatch(text, part.end, whole.start) and part.unit == whole.unit
            exact = {part.qualifier, whole.qualifier, share.qualifier} == {"exact"}
            if own and exact and not _makes(part, whole, share):
                yield _finding(part, whole, share, text)
            continue
        if share.unit != "%" or share.qualifier != "exact":
            continue
        behind = figures[at + 1] if at + 1 < len(figures) else share
        told = text[figures[at - 1].end if at else 0 : share.start]
        rate = _pattern("rate").fullmatch(told) is not None
        ahead = not rate and _pattern("that_is").fullmatch(text, share.end, behind.start) is not None
        part = behind if ahead else figures[at - 1] if at else share
        if part.unit in ("", "%") or part.qualifier != "exact" or _MORE.match(text, share.end):
            continue
        words = told if ahead else text[part.end : share.start]
        here = [*known, *_wholes(text, figures[: at + 1]), *_totals(text, figures[at + 1 :])]
        earlier = [(figure, label) for figure, label in here if figure is not part and _of_a_kind(figure, part, rate)]
        wholes = [figure for figure, _ in earlier if figure.value >= part.value]
        if brought := sum(figure.value for figure, label in earlier if BROUGHT.search(label)):
            wholes += [msgspec.structs.replace(figure, value=figure.value + brought) for figure in wholes]
        of_what = _pattern("of").search(words)
        if ahead:
            if not _pattern("base").fullmatch("占" + words.rpartition("占")[2]) or "占" not in words:
                continue
        elif rate:
            if not _pattern("settled").search(text[: part.start]):
                continue
            if not wholes and earlier:  # 收到3件，上年转来1件，办结4件，办结率100%
                wholes = [Figure(sum(figure.value for figure, _ in earlier), part.unit, "exact", 0, 0)]
        elif of_what and not _pattern("base").fullmatch(words):
            named = [*known, *_labelled(text, figures[: at - 1])]
            wholes = [figure for figure, label in named if label.endswith(of_what["what"])]
        elif not _pattern("base").fullmatch(_COUNTED.sub("", _again(words, text[: part.start]))):
            continue
        if not wholes or any(_makes(part, figure, share) for figure in (*wholes, *outer)):
            continue
        whole_of = _whole_of(figures[: figures.index(part) + 1])
        if whole_of is part or not any(_makes(whole_of, figure, share) for figure in wholes):
            yield _finding(part, wholes[-1], share, text)


def _whole_by_shares(text: str) -> list[Figure]:
    """What the parts of a sentence make together, where their shares are all of it."""
    shared = [item for item in read_items(text) if item.share is not None] if text.count("%") >= _LEAST_OF_ALL else []
    shares = sum(item.share.value for item in shared if item.share is not None)
    if len(shared) < _LEAST_OF_ALL or abs(shares - 100) > _OF_ALL_OFF:
        return []
    return [Figure(sum(item.figure.value for item in shared), "", "exact", 0, 0)]


def _of_all(text: str) -> Iterator[Finding]:
    """Shares of a whole that is printed nowhere, but is their parts' sum: they make all of it, or all but one fit."""
    items = read_items(text)
    figures = [figure for item in items for figure in (item.figure, item.share) if figure is not None]
    shared = [item for item in items if item.share is not None]
    shares = [item.share for item in shared if item.share is not None]
    parts = [_whole_of(figures[:at]) for at, figure in enumerate(figures) if figure.unit == "%"]
    if len(parts) < 2:
        return
    whole = Figure(sum(part.value for part in parts), "", "exact", 0, 0)
    wrong = [(part, share) for part, share in zip(parts, shares, strict=True) if not _makes(part, whole, share)]
    off = abs(sum(share.value for share in shares) - 100)
    if len(parts) < _LEAST_OF_ALL:  # 89条，占61.4%；56条，占38.6%: one fits to its decimal, or they make all
        fits = [share for share in shares if all(share is not one for _, one in wrong)]
        of_all = all(map(has_share_of_all, shared)) and (
            off <= _OF_ALL_OFF or any(share.value != int(share.value) for share in fits)
        )
    else:
        of_all = len(wrong) == 1 or off <= _OF_ALL_OFF
    if wrong and of_all and all(part.qualifier == "exact" for part in parts):
        yield _finding(wrong[0][0], whole, wrong[0][1], text)


def _whole_of(figures: list[Figure]) -> Figure:
    """What the last of ``figures`` completes the parts of, else itself: 法规28条，其中法律13条，规章15条，占0.9%.

    None of the parts has a share of its own.
    """
    made = 0.0
    for at in range(len(figures) - 1, 0, -1):
        made += figures[at].value
        if figures[at - 1].unit == "%":
            break
        if made == figures[at - 1].value and at < len(figures) - 1:
            return figures[at - 1]
    return figures[-1]


def _again(words: str, before: str) -> str:
    """The words between a part and its share without its name said again: 动态信息21条，动态信息占比67.7%.

    The rate of its own name is its share of all: 电子化81条，电子化率为94%.
    """
    name = _NAME_AGAIN.match(words)
    if name is None or not before.endswith(name["name"]):
        return words
    if before.removesuffix(name["name"]).endswith(_OTHERWISE):
        return words  # 公开12件、不予公开2件，公开率86%
    return "，占" if name["rate"] else words.replace(name["name"], "")


def _of_a_kind(one: Figure, other: Figure, cases: bool) -> bool:
    """Whether two figures count the same: texts (no ``cases``) in several units (112条，其中公告18篇，占16.1%)."""
    return one.unit == other.unit or (not cases and {one.unit, other.unit} <= TEXTS)


def _totals(text: str, figures: list[Figure]) -> Iterator[tuple[Figure, str]]:
    """The totals that stand behind their parts and shares: 33条，占28.4%；总公开量116条."""
    for figure in figures:
        words = re.split("[，；。]", text[: figure.start])[-1]
        if figure.unit != "%" and _pattern("totals").search(words):
            yield figure, words


def _wholes(text: str, figures: list[Figure]) -> Iterator[tuple[Figure, str]]:
    """The figures of a sentence that may be wholes, with the words before them: those that are no shares' parts."""
    behind = {one.start: other for one, other in pairwise(figures)}
    for figure, label in _labelled(text, figures):
        share = behind.get(figure.start)
        if share is None or not _pattern("base").fullmatch(text, figure.end, share.start):
            yield figure, label


def _labelled(text: str, figures: list[Figure]) -> Iterator[tuple[Figure, str]]:
    """The counts of a sentence, each with the words before it."""
    end = 0
    for figure in figures:
        if figure.unit != "%":
            yield figure, text[end : figure.start]
        end = figure.end


def _makes(part: Figure, whole: Figure, share: Figure) -> bool:
    off = _OFF[0] if share.value == int(share.value) else _OFF[1]
    return not whole.value or abs(part.value / whole.value * 100 - share.value) <= off


def _finding(part: Figure, whole: Figure, share: Figure, quote: str) -> Finding:
    true = shown(round(part.value / whole.value * 100, 1))
    message = f"占比与数量不符：{shown(part.value)}÷{shown(whole.value)}={true}%，文中写作 {shown(share.value)}%"
    return Finding("sum_mismatch", message, "warning", quote)
