"""Parts that the law of 2007 asks for: there when something is told of their matter, not where a word of it stands."""

from __future__ import annotations

import pytest

from crawler.records import Section
from crawler.report.audits.outline import missing, numbering

_PARTS = {
    "主动公开政府信息情况": "2012年，我局主动公开信息31条。",
    "依申请公开情况": "2012年，我局没有收到公开申请。",
    "收费及减免情况": "2012年，我局没有收取费用。",
    "行政复议、行政诉讼情况": "2012年，我局没有因信息公开发生复议、诉讼。",
    "存在的主要问题和改进措施": "一是更新不及时，二是形式单一。",
}
_REQUESTS, _FEES, _REVIEWS, _PROBLEMS = list(_PARTS)[1:]


def _report(parts: dict[str, str], **more: str) -> list[Section]:
    rows = [("概述", "我局设立了领导小组。" + more.get("said", "")), *parts.items()]
    return [
        Section(position=at, level=1, number=f"{number}、", heading=heading, body=body)
        for at, (number, (heading, body)) in enumerate(zip("一二三四五六", rows, strict=False), 1)
    ]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (_REQUESTS, "依申请公开信息未收取费用。"),
        (_REQUESTS, "公开类信息25条，依申请公开类信息6条。"),
        (_REQUESTS, "设立公开申请受理点3个，受理救助申请46户。"),
        (_REQUESTS, "因没有公开申请而发生的复议为零。"),
        (_REQUESTS, "没有收到公开申请，因此未发生费用。"),
        (_FEES, "公布了停车场收费标准，收取土地出让金3万元。"),
        (_REVIEWS, "与诉讼有关的支出为0元。公开了行政复议决定书3份。"),
        (_PROBLEMS, "报告的7条问题信息已整改完毕，群众关心的问题得到解答。"),
    ],
)
def test_a_part_is_missing_where_only_words_of_it_stand(part: str, said: str) -> None:
    parts = {heading: body for heading, body in _PARTS.items() if heading != part}
    assert [finding.rule for finding in missing(_report(parts, said=said), 2012, "narrative")] == ["section_missing"]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (_REQUESTS, "全年收到公民、法人书面申请3件，均已答复。"),
        (_REQUESTS, "依申请公开信息0件。"),
        (_FEES, "复印、邮寄均未收费。"),
        (_REVIEWS, "没有引起行政复议。"),
        (_PROBLEMS, "公开工作还存在一些问题，今后将努力解决。"),
    ],
)
def test_a_part_told_of_elsewhere_is_there(part: str, said: str) -> None:
    parts = {heading: body for heading, body in _PARTS.items() if heading != part}
    assert missing(_report(parts, said=said), 2012, "narrative") == []


def test_a_heading_names_what_it_is_on_and_not_what_it_was_charged_for() -> None:
    parts = {heading: body for heading, body in _PARTS.items() if heading not in (_REQUESTS, _FEES)}
    parts["依申请公开政府信息收费情况"] = "没有收费。"
    assert len(missing(_report(parts), 2012, "narrative")) == 1
    parts["依申请公开及收费情况"] = "没有收费。"
    assert missing(_report(parts), 2012, "narrative") == []


@pytest.mark.parametrize(
    ("points", "found"),
    [
        ([("第一，", ""), ("第三，", "")], "跳号"),
        ([("第一，", ""), ("第二，", ""), ("第二，", "")], "重复"),
        ([("第一，", ""), ("第二，", ""), ("第一，", ""), ("第二，", "")], ""),
        ([("第一，", "公开不够及时；第二，形式单一。"), ("第三，", "")], ""),
        ([("①", ""), ("③", "")], "跳号"),
        ([("①", "公开不及时；②形式单一；"), ("③", "")], ""),
        ([("①", ""), ("②", ""), ("①", ""), ("②", "")], ""),
        ([("第三，", ""), ("第四，", "")], ""),
        ([("一是", ""), ("三是", "")], ""),
    ],
)
def test_points_counted_by_ordinals_follow_each_other(points: list[tuple[str, str]], found: str) -> None:
    rows = [Section(position=1, level=1, number="一、", heading="概述", body="")]
    rows += [
        Section(position=at, level=5, number=number, heading="公开不够及时。", body=body)
        for at, (number, body) in enumerate(points, 2)
    ]
    messages = [finding.message for finding in numbering(rows)]
    assert len(messages) == bool(found) and all(found in message for message in messages), messages
