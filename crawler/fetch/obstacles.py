"""Tells an obstacle (challenge, firewall, login, refusal) from a page. Nothing is ever circumvented.

``judge`` is pure and works from the facts in ``data/obstacles.toml``; the middleware ends the request and,
for an obstacle that stands before the whole site, leaves the site alone for the night.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, Self

import msgspec
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.facts import load_toml
from crawler.fetch.night import Night
from crawler.fetch.outcomes import Obstructed

#: How much of a body is looked at, in bytes. A page with more before its end is no challenge.
HEAD = 65536
#: No challenge has so many links. Counting them is 20 times cheaper than looking for every marker.
LINKS = 30
#: So many refused pages in a row, with none served in between, and the site is taken to refuse us as a whole.
REFUSALS = 3
#: Kinds of requests whose refusal says nothing of the site's pages: robots.txt, what a page's scripts ask for.
_NO_PAGES = frozenset({"robots", "resource"})

_SILENT = re.compile(rb"(?is)<!--.*?-->|<(script|style|noscript|title)\b.*?(?:</\1\s*>|\Z)|<[^>]*(?:>|\Z)")
_SPACE = re.compile(r"(?:\s|&nbsp;|&#160;)+")


class Sign(msgspec.Struct, frozen=True):
    """One way to know an obstacle: all that is stated must hold (see ``data/obstacles.toml``)."""

    status: frozenset[int] = frozenset()
    header: str = ""
    contains: tuple[str, ...] = ()
    max_text: int | None = None
    max_bytes: int | None = None


class Obstacle(msgspec.Struct, frozen=True):
    """What stands before a page. ``wide``: before the whole site."""

    key: str
    name: str
    wide: bool
    detail: str = ""


def judge(status: int, headers: Mapping[str, str], body_head: bytes, url: str = "") -> Obstacle | None:
    """The obstacle that this answer is, or ``None`` for a page.

    ``headers`` has lower-case names; ``body_head`` is the unpacked body or its first 64 KiB. Files that are
    not markup (PDF, Office) can only be judged by their status.
    """
    head = body_head[:HEAD]
    worded = b"<" in head[:1024] and head.count(b"href") < LINKS
    text_length: int | None = None
    for key, name, wide, sign, needles in _signs():
        if sign.status and status not in sign.status:
            continue
        if sign.max_bytes is not None and len(body_head) > sign.max_bytes:
            continue
        if sign.header and not _has_header(headers, sign.header):
            continue
        found = ""
        if needles:
            found = next((word for needle, word in needles if needle in head), "") if worded else ""
            if not found:
                continue
        if sign.max_text is not None:
            if text_length is None:
                text_length = _visible_characters(head)
            if text_length > sign.max_text:
                continue
        evidence = [f"HTTP {status}", name, *([f"“{found}”"] if found else [])]
        return Obstacle(key, name, wide, ", ".join(evidence))
    return None


@cache
def _signs() -> tuple[tuple[str, str, bool, Sign, tuple[tuple[bytes, str], ...]], ...]:
    rows = []
    entries: list[dict[str, Any]] = load_toml("obstacles.toml")["obstacle"]
    for entry in entries:
        for sign in msgspec.convert(entry["signs"], list[Sign]):
            needles = {word.encode(code): word for word in sign.contains for code in ("utf-8", "gb18030")}
            rows.append((entry["key"], entry["name"], entry["wide"], sign, tuple(needles.items())))
    return tuple(rows)


def _has_header(headers: Mapping[str, str], wanted: str) -> bool:
    name, _, part = wanted.partition(": ")
    return name in headers and part in headers[name]


def _visible_characters(head: bytes) -> int:
    """How many characters a reader would see, white space apart; a Chinese character counts once."""
    text = _SILENT.sub(b" ", head)
    # Only the length matters, so either decoding will do, and broken bytes are left out.
    try:
        shown = text.decode()
    except UnicodeDecodeError:
        shown = text.decode("gb18030", "ignore")
    return len(_SPACE.sub("", shown))


class ObstacleMiddleware:
    """Ends a request whose answer is an obstacle with :class:`Obstructed`.

    A challenge closes the site at once. A plain refusal (403, 401, login, stub) closes it when it meets the
    home page, or after :data:`REFUSALS` in a row; otherwise it concerns the one page.
    """

    def __init__(self, night: Night) -> None:
        self._night = night
        self._refusals: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Applies to every crawl, replayed ones too: an archived challenge is still a challenge."""
        return cls(Night.of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, or :class:`Obstructed`."""
        site = request.meta["download_slot"]
        kind = request.meta.get("page_kind")
        headers = {name.decode("latin-1").lower(): _joined(response, name) for name in response.headers}
        obstacle = judge(response.status, headers, response.body, response.url)
        if obstacle is None:
            if 200 <= response.status < 300 and kind not in _NO_PAGES:
                self._refusals[site] = 0
            return response
        if kind in _NO_PAGES and not obstacle.wide:
            return response  # what it means is for the robots middleware, or for the page that asked for it, to say
        stopped = Obstructed(obstacle.detail, key=obstacle.key)
        self._refusals[site] += 1
        if obstacle.wide or kind == "home" or self._refusals[site] >= REFUSALS:
            self._night.close(site, stopped.outcome)
        raise stopped


def _joined(response: Response, name: bytes) -> str:
    return ", ".join(value.decode("latin-1") for value in response.headers.getlist(name))
