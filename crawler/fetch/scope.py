"""Scope: only the catalogue's own sites, never a private address, checked for every single request.

Redirects and retries come back through the scheduler as new requests, so they pass here again.
"""

from __future__ import annotations

from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.httpobj import urlparse_cached

from crawler.catalogue.hosts import DEFAULT_PORTS, is_private_address, parse_host
from crawler.catalogue.sites import Scope, site_of
from crawler.fetch import resolver
from crawler.fetch.outcomes import OutOfScope


class ScopeMiddleware:
    """Refuses what is out of scope and puts every request into the slot of its site.

    Uses ``spider.scope`` (:class:`crawler.catalogue.sites.Scope`).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self._spider_opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Applies to every crawl."""
        return cls(crawler)

    @property
    def _scope(self) -> Scope:
        spider: Any = self._crawler.spider
        scope: Scope = spider.scope
        return scope

    def _spider_opened(self) -> None:
        resolver.permit(self._scope.private_allowed)

    def process_request(self, request: Request) -> None:
        """Raises :class:`OutOfScope`; sets ``download_slot`` to the request's own site.

        The slot is set here and not where the request is made, so that a redirect to another site of the
        catalogue is paced as that site.
        """
        host = parse_host(request.url)
        if host is None:
            raise OutOfScope(f"no address to fetch: {request.url}")
        port = host.port or DEFAULT_PORTS[urlparse_cached(request).scheme]
        private = host.name == "localhost" or (host.address and is_private_address(host.name))
        if private and not self._scope.private_allowed(host.name, port):
            raise OutOfScope(f"a private address: {host.name}")
        if not self._scope.allows(request.url):
            raise OutOfScope(f"not a site of this crawl: {host.name}")
        request.meta["download_slot"] = site_of(request.url)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Says so where a name was found, but only at a private address."""
        if isinstance(exception, CannotResolveHostError):
            host = (urlparse_cached(request).hostname or "").lower()
            address = resolver.refused.get(host)
            if address is not None:
                raise OutOfScope(f"{host} resolves to a private address: {address}") from exception
