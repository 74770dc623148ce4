from __future__ import annotations

import json

from crawler.platforms import Entry, Fetch, read_listing, recognise
from crawler.platforms.discover import find_leads
from tests.platforms.pages import page_of

HOST = "http://www.wu.gov.cn"
TREE = [
    {"id": 11, "name": "政策", "children": [{"id": 12, "name": "规范性文件"}]},
    {"id": 20, "name": "政府信息公开年报", "children": [{"id": 21, "name": "政府信息公开年报2020"}]},
    {"id": 30, "name": "法定主动公开内容", "children": [{"id": 31, "name": "机构职能"}]},
]


def _index(tree: str) -> str:
    return f"""<html><head><title>政府信息公开平台</title></head><body><div id="app"></div>
    <script>window._CONFIG = {{ SID: '752001', TREE: {tree}, HOME: '/gkmlpt/index' }};</script></body></html>"""


def test_the_index_leads_to_the_lists_of_reports_only() -> None:
    page = page_of(_index(json.dumps(TREE)), f"{HOST}/gkmlpt/index")
    assert recognise(page) == "gkmlpt"
    listing = read_listing(page)
    assert listing is not None
    assert listing.column
    assert [fetch.url for fetch in listing.more] == [f"{HOST}/gkmlpt/api/all/20?page=1&sid=752001"]


def test_a_tree_in_the_head_of_a_bare_shell_is_read() -> None:
    body = _index(json.dumps(TREE)).replace("</head>", "").replace("<body><div id=", "<i id=").replace("</i>", "")
    shell = body.replace("</script>", "</script></head><body><div id='app'></div>").replace('<i id="app"></div>', "")
    listing = read_listing(page_of(shell, f"{HOST}/gkmlpt/index"))
    assert listing is not None and len(listing.more) == 1


def test_categories_of_years_are_asked_where_the_category_above_does_not_answer_with_all() -> None:
    (first,) = read_listing(page_of(_index(json.dumps(TREE)), f"{HOST}/gkmlpt/index")).more  # type: ignore[union-attr]

    def asked(body: str) -> list[str]:
        listing = read_listing(page_of(body, first.url, content_type="application/json"), first)
        assert listing is not None
        return [fetch.url.rpartition("/")[2] for fetch in listing.more]

    assert asked(_answer(10, 14)) == ["20?page=2&sid=752001", "21?page=1&sid=752001"]
    assert asked(_answer(14, 14)) == []
    assert asked(_answer(0, 0)) == ["21?page=1&sid=752001"]


def test_a_tree_that_is_a_program_is_left_alone() -> None:
    assert read_listing(page_of(_index("[load(1), load(2)]"), f"{HOST}/gkmlpt/index")) is None


def _answer(count: int, total: int, page: int = 1) -> str:
    articles = [
        {
            "id": n,
            "title": f"戊县第{n}局2021年政府信息公开工作年度报告",
            "url": f"{HOST}/gkmlpt/content/2/{n}/post_{n}.html",
            "created_at": "2022-01-28 10:00:00",
        }
        for n in range(count)
    ]
    return json.dumps({"articles": [*articles, {"title": ""}], "total": total, "classify": {"name": "年报"}})


def test_an_answer_gives_articles_and_the_pages_after_it() -> None:
    url = f"{HOST}/gkmlpt/api/all/20?page=1&sid=752001"
    page = page_of(_answer(100, 230), url, content_type="application/json")
    listing = read_listing(page, Fetch(url))
    assert listing is not None
    assert len(listing.entries) == 100
    assert listing.entries[7] == Entry(
        f"{HOST}/gkmlpt/content/2/7/post_7.html", "戊县第7局2021年政府信息公开工作年度报告", "2022-01-28"
    )
    assert [fetch.url for fetch in listing.more] == [
        f"{HOST}/gkmlpt/api/all/20?page={number}&sid=752001" for number in (2, 3)
    ]
    assert (listing.total, listing.column) == (230, True)
    assert len(find_leads(page, ["戊县"], listing=listing)) == 100


def test_an_answer_that_is_no_list_is_none() -> None:
    url = f"{HOST}/gkmlpt/api/all/20?page=2&sid=752001"
    for body in ("{}", "[1]", '{"articles": null}', '{"articles": ['):
        assert read_listing(page_of(body, url, content_type="application/json"), Fetch(url)) is None


def test_the_first_answer_says_how_many_rows_a_page_has() -> None:
    url = f"{HOST}/gkmlpt/api/all/20?page=1&sid=752001"
    listing = read_listing(page_of(_answer(20, 47), url, content_type="application/json"), Fetch(url))
    assert listing is not None
    assert [fetch.url.partition("page=")[2] for fetch in listing.more] == ["2&sid=752001", "3&sid=752001"]
