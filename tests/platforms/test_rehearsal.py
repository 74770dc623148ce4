"""Pages whose lists only their scripts know: the scripts are played, and what they do is followed."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from crawler.platforms import Fetch, read_listing
from crawler.platforms.scene import play
from crawler.records import Context, Document
from crawler.walk.examination import Examination, Hints
from crawler.walk.examine import examine
from tests.platforms.pages import page_of

BASE = "http://www.geng.gov.cn"
COLUMN = f"{BASE}/open/annual.html"
TYPE = "<meta name='ColumnType' content='信息公开年报'>"


def _document(body: str, url: str = COLUMN, head: str = TYPE) -> Document:
    return Document(f"<html><head><title>庚县</title>{head}</head><body>{body}</body></html>".encode(), url)


def _seen(body: str, **hints: object) -> Examination:
    return examine(_document(body), Context(), Hints(**hints))  # type: ignore[arg-type]


def _more(body: str, **hints: object) -> list[Fetch]:
    listing = _seen(body, **hints).listing
    return [] if listing is None else listing.more


def _answer(fetch: Fetch, rows: object) -> list[str]:
    listing = read_listing(page_of(json.dumps(rows), fetch.url, content_type="application/json"), fetch, True)
    return [] if listing is None else [entry.url for entry in listing.entries]


def test_an_address_that_a_script_puts_together_in_pieces_is_asked_for() -> None:
    (fetch,) = _more("""<ul id="rows"></ul><script>
      var site = {root: '/gate', code: ['nb', 7].join('-')};
      function address(name, p) { var q = []; q.push('cat=' + site.code); q.push('page=' + p);
        return site.root + '/' + name + '?' + q.join('&'); }
      $(function () { $.getJSON(address('list', 1), function (r) { if (r.code == 200)
        $.each(r.data.rows, function (i, o) {
        $('#rows').append('<li><a href="' + site.root + '/show/' + o.year + '/' + o.key + '.html">'
          + o.caption + '</a></li>'); }); }); });
      </script>""")
    assert fetch.url == f"{BASE}/gate/list?cat=nb-7&page=1"
    rows = {"code": 200, "data": {"rows": [{"year": 2023, "key": "k1", "caption": "庚县2022年政府信息公开年度报告"}]}}
    assert _answer(fetch, rows) == [f"{BASE}/gate/show/2023/k1.html"]


def test_how_a_request_names_its_page_is_seen_by_what_another_number_changes() -> None:
    (first,) = _more("""<div id="box" data-org="12"></div><p class="pg"></p><script>
      function load(n) { $.post('/open/rows', {org: $('#box').data('org'), seite: n, k: 5}, function (html) {
        $('#box').html(html); for (var i = 1; i <= 2; i++) $('.pg').append('<a data-n="' + i + '">' + i + '</a>'); }); }
      $(document).on('click', '.pg a', function () { load($(this).data('n')); });
      load(1);</script>""")
    assert dict(parse_qsl(first.body)) == {"org": "12", "seite": "1", "k": "5"}
    rows = [{"title": f"庚县{n}局2022年政府信息公开年度报告", "url": f"/a/{n}.html"} for n in range(5)]
    page = page_of(json.dumps({"total": 11, "rows": rows}), first.url, content_type="application/json")
    listing = read_listing(page, first, True)
    assert listing is not None
    assert [dict(parse_qsl(fetch.body))["seite"] for fetch in listing.more] == ["2", "3"]


@pytest.mark.parametrize(
    "unit",
    [
        """<li onclick="choose('0{n}')">{name}</li>""",
        """<li><a href="javascript:choose('0{n}')">{name}</a></li>""",
        """<li class="unit" data-code="0{n}">{name}</li>""",
    ],
)
def test_units_that_only_a_script_chooses_are_asked_for_one_by_one(unit: str) -> None:
    units = "".join(unit.format(n=n, name=name) for n, name in enumerate(("财政局", "民政局", "青石镇")))
    asked = _more(f"""<form name="f" method="post" action="/open/annual.do"><input type="hidden" name="org" value="99">
      <input type="hidden" name="pageNo" value="1"></form>
      <ul>{units}</ul><span onclick="choose('x')">打印</span><script>
      function choose(code) {{ document.f.org.value = code; document.f.pageNo.value = 1; document.f.submit(); }}
      $('.unit').click(function () {{ choose($(this).attr('data-code')); }});</script>""")
    assert [(fetch.method, fetch.body) for fetch in asked] == [("POST", f"org=0{n}&pageNo=1") for n in range(3)]


def test_a_tree_of_units_is_asked_for_and_then_the_list_of_each() -> None:
    asked = _more("""<div id="app"><p v-for="u in units" @click="pick(u.id)">{{u.name}}</p>
      <li v-for="r in rows"><a :href="'/open/info?key=' + r.key">{{r.title}}</a></li></div><script>
      new Vue({el: '#app', data: {units: [], rows: [], unit: '', page: 1},
        created() { axios.get('/api/units').then(r => { this.units = r.data.data; }); },
        methods: { pick(id) { this.unit = id; this.load(); },
          async load() {
            const r = await axios.post('/api/rows', {unit: this.unit, pageNum: this.page});
             this.rows = r.data.rows; } } });
      </script>""")
    tree = next(fetch for fetch in asked if fetch.url == f"{BASE}/api/units")
    units = {"data": [{"id": 7, "name": "财政局"}, {"id": 8, "name": "民政局"}]}
    listing = read_listing(page_of(json.dumps(units), tree.url, content_type="application/json"), tree, True)
    assert listing is not None
    assert [json.loads(fetch.body) for fetch in listing.more] == [{"unit": n, "pageNum": 1} for n in (7, 8)]
    rows = {"rows": [{"key": "q", "title": "庚县财政局2022年政府信息公开年度报告"}]}
    assert _answer(listing.more[0], rows) == [f"{BASE}/open/info?key=q"]


def test_records_that_a_page_holds_have_the_address_that_its_script_gives_them() -> None:
    rows = [
        {"no": n, "caption": f"庚县{name}2022年政府信息公开年度报告"} for n, name in enumerate(("财政局", "民政局"), 10)
    ]
    listing = _seen(f"""<div id="app"></div><script>
      window.__STATE__ = {json.dumps({"list": {"rows": rows, "total": 5}})};
      new Vue({{data: {{s: window.__STATE__}}, methods: {{ open(r) {{ location.href = '/open/' + r.no; }},
        turn(n) {{ location.href = '/open/annual.html?p=' + n; }} }} }});</script>""").listing
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [f"{BASE}/open/10", f"{BASE}/open/11"]
    assert [fetch.url for fetch in listing.more] == [f"{COLUMN}?p=2", f"{COLUMN}?p=3"]


def test_rows_that_a_template_makes_have_the_address_that_it_writes() -> None:
    (fetch,) = _more("""<ul id="l"></ul><script type="text/html" id="t">{{each rows as v}}<li>
      <a href="/show/{{v.key}}.html">{{v.caption}}</a></li>{{/each}}</script><script>
      $.getJSON('/api/rows', {cur: 1, num: 6}, function (r) { $('#l').html(template('t', r)); });</script>""")
    rows = [{"key": n, "caption": f"庚县201{n}年政府信息公开年度报告"} for n in range(6)]
    listing = read_listing(page_of(json.dumps(rows), fetch.url, content_type="application/json"), fetch, True)
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [f"{BASE}/show/{n}.html" for n in range(6)]


def test_a_table_that_counts_rows_is_asked_for_page_after_page() -> None:
    (first,) = _more("""<table id="t"></table><script>$('#t').bootstrapTable({url: '/api/rows', pageSize: 4,
      queryParams: function (p) { return {limit: p.limit, offset: p.offset, kind: 'nb'}; },
      columns: [{field: 'caption', formatter: function (v, row) {
        return '<a href="/show/' + row.oid + '">' + v + '</a>'; }}]
      });</script>""")
    assert first.url == f"{BASE}/api/rows?limit=4&offset=0&kind=nb"
    rows = {"total": 11, "rows": [{"oid": n, "caption": f"庚县201{n}年政府信息公开年度报告"} for n in range(4)]}
    listing = read_listing(page_of(json.dumps(rows), first.url, content_type="application/json"), first, True)
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [f"{BASE}/show/{n}" for n in range(4)]
    assert [dict(parse_qsl(urlsplit(fetch.url).query))["offset"] for fetch in listing.more] == ["4", "8"]


def test_where_the_first_answer_tells_how_many_pages_there_are_no_more_are_asked_for() -> None:
    script = """<div id="g"></div><p id="pg"></p><script>
      function load(n) { $.post('/open/rows', {page: n, ch: 7}, function (r) {
        for (var i = 0; i < r.list.length; i++)
          $('#g').append('<a href="' + r.list[i].url + '">' + r.list[i].title + '</a>');
        var b = ''; for (var k = 1; k <= r.PAGES; k++) b += '<a href="javascript:load(' + k + ')">' + k + '</a>';
        $('#pg').html(b); }); }
      load(1);</script>"""
    (first,) = _more(script)
    rows = [{"title": f"庚县{n}局2022年政府信息公开年度报告", "url": f"/a/{n}.html"} for n in range(5)]

    def then(answer: dict[str, object]) -> list[str]:
        listing = read_listing(page_of(json.dumps(answer), first.url, content_type="application/json"), first, True)
        return [] if listing is None else [dict(parse_qsl(fetch.body))["page"] for fetch in listing.more]

    assert then({"total": 5, "list": rows}) == []
    assert then({"total": 11, "list": rows}) == ["2", "3"]
    assert then({"list": rows}) == ["2"]  # it does not say: the page turns, so the next one is looked at
    assert then({"list": []}) == []


def test_the_pages_of_a_form_are_all_asked_for_where_the_page_shows_the_first_itself() -> None:
    rows = "".join(f"<li><a href='/show.do?id={n}'>庚县{n}局2022年政府信息公开年度报告</a></li>" for n in range(6))
    asked = _more(f"""<ul>{rows}</ul><form id="f" method="post" action="/list.do"><input type="hidden" name="pageNo"
      id="p" value="1"></form><script>function turn(n) {{ document.getElementById('p').value = n;
      document.getElementById('f').submit(); }}</script>
      <div>1 <a href="javascript:turn(2)">2</a> <a href="javascript:turn(3)">3</a> 共16条</div>""")
    assert [fetch.body for fetch in asked] == ["pageNo=2", "pageNo=3"]


def test_what_a_script_divides_to_number_its_pages_is_the_total_whatever_it_is_called() -> None:
    (first,) = _more("""<div id="g"></div><p id="pg"></p><script>
      function load(n) { $.post('/open/rows', {page: n, size: 5}, function (r) {
        $('#g').html('<a href="' + r.data.rows[0].url + '">' + r.data.rows[0].title + '</a>');
        for (var k = 1; k <= Math.ceil(r.data.num / 5); k++)
          $('#pg').append('<a href="javascript:load(' + k + ')">' + k + '</a>'); }); }
      load(1);</script>""")
    rows = [{"title": f"庚县{n}局2022年政府信息公开年度报告", "url": f"/a/{n}.html"} for n in range(5)]
    answer = json.dumps({"data": {"num": 12, "rows": rows}})
    listing = read_listing(page_of(answer, first.url, content_type="application/json"), first, True)
    assert listing is not None and listing.total == 12
    assert [dict(parse_qsl(fetch.body))["page"] for fetch in listing.more] == ["2", "3"]


def test_every_choice_of_a_menu_is_tried_with_the_button_that_starts_the_query() -> None:
    leads = _seen("""<select id="d"><option value="1">县政府</option><option value="2">财政局</option>
      <option value="3">青石镇</option></select><input type="button" value="查 询" onclick="find()">
      <script>function find() { window.location = 'annual.html?d=' + $('#d').val(); }</script>""").leads
    assert {lead.url for lead in leads} >= {f"{COLUMN}?d=2", f"{COLUMN}?d=3"}


def test_rows_and_pagers_that_scripts_write_are_read_as_printed_ones() -> None:
    listing = _seen("""<script>function row(t, u, d) {
        document.write('<p><a href="' + u + '">' + t + '</a>' + d + '</p>'); }
      function pages(n) { for (var i = 2; i <= n; i++)
        document.write('<a href="annual_' + i + '.html">' + i + '</a>'); }
      </script><script>row('庚县2022年政府信息公开年度报告', '/a/22.html', '2023-01-02');
      </script>
      <script>row('庚县2021年政府信息公开年度报告', '/a/21.html', '2022-01-02');
      </script><script>pages(3);</script>""").listing
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [f"{BASE}/a/22.html", f"{BASE}/a/21.html"]
    assert [fetch.url for fetch in listing.more] == [f"{BASE}/open/annual_{n}.html" for n in (2, 3)]


def test_records_of_which_a_page_shows_the_first_have_addresses_like_these() -> None:
    rows = [{"t": f"庚县20{n}年政府信息公开年度报告", "p": f"{n}/k{n}.html"} for n in range(12, 23)]
    listing = _seen(f"""<ul id="l"></ul><script>var rows = {json.dumps(rows)}, s = '';
      for (var i = 0; i < 3; i++) s += '<li><a href="/a/' + rows[i].p + '">' + rows[i].t + '</a></li>';
      document.getElementById('l').innerHTML = s;</script>""").listing
    assert listing is not None
    assert sorted(entry.url for entry in listing.entries) == [f"{BASE}/a/{n}/k{n}.html" for n in range(12, 23)]


@pytest.mark.parametrize(
    "page",
    [
        """<p ng-repeat="u in units" ng-click="pick(u)">{{u.name}}</p><li ng-repeat="r in rows">
        <a ng-href="/a/{{r.key}}">x</a></li>
        <script>angular.module('m', []).controller('C', ['$scope', '$http', function ($scope, $http) {
          $scope.units = [{id: 1, name: '县政府'}, {id: 2, name: '财政局'}];
          $scope.pick = function (u) { $http.get('/api', {params: {unit: u.id, page: 1}}).then(function (r) {
            $scope.rows = r.data; }); };
          $scope.pick($scope.units[0]); }]);</script>""",
        """<div id="app"><p v-for="u of units" @click="pick(u)">{{u.name}}</p>
        <a v-for="r in rows" :href="`/a/${r.key}`">{{r.title}}</a></div><script>
        const units = [{id: 1, name: '县政府'}, {id: 2, name: '财政局'}];
        Vue.createApp({setup() { const rows = Vue.ref([]), unit = Vue.ref(1), page = Vue.ref(1);
          const load = async () => { const r = await fetch(`/api?unit=${unit.value}&page=${page.value}`);
            rows.value = await r.json(); };
          const pick = u => { unit.value = u.id; page.value = 1; load(); };
          Vue.onMounted(load); return {units, rows, pick, page}; }}).mount('#app');</script>""",
    ],
)
def test_units_that_a_component_holds_are_chosen_one_after_another(page: str) -> None:
    fetches = _more(page)
    assert [fetch.url for fetch in fetches] == [f"{BASE}/api?unit={n}&page=1" for n in (1, 2)]
    assert _answer(fetches[1], [{"key": "k7", "title": "庚县财政局2022年政府信息公开年度报告"}]) == [f"{BASE}/a/k7"]


def test_a_form_without_scripts_is_sent_for_every_unit_of_its_menu() -> None:
    asked = _more("""<form action="/annual.php"><select name="unit"><option value="1" selected>县政府</option>
      <option value="2">财政局</option><option value="3">青石镇</option></select>
      <input type="submit" value="查看"></form>""")
    assert [fetch.url for fetch in asked] == [f"{BASE}/annual.php?unit={n}" for n in (2, 3)]


def test_rows_of_groups_are_called_as_the_page_calls_them() -> None:
    (fetch,) = _more("""<div id="l"></div><script>$.getJSON('/all.json', function (gs) { $.each(gs, function (i, g) {
      $.each(g.list, function (j, x) {
        $('#l').append('<a href="' + x.lj + '">' + x.nd + '年</a>'); }); }); });</script>""")
    groups = [
        {"dw": f"庚县{name}", "list": [{"nd": 2022, "lj": f"/{n}/22"}]} for n, name in enumerate(("财政局", "民政局"))
    ]
    listing = read_listing(page_of(json.dumps(groups), fetch.url, content_type="application/json"), fetch, True)
    assert listing is not None
    assert [(entry.url, entry.title) for entry in listing.entries] == [(f"{BASE}/{n}/22", "2022年") for n in (0, 1)]


def test_a_search_that_a_link_calls_a_column_of_reports_is_one() -> None:
    link = "<a href='/was5/web/search?channelid=7'>{}</a>"
    for text, wanted in (("政府信息公开年报", 1), ("高级搜索", 0)):
        leads = examine(_document(link.format(text), f"{BASE}/open/", ""), Context(), Hints()).leads
        assert len(leads) == wanted
    frame = "<iframe src='/was5/web/search?channelid=7&perpage=6'></iframe>"
    assert [lead.kind for lead in _seen(frame).leads] == ["frame"]


def test_records_in_xml_are_rows() -> None:
    (fetch,) = _more("""<ul id="l"></ul><script>$.ajax({url: '/data/nb.xml', dataType: 'xml', success: function (x) {
      $(x).find('item').each(function () {
        $('#l').append('<a href="/show-' + $(this).find('id').text() + '.html">'
          + $(this).find('t').text() + '</a>'); }); }});</script>""")
    xml = "<?xml version='1.0'?><root><kind>nb</kind>" + "".join(
        f"<item><id>{n}</id><t><![CDATA[庚县202{n}年政府信息公开年度报告]]></t></item>" for n in (2, 3)
    )
    listing = read_listing(page_of(f"{xml}</root>", fetch.url, content_type="text/xml"), fetch, True)
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [f"{BASE}/show-2.html", f"{BASE}/show-3.html"]


def test_a_tab_that_a_script_puts_into_a_frame_leads_to_the_reports() -> None:
    body = """<ul><li onclick="show('./zn/')">公开指南</li><li onclick="show('./nb/')">政府信息公开年报</li></ul>
      <iframe id="f" src="./zn/"></iframe><script>function show(u) { document.getElementById('f').src = u; }</script>"""
    for page in (body, body.partition("<script>")[0]):  # the function may stand in a file that is not read
        leads = examine(_document(page, f"{BASE}/open/", ""), Context(), Hints()).leads
        assert leads[0].url == f"{BASE}/open/nb/"
        assert leads[0].text == "政府信息公开年报"


def test_what_depends_on_an_external_script_waits_for_it() -> None:
    body = """<ul id="l"></ul><script src="/js/site.js"></script><script>
      $.getJSON(site.root + '/list?page=1', function (r) {});</script>"""
    lacking = _seen(body)
    assert (lacking.listing, lacking.scripts) == (None, [f"{BASE}/js/site.js"])
    (fetch,) = _more(body, scripts={lacking.scripts[0]: "var site = {root: '/gate'};"})
    assert fetch.url == f"{BASE}/gate/list?page=1"


def test_counters_and_other_hosts_are_not_asked() -> None:
    assert not _more("""<script>$.get('/visit/count?page=1'); $.get('http://www.xin.gov.cn/list?page=1');
      $.post('/login/check', {page: 1});</script>""")


@pytest.mark.parametrize(
    "script",
    [
        "while (true) {}",
        "var a = []; for (;;) a.push(new Array(1e6).join('x'));",
        "function f() { return f() + f(); } f();",
        "$(function () { for (;;) $.get('/list?page=1'); });",
        "Object.defineProperty(window, 'x', {get() { throw 1; }}); var s = '",
    ],
)
def test_a_script_that_never_ends_or_takes_all_memory_costs_little(script: str) -> None:
    began = time.process_time()
    play(_document(f"<p onclick='a()'>年报</p><script>{script}</script>"), {})
    assert time.process_time() - began < 10


def test_a_played_script_reaches_nothing_outside() -> None:
    shown = play(
        _document("""<script>var names = [typeof std, typeof os, require('fs').readFileSync('/etc'), typeof process,
      typeof import_];
      location.href = '/seen?' + names.join().replace(/undefined/g, "-"); </script>"""),
        {},
    )
    assert [go.url for go in shown.goes] == ["/seen?-,-,\x03,-,-"]


def test_an_address_of_only_a_query_key_is_parsed() -> None:
    asked = _more("<script>$.get('/list?kind=nb', {page: 1}, function () {});</script>")
    assert [urlsplit(fetch.url).query for fetch in asked] == ["kind=nb&page=1"]


def test_a_pager_of_an_unknown_library_is_turned_by_the_function_that_it_is_given() -> None:
    script = """let box = $('#rows'); Kit.pager('#p', {pages: 3, total: 25, onTurn: function (n) {
      box.load('/site/part?organ=7&label=' + encodeURIComponent('年报') + '&no=' + n); }});"""
    fetches = _more(f"<ul id=rows></ul><div id=p></div><script src='/kit.min.js'></script><script>{script}</script>")
    assert [parse_qs(urlsplit(fetch.url).query)["no"] for fetch in fetches] == [["2"], ["3"]]


def test_names_of_a_script_that_is_run_twice_are_set_again() -> None:
    script = "const id = '9'; let no = 1; $.getJSON(`/api/list?cid=${id}&pageNo=${no}`, unknownFunction);"
    assert [fetch.url for fetch in _more(f"<script>{script}</script>")] == [f"{BASE}/api/list?cid=9&pageNo=1"]


def test_units_that_a_script_writes_on_a_page_of_the_disclosure_tree_are_led_to() -> None:
    body = """<html><head><title>政务公开</title></head><body><a href="/">庚县人民政府</a><a href="/zwgk/nb/">年报</a>
      <div id="u"></div><script>var us = [{n: '财政局', d: 'czj'}, {n: '信访局', d: 'xfj'}], h = '';
      for (var i = 0; i < us.length; i++) h += '<a href="/zwgk/bm/' + us[i].d + '/">' + us[i].n + '</a>';
      document.getElementById('u').innerHTML = h;</script></body></html>"""
    found = examine(Document(body.encode(), f"{BASE}/zwgk/"), Context(), Hints(anchor="政务公开"))
    assert {"/zwgk/nb/", "/zwgk/bm/czj/", "/zwgk/bm/xfj/"} <= {urlsplit(lead.url).path for lead in found.leads}


def test_a_unit_that_is_not_called_like_one_is_asked_for_with_those_beside_it() -> None:
    names = ("财政局", "民政局", "青石镇", "融媒体中心")
    units = "".join(f"<li data-code='0{n}'>{name}</li>" for n, name in enumerate(names))
    asked = _more(f"""<ul>{units}</ul><script>var org = '99';
      function load(p) {{ $.post('/open/list.do', {{org: org, pageNo: p}}, function (r) {{}}); }}
      $('li').click(function () {{ org = $(this).attr('data-code'); load(1); }}); load(1);</script>""")
    assert [dict(parse_qsl(fetch.body))["org"] for fetch in asked] == ["99", "00", "01", "02", "03"]


def test_a_pager_that_tells_of_clicks_by_its_own_event_is_turned_to_its_end() -> None:
    rows = "".join(f"<li><a href='/gk/nb/{n}.html'>庚县{n}局2022年信息公开年报</a></li>" for n in range(10, 20))
    asked = _more(f"""<ul>{rows}</ul><div id="pager"></div><script>var all = 34;
      $('#pager').pagination({{pageIndex: 0, pageSize: 10, total: all}});
      $('#pager').on('pageClicked', function (e, d) {{ location.href = (d.pageIndex + 1) + '.html'; }});</script>""")
    assert [fetch.url.rpartition("/")[2] for fetch in asked] == ["2.html", "3.html", "4.html"]


def test_what_a_frame_calls_in_the_page_around_it_with_an_address_is_gone_to() -> None:
    tree = _document(
        """<p><a href="javascript:pick('A1')">职能</a></p><p><a href="javascript:pick('G7')">政府信息公开年报</a></p>
        <script>function pick(id) { parent.show('/module/list.jsp?kind=' + id + '&area=7', 'div4'); }</script>""",
        f"{BASE}/module/tree.jsp",
        "",
    )
    leads = examine(tree, Context(), Hints()).leads
    assert [(lead.url, lead.kind) for lead in leads] == [(f"{BASE}/module/list.jsp?kind=G7&area=7", "column")]


@pytest.mark.parametrize(
    "script",
    [
        "laypage.render({elem: 'p', count: 25, limit: 10, jump: function (obj) { location.href = 'annual_0'"
        " + obj.curr + '.html'; }});",
        "var pageCount = 3; function jump(n) { location.href = 'annual_' + (n < 10 ? '0' + n : n) + '.html'; }",
    ],
)
def test_a_pager_goes_where_its_script_goes(script: str) -> None:
    rows = "".join(f"<li><a href='/a/{n}.html'>庚县{n}局2022年政府信息公开年度报告</a></li>" for n in range(4))
    fetches = _more(f"<ul>{rows}</ul><p id=p>转到</p><script>{script} function open_(id) {{ show(id); }}</script>")
    assert [fetch.url for fetch in fetches] == [f"{BASE}/open/annual_02.html", f"{BASE}/open/annual_03.html"]


def test_markup_that_a_function_of_another_script_is_given_says_how_rows_are_made() -> None:
    (asked,) = _more("""<script>function load(n) { $.getJSON('/api/part', {cid: 3, pageNo: n}, function (r) {
      $.each(r.rows, function (i, x) { addRow('<a href="/show/' + x.id + '.html">' + x.title + '</a>'); }); }); }
      load(1);</script>""")
    rows = {"rows": [{"id": 7, "title": "庚县审计局2022年政府信息公开年度报告"}], "total": 1}
    assert _answer(asked, rows) == [f"{BASE}/show/7.html"]


def test_a_table_of_layui_is_shown_again_for_every_choice_of_its_menu() -> None:
    asked = _more("""<select id="u" lay-filter="u"><option value="70">庚县</option><option value="71">财政局</option>
      <option value="72">审计局</option></select><table id="t"></table><script>
      layui.use(['table', 'form'], function () { var table = layui.table;
        table.render({elem: '#t', url: '/gk/list.htm', where: {cat: 9, unit: '70'}, page: true, limit: 10,
          cols: [[{field: 'title', templet: function (d) { return '<a href="' + d.url + '">' + d.title + '</a>'; }}]]});
        layui.form.on('select(u)', function (o) { table.reload('t', {where: {unit: o.value}, page: {curr: 1}}); }); });
      </script>""")
    units = [parse_qs(urlsplit(fetch.url).query) for fetch in asked]
    assert [unit["unit"] for unit in units if unit["page"] == ["1"]] == [["70"], ["71"], ["72"]]
    assert {unit["cat"][0] for unit in units} == {"9"}


FORM = """<form method="post" action="nb.aspx"><input type="hidden" name="__EVENTTARGET"><input type="hidden"
  name="__EVENTARGUMENT"><input type="hidden" name="__VIEWSTATE" value="s"></form><script>
  function __doPostBack(t, a) { var f = document.forms[0]; f.__EVENTTARGET.value = t; f.__EVENTARGUMENT.value = a;
  f.submit(); }</script>
  <a href="javascript:__doPostBack('unit','财政局')">财政局</a>
  <a href="javascript:__doPostBack('unit','民政局')">民政局</a>
  <a href="javascript:__doPostBack('year','2022')">2022年</a>"""


@pytest.mark.parametrize(
    ("came_by", "chosen"),
    [("", ["财政局", "民政局", "2022"]), ("unit", ["2022"]), ("year", []), ("btnNext", [])],
)
def test_what_a_post_back_has_chosen_is_not_chosen_again(came_by: str, chosen: list[str]) -> None:
    request = Fetch(COLUMN, "POST", f"__EVENTTARGET={came_by}&__VIEWSTATE=r") if came_by else Fetch(COLUMN)
    asked = _more(FORM, request=request)
    assert [dict(parse_qsl(fetch.body))["__EVENTARGUMENT"] for fetch in asked] == chosen


TREE = (
    FORM.partition("<a ")[0]
    + """<h3>庚县</h3>
  <a href="javascript:__doPostBack('tree','s1\\\\财政局')">财政局</a>
  <a href="javascript:__doPostBack('tree','s2\\\\青石镇')">青石镇</a>
  <a href="javascript:__doPostBack('kinds$0','')">工作动态</a>
  <a href="javascript:__doPostBack('kinds$1','')">信息公开年报</a>
  <table><tr><td><a href="show.aspx?id=1">庚县开展春季植树活动</a></td><td>2025-03-01</td></tr></table>"""
)


@pytest.mark.parametrize(
    ("came_by", "sent"),
    [("", [("tree", "s1\\财政局"), ("tree", "s2\\青石镇"), ("kinds$1", "")]), ("tree", [("kinds$1", "")])],
)
def test_units_in_a_tree_and_then_the_column_of_each_are_clicked(came_by: str, sent: list[tuple[str, str]]) -> None:
    request = Fetch(f"{BASE}/xxgk/index.aspx", "POST", f"__EVENTTARGET={came_by}&__VIEWSTATE=r") if came_by else None
    page = _document(TREE, f"{BASE}/xxgk/index.aspx", "")
    listing = examine(page, Context(), Hints(request=request, anchor="政府信息公开")).listing
    assert listing is not None
    forms = [dict(parse_qsl(fetch.body, keep_blank_values=True)) for fetch in listing.more]
    assert [(form["__EVENTTARGET"], form["__EVENTARGUMENT"]) for form in forms] == sent


def test_a_list_of_post_backs_is_walked_from_page_to_page() -> None:
    pager = "".join(f"""<a href="javascript:__doPostBack('grid','Page${n}')">{n}</a>""" for n in (1, 2, 3, 4))
    request = Fetch(COLUMN, "POST", "__EVENTTARGET=grid&__EVENTARGUMENT=Page%242&__VIEWSTATE=r")
    row = "<li><a href='show.aspx?id=7'>庚县2014年政府信息公开年度报告</a><span>2015-01-20</span></li>"
    form = f"{FORM.partition('</form>')[0]}<ul>{row}</ul>{pager}</form>{FORM.partition('</form>')[2]}"
    asked = [dict(parse_qsl(fetch.body))["__EVENTARGUMENT"] for fetch in _more(form, request=request)]
    assert asked == ["Page$3"]


def test_beside_a_pager_of_post_backs_the_menu_of_units_is_asked_too() -> None:
    rows = "".join(
        f"<tr><td><a href='show.aspx?id={year}'>庚县{year}年政府信息公开年度报告</a></td><td>{year + 1}-01-20</td></tr>"
        for year in range(2010, 2022)
    )
    turn = """<p>1 <a href="javascript:__doPostBack('grid','Page$2')">2</a></p>"""
    form = f"{FORM.replace('</form>', '')}<table>{rows}</table>{turn}</form>"
    asked = [dict(parse_qsl(fetch.body))["__EVENTARGUMENT"] for fetch in _more(form, request=Fetch(COLUMN))]
    assert sorted(asked) == ["2022", "Page$2", "民政局", "财政局"]


def test_a_known_interface_is_asked_as_the_page_asks_it_where_that_shows_the_address_of_a_row() -> None:
    asked = _more("""<div id="l"></div><script>var o = {organId: 7, siteId: 5, catId: 4};
      function get(n) { $.ajax({url: '/site/label/8888', data: {labelName: 'publicInfoList', siteId: o.siteId,
        organId: o.organId, catId: o.catId, pageIndex: n, pageSize: 8}, success: function (d) {
          for (var i = 0; i < d.data.length; i++)
            $('#l').append('<a href="/public/' + d.data[i].organId + '/' + d.data[i].id + '.html">'
              + d.data[i].title + '</a>');
      }}); } get(1);</script>""")
    assert len(asked) == 1
    rows = {"data": [{"id": 31, "organId": 7, "title": "庚县财政局2022年政府信息公开年报"}], "total": 1}
    assert _answer(asked[0], rows) == [f"{BASE}/public/7/31.html"]


def test_a_menu_of_years_that_shows_them_all_adds_nothing_to_a_menu_of_units() -> None:
    years = "".join(f"<option value='{year}'>{year}年</option>" for year in range(2025, 2008, -1))
    menus = """<select id="o" onchange="go()"><option value="0" selected>己县人民政府</option>
      <option value="1">己县财政局</option><option value="2">己县民政局</option></select>
      <select id="y" onchange="go()"><option value="">全部年度</option>%s</select><ul id="rows"></ul><script>
      function go() { $.get('/rows?o=' + $('#o').val() + '&y=' + $('#y').val(), function (h) { $('#rows').html(h); }); }
      </script>"""
    assert [fetch.url for fetch in _more(menus % years)] == [f"{BASE}/rows?o=1&y=", f"{BASE}/rows?o=2&y="]
    assert len(_more((menus % years).replace("全部年度", "2026年").replace('value=""', 'value="2026"'))) == 2 + 18


def test_a_column_that_shows_its_newest_report_asks_for_other_units_by_its_menu() -> None:
    menu = """<form action="/nb.jsp" name="f"><select name="area" onchange="document.f.submit()">
      <option value="a" selected>己县人民政府</option><option value="b">己县财政局</option></select></form>"""
    text = "<p>　　本机关坚持公开为常态，全年主动公开各类信息三百余条，办理申请十二件，均按期答复，未收取费用。</p>" * 8
    report = f"<h1>己县人民政府2024年政府信息公开工作年度报告</h1><div id='zoom'>{text}</div>"
    body = f"<html><head><title>年报</title></head><body>{menu}{report}</body></html>".encode()
    examined = examine(Document(body, f"{BASE}/nb.jsp"), Context(), Hints(in_column=True))
    assert examined.reading.report is not None
    ways = [fetch.url for fetch in examined.listing.more] if examined.listing else []
    assert f"{BASE}/nb.jsp?area=b" in [*ways, *(lead.url for lead in examined.leads)]


@pytest.mark.parametrize(
    "shown", ["", "".join(f"<li><a href='/bm/{n}/'>{n}局</a></li>" for n in ("财政", "民政", "审计"))]
)
def test_a_menu_of_units_leads_where_its_script_goes_though_other_units_are_links(shown: str) -> None:
    options = "".join(
        f"<option value='{n}'>{name}</option>" for n, name in enumerate(("青石镇", "柳湾乡", "城南街道"), 7)
    )
    body = f"""<html><head><title>政务公开</title></head><body><ul>{shown}</ul><a href='/gk/nb/'>年度报告</a>
      <select onchange="if(this.value)window.open('dept.aspx?id='+this.value)"><option value=''>乡镇</option>{options}
      </select></body></html>"""
    found = examine(Document(body.encode(), f"{BASE}/zwgk/"), Context(), Hints(anchor="政务公开", within=True))
    assert {f"{BASE}/zwgk/dept.aspx?id={n}" for n in (7, 8, 9)} <= {lead.url for lead in found.leads}


def test_links_that_a_script_writes_lead_on_from_a_page_that_lies_in_the_disclosure_tree() -> None:
    body = """<html><head><title>县直机关</title></head><body><a href='/xw/'>县内要闻</a>
      <script>document.write('<li><a href="/bm/7/">财政局</a></li>');</script>
      <script>document.write("<li><a href='/bm/8/'>信息公开年报</a></li>");</script></body></html>"""
    found = {
        within: examine(Document(body.encode(), f"{BASE}/x/"), Context(), Hints(within=within))
        for within in (True, False)
    }
    paths = {
        within: {urlsplit(lead.url).path for lead in one.leads if lead.kind != "unknown"}
        for within, one in found.items()
    }
    assert {"/bm/7/", "/bm/8/"} <= paths[True]
    assert paths[False] == set()


def test_directories_that_are_no_links_are_led_to_from_a_page_that_a_directory_led_to() -> None:
    body = """<html><head><title>庚县</title></head><body><a href='/xw/'>要闻</a><ul><li data-url='/g/1/'>局办</li>
      <li data-url='/g/2/'>乡镇及街道</li></ul></body></html>"""
    found = examine(Document(body.encode(), f"{BASE}/x/"), Context(), Hints(anchor="公开单位"))
    paths = {urlsplit(lead.url).path for lead in found.leads if lead.kind == "directory"}
    assert paths == {"/g/1/", "/g/2/"}


def test_all_lists_of_one_kind_that_a_page_holds_are_rows() -> None:
    held = {
        kind: [
            {"title": f"{unit}{year}年政府信息公开工作年度报告", "url": f"/a/{kind}{year}.html"}
            for year in (2023, 2022)
        ]
        for kind, unit in (("x", "庚县人民政府"), ("b", "庚县财政局"))
    } | {"news": [{"headline": "庚县举办读书会", "link": "/n/1.html"}] * 2}
    listing = _seen(f"""<p onclick="show('x')">县政府</p><p onclick="show('b')">县直部门</p><ul id="rows"></ul>
      <script>var held = {json.dumps(held, ensure_ascii=False)}; function show(k) {{ var t = '';
        for (var i = 0; i < held[k].length; i++)
          t += '<li><a href="' + held[k][i].url + '">' + held[k][i].title + '</a>';
        document.getElementById('rows').innerHTML = t; }} show('x');</script>""").listing
    assert listing is not None
    shown = {entry.url for entry in listing.entries} | {f"{BASE}/a/x{year}.html" for year in (2023, 2022)}
    assert shown == {f"{BASE}/a/{kind}{year}.html" for kind in "xb" for year in (2023, 2022)}


@pytest.mark.parametrize("menu", ["<select onchange=\"location.href='/open/'+this.value+'?type=3'\">{}</select>", "{}"])
def test_a_column_that_shows_its_whole_list_leads_to_units_of_a_menu_too(menu: str) -> None:
    units = ("县财政局", "县民政局", "石桥镇")
    rows = "".join(f"<li><a href='/a/{n}.html'>庚县{n}年政府信息公开工作年度报告</a></li>" for n in (2023, 2022))
    offered = "".join(f"<option value='{n}'>{unit}</option>" for n, unit in enumerate(units, 11))
    clicked = "".join(f"<p onclick=\"location.href='/open/{n}?type=3'\">{unit}</p>" for n, unit in enumerate(units, 11))
    found = _seen(menu.format(offered if "select" in menu else clicked) + f"<ul>{rows}</ul>")
    led = {lead.url for lead in found.leads}
    assert led >= {f"{BASE}/open/{n}?type=3" for n in (11, 12, 13)} | {f"{BASE}/a/{n}.html" for n in (2023, 2022)}


def test_directories_that_a_column_offers_beside_its_whole_list_are_asked_for_and_its_pages_only_once() -> None:
    rows = "".join(f"<li><a href='/a/{n}.html'>庚县{n}年政府信息公开工作年度报告</a></li>" for n in (2023, 2022))
    found = _more(f"""<a onclick="load('bm')">县直部门</a><a onclick="load('xz')">乡镇</a>
      <div id="units"></div><ul>{rows}</ul><script>
      function load(k) {{ $.getJSON('/data/' + k + '.json', function (r) {{ $.each(r, function (i, x) {{
        $('#units').append('<a href="' + x.link + '">' + x.name + '</a>'); }}); }}); }} load('bm');</script>""")
    assert sorted(fetch.url for fetch in found) == [f"{BASE}/data/bm.json", f"{BASE}/data/xz.json"]


@pytest.mark.parametrize(
    ("script", "led"),
    [
        ("window.open('/geng/' + lm + '/' + id + '.jhtml', '_blank');", "/geng/nb/{}.jhtml"),
        ("var url = ['', 'geng', lm, id].join('/'); top.location.assign(url);", "/geng/nb/{}"),
        ("var f = document.forms[0]; f.lm.value = lm; f.no.value = id; f.submit();", "/show?lm=nb&no={}"),
    ],
)
@pytest.mark.parametrize(
    "row", ["<dd><em>{1}-03-14</em>{0}</dd>", "<table><tr><td>{0}</td><td>{1}-03-14</td></tr></table>"]
)
def test_rows_that_call_a_function_of_the_page_are_read_beside_tabs_and_a_pager_that_are_links(
    script: str, led: str, row: str
) -> None:
    years = {4711: 2023, 5822: 2022}
    link = "<a href=\"javascript:openNews('nb','{}')\">庚县{}年政府信息公开工作年度报告</a>"
    rows = "".join(row.format(link.format(number, year), year + 1) for number, year in years.items())
    found = _seen(f"""<div><a href='zf.html'>县政府年报</a><a href='bm.html'>县直部门年报</a></div>
      <form action='/show'><input type='hidden' name='lm'><input type='hidden' name='no'></form>
      <script>function openNews(lm, id) {{ {script} }}</script>{rows}
      <div>共26条记录 1/13页 <a href='annual_2.html'>下一页</a></div>""")
    assert found.listing is not None
    assert [entry.url for entry in found.listing.entries] == [BASE + led.format(number) for number in years]
    assert found.listing.more[0].url == f"{BASE}/open/annual_2.html"


def test_a_list_that_states_rows_and_shows_none_that_can_be_followed_says_so() -> None:
    listing = _seen(
        "<dl><dd>2024-03-14 <a href='javascript:view(7)'>庚县年报</a></dd></dl><div>共26条记录</div>"
    ).listing
    assert listing is not None
    assert (listing.entries, listing.total, listing.column) == ([], 26, True)


@pytest.mark.parametrize("heading", ["庚县政府信息公开年度报告", "庚县2023年政府信息公开年度报告"])
def test_a_title_that_is_no_link_makes_no_rows_of_a_menu_of_years(heading: str) -> None:
    rows = "".join(
        f"<li><a href='/a/{n}.html'>庚县某局{n}年政府信息公开工作年度报告</a> {n + 1}-03-14</li>" for n in (2023, 2022)
    )
    years = "".join(f'<a href="javascript:show({n})">{n}年</a>' for n in (2023, 2022, 2021))
    found = _seen(f"""<div>{heading}</div><script>function show(y) {{ location.href = '{COLUMN}?y=' + y + '&area=7'; }}
      </script>{years}<ul>{rows}</ul>""")
    assert found.listing is not None and found.listing.more == []
    assert [entry.url for entry in found.listing.entries] == [f"{BASE}/a/{n}.html" for n in (2023, 2022)]
    led = {lead.url: lead.kind for lead in found.leads}
    assert {led[f"{COLUMN}?y={n}&area=7"] for n in (2023, 2022, 2021)} == {"column"}
