from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.platforms import Fetch, read_listing, recognise
from crawler.platforms.base import SEEN
from tests.platforms.pages import page_of, portal

HOST = "http://www.bing.gov.cn"
COLUMN = f"{HOST}/col/col6924/index.html"
TAGS = '<meta name="ColumnType" content="信息公开年报"><meta name="ColumnName" content="政府信息公开年报">'


def _record(year: int) -> str:
    return f"""<li><a href='/art/{year + 1}/1/31/art_6924_{year}.html' target=_blank
      title='丙县{year}年政府信息公开工作年度报告'>丙县{year}年政府信息…</a><b>{year + 1}-01-31</b></li>"""


def _store(years: range, *, extra: str = "") -> str:
    records = "".join(f"<record><![CDATA[\n{_record(year)}\n]]></record>" for year in years)
    return f"<datastore>{extra}<recordset>{records}</recordset></datastore>"


def _column(island: str, script: str = "") -> str:
    return portal(f"<div id='18064'>{island}</div><script>{script}</script>", head=TAGS)


PARAMETERS = """$('#18064').jpage({themeName:'default',totalRecord:%d,dataStore:null,groupSize:3,
  proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:15,ajaxParam:{col:1,appid:'1',webid:60,path:'/',
  columnid:6924,sourceContentType:1,unitid:'18064',webname:'丙县人民政府',permissiontype:0}});"""


@pytest.mark.parametrize(
    "island",
    ["<script type='text/xml'>{}</script>", "<textarea style='display:none'>{}</textarea>", "<xml id='x'>{}</xml>"],
)
def test_rows_lie_in_the_page_as_data(island: str) -> None:
    page = page_of(_column(island.format(_store(range(2018, 2023)))), COLUMN)
    assert recognise(page) == "hanweb"
    listing = read_listing(page)
    assert listing is not None
    assert listing.column
    assert [entry.date for entry in listing.entries] == [f"{year}-01-31" for year in range(2019, 2024)]
    assert listing.entries[0].title == "丙县2018年政府信息公开工作年度报告"
    assert listing.entries[0].url == f"{HOST}/art/2019/1/31/art_6924_2018.html"
    assert listing.more == []


def test_rows_lie_in_an_array_of_older_templates() -> None:
    rows = ",".join(
        f'\'<tr><td><a href="/art/{year}/1/9/art_5_{year}.html">丙局{year - 1}年信息公开年报</a></td>'
        f"<td>[{year}-01-09]</td></tr>'"
        for year in (2015, 2016)
    )
    listing = read_listing(page_of(portal(f"<script>var InitData18064=[{rows}];{PARAMETERS % 2}</script>"), COLUMN))
    assert listing is not None
    assert [(entry.title, entry.date) for entry in listing.entries] == [
        ("丙局2014年信息公开年报", "2015-01-09"),
        ("丙局2015年信息公开年报", "2016-01-09"),
    ]
    assert listing.total == 2
    assert listing.more == []


def test_the_servers_own_next_group_is_followed() -> None:
    group = """<nextgroup><![CDATA[<a
      href="/module/web/jpage/dataproxy.jsp?page=1&webid=60&columnid=6924&unitid=18064"></a>]]></nextgroup>"""
    listing = read_listing(
        page_of(_column(f"<script type='text/xml'>{_store(range(2008, 2023), extra=group)}</script>"), COLUMN)
    )
    assert listing is not None
    following = f"{HOST}/module/web/jpage/dataproxy.jsp?page=1&webid=60&columnid=6924&unitid=18064"
    assert listing.more == [Fetch(following, headers={SEEN: f"15\t{listing.entries[0].url}"})]


def test_an_encrypted_next_group_gives_way_to_the_printed_parameters() -> None:
    group = "<nextgroup><![CDATA[9F3A77C0]]></nextgroup>"
    island = f"<script type='text/xml'>{_store(range(2008, 2023), extra=group)}</script>"
    listing = read_listing(page_of(_column(island, PARAMETERS % 250), COLUMN))
    assert listing is not None
    assert listing.total == 250
    asked = [parse_qs(urlsplit(fetch.url).query) for fetch in listing.more]
    assert [(query["startrecord"], query["endrecord"], query["page"]) for query in asked] == [
        (["1"], ["100"], ["1"]),
        (["101"], ["200"], ["2"]),
        (["201"], ["300"], ["3"]),
    ]
    assert all(
        query["perpage"] == ["100"] and query["columnid"] == ["6924"] and query["webname"] == ["丙县人民政府"]
        for query in asked
    )


def test_nothing_is_asked_for_when_everything_is_shown() -> None:
    listing = read_listing(
        page_of(_column(f"<script type='text/xml'>{_store(range(2018, 2023))}</script>", PARAMETERS % 5), COLUMN)
    )
    assert listing is not None
    assert listing.total == 5
    assert listing.more == []


def test_without_parameters_the_shortfall_shows() -> None:
    island = f"<script type='text/xml'>{_store(range(2018, 2023), extra='<totalrecord>44</totalrecord>')}</script>"
    listing = read_listing(page_of(_column(island), COLUMN))
    assert listing is not None
    assert (listing.total, len(listing.entries), listing.more) == (44, 5, [])


def _answer(years: range, total: int) -> str:
    return f"<?xml version='1.0' encoding='utf-8'?>{_store(years, extra=f'<totalrecord>{total}</totalrecord>')}"


ASKED = (
    f"{HOST}/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=100&perpage=100&page=1&columnid=6924&unitid=18064"
)


def test_an_answer_of_the_interface_is_read_like_the_page() -> None:
    page = page_of(_answer(range(2003, 2023), 20), ASKED, content_type="text/xml")
    assert page.format == "data"
    listing = read_listing(page, Fetch(ASKED))
    assert listing is not None
    assert len(listing.entries) == 20
    assert listing.entries[-1].date == "2023-01-31"
    assert listing.more == []


def test_a_server_with_a_smaller_limit_is_paged_by_that_limit() -> None:
    listing = read_listing(page_of(_answer(range(2008, 2023), 40), ASKED, content_type="text/xml"), Fetch(ASKED))
    assert listing is not None
    asked = [parse_qs(urlsplit(fetch.url).query) for fetch in listing.more]
    assert [(query["startrecord"], query["perpage"], query["page"]) for query in asked] == [
        (["16"], ["15"], ["2"]),
        (["31"], ["15"], ["3"]),
    ]


def test_an_answer_without_rows_ends_the_list() -> None:
    listing = read_listing(
        page_of(
            "<datastore><totalrecord>5</totalrecord><recordset></recordset></datastore>", ASKED, content_type="text/xml"
        ),
        Fetch(ASKED),
    )
    assert listing is not None
    assert (listing.entries, listing.more) == ([], [])


def test_a_column_that_shows_its_rows_itself_is_read_by_shape() -> None:
    listing = read_listing(page_of(portal(f"<ul>{''.join(map(_record, (2020, 2021, 2022)))}</ul>", head=TAGS), COLUMN))
    assert listing is not None
    assert listing.platform == "hanweb"
    assert len(listing.entries) == 3


def test_an_island_printed_twice_counts_once() -> None:
    group = """<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&columnid=6924"></a>]]></nextgroup>"""
    island = f"<script type='text/xml'>{_store(range(2014, 2023), extra=group)}</script>"
    listing = read_listing(page_of(_column(island + island, PARAMETERS % 12), COLUMN))
    assert listing is not None
    assert len(listing.entries) == 9
    assert len(listing.more) == 1


SETTINGS = """$('#18064').jpage({totalRecord:%d,proxyUrl:'/module/jpage/dataproxy.jsp',perPage:20,openCookies:false,
  webid:7,path:'http://www.bing.gov.cn/',columnid:6924,unitid:'18064',permissiontype:0,currentPage:1});"""


def test_what_names_the_list_may_stand_among_the_pagers_own_settings() -> None:
    island = f"<script type='text/xml'>{_store(range(2009, 2024))}</script>"
    listing = read_listing(page_of(_column(island, SETTINGS % 140), COLUMN))
    assert listing is not None
    asked = [parse_qs(urlsplit(fetch.url).query) for fetch in listing.more]
    assert [query["startrecord"] for query in asked] == [["1"], ["101"]]
    assert all(query["columnid"] == ["6924"] and query["unitid"] == ["18064"] for query in asked)
    assert not any("totalRecord" in query or "proxyUrl" in query for query in asked)


def test_a_list_without_a_row_in_its_page_is_asked_for_from_the_first() -> None:
    group = "<nextgroup><![CDATA[<a href='/module/jpage/dataproxy.jsp?page=2&columnid=6924&unitid=18064'></a>]]>"
    island = f"<script type='text/xml'>{_store(range(0), extra=f'{group}</nextgroup>')}</script>"
    listing = read_listing(page_of(_column(island, SETTINGS % 30), COLUMN))
    assert listing is not None
    assert [parse_qs(urlsplit(fetch.url).query)["startrecord"] for fetch in listing.more] == [["1"]]


def test_the_disclosure_module_is_asked_for_values_not_for_the_names_of_variables() -> None:
    script = """var infotypeId='A0207'; var jdid='12'; var area='11623'; var divid='div6924';
        $.ajax({type:'post', url:'/module/xxgk/search.jsp?fbtime=&currpage=1',
        data:{infotypeId:infotypeId, jdid:jdid, area:area, divid:divid}});"""
    listing = read_listing(page_of(_column("", script), COLUMN))
    assert listing is not None
    (fetch,) = listing.more
    asked = parse_qs(fetch.body)
    assert (fetch.method, asked["infotypeId"], asked["area"], asked["jdid"]) == ("POST", ["A0207"], ["11623"], ["12"])


def test_every_tab_of_a_column_is_asked_for_what_its_own_island_lacks() -> None:
    def tab(column: int, years: range, total: int) -> str:
        script = PARAMETERS.replace("6924", str(column)).replace("18064", f"9{column}") % total
        return f"<div><script type='text/xml'>{_store(years)}</script></div><script>{script}</script>"

    tabs = tab(61, range(2018, 2020), 2) + tab(62, range(2014, 2018), 130) + tab(63, range(2010, 2013), 7)
    listing = read_listing(page_of(portal(tabs, head=TAGS), COLUMN))
    assert listing is not None
    assert (len(listing.entries), listing.total) == (9, 139)
    asked = [parse_qs(urlsplit(fetch.url).query) for fetch in listing.more]
    assert [(ask["columnid"], ask["page"]) for ask in asked] == [(["62"], ["1"]), (["62"], ["2"]), (["63"], ["1"])]


def test_the_module_is_turned_though_its_first_page_was_asked_for_without_a_number() -> None:
    url = f"{HOST}/module/xxgk/search.jsp?infotypeId=G07&area=014"
    rows = "".join(
        f"<tr><td><a href='/art/2023/1/{n}/art_7_{n}.html'>丙县2022年信息公开年报</a></td></tr>" for n in range(1, 6)
    )
    listing = read_listing(page_of(f"<table>{rows}</table><p>共3页 当前第1页 下一页</p>", url), Fetch(url), True)
    assert listing is not None
    assert [fetch.url.rpartition("&")[2] for fetch in listing.more] == ["currpage=2", "currpage=3"]


def test_the_interface_is_asked_by_post_with_all_that_it_needs_in_address_and_form() -> None:
    listing = read_listing(page_of(_column(f"<script>{PARAMETERS % 130}</script>"), COLUMN), None, True)
    assert listing is not None
    assert [fetch.method for fetch in listing.more] == ["POST", "POST"]
    for fetch in listing.more:
        assert parse_qs(urlsplit(fetch.url).query) == parse_qs(fetch.body)
    assert parse_qs(listing.more[1].body)["startrecord"] == ["101"]


def test_the_last_of_a_servers_groups_that_cannot_be_all_gives_way_to_windows() -> None:
    """Some count the groups from one: what is called the next one are the rows that the page shows itself."""
    proxy = f"{HOST}/module/web/jpage/dataproxy.jsp?columnid=6924&unitid=18064"

    def following(page: int, years: range, total: int, seen: int, first: int) -> list[Fetch]:
        answer = _store(years, extra=f"<totalrecord>{total}</totalrecord>")
        before = read_listing(page_of(_store(range(first, first + 1)), proxy, content_type="text/xml"), None, True)
        assert before is not None
        request = Fetch(f"{proxy}&page={page}", headers={SEEN: f"{seen}\t{before.entries[0].url}"})
        listing = read_listing(page_of(answer, request.url, content_type="text/xml"), request, in_column=True)
        assert listing is not None
        return listing.more

    (window,) = following(1, range(2008, 2023), 54, seen=15, first=2008)  # the page's own rows again
    asked = parse_qs(urlsplit(window.url).query)
    assert (asked["startrecord"], asked["endrecord"], asked["columnid"]) == (["1"], ["100"], ["6924"])
    assert following(3, range(2014, 2016), 32, seen=30, first=2016) == []  # the last of four groups
    assert following(2, range(2014, 2023), 18, seen=9, first=2005) == []  # the last of two, counted from one
    assert following(1, range(2014, 2016), 12, seen=10, first=2016) == []  # the last of two, counted from nought
