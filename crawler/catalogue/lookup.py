"""Which portal of the shipped catalogue an address lies on."""

from __future__ import annotations

from functools import cache

from crawler.catalogue.hosts import parse_host
from crawler.catalogue.portals import Portal, shipped_portals


@cache
def _by_host() -> dict[str, Portal]:
    found: dict[str, Portal] = {}
    for portal in shipped_portals():
        host = parse_host(portal.home_url)
        if host is not None and not portal.historic:
            found.setdefault(host.name.removeprefix("www."), portal)
    return found


def portal_at(url: str) -> Portal | None:
    """The portal whose host an address has, or the nearest one above it (mzj.dingxi.gov.cn → www.dingxi.gov.cn)."""
    host = parse_host(url)
    name = host.name if host is not None else ""
    while name.count(".") >= 2:
        portal = _by_host().get(name.removeprefix("www."))
        if portal is not None:
            return portal
        name = name.partition(".")[2]
    return None
