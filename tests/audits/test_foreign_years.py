"""Another year in a report's text: left over from an old one, or meant as it stands."""

from __future__ import annotations

import pytest

from crawler.records import Section
from crawler.report.audits.foreign import audit_foreign

_AGENCY = "会宁县柴家门镇人民政府"


def _years(text: str, heading: str) -> list[str]:
    section = Section(position=1, level=1, number="一、", heading=heading, body=text)
    return [finding.message for finding in audit_foreign([section], 2018, _AGENCY, "620422")]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("截至2017年12月31日，柴家门镇共收到申请6件。\n2018年，协助县政府办核对申请2件。", "依申请公开情况"),
        ("2017年共收到公开申请6件。\n2018年发生因申请公开而引起的行政复议1件。", "依申请公开情况"),
        ("此外，2019年我镇在公示栏公开信息31条。", "主动公开情况"),
        ("2019年，我镇没有收到要求公开信息的申请。", "依申请公开情况"),
        ("据统计，2019年度共主动公开信息三十一条。", "主动公开情况"),
        ("2017年，我镇公开信息31条，与上年的24条相比增加7条。", "主动公开情况"),
        ("2017年，会宁县柴家门镇在县政府的领导下，落实《条例》。", "概述"),
        ("2017年1月至12月，主动公开信息31条。", "主动公开情况"),
        ("（二）2017年共承办人大代表建议3件。", "其他需要报告的事项"),
        ("2018年将加大公开力度，每季度公布一次。", "改进措施"),
        ("公开形式单一。2018年，我镇将进一步拓宽渠道。", "存在的主要问题"),
        ("2017年，柴家门镇认真贯彻新修订的《条例》，现将我镇2018年公开情况公布如下。", "概述"),
    ],
)
def test_work_of_another_year_is_found_whatever_stands_beside_it(text: str, heading: str) -> None:
    assert _years(text, heading), text


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("2017年共收到公开申请6件。\n2018年收到公开申请2件。", "依申请公开情况"),
        ("2017年我镇公开信息31条，今年公开45条。", "主动公开情况"),
        ("2017年度政务公开第三方评估中，我镇列乡镇第二位。", "概述"),
        ("2019年，我镇继续完善公开制度，进一步丰富形式。", "存在的问题和打算"),
        ("2019年，我镇将力争公开信息100条。", "主动公开情况"),
        ("认真研究群众意见，2019年着力抓好公开工作。", "存在的问题和打算"),
        ("改进措施：一是抓培训，2019年组织培训不少于3次。", "存在的问题"),
        ("2017年申请人提出的问题已经整改。", "依申请公开情况"),
        ("2018年将公开工作纳入考核，取得实效。", "存在的问题和改进情况"),
        ("2018年计划完善栏目3个，已全部完成。", "存在的问题和改进情况"),
        ("2019年将加大公开力度。", "改进措施"),
        ("2017年存在的更新慢的问题得到改进，但公开形式较单一。", "存在的问题"),
    ],
)
def test_another_year_that_is_compared_planned_or_history_raises_nothing(text: str, heading: str) -> None:
    assert _years(text, heading) == [], text
