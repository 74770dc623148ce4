"""Pages are written by others: nothing they hold may break or stall the reading of lists and links."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.platforms import Fetch, read_listing
from crawler.platforms.discover import find_leads
from crawler.platforms.scene import play
from crawler.records import Document
from tests.platforms.pages import page_of

PIECES = st.sampled_from(
    [
        "<ul><li><a href='/t20240101_1.html'>2023年政府信息公开年报</a> 2024-01-01</li></ul>",
        "<a href='?page=2'>下一页</a>",
        "<a href='index_²'>²</a>",
        "<a href='/9" + "9" * 40 + ".html'>2</a>",
        "<a href='//[x/'>3</a>",
        "共" + "9" * 30 + "条 1/" + "9" * 30 + "页",
        "<script>createPageHTML(999999999999999, -1, 'index', 'html')</script>",
        "<script>createPageHTML(,,)</script>",
        "<script>var countPage = x; window._CONFIG = {SID: 1, TREE: [{}]}</script>",
        "<script>$('#1').jpage({totalRecord:99999999999,ajaxParam:{columnid:'',unitid:}})</script>",
        "<script type='text/xml'><datastore><record><![CDATA[<a href=",
        "<script type='text/xml'><record><![CDATA[<li><a href='/art/2020/1/1/art_1_2.html'>某公告</a>]]></record>",
        "<nextgroup><![CDATA[<a href='javascript:dataproxy'>]]></nextgroup>",
        "<iframe src='http://[bad'></iframe>",
        "<table><tr><td><a href=x>" + "长" * 300 + "</a></td><td>9999-99-99</td></tr></table>",
        "<meta name=ColumnType content=信息公开年报>",
    ]
)
URLS = st.sampled_from(
    [
        "http://www.geng.gov.cn/",
        "http://www.geng.gov.cn/col/col1/index.html",
        "http://www.geng.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=x&perpage=-5&page=",
        "http://www.geng.gov.cn/gkmlpt/api/all/9?page=" + "9" * 50,
        "",
        "nonsense",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=8), URLS)
def test_no_mixture_of_pieces_breaks_it(pieces: list[str], url: str) -> None:
    page = page_of("<html><body>" + "".join(pieces) + "</body></html>", url)
    listing = read_listing(page, Fetch(url))
    leads = find_leads(page, ["庚县", ""], listing=listing)
    assert all(0 < lead.score <= 1 for lead in leads)
    if listing is not None:
        assert len(listing.more) <= 200
        assert len({fetch.key() for fetch in listing.more}) == len(listing.more)


@pytest.mark.parametrize(
    "script",
    [
        "jpage " + "A" * 2_000_000,
        "<datastore>" + "<record>" * 100_000,
        "dataStore = [" + "'a' , " * 100_000,
        "labelName=publicInfoList pageCount:3 " + "a:" * 200_000,
        "createPageHTML(" * 50_000,
        "var countPage = 3; " + "'index' + " * 50_000,
    ],
    ids=lambda script: script[:12],
)
def test_a_huge_script_does_not_stall_it(script: str) -> None:
    page = page_of(f"<html><body><script>{script}</script></body></html>", "http://www.geng.gov.cn/col/col1/")
    started = time.process_time()
    read_listing(page)
    find_leads(page, [])
    assert time.process_time() - started < 2


def test_boxes_in_boxes_cost_the_play_no_more_than_boxes_side_by_side() -> None:
    def seconds(depth: int) -> float:
        boxes = "<div>" * depth + "<div>庚县开展春季植树活动</div>" * 3000 + "</div>" * depth
        document = Document(
            f"<html><body>{boxes}<script>var a;</script></body></html>".encode(), "http://www.geng.gov.cn"
        )
        started = time.process_time()
        play(document, {})
        return time.process_time() - started

    assert min(seconds(120) for _ in range(3)) < 3 * min(seconds(0) for _ in range(3))
