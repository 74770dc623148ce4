"""Lists that the page's script asks for and menus that it writes, read from what it prints."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from crawler.platforms import Fetch, read_listing
from crawler.platforms.discover import find_leads
from tests.platforms.pages import page_of, portal

COLUMN = "http://www.geng.gov.cn/channel/9d8c.html"
TYPE = '<meta name="ColumnName" content="政府信息公开年报">'


def _asked(script: str) -> list[Fetch]:
    listing = read_listing(page_of(portal(f"<ul id='rows'></ul><script>{script}</script>", head=TYPE), COLUMN))
    return [] if listing is None else listing.more


@pytest.mark.parametrize(
    "script",
    [
        "var id = '9d8c'; function load(p) { $.get('/api/list', {channelId: id, pageNo: p, pageSize: 10}, show); }",
        "let id='9d8c'; $.ajax({url: '/api/list', type: 'get', data: {channelId: id, pageNo: no, pageSize: 10},"
        " success: function (r) { show(r); }});",
        "const id = \"9d8c\"; axios.get('../api/list', {params: {channelId: id, pageNo: 1, pageSize: 10}});",
    ],
)
def test_a_call_whose_fields_are_all_printed_is_made_for_the_first_page(script: str) -> None:
    (fetch,) = _asked(script)
    parts = urlsplit(fetch.url)
    assert (fetch.method, parts.path) == ("GET", "/api/list")
    assert dict(parse_qsl(parts.query)) == {"channelId": "9d8c", "pageNo": "1", "pageSize": "10"}
    rows = [{"title": f"庚县{n}局2022年政府信息公开年度报告", "url": f"/a/{n}.html"} for n in range(10)]
    body = json.dumps({"data": {"total": 25, "rows": rows}}, ensure_ascii=False)
    answer = read_listing(page_of(body, fetch.url, content_type="application/json"), fetch, True)
    assert answer is not None
    assert [parse_qs(urlsplit(more.url).query)["pageNo"] for more in answer.more] == [["2"], ["3"]]


def test_a_form_and_a_json_body_are_posted_as_the_script_says() -> None:
    (form,) = _asked("$.post('/api/list.do', {columnId: 12, pageIndex: i}, show);")
    assert (form.method, form.body) == ("POST", "columnId=12&pageIndex=1")
    (body,) = _asked(
        "$.ajax({type:'POST', url:'/api/list.do', contentType:'application/json',"
        " data: JSON.stringify({columnId: '12', pageIndex: i})});"
    )
    assert json.loads(body.body) == {"columnId": "12", "pageIndex": "1"}
    assert body.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    "script",
    [
        "$.get('/api/list', {channelId: channel(), pageNo: p}, show);",
        "$.get('/api/list', {channelId: unknown, pageNo: p}, show);",
        "var pageNo = 1; $.get('/api/hits', {articleId: 5}, show);",
        "$.get('http://api.example.com/list', {channelId: 5, pageNo: 1}, show);",
    ],
)
def test_nothing_is_guessed(script: str) -> None:
    assert _asked(script) == []


@pytest.mark.parametrize(
    "script",
    [
        "d = new dTree('d'); d.add(0,-1,'庚县信息公开目录'); d.add(1,0,'机构概况','list.jsp?cid=1');"
        " d.add(12,0,'政府信息公开年报','list.jsp?cid=12','','right');",
        'var zNodes = [{id:1, pId:0, name:"机构概况", url:"list.jsp?cid=1"},'
        ' {id:12, pId:0, name:"政府信息公开年报", "url":"list.jsp?cid=12"}];',
    ],
)
def test_a_menu_that_a_script_writes_leads_to_the_column(script: str) -> None:
    page = page_of(portal(f"<script>{script}</script>"), "http://www.geng.gov.cn/xxgk/index.jsp")
    leads = [lead for lead in find_leads(page, ["庚县"]) if "cid=" in lead.url]
    assert [(lead.kind, lead.url) for lead in leads] == [("column", "http://www.geng.gov.cn/xxgk/list.jsp?cid=12")]
