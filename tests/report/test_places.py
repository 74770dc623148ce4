"""Prose that the portal puts beside a report stands elsewhere in the page than the report's own."""

from __future__ import annotations

import pytest

from crawler.report.cleaning.body import find_body
from crawler.report.cleaning.clean import Clean, clean_body
from tests.report.pages import LINES, TITLE, page_of

PROSE = "".join(f"<p>{line}</p>" for line in LINES)
MORE = [f"第{number}季度组织了业务培训，对各股室公开工作进行了检查，督促整改问题{number}个。" for number in "一二三四"]
WEATHER = "<div><p>青河县今日天气：晴，最高气温8℃，最低气温-3℃，北风3级。</p></div>"
LEADER = "<div><h4>局长简介</h4><p>王某，男，汉族，1970年5月出生，大学学历，中共党员。</p></div>"
LEADERS = "<div><h4>领导之窗</h4><p>主任：王某，主持全面工作。</p><p>副主任：李某，分管业务工作。</p></div>"
NEWS = (
    "<div><h4>为您推荐</h4><p>2月3日，县里召开政务公开工作推进会，县委常委出席会议并讲话，各单位负责人参加会议。</p>"
    "<p>近日，县里举办信息公开业务培训班，来自全县各单位的60余名工作人员参加培训。</p></div>"
)
ANSWERS = (
    "<div><h4>常见问题解答</h4><p>问：什么是依申请公开？</p>"
    "<p>答：根据条例第二十七条，公民、法人或者其他组织可以向行政机关申请获取相关政府信息。</p></div>"
)
REPLY = "<div><p>部门回复：您好，您反映的问题已收悉，我们将尽快处理，感谢您对政府工作的支持。</p></div>"
SUMMARY = (
    "<div><b>智能摘要</b><p>本报告介绍了青河县民政局信息公开工作的总体情况，内容由人工智能生成，仅供参考。</p></div>"
)


def clean(html: str) -> Clean:
    page = page_of(html)
    return clean_body(page, find_body(page), TITLE)


@pytest.mark.parametrize("box", [WEATHER, LEADER, SUMMARY, REPLY])
def test_a_box_of_prose_between_title_and_text_is_no_body(box: str) -> None:
    assert clean(f"<div><h1>{TITLE}</h1>{box}{PROSE}</div>").lines() == list(LINES)


@pytest.mark.parametrize("box", [WEATHER, LEADER, LEADERS, NEWS, ANSWERS, REPLY])
@pytest.mark.parametrize("end", [(), ("青河县民政局", "2023年1月31日")])
def test_a_box_of_prose_behind_the_text_is_no_body(box: str, end: tuple[str, ...]) -> None:
    signed = "".join(f"<p>{line}</p>" for line in end)
    assert clean(f"<div><h1>{TITLE}</h1>{PROSE}{signed}{box}</div>").lines() == [*LINES, *end]


def test_the_first_and_last_sentences_of_a_report_may_stand_elsewhere() -> None:
    first, *middle, last = lines = [*LINES[:-1], *MORE, LINES[-1]]
    html = f"<div>{first}</div>" + "".join(f"<p>{line}</p>" for line in middle) + f"<section><b>{last}</b></section>"
    assert clean(f"<div><h1>{TITLE}</h1>{html}{NEWS}</div>").lines() == lines


def test_a_report_whose_lines_stand_in_many_places_is_read_whole() -> None:
    tags = ("p", "div", "li", "blockquote", "dd", "h5")
    html = "".join(f"<{tags[i % 6]}>{line}</{tags[i % 6]}>" for i, line in enumerate(LINES))
    assert clean(f"<div><h1>{TITLE}</h1>{html}</div>").lines() == list(LINES)


def test_lines_indented_by_tables_are_text() -> None:
    html = "".join(f"<table><tr><td width=30></td><td>{line}</td></tr></table>" for line in LINES)
    page = page_of(f"<h1>{TITLE}</h1><table><tr><td id=c>{html}</td></tr></table>")
    assert not page.grids
    assert clean_body(page, find_body(page), TITLE).lines() == list(LINES)
