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
    """Whether a line without a label says where the page lies: 首页 > 政务公开 > 民政局."""
    parts, first = _location()
    return text.startswith(first) and len(text) <= _LONGEST and parts.search(text) is not None


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
