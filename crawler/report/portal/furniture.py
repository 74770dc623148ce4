"""What a portal's line is like (页面附加文字的样子) where its wording is not known (``data/boilerplate.toml``).

Asked before a report's first line and behind its last one only, where a line has to show that it is the report's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.facts import patterns
from crawler.report.portal.lines import fold, is_boilerplate, is_item

#: A portal's own sentence is no longer than this.
_LONGEST_SENTENCE = 120
#: A sentence shorter than this says little else than what its words name.
_BRIEF = 24
#: A line that introduces a list is longer than this with its colon.
_LONGEST_CAPTION = 4
#: A line of buttons has so many words, none of them longer than this.
_LEAST_WORDS = 3
_LONGEST_WORD = 12
_STOPS = re.compile("[，。；！？,;!?]")


_pattern = patterns("boilerplate.toml", "speech")


@lru_cache(maxsize=1024)
def speaks_of_page(text: str) -> bool:
    """Whether a line speaks to the reader of a page, or of the page, and not of what a report is about."""
    if len(text) > _LONGEST_SENTENCE:
        return False
    line = fold(text)
    if _pattern("portal").search(line) or _pattern("published").search(line):
        return True
    asks = line[-1:] == "?" and ("您" in line or "你" in line)
    if not asks and _pattern("report").search(line):
        return False  # nearly every line of a report: the first of its words tells
    return _pattern("reader").search(line) is not None or (
        is_stated(text)
        and (
            _pattern("page").search(line) is not None
            or (len(line) < _BRIEF and _pattern("page_in_brief").search(line) is not None)
        )
    )


@lru_cache(maxsize=1024)
def speaks_of_report(text: str) -> bool:
    """Whether a line is a sentence, or part of one, of what a report is about."""
    return is_stated(text) and _pattern("report").search(fold(text)) is not None and not speaks_of_page(text)


def is_stated(text: str) -> bool:
    """Whether a line is a sentence, and not words, names and values in a row."""
    return _STOPS.search(text) is not None


def is_run(text: str) -> bool:
    """Whether a line is nothing but short words set apart, as buttons and menus are."""
    words = text.replace("|", " ").split()
    return len(words) >= _LEAST_WORDS and max(map(len, words)) <= _LONGEST_WORD and not is_stated(text)


def opens_report(text: str) -> bool:
    """Whether a short line that is no sentence may open a report's text: a heading without number, a salutation."""
    return _pattern("openings").fullmatch(fold(text)) is not None


def is_preface(text: str) -> bool:
    """Whether a line is a heading that only a report's text begins with: 前言, 概述."""
    return len(text) <= _LONGEST_WORD and _pattern("prefaces").fullmatch(fold(text)) is not None


def is_contents(text: str) -> bool:
    """Whether a line is the heading of a table of contents (目录), where headings follow it."""
    return len(text) <= _LONGEST_WORD and _pattern("contents").fullmatch(fold(text)) is not None


def lets_out(text: str) -> bool:
    """Whether a line says who lets a report go out (签发人：某某), where the signature follows it."""
    return len(text) <= _BRIEF and _pattern("signers").fullmatch(fold(text)) is not None


def closes_report(text: str) -> bool:
    """Whether a short line that is no sentence may close a report's text: 特此报告, 无, 抄送:…, 注:…"""
    return _pattern("closings").fullmatch(fold(text)) is not None


def names_contact(text: str) -> bool:
    """Whether a line says whom to ask: 联系电话:…, 通讯地址:…; portals print such lines as well."""
    return _pattern("contacts").fullmatch(fold(text)) is not None


def introduces(text: str) -> bool:
    """Whether a line introduces a list (公开渠道有：), and is not a portal's caption (附件：, 本页附件：)."""
    return len(text) > _LONGEST_CAPTION and text[-1] in "：:" and _pattern("page_in_brief").search(text) is None


def may_be_item(text: str) -> bool:
    """Whether an item of a report's list may have these words, which a portal prints as well: 微博, 年度报告."""
    return is_item(text) or (len(text) <= _LONGEST_WORD and not is_boilerplate(text))
