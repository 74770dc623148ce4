"""The later resorts of discovery: sitemaps, asked for only where all else found no column of reports (年报栏目).

A sitemap is a page of the ledger of kind ``other``. The pages that home pages link to (网站地图) are in the ledger as
soon as they are seen, so that no run forgets them, and are kept back here until the portal's search has ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crawler.catalogue.portals import Portal
from crawler.fetch.frontier import Frontier, Target
from crawler.follow import SITEMAP
from crawler.platforms.canonical import canonical
from crawler.platforms.sitemaps import guesses, most_files

#: What a portal's sitemaps name may cost so much of the discovery budget again.
_SHARE = 1 / 3


class LaterResorts:
    """The sitemaps of one run's portals: at most so many of a portal are fetched as ``data/columns.toml`` says."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._kept_back: dict[str, list[Target]] = {}
        self._taken: Counter[str] = Counter()
        self._open: set[str] = set()
        self._asked: set[str] = set()

    def keeps_back(self, target: Target) -> bool:
        """Whether a page is a sitemap that is not to be fetched now: its portal's search goes on, or it is one too
        many.
        """
        if target.kind != "other":
            return False
        if target.portal_id not in self._open:
            self._kept_back.setdefault(target.portal_id, []).append(target)
            return True
        self._taken[target.portal_id] += 1
        return self._taken[target.portal_id] > most_files()

    def open(self, portal: Portal, named: Iterable[str]) -> list[Target]:
        """The sitemaps to fetch now that the portal's search has found nothing: those that its robots.txt names or
        else those that nothing names, and the pages kept back. ``[]`` when all were fetched lately.
        """
        if self._frontier.spent_requests[portal.id] >= self._frontier.budget.requests:
            return []
        if portal.id not in self._open:
            self._open.add(portal.id)
            self._frontier.more_pages[portal.id] += round(self._frontier.budget.pages * _SHARE)
        kept_back = self._kept_back.pop(portal.id, [])
        for target in kept_back:
            self._frontier.forget(target)
        addresses = [canonical(url, portal.home_url) for url in named][: most_files()] or guesses(portal.home_url)
        fresh = [url for url in addresses if url not in self._asked and not self._frontier.knows(url)]
        # What cannot be asked for (too long an address) is not offered again and again.
        self._asked.update(fresh)
        return [*(Target(url, portal.id, "other", priority=SITEMAP) for url in fresh if url), *kept_back]
