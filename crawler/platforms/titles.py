"""How a report is called (政府信息公开年度报告), and the year it reports on, read from a title or a link text.

The patterns are facts: ``data/columns.toml``, tables ``titles`` and ``years``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crawler.facts import load_toml
from crawler.reading.widths import half_width

_NUMERALS = str.maketrans("〇○零一二三四五六七八九OoＯ", "0001234567890" + "00")
_NUMERAL_YEAR = re.compile(r"[二2][〇○零0OoＯ][〇○零一二三四五六七八九0-9OoＯ]{2}(?=年)")
#: Longer texts are no titles.
_LONGEST = 200
_CUT = re.compile(r"(?:…+|\.{2,})$")

#: The year before 年度, else any year that is marked as one, else one at either end or alone, else one of two figures.
_YEARS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(20[0-4]\d)年度",
        r"(?<!\d)(20[0-4]\d)(?:年|nd?(?![a-z])|度)",
        r"^(20[0-4]\d)(?!\d)",
        r"(?<![\d/.-])(20[0-4]\d)(?:[)\]】》(]|$)",
        r"(?<!\d)(20[0-4]\d)(?=政府|政务|信息公开)",
        r"(?<![\d近周满行施来第])(0[7-9]|[12]\d)年度?(?=(?:政府|政务)?信息公开)",
    )
)


def fold(text: str) -> str:
    """``text`` as the patterns expect it: no white space, ASCII forms of full-width signs, 二〇一九年 as 2019年."""
    text = "".join(half_width(text).split()).replace("\u200b", "").replace("\ufeff", "")
    return _NUMERAL_YEAR.sub(lambda match: match.group().translate(_NUMERALS), text) if "年" in text else text


def report_year_in(text: str) -> int | None:
    """The report year that a title states (2000–2049), or None. ``2024年发布的2023年度报告`` is about 2023."""
    folded = fold(text)
    for pattern in _YEARS:
        if match := pattern.search(folded):
            return 2000 + int(match.group(1)) % 100
    return None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    facts = load_toml("columns.toml")["titles"]
    return {
        "report": re.compile("|".join(facts["report"])),
        "not_report": re.compile("|".join(facts["not_report"])),
        "bare": re.compile("|".join(facts["bare"])),
        "other": re.compile("|".join(facts["other"])),
        "collection": re.compile(facts["collection"]),
        "cut": re.compile(facts["cut"]),
        "agency": re.compile(facts["agency"]),
        "agency_name": re.compile(facts["agency_name"]),
        "agency_report": re.compile(facts["agency_report"]),
    }


@lru_cache(maxsize=4_096)
def is_report_title(text: str) -> bool:
    """Whether ``text`` names one annual report: a year and the report's name, or an agency and its full name.

    A column's name (政府信息公开年报) is not a report's; nor are an order to write one, an explanation of one,
    or a half-year's.
    """
    if len(text) > _LONGEST or "公" not in text or ("报" not in text and "总" not in text):
        return False  # most links of a page: not worth the patterns
    folded = fold(text)
    patterns = _patterns()
    if not patterns["report"].search(folded) or patterns["not_report"].search(folded):
        return False
    if report_year_in(folded) is not None:
        return True
    return bool(patterns["agency"].search(folded) and patterns["agency_report"].search(folded))


def is_about_reports(text: str) -> bool:
    """Whether ``text`` holds the name of a report and says that it is something else: news, a study, a model of one."""
    folded = fold(text)
    other = _patterns()["not_report"].search(folded) if _patterns()["report"].search(folded) else None
    return other is not None and other.start() > 0


def is_bare_title(text: str) -> bool:
    """Whether ``text`` can name a report in a column of reports, where rows may leave out agency or year.

    True for ``2023年度``, ``本级政府信息公开年报``, ``市民政局年报``; only meaningful inside such a column.
    """
    folded = fold(text)
    patterns = _patterns()
    if patterns["not_report"].search(folded) or _names_other(folded):
        return False
    return bool(patterns["bare"].search(folded))


def _names_other(folded: str) -> bool:
    """Whether a title names another kind of report; that of its agency (审计局, 生态环境局) does not count."""
    other = _patterns()["other"]
    return other.search(folded) is not None and (
        other.search(_patterns()["agency_name"].sub("", folded, count=1)) is not None
    )


def is_collection(text: str) -> bool:
    """Whether ``text`` names a page that lists reports of several agencies (各部门2023年政府信息公开年报汇总)."""
    folded = fold(text)
    return _patterns()["report"].search(folded) is not None and _patterns()["collection"].search(folded) is not None


def is_cut_title(text: str) -> bool:
    """Whether ``text`` is cut short (``某局2023年政府信息公…``) and what stands there may begin a report's title."""
    folded = fold(text)
    stem = _CUT.sub("", folded)
    if stem == folded or len(text) > _LONGEST:
        return False
    patterns = _patterns()
    return patterns["cut"].search(stem) is not None and not patterns["not_report"].search(stem)


def is_cut(text: str) -> bool:
    """Whether ``text`` is cut short (…), wherever."""
    return _CUT.search(fold(text)) is not None


def is_other_title(text: str) -> bool:
    """Whether ``text`` says outright that it is no annual report: another report's name, a notice, a guide."""
    folded = fold(text)
    return _patterns()["not_report"].search(folded) is not None or _names_other(folded)
