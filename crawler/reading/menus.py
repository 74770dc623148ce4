"""Menus (导航): runs of ``<li>`` that hold nothing but a link each. All pages of a portal have the same ones."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from crawler.reading.addresses import resolver
from crawler.reading.links import described, href_of
from crawler.reading.markup import squash, unwrap
from crawler.reading.tokens import unescape

_ITEM = re.compile(r'li(?: ([^>]*+))?+>\s*+<a (?:href="([^"]*+)"(?=[ >]))?+ ?+([^>]*+)>([^<]*+)</a>\s*+</li')
#: A menu of so many characters may be kept from page to page; longer ones are lists of articles.
_LONGEST_RECALLED = 20_000


class Item(NamedTuple):
    """An item of a menu: the attributes of its ``<li>`` and of its link, as written out, and what they come to.

    ``url`` is "" for no address, and ``None`` where it depends on the page (``../a.html``) or on a script; ``name`` and
    ``rel`` are those of the link (:class:`crawler.records.Link`).
    """

    raw: str
    link: str
    content: str
    text: str
    url: str | None
    name: str
    rel: str


def menu(token: str, site: str) -> tuple[Item, ...]:
    """The items of a menu that came as one token; ``site`` is the beginning of the page's addresses, or ""."""
    return _recalled(token, site) if len(token) <= _LONGEST_RECALLED else _menu(token, site)


def _menu(token: str, site: str) -> tuple[Item, ...]:
    resolve = resolver(site)
    items = []
    for raw, href, rest, content in _ITEM.findall(token):
        link = f'href="{href}" {rest}' if href else rest
        text = content if content.isalnum() else squash(unescape(unwrap(content)))
        address = href_of(link) if href and href[0] not in "#jJ" else None
        fixed = address is not None and "/." not in address and (not site or _is_fixed(address))
        url = resolve(address) if address is not None and fixed else None
        items.append(Item(raw, link, content, text, url, *described(link, text)))
    return tuple(items)


_recalled = lru_cache(maxsize=256)(_menu)


def _is_fixed(href: str) -> bool:
    """Whether an address is the same on all pages of a site."""
    return href.startswith(("http://", "https://")) or (href[:1] == "/" and href[1:2] not in ("/", "\\"))
