"""A loopback server that is a catalogue of misbehaviours, by path; robots.txt varies by the host's first label.

It answers as an origin and as a proxy (absolute addresses), so that a crawl can use portals' real names.
Every arrival is recorded with its time.
"""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>某县人民政府</title></head><body>"
    + "".join(f"<p><a href='/p{n}.html'>第{n}条 关于公开工作的说明</a></p>" for n in range(40))
    + "</body></html>"
).encode()
RS = b"<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>"
JSL = b"<script>document.cookie='__jsl_clearance_s='+go();location.href=location.pathname</script>"


class Arrival(NamedTuple):
    at: float
    host: str
    path: str
    headers: dict[str, str]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.arrivals: list[Arrival] = []
        self.counts: dict[str, int] = {}
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def times(self, *hosts: str) -> list[float]:
        return [arrival.at for arrival in self.arrivals if arrival.host in hosts]

    def paths(self, host: str) -> list[str]:
        return [arrival.path for arrival in self.arrivals if arrival.host == host]

    def visit(self, key: str) -> int:
        """How often this was called with the key, this call included."""
        with self.lock:
            self.counts[key] = self.counts.get(key, 0) + 1
            return self.counts[key]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are part of the game."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        arrived = time.monotonic()
        parts = urlsplit(self.path)
        self.host = parts.hostname or (self.headers["Host"] or "").partition(":")[0]
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.arrivals.append(Arrival(arrived, self.host, path, headers))
        if parts.path == "/robots.txt":
            ROBOTS.get(self.host.partition(".")[0], robots_missing)(self)
        else:
            PAGES.get(parts.path, plain)(self)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.arrivals.append(Arrival(time.monotonic(), self.host_name(), self.path, {}))
        self.send(b"{" + body + b"}", type="application/json")

    def host_name(self) -> str:
        return urlsplit(self.path).hostname or (self.headers["Host"] or "").partition(":")[0]

    def send(self, body: bytes = PAGE, status: int = 200, type: str = "text/html", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def start(self, **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def hang_up(self) -> None:
        self.close_connection = True


Answer = Callable[[Handler], None]
PAGES: dict[str, Answer] = {}
ROBOTS: dict[str, Answer] = {}


def page(path: str) -> Callable[[Answer], Answer]:
    def register(answer: Answer) -> Answer:
        PAGES[path] = answer
        return answer

    return register


def plain(handler: Handler) -> None:
    handler.send()


def robots_missing(handler: Handler) -> None:
    handler.send(b"<h1>404</h1>", 404)


def robots(label: str, body: bytes, status: int = 200, type: str = "text/plain", **headers: str) -> None:
    ROBOTS[label] = lambda handler: handler.send(body, status, type, **headers)


robots("closed", b"User-agent: *\nDisallow: /\n")
robots("partly", "\ufeffUser-agent: *\nDisallow: /secret/\n".encode())
robots("patient", b"User-agent: *\nCrawl-delay: 0.4\n")
robots("rated", b"User-agent: *\nRequest-rate: 2/1\n")
robots("soft404", b"<!DOCTYPE html><html>Disallow: /</html>", type="text/html")
robots("chinese", "# 禁止抓取\nUser-agent: *\nDisallow: /secret/\n".encode("gb18030"))
robots("locked", b"no", 403)
robots("ailing", b"oops", 500)
robots("guarded", RS, 412)
robots("moved", b"", 302, Location="http://elsewhere.example.com/robots.txt")


@page("/hello.html.gz")
def compressed(handler: Handler) -> None:
    handler.send(gzip.compress(PAGE), Content_Encoding="gzip")


@page("/silently-gzipped")
def silently_gzipped(handler: Handler) -> None:
    handler.send(gzip.compress(PAGE))


@page("/falsely-gzipped")
def falsely_gzipped(handler: Handler) -> None:
    handler.send(PAGE, Content_Encoding="gzip")


@page("/broken-charset")
def broken_charset(handler: Handler) -> None:
    handler.send("<html><p>政府信息</p>".encode("gb18030") + b"\xff\xfe\x80</html>", type="text/html; charset=utf-9")


@page("/binary")
def binary(handler: Handler) -> None:
    handler.send(b"%PDF-1.4\n" + bytes(range(256)) * 20)


@page("/drip")
def drip(handler: Handler) -> None:
    handler.start(Content_Length="100000")
    for _ in range(100):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.1)


@page("/big")
def big(handler: Handler) -> None:
    handler.start(Content_Length=str(60 * 1024 * 1024))
    for _ in range(60):
        handler.wfile.write(b"x" * 1024 * 1024)


@page("/big-unannounced")
def big_unannounced(handler: Handler) -> None:
    handler.hang_up()
    handler.start(Connection="close")
    for _ in range(60):
        handler.wfile.write(b"x" * 1024 * 1024)


@page("/bomb")
def bomb(handler: Handler) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1024 * 1024)
    body = b"".join(packer.compress(zeros) for _ in range(60)) + packer.flush()
    handler.send(body, Content_Encoding="gzip")


@page("/short")
def short(handler: Handler) -> None:
    handler.hang_up()
    handler.start(Content_Length=str(len(PAGE) + 500))
    handler.wfile.write(PAGE)


@page("/reset")
def reset(handler: Handler) -> None:
    handler.hang_up()
    handler.connection.close()


@page("/endless")
def endless(handler: Handler) -> None:
    n = int(handler.path.partition("?n=")[2] or 0)
    handler.send(b"", 302, Location=f"/endless?n={n + 1}")


@page("/circle")
def circle(handler: Handler) -> None:
    handler.send(b"", 302, Location="/circle")


@page("/cookie-first")
def cookie_first(handler: Handler) -> None:
    if "seen=1" in (handler.headers["Cookie"] or ""):
        handler.send()
    else:
        handler.send(b"", 302, Location="/cookie-first", Set_Cookie="seen=1; path=/")


@page("/hop")
def hop(handler: Handler) -> None:
    handler.send(b"", 302, Location="/hello.html")


@page("/to-private")
def to_private(handler: Handler) -> None:
    handler.send(b"", 302, Location="http://192.168.1.1/admin")


@page("/to-metadata")
def to_metadata(handler: Handler) -> None:
    handler.send(b"", 301, Location="http://0xA9FEA9FE/latest/")


@page("/to-stranger")
def to_stranger(handler: Handler) -> None:
    handler.send(b"", 302, Location="http://www.example.com/")


@page("/to-file")
def to_file(handler: Handler) -> None:
    handler.send(b"", 302, Location="file:///etc/passwd")


def status(path: str, code: int, body: bytes = b"<h1>no</h1>", **headers: str) -> None:
    PAGES[path] = lambda handler: handler.send(body, code, **headers)


status("/412", 412, RS)
status("/521", 521, JSL)
status("/403", 403)
status("/401", 401, WWW_Authenticate="Basic")
status("/404", 404)
status("/410", 410)
status("/500", 500)
status("/come-back-tomorrow", 503, Retry_After="86400")
status("/empty", 200, b"")


@page("/retry-after")
def come_back(handler: Handler) -> None:
    if handler.server.visit(handler.host + "/retry-after") == 1:
        handler.send(b"", 503, Retry_After="1")
    else:
        handler.send()


@page("/flaky")
def flaky(handler: Handler) -> None:
    if handler.server.visit(handler.host + "/flaky") == 1:
        handler.send(b"", 502)
    else:
        handler.send()


@contextmanager
def serving() -> Iterator[Server]:
    """A running server on a port of its own."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
