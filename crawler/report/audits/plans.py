"""Plans (打算): whether a sentence with a year tells of what is to be done, and whether that year is over already."""

from __future__ import annotations

import re

from crawler.facts import patterns

#: What a sentence says before its first figure behind the year: there it tells whether it is a plan.
_UNCOUNTED = re.compile(r"[^\d]*20\d\d年[^\d]*")

#: A later clause of a sentence that a year begins.
_LATER = re.compile(r"[，：](?=20\d\d年)")

_pattern = patterns("audits.toml", "foreign_year")


def planned(sentence: str, around: str) -> bool:
    """Whether a sentence with a year to come tells of plans: by its words, or where nothing is said to be done."""
    says = _UNCOUNTED.match(sentence)
    if says and _pattern("plan").search(says.group()):
        return True
    plans = _pattern("plan_heading").search(around) is not None
    if plans and _pattern("points").search(sentence):
        return True
    vague = _pattern("vague_plan").search(sentence) is not None or plans
    return vague and not _pattern("done").search(sentence)


def stale_plan(sentence: str, around: str, year: int) -> bool:
    """Whether a folded sentence plans for the report's own year, where it tells of problems and of plans."""
    begins = [0, *(clause.end() for clause in _LATER.finditer(sentence))]  # 公开渠道单一，2018年将…
    plans = (_pattern(key).match(sentence, at) for at in begins for key in ("stale_plan", "stale_next"))
    if _pattern("done").search(sentence) or not any(match and int(match["y"]) == year for match in plans):
        return False
    return _pattern("problems").search(around) is not None or _pattern("plan_heading").search(around) is not None
