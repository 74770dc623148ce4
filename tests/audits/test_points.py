"""Points counted in words or signs (一是, 第一, ①), on lines of their own and in running text; chapters in 第一、."""

from __future__ import annotations

import pytest

from crawler.report.audits.outline import numbering
from crawler.report.text.outline import read_sections


def _messages(text: str) -> list[str]:
    return [finding.message for finding in numbering(read_sections(["五、存在的问题", *text.split("|")]))]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("问题：|一是更新慢。|二是形式单一。|四是人员不足。|今后改进。", "“四是”之前跳号"),
        ("一是更新慢，栏目少。|二是形式单一，图解少。|二是人员不足。", "“二是”重复"),
        ("第一、更新慢。|第一、形式单一。|第二、人员不足。", "“第一”重复"),
        ("一是更新慢。|一是形式单一。|二是人员不足。", "“一是”重复"),
        ("一是加强领导。我局成立了小组。|三是健全制度。我局出台了细则。", "“三是”之前跳号"),
        ("一是更新慢。|二是形式单一。|四是人员不足。|今后，一是加强培训；二是丰富形式。", "“四是”之前跳号"),
        ("问题：一是更新慢；二是形式单一；四是人员不足。", "“四是”之前跳号"),
        ("第一，更新慢；第二，形式单一；第二，人员不足。", "“第二”重复"),
        ("其一，更新慢；其二，形式单一；其四，人员不足。", "“其四”之前跳号"),
        ("①更新慢；②形式单一；④人员不足。", "“④”之前跳号"),
        ("一是更新慢；三是形式单一；二是人员不足。", "“三是”之前跳号"),
    ],
)
def test_plain_lists_count_without_a_gap(text: str, fault: str) -> None:
    messages = _messages(text)
    assert len(messages) == 1
    assert fault in messages[0]


def test_a_slip_within_a_paragraph_is_a_note_and_between_lines_a_warning() -> None:
    within = read_sections(["五、存在的问题", "一是更新慢；二是形式单一；四是人员不足。"])
    apart = read_sections(["五、存在的问题", "一是更新慢。", "二是形式单一。", "四是人员不足。"])
    assert [finding.severity for finding in (*numbering(within), *numbering(apart))] == ["note", "warning"]


@pytest.mark.parametrize(
    "text",
    [
        "一是更新慢。|二是形式单一。|改进措施：|一是加强培训。|二是丰富形式。",
        "一是更新慢。|下一步打算从两方面改进。|一是加强培训。|二是丰富形式。",
        "一是更新慢；二是形式单一。|三是人员不足；四是认识不够。",
        "一是更新慢；二是形式单一。今后，一是加强培训；二是丰富形式；三是整改。",
        "一是更新慢：一是栏目少，二是人员少；二是形式单一；三是人员不足。",
        "一是更新慢；二是形式单一；三抓培训不够；四是人员不足。",
        "一是更新慢。|二要丰富形式。|三是人员不足。",
        "一是更新慢。|（1）栏目少。|（2）人员少。|二是形式单一。|三是人员不足。",
        "一是更新慢。|二是形式单一。|下一步：一是加强培训。|二是丰富形式。",
        "首先，更新慢；二是形式单一；三是人员不足。",
        "第一，更新慢。|第二，形式单一。|第一，加强培训。|第二，丰富形式。",
        "一是更新慢；二是形式单一；三是人员少。二是加强培训。",
    ],
)
def test_lists_within_lists_new_lists_and_mixed_signs_raise_nothing(text: str) -> None:
    assert _messages(text) == []


def test_chapters_counted_by_ordinals_alone_that_begin_anew_are_found() -> None:
    parts = ["第一、概述", "第二、主动公开情况", "第一、依申请公开情况", "第二、收费情况", "第三、复议情况"]
    sections = read_sections([line for part in parts for line in (part, "各项工作有序。")])
    assert {section.level for section in sections} == {1}
    assert "到“第一”重新开始" in numbering(sections)[0].message
