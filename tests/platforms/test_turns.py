"""Turns on the way to reports that small makers take: pages that send on, pieces of pages, rows made of elements."""

from __future__ import annotations

import json

import pytest

from crawler.platforms import Fetch
from crawler.platforms.base import ROW
from crawler.platforms.canonical import canonical
from crawler.platforms.rows import is_article
from crawler.records import Context, Document
from crawler.walk.examination import Examination, Hints
from crawler.walk.examine import examine

BASE = "http://www.gui.gov.cn"
COLUMN = f"{BASE}/gk/nb/index.html"


def _seen(body: str, url: str = COLUMN, title: str = "政府信息公开年报", **hints: object) -> Examination:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return examine(Document(html.encode(), url), Context(), Hints(**hints))  # type: ignore[arg-type]


def _more(body: str, **hints: object) -> list[Fetch]:
    listing = _seen(body, **hints).listing
    return [] if listing is None else listing.more


def _reports(found: Examination) -> list[str]:
    return [lead.url.removeprefix(BASE) for lead in found.leads if lead.kind == "report"]


@pytest.mark.parametrize(
    ("address", "goes"),
    [
        ("/jump.html?url=%2Fgk%2Findex.html", "/gk/index.html"),
        ("/link/redirect.do?id=3&target=http%3A%2F%2Fwww.gui.gov.cn%2Fgk%2F%3Fc%3D4", "/gk/?c=4"),
        ("/gk/list.html?url=%2Fgk%2Findex.html", "/gk/list.html?url=%2Fgk%2Findex.html"),
        ("/jump.html?url=12", "/jump.html?url=12"),
    ],
)
def test_a_page_that_only_sends_on_is_passed_over(address: str, goes: str) -> None:
    assert canonical(BASE + address) == BASE + goes


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/gk/nb/detail/17", True),
        ("/article/6f1e0a2b-11ec-4a3b-9c0d-0123456789ab", True),
        ("/columns/6f1e0a2b-11ec-4a3b-9c0d-0123456789ab", False),
        ("/gk/nb/17", False),
    ],
)
def test_articles_without_an_ending_are_known_by_their_folder_or_a_long_number(path: str, expected: bool) -> None:
    assert is_article(BASE + path) == expected


def test_a_row_that_hands_itself_to_a_function_is_called_as_the_script_does() -> None:
    rows = "".join(f"<li><a id='{n}' onclick='show(this)'>桂县{n}局2022年政府信息公开年报</a></li>" for n in (31, 32))
    found = _seen(f"<ul>{rows}</ul><script>function show(e) {{ window.open('/gk/d/' + e.id + '.html'); }}</script>")
    assert _reports(found) == ["/gk/d/31.html", "/gk/d/32.html"]


def test_data_in_a_script_element_are_there_for_the_scripts() -> None:
    data = json.dumps([{"t": f"桂县{n}局2022年政府信息公开年报", "no": n} for n in (31, 32)])
    found = _seen(f"""<script type="application/json" id="d">{data}</script><ul id="l"></ul><script>
      JSON.parse(document.getElementById('d').textContent).forEach(function (o) {{
      document.getElementById('l').innerHTML += '<li><a href="/gk/d/' + o.no + '.html">' + o.t + '</a></li>'; }});
      </script>""")
    assert _reports(found) == ["/gk/d/31.html", "/gk/d/32.html"]


@pytest.mark.parametrize(
    "script",
    [
        """<ul id="l"></ul><script id="t" type="text/x-handlebars">{{#each list}}<li>
        <a href="/gk/d/{{this.no}}.html">{{this.bt}}</a></li>{{/each}}</script><script>
        var tpl = Handlebars.compile($('#t').html());
        $.getJSON('/gk/rows.json', function (d) { $('#l').html(tpl(d)); });</script>""",
        """<ul id="l"></ul><script>var x = new XMLHttpRequest(); x.open('GET', '/gk/rows.json');
        x.onload = function () { JSON.parse(x.responseText).list.forEach(function (o) {
        var a = document.createElement('a'); a.setAttribute('href', '/gk/d/' + o.no + '.html'); a.innerText = o.bt;
        document.getElementById('l').appendChild(a); }); }; x.send();</script>""",
    ],
)
def test_rows_of_any_template_or_made_of_elements_show_their_address(script: str) -> None:
    (fetch,) = _more(script)
    assert fetch.headers[ROW].startswith("/gk/d/{no}.html")


def test_a_packed_script_is_run_as_it_unpacks() -> None:
    code = json.dumps(
        "@var m = [['公开指南', '/zn/'], ['公开年报', '/nb/']]; for (var i = 0; i < 2; i++)"
        " document.write('<a href=\"' + m[i][1] + '\">' + m[i][0] + '</a>');"
    )
    body = f"<p>年报</p><script>eval(function (p) {{ return p.replace('@', ''); }}({code}))</script>"
    found = _seen(body, f"{BASE}/gk/", "政务公开")
    assert ("column", f"{BASE}/nb/") in [(lead.kind, lead.url) for lead in found.leads]


def test_a_script_that_the_page_loads_itself_is_named_and_then_run() -> None:
    body = """<ul id="l"></ul><script>$.getScript('/gk/data/nb.js', function () { for (var i = 0; i < NB.length; i++)
      $('#l').append('<li><a href="/gk/d/' + NB[i].no + '.html">' + NB[i].t + '</a></li>'); });</script>"""
    file = f"{BASE}/gk/data/nb.js"
    assert _seen(body).scripts == [file]
    rows = json.dumps([{"t": f"桂县{n}局2022年政府信息公开年报", "no": n} for n in (31, 32)])
    assert _reports(_seen(body, scripts={file: f"var NB = {rows};"})) == ["/gk/d/31.html", "/gk/d/32.html"]


def test_a_piece_that_a_page_loads_has_addresses_relative_to_that_page() -> None:
    (fetch,) = _more(
        "<div id='head'></div><div id='l'></div><script>$('#l').load('/inc/rows.html');"
        "$('#head').load('/inc/header.html');</script>"
    )
    assert fetch.url == f"{BASE}/inc/rows.html"
    piece = "<ul>" + "".join(f"<li><a href='d/{n}.html'>桂县{n}局2022年政府信息公开年报</a></li>" for n in (31, 32))
    found = examine(Document(piece.encode(), fetch.url), Context(), Hints(request=fetch, in_column=True))
    assert _reports(found) == ["/gk/nb/d/31.html", "/gk/nb/d/32.html"]


def test_a_column_whose_rows_say_little_is_turned_to_its_further_pages() -> None:
    rows = "".join(
        f"<p><a href='/gk/nb/detail/{n}'>{name}2022年年报</a></p>" for n, name in ((1, "财政局"), (2, "民政局"))
    )
    pager = "".join(f"<a href='/gk/nb/index.html?p={n}'>{n}</a>" for n in (1, 2, 3))
    found = _seen(f"<div>{rows}</div>{pager}")
    assert found.listing is not None and len(found.listing.entries) == 2
    assert [fetch.url.rpartition("=")[2] for fetch in found.listing.more] == ["2", "3"]


def test_what_a_column_of_reports_is_called_that_shows_years_is_one() -> None:
    years = "".join(f"<li><a href='/gk/nb/{year}/'>{year}年</a></li>" for year in (2022, 2021))
    assert _seen(f"<ul>{years}</ul>", f"{BASE}/gk/c7/", "桂县人民政府", in_column=True).column
    assert not _seen("<p>暂无</p>", f"{BASE}/gk/c7/", "桂县人民政府", in_column=True).column


def test_data_that_hold_html_stay_data() -> None:
    fetch = Fetch(f"{BASE}/api/unit?pageNo=1", headers={"Referer": COLUMN})
    rows = "".join(f"<li><a href='/gk/d/{n}.html'>桂县{n}局2022年政府信息公开年报</a></li>" for n in (31, 32))
    body = json.dumps({"data": {"html": f"<ul>{rows}</ul>"}})
    document = Document(body.encode(), fetch.url, {"content-type": "application/json"})
    found = examine(document, Context(), Hints(request=fetch, in_column=True))
    assert found.reading.page.format == "data" and _reports(found) == ["/gk/d/31.html", "/gk/d/32.html"]
