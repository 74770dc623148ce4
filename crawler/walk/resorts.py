"""The later resorts of discovery: what is asked only where all else found no column of reports (年报栏目).

First a portal's sitemaps, then, where these led to none either, its own search. Both are pages of the ledger of kind
``other``: what the home page shows of them is in the ledger as soon as it is seen, so that no run forgets it, and is
kept back here until the portal has nothing left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crawler.catalogue.portals import Portal
from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Key, Target
from crawler.platforms.canonical import canonical
from crawler.platforms.search import most_pages
from crawler.platforms.sitemaps import guesses, most_files
from crawler.walk.follow import SITEMAP, is_search

#: What a portal's sitemaps name may cost so much of the discovery budget again.
_SHARE = 1 / 3
#: The last of the resorts: sitemaps come first, the search second.
_LAST = 2


class LaterResorts:
    """The sitemaps and searches of one run's portals, no more of a portal than ``data/columns.toml`` says."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._reached: set[str] = set()
        self._with_column: set[str] = set()
        self._kept_back: dict[str, list[Target]] = {}
        self._taken: Counter[tuple[str, int]] = Counter()
        self._stage: Counter[str] = Counter()
        self._asked: set[str] = set()
        self._lists: set[Key] = set()

    def note(
        self, reached: Iterable[str] = (), with_column: Iterable[str] = (), led_to_reports: Iterable[Key] = ()
    ) -> None:
        """Portals that answered in this run, those that have a column or a report, and resorts that are all that leads
        to reports of theirs: these are asked as lists are.
        """
        self._reached.update(reached)
        self._lists.update(led_to_reports)
        self._with_column.update(with_column)

    def needed(self, portal_id: str) -> bool:
        """Whether a portal answered and has shown no column of reports."""
        return portal_id in self._reached and portal_id not in self._with_column

    def keeps_back(self, target: Target) -> bool:
        """Whether a page is of a resort that is not to be asked now: its portal's search goes on, or it is one too
        many.
        """
        if target.kind != "other" or target.key in self._lists:
            return False
        stage = _stage(target)
        if stage > self._stage[target.portal_id]:
            self._kept_back.setdefault(target.portal_id, []).append(target)
            return True
        self._taken[target.portal_id, stage] += 1
        return self._taken[target.portal_id, stage] > (most_files() if stage == 1 else most_pages())

    def open(self, portal: Portal, named: Iterable[str]) -> list[Target]:
        """What to ask now that a portal has nothing left: the next of its resorts that has anything to ask.

        ``named`` are the sitemaps that its robots.txt names. ``[]`` when all resorts were asked, now or lately.
        """
        if self._frontier.spent_requests[portal.id] >= self._frontier.budget.requests:
            return []
        found = self._kept(portal.id) if self._stage[portal.id] else []
        while not found and self._stage[portal.id] < _LAST:
            self._stage[portal.id] += 1
            if self._stage[portal.id] == 1:
                self._frontier.more_pages[portal.id] += round(self._frontier.budget.pages * _SHARE)
                found = [*self._sitemaps(portal, named), *self._kept(portal.id)]
            else:
                found = self._kept(portal.id)
        return found

    def _kept(self, portal_id: str) -> list[Target]:
        """The pages kept back whose resort is open now; each is new again when it is asked for."""
        kept = self._kept_back.pop(portal_id, [])
        found = [target for target in kept if _stage(target) <= self._stage[portal_id]]
        if len(found) < len(kept):
            self._kept_back[portal_id] = [target for target in kept if target not in found]
        for target in found:
            self._frontier.forget(target)
        return found

    def _sitemaps(self, portal: Portal, named: Iterable[str]) -> list[Target]:
        addresses = [canonical(url, portal.home_url) for url in named][: most_files()] or guesses(portal.home_url)
        fresh = [url for url in addresses if url not in self._asked and not self._frontier.knows(url)]
        # What cannot be asked for (too long an address) is not offered again and again.
        self._asked.update(fresh)
        return [Target(url, portal.id, "other", priority=SITEMAP) for url in fresh if url]


def _stage(target: Target) -> int:
    return 2 if is_search(target.priority) else 1
