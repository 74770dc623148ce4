"""Shares and growth printed beside figures (占比, 增长): compared with the figures that they are of."""

from __future__ import annotations

import pytest

from crawler.report.audits.growth import audit_growth
from crawler.report.audits.shares import audit_shares
from crawler.report.text.outline import read_sections
from tests.report.summed import sums

#: A right text, and what makes its growth wrong.
GROWTH = [
    ("收到申请24件，同比下降17.2%（上年29件）。", "17.2%", "27.2%"),
    ("公开信息71条，较2015年度的66条增加5条。", "增加5条", "增加15条"),
    ("公开信息1263条，比2015年（1102条）增长14.6%；政策解读12篇。", "14.6%", "24.6%"),
    ("收到申请14件，较2015年增加4件，增长40%；上一年度结转1件。", "40%", "60%"),
    ("收到申请9件（上年12件），同比减少25%，办结率100%。", "25%", "35%"),
    ("公开信息119条，比去年多19条，增长19%。", "增长19%", "增长29%"),
    ("公开信息118条，比2015年增加19条，增幅19.2%。", "19.2%", "29.2%"),
    ("2016年新收2件。2015年新收5件，同比下降60%。", "60%", "40%"),
    ("公开信息150条。与2015年相比（120条），增加30条，增长25%。", "25%", "35%"),
    ("公开信息86条；2015年为64条，多22条。", "多22条", "多32条"),
    ("公开信息2204条。较去年增加204条，增幅为10.2%。", "10.2%", "12.0%"),
    ("与上年（原统计口径）120条相比增加30条，为150条。", "增加30条", "增加20条"),
    ("本级公开98条，比2015年82条增加16条；下属单位公开140条，比2015年减少7条。", "16条", "26条"),
    ("收到申请86件，同比增长7.5%（上年80件），结转上年4件。", "7.5%", "5.7%"),
    ("收到申请9宗。与前一年的6宗相比，申请数量增加了50%。", "50%", "60%"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), GROWTH)
def test_growth_is_compared_with_the_figures_of_both_years(text: str, right: str, wrong: str) -> None:
    def grown(text: str) -> list[str]:
        return [finding.message for finding in audit_growth(read_sections(["一、工作情况", text]), 2016)]

    assert grown(text) == []
    assert right in text
    (message,) = grown(text.replace(right, wrong, 1))
    assert "增减与数量不符" in message


@pytest.mark.parametrize(
    "text",
    [
        "公开信息1263条，同比增长14.6%。",
        "上年结转5件，新收20件，同比增长30%。",
        "较2015年增加10余条，为310条。",
        "2016年收到申请20件，2015年收到18件，2014年收到15件，逐年增加2件以上。",
    ],
)
def test_growth_without_both_figures_is_left_alone(text: str) -> None:
    assert audit_growth(read_sections(["一、工作情况", text]), 2016) == []


SHARES = [
    ("在96条信息里，登在网站的有90条，占93.75%。", "93.75%", "97.35%"),
    ("收到申请21件。办结20件，答复率95.2%，其余在办。", "95.2%", "92.5%"),
    ("公开信息9340条。重点领域信息2960条，占31.7%。", "31.7%", "37.1%"),
    ("发布信息229条。网站发布数占发布总数的89.5%，即205条。", "89.5%", "85.9%"),
    ("公开信息112条，其中公告18篇，占16.07%，比上年增加5篇。", "16.07%", "17.06%"),
    ("接到申请3件，从上年转来1件，办结4件，办结率100%。", "100%", "75%"),
    ("产生信息163件，主动公开的有151件，主动公开率92.6%。", "92.6%", "96.2%"),
    ("政务类85条，占35.7%；村务类67条，占28.2%；民生类53条，占22.3%；其他类33条，占13.9%。", "53条", "63条"),
    ("收到申请8件。已办结7件，办结率87.5%，1件结转2019年办理。", "87.5%", "78.5%"),
    ("公开信息201条，少28条。收到申请6件，上年结转1件，答复7件，办结率100%。", "100%", "86%"),
    ("网站公开83条，占71.6%；公众号公开33条，占28.4%；总公开量116条。", "28.4%", "24.8%"),
    ("公开信息268条。农路领域信息88条，占全局公开总数的32.8%。", "32.8%", "38.2%"),
    ("公开信息31条，动态信息21条，动态信息占比67.7%。", "67.7%", "76.7%"),
    ("公开信息8620条，其中全文电子化8105条，全文电子化率为94%。", "94%", "84%"),
    ("公路类42条，占50%；运输类28条，占33.3%；安全类14条，占16.7%。", "33.3%", "23.3%"),
    ("重点领域信息2960条；其中资金680条，占重点领域信息的23%。", "23%", "32%"),
    ("公开信息126条，占全县信息公开总量2520条的5%。", "5%", "15%"),
    ("网站公开82条，占62.1%；公众号公开50条，占37.9%。", "62.1%", "61.2%"),
    ("网站公开82条，占62.1%；公众号公开50条，占37.9%。", "82条", "28条"),
    (
        "答复“同意公开”的21件，占答复总数的70%；“非本机关”的6件，占20%；“信息不存在”的3件，占10%。全年共答复30件。",
        "20%",
        "40%",
    ),
]


@pytest.mark.parametrize(("text", "right", "wrong"), SHARES)
def test_a_share_that_stands_alone_is_compared_with_the_figures_beside_it(text: str, right: str, wrong: str) -> None:
    def shared(text: str) -> list[str]:
        return [finding.message for finding in audit_shares(read_sections(["一、工作情况", text]), set())]

    assert shared(text) == []
    assert right in text
    (message,) = shared(text.replace(right, wrong, 1))
    assert "占比与数量不符" in message


@pytest.mark.parametrize(
    "text",
    [
        "受理申请118件，占全市的9.6%。",
        "网站公开82条，占62%；公众号公开50条，占总数的20%。",
        "公开的1500条信息中，法规类20条，其中法律8条，规章12条，占总体的1.3%；业务类1480条，占总体的98.7%。",
        "公开信息412条，占40.2%；教师信息208条，占20.3%。",
        "收到申请30件，占总数的32.7%和67.3%。",
        "收到申请21件，办结率100%。",
        "受理申请98件，比2015年多17件，占全县总量的44%。",
        "收到咨询申请14件，已答复14件，正在办理0件，答复率100%。",
        "办结申请14件，其中，予以公开12件、依法不予公开2件，公开率86%。",
        "公开文件65件，解读47件，解读率达100%。",
        "收到申请73件，上年结转2件，共75件。予以公开31件，占43.1%；不予公开12件，占16.7%；无法提供29件，占40.3%。",
    ],
)
def test_a_share_of_what_is_not_printed_is_left_alone(text: str) -> None:
    assert audit_shares(read_sections(["一、工作情况", text]), set()) == []


def test_a_share_may_be_of_what_an_earlier_part_of_its_section_counts() -> None:
    lines = ["一、主动公开情况", "（一）公开数量。", "公开信息312条。", "（二）公开形式。", "印发宣传册3000份。", "{}"]
    right, wrong = (lines[-1].format(text) for text in ("网站公开312条，占100%。", "网站公开312条，占90%。"))
    assert audit_shares(read_sections([*lines[:-1], right]), set()) == []
    assert audit_shares(read_sections([*lines[:-1], wrong]), set())


def test_shares_are_checked_where_a_list_names_some_parts_only() -> None:
    text = "主动公开信息1000条，其中机构类100条，占10%；政策类200条，占20%；规划类50条，占5%；许可类76条，占{}%。"
    assert sums(text.format("7.6")) == []
    assert sums(text.format("8.05")) == ["占比与数量不符：许可类76÷1000=7.6%，文中写作 8.05%"]


def test_growth_may_be_of_what_the_figures_before_it_make_together() -> None:
    text = "网站公开30条，新媒体公开{}条，较上年度（63条）增加7条。"
    assert audit_growth(read_sections([text.format(40)]), 2016) == []
    assert len(audit_growth(read_sections([text.format(45)]), 2016)) == 1
