"""A crawl served from WARC files instead of the network (``-a archive=``)."""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from pathlib import Path

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from w3lib.url import safe_url_string

from crawler.fetch.outcomes import NotArchived
from crawler.fetch.warc import ArchiveError, read_response, scan, target_of

logger = logging.getLogger(__name__)

_SUFFIXES = (".warc", ".warc.gz")


class ArchiveIndex:
    """Where each address lies in one or more WARC files. Of several answers the latest counts."""

    def __init__(self, files: list[Path]) -> None:
        self._files = files
        self._places: dict[str, tuple[str, int, int]] = {}  # key → (date, number of the file, offset)
        for number, path in enumerate(files):
            self._add(number, path)

    def __len__(self) -> int:
        return len(self._places)

    def find(self, url: str, method: str = "GET", body: bytes = b"") -> tuple[Path, int] | None:
        """The file and offset of the latest answer to this request."""
        place = self._places.get(_key(url, method, body))
        return None if place is None else (self._files[place[1]], place[2])

    def _add(self, number: int, path: Path) -> None:
        responses: dict[str, tuple[str, str, int]] = {}  # record id → (address, date, offset)
        asked: dict[str, tuple[str, bytes]] = {}  # record id of the response → method, body
        for entry in scan(path):
            if entry is None:
                logger.warning("%s: the last record is torn and left out", path)
                break
            if entry.kind == "response":
                identity = entry.headers.get("warc-record-id", f"at {entry.offset}")
                date = entry.headers.get("warc-date", "")
                responses[identity] = (target_of(entry.headers), date, entry.offset)
            elif entry.kind == "request":
                head, _, body = entry.block.partition(b"\r\n\r\n")
                method = head.partition(b" ")[0].decode("latin-1").upper()
                if method != "GET":
                    asked[entry.headers.get("warc-concurrent-to", "")] = (method, body)
        for identity, (url, date, offset) in responses.items():
            key = _key(url, *asked.get(identity, ("GET", b"")))
            known = self._places.get(key)
            if known is None or date >= known[0]:
                self._places[key] = (date, number, offset)


def open_archive(path: Path) -> ArchiveIndex:
    """The index of a WARC file, or of all WARC files in a folder; made once for the same state of the files.

    Raises :class:`ArchiveError` (one line that names the file) when there is none, it is not readable, broken
    or without any response. Call it before the crawl, so that a bad archive ends it before it begins.
    """
    try:
        files = _files_of(path)
        state = tuple((file, (stat := file.stat()).st_size, stat.st_mtime_ns) for file in files)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}") from error
    index = _index(state)
    if not len(index):
        raise ArchiveError(f"{path}: holds no answers")
    return index


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if file.name.endswith(_SUFFIXES))
    if not files:
        raise ArchiveError(f"{path}: no WARC file (*.warc, *.warc.gz) in this folder")
    return files


@lru_cache(maxsize=1)
def _index(state: tuple[tuple[Path, int, int], ...]) -> ArchiveIndex:
    return ArchiveIndex([file for file, _, _ in state])


def _key(url: str, method: str, body: bytes) -> str:
    address = safe_url_string(url.partition("#")[0])
    if method == "GET":
        return address
    return f"{method} {address} {hashlib.sha1(body, usedforsecurity=False).hexdigest()}"


class ReplayHandler(BaseDownloadHandler):
    """The download handler for http and https that answers from ``GOV_REPORTS_REPLAY`` alone."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        path = crawler.settings["GOV_REPORTS_REPLAY"]
        if not path:
            raise NotConfigured("GOV_REPORTS_REPLAY is empty")
        self._index = open_archive(Path(path))

    async def download_request(self, request: Request) -> Response:
        """The archived answer, with ``fetched_at`` and ``archive`` in the request's meta as in a crawl.

        Raises :class:`NotArchived`.
        """
        place = self._index.find(request.url, request.method, request.body)
        if place is None:
            raise NotArchived(f"not in the archive: {request.method} {request.url}")
        path, offset = place
        archived = read_response(path, offset)
        request.meta["fetched_at"] = archived.fetched_at
        request.meta["archive"] = (path.name, offset)
        headers = Headers()
        for name, value in archived.headers:
            headers.appendlist(name, value)
        flags = ["archived", *(["dataloss"] if archived.truncated else [])]
        return Response(request.url, status=archived.status, headers=headers, body=archived.body, flags=flags)
