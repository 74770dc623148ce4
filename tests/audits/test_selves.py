"""What an agency calls itself: 我镇 in a bureau's report is left over, once its title says whose it is or not."""

from __future__ import annotations

import pytest

from crawler.records import Section
from crawler.report.audits.places import audit_places

_BUREAU = "会宁县民政局"
_TOWN = "会宁县郭城驿镇人民政府"


def _told(text: str, agency: str, *, titled: bool) -> list[str]:
    section = Section(position=1, level=1, number="一、", heading="概述", body=text)
    return [finding.severity for finding in audit_places([section], 2016, agency, "620422", titled=titled)]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("本机关公开信息9条。我街道收到申请9件。", _BUREAU),
        ("我镇公开信息9条。我镇没有收到申请。", _BUREAU),
        ("更新我乡公开指南。", _BUREAU),
        ("2016年，本街道收到申请9件。", _BUREAU),
        ("本镇没有收费。", _BUREAU),
        ("本镇公开信息9条，本局没有收费。", _TOWN),
    ],
)
def test_a_self_of_another_kind_is_told_where_the_title_names_the_agency(text: str, agency: str) -> None:
    assert _told(text, agency, titled=True) == ["warning"]


@pytest.mark.parametrize(
    ("text", "agency", "titled"),
    [
        ("我镇公开信息9条。我镇没有收到申请。", _BUREAU, False),
        ("各乡镇均在本镇公示栏公布账目。", _BUREAU, True),
        ("指导每个街道在本街道设点。", _BUREAU, True),
        ("本乡镇信息由各乡镇公布。", _BUREAU, True),
        ("申请人称“我镇已公开”。", _BUREAU, True),
        ("我镇公开信息9条。", "安化县梅城镇人民政府", True),
        ("我局公开信息9条。", "会宁县档案馆", True),
    ],
)
def test_what_each_calls_itself_is_no_slip(text: str, agency: str, titled: bool) -> None:
    assert _told(text, agency, titled=titled) == []


def test_a_point_without_text_speaks_for_itself() -> None:
    point = Section(position=1, level=3, number="1、", heading="我镇信息更新不够及时", body="")
    assert len(audit_places([point], 2016, _BUREAU, "620422", titled=True)) == 1


@pytest.mark.parametrize(
    ("text", "agency", "code", "told"),
    [
        ("我县收到申请9件。", "长沙市雨花区教育局", "430111", ["warning"]),
        ("我区收到申请9件。", "会宁县人民政府", "620422", ["warning"]),
        ("我县、我市收到申请9件，我县域经济发展。", "会宁县人民政府", "620422", []),
        ("我区收到申请9件。", "吐鲁番市鄯善县人民政府", "650421", []),
        ("我县收到申请9件。", "赣州市南康区民政局", "360703", ["warning"]),
        ("我市收到申请9件。", "赣州市南康区民政局", "360703", []),
        ("我委收到申请9件。", _BUREAU, "620422", ["warning"]),
        ("我委收到申请9件。", "会宁县发展和改革局", "620422", []),
        ("我乡收到申请9件。", _TOWN, "620422", ["warning"]),
        ("我镇收到申请9件。", "长沙市雨花区砂子塘街道办事处", "430111", ["warning"]),
    ],
)
def test_a_place_of_another_kind_is_none_that_the_agency_lies_in(
    text: str, agency: str, code: str, told: list[str]
) -> None:
    section = Section(position=1, level=1, number="一、", heading="概述", body=text)
    assert [finding.severity for finding in audit_places([section], 2016, agency, code, titled=True)] == told


def test_a_district_may_be_called_the_county_that_it_was_lately() -> None:
    section = Section(position=1, level=1, number="一、", heading="概述", body="我县收到申请9件。")
    told = [len(audit_places([section], year, "重庆市铜梁区民政局", "500151", titled=True)) for year in (2015, 2023)]
    assert told == [0, 1]
