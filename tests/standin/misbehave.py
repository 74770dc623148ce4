"""The catalogue of misbehaviours (异常): each is a Rule for a host, or for the paths below a prefix."""

from __future__ import annotations

import asyncio
import itertools
import zlib
from collections.abc import AsyncIterator, Callable

from tests.standin.pages import Answer
from tests.standin.server import Asked, Handler, Rule, Stream

_HTML = {"content-type": "text/html; charset=utf-8"}

#: Pages that challenge a browser, in the shape of the products; the scripts are made up.
_RUISHU = (
    "<html><head><meta content=\"Xq\" r='m'><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=94201;</script>"
    "<script src=\"/x4R1/q2.9b1.js\" r='m'></script></head><body></body></html>"
)
_JIASULE = (
    "<script>document.cookie='__jsl_clearance_s=17.1|-1|Zx%3D;max-age=3600';location.href=location.pathname</script>"
)
_YUNSUO = '<html><body><script>var cookie="yunsuo_session_verify=abc";window.location="/";</script></body></html>'
_SPA = (
    '<!DOCTYPE html><html><head><title>门户</title></head><body><div id="app"></div>'
    '<script src="/js/app.js"></script></body></html>'
)
_LOST = (
    "<html><head><title>页面找不到了</title></head><body>"
    "<p>抱歉，您访问的页面不存在或已删除！</p><a href='/'>返回首页</a></body></html>"
)


def _fixed(answer: Answer) -> Handler:
    async def handler(_: Asked) -> Answer:
        return answer

    return handler


def _page(text: str, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(text.encode(), {**_HTML, **named}, status)


def challenge_ruishu(host: str, prefix: str = "/") -> Rule:
    """瑞数: 412 with a script that only a browser can answer."""
    return Rule("challenge_ruishu", host, _fixed(challenge_ruishu_answer()), prefix)


def challenge_ruishu_answer() -> Answer:
    return _page(_RUISHU, 412)


def challenge_jiasule(host: str, prefix: str = "/") -> Rule:
    """加速乐: 521 and a script that sets a cookie."""
    answer = _page(_JIASULE, 521, set_cookie="__jsluid_s=0a1b; path=/", x_via_jsl="e1,-")
    return Rule("challenge_jiasule", host, _fixed(answer), prefix)


def challenge_yunsuo(host: str, prefix: str = "/") -> Rule:
    """云锁: status 200 with nothing but a cookie script."""
    return Rule("challenge_yunsuo", host, _fixed(_page(_YUNSUO)), prefix)


def forbidden(host: str, prefix: str = "/") -> Rule:
    return Rule("forbidden", host, _fixed(_page("<h1>403 Forbidden</h1>", 403)), prefix)


def server_error(host: str, prefix: str = "/") -> Rule:
    return Rule("server_error", host, _fixed(_page("<h1>502 Bad Gateway</h1>", 502)), prefix)


def too_many(host: str, prefix: str = "/", retry_after: str = "1", times: int = 1) -> Rule:
    """429 with Retry-After for the first ``times`` requests of each address, then 404."""
    seen: dict[str, int] = {}

    async def handler(request: Asked) -> Answer:
        seen[request.target] = seen.get(request.target, 0) + 1
        if seen[request.target] <= times:
            return _page("<h1>429</h1>", 429, retry_after=retry_after)
        return _page("<p>ok</p>", 404)

    return Rule("too_many", host, handler, prefix)


def slow_drip(host: str, prefix: str = "/", every: float = 0.5, chunks: int = 600) -> Rule:
    """A body that never quite stalls: one byte every half second."""

    async def body() -> AsyncIterator[bytes]:
        for _ in range(chunks):
            yield b" "
            await asyncio.sleep(every)

    async def handler(_: Asked) -> Stream:
        return Stream(body, length=chunks)

    return Rule("slow_drip", host, handler, prefix)


def reset(host: str, prefix: str = "/") -> Rule:
    """The connection breaks in the middle of the body."""

    async def body() -> AsyncIterator[bytes]:
        yield b"<html><body>"
        await asyncio.sleep(0.01)

    async def handler(_: Asked) -> Stream:
        return Stream(body, length=100_000, reset=True)

    return Rule("reset", host, handler, prefix)


def truncated(host: str, prefix: str = "/", half: bytes = b"<html><body><p>half</p>") -> Rule:
    """The body ends before the length that was promised."""

    async def body() -> AsyncIterator[bytes]:
        yield half

    async def handler(_: Asked) -> Stream:
        return Stream(body, dict(_HTML), length=2 * len(half))

    return Rule("truncated", host, handler, prefix)


def redirect(host: str, to: Callable[[Asked], str] | str, prefix: str = "/") -> Rule:
    """302 to a fixed address (off scope, to a private one …) or to one made from the request."""

    async def handler(request: Asked) -> Answer:
        return _page("", 302, location=to if isinstance(to, str) else to(request))

    return Rule("redirect", host, handler, prefix)


def endless_redirect(host: str, prefix: str = "/") -> Rule:
    """Every redirect leads to the next."""
    counter = itertools.count()
    return redirect(host, lambda request: f"http://{host}{prefix.rstrip('/')}/hop{next(counter)}", prefix)


def huge_page(host: str, prefix: str = "/", megabytes: int = 60) -> Rule:
    """A page of 60 MB without a Content-Length."""

    async def body() -> AsyncIterator[bytes]:
        block = b"<p>" + b"x" * 65_000 + b"</p>\n"
        for _ in range(megabytes * 1024 * 1024 // len(block)):
            yield block

    async def handler(_: Asked) -> Stream:
        return Stream(body)

    return Rule("huge_page", host, handler, prefix)


def gzip_bomb(host: str, prefix: str = "/", megabytes: int = 200) -> Rule:
    """Some 200 kB of gzip that unpack to 200 MB."""
    # Packed piece by piece: on Linux a process inherits the peak memory of the one that started it, and
    # tests look at the crawl's.
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join([*(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)), packer.flush()])
    return Rule("gzip_bomb", host, _fixed(Answer(packed, {**_HTML, "content-encoding": "gzip"})), prefix)


def endless_calendar(host: str, prefix: str = "/rili/") -> Rule:
    """A calendar whose next month always exists: /rili/2024-5.html leads to /rili/2024-6.html."""

    async def handler(request: Asked) -> Answer:
        year, _, month = request.target.removeprefix(prefix).removesuffix(".html").partition("-")
        at = int(year or 2024) * 12 + int(month or 1)
        link = f"{prefix}{at // 12}-{at % 12 + 1}.html"
        return _page(f"<html><title>政务公开日历</title><body><a href='{link}'>政府信息公开 下个月</a></body></html>")

    return Rule("endless_calendar", host, handler, prefix)


def session_links(host: str, prefix: str = "/session/") -> Rule:
    """A hub whose links carry a new session id at every visit."""
    counter = itertools.count(1000)

    async def handler(_: Asked) -> Answer:
        session = f"{next(counter):032X}"
        link = f"{prefix}xxgk.jsp;jsessionid={session}?id=1"
        return _page(f"<html><title>信息公开</title><body><a href='{link}'>政府信息公开年报</a></body></html>")

    return Rule("session_links", host, handler, prefix)


def soft_404(host: str, prefix: str = "/lost/") -> Rule:
    """Status 200 for a page that says it does not exist."""
    return Rule("soft_404", host, _fixed(_page(_LOST)), prefix)


def spa_shell(host: str, prefix: str = "/") -> Rule:
    """The same empty shell for every address."""
    return Rule("spa_shell", host, _fixed(_page(_SPA)), prefix)


def wrong_type(host: str, prefix: str = "/") -> Rule:
    """A picture's bytes served as HTML."""
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    return Rule("wrong_type", host, _fixed(Answer(picture, dict(_HTML))), prefix)


def robots(host: str, text: str) -> Rule:
    """A robots.txt."""
    answer = Answer(text.encode(), {"content-type": "text/plain"})
    return Rule("robots", host, _fixed(answer), "/robots.txt")


def robots_disallow(host: str, path: str = "/") -> Rule:
    return robots(host, f"User-agent: *\nDisallow: {path}\n")


def robots_delay(host: str, seconds: float) -> Rule:
    return robots(host, f"User-agent: *\nCrawl-delay: {seconds}\n")
