"""Contradictions planted in made-up prose are found and shown as sums; what only looks like one is left alone."""

from __future__ import annotations

from random import Random

import pytest

from crawler.records import Finding, TableCell
from crawler.report.audits.bodies import audit_bodies
from crawler.report.audits.compare import audit_compare
from crawler.report.audits.foreign import audit_foreign
from crawler.report.audits.outline import audit_outline
from crawler.report.audits.prose import audit_prose
from crawler.report.audits.tables import own_figures, tables_of
from crawler.report.statistics.read import read_statistics
from crawler.report.text.outline import read_sections
from tests.standin.places import PLACES, agencies_of
from tests.standin.reports import write_report

CATEGORIES = ("机构职能类信息", "工作动态类信息", "规划计划类信息", "财政信息", "安全生产类信息", "社会救助类信息")


def prose_findings(text: str, cells: list[TableCell] | None = None, kind: str = "department") -> list[Finding]:
    lines = text.split("\n")
    sections = read_sections(lines)
    statistics = own_figures(read_statistics(lines, sections, 2016, "青禾县民政局", kind), kind)
    tables = tables_of(cells or [])
    return [*audit_prose(statistics, sections, tables, 2016), *audit_compare(statistics, sections, tables, 2016)]


def rules_of(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def listed(parts: list[int], total: int, *, other: bool, shares: bool = False, split: bool = False) -> str:
    names = [*CATEGORIES[: len(parts) - 1], "其他信息"] if other else CATEGORIES
    items = [
        f"{name}{part}条" + (f"，占{part / total * 100:.1f}%" if shares else "")
        for name, part in zip(names, parts, strict=False)
    ]
    joined = "；".join(items) if shares else "，".join(items)
    if split:
        return f"2016年主动公开政府信息{total}条。\n在主动公开的信息中，{joined}。"
    return f"2016年主动公开政府信息{total}条，其中{joined}。"


def test_bodies_are_added_up() -> None:
    def added(text: str) -> list[str]:
        return [finding.message for finding in audit_bodies(read_sections(["一、概述", text]))]

    assert added("全县18个乡镇、6个街道共24个单位开通了专栏，36家企业和12个社区共收集意见80条。") == []
    assert added("全县48个部门和17个乡镇，共75个单位编制了目录。") == ["分项之和与总数不符：48+17=65，不等于 75"]


@pytest.mark.parametrize("other", [True, False])
@pytest.mark.parametrize("shares", [True, False])
@pytest.mark.parametrize("split", [True, False])
def test_parts_that_do_not_make_the_whole_are_found_and_true_ones_are_not(
    other: bool, shares: bool, split: bool
) -> None:
    rng = Random(f"{other}{shares}{split}")
    for _ in range(40):
        parts = [rng.randint(5, 60) for _ in range(rng.randint(3, 6))]
        assert not prose_findings(listed(parts, sum(parts), other=other, shares=shares, split=split))
        off = rng.choice([-4, -3, -2, -1, 1, 2, 3, 7])
        wrong = parts.copy()
        wrong[rng.randrange(len(wrong))] += off
        text = listed(wrong, sum(parts), other=other, split=split)
        (finding,) = prose_findings(text)
        assert finding.rule == "sum_mismatch"
        assert f"={sum(wrong)}，不等于 {sum(parts)}" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "接受咨询2000余人次，其中现场咨询1200余人次，电话咨询800余人次，网上咨询10余人次。",
        "主动公开政府信息约300条，其中工作动态类180条，通知类90条，其他信息25条。",
        "主动公开政府信息500余条，其中工作动态类280条，通知类200条，其他信息35条。",
        "主动公开政府信息318条，其中通过政府网站公开236条，通过政务新媒体公开158条。",
        "主动公开政府信息318条，其中工作动态类120条，通知类90条等。",
        "主动公开政府信息318条，其中主要有工作动态类120条，通知类90条，财政类100条。",
        "主动公开政府信息318条，其中重点领域信息23条。",
        "主动公开政府信息50条。其中机构类信息20条，内有领导成员10条、机构职能10条；工作类信息30条。",
        "收到申请5件，其中自然人申请3件，法人申请2件；答复5件，其中予以公开4件，不予公开1件。",
        "主动公开政府信息16条，其中机构类6条，占37.5%；工作类10条，占62.5%。",
        "主动公开政府信息12条，其中指南1条，占8%；公文5条，占41%；决算6条，占50%。",
        "收到申请10件，已答复9件，其中同意公开7件，占总数的70%，不予公开2件，占总数的20%。",
        "2016年，因信息公开行政复议3件，其中维持2件，纠正1件。",
        "历年累计公开政府信息846条，其中本年度公开214条。",
        "接到咨询电话320个，其中政策咨询210个，投诉建议80个，其他30个。",
        "主动公开政府信息297条，其中法定内容97条，网站动态200条，占总数的32.7%和67.3%。",
        "2016年，主动公开政府信息972条。其中，通过公报公开18条。\n在主动公开信息工作中，机构类信息65条，动态类信息226条，其他信息43条。",
        "主动公开规章13件（含新制定5件，修改4件，废止4件），主动公开规范性文件42件，其他文件113件。",
        "收到申请31件，上年结转2件，其中自然人29件，法人2件。",
        "收到申请2件，上年结转0件；其中，信函提交1件、当面提交1件。",
        "收到申请7件，上年结转0件，其中3件转由市民政局办理。",
        "收到申请23件，结转4件（均为2015年12月收到），本年办结25件，结转2017年2件。",
        "收到申请13件，已答复12件，尚在办理1件；其中不属于本机关公开3件、信息不存在4件、公开5件。",
        "全年办结申请14件。按时办结13件，延期办结1件。其中已公开5件，同意公开4件，部分公开1件，信息不存在4件。",
        "受理申请33件，按申请方式分：当面20件，信函8件，网络5件；按答复情况分：已公开15件，同意公开13件，其他5件。",
        "公开信息256条，按公开属性分，主动公开248条，依申请公开8条；按发布载体分，网站156条、微信100条。",
        "制定规范性文件1件（《青禾县救助办法》），废止0件，累计有效3件。",
        "被申请行政复议2件，行政诉讼1件（系2件复议案件之一不服而提起）。",
    ],
)
def test_what_only_looks_like_a_contradiction_is_none(text: str) -> None:
    assert prose_findings(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "制作政府信息15条，其中：主动公开15条；年度报告1条，工作动态5条，防汛抗旱2条，安全生产9条。",
            "1+5+2+9=17，不等于 15",
        ),
        ("接受咨询2000余人次，其中现场咨询2300余人次，电话咨询800余人次，其他咨询10余人次。", "不等于 2000"),
        ("收到政府信息公开申请12件，其中自然人申请9件，法人或者其他组织申请2件。", "9+2=11，不等于 12"),
        ("主动公开政府信息26条，其中我局公开16条；县社保局公开12条。", "16+12=28，不等于 26"),
        ("收到申请31件，上年结转2件，其中自然人29件，法人6件。", "29+6=35"),
        ("主动公开信息97条（2015年为82条），其中政策32条、动态40条、其他35条。", "32+40+35=107，不等于 97"),
        ("主动公开信息97条（比上年增加15条），其中政策32条、动态40条、其他35条。", "32+40+35=107，不等于 97"),
        ("主动公开政府信息97条，比上年增加15条。按内容分：政策32条、动态40条、其他35条。", "不等于 97"),
        ("主动公开政府信息97条。\n在97条信息中，政策32条、动态40条、其他35条。", "不等于 97"),
        ("受理申请33件，按方式分：当面20件，网络13件；按答复分：已公开15件，其他19件。", "15+19=34，不等于 33"),
        ("主动公开政府信息20条，其中通过政府网站公开30条。", "30 大于总数 20"),
    ],
)
def test_a_contradiction_shows_its_sum(text: str, shown: str) -> None:
    assert [shown in finding.message for finding in prose_findings(text)] == [True]


def test_a_share_that_does_not_fit_its_part_shows_the_division() -> None:
    text = "主动公开政府信息26条，其中我局公开16条，占51.5%；县社保局公开10条，占38.5%。"
    (finding,) = prose_findings(text)
    assert finding.rule == "sum_mismatch"
    assert "16÷26=61.5%，文中写作 51.5%" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "2016年，我局主动公开政府信息297条。\n全年共主动公开政府信息279条。",
        "2016年，我局收到政府信息公开申请3件。\n我局未收到政府信息公开申请。",
        "2016年收到政府信息公开申请3件，结转1件（均为2015年12月收到）。\n2016年共收到政府信息公开申请5件。",
        "2016年，我局主动公开信息50条。\n全年我局共主动公开政府信息60条。",
        "2016年度发布政府信息共142条。\n全年主动公开政府信息124条。",
        "2016年，我局公开信息45条。\n公开的54条信息均经过保密审查。",
        "2016年，街道全年公开信息68条：动态34条，公告34条。\n全年公开86条信息，内容覆盖各社区。",
        "收到政府信息公开申请2件，其中公民1件，企业1件。3件均同意公开。",
        "因政府信息公开被申请行政复议2件。\n2016年未发生因政府信息公开引起的行政复议。",
    ],
)
def test_two_figures_for_the_same_thing_are_a_conflict(text: str) -> None:
    assert rules_of(prose_findings(text)) == ["prose_conflict"]


@pytest.mark.parametrize(
    "text",
    [
        "2016年，我局主动公开政府信息297条。\n《条例》实施以来，共主动公开政府信息1490条。",
        "2016年，我局主动公开政府信息297条。\n2016年，全县主动公开政府信息8600条。",
        "2016年，我局主动公开政府信息297条。\n围绕民生领域，主动公开政府信息120条。",
        "2016年，我局主动公开政府信息297条。\n通过微信公众号，全年公开政府信息120条。",
        "2016年主动公开政府信息297条，其中网站165条，报刊132条。\n（一）网站。2016年共主动公开政府信息165条。",
        "2015年主动公开政府信息245条，2016年主动公开政府信息297条。",
        "2016年，我局主动公开政府信息297条。\n截至2016年底，我局已主动公开政府信息840条。",
        "2016年，我局收到政府信息公开申请12件。\n县政府转办政府信息公开申请2件。",
        "2016年，全县收到政府信息公开申请120件。\n县政府收到政府信息公开申请20件。",
        "2016年，我局收到政府信息公开申请12件。\n全年制发文件45份，其中主动公开30份，依申请公开5份，不予公开10份。",
        "2016年，我局主动公开政府信息297条。\n上半年主动公开政府信息120条，下半年公开177条。",
        "2016年，我局主动公开政府信息297条。\n平均每月主动公开政府信息24条。",
        "收到政府信息公开申请1件。\n产生文件58条，其中主动公开41条，依申请公开6条，不予公开11条。",
        "2016年收到政府信息公开申请0件，累计收到政府信息公开申请5件。",
        "收到政府信息公开申请38件。\n2016年7月收到的申请最多，达11件。",
        "收到政府信息公开申请10件。\n予以公开6件，信息不存在2件，重复申请1件，结转1件。",
        "收到政府信息公开申请5件，上年结转2件。7件均按时答复。",
        "收到政府信息公开申请5件，受理网上咨询12件。17件均按时答复。",
        "收到政府信息公开申请5件，其中1件撤回，其余4件均按时答复。",
        "收到政府信息公开申请6件，1件不属于本机关。5件均在法定期限内答复。",
        "被申请行政复议3件，行政诉讼6件（未经复议直接起诉4件，复议后起诉2件）。",
        "2016年未发生行政复议案件；2015年结转的行政复议案件1件，已审结。",
        "作为县政府的行政复议机构，我局办理政府信息公开行政复议案件6件。\n以我局为被申请人的政府信息公开行政复议1件。",
        "收到政府信息公开申请98件。\n98件申请中有61件由同一小区的居民提出。",
        "2016年，我局主动公开政府信息290余条。\n全年共主动公开政府信息297条。",
        "全年收到政府信息公开申请187件。\n受理申请183件，因未补正材料未受理4件。",
        "全年收到政府信息公开申请2件。\n便民服务中心受理居住证办理申请87件。",
        "公开价格信息，检查收费单位20家，清退违规收费8万元。\n2016年，我局提供政府信息没有任何收费。",
    ],
)
def test_figures_of_other_times_places_and_parts_are_no_conflict(text: str) -> None:
    assert prose_findings(text) == []


def test_what_one_channel_has_all_of_is_still_the_total_that_the_table_has() -> None:
    text = "2016年，我局共主动公开政府信息{}条。在主动公开的101条信息中，动态类44条，其他57条。在县政府网站公开101条。"
    cells = [TableCell("annex2014", "disclosed", "value", "101", 101, "number")]
    assert "prose_conflict" in rules_of(prose_findings(text.format(111), cells))
    assert prose_findings(text.format(101), cells) == []


def test_the_figures_of_a_whole_region_are_compared_in_its_governments_report_alone() -> None:
    text = "2016年，全县主动公开政府信息297条。\n全年全县共主动公开政府信息279条。"
    assert rules_of(prose_findings(text, kind="government")) == ["prose_conflict"]
    assert prose_findings(text, kind="department") == []


def cell(form: str, row: str, column: str, value: int) -> TableCell:
    return TableCell(form, row, column, str(value), value, "number")


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("全年收到政府信息公开申请13件。", [cell("requests", "received", "total", 12)]),
        ("全年未收到政府信息公开申请。", [cell("requests", "received", "total", 2)]),
        ("上年结转政府信息公开申请1件。", [cell("requests", "carried_in", "total", 0)]),
        ("收到申请9件，其中予以公开5件。", [cell("requests", "granted", "total", 4)]),
        ("全年制定规范性文件0件。", [cell("proactive", "normative_documents", "issued", 4)]),
        ("未发生因政府信息公开引起的行政复议。", [cell("reviews", "review", "total", 1)]),
        (
            "因政府信息公开引起的行政诉讼3件。",
            [cell("reviews", "lawsuit_direct", "total", 1), cell("reviews", "lawsuit_after_review", "total", 1)],
        ),
        ("2016年，我局主动公开政府信息297条。", [cell("annex2014", "disclosed", "value", 279)]),
        ("全年收取政府信息公开复制费1200元。", [cell("annex2014", "fees", "value", 0)]),
        (
            "收到政府信息公开申请1件；2015年结转1件。",
            [cell("requests", "received", "total", 0), cell("requests", "carried_in", "total", 1)],
        ),
        (
            "2016年，向我局提出的政府信息公开申请共14件，上年结转2件。",
            [cell("requests", "received", "total", 12), cell("requests", "carried_in", "total", 2)],
        ),
        ("收到政府信息公开申请6件，撤回1件，办结3件。", [cell("requests", "total_processed", "total", 6)]),
        ("全年发布政策解读稿件31篇。", [cell("annex2014", "interpretations", "value", 13)]),
        ("历年累计主动公开政府信息486条。", [cell("annex2014", "disclosed", "cumulative", 468)]),
        ("2016年在县政府网站公开信息86条。", [cell("annex2014", "channel_website", "value", 68)]),
        ("组织政府信息公开业务培训4次。", [cell("annex2014", "trainings", "value", 3)]),
        ("全年共召开政务公开工作会议2次。", [cell("annex2014", "meetings", "value", 5)]),
        ("我局从事政府信息公开工作的专职人员3名。", [cell("annex2014", "staff_full_time", "value", 1)]),
        ("政府信息公开接听咨询电话18次。", [cell("annex2014", "enquiries_telephone", "value", 13)]),
        (
            "县政府网站累计公开政府信息92条，政务微博公开21条。",
            [cell("annex2014", "channel_website", "value", 92), cell("annex2014", "channel_weibo", "value", 12)],
        ),
        (
            "收到申请37件，均已处理，其中已答复34件。",
            [
                cell("requests", "total_processed", "total", 37),
                cell("requests", "unprocessed_petition", "total", 4),
                cell("requests", "other_other", "total", 1),
            ],
        ),
        (
            "收到申请22件，其中予以公开4件，其余均按规定答复申请人。",
            [cell("requests", "received", "total", 12), cell("requests", "granted", "total", 4)],
        ),
        (
            "我局配备专职人员3人，兼职人员2人。",
            [cell("annex2014", "staff_full_time", "value", 3), cell("annex2014", "staff_part_time", "value", 4)],
        ),
        ("我局从事政府信息公开工作的兼职人员2人。", [cell("annex2014", "staff_part_time", "value", 4)]),
        ("职责、预算等信息全部上网公开，全年主动公开110条。", [cell("annex2014", "disclosed", "value", 108)]),
        (
            "公开信息1842条，其中政府网站公开1310条，微博公开532条。",
            [cell("annex2014", "disclosed", "value", 1842), cell("annex2014", "channel_website", "value", 1301)],
        ),
        (
            "本年新收申请23件，上年结转2件，作出答复22件，结转下年1件。",
            [cell("requests", "total_processed", "total", 24), cell("requests", "carried_in", "total", 2)],
        ),
        ("规范性文件方面，新制发15件。", [cell("proactive", "normative_documents", "issued", 5)]),
        ("2016年，以我局名义制发的规范性文件共14件。", [cell("annex2014", "normative_documents_made", "value", 4)]),
        ("收到申请14件，全年办结12件。", [cell("annex2014", "completed", "value", 14)]),
        ("配备政府信息公开兼职工作人员19人。", [cell("annex2014", "staff_part_time", "value", 9)]),
        ("全年召开政务公开工作会议3次。", [cell("annex2014", "meetings", "value", 5)]),
        (
            "2016年，召开政务公开工作会议1次，举办政务公开培训班3次。",
            [cell("annex2014", "meetings", "value", 4), cell("annex2014", "trainings", "value", 3)],
        ),
        ("在公开目录中，我局2016年度主动公开信息计456条。", [cell("annex2014", "disclosed", "value", 446)]),
        ("2016年我局主动公开的政府信息条目数为1,456条。", [cell("annex2014", "disclosed", "value", 1465)]),
    ],
)
def test_prose_that_differs_from_the_table_is_found(text: str, cells: list[TableCell]) -> None:
    assert rules_of(prose_findings(text, cells)) == ["prose_table_conflict"]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("全年收到政府信息公开申请12件。", [cell("requests", "received", "total", 12)]),
        ("全年收到政府信息公开申请10余件。", [cell("requests", "received", "total", 12)]),
        ("在市政府网站公开信息86条，局门户网站公开信息40条。", [cell("annex2014", "channel_website", "value", 120)]),
        (
            "收到政府信息公开申请86件，合计办理90件，办结87件，结转下年3件。",
            [cell("requests", "total_processed", "total", 87), cell("requests", "carried_out", "total", 3)],
        ),
        ("收到政府信息公开申请6件，撤回1件，办结5件。", [cell("requests", "total_processed", "total", 6)]),
        ("本级收到政府信息公开申请21件，办结20件。", [cell("requests", "total_processed", "total", 87)]),
        ("收到信息公开申请书6封，涉及申请事项12件。", [cell("requests", "received", "total", 12)]),
        ("全县收到政府信息公开申请81件。", [cell("requests", "received", "total", 12)]),
        ("全年收到政府信息公开申请12件。\n乡镇收到申请3件。", [cell("requests", "received", "total", 12)]),
        ("全年收到政府信息公开申请12件。", [TableCell("requests", "received", "total", "", None, "blank")]),
        ("收到政府信息公开申请14件（含上年结转2件）。", [cell("requests", "received", "total", 12)]),
        ("上半年收到政府信息公开申请5件，下半年收到7件。", [cell("requests", "received", "total", 12)]),
        (
            "应诉行政诉讼案件9件，其中涉及信息公开1件。",
            [cell("reviews", "lawsuit_direct", "total", 1), cell("reviews", "lawsuit_after_review", "total", 0)],
        ),
        ("现行有效规范性文件32件。", [cell("proactive", "normative_documents", "issued", 4)]),
        ("全年收取政府信息公开复制费1200元。", [TableCell("annex2014", "fees", "value", "0.12", 0.12, "number")]),
        ("全年收取政府信息公开复制费24元。", [cell("annex2014", "fees", "value", 0)]),
        ("因信息公开累计被复议1件，2016年0件。", [cell("reviews", "review", "total", 0)]),
        ("召开政务公开推进会1次。", [cell("annex2014", "meetings", "value", 4)]),
        ("办公室有政府信息公开专职人员1名。", [cell("annex2014", "staff_full_time", "value", 3)]),
        (
            "县政府网站累计公开政府信息92条，政务微博公开12条。",
            [cell("annex2014", "channel_website", "value", 92), cell("annex2014", "channel_weibo", "value", 12)],
        ),
        (
            "截至年底，县政府网站累计公开政府信息920条，政务微博公开120条。",
            [cell("annex2014", "channel_website", "value", 92), cell("annex2014", "channel_weibo", "value", 12)],
        ),
        ("组织信息公开业务培训2次，举办信息公开专题培训3次。", [cell("annex2014", "trainings", "value", 5)]),
        (
            "收到申请37件，均已处理，其中已答复32件。",
            [
                cell("requests", "total_processed", "total", 37),
                cell("requests", "unprocessed_petition", "total", 4),
                cell("requests", "other_other", "total", 1),
            ],
        ),
        ("收到申请9件，其中书面答复4件，电话答复5件。", [cell("requests", "total_processed", "total", 12)]),
        ("收到申请9件，按期答复7件，延期答复2件。", [cell("requests", "total_processed", "total", 9)]),
        (
            "职责、预算等信息全部上网公开，全年主动公开108条。",
            [cell("annex2014", "disclosed", "value", 108), cell("annex2014", "channel_website", "value", 89)],
        ),
        (
            "职责、预算等信息全部上网公开，全年主动公开89条。",
            [cell("annex2014", "disclosed", "value", 108), cell("annex2014", "channel_website", "value", 89)],
        ),
        ("（三）财政信息\n全年主动公开20条。", [cell("annex2014", "disclosed", "value", 108)]),
        (
            "在门户网站开设专栏，全年公开政府信息108条。",
            [cell("annex2014", "disclosed", "value", 108), cell("annex2014", "channel_website", "value", 89)],
        ),
        (
            "公开信息1842条，其中县政府网站公开810条，部门子网站公开465条，微博公开567条。",
            [cell("annex2014", "disclosed", "value", 1842), cell("annex2014", "channel_website", "value", 1275)],
        ),
        (
            "收到申请9件，已答复7件。",
            [cell("requests", "total_processed", "total", 9), cell("requests", "carried_in", "total", 2)],
        ),
        ("配备政府信息公开兼职工作人员7人。", [cell("annex2014", "staff_part_time", "value", 9)]),
        (
            "全年召开政务公开推进会1次，举办政务公开培训班3次。",
            [cell("annex2014", "meetings", "value", 4), cell("annex2014", "trainings", "value", 3)],
        ),
        ("全年共召开政务公开工作会议2次，领导小组会议3次。", [cell("annex2014", "meetings", "value", 5)]),
        ("收到申请14件，全年办结12件，告知补正2件。", [cell("annex2014", "completed", "value", 14)]),
        (
            "收到信息公开申请12件，办理完毕12件；办理2015年结转件3件。",
            [cell("requests", "total_processed", "total", 15), cell("requests", "carried_in", "total", 3)],
        ),
        ("受理信息公开申请9件，其中主动公开1件，予以公开4件。", [cell("requests", "granted", "total", 5)]),
        (
            "全年收到信息公开申请20件（上年度结转14件），网上申请8件。",
            [cell("requests", "received", "total", 6), cell("requests", "carried_in", "total", 14)],
        ),
        ("申请平台受理信息公开申请45件，转办各部门41件。", [cell("requests", "received", "total", 4)]),
    ],
)
def test_prose_that_agrees_with_the_table_or_speaks_of_something_else_is_not(text: str, cells: list[TableCell]) -> None:
    assert prose_findings(text, cells) == []


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("全年公开各类信息143条。", "全年公开信息仅134条，更新不及时。"),
        ("2016年，县政府门户网站发布信息1890条。", "2016年县政府门户网站发布信息1980条，专题较少。"),
        ("当年收到申请0件。", "我局当年收到2件申请，办理经验不多。"),
        ("我局公开财政信息59条。", "2016年我局公开财政信息95条。"),
        ("发布环境信息158条。", "2016年我局发布环境信息185条。"),
        ("2016年，我局共主动公开信息215条。", "2016年主动公开的251条信息中，财政信息偏少。"),
    ],
)
def test_the_same_words_behind_another_figure_are_found(first: str, again: str) -> None:
    assert rules_of(prose_findings(f"{first}\n六、存在的问题\n{again}")) == ["prose_conflict"]
    assert prose_findings(f"{first}\n六、存在的问题\n{first}") == []


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("我局公开财政信息59条。", "2016年我局公开人事信息95条。"),
        ("2016年我局在网站公开信息59条。", "2016年我局在公示栏公开信息95条。"),
        ("2016年我局公开信息59条。", "2015年我局公开信息95条。"),
        ("我局公开财政信息59条。", "2016年全县公开财政信息95条。"),
        ("在财政领域，公开信息59条。", "在人事领域，公开信息95条。"),
        ("我局上半年公开信息59条。", "我局下半年公开信息95条。"),
        ("我局历年累计公开信息590条。", "我局2016年公开信息95条。"),
        ("2016年我局公开信息95条。", "截至2016年底，我局累计公开信息590条。"),
        ("2016年，我局收到申请12件（不含2015年结转的2件）。", "14件申请均已答复。"),
        ("2016年，我局复议2件。", "复议中1件被撤销，1件维持。"),
    ],
)
def test_words_that_differ_count_different_things(first: str, again: str) -> None:
    assert prose_findings(f"{first}\n六、存在的问题\n{again}") == []


def test_a_form_without_a_single_figure_misses_what_prose_states() -> None:
    columns = ("natural_person", "business", "research", "social_organization", "legal_service", "other", "total")
    blank = [
        TableCell("requests", row, column, "", None, "blank") for row in ("received", "granted") for column in columns
    ]
    assert rules_of(prose_findings("全年收到政府信息公开申请3件。", blank)) == ["prose_table_conflict"]
    assert prose_findings("全年未收到政府信息公开申请。", blank) == []


def test_clean_reports_of_four_eras_raise_nothing() -> None:
    for place in PLACES.values():
        for agency in agencies_of(place, Random(5), 3, 1, 1)[:3]:
            for year in (2010, 2016, 2019, 2022):
                report = write_report(agency, year, "clean", size=6)
                sections = read_sections(report.lines)
                cells = [
                    TableCell(c.form, c.row_key, c.column_key, c.raw, float(c.raw), "number")
                    for c in report.cells
                    if c.raw.isdigit()
                ]
                statistics = read_statistics([], sections, year, agency.name, agency.kind)
                tables = tables_of(cells)
                found = audit_prose(statistics, sections, tables, year)
                found += audit_compare(statistics, sections, tables, year)
                found += audit_outline(sections, year, report.era)
                assert [*found, *audit_foreign(sections, year, agency.name, None)] == []


def test_a_part_is_not_held_against_the_table_of_the_whole() -> None:
    cells = [TableCell("requests", "received", "total", "418", 418.0, "number")]
    cells += [TableCell("requests", "total_processed", "total", "412", 412.0, "number")]
    cells += [TableCell("requests", "carried_out", "total", "6", 6.0, "number")]
    text = "2016年，全县共收到政府信息公开申请{}件，办结412件，其余6件尚在办理期限内。其中，县政府收到申请83件。"
    assert prose_findings(text.format(418), cells, "government") == []


def test_a_table_of_the_seat_alone_is_not_held_against_the_region() -> None:
    cells = [TableCell("annex2014", "disclosed", "value", "240", 240.0, "number")]
    cells += [TableCell("annex2014", row, "value", "0", 0.0, "number") for row in ("applications", "reviews", "fees")]
    text = "2016年，全县共主动公开政府信息{}条。县政府办公室本级主动公开{}条。"
    assert prose_findings(text.format(5600, 240), cells, "government") == []
    assert rules_of(prose_findings(text.format(5600, 250), cells, "government")) == ["prose_table_conflict"]


def test_a_seat_counted_in_the_region_s_list_is_what_its_table_has() -> None:
    cells = [TableCell("annex2014", "applications", "value", "9", 9.0, "number")]
    cells += [TableCell("annex2014", row, "value", "0", 0.0, "number") for row in ("reviews", "lawsuits", "fees")]
    lines = ["2016年，全县共收到政府信息公开申请35件，其中县政府9件、各部门各乡镇26件。"]
    sections = read_sections(lines)
    statistics = own_figures(read_statistics(lines, sections, 2016, "青禾县人民政府", "government"), "government")
    assert audit_compare(statistics, sections, tables_of(cells), 2016) == []
