"""A server that costs next to nothing: prepared answers, keep-alive, one process, asked as an HTTP proxy."""

from __future__ import annotations

import asyncio
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"


class _Proxy(asyncio.Protocol):
    """Answers ``GET http://host/path`` from a table. Requests have no bodies and come one by one."""

    def __init__(self, answers: dict[bytes, bytes], counter: list[int]) -> None:
        self._answers = answers
        self._counter = counter
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        assert self._transport is not None
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            target = head.split(b" ", 2)[1]
            answer = self._answers.get(target, _MISSING)
            self._counter[0] += answer is not _MISSING
            self._transport.write(answer)


def _run(pages: dict[str, tuple[str, bytes]], pipe: Connection) -> None:
    answers = {
        url.encode(): (
            f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        for url, (media_type, body) in pages.items()
    }
    counter = [0]

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Proxy(answers, counter), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        stopped = asyncio.Event()

        def hear() -> None:
            # Called again while an earlier call is still on its way: only what is there is read.
            while pipe.poll():
                if pipe.recv() == "stop":
                    stopped.set()
                    loop.remove_reader(pipe.fileno())
                    return
                pipe.send(counter[0])

        loop.add_reader(pipe.fileno(), hear)
        await stopped.wait()
        server.close()

    asyncio.run(serve())


class FastServer:
    """The server in a process of its own. ``pages``: media type and body by URL."""

    def __init__(self, pages: dict[str, tuple[str, bytes]]) -> None:
        self._pipe, other = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(target=_run, args=(pages, other), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.url = f"http://127.0.0.1:{self._pipe.recv()}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.send("stop")
        self._process.join(5)

    def served(self) -> int:
        """How many pages were served so far (without those that do not exist)."""
        self._pipe.send("count")
        count: int = self._pipe.recv()
        return count
