from __future__ import annotations

from urllib.parse import parse_qs

from crawler.platforms import Fetch, read_listing
from tests.platforms.pages import page_of, portal

HOST = "http://www.mao.gov.cn"
LIST = f"{HOST}/list.aspx?id=9"


def _rows(first: int, last: int) -> str:
    return "".join(
        f"<tr><td><a href='show.aspx?id={n}'>卯县{n}局2015年政府信息公开年报</a></td>"
        f"<td>2016-01-{n % 28 + 1:02d}</td></tr>"
        for n in range(first, last + 1)
    )


def _aspx(pager: str, state: str = "dDw1/+==") -> str:
    fields = f"""<input type="hidden" name="__VIEWSTATE" value="{state}">
    <input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTVALIDATION" value="/wEW">
    <input name="txtKey" type="text" value="">
    <input type="submit" name="btn" value="搜索">"""
    form = (
        f'<form name="form1" method="post" action="list.aspx?id=9">{fields}<table>{_rows(1, 8)}</table>{pager}</form>'
    )
    return portal(form, title="政府信息公开年报")


def test_a_post_back_leads_to_the_next_page_with_the_state_of_this_one() -> None:
    pager = """<a disabled>上一页</a> 1 <a href="javascript:__doPostBack('Pager1','2')">2</a>
    <a href="javascript:__doPostBack('Pager1','3')">3</a> <a href="javascript:__doPostBack('Pager1','2')">下一页</a>"""
    listing = read_listing(page_of(_aspx(pager), LIST))
    assert listing is not None and len(listing.entries) == 8
    (fetch,) = listing.more
    sent = parse_qs(fetch.body)
    assert (fetch.method, fetch.url) == ("POST", LIST)
    assert (sent["__EVENTTARGET"], sent["__EVENTARGUMENT"], sent["__VIEWSTATE"]) == (["Pager1"], ["2"], ["dDw1/+=="])
    assert "btn" not in sent and fetch.body.startswith("__EVENTTARGET=")


def test_from_the_second_page_it_goes_on_to_the_third_and_ends_with_the_last() -> None:
    pager = """<a href="javascript:__doPostBack('gv','Page$1')">1</a> 2
    <a href="javascript:__doPostBack('gv','Page$3')">3</a>"""
    request = Fetch(LIST, "POST", "__EVENTTARGET=gv&__EVENTARGUMENT=Page%242&__VIEWSTATE=x")
    listing = read_listing(page_of(_aspx(pager, "2"), LIST), request)
    assert listing is not None
    assert [parse_qs(more.body)["__EVENTARGUMENT"] for more in listing.more] == [["Page$3"]]
    last = Fetch(LIST, "POST", "__EVENTTARGET=gv&__EVENTARGUMENT=Page%243&__VIEWSTATE=x")
    listing = read_listing(page_of(_aspx(pager, "3"), LIST), last)
    assert listing is not None and listing.more == []


def test_a_button_that_only_says_next_is_pressed_until_the_caption_says_last() -> None:
    pager = """<span>页次:%d/3</span><a href="javascript:__doPostBack('lbNext','')">下一页</a>"""
    listing = read_listing(page_of(_aspx(pager % 2), LIST))
    assert listing is not None
    assert [parse_qs(more.body)["__EVENTTARGET"] for more in listing.more] == [["lbNext"]]
    listing = read_listing(page_of(_aspx(pager % 3), LIST))
    assert listing is not None and listing.more == []


def test_a_form_with_a_page_number_is_sent_for_every_page() -> None:
    pager = """<form id="f" action="/xxgk/list.jsp" method="post"><input type="hidden" name="pageNo" value="1">
    <input type="hidden" name="catalog" value="nb"></form>
    <script>function goPage(n){f.pageNo.value=n;f.submit();}</script>
    <span>共3页</span><a href="javascript:goPage(2)">下一页</a><a href="javascript:goPage(3)">尾页</a>"""
    page = page_of(portal(f"<table>{_rows(1, 8)}</table>{pager}", title="政府信息公开年报"), f"{HOST}/xxgk/list.jsp")
    listing = read_listing(page)
    assert listing is not None
    assert [(more.method, more.body) for more in listing.more] == [("POST", f"pageNo={n}&catalog=nb") for n in (2, 3)]


def test_a_search_form_pages_nothing() -> None:
    form = """<form action="/search.jsp" method="post"><input name="page" value="1"><input name="key"></form>
    <a href="javascript:search()">搜索</a>"""
    listing = read_listing(page_of(portal(f"<table>{_rows(1, 8)}</table>{form}"), f"{HOST}/a/"))
    assert listing is not None and listing.more == []
