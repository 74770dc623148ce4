"""Boxes among the paragraphs and articles below a report are told by how they are set, whatever they speak of."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.report.pages import LINES, TITLE, report_of

HALF = len(LINES) // 2


def paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def body(inner: str) -> tuple[str, ...]:
    return tuple(report_of(f"<div class=w><div class=a><h2>{TITLE}</h2>{inner}</div></div>").body.split("\n"))


@pytest.mark.parametrize("caption", ["<h5>政策问答库</h5>", "<p>大家都在问</p>"])
def test_a_box_of_questions_among_the_paragraphs_is_no_part_of_the_report(caption: str) -> None:
    box = f"<div class=q>{caption}<p>办理身份证要多久?</p><p>答:一般在二十日内领取,可以邮寄到家。</p></div>"
    assert body(f"{paragraphs(LINES[:HALF])}{box}{paragraphs(LINES[HALF:])}") == LINES


def test_a_box_that_speaks_of_the_law_goes_by_its_heading() -> None:
    box = "<div class=q><h5>小知识</h5><p>申请政府信息公开要收费吗?一般不收取费用。</p></div>"
    assert body(f"{paragraphs(LINES[:HALF])}{box}{paragraphs(LINES[HALF:])}") == LINES


def test_lists_that_a_report_sets_deeper_again_and_again_stay() -> None:
    lists = [["窗口受理", "当场登记,当天转办。"], ["网上受理", "按时登记,三天转办。"]] * 2
    inner = "".join(
        f"<p>{line}</p><div>{paragraphs(items)}</div>" for line, items in zip(LINES, lists, strict=False)
    ) + paragraphs(LINES[len(lists) :])
    found = body(f"{inner}")
    assert [line for items in lists for line in items] == [line for line in found if line not in LINES]


def test_a_heading_set_like_the_title_begins_another_article() -> None:
    other = "<h2>全县开展消防演练</h2><p>近日,全县开展消防演练,八十余名干部参加,讲解了灭火器的用法。</p>"
    assert body(f"{paragraphs(LINES)}{other}") == LINES


def test_a_report_of_short_lines_under_headings_is_read_whole() -> None:
    lines = (
        "一、机构与人员 领导小组:1个 专职人员:2名 兼职人员:11名 "
        "二、公开数量 政策文件:12条 工作动态:230条 财政信息:18条 三、依申请公开 收到申请:0件 已经答复:0件 "
        "四、复议诉讼 行政复议:0件 行政诉讼:0件 五、收费 无 六、问题 更新慢 人手少 "
        "七、打算 专人专管 按月更新"
    ).split()
    assert body(f"{paragraphs(lines)}<div class=f>本站由信息中心维护</div>") == tuple(lines)


def test_a_signature_in_spans_set_as_lines_of_their_own_is_two_lines() -> None:
    signature = "<span style='display:block'>某某县水务局</span><span style='display: block'>2022年1月20日</span>"
    assert body(f"{paragraphs(LINES)}{signature}")[-2:] == ("某某县水务局", "2022年1月20日")


@pytest.mark.parametrize(
    "line",
    ["(本页面由数据平台每天自动抓取,以原件为准)", "[此稿由水务局报送,经审核上网]", "本文为该局年报全文,由系统归档。"],
)
def test_a_sentence_of_where_the_page_came_from_is_the_portals(line: str) -> None:
    assert body(f"{paragraphs(LINES)}<p>{line}</p>") == LINES
