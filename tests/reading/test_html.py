"""HTML to a Page: what the page holds as a whole, beside its lines and tables."""

from __future__ import annotations

import json

import pytest

from crawler.reading import read_fragment, read_page
from crawler.records import Document
from tests.reading.pages import URL, lines, read, rules

ARTICLE = "".join(
    f"<p>第{i}段,本年度主动公开政府信息{i}条;受理依申请公开{i}件,均按期答复。没有收取任何费用。</p>" for i in range(9)
)


def test_meta_tags_have_lower_case_names_and_the_first_content_wins() -> None:
    page = read_page(
        Document(
            b"<html><head><title> a \n b </title><meta name=PubDate content='2023-01-31'>"
            b"<meta name=pubdate content=2020-01-01><meta name=empty content=' '><meta property=og:title content=t>"
            b"</head><body>x"
        )
    )
    assert page.title == "a b"
    assert page.meta == {"pubdate": "2023-01-31", "og:title": "t"}


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a/b.html", "http://www.stand-in.gov.cn/a/b.html"),
        ("b.html", "http://www.stand-in.gov.cn/zwgk/nb/b.html"),
        ("./b.html", "http://www.stand-in.gov.cn/zwgk/nb/b.html"),
        ("../b.html", "http://www.stand-in.gov.cn/zwgk/b.html"),
        ("./../x/./b.html", "http://www.stand-in.gov.cn/zwgk/x/b.html"),
        ("/a/../b.html", "http://www.stand-in.gov.cn/b.html"),
        ("?page=2", "http://www.stand-in.gov.cn/zwgk/nb/index.html?page=2"),
        ("//bm.stand-in.gov.cn/", "http://bm.stand-in.gov.cn/"),
        ("\\a\\b.html", "http://www.stand-in.gov.cn/a/b.html"),
        (" https://x.gov.cn/a b#top", "https://x.gov.cn/a%20b"),
        ("HTTP://x.gov.cn/", "HTTP://x.gov.cn/"),
        ("/a\n/b.html", "http://www.stand-in.gov.cn/a/b.html"),
        ("javascript:window.open('/c.html')", "http://www.stand-in.gov.cn/c.html"),
    ],
)
def test_links_are_absolute(href: str, url: str) -> None:
    assert [link.url for link in read(f'<p><a href="{href}">x</a></p>').links] == [url]


@pytest.mark.parametrize(
    "href",
    ["", "#", "#top", "javascript:void(0)", "mailto:a@b.cn", "tel:12345", "http://[", "http://ａ／b/", "data:,x"],
)
def test_what_is_no_address_is_no_link(href: str) -> None:
    assert read(f'<a href="{href}">x</a>').links == []


def test_a_base_element_counts_and_a_lone_file_keeps_its_links_as_printed() -> None:
    assert read("<base href='/other/'><a href=a.html>x</a>").links[0].url == "http://www.stand-in.gov.cn/other/a.html"
    assert read("<a href='./a.html'>x</a>", url="").links[0].url == "./a.html"
    assert read("<a href='a.html'>x</a>", url="http://[bad").links[0].url == "a.html"


def test_a_link_has_its_line_its_whole_title_and_its_rel() -> None:
    page = read(
        "<p>first</p><p><a href=/a title='某局2022年政府信息公开工作年度报告' rel=NEXT>某局2022年政府信息…</a></p>"
        "<p><a href=/b title='点击打开'>某局年报</a><a href=/c title='图片说明'><img src=/i.png></a></p>"
    )
    assert [(link.text, link.block, link.rel) for link in page.links] == [
        ("某局2022年政府信息公开工作年度报告", 1, "next"),
        ("某局年报", 2, ""),
        ("图片说明", 2, ""),
    ]


def test_a_link_over_a_line_break_keeps_all_its_text() -> None:
    assert read("<p><a href=/a>某局2022年<br>年度报告</a></p>").links[0].text == "某局2022年年度报告"


def test_links_by_script_count_unless_the_element_holds_a_link() -> None:
    page = read(
        "<a href='#' onclick=\"window.open('/a.html')\">一</a>"
        "<li onclick=\"location.href='/b.html'\">二</li><a data-href='/c.html'>三</a>"
        "<div onclick=\"location='/d.html'\"><a href=/e.html>四</a></div>"
    )
    assert [(link.url.rpartition("/")[2], link.text) for link in page.links] == [
        ("a.html", "一"),
        ("b.html", "二"),
        ("c.html", "三"),
        ("e.html", "四"),
    ]


def test_the_options_of_a_menu_that_jumps_are_links_without_a_line() -> None:
    page = read(
        "<p>友情链接</p><select onchange='go(this)'><option value=''>请选择</option>"
        "<option value='http://bm.stand-in.gov.cn/'>某某局</option><option value='../2021/'>2021年</option>"
        "<option value='list_2.html'>第2页</option><option value='12'>十二</option></select><p>x</p>"
    )
    assert [(link.url, link.text, link.block) for link in page.links] == [
        ("http://bm.stand-in.gov.cn/", "某某局", -1),
        ("http://www.stand-in.gov.cn/zwgk/2021/", "2021年", -1),
        ("http://www.stand-in.gov.cn/zwgk/nb/list_2.html", "第2页", -1),
    ]
    assert lines(page) == ["友情链接", "x"]


def test_frames_images_and_refreshes_are_kept() -> None:
    page = read("<iframe src=/list.html><p>none</p></iframe><p>a</p><img src=p.jpg alt='第 1 页'><img src=data:x>")
    assert page.frames == ["http://www.stand-in.gov.cn/list.html"]
    assert [(image.url, image.text, image.block) for image in page.images] == [
        ("http://www.stand-in.gov.cn/zwgk/nb/p.jpg", "第 1 页", 1)
    ]
    assert read_page(Document(b"<frameset><frame src=/a.html></frameset>", URL)).frames == [
        "http://www.stand-in.gov.cn/a.html"
    ]
    assert read("<div style='display:none'><iframe src=/x.html></iframe></div>").frames == []


@pytest.mark.parametrize(
    "html",
    [
        "<meta http-equiv=refresh content='0; url=/new/'>",
        "<meta http-equiv=Refresh content='0;URL=\"/new/\"'>",
        "<script>window.location.href='/new/';</script>",
        "<script>location.replace('/new/')</script><p>正在跳转</p>",
    ],
)
def test_a_page_that_only_goes_elsewhere_says_where(html: str) -> None:
    document = Document(f"<html><head>{html}</head><body></body></html>".encode(), URL)
    assert read_page(document).refresh == "http://www.stand-in.gov.cn/new/"


@pytest.mark.parametrize(
    "script",
    [
        "function go() { location.href='/new/'; }",
        "if (mobile) location.href='/new/';",
        "var home = '/new/'; go.onclick = function () { location.href='/new/' };",
        "location.href='/new/' + id;",
    ],
)
def test_a_script_of_a_page_with_text_that_may_not_go_on_is_no_refresh(script: str) -> None:
    assert read(f"{ARTICLE}<script>{script}</script>").refresh == ""


@pytest.mark.parametrize(
    "script",
    [
        "location.href='/new/'",
        '\n<!--\nwindow.location.replace("/new/");\n//-->',
        "setTimeout(\"window.location='/new/'\", 3000);",
        "setTimeout(function () { top.location.href = '/new/'; }, 0);",
    ],
)
def test_a_script_that_begins_with_going_on_is_a_refresh_whatever_the_page_shows(script: str) -> None:
    html = f"{ARTICLE}<script>{script}</script>".encode()
    assert read_page(Document(html, "http://www.stand-in.gov.cn/a/")).refresh == "http://www.stand-in.gov.cn/new/"


def test_scripts_are_kept_only_where_a_list_reader_asks_for_them() -> None:
    page = read("<script>createPageHTML(3, 0, 'index')</script><script>var a = 1 < 2;</script>")
    assert page.scripts == ["createPageHTML(3, 0, 'index')"]
    island = "<datastore><recordset><record><![CDATA[<li>x</li>]]></record></recordset></datastore>"
    assert read(f"<script type='text/xml'>{island}</script>").scripts == [island]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<textarea style='display:none'>{ARTICLE}</textarea>", id="textarea"),
        pytest.param(f"<textarea>{ARTICLE.replace('<p>', '').replace('</p>', chr(10))}</textarea>", id="plain text"),
        pytest.param(f"<noscript>{ARTICLE}</noscript>", id="noscript"),
        pytest.param(f"<template>{ARTICLE}</template>", id="template"),
        pytest.param(f"<input type=hidden value='{ARTICLE}'>", id="hidden field"),
        pytest.param(
            '<script>window._CONFIG = {"content": "' + ARTICLE.replace("/", "\\/") + '"};</script>', id="json"
        ),
    ],
)
def test_an_article_that_the_page_hides_is_read_where_it_shows_none(html: str) -> None:
    page = read(f"<ul><li><a href=/>首页</a></li></ul><h1>某局年度报告</h1>{html}<p>版权所有</p>")
    assert len([line for line in lines(page) if line.startswith("第")]) == 9
    assert rules(page) == ["hidden_article"]


def test_an_article_in_a_script_of_the_head_is_read() -> None:
    page = read(
        f"<head><script>var page = {json.dumps({'content': ARTICLE})};</script></head><body><h1>某局年度报告</h1>"
    )
    assert len([line for line in lines(page) if line.startswith("第")]) == 9


def test_an_article_in_a_script_that_is_nothing_but_a_file_gives_the_file() -> None:
    content = {"content": "<p>附件：<a href='/attachment/0/1.pdf'>某局年度报告.pdf</a></p>"}
    page = read(
        f"<head><script>window._CONFIG = {{DETAIL: {json.dumps(content)}}};</script></head><body><i id=app></i>"
    )
    assert [link.url.rpartition("/")[2] for link in page.links] == ["1.pdf"]


@pytest.mark.parametrize("tag", ["textarea", "noscript", "template"])
def test_a_hidden_piece_is_left_alone_where_the_page_shows_its_article(tag: str) -> None:
    page = read(f"<div>{ARTICLE}</div><{tag}>{ARTICLE}</{tag}>")
    assert len(lines(page)) == 9 and rules(page) == []


def test_short_hidden_pieces_and_templates_of_lists_are_no_article() -> None:
    page = read("<p>x</p><textarea>请留言,谢谢。</textarea><template><li><a href='{url}'>{title}</a></li></template>")
    assert lines(page) == ["x"] and rules(page) == []


def test_a_fragment_is_read_against_its_address() -> None:
    page = read_fragment("<li><a href='../a.html'>x</a></li>", URL)
    assert page.links[0].url == "http://www.stand-in.gov.cn/zwgk/a.html"


def test_what_was_fetched_is_noted() -> None:
    page = read_page(Document("<p>政府".encode("gbk"), URL, {"content-type": "text/html; charset=utf-8"}, 203, "t"))
    assert (page.encoding, page.declared_encoding, page.status, page.fetched_at) == ("gb18030", "utf-8", 203, "t")
    assert page.raw_sha256 and page.size == 7


def test_a_page_beyond_all_measure_is_cut_and_says_so() -> None:
    body = b"<p>x</p>" + b" " * 12_000_000 + b"<p>y</p>"
    page = read_page(Document(body))
    assert lines(page) == ["x"] and rules(page) == ["truncated"]
    many = read("<p>a</p>" * 130_000)
    assert set(rules(many)) == {"truncated"} and 50_000 < len(many.blocks) <= 60_001


def test_the_same_menu_leads_where_its_page_and_site_say() -> None:
    menu = "<ul><li><a href=/xxgk/ title=信息公开年报>信息公开…</a><li><a href=../nb.html>年报</a></ul>"
    pages = [f"http://www.stand-in{number}.gov.cn/{folder}/index.html" for number in (1, 2) for folder in "ab"]
    for url in pages * 2:
        site = url.partition("/index")[0][:-2]
        found = [(link.url, link.text, link.block) for link in read(menu, url.replace("/index", "/c/index")).links]
        folder = url.removesuffix("index.html")
        assert found == [(f"{site}/xxgk/", "信息公开年报", 0), (f"{folder}nb.html", "年报", 1)]


def test_a_menu_in_a_hidden_element_or_with_a_hidden_item_says_so_on_its_page_only() -> None:
    menu = "<li><a href=/a>首页</a><li{}><a href=/b>公开</a>"
    for attribute, hidden in (("", False), (" style='display:none'", True), ("", False)):
        page = read(f"<ul>{menu.format(attribute)}</ul><ul hidden>{menu.format('')}</ul>")
        assert [block.hidden for block in page.blocks] == [False, hidden, True, True]
        assert [link.block for link in page.links] == [0, 1, 2, 3]


def test_tags_of_the_head_count_wherever_broken_markup_leaves_them() -> None:
    inside = read_page(Document(b"<head><title>t</title><meta name=a content=1></head><body>x", URL))
    below = read_page(Document(b"<body>x<title>t</title><META NAME=a CONTENT=1><base href=/b/><a href=c>y</a>", URL))
    assert (inside.title, inside.meta) == (below.title, below.meta) == ("t", {"a": "1"})
    assert below.links[0].url == "http://www.stand-in.gov.cn/b/c"


@pytest.mark.parametrize(
    "field", ["<INPUT NAME = Query.PageNo value=2>", "<select name='currentPage'><option>1</select>"]
)
def test_a_form_with_a_field_for_the_page_pages_however_it_is_spelt(field: str) -> None:
    page = read(f'<form action=/list>{field}<a href="javascript:go(2)">2</a></form>')
    assert [form.url for form in page.forms] == ["http://www.stand-in.gov.cn/list"]
    assert read(f'<form action=/list><input name=pages><a href="javascript:go(2)">2</a></form>{field}').forms == []


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ("（一）予以公开\t3\t\t\t1\t\t\t4", "（一）予以公开|3|||1|||4"),
        ("（二）部分公开\t\t\t\t\t\t\t", "（二）部分公开|||||||"),
        ("\t\t\t全年公开信息12条", "全年公开信息12条"),
        ("浏览次数：\t12\t次", "浏览次数： 12 次"),
        ("某县财政局\t2023-01-20\t\t", "某县财政局 2023-01-20"),
        ("第一章\t\t总则\t\t附则", "第一章 总则 附则"),
    ],
)
def test_tabs_are_kept_as_pipes_where_they_part_a_row_of_figures(line: str, read_as: str) -> None:
    assert lines(read(f"<body><p>{line}</p></body>")) == [read_as]
