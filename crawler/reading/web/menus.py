"""Menus (导航): runs of ``<li>`` that hold nothing but a link each. All pages of a portal have the same ones."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.reading.markup import squash, unwrap
from crawler.reading.web.links import LONGEST_TEXT, described
from crawler.reading.web.tokens import unescape

_ITEM = re.compile(r'li(?: ([^>]*+))?+>\s*+<a (?:href="([^"]*+)"(?=[ >]))? ?([^>]*+)>([^<]*+)</a>\s*+</li')
#: An address that is the same on all pages of a site and is tidy as it is (:mod:`crawler.reading.web.addresses`): not
#: ``../a.html``, no script, no reference.
_is_fixed = re.compile(r"(?:/(?!/)|https?://)(?:[!\"$%'-.0-Z^-~]|/(?!\.))*").fullmatch
#: A menu of so many characters may be kept from page to page; longer ones are lists of articles.
_LONGEST_RECALLED = 20_000

#: ``(raw, href, rest, content, text, url, name, rel)``: the attributes of the ``<li>``, the link's address and its
#: other attributes, and its text, all as written out; the text as shown; what :class:`crawler.records.Link` has of it.
#: ``href`` is "" where it is not the first attribute, ``url`` is ``None`` where the page decides.
Item = tuple[str, str, str, str, str, str | None, str, str]


def menu(token: str, site: str) -> list[Item]:
    """The items of a menu that came as one token; ``site`` is the beginning of the page's addresses, or ""."""
    return _recalled(token, site) if len(token) <= _LONGEST_RECALLED else _menu(token, site)


def _menu(token: str, site: str) -> list[Item]:
    items: list[Item] = []
    for raw, href, rest, content in _ITEM.findall(token):
        text = content if content.isalnum() else squash(unescape(unwrap(content)))
        url = (site + href if href[0] == "/" else href) if _is_fixed(href) else None
        name, rel = described(rest, text) if "title=" in rest or "rel=" in rest else (text, "")
        items.append((raw, href, rest, content, text, url, name[:LONGEST_TEXT], rel))
    return items


_recalled = lru_cache(maxsize=256)(_menu)
