"""Links that a page's own script makes."""

from __future__ import annotations

from crawler.reading import read_page
from crawler.records import Document, Link

URL = "http://www.gui.gov.cn/gk/nb.jsp"


def _links(body: str) -> list[Link]:
    return read_page(Document(f"<html><body>{body}</body></html>".encode(), URL)).links


def test_a_link_that_calls_an_opener_of_the_page_leads_where_that_goes() -> None:
    rows = """<li><a href="javascript:void(0)" onclick="openInfo('77')" title="癸局2022年政府信息公开年报">癸局</a></li>
        <li><a href="javascript:goTo(78);">癸县2021年政府信息公开年报</a></li>
        <li><a onclick="share('79')">分享</a></li>"""
    script = """<script>function openInfo(id){ window.open('/gk/show.jsp?id=' + id); }
        function goTo(n) { location.href = 'detail_' + n + '.html'; }
        function share(id) { window.open('http://share.example.com/?u=' + location.href); }</script>"""
    assert [(link.url, link.text) for link in _links(rows + script)] == [
        ("http://www.gui.gov.cn/gk/show.jsp?id=77", "癸局2022年政府信息公开年报"),
        ("http://www.gui.gov.cn/gk/detail_78.html", "癸县2021年政府信息公开年报"),
    ]


def test_a_menu_of_years_that_sends_its_form_is_a_link_for_each_year() -> None:
    options = "".join(f"<option value='{year}'>{year}年</option>" for year in (2023, 2022))
    form = f"""<form action='nb.jsp'><input type='hidden' name='cid' value='5'>
        <select name='year' onchange='this.form.submit()'><option value=''>全部</option>{options}</select></form>"""
    assert [(link.url, link.text) for link in _links(form)] == [
        ("http://www.gui.gov.cn/gk/nb.jsp?cid=5&year=2023", "2023年"),
        ("http://www.gui.gov.cn/gk/nb.jsp?cid=5&year=2022", "2022年"),
    ]
    assert _links(form.replace("<form ", "<form method='post' ")) == []


def test_a_form_of_units_and_years_with_a_button_is_a_link_for_each_year_with_all_else_as_it_stands() -> None:
    form = """<form action='nb.jsp'>
        <select name='unit'><option value=''>全部</option><option value='7'>癸局</option></select>
        <select name='year'><option value='2023'>2023年</option><option value='2022'>2022年度</option></select>
        <input type='submit' name='go' value='查询'></form>"""
    assert [(link.url, link.text) for link in _links(form)] == [
        ("http://www.gui.gov.cn/gk/nb.jsp?unit=&year=2023", "2023年"),
        ("http://www.gui.gov.cn/gk/nb.jsp?unit=&year=2022", "2022年度"),
    ]


def test_tags_and_attributes_in_capitals_are_read_as_any_others() -> None:
    years = "".join(f"<OPTION VALUE={year}>{year}" for year in (2023, 2022))
    form = f"<FORM ACTION=nb.jsp><SELECT NAME=year>{years}</SELECT></FORM>"
    assert [link.text for link in _links(form)] == ["2023", "2022"]
    row = "<DIV onClick=\"show('77')\">癸局2022年政府信息公开年报</DIV>"
    script = "<SCRIPT>function show(id){ window.open('/gk/show.jsp?id=' + id); }</SCRIPT>"
    assert [link.url for link in _links(row + script)] == ["http://www.gui.gov.cn/gk/show.jsp?id=77"]


def test_a_button_that_encodes_its_address_leads_there() -> None:
    pager = """<a onclick="location.href=encodeURI('index_2.jhtml');" href="javascript:void(0)">下一页</a>"""
    assert [(link.url, link.text) for link in _links(pager)] == [("http://www.gui.gov.cn/gk/index_2.jhtml", "下一页")]


def test_a_row_that_is_clicked_as_a_whole_is_a_link_in_its_block() -> None:
    rows = "".join(
        f"<li onclick=\"go('{n}')\"><p>癸县{n}年政府信息公开年报</p><p>{n + 1}-01-20</p></li>" for n in (2022, 2021)
    )
    page = read_page(
        Document(f"<ul>{rows}</ul><script>function go(id) {{ location.href='/x?id='+id; }}</script>".encode(), URL)
    )
    assert [(link.url[-9:], link.text, page.blocks[link.block].text) for link in page.links] == [
        (f"x?id={n}", f"癸县{n}年政府信息公开年报", f"癸县{n}年政府信息公开年报") for n in (2022, 2021)
    ]


def test_rows_that_go_where_their_own_data_say_are_links() -> None:
    rows = "<li><a href='#' class='i' data-id='31'>癸县2022年政府信息公开年报</a></li>"
    script = "<script>$('.i').click(function(){ location.href='/news/'+$(this).data('id')+'.html'; });</script>"
    assert ("http://www.gui.gov.cn/news/31.html", "癸县2022年政府信息公开年报") in [
        (link.url, link.text) for link in _links(rows + script)
    ]
