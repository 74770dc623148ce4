"""Pagers without an end, and lists that state more pages than they have: two pages in a row that show nothing new are
the end of a list.

What is queued of it beyond that is left out for a week: a list that grows is then seen to grow.
"""

from __future__ import annotations

from collections import Counter

from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Key, Target
from crawler.follow import same_pager, turns_page

#: So many pages in a row without a new row are the end.
_BARREN = 2


class Pagers:
    """The lists whose pages one run turns. A list is known by the page that named its further pages."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._barren: Counter[Key] = Counter()
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
        return target.parent is not None and self._barren[target.parent] >= _BARREN and turns_page(target)

    def note(self, target: Target, shows_rows: bool) -> list[Target]:
        """Takes notice of what a further page of a list showed.

        Where that is the end of the list, the pages beyond it: taken out of the queue, to be put off.
        """
        first = target.parent
        if first is None or not turns_page(target):
            return []
        if shows_rows and self._barren[first] < _BARREN:
            self._barren[first] = 0
        if shows_rows:
            return []
        self._barren[first] += 1
        if self._barren[first] < _BARREN:
            return []
        return self._frontier.drop(target.url, lambda other: other.parent == first and turns_page(other))
