from __future__ import annotations

import pytest

from crawler.platforms import Entry, read_listing
from crawler.platforms.columns import names_report_column
from crawler.platforms.discover import find_leads
from crawler.platforms.naming import names_directory
from tests.platforms.pages import page_of, portal

URL = "http://www.jia.gov.cn/zwgk/xxgknb/index.html"


def test_rows_in_list_items_give_titles_addresses_and_dates() -> None:
    rows = """<ul class="news"><li><span>[2024-01-30]</span>
    <a href="./202401/t1.html" title="甲县2023年政府信息公开工作年度报告">甲县2023年政府信息公开…</a></li>
    <li><span>[2023-01-29]</span>
    <a href="/zwgk/xxgknb/202301/t2.html">甲县2022年政府信息公开工作年度报告</a></li></ul>"""
    listing = read_listing(page_of(portal(rows), URL))
    assert listing is not None
    assert listing.entries == [
        Entry("http://www.jia.gov.cn/zwgk/xxgknb/202401/t1.html", "甲县2023年政府信息公开工作年度报告", "2024-01-30"),
        Entry("http://www.jia.gov.cn/zwgk/xxgknb/202301/t2.html", "甲县2022年政府信息公开工作年度报告", "2023-01-29"),
    ]
    assert listing.more == []
    assert listing.total is None


def test_dates_stand_in_cells_of_their_own() -> None:
    rows = "".join(
        f"<dl><dd><a href='/a/{year}/5/{year}.html'>甲局{year}年政府信息公开年报</a></dd>"
        f"<dd>{year + 1}年1月2日</dd></dl>"
        for year in (2018, 2019, 2020)
    )
    listing = read_listing(page_of(portal(f"<div>{rows}</div>"), URL))
    assert listing is not None
    assert [entry.date for entry in listing.entries] == ["2019-01-02", "2020-01-02", "2021-01-02"]


def test_dates_stand_before_their_titles() -> None:
    rows = "".join(
        f"<div><p>{year + 1}/01/02</p><h4><a href='/a/{year}.html'>甲局{year}年政府信息公开年报</a></h4></div>"
        for year in (2018, 2019, 2020)
    )
    listing = read_listing(page_of(portal(f"<div>{rows}</div>"), URL))
    assert listing is not None
    assert [entry.date for entry in listing.entries] == ["2019-01-02", "2020-01-02", "2021-01-02"]


def test_a_date_in_the_address_serves_where_the_row_has_none() -> None:
    rows = """<ul><li><a href='/art/2023/1/31/art_12_3456.html'>2022年政府信息公开年报</a></li>
      <li><a href='/x/202203/t20220308_87.htm'>2021年政府信息公开年报</a></li></ul>"""
    listing = read_listing(page_of(portal(rows), URL))
    assert listing is not None
    assert [entry.date for entry in listing.entries] == ["2023-01-31", "2022-03-08"]


def test_a_date_in_the_title_is_not_the_rows_date() -> None:
    rows = """<ul><li><a href='/x/12345.html'>甲县关于2019年3月4日例会的公告</a><i>2019-05-06</i></li>
      <li><a href='/x/12346.html'>甲县关于公开事项的公告</a><i>2019-05-07</i></li></ul>"""
    listing = read_listing(page_of(portal(rows), "http://www.jia.gov.cn/gsgg/"))
    assert listing is not None
    assert [entry.date for entry in listing.entries] == ["2019-05-06", "2019-05-07"]


def test_rows_of_a_table_with_a_link_to_the_agency_too() -> None:
    rows = "".join(
        f"""<TR><TD><A HREF="/bm/{code}/">{agency}</A></TD><TD>
        <A HREF="/bm/{code}/2023/t{code}.html">{agency}2022年政府信息公开工作年度报告</A></TD>
        <TD>00001{code}/2023-1</TD><TD>2023-01-1{code}</TD><TD><A HREF="/bm/{code}/d.html">查看</A></TD></TR>"""
        for code, agency in ((1, "甲县民政局"), (2, "甲县教育局"), (3, "甲县财政局"))
    )
    html = portal(f"<TABLE><TR><TH>机构</TH><TH>名称</TH><TH>索引号</TH><TH>日期</TH><TH></TH></TR>{rows}</TABLE>")
    listing = read_listing(page_of(html, URL))
    assert listing is not None
    assert [(entry.title[:5], entry.date) for entry in listing.entries] == [
        ("甲县民政局", "2023-01-11"),
        ("甲县教育局", "2023-01-12"),
        ("甲县财政局", "2023-01-13"),
    ]
    assert all("/2023/t" in entry.url for entry in listing.entries)


def test_a_row_with_its_column_before_the_title_gives_the_article() -> None:
    rows = "".join(
        f"<li>[<a href='/zfbm/'>部门信息公开工作动态栏目</a>] "
        f"<a href='/zfbm/2023/0{n}/0{n}/{n}.html'>通知{n}号公告</a> 2023-0{n}-0{n}</li>"
        for n in (1, 2, 3)
    )
    listing = read_listing(page_of(portal(f"<ul>{rows}</ul>"), "http://www.jia.gov.cn/gsgg/"))
    assert listing is not None
    assert [entry.title for entry in listing.entries] == ["通知1号公告", "通知2号公告", "通知3号公告"]


def test_groups_by_year_are_one_list() -> None:
    group = "".join(
        f"<h3>{year}年</h3><ul>"
        + "".join(
            f"<li><a href='/a/{year}{n}0.html'>{name}{year}年政府信息公开年报</a></li>"
            for n, name in enumerate("甲乙丙")
        )
        + "</ul>"
        for year in (2020, 2021, 2022)
    )
    listing = read_listing(page_of(portal(group), URL))
    assert listing is not None
    assert len(listing.entries) == 9


def test_a_gbk_page_with_a_base_and_protocol_relative_links() -> None:
    html = portal(
        "<UL><LI><A HREF='nb/20230131/1.htm'>甲县2022年政府信息公开年报</A> 2023-01-31"
        "<LI><A HREF=//www.jia.gov.cn/nb/20220131/2.htm>甲县2021年政府信息公开年报</A> 2022-01-31</UL>",
        head='<BASE HREF="http://www.jia.gov.cn/old/">',
    ).replace('charset="utf-8"', 'charset="gb2312"')
    listing = read_listing(page_of(html, URL, encoding="gbk"))
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [
        "http://www.jia.gov.cn/old/nb/20230131/1.htm",
        "http://www.jia.gov.cn/nb/20220131/2.htm",
    ]


def _rows(count: int = 3) -> str:
    return (
        "<ul>"
        + "".join(
            f"<li><a href='/n/20230{n}01/{n}.html'>第{n}号公告全文</a><span>2023-0{n}-01</span></li>"
            for n in range(1, count + 1)
        )
        + "</ul>"
    )


@pytest.mark.parametrize(
    ("url", "pager", "expected"),
    [
        (
            "/gg/index.html",
            "<a href='index_2.html'>2</a><a href='index_3.html'>3</a><a href='index_5.html'>尾页</a>",
            ["/gg/index_2.html", "/gg/index_3.html", "/gg/index_4.html", "/gg/index_5.html"],
        ),
        ("/gg/", "<a href='/gg/?page=2'>下一页</a> 共60条 1/3页", ["/gg/?page=2", "/gg/?page=3"]),
        (
            "/gg.htm",
            "<span>共60条 1/4</span> <a href='gg/3.htm'>下页</a> <a href='gg/1.htm'>尾页</a>",
            ["/gg/3.htm", "/gg/2.htm", "/gg/1.htm"],
        ),
        ("/gg/list.shtml", "<a href='list_2.shtml'>›</a>", ["/gg/list_2.shtml"]),
        ("/gg/list.jsp?id=7", "<a href='list.jsp?id=7&page=2'>下一页</a>", ["/gg/list.jsp?id=7&page=2"]),
        (
            "/gg/",
            "<b>1</b> <a href='/e/List/?cid=3&page=1'>2</a> <a href='/e/List/?cid=3&page=1'>下一页</a> 共40条",
            ["/e/List/?cid=3&page=1"],
        ),
        (
            "/gg/",
            "<a href='/e/List/?page=1'>下一页</a> <a href='/e/List/?page=2'>尾页</a>",
            ["/e/List/?page=1", "/e/List/?page=2"],
        ),
        ("/gg/list_01.html", "<a href='list_02.html'>下一页</a> 1/3页", ["/gg/list_02.html", "/gg/list_03.html"]),
        ("/gg/list-1.html", "<a class='n' rel='next' href='list-2.html'>&raquo;</a>", ["/gg/list-2.html"]),
    ],
)
def test_further_pages_follow_the_pager(url: str, pager: str, expected: list[str]) -> None:
    html = portal(f"{_rows()}<div class='page'>{pager}</div>")
    listing = read_listing(page_of(html, f"http://www.jia.gov.cn{url}"))
    assert listing is not None
    assert [fetch.url.removeprefix("http://www.jia.gov.cn") for fetch in listing.more] == expected


def test_a_list_of_thousands_of_pages_is_bounded() -> None:
    pager = "共99999条 1/4000页 <a href='index_2.html'>2</a><a href='index_3.html'>3</a>"
    listing = read_listing(page_of(portal(f"{_rows()}<div>{pager}</div>"), "http://www.jia.gov.cn/gg/index.html"))
    assert listing is not None
    assert len(listing.more) == 200
    assert len({fetch.key() for fetch in listing.more}) == 200
    assert listing.total == 99999


def test_numbers_that_lead_elsewhere_are_no_pager() -> None:
    banner = "<div><a href='/zt/a.html'>1</a><a href='/zt/b.html'>2</a><a href='javascript:go(3)'>3</a></div>"
    listing = read_listing(page_of(portal(banner + _rows()), "http://www.jia.gov.cn/gg/index.html"))
    assert listing is not None
    assert listing.more == []


def test_a_home_page_is_no_list() -> None:
    boxes = "".join(f"<h2>栏目{n}</h2>{_rows()}" for n in range(4))
    assert read_listing(page_of(portal(boxes), "http://www.jia.gov.cn/")) is None


def test_an_article_with_related_links_is_no_list() -> None:
    prose = "".join(f"<p>第{n}段。" + "本年度认真贯彻落实各项要求，主动公开政府信息。" * 6 + "</p>" for n in range(12))
    html = portal(f"<h1>甲县2022年政府信息公开工作年度报告</h1>{prose}<h3>相关阅读</h3>{_rows()}")
    assert read_listing(page_of(html, "http://www.jia.gov.cn/nb/202301/t20230131_5.html")) is None


def test_a_page_without_rows_is_no_list() -> None:
    assert read_listing(page_of(portal("<p>暂无内容</p>"), URL)) is None
    assert read_listing(page_of("", URL)) is None


def test_index_numbers_with_a_stroke_are_not_page_numbers() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='/n/20230{n}01/{n}.html'>第{n}号公告全文</a></td><td>01500/2023-0000{n}</td></tr>"
        for n in (1, 2, 3)
    )
    html = portal(f"<table>{rows}</table><div><a href='?pageIndex=2'>下一页</a></div>")
    listing = read_listing(page_of(html, "http://www.jia.gov.cn/public/column/5?type=4"))
    assert listing is not None
    assert len(listing.more) == 1


def test_half_way_down_a_list_counted_downwards_the_direction_still_holds() -> None:
    pager = (
        "<table><tr><td id=fanye9>共13条 2/3</td><td><a href='1.htm'>下页</a><a href='1.htm'>尾页</a></td></tr></table>"
    )
    listing = read_listing(page_of(portal(_rows() + pager), "http://www.jia.gov.cn/gg/2.htm"))
    assert listing is not None
    assert [fetch.url for fetch in listing.more] == ["http://www.jia.gov.cn/gg/1.htm"]
    assert listing.total == 13


def test_a_pagers_numbers_may_stand_in_brackets() -> None:
    rows = "".join(
        f"<li><a href='/a/{n}12345.html'>甲县{n}局2020年政府信息公开年报</a>2021-01-09</li>" for n in range(9)
    )
    pager = "".join(f"<a href='{href}'>{text}</a>" for href, text in (("p2.html", "[2]"), ("p5.html", "第5页")))
    listing = read_listing(page_of(portal(f"<ul>{rows}</ul><div>{pager}</div>"), "http://www.jia.gov.cn/zwgk/nb/"))
    assert listing is not None
    assert [fetch.url.rpartition("/")[2] for fetch in listing.more] == ["p2.html", "p3.html", "p4.html", "p5.html"]


def test_tabs_of_years_are_no_pages() -> None:
    years = "".join(f"<a href='nb.jsp?year={year}&area=1'>{year}</a>" for year in range(2025, 2015, -1))
    row = "<table><tr><td><a href='/art/9.html'>甲局2024年政府信息公开年报</a></td><td>2025-01-20</td></tr></table>"
    listing = read_listing(page_of(portal(years + row), "http://www.jia.gov.cn/gk/nb.jsp?year=2024&area=1"), None, True)
    assert listing is not None
    assert listing.more == []


def test_the_days_of_a_calendar_are_no_pages() -> None:
    rows = "".join(
        f"<li><a href='/a/{n}12345.html'>甲县{n}局2020年政府信息公开年报</a>2021-01-09</li>" for n in range(9)
    )
    days = "".join(f"<td><a href='list.jsp?day=2024-03-{day:02d}'>{day}</a></td>" for day in range(1, 32))
    body = portal(f"<ul>{rows}</ul><table><tr>{days}</tr></table>")
    listing = read_listing(page_of(body, "http://www.jia.gov.cn/zwgk/nb/list.jsp"))
    assert listing is not None
    assert listing.more == []


@pytest.mark.parametrize(
    "title", ["<h2>丙局{}年政府信息公开工作年度报告</h2>", "<p class=tit>丙局{}年政府信息公开工作<br>年度报告</p>"]
)
def test_a_card_that_is_one_link_is_called_by_its_title(title: str) -> None:
    years = (2019, 2020, 2021)
    summary = "根据有关规定编制，由总体情况、主动公开情况等六个部分组成，数据截至年底，欢迎查阅。"
    rows = "".join(
        f"""<li><a href="../contents/21/{9000 + year}.html"><div class="day">{year + 1}-01-21</div>
        {title.format(year)}<div class="note"><p>{summary}</p>
        <p><i>主题分类：政府信息公开年度报告</i> <i>日期：{year + 1}-01-21</i></p></div></a></li>"""
        for year in years
    )
    listing = read_listing(page_of(portal(f"<ul>{rows}</ul>"), "http://www.bing.gov.cn/channels/21.html"))
    assert listing is not None
    assert [entry.title for entry in listing.entries] == [f"丙局{year}年政府信息公开工作年度报告" for year in years]
    assert [entry.date for entry in listing.entries] == [f"{year + 1}-01-21" for year in years]


def test_the_last_page_of_a_column_may_hold_one_row_with_a_cut_title() -> None:
    row = "<a href='/nb/content_81.html'>戊县东河乡人民政府关于2011年政府信息公开工作...</a><span>2012-03-01</span>"
    page = page_of(f"<ul><li>{row}</li></ul><p>共 31 条</p>", "http://www.wu.gov.cn/nb/list.jsp?pageNo=2")
    found = read_listing(page, None, True)
    assert found is not None and [entry.url for entry in found.entries] == ["http://www.wu.gov.cn/nb/content_81.html"]


@pytest.mark.parametrize(
    ("name", "is_column"),
    [
        ("乡镇公开年报汇总", True),
        ("县直部门和乡镇街道政府信息公开年度报告", True),
        ("各部门年报一览", True),
        ("镇人民政府公开年报", True),
        ("睢宁县财政局年报", True),
        ("城北街道办事处公开年报", True),
        ("企业年报", False),
        ("政府工作报告", False),
        ("法治政府建设年度报告", False),
        ("网站工作年报", False),
    ],
)
def test_columns_of_reports_are_called_by_whose_they_are_and_what_the_reports_stand_in(
    name: str, is_column: bool
) -> None:
    assert names_report_column(name) is is_column


@pytest.mark.parametrize("name", ["部门镇办公开", "镇办信息公开", "部门、镇街公开", "县直部门和乡镇办公开目录"])
def test_directories_of_units_are_called_by_any_short_form_of_theirs(name: str) -> None:
    assert names_directory(name)


def test_the_petition_offices_reports_are_no_petitions() -> None:
    page = page_of(
        "<a href='/xfj/nb/'>庚县信访局信息公开年报</a><a href='/xf/'>信访信箱年报</a>", "http://www.geng.gov.cn/nb/"
    )
    assert [lead.url for lead in find_leads(page, ["庚县"])] == ["http://www.geng.gov.cn/xfj/nb/"]


@pytest.mark.parametrize(("pager", "rows"), [("共19条 第3页/共3页", 1), ("", 0)])
def test_the_last_page_of_a_column_may_hold_one_row_that_is_no_report(pager: str, rows: int) -> None:
    row = "<li><a href='view.asp?id=77'>关于庚县政务公开工作的几点说明</a> 2012-03-14</li>"
    page = page_of(f"<ul>{row}</ul><div>{pager}</div>", "http://www.geng.gov.cn/list.asp?lm=22&page=3")
    listing = read_listing(page, in_column=True)
    assert rows == (0 if listing is None else len(listing.entries))
