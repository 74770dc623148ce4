"""What an element's attributes say of it: hidden, centred, how many cells it spans, by which name it is known."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from crawler.facts import load_toml
from crawler.reading.web.tokens import attributes_of

#: Bounds on what a hostile or broken table may unfold to.
MAX_SPAN = 200
_LONGEST_HINT = 80
#: Attributes of so many characters may be kept from page to page; longer ones are tables' that Word wrote.
LONGEST_RECALLED = 160

#: Not shown, or shown outside of every screen: the copy that a screen reader (读屏) is given. (Of styles in lower case;
#: what any such one says is looked for first.)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])(?:left|top|text-indent)\s*:\s*-(?:9\d\d|\d{4,})(?:px|em|$|;)"
)
_MAY_HIDE = re.compile(r":\s*(?:none|hidden|-)")
_CENTER = re.compile(r"text-align\s*:\s*center")
#: An element within a line that is shown as one of its own: a signature's date.
_BLOCK = re.compile(r"(?<![-\w])display\s*:\s*(?:block|flex|table|grid|list-item)")
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
_SCRIPTED_TARGET = re.compile(
    r"""(?:open\s*\(|(?:location|href)(?:\.href)?\s*=|location\.(?:assign|replace)\s*\()\s*"""
    r"""(?:encodeURI\s*\(\s*)?["']([^"'\s]+)["'](?!\s*\+)""",  # what goes on is no whole address
    re.I,
)


class Marks(msgspec.Struct, frozen=True, gc=False):
    """What one element says of itself.

    ``target`` is the address that clicking it opens, as printed, or ""; ``name`` the name by which
    ``data/containers.toml`` knows it, or ""; ``hint`` its id and classes; ``block`` whether a style sets it on
    lines of its own; ``special`` whether any of it but the spans
    and the hint says something.
    """

    hidden: bool = False
    center: bool = False
    preformatted: bool = False
    block: bool = False
    rowspan: int = 1
    colspan: int = 1
    target: str = ""
    name: str = ""
    hint: str = ""
    special: bool = False


UNMARKED = Marks()


def marks_of(raw: str) -> Marks:
    """The marks of a token's attributes: ``raw`` is what stands after the tag's name. The tag does not matter."""
    attributes = attributes_of(raw)
    style = attributes.get("style", "").lower()
    element_id, classes = attributes.get("id", ""), attributes.get("class", "")
    unseen = _MAY_HIDE.search(style) is not None and _HIDDEN.search(style) is not None
    hidden = unseen or "hidden" in attributes or _is_for_readers(classes)
    centred = "center" in style and _CENTER.search(style) is not None
    center = centred or attributes.get("align", "").lower() == "center"
    preformatted = "white-space" in style and _PREFORMATTED.search(style) is not None
    block = "display" in style and _BLOCK.search(style) is not None
    target = scripted_target(attributes.get("onclick", ""))
    name = _container_name(element_id, classes)
    return Marks(
        hidden,
        center,
        preformatted,
        block,
        span(attributes.get("rowspan", "")),
        span(attributes.get("colspan", "")),
        target,
        name,
        f"{element_id} {classes}".strip()[:_LONGEST_HINT],
        special=bool(hidden or center or preformatted or block or target or name),
    )


#: :func:`marks_of`, once for what the pages of a portal have in common: their templates' classes and styles.
recalled = lru_cache(maxsize=4096)(marks_of)


def span(value: str) -> int:
    """A rowspan or colspan attribute as a number within bounds; what is not a number is 1."""
    digits = value.strip()
    return min(max(int(digits), 1), MAX_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def scripted_target(script: str) -> str:
    """The address that a short piece of script opens or goes to, or ""."""
    found = _SCRIPTED_TARGET.search(script) if script else None
    return found.group(1) if found else ""


@cache
def _unseen() -> frozenset[str]:
    return frozenset(load_toml("containers.toml")["unseen"])


def _is_for_readers(classes: str) -> bool:
    """Whether a class takes an element off the screen."""
    return bool(classes) and not _unseen().isdisjoint(classes.split())


@cache
def _named_containers() -> frozenset[str]:
    return frozenset(load_toml("containers.toml")["content"])


def _container_name(element_id: str, classes: str) -> str:
    known = _named_containers()
    if element_id and (name := f"#{element_id.strip()}") in known:
        return name
    return next((name for word in classes.split() if (name := f".{word}") in known), "") if classes else ""
