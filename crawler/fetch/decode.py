"""Unpacks bodies into plain responses of bytes.

Scrapy's own middleware guesses the charset on the *compressed* bytes (2 ms a page) to build an HtmlResponse
that nobody needs: the reading decodes by its own evidence.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.fetch.outcomes import GzipBomb
from crawler.fetch.unpack import BROKEN, CODINGS, unpack

_GZIP = b"\x1f\x8b\x08"
_ACCEPTED = ", ".join(coding for coding in CODINGS if not coding.startswith("x-"))


class DecodeMiddleware:
    """Every response comes out as ``scrapy.http.Response``: headers as sent, body unpacked.

    A body larger than DOWNLOAD_MAXSIZE once unpacked raises :class:`GzipBomb`. A body that is not what its
    Content-Encoding says stays as it came: the reading judges by content.
    """

    def __init__(self, largest: int) -> None:
        self._largest = largest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Applies to every crawl."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        """Says which encodings we take."""
        request.headers.setdefault("Accept-Encoding", _ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body unpacked."""
        codings = [
            coding.decode("latin-1")
            for value in response.headers.getlist("Content-Encoding")
            for coding in value.split(b",")
        ]
        if not codings and _is_text(response) and response.body.startswith(_GZIP):
            codings = ["gzip"]  # some servers compress whatever is asked and do not say so
        body = response.body
        limit: int = request.meta.get("download_maxsize", self._largest)
        if codings and body:
            try:
                unpacked = unpack(body, codings, limit)
            except BROKEN:
                unpacked = body
            if unpacked is None:
                raise GzipBomb(f"{len(body)} bytes unpack to more than {limit}")
            body = unpacked
        if type(response) is Response and body is response.body:
            return response
        return Response(
            response.url,
            status=response.status,
            headers=response.headers,
            body=body,
            flags=response.flags,
            request=response.request,
            certificate=response.certificate,
            ip_address=response.ip_address,
            protocol=response.protocol,
        )


def _is_text(response: Response) -> bool:
    return (response.headers.get("Content-Type") or b"").lower().startswith(b"text/")
