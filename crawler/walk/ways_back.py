"""Lists that are gone: in the same night the crawl goes back to the page that led to them.

A portal that moves its column of reports (年报栏目) links the new one from where it linked the old. Those pages are not
looked at every night once the portal's lists are known, so what is new would wait for the night after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Key, Target
from crawler.walk.examination import Examined


class WaysBack:
    """Of each list and column of this run's portals, the page that led to it."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._parents: Mapping[Key, Key] = {}
        self._asked: set[Key] = set()

    def remember(self, parents: Mapping[Key, Key], due: Iterable[Target]) -> None:
        """What led to what in earlier nights, and what this night asks anyway."""
        self._parents = parents
        self._asked.update(target.key for target in due)

    def of(self, item: Examined, not_asked: Callable[[Key], Target | None]) -> Target | None:
        """The page to ask again now that a list or column is gone; ``None`` where this night asks it anyway.

        ``not_asked`` gives a page of the ledger that this run has not asked.
        """
        target = item.target
        if item.visit.outcome.state != "gone" or target.kind not in ("list", "column"):
            return None
        key = self._parents.get(target.key)
        if key is None or key in self._asked:
            return None
        self._asked.add(key)
        back = not_asked(key)
        if back is not None:
            self._frontier.forget(back)
        return back
