"""Lists that the page's script asks for and menus that it writes."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from crawler.platforms import Fetch, read_listing
from crawler.platforms.discover import find_leads
from crawler.records import Context, Document
from crawler.walk.examination import Hints
from crawler.walk.examine import examine
from tests.platforms.pages import page_of, portal

COLUMN = "http://www.geng.gov.cn/channel/9d8c.html"
TYPE = '<meta name="ColumnName" content="政府信息公开年报">'


def _asked(script: str) -> list[Fetch]:
    text = portal(f"<ul id='rows'></ul><script>{script}</script>", head=TYPE)
    listing = examine(Document(text.encode(), COLUMN), Context(), Hints()).listing
    return [] if listing is None else listing.more


@pytest.mark.parametrize(
    "script",
    [
        "var id = '9d8c'; function load(p) { $.get('/api/list', {channelId: id, pageNo: p, pageSize: 10}, show); }",
        "let id='9d8c', no = 1; $.ajax({url: '/api/list', type: 'get',"
        " data: {channelId: id, pageNo: no, pageSize: 10}, success: function (r) { show(r); }});",
        "const id = \"9d8c\"; axios.get('../api/list', {params: {channelId: id, pageNo: 1, pageSize: 10}});",
        "let page = 1; fetch('/api/list?channelId=9d8c&pageSize=10&pageNo=' + page).then(show);",
        "let id = '9d8c', n = 1; $.getJSON(`/api/list?channelId=${id}&pageNo=${n}&pageSize=10`, show);",
        "new Vue({data: {cid: '9d8c', size: 10, n: 1}, created() { this.load(); }, methods: {load() {"
        " axios({url: '/api/list', method: 'get',"
        " params: {channelId: this.cid, pageNo: this.n, pageSize: this.size}}).then(show); }}});",
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
    (form,) = _asked("var i = 1; $.post('/api/list.do', {columnId: 12, pageIndex: i}, show);")
    assert (form.method, form.body) == ("POST", "columnId=12&pageIndex=1")
    (body,) = _asked(
        "var i = 1; $.ajax({type:'POST', url:'/api/list.do', contentType:'application/json',"
        " data: JSON.stringify({columnId: '12', pageIndex: i})});"
    )
    assert json.loads(body.body) == {"columnId": "12", "pageIndex": 1}
    assert body.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    "script",
    [
        "$.get('/api/list', {channelId: channel(), pageNo: p}, show);",
        "$.get('/api/list', {channelId: unknown, pageNo: p}, show);",
        "var pageNo = 1; $.get('/api/hits', {articleId: 5}, show);",
        "fetch('/api/list?channelId=' + unknown + '&pageNo=' + n);",
        "$.get('/api/hits?articleId=' + 5, show);",
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


def test_rows_without_an_address_are_called_as_the_script_does() -> None:
    script = """var p = 1, html = ''; $.get('/api/list', {channelId: 9, pageNo: p}, function (r) {
      html += '<li><a href="/show/' + r.docId + '.html" target="_blank">' + r.title + '</a></li>';
      $('#rows').html(html); });"""
    (fetch,) = _asked(script)
    body = json.dumps({"total": 1, "rows": [{"docId": 77, "title": "庚县2022年政府信息公开年度报告"}]})
    answer = read_listing(page_of(body, fetch.url, content_type="application/json"), fetch, True)
    assert answer is not None
    assert [entry.url for entry in answer.entries] == ["http://www.geng.gov.cn/show/77.html"]


EXTERNAL = """var box = $('#rows'), size = 10; function load(n) { $.ajax({url: '/api/list', data: {channelId:
  box.data('channel'), kind: $('#kind').val(), pageNo: n, pageSize: size}, success: show}); }"""


def test_an_external_script_is_named_where_the_page_shows_nothing_and_is_told_the_pages_values() -> None:
    body = """<html><head><title>庚县</title><script src="/js/jquery.min.js"></script></head><body>
      <input id="kind" type="hidden" value="nb"><div id="rows" data-channel="318"></div>
      <script src="/js/list.js?v=2"></script><script src="http://cdn.example.com/x.js"></script></body></html>"""
    document = Document(body.encode(), COLUMN)
    lacking = examine(document, Context(), Hints(in_column=True))
    assert lacking.scripts == ["http://www.geng.gov.cn/js/list.js?v=2"]
    found = examine(document, Context(), Hints(in_column=True, scripts={lacking.scripts[0]: EXTERNAL}))
    assert (found.scripts, found.column, found.listing is not None) == ([], True, True)
    assert found.listing is not None
    (fetch,) = found.listing.more
    asked = {"channelId": "318", "kind": "nb", "pageNo": "1", "pageSize": "10"}
    assert dict(parse_qsl(urlsplit(fetch.url).query)) == asked
    assert examine(document, Context(), Hints()).scripts == []


def test_a_units_page_below_a_column_lacks_its_list_though_it_repeats_the_directory() -> None:
    units = "".join(f'<li><a href="/nb/u{n}/">{name}</a></li>' for n, name in enumerate(("财政局", "民政局", "城关镇")))
    body = f"<ul>{units}</ul><ul id='list' data-chan='u1'></ul><script src='/js/list.js?v=2'></script>"
    document = Document(portal(body, title="民政局").encode(), "http://www.geng.gov.cn/nb/u1/")
    wanted = ["http://www.geng.gov.cn/js/list.js?v=2"]
    assert examine(document, Context(), Hints(in_column=True)).scripts == wanted
    assert examine(document, Context(), Hints(below_column=True)).scripts == wanted
    assert examine(document, Context(), Hints(anchor="部门信息公开")).scripts == []


def test_a_first_page_that_shows_no_column_has_its_menu_from_an_external_script() -> None:
    news = "".join(f"<li><a href='/dt/{n}.html'>辛县召开第{n}次全体会议</a></li>" for n in range(9))
    body = f"""<html><head><title>辛县人民政府</title></head><body><script src="/js/jquery.min.js"></script>
      <script src="/js/top.js"></script><ul>{news}</ul></body></html>"""
    document = Document(body.encode(), "http://www.xin.gov.cn/")
    top = "http://www.xin.gov.cn/js/top.js"
    assert examine(document, Context(), Hints()).scripts == []
    assert examine(document, Context(), Hints(home=True)).scripts == [top]
    menu = "document.writeln('<ul><li><a href=/zfxxgk/>政府信息公开</a></li></ul>');"
    found = examine(document, Context(), Hints(home=True, scripts={top: menu}))
    assert ("column", "http://www.xin.gov.cn/zfxxgk/") in [(lead.kind, lead.url) for lead in found.leads]


def test_a_menu_in_an_external_script_leads_to_the_columns() -> None:
    body = """<html><head><title>政务公开</title></head><body><ul id="t" class="ztree"></ul>
      <script src="/js/jquery.ztree.js"></script><script src="/zwgk/tree.js"></script></body></html>"""
    document = Document(body.encode(), "http://www.geng.gov.cn/zwgk/")
    assert examine(document, Context(), Hints()).scripts == ["http://www.geng.gov.cn/zwgk/tree.js"]
    nodes = 'var zNodes = [{"id":1, "name":"信息公开", "open":true}, {"id":2, "name":"年报", "url":"/zwgk/a/nb/"}];'
    found = examine(document, Context(), Hints(scripts={"http://www.geng.gov.cn/zwgk/tree.js": nodes}))
    assert [(lead.kind, lead.url) for lead in found.leads] == [("column", "http://www.geng.gov.cn/zwgk/a/nb/")]


def test_what_axios_posts_is_json_and_what_jquery_posts_is_a_form() -> None:
    component = "new Vue({data: {query: {code: 'nb', pageNum: 1, pageSize: 5}}, methods: {load() { %s }},"
    component += " mounted() { this.load(); }});"
    (posted,) = _asked(component % "axios.post('/api/list', this.query).then(show);")
    assert json.loads(posted.body) == {"code": "nb", "pageNum": 1, "pageSize": 5}
    (form,) = _asked("let n = 1; $.post('/api/list', {code: 'nb', pageNum: n}, show);")
    assert form.body == "code=nb&pageNum=1"


def test_a_directory_whose_script_asks_for_its_departments_leads_to_them() -> None:
    script = """$.getJSON('/units.do', {type: 'all'}, function (r) { $.each(r.data, function (i, u) {
      $('#u').append('<li><a href="/unit.do?unitId=' + u.id + '">' + u.name + '</a></li>'); }); });"""
    body = f"<html><head><title>政府信息公开</title></head><body><ul id=u></ul><script>{script}</script></body></html>"
    found = examine(Document(body.encode(), "http://www.geng.gov.cn/xxgk/index.do"), Context(), Hints())
    assert found.listing is not None
    (fetch,) = found.listing.more
    answer = json.dumps(
        {"data": [{"id": "1002", "name": "财政局"}, {"id": "1003", "name": "青石镇"}]}, ensure_ascii=False
    )
    document = Document(answer.encode(), fetch.url, {"content-type": "application/json"})
    units = examine(document, Context(), Hints(request=fetch, anchor="政府信息公开"))
    assert [(lead.kind, lead.url.rpartition("=")[2]) for lead in units.leads] == [
        ("directory", "1002"),
        ("directory", "1003"),
    ]


def test_a_piece_of_html_that_a_script_loads_is_paged_as_it_was_asked_for() -> None:
    (fetch,) = _asked("function go(n) { $('#rows').load('/ajax/list.html?cid=7&page=' + n); }")
    rows = "".join(
        f"<li><a href='/t{n}/2023.html'>庚县{n}局2022年政府信息公开年度报告</a> 2023-01-1{n}</li>" for n in range(3)
    )
    piece = f"<ul>{rows}</ul><div><a href='javascript:go(2)'>2</a> 共3页</div>"
    answer = read_listing(page_of(piece, fetch.url), fetch, True)
    assert answer is not None
    assert [parse_qs(urlsplit(more.url).query)["page"] for more in answer.more] == [["2"], ["3"]]
