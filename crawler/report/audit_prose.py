"""Audits of the prose (文中数据核对): parts against wholes, shares, two figures for one thing.

Each finding shows the sum. A figure that is not exact (余, 约) contradicts only what it cannot mean; a list that may be
incomplete contradicts its whole only where its parts exceed it. Nothing is corrected.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from crawler.facts import load_toml
from crawler.records import Finding, Statistic
from crawler.report.figures import Figure, bounds, find_figures, fold_sentence, shown
from crawler.report.statistics_items import Group, Item, Prose
from crawler.report.statistics_rules import rules

#: A list of three without 其他 is taken for complete where its parts make up this much of the whole, or all but so few.
_NEARLY_ALL = 0.9
_ALL_BUT = 5
#: … and a list of two where so small a part is missing.
_TWO_ALL_BUT = 0.03
#: By how many points a printed share may differ from the true one: rounding, and cutting off.
_SHARE_OFF = (1.0, 0.2)
_SPOKEN_OF = re.compile(r"(?:20\d\d年度?，?|全年，?)?在")
_MORE_SHARES = re.compile(r"(?:和|与|及|、)\d")
_CARRIED = re.compile(r"结转")
_NATURAL = re.compile(r"自然人|公民|个人")
_LEGAL = re.compile(r"法人|企业|组织|单位")


#: Channels overlap for what is published only: one text stands on the site and in an account.
_PUBLISHED = frozenset(("", "disclosed", "interpretations", "responses", "normative_documents"))


def audit_prose(prose: Prose) -> list[Finding]:
    """The findings on a report's figures in prose against each other."""
    return [*_groups(prose), *_conflicts(prose.statistics)]


@cache
def _facts() -> dict[str, Any]:
    return load_toml("audits.toml")


@cache
def _compiled(part: str, key: str) -> re.Pattern[str]:
    return re.compile(_facts()[part][key])


def _bounds(figure: Figure) -> tuple[float, float]:
    return bounds(figure.value, figure.qualifier)


def _groups(prose: Prose) -> list[Finding]:
    found = []
    for group in prose.groups:
        if not group.whole.measure and not any(part.measure for part in group.parts):
            continue
        finding = _sum(group)
        if finding is not None and not _of_another(group, prose):
            found.append(finding)
        found += _shares(group, prose)
    return found


def _sum(group: Group) -> Finding | None:
    """The parts of a list against its whole."""
    least, greatest = _bounds(group.whole.figure)
    lowest = sum(_bounds(part.figure)[0] for part in group.parts)
    highest = sum(_bounds(part.figure)[1] for part in group.parts)
    overlapping = group.whole.measure in _PUBLISHED and any(
        rules().lists["channels"].search(part.printed) for part in group.parts
    )
    single = max(_bounds(part.figure)[0] for part in group.parts)
    over = single > greatest if overlapping else lowest > greatest
    under = highest < least and not overlapping and _complete(group, least - highest)
    if not over and not under:
        return None
    sum_ = "+".join(shown(part.figure.value) for part in group.parts)
    total = shown(sum(part.figure.value for part in group.parts))
    if overlapping:
        message = f"其中一项 {shown(single)} 大于总数 {shown(group.whole.figure.value)}"
        return Finding("sum_mismatch", message, "warning", group.quote)
    names = "、".join(f"{part.printed or '?'}{shown(part.figure.value)}" for part in group.parts)
    equation = f"{sum_}={total}" if len(group.parts) > 1 else total
    message = f"分项之和与总数不符：{equation}，不等于 {shown(group.whole.figure.value)}（{names}）"
    return Finding("sum_mismatch", message, "warning", group.quote)


def _of_another(group: Group, prose: Prose) -> bool:
    """Whether a list fits another figure than the whole it was given: one before it in its sentence, another
    total of its kind in its section, or what was received and carried in together. Which is listed is not sure then.
    """
    total = sum(part.figure.value for part in group.parts)
    start, unit = group.parts[0].figure.start, group.whole.figure.unit
    before = [figure.value for figure in find_figures(group.text) if figure.end <= start and figure.unit == unit]
    if _CARRIED.search(group.text[:start]):
        before += [one + other for at, one in enumerate(before) for other in before[at + 1 :]]
        if len(group.parts) == 1 and total <= max(before, default=0):
            return True  # 收到7件，上年结转0件，其中3件…
    others = (
        statistic.value
        for statistic in prose.statistics
        if statistic.section_position == group.section
        and (statistic.measure, statistic.label) == (group.whole.measure, None)
    )
    return total in before or total in others


def _complete(group: Group, missing: float) -> bool:
    """Whether a list says or shows that it names all parts of its whole, of which ``missing`` are not there."""
    parts = group.parts
    if len(parts) < 2 or group.cut:
        return False
    before = group.text[: parts[0].figure.start]
    behind = group.text[parts[-1].figure.end :]
    if re.search(r"[0-9]+。?$", behind):
        return False  # a last part whose unit was lost
    if re.search(
        r"主要(?:有|是|为|包括|涉及)?(?!内容|类别)[^，。；]*$|(?:如|例如)[^，。；]*$", before[-16:]
    ) or re.match(r"(?:余)?等", behind):
        return False
    whole = group.whole.figure.value
    if _SPOKEN_OF.match(group.text) and missing > max(_ALL_BUT, (1 - _NEARLY_ALL) * whole):
        return False  # 在主动公开工作中，…: not surely the parts of what was counted before
    if any(rules().lists["other"].search(part.printed) for part in parts):
        return True
    shares = [part.share.value for part in parts if part.share is not None]
    if len(shares) == len(parts) and abs(sum(shares) - 100) <= 1:
        return True
    printed = " ".join(part.printed for part in parts)
    if _NATURAL.search(printed) and _LEGAL.search(printed):
        return True
    if len(parts) >= 3 or group.bracketed:
        return missing <= max(_ALL_BUT, (1 - _NEARLY_ALL) * whole)
    return group.whole.measure == "disclosed" and missing <= _TWO_ALL_BUT * whole


def _shares(group: Group, prose: Prose) -> list[Finding]:
    """The printed shares (占38.5%) against the parts; one that fits another total of the report is not wrong."""
    found = []
    base = _compiled("shares", "base")
    wholes = {group.whole.figure.value}
    if any(part.share for part in group.parts):
        wholes |= {s.value for s in prose.statistics if s.label is None and s.value and s.period == "year"}
        wholes.add(sum(part.figure.value for part in group.parts))
    for part in (group.whole, *group.parts):
        if part.share is None or part.figure.qualifier != "exact" or group.whole.figure.qualifier != "exact":
            continue
        if part is group.whole or not base.fullmatch(part.share_base) or not group.whole.figure.value:
            continue
        if _MORE_SHARES.match(group.text, part.share.end):
            continue  # 占总数的32.7%和67.3%: of which parts is said before
        if any(whole and _fits(part, whole) for whole in wholes):
            continue
        whole = group.whole.figure.value
        true = part.figure.value / whole * 100
        message = (
            f"占比与数量不符：{part.printed}{shown(part.figure.value)}÷{shown(whole)}={shown(round(true, 1))}%，"
            f"文中写作 {shown(part.share.value)}%"
        )
        found.append(Finding("sum_mismatch", message, "warning", group.quote))
    return found


def _fits(part: Item, whole: float) -> bool:
    assert part.share is not None
    printed = part.share.value
    allowed = _SHARE_OFF[0] if printed == int(printed) else _SHARE_OFF[1]
    return abs(part.figure.value / whole * 100 - printed) <= allowed + 1e-9


def comparable(statistic: Statistic) -> bool:
    """Whether a figure is the agency's own exact one of the year, and of no part."""
    return (
        statistic.label is None
        and statistic.qualifier == "exact"
        and statistic.period == "year"
        and statistic.scope == "agency"
        and statistic.value is not None
    )


def is_total(statistic: Statistic) -> bool:
    """Whether a figure of disclosures is the year's total by its own words."""
    text = fold_sentence(statistic.quote)
    at = text.find(shown(statistic.value or 0))
    before, behind = text[: max(at, 0)], text[at + len(shown(statistic.value or 0)) :]
    if _compiled("conflicts", "part").search(before):
        return False
    around = f"{before[-8:]}#{behind[:8]}"
    return bool(_compiled("conflicts", "total").search(before) or _compiled("conflicts", "around").search(around))


def _conflicts(statistics: list[Statistic]) -> list[Finding]:
    """Two different figures for the same thing, in the same year and of the same agency."""
    found = []
    names = load_toml("keys.toml")["measures"]
    for measure in _facts()["conflicts"]["measures"]:
        first: dict[float, Statistic] = {}
        for statistic in statistics:
            if statistic.measure != measure or not comparable(statistic):
                continue
            if measure == "disclosed" and not is_total(statistic):
                continue
            if _compiled("conflicts", "unless").search(statistic.quote):
                continue
            first.setdefault(statistic.value or 0.0, statistic)
        if len(first) < 2:
            continue
        one, other, *_ = first.values()
        message = f"文中前后不一：{names[measure]}一处为 {shown(one.value or 0)}，另一处为 {shown(other.value or 0)}"
        found.append(Finding("prose_conflict", message, "warning", f"{one.quote} / {other.quote}"))
    return found
