"""Departments and townships with sites of their own: which of them need no visit.

A county's column may list all their reports, or their sites may hold none: forty home pages are then asked for nothing.
What a portal's first night passes over for that is visited by and by in the nights after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from crawler.catalogue.portals import Portal
from crawler.fetch.budget import Need
from crawler.fetch.target import Target

#: An organ whose reports of so many years are known is not looked for on its own site; and where so many sites of a
#: portal's organs led to no report, the others are left.
_YEARS, _BARREN = 3, 5
#: So many of the sites that a portal's first night passed over are visited each night after it: none is for ever.
_A_NIGHT = 5
_SHORTEST_NAME = 3


class Organs:
    """What one run knows of the organs of its portals."""

    def __init__(self, portals: Mapping[str, Portal]) -> None:
        self._hosts = {portal.id: _host(portal.home_url) for portal in portals.values()}
        self._years: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._tried: dict[str, set[str]] = defaultdict(set)
        self._fruitful: set[str] = set()
        self._left: dict[str, int] = {}

    def note_report(self, portal_id: str, agency: str, year: int) -> None:
        """A report of a portal is known."""
        self._years[portal_id][agency].add(year)

    def note_reports(self, known: Iterable[tuple[str, str, int]]) -> None:
        """The reports known from earlier runs: portal, agency, year."""
        for portal_id, agency, year in known:
            self.note_report(portal_id, agency, year)
            self._left[portal_id] = _A_NIGHT

    def knows(self, portal_id: str) -> bool:
        """Whether any report of the portal is known."""
        return bool(self._years.get(portal_id))

    def note_lead(self, target: Target) -> None:
        """A page was found that is taken for a report."""
        if target.kind == "report" and _host(target.url) in self._tried[target.portal_id]:
            self._fruitful.add(target.portal_id)

    def need(self, target: Target) -> Need:
        """Whether a page that is due is the site of an organ that needs no visit; one that does counts as visited."""
        host, portal = _host(target.url), target.portal_id
        if target.kind != "column" or len(urlsplit(target.url).path) > 1 or host == self._hosts.get(portal, host):
            return "now"
        name, tried = target.anchor.strip(), self._tried[portal]
        if len(name) >= _SHORTEST_NAME and any(
            name in agency and len(years) >= _YEARS for agency, years in self._years[portal].items()
        ):
            return self._some("none", portal)
        if host not in tried and len(tried) >= _BARREN and portal not in self._fruitful:
            return self._some("later", portal)  # what the others lead to comes first
        tried.add(host)
        return "now"

    def _some(self, need: Need, portal_id: str) -> Need:
        """``need``, but for a few sites of a portal whose reports are known from earlier nights."""
        if not self._left.get(portal_id):
            return need
        self._left[portal_id] -= 1
        return "now"


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
