"""A thing counted twice in the same words (前后不一): 全年公开信息134条 behind 全年公开各类信息143条.

Words that make no difference (the year, the agency's own name, 共, 各类) are left out; what is left must be the same,
so that a channel, a kind or another body in it keeps figures apart. Both sentences, or one where the words say more
than 公开信息, must say that they speak of the whole year or of the agency itself: paragraphs on single subjects use
the same words again and mean their subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from crawler.facts import patterns
from crawler.records import Finding, Section
from crawler.report.audits.items import on_channel
from crawler.report.statistics.items import Scope, State
from crawler.report.text.figures import SENTENCE, TITLE, Figure, find_figures, fold_sentence, shown

_SIGNS = "，；：、（）。"
#: From how many characters on words say more than 公开信息 and 收到申请.
_SPECIFIC = 6
#: No more figures before one are looked at: a hostile text must not cost their square.
_MOST = 20
_BEHIND = re.compile(r"[^，；：、（）。\d]{0,10}")
#: Words without a sign that go on for longer are no clause.
_LONGEST = 160


_pattern = patterns("audits.toml", "again")


def audit_again(sections: list[Section], year: int | None, names: tuple[str, ...], region: Scope) -> list[Finding]:
    """The findings ``prose_conflict`` on figures that stand behind the same words; ``names``: the agency's own.

    ``region``: whose the figures of a whole region are.
    """
    quotes = [
        quote
        for section in sections
        if _pattern("counts").search(section.body)
        for quote in SENTENCE.findall(section.body)
    ]
    counting = [at for at, quote in enumerate(quotes) if _pattern("counts").search(quote)]
    first: dict[tuple[str, str], tuple[float, int, bool]] = {}
    found: dict[tuple[str, str], Finding] = {}
    for at in counting if len(counting) > 1 else ():
        sentence = TITLE.sub("", fold_sentence(quotes[at]))
        of_all = _speaks_of_all(sentence, names)
        for key, value in _counted(sentence, year, names, region).items():
            one, before, first_of_all = first.setdefault(key, (value, at, of_all))
            enough = (first_of_all and of_all) or (len(key[0]) >= _SPECIFIC and (first_of_all or of_all))
            if enough and one != value and not _told_of_a_part(key, value, quotes[:at]):
                message = f"文中前后不一：“{key[0]}”一处为 {shown(one)}，另一处为 {shown(value)}"
                evidence = f"{quotes[before].strip()} / {quotes[at].strip()}"
                found.setdefault(key, Finding("prose_conflict", message, "warning", evidence))
    return [*found.values(), *_once_more(sections)]


def _once_more(sections: list[Section]) -> Iterator[Finding]:
    """All applications of a line, counted once more: 收到申请2件，其中公民1件，企业1件。3件均同意公开."""
    lines = [line for section in sections if "均" in section.body for line in section.body.split("\n") if "均" in line]
    for text in (text for text in map(fold_sentence, lines) if _pattern("once_more").search(text)):
        labels = list(_words_before(text))
        for match in _pattern("once_more").finditer(text):
            before = [(one, words) for one, words in labels if one.end <= match.start()]
            figures = [(one.value, words) for one, words in before if one.unit == match["unit"]][-_MOST:]
            value, known = float(match["value"]), {one for one, _ in figures}
            apart = [one for one, words in figures if _pattern("apart").search(words)]
            whole = [one for one, words in figures if _pattern("received_before").search(words)]
            known |= {one + other for one in known for other in apart} | {sum(whole)}
            known |= {one - other for one in known for other in known}  # 收到6件，1件不属于本机关。5件均…
            other_cases = any(_pattern("other_cases").search(words) for _, words in figures)
            if whole and value not in known and not other_cases:
                one, other = shown(whole[-1]), shown(value)
                message = f"文中前后不一：“{match['unit']}申请”一处为 {one}，另一处为 {other}"
                yield Finding("prose_conflict", message, "warning", text)


def _words_before(text: str) -> Iterator[tuple[Figure, str]]:
    """The figures of a text, each with the words around it."""
    figures = find_figures(text)
    for figure, behind in pairwise([*figures, Figure(0, "", "exact", len(text), len(text))]):
        begin = max(text.rfind(sign, 0, figure.start) for sign in _SIGNS) + 1
        yield figure, text[begin : min(behind.start, figure.end + 6)]


def _told_of_a_part(key: tuple[str, str], value: float, told: list[str]) -> bool:
    """Whether a figure of disclosures is printed before already: what a part's own section says again is no total."""
    if _pattern("applications").search(key[0]):
        return False
    printed = re.compile(rf"(?<!\d){re.escape(shown(value))}{key[1]}")
    return any(printed.search(quote) for quote in told)


def _counted(sentence: str, year: int | None, names: tuple[str, ...], region: Scope) -> dict[tuple[str, str], float]:
    """What a sentence counts of the agency's year, by its words and unit, up to where it lists parts."""
    counted: dict[tuple[str, str], float] = {}
    state = State()
    end = 0
    for figure in find_figures(sentence):
        words, end = sentence[end : figure.start], figure.end
        state.advance(words, year, region, region)
        if _pattern("parts").search(words):
            break
        so_far = state.until or state.summed or state.period != "year"  # 截至2020年底，累计公开1204条
        if figure.qualifier != "exact" or state.other_year or so_far or state.scope != "agency":
            continue
        key = _key(sentence, figure, names)
        if key:
            counted.setdefault((key, figure.unit), figure.value)
    return counted


def _speaks_of_all(words: str, names: tuple[str, ...]) -> bool:
    return _pattern("all").search(words) is not None or any(name in words for name in names)


def _key(sentence: str, figure: Figure, names: tuple[str, ...]) -> str:
    """The words around a figure without what makes no difference; ``""`` where they count nothing of a report."""
    begin = max(sentence.rfind(sign, 0, figure.start) for sign in _SIGNS) + 1
    words = sentence[begin : figure.start]
    if len(words) > _LONGEST:
        return ""
    if on_channel(sentence[:begin]) and not on_channel(words):
        return ""
    if not _pattern("noun").search(words):
        behind = _BEHIND.match(sentence, figure.end)
        words += behind.group() if behind else ""
    for name in names:
        words = words.replace(name, "")
    for key, plainly in (("same_applications", "申请"), ("same_information", "信息"), ("received", "收到")):
        words = _pattern(key).sub(plainly, words)
    words = _pattern("noise").sub("", words)
    return words if _pattern("key").fullmatch(words) and not _pattern("unless").search(words) else ""
