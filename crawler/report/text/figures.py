"""Figures in a sentence (数字): what is a count with a unit, how exact it is, and where it stands.

Pure reading of numbers: what they count is decided elsewhere. Years, dates, ordinals (第二十条), document and phone
numbers carry no unit and are not figures. A number that cannot be right is refused, never repaired: leading zeros
(012件), a cut thousands group (1,23条), digits with a gap between them (2 97条), a year run together with a
number (2016297条), a decimal count (12.5条).
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from typing import Literal

import msgspec

from crawler.facts import load_toml

#: A sentence of a text, what stands in brackets in a folded one, and the title of a document.
SENTENCE = re.compile(r"[^。！？\n]+")
BRACKETS = re.compile(r"（[^（）]*）")
TITLE = re.compile(r"《[^《》]{0,120}》")

Qualifier = Literal["exact", "about", "at_least", "at_most"]

_WIDE_DIGITS = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
#: Signs as printed and as folded; replaced one by one, which costs a tenth of a translation of all characters.
_SIGNS = (("％", "%"), ("﹪", "%"), ("．", "."), (";", "；"), (":", "："), ("(", "（"), (")", "）"), ("\u3000", " "))
_SPACE = re.compile(r"[ \t\xa0\u2000-\u200b\u3000]+(?!\d)|(?<!\d)[ \t\xa0\u2000-\u200b\u3000]+")
_GAP = re.compile(r"[ \t\xa0\u2000-\u200b\u3000]")
#: Groups of thousands set apart by a blank: 1 024条; any other gap between digits is doubtful.
_THOUSANDS = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,3}(?: \d{3})+(?=[余多]?[条件份篇次人元])")
# A pattern that begins with a plain sign is found at once; where a look-behind stands first, each character is tried.
_COMMA = re.compile(r",(?:(?!\d)|(?<!\d,))")
_CLOCK = re.compile(r"：(?<=\d：)(?=\d)")

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
#: What may stand behind 一条, 一件 where it is a count; "" is the sentence's end.
_END = frozenset(("", "，", "。", "；", "、", "）"))
_REASONS = frozenset("因为系属")
_CLAUSE_BEGINS = ("，", "；", "、")
_KIND_OF_STAFF = frozenset(("专", "兼", "全"))
#: A number right behind one of these is an ordinal, a part of another number, or a name.
_NO_NUMBER_AFTER = frozenset("0123456789.,:第〔[-—–/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_ASCII = frozenset("0123456789")
_DIGITAL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CUT_GROUP = re.compile(r"\d{3}(?:\D.*)?")
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
    return f"{_folded(text[:-1])}。" if text[-1:] == "。" else _folded(text)


def close_up(text: str) -> str:
    """``text`` as printed, without white space but that between two digits: 公开 111 条 → 公开111条."""
    return _SPACE.sub("", text) if _GAP.search(text) else text


@lru_cache(maxsize=512)
def _folded(text: str) -> str:
    """:func:`fold_sentence`, once for each sentence, be it asked for with its full stop or without."""
    folded = text.translate(_WIDE_DIGITS) if _WIDE.search(text) else text
    for sign, plain in _SIGNS:
        if sign in folded:
            folded = folded.replace(sign, plain)
    folded = close_up(folded)
    if " " in folded:
        folded = _THOUSANDS.sub(lambda match: match.group().replace(" ", ""), folded)
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


def shown(value: float) -> str:
    """A number as people write it: no trailing zeros, no exponent."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def bounds(value: float, qualifier: Qualifier) -> tuple[float, float]:
    """The least and the greatest number that a figure can mean: 70余 is 70 to 79, 约300 is 270 to 330."""
    if qualifier == "at_least":
        step = 1.0
        while step * 10 <= value and value % (step * 10) == 0:
            step *= 10
        return value, value + max(step - 1, 1)
    if qualifier == "about":
        return value * 0.9, value * 1.1
    return (0, value) if qualifier == "at_most" else (value, value)


@cache
def _facts() -> dict[str, list[str]]:
    facts: dict[str, list[str]] = load_toml("measures.toml")["figures"]
    return facts


@cache
def _pattern() -> re.Pattern[str]:
    """Begins with the characters of a number, which lets the search skip all others at once.

    Its runs are bounded: a hostile text of nothing but figures must not cost a search of the rest at each of them.
    """
    after = "|".join((*_facts()["after_about"], *_facts()["after_at_least"]))
    return re.compile(
        r"(?P<number>[0-9零〇一二两三四五六七八九十][0-9,.零〇一二两三四五六七八九十百千万亿]{0,24})"
        r"(?:(?:[-—–~～]{1,4}|至|到)(?P<high>[0-9][0-9,]{0,14}|[一二三四五六七八九十]{1,9}))?"
        r"(?P<more>[余多来])?(?P<power>[万亿千百])?(?P<more2>[余多来])?"
        rf"(?P<unit>{'|'.join(_facts()['units'])})(?P<after>{after})?"
    )


@cache
def _bare_zero() -> re.Pattern[str]:
    return re.compile(r"[为是：](?:0|零)(?=$|[，。；、）])")


@cache
def _before() -> tuple[tuple[str, ...], dict[str, Qualifier]]:
    """The words that may stand right before a number, the longest first, and what they make of it."""
    facts = _facts()
    table: dict[str, Qualifier] = dict.fromkeys(facts["about"], "about")
    table |= dict.fromkeys(facts["at_least"], "at_least")
    table |= dict.fromkeys(facts["at_most"], "at_most")
    return tuple(sorted(table, key=len, reverse=True)), table


@cache
def _counted() -> frozenset[str]:
    """The units of what is counted here; numbers of households, days or posters are none."""
    return frozenset(unit for cue in load_toml("measures.toml")["cues"] for unit in cue["units"]) | {"%"}


@cache
def _not_counted() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(_facts()["not_before"]) + ")$")


def find_figures(text: str) -> list[Figure]:
    """The figures of a folded sentence in order; what is no count or is doubtful is left out."""
    return list(_figures_of(text.removesuffix("。")))  # the end of a sentence is its stop or the end of the text


@lru_cache(maxsize=512)
def _figures_of(text: str) -> list[Figure]:
    """:func:`find_figures`, once for each sentence: what is stated and what is audited are read from the same ones."""
    found = []
    for match in _pattern().finditer(text):
        figure = _read(match, text)
        if figure is not None:
            found.append(figure)
    if "0" in text or "零" in text:
        found += [Figure(0, "", "exact", match.start(), match.end()) for match in _bare_zero().finditer(text)]
        found.sort(key=lambda figure: figure.start)
    return found


def _read(match: re.Match[str], text: str) -> Figure | None:
    number, high_number, more, power, more_behind, unit, after = match.groups()
    if unit not in _counted():
        return None
    start, end = match.span()
    before = text[max(0, start - 5) : start]
    if before:
        if before[-1] in _NO_NUMBER_AFTER or (before[-1] == " " and before[-2:-1].isdigit()):
            return None
        if before[-1] == "，" and before[-2:-1].isdigit() and _CUT_GROUP.fullmatch(number):
            return None  # 1，234条: a thousands sign or two numbers
    behind = text[end : end + 1]
    if unit in ("名", "位") and behind in _KIND_OF_STAFF:
        behind = ""  # 一名专职人员 is a count
    value = _value(number, before, behind)
    if value is None:
        return None
    qualifier: Qualifier = "at_least" if more or more_behind else "exact"
    if after:
        qualifier = "about" if after in _facts()["after_about"] else "at_least"
    if high_number:
        # 10至20件 is stated as at least 10; whatever else a falling pair is, it is no range.
        high = _value(high_number, "", "，")
        if high is None or high <= value:
            return None
        qualifier = "at_least"
    value = round(value * _POWERS.get(power or "", 1), 2)
    if value != int(value) and unit not in ("元", "%"):
        return None
    if before:
        words, table = _before()
        if before.endswith(words):
            word = next(word for word in words if before.endswith(word))
            start, qualifier = start - len(word), table[word]
    return Figure(value, unit, qualifier, start, end)


def _value(number: str, before: str, behind: str) -> float | None:
    """A number as printed as a value; ``None`` where it cannot be right or counts nothing."""
    if number[0] in _ASCII:
        bare = number.rstrip("百千万亿")
        power = math.prod([_POWERS[char] for char in number[len(bare) :]]) if bare != number else 1
        if not _DIGITAL.fullmatch(bare):
            return None
        bare = bare.replace(",", "")
        if (len(bare) > 1 and bare[0] == "0" and bare[1] != ".") or _RUN_TOGETHER.fullmatch(bare):
            return None
        return float(bare) * power
    if any(char in _ASCII or char in ",." for char in number):
        return None
    numeral = read_numeral(number)
    ends = behind in _END or (behind in _REASONS and before[-1:] in _CLAUSE_BEGINS)  # 3件公开，一件因…
    if numeral is None or (numeral == 1 and (not ends or _not_counted().search(before))):
        return None  # 一项重要工作, 每一条, 无一例因…: no count
    if number[0] == "十" and before.endswith(("数", "几")):
        return None  # 数十条 is no number
    return float(numeral)
