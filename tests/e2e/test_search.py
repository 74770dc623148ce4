"""The very last resort: the portal's own search is asked only where nothing else led to a column of reports."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import parse_qs, quote_plus, unquote_to_bytes

import pytest

from crawler.facts import load_toml
from tests.e2e.harness import Nights, planted, two_nights
from tests.standin.handmade import COLUMN_TAGS, Site, html_answer, rows, window
from tests.standin.pages import Answer, StandInPage, Truth
from tests.standin.server import Asked

pytestmark = pytest.mark.slow

WORDS = load_toml("columns.toml")["search"]["words"]
NEWS = "<h2>要闻</h2><ul>" + "".join(f'<li><a href="/news/{n}.html">第{n}次会议</a></li>' for n in range(9)) + "</ul>"


def hidden(place: str, kind: str, path: str) -> Site:
    """A portal whose reports no page leads to but the search at ``path``: seven rows a page, for one wording."""
    site = Site(place, kind, departments=2, towns=2)
    items = site.plant_all(lambda n: f"/art/{n}.html")

    def results(asked: Asked, fields: dict[str, str]) -> Answer:
        page = int(fields.get("p", "1"))
        sent = f"{asked.target}&{asked.body.decode('ascii')}"
        if page == 1 and not any(quote_plus(WORDS[0], encoding=encoding) in sent for encoding in ("utf-8", "gbk")):
            return html_answer("<html><head><title>搜索结果</title></head><body>没有找到</body></html>")
        found = rows(window(items, page, 7))
        following = escape(f"p={page + 1}&q=x")
        pager = f'<div class="pager">共{len(items)}条 <a href="{path}?{following}">下一页</a></div>' if page < 5 else ""
        return html_answer(f"<html><head><title>搜索结果</title></head><body><ul>{found}</ul>{pager}</body></html>")

    site.answers(path, results)
    return site


def by_get() -> Site:
    site = hidden("hewan", "by get", "/so/s")
    form = '<form action="/so/s" method="get"><input type="hidden" name="siteid" value="7"><input name="q"></form>'
    site.page("/", form + NEWS)
    return site


def by_post_in_gbk() -> Site:
    site = hidden("shiqiao", "by post", "/jsearch/search.do")
    html = (
        '<html><head><meta charset="gb2312"><title>县政府</title></head><body>'
        '<form action="/jsearch/search.do" method="post"><input type="text" name="keyword" value="请输入">'
        f'<input type="hidden" name="站点" value="本站"><input type="submit" name="go" value="搜索"></form>{NEWS}'
    )
    url = f"{site.base}/"
    site.portal.pages[url] = StandInPage(url, Answer(html.encode("gb18030")), Truth("home", ""))
    return site


def forbidden() -> Site:
    site = hidden("yunling", "forbidden", "/search/s")
    site.page("/", '<form action="/search/s"><input name="q"></form>' + NEWS)
    robots = Answer(b"User-agent: *\nDisallow: /search/\n", {"content-type": "text/plain"})
    site.portal.pages[f"{site.base}/robots.txt"] = StandInPage(f"{site.base}/robots.txt", robots, Truth("other", ""))  # type: ignore[arg-type]
    return site


def in_no_need() -> Site:
    site = Site("liutang", "in no need", departments=1, towns=1)
    items = site.plant_all(lambda n: f"/gknb/t{n}.html")
    site.page("/gknb/", f"<ul>{rows(items)}</ul>", "政府信息公开年报", COLUMN_TAGS)
    form = '<form action="/so/s"><input name="q"></form>'
    site.page("/", f'{form}<a href="/gknb/">政府信息公开年报</a>{NEWS}')
    return site


def elsewhere() -> Site:
    """A form that asks a search engine."""
    site = Site("songping", "elsewhere")
    site.page("/", '<form action="http://www.engine.com/s"><input name="wd"></form>' + NEWS)
    return site


MADE = (by_get(), by_post_in_gbk(), forbidden(), in_no_need(), elsewhere())
SITES = {site.portal.plan.family: site for site in MADE}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with two_nights(tmp_path_factory.mktemp("search"), MADE) as crawled:
        yield crawled


def searches(nights: Nights, name: str, *, night: int = 1) -> list[Asked]:
    asked = nights.asked(SITES[name], night=night)
    return [entry for entry in asked if entry.target.startswith(("/so/", "/jsearch/", "/search/"))]


@pytest.mark.parametrize("name", ["by get", "by post"])
def test_what_the_results_show_is_found_page_after_page(nights: Nights, name: str) -> None:
    assert nights.first.status == 0, nights.first.output[-3000:]
    assert nights.second.status == 0, nights.second.output[-3000:]
    site = SITES[name]
    found = nights.place.rows("SELECT url FROM reports WHERE url LIKE ? ORDER BY url", (f"{site.base}/%",))
    assert {url for (url,) in found} <= set(planted([site.portal]))
    assert len(found) == len(site.portal.reports) == 15
    # Two further pages; then one that shows no report, and ends it.
    assert len(searches(nights, name)) == len(WORDS) + 3
    assert nights.place.outcomes(1)[site.portal.home][0] == "reached"


def test_the_form_is_sent_as_its_page_would_send_it(nights: Nights) -> None:
    got = parse_qs(searches(nights, "by get")[0].target.partition("?")[2])
    assert got == {"siteid": ["7"], "q": [WORDS[0]]}
    posted = searches(nights, "by post")[0]
    assert posted.method == "POST"
    sent = unquote_to_bytes(posted.body.replace(b"+", b" ")).decode("gb18030")
    assert sent == f"keyword={WORDS[0]}&站点=本站"


def test_robots_txt_forbids_a_search_like_any_page(nights: Nights) -> None:
    assert searches(nights, "forbidden") == []
    assert nights.place.outcomes(1)[SITES["forbidden"].portal.home][0] == "no_report_column"


def test_who_shows_a_column_is_not_searched(nights: Nights) -> None:
    assert searches(nights, "in no need") == []


def test_results_that_led_to_reports_are_looked_at_every_night(nights: Nights) -> None:
    assert [len(searches(nights, name, night=2)) for name in ("by get", "by post")] == [3, 3]
    assert all(searches(nights, name, night=2) == [] for name in ("forbidden", "in no need", "elsewhere"))


def test_a_form_of_another_site_is_not_asked(nights: Nights) -> None:
    assert "www.engine.com" not in {entry.host for entry in nights.server.log}
