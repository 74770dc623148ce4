"""A county's pages on its prefecture's site: what is opened of a site that is not the crawl's, and by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from crawler.catalogue.portals import Portal
from crawler.catalogue.sites import Scope
from crawler.fetch.target import Target
from crawler.platforms.columns import names_report_column
from crawler.platforms.naming import is_agency
from crawler.platforms.titles import fold
from crawler.walk.follow import is_of_same_unit
from crawler.walk.owners import Owners

#: Pages that a directory leads to wherever on its site they lie: they are opened one by one.
_SINGLE = frozenset({"report", "list", "attachment"})
#: Whose addresses they are that a guest asks for.
_GUEST = ("above", "entered")


def names_above(text: str, portal: Portal) -> bool:
    """Whether a link's text says that it leads to the prefecture's or province's own disclosures (市政府信息公开)."""
    own = portal.county or portal.name
    levels = tuple(level for level in "省市州盟" if not own.endswith(level))
    above = [name for name in (portal.city, portal.province) if name and not own.startswith(name)]
    return text.startswith((*levels, *above, *(name[:-1] for name in above if len(name) > 2)))


class Guests:
    """Opens ``scope`` for the folders that a county's own pages lead to, and for what these folders list."""

    def __init__(self, scope: Scope, owners: Owners, portals: Mapping[str, Portal]) -> None:
        self._scope = scope
        self._owners = owners
        self._portals = portals

    def may_ask(self, target: Target) -> bool:
        """Whether a page that was just found lies in scope, or is opened by the page that led to it."""
        led = self._enters(target)
        if self._scope.allows(target.url):
            return True
        if target.parent is None or self._owner(target)(target.url) not in _GUEST:
            return False
        parent = target.parent[0]
        if self._owner(target)(parent) == "own":
            return led and self._open(target.url)
        same_host = urlsplit(parent).netloc == urlsplit(target.url).netloc
        listed = target.kind in _SINGLE or is_of_same_unit(parent, target.url) or self._is_unit(target)
        return same_host and listed and self._scope.allows(parent) and self._scope.open_page(target.url)

    def open_again(self, target: Target) -> None:
        """Opens what was open when the page was found: it is in the ledger, and due."""
        led = self._enters(target)
        if self._scope.allows(target.url) or self._owner(target)(target.url) not in _GUEST:
            return
        if not (led and self._open(target.url)):
            self._scope.open_page(target.url)

    def _enters(self, target: Target) -> bool:
        """Whether the portal's own page led to a column on the site above it, and not to that site's own disclosures:
        then what lies in the column's folder is the portal's.
        """
        if target.parent is None or target.kind not in ("column", "list"):
            return False
        owner = self._owner(target)
        portal = self._portals[target.portal_id]
        if names_above(target.anchor, portal) or owner(target.parent[0]) != "own" or owner(target.url) not in _GUEST:
            return False
        self._owners.enter(portal, target.url)
        return True

    def _open(self, url: str) -> bool:
        """Opens the folder of a page that the portal's own led to; of a page without folder only the page."""
        return self._scope.open_below(url) or self._scope.open_page(url)

    def _is_unit(self, target: Target) -> bool:
        """Whether a page is called like one of the county's units, or like their reports."""
        unit = target.kind == "column" and (is_agency(fold(target.anchor)) or names_report_column(target.anchor))
        return unit and not names_above(target.anchor, self._portals[target.portal_id])

    def _owner(self, target: Target) -> Callable[[str], str]:
        portal = self._portals[target.portal_id]
        return lambda url: self._owners.seen_from(portal, url)
