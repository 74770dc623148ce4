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
        ("围绕靖远县经济社会发展大局，我局突出重点。", _BUREAU, "靖远县"),
        ("我镇紧扣文县中心工作，推进公开。", _TOWN, "文县"),
        ("立足原平市工作实际，我县制定了方案。", _COUNTY, "原平市"),
        ("在靖远县委、靖远县政府的高度重视和各单位的配合下，我镇充实了力量。", _TOWN, "靖远县"),
        ("按照靖远县政府办公室关于编制年度报告的要求，我局作了梳理。", _BUREAU, "靖远县"),
        ("按照双江拉祜族佤族布朗族傣族自治县人民政府的部署，我局作了梳理。", _BUREAU, "双江拉祜族佤族布朗族傣族自治县"),
        ("景泰县民政局没有接到要求公开政府信息的申请。", _BUREAU, "景泰县"),
        ("泰来县民政局没有收到申请。", _BUREAU, "泰来县"),
        ("会同县民政局没有收到申请。", _BUREAU, "会同县"),
        ("遵照《条例》和上级规定，会宁县水利局对2016年政府信息公开工作进行了总结。", _BUREAU, "会宁县水利局"),
        ("会宁县行政审批服务局的政府信息公开工作还有不足。", _BUREAU, "会宁县行政审批服务局"),
        ("会宁县水利局安排专人维护公开专栏。", _BUREAU, "会宁县水利局"),
        ("结合会宁县水利局工作实际，我局修订了制度。", _BUREAU, "会宁县水利局"),
        ("会宁县移民局没有收到申请。", _BUREAU, "会宁县移民局"),
        ("为推动靖远县政务公开工作再上台阶，我局制定了方案。", _BUREAU, "靖远县"),
        ("我局的信息可以在靖远县政务服务大厅查阅。", _BUREAU, "靖远县"),
        ("我镇认真落实靖远县委、县政府决策。", _TOWN, "靖远县"),
        ("会宁县水利局办公室是我局政府信息公开申请的受理机构。", _BUREAU, "会宁县水利局"),
        ("由县水利局办公室作为本单位负责政府信息公开工作的日常机构。", _BUREAU, "县水利局"),
        ("依申请公开受理机构为：会宁县水利局办公室。", _BUREAU, "会宁县水利局"),
        ("会宁县水利局办公室具体负责本局政府信息公开工作。", _BUREAU, "会宁县水利局"),
        ("靖远县民政局办公室为本机关政府信息公开工作机构。", _BUREAU, "靖远县"),
        ("为推进此项工作，会宁县水利局明确由办公室具体负责。", _BUREAU, "会宁县水利局"),
        ("会宁县水利局指定专人承担，并及时更新。", _BUREAU, "会宁县水利局"),
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
        ("围绕会宁县经济社会发展大局，结合白银市中心工作，我局突出重点。", _BUREAU),
        ("立足靖远县发展经验，我县作了探索。", _COUNTY),
        ("靖远县政府信息公开办公室转来申请1件，我局已答复。", _BUREAU),
        ("靖远县政务公开工作经验丰富，我县派员前往学习。", _COUNTY),
        ("我局与靖远县档案馆共同编研史料。", _BUREAU),
        ("对照靖远县政务公开工作标准，我局查找差距。", _BUREAU),
        ("在靖远县委、县政府的大力支持下，帮扶项目完工。", _COUNTY),
        ("会宁县行政审批服务局的政府信息公开工作要求，我局逐条落实。", _BUREAU),
        ("会宁县水利局安排经费，用于公开栏建设。", _BUREAU),
        ("会宁县民政局办公室是我局政府信息公开申请的受理机构。", _BUREAU),
        ("会宁县政务服务局为我局政府信息公开申请的受理机构。", _BUREAU),
        ("会宁县司法局是我局行政复议的受理机构。", _BUREAU),
        ("会宁县水利局明确由各乡镇负责河道公示牌。", _BUREAU),
        ("我局按照会宁县政务公开工作领导小组的统一部署开展工作。", _BUREAU),
        ("按照示范区政务公开领导小组的部署，我局作了梳理。", _BUREAU),
        ("统计数据来源为会宁县水利局。", _BUREAU),
        ("联系地址：昭通市镇雄县人民路1号。", ("镇雄县新民乡人民政府", "530627")),
        ("景德镇市没有提出要求。", ("浮梁县三龙镇人民政府", "360222")),
        ("在阳泉市郊区委、区政府的高度重视下，工作有序开展。", ("郊区民政局", "140311")),
        ("紧紧围绕毕节地区中心工作，结合织金县实际制定方案。", ("织金县民政局", "520524")),
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
    assert severity("我县按照靖远县政务公开工作领导小组的统一部署，推进各项工作。") == ["warning"]
    assert severity("按照靖远县政府信息公开办公室的要求，我县作了梳理。") == ["warning"]
    assert severity("省民政厅对靖远县婚姻登记处进行了等级评定。靖远县共受理申请5件。") == ["warning"]
