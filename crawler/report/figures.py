"""Figures in a sentence (数字): what is a count with a unit, how exact it is, and where it stands.

Pure reading of numbers: what they count is decided elsewhere. Years, dates, ordinals (第二十条), document and phone
numbers carry no unit and are not figures. A number that cannot be right is refused, never repaired: leading zeros
(012件), a cut thousands group (1,23条), digits with a gap between them (2 97条), a year run together with a
number (2016297条), a decimal count (12.5条).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from crawler.facts import load_toml

Qualifier = Literal["exact", "about", "at_least", "at_most"]

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = {
    "％": "%",
    "．": ".",
    "﹪": "%",
    ";": "；",
    ":": "：",
    "(": "（",
    ")": "）",
    "?": "？",
    "!": "！",
    "\u3000": " ",
}
_FOLD = _WIDE | {ord(sign): to for sign, to in _SIGNS.items()}
_SPACE = re.compile(r"[ \t\xa0\u2000-\u200b]+(?!\d)|(?<!\d)[ \t\xa0\u2000-\u200b]+")
_COMMA = re.compile(r",(?!\d)|(?<!\d),")
_CLOCK = re.compile(r"(?<=\d)：(?=\d)")

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
#: What may stand behind 一条, 一件 where it is a count; "" is the sentence's end.
_END = frozenset(("", "，", "。", "；", "、", "）"))
#: A year that ran together with the number after it: 2016297条.
_RUN_TOGETHER = re.compile(r"20[0-2]\d\d{2,}")


class Figure(msgspec.Struct, gc=False):
    """A number with its unit, at ``start`` to ``end`` of a folded sentence.

    ``value`` is in the unit as printed (万 already multiplied, 万元 turned into 元); ``unit`` is ``""`` only for a
    bare zero (均为零).
    """

    value: float
    unit: str
    qualifier: Qualifier
    start: int
    end: int


def fold_sentence(text: str) -> str:
    """``text`` with half-width digits, Chinese punctuation and no white space but that between two digits."""
    folded = _SPACE.sub("", text.translate(_FOLD))
    if "," in folded:
        folded = _COMMA.sub("，", folded)
    return _CLOCK.sub(":", folded) if "：" in folded else folded


def read_numeral(text: str) -> int | None:
    """A Chinese numeral as a number: 一百二十 → 120, 二〇 → 20, 两千 → 2000; ``None`` where it is none."""
    if not any(c in _POWERS for c in text):
        if len(text) > 1 and "两" in text:
            return None
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    last_power = 0
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            continue
        power = _POWERS[char]
        if power >= 10_000:
            total = (total + section + digit or 1) * power
            section = digit = 0
        else:
            section += (digit or 1) * power
            digit = 0
        last_power = power
    # 一百二 (120) is speech, not print: the digit after 百 without 零 is not guessed.
    if digit and last_power >= 100 and text[-2] != "零":
        return None
    return total + section + digit


@cache
def _facts() -> dict[str, list[str]]:
    facts: dict[str, list[str]] = load_toml("measures.toml")["figures"]
    return facts


def _words(name: str) -> str:
    return "|".join(sorted((re.escape(word) for word in _facts()[name]), key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    unit = "|".join(_facts()["units"])
    return re.compile(
        rf"(?P<before>{_words('about')}|{_words('at_least')}|{_words('at_most')})?"
        r"(?<![\d.,:A-Za-z/第〔\[\-—])"
        r"(?:(?P<low>\d+|[一二三四五六七八九])(?:[-—–~～]+|至|到))?"
        r"(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
        r"|(?P<chinese>[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万]*))"
        r"(?P<more>余|多|来)?(?P<power>[万亿千百])?(?P<more2>余|多|来)?"
        rf"(?P<unit>{unit})(?P<after>{_words('after_about')}|{_words('after_at_least')})?"
    )


@cache
def _bare_zero() -> re.Pattern[str]:
    return re.compile(r"(?:均|都|皆|也|数)?(?:为|是|：)(?P<zero>0|零)(?=$|[，。；、）])")


@cache
def _qualifier_of() -> dict[str, Qualifier]:
    facts = _facts()
    table: dict[str, Qualifier] = dict.fromkeys((*facts["about"], *facts["after_about"]), "about")
    table |= dict.fromkeys((*facts["at_least"], *facts["after_at_least"], "余", "多", "来"), "at_least")
    return table | dict.fromkeys(facts["at_most"], "at_most")


@cache
def _not_counted() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(_facts()["not_before"]) + ")$")


def find_figures(text: str) -> list[Figure]:
    """The figures of a folded sentence in order; what is no count or is doubtful is left out."""
    found = [figure for match in _pattern().finditer(text) if (figure := _read(match, text)) is not None]
    if "0" in text or "零" in text:
        for match in _bare_zero().finditer(text):
            found.append(Figure(0, "", "exact", match.start(), match.end()))
        found.sort(key=lambda figure: figure.start)
    return found


def _read(match: re.Match[str], text: str) -> Figure | None:
    digits, chinese, unit = match["digits"], match["chinese"], match["unit"]
    start = match.start()
    number = match.start("low") if match["low"] else match.start("digits") if digits else match.start("chinese")
    before = text[max(0, number - 4) : number]
    if number >= 2 and text[number - 1] == " " and text[number - 2].isdigit():
        return None
    if before.endswith("，") and digits and len(digits) == 3 and re.search(r"\d，$", before):
        return None  # 1，234条: a thousands sign or two numbers
    if digits:
        bare = digits.replace(",", "")
        if (len(bare) > 1 and bare[0] == "0" and bare[1] != ".") or _RUN_TOGETHER.fullmatch(bare):
            return None
        value = float(bare)
    else:
        numeral = read_numeral(chinese)
        if numeral is None:
            return None
        if numeral == 1 and (text[match.end() : match.end() + 1] not in _END or _not_counted().search(before)):
            return None  # 一项重要工作, 每一条: no count
        if chinese[0] == "十" and before.endswith(("数", "几")):
            return None  # 数十条 is no number
        value = float(numeral)
    if match["power"]:
        value *= _POWERS[match["power"]]
    value = round(value, 2)
    if value != int(value) and unit not in ("元", "%"):
        return None
    qualifier: Qualifier = "exact"
    for sign in (match["before"], match["more"], match["more2"], match["after"]):
        if sign:
            qualifier = _qualifier_of()[sign]
    if match["low"]:
        low = float(match["low"]) if match["low"].isdigit() else float(read_numeral(match["low"]) or 0)
        if low >= value:
            return None
        value, qualifier = low, "at_least"
    return Figure(value, unit, qualifier, start, match.end())
