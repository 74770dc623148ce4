"""What portals put before, after and between the lines of a report is taken off, and kept apart."""

from __future__ import annotations

import pytest

from crawler.report.cleaning.body import find_body
from crawler.report.cleaning.clean import Clean, clean_body, is_title_line
from tests.report.pages import LINES, TITLE, page_of

PROSE = "".join(f"<p>{line}</p>" for line in LINES)


def clean(html: str, title: str = TITLE) -> Clean:
    page = page_of(f"<div id=zoom>{html}</div>")
    return clean_body(page, find_body(page), title)


def test_title_agency_and_metadata_above_the_text_are_no_body() -> None:
    found = clean(
        f"<h2>{TITLE}</h2><p align=center>青河县民政局</p><p>（2023年1月31日）</p>"
        f"<p>来源：民政局 发布时间：2023-01-31</p><p>【字体：大 中 小】</p>{PROSE}"
    )
    assert found.lines() == list(LINES)
    assert found.head == [TITLE, "（2023年1月31日）"]
    assert ("发布时间", "published", "2023-01-31") in found.labels
    assert found.dropped == ["青河县民政局"]  # the name stands in the title already


def test_an_info_table_above_the_text_becomes_labels() -> None:
    box = (
        "<table><tr><td>索引号：<td>QH-1<td>文号：<td>青民发〔2023〕5号"
        "<tr><td>来源：<td>民政局<td>有效性：<td>有效</table>"
    )
    found = clean(f"{box}{PROSE}")
    assert found.lines() == list(LINES)
    assert {field: value for _, field, value in found.labels}["index_number"] == "QH-1"


@pytest.mark.parametrize(
    "tail",
    [
        "<p>分享到：</p><p>打印本页 关闭窗口</p>",
        "<p>责任编辑：张三</p>",
        "<p>扫一扫在手机打开当前页</p>",
        "<p>上一篇：<a href=/a>某局报告</a></p><p>下一篇：<a href=/b>某局报告</a></p>",
        "<h4>相关阅读</h4><ul><li><a href=/a>青河县水务局2022年政府信息公开工作年度报告</a></li></ul>",
        "<p>附件下载：</p><p><a href=/a.pdf>青河县民政局报告全文.pdf</a></p>",
        "<p>来源：青河县民政局</p><p>浏览次数：36</p>",
    ],
)
def test_what_stands_below_the_text_is_no_body(tail: str) -> None:
    found = clean(f"{PROSE}<p>青河县民政局</p><p>2023年1月31日</p>{tail}")
    assert found.lines() == [*LINES, "青河县民政局", "2023年1月31日"]


def test_lines_of_the_portal_between_paragraphs_go() -> None:
    half = len(LINES) // 2
    parts = [f"<p>{line}</p>" for line in LINES]
    found = clean("".join(parts[:half]) + "<p>[打印本页] [关闭窗口]</p>" + "".join(parts[half:]))
    assert found.lines() == list(LINES)


def test_a_line_that_ends_reports_does_not_end_one_that_goes_on() -> None:
    parts = [f"<p>{line}</p>" for line in LINES]
    found = clean(parts[0] + "<p>相关解读</p>" + "".join(parts[1:]))
    assert found.lines()[-1] == LINES[-1]


def test_a_body_that_is_printed_twice_is_kept_once() -> None:
    assert clean(f"{PROSE}<p>打印</p>{PROSE}").lines() == list(LINES)


def test_what_stands_between_two_copies_of_a_body_is_no_body() -> None:
    between = "<p>位置导航 / 青河县民政局 / 年报</p><p>2023-01-31 | 青河政务网 | 阅读：5</p>"
    assert clean(f"{PROSE}<p>青河县民政局</p>{between}{PROSE}<p>青河县民政局</p>").lines() == [*LINES, "青河县民政局"]


def test_a_second_copy_that_is_cut_short_takes_nothing_from_the_first() -> None:
    prose = "".join(
        f"<p>{line}，其中各股室按照分工抓好落实，逐项对照检查，按季度通报进展情况并督促整改。</p>" for line in LINES
    )
    short = "".join(f"<p>{line}</p>" for line in clean(prose).lines()[:4])
    assert clean(f"{prose}<p>青河县民政局</p><p>打印</p>{short}").lines()[-1] == "青河县民政局"


def test_a_numbered_heading_in_a_heading_element_is_the_reports_first_line() -> None:
    assert clean(f"<h1>{TITLE}</h1><h3>一、概述</h3>{PROSE}").lines() == ["一、概述", *LINES]


@pytest.mark.parametrize(
    "head", ["青河县民政局2022年<br>政府信息公开工作年度报告", "青河县民政局<br>2022年<br>政府信息公开报告"]
)
def test_the_first_heading_below_a_title_over_several_lines_is_no_part_of_it(head: str) -> None:
    found = clean(f"<h1>{head}</h1>{PROSE}")
    assert found.lines() == list(LINES)


def test_a_table_of_contents_keeps_its_heading() -> None:
    found = clean(f"<h1>{TITLE}</h1><p>目　录</p><p>一、概述</p><p>二、主动公开情况</p>{PROSE}").lines()
    assert found[:3] == ["目 录", "一、概述", "二、主动公开情况"]
    assert clean(f"{PROSE}<p>目录</p>").lines() == list(LINES)  # a button


def test_a_banner_between_paragraphs_goes_and_a_reports_own_link_stays() -> None:
    first, *rest = LINES
    banner = "<div><a href=/app>安装手机客户端，您身边的办事大厅</a></div>"
    hints = "<div>左右滑动查看表格</div><p>点击图片可放大</p><div><a href=/zt/>某某工作专栏</a></div>"
    own = "<p><a href=http://www.example.gov.cn/zfxxgk/>公开目录，见县政府网站</a></p>"
    found = clean(f"<p>{first}</p>{banner}{hints}{own}" + "".join(f"<p>{line}</p>" for line in rest)).lines()
    assert found == [first, "公开目录，见县政府网站", *rest]


def test_hidden_lines_go_unless_all_are_hidden() -> None:
    assert clean(f"<p style='display:none'>{'隐藏的说明文字,与正文无关。' * 4}</p>{PROSE}").lines() == list(LINES)
    assert clean(f"<div style='display:none'>{PROSE}</div>").lines() == list(LINES)


@pytest.mark.parametrize(
    "marks", ["style='position:absolute; left:-9999px'", "style='text-indent:-999em'", "class='tip sr-only'"]
)
def test_what_stands_outside_of_the_screen_is_hidden(marks: str) -> None:
    assert clean(f"<div {marks}>{'供读屏软件使用的说明文字，与正文无关。' * 4}</div>{PROSE}").lines() == list(LINES)


def test_a_hanging_indent_hides_nothing() -> None:
    assert clean(PROSE.replace("<p>", "<p style='margin-left:36pt;text-indent:-24.5pt'>")).lines() == list(LINES)


def test_tables_stay_in_their_place_and_empty_ones_go() -> None:
    table = "<table><tr><td>规章<td>0<td>1<tr><td>规范性文件<td>3<td>4</table>"
    found = clean(f"<p>{LINES[0]}</p>{table}<p>{LINES[2]}</p><p>{LINES[4]}</p>")
    assert [block.grid >= 0 for block in found.blocks][:2] == [False, True]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (TITLE, True),
        ("青河县民政局2022年度政府信息公开工作报告", True),
        ("根据要求,现将青河县民政局2022年政府信息公开工作年度报告公布如下:", False),
        ("一、总体情况", False),
        (TITLE * 4, False),
    ],
)
def test_a_sentence_about_the_report_is_no_title(line: str, title: bool) -> None:
    assert is_title_line(line) == title


@pytest.mark.parametrize(
    "line",
    [
        "下一年度，我局将继续加强学习培训，不断提升公开的质量和实效。",
        "上一年度结转的申请3件，已全部办结。",
        "群众扫描二维码即可查看办事指南，也可以登录网站下载表格。",
        "网站标识码、ICP备案编号和公安备案编号均按要求标注，网站支持IPv6访问。",
        "严格落实“三审三校”制度，责任编辑、审核人、签发人层层把关。",
        "联系地址：青河县文化路2号；联系电话：0999-5120000；邮编：999100。",
        "附件：政府信息公开情况统计表",
        "联系电话：0999-5120000",
        "（本报告自公布之日起可在县档案馆查阅）",
    ],
)
def test_a_reports_own_line_is_kept_though_portals_print_such_words(line: str) -> None:
    found = clean(f"{PROSE}<p>{line}</p><p>青河县民政局</p><p>2023年1月31日</p><p>分享到：微信</p>")
    assert line in found.lines()
    assert line in clean(f"{PROSE}<p>{line}</p><p>【打印】【关闭】</p>").lines()


def test_one_word_lines_of_a_list_are_kept_and_the_same_words_as_buttons_go() -> None:
    items = ["政府网站", "微信公众号", "微博", "电话"]
    rows = "".join(f"<p>{item}</p>" for item in items)
    found = clean(f"{PROSE}<p>主要渠道有：</p>{rows}<p>{LINES[0]}</p><p>微信</p><p>微博</p><p>收藏</p>")
    assert found.lines() == [*LINES, "主要渠道有：", *items, LINES[0]]


def test_short_lines_behind_the_first_of_the_portals_are_its_too() -> None:
    tail = "<p>分享到：</p><p>您对本页的看法如何？</p><p>请选择一项</p><p>青河县大数据中心提供服务</p>"
    assert clean(f"{PROSE}<p>特此报告</p>{tail}").lines() == [*LINES, "特此报告"]


def test_a_report_that_repeats_its_first_sentence_is_no_twin() -> None:
    lines = [*LINES, LINES[0], LINES[4], LINES[8]]
    assert clean("".join(f"<p>{line}</p>" for line in lines)).lines() == lines


def test_a_number_in_a_paragraph_of_its_own_belongs_to_its_heading() -> None:
    parts = [line.replace("、", "、</p><p>", 1) if line[1] == "、" else line for line in LINES]
    assert clean("".join(f"<p>{part}</p>" for part in parts)).lines() == list(LINES)


def test_what_follows_a_signature_is_the_portals_but_for_an_annex_and_a_contact() -> None:
    signed = f"{PROSE}<p>青河县民政局</p><p>2023年1月31日</p>"
    assert clean(f"{signed}<p>本站竭诚为您服务</p><p>某某系统</p>").lines()[-1] == "2023年1月31日"
    own = ["（联系电话：0999-5120000）", "附表：公开情况统计表"]
    rows = "<table><tr><td>规章<td>0<td>1<tr><td>规范性文件<td>3<td>4</table>"
    found = clean(f"{signed}<p>{own[0]}</p><p>{own[1]}</p>{rows}<p>本站竭诚为您服务</p>")
    assert found.lines()[-2:] == own


def test_a_short_line_in_an_element_unlike_the_reports_is_the_portals() -> None:
    assert clean(f"{PROSE}<p>特此报告</p><div><span>竭诚为您服务</span></div>").lines() == [*LINES, "特此报告"]


def test_a_date_and_an_agency_above_the_text_are_metadata() -> None:
    found = clean(f"<p>青河县民政局　2023-02-01 09:30:00　　字号：A A A</p>{PROSE}")
    assert found.lines() == list(LINES)
    assert ("published" in {field for _, field, _ in found.labels}) is True


def test_a_report_in_two_containers_is_read_whole_and_without_what_stands_between() -> None:
    table = "<table>" + "<tr><td>规章<td>10<td>21<tr><td>规范性文件<td>33<td>44" * 20 + "</table>"
    parts = [f"<p>{line}</p>" for line in LINES]
    parts.insert(2, "<p>人事任免5件</p>")
    page = page_of(f"<div>{''.join(parts[:3])}</div><p>左右滑动查看表格</p><div>{table}{''.join(parts[3:])}</div>")
    assert clean_body(page, find_body(page), TITLE).lines() == [*LINES[:2], "人事任免5件", *LINES[2:]]


def test_short_lines_that_stand_like_the_prose_below_open_the_report() -> None:
    own = ["工作概况", "●政务微信：推送40条；", "政策文件5件", "人事任免2件", "财政信息8件"]
    lines = "".join(f"<p>{line}</p>" for line in [*own, *LINES])
    page = page_of(f"<h1>{TITLE}</h1>{lines}<div>办公指南</div>")
    assert clean_body(page, find_body(page), TITLE).lines() == [*own, *LINES]


@pytest.mark.parametrize("colon", ["：", ""])
def test_an_info_table_of_unknown_labels_is_no_body(colon: str) -> None:
    rows = {"公开事项名称": "年报", "责任科室": "办公室", "登记编码": "甲类", "发布日期": "2023-01-31"}
    box = "<table>" + "".join(f"<tr><td>{label}{colon}<td>{value}" for label, value in rows.items()) + "</table>"
    found = clean(f"<h1>{TITLE}</h1>{box}{PROSE}")
    assert found.lines() == list(LINES) and not any(block.grid >= 0 for block in found.blocks)
    assert ("发布日期", "published", "2023-01-31") in found.labels


@pytest.mark.parametrize("line", ["此页面由云平台提供支持", "您看完本文的感受"])
def test_a_line_that_speaks_to_the_reader_is_no_body_though_it_is_no_sentence(line: str) -> None:
    moods = "<ul><li>感动 0</li><li>高兴 0</li><li>难过 0</li></ul>"
    assert clean(f"<p>{line}</p>{PROSE}<p>{line}</p>{moods}").lines() == list(LINES)


def test_contacts_of_any_wording_close_a_report() -> None:
    own = [
        "联系人及电话：陈女士 0574-62112",
        "监督投诉电话：12345",
        "统计：何平 复核：郑洁",
        "邮 编：315000",
        "报送：青河县政务公开办公室",
    ]
    assert clean(PROSE + "".join(f"<p>{line}</p>" for line in own)).lines() == [*LINES, *own]


def test_text_that_moves_is_a_line_of_its_own() -> None:
    page = page_of(f"<marquee>欢迎访问本站</marquee><b>{TITLE}</b><div id=zoom>{PROSE}</div>")
    assert [block.text for block in page.blocks[:2]] == ["欢迎访问本站", TITLE]


def test_a_day_in_figures_that_stands_like_the_report_signs_it() -> None:
    assert clean(f"{PROSE}<p>2023-01-31</p><p>打印</p>").lines() == [*LINES, "2023-01-31"]
    assert clean(f"{PROSE}<div><span>2023-01-31</span></div>").lines() == list(LINES)


def test_what_an_assistant_says_between_title_and_text_is_no_body() -> None:
    chat = "<div><p>智能问答</p><p>您好，我是政务助手小青，请问有什么可以帮您？</p><p>年报在哪里查看？</p></div>"
    page = page_of(f"<h1>{TITLE}</h1>{chat}<p>主办单位：青河县人民政府</p><div>{PROSE}</div>")
    assert clean_body(page, find_body(page), TITLE).lines() == list(LINES)


def test_what_stands_behind_the_lines_of_the_portal_is_its_own_however_short_the_report_is() -> None:
    tail = (
        "<p>本文责任编辑 陈某</p><p>长按识别二维码，关注我们</p><p>大家都在看</p>"
        "<p>县里出台十条措施支持中小企业发展，最高奖励50万元。</p>"
    )
    assert clean(f"{PROSE}{tail}").lines() == list(LINES)


def test_a_pager_that_is_a_table_is_no_table_of_the_report() -> None:
    pager = "<table><tr><td>&lt;&lt;上一篇 机关党建<td>下一篇&gt;&gt; 文明创建</table>"
    found = clean(f"{PROSE}{pager}")
    assert found.lines() == list(LINES) and not any(block.grid >= 0 for block in found.blocks)


@pytest.mark.parametrize(
    "line",
    [
        "导语：2022年，某局信息公开有哪些亮点？一起来看。",
        "老王：请问年报什么时候更新？",
        "网页生成于 2023-01-22，用时0.03秒",
        "对本文有疑问？向县政务公开办提问",
        "问：年报多久发布一次？答：每年1月31日前发布上一年度报告。",
    ],
)
def test_what_a_portal_asks_and_says_of_its_page_is_no_body(line: str) -> None:
    assert clean(f"<p>{line}</p>{PROSE}<p>{line}</p>").lines() == list(LINES)


@pytest.mark.parametrize("label", ["编号 ", "索引代码：", "信息编码: "])
def test_an_index_number_behind_a_label_of_the_portals_own_is_metadata(label: str) -> None:
    found = clean(f"<h1>{TITLE}</h1><ul><li>{label}01234567-8/2022-00123<li>部门 青河县民政局</ul>{PROSE}")
    assert found.lines() == list(LINES)
    assert ("索引号", "index_number", "01234567-8/2022-00123") in found.labels


def test_who_lets_a_report_go_out_is_its_own_above_the_signature_only() -> None:
    signed = "<p>签发人：吴军</p><p>青河县民政局</p><p>2023年1月31日</p>"
    assert clean(PROSE + signed).lines() == [*LINES, "签发人：吴军", "青河县民政局", "2023年1月31日"]
    assert clean(f"{PROSE}<p>签发：吴军</p><p>浏览次数：5</p>").lines() == list(LINES)


@pytest.mark.parametrize("line", ["青河县民政局 2023年1月", "青河县民政局　2023.1.28"])
def test_a_name_and_its_month_or_day_on_one_line_sign_a_report(line: str) -> None:
    assert clean(f"{PROSE}<p>{line}</p><p>打印</p>").lines() == [*LINES, line.replace("　", " ")]


def test_the_button_for_contents_is_no_table_of_contents() -> None:
    assert clean(f"<h1>{TITLE}</h1><p>目录</p>{PROSE}").lines() == list(LINES)


def test_sentences_above_the_title_are_no_body() -> None:
    guide = "<p>申请人应当填写《政府信息公开申请表》，并提供有效身份证件。</p>"
    assert clean(f"{guide}<h1>{TITLE}</h1>{PROSE}").lines() == list(LINES)


def test_a_summary_under_its_label_is_metadata() -> None:
    line = "<p>内容提要：青河县民政局2022年政府信息公开年度报告全文。</p>"
    assert clean(f"<h1>{TITLE}</h1>{line}{PROSE}").lines() == list(LINES)
