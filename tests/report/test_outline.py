"""Headings by their numbers, whatever the numbering, and the text that belongs to each."""

from __future__ import annotations

import pytest

from crawler.report.text.outline import number_of, read_sections, split_heading


@pytest.mark.parametrize(
    ("line", "level", "number", "rest"),
    [
        ("一、概述", 1, "一、", "概述"),
        ("十二．其他", 1, "十二．", "其他"),
        ("一 概述情况", 1, "一", "概述情况"),
        ("一 概 述", 1, "一", "概 述"),
        ("第一部分 概述", 1, "第一部分", "概述"),
        ("第三章、附则", 1, "第三章、", "附则"),
        ("（一）组织领导", 2, "（一）", "组织领导"),
        ("(二)、机构建设", 2, "(二)、", "机构建设"),
        ("〔三〕其他", 2, "〔三〕", "其他"),
        ("1、公开更加及时", 3, "1、", "公开更加及时"),
        ("2.加强培训", 3, "2.", "加强培训"),
        ("（3）分类", 4, "（3）", "分类"),
        ("4）分类", 4, "4）", "分类"),
        ("①分类", 5, "①", "分类"),
        ("⑯分类", 5, "⑯", "分类"),
        ("㈡公开渠道", 2, "㈡", "公开渠道"),
        ("㈩、其他", 2, "㈩、", "其他"),
        ("⒊加强培训", 3, "⒊", "加强培训"),
        ("⑵网站", 4, "⑵", "网站"),
        ("２、加强培训", 3, "２、", "加强培训"),
        ("2.年度报告公开情况", 3, "2.", "年度报告公开情况"),
        ("3、日常监督", 3, "3、", "日常监督"),
        ("4.条例学习情况", 3, "4.", "条例学习情况"),
        ("—、总体情况", 1, "—、", "总体情况"),
        ("三）政府信息管理", 2, "三）", "政府信息管理"),
        ("2.2022年扩大公开范围", 3, "2.", "2022年扩大公开范围"),
    ],
)
def test_a_number_opens_a_section_of_its_level(line: str, level: int, number: str, rest: str) -> None:
    assert number_of(line) == (level, number, rest)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "概述",
        "2022年全年",
        "3.5万元",
        "1.2亿",
        "12件",
        "2、月均三次",
        "—、因工作需要，公开信息三条",
        "一是加强",
        "一般公共预算",
        "（http://x）",
        "100、x",
        "(GDP)",
    ],
)
def test_other_lines_open_none(line: str) -> None:
    assert number_of(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、概述。", (1, "一、", "概述", "")),
        ("一、概述：", (1, "一、", "概述", "")),
        ("1、公开更加及时。针对群众关心的问题,及时发布。", (3, "1、", "公开更加及时", "针对群众关心的问题,及时发布。")),
        ("（一）主动公开：36条", (2, "（一）", "主动公开", "36条")),
        ("二、" + "长" * 60, (1, "二、", "", "长" * 60)),
        ("概述", (1, "", "概述", "")),
        ("（五）经费情况严格按照规定执行，没有超支。", (2, "（五）", "经费情况", "严格按照规定执行，没有超支。")),
        ("（一）公开情况2022年，公开信息36条。", (2, "（一）", "公开情况", "2022年，公开信息36条。")),
        ("3.依申请公开情况，2022年度未收到申请。", (3, "3.", "依申请公开情况", "2022年度未收到申请。")),
        (
            "（三）我局经费情况严格按照规定执行，没有超支。",
            (2, "（三）", "", "我局经费情况严格按照规定执行，没有超支。"),
        ),
        ("1、全年收到申请3件。均已办结。", (3, "1、", "", "全年收到申请3件。均已办结。")),
        ("①2022年，我局公开信息三十条，均已更新。", (5, "①", "", "2022年，我局公开信息三十条，均已更新。")),
        ("2.存在的问题主要是：更新不及时。", (3, "2.", "", "存在的问题主要是：更新不及时。")),
        ("（二）政策解读：及时发布，回应关切。", (2, "（二）", "政策解读", "及时发布，回应关切。")),
        ("七、附表：政府信息公开情况统计表", (1, "七、", "附表：政府信息公开情况统计表", "")),
        ("一、《条例》规定的4个方面的工作情况", (1, "一、", "《条例》规定的4个方面的工作情况", "")),
        ("（一）加强领导，健全机制。局主要领导亲自抓。", (2, "（一）", "加强领导，健全机制", "局主要领导亲自抓。")),
        ("一是思想认识不足。有的同志重视不够。", (5, "一是", "思想认识不足", "有的同志重视不够。")),
        ("第二，更新不及时。", (5, "第二，", "更新不及时", "")),
        ("　一、概述", (1, "一、", "概述", "")),
    ],
)
def test_a_heading_is_parted_from_the_text_that_runs_on(line: str, expected: tuple[int, str, str, str]) -> None:
    assert split_heading(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "一是加强领导；二是健全机制；三是强化监督。",
        "主要做法：一是加强领导。",
        "一是否公开，二看更新。",
        "其一直重视公开。",
        "第一时间发布。",
    ],
)
def test_points_within_a_running_sentence_open_no_section(line: str) -> None:
    assert split_heading(line) is None


def test_every_line_belongs_to_its_section_and_the_first_may_have_no_heading() -> None:
    sections = read_sections(["引子。", "一、概述", "甲。", "乙。", "（一）细节。丙。", "二、其他"])
    assert [(s.position, s.level, s.number, s.heading, s.body) for s in sections] == [
        (0, 0, "", "", "引子。"),
        (1, 1, "一、", "概述", "甲。\n乙。"),
        (2, 2, "（一）", "细节", "丙。"),
        (3, 1, "二、", "其他", ""),
    ]


def test_numbers_stay_as_printed_where_they_skip_or_repeat() -> None:
    assert [s.number for s in read_sections(["一、甲", "一、乙", "四、丙"])] == ["一、", "一、", "四、"]


def test_nothing_has_no_sections() -> None:
    assert read_sections([]) == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("第一部分 一、甲 （一）乙 1.丙 二、丁 第二部分 一、戊", [1, 2, 3, 4, 2, 1, 2]),
        ("第一、甲 1、乙 （1）丙 2、丁 第二、戊 1、己", [1, 3, 4, 3, 1, 3]),
        ("1.甲 （一）乙 （二）丙 2.丁 （一）戊", [1, 2, 2, 1, 2]),
        ("第一、甲 第二、乙", [1, 1]),
        ("1.甲 2.乙 一、丙 二、丁 1.戊", [3, 3, 1, 1, 3]),
        ("一、甲 第一，乙 第二，丙 二、丁", [1, 5, 5, 1]),
        ("第一，甲 第二，乙 第一，丙 第二，丁", [5, 5, 5, 5]),
    ],
)
def test_what_stands_in_a_chapter_is_below_it(text: str, levels: list[int]) -> None:
    assert [section.level for section in read_sections(text.split())] == levels
