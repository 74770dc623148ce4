"""Boxes among the paragraphs and articles below a report are told by how they are set, whatever they speak of."""

from __future__ import annotations

import time
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
    [
        "(本页面由数据平台每天自动抓取,以原件为准)",
        "[此稿由水务局报送,经审核上网]",
        "本文为该局年报全文,由系统归档。",
        "以上内容自旧网站迁移,格式可能不同。",
        "*表格由平台按年度自动汇总,只显示最近一年。",
    ],
)
def test_a_sentence_of_where_the_page_came_from_is_the_portals(line: str) -> None:
    assert body(f"{paragraphs(LINES)}<p>{line}</p>") == LINES


def test_pairs_of_unknown_labels_with_a_day_among_them_are_the_portals() -> None:
    pairs = "来稿单位:青河县民政局；来稿时间:2023-01-20；稿件编号:20230117"
    assert body(f"<p>{pairs}</p>{paragraphs(LINES)}") == LINES


def test_what_stands_between_two_containers_of_one_class_is_the_portals() -> None:
    parts = [f"<div class=nr>{paragraphs(part)}</div>" for part in (LINES[:HALF], LINES[HALF:])]
    assert body("<div class=ad><p>推广</p><p>下载手机软件,办事不求人</p></div>".join(parts)) == LINES


def test_a_part_of_one_line_is_a_part_as_well() -> None:
    first = "根据条例要求,现将情况报告如下。"
    parts = [f"<div class=nr>{paragraphs(part)}</div>" for part in ((first,), LINES)]
    ticker = "<div class=t><p>滚动</p><marquee>县里召开会议</marquee></div>"
    assert body(ticker.join(parts)) == (first, *LINES)


def test_paragraphs_in_containers_of_one_class_are_the_reports_even_if_short() -> None:
    lines = (*LINES[:3], "做法一览", "上墙、上网、上手机", *LINES[3:])
    assert body("".join(f"<div class=p><p>{line}</p></div>" for line in lines)) == lines


def test_a_first_heading_without_a_number_stays_where_others_are_set_like_it() -> None:
    lines = (
        "工作回顾",
        LINES[2],
        "数据说话",
        LINES[4],
        "不足之处",
        LINES[8],
        "来年设想",
        "明年将多开座谈会,听听群众怎么说。",
    )
    assert body(paragraphs(lines)) == lines


def test_tips_that_a_portal_counts_are_no_section_of_the_report() -> None:
    tips = paragraphs(("小贴士", "1.建议横屏查看表格。", "2.长按文字可以复制。", "3.如需盖章件请到窗口领取。"))
    assert body(f"{paragraphs(LINES)}<div><div>{tips}</div></div>") == LINES


def test_an_item_of_a_list_stays_whatever_it_speaks_of() -> None:
    notes = ("①统计口径:以后台数据为准。", "②转载上级信息不计入。")
    assert body(paragraphs((*LINES, *notes))) == (*LINES, *notes)


def test_a_report_of_three_sentences_is_read() -> None:
    lines = (
        "本年度,青河县民政局没有收到公开申请,没有行政复议和诉讼。",
        "全年主动公开信息31条,其中通知12条。",
        "人手紧张仍是存在的不足。",
    )
    assert body(paragraphs(lines)) == lines


def test_a_line_that_only_says_when_the_report_was_printed_closes_it() -> None:
    lines = (*LINES, "青河县民政局办公室", "2023年1月12日印发")
    assert body(paragraphs(lines)) == lines


def test_a_short_report_beside_a_menu_in_one_table_is_read() -> None:
    menu = "".join(f"<p>{name}</p>" for name in ("部门之窗", "领导分工", "内设科室", "下属单位"))
    table = f"<table><tr><td>{menu}<td><h3>{TITLE}</h3>{paragraphs(LINES[:4])}</table>"
    assert report_of(table).body.split("\n") == list(LINES[:4])


def test_a_last_section_set_otherwise_stays_where_the_report_counts_in_figures() -> None:
    lines = [
        line.replace("一、", "1、").replace("二、", "2、").replace("三、", "3、").replace("四、", "4、")
        for line in LINES
    ]
    last = "<div><h5>5、其他事项</h5><h6>暂无。</h6></div>"
    assert body(f"{paragraphs(lines)}{last}")[-2:] == ("5、其他事项", "暂无。")


def test_a_sentence_that_counts_what_portals_offer_is_the_reports() -> None:
    counted = "运维公众号1个,粉丝3214人;扫一扫二维码即可直达办事页面,分享次数2390次。"
    button = "打开微信扫一扫,将本页分享至朋友圈。"
    assert body(paragraphs((*LINES[:3], counted, button, *LINES[3:]))) == (*LINES[:3], counted, *LINES[3:])


def test_an_editors_remark_is_the_portals() -> None:
    assert body(paragraphs((*LINES, "编者注:本报告为该局报送的原文,网站未作改动。"))) == LINES


def test_a_long_list_of_a_portals_tips_takes_no_time() -> None:
    tips = paragraphs([f"{number % 90 + 1}.请点击下载。" for number in range(4000)])
    started = time.process_time()
    assert body(f"{paragraphs(LINES)}<div>{tips}</div>")[: len(LINES)] == LINES
    assert time.process_time() - started < 5


def test_a_report_whose_every_line_stands_deeper_than_the_last_is_kept() -> None:
    told = [f"第{number}项信息已经在门户网站上向社会公开,共计{number}条,内容完整准确。" for number in range(30, 60)]
    lines = [*LINES[:HALF], *told, *LINES[HALF:]]
    nested = "".join(f"<p>{line}</p><div>" for line in lines) + "</div>" * len(lines)
    assert set(told) <= set(body(nested))
