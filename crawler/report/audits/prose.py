"""Audits of the prose (文中数据核对): parts against wholes, shares, two figures for one thing.

Parts and shares: :mod:`crawler.report.audits.sums`; growth: :mod:`crawler.report.audits.growth`. Here the totals that a
report names twice: only exact figures of the year and the agency's own, and of disclosures only what says itself that
it is all. Nothing is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from crawler.facts import load_toml, patterns
from crawler.records import Finding, Section, Statistic
from crawler.report.audits.again import audit_again
from crawler.report.audits.bodies import audit_bodies
from crawler.report.audits.foreign import own_names
from crawler.report.audits.growth import audit_growth
from crawler.report.audits.shares import audit_shares
from crawler.report.audits.sums import audit_sums
from crawler.report.audits.tables import Table
from crawler.report.statistics.items import Scope
from crawler.report.text.figures import fold_sentence, shown

_NONE = re.compile("[^，；。：]*(?:[未无零]|没有)[^，；。]*")
#: The two figures of a finding.
_FIGURES = re.compile(r"处为 ([\d.,]+)")
_CLAUSE_END = re.compile("[，；。）]")


def audit_prose(
    statistics: list[Statistic],
    sections: list[Section],
    tables: Mapping[str, Table],
    year: int | None,
    agency: str | None = None,
    region: Scope = "region",
) -> list[Finding]:
    """The findings on a report's figures in prose against each other; ``region``: whose those of a whole region are."""
    sums = [*audit_sums(sections, year, tables), *audit_bodies(sections), *audit_growth(sections, year)]
    told = _conflicts(statistics, tables)
    again = audit_again(sections, year, own_names(agency or ""), region)
    more = [finding for finding in again if not any(_same(finding, other) for other in told)]
    return [*sums, *audit_shares(sections, {finding.evidence for finding in sums}), *told, *more]


def _same(finding: Finding, other: Finding) -> bool:
    """Whether two findings tell of the same pair of figures."""
    return _FIGURES.findall(finding.message) == _FIGURES.findall(other.message)


@cache
def _facts() -> dict[str, Any]:
    return load_toml("audits.toml")


_conflict = patterns("audits.toml", "conflicts")


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
    text = _text(statistic)
    at, end = _printed(text, statistic) or (0, 0)
    before = text[:at]
    if _conflict("of_all_years").search(before):
        return True
    words = re.split(r"\d", before)[-1]  # 统计公报1篇…，共计公开信息145条: what came before is counted
    if "其中" in before[before.rfind("；") + 1 :] or _conflict("part").search(words):
        return False
    around = f"{before[-8:]}#{text[end : end + 8]}"
    return bool(_conflict("total").search(before) or _conflict("around").search(around))


def is_all_told(statistic: Statistic) -> bool:
    """Whether a figure of disclosures may be the year's total: its clause says no more than that it is the year's."""
    text = _text(statistic)
    at, _ = _printed(text, statistic) or (0, 0)
    return _conflict("clause").search(text[:at]) is not None and "其中" not in text[:at]


def _text(statistic: Statistic) -> str:
    """The folded sentence of a figure, with thousands closed up: 3,457条 → 3457条."""
    return fold_sentence(statistic.quote).replace(",", "")


def _printed(text: str, statistic: Statistic) -> tuple[int, int] | None:
    """Where a figure is printed in its folded sentence, if it is in digits."""
    figure = shown(statistic.value or 0)
    at = text.find(figure)
    while at >= 0:  # a pattern with the figure in it would be compiled anew for each
        before, behind = text[max(at - 1, 0) : at], text[at + len(figure) :][:1]
        if before != "." and not before.isdecimal() and not behind.isdecimal():
            return at, at + len(figure)
        at = text.find(figure, at + 1)
    return None


def _clause(statistic: Statistic) -> tuple[str, str]:
    """The words before a figure in its clause, and the clause; for a stated zero (未收到…) its sentence."""
    text = _text(statistic)
    printed = _printed(text, statistic)
    if printed is None:
        none = _NONE.search(text)
        return text, none.group() if none else text
    at, _ = printed
    begin = max(text.rfind(sign, 0, at) for sign in "，；：。（") + 1
    end = _CLAUSE_END.search(text, at)
    return text[begin:at], text[begin : end.start() if end else len(text)]


def _conflicts(statistics: list[Statistic], tables: Mapping[str, Table]) -> list[Finding]:
    """Two different figures for the same thing, in the same year and of the same agency."""
    found = []
    names = load_toml("keys.toml")["measures"]
    carried = {s.value for s in statistics if s.measure == "applications_carried_in"}
    for measure in _facts()["conflicts"]["measures"]:
        own = [s for s in statistics if s.measure == measure and comparable(msgspec.structs.replace(s, label=None))]
        parts = {s.value for s in own if s.label is not None}  # what a channel's own section says again is no total
        parts -= _printed_totals(tables)  # … but for what the table has as it
        first: dict[float, Statistic] = {}
        told: set[str] = set()  # what else a sentence counts may be a part of the first: 收到21宗，…以信函方式申请10宗
        for statistic in own if len({s.value for s in own}) > 1 else ():
            again = bool(first) and statistic.label is None and statistic.value in parts
            if again or statistic.quote in told or not _may_be_all(statistic, first):
                continue
            told.add(statistic.quote)
            first.setdefault(statistic.value or 0.0, statistic)
        if len(first) < 2:
            continue
        one, other, *_ = first.values()
        if measure == "applications_received" and abs((one.value or 0) - (other.value or 0)) in carried:
            continue  # 收到12件（不含结转2件）…14件申请
        message = f"文中前后不一：{names[measure]}一处为 {shown(one.value or 0)}，另一处为 {shown(other.value or 0)}"
        found.append(Finding("prose_conflict", message, "warning", f"{one.quote} / {other.quote}"))
    return found


def _printed_totals(tables: Mapping[str, Table]) -> set[float | None]:
    """What the annex says was disclosed in all, of which one channel may have everything."""
    return {tables["annex2014"].number("disclosed", "value")} if "annex2014" in tables else set()


def _may_be_all(statistic: Statistic, first: dict[float, Statistic]) -> bool:
    """Whether a figure counts all that there was, or more than the figures that came ``first``."""
    if statistic.measure == "disclosed" and (statistic.label is not None or not is_total(statistic)):
        return False
    words, clause = _clause(statistic)
    if _conflict("unless").search(clause) or _conflict("beside").search(fold_sentence(statistic.quote)):
        return False
    part = statistic.label is not None or (not words and bool(statistic.value))
    return not part or (bool(first) and (statistic.value or 0) > max(first))
