"""An article whose text only its script asks for, in a crawl: one report at the article's address, one more request."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

from tests.crawl.runs import Crawl, write_catalogue
from tests.standin.pages import Answer
from tests.standin.places import PLACES
from tests.standin.portals import Plan, build
from tests.standin.server import StandIn

PLAN = Plan("hewan", "trs", (2021, 2022), towns=0, departments=1, size=5, notices=("news",))
HOST = f"www.{PLACES['hewan'].host}"
SHELL = """<html><head><title>信息详情</title></head><body><div id="c"></div><script>
$(function () { $('#c').load('%s'); });</script></body></html>"""


def test_an_empty_article_is_stored_with_the_text_that_its_script_asks_for(tmp_path: Path) -> None:
    portal = build(PLAN)
    reports = len(portal.reports)
    first = min(page.url for page in portal.reports)
    page = portal.pages[first]
    text, piece = page.answer, urljoin(first, "/api/text/1.html")
    portal.pages[piece] = type(page)(piece, text, page.truth)
    page.answer = Answer((SHELL % piece).encode(), {"content-type": "text/html; charset=utf-8"})
    with StandIn([portal]) as server:
        crawl = Crawl(tmp_path, write_catalogue(tmp_path / "portals.csv", [portal]), server.url)
        ended = crawl.run()
        assert ended.returncode == 0, ended.stderr
        stored = crawl.query("SELECT url, year, length(body) > 200 FROM reports ORDER BY url")
        assert (first, page.truth.year, 1) in stored
        assert len(stored) == reports
        assert piece not in [url for url, *_ in stored]
        assert [entry.url for entry in server.log].count(piece) == 1
