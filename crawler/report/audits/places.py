"""Audits for another place's or agency's name left in a report (抄用他处文字).

Whose portal the report is on, who made it, signed it and may be asked, whose texts it issues and obeys, whose work a
heading or a caption tells of must be its own. Elsewhere in the text: :mod:`crawler.report.audits.guests`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.facts import patterns
from crawler.records import Finding, Section
from crawler.report.audits.guests import mentioned
from crawler.report.audits.names import Home
from crawler.report.audits.place_names import cuts_place, place_before
from crawler.report.audits.selves import other_selves
from crawler.report.text.figures import fold_sentence

#: What a portal's name ends with.
_SITE = re.compile(r"[网站栏台]")
_PLACE = re.compile(r"[县区市旗州盟]")
_PLACE_OR_TOWN = re.compile(r"[县区市旗州盟镇乡街木]")
_REPORT = re.compile(r"报告|年报|公开(?:工作)?情况|编制|电子版")
#: A line may hold the name of a portal or an account.
_CALLED = re.compile(r"[”」』\"]|中国(?!共)|网(?![络民友格])|微[信博]|公众号|客户端|抖音")
_CAPTION = re.compile(r"^[^，。；]{0,60}表(?:（略）)?$")
_DOMAIN = ".gov.cn"
_HOST = re.compile(r"[a-z0-9.-]+\.gov\.cn")
#: Lines at the end of a report among which its signature stands.
_LAST_LINES = 4

#: Patterns of names that a place begins, each with the words of which a line must hold one, and whether it may not be
#: another bureau of the county either: figures come from such.
_LEADING = (
    ("situation", frozenset(("结合", "围绕", "立足", "紧扣")), True),
    ("counted", frozenset(("统计",)), False),
    ("papers", frozenset(("公开目录",)), True),
    ("desk", frozenset(("机构", "部门", "科室", "单位", "窗口", "办公室")), True),
    ("desk_of", frozenset(("受理", "办理", "承办")), True),
    ("seat", frozenset(("地址",)), False),
    ("asked_at", frozenset(("联系", "咨询", "受理", "寄")), True),
)
_SIGNS = tuple(sign for _, signs, _ in _LEADING for sign in signs)

_pattern = patterns("audits.toml", "foreign_agency")


def audit_places(
    sections: list[Section], year: int | None, agency: str, division_code: str | None, *, titled: bool = False
) -> list[Finding]:
    """The findings ``foreign_agency`` of one report, one for each name; none where its place is not known.

    ``titled``: the report's title names its agency.
    """
    home = Home.of(division_code, year, agency)
    if home is None:
        return []
    found: dict[str, Finding] = {}
    for name, words, at, sure in _all_names(sections, home):
        same = next((other for other in found if name in other or other in name), "")
        if not same or (sure and found[same].severity == "note"):
            found[same or name] = _finding(name, home, words, at, sure=sure)
    for name, line, at in other_selves(sections, home, titled=titled):
        message = f"{agency}的报告中以“{name}”自称，疑为抄用他处文字"
        found.setdefault(name, Finding("foreign_agency", message, "warning", _around(line, at)))
    return list(found.values())


def _all_names(sections: list[Section], home: Home) -> Iterator[tuple[str, str, int, bool]]:
    """The other names in a report, each with the line and where in it, and whether it is surely left over."""
    where = _PLACE_OR_TOWN if home.town else _PLACE
    for section in sections:
        point = fold_sentence(section.heading)
        if where.search(point) and (name := _label(point, home)):
            yield name, section.number + point, 0, True
            point = ""
        for line in (point, *map(fold_sentence, section.body.split("\n"))):
            if where.search(line) or _CALLED.search(line) or _DOMAIN in line:
                yield from ((name, line, at, True) for name, at in _names(line, home))
                told = mentioned(line, home)  # a point without a heading is a sentence; a heading alone is too short
                yield from ((name, line, at, sure) for name, at, sure in told if sure or line is not point)
    for line in sections[-1].body.split("\n")[-_LAST_LINES:] if sections else ():
        if _pattern("signature").fullmatch(line.strip()) and (name := _signer(line.strip(), home)):
            yield name, line, 0, True


def _names(line: str, home: Home) -> Iterator[tuple[str, int]]:
    """The names of other places and agencies in a line, with where they stand."""
    report = _REPORT.search(line) is not None
    for key in ("portal", "read_at") if _SITE.search(line) else ():
        for match in _pattern(key).finditer(line):
            name = place_before(line, match.start("end") + 1)
            if not name or home.related(name):
                continue
            begin = match.start("end") + 1 - len(name)
            if _pattern("lent_site").search(line, 0, begin) or _pattern("lent_behind").match(line, match.end()):
                continue
            if key == "portal" or report or _pattern("through").search(line, 0, begin):
                yield name, match.start()
    for match in _pattern("called").finditer(line) if _CALLED.search(line) else ():
        which = match.lastgroup or 0
        lent = _pattern("lent").search(line, line.rfind("，", 0, match.start()) + 1, match.start(which))
        if not lent and home.other_short(match[which]):
            yield match[which], match.start(which)
    for match in _pattern("obeyed").finditer(line):
        name = place_before(line, match.start("end") + 1)
        if name and not home.related(name) and not (match["board"] and _pattern("common").match(name)):
            yield name, match.start()
    for match in _HOST.finditer(line) if report and _DOMAIN in line else ():
        if name := home.other_host(match.group()):
            yield name, match.start()
    for key in ("contact", "announced", "author") if report else ():
        for match in _pattern(key).finditer(line):
            words = match["name"] if key != "author" else match["name"] or match["office"]
            if name := home.other(words, asked=key == "contact") or home.leading(words)[0]:
                yield name, match.start()
    said = [sign for sign in _SIGNS if sign in line]
    for key, signs, sisters in _LEADING if said else ():
        for match in _pattern(key).finditer(line) if not signs.isdisjoint(said) else ():
            words = match["name"]
            if name := home.leading(words)[0] or (home.sister(words) if sisters else ""):
                yield name, match.start("name")
    for match in _pattern("matters").finditer(line) if home.office and ("机构" in line or "职" in line) else ():
        if home.another_bureau(match["name"]):
            yield match["name"], match.start("name")
    for match in _pattern("cited").finditer(line) if "《" in line else ():
        begins = [match.start("issuer")] if match["issuer"] else [at + 1 for at in _titles(match)]
        for at in begins:
            if name := home.leading(line[at : match.end()])[0] or home.own_papers(line[at : match.end()]):
                yield name, at
    for match in _pattern("address").finditer(line) if report or "联系" in line else ():
        if home.another_town(match["name"]) and not cuts_place(line, match.end("name")):
            yield match["name"], match.start("name")
    if _CAPTION.search(line) and (name := _label(line, home)):
        yield name, 0


def _titles(match: re.Match[str]) -> list[int]:
    """Where the titles begin that a pattern found in a row."""
    return [at for at in range(match.start("titles"), match.end("titles")) if match.string[at] == "《"]


def _label(words: str, home: Home) -> str:
    """The other place or agency whose work a heading or a caption names; else ``""``."""
    match = _pattern("heading").match(words)
    if match is None:
        return ""
    name = match["name"]
    return home.leading(words[match.start("name") :])[0] or (name if home.another_bureau(name) else "")


def _signer(words: str, home: Home) -> str:
    """The other place or agency whose name a line is; else ``""``."""
    name, length = home.leading(words)
    return name if length == len(words) else words if home.another_bureau(words) else ""


def _finding(name: str, home: Home, line: str, at: int, *, sure: bool) -> Finding:
    what = "机关" if _pattern("bureau").search(name) else "地方"
    message = f"{home.division.name}的报告中出现其他{what}的名称“{name}”，疑为抄用他处文字"
    return Finding("foreign_agency", message, "warning" if sure else "note", _around(line, at))


def _around(line: str, at: int) -> str:
    return line[max(0, at - 30) : at + 40]
