"""What is known of a page's scripts without playing them: menus that they write, and which external ones matter.

Menus of old portals are trees: ``d.add(12, 0, "信息公开年报", "list.jsp?cid=12")`` (dTree), ``{name: …, url: …}``
(zTree).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.catalogue.sites import site_of
from crawler.facts import load_toml, patterns
from crawler.platforms.canonical import canonical
from crawler.records import Link, Page

#: A menu's name and, right after it, its address.
_MENU = re.compile(
    r"[\"']([^\"'<>]{2,40})[\"']\s*,\s*(?:[\"']?(?:url|href|link)[\"']?\s*:\s*)?[\"'](?=[^\"']*[/.?])([^\"'<>\s]{2,300})[\"']",
    re.IGNORECASE,
)
_TREES = ("dtree", "ztree", "znodes", "treenode")
#: Links that one script's menu gives.
_MOST_LINKS = 500


def menu_links(page: Page) -> Iterator[Link]:
    """The links of the menus that scripts of the page write, in their order."""
    for script in page.scripts:
        lower = script.lower()
        if any(word in lower for word in _TREES):
            for name, address in _MENU.findall(script)[:_MOST_LINKS]:
                if url := canonical(address, page.url):
                    yield Link(url, name)


def is_no_list(url: str) -> bool:
    """Whether an address that scripts ask is that of a counter, a log-in and the like."""
    return _files("no_list").search(url) is not None


_files = patterns("platforms.toml", "scripts", flags=re.IGNORECASE)


def most_scripts() -> int:
    """How many external scripts of one portal are read in one run."""
    most: int = load_toml("platforms.toml")["scripts"]["most_of_portal"]
    return most


def wanted_scripts(files: list[str], page_url: str, *, menu: bool) -> list[str]:
    """Of a page's external scripts those that may say what its list asks, or be its ``menu``: the portal's own that
    no library is called like; the last first, since a page's own script follows what it needs.
    """
    own = [url for url in files if site_of(url) == site_of(page_url) and not _files("libraries").search(_name(url))]
    if menu:
        own = [url for url in own if _files("menus").search(_name(url))]
    most: int = load_toml("platforms.toml")["scripts"]["most_of_page"]
    return list(dict.fromkeys(reversed(own)))[:most]


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]
