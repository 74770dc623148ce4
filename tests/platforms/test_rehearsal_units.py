"""Played scripts that choose units: menus, trees, forms, directories that are no links."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from crawler.platforms import read_listing
from crawler.records import Context, Document
from crawler.walk.examination import Hints
from crawler.walk.examine import examine
from tests.platforms.pages import page_of
from tests.platforms.rehearsed import BASE, COLUMN, answer, document, more, seen


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
    asked = more(f"""<form name="f" method="post" action="/open/annual.do"><input type="hidden" name="org" value="99">
      <input type="hidden" name="pageNo" value="1"></form>
      <ul>{units}</ul><span onclick="choose('x')">打印</span><script>
      function choose(code) {{ document.f.org.value = code; document.f.pageNo.value = 1; document.f.submit(); }}
      $('.unit').click(function () {{ choose($(this).attr('data-code')); }});</script>""")
    assert [(fetch.method, fetch.body) for fetch in asked] == [("POST", f"org=0{n}&pageNo=1") for n in range(3)]


def test_a_tree_of_units_is_asked_for_and_then_the_list_of_each() -> None:
    asked = more("""<div id="app"><p v-for="u in units" @click="pick(u.id)">{{u.name}}</p>
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
    assert answer(listing.more[0], rows) == [f"{BASE}/open/info?key=q"]


def test_every_choice_of_a_menu_is_tried_with_the_button_that_starts_the_query() -> None:
    leads = seen("""<select id="d"><option value="1">县政府</option><option value="2">财政局</option>
      <option value="3">青石镇</option></select><input type="button" value="查 询" onclick="find()">
      <script>function find() { window.location = 'annual.html?d=' + $('#d').val(); }</script>""").leads
    assert {lead.url for lead in leads} >= {f"{COLUMN}?d=2", f"{COLUMN}?d=3"}


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
    fetches = more(page)
    assert [fetch.url for fetch in fetches] == [f"{BASE}/api?unit={n}&page=1" for n in (1, 2)]
    assert answer(fetches[1], [{"key": "k7", "title": "庚县财政局2022年政府信息公开年度报告"}]) == [f"{BASE}/a/k7"]


def test_a_form_without_scripts_is_sent_for_every_unit_of_its_menu() -> None:
    asked = more("""<form action="/annual.php"><select name="unit"><option value="1" selected>县政府</option>
      <option value="2">财政局</option><option value="3">青石镇</option></select>
      <input type="submit" value="查看"></form>""")
    assert [fetch.url for fetch in asked] == [f"{BASE}/annual.php?unit={n}" for n in (2, 3)]


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
    asked = more(f"""<ul>{units}</ul><script>var org = '99';
      function load(p) {{ $.post('/open/list.do', {{org: org, pageNo: p}}, function (r) {{}}); }}
      $('li').click(function () {{ org = $(this).attr('data-code'); load(1); }}); load(1);</script>""")
    assert [dict(parse_qsl(fetch.body))["org"] for fetch in asked] == ["99", "00", "01", "02", "03"]


def test_what_a_frame_calls_in_the_page_around_it_with_an_address_is_gone_to() -> None:
    tree = document(
        """<p><a href="javascript:pick('A1')">职能</a></p><p><a href="javascript:pick('G7')">政府信息公开年报</a></p>
        <script>function pick(id) { parent.show('/module/list.jsp?kind=' + id + '&area=7', 'div4'); }</script>""",
        f"{BASE}/module/tree.jsp",
        "",
    )
    leads = examine(tree, Context(), Hints()).leads
    assert [(lead.url, lead.kind) for lead in leads] == [(f"{BASE}/module/list.jsp?kind=G7&area=7", "column")]


def test_a_table_of_layui_is_shown_again_for_every_choice_of_its_menu() -> None:
    asked = more("""<select id="u" lay-filter="u"><option value="70">庚县</option><option value="71">财政局</option>
      <option value="72">审计局</option></select><table id="t"></table><script>
      layui.use(['table', 'form'], function () { var table = layui.table;
        table.render({elem: '#t', url: '/gk/list.htm', where: {cat: 9, unit: '70'}, page: true, limit: 10,
          cols: [[{field: 'title', templet: function (d) { return '<a href="' + d.url + '">' + d.title + '</a>'; }}]]});
        layui.form.on('select(u)', function (o) { table.reload('t', {where: {unit: o.value}, page: {curr: 1}}); }); });
      </script>""")
    units = [parse_qs(urlsplit(fetch.url).query) for fetch in asked]
    assert [unit["unit"] for unit in units if unit["page"] == ["1"]] == [["70"], ["71"], ["72"]]
    assert {unit["cat"][0] for unit in units} == {"9"}


def test_a_known_interface_is_asked_as_the_page_asks_it_where_that_shows_the_address_of_a_row() -> None:
    asked = more("""<div id="l"></div><script>var o = {organId: 7, siteId: 5, catId: 4};
      function get(n) { $.ajax({url: '/site/label/8888', data: {labelName: 'publicInfoList', siteId: o.siteId,
        organId: o.organId, catId: o.catId, pageIndex: n, pageSize: 8}, success: function (d) {
          for (var i = 0; i < d.data.length; i++)
            $('#l').append('<a href="/public/' + d.data[i].organId + '/' + d.data[i].id + '.html">'
              + d.data[i].title + '</a>');
      }}); } get(1);</script>""")
    assert len(asked) == 1
    rows = {"data": [{"id": 31, "organId": 7, "title": "庚县财政局2022年政府信息公开年报"}], "total": 1}
    assert answer(asked[0], rows) == [f"{BASE}/public/7/31.html"]


def test_a_menu_of_years_that_shows_them_all_adds_nothing_to_a_menu_of_units() -> None:
    years = "".join(f"<option value='{year}'>{year}年</option>" for year in range(2025, 2008, -1))
    menus = """<select id="o" onchange="go()"><option value="0" selected>己县人民政府</option>
      <option value="1">己县财政局</option><option value="2">己县民政局</option></select>
      <select id="y" onchange="go()"><option value="">全部年度</option>%s</select><ul id="rows"></ul><script>
      function go() { $.get('/rows?o=' + $('#o').val() + '&y=' + $('#y').val(), function (h) { $('#rows').html(h); }); }
      </script>"""
    assert [fetch.url for fetch in more(menus % years)] == [f"{BASE}/rows?o=1&y=", f"{BASE}/rows?o=2&y="]
    assert len(more((menus % years).replace("全部年度", "2026年").replace('value=""', 'value="2026"'))) == 2 + 18


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


@pytest.mark.parametrize("menu", ["<select onchange=\"location.href='/open/'+this.value+'?type=3'\">{}</select>", "{}"])
def test_a_column_that_shows_its_whole_list_leads_to_units_of_a_menu_too(menu: str) -> None:
    units = ("县财政局", "县民政局", "石桥镇")
    rows = "".join(f"<li><a href='/a/{n}.html'>庚县{n}年政府信息公开工作年度报告</a></li>" for n in (2023, 2022))
    offered = "".join(f"<option value='{n}'>{unit}</option>" for n, unit in enumerate(units, 11))
    clicked = "".join(f"<p onclick=\"location.href='/open/{n}?type=3'\">{unit}</p>" for n, unit in enumerate(units, 11))
    found = seen(menu.format(offered if "select" in menu else clicked) + f"<ul>{rows}</ul>")
    led = {lead.url for lead in found.leads}
    assert led >= {f"{BASE}/open/{n}?type=3" for n in (11, 12, 13)} | {f"{BASE}/a/{n}.html" for n in (2023, 2022)}


def test_directories_that_a_column_offers_beside_its_whole_list_are_asked_for_and_its_pages_only_once() -> None:
    rows = "".join(f"<li><a href='/a/{n}.html'>庚县{n}年政府信息公开工作年度报告</a></li>" for n in (2023, 2022))
    found = more(f"""<a onclick="load('bm')">县直部门</a><a onclick="load('xz')">乡镇</a>
      <div id="units"></div><ul>{rows}</ul><script>
      function load(k) {{ $.getJSON('/data/' + k + '.json', function (r) {{ $.each(r, function (i, x) {{
        $('#units').append('<a href="' + x.link + '">' + x.name + '</a>'); }}); }}); }} load('bm');</script>""")
    assert sorted(fetch.url for fetch in found) == [f"{BASE}/data/bm.json", f"{BASE}/data/xz.json"]
