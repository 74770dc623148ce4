"""What a report does for its own place and agency alone, with another's name in it, wherever in a sentence that stands;
offices and centres (办公室, 中心) as agencies beside bureaus.
"""

from __future__ import annotations

import pytest

from crawler.records import Section
from crawler.report.audits.places import audit_places

_COUNTY = "会宁县人民政府", "620422"
_BUREAU = "会宁县民政局", "620422"
_TOWN = "会宁县郭城驿镇人民政府", "620422"
_OFFICE = "会宁县扶贫开发办公室", "620422"
_CITY = "原平市扶贫开发办公室", "140981"
_PREFECTURE = "白银市民政局", "620400"
_DISABLED = "会宁县残疾人联合会", "620422"
_BANNER = "扎赉特旗好力保镇人民政府", "152223"
#: Its code was another county's until 1981.
_RENUMBERED = "乡城县卫生健康局", "513336"

#: The district that it became has its code.
_NEW = "深圳市光明新区教育局", "440311"


def _severities(text: str, home: tuple[str, str]) -> list[str]:
    section = Section(position=1, level=1, number="一、", heading="概述", body=text)
    return [finding.severity for finding in audit_places([section], 2016, *home)]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("为保障靖远县人民群众的知情权，我局扎实推进公开。", _BUREAU),
        ("不断提高靖远县民政系统的公开水平。", _BUREAU),
        ("我局高度重视，成立了靖远县民政局政府信息公开领导小组。", _BUREAU),
        ("制定了会宁县财政局政府信息公开工作方案。", _BUREAU),
        ("全局落实靖远县政府的各项部署。", _BUREAU),
        ("按照《条例》和成县人民政府办公室的通知要求，我局作了梳理。", _BUREAU),
        ("全年利用靖远县电视台、公开栏发布信息9条。", _BUREAU),
        ("将公开工作纳入靖远县年度目标考核。", _BUREAU),
        ("我局向靖远县委、县政府报送信息9条。", _BUREAU),
        ("2016年没有向靖远县民政局提出的公开申请。", _BUREAU),
        ("机关地址：靖远县城关街9号。", _BUREAU),
        ("目前，靖远县民政局网站运行正常。", _BUREAU),
        ("确保靖远县政务公开工作有序开展。", _COUNTY),
        ("推动靖远县经济社会持续发展。", _COUNTY),
        ("通过甘沟驿镇政务公开栏公布账目9期。", _TOWN),
        ("为方便甘沟驿镇群众办事，制作便民卡。", _TOWN),
        ("各村按甘沟驿镇政府要求设立公开栏。", _TOWN),
        ("2016年，县水务局共公开信息31条。", _OFFICE),
        ("2016年，县信访局没有收取费用。", _OFFICE),
        ("2016年，县人防办共公开信息31条。", _BUREAU),
        ("如对本报告有疑问，请与会宁县扶贫开发办公室联系。", _BUREAU),
        ("六、其他\n无。\n靖远县扶贫开发办公室", _OFFICE),
        ("六、其他\n无。\n会宁县财政局", _BUREAU),
        ("2016年，市旅游局未收费。", _CITY),
        ("市审计局政务公开工作还存在差距。", _CITY),
        ("2016年，县住建局没有收到公开申请。", _DISABLED),
        ("靖远县残联（以下简称“我会”）成立于2003年，是群团组织。", _DISABLED),
        ("2016年，甘沟驿镇将参照景泰县的经验，健全制度。", _TOWN),
        ("全年未发生针对甘沟驿镇有关政府信息公开的复议。", _TOWN),
        ("地址：甘沟驿镇党政办，欢迎联系。", _TOWN),
        ("2016年，宝力根花苏木未收到申请。", _BANNER),
        ("2016年，白银市财政局未收到申请。", _PREFECTURE),
        ("收到申请2件，均由甘沟驿镇党政办按期答复。", _TOWN),
        ("成立领导小组，由县教育局办公室主任兼任办公室主任。", _BUREAU),
        ("把公开工作与靖远县乡村振兴工作结合起来。", _TOWN),
        ("将围绕靖远县水利改革发展，加大公开力度。", _BUREAU),
        ("年内开会2次，甘沟驿镇未发生因公开不到位被通报的情况。", _TOWN),
        ("有了进步，但甘沟驿镇公开的内容还不够丰富。", _TOWN),
        ("专业人员少，县水务局网站栏目更新不均衡。", _BUREAU),
        ("计划配齐人员，县审计局党组每季度听取一次汇报。", _BUREAU),
        ("会宁县林业局对全年工作进行了总结。", _BUREAU),
        ("申请可邮寄至会宁县财政局办公室。", _BUREAU),
        ("咨询电话：会宁县气象局0943-9000000。", _BUREAU),
        ("联系人：会宁县公安局办公室。", _BUREAU),
        ("对拟公开信息，由县统计局办公室统一审核把关。", _BUREAU),
        ("明确甘沟驿镇党政办为信息公开审核部门。", _TOWN),
        ("全年县水务局组织信息公开业务培训2次。", _BUREAU),
        ("县水务局进一步规范公文公开属性的认定。", _BUREAU),
        ("县水务局主动接受社会各界监督。", _BUREAU),
        ("县水务局严格按照县委、县政府安排，稳步推进公开。", _BUREAU),
        ("白银市平川区民政局信息公开制度不够健全。", _BUREAU),
        ("全年县水务局组织全系统信息公开培训1期。", _BUREAU),
        ("针对以上问题，县统计局将重点做好以下工作。", _BUREAU),
        ("下一步工作中，甘沟驿镇将强化学习。", _TOWN),
        ("由甘沟驿镇人大主席团牵头开展社会评议。", _TOWN),
        ("对照《会宁县教育局政府信息主动公开基本目录》逐项公开。", _BUREAU),
        ("靖远县政务公开工作与上级要求相比还有差距。", _COUNTY),
        ("本报告解释权归甘沟驿镇人民政府。", _TOWN),
        ("对本报告有疑问，请联系白银市司法局办公室。", _PREFECTURE),
        ("落实自治区、兴安盟及突泉县关于政务公开的部署。", _BANNER),
        ("根据《条例》和《突泉县政府信息公开年度报告制度》，编制本报告。", _BANNER),
        ("按照《条例》和突泉县县委、县政府要求，做好公开。", _BANNER),
        ("县国土局网站访问量小。", _BUREAU),
        ("县档案局公开的时效性不强。", _BUREAU),
        ("由于县林业局人员紧张，更新慢。", _BUREAU),
        ("按照靖远县的统一部署，我局作了总结。", _BUREAU),
        ("县文体局公开时效差。", _BUREAU),
        ("县教体局网站专栏设置不规范。", _BUREAU),
        ("靖远县民政局经费紧张。", _BUREAU),
        ("通过“平安靖远”微信公众号发布信息9条。", _BUREAU),
        ("市环保局收到申请9件。", _CITY),
        ("市水利局信息报送不均衡。", _CITY),
        ("县物价局没有收费。", ("会宁县粮食局", "620422")),
        ("六、其他\n无。\n靖远县残疾人联合会", _DISABLED),
        ("靖远县残联（县残疾人联合会）按照要求公开信息9条。", _DISABLED),
        ("（二）甘沟驿镇村务公开不平衡。", _TOWN),
        ("二是强化甘沟驿镇信息员培训。", _TOWN),
        ("截至目前，县教育局没有收到公开申请。", _BUREAU),
        ("制定《会宁县商务局政务公开实施方案》。", _BUREAU),
        ("编制、公布《会宁县民政局信息公开指南》、《会宁县水务局信息公开目录》。", _BUREAU),
        ("编制、公布《靖远县民政局信息公开指南》、《会宁县民政局信息公开目录》。", _BUREAU),
        ("现将成县科技局信息公开情况报告如下。", _BUREAU),
        ("2016年，甘沟驿镇安排专职人员1名。", _TOWN),
        ("好力保镇（2001年并入前为乡）按照兴安盟、突泉县要求公开信息。", _BANNER),
        ("2019年，稻城县卫生健康局公开信息31条。", _RENUMBERED),
        ("在省局网站靖远县子站公开信息9条。", _BUREAU),
        ("密切与靖远县政府办公室的联系，及时报送。", _BUREAU),
        ("在靖远县政务信息管理系统设置栏目9个。", _BUREAU),
        ("督促靖远县各单位及时报送。", _BUREAU),
        ("指导甘沟驿镇各村规范公开。", _TOWN),
        ("会宁县档案局历年累计公开信息31条。", _BUREAU),
        ("会宁县信访局在公开内容上还需改进。", _BUREAU),
        ("县档案局没有其他需要报告的事项。", _BUREAU),
        ("与县司法局建立会商机制，会宁县水务局答复质量明显提高。", _BUREAU),
        ("光明新区审计局收到申请9件。", _NEW),
    ],
)
def test_what_is_done_for_ones_own_place_names_another_by_mistake(text: str, home: tuple[str, str]) -> None:
    assert _severities(text, home) == ["warning"]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("为方便靖远县群众跨县办事，我局公布了流程。", _BUREAU),
        ("不断提高会宁县民政系统的公开水平。", _BUREAU),
        ("通过白银市人民政府门户网站发布信息9条。", _BUREAU),
        ("按照白银市政府的部署，协助甘沟驿镇政府公布账目。", _TOWN),
        ("方便甘沟驿镇群众办事。", _COUNTY),
        ("申请人向靖远县民政局提出申请，我局已告知。", _BUREAU),
        ("会宁县就业服务中心公开岗位信息9条。", ("会宁县人力资源和社会保障局", "620422")),
        ("会宁县疾病预防控制中心公布数据9次。", ("会宁县卫生健康局", "620422")),
        ("县扶贫办共公开信息31条。", _OFFICE),
        ("县农业农村局共公开信息31条。", _OFFICE),
        ("县民政局窗口全年受理9件。", ("会宁县政务服务中心", "620422")),
        ("县信访局将来信转我办处理。", _OFFICE),
        ("县政府办公室高度重视，定期检查。", _OFFICE),
        ("市住建局安排专项资金9万元。", _CITY),
        ("市粮食局开展检查9次。", _CITY),
        ("市财政局下达专项资金9万元。", _CITY),
        ("靖远县的做法给我们以启发。", _COUNTY),
        ("靖远县人民检察院发出检察建议9份。", _BUREAU),
        ("白银市靖远县企业用工信息发布9条。", ("永登县人力资源和社会保障局", "620121")),
        ("县乡村振兴局成立后，监测数据实现共享。", _BUREAU),
        ("县公安局办理证件9件。", ("会宁县行政服务中心", "620422")),
        ("通过“平安会宁”微信公众号发布信息9条。", _BUREAU),
        ("落实《会宁县财政局关于编制部门预算的通知》。", _BUREAU),
        ("靖远县民政局将与我局联合开展宣传。", _BUREAU),
        ("会宁县第一中学没有收到公开申请。", ("会宁县教育局", "620422")),
        ("音德尔镇（旗政府所在地）的经验值得学习。", _BANNER),
        ("白银市财政局拨付资金9万元。", _PREFECTURE),
        ("1件不属我镇职责，告知由甘沟驿镇党政办答复。", _TOWN),
        ("联系单位：会宁县政务服务中心。", _BUREAU),
        ("按程序提交至县司法局审查。", _BUREAU),
        ("明确由县政府办公室统一管理政府网站。", _BUREAU),
        ("与靖远县相比，我县公开的内容还有差距。", _COUNTY),
        ("县水务局组织各乡镇开展培训2次。", _BUREAU),
        ("县财政局进一步保障公开工作经费。", _BUREAU),
        ("由县司法局法制股负责合法性审核。", _BUREAU),
        ("公开工作与白银市乡村振兴工作相结合。", _TOWN),
        ("统筹疫情防控，县教育局认真落实校园防控措施。", _BUREAU),
        ("县财政局按时拨付经费，县水务局负责改造。", _BUREAU),
        ("甘沟驿镇受到通报，但我镇公开的内容丰富。", _TOWN),
        ("在省局网站会宁县子站公开信息9条。", _BUREAU),
        ("加强与靖远县民政局的联系，推进异地救助。", _BUREAU),
        ("加强与县政府办公室、县信访局的联系。", _BUREAU),
        ("邀请靖远县各单位前来参观。", _BUREAU),
        ("会宁县档案局在检查中还发现错链1处，已整改。", _BUREAU),
        ("会宁县信访局成立后，来信由其答复。", _BUREAU),
        ("深圳市光明新区教育局收到申请9件。", _NEW),
        ("学习借鉴靖远县政府门户网站的栏目设置，改版专栏。", _BUREAU),
        ("靖远县政府门户网站的做法值得学习。", _BUREAU),
    ],
)
def test_what_others_do_and_what_is_done_for_them_raises_nothing(text: str, home: tuple[str, str]) -> None:
    assert _severities(text, home) == []


def test_a_county_may_have_its_seat_in_a_district() -> None:
    assert _severities("地址：七里河区西津路9号。", ("皋兰县民政局", "620122")) == ["note"]
    assert _severities("地址：七里河区西津路9号。", _BUREAU) == ["warning"]


def test_a_point_without_a_heading_is_read_as_the_sentence_that_it_is() -> None:
    point = Section(position=1, level=3, number="1、", heading="县国土局网站访问量小", body="")
    assert [finding.severity for finding in audit_places([point], 2016, *_BUREAU)] == ["warning"]


@pytest.mark.parametrize(
    "text", ["县市场监管局进一步规范药品零售秩序。", "县税务局优化缴费流程，按月公布。", "县卫健局利用公示栏张贴政策。"]
)
def test_a_sisters_own_trade_is_at_most_noted(text: str) -> None:
    assert "warning" not in _severities(text, _BUREAU)
