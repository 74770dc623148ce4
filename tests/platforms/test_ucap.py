from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.platforms import read_listing, recognise
from tests.platforms.pages import page_of, portal

HOST = "http://www.chou.gov.cn"
COLUMN = f"{HOST}/chou/c100321/list.shtml"
CHANNEL = "0f" * 16
TYPE = '<meta name="ColumnType" content="信息公开年报">'


def _results(first: int, last: int, total: int) -> dict[str, object]:
    rows = [
        {
            "title": f"丑县{n}乡2022年政府信息公开年报",
            "url": f"//www.chou.gov.cn/chou/c100321/202301/{n:032x}.shtml",
            "publishedTimeStr": f"2023-01-{n % 28 + 1:02d} 10:00:00",
        }
        for n in range(first, last + 1)
    ]
    return {"code": 200, "data": {"channelId": CHANNEL, "page": 1, "rows": 100, "total": total, "results": rows}}


@pytest.mark.parametrize(
    "script",
    [
        f"$.getJSON('/common/search/{CHANNEL}?_isAgg=true&_isJson=true&_pageSize=18&page=1', show)",
        f'var channelId = "{CHANNEL}"; queryList("/common/search/", channelId);',
        f"$.ajax({{url: '/searchList/{CHANNEL}', dataType: 'jsonp', data: {{_isJson: true}}}})",
    ],
)
def test_an_empty_column_is_asked_for_by_its_channel(script: str) -> None:
    listing = read_listing(page_of(portal(f"<div id='l'></div><script>{script}</script>", head=TYPE), COLUMN))
    assert listing is not None and listing.column
    (fetch,) = listing.more
    asked = parse_qs(urlsplit(fetch.url).query)
    assert urlsplit(fetch.url).path.endswith(CHANNEL)
    assert (asked["_isJson"], asked["page"]) == (["true"], ["1"])


@pytest.mark.parametrize("wrapped", ["{}", "jsonp12({});"])
def test_answers_are_read_to_their_total(wrapped: str) -> None:
    page = page_of(portal(f"<script>var channelId='{CHANNEL}'</script>", head=TYPE), COLUMN)
    (fetch,) = read_listing(page).more  # type: ignore[union-attr]
    text = json.dumps(_results(1, 100, 230), ensure_ascii=False)
    answer = page_of(wrapped.replace("{}", text), fetch.url, content_type="application/json")
    listing = read_listing(answer, fetch, True)
    assert recognise(answer) == "ucap" and listing is not None
    assert (len(listing.entries), listing.total, listing.entries[0].date) == (100, 230, "2023-01-02")
    assert listing.entries[0].url == f"http://www.chou.gov.cn/chou/c100321/202301/{1:032x}.shtml"
    assert [parse_qs(urlsplit(more.url).query)["page"] for more in listing.more] == [["2"], ["3"]]


def test_static_lists_name_their_pages_counted_from_one() -> None:
    rows = "".join(
        f'<li><a href="/chou/c100321/202301/{n:032x}.shtml">丑县{n}局2022年政府信息公开年报</a>'
        "<span>2023-01-20</span></li>"
        for n in range(7)
    )
    script = "<script>createPageHTML('page_div',3, 1,'list','shtml',20);</script>"
    listing = read_listing(page_of(portal(f"<ul>{rows}</ul>{script}", head=TYPE), COLUMN))
    assert listing is not None
    assert [fetch.url for fetch in listing.more] == [f"{HOST}/chou/c100321/list_{n}.shtml" for n in (2, 3)]
