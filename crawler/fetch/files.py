"""Fetches the files of report pages: in the pace, scope and limits of every request, each address once a run.

A file is no page of the frontier: it is fetched while its report page waits, and both are stored in one step. A
crawl that is killed in between has stored neither, and begins with the page again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import msgspec
from scrapy import Request
from scrapy.http import Response

from crawler.fetch.ledger import Visit, now
from crawler.fetch.outcomes import FETCH_ERRORS, Outcome, outcome_of
from crawler.fetch.target import Target
from crawler.fetch.visits import document_of, visit_of
from crawler.records import Document

#: So many bytes of files are kept for further pages that link to them.
KEPT_BYTES = 64 * 1024 * 1024


class Fetched(msgspec.Struct):
    """A file's page in the ledger, how fetching it ended, and what came (None: nothing that is the file)."""

    target: Target
    visit: Visit
    document: Document | None = None


class FileFetcher:
    """``download`` is the engine's (middlewares apply), ``identity`` names what twins of an address share."""

    def __init__(
        self, download: Callable[[Request], Awaitable[Response]], identity: Callable[[str], str], kept: int = KEPT_BYTES
    ) -> None:
        self._download = download
        self._identity = identity
        self._kept = kept
        self._bytes = 0
        self._files: OrderedDict[str, asyncio.Future[Fetched]] = OrderedDict()

    def has(self, url: str) -> bool:
        """Whether the file at ``url`` was asked for in this run and is kept."""
        return (self._identity(url) or url) in self._files

    async def get(self, target: Target) -> tuple[Fetched, bool]:
        """The file at ``target``, and whether it was asked for just now. Never raises for a fetch that failed."""
        key = (self._identity(target.url) or target.url) + target.body
        known = self._files.get(key)
        if known is not None:
            # Shielded: a page that is given up must not take the file from those that wait with it.
            return await asyncio.shield(known), False
        future = asyncio.ensure_future(self._fetch(target))
        self._files[key] = future
        fetched = await asyncio.shield(future)
        self._keep(key, fetched)
        return fetched, True

    async def _fetch(self, target: Target) -> Fetched:
        meta = {"portal_id": target.portal_id, "page_kind": "attachment"}
        try:
            # ValueError for what is no address.
            request = Request(
                target.url, method=target.method, body=target.body, headers=target.headers, meta=meta, dont_filter=True
            )
            response = await self._download(request)
        except FETCH_ERRORS as error:
            return Fetched(target, Visit(outcome_of(error), now()))
        visit = visit_of(response, target)
        if visit.outcome.state != "done":
            return Fetched(target, visit)
        if not response.body:
            return Fetched(target, msgspec.structs.replace(visit, outcome=Outcome("failed", "empty", "no content")))
        return Fetched(target, visit, document_of(response))

    def _keep(self, key: str, fetched: Fetched) -> None:
        """Lets go of the oldest files when those kept are too large together; what was not tried is forgotten."""
        if fetched.visit.outcome.state == "pending":
            self._files.pop(key, None)
            return
        self._bytes += _size(fetched)
        while self._bytes > self._kept and len(self._files) > 1:
            oldest, future = next(iter(self._files.items()))
            if not future.done():
                break
            del self._files[oldest]
            self._bytes -= _size(future.result())


def _size(fetched: Fetched) -> int:
    # An outcome without a body costs a little as well: a night has tens of thousands of files.
    return 1000 + (len(fetched.document.body) if fetched.document is not None else 0)
