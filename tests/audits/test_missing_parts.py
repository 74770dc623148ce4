"""Parts that the law of 2007 asks for: there when something is told of their matter, not where a word of it stands."""

from __future__ import annotations

import pytest

from crawler.records import Section
from crawler.report.audits.outline import missing, numbering
from crawler.report.text.outline import read_sections

_PARTS = {
    "主动公开政府信息情况": "2012年，我局主动公开信息31条。",
    "依申请公开情况": "2012年，我局没有收到公开申请。",
    "收费及减免情况": "2012年，我局没有收取费用。",
    "行政复议、行政诉讼情况": "2012年，我局没有因信息公开发生复议、诉讼。",
    "存在的主要问题和改进措施": "一是更新不及时，二是形式单一。",
}
_DISCLOSED, _REQUESTS, _FEES, _REVIEWS, _PROBLEMS = _PARTS


def _report(parts: dict[str, str], **more: str) -> list[Section]:
    rows = [("概述", "我局设立了领导小组。" + more.get("said", "")), *parts.items()]
    return [
        Section(position=at, level=1, number=f"{number}、", heading=heading, body=body)
        for at, (number, (heading, body)) in enumerate(zip("一二三四五六", rows, strict=False), 1)
    ]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (_DISCLOSED, "2012年度信息公开工作受到重视，现公布本报告。办理救助30户。"),
        (_DISCLOSED, "今后将主动公开更多信息，公开内容偏重于动态，网站更新不及时。"),
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
        (_DISCLOSED, "全年发布各类信息31条,其中网站20条。"),
        (_DISCLOSED, "通过公开栏、广播等形式公开了救助对象名单。"),
        (_DISCLOSED, "现将年度报告公布如下：公开动态信息9条。"),
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
        ([("①", "其一；②形式单一；"), ("③", "")], ""),
        ([("①", ""), ("②", ""), ("①", ""), ("②", "")], ""),
        ([("第三，", ""), ("第四，", "")], ""),
        ([("一是", ""), ("三是", "")], "跳号"),
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


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["㈠公开数量", "㈢公开渠道"], "跳号"),
        (["㈠公开数量", "㈡公开渠道"], ""),
        (["⒈公开数量", "⒊公开渠道"], "跳号"),
        (["⑴公开数量", "⑵公开渠道", "⑵公开时间"], "重复"),
        (["（1）公开数量", "（2）公开渠道", "二、问题", "（2）形式单一"], ""),
    ],
)
def test_numbers_in_one_sign_follow_each_other(lines: list[str], found: str) -> None:
    messages = [finding.message for finding in numbering(read_sections(["一、主动公开情况", *lines]))]
    assert len(messages) == bool(found) and all(found in message for message in messages), messages


@pytest.mark.parametrize(
    ("part", "point"),
    [
        (_DISCLOSED, "信息更新不够及时，部分栏目内容较少"),
        (_DISCLOSED, "加大主动公开力度"),
        (_DISCLOSED, "规范信息发布"),
        (_REQUESTS, "畅通依申请公开渠道"),
        (_REQUESTS, "对不予公开的界定不准"),
        (_FEES, "明确收费办法"),
        (_REVIEWS, "减少复议和诉讼"),
    ],
)
def test_points_of_what_falls_short_are_no_headings_of_other_parts(part: str, point: str) -> None:
    parts = {heading: body for heading, body in _PARTS.items() if heading != part}
    sections = _report(parts)
    at = next(i for i, section in enumerate(sections) if section.heading == _PROBLEMS)
    sections.insert(at + 1, Section(position=at + 1, level=2, number="（一）", heading=point, body=""))
    assert [finding.rule for finding in missing(sections, 2012, "narrative")] == ["section_missing"]
    chapter = Section(position=9, level=1, number="六、", heading=part, body=_PARTS[part])
    assert missing([*sections, chapter], 2012, "narrative") == []
