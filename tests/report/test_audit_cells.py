"""What prose says of single cells by their names, against the statutory tables."""

from __future__ import annotations

import pytest

from crawler.records import TableCell
from crawler.report.audits.cells import audit_cells
from crawler.report.audits.tables import tables_of
from crawler.report.text.outline import read_sections

REQUESTS = {
    ("received", "natural_person"): 17,
    ("received", "business"): 0,
    ("received", "legal_service"): 1,
    ("received", "total"): 18,
    ("granted", "total"): 4,
    ("partly_granted", "total"): 2,
    ("refused_enforcement_file", "total"): 6,
    ("unavailable_not_held", "total"): 5,
    ("unprocessed_repeat", "total"): 1,
    ("other_other", "total"): 0,
    ("total_processed", "total"): 18,
}
REVIEWS = {("review", "upheld"): 2, ("review", "corrected"): 1, ("review", "total"): 3, ("lawsuit_direct", "total"): 1}
REVIEWS |= {("lawsuit_direct", "upheld"): 0, ("lawsuit_direct", "pending"): 1, ("lawsuit_after_review", "total"): 0}
PROACTIVE = {("penalties", "decisions"): 14, ("normative_documents", "in_force"): 28}
PROACTIVE |= {("normative_documents", "repealed"): 5, ("normative_documents", "issued"): 38}


def findings(text: str) -> list[str]:
    forms = (("requests", REQUESTS), ("reviews", REVIEWS), ("proactive", PROACTIVE))
    cells = [
        TableCell(form, row, column, str(value), float(value), "number")
        for form, stated in forms
        for (row, column), value in stated.items()
    ]
    sections = read_sections(["一、总体情况", *text.split("\n")])
    return [finding.message for finding in audit_cells(sections, tables_of(cells), 2022, "region")]


SAID = [
    ("收到申请18件，均已答复：予以公开4件、部分公开2件、不予公开6件、无法提供5件、不予处理1件。", "公开4件", "公开5件"),
    ("共办理申请18件，4件予以公开，2件部分公开，5件不掌握，1件重复申请。", "2件部分公开", "3件部分公开"),
    ("收到申请18件，其中自然人17件，法律服务机构1件。", "自然人17件", "自然人16件"),
    ("行政复议3件（维持2件，纠正1件），行政诉讼1件，尚未审结。", "维持2件，纠正1件", "维持1件，纠正2件"),
    ("行政复议3件（维持2件，纠正1件），行政诉讼1件，尚未审结。", "尚未审结", "结果维持"),
    ("行政诉讼1件，其中直接起诉1件、复议后起诉0件。", "直接起诉1件、复议后起诉0件", "直接起诉0件、复议后起诉1件"),
    ("全年依法作出行政处罚决定14件。", "14件", "41件"),
    ("2022年我局作出的行政处罚为14件。", "14件", "41件"),
    ("行政规范性文件现行有效28件。", "28件", "18件"),
    ("全年宣布废止行政规范性文件5件。", "5件", "6件"),
    ("2022年，我局收到申请18件。均已答复。", "收到申请18件", "收到申请16件"),
    ("2022年，我局收到18件申请，来自法律服务机构1件。", "法律服务机构1件", "商业企业1件"),
    ("处理行政处罚决定14件。", "14件", "41件"),
    ("公开处罚信息，全年作出处罚决定14件。", "14件", "41件"),
    ("现行有效的行政规范性文件共28件。", "28件", "82件"),
    ("未经复议直接起诉的行政诉讼案件1件。", "1件", "2件"),
    ("全年行政诉讼1件。", "1件", "2件"),
    (
        "新收申请18件，其中予以公开4件、不予公开6件、无法提供5件、不予处理1件、其他处理0件。",
        "不予公开6件",
        "不予公开8件",
    ),
    (
        "新收申请18件，其中予以公开4件、不予公开6件、无法提供5件、不予处理1件、其他处理0件。",
        "其他处理0件",
        "其他处理2件",
    ),
]


@pytest.mark.parametrize(("text", "right", "wrong"), SAID)
def test_a_cell_that_prose_names_is_compared(text: str, right: str, wrong: str) -> None:
    assert findings(text) == []
    assert right in text
    assert any("文字与表格不一致" in message for message in findings(text.replace(right, wrong, 1)))


@pytest.mark.parametrize(
    "text",
    [
        "收到涉及土地的申请9件，予以公开3件、不予公开6件。",  # a list of something less
        "受理公开投诉1件；未发生行政诉讼、行政复议。",  # what did not happen
        "收到申请18件，其中予以公开4件，其他处理14件。",  # what is left over
        "2021年收到申请18件，予以公开9件，不予公开9件。",  # another year
        "在网站公示行政处罚67条、行政许可88条。",  # texts, and no decisions
        "梳理权责清单事项255项，其中行政许可13项、行政处罚67项。",  # items on a list of powers
        "收到申请18件，予以公开约5件。",
        "收到申请18件，主动公开范围内的3件，同意公开的1件，不予公开6件，重复申请1件。",  # the form has both as one
        "收到申请18件，上年结转0件，均按期办结。",
        "行政诉讼1件，其中直接起诉1件（未审结1件），复议后起诉0件。",
        "自然人申请17件，法人申请1件，共18件，全部办结。",
        "收到申请18件。其中，市政府收到申请3件。",  # a part of the total
        "行政复议3件，结果维持2件，纠正1件；起诉案件1件，正在审理中。",
        "公开规章9件（含新制定3件，废止2件），公开行政规范性文件38件。",
        "收到申请18件。上年结转申请2件，其中自然人2件。",  # parts of what was carried in
        "行政复议3件，其中驳回3件。",  # the request, or the application for a review
    ],
)
def test_what_may_count_something_else_is_left_alone(text: str) -> None:
    assert findings(text) == []


def test_parts_that_the_table_leaves_blank_say_nothing() -> None:
    cells = [TableCell("reviews", "review", "total", "3", 3.0, "number")]
    cells += [TableCell("reviews", "review", column, "", None, "blank") for column in ("upheld", "corrected", "other")]
    sections = read_sections(["一、总体情况", "行政复议3件，其中维持2件、纠正1件。"])
    assert audit_cells(sections, tables_of(cells), 2022, "region") == []


def test_what_others_hold_and_what_nobody_has_are_one_row_of_the_form() -> None:
    counts = {"received": 8, "granted": 5, "unavailable_not_held": 3, "total_processed": 8}
    cells = [TableCell("requests", row, "total", str(count), float(count), "number") for row, count in counts.items()]
    text = "收到申请8件，办结8件，其中予以公开5件、不属于本机关负责2件、信息不存在{}件。"
    for count, told in ((1, 0), (2, 1)):
        sections = read_sections(["一、总体情况", text.format(count)])
        assert len(audit_cells(sections, tables_of(cells), 2022, "region")) == told


ONE = {
    ("received", "natural_person"): 1,
    ("received", "business"): 0,
    ("received", "total"): 1,
    ("granted", "total"): 1,
    ("unprocessed_petition", "total"): 0,
    ("total_processed", "total"): 1,
}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("收到申请1件。该件经审查，予以公开。", "收到申请1件。该件经审查，属于信访事项，不予处理。"),
        ("收到申请1件，上年结转0件。均为自然人申请。", "收到申请1件，上年结转0件。均为商业企业申请。"),
        ("收到申请1件。均为自然人通过网络方式提出。", "收到申请1件。均为商业企业通过网络方式提出。"),
        ("收到1件申请。处理结果为予以公开。", "收到1件申请。处理结果为不予处理。"),
    ],
)
def test_what_the_next_sentence_says_of_the_figure_before_is_compared(right: str, wrong: str) -> None:
    cells = [TableCell("requests", *key, str(value), float(value), "number") for key, value in ONE.items()]

    def told(text: str) -> list[str]:
        sections = read_sections(["一、总体情况", text])
        return [finding.rule for finding in audit_cells(sections, tables_of(cells), 2022, "region")]

    assert told(right) == []
    assert told(wrong) == ["prose_table_conflict"]


def test_all_behind_a_part_are_those_of_its_whole() -> None:
    granted = [TableCell("requests", row, "total", "2", 2.0, "number") for row in ("received", "granted")]
    cells = [*granted, TableCell("requests", "total_processed", "total", "2", 2.0, "number")]

    def told(text: str) -> list[str]:
        sections = read_sections(["一、总体情况", text])
        return [finding.message for finding in audit_cells(sections, tables_of(cells), 2022, "region")]

    assert told("收到申请2件，其中1件由市局转来，均予以公开。") == []
    assert told("收到申请2件，其中1件由市局转来，予以公开1件。") == ["文字与表格不一致：予以公开文中为 1，表中为 2"]


@pytest.mark.parametrize(
    ("text", "refused", "told"),
    [
        ("予以公开4件，不予公开1件，信息不存在3件。", 4, 0),
        ("予以公开4件；不予公开1件；本机关不掌握相关信息2件；申请重复1件。", 4, 0),
        ("予以公开4件，不予公开1件，信息不存在3件。", 3, 1),
        ("予以公开4件，不予公开3件，信息不存在1件。", 1, 1),
        ("予以公开4件，不予公开3件，由上级转来的1件。", 4, 1),
    ],
)
def test_outcomes_that_prose_tells_apart_may_be_one_row_of_the_annex(text: str, refused: int, told: int) -> None:
    stated = {"applications": 8, "answered": 8, "answered_granted": 4, "answered_refused": refused}
    cells = [TableCell("annex2014", row, "value", str(value), float(value), "number") for row, value in stated.items()]
    sections = read_sections(["一、概述", f"收到申请8件，共答复8件：{text}"])
    assert len(audit_cells(sections, tables_of(cells), 2016, "region")) == told


def test_an_outcome_that_has_its_own_row_is_in_no_other() -> None:
    stated = {"applications": 8, "answered": 8, "answered_granted": 4, "answered_refused": 4, "answered_not_exist": 3}
    cells = [TableCell("annex2014", row, "value", str(value), float(value), "number") for row, value in stated.items()]
    sections = read_sections(["一、概述", "收到申请8件，共答复8件：予以公开4件，不予公开1件，信息不存在3件。"])
    assert len(audit_cells(sections, tables_of(cells), 2016, "region")) == 1


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("同意公开答复数11件，不同意公开答复2件。", "答复2件", "答复3件"),
        ("制定规范性文件5件，全部主动公开。", "5件", "8件"),
        ("我局设有信息公开查阅点2个。", "2个", "4个"),
        ("全年举办培训班3期，接受培训人员86人次。", "86人次", "68人次"),
    ],
)
def test_prose_takes_over_the_words_of_the_annex(text: str, right: str, wrong: str) -> None:
    stated = {"answered_granted": 11, "answered_refused": 2, "normative_documents_made": 5, "reading_points": 2}
    cells = [
        TableCell("annex2014", row, "value", str(value), float(value), "number")
        for row, value in (stated | {"people_trained": 86}).items()
    ]

    def said(text: str) -> int:
        return len(audit_cells(read_sections(["一、概述", text]), tables_of(cells), 2016, "region"))

    assert said(text) == 0
    assert said(text.replace(right, wrong)) == 1


def test_two_names_before_one_figure_are_of_both_together() -> None:
    assert findings("全年收到自然人、法律服务机构申请18件。") == []


def test_outcomes_told_without_their_whole_are_of_all_where_most_are_the_tables() -> None:
    text = "申请上年结转0件，本年度办理结果：予以公开4件、部分公开2件、不予公开6件、无法提供{}件。"
    assert findings(text.format(5)) == []
    assert findings(text.format(3)) == ["文字与表格不一致：无法提供文中为 3，表中为 5"]
    assert findings("收到申请18件，上年结转办理2件，办结18件，其中予以公开2件、部分公开2件。") == [
        "文字与表格不一致：予以公开文中为 2，表中为 4"
    ]
    assert findings("申请经会商，予以公开4件、部分公开1件、无法提供3件。") == []
