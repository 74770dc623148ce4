"""Points that a report counts (一是, 第一, （1）, ①): in paragraphs of their own, or one behind the other in one.

A report is free to mix its signs, so only plain lists are judged: all in one sign, opened once, with no other number
where one is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.records import Finding, Section, Severity
from crawler.report.text.outline import level_of_sign
from crawler.report.text.outline import value_of_number as _value

#: The level of points in brackets; those of ① and those counted in words, 第一, are below it. What follows one in the
#: same paragraph is no section.
_BRACKETED = 4
_RUNNING = re.compile(r"第[二三四五六七八九十]+[，、：是]|[②-⑳⑵-⒇]|[（(]\d{1,2}[）)]")
_TOLD = re.compile(r"(?:^|[，。；：、,;:\n])\s*(?:[一二三四五六七八九十]{1,2}[是要]|[首其再]先?次?，)")
_BEGUN = re.compile(r"一是|[第其]一[，、：是]")
#: The kinds of points that are counted in words.
_IN_WORDS = ("第", "其", "是")
#: Before a list that begins anew.
_LEAD = re.compile(r"[：:]$|[以如]下|下列|几[个点方]|下一?步|打算|措施|问题|不足|主要|方面")
#: Each point within a paragraph, by its kind.
_POINT = re.compile(
    r"(?:^|[，。；：！,;:])\s*(?:(?P<told>[一二三四五六七八九十]{1,2})(?:是(?!否)|要)|其(?P<other>[一二三四五六七八九十]{1,2})[，,、：:是]"
    r"|第(?P<ordinal>[一二三四五六七八九十]{1,2})[，,、：:是]|(?P<circled>[①-⑳]))"
)
_FIRST = {"told": "一", "other": "一", "ordinal": "一", "circled": "①"}
_OPENED = re.compile("一是|第一|其一|①")
#: Another list's beginning in the same paragraph.
_OTHERS = re.compile(r"(?=[首一（(1])(?:首先|一方面|[（(][一1][）)]|(?<!\d)1[.、．]|一、)")
_NUMERALS = "一二三四五六七八九十"
_LEAST = 3
_LONGEST_EVIDENCE = 400


def is_point(section: Section) -> bool:
    """Whether a section is a point （1）, ①, 一是 or 第一，; where 第一、 counts a report's chapters, it is none."""
    return section.level > 1 and level_of_sign(section.number) >= _BRACKETED


def faults(numbers: list[int], labels: list[str]) -> list[str]:
    """What is wrong with numbers, each with how it is printed, that ought to count from 1."""
    found = []
    previous = 0
    for number, label in zip(numbers, labels, strict=True):
        if number == previous:
            found.append(f"“{label}”重复")
        elif number < previous:
            found.append(f"到“{label}”重新开始")
        elif number > previous + 1:
            found.append(f"“{label}”之前跳号")
        previous = number
    return found


def finding(order: str, problems: list[str], evidence: str, severity: Severity = "warning") -> Finding:
    """The finding ``section_numbering`` on numbers that are printed in this ``order``."""
    message = f"{'章节' if severity == 'warning' else '段内'}编号不连续：{order}（{'，'.join(problems)}）"
    return Finding("section_numbering", message, severity, evidence[:_LONGEST_EVIDENCE])


def points(sections: list[Section]) -> Iterator[list[Section]]:
    """Runs of points, each a paragraph of its own: （1） and （2）, ① and ②, 第一，… and 第二，…, 一是 and 二是; those
    that one paragraph goes on to are none.
    """
    runs: dict[str, list[Section]] = {}
    previous = ""
    for section in sections:
        kind = _kind_of(section)
        first = kind != "" and _value(section.number) == 1
        if (
            first
            and kind == previous
            and kind in _IN_WORDS
            and len(runs.get(kind, ())) == 1
            and not _leads(runs[kind][0])
        ):
            first = False  # 一是, and 一是 again right behind it
        previous = kind
        for other in [other for other in runs if (other == kind and first) or 0 < section.level < runs[other][0].level]:
            yield from _plain(other, runs.pop(other))
        if kind and (first or kind in runs):
            runs.setdefault(kind, []).append(section)
            text = _paragraphs(section)
            running = [line for line in text if _runs_on(kind, line)]
            if running:  # a list of its own, which goes on in paragraphs perhaps, or the rest of this one
                run = runs.pop(kind)
                yield from _plain(kind, run) if kind in _IN_WORDS and _BEGUN.search(running[0]) else ()
    for kind, run in runs.items():
        yield from _plain(kind, run)


def audit_running(sections: list[Section]) -> Iterator[Finding]:
    """The findings on points that follow each other within one paragraph, 一是…；二是…；四是…: notes, for such a slip
    says nothing of the outline.
    """
    for section in sections:
        if section.number[:1] == "①" or _OPENED.search(section.body):
            first, *others = _paragraphs(section)
            for line in (section.number + first if is_point(section) else first, *others):
                if _OPENED.search(line):
                    yield from _running(line)


def _running(line: str) -> Iterator[Finding]:
    kinds: dict[str, list[re.Match[str]]] = {}
    for point in _POINT.finditer(line):
        kinds.setdefault(point.lastgroup or "", []).append(point)
    if len(kinds) != 1 or _OTHERS.search(line):
        return
    ((kind, found),) = kinds.items()
    signs = [point[kind] for point in found]
    if len(signs) < _LEAST or signs[0] != _FIRST[kind] or signs.count(_FIRST[kind]) != 1:
        return
    numbers = [_value(sign) or 0 for sign in signs]
    labels = [point.group().lstrip("，。；：！,;: ").rstrip("，,、：:") for point in found]
    problems = faults(numbers, labels)
    told = any("重新" not in problem for problem in problems)
    if told and not _another_sign(numbers, line):
        yield finding("".join(labels), problems, line[found[0].start() :], "note")


def _plain(kind: str, run: list[Section]) -> Iterator[list[Section]]:
    """A run of points, unless a number that it lacks stands there with another sign: 一是, 二是, 三要."""
    numbers = [_value(section.number) or 0 for section in run]
    if kind not in _IN_WORDS or not _another_sign(
        numbers, "\n".join(line for section in run for line in _paragraphs(section))
    ):
        yield run


def _another_sign(numbers: list[int], text: str) -> bool:
    missing = [number for number in range(1, max(numbers) + 1) if number not in numbers]
    numerals = [_NUMERALS[number - 1] for number in missing if number <= len(_NUMERALS)]
    return any(re.search(rf"(?:^|[，。；：！、,;:\n])\s*第?其?[（(]?{numeral}", text) for numeral in numerals)


def _paragraphs(section: Section) -> list[str]:
    """What a point says, its first paragraph first; a heading may have its text in the same line."""
    lines = section.body.split("\n")
    return [f"{section.heading}。{lines[0]}", *lines[1:]] if section.heading else lines


def _leads(section: Section) -> bool:
    """Whether what a point says may lead in to another list: in a second paragraph, or by its words."""
    text = _paragraphs(section)
    return len(text) > 1 or _LEAD.search(text[0].rstrip("。")) is not None


def _runs_on(kind: str, line: str) -> bool:
    return _RUNNING.search(line) is not None or (kind == "是" and _TOLD.search(line) is not None)


def _kind_of(section: Section) -> str:
    """By which signs a section is counted as a point; ``""`` where it is none."""
    if not section.number or not is_point(section) or _value(section.number) is None:
        return ""
    if level_of_sign(section.number) == _BRACKETED:
        return "（1）"
    if section.number[0] in _IN_WORDS:
        return section.number[0]
    return "①" if section.number[0].isdigit() else "是" if "是" in section.number else ""
