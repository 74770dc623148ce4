"""What Chromium is allowed: to run a page's scripts, and to get what it is given. Nothing else, and not for long."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.fetch.chromium import (
    MOST_ANSWERS,
    Answer,
    Asked,
    Chromium,
    NoBrowserError,
    PageFailedError,
    Shown,
    find_chromium,
    what_is_missing,
)
from crawler.fetch.turning import MOST_TURNS

HOME = "http://www.example.gov.cn/"
HTML = {"content-type": "text/html; charset=utf-8"}
needs_browser = pytest.mark.skipif(bool(what_is_missing()), reason=f"no browser here: {what_is_missing()}")


def show(
    html: str | bytes,
    given: dict[str, Answer] | None = None,
    seconds: float = 20,
    headers: dict[str, str] = HTML,
    turns: bool = False,
) -> tuple[Shown, list[Asked]]:
    asked: list[Asked] = []

    async def answer(request: Asked) -> Answer | None:
        asked.append(request)
        return (given or {}).get(request.url)

    async def run() -> Shown:
        browser = Chromium("", "gov-reports/1 (+https://example.org)", seconds)
        try:
            body = html if isinstance(html, bytes) else html.encode()
            return await browser.show(HOME, Answer(200, headers, body), answer, turns=turns)
        finally:
            await browser.close()

    return asyncio.run(run()), asked


def test_a_browser_that_is_not_there_is_missing_by_name() -> None:
    assert "GOV_REPORTS_CHROMIUM=/nowhere/chromium" in what_is_missing("/nowhere/chromium") or (
        "gov-reports[browser]" in what_is_missing("/nowhere/chromium")
    )
    assert find_chromium("/nowhere/chromium") == ""


def test_without_the_extra_it_says_so_and_a_run_that_needs_none_ends_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("playwright", "playwright.async_api"):
        monkeypatch.setitem(sys.modules, name, None)
    asyncio.run(Chromium("", "gov-reports/1", 5).close())
    with pytest.raises(NoBrowserError, match=r"gov-reports\[browser\]"):
        show("<p>x</p>")


def test_a_program_given_by_its_path_is_taken(tmp_path: Path) -> None:
    program = tmp_path / "my-chromium"
    program.write_text("#!/bin/sh\n")
    assert find_chromium(str(program)) == ""  # no program yet
    program.chmod(0o755)
    assert find_chromium(str(program)) == str(program)


@pytest.mark.skipif("Playwright" in what_is_missing("/nowhere"), reason="needs the extra browser")
def test_a_program_that_is_no_browser_says_so(tmp_path: Path) -> None:
    program = tmp_path / "my-chromium"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)

    async def run() -> None:
        browser = Chromium(str(program), "x", 20)
        try:
            with pytest.raises(NoBrowserError, match="does not start"):
                await browser.show(HOME, Answer(200, HTML, b"<p>x</p>"), lambda asked: asyncio.sleep(0))
        finally:
            await browser.close()

    asyncio.run(run())


@pytest.mark.slow
@needs_browser
class TestWithABrowser:
    def test_what_scripts_draw_is_shown_in_any_encoding(self) -> None:
        page = '<meta charset="gb2312"><p>公开</p><script>document.body.append("年报 " + navigator.userAgent)</script>'
        shown, asked = show(page.encode("gb18030"), headers={"content-type": "text/html"})
        assert asked == []
        assert "<p>公开</p>" in shown.html and "年报 gov-reports/1" in shown.html

    def test_it_has_no_way_out_but_through_us(self, listener: Listener) -> None:
        page = f"""<link rel="preconnect" href="{listener.url}"><link rel="dns-prefetch" href="//localhost">
        <link rel="prefetch" href="{listener.url}/a"><img src="{listener.url}/b">
        <iframe src="{listener.url}/c"></iframe><script>
          new WebSocket('{listener.url.replace("http", "ws")}/d'); new Image().src = '{listener.url}/e';
          navigator.sendBeacon('{listener.url}/f'); fetch('{listener.url}/g').catch(() => 0);
          new EventSource('{listener.url}/h'); window.open('{listener.url}/i');
          new Worker(URL.createObjectURL(new Blob(["fetch('{listener.url}/j').catch(() => 0)"])));
          document.body.append('drawn');
        </script>"""
        shown, asked = show(page)
        assert "drawn" in shown.html
        assert listener.connections == 0
        assert {request.url.rpartition("/")[2] for request in asked} <= {"f", "g", "j"}

    def test_a_page_that_asks_on_and_on_is_taken_as_it_stands(self) -> None:
        page = """<p>stands</p><script>
          let n = 0; setInterval(() => fetch('/tick?' + n++).catch(() => 0), 5); setInterval(() => fetch('/same'), 5);
        </script>"""
        shown, asked = show(page, seconds=16)
        assert "stands" in shown.html
        assert len(asked) <= MOST_ANSWERS
        assert sum(request.url.endswith("/same") for request in asked) == 3

    def test_a_page_that_never_ends_fails_in_its_time_and_the_next_one_is_shown(self) -> None:
        async def run() -> None:
            browser = Chromium("", "x", 4)

            async def answer(asked: Asked) -> Answer | None:
                return None

            try:
                with pytest.raises(PageFailedError, match="within 4 s"):
                    await browser.show(HOME, Answer(200, HTML, b"<script>while (true) {}</script>"), answer)
                shown = await browser.show(HOME, Answer(200, HTML, b"<p>next</p>"), answer)
                assert "next" in shown.html
            finally:
                await browser.close()

        asyncio.run(run())

    def test_a_list_that_only_a_click_turns_is_shown_whole(self) -> None:
        shown, asked = show(CLICKED, turns=True)
        assert asked == []
        assert [f"/t{n}.html" in shown.html for n in range(8)] == [True] * 7 + [False]
        assert shown.html.count("<ul") == 3
        once, _ = show(CLICKED)
        assert "/t2.html" in once.html and "/t3.html" not in once.html

    def test_a_list_whose_pages_have_addresses_is_left_to_the_crawl(self) -> None:
        shown, asked = show(CLICKED.replace('id="next"', 'id="next" href="list_2.html"'), turns=True)
        assert "/t3.html" not in shown.html and asked == []

    def test_a_pager_that_never_ends_is_left(self) -> None:
        page = """<ul id="list"></ul><button onclick="draw()">下一页</button><script>
          let n = 0; function draw() { list.innerHTML = `<li><a href="/t${n++}.html">x</a></li>`; } draw();
        </script>"""
        shown, _ = show(page, turns=True, seconds=12)
        assert 2 <= shown.html.count("<ul") <= 1 + MOST_TURNS

    def test_a_page_that_sends_its_reader_on_is_followed_so_far(self) -> None:
        there = f"{HOME}there.html"
        page = f"<p>here</p><script>location.href = '{there}'</script>"
        shown, _ = show(page, {there: Answer(200, HTML, "<p>年报</p>".encode())})
        assert shown.url == there and "年报" in shown.html
        refused, _ = show(page)
        assert refused.url == HOME and "here" in refused.html

    def test_a_page_that_sends_its_reader_round_and_round_is_left(self) -> None:
        page = "<p>round</p><script>location.href = location.pathname + 'x'</script>"
        rounds = {HOME + "x" * n: Answer(200, HTML, page.encode()) for n in range(50)}
        shown, asked = show(page, rounds)
        assert "round" in shown.html and len(asked) <= 3


#: Seven rows, three a page; the button is off on the last page.
CLICKED = """<html><body><ul id="list"></ul><span class="swiper-button-next"></span><div><a id="next">下一页</a></div>
<script>
let page = 0;
function draw() {
  const found = [0, 1, 2, 3, 4, 5, 6].slice(page * 3, page * 3 + 3);
  list.innerHTML = found.map(n => `<li><a href="/t${n}.html">第${n}件</a></li>`).join('');
  next.className = page === 2 ? 'disabled' : '';
}
next.onclick = event => { event.preventDefault(); page += 1; setTimeout(draw, 200); };
draw();
</script></body></html>"""


class Listener:
    """A port that counts who connects."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()
