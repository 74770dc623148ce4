"""Pages that show nothing and send their reader on."""

from __future__ import annotations

import pytest

from crawler.records import Context, Document
from crawler.walk.examination import Hints
from crawler.walk.examine import examine

HERE = "http://www.geng.gov.cn/zwgk/"


def _leads(script: str, body: str = "") -> list[tuple[str, str]]:
    html = f"<html><head><title>政务公开</title><script>{script}</script></head><body>{body}</body></html>"
    found = examine(Document(html.encode(), HERE), Context(), Hints(names=("庚县",), anchor="政务公开"))
    return [(lead.kind, lead.url) for lead in found.leads]


@pytest.mark.parametrize(
    "script",
    [
        'var url = "/open/home.html"; if (top.location == self.location) { location.replace(url); }',
        'var base = "/open/"; setTimeout(function () { window.location.href = base + "home.html"; }, 500);',
        'if (/Android/i.test(navigator.userAgent)) location = "/m/"; else location = "/open/home.html"',
    ],
)
def test_a_page_that_shows_nothing_leads_where_its_script_goes(script: str) -> None:
    assert _leads(script) == [("frame", "http://www.geng.gov.cn/open/home.html")]


def test_where_a_page_shows_links_its_script_sends_nobody_on() -> None:
    nothing_else = 'var url = "/open/home.html"; if (screen.width < 400) location.replace(url);'
    assert _leads(nothing_else) == []
    assert ("frame", "http://www.geng.gov.cn/m/") not in _leads(
        "var u = '/m/'; location = u;", "<a href='/nb/'>年报</a>"
    )
