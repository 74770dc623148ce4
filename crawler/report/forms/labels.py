"""Labels of the statutory tables (表格标签): compared by their words, whatever their numbering and punctuation."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from crawler.facts import load_toml
from crawler.report.portal.lines import fold
from crawler.report.text.figures import read_numeral

_NUMBERING = re.compile(
    r"^(?:其中[:：]?)?(?:第?[一二三四五六七八九十]{1,3}[、.,:：]|[(〔][一二三四五六七八九十]{1,3}[)〕]、?|\d{1,2}(?:[.、,)]|(?=[\u4e00-\u9fff]))"
    r"|[(]\d{1,2}[)]、?|[①-⒛㈠-㈩Ⅰ-Ⅻ]、?)*(?:其中[:：]?)?"
)
_BRACKETS = re.compile(r"\([^()]*\)")
#: What parts the words of a group from those of a row or column in one label (不予公开-1.属于国家秘密).
_PATH = re.compile(r"(?:[-—–─/\\>→|:]+|(?=\([一二三四五六七八九]\))|(?=\d[.、]))(?![^()]*\))")
_IN_BRACKETS = re.compile(r"(.+)\(([^()]+)\)")
_HAN, _NOT_HAN = re.compile("[\u4e00-\u9fff]"), re.compile(r"[^\W\d_\u4e00-\u9fff]+")
_MARKS = re.compile(r"[^\w]|_")
_UNITS = "(?:万元|人次|[条件次篇个人元份宗起项部家例名])"
_UNIT = re.compile(r"(?:(?:计量)?单位)?(?:万元|人次|[条件次篇个人元份])$")
#: Commas part groups of three; "12,3" may be two figures as well.
_NUMBER = re.compile(rf"^([+-]?)(\d+|\d{{1,3}}(?:,\d{{3}})+)(\.\d+)?(?:{_UNITS}|\({_UNITS}\))?$")
#: Digits parted by white space, the first a nought: two figures rather than one that was wrapped (12 04).
_NOUGHT_APART = re.compile(r"^\s*[0０]\s+\d")
#: The number of a note behind a figure.
_NOTE = re.compile(r"(?<=\d)\[\d{1,2}\]$")
#: A change in words (增3, 减2).
_CHANGE = str.maketrans("增减", "+-")
_MINUS = str.maketrans("，−﹣", ",--")
_NA = frozenset(
    (
        *("/", "//", "\\", "*"),
        *("无", "暂无", "无此项", "不适用", "N/A", "n/a"),
    )
)
#: Strokes of every length: one or a few of them are no figure.
_STROKES = frozenset("-‐‑‒–—―─ー_")
_MOST_STROKES = 6
_ZEROS = frozenset(("零", "〇", "○"))
_NUMERAL = re.compile(rf"([零〇○]|[一二三四五六七八九十百千]{{1,7}})({_UNITS}?)")

#: A misprinted label must share this much of its characters with the label it stands for, and be this long.
_ALIKE = 0.8
_LONG_ENOUGH = 6
#: A shorter one may be another with one character less or more.
_SHORTEST_SLIP = 4
_LONGEST_PATH = 120


class Value(NamedTuple):
    """A cell as printed: its number (``None`` unless one) and what kind of thing it is."""

    number: float | None
    state: Literal["number", "blank", "na", "text"]


@lru_cache(maxsize=4096)
def value_of(raw: str) -> Value:
    """The value of a cell's text: 0, blank, "/" and words are four different things."""
    text = fold(raw).translate(_MINUS).removesuffix("。")
    if text[-1:] == "]":
        text = _NOTE.sub("", text)
    if not text:
        return Value(None, "text" if raw.strip() else "blank")
    if text in _NA or (len(text) <= _MOST_STROKES and _STROKES.issuperset(text)):
        return Value(None, "na")
    found = _NUMBER.match(text.translate(_CHANGE) if text[0] in "增减" else text)
    if found and len(found[2].replace(",", "")) <= 15 and not _NOUGHT_APART.match(raw):
        number = float(found[2].replace(",", "") + (found[3] or ""))
        return Value(-number if found[1] == "-" and number else number, "number")
    numeral = _NUMERAL.fullmatch(text)
    if numeral and numeral[1] in _ZEROS:
        return Value(0.0, "number")
    # A lone 一 may be a dash as well as a one.
    if numeral and text != "一" and (number_read := read_numeral(numeral[1])) is not None:
        return Value(float(number_read), "number")
    return Value(None, "text")


@lru_cache(maxsize=8192)
def _folded(label: str) -> str:
    """A label without white space, in half width, with words of two spellings (其它) in one."""
    text = fold(label)
    for other, word in facts()["spellings"].items():
        text = text.replace(other, word)
    return text


@lru_cache(maxsize=8192)
def bare(label: str) -> str:
    """A label without white space, numbering and punctuation; bracketed remarks are kept."""
    return _MARKS.sub("", _NUMBERING.sub("", _folded(label)))


@lru_cache(maxsize=8192)
def _forms_of(label: str) -> tuple[str, ...]:
    """The wordings to try for a label, fullest first: as it is, without bracketed remarks, without its unit."""
    folded = _NUMBERING.sub("", _folded(label))
    without = _BRACKETS.sub("", folded)
    forms = [_MARKS.sub("", folded), _MARKS.sub("", without)]
    if _NOT_HAN.search(folded) and _HAN.search(folded):  # 自然人 Natural person
        forms.append(_MARKS.sub("", _NOT_HAN.sub("", folded)))
    forms += [_UNIT.sub("", form) for form in forms]
    return tuple(dict.fromkeys(form for form in forms if form))


@cache
def facts() -> dict[str, Any]:
    """The forms: ``data/forms.toml``."""
    return load_toml("forms.toml")


@cache
def _aliases(form: str, part: str) -> dict[str, str]:
    return {_MARKS.sub("", _folded(word)): key for key, words in facts()[form].get(part, {}).items() for word in words}


@lru_cache(maxsize=16384)
def known(label: str, form: str, part: str) -> str | None:
    """The key of a label that is one of a form's, word for word but for its numbering, remarks and unit."""
    if not label or len(label) > 120:
        return None
    key = _exact(label, form, part)
    if key is None and len(steps := path_of(label, form)) > 1:
        return _exact("".join(map(bare, steps[-2:])), form, part) or _exact(steps[-1], form, part)
    return key


def _exact(label: str, form: str, part: str) -> str | None:
    aliases = _aliases(form, part)
    return next((aliases[wording] for wording in _forms_of(label) if wording in aliases), None)


@cache
def _over(form: str, *parts: str) -> frozenset[str]:
    """The words of a form that stand over others: those of its head (法人或其他组织) and of ``parts``."""
    words = [word for part in parts for aliases in facts()[form].get(part, {}).values() for word in aliases]
    return frozenset(map(bare, [*words, *facts()[form].get("over", [])]))


def is_word_of(text: str, form: str) -> bool:
    """Whether a text is a label of a form, of its head or of its rows, or a unit: no figure, whatever stands there."""
    if _UNIT.fullmatch(text.strip()) or stands_over(text, form):
        return True
    return any(known(text, form, part) for part in ("columns", "rows", "groups"))


def stands_over(label: str, form: str) -> bool:
    """Whether a label is of a form's head and stands over the words that count (法人或其他组织, 行政诉讼)."""
    return bare(label) in _over(form)


@lru_cache(maxsize=8192)
def path_of(label: str, form: str) -> tuple[str, ...]:
    """A label printed with what stands over it (三、本年度办理结果-（三）不予公开-1.属于国家秘密), step by step.

    The label alone where what stands before it is no group of the form.
    """
    text = fold(label)
    if len(text) > _LONGEST_PATH:
        return (label,)
    pieces = _PATH.split(text)
    if len(pieces) == 1 and text[-1:] != ")":
        return (label,)
    steps = [step for step in pieces if bare(step)]
    over = _over(form, "groups" if "groups" in facts()[form] else "rows")
    if len(steps) < 2 or not _is_label(steps[-1], form) or not all(bare(step) in over for step in steps[:-1]):
        steps = [text]
    found = _IN_BRACKETS.fullmatch(steps[-1])
    if found and bare(found[1]) in over and _is_label(found[2], form):
        steps[-1:] = found.groups()
    return tuple(steps) if len(steps) > 1 else (label,)


def _is_label(text: str, form: str) -> bool:
    return any(match(text, form, part) for part in ("columns", "rows", "groups"))


@cache
def _by_length(form: str, part: str) -> dict[int, list[tuple[str, str, frozenset[str]]]]:
    """The words of a form with their keys and their different signs, by their length."""
    found: dict[int, list[tuple[str, str, frozenset[str]]]] = {}
    for word, key in _aliases(form, part).items():
        found.setdefault(len(word), []).append((word, key, frozenset(word)))
    return found


def _slips(wording: str, form: str, part: str) -> set[str]:
    """The keys of the words that a short label is with a sign too many or too few (结果纠正正); another changes it."""
    length, words = len(wording), _by_length(form, part)
    longer = words.get(length + 1, []) if length >= _SHORTEST_SLIP else []
    shorter = words.get(length - 1, []) if length > _SHORTEST_SLIP else []
    found = {key for word, key, _ in longer if _lacks_one(wording, word)}
    return found | {key for word, key, _ in shorter if _lacks_one(word, wording)}


def _lacks_one(short: str, long: str) -> bool:
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


class _Near(NamedTuple):
    """A word about as long as a label: its key, its different signs, and how many of them the label may lack."""

    word: str
    key: str
    signs: frozenset[str]
    lacking: float


@cache
def _near(form: str, part: str, length: int) -> tuple[_Near, ...]:
    """The words of a form that a label of a length may be alike; what it lacks of their signs is not shared."""
    return tuple(
        _Near(word, key, signs, size - _ALIKE * (size + length) / 2)
        for size, words in _by_length(form, part).items()
        if size >= _LONG_ENOUGH and abs(size - length) <= max(3, size // 4)
        for word, key, signs in words
    )


def _alike(wording: str, form: str, part: str) -> dict[str, float]:
    """The keys of the words that a long label is nearly, each with how much of their signs both share."""
    found: dict[str, float] = {}
    signs = frozenset(wording)
    for word, key, own, lacking in _near(form, part, len(wording)):
        if len(own - signs) <= lacking:  # told at once, the rest at some cost
            ratio = SequenceMatcher(None, wording, word, autojunk=False).ratio()
            if ratio >= _ALIKE:
                found[key] = max(ratio, found.get(key, 0.0))
    return found


@lru_cache(maxsize=16384)
def match(label: str, form: str, part: str) -> str | None:
    """The key of a label among a form's ``rows``, ``columns`` or ``groups``, or ``None`` if it is none of them.

    A misprint is forgiven where the label is long and only one known label is like it.
    """
    if len(label) > 120 or label.isascii():  # all labels are Chinese
        return None
    exact = known(label, form, part)
    if exact is not None:
        return exact
    forms = _forms_of(label)
    wording = forms[-1] if forms else ""
    if len(wording) < _LONG_ENOUGH:
        slips = _slips(wording, form, part)
        return slips.pop() if len(slips) == 1 else None
    alike = _alike(wording, form, part)
    if not alike:
        return None
    best = sorted(alike.values(), reverse=True)
    return max(alike, key=lambda key: alike[key]) if len(best) == 1 or best[0] - best[1] > 0.05 else None
