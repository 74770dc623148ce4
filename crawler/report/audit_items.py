"""The figures of a sentence as items of a list (清单中的数): each with its words, and which are parts of one list."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from crawler.facts import load_toml
from crawler.report.figures import Figure, find_figures

SEPARATORS = "，、；：（）和及与"
#: Words behind a figure that name it, before the next one: 3件[予以公开，]1件….
_AFTER = re.compile(r"(?P<after>[^，。；：、（）]{1,20})(?P<sign>[，；、](?:其中)?)")
#: 占总数的32.7%和67.3%: of which parts is said before.
_MORE_SHARES = re.compile(r"(?:和|与|及|、)\d")
#: 一是…，二是…: numbers of parts.
_NUMBERED = re.compile(r"^[一二三四五六七八九十]是")
#: 13件[申请]按期答复12件: what the whole counts, right behind it.
_OF_WHAT = re.compile(
    r"(?:政府信息公开|依申请公开)?申请(?:中，?|[^，。；\d]{0,10}(?:办结|答复|办理)[^，。；\d]{0,4}，(?:其中)?)?"
)
_LONGEST_LABEL = 40


@cache
def pattern(key: str) -> re.Pattern[str]:
    """A pattern of ``[lists]`` in ``data/audits.toml``."""
    return re.compile(load_toml("audits.toml")["lists"][key])


class Part(msgspec.Struct, gc=False):
    """A figure of a list with the words before it; ``after``: those behind it where it is named so (3件予以公开).

    ``share`` is the per cent printed behind it, ``share_base`` what it is said to be a share of.
    """

    figure: Figure
    label: str
    after: str = ""
    share: Figure | None = None
    share_base: str = ""


def read_items(text: str, before: str = "") -> list[Part]:
    """The counts of a text, each with the words from the count or share before it, and its own share.

    ``before`` is the sign that the text stands behind.
    """
    found: list[Part] = []
    end = 0
    for figure in find_figures(text):
        words = text[end : figure.start]
        if figure.unit == "%":
            if found and found[-1].share is None and "占" in words and not _MORE_SHARES.match(text, figure.end):
                found[-1].share, found[-1].share_base, end = figure, words, figure.end
            continue
        if not figure.unit:
            continue
        named = _AFTER.fullmatch(words) if found else None
        if named:
            found[-1].after, words = named["after"], named["sign"]
        found.append(Part(figure, words if found else before + words))
        end = figure.end
    if found and found[-1].label.strip(SEPARATORS) in ("", "其中"):
        found[-1].after = re.split("[，。；）]", text[found[-1].figure.end :])[0]
    return found


def is_part(part: Part) -> bool:
    """Whether the words before a figure set it out as a part."""
    return part.label[:1] in SEPARATORS or pattern("opens").search(part.label) is not None


def is_total(part: Part) -> bool:
    """Whether the words before a figure say that it counts all there was, or sums up."""
    return any(pattern(key).search(part.label) for key in ("total", "summed"))


def run_of(items: list[Part], start: int, unit: str, *, free: bool = False) -> list[Part]:
    """The items from ``start`` on that are parts of one list; the first one may have any words before it."""
    run: list[Part] = []
    strong = False
    for part in items[start:]:
        strong = strong or (not run and pattern("opens").search(part.label) is not None)
        bare = part.after and not run and pattern("opens").search(part.label) is None
        words = part.label[-1:] if bare else part.label
        if part.figure.unit != unit or not _links(words, opening=not run, free=free, strong=strong):
            break
        run.append(part)
    return run


def _links(words: str, *, opening: bool, free: bool, strong: bool) -> bool:
    """Whether the words before a figure make it a part: a sign and a label, for the first one what opens the list."""
    label = words.lstrip(SEPARATORS)
    if opening:
        if opened := list(pattern("opens").finditer(words)):
            label = words[opened[-1].end() :].lstrip(SEPARATORS)
        elif free:
            label = re.split("[，；：]", words)[-1]
        elif of_what := _OF_WHAT.match(words):
            label = words[of_what.end() :]
        elif words[:1] not in SEPARATORS:
            return False
    elif (
        words[:1] not in SEPARATORS
        or pattern("anew").search(words)
        or pattern("opens").search(_NUMBERED.sub("", label))
    ):
        return False
    if len(label) > _LONGEST_LABEL or "，" in label or "；" in label:
        return False
    other = pattern("another").search(label)
    return other is None or (strong and pattern("carried").match(label) is not None)
