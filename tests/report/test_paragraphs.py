"""Paragraphs as they were: run-in reports are taken apart, wrapped lines joined."""

from __future__ import annotations

import pytest

from crawler.records import Block
from crawler.report.cleaning.paragraphs import RUN_IN, join_numbers, join_wrapped, take_apart
from tests.report.pages import LINES, TITLE, blocks


def test_a_report_in_one_line_is_taken_apart_at_its_headings() -> None:
    assert take_apart(" ".join((TITLE, *LINES))) == [TITLE, *LINES]


def test_a_run_in_line_without_gaps_is_parted_after_sentences() -> None:
    prose = "我局主动公开政府信息三十六条,均按规定的时限发布" + ",并做好了后续工作" * 20
    line = f"{prose}。一、概述。{prose}。（一）细节。{prose}。"
    assert len(line) > RUN_IN
    assert take_apart(line) == [f"{prose}。", f"一、概述。{prose}。", f"（一）细节。{prose}。"]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("一、概述 2016年我局认真开展工作", ["一、概述", "2016年我局认真开展工作"]),
        ("公开了三十六条。\u3000其中动态二十条", ["公开了三十六条。", "其中动态二十条"]),
        ("工作情况\u3000（一）组织领导", ["工作情况", "（一）组织领导"]),
        ("公开了 36 条,其中(一)类 3 条", ["公开了 36 条,其中(一)类 3 条"]),
        ("1、互联网 。市民通过网站查阅", ["1、互联网 。市民通过网站查阅"]),
        ("见第三十三条(一)、(二)项", ["见第三十三条(一)、(二)项"]),
        ("　　", []),
    ],
)
def test_short_lines_are_parted_only_at_gaps(line: str, parts: list[str]) -> None:
    assert take_apart(line) == parts


def test_lines_that_a_converter_wrapped_are_joined() -> None:
    wrapped = blocks(
        "二〇一六年我局认真贯彻落实中华人民共和国政府信息公开条例的各项规定",
        "扎实推进各项公开工作,主动公开政府信息三十六条,其中包括工作动态类",
        "信息二十条,通知公告类信息十六条。",
        "一、主动公开的情况以及各种各样的其他有关的公开情况的说明",
        "全年主动公开政府信息三十六条,均在规定的时限之内予以公开并且更新",
        "并且及时。",
        tag="br",
    )
    assert [block.text for block in join_wrapped(wrapped)] == [
        "".join(block.text for block in wrapped[:3]),
        wrapped[3].text,
        "全年主动公开政府信息三十六条,均在规定的时限之内予以公开并且更新并且及时。",
    ]


def test_paragraphs_and_few_lines_are_left_as_they_are() -> None:
    paragraphs = blocks(*("甲" * 40 for _ in range(8)))
    assert join_wrapped(paragraphs) == paragraphs
    few = blocks("甲" * 40, "乙" * 40, tag="br")
    assert join_wrapped(few) == few


def test_numbers_of_every_level_part_a_report_in_one_line() -> None:
    prose = "我局主动公开政府信息三十六条,均按规定的时限发布" + ",并做好了后续工作" * 20 + "。"
    lines = ["一．概述", prose, "（一）做法", "1、加强领导", prose, "2、强化培训", prose, "二．其他", prose]
    assert take_apart(" ".join(lines)) == lines


def test_only_a_number_without_a_heading_is_joined_to_the_next_line() -> None:
    lines = blocks("一、", "概述", "（二）", "（三）", "做法", "2022", "年", "三、其他", "无")
    joined = [block.text for block in join_numbers(lines)]
    assert joined == ["一、概述", "（二）", "（三）做法", "2022", "年", "三、其他", "无"]


def test_a_title_and_a_line_of_metadata_above_a_paragraph_are_no_wrapped_text() -> None:
    texts = [
        "柳溪县城市管理综合执法局2021年度政府信息公开工作年度报告",
        "发布机构：柳溪县城市管理综合执法局 发布日期：2022-01-20 浏览次数：35",
        "柳溪县城市管理综合执法局2021年度政府信息公开工作年度报告",
        "根据《中华人民共和国政府信息公开条例》，现将我局2021年度政府信息公开工作情况公布如下，数据截至12月31日。",
        "一、总体情况",
        "2021年，我局主动公开政府信息36条，没有收到政府信息公开申请。",
    ]

    assert [block.text for block in join_wrapped([Block(text, "br") for text in texts])] == texts


def test_a_line_much_longer_than_the_one_before_is_a_paragraph_of_its_own() -> None:
    texts = ["柳溪县水利局办公室负责全局信息公开的日常工作安排与答复", *["一" * 90] * 4]

    assert join_wrapped([Block(text, "br") for text in texts])[0].text == texts[0]
