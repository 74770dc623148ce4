"""A home page that cannot be reached is looked for once at its twins: http ↔ https, with and without www.

Any other page whose host does not answer that way is looked for there where a twin of its host did.
"""

from __future__ import annotations

import logging
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.catalogue.hosts import parse_host
from crawler.fetch.outcomes import Outcome, outcome_of

logger = logging.getLogger(__name__)

#: Ends that say nothing about the portal, only about this way to it. ``not_archived``: an archive holds the
#: answer of the twin that was reached when it was made. ``proxy``: it would not open a tunnel for https.
UNREACHED = frozenset({"dns", "tls", "timeout", "refused", "reset", "unreachable", "proxy", "not_archived"})


#: ``request.meta`` key: how the way that the catalogue names ended.
_FIRST = "first_way"


def outcome_at(request: Request, exception: BaseException) -> Outcome:
    """How a request ended; a home page that no twin had either ended as the address of the catalogue did.

    What the twins met says little: many of them never were (``dns``, a proxy's 502).
    """
    outcome = outcome_of(exception)
    first: Outcome | None = request.meta.get(_FIRST)
    return first if first is not None and outcome.state == "failed" else outcome


def twins_of(url: str) -> list[str]:
    """The other addresses that a home page is commonly found at, likeliest first."""
    parts = urlsplit(url)
    scheme = "https" if parts.scheme == "http" else "http"
    if parts.port is not None:
        return []  # a port belongs to one scheme and one host
    switched = [urlunsplit(parts._replace(scheme=scheme))]
    host = parse_host(url)
    if host is None or host.address:
        return switched
    other = host.name.removeprefix("www.") if host.name.startswith("www.") else f"www.{host.name}"
    with_other = parts._replace(netloc=other)
    return [*switched, urlunsplit(with_other), urlunsplit(with_other._replace(scheme=scheme))]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class TwinMiddleware:
    """Sends a request to the next twin within scope when the way to it failed.

    ``request.meta["twin_of"]`` then names the address of the catalogue, ``meta["twins"]`` what is left to try.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        #: Schemes and hosts that answered in this run.
        self._answered: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Applies to every crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Remembers that this way is open."""
        self._answered.add(_origin(request.url))
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request for the next twin, or ``None`` where there is none to try."""
        home = request.meta.get("page_kind") == "home"
        if request.meta.get("redirect_times") or (not home and _origin(request.url) in self._answered):
            return None
        outcome = outcome_of(exception)
        if outcome.outcome not in UNREACHED:
            return None
        spider: Any = self._crawler.spider
        left = request.meta.get("twins")
        if left is None:
            left = [url for url in twins_of(request.url) if spider.scope.allows(url)]
            left = left if home else [url for url in left if _origin(url) in self._answered]
        if not left:
            return None
        logger.info("%s: %s; trying %s", request.url, outcome.outcome, left[0])
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value("twins/tried")
        twin = request.replace(url=left[0], dont_filter=True)
        twin.meta["twins"] = left[1:]
        twin.meta.setdefault("twin_of", request.url)
        twin.meta.setdefault(_FIRST, outcome)
        twin.meta.pop("retry_times", None)
        return twin
