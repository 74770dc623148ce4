"""From a Scrapy response to what the ledger and the reading take: plain values, bytes only."""

from __future__ import annotations

from hashlib import sha256

from scrapy.http import Response

from crawler.fetch.ledger import Visit, now
from crawler.fetch.outcomes import Outcome, outcome_of_status
from crawler.fetch.target import Target
from crawler.records import Document

_UNCHANGED = Outcome("unchanged", "ok")
_TRUNCATED = Outcome("failed", "truncated", "the body is shorter than stated and has no end")

#: Where the end of a page must be found, in bytes from its end.
_TAIL = 2048


def visit_of(response: Response, target: Target) -> Visit:
    """What an answer means for its page. The same bytes as last time, or HTTP 304, is ``unchanged``.

    The visit's time is now, also for an archived answer: it says when the page was last looked at.
    """
    request = response.request
    assert request is not None
    if response.status == 304:
        return Visit(_UNCHANGED, now(), status=304)
    outcome, digest = outcome_of_status(response.status), ""
    if outcome.state == "done" and "dataloss" in response.flags and not _has_end(response.body):
        outcome = _TRUNCATED
    if outcome.state == "done":
        digest = sha256(response.body).hexdigest()
        if digest == target.sha256:
            outcome = _UNCHANGED
    archive_file, archive_offset = request.meta.get("archive", (None, None))
    return Visit(
        outcome,
        now(),
        status=response.status,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        sha256=digest,
        archive_file=archive_file,
        archive_offset=archive_offset,
    )


def document_of(response: Response) -> Document:
    """The answer as the reading takes it."""
    request = response.request
    assert request is not None
    headers = {
        name.decode("latin-1").lower(): b", ".join(response.headers.getlist(name)).decode("latin-1")
        for name in response.headers
    }
    return Document(
        body=response.body,
        url=response.url,
        headers=headers,
        status=response.status,
        fetched_at=request.meta.get("fetched_at", ""),
    )


def _has_end(body: bytes) -> bool:
    """Whether a page that came shorter than stated is whole: some servers always state a wrong length."""
    # UTF-16 has a NUL beside every ASCII letter.
    return b"</html" in body[-_TAIL:].replace(b"\0", b"").lower()


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
