"""Audits for what was copied from elsewhere: another year, another place's name left in the text.

Only confident cases: a sentence that opens with another year and goes on about the agency's own work, the year that
the report gives itself, its statistical period; another government's portal, contact or maker. Citations, comparisons,
histories and plans are meant as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from crawler.catalogue import divisions
from crawler.catalogue.divisions import Division
from crawler.catalogue.mention import place_before
from crawler.catalogue.table import table
from crawler.facts import load_toml
from crawler.records import Finding, Section
from crawler.report.figures import fold_sentence

_TITLE = re.compile(r"《[^《》]{0,120}》|〔\d{4}〕")
_SENTENCE = re.compile(r"[^。！；\n]+[。！；]?")
_ANY_YEAR = re.compile(r"20\d\d(?=年)")
_LONGEST_NAME = 10


@cache
def _pattern(part: str, key: str) -> re.Pattern[str]:
    return re.compile(load_toml("audits.toml")[part][key])


def audit_foreign(
    sections: list[Section], year: int | None, agency: str | None, division_code: str | None
) -> list[Finding]:
    """The findings ``foreign_year`` and ``foreign_agency`` of one report, one for each year and place."""
    found: dict[tuple[str, str], Finding] = {}
    home = divisions.at(division_code, year) if division_code else None
    for section in sections:
        for line in section.body.split("\n"):
            if year is not None and any(int(which) != year for which in _ANY_YEAR.findall(line)):
                for finding in _years(line, section.heading, year):
                    found.setdefault(("year", finding.message), finding)
            if home is not None:
                for finding in _places(line, home, year, agency or ""):
                    found.setdefault(("place", finding.message), finding)
    return list(found.values())


def _years(line: str, heading: str, year: int) -> Iterator[Finding]:
    text = _TITLE.sub("《》", fold_sentence(line))
    period = _pattern("foreign_year", "period").search(text)
    if period and int(period["y"]) != year and (period["z"] is None or int(period["z"]) != year):
        yield _year_finding(period["y"], year, "统计期限", text[period.start() : period.end()])
    own = _pattern("foreign_year", "own").search(text)
    if own and int(own["y"]) != year and not _pattern("foreign_year", "own_not").search(text[: own.start("y")][-20:]):
        yield _year_finding(own["y"], year, "报告年度", text[own.start() : own.end()])
    if f"{year}年" in text:
        return  # the report's own year beside it: a comparison or a history
    for match in _pattern("foreign_year", "opening").finditer(text):
        which = int(match["y"])
        sentence = _sentence_at(text, match.start("y"))
        if which == year or not _pattern("foreign_year", "content").search(sentence):
            continue
        if _pattern("foreign_year", "history").search(sentence):
            continue
        if which > year and (
            _pattern("foreign_year", "plan").search(sentence)
            or _pattern("foreign_year", "plan_heading").search(heading)
        ):
            continue
        yield _year_finding(match["y"], year, "工作情况", sentence)


def _sentence_at(text: str, at: int) -> str:
    found = _SENTENCE.match(text, at)
    return found.group() if found else text[at:]


def _year_finding(which: str, year: int, what: str, words: str) -> Finding:
    message = f"{year}年度报告中把{what}写作{which}年，疑为沿用旧稿"
    return Finding("foreign_year", message, "warning", words[:200])


def _places(line: str, home: Division, year: int | None, agency: str) -> Iterator[Finding]:
    for match in _pattern("foreign_agency", "portal").finditer(line):
        name = place_before(line, match.start("end") + 1, _LONGEST_NAME)
        if name and not _related(name, home, agency):
            yield _place_finding(name, home, line, match.start())
    for key in ("contact", "maker") if "报告" in line or "年报" in line else ():
        for match in _pattern("foreign_agency", key).finditer(line):
            place = divisions.locate(match["name"], home.code, year)
            if place is None or place.name not in match["name"] or _related(place.name, home, agency):
                continue
            yield _place_finding(place.name, home, line, match.start("name"))


def _related(name: str, home: Division, agency: str) -> bool:
    """Whether a place of this name is the agency's own, lies above or under it, or became it."""
    if name in agency or name in (home.province, home.city, home.name):
        return True
    ours = {row.code for row in table().today(home)} | {home.code}
    for row in table().by_name.get(name, ()):
        if row.code in ours or ours & {later.code for later in table().today(row)}:
            return True
        if home.level == "province" and row.province == home.province:
            return True
        if home.level == "prefecture" and row.province == home.province and home.name in (row.city, row.name):
            return True
    return any(row.name == name for row in table().by_code.get(home.code, ()))


def _place_finding(name: str, home: Division, line: str, at: int) -> Finding:
    words = line[max(0, at - 30) : at + 40]
    message = f"{home.name}的报告中出现其他地方的名称“{name}”，疑为抄用他处文字"
    return Finding("foreign_agency", message, "warning", words)
