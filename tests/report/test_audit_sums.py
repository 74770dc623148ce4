"""Lists of parts in prose, in the many ways in which reports set them out: right ones raise nothing, wrong ones do."""

from __future__ import annotations

import pytest

from crawler.records import TableCell
from crawler.report.audit import tables_of
from crawler.report.audit_sums import audit_sums
from crawler.report.outline import read_sections


def sums(text: str, cells: list[TableCell] | None = None) -> list[str]:
    sections = read_sections(["一、工作情况", *text.split("\n")])
    return [finding.message for finding in audit_sums(sections, 2016, tables_of(cells or []))]


#: A right text, and what makes it wrong.
LISTS = [
    ("全年公开政府信息84条。从内容看，职能类9条，法规类21条，审批类42条，其他类12条。", "42条", "52条"),
    ("共受理依申请公开35件，当面申请21件，传真申请2件，网上申请9件，信函申请3件。", "21件", "12件"),
    ("受理申请35件。对35件申请的答复情况为：同意公开30件；部分公开2件；不予公开3件。", "30件", "31件"),
    ("收到申请7件，从方式看，当面申请5件，信函申请2件；从结果看，公开6件，信息不存在1件。", "6件", "4件"),
    ("收到依申请公开4件，均已答复。其中公开3件，不属于本机关公开1件。", "公开3件", "公开2件"),
    ("收到依申请公开4件，3件予以公开，1件本机关不掌握。", "3件", "2件"),
    ("收到申请14件（自然人13件、企业1件）。", "企业1件", "企业4件"),
    ("在网站公开信息147条、微信公众号公开216条、微博公开305条，共计668条。", "216条", "261条"),
    ("主动公开信息260条次，一是网站公开140条次，二是短信公开80条次，三是公示栏公开40条次。", "40条次", "70条次"),
    ("发布信息67条。政策法规6条，机构职能2条，财政预决算4条，动态信息55条。", "55条", "65条"),
    ("（一）公开数量。主动公开政府信息57条。（二）公开类别。其中公文类20条，动态类37条。", "37条", "47条"),
    ("办理申请41件。已办结39件，转下年度2件。", "39件", "37件"),
    ("办理依申请公开11件，其中上年结转1件，当年新收10件。", "10件", "8件"),
    (
        "行政复议8件，其中维持5件、纠正1件、未审结2件；行政诉讼6件，其中直接起诉4件、复议后起诉2件。",
        "起诉4件",
        "起诉5件",
    ),
    ("接到申请3起，2起书面申请，1起网上申请，均已答复。", "2起", "3起"),
    ("新收到申请8件，来自自然人7件、社会组织1件，当年办结7件，结转到2017年1件。", "组织1件", "组织2件"),
    ("收到申请2件，上年结转0件，予以公开1件，本机关不掌握1件。", "不掌握1件", "不掌握2件"),
    ("收到申请4件，分别是公民3件、法人1件，答复4件（同意公开2件，不存在2件）。", "同意公开2件", "同意公开1件"),
    ("主动公开信息980条，其中：概况类20%，法规类35%，动态类45%。", "45%", "55%"),
    ("收到申请40件，其中网络申请30件，占75%；信函申请10件，占25%。", "占75%", "占57%"),
    ("制作信息15条，其中主动公开15条：年报1条，动态5条，公告9条。", "公告9条", "公告12条"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), LISTS)
def test_a_list_is_compared_with_its_whole_however_it_is_set_out(text: str, right: str, wrong: str) -> None:
    assert sums(text) == []
    assert right in text
    (message,) = sums(text.replace(right, wrong, 1))
    assert "不符" in message


@pytest.mark.parametrize(
    "text",
    [
        "收到申请20件，答复18件，召开会议2次。",
        "收到申请20件，办结18件，其中予以公开15件、部分公开3件。",
        "公开信息300条，其中政策文件20条、财政信息35条等。",
        "公开信息300条，其中重点领域政策文件20条、财政信息35条、解读信息12条。",
        "公开信息318条，其中网站公开236条，微信公开158条。",
        "公开信息907条，其中网站公开708条，微信公开190条，其余通过广播公开。",
        "公开信息79条，比上年增加12条，其中公文24条，动态55条。",
        "公开信息88条（上年为96条），其中公文8条，动态80条。",
        "2013年至2016年分别公开150条、180条、220条和310条。",
        "新收申请96件，上年度结转3件，共计99件，其中公民申请88件、企业申请11件。",
        "新收申请96件，上年结转3件。按结果分，予以公开54件、无法提供38件、其他3件，结转下年4件。",
        "行政复议4件，其中维持1件、撤销3件；行政诉讼12件，均与信息公开无关。",
        "公开信息1187条，其中重点领域633条，含救助421条、养老88条、其他124条；其他信息554条。",
        "公开信息825条。\n其中，网站公开761条，新媒体公开64条。\n从内容看，动态类65条，财政类43条，公告类36条。",
    ],
)
def test_what_is_no_whole_list_or_another_whole_is_left_alone(text: str) -> None:
    assert sums(text) == []


def test_outcomes_may_be_those_of_what_the_table_says_was_carried_in_too() -> None:
    text = "收到申请20件，其中公民申请19件，企业申请1件。办理结果：予以公开16件、部分公开3件、无法提供3件。"
    cells = [TableCell("requests", "carried_in", "total", "2", 2, "number")]
    assert sums(text, cells) == []
    assert len(sums(text)) == 1
