"""A report is told from everything that looks like one."""

from __future__ import annotations

import pytest

from crawler.reading import read_page
from crawler.records import Context, Document, PageKind
from crawler.report.cleaning.body import find_body
from crawler.report.kind import judge_page
from crawler.report.signs import count_markers, says_so
from tests.report.pages import LINES, TITLE, article, read

PROSE = "".join(f"<p>{line}</p>" for line in LINES)
OTHER = "".join(f"<p>全年共完成各项任务{i}件,取得了较好的成绩,群众满意度不断提高。</p>" for i in range(12))
HEADINGS = ("工作概况", "公开数量与渠道", "申请办理情况", "复议诉讼情况", "问题与打算")
UNNUMBERED = "".join(
    f"<p>{name}</p><p>全年完成各项任务9件，取得了较好的成绩，群众满意度提高。</p>" for name in HEADINGS
)
#: Nothing but what a short report of the regulation's first year says: it came into force on 1 May.
PERIOD = (
    "<p>5月1日至12月31日，我局通过网站、公开栏和查阅点主动公开政府信息31条，其中机构和办事类信息20条，工作动态11条。</p>"
    "<p>没有收到公民、法人和其他组织提出的政府信息公开申请，没有收取费用，没有发生行政复议和行政诉讼。</p>"
)
CHAPTERS = "".join(
    f"<p>第{number}部分　{name}</p><p>{text}</p>"
    for number, name, text in (
        ("一", "概述", "12月31日，各股室的信息全部上网。"),
        ("二", "主动公开情况", "共公开信息31条。"),
        ("三", "依申请公开情况", "没有收到申请。"),
        ("四", "收费情况", "没有收费。"),
    )
)
ROWS = "".join(
    f"<li><a href=/{y}.html>青河县民政局{y}年政府信息公开工作年度报告</a><span>{y + 1}-01-31</span></li>"
    for y in range(2015, 2023)
)
BOILER = "<p>政府信息公开年报</p>"


@pytest.mark.parametrize(
    ("title", "html", "kind"),
    [
        pytest.param(TITLE, article(), "report", id="a report"),
        pytest.param(TITLE, f"<h1>{TITLE}</h1>{UNNUMBERED}", "report", id="headings without numbers"),
        pytest.param("青河县人民政府", f"<div>{PROSE}</div>", "report", id="a report without a title"),
        pytest.param(
            TITLE, f"<h1>{TITLE}</h1><p><a href=/a.pdf>全文下载.pdf</a></p>", "report", id="only an attachment"
        ),
        pytest.param(TITLE, f"<h1>{TITLE}</h1><img src=/1.jpg><img src=/2.jpg>", "report", id="only images"),
        pytest.param(TITLE, f"<h1>{TITLE}</h1>{CHAPTERS}", "report", id="a short report in chapters"),
        pytest.param(TITLE, f"<h1>{TITLE}</h1>{PERIOD}", "report", id="a short report of a part of the first year"),
        pytest.param("政府信息公开年报", f"{BOILER}<ul>{ROWS}</ul>", "list", id="a list"),
        pytest.param("青河县人民政府", f"<ul>{ROWS}</ul>", "list", id="a list of reports without a title"),
        pytest.param(
            "青河县人民政府网站工作年度报表(2022年度)", OTHER, "other_report", id="the report on the web site"
        ),
        pytest.param("青河县2022年法治政府建设年度报告", OTHER, "other_report", id="the report on the rule of law"),
        pytest.param("青河县民政局2022年度部门决算公开", OTHER, "other_report", id="final accounts"),
        pytest.param(
            "关于做好2022年政府信息公开工作年度报告编制工作的通知", OTHER, "notice", id="a notice about reports"
        ),
        pytest.param("青河县2022年政务公开工作要点", OTHER, "notice", id="the year's plan"),
        pytest.param(
            "关于征集对2022年政府信息公开工作年度报告意见建议的公告", OTHER, "notice", id="a call for opinions on it"
        ),
        pytest.param("青河县人民政府信息公开指南", OTHER, "other", id="the guide"),
        pytest.param("青河县召开防汛工作会议", OTHER, "other", id="news"),
        pytest.param(
            "青河县政府信息公开年度报告制度(试行)",
            OTHER + "<p>第三条 政府信息公开年度报告应当包括下列内容:</p><p>(一)概述;(二)依申请公开情况;</p>",
            "notice", id="a rule for reports",
        ),
        pytest.param(
            "青河县民政局2023年政府信息公开工作年度报告(参考模板)", PROSE, "form", id="a model report"
        ),
        pytest.param("青河县民政局信息公开年度工作报告说明_青河县人民政府", OTHER, "other", id="a word about reports"),
        pytest.param(
            "省级政府信息公开年度报告的统计分析", "<p>本文统计了各省的申请。</p>" * 9 + "<img src=/logo.png>", "other",
            id="a study of reports",
        ),
        pytest.param(
            "政府信息公开年度报告的文本分析——以若干省级报告为例", PROSE, "other", id="an article on reports"
        ),
        pytest.param("若干省份2022年政府信息公开年报对比：谁的申请最多", PROSE, "other", id="a comparison"),
        pytest.param(
            "青河县供水公司2022年公共企事业单位信息公开年度报告", PROSE, "other", id="a public utility's report"
        ),
        pytest.param("", "<p>抱歉,您访问的页面不存在</p>", "soft_404", id="a soft 404"),
        pytest.param("404 Not Found", "<p>404 Not Found</p>", "soft_404", id="the server's 404 with status 200"),
        pytest.param("", "<p>请完成安全验证后继续访问</p>", "challenge", id="a challenge"),
        pytest.param("", "<div id=app></div><script src=/app.js></script>", "shell", id="a shell without content"),
    ],
)  # fmt: skip
def test_a_page_is_what_it_is(title: str, html: str, kind: PageKind) -> None:
    reading = read(html, title=title)
    assert reading.kind == kind, reading.why
    assert (reading.report is not None) == (kind == "report")


def test_an_explanation_under_the_name_of_its_report_is_none() -> None:
    opening = f"<p>《{TITLE}》已向社会公开,现就年报内容进行如下解读。</p><p>一、编制背景</p><p>按照条例规定编制。</p>"
    assert read(f"<h1>{TITLE}</h1>{opening}{PROSE}", title=TITLE).kind == "other"
    assert read(f"<h1>{TITLE}</h1>{PROSE}<p>全年发布政策解读3篇。</p>", title=TITLE).kind == "report"


def test_the_root_of_a_site_is_its_home() -> None:
    menu = "".join(f"<li><a href=/{i}/>某某栏目的名称{i}</a></li>" for i in range(60))
    assert read(f"<ul>{menu}</ul>", url="http://www.stand-in.gov.cn/").kind == "home"
    assert read(f"<ul>{menu}</ul>", url="http://www.stand-in.gov.cn/zwgk/list.html").kind == "list"


@pytest.mark.parametrize(
    "snippet", ["", "<p>一、总体情况 2022年,主动公开政府信息36条,收到政府信息公开申请2件,均已按期答复…</p>"]
)
def test_rows_whose_links_a_script_makes_are_a_list(snippet: str) -> None:
    titles = [f"青河县{agency}2022年政府信息公开工作年度报告" for agency in ("民政局", "审计局", "水务局", "城关镇")]
    rows = "".join(f"<div onclick=go()>{title}</div>{snippet}<p>发布时间:2023-01-20</p>" for title in titles)
    for head in ("青河县人民政府", titles[0]):
        assert read(f"<div class=results>{rows}</div>", title=head).kind == "list"
    others = "".join(f"<p onclick=go()>{title}</p>" for title in titles[1:])
    assert read(f"<h1>{TITLE}</h1>{PROSE}<p>相关阅读</p>{others}", title=TITLE).kind == "report"


def test_what_rests_on_the_rules_for_universities_is_no_report_of_an_organ() -> None:
    title = "2022年信息公开工作年度报告"
    rules = "根据《高等学校信息公开办法》编制本报告,数据统计期限为2022年1月1日至12月31日。"
    html = "".join(f"<p>{line}</p>" for line in (rules, *LINES[1:]))
    assert read(f"<h1>{title}</h1>{html}", title=title).kind == "other"
    both = html.replace("根据", "根据《中华人民共和国政府信息公开条例》、", 1)
    assert read(f"<h1>{title}</h1>{both}", title=title).kind == "report"


def test_the_box_may_be_the_only_place_of_the_title() -> None:
    box = f"<table><tr><td>信息名称</td><td>{TITLE}</td></tr><tr><td>公开日期</td><td>2023-01-20</td></tr></table>"
    said = (
        "<p>2022年,我局共主动公开政府信息220条,其中工作动态150条、通知公告70条,没有收到政府信息公开申请,"
        "未收取费用,也没有发生行政复议、行政诉讼。</p>"
    )
    reading = read(f"{box}{said}", title="信息公开")
    assert reading.report is not None, reading.why
    assert (reading.report.title, reading.report.published_on) == (TITLE, "2023-01-20")


def test_the_blank_form_is_no_report() -> None:
    form = PROSE.replace("2022年", "××××年").replace("36条", "××条").replace("青河县民政局", "（单位名称）")
    assert read(f"<h1>××局2022年政府信息公开年度报告</h1>{form}", title=TITLE).kind in ("form", "report")
    headed = "<p>______（单位）2022年政府信息公开工作年度报告</p>" + "".join(f"<p>{line}</p>" for line in LINES[1:])
    assert read(f"<div>{headed}</div>", title="附件").kind == "form"
    blanks = "".join(f"<p>{i}、本年度公开××条,收到××件,答复××件,由××局负责编制。</p>" for i in range(9))
    assert read(f"<h1>{TITLE}</h1>{PROSE}{blanks}", title=TITLE).kind == "form"
    outline = ("总体情况", "主动公开政府信息情况", "存在的主要问题及改进情况", "其他需要报告的事项")
    model = "".join(f"<p>{n}、{name}</p><p>（文字描述）</p>" for n, name in zip("一二五六", outline, strict=True))
    assert read(f"<h1>××局2020年政府信息公开工作年度报告（模板）</h1>{PROSE}{model}").kind == "form"


def test_the_anchor_of_the_list_names_a_page_without_a_title() -> None:
    html = f"<div>{PROSE.replace('年度报告', '情况').replace('《中华人民共和国政府信息公开条例》', '要求')}</div>"
    assert read(html, title="青河县", context=Context(anchor=TITLE)).kind == "report"


def test_markers_count_the_parts_that_the_law_asks_for() -> None:
    assert count_markers("") == 0
    assert count_markers("\n".join(LINES)) >= 6
    assert says_so(LINES[0]) and not says_so("全年完成任务36件")


@pytest.mark.parametrize(("name", "is_report"), [("政府信息公开年度工作报告", False), ("其他栏目", True)])
def test_a_column_that_is_called_as_a_report_is_none_though_it_shows_pictures_only(name: str, is_report: bool) -> None:
    title = "青河县人民政府 政府信息公开年度工作报告"
    head = f"<title>{title}</title><meta name='ColumnName' content='{name}'>"
    html = f"<html><head>{head}</head><body><h1>{title}</h1><img src=/menu1.jpg><img src=/menu2.jpg></body></html>"
    page = read_page(Document(html.encode(), "http://www.qinghe.gov.cn/col/col12/index.html"))
    assert (judge_page(page, [title], find_body(page), Context()).kind == "report") is is_report
