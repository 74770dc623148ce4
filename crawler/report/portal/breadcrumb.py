"""Where a page says that it lies in its site (面包屑): the columns from the home page down.

The wording is data: ``data/labels.toml``, table ``lines``.
"""

from __future__ import annotations

import re
from functools import cache

from crawler.facts import load_toml

#: A line of columns is no longer than this, in characters.
_LONGEST = 160


@cache
def _location() -> tuple[re.Pattern[str], tuple[str, ...]]:
    facts = load_toml("labels.toml")["lines"]
    return re.compile(facts["location_parts"]), tuple(facts["location_first"])


def is_location(text: str) -> bool:
    """Whether a line says where the page lies, without a label or with one that no colon ends.

    首页 > 政务公开 > 民政局, 位置 → 首页 → 民政局.
    """
    parts, first = _location()
    if text[:1] not in _begins() or len(text) > _LONGEST:
        return False
    label = next((label for label in _labels() if text.startswith(label)), "")
    found = _after_label().match(text, len(label)) if label else None
    rest = text[found.end() :] if found is not None else text
    return rest.startswith(first) and parts.search(rest) is not None


@cache
def _labels() -> tuple[str, ...]:
    return tuple(sorted(load_toml("labels.toml")["fields"]["location"], key=len, reverse=True))


@cache
def _begins() -> frozenset[str]:
    return frozenset(words[0] for words in (*_labels(), *_location()[1]))


@cache
def _after_label() -> re.Pattern[str]:
    return re.compile(rf"(?:{_location()[0].pattern}|\s+)")


def is_home(text: str) -> bool:
    """Whether a text is what the home page is called where a line says where the page lies."""
    return text in _location()[1]


def location_parts(value: str) -> list[str]:
    """The columns of a line that says where the page lies, from the home page down; [] for the site's menu."""
    parts = [part.strip() for part in _location()[0].split(value) if part.strip()]
    return [] if sum(any(menu.fullmatch(part) is not None for part in parts) for menu in _menu()) > 1 else parts


@cache
def _menu() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in load_toml("labels.toml")["lines"]["location_menu"])
