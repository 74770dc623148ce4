"""The end of a list: its pages showed all rows that it states, or two in a row nothing new.

There are pagers without an end, and lists that state more pages than they have.

What is queued of it beyond that is left out for a week: a list that grows is then seen to grow.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Key, Target
from crawler.platforms import Fetch, Listing
from crawler.platforms.asking import list_of, page_asked
from crawler.walk.follow import turns_page

#: A number in an address, with the sign before it: ``index.html`` and ``index_1.html`` are pages of one list.
_PAGE_NUMBER = re.compile(r"[_-]?\d+")
#: So many pages in a row without a new row are the end.
_BARREN = 2


class Pagers:
    """The lists whose pages one run turns. A list is known by the page that named its further pages."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._barren: Counter[Key] = Counter()
        #: By what is asked: the rows of a list that were seen, and the lists of which all were.
        self._rows: dict[tuple[str, Key], set[int]] = {}
        self._whole: set[tuple[str, Key] | None] = set()
        #: By the rows of a page: which page showed them first, and whether it led to further ones.
        self._shown: dict[int, tuple[Key, bool]] = {}

    def repeats(self, target: Target, rows: frozenset[str], *, leads_on: bool) -> bool:
        """Whether another page of the portal showed just these rows (their addresses) in this run.

        A list interface that a column asks may begin with the rows that the column shows itself: no repetition. Nor
        is what leads on where the other page did not.
        """
        if not rows:
            return False
        mark = hash((target.portal_id, rows))
        first, led_on = self._shown.setdefault(mark, (target.key, leads_on))
        if first == target.key or (leads_on and not led_on):
            self._shown[mark] = target.key, leads_on
            return False
        return first != target.parent or same_pager(first, target.key)

    def is_beyond(self, target: Target) -> bool:
        """Whether a page that was just found lies beyond the end of its list."""
        if target.parent is None or not turns_page(target):
            return False
        return self._barren[target.parent] >= _BARREN or _list_of(target) in self._whole

    def note(self, target: Target, listing: Listing | None, *, repeats: bool) -> list[Target]:
        """Takes notice of what a page of a list showed, and whether another one showed the same.

        Where that is the end of the list, the pages beyond it: taken out of the queue, to be put off.
        """
        beyond: list[Target] = []
        if listing is not None and listing.exact and self._is_whole(target, listing):
            asked = _list_of(target)
            beyond += self._frontier.drop(target.url, lambda other: turns_page(other) and _list_of(other) == asked)
        first = target.parent
        if first is None or not turns_page(target):
            return beyond
        if listing is not None and listing.entries and not repeats:
            if self._barren[first] < _BARREN:
                self._barren[first] = 0
            return beyond
        self._barren[first] += 1
        if same_pager(first, target.key):
            # A page that names the next one hands on how many before it showed nothing.
            self._barren[target.key] = self._barren[first]
        if self._barren[first] < _BARREN:
            return beyond
        return beyond + self._frontier.drop(target.url, lambda other: other.parent == first and turns_page(other))

    def _is_whole(self, target: Target, listing: Listing) -> bool:
        """Whether the pages of a list interface that were asked showed all rows that it states, this one the last."""
        asked = _list_of(target)
        if asked is None or listing.total is None:
            return False
        rows = self._rows.setdefault(asked, set())
        several = bool(rows)
        rows.update(hash(entry.url) for entry in listing.entries)
        if several and len(rows) >= listing.total:
            self._whole.add(asked)
        return asked in self._whole


def _list_of(target: Target) -> tuple[str, Key] | None:
    """What a page of a list interface asks for but for its number; None where it is no such page."""
    fetch = Fetch(target.url, target.method, target.body, target.headers)
    return None if page_asked(fetch) is None else (target.portal_id, list_of(fetch))


def same_pager(one: Key, other: Key) -> bool:
    """Whether two pages may be pages of one pager: asked for by the same method, by a path that differs in numbers."""
    return _without_numbers(one) == _without_numbers(other)


def _without_numbers(key: Key) -> tuple[str, str]:
    url, method, _ = key
    return method, _PAGE_NUMBER.sub("", urlsplit(url).path)
