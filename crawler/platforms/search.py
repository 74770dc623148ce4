"""A portal's own search (站内搜索): the form on its home page, asked for annual reports (年报). Pure."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from crawler.catalogue.sites import site_of
from crawler.facts import load_toml
from crawler.platforms.base import Fetch
from crawler.platforms.canonical import canonical
from crawler.records import Page


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = load_toml("columns.toml")["search"]
    return facts


def most_pages() -> int:
    """How many pages of results are asked for of a portal in one run."""
    return int(_facts()["pages"])


def search_requests(page: Page) -> list[Fetch]:
    """The requests that ask the search form of ``page`` for annual reports, one for each wording of their titles: many
    searches find only what they are asked for literally. ``[]`` where it has no form of its own site.

    The words are sent in the form's own encoding; every other field as the page would send it.
    """
    form = page.search
    url = canonical(form.url, page.url) if form is not None else ""
    if form is None or not url or site_of(url) != site_of(page.url):
        return []
    found = []
    for words in _facts()["words"]:
        pairs = [(name, words if name == form.field else value) for name, value in form.fields.items()]
        query = urlencode(pairs, encoding=form.encoding or page.encoding or "utf-8", errors="replace")
        if form.method == "POST":
            found.append(Fetch(url, "POST", query, {"Referer": page.url}))
        else:  # a form that is got replaces the query
            found.append(Fetch(urlunsplit(urlsplit(url)._replace(query=query))))
    return found
