"""Sites and scope: which URLs a crawl may touch, and what counts as one site.

The **site** is the unit of politeness and of distribution: everything under a registrable name such as
``dingxi.gov.cn`` shares one stream of requests and one shard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Protocol
from urllib.parse import urlsplit

from crawler.catalogue.hosts import DEFAULT_PORTS, Host, is_private_address, normal_name, parse_address, parse_host

__all__ = ["Scope", "is_private_address", "shard_of", "site_of"]

#: The registry of Chinese governments (政府域名): names are given out directly under it, to provinces and
#: counties alike, so ``tj.gov.cn`` is a name like ``dingxi.gov.cn``.
REGISTRY = "gov.cn"


class HasHome(Protocol):
    """Anything with addresses to crawl; a portal is one."""

    @property
    def home_url(self) -> str:
        """The home page."""

    @property
    def entry_urls(self) -> list[str]:
        """Further pages to begin with."""


def site_of(url: str) -> str:
    """The site of a URL: ``dingxi.gov.cn`` for every host and port under it, ``host:port`` elsewhere.

    A default port is left out (http and https are one site). ``""`` for a URL that names no host; such a URL
    is in nobody's scope.
    """
    host = parse_host(url)
    if host is None:
        return ""
    if not host.address and host.name.endswith("." + REGISTRY):
        return ".".join(host.name.split(".")[-3:])
    name = f"[{host.name}]" if ":" in host.name else host.name
    return name if host.port is None else f"{name}:{host.port}"


def shard_of(site: str, count: int) -> int:
    """Which of ``count`` shards a site belongs to, from 0; the same on every machine and in every run."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:8], "big") % count


class Scope:
    """The URLs that the portals of a catalogue open up; nothing else is fetched, not after a redirect either.

    ``www.dingxi.gov.cn`` opens ``dingxi.gov.cn`` and all under it; ``xyz.tj.gov.cn`` itself and all under it, not
    ``tj.gov.cn``. Hosts outside gov.cn, IP addresses and localhost are open only where the operator's ``own``
    catalogue names exactly that host and port. Of a host that no portal opens, single folders may be opened
    (:meth:`open_below`): a county's own on the site of its prefecture.
    """

    def __init__(self, portals: Iterable[HasHome], own: bool = False) -> None:
        self._names: set[str] = set()
        self._exact: set[tuple[str, int | None]] = set()
        self._paths: dict[tuple[str, int | None], set[str]] = {}
        for portal in portals:
            for url in (portal.home_url, *portal.entry_urls):
                self._open(parse_host(url), own)

    def _open(self, host: Host | None, own: bool) -> None:
        if host is None:
            return
        if _is_governmental(host):
            bare = host.name.removeprefix("www.")
            # www.gov.cn must not open all governments of the country.
            self._names.add(host.name if bare == REGISTRY else bare)
        if own:
            self._exact.add((host.name, host.port))

    def allows(self, url: str) -> bool:
        """Whether the URL lies in scope. Only its text is judged: where a name leads is judged on connecting."""
        host = parse_host(url)
        if host is None:
            return False
        if (host.name, host.port) in self._exact:
            return True
        if not _is_governmental(host):
            return False
        if (host.name, host.port) in self._paths and self._is_open((host.name, host.port), url):
            return True
        name = host.name
        while name != REGISTRY:
            if name in self._names:
                return True
            name = name.partition(".")[2]
        return False

    def open_below(self, url: str) -> bool:
        """Opens the folder of a government's URL, all below it and its host's robots.txt; False for a whole host."""
        return self._open_path(url, folder_of(url))

    def open_page(self, url: str) -> bool:
        """Opens one page of a government's site, whatever its query, and the host's robots.txt."""
        return self._open_path(url, urlsplit(url).path.rstrip("/") + "/")

    def _open_path(self, url: str, path: str) -> bool:
        host = parse_host(url)
        if host is None or not _is_governmental(host) or path == "/" or _climbs(path):
            return False
        self._paths.setdefault((host.name, host.port), set()).add(path)
        return True

    def _is_open(self, host: tuple[str, int | None], url: str) -> bool:
        path = urlsplit(url).path or "/"
        return path == "/robots.txt" or (
            not _climbs(path) and any(f"{path}/".startswith(opened) for opened in self._paths[host])
        )

    def private_allowed(self, host: str, port: int) -> bool:
        """Whether a private or loopback address may be fetched at this host and port: only if listed itself."""
        address = parse_address(host)
        name = str(address) if address else normal_name(host)
        if name is None:
            return False
        return (name, port) in self._exact or (port in DEFAULT_PORTS.values() and (name, None) in self._exact)


def folder_of(url: str) -> str:
    """The folder that a URL names or lies in: ``/gk/x/`` for ``/gk/x/``, ``/gk/x/index.html`` and ``/gk/x``."""
    path = urlsplit(url).path
    above, _, name = path.rpartition("/")
    return f"{path}/" if name and "." not in name else f"{above}/"


def _climbs(path: str) -> bool:
    """Whether a path leads out of its folder (``/gk/x/../y``), in any spelling."""
    return ".." in path.lower().replace("%2e", ".") or "\\" in path or "%5c" in path.lower()


def _is_governmental(host: Host) -> bool:
    return not host.address and host.name.endswith("." + REGISTRY)
