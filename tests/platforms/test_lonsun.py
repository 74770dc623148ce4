from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.platforms import Fetch, read_listing, recognise
from tests.platforms.pages import page_of, portal

HOST = "http://www.ji.gov.cn"
COLUMN = f"{HOST}/public/column/6615904?type=4&catId=6718758&action=list"


def _rows(first: int, last: int) -> str:
    return "".join(
        f"""<tr><td>{n}</td><td>
        <a class="title" href="/public/6615904/{1000 + n}.html">己县{n}局2020年政府信息公开年报</a></td>
        <td>01234/2021-000{n}</td><td>2021-01-{n:02d}</td></tr>"""
        for n in range(first, last + 1)
    )


def _column(script: str) -> str:
    return portal(
        f"<table><tr><th>序号</th><th>名称</th><th>索引号</th><th>日期</th></tr>{_rows(1, 9)}</table>{script}"
    )


@pytest.mark.parametrize(
    "script",
    [
        """Ls.load({labelName: "publicInfoList", siteId: "679", organId: 6615904, catId: '6718758', pageCount: 3});""",
        """var url = "/site/label/8888?labelName=publicInfoList&siteId=679&organId=6615904&catId=6718758&pageIndex=1";
        var pageCount = 3;""",
    ],
)
def test_pages_come_from_the_label_interface_as_the_script_prints_it(script: str) -> None:
    page = page_of(_column(f"<script>{script}</script>"), COLUMN)
    assert recognise(page) == "lonsun"
    listing = read_listing(page)
    assert listing is not None
    assert len(listing.entries) == 9
    asked = [parse_qs(urlsplit(fetch.url).query) for fetch in listing.more]
    assert [query["pageIndex"] for query in asked] == [["2"], ["3"]]
    assert all(query["siteId"] == ["679"] and query["organId"] == ["6615904"] for query in asked)
    assert all(urlsplit(fetch.url).path == "/site/label/8888" for fetch in listing.more)


def test_without_the_parameters_nothing_is_made_up() -> None:
    script = "<script>Ls.load({labelName: 'publicInfoList', pageCount: 3});</script><p>共41条</p>"
    listing = read_listing(page_of(_column(script), COLUMN))
    assert listing is not None
    assert (listing.total, listing.more) == (41, [])


def test_an_answer_of_the_interface_is_a_piece_of_html() -> None:
    url = f"{HOST}/site/label/8888?labelName=publicInfoList&siteId=679&organId=6615904&catId=6718758&pageIndex=2"
    listing = read_listing(page_of(f"<table>{_rows(4, 6)}</table>", url), Fetch(url))
    assert listing is not None
    assert [entry.date for entry in listing.entries] == ["2021-01-04", "2021-01-05", "2021-01-06"]


def test_a_column_that_shows_no_row_has_its_script_ask_for_the_first_page_too() -> None:
    script = """Ls.ajax({url: '/gk/site/label/8888', data: {labelName: 'publicInfoList', siteId: '679',
        organId: '6615904', catId: '6718758', pageSize: 15, pageIndex: 1}}); Ls.pagination({pageCount: 2});"""
    body = portal(f"<div id='list'></div><script>{script}</script>")
    listing = read_listing(page_of(body, f"{HOST}/gk/public/column/6615904?type=4&action=list"), in_column=True)
    assert listing is not None
    assert [parse_qs(urlsplit(fetch.url).query)["pageIndex"] for fetch in listing.more] == [["1"], ["2"]]
    assert {urlsplit(fetch.url).path for fetch in listing.more} == {"/gk/site/label/8888"}


def test_an_answer_that_only_counts_its_pages_is_asked_for_the_others() -> None:
    url = f"{HOST}/site/label/8888?labelName=publicInfoList&siteId=679&organId=6615904&pageIndex=1&pageSize=15"
    answer = page_of(f"<table>{_rows(1, 9)}</table><div>共 20 条 1/3 页</div>", url)
    listing = read_listing(answer, Fetch(url), True)
    assert listing is not None
    assert [parse_qs(urlsplit(fetch.url).query)["pageIndex"] for fetch in listing.more] == [["2"], ["3"]]
