"""Figures in prose: made-up sentences in the wordings of four eras, and what each of them states."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.facts import load_toml
from crawler.records import Statistic
from crawler.report.statistics.read import read_statistics
from crawler.report.statistics.rules import rules
from crawler.report.text.outline import read_sections
from tests.standin.places import PLACES, agencies_of
from tests.standin.reports import ReportText, write_report

LINES = (Path(__file__).parent / "statistics_cases.txt").read_text(encoding="utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]

_SIGNS = {"at_least": "≥", "about": "~", "at_most": "≤", "cumulative": "Σ", "region": "@", "other": "!"}


def figures(statistics: list[Statistic]) -> list[str]:
    """The figures in the words of the cases."""
    out = []
    for s in statistics:
        flags = [_SIGNS[value] for value in (s.qualifier, s.period, s.scope) if value in _SIGNS]
        out.append(" ".join([s.measure, f"{s.value:g}", *([s.label] if s.label else []), *flags]))
    return out


def read(text: str, year: int | None = 2016, agency: str = "青禾县民政局", kind: str = "department") -> list[Statistic]:
    """The figures of a line, under a heading where one is given before a bar."""
    heading, bar, sentence = text.partition(" | ")
    lines = ["一、" + heading, sentence] if bar else [text]
    return read_statistics(lines, read_sections(lines), year, agency, kind)


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_states_these_figures_and_no_others(case: str) -> None:
    text, arrow, expected = case.partition(" →")
    assert arrow
    assert figures(read(text)) == [part.strip() for part in expected.split(";") if part.strip()]


def test_a_zero_stated_in_words_has_the_unit_of_its_measure() -> None:
    text = "2016年，我局未收到信息公开申请，没有发生收费，主动公开信息3条。"
    assert [(s.measure, s.value, s.unit) for s in read(text)] == [
        ("applications_received", 0, "件"),
        ("fees", 0, "元"),
        ("disclosed", 3, "条"),
    ]


def test_the_office_for_openness_is_its_government_s_own() -> None:
    text = "2016年，全县举办政务公开培训班46期；县公开办召开政务公开会议2次。"
    assert figures(read(text, agency="青禾县人民政府", kind="government")) == ["trainings 46 @", "meetings 2"]
    text = "全县未发生信息公开行政诉讼，县政府本级被申请行政复议2件，县政府办公室全年收到申请36件。"
    wanted = ["lawsuits 0 @", "reviews 2", "applications_received 36"]
    assert figures(read(text, agency="青禾县人民政府", kind="government")) == wanted


def test_what_a_government_s_own_seat_disclosed_is_no_other_s() -> None:
    text = "区政府门户网站发布政府信息436条，其中区政府及区政府办公室发布112条，各部门发布324条。"
    wanted = ["disclosed 436 区政府门户网站", "disclosed 112 区政府及区政府办公室", "disclosed 324 各部门 @"]
    assert figures(read(text, agency="道里区人民政府办公室", kind="government")) == wanted
    text = "区政府及办公室公开信息12条，区级部门公开78条。"
    wanted = ["disclosed 12", "disclosed 78 区级部门 @"]
    assert figures(read(text, agency="广安市广安区", kind="government")) == wanted


def test_a_government_that_has_told_of_its_own_seat_goes_on_about_it() -> None:
    seat = "省政府收到申请86件。其中，当面申请12件，网络申请74件。答复84件，其中信息不存在24件。"
    wanted = [
        "applications_received 3246 @",
        "applications_received 86",
        "applications_received 12 当面申请",
        "applications_received 74 网络申请",
        "applications_answered 84",
        "applications_not_held 24",
    ]
    text = f"全省收到信息公开申请3246件。{seat}"
    assert figures(read(text, agency="甘肃省人民政府", kind="government")) == wanted
    text = "全省收到信息公开申请3246件，其中省政府收到申请86件。答复84件。"
    wanted = ["applications_received 3246 @", "applications_received 86", "applications_answered 84 @"]
    assert figures(read(text, agency="甘肃省人民政府", kind="government")) == wanted


@pytest.mark.parametrize(
    "clause", ["收到投诉1件，办结1件，", "收到申请1件，答复中公开1件，", "移交目录1份、公开信息1条、"]
)
def test_a_sentence_without_end_is_read_in_bounded_time(clause: str) -> None:
    began = process_time()
    read("依申请公开 | " + clause * 400)
    assert process_time() - began < 3


def test_all_bodies_of_a_region_together_are_its_total() -> None:
    text = "截至2016年底，全市62个单位主动公开政府信息1128条，其中2016年新增594条。"
    wanted = ["disclosed 1128 Σ @", "disclosed 594 @"]
    assert figures(read(text, agency="青禾市人民政府", kind="government")) == wanted


def test_a_list_is_of_the_total_that_it_says_again_not_of_the_region_s_told_between() -> None:
    lines = [
        "我局公开信息93条。",
        "全县各部门公开信息2511条。",
        "按类别统计，共公开93条，其中：执法类18条，其他类75条。",
    ]
    wanted = ["disclosed 93", "disclosed 2511 @", "disclosed 93", "disclosed 18 执法类", "disclosed 75 其他类"]
    assert figures(read_statistics(lines, read_sections(lines), 2016, "青禾县民政局", "department")) == wanted


def test_the_kinds_under_a_heading_of_kinds_are_read_from_the_first_on() -> None:
    lines = [
        "二、主动公开情况",
        "（一）数量。全年公开信息65条。",
        "（二）分类情况",
        "（1）组织机构20条；",
        "（2）法规文件15条；",
        "（3）工作信息30条。",
    ]
    wanted = ["disclosed 65", "disclosed 20 组织机构", "disclosed 15 法规文件", "disclosed 30 工作信息"]
    assert figures(read_statistics(lines, read_sections(lines), 2016, "青禾县民政局", "department")) == wanted


def test_a_list_goes_on_over_lines_and_numbered_headings() -> None:
    lines = ["2016年主动公开政府信息9条，其中：", "机构职能类信息2条；", "工作动态类信息3条；", "其他信息4条。"]
    wanted = ["disclosed 9", "disclosed 2 机构职能类信息", "disclosed 3 工作动态类信息", "disclosed 4 其他信息"]
    assert figures(read_statistics(lines, read_sections(lines), 2016)) == wanted


def test_a_shortened_name_is_the_agency_s_own_and_another_organ_s_is_not() -> None:
    text = "2016年，市人防办主动公开政府信息84条。"
    assert figures(read(text, agency="青禾市人民防空办公室")) == ["disclosed 84"]
    text = "2016年我局主动公开政府信息26条。其中我局公开16条，县社保局公开10条。"
    wanted = ["disclosed 26", "disclosed 16 我局", "disclosed 10 县社保局 !"]
    assert figures(read(text, agency="青禾县人力资源和社会保障局")) == wanted


def test_a_township_that_calls_itself_our_government_speaks_of_its_own_figures() -> None:
    text = "2009年，我镇人民政府主动公开政府信息28条，其中机构设置类信息8条。"
    wanted = ["disclosed 28", "disclosed 8 机构设置类信息"]
    assert figures(read(text, year=2009, agency="青禾县竹坪镇人民政府", kind="township")) == wanted


def test_a_sum_that_exceeds_what_the_next_sentence_calls_new_is_of_all_years() -> None:
    text = "通过目录系统累计主动公开政府信息4002条。2019年新增主动公开政府信息362条，其中会议信息32条。"
    wanted = ["disclosed 4002 目录系统 Σ", "disclosed 362", "disclosed 32 会议信息"]
    assert figures(read(text, year=2019)) == wanted


@pytest.mark.parametrize(("year", "period"), [(2008, "year"), (2009, "cumulative")])
def test_what_was_done_since_the_regulations_came_into_force_is_of_their_first_year(year: int, period: str) -> None:
    statistics = read_statistics(["自《条例》施行以来，我局共公开信息146条，收到申请2件。"], [], year, "青禾县民政局")
    assert [(one.measure, one.period) for one in statistics] == [
        ("disclosed", period),
        ("applications_received", period),
    ]


def test_a_sum_without_date_is_the_year_s_since_reports_tell_of_one_year_alone() -> None:
    assert figures(read("我局累计公开政府信息90条。", year=2022)) == ["disclosed 90"]
    assert figures(read("我局累计公开政府信息90条。", year=2016)) == ["disclosed 90 Σ"]


def test_a_statistic_keeps_its_sentence_as_printed_and_its_section() -> None:
    lines = ["一、概述", "工作平稳。", "二、收费情况", "全年收取复制费共１２０元。 其他事项如常。"]
    (fee,) = read_statistics(lines, read_sections(lines), 2016)
    assert (fee.measure, fee.value, fee.unit) == ("fees", 120, "元")
    assert fee.quote == "全年收取复制费共１２０元。"
    assert fee.section_position == 1


def test_a_list_is_of_the_region_s_figure_only_right_behind_it_or_where_it_makes_it() -> None:
    parts = "按类别分：环境保护类信息7件；重点项目类信息4件。"
    lines = ["我局公开信息11件。", "全县各部门公开信息870件，均已上网。", "加强培训。", parts]
    assert figures(read_statistics(lines, [], 2016, "青禾县民政局"))[-1] == "disclosed 4 重点项目类信息"
    lines = ["全县公开信息11件。", "加强培训。", parts]
    assert figures(read_statistics(lines, [], 2016, "青禾县民政局"))[-1] == "disclosed 4 重点项目类信息 @"


def test_a_figure_in_a_heading_is_read_once() -> None:
    lines = ["一、主动公开情况", "1.2016年主动公开政府信息64条", "2.未收到政府信息公开申请"]
    assert figures(read_statistics(lines, read_sections(lines), 2016)) == ["disclosed 64", "applications_received 0"]


@pytest.mark.parametrize(
    ("kind", "agency", "wanted"),
    [
        ("government", "青禾县人民政府", "disclosed 800 @"),
        ("department", "青禾县教育局", "disclosed 800 @"),
        ("township", "青禾县竹坪乡人民政府", "disclosed 800 @"),
    ],
)
def test_the_figures_of_a_whole_county_are_no_agencys_own(kind: str, agency: str, wanted: str) -> None:
    assert figures(read("2016年，全县共主动公开政府信息800条。", agency=agency, kind=kind)) == [wanted]


@pytest.mark.parametrize(("kind", "wanted"), [("government", "disclosed 800"), ("department", "disclosed 800 @")])
def test_a_governments_word_for_itself_is_its_own_and_a_departments_is_not(kind: str, wanted: str) -> None:
    assert figures(read("2016年，我县共主动公开政府信息800条。", agency="青禾县", kind=kind)) == [wanted]


def test_what_all_departments_of_a_government_disclosed_is_labelled_and_the_regions() -> None:
    text = "2016年，各部门共主动公开政府信息800条。"
    assert figures(read(text, agency="青禾县人民政府", kind="government")) == ["disclosed 800 各部门 @"]


def test_a_sum_until_the_end_of_the_year_that_exceeds_the_year_is_cumulative() -> None:
    lines = ["2016年，我局主动公开政府信息120条。", "截至2016年底，我局已主动公开政府信息840条。"]
    assert figures(read_statistics(lines, [], 2016)) == ["disclosed 120", "disclosed 840 Σ"]


def test_without_a_year_no_figure_is_foreign() -> None:
    assert figures(read("2015年主动公开政府信息245条。", year=None)) == ["disclosed 245"]


#: What the stand-in's reports say by their figures: the words before the number, its name there, the measure.
PLANTED = (
    ("主动公开政府信息", "disclosed", "disclosed", None),
    ("通过政府网站公开", "by_site", "disclosed", "政府网站"),
    ("通过政务新媒体公开", "by_media", "disclosed", "政务新媒体"),
    ("发布解读材料", "interpretations", "interpretations", None),
    ("制定规范性文件", "normative", "normative_documents", None),
    ("收到政府信息公开申请", "received", "applications_received", None),
    ("其中予以公开", "granted", "applications_granted", None),
    ("无法提供", "not_held", "applications_not_held", None),
    ("上年结转", "carried_in", "applications_carried_in", None),
    ("结转下年度办理", "carried_out", "applications_carried_out", None),
)


@pytest.fixture(scope="module")
def generated() -> list[ReportText]:
    agencies = [agency for place in PLACES.values() for agency in agencies_of(place, Random(3), 4, 2, 1)]
    return [
        write_report(agency, year, "figures", size=6) for agency in agencies[:40] for year in (2012, 2017, 2020, 2022)
    ]


def test_every_figure_that_the_stand_in_plants_is_read(generated: list[ReportText]) -> None:
    for report in generated:
        read_figures = read_statistics(
            [], read_sections(report.lines), report.year, report.agency.name, report.agency.kind
        )
        found = {(s.measure, s.label, s.value) for s in read_figures}
        text = "".join(report.lines)
        for words, name, measure, label in PLANTED:
            if f"{words}{report.figures[name]}" in text:
                assert (measure, label, report.figures[name]) in found, (words, text)


def test_totals_that_the_stand_in_does_not_plant_are_not_read(generated: list[ReportText]) -> None:
    keys = {measure: name for _, name, measure, label in PLANTED if label is None}
    for report in generated:
        for s in read_statistics([], read_sections(report.lines), report.year, report.agency.name, report.agency.kind):
            if s.label is None and s.measure in keys and s.value:
                assert s.value in (
                    report.figures[keys[s.measure]],
                    report.figures["natural"] + report.figures["business"],
                )


@given(
    st.text(
        alphabet="一二十0１2,，.。；：（）条件元万余年月主动公开未收到申请其中占%信息2016截至累计《》“”\n ",
        max_size=160,
    )
)
def test_no_text_breaks_the_reading(text: str) -> None:
    lines = text.split("\n")
    for s in read_statistics(lines, read_sections(lines), 2016, "青禾县民政局", "department"):
        assert s.value is not None and s.value >= 0
        assert s.quote.strip() and any(s.quote in line for line in lines)


def test_all_wordings_are_patterns_though_a_report_needs_few_of_them() -> None:
    facts = load_toml("measures.toml")
    wordings = [pattern for part in ("labels", "lists", "other", "senses", "skip") for pattern in facts[part].values()]
    wordings += [cue[key] for cue in facts["cues"] for key in ("left", "right", "not", "about", "label") if key in cue]
    assert len(wordings) > 100
    for wording in wordings:
        re.compile(wording)
    for unit, cues in rules().cues.items():
        assert list(cues.fitting("", "", "")) == [], unit  # all of them together are one pattern too


def test_the_words_of_an_agencys_own_name_say_nothing_of_what_it_counts() -> None:
    text = "2016年，县行政审批服务局公开政府信息217条，其中公告17条。"
    wanted = ["disclosed 217", "disclosed 17 公告"]
    assert figures(read(text, agency="青禾县行政审批服务局")) == wanted


def test_a_list_goes_on_about_the_last_total_of_its_kind() -> None:
    lines = [
        "2016年主动公开政府信息424条，接受咨询99人次，受理公开申请5件。",
        "在主动公开的信息中，法规文件类信息7条，业务动态类信息413条。",
    ]
    wanted = ["disclosed 424", "enquiries 99", "applications_received 5"]
    parts = ["disclosed 7 法规文件类信息", "disclosed 413 业务动态类信息"]
    assert figures(read_statistics(lines, read_sections(lines), 2016)) == [*wanted, *parts]


def test_a_list_of_what_a_channel_showed_takes_its_period() -> None:
    lines = [
        "2012年至2016年累计公开信息457条，其中，网上公开信息376条。",
        "在全部网上公开信息中，业务类信息11条；其他信息365条。",
    ]
    wanted = ["disclosed 457 Σ", "disclosed 376 网上 Σ", "disclosed 11 业务类信息 Σ", "disclosed 365 其他信息 Σ"]
    assert figures(read_statistics(lines, read_sections(lines), 2016)) == wanted


def test_the_seat_of_a_government_is_its_own_among_the_bodies_of_its_region() -> None:
    text = "2016年，全县主动公开政府信息800条，县政府办公室公开文件48件。"
    wanted = ["disclosed 800 @", "disclosed 48 文件"]
    assert figures(read(text, agency="青禾县人民政府", kind="government")) == wanted
    text = "2016年，全县受理政府信息公开申请26件，其中县政府办公室受理7件。县政府及县政府办公室公开信息642条。"
    wanted = ["applications_received 26 @", "applications_received 7", "disclosed 642"]
    assert figures(read(text, agency="青禾县人民政府", kind="government")) == wanted
    of_another = read("市政府办公室公开信息642条。", agency="青禾县人民政府", kind="government")
    assert figures(of_another) == ["disclosed 642 !"]


def test_what_became_of_applications_told_before_is_counted_as_they_were() -> None:
    lines = ["2016年，全县收到申请96件，办结95件。", "95件办结申请中，予以公开52件，本机关不掌握19件。"]
    wanted = ["applications_received 96 @", "applications_answered 95 @"]
    outcomes = ["applications_answered 95 @", "applications_granted 52 @", "applications_not_held 19 @"]
    found = read_statistics(lines, read_sections(lines), 2016, "青禾县人民政府", "government")
    assert figures(found) == [*wanted, *outcomes]


def test_what_became_of_a_region_s_applications_is_the_region_s_also_where_it_is_not_said_again() -> None:
    lines = [
        "三、依申请公开政府信息情况",
        "2016年，全市行政机关共收到申请1208件，其中市政府本级收到申请136件。",
        "申请方式：当面申请210件，网络申请998件。",
        "申请办结1190件，其中同意公开530件。我办答复131件。",
    ]
    wanted = [
        "applications_received 1208 @",
        "applications_received 136",
        "applications_received 210 当面申请 @",
        "applications_received 998 网络申请 @",
        "applications_answered 1190 @",
        "applications_granted 530 @",
        "applications_answered 131",
    ]
    found = read_statistics(lines, read_sections(lines), 2016, "望城市人民政府", "government")
    assert figures(found) == wanted


def test_the_seat_and_the_bodies_of_a_region_are_told_apart_in_a_list_without_verbs() -> None:
    text = "依申请公开 | 全县共收到申请35件，其中县政府9件、部门和乡镇26件。"
    wanted = ["applications_received 35 @", "applications_received 9", "applications_received 26 部门和乡镇 @"]
    assert figures(read(text, agency="青禾县人民政府", kind="government")) == wanted


def test_a_sentence_that_leads_to_parts_in_lines_opens_a_list_of_the_figure_before() -> None:
    lines = [
        "公开信息113条（网站100条、微信13条）。具体类别：",
        "1.基本信息51条；",
        "2.政府采购信息37条；",
        "3.其他信息25条。",
    ]
    wanted = ["disclosed 113", "disclosed 100 网站", "disclosed 13 微信"]
    wanted += ["disclosed 51 基本信息", "disclosed 37 政府采购信息", "disclosed 25 其他信息"]
    assert figures(read_statistics(lines, read_sections(lines), 2016)) == wanted


def test_points_counted_like_their_heading_stand_under_it() -> None:
    lines = ["3.依申请公开情况", "答复情况：", "1、同意公开2件；", "2、不予公开1件；", "4.收费情况", "无。"]
    wanted = ["applications_granted 2", "applications_refused 1", "fees 0"]
    assert figures(read_statistics(lines, read_sections(lines), 2016)) == wanted


def test_the_bodies_of_a_region_are_no_other_organ_s_in_its_government_s_report() -> None:
    text = "全县共公开信息900条，其中政府部门公开600条，垂直管理单位公开300条。"
    wanted = ["disclosed 900 @", "disclosed 600 政府部门 @", "disclosed 300 垂直管理单位 @"]
    assert figures(read(text, agency="青禾县人民政府", kind="government")) == wanted


def test_so_many_departments_are_bodies_below_their_government() -> None:
    text = "全县42个部门公开信息2845条。"
    assert figures(read(text, agency="青禾县人民政府", kind="government")) == ["disclosed 2845 全县42个部门 @"]
