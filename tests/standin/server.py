"""A loopback server for many portals: by Host header, or as the HTTP proxy of a crawl (absolute-form requests).

As a proxy it answers for every host it knows with that portal's pages, so a crawl with ``http_proxy`` set sees
the portals' real host names; any other host gets 502. It keeps a log of every request with its time of
arrival, which is what tests of pace, robots and scope look at.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Self
from urllib.parse import urlsplit

from tests.standin.pages import Answer
from tests.standin.portals import Portal


@dataclass(frozen=True)
class Asked:
    """A request as it arrived: ``at`` is seconds of the monotonic clock."""

    at: float
    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.target}"


@dataclass
class Stream:
    """An answer that is not sent in one piece: ``chunks`` yields the body; ``reset`` breaks the connection."""

    chunks: Callable[[], AsyncIterator[bytes]]
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/html"})
    status: int = 200
    length: int | None = None
    reset: bool = False


Handler = Callable[[Asked], Awaitable[Answer | Stream]]

NOT_FOUND = Answer("<html><head><title>404</title></head><body>页面不存在</body></html>".encode(), status=404)


class StandIn:
    """The server. ``with StandIn(portals) as server: … server.url …`` runs it in a thread of its own.

    ``rules`` are misbehaviours: the first whose ``matches`` is true answers instead of the portal's page.
    ``conditional`` answers If-None-Match with 304; ``compress`` sends gzip to those who take it.
    """

    def __init__(
        self,
        portals: list[Portal],
        rules: list[Rule] | None = None,
        *,
        conditional: bool = True,
        compress: bool = False,
    ) -> None:
        self.answers = {page.url: page.answer for portal in portals for page in portal.pages.values()}
        self.hosts = {urlsplit(url).netloc for url in self.answers}
        self.rules = rules or []
        for rule in self.rules:
            self.hosts |= rule.hosts
        self.conditional = conditional
        self.compress = compress
        self.log: list[Asked] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="stand-in", daemon=True)
        self._ready = threading.Event()
        self._stop = asyncio.Event()

    @property
    def url(self) -> str:
        """The address to give as ``http_proxy``."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def asked(self, host: str) -> list[Asked]:
        """The requests a host got, in order of arrival."""
        return [entry for entry in self.log if entry.host == host]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks(self._loop) - {asyncio.current_task(self._loop)}:
            task.cancel()
        await asyncio.sleep(0)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while (request := await _read_request(reader)) is not None:
                self.log.append(request)
                if not await self._send(writer, await self._answer(request), request):
                    break
        writer.close()

    async def _answer(self, request: Asked) -> Answer | Stream:
        for rule in self.rules:
            if rule.matches(request):
                return await rule.handler(request)
        if request.method == "CONNECT" or request.host not in self.hosts:
            return Answer(b"no such host", {"content-type": "text/plain"}, 502)
        answer = self.answers.get(request.url, NOT_FOUND)
        if not self.conditional or answer.status != 200:
            return answer
        tag = f'"{sha1(answer.body, usedforsecurity=False).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == tag:
            return Answer(b"", {"etag": tag}, 304)
        return Answer(answer.body, {**answer.headers, "etag": tag}, 200)

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer | Stream, request: Asked) -> bool:
        """Sends an answer; false when the connection is not to be used again."""
        if isinstance(answer, Stream):
            return await _send_stream(writer, answer)
        body, headers = answer.body, dict(answer.headers)
        if self.compress and "gzip" in request.headers.get("accept-encoding", "") and len(body) > 500:
            body = gzip.compress(body, 5, mtime=0)
            headers["content-encoding"] = "gzip"
        headers.setdefault("content-length", str(len(body)))
        writer.write(_head(answer.status, headers) + (b"" if request.method == "HEAD" else body))
        await writer.drain()
        return request.headers.get("connection", "").lower() != "close"


@dataclass(frozen=True)
class Rule:
    """A misbehaviour: where it applies (a host, and paths that start with ``prefix``) and what it does."""

    name: str
    host: str
    handler: Handler
    prefix: str = "/"

    @property
    def hosts(self) -> set[str]:
        return {self.host}

    def matches(self, request: Asked) -> bool:
        return request.host == self.host and request.target.startswith(self.prefix)


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def _send_stream(writer: asyncio.StreamWriter, answer: Stream) -> bool:
    headers = {**answer.headers, "connection": "close"}
    if answer.length is not None:
        headers["content-length"] = str(answer.length)
    writer.write(_head(answer.status, headers))
    async for chunk in answer.chunks():
        writer.write(chunk)
        await writer.drain()
    if answer.reset:
        writer.transport.abort()
    return False


async def _read_request(reader: asyncio.StreamReader) -> Asked | None:
    """The next request of a connection, or None at its end."""
    line = await reader.readline()
    if not line.strip():
        return None
    at = time.monotonic()
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    host = headers.get("host", "")
    if target.startswith("http://"):
        parts = urlsplit(target)
        host, target = parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Asked(at, method, host, target, headers, body)
