"""What scripts of common libraries do with a page: trees, pagers, frames, scrolling; played as in test_rehearsal.py."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from crawler.platforms import Fetch, Lead, read_listing
from crawler.platforms.base import PAGE, ROW
from crawler.platforms.discover import find_leads
from crawler.records import Context, Document
from crawler.walk.examination import Examination, Hints
from crawler.walk.examine import examine
from tests.platforms.pages import page_of

BASE = "http://www.xin.gov.cn"
COLUMN = f"{BASE}/gk/nb/index.html"
ROWS = "".join(f"<li><a href='/gk/nb/a{n}.html'>辛县{n}局2022年政府信息公开年报</a></li>" for n in range(5))


def _seen(body: str, url: str = COLUMN, title: str = "政府信息公开年报", **hints: object) -> Examination:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return examine(Document(html.encode(), url), Context(), Hints(**hints))  # type: ignore[arg-type]


def _more(body: str) -> list[Fetch]:
    listing = _seen(body).listing
    return [] if listing is None else listing.more


def _units(found: Examination, nodes: object) -> list[tuple[str, str]]:
    """Where the answer to the one request of a page leads that shows a tree of ``nodes``."""
    assert found.listing is not None
    (fetch,) = found.listing.more
    page = page_of(json.dumps(nodes), fetch.url, content_type="application/json")
    leads = find_leads(page, ["辛县"], listing=read_listing(page, fetch, False), within=True)
    return [(lead.text, urlsplit(lead.url).path + "?" + urlsplit(lead.url).query) for lead in leads]


def _kinds(leads: list[Lead]) -> list[tuple[str, str]]:
    return [(lead.kind, lead.url.removeprefix(BASE)) for lead in leads]


@pytest.mark.parametrize(
    "tree",
    [
        """<ul id="t" class="ztree"></ul><iframe name="main" src="/gk/zn.html"></iframe><script>
        $.fn.zTree.init($("#t"), {async: {enable: true, url: "/gk/tree.json", autoParam: ["id"]}, callback: {
          onClick: function (e, id, node) { window.frames["main"].location = "/gk/list.jsp?org=" + node.code; }}});
        </script>""",
        """<ul id="t"></ul><script>$.get("/gk/tree.json", function (d) { $.fn.zTree.init($("#t"), {callback:
          {beforeClick: function (id, node) { location.href = "/gk/list.jsp?org=" + node.code; }}}, d); });</script>""",
        """<ul class="easyui-tree" data-options="url:'/gk/tree.json',
          onClick:function(node){location.href='/gk/list.jsp?org='+node.code;}"></ul>""",
        """<div id="t"></div><script>layui.use(["tree"], function () { $.getJSON("/gk/tree.json", function (d) {
          layui.tree.render({elem: "#t", data: d, click: function (o) {
            window.open("/gk/list.jsp?org=" + o.data.code); }}); }); });</script>""",
    ],
)
def test_the_nodes_of_a_tree_that_is_asked_for_lead_where_a_click_goes(tree: str) -> None:
    found = _seen(tree, f"{BASE}/gk/", "政府信息公开", anchor="政府信息公开")
    nodes = [{"id": 1, "name": "财政局", "code": "c1", "children": [{"id": 2, "name": "民政局", "code": "m2"}]}]
    assert _units(found, nodes) == [("财政局", "/gk/list.jsp?org=c1"), ("民政局", "/gk/list.jsp?org=m2")]


def test_the_nodes_that_a_page_holds_are_clicked_one_by_one() -> None:
    found = _seen(
        """<ul id="t"></ul><script>var zNodes = [{id: 1, pId: 0, name: "财政局"}, {id: 7, pId: 1, name: "公开年报"}];
        $.fn.zTree.init($("#t"), {callback: {onClick: function (e, id, node) { go(node.id); }}}, zNodes);
        function go(n) { document.getElementById("f").src = "/gk/list.jsp?n=" + n; }</script>
        <iframe id="f"></iframe>""",
        f"{BASE}/gk/",
        "政府信息公开",
    )
    assert ("column", "/gk/list.jsp?n=7") in _kinds(found.leads)


def test_a_frame_that_a_script_fills_from_the_address_is_looked_into() -> None:
    body = """<iframe id="box" width="100%"></iframe><script>var q = new URLSearchParams(location.search);
      document.getElementById('box').src = '/' + q.get('code') + '/' + q.get('temp') + '.html';</script>"""
    found = _seen(body, f"{BASE}/bm/unit.html?code=czj&temp=main", "部门信息公开", anchor="财政局")
    assert _kinds(found.leads) == [("frame", "/czj/main.html")]


@pytest.mark.parametrize(
    "pager",
    [
        """kkpager.generPageHtml({pno: 1, total: 4, totalRecords: 17, hrefFormer: 'index', hrefLatter: '.html',
          getLink: function (n) { return this.hrefFormer + '_' + n + this.hrefLatter; }});""",
        "pageNav.fn = function (p, all) { location.href = 'index_' + p + '.html'; }; pageNav.go(1, 4);",
        """$('#p').pagination({items: 17, itemsOnPage: 5, onPageClick: function (n) {
          location.href = 'index_' + n + '.html'; }});""",
    ],
)
def test_a_pager_is_turned_to_the_end_that_it_is_told(pager: str) -> None:
    asked = _more(f"<ul>{ROWS}</ul><div id='p' class='pager'></div><script>{pager}</script>")
    assert [fetch.url.rpartition("/")[2] for fetch in asked] == [f"index_{n}.html" for n in (2, 3, 4)]


@pytest.mark.parametrize(
    "watch",
    [
        """$(window).scroll(function () {
          if ($(window).scrollTop() + $(window).height() >= $(document).height() - 50) more(); });""",
        """window.addEventListener('scroll', function () {
          if (window.pageYOffset + window.innerHeight > 1000) more(); });""",
    ],
)
def test_rows_that_come_as_one_scrolls_down_are_asked_for_as_long_as_there_are_some(watch: str) -> None:
    (fetch,) = _more(
        f"""<ul id="l">{ROWS}</ul><script>var page = 1;
        function more() {{ page++; $.get('/gk/more', {{page: page, lm: 7}}, function (h) {{ $('#l').append(h); }}); }}
        {watch}</script>"""
    )
    assert fetch.url == f"{BASE}/gk/more?page=2&lm=7" and PAGE in fetch.headers
    answer = read_listing(page_of(f"<ul>{ROWS}</ul>", fetch.url), fetch, True)
    assert answer is not None and [more.url for more in answer.more] == [f"{BASE}/gk/more?page=3&lm=7"]


def test_an_answer_in_jsonp_shows_what_the_page_makes_of_a_row() -> None:
    (fetch,) = _more("""<ul id="l"></ul><script>function put(d) { for (var i = 0; i < d.rows.length; i++)
        $('#l').append('<li><a href="/gk/d/' + d.rows[i].no + '.html">' + d.rows[i].bt + '</a></li>'); }
      var s = document.createElement('script'); s.src = '/gk/list.do?cat=nb&callback=put';
      document.body.appendChild(s);</script>""")
    assert fetch.headers[ROW].startswith("/gk/d/{no}.html")


def test_addresses_in_base64_are_unpacked() -> None:
    found = _seen("""<ul><li><a href="javascript:show('L2drL25iLzE3Lmh0bWw=')">辛县2022年政府信息公开年报</a></li></ul>
      <script>function show(s) { window.open(window.atob(s)); }</script>""")
    assert ("report", "/gk/nb/17.html") in _kinds(found.leads)


def test_a_column_behind_a_hash_is_what_the_page_loads_for_it() -> None:
    found = _seen(
        """<a href="#zn">公开指南</a><a href="#nb">公开年报</a><div id="c"></div><script>
        function show() { $('#c').load('/gk/part_' + (location.hash.slice(1) || 'zn') + '.html'); }
        window.onhashchange = show; show();</script>""",
        f"{BASE}/gk/",
        "政务公开",
        anchor="政务公开",
    )
    assert ("column", "/gk/part_nb.html") in _kinds(found.leads)


def test_a_menu_of_units_is_entered_by_its_button() -> None:
    units = "".join(f"<option value='{n}'>{name}</option>" for n, name in enumerate(("财政局", "民政局", "青石镇"), 1))
    found = _seen(
        f"""<select id="u"><option value="">请选择</option>{units}</select><button onclick="go()">进入</button>
        <script>function go() {{ var v = $('#u').val();
          if (v) window.open('/unit/' + v + '/index.html'); }}</script>""",
        f"{BASE}/gk/",
        "信息公开",
    )
    assert _kinds(found.leads) == [("directory", f"/unit/{n}/index.html") for n in (1, 2, 3)]


def test_a_first_page_that_looks_like_an_entrance_has_the_menu_that_its_script_writes() -> None:
    found = _seen(
        """<div id="m"></div><ul><li><a href="/dt/1.html">辛县召开会议</a></li></ul><script>
        var menu = [{t: '首页', u: '/'}, {t: '政务公开', u: '/gk/'}], h = '';
        for (var i = 0; i < menu.length; i++) h += '<a href="' + menu[i].u + '">' + menu[i].t + '</a>';
        document.getElementById('m').innerHTML = h;</script>""",
        f"{BASE}/",
        "辛县人民政府",
        home=True,
    )
    assert ("column", "/gk/") in _kinds(found.leads)
