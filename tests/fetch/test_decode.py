"""Bodies are unpacked whatever the server says of them, and never beyond the limit."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils._compression import brotli
from scrapy.utils.test import get_crawler

from crawler.fetch.decode import DecodeMiddleware
from crawler.fetch.outcomes import GzipBomb
from tests.fetch.server import PAGE

LIMIT = 1024 * 1024
REQUEST = Request("http://a.gov.cn/")


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.fixture
def decode() -> Callable[..., Response]:
    middleware = DecodeMiddleware.from_crawler(get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": LIMIT}))

    def run(body: bytes, encoding: str = "", type: str = "text/html") -> Response:
        headers = {"Content-Type": type, **({"Content-Encoding": encoding} if encoding else {})}
        return middleware.process_response(REQUEST, HtmlResponse("http://a.gov.cn/", headers=headers, body=body))

    return run


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE), "x-gzip"),
        (gzip.compress(PAGE), ""),
        (zlib.compress(PAGE), "deflate"),
        (raw_deflate(PAGE), "deflate"),
        (brotli.compress(PAGE), "br"),
        (gzip.compress(brotli.compress(PAGE)), "br, gzip"),
        (PAGE, "gzip"),
        (PAGE, "br"),
        (PAGE, "deflate"),
        (PAGE, "zstd"),
        (PAGE, "utf-8"),
        (PAGE, ""),
        (b"", "gzip"),
    ],
)
def test_the_page_comes_out(decode: Callable[..., Response], packed: bytes, encoding: str) -> None:
    response = decode(packed, encoding)
    assert response.body == (PAGE if packed else b"")
    assert type(response) is Response


def test_a_cut_off_body_gives_what_there_is(decode: Callable[..., Response]) -> None:
    body = decode(gzip.compress(PAGE)[:-20], "gzip").body
    assert body
    assert PAGE.startswith(body)


def test_a_packed_file_stays_packed(decode: Callable[..., Response]) -> None:
    packed = gzip.compress(PAGE)
    assert decode(packed, type="application/gzip").body == packed


@pytest.mark.parametrize(
    ("pack", "encoding"), [(gzip.compress, "gzip"), (zlib.compress, "deflate"), (brotli.compress, "br")]
)
def test_a_bomb_is_refused(decode: Callable[..., Response], pack: Callable[[bytes], bytes], encoding: str) -> None:
    with pytest.raises(GzipBomb, match="unpack to more than"):
        decode(pack(bytes(LIMIT * 4)), encoding)
