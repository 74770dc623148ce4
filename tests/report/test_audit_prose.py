"""Contradictions planted in made-up prose are found and shown as sums; what only looks like one is left alone."""

from __future__ import annotations

from random import Random

import pytest

from crawler.records import Finding, TableCell
from crawler.report.audit import tables_of
from crawler.report.audit_compare import audit_compare
from crawler.report.audit_foreign import audit_foreign
from crawler.report.audit_outline import audit_outline
from crawler.report.audit_prose import audit_prose
from crawler.report.outline import read_sections
from crawler.report.statistics import read_statistics
from tests.standin.places import PLACES, agencies_of
from tests.standin.reports import write_report

CATEGORIES = ("机构职能类信息", "工作动态类信息", "规划计划类信息", "财政信息", "安全生产类信息", "社会救助类信息")


def prose_findings(text: str, cells: list[TableCell] | None = None, kind: str = "department") -> list[Finding]:
    lines = text.split("\n")
    sections = read_sections(lines)
    statistics = read_statistics(lines, sections, 2016, "青禾县民政局", kind)
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
        "被申请行政复议3件，行政诉讼6件（未经复议直接起诉4件，复议后起诉2件）。",
        "2016年未发生行政复议案件；2015年结转的行政复议案件1件，已审结。",
        "2016年，我局主动公开政府信息290余条。\n全年共主动公开政府信息297条。",
    ],
)
def test_figures_of_other_times_places_and_parts_are_no_conflict(text: str) -> None:
    assert prose_findings(text) == []


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
    ],
)
def test_prose_that_differs_from_the_table_is_found(text: str, cells: list[TableCell]) -> None:
    assert rules_of(prose_findings(text, cells)) == ["prose_table_conflict"]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("全年收到政府信息公开申请12件。", [cell("requests", "received", "total", 12)]),
        ("全年收到政府信息公开申请10余件。", [cell("requests", "received", "total", 12)]),
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
    ],
)
def test_prose_that_agrees_with_the_table_or_speaks_of_something_else_is_not(text: str, cells: list[TableCell]) -> None:
    assert prose_findings(text, cells) == []


def test_a_form_without_a_single_figure_misses_what_prose_states() -> None:
    columns = ("natural_person", "business", "research", "social_organization", "legal_service", "other", "total")
    blank = [
        TableCell("requests", row, column, "", None, "blank") for row in ("received", "granted") for column in columns
    ]
    assert rules_of(prose_findings("全年收到政府信息公开申请3件。", blank)) == ["prose_table_conflict"]
    assert prose_findings("全年未收到政府信息公开申请。", blank) == []


def foreign(text: str, year: int = 2016, code: str | None = "620421", agency: str = "靖远县民政局") -> list[str]:
    return rules_of(audit_foreign(read_sections(text.split("\n")), year, agency, code))


@pytest.mark.parametrize(
    "text",
    [
        "2014年度，我局受理县长信箱信件咨询8条，均按期答复。",
        "工作细致。2015年，我局共收到政府信息公开申请3件，均已答复。",
        "一、概述\n2015年我局主动公开政府信息245条。",
        "现将我局2015年政府信息公开工作年度报告公布如下。",
        "本报告所列数据的统计期限自2015年1月1日起至2015年12月31日止。",
        "2017年，我局共主动公开政府信息26条，未收到申请。",
        "2015年，我局收到政府信息公开申请26件，比2014年减少3件。",
        "2015年，靖远县民政局共制定规范性文件3件。",
        "2015年，县民政局未收到公开申请。",
        "二、2015年主动公开政府信息情况\n及时公开了各类信息。",
        "附：靖远县民政局政府信息公开情况统计表（2015年度）",
        "现将2015年度政府信息公开情况向社会公布。",
        "按照《关于做好2016年报告编制工作的通知》要求，现将我局2015年政府信息公开工作情况报告如下。",
        "2015年，因政府信息公开被申请行政复议1件。",
        "我局2015年度未发生行政复议。",
        "自2015年1月1日至12月31日，我局公开信息84条。",
        "本报告数据截止2015年12月31日。",
        "根据省政府要求，现公布靖远县民政局2015年政府信息公开工作年度报告。",
        "靖远县民政局2015年政府信息公开工作年度报告如下。",
        "2015年，我局未收到申请，也无上年结转。",
        "2015年共受理政府信息公开申请2件。\n主动公开政府信息110条。",
        "依申请公开方面，2015年收到申请4件。",
        "2015年度公示规划许可41条，其他信息9条。",
        "2016年公开信息84条。2015年政府信息公开申请4件，均来自自然人。",
        "2015年行政诉讼1件，一审判决维持。",
        "2015年，全年公开信息（含2016年1月补发3条）84条，其中动态60条、公告24条。",
    ],
)
def test_a_year_left_over_from_another_report_is_found(text: str) -> None:
    assert foreign(text) == ["foreign_year"]


@pytest.mark.parametrize(
    "text",
    [
        "根据《2015年政务公开工作要点》和省政府办公厅2015年有关文件要求，我局公开了信息。",
        "自2008年以来，我局累计公开政府信息400条。",
        "2008年，我局成立了政府信息公开工作领导小组。",
        "2015年，我局公开信息245条，2016年公开297条，比上年增加52条。",
        "七、2017年工作打算\n2017年，我局将继续做好信息公开工作。",
        "2017年，我局要进一步完善公开目录，加强网站建设。",
        "2015年结转政府信息公开申请2件，已全部办结。",
        "按照关于做好2015年政府信息公开工作年度报告编制工作的要求，逐项落实。",
        "统计期限自2016年1月1日起至2016年12月31日止。2017年1月20日发布。",
        "2014年，我局网站荣获全县优秀网站。",
        "一、概述\n2016年3月，按时公布了2015年度政府信息公开工作年度报告。",
        "一、概述\n3月底前编制并发布2015年政府信息公开年度报告。",
        "2015年我局收到政府信息公开申请3件，今年收到12件。",
        "二、2015年存在问题的整改情况\n均已公开。",
        "六、2017年信息公开工作打算\n继续努力。",
        "2015年收到的1件申请，因申请人撤回终止。",
        "2015年公开的320条信息全部归档。",
        "收到申请9件。2015年收到申请12件。",
        "2016年新收政府信息公开申请9件。\n2015年收到申请12件。",
        "2015年底开通网站，公开信息8条。",
        "2015年发生的行政复议1件，年内已结案。",
        "2015年因信息公开被诉的1件案件，二审维持原判。",
        "2015年共受理政府信息公开申请2件。\n全年受理政府信息公开申请5件。",
        "自2008年5月1日至2016年12月31日，累计公开信息1100条。",
    ],
)
def test_citations_histories_comparisons_and_plans_keep_their_year(text: str) -> None:
    assert foreign(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "在甘肃政务服务网白银区子网站上全面公开行政职权。",
        "本报告电子版可在会宁县政府门户网站下载。",
        "如对本报告有疑问，请与景泰县民政局办公室联系。",
        "本报告由榆中县民政局编制。",
        "靖远县水利局根据《条例》编制本报告。",
        "榆中县民政局高度重视政府信息公开工作，成立了领导小组。",
        "2016年，会宁县主动公开政府信息的及时性明显提高。",
        "如对本报告有疑问，请与靖远县财政局办公室联系。",
        "根据规定，现将靖远县卫生局2016年政府信息公开工作情况报告如下。",
        "联系单位：会宁县民政局办公室，欢迎就本报告提出意见。",
        "会宁县民政局将进一步加强公开工作，提高水平。",
        "靖远县财政局严格按照要求更新公开目录。",
        "民政局编制了会宁县2016年度政府信息公开工作年度报告。",
        "会宁县未收取费用，公开信息均为免费。",
        "景泰县民政局全年公开信息96条。",
        "现将有关情况报告如下：榆中县民政局全年收到申请3件。",
        "2016年东乡县民政局受理申请2件。",
    ],
)
def test_another_places_name_is_found(text: str) -> None:
    assert foreign(text) == ["foreign_agency"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("2016年，石桥镇收到依申请公开1件。", ["foreign_agency"]),
        ("石桥镇人民政府编制本报告。", ["foreign_agency"]),
        ("现将2016年石桥镇政府信息公开工作报告如下。", ["foreign_agency"]),
        ("北湾镇高度重视公开工作。", []),
        ("2016年度我镇收到申请2件。", []),
        ("石桥镇与我镇联合开展宣传。", []),
        ("各乡镇严格按照要求公开信息。", []),
        ("老街道改造持续推进，公开信息2条。", []),
        ("2015年，北湾镇未发生行政复议。", ["foreign_year"]),
        ("自2008年以来，石桥镇累计公开信息655条。", ["foreign_agency"]),
        ("石桥镇没有因信息公开发生复议。", ["foreign_agency"]),
        ("现将北湾镇公开情况报告如下，公开信息9条。", []),
        ("通过镇公开栏公开51条。", []),
        ("成立了以乡长为组长的公开工作领导小组。", []),
    ],
)
def test_a_township_is_told_from_other_townships(text: str, rules: list[str]) -> None:
    assert foreign(text, agency="靖远县北湾镇人民政府") == rules


@pytest.mark.parametrize(
    "text",
    [
        "在靖远县政府门户网站公开信息。",
        "在白银市政府门户网站公开信息。",
        "通过甘肃省政府门户网站转载政策。",
        "如对本报告有疑问，请与靖远县民政局办公室联系。",
        "组织干部赴会宁县考察学习，学习榆中县的做法。",
        "通过县政府门户网站和乡镇公开栏公开。",
        "本报告由县民政局编制。",
        "本报告由靖远县民政局办公室编制。",
        "如对本报告有疑问，请与靖远县政务服务中心联系。",
        "地址：靖远县会宁路12号。",
        "会宁县、榆中县等地的同行来我局交流。",
        "新城区建设项目公开信息12条。",
        "会宁县人民法院受理1件行政诉讼，已判决。",
        "会宁县民政局收到的申请1件转送我局办理。",
        "靖远县政务公开办公室严格按照办法对公开工作进行考核。",
        "白银市民政局对我县民政信息公开工作进行了督查。",
    ],
)
def test_the_agencys_own_chain_and_mentions_are_no_foreign_places(text: str) -> None:
    assert foreign(text) == []


def outline(text: str, year: int = 2016, era: str = "narrative") -> list[str]:
    filler = "我局认真贯彻落实有关规定，健全机制，各项工作平稳有序，按时完成任务，没有发生差错。" * 6
    lines = [part for line in text.split() for part in (line, filler)]
    return rules_of(audit_outline(read_sections(lines), year, era))


LAW = "一、主动公开政府信息情况 二、依申请公开情况 三、收费及减免情况 四、行政复议、行政诉讼情况 五、存在的主要问题"
FORM = (
    "一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 "
    "四、政府信息公开行政复议、行政诉讼情况 五、存在的主要问题及改进情况 六、其他需要报告的事项"
)


@pytest.mark.parametrize("text", [LAW, LAW + " （一）存在问题 （二）改进措施", "引言 " + LAW])
def test_a_whole_outline_raises_nothing(text: str) -> None:
    assert outline(text) == []
    assert outline(FORM, 2022, "standard2021") == []


@pytest.mark.parametrize(
    "text",
    [
        LAW.replace("三、收费", "四、收费"),
        LAW.replace("三、收费", "二、收费"),
        LAW.replace("五、存在", "六、存在"),
        LAW.replace("二、依申请", "一、依申请"),
        LAW + " （一）存在问题 （三）改进措施",
        "一、总体情况 一、加强领导 二、提高认识 " + LAW.replace("一、", "二、", 1),
    ],
)
def test_numbers_that_restart_skip_or_double_are_found(text: str) -> None:
    assert outline(text) == ["section_numbering"]


@pytest.mark.parametrize("heading", LAW.split())
def test_a_part_the_law_asks_for_is_missed(heading: str) -> None:
    rest = [part[2:] for part in LAW.split() if part != heading]
    numbered = " ".join(f"{'一二三四五'[i]}、{part}" for i, part in enumerate(rest))
    if "主动公开" in heading:
        numbered = numbered.replace("公开", "")
    assert outline(numbered) == ["section_missing"]


def test_a_short_report_set_out_by_headings_misses_the_part_that_it_lacks() -> None:
    lines = [
        "一、主动公开情况",
        "公开12条。",
        "二、依申请公开情况",
        "无。",
        "三、收费情况",
        "无。",
        "四、复议和诉讼情况",
        "无。",
    ]
    findings = audit_outline(read_sections(lines), 2012, "narrative")
    assert rules_of(findings) == ["section_missing"]
    assert "问题" in findings[0].message
    assert audit_outline(read_sections([*lines, "五、存在的问题和改进", "更新较慢。"]), 2012, "narrative") == []


@pytest.mark.parametrize("heading", FORM.split())
def test_a_heading_the_form_asks_for_is_missed(heading: str) -> None:
    rest = [part[2:] for part in FORM.split() if part != heading]
    numbered = " ".join(f"{'一二三四五六'[i]}、{part}" for i, part in enumerate(rest))
    if "主动公开" in heading or "申请" in heading or "复议" in heading:
        numbered = numbered.replace("主动公开政府", "政府")
    assert outline(numbered, 2022, "standard2021") == ["section_missing"]


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
