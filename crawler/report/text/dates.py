"""Dates as Chinese pages print them (日期): a strict pattern for the usual forms, dateparser for the others."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

import dateparser

from crawler.reading.widths import half_width

_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_CHINESE = re.compile(
    r"(?P<y>[二2][〇○零Oo0Ｏ一二三四五六七八九\d]{3})\s*年\s*(?P<m>[正元一二三四五六七八九十\d]{1,3})\s*月"
    r"\s*(?P<d>[一二三四五六七八九十廿卅\d]{1,3})\s*[日号]"
)
_NUMBERS = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[-./年\\_]\s*(?P<m>\d{1,2})\s*[-./月\\_]\s*"
    r"(?P<d>\d{1,2})(?:(?!\d)|(?<=\d\d)(?=(?:[01]\d|2[0-3]):[0-5]\d))"  # 2022-01-2009:15: spans that only margins part
)
_COMPACT = re.compile(
    r"(?<![\d.])(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?=(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d)|(?!\d))"
)
#: A year of two figures, as a whole value: 22-01-20.
_SHORT_YEAR = re.compile(
    r"[(\[]?(?P<y>\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})[)\]]?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
#: A date in figures, and its time, that end a line, apart or in brackets.
_TRAILING = re.compile(
    r"(?:\s+|\s*[\[(【〔]\s*)(?P<y>20\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])】〕]?\s*$"
)
#: Seconds or milliseconds since 1970, as scripts print them: 1642641300, /Date(1642641300000)/.
_EPOCH = re.compile(r"(?:/?Date\()?(?P<s>1\d{9})(?:\d{3})?(?:[+-]\d{4})?\)?/?")
_CHINA = timezone(timedelta(hours=8))
_MONTH = re.compile(
    r"(?:20\d\d|[二2][〇○零Oo0][〇○零Oo0一二三四五六七八九]{2})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
)
_IN_URL = (
    # …/202403/t20240308_87885.htm, …/20240308101500_87885.htm, …gzbg.202403t20240308_87885.html
    re.compile(
        r"(?:/t?|(?<=20\d{4})t)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
        r"(?:(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)?[_/.]"
    ),
    re.compile(r"/(?P<y>20\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})/"),
)
#: What the year of a date begins with.
_FIRST_OF_YEAR = frozenset("12二")
_TENS = {"十": 10, "廿": 20, "卅": 30}


def small_number(text: str) -> int | None:
    """A number from 1 to 99 in Chinese or Arabic digits (十二, 二十五, 廿一, 12, 正), or ``None``."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text in ("正", "元"):
        return 1
    total = unit = 0
    for sign in text:
        if sign in _TENS:
            total += (unit or 1) * _TENS[sign]
            unit = 0
        elif sign.translate(_DIGITS).isdigit() and unit == 0:
            unit = int(sign.translate(_DIGITS))
        else:
            return None
    return total + unit or None


#: What a line says that names a span of time, or the day on which the page is looked at.
_SPAN = re.compile("[至起止截]|今[天日]")


def chinese_year(text: str) -> int | None:
    """A year of four signs, 2019 or 二〇一九 (any zero), or ``None``."""
    digits = text.replace("O", "0").replace("o", "0").translate(_DIGITS)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 4 else None


def _iso(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None or month is None or day is None or not 1990 <= year <= 2099:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def find_date(text: str) -> str | None:
    """The first date in a short text as YYYY-MM-DD, or ``None``; a time of day after it does not matter."""
    plain = half_width(text)
    for pattern in (_CHINESE, _NUMBERS, _COMPACT):
        for found in pattern.finditer(plain):
            iso = _iso(chinese_year(found["y"]), small_number(found["m"]), small_number(found["d"]))
            if iso:
                return iso
    return None


def only_date(text: str) -> str | None:
    """The one date that a line names as YYYY-MM-DD; ``None`` where it names a span of time, or today."""
    if _SPAN.search(text):
        return None
    first = find_date(text)
    plain = half_width(text)
    starts = {found.start() for pattern in (_CHINESE, _NUMBERS) for found in pattern.finditer(plain)}
    return first if first and len(starts) < 2 else None


def leading_date(text: str) -> tuple[str, int] | None:
    """The date that a line begins with, as YYYY-MM-DD, and where it ends; ``None`` where it begins otherwise."""
    plain = half_width(text)
    start = len(plain) - len(plain.lstrip())
    for pattern in (_CHINESE, _NUMBERS):
        found = pattern.match(plain, start)
        iso = _iso(chinese_year(found["y"]), small_number(found["m"]), small_number(found["d"])) if found else None
        if found and iso:
            return iso, found.end()
    return None


def trailing_date(text: str) -> tuple[str, str] | None:
    """What stands before the date in figures that ends a line, and the date: 某县2022年…年度报告 [2023-01-13].

    ``None`` where a line ends otherwise, or is nothing but a date.
    """
    if text[-1:] not in "0123456789])】）〕 ":
        return None
    found = _TRAILING.search(half_width(text))
    iso = _iso(int(found["y"]), int(found["m"]), int(found["d"])) if found and found.start() else None
    return (text[: found.start()], iso) if found and iso else None


def read_date(text: str) -> str | None:
    """The date that a whole value states (a meta tag, an info box cell), dateparser's forms included."""
    found = find_date(text)
    if found or not text.strip() or len(text) > 60 or not any(c.isdigit() or c in "一二三四五六七八九十" for c in text):
        return found
    plain = half_width(text).strip()
    if short := _SHORT_YEAR.fullmatch(plain):
        return _iso(2000 + int(short["y"]), int(short["m"]), int(short["d"]))
    if epoch := _EPOCH.fullmatch(plain):
        return datetime.fromtimestamp(int(epoch["s"]), _CHINA).date().isoformat()
    settings = {"REQUIRE_PARTS": ["year", "month", "day"], "PREFER_DATES_FROM": "past"}
    parsed = dateparser.parse(text.strip(), languages=["zh", "en"], settings=settings)
    return _iso(parsed.year, parsed.month, parsed.day) if parsed else None


def is_date_line(text: str) -> bool:
    """Whether a line is a date and nothing else (the last line of a signature)."""
    plain = text.strip()
    if len(plain) > 30 or (plain := half_width(plain)).lstrip("(〔【[ ")[:1] not in _FIRST_OF_YEAR:
        return False
    for pattern in (_CHINESE, _NUMBERS):
        found = pattern.search(plain)
        if (
            found
            and not plain[: found.start()].strip("(〔【[ ")
            and not re.sub(r"[\dT:时分秒日号\s.)〕】\]。]", "", plain[found.end() :])
        ):
            return True
    return False


def is_month_line(text: str) -> bool:
    """Whether a line is a year and a month and nothing else (2017年3月), as on a report's cover."""
    return len(text) <= 16 and _MONTH.fullmatch(half_width(text).strip("()〔〕 ")) is not None


def date_in_url(url: str) -> str | None:
    """The date of publication that an address states (``/t20240308_87885.htm``, ``/2023/1/31/``), or ``None``."""
    for pattern in _IN_URL:
        found = pattern.search(url)
        if found:
            return _iso(int(found["y"]), int(found["m"]), int(found["d"]))
    return None
