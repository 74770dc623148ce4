from __future__ import annotations

import pytest

from crawler.platforms.titles import is_bare_title, is_cut_title, is_other_title, is_report_title, report_year_in


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("甲县人民政府2022年政府信息公开工作年度报告", 2022),
        ("乙市民政局二〇一九年政府信息公开工作年度报告", 2019),
        ("乙市民政局二○一六年政府信息公开工作年度报告", 2016),
        ("２０１８年度政府信息公开工作报告", 2018),
        ("丙镇2020年政务公开工作报告", 2020),
        ("2016年信息公开年度报告", 2016),
        ("丁局信息公开工作2012年度报告", 2012),
        ("政府信息公开2019年度报告", 2019),
        ("甲县人民政府关于2010年政府信息公开工作情况的报告", 2010),
        ("甲县2023年政府信息公开年报", 2023),
        ("甲县 2009 年政府信息公开 工作年度报告", 2009),
        ("2008年政府信息公开工作年度报告（图片版）", 2008),
        ("甲县发展和改革局2021年政府信息公开工作年度报告.pdf", 2021),
        ("甲县政府信息公开工作年度报告（2015年）", 2015),
        ("甲县卫生健康委2019年政府信息公开工作年度报告（2020年1月20日发布）", 2019),
        ("2024年发布的甲县2023年度政府信息公开年度报告", 2023),
        ("甲县2023年政府信息公开年报的公告", 2023),
        ("中共甲县委机构编制委员会办公室2021年政府信息公开工作年度报告", 2021),
        ("甲局2020年政府信息公开工作年度报告（2021年1月公布）", 2020),
    ],
)
def test_a_report_is_known_by_its_title_and_its_year(title: str, year: int) -> None:
    assert is_report_title(title)
    assert report_year_in(title) == year


def test_a_report_without_a_year_is_known_by_its_agency() -> None:
    assert is_report_title("甲县统计局政府信息公开工作年度报告")
    assert report_year_in("甲县统计局政府信息公开工作年度报告") is None


@pytest.mark.parametrize(
    "title",
    [
        "政府信息公开年报",
        "政府信息公开年度报告",
        "关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
        "2019年上半年政府信息公开工作报告",
        "2019年第一季度政务公开工作报告",
        "一图读懂甲县2023年政府信息公开工作年度报告",
        "甲县2023年政府信息公开年度报告解读",
        "各部门2020年政府信息公开年度报告汇总",
        "2023年度政府网站工作年度报表",
        "2023年法治政府建设年度报告",
        "2022年政府工作报告",
        "甲县召开2023年政府信息公开工作年度报告会",
        "2023年部门决算公开",
        "2023年政务公开工作要点",
        "各地2016年政府信息公开年报有何变化",
        "盘点:各地2016年政府信息公开年报里的申请量",
        "甲县水务公司2022年公共企事业单位信息公开年度报告",
        "甲县自来水有限责任公司2023年企业信息公开年度报告",
        "甲县环境信息公开年度报告2019",
        "甲县税务局政府信息公开工作年度报告公众满意度调查问卷",
        "甲学院2020-2021学年信息公开工作年度报告",
        "甲市慈善总会2015年度信息公开报告",
        "甲县供销社政府信息公开年度报告范文",
        "依照条例规定现公布我局2014年政府信息公开工作年度报告",
    ],
)
def test_what_only_sounds_like_a_report_is_none(title: str) -> None:
    assert not is_report_title(title)


@pytest.mark.parametrize(
    "title", ["2023年度", "2023年", "本级政府信息公开年报", "市民政局年报", "2021年度报告", "甲局2019年工作报告"]
)
def test_titles_that_say_less_are_enough_inside_a_column(title: str) -> None:
    assert is_bare_title(title)


@pytest.mark.parametrize(
    "title", ["2023年部门预算", "法治政府建设年度报告", "政府网站年度报告", "工作动态", "甲局培训通知"]
)
def test_other_titles_are_not_reports_even_inside_a_column(title: str) -> None:
    assert not is_bare_title(title)


@pytest.mark.parametrize("text", ["", "电话 0932-2023", "编号120210", "公告〔12〕号", "19年", "12023年5"])
def test_a_number_is_not_a_year(text: str) -> None:
    assert report_year_in(text) is None


@pytest.mark.parametrize("text", ["甲县民政局2022年政府信息公开工…", "2022年乙乡人民政府政府信息公开年度..."])
def test_a_title_cut_short_may_be_a_reports(text: str) -> None:
    assert is_cut_title(text)


@pytest.mark.parametrize(
    "text", ["甲县民政局2022年政府信息公开", "关于召开2022年某次会议的…", "2022年政府信息公开培训会召开…"]
)
def test_what_is_whole_or_begins_otherwise_is_not_cut_short(text: str) -> None:
    assert not is_cut_title(text)


@pytest.mark.parametrize("title", ["市审计局", "市生态环境局2022年年报", "2021年县统计局年度报告", "某某集团"])
def test_what_an_agency_is_called_does_not_make_its_report_another(title: str) -> None:
    assert not is_other_title(title)


@pytest.mark.parametrize("title", ["市生态环境局环境公报", "县审计局审计结果公告", "县统计局统计年报", "企业年报公示"])
def test_another_report_of_an_agency_is_another(title: str) -> None:
    assert is_other_title(title)
