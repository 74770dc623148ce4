"""What is due in this run, in memory: per site the best page first, one site after the other.

The ledger (``pages`` in SQLite) is the truth; this is its reading room for one run. It knows nothing of
Scrapy and nothing of SQL.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable
from hashlib import blake2b

import msgspec

from crawler.fetch.budget import Budget, Need
from crawler.fetch.target import DISCOVERY, LAST, Key, Target

#: Seconds after which it is looked whether anything is left, and for which is waited in all.
_LOOK_AGAIN, _PATIENCE = 2.0, 300.0

#: Links further from the home page than this are not followed, but for the reports of the last list.
DEPTH_MAX = 6

#: Addresses longer than any honest one: a link that grows with every page.
URL_MAX = 1000


class _Site:
    __slots__ = ("busy", "closed", "heap", "held_until", "queued")

    def __init__(self) -> None:
        self.heap: list[tuple[bool, float, int, Target]] = []
        self.busy = 0
        self.closed = False
        self.held_until = 0.0
        self.queued = False


class Frontier:
    """The pages of one run.

    ``site_of`` names the site (unit of politeness) of an address, ``twin_of`` the key that its twins share
    (http and https, with and without www), ``window`` is how many pages of a site may be out at once,
    ``clock`` gives seconds that only grow.
    """

    def __init__(
        self,
        site_of: Callable[[str], str],
        twin_of: Callable[[str], str],
        clock: Callable[[], float],
        budget: Budget | None = None,
        window: int = 1,
    ) -> None:
        self.budget = budget or Budget()
        self.window = window
        self.spent_pages: Counter[str] = Counter()
        self.spent_requests: Counter[str] = Counter()
        self.left_over: Counter[str] = Counter()
        self.reports_found: Counter[str] = Counter()
        self.reports_taken: Counter[str] = Counter()
        #: Says of a page of discovery whether it need be fetched at all; what is not stays in the ledger.
        self.need: Callable[[Target], Need] = lambda target: "now"
        #: Pages of discovery that a portal may have beyond its budget.
        self.more_pages: Counter[str] = Counter()
        self._site_of = site_of
        self._twin_of = twin_of
        self._clock = clock
        self._known: set[int] = set()
        self._sites: dict[str, _Site] = {}
        self._turn: deque[str] = deque()
        self._held: list[tuple[float, str]] = []
        self._serial = 0
        self._waiting = 0
        #: Per portal: pages that wait or were taken and are not finished yet.
        self._open: Counter[str] = Counter()
        self._ended: set[str] = set()
        #: Per portal: pages that wait until nothing else is left, and the sites that wait with them.
        self._last: Counter[str] = Counter()
        self._last_of: dict[str, set[str]] = {}
        #: Links that are not understood and were not asked: one that is understood elsewhere is new again.
        self._unknown: set[int] = set()
        self._waits: dict[str, float] = {}

    def __len__(self) -> int:
        """How many pages wait."""
        return self._waiting

    def remember(self, keys: Iterable[Key]) -> None:
        """Pages that the ledger already has: they are not new when a link leads to them."""
        self._known.update(self._identity(*key) for key in keys)

    def knows(self, url: str, method: str = "GET", body: str = "") -> bool:
        """Whether the page, or a twin of it, is in the ledger or due."""
        return self._identity(url, method, body) in self._known

    def claim(self, url: str) -> bool:
        """Takes an address that a redirect led to as visited. False when it was known already."""
        mark = self._identity(url)
        if mark in self._known:
            return False
        self._known.add(mark)
        return True

    def discover(self, target: Target) -> bool:
        """Whether a page found by a link is new, near enough and not absurdly long. It is known from now on."""
        mark = self._identity(*target.key)
        too_far = target.depth > DEPTH_MAX + (target.kind == "report")
        understood = mark in self._unknown and not target.unknown
        if (mark in self._known and not understood) or too_far or len(target.url) > URL_MAX:
            return False
        self._unknown.discard(mark)
        self._known.add(mark)
        self.reports_found[target.portal_id] += target.kind == "report"
        return True

    def forget(self, target: Target) -> None:
        """A page that was kept back is new again when it is asked for."""
        self._known.discard(self._identity(*target.key))

    def push(self, target: Target) -> None:
        """Queues a page that is due."""
        name = self._site_of(target.url)
        site = self._sites.setdefault(name, _Site())
        if site.closed:
            self.left_over[target.portal_id] += not target.unknown
            return
        if target.unknown:
            self._unknown.add(self._identity(*target.key))
        self._put(site, target)
        self._open[target.portal_id] += 1
        self._offer(name, site)

    def take(self) -> Target | None:
        """The best page of the next site whose turn it is, or None when no site is free."""
        self._release_held()
        while self._turn:
            name = self._turn.popleft()
            site = self._sites[name]
            site.queued = False
            if site.held_until > self._clock():
                continue
            target = self._affordable(site)
            if target is None:
                continue
            site.busy += 1
            self.spent_requests[target.portal_id] += 1
            if target.kind in DISCOVERY:
                self.spent_pages[target.portal_id] += 1
            self.reports_taken[target.portal_id] += target.kind == "report"
            self._offer(name, site)
            return target
        return None

    def release(self, url: str) -> None:
        """The page at ``url`` that was taken is answered: its site may have the next one."""
        name = self._site_of(url)
        site = self._sites.get(name)
        if site is None:
            return
        site.busy = max(0, site.busy - 1)
        self._offer(name, site)

    def finish(self, target: Target) -> None:
        """The page that was taken is done with, and what it leads to is queued."""
        self._close_one(target)

    def is_quiet(self, portal: str) -> bool:
        """Of a portal one of whose pages is being looked at: whether all its others wait until nothing else is left."""
        return self._open[portal] <= self._last[portal] + 1

    def ended(self) -> list[str]:
        """The portals that have had nothing left since this was last asked, and have not now."""
        found = [portal for portal in self._ended if self._open[portal] <= 0]
        self._ended.clear()
        return found

    def drop(self, url: str, unwanted: Callable[[Target], bool]) -> list[Target]:
        """Takes out of the queue what is ``unwanted`` of the site of ``url``: these pages, best first."""
        site = self._sites.get(self._site_of(url))
        if site is None:
            return []
        dropped = [entry for entry in site.heap if unwanted(entry[-1])]
        if dropped:
            site.heap = [entry for entry in site.heap if not unwanted(entry[-1])]
            heapq.heapify(site.heap)
        for *_, target in dropped:
            self._unwait(target)
            self._close_one(target)
        return [target for *_, target in sorted(dropped, key=lambda entry: entry[:-1])]

    def occupy(self, url: str) -> None:
        """The page at ``url``, though answered, still keeps its site busy: its files are fetched first.

        Ends with one more :meth:`release`.
        """
        self._sites.setdefault(self._site_of(url), _Site()).busy += 1

    def hold(self, name: str, seconds: float) -> None:
        """Nothing of this site for so many seconds."""
        site = self._sites.setdefault(name, _Site())
        site.held_until = max(site.held_until, self._clock() + seconds)
        heapq.heappush(self._held, (site.held_until, name))

    def close(self, name: str) -> None:
        """Nothing more of this site in this run: its pages are left over and stay due in the ledger."""
        site = self._sites.setdefault(name, _Site())
        site.closed = True
        for *_, target in site.heap:
            self.left_over[target.portal_id] += not target.unknown
            self._unwait(target)
            self._close_one(target)
        site.heap.clear()

    def _identity(self, url: str, method: str = "GET", body: str = "") -> int:
        # 64 bits instead of the address: a province's ledger has some 100,000 of them.
        text = f"{method} {self._twin_of(url) or url} {body}"
        return int.from_bytes(blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest(), "big")

    def _affordable(self, site: _Site) -> Target | None:
        while site.heap:
            target = heapq.heappop(site.heap)[-1]
            self._unwait(target)
            portal = target.portal_id
            over = self.spent_requests[portal] >= self.budget.requests
            if target.kind in DISCOVERY:
                need = self.need(target)
                if need == "later" and target.priority > LAST:
                    self._put(site, msgspec.structs.replace(target, priority=LAST))
                    continue
                if need == "later" and self._may_still_lead_on(target):
                    self._put(site, target)
                    return None
                if need != "now" or self._is_understood(target):
                    self._close_one(target)
                    continue
                more = self.reports_found[portal] + self.more_pages[portal]
                over = over or self.spent_pages[portal] >= self.budget.pages + more
            elif target.kind == "report" and self.budget.reports is not None:
                over = over or self.reports_taken[portal] >= self.budget.reports
            if not over:
                return target
            self.left_over[portal] += not target.unknown
            self._close_one(target)
        return None

    def _put(self, site: _Site, target: Target) -> None:
        self._serial += 1
        heapq.heappush(site.heap, (target.stalled, -target.priority, self._serial, target))
        self._waiting += 1
        self._last[target.portal_id] += target.waits

    def _unwait(self, target: Target) -> None:
        self._waiting -= 1
        self._last[target.portal_id] -= target.waits

    def _is_understood(self, target: Target) -> bool:
        """Whether a link that was not understood has been since: it is asked as what it is. It is none any more now."""
        if not target.unknown:
            return False
        mark = self._identity(*target.key)
        understood = mark not in self._unknown
        self._unknown.discard(mark)
        return understood

    def _may_still_lead_on(self, target: Target) -> bool:
        """Whether pages of the portal are under way beside those that wait for all else; not for ever."""
        portal, name = target.portal_id, self._site_of(target.url)
        if self.is_quiet(portal):
            return False
        now = self._clock()
        self._last_of.setdefault(portal, set()).add(name)
        heapq.heappush(self._held, (now + _LOOK_AGAIN, name))
        return now - self._waits.setdefault(portal, now) < _PATIENCE

    def _close_one(self, target: Target) -> None:
        portal = target.portal_id
        self._open[portal] -= 1
        if self._open[portal] <= 0:
            self._ended.add(portal)
        elif self._open[portal] <= self._last[portal]:
            for name in self._last_of.pop(portal, ()):
                self._offer(name, self._sites[name])

    def _offer(self, name: str, site: _Site) -> None:
        """Puts a site in line when it has a page and room for one more out."""
        if site.heap and not site.queued and not site.closed and site.busy < self.window:
            site.queued = True
            self._turn.append(name)

    def _release_held(self) -> None:
        now = self._clock()
        while self._held and self._held[0][0] <= now:
            name = heapq.heappop(self._held)[1]
            self._offer(name, self._sites[name])
