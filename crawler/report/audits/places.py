"""Audits for another place's or agency's name left in a report (抄用他处文字).

Only where the report speaks of itself: whose portal it is on, who made it and who may be asked, whose work a sentence
begins to tell of. A neighbour that was visited, a host county, the levels above and below, a street that has a city's
name are mentioned as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.catalogue import divisions
from crawler.catalogue.divisions import Division
from crawler.catalogue.table import table
from crawler.facts import patterns
from crawler.records import Finding, Section

_LONGEST_NAME = 10
#: A name as short as this (和县) may be anything where it stands alone.
_SHORTEST = 2
_SENTENCE_REST = re.compile(r"[^。；！？]*")
_OFFICE = re.compile(r"(?:党政|综合)?办(?:公室)?$")
#: What a portal's name ends with.
_SITE = re.compile(r"[网站栏]")
_PLACE = re.compile(r"[县区市旗州盟]")
_PLACE_OR_TOWN = re.compile(r"[县区市旗州盟镇乡]|街道")
#: The end of a division's name within what stands before 镇: 崆峒区柳湖.
_DIVISION = re.compile(r"(?<=..)[省市州盟县区旗](?=..)")
_REPORT = re.compile(r"报告|年报|公开(?:工作)?情况")
#: What the names of bureaus have in common.
_BUREAU = re.compile(r"(?:和|与|及|管理|监督|局$)")


_pattern = patterns("audits.toml", "foreign_agency")


def audit_places(sections: list[Section], year: int | None, agency: str, division_code: str | None) -> list[Finding]:
    """The findings ``foreign_agency`` of one report, one for each name; none where its place is not known."""
    home = divisions.at(division_code, year) if division_code else None
    if home is None:
        return []
    where = _PLACE_OR_TOWN if _town(agency) else _PLACE
    found: dict[str, Finding] = {}
    for section in sections:
        own = _pattern("heading").match(section.heading) if where.search(section.heading) else None
        if own and (name := _other(own["name"], home, year, agency)):
            found.setdefault(name, _finding(name, home, section.number + section.heading, 0))
        for line in section.body.split("\n"):
            if where.search(line):
                for name, at in _names(line, home, year, agency):
                    found.setdefault(name, _finding(name, home, line, at))
    return list(found.values())


def _names(line: str, home: Division, year: int | None, agency: str) -> Iterator[tuple[str, int]]:
    """The names of other places and agencies in a line, with where they stand."""
    for match in _pattern("portal").finditer(line) if _SITE.search(line) else ():
        name = _place_before(line, match.start("end") + 1)
        if name and not _related(name, home, agency):
            yield name, match.start()
    for match in _pattern("read_at").finditer(line) if _REPORT.search(line) else ():
        name = _place_before(line, match.start("end") + 1)
        if name and not _related(name, home, agency):
            yield name, match.start()
    for match in _pattern("begins").finditer(line):
        sentence = _SENTENCE_REST.match(line, match.end())
        name = _subject(sentence.group() if sentence else "", home, agency)
        if name:
            yield name, match.end()
    for key in ("contact", "maker", "author", "object") if _REPORT.search(line) else ():
        for match in _pattern(key).finditer(line):
            if name := _other(match["name"] or match["office"], home, year, agency):
                yield name, match.start()


def _other(words: str, home: Division, year: int | None, agency: str) -> str:
    """The other place or agency that words name where the report's own name is due; else ``""``."""
    place = divisions.locate(words, home.code, year)
    if place is not None and place.name in words and not _related(place.name, home, agency):
        return place.name
    bureau = _OFFICE.sub("", words)
    return bureau if _another_bureau(bureau, agency, home) or _another_town(bureau, agency) else ""


def _subject(words: str, home: Division, agency: str) -> str:
    """The other place or agency whose work the ``words`` of a sentence tell of as the report's own; else ``""``."""
    if not _pattern("tells").search(words):
        return ""
    place = _longest_place(words)
    office = _pattern("office").match(words, len(place))
    name = words[: office.end() if office else len(place)]
    if not name or _pattern("no_subject").match(words, len(name)) or _pattern("other").search(name):
        return ""
    if _pattern("beside_own").search(words, len(name)):
        return ""
    if place and not (_pattern("common").match(place) and not _same_bureau(name[len(place) :], agency)):
        inner = _longest_place(words[len(place) :]) or place
        if len(name) == len(place) == _SHORTEST or _related(inner, home, agency) or _related(place, home, agency):
            itself = _pattern("self_told").match(words, len(name)) is not None
            return name if "公开" in words and itself and _another_bureau(name, agency, home) else ""
        return inner
    return name if _another_town(name, agency) else ""


def _longest_place(words: str) -> str:
    """The longest name of a prefecture or county that words begin with, else ``""``."""
    lengths = range(min(_LONGEST_NAME, len(words)), 1, -1)
    return next((words[:length] for length in lengths if _is_place(words[:length])), "")


def _town(name: str) -> str:
    """The name of a township without its kind, where words are one's name: 石桥镇人民政府 → 石桥; else ``""``."""
    match = _pattern("town").match(name)
    return _DIVISION.split(match["stem"])[-1] if match else ""


def _another_town(name: str, agency: str) -> bool:
    """Whether a township's report names another township."""
    own, other = _town(agency), _town(name)
    return bool(own and other) and other not in own and own not in name


def _place_before(line: str, end: int) -> str:
    """The longest full name of a prefecture or county that ends at ``end``, else ``""``."""
    for length in range(min(_LONGEST_NAME, end), 2, -1):
        if _is_place(name := line[end - length : end]):
            return name
    return ""


def _is_place(name: str) -> bool:
    rows = table().by_name.get(name, ())
    return any((row.name == name or row.short != name) and row.level != "province" for row in rows)


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


def _another_bureau(name: str, agency: str, home: Division) -> bool:
    """Whether one bureau's report names another bureau of its county; a short form or an older name is the same."""
    if not (_pattern("bureau").search(name) and _pattern("bureau").search(agency) and name.startswith(home.name)):
        return False
    one, other = (_BUREAU.sub("", words.removeprefix(home.name)) for words in (name, agency))
    return not (_within(one, other) or _within(other, one))


def _same_bureau(office: str, agency: str) -> bool:
    """Whether an office is the agency's own of another place: 环境保护局 in 赛罕区环境保护局's report."""
    return _pattern("bureau").search(office) is not None and agency.endswith(office)


def _within(short: str, long: str) -> bool:
    """Whether the characters of ``short`` stand in ``long`` in their order: 人社 in 人力资源社会保障."""
    rest = iter(long)
    return all(char in rest for char in short)


def _finding(name: str, home: Division, line: str, at: int) -> Finding:
    words = line[max(0, at - 30) : at + 40]
    what = "机关" if _pattern("bureau").search(name) else "地方"
    message = f"{home.name}的报告中出现其他{what}的名称“{name}”，疑为抄用他处文字"
    return Finding("foreign_agency", message, "warning", words)
