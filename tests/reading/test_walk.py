"""The walk: lines, hidden and centred text, zones, template comments, and what must not cost time."""

from __future__ import annotations

import time

import pytest

from crawler.reading import read_page
from crawler.reading.web import tokens
from crawler.reading.web.nesting import MOST_OPTIONS, MOST_TAGS, bounded
from crawler.reading.web.tokens import attributes_of, token_pattern, tokens_of, tokens_of_table, unescape
from tests.fuzz.cases import case
from tests.reading.pages import lines, read, rules


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>一</p><p>二</p>", ["一", "二"], id="paragraphs"),
        pytest.param("一<br>二<br/><br>三", ["一", "二", "三"], id="line breaks only"),
        pytest.param("一<hr>二", ["一", "二"], id="a rule"),
        pytest.param("<div>一<p>二</p>三</div>四", ["一", "二", "三", "四"], id="text around a block"),
        pytest.param("公开<span>1</span><font>2</font><b>3</b>条", ["公开123条"], id="a number over several spans"),
        pytest.param("<span>政</span> <span>府</span>", ["政 府"], id="a space between spans"),
        pytest.param("政府\n  信息\r\n公开", ["政府信息公开"], id="lines that an editor wrapped"),
        pytest.param("open\n  data", ["open data"], id="English keeps the space"),
        pytest.param("a&nbsp;&nbsp;&nbsp;&nbsp;b", ["a\u3000b"], id="a wide gap stays wide"),
        pytest.param("a&nbsp;b \t c", ["a b c"], id="other white space is one space"),
        pytest.param("　　首行缩进", ["首行缩进"], id="an indent"),
        pytest.param("&lt;政&gt; &amp;amp; &quot;府&quot;", ['<政> &amp; "府"'], id="references"),
        pytest.param("政\u200b府\ufeff\ue004信\u00ad息", ["政府信息"], id="characters that nobody sees"),
        pytest.param("<!-- 注释 --><![if !x]>一<![endif]>", ["一"], id="comments"),
        pytest.param("<script>'<p>x</p>'</script><style>p{}</style>一", ["一"], id="scripts and styles"),
        pytest.param("<select><option>x</select><button>y</button><svg><title>z</title></svg>一", ["一"], id="silent"),
        pytest.param("<object><param><p>x</p><object>y</object></object>一", ["一"], id="silent in silent"),
        pytest.param("<pre>一\n  二\n\n三</pre>四", ["一", "二", "三", "四"], id="pre keeps its lines"),
        pytest.param(
            "<div style='white-space: pre-wrap'>一\n<b>二\n三</b></div>", ["一", "二", "三"], id="pre by style"
        ),
        pytest.param("<p>一\n<b>二</b>\n三", ["一 二 三"], id="no lines without pre"),
        pytest.param("<xmp>一 <b>\n二</xmp>三", ["一 <b>", "二", "三"], id="xmp"),
        pytest.param("<custom-box>一<p>二</p>三</custom-box>四", ["一", "二", "三四"], id="elements nobody knows"),
        pytest.param("<p>一<p>二<div>三</p>四", ["一", "二", "三", "四"], id="tags left open"),
        pytest.param('<p width="1"" colspan=2>x</p>一', ["x", "一"], id="quotation marks gone wrong"),
    ],
)
def test_lines_are_as_a_browser_shows_them(html: str, expected: list[str]) -> None:
    assert lines(read(html)) == expected


def test_a_block_says_what_it_is() -> None:
    page = read(
        "<center>题</center><p align=center>中</p><p style='text-align: center'>心</p><h2>标<br>题</h2>"
        "<div style='display:none'>隐<p>藏</p></div><p hidden>藏</p>显<span style='visibility: hidden'>密</span>示"
    )
    assert [(b.text, b.tag, b.center, b.heading, b.hidden) for b in page.blocks] == [
        ("题", "center", True, False, False),
        ("中", "p", True, False, False),
        ("心", "p", True, False, False),
        ("标", "br", False, True, False),
        ("题", "h2", False, True, False),
        ("隐", "div", False, False, True),
        ("藏", "p", False, False, True),
        ("藏", "p", False, False, True),
        ("显", "body", False, False, False),
        ("密", "span", False, False, True),
        ("示", "body", False, False, False),
    ]


def test_link_text_is_counted_within_its_line() -> None:
    page = read("<p>见<a href=/a>报告</a>全文</p><p><a href=/b>年报</a></p><a href=/c><p>附件</p></a>")
    assert [(block.text, block.link_chars) for block in page.blocks] == [("见报告全文", 2), ("年报", 2), ("附件", 2)]


@pytest.mark.parametrize("place", ["<a>", '<a name="top">', "<a id=x>"])
def test_a_place_in_the_page_that_is_never_closed_is_no_link(place: str) -> None:
    page = read(f"<p>{place}甲</p><p>乙</p><p><a href=/x>丙</a></p>")
    assert [block.link_chars for block in page.blocks] == [0, 0, 1]
    assert [link.text for link in page.links] == ["丙"]


@pytest.mark.parametrize("link", ["<a href='/x.html'>", "<A HREF='/x.html'><b>", "<a href='/x.html'><span>"])
def test_a_link_that_is_never_closed_ends_with_its_line(link: str) -> None:
    page = read(f"<p>{link}目录</p><p>一是公开。</p><p>二是申请。</p><a href='/y.html'>下一页</a>")
    assert [(block.text, block.link_chars) for block in page.blocks] == [
        ("目录", 2), ("一是公开。", 0), ("二是申请。", 0), ("下一页", 3)
    ]  # fmt: skip
    assert [link.text for link in page.links] == ["目录", "下一页"]


def test_closed_links_without_attributes_do_not_hide_one_that_is_not_closed() -> None:
    page = read("<p><a href='/x.html'>目录</p><p>一是公开。</p><p><a>甲</a><a>乙</a></p>")
    assert page.blocks[1].link_chars == 0


def test_a_card_that_is_one_link_over_several_lines_stays_one() -> None:
    page = read("<a href='/x.html'><div>标题</div><div>摘要</div></a><p><a href='/y.html'>没有结尾")
    assert [link.text for link in page.links] == ["标题摘要", "没有结尾"]


def test_formatting_that_is_never_closed_sets_no_line_deeper_than_others() -> None:
    page = read("<p><font size=3>一</p><p><font size=3>二</p><p><font size=3>三</p>")
    assert len({block.depth for block in page.blocks}) == 1


def test_spans_that_a_style_sets_on_lines_of_their_own_are_lines() -> None:
    signed = "正文<span style='display:block'>某局</span><span style='display : block'>2022年</span>"
    assert lines(read(signed)) == ["正文", "某局", "2022年"]
    assert lines(read("正文<span style='display:inline-block'>某局</span>")) == ["正文某局"]


def test_named_containers_and_large_ones_are_zones() -> None:
    prose = "政府信息公开工作报告" * 10
    page = read(f"<div class='top'>导航</div><div id=zoom class='a b'><p>{prose}</p><p>完</p></div><div>{prose}</div>")
    assert [(zone.name, zone.start, zone.end, zone.chars) for zone in page.zones] == [
        ("#zoom", 1, 3, 101),
        ("", 3, 4, 100),
    ]
    assert page.zones[0].hint == "zoom a b"


def test_a_named_span_is_a_zone_also_within_a_line() -> None:
    prose = "政府信息公开工作报告" * 10
    (zone,) = read(f"<p>前<span id=zoom>{prose}</span></p>").zones
    assert (zone.name, zone.start, zone.end) == ("#zoom", 0, 1)


def test_template_comments_name_what_they_stand_around() -> None:
    page = read(
        "<!--<$[标题]>begin-->某局报告<!--<$[标题]>end--><br>"
        "<table><tr><td>索引号<td><!--<$[SYH]>begin-->K1/2023<!--<$[SYH]>end--></table>"
        f"<p>x</p><!--ZJEG_RSS.content.begin--><p>{'正文。' * 40}</p><!--ZJEG_RSS.content.end--><p>y</p>"
        "<!--内容begin-->"
    )
    assert page.meta == {"comment:title": "某局报告", "comment:index_number": "K1/2023"}
    assert [(zone.name, zone.start, zone.end) for zone in page.zones] == [("comment:content", 3, 4)]


@pytest.mark.parametrize(
    "raw",
    [
        'class="t" href="a?b=1&amp;c=2"',
        'class="t" "="" href="a?b=1&amp;c=2"',
        'class="t" =x="1" href="a?b=1&amp;c=2" disabled=""',
    ],
)
def test_attributes_are_read_as_they_were_written_out(raw: str) -> None:
    found = attributes_of(raw)
    assert found["class"] == "t" and found["href"] == "a?b=1&c=2"


def test_tokens_put_together_again_are_the_text() -> None:
    html = '<body><p class="a">一<!--b>c--><b>二</b><script>"</p>"</script><td>3</td></p></body>'
    assert "".join(f"{text}<{token}>" for text, token in tokens_of(html)) == html
    assert unescape("&amp;lt;&lt;") == "&lt;<"


def test_what_holds_no_markup_is_one_token() -> None:
    pieces = ["script>a<b; '</scripts>'; '<!--'</script", "!-- a --b> --", "!----", "!-- c ---", "style>a>b{}</style"]
    html = "".join(f"<{piece}>" for piece in [*pieces, "p>x</p"])
    assert [token for _, token in tokens_of(html)] == [*pieces, "p>x</p"]


HOSTILE = {
    "nested elements": "<div>" * 100_000 + "x",
    "nested elements, closed": "<div>" * 100_000 + "x" + "</div>" * 100_000,
    "nested inline elements": "<span>" * 100_000 + "x",
    "formatting left open": "".join(f"<p><font size={i}>x" for i in range(20_000)),
    "formatting left open before paragraphs": "".join(f"<i class=a{i}>" for i in range(900)) + "<p>x</p>" * 5_000,
    "nested tables": "<table><tr><td>a<td>" * 5_000 + "x",
    "line breaks": "<br>" * 1_000_000,
    "spans of cells": "<table>" + ("<tr>" + "<td colspan=1000 rowspan=1000>x</td>" * 50 + "</tr>") * 50 + "</table>",
    "one wide row": "<table><tr>" + "<td colspan=200>x</td>" * 60_000 + "</table>",
    "tall and wide": "<table><tr>" + "<td>x</td>" * 250 + "</tr>" + "<tr><td>x</td></tr>" * 40_000 + "</table>",
    "cells": "<table>" + ("<tr>" + "<td>1</td>" * 10 + "</tr>") * 5_000 + "</table>",
    "links": "".join(f"<li><a href=/{i}.html>年度报告{i}</a></li>" for i in range(60_000)),
    "options": "<select>" + "<option value=/a.html>x</option>" * 100_000 + "</select>",
    "attributes": "<a " + " ".join(f"a{i}=1" for i in range(200_000)) + ">",
    "spaces": "一" + "\u3000" * 2_000_000 + "二",
    "one line": "政府信息公开工作," * 400_000,
    "comments": "<!--正文begin-->x<!--正文end-->" * 50_000,
    "comments left open": "<!--" * 300_000,
    "scripts": "<script>createPageHTML</script>" * 50_000,
    "brackets": "<" * 2_000_000,
    "text areas": "<textarea>政府,信息。公开;</textarea>" * 50_000,
    "meta": "<meta name=a content=b>" * 50_000,
    "clicks": "".join(f"<div onclick=\"location.href='/{i}'\">" for i in range(5_000)) + "<p>a</p>" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_takes_long(name: str) -> None:
    html = HOSTILE[name]
    began = time.process_time()
    page = read(html)
    assert time.process_time() - began < 3.5  # two seconds on a quiet machine, of which CI is none
    assert len(page.blocks) <= 60_001 and len(page.links) <= 50_000
    assert all(len(grid.rows) * len(grid.rows[0]) <= 300_000 for grid in page.grids)


def test_bounds_leave_ordinary_pages_alone() -> None:
    page = "<div><p>一<br>二<p>三<font color=red>四</font></div>" * 400
    assert bounded(page) == (page, False)
    menus = "<select>" + "<option>x</option>" * MOST_OPTIONS + "</select>"
    assert bounded(menus) == (menus, False)


def test_text_survives_the_tags_that_are_dropped() -> None:
    deep, cut = bounded("<div>一" * 5_000 + "</div>" * 5_000 + "<p>末</p>")
    assert not cut and deep.count("一") == 5_000 and deep.count("<div>") == deep.count("</div>") == 600
    assert bounded("<b>x</b>" * MOST_TAGS)[1]
    assert rules(read("<b>x</b>" * MOST_TAGS)) == ["truncated"]


def test_tokens_of_a_plain_table_are_those_of_its_one_token() -> None:
    table = '<table><tbody><tr><td>收到<br>申请</td><td colspan="2"><p>3</p></td></tr></tbody></table>'
    ((_, whole), *_) = tokens_of(table)
    assert f"<{whole}>" == table
    assert "".join(f"{text}<{token}>" for text, token in tokens_of_table(whole)) == table


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_a_damaged_page_is_the_same_read_element_by_element(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [case(number)[0] for number in range(first, first + 50)]
    at_once = [read_page(document) for document in documents]
    monkeypatch.setattr(tokens, "_TOKEN", token_pattern())
    assert [read_page(document) for document in documents] == at_once


TABLE = (
    "<table style='width:1px'><colgroup><col></colgroup><tr><th{0}>事项<td colspan=2{1}><p>本年\n<b>制发</b>件数</p>"
    "<tr{2}><td><div{3}>规章</div><td> 1&nbsp;&lt;<br>2<td><span{4}>3</span></table>"
)


@pytest.mark.parametrize(
    ("marked", "attribute"),
    [
        (place, attribute)
        for place in range(5)
        for attribute in (
            "",
            " id=zoom",
            " hidden",
            " style='white-space:pre'",
            " onclick=\"open('/a.html')\"",
            " rowspan=2",
        )
    ],
)
def test_a_table_is_the_same_read_element_by_element(
    marked: int, attribute: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = TABLE.format(*(attribute if place == marked else "" for place in range(5)))
    pages = [
        f"一<b>{table}</b>二",
        f"<pre>{table}</pre>",
        f"<a href=/x>{table}",
        f"<table><tr><td>{table}<td>x</table>",
    ]
    pages += [table.replace("规章", "规章" * times) for times in (41, 151)] + [f"<p hidden><div>{table}", table * 3]
    at_once = [read(page) for page in pages]
    assert at_once[0].grids and at_once[-1].grids
    monkeypatch.setattr(tokens, "_TOKEN", token_pattern())
    assert [read(page) for page in pages] == at_once
