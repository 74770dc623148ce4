"""The outline of a report against the one that the law of its year, or its form, asks for."""

from __future__ import annotations

import pytest

from crawler.report.audits.outline import audit_outline, numbering
from crawler.report.text.outline import read_sections


def outline(text: str, year: int = 2016, era: str = "narrative") -> list[str]:
    filler = "我局认真贯彻落实有关规定，健全机制，各项工作平稳有序，按时完成任务，没有发生差错。" * 6
    lines = [part for line in text.split() for part in (line, filler)]
    return [finding.rule for finding in audit_outline(read_sections(lines), year, era)]


LAW = "一、主动公开政府信息情况 二、依申请公开情况 三、收费及减免情况 四、行政复议、行政诉讼情况 五、存在的主要问题"


FORM = (
    "一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 "
    "四、政府信息公开行政复议、行政诉讼情况 五、存在的主要问题及改进情况 六、其他需要报告的事项"
)


WITH_REFUSALS = (
    LAW.replace("二、依申请公开情况", "二、依申请及不予公开") + " （一）存在问题 （二）不予公开 （三）改进措施"
)
TURNED = (
    "1.概述 2.主动公开情况 （一）公开内容 （二）公开形式 3.依申请公开情况 （一）申请情况 （二）答复情况 "
    "4.收费及减免情况 5.行政复议、行政诉讼情况 6.存在的主要问题"
)
WITH_DASH = LAW.replace("一、", "—、", 1)


@pytest.mark.parametrize(
    "text", [LAW, LAW + " （一）存在问题 （二）改进措施", "引言 " + LAW, WITH_REFUSALS, WITH_DASH, TURNED]
)
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
        LAW + " 1.存在问题 3.改进措施",
        LAW + " 七、附表",
        LAW.replace("二、依申请", "二、回应解读情况 三、依申请").replace("三、收费", "四、收费"),
        "一、总体情况 一、加强领导 二、提高认识 " + LAW.replace("一、", "二、", 1),
        "一、工作概况\n一、主动公开情况\n二、依申请公开情况\n三、收费情况\n四、复议诉讼情况\n五、存在问题",
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


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("一、主动公开情况 二、回应解读情况 三、依申请公开情况", []),
        ("三、依申请公开情况 八、机构建设和保障经费情况", []),
        ("八、机构建设和保障经费情况", []),
        ("三、依申请公开情况 八、其他情况", ["section_numbering"]),
        ("一、主动公开情况 二、依申请公开情况", ["section_numbering"]),
    ],
)
def test_the_numbers_of_the_annex_of_2014_printed_as_lines_are_its_own(lines: str, found: list[str]) -> None:
    assert outline(f"{LAW} {lines}") == found


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("公示了各学校的收费标准。", ["section_missing"]),
        ("没有收取任何费用。", []),
        ("共收取复印费12元。", []),
        ("收费金额共计0元。", []),
        ("发放减免税金共计80元。", ["section_missing"]),
    ],
)
def test_charges_that_were_published_are_no_fees_for_information(sentence: str, rules: list[str]) -> None:
    headings = ("一、主动公开情况", "二、依申请公开情况", "三、复议和诉讼情况", "四、存在的问题")
    lines = [part for heading in headings for part in (heading, sentence if "主动" in heading else "无。")]
    assert [finding.rule for finding in audit_outline(read_sections(lines), 2012, "narrative")] == rules


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
    assert [finding.rule for finding in findings] == ["section_missing"]
    assert "问题" in findings[0].message
    assert audit_outline(read_sections([*lines, "五、存在的问题和改进", "更新较慢。"]), 2012, "narrative") == []


@pytest.mark.parametrize("heading", FORM.split())
def test_a_heading_the_form_asks_for_is_missed(heading: str) -> None:
    rest = [part[2:] for part in FORM.split() if part != heading]
    numbered = " ".join(f"{'一二三四五六'[i]}、{part}" for i, part in enumerate(rest))
    if "主动公开" in heading or "申请" in heading or "复议" in heading:
        numbered = numbered.replace("主动公开政府", "政府")
    assert outline(numbered, 2022, "standard2021") == ["section_missing"]


@pytest.mark.parametrize("part", ["主动公开政府信息情况", "收到和处理政府信息公开申请情况"])
def test_a_sub_heading_of_another_section_stands_for_no_section(part: str) -> None:
    parts = [heading[2:] for heading in FORM.split()]
    lines = []
    for number, heading in zip("一二三四五", [one for one in parts if one != part], strict=True):
        lines += [f"{number}、{heading}", "全年情况如下。"]
        if "总体" in heading:
            lines += ["（一）主动公开情况", "公开信息9条。", "（二）依申请公开情况", "无。"]
    findings = audit_outline(read_sections(lines), 2022, "standard2021")
    assert [finding.rule for finding in findings if finding.rule == "section_missing"] == ["section_missing"]


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("依申请公开政府信息共收取复印费45元。", ["section_missing"]),
        ("设有1个专门的信息申请受理点，没有收取费用。", ["section_missing"]),
        ("收到公开申请2件，没有收取费用。", []),
    ],
)
def test_a_mere_mention_of_applications_is_no_section_on_them(sentence: str, rules: list[str]) -> None:
    headings = ("一、主动公开情况", "二、收费及减免情况", "三、复议和诉讼情况", "四、存在的问题")
    lines = [part for heading in headings for part in (heading, sentence if "收费" in heading else "无。")]
    assert [finding.rule for finding in audit_outline(read_sections(lines), 2012, "narrative")] == rules


def test_sections_above_their_bracketed_parts_are_counted_all_the_same() -> None:
    assert outline(TURNED.replace("5.行政", "6.行政").replace("6.存在", "7.存在")) == ["section_numbering"]


def test_points_with_another_sign_behind_their_numbers_are_none_of_the_sections() -> None:
    parts = [
        "1、概述",
        "1.加强领导",
        "2.健全制度",
        "2、主动公开情况",
        "3、依申请公开情况",
        "4、收费情况",
        "5、复议诉讼情况",
    ]
    lines = [
        line for part in [*parts, "6、存在问题", "1.人手不足", "2.更新慢"] for line in (part, "各项工作有序开展。")
    ]
    assert numbering(read_sections(lines)) == []
    doubled = numbering(read_sections([line.replace("3、依申请", "2、依申请") for line in lines]))
    assert [finding.rule for finding in doubled] == ["section_numbering"]


def test_points_without_headings_between_two_sections_counted_alike_are_none_of_them() -> None:
    text = "1.概述 2.主动公开情况 3.依申请公开情况 1、同意公开的2件； 2、不予公开的1件； "
    text += "{}.收费及减免情况 {}.行政复议、行政诉讼情况 {}.存在的主要问题"
    assert outline(text.format(4, 5, 6)) == []
    assert outline(text.format(5, 6, 7)) == ["section_numbering"]


@pytest.mark.parametrize(
    "text",
    [
        "第一部分 概述 一、制度 二、培训 第二部分 公开 一、内容 二、形式 第三部分 问题",
        "第一章 概述 一、制度 （一）审核 （二）保密 第二章 公开 一、内容 （一）类别 1.文件 2.动态 二、形式",
        "第1部分 概述 一、制度 二、培训 第2部分 公开 一、内容 二、形式",
        "第一、概述 1、制度 2、培训 第二、公开 1、内容 （1）文件 （2）动态 2、形式 第三、问题",
        "第一，概述 （一）制度 （二）培训 第二，公开 （一）内容 1.文件 2.动态 （二）形式",
        "1.概述 一、制度 二、培训 2.公开 一、内容 二、形式 3.问题",
        "一、概述 第一，制度 第二，培训 二、公开 第一，内容 第二，形式 三、问题",
        "一、概述 二、公开 1.内容 2.形式 三、问题 第一部分 附录 第二部分 附录",
        "一、概述 二、公开 一、公开情况 （一）渠道情况 二、回应解读情况 三、申请情况",
    ],
)
def test_sections_count_anew_in_each_chapter_whatever_sign_it_has(text: str) -> None:
    assert outline(text, 2022) == []


@pytest.mark.parametrize(
    "text",
    [
        "第一部分 概述 第二部分 公开 一、内容 二、形式 第二部分 申请 第四部分 问题",
        "第一部分 概述 一、制度 二、培训 第一部分 公开 一、内容 二、形式 第三部分 问题",
        "第一章 概述 一、制度 二、培训 第二章 公开 一、内容 三、形式",
        "第一、概述 1、制度 2、培训 第二、公开 1、内容 3、形式 第三、问题",
        "第一、概述 1、制度 2、培训 第二、公开 1、内容 2、形式 第四、问题",
        "第一、概述 第二、公开 第四、问题",
    ],
)
def test_chapters_of_another_sign_and_their_sections_are_counted(text: str) -> None:
    assert outline(text, 2022) == ["section_numbering"]


@pytest.mark.parametrize(("fifth", "rules"), [("五", []), ("六", ["section_numbering"])])
def test_numbers_parted_from_their_headings_by_a_space_alone_are_counted(fifth: str, rules: list[str]) -> None:
    lines = [
        *("一 概 述", "我局公开信息9条。", "二 依申请公开", "没有申请。", "三 收费（减免）情况", "没有收费。"),
        *("四 复议、诉讼和申诉的情况", "没有发生。", f"{fifth} 存在的主要问题", "形式单一。"),
    ]
    assert [finding.rule for finding in audit_outline(read_sections(lines), 2016, "narrative")] == rules


def test_what_was_published_may_be_named_by_its_title() -> None:
    lines = ["一、概述", "2016年，我局公开《靖远县“十三五”民政规划（2016—2020年）》等信息9条。"]
    lines += [
        "二、依申请公开",
        "没有申请。",
        "三、收费",
        "没有收费。",
        "四、复议诉讼",
        "没有发生。",
        "五、问题",
        "无。",
    ]
    assert audit_outline(read_sections(lines), 2016, "narrative") == []


def test_a_number_typed_twice_before_a_heading_that_an_annex_has_too_is_told() -> None:
    text = (
        "一、概述 一、主动公开情况 二、依申请公开情况 三、收费及减免情况 四、行政复议、行政诉讼情况 五、存在的主要问题"
    )
    assert outline(text) == ["section_numbering"]
