"""What is asked of a portal when all that is understood has been asked: links that no rule knows (不明链接).

Each night some of them are tried, one at a time and best first, and more as long as they lead to reports. The rest
stays in the ledger, due: the next night goes on with it, and ``scrapy portal`` shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from crawler.fetch.budget import Need
from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Target
from crawler.platforms.unknown import FAINT

#: So many of a portal's unknown links in a row may lead to nothing in one night, and one more for each so many
#: reports that were found.
_PATIENCE, _REPORTS = 6, 12
#: So many where the portal has no report at all.
_LOST = 15


class Explorer:
    """Decides of unknown links; of all other pages ``otherwise`` does. ``known``: whether a portal has any report."""

    def __init__(self, frontier: Frontier, otherwise: Callable[[Target], Need], known: Callable[[str], bool]) -> None:
        self._frontier = frontier
        self._otherwise = otherwise
        self._known = known
        self._barren: Counter[str] = Counter()
        self._found: Counter[str] = Counter()

    def need(self, target: Target) -> Need:
        """Whether a page that is due is to be fetched now. One that is counts as tried."""
        if not target.unknown:
            return self._otherwise(target)
        portal = target.portal_id
        if not self._frontier.is_quiet(portal):
            return "later"  # what the one before leads to comes first
        if target.priority <= FAINT and self._known(portal):
            return "none"
        found = self._frontier.reports_found[portal]
        if found > self._found[portal]:
            self._barren[portal], self._found[portal] = 0, found
        lost = not found and not self._known(portal)
        if self._barren[portal] >= (_LOST if lost else _PATIENCE + found // _REPORTS):
            return "none"
        self._barren[portal] += 1
        return "now"
