"""Name resolution that never leads a crawl into a private network (``TWISTED_DNS_RESOLVER``).

A public name may resolve to a private address, by mistake or on purpose; the address is then as if it did not
exist. IPv4 and IPv6 both count: some departments' hosts have IPv6 only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution

from crawler.catalogue.hosts import is_private_address

#: Per host, the private address that it resolved to: a clear word where Twisted only knows that nothing was
#: found.
refused: dict[str, str] = {}

_permission: list[Callable[[str, int], bool]] = []


def permit(private_allowed: Callable[[str, int], bool]) -> None:
    """Use this run's ``Scope.private_allowed``.

    The reactor has one resolver for the whole process, made before any spider: hence module state.
    """
    _permission[:] = [private_allowed]
    refused.clear()


@cache
def proxy_endpoints() -> frozenset[tuple[str, int]]:
    """Host and port of the proxies that the environment names (http_proxy, https_proxy): always reachable."""
    endpoints = set()
    for scheme in ("http", "https"):
        proxy = getproxies().get(scheme, "")
        if proxy:
            parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
            port = parts.port or (443 if parts.scheme == "https" else 80)
            endpoints.add(((parts.hostname or "").lower(), port))
    return frozenset(endpoints)


class PublicResolver(CachingHostnameResolver):
    """Scrapy's caching resolver without the private addresses."""

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """Resolves as Scrapy does, leaving out private addresses unless the operator named the host."""
        host = hostName.lower()
        permitted = (host, portNumber) in proxy_endpoints() or any(ask(host, portNumber) for ask in _permission)
        receiver: Any = resolutionReceiver if permitted else _PublicReceiver(resolutionReceiver, host)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


class _PublicReceiver:
    """Passes on the public addresses of one resolution (an IResolutionReceiver)."""

    def __init__(self, receiver: Any, host: str) -> None:
        self._receiver = receiver
        self._host = host

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        refused.pop(self._host, None)
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        found = address.host.partition("%")[0]
        if is_private_address(found):
            refused[self._host] = found
        else:
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()
