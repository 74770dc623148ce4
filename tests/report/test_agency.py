"""Whose report it is, and where: by its title, its words, or what stands around it."""

from __future__ import annotations

import pytest

from crawler.catalogue import divisions
from crawler.records import Context, Document
from crawler.report.identity.agency import near_code
from crawler.report.read import read_document
from crawler.report.text.names import complete
from tests.report.pages import LINES, SPEECH, URL, article, page_of, report_of


@pytest.mark.parametrize(
    ("title", "context", "agency", "code"),
    [
        pytest.param("靖远县民政局2022年政府信息公开年度报告", Context(), "靖远县民政局", "620421", id="in full"),
        pytest.param(
            "县民政局2022年政府信息公开年度报告", Context(division_code="620421"), "靖远县民政局", "620421",
            id="completed from the portal",
        ),
        pytest.param(
            "2022年政府信息公开年度报告", Context(division_code="620421", portal_name="靖远县人民政府"), "靖远县民政局",
            "620421", id="the signature",
        ),
        pytest.param(
            "糜滩镇2022年政府信息公开年度报告", Context(division_code="620421"), "糜滩镇", "620421", id="a township"
        ),
    ],
)  # fmt: skip
def test_the_agency_is_named_in_full_and_has_its_division(title: str, context: Context, agency: str, code: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in SPEECH)
    html = f"<div id=zoom><h1>{title}</h1>{lines}<p>{agency}</p><p>2023年1月20日</p></div>"
    report = report_of(html, title=title, context=context)
    assert report.agency == agency
    assert (report.division_code, report.county) == (code, "靖远县")
    assert report.township == ("糜滩镇" if "镇" in agency else None)


def test_the_code_of_the_site_places_a_report_without_a_context() -> None:
    page = page_of("")
    page.meta["siteidcode"] = "6204210001"
    assert near_code(page, Context()) == "620421"
    assert near_code(page, Context(division_code="620402")) == "620402"
    page.meta["siteidcode"] = "bm12345678"
    assert near_code(page, Context()) == ""


def test_whoever_published_is_not_whoever_reports() -> None:
    report = report_of(article(before="<p>来源：青河县融媒体中心 发布机构：青河县人民政府办公室</p>"), url=URL)
    assert report.agency == "青河县民政局"
    assert (report.source, report.publisher) == ("青河县融媒体中心", "青河县人民政府办公室")
    assert report.agency_kind == "department"


def test_columns_that_only_style_sets_apart_name_the_agency() -> None:
    title = "2022年度政府信息公开工作年度报告"
    prose = "".join(f"<p>{line}</p>" for line in SPEECH)
    place = (
        "<div><a href=/>首页</a><a href=/xxgk/>信息公开</a><a href=/mzj/>县民政局</a><a href=/nb/>年度报告</a></div>"
    )
    report = report_of(
        f"{place}<h1>{title}</h1><div id=zoom>{prose}</div>",
        title=title,
        context=Context(division_code="654325", portal_name="青河县人民政府"),
    )
    assert report.agency == "青河县民政局"


def test_a_central_agency_is_named_in_full_where_its_text_does() -> None:
    title = "国家药监局2022年政府信息公开工作年度报告"
    lines = (LINES[0].replace("青河县民政局", "国家药品监督管理局"), *LINES[1:])
    prose = "".join(f"<p>{line}</p>" for line in lines)
    assert report_of(f"<h1>{title}</h1><div id=zoom>{prose}</div>", title=title).agency == "国家药品监督管理局"


def test_a_zone_called_by_its_city_lies_in_the_county_of_its_portal() -> None:
    title = "杭州青河经济开发区2022年政府信息公开工作年度报告"
    lines = (LINES[0].replace("青河县民政局", "开发区"), *LINES[1:])
    prose = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<h1>{title}</h1><div id=zoom>{prose}</div>"
    codes = {
        code: report_of(html, title=title, context=Context(division_code=code)).division_code
        for code in ("330110", "330100", "330200")
    }
    assert codes == {"330110": "330110", "330100": "330100", "330200": "330100"}


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("青河县民政局办公室关于2022年青河县民政局政府信息公开工作年度报告的公告", "青河县民政局", 2022),
        ("青河县民政局公告(2023年第1号):青河县民政局2022年政府信息公开工作年度报告", "青河县民政局", 2022),
    ],
)
def test_an_announcement_of_a_report_has_its_agency_and_year(title: str, agency: str, year: int) -> None:
    prose = "".join(f"<p>{line.replace('2022年', '全年')}</p>" for line in LINES)
    report = report_of(f"<h1>{title}</h1><div id=zoom>{prose}</div>", title=title)
    assert (report.agency, report.year) == (agency, year)


def test_a_name_without_its_place_is_completed_by_the_line_that_has_it_not_by_the_portal() -> None:
    title = "2014年安全生产监督管理局政府信息公开工作年度报告"
    lines = "".join(f"<p>{line.replace('2022年', '2014年').replace('青河县民政局', '我局')}</p>" for line in LINES)
    html = (
        f"<h1>{title}</h1><div id=zoom><p>安县安全生产监督管理局</p><p>2014年政府信息公开工作年度报告</p>{lines}</div>"
    )
    report = report_of(html, title=title, context=Context(division_code="510705", portal_name="安州区人民政府"))
    assert (report.agency, report.division_code) == ("安县安全生产监督管理局", "510724")


def test_the_site_that_a_pages_title_names_says_where_a_township_is() -> None:
    title = "江龙镇2022年政府信息公开工作年度报告"
    html = f"<h1>{title}</h1><p><a href=/a.docx>{title}.docx</a></p>"
    report = report_of(html, title=f"{title}-镇宁布依族苗族自治县人民政府")
    assert (report.agency, report.division_code) == ("江龙镇", "520423")


def test_a_plain_text_without_a_title_is_its_writers() -> None:
    lines = ("根据《中华人民共和国政府信息公开条例》要求,青河县水利局编制2022年政府信息公开工作年度报告。", *LINES[1:])
    reading = read_document(Document("\n".join(lines).encode(), headers={"content-type": "text/plain; charset=utf-8"}))
    assert reading.report is not None
    assert (reading.report.agency, reading.report.year) == ("青河县水利局", 2022)


@pytest.mark.parametrize(
    ("name", "agency"), [("龙门镇", "龙门镇"), ("县民政局", "乌拉特前旗民政局"), ("朗乡林业局", "朗乡林业局")]
)
def test_the_host_of_a_site_says_where_an_agency_is_and_completes_only_what_is_cut_short(
    name: str, agency: str
) -> None:
    title = f"{name}2022年政府信息公开工作年度报告"
    prose = "".join(f"<p>{line.replace('青河县民政局', '本机关')}</p>" for line in LINES)
    foot = "<p>主办单位:乌拉特前旗人民政府办公室 承办单位:信息中心</p>"
    report = report_of(f"<h1>{title}</h1><div id=zoom>{prose}</div>{foot}", title=title, url="http://www.x.cn/a.html")
    assert (report.agency, report.division_code) == (agency, "150823")


def test_the_site_that_titles_a_page_is_not_the_agency_of_a_later_page() -> None:
    rest = "<p>三、依申请公开情况</p><p>全年没有收到政府信息公开申请,没有发生行政复议和行政诉讼。</p>"
    pager = "<p><a href=t1.html>1</a> <b>2</b></p>"
    report = report_of(
        f"<div id=zoom>{rest}<p>四、存在的主要问题</p><p>公开的内容还不够全面,形式还不够多样,更新还不够及时,"
        f"下一步将完善制度,加强培训,不断提高公开的质量和水平。</p><p>伊敏苏木人民政府</p><p>2023年1月9日</p></div>{pager}",
        title="鄂温克族自治旗人民政府", url="http://www.stand-in.gov.cn/t1_1.html",
    )  # fmt: skip
    assert report.agency == "伊敏苏木人民政府"


@pytest.mark.parametrize("sign", [" - ", "-", " / "])
def test_columns_parted_by_strokes_name_the_agency(sign: str) -> None:
    title = "2022年度政府信息公开工作年度报告"
    prose = "".join(f"<p>{line}</p>" for line in SPEECH)
    place = "<div>当前位置:" + sign.join(f"<a href=/{n}/>{n}</a>" for n in ("首页", "信息公开", "县民政局")) + "</div>"
    report = report_of(
        f"{place}<h1>{title}</h1><div id=zoom>{prose}</div>", title=title, context=Context(division_code="654325")
    )
    assert report.agency == "青河县民政局"


def test_a_list_of_columns_names_the_agency_and_a_menu_does_not() -> None:
    title = "2022年度政府信息公开工作年度报告"
    prose = "".join(f"<p>{line}</p>" for line in SPEECH)
    items = ("首页", "信息公开", "县民政局", "政府信息公开年报")
    found = []
    for names in (items, (*items[:3], "县水务局", "县财政局", "互动交流")):
        place = "<ol>" + "".join(f"<li><a href=/{name}/>{name}</a></li>" for name in names) + "</ol>"
        html = f"{place}<h1>{title}</h1><div id=zoom>{prose}</div>"
        context = Context(division_code="654325", portal_name="青河县人民政府")
        found.append(report_of(html, title=title, context=context).agency)
    assert found[0] == "青河县民政局" != found[1]


def test_a_county_with_a_long_name_is_read_before_its_township_in_a_sentence() -> None:
    lines = (
        "2022年,播阳镇积极推进政府信息公开工作,现将通道侗族自治县播阳镇2022年政府信息公开工作情况报告如下:",
        *(line.replace("我局", "我镇") for line in LINES[1:]),
    )
    reading = read_document(Document("\n".join(lines).encode(), headers={"content-type": "text/plain; charset=utf-8"}))
    assert reading.report is not None
    assert (reading.report.division_code, reading.report.township) == ("431230", "播阳镇")


@pytest.mark.parametrize(
    "around",
    [
        "<p>当前位置:首页 &gt; 泸县 &gt; 太平镇 &gt; 年报</p>",
        "<p>来源:泸县融媒体中心 发布时间:2023-01-09</p>",
        "<table><tr><td>索引号</td><td>A1/2023-1</td><td>发布机构</td><td>泸县人民政府办公室</td></tr></table>",
    ],
)
@pytest.mark.parametrize("home", ["", "510500"])
def test_a_township_lies_in_the_county_that_the_page_names_around_it(around: str, home: str) -> None:
    title = "太平镇2022年政府信息公开工作年度报告"
    prose = "".join(f"<p>{line.replace('青河县民政局', '本镇').replace('我局', '我镇')}</p>" for line in LINES)
    report = report_of(f"{around}<h1>{title}</h1>{prose}", title=title, context=Context(division_code=home))
    assert (report.division_code, report.township) == ("510521", "太平镇")


def test_the_host_of_a_site_reports_where_nothing_else_is_named() -> None:
    lines = [line.replace("青河县民政局", "我局") for line in LINES]
    title = "2022年政府信息公开工作年度报告"
    html = f"<p>来源:办公室</p><h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in lines)
    report = report_of(f"{html}<div>版权所有:泸县审计局 主办单位:泸县审计局</div>", title=title)
    assert (report.agency, report.origins["agency"]) == ("泸县审计局", "host")
    report = report_of(f"{html}<div>主办:泸县人民政府</div>", title=title)
    assert report.agency is None


def test_a_team_farm_of_the_corps_reports_like_a_township() -> None:
    title = "第六师五家渠市一〇二团2022年政务信息公开工作年度报告"
    prose = "".join(f"<p>{line.replace('青河县民政局', '我团').replace('我局', '我团')}</p>" for line in LINES)
    report = report_of(f"<h1>{title}</h1>{prose}", title=title)
    assert (report.agency, report.agency_kind) == ("第六师五家渠市一〇二团", "township")


def test_a_branch_of_the_state_in_a_county_whose_name_others_have_lies_where_the_site_does() -> None:
    title = "国家税务总局鼓楼区税务局2022年政府信息公开工作年度报告"
    prose = "".join(f"<p>{line.replace('青河县民政局', '我局')}</p>" for line in LINES)
    report = report_of(f"<h1>{title}</h1>{prose}", title=f"{title}-开封市鼓楼区人民政府")
    assert (report.agency, report.division_code) == ("国家税务总局鼓楼区税务局", "410204")


def test_a_city_of_the_corps_is_found_behind_its_division() -> None:
    prose = "".join(f"<p>{line.replace('青河县民政局', '我团').replace('我局', '我团')}</p>" for line in LINES)
    title = "第二师铁门关市二十九团2022年政府信息公开工作年度报告"
    report = report_of(f"<h1>{title}</h1>{prose}", title=title)
    assert (report.division_code, report.township) == ("659006", None)


def test_a_county_whose_name_others_have_is_not_guessed() -> None:
    title = "鼓楼区城市管理局2022年政府信息公开工作年度报告"
    prose = "".join(f"<p>{line.replace('青河县民政局', '我局')}</p>" for line in LINES)
    report = report_of(f"<h1>{title}</h1>{prose}", title=title)
    assert report.division_code is None
    assert "division_unknown" in {finding.rule for finding in report.findings}
    report = report_of(f"<h1>{title}</h1>{prose}", title=title, context=Context(division_code="320300"))
    assert report.division_code == "320302"
    assert "division_unknown" not in {finding.rule for finding in report.findings}


def test_an_address_in_brackets_may_stand_between_the_contact_and_the_word_for_it() -> None:
    title = "2022年政府信息公开工作年度报告"
    contact = "如对本报告有任何疑问,请与泸县公安局(地址:玉蟾大道36号;邮编:646100;电话:0830-0000000)联系。"
    lines = (contact, *(line.replace("青河县民政局", "我局") for line in LINES[1:]))
    report = report_of(f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in lines), title=title)
    assert (report.agency, report.division_code) == ("泸县公安局", "510521")


def test_a_city_in_a_prefecture_is_meant_where_its_source_says_so() -> None:
    title = "市水务局2022年政府信息公开工作年度报告"
    prose = "".join(f"<p>{line.replace('青河县民政局', '我局')}</p>" for line in LINES)
    for source, agency, code in (
        ("嵊州市人民政府办公室", "嵊州市水务局", "330683"),
        ("市水务局", "绍兴市水务局", "330600"),
    ):
        html = f"<p>来源:{source} 发布时间:2023-01-20</p><h1>{title}</h1>{prose}"
        report = report_of(html, title=title, context=Context(division_code="330600"))
        assert (report.agency, report.division_code) == (agency, code)


def test_a_league_has_its_branches_in_counties_and_a_prefecture_no_county_of_its_own() -> None:
    ulanhot = divisions.get("152201")
    assert complete("盟生态环境局乌兰浩特市分局", ulanhot) == "兴安盟生态环境局乌兰浩特市分局"
    assert complete("市教育局", ulanhot) == "乌兰浩特市教育局"
    assert complete("县教育局", divisions.get("330600")) == "县教育局"
    assert complete("省教育厅", divisions.get("330600")) == "浙江省教育厅"


def test_an_office_whose_place_is_not_printed_lies_where_its_publisher_does() -> None:
    title = "综合办公室2022年政府信息公开工作年度报告"
    prose = "".join(f"<p>{line.replace('青河县民政局', '我单位').replace('我局', '我单位')}</p>" for line in LINES)
    report = report_of(f"<p>来源:长春汽车经济技术开发区 时间:2023-01-20</p><h1>{title}</h1>{prose}", title=title)
    assert report.division_code == "220100"


def test_the_site_of_a_department_says_more_than_the_portal_that_it_is_part_of() -> None:
    title = "2022年政府信息公开工作年度报告"
    portal = Context(division_code="510521", portal_name="泸县人民政府")
    for said, agency in (("街道", "泸县玉蟾街道办事处"), ("我县", "泸县人民政府")):
        prose = "".join(f"<p>{line.replace('青河县民政局', said).replace('我局', said)}</p>" for line in LINES)
        report = report_of(f"<h1>{title}</h1>{prose}", title=f"{title}-泸县玉蟾街道办事处", context=portal)
        assert report.agency == agency


def test_the_unit_to_turn_to_reports() -> None:
    title = "2022年政府信息公开工作年度报告"
    lines = ("联系单位:泸县公安局,电话0830-0000000。", *(line.replace("青河县民政局", "我局") for line in LINES[1:]))
    report = report_of(f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in lines), title=title)
    assert report.agency == "泸县公安局"


@pytest.mark.parametrize("publisher", ["泸县人民政府办公室", "泸县融媒体中心", "信息公开办"])
def test_who_publishes_does_not_speak_in_the_words_of_another_kind_of_agency(publisher: str) -> None:
    title = "2022年政府信息公开工作年度报告"
    prose = "".join(f"<p>{line.replace('青河县民政局', '我局')}</p>" for line in LINES)
    box = f"<table><tr><td>索引号</td><td>A1/2023-1</td><td>发布机构</td><td>{publisher}</td></tr></table>"
    report = report_of(f"{box}<h1>{title}</h1><p>来源:泸县审计局 2023-01-20</p>{prose}", title=title)
    assert (report.agency, report.division_code) == ("泸县审计局", "510521")
