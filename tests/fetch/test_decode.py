"""Bodies are unpacked whatever the server says of them, and never beyond the limit."""

from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils._compression import brotli, zstd
from scrapy.utils.test import get_crawler

from crawler.fetch.decode import DecodeMiddleware
from crawler.fetch.outcomes import GzipBomb
from tests.fetch.server import PAGE

LIMIT = 1024 * 1024
REQUEST = Request("http://a.gov.cn/")


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


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
        (zstd.compress(PAGE), "zstd"),
        (zstd.compress(PAGE[:99]) + zstd.compress(PAGE[99:]), "zstd"),
        (gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]) + bytes(512), "gzip"),
        (gzip.compress(PAGE)[:-8] + bytes(8), "gzip"),
        (gzip.compress(brotli.compress(PAGE)), "br, gzip"),
        (zlib.compress(gzip.compress(zstd.compress(PAGE))), "zstd, GZIP ,deflate"),
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


@pytest.mark.parametrize("coding", PACKED)
def test_a_cut_off_body_gives_what_there_is(decode: Callable[..., Response], coding: str) -> None:
    page = PAGE + random.Random(1).randbytes(300_000)
    body = decode(PACKED[coding](page)[:-20], coding).body
    assert len(body) > 100_000
    assert page.startswith(body)


def test_a_packed_file_stays_packed(decode: Callable[..., Response]) -> None:
    packed = gzip.compress(PAGE)
    assert decode(packed, type="application/gzip").body == packed


@pytest.mark.parametrize("coding", PACKED)
def test_a_bomb_is_refused(decode: Callable[..., Response], coding: str) -> None:
    with pytest.raises(GzipBomb, match="unpack to more than"):
        decode(PACKED[coding](bytes(LIMIT * 4)), coding)


def test_a_body_as_large_as_allowed_is_unpacked(decode: Callable[..., Response]) -> None:
    assert decode(gzip.compress(bytes(LIMIT)), "gzip").body == bytes(LIMIT)


def test_bombs_hold_no_more_than_the_limit_and_leave_nothing(decode: Callable[..., Response]) -> None:
    bombs = [gzip.compress(bytes(LIMIT * 9)), gzip.compress(gzip.compress(bytes(LIMIT * 99)))]
    refused = []
    tracemalloc.start()
    try:
        for number in range(6):
            with pytest.raises(GzipBomb) as caught:
                decode(bombs[number % 2], ("gzip", "gzip, gzip")[number % 2])
            refused.append(caught.value)  # as the crawl keeps failures for a while
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * LIMIT
    assert held < LIMIT / 10
