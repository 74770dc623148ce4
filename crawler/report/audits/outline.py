"""Audits of a report's outline (章节): numbering that restarts, skips or doubles, and parts the law asks for.

Sources: 《政府信息公开条例》 2007 art. 32 (reports to 2018); 国办公开办函〔2019〕60号 and 〔2021〕30号 (from 2019).
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from crawler.facts import compiled, load_toml, patterns
from crawler.records import Finding, Section
from crawler.report.audits.points import audit_running, faults, finding, is_point, points
from crawler.report.portal.lines import fold
from crawler.report.text.figures import SENTENCE
from crawler.report.text.outline import level_of_sign
from crawler.report.text.outline import value_of_number as _value

_CLAUSE = re.compile(r"[^，；,;]+")
_ARABIC = 3
_SECOND = 2
#: A report with fewer headings that the form asks for is not set out by the form at all.
_LEAST_HEADINGS = 3
#: A short report that has headings for so many of the parts is set out by them, and misses the others.
_LEAST_NAMED = 3
_LEAST_TEXT = 200


class _Topic(msgspec.Struct, frozen=True):
    """What a report must speak of: what a heading on it says, and what a clause does, unless ``aside`` stands in it.

    What stands below a heading on it alone says nothing of the others where it is ``closed``.
    """

    name: str
    pattern: re.Pattern[str]
    told: re.Pattern[str]
    aside: re.Pattern[str] | None
    closed: bool = False

    def of(self, clause: str) -> bool:
        """Whether a clause tells something of it: what came, was charged, fell short, or that nothing did."""
        return self.told.search(clause) is not None and not (self.aside and self.aside.search(clause))


_numbering, _outline = patterns("audits.toml", "numbering"), patterns("audits.toml", "outline")


@cache
def _topics(law: str) -> tuple[_Topic, ...]:
    topics = load_toml("audits.toml")["outline"][law]
    return tuple(
        _Topic(
            topic["name"],
            compiled(topic, "pattern"),
            compiled(topic, "told" if "told" in topic else "pattern"),
            re.compile(topic["aside"]) if "aside" in topic else None,
            topic.get("closed", False),
        )
        for topic in topics
    )


def audit_outline(sections: list[Section], year: int | None, form_era: str | None) -> list[Finding]:
    """The findings on the outline of one report's sections."""
    return [*numbering(sections), *missing(sections, year, form_era)]


def numbering(sections: list[Section]) -> list[Finding]:
    """``section_numbering``: within one section of a report, its sub-sections count 一、二、三 without a gap."""
    rows, annex = _numbering("rows"), _numbering("annex")
    runs: dict[tuple[int, bool], list[Section]] = {}  # by level, those that begin with 第 apart
    found = []
    within = _points_within(sections)
    for section in sections[: _annex_of_2014(sections)]:
        if section.position in within:
            continue
        run = (section.level, section.number.startswith("第"))
        if annex.search(fold(section.heading)):
            if run in runs and (_value(section.number) or 0) > 1:
                runs[run].append(section)  # 八、附表 is the last of the report's own
            break
        if rows.search(section.heading) and "。" not in section.body.partition("\n")[0]:
            continue
        above = section.level if section.number else 1
        for other in [other for other in runs if other[0] > above]:
            found += _run(runs.pop(other))
        if section.number and not is_point(section):
            runs.setdefault(run, []).append(section)
    for open_run in runs.values():
        found += _run(open_run)
    for run_of_points in points(sections):
        found += _run(run_of_points)
    return [*found, *audit_running(sections)]


def _points_within(sections: list[Section]) -> set[int]:
    """Positions of points between two sections counted alike, without headings (3.答复情况/1、…/2、…/4.收费) or with
    another sign behind their numbers (1、概述/1.加强领导/2.健全制度/2、主动公开情况).
    """
    found: set[int] = set()
    arabic = [_is_arabic(section) for section in sections]
    for at, section in enumerate(sections):
        if not section.heading or not arabic[at]:
            continue
        points = []
        for of_arabic, other in zip(arabic[at + 1 :], sections[at + 1 :], strict=True):
            if not of_arabic or (other.heading and _sign_of(other) == _sign_of(section)):
                break
            points.append(other)
        if [_value(point.number) for point in points] != list(range(1, len(points) + 1)):
            continue
        behind = [other for other in sections[at + 1 + len(points) :][:1] if other.level == section.level]
        if all(_value(other.number) == (_value(section.number) or 0) + 1 for other in behind):
            found.update(point.position for point in points)
    return found


def _sign_of(section: Section) -> str:
    """The sign behind a section's number: ``、`` or ``.``."""
    return section.number.rstrip()[-1:].replace("．", ".")


def _is_arabic(section: Section) -> bool:
    return section.number != "" and level_of_sign(section.number) == _ARABIC


def _annex_of_2014(sections: list[Section]) -> int:
    """Where the annex of 2014 begins, printed as lines, else the end: at a second 一、 before 二、回应解读情况, or
    where the numbers do not go on and nothing follows but its headings (tables hold the others).
    """
    second, annex, last = (_numbering(f"annex2014{part}") for part in ("", "_all", "_last"))
    for at, section in enumerate(sections):
        if not annex.search(section.heading):
            continue
        alike = [i for i, other in enumerate(sections) if other.number and other.level == section.level]
        before, follow = [i for i in alike if i < at], [sections[i].heading for i in alike if i >= at]
        number, above = _value(section.number), _value(sections[before[-1]].number) if before else None
        if second.search(section.heading) and number == _SECOND and len(before) > 1 and above == 1:
            return before[-1]
        if number != (above or 0) + 1 and all(map(annex.search, follow)) and any(map(last.search, follow)):
            return at
    return len(sections)


def _run(run: list[Section]) -> list[Finding]:
    """The finding on one run of headings of the same level, if their numbers do not follow each other."""
    numbers = [_value(section.number) for section in run]
    labels = [section.number.rstrip("、．.，,：: ") or section.number for section in run]
    counted = [(number, label) for number, label in zip(numbers, labels, strict=True) if number is not None]
    problems = faults([number for number, _ in counted], [label for _, label in counted])
    if not problems or len(run) < 2:
        return []
    order = "".join(section.number.strip() for section in run)
    return [finding(order, problems, " / ".join(f"{section.number}{section.heading}" for section in run))]


def missing(sections: list[Section], year: int | None, form_era: str | None) -> list[Finding]:
    """``section_missing``: what the law of that year asks for and the report does not speak of."""
    if year is None:
        return []
    if form_era in ("trial2019", "standard2021"):
        return _missing_headings(sections)
    headings = _headings(sections)
    named = sum(topic.pattern.search(headings) is not None for topic in _topics("law2007"))
    enough = named >= _LEAST_NAMED or sum(len(section.body) for section in sections) >= _LEAST_TEXT
    return _missing_topics(sections, headings) if year <= 2018 and enough else []


def _headings(sections: list[Section]) -> str:
    """The headings of a report to 2018; points of what falls short and what is to be done (信息更新不及时) are none."""
    headings: list[str] = []
    closed = 0
    for section in sections:
        if 0 < closed < section.level:
            continue
        on = [topic for topic in _topics("law2007") if topic.pattern.search(section.heading)]
        closed = section.level if len(on) == 1 and on[0].closed else 0
        headings.append(section.heading)
    return "\n".join(headings)


def _missing_headings(sections: list[Section]) -> list[Finding]:
    """The form's own headings stand on one level: a sub-heading of another section is none of them."""
    levels: dict[int, list[str]] = {}
    for section in sections:
        if section.heading:
            levels.setdefault(section.level, []).append(fold(section.heading))
    lines = max((levels[level] for level in sorted(levels)), key=_named, default=[])
    bodies = (fold(line) for section in sections for line in section.body.split("\n") if 0 < len(line) <= 40)
    lines += [line for line in bodies if not _outline("no_section").search(line)]
    absent = [topic for topic in _topics("form") if not any(topic.pattern.search(line) for line in lines)]
    if not absent or len(_topics("form")) - len(absent) < _LEAST_HEADINGS:
        return []
    names = "；".join(topic.name for topic in absent)
    return [Finding("section_missing", f"缺少格式要求的部分：{names}", "warning", names)]


def _named(headings: list[str]) -> int:
    """How many of the form's parts the headings name."""
    return sum(any(topic.pattern.search(heading) for heading in headings) for topic in _topics("form"))


def _missing_topics(sections: list[Section], headings: str) -> list[Finding]:
    contents = _outline("contents")
    absent = [topic for topic in _topics("law2007") if not topic.pattern.search(headings)]
    if not absent:
        return []
    said = [sentence for section in sections for sentence in SENTENCE.findall(section.body)]
    spoken = [_outline("premise").sub("", sentence) for sentence in said if not contents.search(sentence)]
    clauses = [clause for sentence in spoken for clause in _CLAUSE.findall(sentence)]
    absent = [topic for topic in absent if not any(map(topic.of, clauses))]
    mentioned = sum(any(topic.pattern.search(sentence) for sentence in spoken) for topic in absent)
    if not absent or len(absent) - mentioned > len(_topics("law2007")) - 2:
        return []
    names = "；".join(topic.name for topic in absent)
    return [Finding("section_missing", f"缺少《条例》要求的内容：{names}", "warning", names)]
