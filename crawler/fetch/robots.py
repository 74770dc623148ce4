"""robots.txt: obeyed, fetched once per host in the site's own pace, its Crawl-delay kept."""

from __future__ import annotations

import asyncio
import codecs
import logging
import math
from typing import Self
from urllib.parse import urlsplit

import msgspec
from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetch.outcomes import (
    FETCH_ERRORS,
    EndlessRedirect,
    NotArchived,
    OutOfScope,
    RobotsRefused,
    RobotsUnavailable,
    Stopped,
    outcome_of,
    outcome_of_status,
)
from crawler.fetch.pace import Pace

logger = logging.getLogger(__name__)

#: What is read of a robots.txt, in bytes (RFC 9309 asks for at least 500 KiB).
LARGEST = 512_000
#: Crawl-delays beyond this many seconds are cut: a portal would not be read in a night.
LONGEST_DELAY = 60.0


class Rules(msgspec.Struct, frozen=True):
    """What a host's robots.txt says to us. ``parser`` is ``None`` where there are no rules."""

    parser: Protego | None = None
    refused: str = ""
    delay: float = 0.0


def read_rules(body: bytes, agent: str) -> Rules:
    """The rules of a robots.txt with status 200, for the product token ``agent``.

    A web page (the site's 404 served as 200) has no rules. Never raises on broken text.
    """
    text = _decode(body[:LARGEST])
    if text.lstrip().startswith("<"):
        return Rules()
    parser = Protego.parse(text)
    rate = parser.request_rate(agent)
    delays = [parser.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate else 0.0]
    return Rules(parser, delay=max((delay for delay in delays if math.isfinite(delay)), default=0.0))


def _decode(body: bytes) -> str:
    for bom, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(bom):
            return body.decode(encoding, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _bare_host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


class RobotsMiddleware:
    """Lets pass what robots.txt allows; raises RobotsRefused or RobotsUnavailable for the rest.

    404 and other 4xx: no rules. 401, 403: refused. 5xx and no answer: the site is failing, which is no
    permission. A challenge in its place ends the request as the challenge (Obstructed).
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off")
        self._crawler = crawler
        agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._agent = agent.partition("/")[0].strip()
        self._rules: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Applies where ROBOTSTXT_OBEY is on."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Waits for the host's rules, then raises or returns."""
        if request.meta.get("page_kind") == "robots":
            return
        parts = urlparse_cached(request)
        rules = await self._rules_of(f"{parts.scheme}://{parts.netloc.lower()}", request)
        if rules.refused:
            raise RobotsRefused(rules.refused)
        if rules.parser is not None and not rules.parser.can_fetch(request.url, self._agent):
            raise RobotsRefused(f"robots.txt of {parts.netloc} forbids {parts.path or '/'}")

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of the host at ``url`` names, with and without ``www.`` and over http or
        https; ``[]`` where it was not fetched in this run.
        """
        host = _bare_host(url)
        named: dict[str, None] = {}
        for origin, future in self._rules.items():
            if _bare_host(origin) != host or not future.done() or future.cancelled() or future.exception():
                continue
            parser = future.result().parser
            named.update(dict.fromkeys(parser.sitemaps if parser is not None else ()))
        return list(named)

    async def _rules_of(self, origin: str, request: Request) -> Rules:
        future = self._rules.get(origin)
        if future is None:
            future = self._rules[origin] = asyncio.ensure_future(self._fetch(origin, request))
        try:
            # Shielded: one request that is cancelled must not take the rules from those that wait with it.
            return await asyncio.shield(future)
        except Stopped:
            # Not remembered: the next request asks again. Pace ends that after a few failures.
            if self._rules.get(origin) is future:
                del self._rules[origin]
            raise

    async def _fetch(self, origin: str, request: Request) -> Rules:
        assert self._crawler.engine is not None
        meta = {"download_slot": request.meta["download_slot"], "portal_id": request.meta.get("portal_id")}
        robots = Request(
            f"{origin}/robots.txt",
            callback=NO_CALLBACK,
            meta={**meta, "page_kind": "robots"},
            dont_filter=True,
        )
        try:
            response = await self._crawler.engine.download_async(robots)
        except (NotArchived, OutOfScope, EndlessRedirect):
            return Rules()  # as good as none (RFC 9309, 2.3.1.2 and 2.3.1.3)
        except Stopped:
            raise
        except FETCH_ERRORS as error:
            outcome = outcome_of(error)
            raise RobotsUnavailable(
                f"robots.txt of {origin}: {outcome.detail}", state=outcome.state, key=outcome.outcome
            ) from error
        return self._judge(origin, response, request.meta["download_slot"])

    def _judge(self, origin: str, response: Response, site: str) -> Rules:
        status = response.status
        if status in (401, 403):
            return Rules(refused=f"robots.txt of {origin} is refused with HTTP {status}")
        if status == 429 or status >= 500:
            outcome = outcome_of_status(status)
            raise RobotsUnavailable(f"robots.txt of {origin}: HTTP {status}", state=outcome.state, key=outcome.outcome)
        if status != 200:
            return Rules()
        rules = read_rules(response.body, self._agent)
        pace = self._crawler.get_downloader_middleware(Pace)
        if rules.delay and isinstance(pace, Pace):
            if rules.delay > LONGEST_DELAY:
                logger.warning(
                    "%s asks for a Crawl-delay of %.0f s: %.0f s are kept", origin, rules.delay, LONGEST_DELAY
                )
            pace.lengthen(site, min(rules.delay, LONGEST_DELAY))
        return rules
