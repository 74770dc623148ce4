"""Audits for what was left in from another report: another year where the report speaks of its own (沿用旧稿).

Only confident cases: a sentence that opens with another year and goes on about the agency's own work, the year that the
report gives itself, its statistical period, its headings and the captions of its tables. Citations, histories and plans
are meant as they stand. Another place's or agency's name: :mod:`crawler.report.audits.places`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crawler.facts import patterns
from crawler.records import Finding, Section
from crawler.report.audits.beside import SENTENCE, TOPIC, compared
from crawler.report.audits.names import same_bureau
from crawler.report.audits.places import audit_places
from crawler.report.audits.plans import planned, stale_plan
from crawler.report.text.figures import BRACKETS, fold_sentence
from crawler.report.text.outline import with_headings

#: What is cited, and not announced (现发布《X县2015年政府信息公开工作年度报告》).
_TITLE = re.compile(r"(?<!公布)(?<!发布)(?<!公开)(?<!编制)《[^《》]{0,120}》|〔\d{4}〕")
_ANY_YEAR = re.compile(r"[2２][0０]\d\d(?=年)")  # int reads wide digits too
#: A line with the report's own year alone is looked at where it may plan for it.
_PLANS = re.compile("将|打算|计划|拟|准备|下一?步|今后")
_PLACE = re.compile(r"(?:[县区市旗州盟省乡镇]|(?<=[县区市旗州盟省])人民政府)(?=.)")
#: What an agency may lie in, named before it: 清水县白沙镇.
_LIES_IN = re.compile(r"(?:(?![与和同跟会向赴由经被给])[\u4e00-\u9fff]{1,8}?[省市州盟县区旗])?")
#: Where the report announces itself, its own year is due whatever was told before.
_ANNOUNCES = re.compile(r"，(?:现|特此?|兹)[将就向]")
_OWN = re.compile(r"(?:我|本|全)(?:局|委|办|乡|镇|县|市|区|州|街道|街|旗|厅|院|单位|机关|中心|部门)")
#: The end of a government's name that says no more.
_KINDS = ("县", "区", "市", "旗", "州", "镇", "乡")
_GOVERNMENT = re.compile(r"(?:人民政府|办事处)$")
_LONGEST_CAPTION = 60
_SHORT = 14
#: How far before a span of days stands what it bounds, and before a plan that it is one.
_NEAR = 40
#: So many lines of a section before one and behind it are beside it: a hostile text must not cost their square.
_BESIDE = 200
#: Lines at the end of a report among which its date stands.
_LAST_LINES = 4
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
#: 二〇一八年.
_NUMERAL_YEAR = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
#: A year that begins a later clause of a sentence, or stands in it behind ``who`` it is told of.
_CLAUSE_YEAR = re.compile(
    r"(?<=[，（])(?P<part>其中|另外|此外)?[，：]?(?:截[至止]到?|(?P<who>[^，。；！（）\d]{2,24}?)在?)?(?P<y>20\d\d)年"
)


class _Place(NamedTuple):
    """Where a line stands: the heading and level of its section, and all headings above it."""

    heading: str
    above: str
    level: int


_pattern = patterns("audits.toml", "foreign_year")


def audit_foreign(
    sections: list[Section], year: int | None, agency: str | None, division_code: str | None, *, titled: bool = False
) -> list[Finding]:
    """The findings ``foreign_year`` and ``foreign_agency`` of one report, one for each year and place.

    ``titled``: the report's title names its agency.
    """
    found: dict[str, Finding] = {}
    if year is not None:
        names = own_names(agency or "")
        for section, above in with_headings(sections):
            for finding in _section(section, _Place(section.heading, "\n".join(above), section.level), year, names):
                found.setdefault(finding.message, finding)
        for finding in _signature(sections, year):
            found.setdefault(finding.message, finding)
    return [*found.values(), *audit_places(sections, year, agency or "", division_code, titled=titled)]


@lru_cache(maxsize=512)
def own_names(agency: str) -> tuple[str, ...]:
    """What an agency may be called at the beginning of a sentence: its name, and its end from the place on."""
    whole = agency if _GOVERNMENT.search(agency) or not agency.endswith(_KINDS) else f"{agency}人民政府"
    ends = [match.end() for match in _PLACE.finditer(whole)]
    names = [whole[at:] for at in (0, *(end - 1 for end in ends), *ends)]
    names += [_GOVERNMENT.sub("", name) for name in names]
    names += [name.replace("人民政府", "政府") for name in names]
    names += [name.replace("办公室", "办") for name in names]
    return tuple(dict.fromkeys(name for name in names if len(name) > 2))


def _section(section: Section, place: _Place, year: int, names: tuple[str, ...]) -> Iterator[Finding]:
    heading = fold_sentence(section.heading)
    own = _pattern("heading").search(heading)
    if own and int(own["y"]) != year and not _meant(heading, section.body, past=int(own["y"]) < year):
        yield _finding(own["y"], year, "标题", section.number + section.heading)
    lines = section.body.split("\n")
    folded: list[str] = []
    for at, line in enumerate(lines):
        line = _NUMERAL_YEAR.sub(lambda numeral: numeral.group().translate(_NUMERALS), line) if "二" in line else line
        if any(int(which) != year or _PLANS.search(line) for which in _ANY_YEAR.findall(line)):
            folded = folded or [_TITLE.sub("《》", fold_sentence(each)) for each in lines]
            before, behind = folded[max(0, at - _BESIDE) : at], folded[at + 1 : at + 1 + _BESIDE]
            beside = ("\n".join(before), "\n".join(behind))
            text = fold_sentence(line)
            ordered = _pattern("ordered").search(text) if "》" in text or "关于" in text else None
            cited = _ANY_YEAR.findall(_titles(text))
            if ordered and int(ordered["y"]) < year and all(int(which) < year for which in cited):
                yield _finding(ordered["y"], year, "编制依据", ordered.group())
            yield from _line(_TITLE.sub("《》", text), place, year, names, beside)


def _titles(text: str) -> str:
    """The titles that a text cites, one behind the other."""
    return "".join(re.findall("《[^《》]*》", text))


def _meant(heading: str, body: str, *, past: bool) -> bool:
    """Whether another year is meant in a heading: plans of a year to come, what was mended of a year before."""
    if not past:
        return _pattern("plan_heading").search(heading) is not None or planned(heading, "")
    problems = _pattern("problems").search(heading) is not None and _pattern("mended").search(body) is not None
    return problems or _pattern("heading_not").search(heading) is not None


def _line(text: str, place: _Place, year: int, names: tuple[str, ...], beside: tuple[str, str]) -> Iterator[Finding]:
    """The findings on one folded line of a section; ``beside``: the section's lines before and behind it."""
    for period in _pattern("period").finditer(text):
        if _another_period(period, text, year):
            yield _finding(_which(period), year, "统计期限", period.group())
            break
    announced = _pattern("announced").search(text) if place.level == 0 else None
    if announced and int(announced["y"]) != year:
        yield _finding(announced["y"], year, "报告年度", announced.group())
    own = _pattern("own").search(text)
    if own and int(_which(own)) != year and not _cited(own, text, opening=place.level == 0):
        yield _finding(_which(own), year, "报告年度", own.group())
    caption = _pattern("caption").search(text) if len(text) <= _LONGEST_CAPTION else None
    if caption and int(_which(caption)) != year:
        yield _finding(_which(caption), year, "表题", text)
    for at, sentence in enumerate(sentences := SENTENCE.findall(text)):
        before, behind = "\n".join((beside[0], *sentences[:at])), "\n".join((*sentences[at + 1 :], beside[1]))
        which = _told_of(sentence, place, year, names, (before, behind))
        which = which or _clause_told_of(sentence, place, year, names, (before, behind))
        if which:
            yield _finding(which, year, "工作情况", sentence)
        if stale_plan(sentence, place.above + before[-_NEAR:], year):
            yield _finding(str(year), year, "今后打算", sentence)


def _signature(sections: list[Section], year: int) -> Iterator[Finding]:
    """The date of signature that cannot be a report's on the whole of the year."""
    for line in sections[-1].body.split("\n")[-_LAST_LINES:] if sections else ():
        signed = _pattern("signed").fullmatch(line.strip().translate(_NUMERALS))
        if signed and (int(signed["y"]) < year or (int(signed["y"]) == year and signed["early"])):
            yield _finding(signed["y"], year, "落款日期", line.strip())


def _which(match: re.Match[str]) -> str:
    """The year that a pattern of several ways to write it found: its first group that matched."""
    return next(group for group in match.groups() if group)


def _another_period(period: re.Match[str], text: str, year: int) -> bool:
    """Whether days that bound a year are those of another one, and no history or comparison."""
    since, until = int(_which(period)), int(period["z"] or _which(period))
    if since > until:
        return True
    stretched = since < until == year and _pattern("whole_year").match(period.group()) is not None
    if year in (since, until) and not stretched:
        return False
    if _pattern("bounds").search(text, max(0, period.start() - _NEAR), period.end()):
        return True
    sentence = next(found.group() for found in SENTENCE.finditer(text) if found.end() > period.start())
    sentence = BRACKETS.sub("", sentence)
    return since == until and f"{year}年" not in sentence and not _pattern("comparison").search(sentence)


def _clause_told_of(sentence: str, place: _Place, year: int, names: tuple[str, ...], beside: tuple[str, str]) -> str:
    """The other year that a later clause of a folded sentence tells of as if it were the report's, else ``""``."""
    if _pattern("comparison").search(sentence):
        return ""
    changed = _pattern("change").search(sentence) is not None
    for match in _CLAUSE_YEAR.finditer(sentence):
        if changed and re.search(r"\d", sentence[: match.start()]):
            break  # 公开60条，2015年51条，增长: what was told before it is compared with it
        before, rest = sentence[: match.start()], sentence[match.end("part") if match["part"] else match.start() :]
        rest = rest.partition("）")[0] if before.endswith("（") else rest
        if f"{year}年" in before and (int(match["y"]) > year or not TOPIC.search(rest)):
            continue
        if (match["part"] == "其中" or "其中" in before) and not _pattern("part_of").match(rest):
            continue
        if match["who"] and (f"{year}年" in sentence or not _pattern("stated").search(rest.partition("，")[0])):
            continue
        said = "" if f"{match['y']}年" in before else before  # a total to the end of that year compares with nothing
        which = _told_of(rest, place, year, names, (f"{beside[0]}\n{said}", beside[1]))
        if which:
            return which
    return ""


def _told_of(sentence: str, place: _Place, year: int, names: tuple[str, ...], beside: tuple[str, str]) -> str:
    """The other year that a folded sentence tells of as if it were the report's, else ``""``."""
    match = _pattern("opening").match(sentence)
    till = match is not None and match["till"] is not None
    if match is None:
        match = _pattern("behind").match(sentence)
        if match is None or not (_is_own(match["own"], names) or _pattern("topic_led").fullmatch(match["own"])):
            return ""
    bare = BRACKETS.sub("", _ANNOUNCES.split(sentence)[0])
    told = _pattern("told").match(sentence, match.end())
    at, end = (told.start("what"), told.end()) if told else (match.end(), len(sentence))
    head = BRACKETS.sub("", sentence[match.start("y") : end])
    if int(match["y"]) == year or re.search(rf"(?<!截[至止]){year}年", bare):
        return ""  # the report's own year beside it: a comparison or a history
    now = _pattern("that_year").sub("", bare, 1) if till else bare
    if _pattern("comparison").search(_pattern("with_last").sub("", now)):
        return ""
    done_since = int(match["y"]) > year and _pattern("done").search(bare)  # nothing of a year to come is history
    if (
        _in_turn(int(match["y"]), *beside, year)
        or (_pattern("history").search(head) and not done_since)
        or (till and _pattern("totals").search(bare))
    ):
        return ""
    if int(match["y"]) > year and planned(bare, place.above + beside[0][-_NEAR:]):
        return ""
    of_problems = _of_problems(place, sentence, match)
    if (of_problems or "问题" in bare) and _pattern("solved").search(bare):
        return ""
    own = _is_own(match["own"], names) if match.re is _pattern("behind") else _own(sentence, at, names)
    said = _pattern("content").search(bare) or (own and _pattern("own_content").search(bare))
    if said and own and not (till and compared(sentence, beside, year)):
        return str(match["y"])
    if of_problems and _pattern("shortcoming").search(sentence, match.end()):
        return str(match["y"])
    about = place.heading if len(head) <= _SHORT and not said else ""  # 2015年未发生: the heading says what
    if not (said or _pattern("content").search(about)) or not _pattern("stated").search(sentence, match.end()):
        return ""
    return "" if compared(about + sentence, beside, year) else str(match["y"])


def _in_turn(which: int, before: str, behind: str, year: int) -> bool:
    """Whether a year stands in a history told year by year: an earlier one before it, the report's right behind it."""
    years = _ANY_YEAR.findall(before.rpartition("\n")[2])
    return which < year and behind.startswith(f"{year}年") and any(int(other) < which for other in years)


def _is_own(words: str, names: tuple[str, ...]) -> bool:
    """Whether words are a name of the agency: 我局, its name or the end of it, a short form of it (县住建局)."""
    if _OWN.fullmatch(words) or any(name.endswith(words) for name in names):
        return True
    short = _pattern("short").search(words)
    return (
        short is not None
        and short.end() == len(words)
        and any(same_bureau(short["office"], name) for name in names[:1])
    )


def _own(sentence: str, at: int, names: tuple[str, ...]) -> bool:
    """Whether a sentence goes on at a place about the agency itself: 我局, its name, a short form of it (县住建局)."""
    lies_in = _LIES_IN.match(sentence, at)
    if sentence.startswith(names, at) or (lies_in and sentence.startswith(names, lies_in.end())):
        return True
    short = _pattern("short").match(sentence, at)
    if short is not None and any(same_bureau(short["office"], name) for name in names[:1]):
        return True
    return _pattern("self").match(sentence, at) is not None


def _of_problems(place: _Place, sentence: str, match: re.Match[str]) -> bool:
    """Whether a sentence with a year stands where the report tells of its problems."""
    said = place.above + sentence[: match.start("y")]
    return _pattern("problems").search(said) is not None


def _cited(own: re.Match[str], text: str, *, opening: bool) -> bool:
    """Whether it is no report's own year: that of an order (按照关于做好2015年…报告编制工作的通知), or of a report
    that was published during the year (按时公布了2015年…报告), which no ``opening`` of a report tells of.
    """
    if not opening and not _pattern("presents").match(own.group()):
        return True
    start, at = own.start(), own.start(own.lastgroup or 0)
    if not _pattern("presents").match(own.group()):
        start = max(0, at - 20, text.rfind("，", 0, at) + 1)
    return _pattern("own_not").search(text[start:at]) is not None


def _finding(which: str, year: int, what: str, words: str) -> Finding:
    message = f"{year}年度报告中把{what}写作{which}年，疑为沿用旧稿"
    return Finding("foreign_year", message, "warning", words[:200])
