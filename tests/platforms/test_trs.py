from __future__ import annotations

import pytest

from crawler.platforms import read_listing, recognise
from tests.platforms.pages import page_of, portal

HOST = "http://www.yi.gov.cn"


def _column(pager: str) -> str:
    return portal(
        f"""<div class="list"><ul><li>
        <a href="./202301/t20230131_17.html">乙县2022年政府信息公开工作年度报告</a><span>2023-01-31</span></li>
        <li>
        <a href="./202201/t20220128_15.html">乙县2021年政府信息公开工作年度报告</a><span>2022-01-28</span></li>
        </ul></div>{pager}"""
    )


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('createPageHTML(4, 0, "index", "html");', ["index_1.html", "index_2.html", "index_3.html"]),
        ("createPageHTML(3,0,'index','shtml')", ["index_1.shtml", "index_2.shtml"]),
        ("createPageHTML('page_div',3, 1,'list','shtml',29);", ["list_2.shtml", "list_3.shtml"]),
        (
            'var countPage = 3; var currentPage = 0; createPageHTML(countPage, currentPage, "index", "htm");',
            ["index_1.htm", "index_2.htm"],
        ),
        ("Pager({size:3, current:0, prefix:'index',suffix:'html',visible:5});", ["index_1.html", "index_2.html"]),
        ("Pager({size:1, current:0, prefix:'index',suffix:'html'});", []),
        (
            "function Pager(o){ o = extend({size:9, prefix:'a'}) } Pager({size:1,current:0,prefix:'a',suffix:'html'})",
            [],
        ),
        ('createPageHTML(1, 0, "index", "html");', []),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ }", []),
    ],
)
def test_the_pager_script_names_the_further_pages(script: str, expected: list[str]) -> None:
    page = page_of(_column(f"<script>{script}</script>"), f"{HOST}/zwgk/zfxxgknb/")
    listing = read_listing(page)
    assert listing is not None
    assert listing.platform == "trs"
    assert [fetch.url for fetch in listing.more] == [f"{HOST}/zwgk/zfxxgknb/{name}" for name in expected]
    assert len(listing.entries) == 2


def test_a_later_page_asks_only_for_those_after_it() -> None:
    page = page_of(_column('<script>createPageHTML(5, 2, "index", "html")</script>'), f"{HOST}/zwgk/index_2.html")
    listing = read_listing(page)
    assert listing is not None
    assert [fetch.url.rpartition("/")[2] for fetch in listing.more] == ["index_3.html", "index_4.html"]


def test_a_pager_written_out_by_hand_is_read_too() -> None:
    script = """<script>var countPage=4; var currentPage=0; for(var i=0;i<countPage;i++){
      document.write("<a href=\\"index"+"_"+i+"."+"html\\">"+(i+1)+"</a>"); }</script>"""
    listing = read_listing(page_of(_column(script), f"{HOST}/zwgk/zfxxgknb/"))
    assert listing is not None
    assert [fetch.url.rpartition("/")[2] for fetch in listing.more] == ["index_1.html", "index_2.html", "index_3.html"]


def test_rows_behind_an_unnamed_service_show_as_a_shortfall() -> None:
    script = """<script>require(["list2.trsapi"], function(m){ m({maxStaticIndex: 1,
      pagebar: {prepage: 2, recordCount: '9'}}); });</script>"""
    listing = read_listing(page_of(_column(script), f"{HOST}/zwgk/zfxxgknb/nlist.htm"))
    assert listing is not None
    assert listing.total == 9
    assert len(listing.entries) == 2
    assert listing.more == []


def test_a_column_of_ten_thousand_pages_is_bounded() -> None:
    listing = read_listing(page_of(_column('<script>createPageHTML(9999, 0, "index", "html")</script>'), f"{HOST}/x/"))
    assert listing is not None
    assert len(listing.more) == 200


def test_the_family_shows_by_its_addresses_without_any_script() -> None:
    rows = "".join(f"<li><a href='./20230{n}/t20230{n}01_{n}.html'>通知第{n}号</a></li>" for n in range(1, 5))
    assert recognise(page_of(portal(f"<ul>{rows}</ul>"), f"{HOST}/tz/")) == "trs"


def test_a_pager_written_piece_by_piece_names_the_further_pages() -> None:
    script = """var currentPage = 0; var prevPage = currentPage-1; var nextPage = currentPage+1; var countPage = 3;
        if (currentPage != 0) document.write('<a href="index'+(prevPage==0?'':'_'+prevPage)+'.shtml">上一页</a>');
        if (currentPage != countPage-1) document.write('<a href="index_'+nextPage+'.shtml">下一页</a>');"""
    rows = "".join(
        f"<li><a href='./202301/t20230118_{n}.shtml'>辛县{n}局2022年政府信息公开年报</a></li>" for n in range(5)
    )
    page = page_of(portal(f"<ul>{rows}</ul><script>{script}</script>"), "http://www.xin.gov.cn/gk/gknb/")
    listing = read_listing(page)
    assert listing is not None
    assert [fetch.url.rpartition("/")[2] for fetch in listing.more] == ["index_1.shtml", "index_2.shtml"]
