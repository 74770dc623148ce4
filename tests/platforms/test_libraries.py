"""What scripts of common libraries do with a page: trees, pagers, frames, scrolling; played as in test_rehearsal.py."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

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
        """<div id="t"></div><script>$("#t").jstree({core: {data: {url: "/gk/tree.json"}}}).on("select_node.jstree",
          function (e, d) { location.href = "/gk/list.jsp?org=" + d.node.code; });</script>""",
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


ROW_SCRIPT = """function put(rows) { var h = ''; $.each(rows, function (i, o) {
  h += '<li><a href="/gk/d/' + o.no + '.html">' + o.bt + '</a></li>'; }); return h; }"""


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        (
            """layui.use('flow', function () { layui.flow.load({elem: '#l', done: function (page, next) {
              $.get('/gk/rows?page=' + page, function (r) { next(put(r.list), page < r.pages); }); }}); });""",
            "page=1",
        ),
        (
            """$('#p').pagination({dataSource: '/gk/rows', locator: 'list', totalNumber: 12, pageSize: 5,
              alias: {pageNumber: 'pageNum'}, callback: function (rows) { $('#l').html(put(rows)); }});""",
            "pageNum=1&pageSize=5",
        ),
    ],
)
def test_libraries_that_are_handed_rows_or_hand_them_over_ask_for_the_first_page(script: str, asked: str) -> None:
    first, *_ = _more(f"<ul id='l'></ul><div id='p'></div><script>{ROW_SCRIPT}{script}</script>")
    assert first.url == f"{BASE}/gk/rows?{asked}" and first.headers[ROW].startswith("/gk/d/{no}.html")


def test_a_table_that_is_declared_in_attributes_is_asked_for() -> None:
    first, *_ = _more("""<table data-toggle="table" data-url="/gk/rows" data-pagination="true" data-page-size="5">
      <thead><tr><th data-field="bt" data-formatter="link">标题</th></tr></thead></table>
      <script>function link(v, row) { return '<a href="/gk/d/' + row.no + '.html">' + v + '</a>'; }</script>""")
    assert first.url == f"{BASE}/gk/rows?limit=5&offset=0" and first.headers[ROW].startswith("/gk/d/{no}.html")


def test_a_template_may_take_its_rows_by_number() -> None:
    (fetch,) = _more("""<div id="v"></div><script id="tp" type="text/template"><% for (var i = 0; i < rows.length; i++)
      { %><li><a href="/gk/d/<%=rows[i].no%>.html"><%=rows[i].bt%></a></li><% } %></script>
      <script>$.getJSON('/gk/rows.json', {k: 'nb'}, function (d) { $('#v').html(template('tp', d)); });</script>""")
    assert fetch.headers[ROW].startswith("/gk/d/{no}.html")


def test_each_year_of_each_unit_is_asked_for_where_two_menus_choose_them() -> None:
    units = "".join(f"<option value='{n}'>{name}</option>" for n, name in enumerate(("财政局", "民政局", "青石镇"), 1))
    asked = _more(f"""<select id="u">{units}</select><select id="y"><option>2022</option><option>2021</option></select>
      <input type="button" value="查询" onclick="q()"><div id="r"></div><script>function q() {{
      $('#r').load('/gk/q.asp?dw=' + $('#u').val() + '&nf=' + $('#y').val()); }}</script>""")
    pairs = {tuple(dict(parse_qsl(urlsplit(fetch.url).query)).values()) for fetch in asked}
    assert pairs >= {(unit, year) for unit in "123" for year in ("2022", "2021")} - {("1", "2022")}


def test_units_behind_letters_are_asked_for_letter_by_letter() -> None:
    letters = "".join(f"<a href='javascript:of(&quot;{one}&quot;)'>{one}</a>" for one in "ABC")
    listing = _seen(
        f"""<p>部门信息公开</p>{letters}<div id="u"></div><script>function of(c) {{ $.get('/gk/units.jsp', {{zm: c}},
        function (h) {{ $('#u').html(h); }}); }} of('A');</script>""",
        f"{BASE}/gk/",
        "政务公开",
        anchor="政务公开",
    ).listing
    assert listing is not None
    assert [fetch.url.rpartition("=")[2] for fetch in listing.more] == ["A", "B", "C"]


def test_more_of_each_units_reports_may_be_called_by_a_script() -> None:
    names = ("财政局", "民政局")
    boxes = "".join(
        f"<h3>{name}<a href='javascript:more({n})'>更多</a></h3><ul><li><a href='/gk/d/{n}.html'>"
        f"辛县{name}2022年政府信息公开年报</a><span>2023-01-20</span></li></ul>"
        for n, name in enumerate(names)
    )
    found = _seen(f"{boxes}<script>function more(n) {{ location.href = '/gk/list.jsp?dept=' + n; }}</script>")
    columns = [lead for lead in found.leads if lead.kind == "column"]
    assert [(lead.text, lead.url) for lead in columns] == [
        (name, f"{BASE}/gk/list.jsp?dept={n}") for n, name in enumerate(names)
    ]


def test_cells_that_are_nothing_but_a_picture_are_called_by_row_and_year() -> None:
    cells = "".join(
        f"<tr><td>{name}</td>"
        + "".join(f"<td><a href='/f/1{n}0{y}.html'><img src='/p.png'></a></td>" for y in "12")
        + "</tr>"
        for n, name in enumerate(("财政局", "民政局"))
    )
    found = _seen(f"<table><tr><th>单位</th><th>2022年</th><th>2021年</th></tr>{cells}</table>")
    assert [(lead.text, lead.url[-10:]) for lead in found.leads] == [
        ("财政局2022年", "/1001.html"),
        ("财政局2021年", "/1002.html"),
        ("民政局2022年", "/1101.html"),
        ("民政局2021年", "/1102.html"),
    ]


def test_a_directory_has_further_pages() -> None:
    body = "<ul><li><a href='/bm/czj/'>财政局</a></li></ul><a href='/bm/index_1.html'>2</a>"
    assert ("directory", "/bm/index_1.html") in _kinds(_seen(body, f"{BASE}/bm/", "部门", anchor="部门信息公开").leads)
    assert ("directory", "/bm/index_1.html") not in _kinds(_seen(body, f"{BASE}/bm/", "要闻", anchor="要闻").leads)


def test_a_report_that_no_list_shows_leads_to_the_one_before_it() -> None:
    said = "<p>本机关按照条例的要求编制本报告。全年主动公开政府信息12条。</p>" * 9
    beside = (
        "<p>上一篇：<a href='/gk/nb/8.html'>辛县财政局2021年政府信息公开工作年度报告</a></p>"
        "<p>下一篇：<a href='/gk/tz/9.html'>关于召开政务公开工作会议的通知</a></p>"
    )
    title = "辛县财政局2022年政府信息公开工作年度报告"
    body = f"<h1>{title}</h1>{said}{beside}"
    url = f"{BASE}/gk/nb/7001.html"
    assert _seen(body, url, title, follow=False).leads == []
    assert _kinds(_seen(body, url, title, follow=False, unlisted=True).leads) == [("report", "/gk/nb/8.html")]


def test_words_in_an_address_are_sent_in_the_pages_own_encoding() -> None:
    body = "<html><head><meta charset=gb2312></head><body><a href='list.asp?lm=年报'>公开年报</a></body></html>"
    page = page_of(body, f"{BASE}/gk/", encoding="gb18030")
    assert [link.url for link in page.links] == [f"{BASE}/gk/list.asp?lm=%C4%EA%B1%A8"]
