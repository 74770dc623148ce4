from __future__ import annotations

import pytest

from crawler.platforms import Lead, read_listing
from crawler.platforms.columns import is_report_column, names_report_column
from crawler.platforms.discover import find_leads
from crawler.platforms.entries import report_entries
from crawler.platforms.naming import names_directory
from crawler.records import Page
from tests.platforms.pages import page_of, portal

HOME = "http://www.ding.gov.cn/"
NAMES = ["丁县", "丁县人民政府"]


def _leads(body: str, url: str = HOME, *, head: str = "", title: str = "丁县人民政府") -> list[Lead]:
    return find_leads(page_of(portal(body, head=head, title=title), url), NAMES)


def _of(leads: list[Lead], text: str) -> Lead:
    return next(lead for lead in leads if lead.text == text)


def test_a_column_of_reports_comes_before_all_that_may_lead_to_one() -> None:
    leads = _leads("""<div><a href="/gk/">政府信息公开</a> <a href="/gk/zn/">政府信息公开指南</a>
        <a href="/gk/nb/">政府信息公开年报</a>
        <a href="/gk/fd/">法定主动公开内容</a> <a href="/gk/bm/">县直部门信息公开</a></div>""")
    assert [lead.text for lead in leads[:3]] == ["政府信息公开年报", "政府信息公开", "县直部门信息公开"]
    assert leads[0].kind == "column"
    assert _of(leads, "县直部门信息公开").kind == "directory"
    assert all(0 < lead.score <= 1 and lead.why for lead in leads)


@pytest.mark.parametrize(
    "text",
    [
        "丁县人民政府信息公开年报",
        "丁县政府信息公开年度报告",
        "信息公开年报 >>",
        "政府信息<br>公开年报",
        "乡镇政府信息公开年报",
        "县政府部门信息公开年度报告",
        "【政府信息公开年报】",
    ],
)
def test_a_column_is_known_by_many_names(text: str) -> None:
    leads = _leads(f'<ul><li><a href="/a/b/" title="{text.replace("<br>", "")}">{text}</a></li></ul>')
    assert leads[0].kind == "column"
    assert leads[0].score >= 0.9


@pytest.mark.parametrize(
    "slug",
    ["gknb", "xxgknb", "zfxxgknb_1813", "zfxxgkndbg", "gknbz.html", "xxgknb/2024n", "xxgkAnnualReport.jsp?area=1"],
)
def test_a_column_is_known_by_its_address_alone(slug: str) -> None:
    leads = _leads(
        f'<ul><li><a href="/zwgk/{slug}/">公开</a></li></ul>'.replace("?area=1/", "?area=1").replace("html/", "html")
    )
    assert leads[0].score >= 0.75


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("政府网站工作年度报表", "/zwgk/wznb/"),
        ("法治政府建设年度报告", "/zwgk/fzzf/"),
        ("企业年报公示", "/qynb/"),
        ("统计年鉴", "/tjnj/"),
        ("部门决算", "/zwgk/bmjs/"),
        ("政府工作报告", "/zwgk/zfgzbg/"),
        ("社会信用", "/xxgk/shxy/"),
        ("English", "/en/xxgk/"),
        ("无障碍", "/wza/xxgk/"),
        ("登录", "/xxgk/login/"),
        ("政府信息公开", "http://m.ding.gov.cn/xxgk/"),
        ("政府信息公开", "/wap/xxgk/"),
        ("政府信息公开", "javascript:go('xxgk')"),
        ("政府信息公开", "mailto:xxgk@ding.gov.cn"),
        ("政府信息公开", "/images/xxgk.jpg"),
        ("政府信息公开", "https://weibo.example.com/xxgk"),
        ("丁县召开政府信息公开工作培训会", "/xw/202305/t20230501_1.html"),
        ("关于报送2023年政府信息公开工作年度报告的通知", "/tz/202311/t20231101_1.html"),
        ("省人民政府", "http://www.example.gov.cn/xxgk/"),
    ],
)
def test_what_leads_nowhere_is_left_out(text: str, url: str) -> None:
    leads = _leads(f'<ul><li><a href="{url}">{text}</a></li></ul>')
    assert text not in [lead.text for lead in leads]


def test_a_number_below_a_folder_of_columns_is_a_column_and_elsewhere_an_article() -> None:
    leads = _leads("""<p><a href="channels/2146.html">公开年报</a> <a href="/list/20461.html">信息公开年报</a>
        <a href="contents/2146/133484.html">公开年报解读</a> <a href="contents/2146/133485.html">公开年报</a></p>""")
    assert {"channels/2146.html", "list/20461.html"} == {lead.url.removeprefix(HOME) for lead in leads} - {"zwgk/"}


def test_reports_are_leads_wherever_they_are_linked() -> None:
    leads = _leads("""<ul><li><a href="/xw/202302/t20230201_9.html">丁县2022年政府信息公开工作年度报告</a></li>
      <li><a href="/upload/2019.pdf">丁县民政局2018年政府信息公开年度报告.pdf</a></li>
      <li><a href="/zwgk/nb/2021/index.html">2021年政府信息公开年度报告</a></li></ul>""")
    assert [(lead.kind, lead.score) for lead in leads[:2]] == [("report", 1.0), ("report", 1.0)]
    assert _of(leads, "2021年政府信息公开年度报告").kind == "column"


def test_a_picture_stands_for_its_words() -> None:
    leads = _leads('<div><a href="/zt/k1/"><img src="/i/nb.png" alt="政府信息公开年报"></a></div>')
    assert leads[0].url == "http://www.ding.gov.cn/zt/k1/"
    assert leads[0].kind == "column"


def test_departments_are_directories_only_inside_the_disclosure_tree() -> None:
    body = """<ul><li><a href="/bm/mzj/">县民政局</a></li><li><a href="/bm/cgz/">城关镇</a></li>
      <li><a href="/bm/xq/">新区街道办事处</a></li></ul>"""
    inside = _leads(body, "http://www.ding.gov.cn/zfxxgk/bm/", title="部门信息公开")
    assert {lead.text for lead in inside if lead.kind == "directory"} >= {"县民政局", "城关镇", "新区街道办事处"}
    assert "县民政局" not in {lead.text for lead in _leads(body)}


COLUMN = "http://www.ding.gov.cn/zwgk/p6/"
TAG = '<meta name="ColumnType" content="信息公开年报">'


def _column_page(body: str) -> Page:
    return page_of(portal(body, head=TAG), COLUMN)


def test_years_are_columns_inside_a_column_of_reports() -> None:
    body = """<ul><li><a href="/zwgk/p6/2023n/">2023年</a></li><li><a href="/zwgk/p6/y22/">2022年度</a></li>
      <li><a href="/zwgk/p6/2021nd/list.html">更早</a></li></ul>"""
    inside = find_leads(_column_page(body), NAMES)
    assert {lead.text for lead in inside if lead.why == "按年栏目"} == {"2023年", "2022年度", "更早"}
    assert "2022年度" not in {lead.text for lead in _leads(body)}


def test_titles_that_say_less_count_only_in_a_column_of_reports() -> None:
    rows = """<ul><li><a href="./202401/t20240131_5.html">2023年度</a><i>2024-01-31</i></li>
      <li><a href="./202301/t20230131_4.html">本级政府信息公开年报</a><i>2023-01-31</i></li>
      <li><a href="./202212/t20221231_3.html">办公时间调整公告</a><i>2022-12-31</i></li></ul>"""
    page = _column_page(rows)
    listing = read_listing(page)
    assert listing is not None
    assert len(listing.entries) == 3
    assert [entry.title for entry in report_entries(listing, in_column=True)] == ["2023年度", "本级政府信息公开年报"]
    assert report_entries(listing, in_column=False) == []
    reports = [lead for lead in find_leads(page, NAMES, listing=listing) if lead.kind == "report"]
    assert [lead.text for lead in reports] == ["2023年度", "本级政府信息公开年报"]


def test_frames_are_followed_in_shells_and_columns_but_not_on_home_pages() -> None:
    frame = '<iframe src="/zwgk/p6/list.jsp?cat=9"></iframe><iframe src="https://weather.example.com/x"></iframe>'
    assert [lead.url for lead in find_leads(_column_page(frame), NAMES) if lead.kind == "frame"] == [
        "http://www.ding.gov.cn/zwgk/p6/list.jsp?cat=9"
    ]
    many = "".join(f'<a href="/n/{n}/">栏目{n}</a>' for n in range(20))
    assert not [lead for lead in _leads(frame + many) if lead.kind == "frame"]


def test_a_page_that_sends_on_is_followed() -> None:
    page = page_of(
        '<html><head><meta http-equiv="refresh" content="0;url=/gk/index.html"></head><body></body></html>', HOME
    )
    assert [(lead.kind, lead.url) for lead in find_leads(page, NAMES)] == [
        ("frame", "http://www.ding.gov.cn/gk/index.html")
    ]


def test_each_page_is_a_lead_once_and_never_the_page_itself() -> None:
    leads = _leads("""<a href="/xxgk/">政府信息公开</a><a href="http://ding.gov.cn/xxgk/index.html">信息公开</a>
      <a href="/xxgk/#top">政务公开</a><a href="https://www.ding.gov.cn/">政府信息公开</a>""")
    assert sum("/xxgk" in lead.url for lead in leads) == 1
    assert HOME not in [lead.url for lead in leads]


def test_a_column_on_another_governments_site_counts_for_half() -> None:
    leads = _leads(
        '<a href="http://xxgk.zhou.gov.cn/ding/gknb/">政府信息公开年报</a><a href="http://xxgk.zhou.gov.cn/ding/">政府信息公开</a>'
    )
    assert [(lead.text, lead.score < 0.55) for lead in leads if "zhou" in lead.url] == [
        ("政府信息公开年报", True),
        ("政府信息公开", True),
    ]


@pytest.mark.parametrize(
    ("head", "title", "url", "expected"),
    [
        (TAG, "", "/a/", True),
        ('<meta name="ColumnName" content="政府信息公开年报">', "", "/a/", True),
        ("", "政府信息公开年报_丁县人民政府", "/a/", True),
        ("", "[政府信息公开年度报告]-丁县人民政府门户网站群!", "/channels/2146.html", True),
        ("", "丁县人民政府", "/zwgk/xxgknb/index.html", True),
        ("", "丁县人民政府", "/zwgk/xxgknb/2023n/", True),
        ("", "丁县人民政府", "/zwgk/", False),
        ('<meta name="ColumnType" content="政策文件">', "政策文件", "/a/", False),
        (TAG + '<meta name="ArticleTitle" content="某报告">', "某报告", "/a/t20230101_1.html", False),
        ("", "丁县2022年政府信息公开年度报告", "/zwgk/xxgknb/content/post_1.html", False),
    ],
)
def test_a_column_of_reports_says_so(head: str, title: str, url: str, expected: bool) -> None:
    page = page_of(portal("<p>正文</p>", head=head, title=title), f"http://www.ding.gov.cn{url}")
    assert is_report_column(page) is expected


def test_years_that_are_pages_of_their_own_are_columns_not_reports() -> None:
    page = page_of(
        portal("""<h3>年报</h3><ul><li><a href="/zfxxgknb/nb2013.htm">2013年</a></li>
          <li><a href="/zfxxgknb/nb2014.htm">2014年</a></li></ul>"""),
        "http://www.ding.gov.cn/zfxxgknb.htm",
    )
    leads = find_leads(page, NAMES, listing=read_listing(page))
    assert [(lead.kind, lead.why) for lead in leads[:2]] == [("column", "按年栏目")] * 2


def test_a_page_inside_a_column_is_not_the_column() -> None:
    leads = _leads('<a href="/zwgk/gknb.shtml">查阅</a><a href="/zwgk/gknb/12/show.jsp">说明</a>')
    scores = {lead.text: lead.score for lead in leads}
    assert scores["查阅"] > 0.75
    assert scores.get("说明", 0) < 0.5


def test_an_entrance_leads_into_the_site_and_an_article_does_not() -> None:
    body = "<a href='/main/'><img src='enter.png' alt='进入网站'></a><a href='http://www.elsewhere.gov.cn/'>省政府</a>"
    (lead,) = find_leads(page_of(f"<html><body>{body}</body></html>", "http://www.jia.gov.cn/"), NAMES)
    assert (lead.kind, lead.url) == ("frame", "http://www.jia.gov.cn/main/")
    inner = page_of(f"<html><body>{body}</body></html>", "http://www.jia.gov.cn/xwzx/2024/a.html")
    assert find_leads(inner, NAMES) == []


@pytest.mark.parametrize(
    "text", ["部门网站", "乡镇街道网站", "县直部门子站", "各乡镇信息公开目录", "街道乡镇", "组成部门"]
)
def test_directories_of_departments_are_known_whether_they_are_columns_or_sites(text: str) -> None:
    assert _of(_leads(f'<div><a href="/d/">{text}</a> <a href="/e/">部门动态</a></div>'), text).kind == "directory"


def test_the_disclosure_tree_leads_to_a_whole_county_by_its_name() -> None:
    body = '<div><a href="/area/1/">戊县</a> <a href="/area/2/">丁县</a></div>'
    inside = _leads(body, "http://www.ding.gov.cn/xxgk/", title="信息公开平台")
    assert {"戊县", "丁县"} <= {lead.text for lead in inside if lead.kind == "directory"}
    assert not {"戊县", "丁县"} & {lead.text for lead in _leads(body)}


def test_what_lies_in_the_folder_of_a_column_of_reports_or_is_called_by_its_agency_is_one() -> None:
    body = """<div><a href="/zwgk/p6/2023/88812.html">县政府</a> <a href="/b/88813.html">财政局</a>
      <a href="/zwgk/p6/2023/88814.html">网站工作年度报表</a> <a href="/b/88815.html">春耕调研</a></div>"""
    leads = find_leads(_column_page(body), NAMES)
    assert [lead.text for lead in leads if lead.kind == "report"] == ["县政府", "财政局"]


def test_a_column_of_reports_leads_to_the_older_ones_on_a_host_of_their_own() -> None:
    link = '<p><a href="http://old.ding.gov.cn/a/b.htm">2013年以前年报请访问旧版网站</a></p>'
    (older,) = [lead for lead in find_leads(_column_page(link), NAMES) if "old" in lead.url]
    assert (older.kind, older.why.startswith("往年的年报")) == ("column", True)
    assert not any("old" in lead.url for lead in _leads(link))


def test_a_page_that_lists_the_reports_of_all_departments_is_a_way_to_them() -> None:
    text = "丁县2023年度县直部门政府信息公开工作年度报告汇总"
    body = f'<ul><li><a href="/zwgk/p6/20240131/7.html">{text}</a></li></ul>'
    (lead,) = [lead for lead in find_leads(_column_page(body), NAMES) if lead.text == text]
    assert (lead.kind, lead.url) == ("column", "http://www.ding.gov.cn/zwgk/p6/20240131/7.html")
    assert text not in {lead.text for lead in _leads(body)}


def test_a_home_page_that_introduces_its_county_is_no_directory() -> None:
    body = '<div><a href="/zj/">走进丁县</a></div>'
    assert "走进丁县" not in {lead.text for lead in _leads(body, f"{HOME}zwgk/", title="政务公开")}


def test_the_site_of_a_department_is_a_weak_lead_from_anywhere_and_a_span_of_years_a_column() -> None:
    site = _of(
        _leads('<select onchange="go()"><option value="http://czj.ding.gov.cn/">财政局</option></select>'), "财政局"
    )
    assert (site.kind, site.url, site.score < 0.3) == ("directory", "http://czj.ding.gov.cn/", True)
    span = find_leads(_column_page('<p><a href="/zwgk/r2.html">2014-2018年</a></p>'), NAMES)
    assert [lead.kind for lead in span if lead.text == "2014-2018年"] == ["column"]


@pytest.mark.parametrize(
    "text",
    [
        "部门导航", "政府工作部门", "直属机构", "部门、镇信息公开", "县(市、区)信息公开", "委办局信息公开",
        "乡镇街道栏目", "县直部门及单位", "部门和街镇政府信息公开",
    ],
)  # fmt: skip
def test_a_directory_is_known_by_many_names(text: str) -> None:
    assert _of(_leads(f'<div><a href="/a/17/">{text}</a></div>'), text).kind == "directory"


@pytest.mark.parametrize("text", ["部门动态", "部门预算", "部门解读", "机构职能"])
def test_what_departments_do_is_no_directory_of_them(text: str) -> None:
    leads = _leads(f'<div><a href="/a/17/">{text}</a></div>')
    assert all(lead.kind != "directory" for lead in leads if lead.text == text)


def test_units_of_a_list_by_query_are_columns_of_reports_of_their_own() -> None:
    units = "".join(
        f"<li><a href='/list.htm?cat=12&unit={n}'>{name}</a></li>" for n, name in ((1, "审计局"), (2, "青石镇"))
    )
    leads = _leads(
        f"<ul><li><a href='/list.htm?cat=12&unit=0'>信息公开年报</a></li></ul><h3>单位</h3><ul>{units}"
        "<li><a href='/list.htm?cat=3&unit=4'>民政局</a></li></ul>",
        title="政府信息公开目录",
    )
    found = {lead.url.rpartition("?")[2]: (lead.kind, lead.text) for lead in leads if "list.htm" in lead.url}
    assert found["cat=12&unit=1"] == ("column", "审计局政府信息公开年报")
    assert found["cat=12&unit=2"] == ("column", "青石镇政府信息公开年报")
    assert found["cat=3&unit=4"] == ("directory", "民政局")


def test_the_options_of_a_menu_are_a_list_of_units_too() -> None:
    options = "".join(
        f"<option value='/u/{n}/'>{name}</option>" for n, name in enumerate(("审计局", "民政局", "档案馆", "青石镇"))
    )
    leads = _leads(f"<select onchange='window.open(this.value)'>{options}</select>", title="政府信息公开")
    assert _of(leads, "档案馆").kind == "directory"


def test_units_whose_pages_are_called_by_a_number_alone_are_led_to() -> None:
    body = """<ul><li><a href="/organ/620421015.html">审计局</a></li><li><a href="/organ/620421016.html">青石镇</a></li>
        <li><a href="/xw/202303/t20230301_7.html">民政局</a></li></ul>"""
    assert {lead.text for lead in _leads(body, title="政府信息公开") if "organ" in lead.url} == {"审计局", "青石镇"}
    assert not [lead for lead in _leads(body, title="机构职能_政府信息公开") if "organ" in lead.url]
    (lead,) = (lead for lead in _leads('<p><a href="/gk/20461.html">信息公开年报</a></p>') if "20461" in lead.url)
    assert lead.kind == "column"


@pytest.mark.parametrize("tab", ["公开", "政务", "阳光政务"])
def test_units_are_found_where_a_tab_that_names_all_disclosure_led(tab: str) -> None:
    page = page_of(
        portal("<a href='/d1/'>财政局</a><a href='/d2/'>青石镇</a>", title="庚县"), "http://www.geng.gov.cn/c7/"
    )
    assert {lead.text for lead in find_leads(page, ["庚县"], led_by=tab) if lead.kind == "directory"} == {
        "财政局",
        "青石镇",
    }
    assert [lead for lead in find_leads(page, ["庚县"], led_by="服务") if lead.kind == "directory"] == []


@pytest.mark.parametrize(
    "text",
    ["行政机关", "委、办、局", "县属事业单位", "群团组织", "中省驻县单位", "开发区（园区）", "党群部门", "部门管理机构",
     "各镇（街道）", "镇（街、场）", "乡（镇）政府", "乡镇办", "局委", "县直"],
)  # fmt: skip
def test_a_directory_is_one_by_whose_it_is_and_what_it_lists(text: str) -> None:
    assert names_directory(text)


@pytest.mark.parametrize("text", ["机关", "机构", "组织", "机构职能", "部门动态", "政府", "镇", "公开", "机关党建"])
def test_words_of_directories_alone_make_none(text: str) -> None:
    assert not names_directory(text)


@pytest.mark.parametrize("text", ["政府信息年报", "年度公开报告", "政务公开工作年度报告", "政府公开年报"])
def test_a_column_of_reports_is_one_by_words_of_disclosure_in_any_order(text: str) -> None:
    assert names_report_column(text)


@pytest.mark.parametrize("text", ["政府工作报告", "统计年报", "政务信息报告", "信息公开", "工作报告", "企业年报公示"])
def test_other_reports_and_disclosure_itself_name_no_column_of_reports(text: str) -> None:
    assert not names_report_column(text)
