"""Portals and accounts that are called by the short name of a place (中国·靖远): another's is left over."""

from __future__ import annotations

import pytest

from crawler.records import Section
from crawler.report.audits.places import audit_places


def _told(text: str, agency: str = "会宁县民政局") -> list[str]:
    section = Section(position=1, level=1, number="一、", heading="概述", body=text)
    return [finding.severity for finding in audit_places([section], 2016, agency, "620422")]


@pytest.mark.parametrize(
    "text",
    [
        "依托中国·紫金网站公布信息9条。",
        "电子版见“中国·紫金网站”。",
        "在中国紫金门户网站发布信息9条。",
        "登录中国·紫金政府门户网站查看。",
        "在“中国·紫金”公布。",
        '通过"中国·紫金"门户网站公布。',
        "「中国·紫金」政务网公布9条。",
        "信息由中国.紫金网刊登。",
        "中国·紫金政府信息公开网公布9条。",
        "通过紫金政府网公布9条。",
        "公示栏和紫金政务网均有公布。",
        "“紫金政务网”公布9条。",
        "利用紫金发布微信公众号推送9条。",
        "“掌上紫金”客户端推送9条。",
        "微信公众号“紫金民政”推送9条。",
        "“紫金发布”全年推送9条。",
        "通过紫金县政府信息公开平台公布9条。",
        "一是通过紫金县政府信息公开平台公布；",
    ],
)
def test_another_places_portal_is_told_by_its_short_name(text: str) -> None:
    assert _told(text) == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "中国·会宁网站公布9条，中国·白银网站公布1条。",
        "在中国会宁门户网站、中国甘肃网发布。",
        "通过中国政府网、中国裁判文书网查询。",
        "通过凤凰网、光明网、新华网刊发9条。",
        "通过平安政务网、和平政府网公布。",
        "通过公示栏和政府网站、政务网公布。",
        "通过白银政府网、甘肃政务服务网公布。",
        "借鉴中国·紫金网站的做法。",
        "转载“紫金发布”微信公众号信息1条。",
        "“紫金发布”转载我局信息1条。",
        "通过白银市政府信息公开平台公布9条。",
    ],
)
def test_ones_own_portals_and_those_of_the_nation_are_no_other_places(text: str) -> None:
    assert _told(text) == []


def test_an_account_is_called_by_its_place_and_what_its_bureau_is_for() -> None:
    assert _told("“紫金自然资源”公众号推送9条。", "会宁县自然资源局") == ["warning"]
    assert _told("“会宁自然资源”公众号推送9条。", "会宁县自然资源局") == []


def test_a_point_that_is_a_sentence_names_a_portal_too() -> None:
    point = Section(position=1, level=3, number="（一）", heading="通过“紫金发布”微信公众号推送9条", body="")
    assert len(audit_places([point], 2016, "会宁县民政局", "620422")) == 1
