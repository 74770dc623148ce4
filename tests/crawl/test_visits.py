from __future__ import annotations

from hashlib import sha256

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.fetch.target import Target
from crawler.fetch.visits import document_of, visit_of

URL = "http://www.x.gov.cn/1.html"
PAGE = b"<html><body>...</body></html>"


def answer(
    body: bytes = PAGE, status: int = 200, flags: tuple[str, ...] = (), headers: dict[str, str] | None = None
) -> Response:
    request = Request(URL, meta={"archive": ("a.warc.gz", 7), "fetched_at": "2024-01-01T00:00:00Z"})
    return Response(URL, status=status, headers=headers, body=body, flags=list(flags), request=request)


def target(digest: str = "") -> Target:
    return Target(URL, "x", sha256=digest)


@pytest.mark.parametrize(
    ("response", "digest", "state"),
    [
        (answer(), "", "done"),
        (answer(), "another", "done"),
        (answer(), sha256(PAGE).hexdigest(), "unchanged"),
        (answer(b"", 304), "", "unchanged"),
        (answer(status=404), "", "gone"),
        (answer(status=500), "", "failed"),
        (answer(PAGE[:-9], flags=("dataloss",)), "", "failed"),
        (answer(PAGE, flags=("dataloss",)), "", "done"),
        (answer(PAGE.decode().encode("utf-16"), flags=("dataloss",)), "", "done"),
    ],
)
def test_an_answer_says_what_became_of_its_page(response: Response, digest: str, state: str) -> None:
    assert visit_of(response, target(digest)).outcome.state == state


def test_a_visit_keeps_validators_and_the_place_in_the_archive() -> None:
    visit = visit_of(answer(headers={"ETag": '"7"', "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"}), target())
    assert (visit.etag, visit.last_modified) == ('"7"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert (visit.archive_file, visit.archive_offset) == ("a.warc.gz", 7)


def test_the_reading_gets_bytes_and_headers_as_sent_and_the_time_of_the_answer() -> None:
    document = document_of(answer(headers={"Content-Type": "text/html; charset=GBK"}))
    assert document.headers == {"content-type": "text/html; charset=GBK"}
    assert (document.body, document.fetched_at) == (PAGE, "2024-01-01T00:00:00Z")
