"""Growth that a text prints (增减): against the figure of the year before that it prints beside it.

收到24件，同比下降17.2%（上年29件）; 71条，较2014年的66条增加5条. The amount, and the rate in per cent, follow from
both figures. Only figures of one unit and, between semicolons, of one sentence; where it has only that of the year
before, any figure of its section before it may be this year's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.facts import patterns
from crawler.records import Finding, Section
from crawler.report.text.figures import SENTENCE, Figure, find_figures, fold_sentence, shown

#: By how many points a printed rate may differ from the true one: rounding and cutting off, printed whole or in parts.
_OFF = (1.0, 0.15)


#: A remark between a year and its figure: 上年[（原口径）]256条.
_ASIDE = re.compile(r"（(?:[^（）\d]|\d{1,4}[年月日])*）")
#: How many characters before a sentence are looked at.
_NEAR = 1200


def audit_growth(sections: list[Section], year: int | None) -> list[Finding]:
    """The findings ``sum_mismatch`` on amounts and rates of growth in a report's prose."""
    found: dict[str, Finding] = {}
    chapter: list[str] = []  # what stands above a section under the same heading of level 1
    for section in sections:
        chapter = [*(chapter if section.level > 1 else []), section.body]
        if not _pattern("has").search(section.body):
            continue
        before = fold_sentence("。".join(chapter[:-1])[-_NEAR:])
        for sentence in SENTENCE.findall(section.body):
            for segment in fold_sentence(sentence).split("；"):
                if _pattern("has").search(segment):
                    for finding in _segment(segment, before, year, sentence):
                        found.setdefault(finding.message, finding)
                before = (before + segment)[-_NEAR:]
    return list(found.values())


_pattern = patterns("audits.toml", "growth")


def _segment(segment: str, before: str, year: int | None, quote: str) -> Iterator[Finding]:
    text = _ASIDE.sub("", segment)
    figures = find_figures(text)
    grown = list(_grown(text, figures))
    counts = [
        figure
        for figure in figures
        if figure.unit != "%" and figure.qualifier == "exact" and all(figure is not amount for amount, _ in grown)
    ]
    bases = [figure for figure in counts if _of_last_year(text[: figure.start], year)]
    if len(bases) == 1:
        nows = [figure for figure in counts if figure.unit == bases[0].unit and figure is not bases[0]]
        if not nows:  # 新收2件。上年新收5件，下降60%
            nows = [figure for figure in find_figures(before) if figure.unit == bases[0].unit]
        values = [now.value for now in nows]
        values.append(sum(values))  # 网站公开30条，新媒体公开40条，较上年度（63条）增加7条
        for amount, sign in grown if nows else ():
            if not any(_agrees(value, bases[0].value, amount, sign, bases[0].unit) for value in values):
                yield _finding(nows[0].value, bases[0].value, amount, sign, quote)
    elif not bases and len(grown) == 2 and grown[0][0].unit != "%" and grown[1][0].unit == "%":
        (more, sign), (rate, _) = grown  # 14件，较上年增加4件，增长40%
        nows = [figure for figure in (counts or find_figures(before)) if figure.unit == more.unit]
        starts = [(now.value, now.value - sign * more.value) for now in nows]
        if starts and not any(_agrees(now, start, rate, sign) for now, start in starts):
            yield _finding(*starts[0], rate, sign, quote)


def _grown(text: str, figures: list[Figure]) -> Iterator[tuple[Figure, int]]:
    """The exact amounts and rates of growth (1) and decline (-1) of a sentence, in order."""
    at = {figure.start: figure for figure in figures if figure.qualifier == "exact"}
    for match in _pattern("grown").finditer(text):
        if match.end() in at:
            yield at[match.end()], -1 if match["less"] else 1


def _of_last_year(words: str, year: int | None) -> bool:
    match = _pattern("base").search(words)
    return match is not None and (match["y"] is None or int(match["y"]) != year)


def _agrees(now: float, base: float, amount: Figure, sign: int, unit: str = "") -> bool:
    """Whether an amount or a rate of growth is that from ``base`` to ``now``; another unit's is of something else."""
    grown = sign * (now - base)
    if amount.unit == "%":
        off = _OFF[0] if amount.value == int(amount.value) else _OFF[1]
        return not base or abs(grown / base * 100 - amount.value) <= off
    return amount.unit != unit or grown == amount.value


def _finding(now: float, base: float, amount: Figure, sign: int, quote: str) -> Finding:
    percent = amount.unit == "%"
    true = round(sign * (now - base) / base * 100, 1) if percent else sign * (now - base)
    word, unit = "增加" if sign > 0 else "减少", "%" if percent else ""
    message = f"增减与数量不符：由 {shown(base)} 到 {shown(now)}，应{word} {shown(true)}{unit}"
    return Finding("sum_mismatch", f"{message}，文中写作 {shown(amount.value)}{unit}", "warning", quote)
