"""Names of other places, townships and bureaus in a report's text: left over from elsewhere, or legitimate guests."""

from __future__ import annotations

import pytest

from crawler.records import Section
from crawler.report.audits.places import audit_places

_COUNTY = "会宁县人民政府", "620422"
_BUREAU = "会宁县民政局", "620422"
_TOWN = "会宁县郭城驿镇人民政府", "620422"
_BUILDING = "会宁县住房和城乡建设局", "620422"
_FARMING = "会宁县农业局", "620422"
#: Its name ends with that of its neighbour.
_LONGER = "临澧县民政局", "430724"


def _named(text: str, home: tuple[str, str]) -> list[str]:
    section = Section(position=1, level=1, number="一、", heading="概述", body=text)
    return [finding.message for finding in audit_places([section], 2016, *home)]


@pytest.mark.parametrize(
    ("text", "home", "name"),
    [
        ("2016年，靖远县成立由常务副县长任组长的领导小组。", _COUNTY, "靖远县"),
        ("自《条例》施行以来，靖远县各级行政机关均未收费。", _COUNTY, "靖远县"),
        ("下一步，将着力完善景泰县政府网站。", _COUNTY, "景泰县"),
        ("目前景泰县民政局在公开中存在形式单一的问题。", _BUREAU, "景泰县"),
        ("2016年,景泰县民政局未收到申请。", _BUREAU, "景泰县"),
        ("2016年，县林业局把政务公开同行业作风结合起来。", _BUREAU, "县林业局"),
        ("会宁县审计局的信息公开工作与群众的期望仍有距离。", _BUREAU, "会宁县审计局"),
        ("甘沟驿镇2016年没有依申请公开事项。", _TOWN, "甘沟驿镇"),
        ("对照景泰县人民政府办公室《公开任务台账》整改。", _BUREAU, "景泰县"),
        ("天津市静海区民政局", _BUREAU, "静海区"),
        ("党政办负责制定和完善甘沟驿镇信息公开目录和指南。", _TOWN, "甘沟驿镇"),
        ("在靖远县委、县政府的正确领导下，工作进展顺利。", _COUNTY, "靖远县"),
        ("通过“中国·靖远”政府网发布。", _COUNTY, "靖远"),
        ("由靖远县民政局统计2016年度报告的数据。", _BUREAU, "靖远县"),
        ("由会宁县民政局编制靖远县2016年政府信息公开年度报告。", _BUREAU, "靖远县"),
        ("统计数据包含靖远县人民政府及所属部门。", _COUNTY, "靖远县"),
        ("甘沟驿镇人民政府及早安排公开工作，及时公开信息6条。", _TOWN, "甘沟驿镇"),
        ("2016年，澧县民政局没有产生收费。", _LONGER, "澧县"),
        ("会宁县城市管理局共公开信息11条。", _BUILDING, "会宁县城市管理局"),
        ("会宁县自然资源和规划局共公开信息11条。", _BUILDING, "会宁县自然资源"),
        ("会宁县规划局共公开信息11条。", _BUILDING, "会宁县规划局"),
        ("2016年县水产局没有收到信息公开申请。", _FARMING, "县水产局"),
        ("主动公开了县民政局机构概况，包括8项职能。", _FARMING, "县民政局"),
        ("2016年，甘沟驿镇没有收到任何人向我镇提出的申请。", _TOWN, "甘沟驿镇"),
        ("2016年，靖远县政府及其部门收取费用0元。", _COUNTY, "靖远县"),
        ("2016年，靖远县人民政府和县直各部门没有收费。", _COUNTY, "靖远县"),
    ],
)
def test_a_name_without_a_reason_to_stand_there_is_found(text: str, home: tuple[str, str], name: str) -> None:
    assert any(f"“{name}" in message for message in _named(text, home)), _named(text, home)


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("靖远县民政局、景泰县民政局的同志来我局查看了资料。", _BUREAU),
        ("与靖远县签订黄河联防协议并予以公布。", _COUNTY),
        ("县政府办组织人员赴靖远县、景泰县考察。", _COUNTY),
        ("其中1件要求公开靖远县某学校的审批信息，已告知申请人。", _BUREAU),
        ("全市考核中，靖远县列第一位，会宁县列第三位。", _COUNTY),
        ("天津市蓟州区派员支援网站改版。", _COUNTY),
        ("白银市人民政府办公室通报了各县区的公开情况。", _COUNTY),
        ("诉讼1件，由靖远县人民法院异地管辖。", _BUREAU),
        ("县财政局按规定批复部门预算。", _BUREAU),
        ("县文化局、县图书馆设立查阅点。", _BUREAU),
        ("原新庄塬乡并入后，其公开栏由镇党政办管护。", _TOWN),
        ("河畔镇、甘沟驿镇与郭城驿镇共建片区公开栏。", _TOWN),
        ("统计范围包括会宁县人民政府及所属部门。", _COUNTY),
        ("临澧县民政局没有产生收费。", _LONGER),
        ("会宁县住房城乡规划建设局共公开信息11条。", _BUILDING),
        ("会宁县农牧局共公开信息11条。", _FARMING),
        ("主动公开了县农业农村局机构概况。", _FARMING),
        ("甘沟驿镇政府向我镇移送申请1件。", _TOWN),
        ("靖远县政府、景泰县政府各收取费用3元，我县没有收费。", _COUNTY),
    ],
)
def test_a_guest_raises_nothing(text: str, home: tuple[str, str]) -> None:
    assert _named(text, home) == []


def test_a_name_that_nothing_explains_is_noted_and_one_with_the_reports_own_work_is_warned_of() -> None:
    def severity(text: str) -> list[str]:
        section = Section(position=1, level=1, number="一、", heading="概述", body=text)
        return [finding.severity for finding in audit_places([section], 2016, *_COUNTY)]

    assert severity("省民政厅对靖远县婚姻登记处进行了等级评定。") == ["note"]
    assert severity("靖远县共受理申请5件。") == ["warning"]
    assert severity("省民政厅对靖远县婚姻登记处进行了等级评定。靖远县共受理申请5件。") == ["warning"]
