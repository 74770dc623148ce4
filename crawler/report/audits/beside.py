"""What stands beside a sentence with another year: whether the text compares, as its neighbours tell the same of the
report's own year (前后文).
"""

from __future__ import annotations

import re

from crawler.facts import patterns

SENTENCE = re.compile(r"[^。！；\n]+[。！；]?")
#: The topic of a sentence on applications, reviews and lawsuits is not 公开.
_OF_INFORMATION = re.compile(
    r"因[^，。；\d]{0,24}(?:引[发起]|导致|而)的?|(?:政府)?信息公开|公开(?=政府信息)|政务公开(?=重?要?点|工作|任务|目标|考核|培训|会)"
)
#: What a bare sentence is about, to tell a comparison with the lines beside it: what it names first.
TOPIC = re.compile(r"复议|诉讼|收费|申请(?!(?:提起)?行政(?:复议|诉讼))|公开|许可|处罚|检查|培训")

_pattern = patterns("audits.toml", "foreign_year")


def compared(sentence: str, beside: tuple[str, str], year: int) -> bool:
    """Whether a bare sentence (2015年收到申请3件) compares: the text before or behind it says the same of the report's
    year; before it, the year need not be said.
    """
    words = _OF_INFORMATION.sub("", sentence)
    first = TOPIC.search(words)
    if first is None:
        return False
    topic = first.group()
    before, behind = (_OF_INFORMATION.sub("", text) for text in beside)
    timed = re.compile(rf"{year}年|全年|本年|年内|一年来|[今当]年")
    stated = re.compile(
        rf"{topic}[^。；，\n]*\d[件条]|\d[件条][^。；，\n]{{0,12}}{topic}|(?:未|没有|无|零)[^。；，\n]*{topic}"
    )
    return any(
        (
            (_about(other, timed) == topic and _pattern("stated").search(other))
            or (text is before and stated.search(other))
        )
        for text in (before, behind)
        for other in SENTENCE.findall(text)
        if not _of_another_year(other, year) and not _pattern("for_others").search(other)
    )


def _about(sentence: str, timed: re.Pattern[str]) -> str:
    """What a sentence tells of the time ``timed`` first (its topic), else ``""``."""
    time = timed.search(sentence)
    topic = TOPIC.search(sentence, time.end()) if time else None
    return topic.group() if topic else ""


def _of_another_year(sentence: str, year: int) -> bool:
    match = _pattern("opening").match(sentence)
    return match is not None and int(match["y"]) != year
