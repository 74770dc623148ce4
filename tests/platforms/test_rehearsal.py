"""Pages whose lists only their scripts know: the scripts are played, and what they do is followed."""

from __future__ import annotations

import json
import time
from urllib.parse import urlsplit

import pytest

from crawler.platforms import read_listing
from crawler.platforms.scene import play
from crawler.records import Context
from crawler.walk.examination import Hints
from crawler.walk.examine import examine
from tests.platforms.pages import page_of
from tests.platforms.rehearsed import BASE, COLUMN, answer, document, more, seen


def test_an_address_that_a_script_puts_together_in_pieces_is_asked_for() -> None:
    (fetch,) = more("""<ul id="rows"></ul><script>
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
    assert answer(fetch, rows) == [f"{BASE}/gate/show/2023/k1.html"]


def test_records_that_a_page_holds_have_the_address_that_its_script_gives_them() -> None:
    rows = [
        {"no": n, "caption": f"庚县{name}2022年政府信息公开年度报告"} for n, name in enumerate(("财政局", "民政局"), 10)
    ]
    listing = seen(f"""<div id="app"></div><script>
      window.__STATE__ = {json.dumps({"list": {"rows": rows, "total": 5}})};
      new Vue({{data: {{s: window.__STATE__}}, methods: {{ open(r) {{ location.href = '/open/' + r.no; }},
        turn(n) {{ location.href = '/open/annual.html?p=' + n; }} }} }});</script>""").listing
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [f"{BASE}/open/10", f"{BASE}/open/11"]
    assert [fetch.url for fetch in listing.more] == [f"{COLUMN}?p=2", f"{COLUMN}?p=3"]


def test_rows_that_a_template_makes_have_the_address_that_it_writes() -> None:
    (fetch,) = more("""<ul id="l"></ul><script type="text/html" id="t">{{each rows as v}}<li>
      <a href="/show/{{v.key}}.html">{{v.caption}}</a></li>{{/each}}</script><script>
      $.getJSON('/api/rows', {cur: 1, num: 6}, function (r) { $('#l').html(template('t', r)); });</script>""")
    rows = [{"key": n, "caption": f"庚县201{n}年政府信息公开年度报告"} for n in range(6)]
    listing = read_listing(page_of(json.dumps(rows), fetch.url, content_type="application/json"), fetch, True)
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [f"{BASE}/show/{n}.html" for n in range(6)]


def test_records_of_which_a_page_shows_the_first_have_addresses_like_these() -> None:
    rows = [{"t": f"庚县20{n}年政府信息公开年度报告", "p": f"{n}/k{n}.html"} for n in range(12, 23)]
    listing = seen(f"""<ul id="l"></ul><script>var rows = {json.dumps(rows)}, s = '';
      for (var i = 0; i < 3; i++) s += '<li><a href="/a/' + rows[i].p + '">' + rows[i].t + '</a></li>';
      document.getElementById('l').innerHTML = s;</script>""").listing
    assert listing is not None
    assert sorted(entry.url for entry in listing.entries) == [f"{BASE}/a/{n}/k{n}.html" for n in range(12, 23)]


def test_rows_of_groups_are_called_as_the_page_calls_them() -> None:
    (fetch,) = more("""<div id="l"></div><script>$.getJSON('/all.json', function (gs) { $.each(gs, function (i, g) {
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
        leads = examine(document(link.format(text), f"{BASE}/open/", ""), Context(), Hints()).leads
        assert len(leads) == wanted
    frame = "<iframe src='/was5/web/search?channelid=7&perpage=6'></iframe>"
    assert [lead.kind for lead in seen(frame).leads] == ["frame"]


def test_records_in_xml_are_rows() -> None:
    (fetch,) = more("""<ul id="l"></ul><script>$.ajax({url: '/data/nb.xml', dataType: 'xml', success: function (x) {
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
        leads = examine(document(page, f"{BASE}/open/", ""), Context(), Hints()).leads
        assert leads[0].url == f"{BASE}/open/nb/"
        assert leads[0].text == "政府信息公开年报"


def test_what_depends_on_an_external_script_waits_for_it() -> None:
    body = """<ul id="l"></ul><script src="/js/site.js"></script><script>
      $.getJSON(site.root + '/list?page=1', function (r) {});</script>"""
    lacking = seen(body)
    assert (lacking.listing, lacking.scripts) == (None, [f"{BASE}/js/site.js"])
    (fetch,) = more(body, scripts={lacking.scripts[0]: "var site = {root: '/gate'};"})
    assert fetch.url == f"{BASE}/gate/list?page=1"


def test_counters_and_other_hosts_are_not_asked() -> None:
    assert not more("""<script>$.get('/visit/count?page=1'); $.get('http://www.xin.gov.cn/list?page=1');
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
    play(document(f"<p onclick='a()'>年报</p><script>{script}</script>"), {})
    assert time.process_time() - began < 10


def test_a_played_script_reaches_nothing_outside() -> None:
    shown = play(
        document("""<script>var names = [typeof std, typeof os, require('fs').readFileSync('/etc'), typeof process,
      typeof import_];
      location.href = '/seen?' + names.join().replace(/undefined/g, "-"); </script>"""),
        {},
    )
    assert [go.url for go in shown.goes] == ["/seen?-,-,\x03,-,-"]


def test_an_address_of_only_a_query_key_is_parsed() -> None:
    asked = more("<script>$.get('/list?kind=nb', {page: 1}, function () {});</script>")
    assert [urlsplit(fetch.url).query for fetch in asked] == ["kind=nb&page=1"]


def test_names_of_a_script_that_is_run_twice_are_set_again() -> None:
    script = "const id = '9'; let no = 1; $.getJSON(`/api/list?cid=${id}&pageNo=${no}`, unknownFunction);"
    assert [fetch.url for fetch in more(f"<script>{script}</script>")] == [f"{BASE}/api/list?cid=9&pageNo=1"]


def test_markup_that_a_function_of_another_script_is_given_says_how_rows_are_made() -> None:
    (asked,) = more("""<script>function load(n) { $.getJSON('/api/part', {cid: 3, pageNo: n}, function (r) {
      $.each(r.rows, function (i, x) { addRow('<a href="/show/' + x.id + '.html">' + x.title + '</a>'); }); }); }
      load(1);</script>""")
    rows = {"rows": [{"id": 7, "title": "庚县审计局2022年政府信息公开年度报告"}], "total": 1}
    assert answer(asked, rows) == [f"{BASE}/show/7.html"]


def test_all_lists_of_one_kind_that_a_page_holds_are_rows() -> None:
    held = {
        kind: [
            {"title": f"{unit}{year}年政府信息公开工作年度报告", "url": f"/a/{kind}{year}.html"}
            for year in (2023, 2022)
        ]
        for kind, unit in (("x", "庚县人民政府"), ("b", "庚县财政局"))
    } | {"news": [{"headline": "庚县举办读书会", "link": "/n/1.html"}] * 2}
    listing = seen(f"""<p onclick="show('x')">县政府</p><p onclick="show('b')">县直部门</p><ul id="rows"></ul>
      <script>var held = {json.dumps(held, ensure_ascii=False)}; function show(k) {{ var t = '';
        for (var i = 0; i < held[k].length; i++)
          t += '<li><a href="' + held[k][i].url + '">' + held[k][i].title + '</a>';
        document.getElementById('rows').innerHTML = t; }} show('x');</script>""").listing
    assert listing is not None
    shown = {entry.url for entry in listing.entries} | {f"{BASE}/a/x{year}.html" for year in (2023, 2022)}
    assert shown == {f"{BASE}/a/{kind}{year}.html" for kind in "xb" for year in (2023, 2022)}


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
    found = seen(f"""<div><a href='zf.html'>县政府年报</a><a href='bm.html'>县直部门年报</a></div>
      <form action='/show'><input type='hidden' name='lm'><input type='hidden' name='no'></form>
      <script>function openNews(lm, id) {{ {script} }}</script>{rows}
      <div>共26条记录 1/13页 <a href='annual_2.html'>下一页</a></div>""")
    assert found.listing is not None
    assert [entry.url for entry in found.listing.entries] == [BASE + led.format(number) for number in years]
    assert found.listing.more[0].url == f"{BASE}/open/annual_2.html"


def test_a_list_that_states_rows_and_shows_none_that_can_be_followed_says_so() -> None:
    listing = seen(
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
    found = seen(f"""<div>{heading}</div><script>function show(y) {{ location.href = '{COLUMN}?y=' + y + '&area=7'; }}
      </script>{years}<ul>{rows}</ul>""")
    assert found.listing is not None and found.listing.more == []
    assert [entry.url for entry in found.listing.entries] == [f"{BASE}/a/{n}.html" for n in (2023, 2022)]
    led = {lead.url: lead.kind for lead in found.leads}
    assert {led[f"{COLUMN}?y={n}&area=7"] for n in (2023, 2022, 2021)} == {"column"}
