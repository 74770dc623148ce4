"""Labels with their values (标签与值) on the lines of a portal: info boxes, source and date lines.

The wording is data: ``data/labels.toml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crawler.facts import load_toml
from crawler.report.portal.lines import LONGEST_LABEL_LINE, fold
from crawler.report.text.dates import find_date, is_date_line, leading_date

_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(【﹝]\s*20\d\d\s*[〕\]）)】﹞]\s*第?\s*\d{1,5}\s*号$")
#: A date and time that end a value that is none: the date's label was left out.
_DATE_AFTER = re.compile(
    r"(?:[\s\u3000|]+|(?<=[\u4e00-\u9fff])(?=20\d\d[-./]))"
    r"[（(\[]?20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*星期.)?[)）\]]?[\s|｜\[【]*$"
)
#: A date before the first label of a line, without white space.
_DATED = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:T?\d{1,2}[:时]\d{2}(?:[:分](?:\d{2}秒?)?)?)?(?:星期.)?")
#: A line that begins with a section number is a report's: 2.微信：推送信息三十条。
_SECTION_NUMBER = re.compile(
    r"\s*(?:\d{1,2}[.、．](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}、)"
)
#: Another label after a number, of which nothing is known.
_UNKNOWN_AFTER = re.compile(r"[\s\u3000|]+[\u4e00-\u9fff]{2,8}[:：].*$")
_LONGEST_SPACED = 160
_LONGEST_BARE = 16
#: What may stand around a label.
_AROUND_LABEL = "[]【】()•·"


#: ``(label, field, value)`` of what a page's metadata say.
Labels = list[tuple[str, str, str]]


@cache
def field_by_label() -> dict[str, str]:
    """The field that each label fills (``data/labels.toml``), by the label without white space."""
    fields = load_toml("labels.toml")["fields"]
    return {fold(label): field for field, labels in fields.items() for label in labels}


@cache
def rank_of() -> dict[str, int]:
    """How good each label is for its field: 0 is best."""
    fields = load_toml("labels.toml")["fields"]
    return {fold(label): rank for labels in fields.values() for rank, label in enumerate(labels)}


@cache
def _label_pattern() -> re.Pattern[str]:
    labels = sorted(field_by_label(), key=len, reverse=True)
    spaced = "|".join(r"\s*".join(re.escape(c) for c in label) for label in labels)
    # No boundary before a label: portals set neighbouring spans apart with margins, not with spaces.
    return re.compile(rf"(?P<label>{spaced})\s*(?:[】\]]?\s*[:：]|[】\]])")


@cache
def _label_end() -> re.Pattern[str]:
    """The last sign of a label with what stands behind one: hardly a sentence has it before its colon."""
    signs = "".join(sorted({label[-1] for label in field_by_label()}))
    return re.compile(rf"[{re.escape(signs)}]\s*(?:[】\]]?\s*[:：]|[】\]])")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(load_toml("labels.toml")["lines"]["before"])


def says_nothing(text: str) -> bool:
    """Whether a short text is only what may stand before a line's labels: a button, the site's name."""
    return len(text) <= _LONGEST_BARE and _before().fullmatch(fold(text)) is not None


@cache
def _after_date() -> re.Pattern[str]:
    return re.compile(load_toml("labels.toml")["lines"]["after_date"])


@cache
def _spaced_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The labels with white space around them, and anywhere."""
    labels = sorted(load_toml("labels.toml")["lines"]["spaced"], key=len, reverse=True)
    spaced = "|".join(r"\s*".join(re.escape(sign) for sign in label) for label in labels)
    apart = re.compile(rf"(?:^|(?<=[\s\u3000|]))(?P<label>{spaced})(?=[\s\u3000|]|$)")
    return apart, re.compile(rf"(?P<label>{spaced})")


@cache
def _spaced_first() -> frozenset[str]:
    return frozenset(label[0] for label in load_toml("labels.toml")["lines"]["spaced"])


@cache
def _only_labels() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in sorted(field_by_label(), key=len, reverse=True) if len(label) > 1)
    return re.compile(rf"(?:{labels}){{2,}}")


@cache
def _unset() -> frozenset[str]:
    return frozenset(fold(value) for value in load_toml("labels.toml")["values"]["unset"])


def field_of(label: str) -> str | None:
    """The field that a label fills (``ignored`` for one that says nothing of the report), or ``None``."""
    if label[:1] not in _first_of_label():
        return None
    return field_by_label().get(plain_label(label))


def plain_label(label: str) -> str:
    """A label without white space, colon and what stands around it: ``[ 索 引 号 ]：`` → 索引号."""
    return fold(label).rstrip(":").strip(_AROUND_LABEL)


@cache
def _first_of_label() -> frozenset[str]:
    """What a label can begin with, as printed: most lines are told from labels by their first character alone."""
    signs = {label[0] for label in field_by_label()} | set(_AROUND_LABEL)
    wide = {chr(ord(sign) + 0xFEE0) for sign in signs if "!" <= sign <= "~"}
    return frozenset(signs | wide | set(" \t\xa0\u3000"))


def bare_label(line: str) -> tuple[str, str] | None:
    """``(label, field)`` of a line that is a label and nothing else (its value is the next line), or ``None``."""
    if len(line) > _LONGEST_BARE or line[:1] not in _bare_first():
        return None
    label = plain_label(line)
    field = field_by_label().get(label)
    return (label, field) if field is not None and label in _bare_labels() else None


@cache
def _bare_labels() -> frozenset[str]:
    named = {label for label in field_by_label() if len(label) > 2}
    return frozenset(named | {fold(label) for label in load_toml("labels.toml")["lines"]["spaced"]})


@cache
def _bare_first() -> frozenset[str]:
    return frozenset(label[0] for label in _bare_labels()) | frozenset("[【(（•·")


def value_of(text: str) -> str:
    """A label's value, or "" where the page says that there is none (请选择, 无, /)."""
    value = before_buttons(text).strip(" \u3000|｜;；,，[]【】\t\xa0•·")
    return "" if fold(value) in _unset() or field_of(value) else value


def before_buttons(text: str) -> str:
    """A line without the buttons at its end: 2022-01-20 [ 打印 ] [ 关闭 ]."""
    return _buttons().split(text, maxsplit=1)[0]


@cache
def _buttons() -> re.Pattern[str]:
    return re.compile(load_toml("labels.toml")["values"]["buttons"])


def labelled(text: str) -> list[tuple[str, str, str]]:
    """The ``(label, field, value)`` of a line of metadata, [] for any other line.

    A line is one when it begins with a label and a colon (a date or a mark may stand before it) and is short.
    """
    return list(_labelled(text))


@lru_cache(maxsize=4096)
def _labelled(text: str) -> list[tuple[str, str, str]]:
    """:func:`labelled`, once for each line: several steps ask for the same ones."""
    if len(text) > LONGEST_LABEL_LINE:
        return []
    if not any(sign in text for sign in ":：】]"):
        # An info box without values may run together to nothing but labels: 体裁生效日期废止日期.
        if 3 < len(text) <= 40 and _only_labels().fullmatch(fold(text)):
            return [("", "ignored", "")]
        return _spaced(text) or _dated(text)
    found = list(_label_pattern().finditer(text)) if _label_end().search(text) else []
    if not found:
        return _spaced(text)
    start = text[: found[0].start()]
    if _SECTION_NUMBER.match(start):
        return []
    before = _DATED.sub("", fold(start)).strip("0123456789-/年月日时分秒:.[]【】()|•·")
    document = _DOCUMENT_NUMBER.match(start.strip())
    if document or _begins_with_date(start):
        before = ""
    if before and before not in field_by_label() and not _before().fullmatch(before):
        return _spaced(text)
    # A date that stands before the first label is the line's date: 2022-01-20 作者：… 点击数：…
    parts = [("日期", "published", start.strip())] if start.strip() and find_date(start) else []
    if document:  # under a red head: 侯水利〔2011〕47号 签发人：…
        parts.append(("文号", "document_number", start.strip()))
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        label = fold(match["label"])
        value = text[match.end() : end]
        field = field_by_label()[label]
        if field not in ("title", "location"):
            value = _UNKNOWN_AFTER.sub("", value)  # 索引号：XY-1 效力属性：; 来源：县水利局 累计访客：
        if field in ("source", "publisher") and (dated := _DATE_AFTER.search(value)) and find_date(dated.group()):
            parts.append(("日期", "published", dated.group().strip()))  # 来源：县水利局 2022-01-20 09:15
            value = value[: dated.start()]
        inner = _leading_label(value)
        if inner:  # 文号：　索引号LX0123/2022-17
            parts += [(label, field, ""), (inner, field_by_label()[inner], value_of(value.strip()[len(inner) :]))]
            continue
        parts.append((label, field, value_of(value)))
        if parts[-1][1] == "ignored" and not label.endswith(("期", "间", "限")) and find_date(value):
            parts.append(("日期", "published", value))  # 浏览：56 次 2019-01-31 09:31 编辑：…
    return parts


@cache
def _date_labels() -> tuple[tuple[str, ...], frozenset[str]]:
    labels = sorted((label for label, field in field_by_label().items() if field == "published"), key=len, reverse=True)
    return tuple(labels), frozenset(label[0] for label in labels)


def _dated(text: str) -> list[tuple[str, str, str]]:
    """The date of a line that is a label and a date without anything between: 发布时间2022-01-20, 发表于 2022-01-20."""
    labels, first = _date_labels()
    if text[:1] not in first or len(text) > 40:
        return []
    label = next((label for label in labels if text.startswith(label)), "")
    value = text[len(label) :].strip()
    return [(label, "published", value)] if label and is_date_line(value) else []


def value_then_date(text: str) -> str:
    """The date that ends a short line after an agency's or a site's name (某某局 2022-01-20 09:15), else ""."""
    found = _DATE_AFTER.search(text) if len(text) <= 60 and text[-1:] in "0123456789)]）" else None
    return found.group().strip() if found and found.start() else ""


def _leading_label(value: str) -> str:
    """The label that a number follows without a colon at the beginning of a value, else ""."""
    text = value.strip()
    if text[:1] not in _number_labels()[1]:
        return ""
    return next((label for label in _number_labels()[0] if text.startswith(label) and text[len(label) :]), "")


@cache
def _number_labels() -> tuple[tuple[str, ...], frozenset[str]]:
    fields = ("index_number", "document_number")
    labels = sorted((label for label, field in field_by_label().items() if field in fields), key=len, reverse=True)
    return tuple(labels), frozenset(label[0] for label in labels)


def _begins_with_date(start: str) -> bool:
    """Whether what stands before a line's first label is the line's date and the site's name."""
    leading = leading_date(start)
    return leading is not None and _after_date().fullmatch(start, leading[1]) is not None


def _spaced(text: str) -> list[tuple[str, str, str]]:
    """The labels and values of a line that prints them without colons, [] for any other line."""
    if text[:1] not in _spaced_first() or len(text) > _LONGEST_SPACED or any(sign in text for sign in "，。；！"):
        return []
    apart, glued = _spaced_patterns()
    if len(found := list(apart.finditer(text))) < 2:
        # 索引号XY-1发布机构某局发布日期2022-01-20: only the style sheet sets them apart; a date says that it is a box.
        parts = _parts(text, list(glued.finditer(text)))
        if len(parts) > 2 and any(field == "published" and is_date_line(value) for _, field, value in parts):
            return parts
    parts = _parts(text, found)
    # One label and its value may be the beginning of a sentence; a box's value has figures or is a name.
    return parts if len(parts) != 1 or 0 < len(parts[0][2]) <= 40 else []


def _parts(text: str, found: list[re.Match[str]]) -> list[tuple[str, str, str]]:
    """The labels of a line that begins with one, each with what stands before the next; [] for any other line."""
    if not found or found[0].start():
        return []
    parts = []
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        label = fold(match["label"])
        parts.append(
            (label, field_by_label()[label], value_of(text[match.end() : end].strip(" \u3000|").partition("|")[0]))
        )
    return parts
