"""Whose an address is: a portal's own, its prefecture's or province's, or another portal's of the catalogue."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

from crawler.catalogue.portals import Portal
from crawler.catalogue.selection import Selection
from crawler.catalogue.sites import folder_of
from crawler.platforms.canonical import twin_key
from crawler.walk.follow import Owner


class Owners:
    """Which portals a host belongs to, by the longest name of the catalogue that it lies under."""

    def __init__(self, selection: Selection) -> None:
        self.homes = {twin_key(portal.home_url) for portal in selection.portals}
        self._hosts: dict[str, set[str]] = {}
        self._entered: dict[str, set[tuple[str, str]]] = defaultdict(set)
        portals = [*selection.catalogue, *selection.above]
        self._codes = {portal.id: portal.division_code or "" for portal in portals}
        for portal in portals:
            for url in (portal.home_url, *portal.entry_urls):
                self._hosts.setdefault(_bare_host(url), set()).add(portal.id)

    def seen_from(self, portal: Portal, url: str) -> Owner:
        """Whose an address is, for ``portal``."""
        owners = self._of(url)
        if owners is None or portal.id in owners:
            return "own"
        code = portal.division_code or ""
        above = {f"{code[:4]}00", f"{code[:2]}0000"} if len(code) == 6 else set()
        if not any(self._codes[owner] in above for owner in owners):
            return "other"
        host, path = _bare_host(url), folder_of(url)
        entered = any(host == there and path.startswith(folder) for there, folder in self._entered[portal.id])
        return "entered" if entered else "above"

    def enter(self, portal: Portal, url: str) -> None:
        """The portal's own pages led to this folder of its prefecture's or province's site: what lies in it is its."""
        if (folder := folder_of(url)) != "/":
            self._entered[portal.id].add((_bare_host(url), folder))

    def _of(self, url: str) -> set[str] | None:
        host = _bare_host(url)
        while host:
            if host in self._hosts:
                return self._hosts[host]
            host = host.partition(".")[2]
        return None


def _bare_host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
