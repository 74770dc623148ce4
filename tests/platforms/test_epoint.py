from __future__ import annotations

import json
from urllib.parse import parse_qsl

from crawler.platforms import Fetch, read_listing, recognise
from crawler.records import Context, Document
from crawler.walk.examination import Hints
from crawler.walk.examine import examine
from tests.platforms.pages import page_of, portal

HOST = "http://www.yin.gov.cn"
COLUMN = f"{HOST}/dynamic/zwgk/govInfoPub.html?categorynum=003002009&deptcode=001"
SITE = "7f00aa11-22bb-33cc-44dd-55ee66ff7788"
TYPE = '<meta name="ColumnName" content="政府信息公开年报">'


def test_a_disclosure_page_is_asked_for_by_way_of_the_sites_settings() -> None:
    page = page_of(portal("<div id='grid'></div>", head=TYPE), COLUMN)
    (settings,) = read_listing(page).more  # type: ignore[union-attr]
    assert settings.url == f"{HOST}/js/webBuilderCommon.js?categorynum=003002009&deptcode=001"
    script = f'var siteInfo = {{"siteGuid":"{SITE}","projectName":"/EWB-MID"}};\nfunction ajax(a) {{ return a < 3; }}'
    answer = page_of(script, settings.url, content_type="application/javascript")
    (post,) = read_listing(answer, settings, True).more  # type: ignore[union-attr]
    assert (post.method, post.url) == ("POST", f"{HOST}/EWB-MID/rest/lightfrontaction/getgovinfolist")
    assert post.headers["Content-Type"].startswith("application/json") and post.headers["Referer"] == COLUMN
    body = json.loads(post.body)
    assert (body["categorynum"], body["deptcode"], body["siteGuid"], body["pageIndex"]) == ("003002009", "001", SITE, 1)


def _ask() -> tuple[str, object]:
    script = f"<script>var siteGuid = '{SITE}'; ajax('/EWB/rest/lightfrontaction/getgovinfolist');</script>"
    listing = read_listing(page_of(portal(script, head=TYPE), COLUMN))
    assert listing is not None
    return listing.more[0].url, listing.more[0]


def _rows(first: int, last: int) -> list[dict[str, str]]:
    return [
        {
            "infourl": f"/zwgk/003002/20230120/{n}.html",
            "realtitle": f"寅县{n}局2022年度政府信息公开年报",
            "infodate": "2023-01-20",
        }
        for n in range(first, last + 1)
    ]


def test_answers_with_json_inside_json_are_read_to_their_total() -> None:
    url, fetch = _ask()
    inner = {"data": _rows(1, 50), "total": 120}
    for custom in (inner, json.dumps(inner, ensure_ascii=False)):
        answer = page_of(json.dumps({"custom": custom}, ensure_ascii=False), url, content_type="application/json")
        listing = read_listing(answer, fetch, True)  # type: ignore[arg-type]
        assert recognise(answer) == "epoint" and listing is not None
        assert (len(listing.entries), listing.total, listing.entries[0].date) == (50, 120, "2023-01-20")
        assert [json.loads(more.body)["pageIndex"] for more in listing.more] == [2, 3]


def test_a_server_that_counts_from_nought_is_asked_for_its_page_nought() -> None:
    url, fetch = _ask()
    body = json.dumps({"custom": {"data": [], "total": 12}})
    listing = read_listing(page_of(body, url, content_type="application/json"), fetch, True)  # type: ignore[arg-type]
    assert listing is not None
    assert [json.loads(more.body)["pageIndex"] for more in listing.more] == [0]


def test_the_last_rows_as_page_one_say_that_pages_are_counted_from_nought() -> None:
    url, fetch = _ask()
    body = json.dumps({"custom": {"data": _rows(51, 69), "total": 69}})
    listing = read_listing(page_of(body, url, content_type="application/json"), fetch, True)  # type: ignore[arg-type]
    assert listing is not None and len(listing.entries) == 19
    assert [json.loads(more.body)["pageIndex"] for more in listing.more] == [0]


def test_what_the_page_itself_asks_takes_the_place_of_what_such_portals_are_asked() -> None:
    script = """<script>var siteGuid = '%s', url = '/EWB/rest/lightfrontaction/getgovinfolist', at = 0;
      function go(n) {
        at = n;
        var asked = JSON.stringify({cat: '003', site: siteGuid, pageIndex: at, pageSize: 10});
        $.ajax({url: url, type: 'post', data: {params: asked}, success: function (r) {
          $('#grid').html(r.custom.data.map(v => '<a href="' + v.infourl + '">' + v.title + '</a>'));
          for (var k = 0; k < Math.ceil(r.custom.total / 10); k++)
            $('#pages').append('<a href="javascript:go(' + k + ')">' + (k + 1) + '</a>'); }}); }
      go(0);</script>"""
    body = portal("<div id='grid'></div><div id='pages'></div>" + script % SITE, head=TYPE).encode()
    listing = examine(Document(body, COLUMN), Context(), Hints()).listing
    assert listing is not None
    (asked,) = listing.more
    assert json.loads(dict(parse_qsl(asked.body))["params"])["pageIndex"] == 0


def test_static_lists_are_counted_by_their_pagers_script() -> None:
    rows = "".join(
        f'<li class="ewb-list-node"><a href="/zwgk/003/20230120/{n}abc.html">寅县{n}局2022年政府信息公开年报</a>'
        "<span>2023-01-20</span></li>"
        for n in range(1, 21)
    )
    script = "<script>$('#page').pagination({pageIndex: 0, pageSize: 20, total: 55, pageBtnCount: 9});</script>"
    page = page_of(portal(f"<ul>{rows}</ul>{script}", head=TYPE), f"{HOST}/zwgk/003/moreinfo.html")
    listing = read_listing(page)
    assert listing is not None
    assert [fetch.url for fetch in listing.more] == [f"{HOST}/zwgk/003/{n}.html" for n in (2, 3)]


def test_a_project_that_gives_nothing_is_asked_once_more_with_its_parameters_wrapped() -> None:
    url, fetch = _ask()
    nothing = page_of('{"custom":{},"status":{"code":300}}', url, content_type="application/json")
    listing = read_listing(nothing, fetch, True)  # type: ignore[arg-type]
    assert listing is not None
    (wrapped,) = listing.more
    assert json.loads(wrapped.body)["params"]["siteGuid"] == SITE
    assert read_listing(nothing, wrapped, True) is None
    answer = json.dumps({"custom": {"data": _rows(1, 50), "total": 60}}, ensure_ascii=False)
    rows = read_listing(page_of(answer, url, content_type="application/json"), wrapped, True)
    assert rows is not None
    assert [json.loads(more.body)["params"]["pageIndex"] for more in rows.more] == [2]


def test_keys_that_are_not_known_are_known_by_their_ends() -> None:
    rows = [
        {"docId": 7, "docTitle": "辛县审计局2022年政府信息公开年报", "docFileUrl": "/gk/7.htm", "docRq": "2023-01-09"}
    ]
    url = "http://www.xin.gov.cn/gkml/queryList.htm"
    listing = read_listing(page_of(json.dumps({"list": rows}), url, content_type="application/json"), Fetch(url), True)
    assert listing is not None
    assert [(entry.url, entry.date) for entry in listing.entries] == [("http://www.xin.gov.cn/gk/7.htm", "2023-01-09")]
