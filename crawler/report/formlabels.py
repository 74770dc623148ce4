"""Labels of the statutory tables (表格标签): compared by their words, whatever their numbering and punctuation."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from crawler.facts import load_toml
from crawler.report.lines import fold

_NUMBERING = re.compile(
    r"^(?:其中[:：]?)?(?:第?[一二三四五六七八九十]{1,3}[、.,:：]|[(〔][一二三四五六七八九十]{1,3}[)〕]、?|\d{1,2}(?:[.、,)]|(?=[\u4e00-\u9fff]))"
    r"|[(]\d{1,2}[)]、?|[①-⑮])*(?:其中[:：]?)?"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_MARKS = re.compile(r"[^\w]|_")
_UNIT = re.compile(r"(?:万元|人次|[条件次篇个人元份])$")
_NUMBER = re.compile(r"^([+-]?)(\d[\d,]*)(\.\d+)?(?:万元|人次|[条件次篇个人元份])?$")
_NA = frozenset(("/", "-", "--", "---", "—", "——", "–", "\\", "无", "无此项", "不适用", "N/A", "n/a", "*", "//", "———"))

#: A misprinted label must share this much of its characters with the label it stands for, and be this long.
_ALIKE = 0.8
_LONG_ENOUGH = 6


class Value(NamedTuple):
    """A cell as printed: its number (``None`` unless one) and what kind of thing it is."""

    number: float | None
    state: Literal["number", "blank", "na", "text"]


@lru_cache(maxsize=4096)
def value_of(raw: str) -> Value:
    """The value of a cell's text: 0, blank, "/" and words are four different things."""
    text = fold(raw).replace("，", ",")
    if not text:
        return Value(None, "blank")
    if text in _NA:
        return Value(None, "na")
    found = _NUMBER.match(text)
    if found and len(found[2].replace(",", "")) <= 15:
        return Value(float(found[1] + found[2].replace(",", "") + (found[3] or "")), "number")
    return Value(None, "text")


@lru_cache(maxsize=8192)
def bare(label: str) -> str:
    """A label without white space, numbering and punctuation; bracketed remarks are kept."""
    return _MARKS.sub("", _NUMBERING.sub("", fold(label)))


@lru_cache(maxsize=8192)
def _forms_of(label: str) -> tuple[str, ...]:
    """The wordings to try for a label, fullest first: as it is, without bracketed remarks, without its unit."""
    folded = _NUMBERING.sub("", fold(label))
    without = _BRACKETS.sub("", folded)
    forms = [_MARKS.sub("", folded), _MARKS.sub("", without)]
    forms += [_UNIT.sub("", form) for form in forms]
    return tuple(dict.fromkeys(form for form in forms if form))


@cache
def facts() -> dict[str, Any]:
    """The forms: ``data/forms.toml``."""
    return load_toml("forms.toml")


@cache
def _aliases(form: str, part: str) -> dict[str, str]:
    return {_MARKS.sub("", fold(word)): key for key, words in facts()[form][part].items() for word in words}


@lru_cache(maxsize=16384)
def match(label: str, form: str, part: str) -> str | None:
    """The key of a label among a form's ``rows``, ``columns`` or ``groups``, or ``None`` if it is none of them.

    A misprint is forgiven where the label is long and only one known label is like it.
    """
    if not label or len(label) > 120:
        return None
    aliases = _aliases(form, part)
    forms = _forms_of(label)
    for wording in forms:
        if wording in aliases:
            return aliases[wording]
    wording = forms[-1] if forms else ""
    if len(wording) < _LONG_ENOUGH:
        return None
    alike: dict[str, float] = {}
    for known, key in aliases.items():
        if len(known) >= _LONG_ENOUGH and abs(len(known) - len(wording)) <= max(3, len(known) // 4):
            ratio = SequenceMatcher(None, wording, known, autojunk=False).ratio()
            if ratio >= _ALIKE:
                alike[key] = max(ratio, alike.get(key, 0.0))
    if not alike:
        return None
    best = sorted(alike.values(), reverse=True)
    return max(alike, key=lambda key: alike[key]) if len(best) == 1 or best[0] - best[1] > 0.05 else None
