"""Automatic numbers of paragraphs (自动编号): 一、 （一） 1. are printed by a word processor but not stored as text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from crawler.facts import load_toml

_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class Level(msgspec.Struct):
    """One level of a list. ``text`` is its pattern (``第%1章``, ``%1.%2``: %n is level n's number, from 1).

    ``format`` is a name of WordprocessingML; ``restart`` is the level (from 1) whose next number begins this one
    anew: 0 for never, -1 for any higher one. ``legal`` prints all numbers as 1, 2, 3.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int = -1
    legal: bool = False


class Counters:
    """The running numbers of a document's lists."""

    def __init__(self) -> None:
        self._values: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def restart(self, key: str, use: str, level: int, start: int) -> None:
        """A list that begins anew with ``start`` on a level; only the first paragraph of that ``use`` does it."""
        if (use, level) not in self._started:
            self._started.add((use, level))
            self._values.setdefault(key, {})[level] = start - 1

    def next(self, key: str, levels: Sequence[Level], level: int) -> str:
        """The number printed before the next paragraph of list ``key`` on ``level`` (from 0), or "" for a bullet."""
        if not 0 <= level < len(levels):
            return ""
        values = self._values.setdefault(key, {})
        values[level] = values.get(level, levels[level].start - 1) + 1
        for deeper in [number for number in values if number > level]:
            restart = levels[deeper].restart if deeper < len(levels) else -1
            if restart < 0 or (restart > 0 and level < restart):
                del values[deeper]
        own = levels[level]
        if format_number(1, own.format) == "" and not _PLACE.search(own.text):
            return ""

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            if at >= len(levels):
                return ""
            value = values.get(at, levels[at].start)
            return format_number(value, "decimal" if own.legal else levels[at].format)

        return _PLACE.sub(number, own.text)


def format_number(value: int, name: str) -> str:
    """A number as a list prints it; ``name`` as in WordprocessingML, unknown ones print as 1, 2, 3."""
    facts = load_toml("office.toml")
    signs = facts["sequences"].get(name)
    if signs is not None:
        if 1 <= value <= len(signs):
            return str(signs[value - 1])
        if name.endswith("Letter") and value > 0:  # 27 is AA, 53 AAA
            return str(signs[(value - 1) % 26]) * min((value - 1) // 26 + 1, 20)
        return str(value)
    way = facts["counting"].get(name, "decimal")
    if way == "none":
        return ""
    if way == "chinese":
        return chinese(value)
    if way == "formal":
        return chinese(value).translate(_FORMAL)
    if way == "digits":
        return "".join(_DIGITS[int(sign)] for sign in str(abs(value)))
    if way == "wide":
        return "".join(chr(ord(sign) + 0xFEE0) for sign in str(abs(value)))
    if way.endswith("roman"):
        return roman(value) if way == "upper_roman" else roman(value).lower()
    return {"padded": f"{value:02d}", "dashed": f"- {value} -"}.get(way, str(value))


def chinese(value: int) -> str:
    """一, 十, 十一, 二十, 一百零五 … up to 9999; other numbers in digits."""
    if not 0 < value < 10_000:
        return "零" if value == 0 else str(value)
    out = ""
    digits = str(value)
    for place, sign in enumerate(digits):
        unit = ("", "十", "百", "千")[len(digits) - 1 - place]
        if sign != "0":
            out += _DIGITS[int(sign)] + unit
        elif out and not out.endswith("零") and digits[place:].strip("0"):
            out += "零"
    return out.removeprefix("一") if 10 <= value < 20 else out


def roman(value: int) -> str:
    """A Roman numeral, from 1 to 3999; other numbers in digits."""
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        out += sign * count
    return out


def numbered(number: str, text: str) -> str:
    """A paragraph's text behind its number: a space only where the number itself ends without punctuation."""
    if not number:
        return text
    gap = " " if number[-1].isalnum() and number[-1].isascii() else ""
    return number + gap + text.lstrip(" \t\u3000")


def symbol(font: str, code: int) -> str:
    """What a sign of a symbol font shows; ordinary characters as they are, unknown signs "" (``data/office.toml``)."""
    table = load_toml("office.toml")["symbols"].get(font.strip().lower())
    if table is None:
        return "" if 0xE000 <= code <= 0xF8FF or code < 32 or code > 0x10FFFF else chr(code)
    return str(table.get(f"{code & 0xFF:02X}", ""))
