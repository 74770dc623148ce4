"""Redirects: followed by HTTP status, a bounded number of times, never in a circle.

A page that sends its reader on is a page, and where it leads is its reading's business; but one that sends him to its
own other address (``/`` to ``/index.html``, http to https) is one page of the ledger, so that is followed here.
"""

from __future__ import annotations

import re
from typing import Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from crawler.fetch.outcomes import EndlessRedirect, OutOfScope

_STATUSES = frozenset({301, 302, 303, 307, 308})
#: Files that stand for their folder.
_INDEX = re.compile(r"(?:index|default)\.[a-z]{3,5}")
#: A page that does nothing but send on is not longer than this, in bytes.
_SHELL = 2_048
_SENDS_ON = re.compile(
    rb"""<meta[^>]+\brefresh\b[^>]*?url\s*=\s*["']?\s*([^"'\s>;]+)"""
    rb"""|\blocation(?:\.href)?(?:\s*=\s*|\.(?:replace|assign)\(\s*)["']([^"'\s]+)["']""",
    re.IGNORECASE,
)


class BoundedRedirectMiddleware(RedirectMiddleware):
    """Scrapy's redirects with our words for their end.

    No cookies are kept. Only where a redirect sets a cookie and leads to the very same address, that cookie is
    sent back once: such servers mean nothing more by it than "come again".
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Without Scrapy's look for its RefererMiddleware: a redirect of ours sends no Referer, none is missing."""
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The response, or the request to follow; raises :class:`EndlessRedirect`, :class:`OutOfScope`."""
        location = response.headers.get("Location")
        if response.status == 200 and request.method == "GET" and (other := _other_address(response)):
            return self._sent_on(request, response, other)
        if response.status not in _STATUSES or location is None:
            return response
        scheme = urlsplit(urljoin(request.url, location.decode("latin-1").strip())).scheme
        if scheme not in ("http", "https"):
            raise OutOfScope(f"redirect to {scheme}: from {request.url}")
        followed = super().process_response(request, response)
        if isinstance(followed, Request):
            self._refuse_circle(request, response, followed)
        return followed

    def _sent_on(self, request: Request, response: Response, url: str) -> Request:
        followed = self._build_redirect_request(request, response, url=url)
        self._refuse_circle(request, response, followed)
        return self._redirect(followed, request, "refresh")

    def _refuse_circle(self, request: Request, response: Response, followed: Request) -> None:
        visited = [request.url, *request.meta.get("redirect_urls", ())]
        if followed.method != request.method or followed.url not in visited:
            return
        cookies = [value.partition(b";")[0] for value in response.headers.getlist("Set-Cookie")]
        if followed.url == request.url and cookies and not request.meta.get("cookie_returned"):
            followed.headers["Cookie"] = b"; ".join(cookies)
            followed.meta["cookie_returned"] = True
            return
        raise EndlessRedirect(f"redirects in a circle at {followed.url}")

    def _redirect(self, redirected: Request, request: Request, reason: object) -> Request:
        if request.meta.get("redirect_times", 0) >= self.max_redirect_times:
            raise EndlessRedirect(f"more than {self.max_redirect_times} redirects, last to {redirected.url}")
        redirected.meta.pop("retry_times", None)  # another address: its own attempts
        return super()._redirect(redirected, request, reason)


def _other_address(response: Response) -> str:
    """Where a page without content sends its reader, if that is the same page by another address; else ``""``."""
    body = response.body
    if len(body) > _SHELL or not (b"refresh" in body.lower() or b"location" in body):
        return ""
    found = _SENDS_ON.search(body)
    if found is None:
        return ""
    url = response.urljoin((found[1] or found[2]).decode("latin-1"))
    here, there = urlsplit(response.url), urlsplit(url)
    if there.scheme not in ("http", "https") or there.query or here.query or url == response.url:
        return ""
    if (here.hostname or "").removeprefix("www.") != (there.hostname or "").removeprefix("www."):
        return ""
    folder, _, name = there.path.rpartition("/")
    path = here.path or "/"
    return url if path == (there.path or "/") or (path == f"{folder}/" and _INDEX.fullmatch(name)) else ""
