"""Played scripts that turn pages, whatever library they call."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from crawler.platforms import read_listing
from tests.platforms.pages import page_of
from tests.platforms.rehearsed import BASE, more, seen


def test_how_a_request_names_its_page_is_seen_by_what_another_number_changes() -> None:
    (first,) = more("""<div id="box" data-org="12"></div><p class="pg"></p><script>
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


def test_a_table_that_counts_rows_is_asked_for_page_after_page() -> None:
    (first,) = more("""<table id="t"></table><script>$('#t').bootstrapTable({url: '/api/rows', pageSize: 4,
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
    (first,) = more(script)
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
    asked = more(f"""<ul>{rows}</ul><form id="f" method="post" action="/list.do"><input type="hidden" name="pageNo"
      id="p" value="1"></form><script>function turn(n) {{ document.getElementById('p').value = n;
      document.getElementById('f').submit(); }}</script>
      <div>1 <a href="javascript:turn(2)">2</a> <a href="javascript:turn(3)">3</a> 共16条</div>""")
    assert [fetch.body for fetch in asked] == ["pageNo=2", "pageNo=3"]


def test_what_a_script_divides_to_number_its_pages_is_the_total_whatever_it_is_called() -> None:
    (first,) = more("""<div id="g"></div><p id="pg"></p><script>
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


def test_rows_and_pagers_that_scripts_write_are_read_as_printed_ones() -> None:
    listing = seen("""<script>function row(t, u, d) {
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


def test_a_pager_of_an_unknown_library_is_turned_by_the_function_that_it_is_given() -> None:
    script = """let box = $('#rows'); Kit.pager('#p', {pages: 3, total: 25, onTurn: function (n) {
      box.load('/site/part?organ=7&label=' + encodeURIComponent('年报') + '&no=' + n); }});"""
    fetches = more(f"<ul id=rows></ul><div id=p></div><script src='/kit.min.js'></script><script>{script}</script>")
    assert [parse_qs(urlsplit(fetch.url).query)["no"] for fetch in fetches] == [["2"], ["3"]]


def test_a_pager_that_tells_of_clicks_by_its_own_event_is_turned_to_its_end() -> None:
    rows = "".join(f"<li><a href='/gk/nb/{n}.html'>庚县{n}局2022年信息公开年报</a></li>" for n in range(10, 20))
    asked = more(f"""<ul>{rows}</ul><div id="pager"></div><script>var all = 34;
      $('#pager').pagination({{pageIndex: 0, pageSize: 10, total: all}});
      $('#pager').on('pageClicked', function (e, d) {{ location.href = (d.pageIndex + 1) + '.html'; }});</script>""")
    assert [fetch.url.rpartition("/")[2] for fetch in asked] == ["2.html", "3.html", "4.html"]


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
    fetches = more(f"<ul>{rows}</ul><p id=p>转到</p><script>{script} function open_(id) {{ show(id); }}</script>")
    assert [fetch.url for fetch in fetches] == [f"{BASE}/open/annual_02.html", f"{BASE}/open/annual_03.html"]
