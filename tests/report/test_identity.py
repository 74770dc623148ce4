"""Whose report it is, of which year, signed and published when, each with what it was read from."""

from __future__ import annotations

import pytest

from crawler.records import Context
from crawler.report.identity.dating import find_signature, find_year
from tests.report.pages import LINES, SPEECH, TITLE, article, page_of, report_of


@pytest.mark.parametrize(
    ("html", "title", "anchor", "expected", "origin"),
    [
        pytest.param(article(), "", "", TITLE, "heading", id="the heading"),
        pytest.param(
            f"<div id=zoom><p>青河县民政局</p><p>2022年政府信息公开工作年度报告</p>{article()[60:]}",
            "", "", TITLE, "heading", id="two lines",
        ),
        pytest.param(
            "".join(f"<p>{line}</p>" for line in SPEECH), f"{TITLE}_青河县人民政府", "", TITLE, "html:title",
            id="the title element",
        ),
        pytest.param(
            "".join(f"<p>{line}</p>" for line in SPEECH), "青河县人民政府", TITLE, TITLE, "anchor", id="the link"
        ),
    ],
)  # fmt: skip
def test_the_title_is_found_where_it_stands(html: str, title: str, anchor: str, expected: str, origin: str) -> None:
    report = report_of(html, title=title, context=Context(anchor=anchor))
    assert (report.title, report.origins["title"]) == (expected, origin)


@pytest.mark.parametrize(
    ("title", "lines", "anchor", "year", "origin"),
    [
        (TITLE, ["2023年1月公布"], "", 2022, "title"),
        ("民政局年报", ["统计期限自2022年1月1日起至2022年12月31日止", "2021年2021年2021年"], "", 2022, "period"),
        ("民政局年报", ["2021年公开36条"], "2022年度报告", 2022, "anchor"),
        ("民政局年报", ["2022年公开36条", "2022年收到申请2件", "2021年为1件"], "", 2022, "text"),
        ("民政局年报", ["2022年公开,2023年计划"], "", 2022, "text"),
        ("民政局年报", ["〇"], "", None, ""),
        ("民政局二〇二二年年度报告", [], "", 2022, "title"),
        ("2023年发布的2022年度报告", [], "", 2022, "title"),
    ],
)
def test_the_year_is_that_of_the_report_and_never_of_its_publication(
    title: str, lines: list[str], anchor: str, year: int | None, origin: str
) -> None:
    assert find_year(title, lines, Context(anchor=anchor), page_of("")) == (year, origin)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["正文。", "青河县民政局", "2023年1月31日"], ("青河县民政局", "2023-01-31")),
        (["正文。", "青河县民政局 二〇二三年一月三十一日"], ("青河县民政局", "2023-01-31")),
        (["正文。", "青河县民政局(公章)", "2023年1月31日"], ("青河县民政局", "2023-01-31")),
        (["正文。", "2023年1月31日"], ("", "2023-01-31")),
        (["正文。", "青河县民政局"], ("青河县民政局", None)),
        (["正文。", "青河县民政局", "2023年1月31日", "附表", "规章"], ("青河县民政局", "2023-01-31")),
        (["2023年1月31日,我局召开会议。"], ("", None)),
        ([], ("", None)),
    ],
)
def test_the_signature_is_at_the_end(lines: list[str], expected: tuple[str, str | None]) -> None:
    assert find_signature(lines) == expected


@pytest.mark.parametrize(
    ("html", "context", "day", "origin"),
    [
        pytest.param(
            article(before="<p>发布时间：2023-02-01</p>"), Context(listed_on="2023-03-03"), "2023-02-01",
            "label:发布时间", id="the page's own label",
        ),
        pytest.param(article(), Context(listed_on="2023-03-03"), "2023-03-03", "list", id="the list"),
        pytest.param(article(), Context(), "2023-01-31", "url", id="the address"),
        pytest.param(
            f"<div id=zoom><h1>{TITLE}</h1><p>2023-02-03</p>{article()[60:]}", Context(), "2023-02-03", "head",
            id="a line under the title",
        ),
    ],
)  # fmt: skip
def test_the_day_of_publication_comes_from_the_nearest_source(
    html: str, context: Context, day: str, origin: str
) -> None:
    report = report_of(html, context=context)
    assert (report.published_on, report.origins["published_on"]) == (day, origin)


def test_a_report_is_late_against_the_day_of_its_kind_and_year() -> None:
    report = report_of(article(before="<p>发布时间：2023-02-10</p>"))
    assert (report.due_on, report.days_late) == ("2023-01-31", 10)
    assert "late" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    ("shown", "signed", "days", "said"),
    [
        ("", "2023年2月6日", None, "落款日期已晚于法定期限 6 天"),
        ("", "2023年1月31日", None, ""),
        ("", "2023年1月12日", None, ""),
        ("发布时间：2023-01-30", "2023年2月6日", -1, ""),
        ("发布时间：2023-02-10", "2023年1月12日", 10, "晚于法定期限 10 天"),
    ],
)
def test_a_signature_after_the_day_tells_of_a_late_report_whose_publication_is_not_dated(
    shown: str, signed: str, days: int | None, said: str
) -> None:
    report = report_of(article(*LINES, "青禾县民政局", signed, before=f"<p>{shown}</p>"), url="")
    (message,) = [finding.message for finding in report.findings if finding.rule == "late"] or [""]
    assert report.signed_on is not None and report.days_late == days
    assert said in message and bool(said) == bool(message)


@pytest.mark.parametrize(
    ("opening", "shown", "year"),
    [
        ("现将我局上年度政府信息公开工作情况报告如下:", "发布日期:2016-02-17", 2015),
        ("根据条例要求,编制上一年度政府信息公开工作年度报告。", "发布日期:2016-02-17", 2015),
        ("现将我局上年度政府信息公开工作情况报告如下:", "", None),
        ("现将我局政府信息公开工作情况报告如下,与上年度相比,主动公开的信息更多。", "发布日期:2016-02-17", None),
    ],
)
def test_the_last_year_is_the_one_before_the_date_and_a_comparison_says_none(
    opening: str, shown: str, year: int | None
) -> None:
    lines = (opening, *(line.replace("2022年", "").replace("上年度", "") for line in LINES[1:]))
    prose = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<h1>青河县民政局政府信息公开年度报告</h1><p>{shown}</p><div id=zoom>{prose}</div>"
    report = report_of(html, url="http://www.stand-in.gov.cn/a.html", title="青河县民政局政府信息公开年度报告")
    assert (report.year, report.origins.get("year")) == (year, "last_year" if year else None)


def test_a_title_is_taken_without_the_name_of_the_site_before_it() -> None:
    title = "2022年度政府信息公开工作年度报告"
    prose = "".join(f"<p>{line}</p>" for line in SPEECH)
    place = "<p>当前位置:首页 &gt; 信息公开 &gt; 县民政局 &gt; 年度报告</p>"
    report = report_of(
        f"{place}<h1>{title}</h1><div id=zoom>{prose}</div>",
        title=f"青河县人民政府 {title}",
        context=Context(division_code="654325", portal_name="青河县人民政府"),
    )
    assert (report.title, report.agency) == (title, "青河县民政局")


@pytest.mark.parametrize(
    ("line", "expected"),
    [("2023-01-20 青河民政", "2023-01-20"), ("2023-01-20 09:15:00", "2023-01-20"), ("2023年度公开", None)],
)
def test_a_date_between_title_and_body_is_that_of_publication(line: str, expected: str | None) -> None:
    html = f"<p>2019年12月3日</p><h1>{TITLE}</h1><div>{line}</div>{article()[:14]}" + "".join(
        f"<p>{text}</p>" for text in LINES
    )
    assert report_of(html, url="http://www.stand-in.gov.cn/a.html").published_on == expected


PLAIN = tuple(line.replace("2022年", "本年度").replace("2023", "") for line in LINES[1:])
COLUMN = "<p>当前位置:首页 &gt; 政府信息公开年报 &gt; 2022年 &gt; 部门</p>"


@pytest.mark.parametrize(("shown", "year"), [("", 2022), ("发布日期:2023-01-20", 2022), ("发布日期:2022-01-20", None)])
def test_a_column_called_by_a_year_says_it_where_the_report_does_not(shown: str, year: int | None) -> None:
    title = "青河县民政局政府信息公开年度报告"
    prose = "".join(f"<p>{line}</p>" for line in PLAIN)
    html = f"{COLUMN}<h1>{title}</h1><p>{shown}</p><div id=zoom>{prose}</div>"
    assert report_of(html, url="http://www.stand-in.gov.cn/a.html", title=title).year == year


def test_a_signature_under_the_title_is_no_day_of_publication() -> None:
    html = f"<h1>{TITLE}</h1><p>青河县民政局</p><p>(2023年1月20日)</p>" + "".join(f"<p>{line}</p>" for line in LINES)
    report = report_of(html, url="http://www.stand-in.gov.cn/a.html")
    assert (report.signed_on, report.published_on) == ("2023-01-20", None)


def test_a_report_in_a_file_has_what_its_page_shows() -> None:
    html = (
        "<ul>" + "".join(f"<li><a href=/{n}/>栏目{n}</a></li>" for n in range(12)) + "</ul>"
        f"<h1>{TITLE}</h1><p>索引号:QH001/2023-0012 发布日期:2023-01-20 来源:县民政局 [ 打印 ] [ 关闭 ]</p>"
        f"<p><a href=/a.pdf>{TITLE}.pdf</a></p>"
    )
    report = report_of(html, url="http://www.stand-in.gov.cn/a.html")
    assert (report.index_number, report.published_on, report.source) == ("QH001/2023-0012", "2023-01-20", "县民政局")


def test_two_names_above_a_title_are_not_joined() -> None:
    prose = "".join(f"<p>{line}</p>" for line in LINES)
    html = f"<h2>县民政局</h2><div id=zoom><p>青河县民政局</p><p>2022年政府信息公开工作年度报告</p>{prose}</div>"
    assert report_of(html, title="县民政局").title == TITLE


@pytest.mark.parametrize(
    ("page_title", "title"),
    [
        ("泸县水利局2022年政府信息公开工作年度报告|泸县人民政府", "泸县水利局2022年政府信息公开工作年度报告"),
        (
            "泸县水利局2022年政府信息公开工作年度报告 - 政务公开 - 泸县政府网",
            "泸县水利局2022年政府信息公开工作年度报告",
        ),
        ("泸县人民政府 部门年报 泸县水利局2022年政府信息公开工作年度报告", "泸县水利局2022年政府信息公开工作年度报告"),
        ("泸县人民政府 2022年政府信息公开工作年度报告", "泸县人民政府 2022年政府信息公开工作年度报告"),
    ],
)
def test_a_title_is_taken_without_the_site_and_columns_beside_it(page_title: str, title: str) -> None:
    prose = "".join(f"<p>{line.replace('青河县民政局', '我局')}</p>" for line in LINES)
    assert report_of(prose, title=page_title).title == title


def test_a_document_number_may_stand_above_the_body() -> None:
    rows = f"<tr><td>{TITLE}</td></tr><tr><td>青民发〔2023〕8号</td></tr><tr><td>发布时间:2023-01-20</td></tr>"
    prose = "".join(f"<p>{line}</p>" for line in LINES)
    report = report_of(f"<table><tr><td><table>{rows}<tr><td>{prose}</td></tr></table></td></tr></table>")
    assert report.document_number == "青民发〔2023〕8号"


@pytest.mark.parametrize("shown", ["[2023-01-13]", "（2023-01-13）", " 2023/1/13 09:15"])
def test_a_date_at_the_end_of_the_titles_line_is_that_of_publication_and_no_part_of_it(shown: str) -> None:
    html = f"<div>{TITLE}<span>{shown}</span></div>" + "".join(f"<p>{line}</p>" for line in LINES)
    report = report_of(html, url="http://www.stand-in.gov.cn/show?id=3", title="年报")
    assert (report.title, report.published_on) == (TITLE, "2023-01-13")


def test_a_table_of_one_label_and_its_value_is_a_box() -> None:
    box = "<table><tr><td>发布日期：</td><td>2023-01-13</td></tr></table>"
    report = report_of(article(after=box), url="http://www.stand-in.gov.cn/show?id=3")
    assert report.published_on == "2023-01-13"


@pytest.mark.parametrize(
    "heading",
    [
        "<p class=bt>青河县民政局<br>2022年政府信息公开工作年度报告</p>",
        "<h2>青河县民政局</h2><h2>2022年政府信息公开工作年度报告</h2>",
    ],
)
def test_a_title_over_two_lines_before_the_body_is_taken_whole(heading: str) -> None:
    report = report_of(f"{heading}<p>时间:2023-01-20</p>{article().replace(f'<h1>{TITLE}</h1>', '')}", title="年报")
    assert report.title == TITLE
    site = (
        f"<div>青河县人民政府</div><h1>2022年政府信息公开工作年度报告</h1>{article().replace(f'<h1>{TITLE}</h1>', '')}"
    )
    assert report_of(site, title="年报").title == "2022年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("title", "year"),
    [("青河县民政局09年政府信息公开年度报告", 2009), ("15年政府信息公开工作年度报告", 2015)],
)
def test_a_year_of_two_figures_is_one_of_this_century(title: str, year: int) -> None:
    lines = "".join(f"<p>{line.replace('2022年', '年')}</p>" for line in LINES)
    report = report_of(f"<h1>{title}</h1>{lines}", title=title)
    assert (report.year, report.agency) == (year, "青河县民政局")


def test_the_labels_and_values_of_a_box_may_run_together() -> None:
    box = f"公报标题{TITLE}信息名称{TITLE}索引号QH-05/2023-0004发布机构青河县民政局发文日期2023-01-20文号主题分类年报"
    report = report_of(f"<div>{box}</div>{article()}")
    assert (report.index_number, report.published_on) == ("QH-05/2023-0004", "2023-01-20")
    assert report.title == TITLE


@pytest.mark.parametrize(
    "box",
    [
        "<div><label>名称</label><span>{}</span></div><div><label>索引号</label><span>QH-05/2023-0004</span></div>"
        "<div><label>公开日期</label><span>2023-01-20</span></div>",
        "<dl><dt>信息名称：</dt><dd>{}</dd><dt>索引号：</dt><dd>QH-05/2023-0004</dd><dt>公开日期：</dt><dd>2023-01-20</dd></dl>",
        "<div><i>【名称】{}</i><i>【索引号】QH-05/2023-0004</i><i>【公开日期】2023年1月20日</i><i>【关键词】信息公开</i></div>",
    ],
)
@pytest.mark.parametrize("headed", [True, False])
def test_the_box_gives_a_title_without_its_label(box: str, headed: bool) -> None:
    body = article() if headed else article().replace(f"<h1>{TITLE}</h1>", "")
    report = report_of(box.format(TITLE) + body, title="政府信息公开")
    assert (report.title, report.agency) == (TITLE, "青河县民政局")
    assert (report.index_number, report.published_on) == ("QH-05/2023-0004", "2023-01-20")


def test_a_document_number_may_lack_the_word_of_its_agency() -> None:
    assert report_of(article(before="<p>文号：〔2023〕12号 公开日期：2023-01-20</p>")).document_number == "〔2023〕12号"
    assert report_of(article(before="<p>文号：〔〕号 公开日期：2023-01-20</p>")).document_number is None


@pytest.mark.parametrize(
    "line",
    [
        "<table><tr><td>2023-01-20 15:20</td><td>来源:县民政局</td><td>[打印]</td></tr></table>",
        "<table><tr><td>来源: 本站</td><td>日期: 2023-01-20 15:20</td><td>打印本页</td></tr></table>",
        "<div>[打印本页] [发布日期:2023年1月20日 15:20] [来源:县民政局]</div>",
        "<div>关闭 时间:2023-01-20 浏览量: 来源:县民政局</div>",
        "<div>[来源:县民政局] [2023-01-20  星期五] [点击数: 21 次]</div>",
        "<div>打印本页 2023-01-20 星期五 责任编辑:张三 来源:县民政局</div>",
        "<ul><li>来源:县民政局</li><li>审核:李四</li><li>语音播报</li><li>收藏</li><li>2023/01/20</li><li>编辑:办公室</li></ul>",
    ],
)
def test_the_day_of_publication_is_found_on_a_line_of_metadata(line: str) -> None:
    report = report_of(
        f"<h1>{TITLE}</h1>{line}{article().replace(f'<h1>{TITLE}</h1>', '')}", url="http://www.a.gov.cn/1"
    )
    assert report.published_on == "2023-01-20"


@pytest.mark.parametrize(
    ("neighbour", "expected"), [("<li>来源:县民政局</li>", "2023-01-20"), ("<li>欢迎您</li>", None)]
)
def test_a_date_above_the_title_is_the_pages_among_its_labels_only(neighbour: str, expected: str | None) -> None:
    report = report_of(f"<ul><li>2023-01-20</li>{neighbour}</ul>{article()}", url="http://www.a.gov.cn/1")
    assert report.published_on == expected


def test_what_stands_between_a_title_and_the_title_again_needs_no_labels() -> None:
    lines = f"<p>{TITLE}</p><p>11370112MB2803691Q/2023-0538711</p><p>民政局</p><p>2023-01-20</p>{article()}"
    report = report_of(lines, url="http://www.a.gov.cn/1")
    assert (report.index_number, report.published_on) == ("11370112MB2803691Q/2023-0538711", "2023-01-20")


@pytest.mark.parametrize("page_title", ["", "青河政务网", f"青河政务网-{TITLE}", f"青河县人民政府 {TITLE}"])
@pytest.mark.parametrize(
    "heading",
    [
        "<h2>青河县民政局2022年</h2><h2>政府信息公开工作年度报告</h2>",
        "<p>青河县民政局2022年政府信息公开<br>工作年度报告</p>",
        "<p align=center><b>青河县民政局</b></p><p align=center><b>2022年政府信息公开工作年度报告</b></p>",
    ],
)
def test_a_title_may_be_cut_anywhere_into_two_lines(heading: str, page_title: str) -> None:
    body = article().replace(f"<h1>{TITLE}</h1>", "")
    report = report_of(f"{heading}<p>发布时间:2023-01-20</p>{body}", title=page_title)
    assert (report.title, report.agency) == (TITLE, "青河县民政局")


def test_the_site_before_a_title_is_no_part_of_it() -> None:
    body = article().replace(f"<h1>{TITLE}</h1>", "")
    for site in ("中国青河", "青河县人民政府门户网站"):
        assert report_of(f"<p>发布时间:2023-01-20</p>{body}", title=f"{site}-{TITLE}").title == TITLE
