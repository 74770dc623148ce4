"""Names of agencies in titles and texts, their kinds, and what they leave out."""

from __future__ import annotations

import pytest

from crawler.catalogue import divisions
from crawler.report.identity.agency_text import agencies_in_text
from crawler.report.text.names import (
    agency_in_title,
    complete,
    due_day,
    is_agency,
    is_central,
    is_generic_column,
    is_partial,
    kind_of,
    stands_for_self,
    township_in,
)

JINGYUAN = divisions.at("620421", 2016)


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("靖远县民政局2016年政府信息公开工作年度报告", "靖远县民政局"),
        ("2016年靖远县民政局政府信息公开年报", "靖远县民政局"),
        ("靖远县民政局关于2016年度政府信息公开工作情况的报告", "靖远县民政局"),
        ("关于公布《靖远县民政局2016年政府信息公开年度报告》", "靖远县民政局"),
        ("【年报】靖远县民政局2016年政府信息公开年度报告", "靖远县民政局"),
        ("靖远县二〇一六年政府信息公开工作年度报告", "靖远县"),
        ("靖远县人民政府信息公开2016年年度报告", "靖远县人民政府"),
        ("靖远县2016年政务公开工作总结", "靖远县"),
        ("靖远县水务局（靖远县河长办）2019年度政府信息公开年报", "靖远县水务局"),
        ("兰州海关关区2023年政府信息公开工作年度报告", "兰州海关"),
        ("2016年度政府信息公开工作年度报告", ""),
        ("靖远县卫生局办公室关于2016年度政府信息公开工作情况的报告", "靖远县卫生局办公室"),
        ("靖远县人民政府办公室关于公布靖远县2016年政府信息公开年度报告的通知", "靖远县"),
        ("关于召开会议的通知", ""),
        ("天津市河东区春华街2014年政府信息公开年度报告", "天津市河东区春华街"),
        ("广港海关2015年海关政府信息公开年度报告", "广港海关"),
        ("南安市2015年卫生局政府信息公开年报", "南安市卫生局"),
        ("靖远县2016年靖远县水务局政府信息公开工作年度报告", "靖远县水务局"),
        ("甘肃省靖远县人民政府靖远县水务局2016年政府信息公开工作年度报告", "甘肃省靖远县水务局"),
    ],
)
def test_a_title_names_the_agency(title: str, agency: str) -> None:
    assert agency_in_title(title) == agency


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("靖远县人民政府", "government"),
        ("靖远县", "government"),
        ("某某高新区管委会", "government"),
        ("靖远县民政局", "department"),
        ("靖远县发展和改革委员会", "department"),
        ("靖远县人民政府办公室", "department"),
        ("糜滩镇人民政府", "township"),
        ("东湾镇", "township"),
        ("柳市镇", "township"),
        ("一〇二团", "township"),
        ("某县某某气象部门", "department"),
        ("某省邮政管理系统", "department"),
        ("某某民族乡人民政府", "township"),
        ("城关街道办事处", "subdistrict"),
        ("靖远县人民医院", "institution"),
        ("某市住房和城乡建设管理委员会", "department"),
        ("某市国有资产监督管理委员会", "department"),
        ("某某山管理委员会", "government"),
        ("人民路办事处", "subdistrict"),
        ("某市人民政府驻北京办事处", "department"),
        ("中国人民银行某市中心支行", "department"),
        ("某县科协", "institution"),
        ("张三", None),
    ],
)
def test_the_ending_tells_the_kind(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("kind", "year", "day"),
    [
        ("department", 2016, "2017-03-31"),
        ("department", 2019, "2020-01-31"),
        ("government", 2019, "2020-03-31"),
        ("township", 2022, "2023-03-31"),
    ],
)
def test_the_law_of_the_year_sets_the_day(kind: str, year: int, day: str) -> None:
    assert due_day(kind, year) == day


@pytest.mark.parametrize("text", ["靖远县民政局", "（靖远县民政局）", "靖 远 县 民 政 局", "某某街道办事处"])
def test_a_short_line_can_be_an_agency(text: str) -> None:
    assert is_agency(text)


@pytest.mark.parametrize("text", ["局", "2016年民政局", "联系民政局。", "一、民政局", "长" * 41 + "局", "张三", ""])
def test_other_lines_are_none(text: str) -> None:
    assert not is_agency(text)


@pytest.mark.parametrize(
    ("name", "partial"), [("市民政局", True), ("县人社局", True), ("靖远县民政局", False), ("市中区民政局", False)]
)
def test_a_name_may_leave_out_its_place(name: str, partial: bool) -> None:
    assert is_partial(name) == partial


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("县民政局", "靖远县民政局"),
        ("民政局", "靖远县民政局"),
        ("靖远县民政局", "靖远县民政局"),
        ("靖远民政局", "靖远民政局"),
        ("市场监督管理局", "靖远县市场监督管理局"),
        ("市政管理局", "靖远县市政管理局"),
        ("县市场监督管理局", "靖远县市场监督管理局"),
        ("白银市民政局", "白银市民政局"),
    ],
)
def test_the_division_completes_it(name: str, full: str) -> None:
    assert complete(name, JINGYUAN) == full
    assert complete(name, None) == name


@pytest.mark.parametrize(
    ("name", "township"),
    [
        ("靖远县糜滩镇人民政府", "糜滩镇"),
        ("靖远县东湾镇", "东湾镇"),
        ("靖远县城关街道办事处", "城关街道"),
        ("靖远县固县镇", "固县镇"),
        ("上海市长宁区人民政府新华路街道办事处", "新华路街道"),
        ("靖远县人民政府城关街道办事处", "城关街道"),
        ("靖远县人民路办事处", "人民路办事处"),
        ("靖远县红旗街道办事处", "红旗街道"),
        ("红旗路街道办事处", "红旗路街道"),
        ("靖远镇人民政府", "靖远镇"),
        ("靖远县靖远镇人民政府", "靖远镇"),
        ("靖远县人民政府驻白银办事处", None),
        ("靖远县民政局", None),
        ("靖远县人民政府", None),
    ],
)
def test_a_township_is_found_in_a_name(name: str, township: str | None) -> None:
    assert township_in(name, JINGYUAN) == township


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("现公布靖远县民政局2016年政府信息公开工作年度报告。", "靖远县民政局"),
        ("本年度报告由靖远县民政局编制。", "靖远县民政局"),
        ("如对本报告有疑问,请与靖远县民政局办公室联系。我局地址:…", "靖远县民政局"),
        ("全年公开信息36条。", ""),
    ],
)
def test_a_text_names_who_reports(text: str, agency: str) -> None:
    assert (agencies_in_text(text) or [""])[0] == agency


def test_words_for_oneself_are_no_name() -> None:
    assert stands_for_self("我局") and not stands_for_self("民政局")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("2016年柳河乡党委政府高度重视,定期检查。", "柳河乡"),
        ("现将县供销社2020政府信息公开工作年度报告如下:", "县供销社"),
        ("根据2023年柳河市司法局信息公开工作实际编制而成。", "柳河市司法局"),
        ("编制完成了柳河区城市管理综合执法局信息公开年度报告。", "柳河区城市管理综合执法局"),
        ("2009年,柳河市粮食局主动公开政府信息83条。", "柳河市粮食局"),
        ("现公布《和平县教育局2019年政府信息公开工作年度报告》。", "和平县教育局"),
        ("现公布和定西市民政局2019年政府信息公开工作年度报告。", "定西市民政局"),
        ("现公布将乐县民政局2019年政府信息公开工作年度报告。", "将乐县民政局"),
        ("本报告由石桥镇人民政府党政办公室编制。", "石桥镇人民政府"),
        ("本报告由石桥镇党政综合办公室编制。", "石桥镇"),
        ("石桥镇政府编制2020年度报告。如有疑问,请与石桥镇人民政府联系。", "石桥镇人民政府"),
        ("报告如下。受理机构为靖远县乌兰镇人民政府。", "靖远县乌兰镇人民政府"),
        ("结合国家税务总局靖远县税务局(以下简称“靖远税务”)有关数据撰写。", "国家税务总局靖远县税务局"),
        ("依据《中华人民共和国政府信息公开条例》(以下简称《条例》),结合实际撰写。", ""),
        ("特编制陇中循环产业园2018年度政府信息公开工作年度报告。", "陇中循环产业园"),
        ("为认真做好柳河市司法局政府信息公开工作,我局精心组织。", "柳河市司法局"),
        ("为进一步做好全市政府信息公开工作,我局精心组织。", ""),
        ("《柳河市人民政府办公室关于编制2023年政府信息公开工作年度报告有关事项的通知》", ""),
    ],
)
def test_a_text_names_the_agency_that_reports(text: str, agency: str) -> None:
    assert agencies_in_text(text)[:1] == ([agency] if agency else [])


@pytest.mark.parametrize("name", ["政府部门", "乡镇街道", "县直单位", "部门信息公开", "各乡镇人民政府"])
def test_a_column_for_many_agencies_names_none(name: str) -> None:
    assert is_generic_column(name)


@pytest.mark.parametrize("name", ["民政局", "县水务局", "柳湾镇", "柳湾镇人民政府"])
def test_a_column_for_one_agency_names_it(name: str) -> None:
    assert not is_generic_column(name)


@pytest.mark.parametrize("name", ["交通运输部", "海关总署", "国家税务总局", "太湖流域管理局"])
def test_the_states_agencies_have_no_place(name: str) -> None:
    assert is_central(name)
    assert not is_central(f"靖远县{name}")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("我乡的报告如下。2014年,石桥乡未收取费用。", ["石桥乡"]),
        ("我镇积极公开。在靖远县石桥镇人民政府设有专栏。", ["石桥镇人民政府"]),
        ("我镇积极公开。石桥镇、双河镇的经验。", []),
        ("我镇积极公开。各镇都设有专栏,与石桥镇相邻。", []),
        ("我局积极公开。石桥镇设有专栏。", []),
    ],
)
def test_a_township_that_speaks_of_itself_is_the_one_it_names(text: str, agency: list[str]) -> None:
    assert agencies_in_text(text) == agency
