"""Agencies that the sentences of a report name (文中的机关名称): who reports, by the report's own words.

The wording is data: ``data/agencies.toml``, tables ``self`` and ``text``.
"""

from __future__ import annotations

import re
from functools import cache

from crawler.catalogue import divisions
from crawler.catalogue.mention import place_before
from crawler.report.text.names import around, facts, fits, is_agency, kind_of, speaks_as_government

#: The county right before a township's name, and what may stand before it in an address.
_COUNTY_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,7}[县市区旗]$")
_NOT_OF_A_COUNTY = re.compile(r"^(?:地址|位于|在|是|为|由|与|向)+")
#: An aside inside an agency's name or after it: (以下简称…), (含国家公务员局).
_IN_SENTENCE = re.compile(
    r"\((?:以下|下|统|含|原|加挂|简称|又称)[^()]{0,30}\)|\([^()]{2,30}\)(?=20\d\d|编制|政府信息|信息公开|根据|按照|办公室)"
)
#: Where the name of a township may begin in a sentence, if no place's name stands before it.
_CLAUSE = re.compile(r"[。,，;；:：、“(（年月日度]")
_LONGEST_TOWNSHIP = 6
#: (以下简称…) and how far a name with it reaches on both sides of that word, at most.
_SHORTENED, _LONGEST_SHORTENED = "简称", 40
#: Names that many agencies have: 乡政府, 县人民政府, 本级政府, 局.
_GENERIC = re.compile(
    r"^(?:[本我各全]|上级|同级|区县|市县)?[省市县区乡镇街州]?(?:级)?(?:人民)?(?:政府|局|委|办|办公室|部门)$"
)


@cache
def _text_patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in facts()["text"][kind])


def agencies_in_text(text: str) -> list[str]:
    """The agencies that the opening of a report names as the one reporting, surest first.

    ``text`` is the beginning of the body, without white space.
    """
    found: list[str] = []
    inner = re.compile(facts()["text"]["inner"])
    whole, text = text, _IN_SENTENCE.sub("", text)
    for kind in ("report", "short", "contact", "subject"):
        where = (whole, *_near_shortened(whole)) if kind == "short" else (text, 0, len(text))
        for pattern in _text_patterns(kind):
            for match in pattern.finditer(*where):
                name = around()[0].sub("", match["a"])
                if any(word in name for word in facts()["text"]["inside_never"]):
                    continue
                name = _stripped(name)
                if name.endswith("人民"):  # …人民政府信息公开: the word 政府 was shared
                    name += "政府"
                name = re.sub(facts()["text"]["ending"], "", name)
                if kind_of(name) is None and text.startswith("办公室", match.end("a")):
                    name += "办公室"
                part = inner.match(name)
                acts = (
                    kind == "subject" and name.endswith(("政府办公室", "政府办公厅")) and not speaks_as_government(text)
                )
                if part and not acts and (kind != "report" or kind_of(part["a"]) == "department"):
                    name = part["a"]
                if name.startswith(tuple(facts()["text"]["never"])) and not _begins_with_place(name):
                    continue
                fitting = kind == "report" or fits(name, text)
                if is_agency(name) and not _GENERIC.match(name) and name not in found and fitting:
                    found.append(name)
    return [_in_full(name, text) for name in found or _own_township(text)]


def _near_shortened(text: str) -> tuple[int, int]:
    """Between which places all names stand that a text shortens from there on: the rest is not searched for them."""
    first, last = text.find(_SHORTENED), text.rfind(_SHORTENED)
    return (max(first - _LONGEST_SHORTENED, 0), last + _LONGEST_SHORTENED) if first >= 0 else (0, 0)


def _in_full(name: str, text: str) -> str:
    """A government's or township's name as the text writes it in full: 崇礼镇, 崇礼镇政府 → 崇礼镇人民政府."""
    tails: tuple[str, ...] = ("人民政府",)
    if name.endswith(tuple(facts()["self"]["townships"])):
        stem, tails = name, ("人民政府", "办事处")
    elif name.endswith("政府") and not name.endswith("人民政府"):
        stem = name.removesuffix("政府")
    else:
        return name
    return next((stem + tail for tail in tails if stem + tail in text), name)


def _own_township(text: str) -> list[str]:
    """The one township that a text which speaks of itself as one names (我镇 … 崇礼镇政府), or none.

    Only where its name begins is not guessed: after a mark of punctuation, a date or the name of a county.
    """
    names: dict[str, None] = {}
    for own in facts()["self"]["townships"]:
        if f"我{own}" not in text and f"本{own}" not in text:
            continue
        for found in re.finditer(own, text):
            for start in range(found.start() - _LONGEST_TOWNSHIP, found.start()):
                if start >= 0 and (start == 0 or _CLAUSE.match(text, start - 1) or place_before(text, start)):
                    name = text[start : found.end()]
                    if re.fullmatch(facts()["self"]["township"], name):
                        names[name] = None
                        break
    return list(names) if len(names) == 1 else []


def _begins_with_place(name: str) -> bool:
    """Whether a name begins with a place's, whose first sign may be a word of its own: 和平县, 将乐县, 全州县."""
    return divisions.locate(name, "", None) is not None


def _stripped(name: str) -> str:
    """A name found in a sentence without the words that stand before it; a place's first sign is none of them."""
    return name if _begins_with_place(name) else re.sub(facts()["text"]["strip"], "", name)


def located_by(text: str, township: str) -> str:
    """The county before a township's name somewhere in a text (地址:缙云县七里乡金弄村 → 缙云县七里乡), or ""."""
    at = text.find(township)
    while at >= 0:  # a pattern with the name in it would be compiled anew for each report
        if place := place_before(text, at):
            return place + township
        found = _COUNTY_BEFORE.search(text, max(0, at - 8), at)
        if found:
            return _NOT_OF_A_COUNTY.sub("", found.group() + township)
        at = text.find(township, at + 1)
    return ""
