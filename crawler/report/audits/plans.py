"""Plans (打算): whether a sentence with a year tells of what is to be done, and whether that year is over already."""

from __future__ import annotations

import re

from crawler.facts import patterns

#: What a sentence says before its first figure behind the year: there it tells whether it is a plan.
_UNCOUNTED = re.compile(r"[^\d]*20\d\d年[^\d]*")

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
    match = _pattern("stale_plan").match(sentence) or _pattern("stale_next").match(sentence)
    if match is None or int(match["y"]) != year or _pattern("done").search(sentence):
        return False
    return _pattern("problems").search(around) is not None or _pattern("plan_heading").search(around) is not None
