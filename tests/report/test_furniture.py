"""Lines whose wording no one knows: at a report's edges a line has to show itself that it is the report's."""

from __future__ import annotations

import pytest

from crawler.records import Context, Document
from crawler.report.cleaning.body import find_body
from crawler.report.cleaning.clean import Clean, clean_body
from crawler.report.read import read_document
from tests.report.pages import LINES, TITLE, article, page_of, report_of

PROSE = "".join(f"<p>{line}</p>" for line in LINES)


def clean(html: str) -> Clean:
    page = page_of(f"<div id=zoom>{html}</div>")
    return clean_body(page, find_body(page), TITLE)


@pytest.mark.parametrize(
    "line",
    [
        "放大显示",
        "读屏 指读 连读",
        "页面尺寸：窄",
        "阅读此页遇到困难的，您可以拨打客服热线。",
        "推送到学习强国",
        "篇幅：3600",
    ],
)
def test_words_of_the_portal_that_no_one_knows_are_no_body_before_the_first_paragraph(line: str) -> None:
    assert clean(f"<p>{line}</p>{PROSE}").lines() == list(LINES)
    assert clean(f"<p>{line}<br>{LINES[0]}</p>" + "".join(f"<p>{s}</p>" for s in LINES[1:])).lines() == list(LINES)


@pytest.mark.parametrize(
    "line",
    [
        "推送到学习强国",
        "读屏 指读 连读",
        "您的浏览器内核较旧，若排版错乱，换一个再试。",
        "采写 | 青河县政务网",
        "往后翻：县里召开会议",
    ],
)
@pytest.mark.parametrize("end", ["", "<p>青河县民政局</p><p>二〇二三年一月</p>"])
def test_words_of_the_portal_that_no_one_knows_are_no_body_behind_the_last_paragraph(line: str, end: str) -> None:
    lines = [*LINES, "青河县民政局", "二〇二三年一月"] if end else list(LINES)
    assert clean(f"{PROSE}{end}<p>{line}</p>").lines() == lines


def test_an_info_table_behind_the_text_becomes_labels() -> None:
    box = (
        "<table><tr><td>索引号<td>QH-1<tr><td>来源<td>民政局<tr><td>发布时间<td>2023-01-31<tr><td>浏览次数<td>9</table>"
    )
    found = clean(f"{PROSE}{box}")
    assert found.lines() == list(LINES) and not any(block.grid >= 0 for block in found.blocks)
    assert {field: value for _, field, value in found.labels}["index_number"] == "QH-1"


def test_a_table_above_the_title_is_an_info_box_whatever_its_labels_are() -> None:
    box = "<table><tr><td>采写<td>张三<td>热度<td>31<tr><td>密级<td>公开<td>字节<td>960</table>"
    page = page_of(f"<div class=w>{box}<p>{TITLE}</p>{PROSE}</div>")
    found = clean_body(page, find_body(page), TITLE)
    assert found.lines() == list(LINES) and not any(block.grid >= 0 for block in found.blocks)


def test_a_little_prose_behind_lines_of_the_portal_is_the_portals() -> None:
    tail = "<p>打印本页</p><p>上一篇：没有了</p><p>县里召开秋收动员会，要求各镇抓紧晴好天气抢收抢种，颗粒归仓。</p>"
    more = [
        f"第{day}天，工作组到村里走访，收到意见{day}条，当场答复的都记在台账上，月底一并公布。" for day in range(1, 11)
    ]
    text = PROSE + "".join(f"<p>{line}</p>" for line in more)
    assert clean(f"{text}{tail}").lines() == [*LINES, *more]
    assert clean(f"{text}<p>打印本页</p><p>（二）其他事项</p><p>没有其他事项。</p>").lines()[-2:] == [
        "（二）其他事项",
        "没有其他事项。",
    ]


def test_a_day_that_only_the_portal_prints_is_no_signature() -> None:
    assert clean(f"{PROSE}<p>推送到学习强国</p><p>2023年2月2日</p>").lines() == list(LINES)
    signed = "<p>青河县民政局</p><p>2023年1月31日</p>"
    assert clean(f"{PROSE}<p>打印本页</p>{signed}").lines() == [*LINES, "青河县民政局", "2023年1月31日"]


@pytest.mark.parametrize("signature", [[], ["青河县民政局", "2023年1月31日"]])
def test_an_annex_that_stands_as_text_behind_the_report_is_its_own(signature: list[str]) -> None:
    rows = ["附表", "报送信息", "64", "接待来访", "3", "下乡宣传 12"]
    own = "".join(f"<p>{line}</p>" for line in [*signature, *rows])
    assert clean(f"{PROSE}{own}<p>打印本页</p><p>推送到学习强国</p>").lines() == [*LINES, *signature, *rows]
    assert clean(f"{PROSE}<p>附件：统计表</p><p>推送到学习强国 12</p>").lines() == [*LINES, "附件：统计表"]


def test_lines_of_labels_do_not_run_into_the_next_line() -> None:
    parts = ["填报人：何某芳 审核人：田某亮 联系方式：0123-4567890", "各镇数字由镇里报送，年末汇总。"]
    assert clean("<br>".join([*LINES, *parts])).lines()[-2:] == parts


@pytest.mark.parametrize(
    "line",
    ["前言", "各乡镇人民政府：", "编制机关：青河县民政局", "公开为常态，不公开为例外"],
)
def test_a_short_first_line_of_a_report_stays(line: str) -> None:
    assert clean(f"<p>{line}</p>{PROSE}").lines() == [line, *LINES]


@pytest.mark.parametrize(
    "lines",
    [
        ["无其他需要报告的事项。"],
        ["2022年，我局未收费。"],
        ["没有收取任何费用"],
        ["青河县民政局（盖章）", "2023年1月31日"],
        ["青河县民政局", "2023-01-31"],
        ["二〇二三年一月"],
        ["（此件公开发布）"],
        ["单位负责人：张三 审核人：李四 填报人：王五", "联系电话：0123-4567890 填报日期：2023年1月31日"],
        ["抄送：县政府办公室。", "青河县民政局办公室 2023年1月31日印发"],
        ["如有疑问，可以这样联系我们：", "电话：0123-4567890", "邮政编码：123456", "通讯地址：青河县人民路1号"],
        ["本局的账号有：", "官方微信", "抖音", "微博"],
        ["主要栏目：", "政策解读", "年度报告", "首页", "本年度无其他需要报告的事项"],
        ["六、其他需要报告的事项", "暂无"],
    ],
)
def test_a_short_last_line_of_a_report_stays(lines: list[str]) -> None:
    end = "".join(f"<p>{line}</p>" for line in lines)
    assert clean(f"{PROSE}{end}<p>打印本页</p><p>推送到学习强国</p>").lines() == [*LINES, *lines]
    table = "<table><tr><td>渠道<td>条数<tr><td>网站<td>61<tr><td>公开栏<td>28</table>"
    assert clean(f"{PROSE}{table}{end}").lines() == [*LINES, *lines]


def test_items_of_a_list_stay_whatever_a_portal_calls_its_buttons() -> None:
    items = ["公开渠道有：", "官方微信", "抖音", "打印"]
    half = len(LINES) // 2
    parts = [*LINES[:half], *items, *LINES[half:]]
    assert clean("".join(f"<p>{part}</p>" for part in parts)).lines() == parts


def test_a_report_in_words_of_its_own_is_read_once_and_as_it_stands() -> None:
    """Its title says what it is; it speaks of no part of a report in the law's words, but it has an outline."""
    title = "青河县柳湾镇2010年政府信息公开工作年度报告"
    said = (
        "这一块，全镇上下一条心，大事小情都上墙、上喇叭，老百姓点头称好，来年再加一把劲，把台账做实，把话说到心坎里去。"
    )
    parts = [
        f"{number}、{head}" for number, head in zip("一二三四五", ("家底", "做法", "难处", "打算", "结语"), strict=True)
    ]
    text = "".join(f"<p>{part}</p><p>{part[2:]}{said}</p>" for part in parts)
    menu = "".join(f"<li><a href=/{i}>{name}</a>" for i, name in enumerate(("行政复议", "依申请公开", "年报")))
    html = f"<title>{title}</title><ul>{menu}</ul><h1>{title}</h1><div>{text}</div>"
    reading = read_document(Document(html.encode(), url="http://www.qinghe.gov.cn/a.html"), Context())
    assert reading.report is not None
    assert reading.report.body.split("\n")[0] == parts[0] and len(reading.report.body.split("\n")) == 2 * len(parts)


def test_the_sentence_under_the_last_heading_is_its_text_whatever_it_speaks_of() -> None:
    last = "当前页面访问速度较慢的问题已经解决,网站新增语音播报功能。"
    text = report_of(article(*LINES, "五、其他需要报告的事项", last)).body
    assert text.endswith(last)
