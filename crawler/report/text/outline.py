"""The outline of a report (章节): which lines are headings, at what level, and what belongs to each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from unicodedata import normalize

from crawler.facts import load_toml
from crawler.records import Section
from crawler.report.text.figures import close_up, read_numeral

#: A heading longer than this is a sentence that happens to be numbered.
LONGEST_HEADING = 48
#: A heading of several clauses (加强领导，健全机制), or one that ends with a full stop before its text, is no longer.
LONGEST_CLAUSES = 30
#: The level of paragraphs that begin with 一是.
LEVEL_OF_POINTS = 5
#: The first number of any kind.
_ONE = frozenset(("1", "１", "一", "①", "⑴"))
#: The number of a part of a list, whatever its signs: 1. （一） 一是 ①.
POINT = r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[一二三四五六七八九十]是|[①-⑨])"
#: The digits of a number, and what is typed for 一.
_DIGITS = re.compile(r"[一二三四五六七八九十]+|\d+")
_DASHES = ("—", "－")
_ARABIC = 3
_ORDINAL = re.compile(r"第[二三四五六七八九十][，,、：:是]")
_LEAST_CHAPTERS = 2
#: Headings on so many parts of a report are its chapters though they count anew.
_LEAST_PARTS = 3
_FIRST_POINT = frozenset("一二三四五六七八九十第其")
_BREAK = re.compile(r"[。：:！？；\u3000 ]|——")
#: Behind a number and its sign: a date or an amount, no heading.
_AMOUNT = re.compile(r"(?!20\d\d年)\d*(?:年(?![度报])|月(?!报)|日(?!常|报)|%|％|万|亿|个(?![人别体])|条(?!例)|件)")


@cache
def _numbering() -> tuple[re.Pattern[str], tuple[int, ...]]:
    """All kinds of numbers in one pattern, a group each, and the level of each group."""
    rules = load_toml("outline.toml")["numbering"]
    return re.compile("|".join(f"({rule['pattern']})" for rule in rules)), tuple(rule["level"] for rule in rules)


@cache
def _unnumbered() -> frozenset[str]:
    return frozenset(load_toml("outline.toml")["unnumbered"]["headings"])


@cache
def _points() -> tuple[re.Pattern[str], re.Pattern[str]]:
    points = load_toml("outline.toml")["points"]
    return re.compile(points["pattern"]), re.compile(points["next"])


@cache
def _parts() -> tuple[re.Pattern[str], ...]:
    """What the headings of a report's parts say."""
    return tuple(map(re.compile, load_toml("outline.toml")["headings"]["narrative"]))


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(load_toml("outline.toml")["sentences"]["opener"])


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(load_toml("outline.toml")["sentences"]["figure"])


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(load_toml("outline.toml")["sentences"]["leads"])


@cache
def _noun_end() -> re.Pattern[str]:
    return re.compile(rf"{load_toml('outline.toml')['sentences']['nouns']}$")


@cache
def _run_in() -> re.Pattern[str]:
    rules = load_toml("outline.toml")["sentences"]
    return re.compile(rf"(?P<heading>[^。；：:，,！？]{{2,30}}?{rules['nouns']})(?=[，,]?{rules['opener']})")


#: What a numbered line can begin with: most lines are told from headings by their first character alone.
_FIRST = frozenset("第一二三四五六七八九十—－（(〔﹙0123456789０１２３４５６７８９") | frozenset(
    map(chr, (*range(ord("①"), ord("⒛") + 1), *range(ord("㈠"), ord("㈩") + 1)))
)


def number_of(line: str) -> tuple[int, str, str] | None:
    """``(level, number, rest)`` of a line that begins with a section number, else ``None``.

    ``level`` 1 is 一、, 2 (一), 3 1., 4 (1), 5 ①; ``number`` is as printed, without white space around it.
    """
    if not line or line[0] not in _FIRST:
        return None
    pattern, levels = _numbering()
    found = pattern.match(line)
    if found is None or found.lastindex is None:
        return None
    level, rest = levels[found.lastindex - 1], line[found.end() :].strip(" \u3000")
    if level == 3 and _AMOUNT.match(rest):
        return None
    return level, found.group().strip(), rest


def level_of_sign(number: str) -> int:
    """The level that a section number's signs have by themselves, whatever stands above it in its report."""
    found = number_of(f"{number}某事")
    if found is not None:
        return found[0]
    return LEVEL_OF_POINTS if number[:1] in ("第", "其") or "是" in number else 1


def value_of_number(number: str) -> int | None:
    """What a section number counts (第三部分 is 3, ㈡ is 2); ``None`` where it has no digits."""
    found = _DIGITS.search(normalize("NFKC", number))
    if not found:
        return 1 if number[:1] in _DASHES else None
    return int(found.group()) if found.group().isdigit() else read_numeral(found.group())


def split_heading(line: str) -> tuple[int, str, str, str] | None:
    """``(level, number, heading, text)`` of a line that opens a section, else ``None``.

    ``text`` is what runs on after the heading on the same line: ``1、公开更加及时。针对…`` has both. A numbered
    line that is a sentence opens a section without a heading. A paragraph that begins with 一是 is of level 5.
    """
    folded = line.strip(" \u3000")
    numbered = number_of(folded) or _point_of(folded)
    if numbered is None:
        return (1, "", folded, "") if folded in _unnumbered() else None
    level, number, rest = numbered
    heading, text = _heading_and_text(rest)
    return level, number, heading, text


def _point_of(line: str) -> tuple[int, str, str] | None:
    """A paragraph that is one point of several counted in words (一是), unless it runs on to the next point."""
    if not line or line[0] not in _FIRST_POINT:
        return None
    point, following = _points()
    found = point.match(line)
    if found is None or following.search(line, found.end()):
        return None
    return LEVEL_OF_POINTS, found.group(), line[found.end() :].strip(" \u3000")


def _heading_and_text(rest: str) -> tuple[str, str]:
    """The heading after a number, and the text that runs on behind it."""
    found = _BREAK.search(rest)
    end = found.start() if found else len(rest)
    heading, text = rest[:end], rest[found.end() :].strip(" \u3000") if found else ""
    if found and found.group() in "：:" and len(rest) <= LONGEST_HEADING and not _is_prose(text):
        # What follows the colon is part of the heading: 附表：某某统计表.
        return rest.rstrip("。：:；;"), ""
    if found and found.group() in " \u3000" and len(rest) <= LONGEST_HEADING and not _is_prose(rest):
        return rest.rstrip("。：:；;"), ""
    run_in = _run_in().match(heading)
    if run_in and ("，" in heading or "," in heading) and not _opener().match(heading):
        return run_in["heading"], rest[run_in.end("heading") :].lstrip("，,")
    closed = bool(found and found.group() in "。！？；") or rest.endswith("。")
    longest = LONGEST_CLAUSES if closed and not _noun_end().search(heading) else LONGEST_HEADING
    if 0 < len(heading) <= longest and not _is_sentence(heading, closed=closed):
        return heading.rstrip("；;"), text
    return "", rest


def _is_prose(text: str) -> bool:
    return any(sign in text for sign in "，,。；") or any(sign.isdigit() for sign in text)


def _is_sentence(text: str, *, closed: bool) -> bool:
    """Whether what follows a number is a sentence and no heading; ``closed`` by a full stop."""
    clauses = text.count("，") + text.count(",")
    if _leads().search(text) or ((closed or clauses) and _figure().search(text)):
        return True
    return clauses > 0 and (len(text) > LONGEST_CLAUSES or _opener().match(text) is not None)


def closed_up(sections: list[Section]) -> list[Section]:
    """The sections as the audits read them: without white space within their lines, which tells nothing."""
    return [
        Section(section.position, section.level, section.number, close_up(section.heading), close_up(section.body))
        for section in sections
    ]


def with_headings(sections: list[Section]) -> Iterator[tuple[Section, list[str]]]:
    """Each section with the headings that it stands under, its own first.

    Points without headings that begin at 1 behind a heading counted alike (3.答复情况 / 1、同意2件；) stand under it.
    """
    above: list[Section] = []
    listed = 0  # the level of such points
    for section in sections:
        begins = bool(above) and above[-1].level == section.level and bool(above[-1].heading)
        begins = begins and section.number.strip("（()）、.． ") in _ONE
        listed = section.level if not section.heading and (begins or listed == section.level) else 0
        if not listed:
            above = [*(upper for upper in above if upper.level < section.level), section]
        yield section, [upper.heading for upper in reversed(above) if upper.heading]


def read_sections(lines: list[str]) -> list[Section]:
    """The sections of a report's lines in order; what stands before the first heading is a section of its own.

    That first section has level 0, no number and no heading.
    """
    sections: list[Section] = []
    texts: list[str] = []

    def close() -> None:
        if sections:
            sections[-1].body = "\n".join(texts)
        elif any(texts):
            sections.append(Section(0, 0, "", "", "\n".join(texts)))
        texts.clear()

    for line in lines:
        opened = split_heading(line)
        if opened is None:
            texts.append(line)
            continue
        close()
        level, number, heading, text = opened
        sections.append(Section(len(sections), level, number, heading, ""))
        if text:
            texts.append(text)
    close()
    _nest(sections)
    return sections


def _nest(sections: list[Section]) -> None:
    """Sets the levels of a report whose chapters have another sign than 一、: they are of level 1, and what stands
    below them is lower (第一部分 above 一、, 第一、 above 1、, 1. above （一）).
    """
    numbered = [section for section in sections if section.number]
    if not numbered or not _opens_chapters(numbered):
        return
    top = _sign(numbered[0])
    signs = list(map(_sign, numbered))
    step = int(any(sign[0] == 1 for sign in signs if sign != top))
    for section, sign in zip(numbered, signs, strict=True):
        section.level = 1 if sign == top else section.level + step


def _sign(section: Section) -> tuple[int, bool]:
    return section.level, section.number.startswith("第")


def _opens_chapters(numbered: list[Section]) -> bool:
    """Whether the first number of a report is that of a chapter though its sign by itself is not above all others.

    It is where chapters go on behind the sections that stand in them, and each of these counts from 1.
    """
    top = _sign(numbered[0])
    level, ordinal = top
    chapters = [section for section in numbered if _sign(section) == top]
    if len(chapters) < _LEAST_CHAPTERS or not (ordinal or level == _ARABIC):
        return False
    if not any(section.level <= level for section in numbered if _sign(section) != top):
        alone = [section for section in chapters if section.heading and not _ORDINAL.search(section.body)]
        first = sum(value_of_number(section.number) == 1 for section in chapters)
        once = first == 1 or sum(any(part.search(c.heading) for c in chapters) for part in _parts()) >= _LEAST_PARTS
        return level == LEVEL_OF_POINTS and once and len(alone) == len(chapters)
    if ordinal and level == 1:
        return True
    pairs = [
        (_sign(one) == top, _sign(other) == top, value_of_number(other.number)) for one, other in pairwise(numbered)
    ]
    behind = {value for within, after, value in pairs if after and not within}
    first_within = {value for within, after, value in pairs if within and not after}
    return bool(behind) and 1 not in behind and first_within == {1}
