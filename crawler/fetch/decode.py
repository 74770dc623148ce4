"""Unpacks bodies (gzip, deflate, br, zstd) into plain responses of bytes.

Scrapy's own middleware guesses the charset on the *compressed* bytes (2 ms a page) to build an HtmlResponse
that nobody needs: the reading decodes by its own evidence.
"""

from __future__ import annotations

import zlib

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

# Scrapy is pinned below 2.20: its unpacking with a size limit is not public, and not worth a copy.
# The codecs come from there too: which packages provide br and zstd depends on the interpreter.
from scrapy.utils._compression import _DecompressionMaxSizeExceeded, brotli, zstd  # type: ignore[attr-defined]

from crawler.fetch.outcomes import GzipBomb

_GZIP = b"\x1f\x8b\x08"
_BROKEN = (OSError, EOFError, ValueError, zlib.error, brotli.error, zstd.ZstdError)


class DecodeMiddleware(HttpCompressionMiddleware):
    """Every response comes out as ``scrapy.http.Response``: headers as sent, body unpacked.

    A body larger than DOWNLOAD_MAXSIZE once unpacked raises :class:`GzipBomb`. A body that is not what its
    Content-Encoding says stays as it came: the reading judges by content.
    """

    def process_response(self, request: Request, response: Response) -> Response:  # type: ignore[override]
        """The response with its body unpacked."""
        encodings = response.headers.getlist("Content-Encoding")
        if not encodings and _is_text(response) and response.body.startswith(_GZIP):
            encodings = [b"gzip"]  # some servers compress whatever is asked and do not say so
        body = response.body
        limit = request.meta.get("download_maxsize", self._max_size)
        if encodings and body:
            try:
                body, _ = self._handle_encoding(body, encodings, limit)
            except _DecompressionMaxSizeExceeded as error:
                raise GzipBomb(f"{len(response.body)} bytes unpack to more than {limit}") from error
            except _BROKEN:
                body = response.body
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
