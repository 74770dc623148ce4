from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from crawler.platforms import Fetch, read_listing, recognise
from tests.platforms.pages import page_of, portal

HOST = "http://www.zi.gov.cn"
COLUMN = f"{HOST}/col/col81234/index.html"
QUERY = (
    "{'parseType':'bulidstatic','webId':'31','tplSetId':'tpl9','pageType':'column','tagId':'%s','editType':'null',"
    "'pageId':'81234'}"
)
TYPE = '<meta name="ColumnType" content="信息公开年报">'


def _unit(tag: str) -> str:
    return (
        f'<script id="u{tag}" src="/cms_files/default/script/AuthorizedRead/unitbuild.js"'
        f' url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{QUERY % tag}"></script>'
    )


def _answer(first: int, last: int, total: int, size: int) -> str:
    rows = "".join(
        f"<li><a href='/art/2024/1/{n}/art_81234_{n}.html' title='子县{n}局2023年政府信息公开年度报告'>子县{n}局</a>"
        f"<span>2024-01-{n:02d}</span></li>"
        for n in range(first, last + 1)
    )
    pager = f'<div class="pagination" count="{total}" rows="{size}" pageNo="1"></div>'
    return json.dumps({"success": True, "data": {"html": f"<ul>{rows}</ul>{pager}"}}, ensure_ascii=False)


def test_the_list_of_a_column_is_asked_for_as_the_scripts_tag_says_and_no_menu_is() -> None:
    page = page_of(portal(_unit("左侧导航") + _unit("分页列表"), head=TYPE), COLUMN)
    listing = read_listing(page)
    assert recognise(page) == "jpaas"
    assert listing is not None and listing.column and listing.entries == []
    (unit,) = listing.more
    asked = parse_qs(urlsplit(unit.url).query)
    assert urlsplit(unit.url).path == "/api-gateway/jpaas-publish-server/front/page/build/unit"
    assert (asked["tagId"], asked["pageId"], unit.headers["Referer"]) == (["分页列表"], ["81234"], COLUMN)


def test_every_tab_has_a_list_of_its_own() -> None:
    tabs = "".join(_unit("年报_分页列表").replace("'81234'", f"'8123{n}'") for n in range(4))
    listing = read_listing(page_of(portal(tabs + _unit("页脚"), head=TYPE), COLUMN))
    assert listing is not None
    assert [parse_qs(urlsplit(unit.url).query)["pageId"][0][-1] for unit in listing.more] == ["0", "1", "2", "3"]


def test_the_first_answer_leads_to_the_further_ones_in_pages_of_its_size() -> None:
    (unit,) = read_listing(page_of(portal(_unit("列表"), head=TYPE), COLUMN)).more  # type: ignore[union-attr]
    answer = page_of(_answer(1, 15, 40, 15), unit.url, content_type="application/json")
    listing = read_listing(answer, unit, True)
    assert listing is not None
    assert (len(listing.entries), listing.total, len(listing.more)) == (15, 40, 2)
    assert listing.entries[0].url == f"{HOST}/art/2024/1/1/art_81234_1.html"
    asked = [json.loads(parse_qs(urlsplit(fetch.url).query)["paramJson"][0]) for fetch in listing.more]
    assert asked == [{"pageNo": 2, "pageSize": "15"}, {"pageNo": 3, "pageSize": "15"}]


def test_rows_relative_to_their_column_are_found_there() -> None:
    body = json.dumps(
        {"data": {"html": "<ul><li><a href='./art/2024/art_1f.html'>2023年政府信息公开年报</a></li></ul>"}}
    )
    unit = Fetch(f"{HOST}/api-gateway/jpaas-publish-server/front/page/build/unit?webId=1", headers={"Referer": COLUMN})
    listing = read_listing(page_of(body, unit.url, content_type="application/json"), unit, True)
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [f"{HOST}/col/col81234/art/2024/art_1f.html"]
    assert listing.more == []


def test_the_unit_may_be_told_by_another_tag_than_a_script() -> None:
    told = f'<div id="list" url="/api-gateway/jpaas-publish-server/front/page/build/unit" querydata="{QUERY % "列表"}">'
    listing = read_listing(page_of(portal(f"{told}</div>", head=TYPE), COLUMN))
    assert listing is not None
    assert [parse_qs(urlsplit(fetch.url).query)["pageId"] for fetch in listing.more] == [["81234"]]
