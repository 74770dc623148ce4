"""Links that no rule understands: which of them may lead to reports, best first."""

from __future__ import annotations

from crawler.platforms import read_listing
from crawler.platforms.base import Lead
from crawler.platforms.discover import find_leads
from crawler.platforms.unknown import unknown_leads
from tests.platforms.pages import page_of, portal

URL = "http://www.jia.gov.cn/zwgk/"


def unknown(body: str, *, column: bool = False, title: str = "政务公开") -> dict[str, float]:
    page = page_of(portal(body, title=title), URL)
    listing = read_listing(page, None, column)
    leads = find_leads(page, ["甲县"], listing=listing, in_column=column)
    found = unknown_leads(page, leads, listing, column=column)
    assert not {lead.url for lead in leads} & {lead.url for lead in found}
    assert all(lead.kind == "unknown" and 0 < lead.score < 1 for lead in found)
    return {lead.text: lead.score for lead in found}


def menu(*texts: str) -> str:
    return "<ul>" + "".join(f'<li><a href="/g/c{n}/">{text}</a></li>' for n, text in enumerate(texts)) + "</ul>"


def test_what_is_worded_like_disclosure_comes_before_what_is_worded_like_units() -> None:
    found = unknown(menu("两办一局窗口单位", "镇办及驻地公开窗", "各口年报一本通"))
    assert list(found) == ["各口年报一本通", "镇办及驻地公开窗", "两办一局窗口单位"]


def test_what_is_known_to_lead_elsewhere_is_left_alone() -> None:
    assert unknown(menu("财政预算", "招聘", "便民下载", "动态", "English")) == {}


def test_what_leads_elsewhere_and_speaks_of_disclosure_is_the_very_last_to_be_tried() -> None:
    assert unknown(menu("公开指引", "政务信息动态公开", "镇办公开窗")) == {
        "镇办公开窗": 0.6,
        "公开指引": 0.1,
        "政务信息动态公开": 0.1,
    }


def test_a_link_that_says_nothing_counts_only_where_reports_or_units_are_shown() -> None:
    assert unknown(menu("碧水蓝天")) == {}
    assert unknown(menu("碧水蓝天"), column=True) == {"碧水蓝天": 0.2}
    assert unknown(menu("我县各界群众同庆丰收佳节"), column=True) == {}


def test_what_stands_among_units_is_one_whatever_it_is_called() -> None:
    among = unknown(menu("财政局", "教育局", "投诉举报", "民政局", "水务局"))
    assert among == {"投诉举报": 0.7}
    assert unknown(menu("财政局", "教育局", "民政局") + "<h2>互动</h2>" + menu("投诉举报")) == {}


def test_between_two_directories_of_units_stands_a_third_whatever_it_is_called() -> None:
    assert unknown(menu("公开指南", "县直部门", "挂牌机构", "乡镇"))["挂牌机构"] == 0.7
    apart = unknown(menu("县直部门", "投诉举报", "下载中心", "挂牌机构", "乡镇"))
    assert "投诉举报" not in apart and apart["挂牌机构"] == 0.4


def test_news_of_a_day_are_no_way_though_they_speak_of_disclosure() -> None:
    news = '<p><a href="/art/2024/3/1/art_12_3456.html">各单位年报工作部署</a></p>'
    assert unknown(news) == {}


def test_a_row_of_a_column_of_reports_that_speaks_of_disclosure_may_be_one() -> None:
    titles = ("本年公开推进情况", "关于报送材料的函", "植树节活动", "全年公开事项汇报", "局务会纪要", "其他事项")
    rows = "".join(
        f'<li><a href="/art/2024/3/1/art_9_{n}.html">{title}</a><span>2024-03-01</span></li>'
        for n, title in enumerate(titles)
    )
    found = unknown(f"<ul>{rows}</ul>", column=True, title="政府信息公开年报")
    assert found == {"本年公开推进情况": 0.5}


def test_no_page_gives_more_of_them_than_a_night_can_try() -> None:
    assert len(unknown(menu(*(f"第{n}号窗口单位" for n in range(200))))) == 40


def test_a_unit_is_one_though_a_word_in_its_name_leads_elsewhere() -> None:
    page = page_of(portal(menu("退役军人事务局", "人事任免"), title="甲县"), "http://www.jia.gov.cn/list/")
    found = unknown_leads(page, [Lead(f"{URL}bm/", "directory", 0.5)], None, column=False)
    texts = {lead.text for lead in found}
    assert "退役军人事务局" in texts and "人事任免" not in texts
