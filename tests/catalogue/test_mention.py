"""Places that a text speaks of, where nothing else says where a report is from."""

from __future__ import annotations

import pytest

from crawler.catalogue.mention import mentioned, place_before


def test_the_longest_name_before_a_word_is_the_place() -> None:
    text = "登录乌拉特前旗政府网站"

    assert place_before(text, text.index("政府")) == "乌拉特前旗"
    assert place_before(text, text.index("旗")) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("在中原区委、区政府的领导下,按照中原区政府公布的制度", "410102"),
        ("通过靖远县人民政府门户网站公开", "620421"),
        ("按照甘肃省和白银市委的要求,通过靖远县人民政府网站公开", "620421"),
        ("通过兰州市人民政府网站公开", "620100"),
        ("通过南京市鼓楼区政府网站公开", "320106"),
    ],
)
def test_the_one_place_whose_government_is_spoken_of_is_meant(text: str, code: str) -> None:
    found = mentioned(text, 2019)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "通过靖远县人民政府网站和会宁县人民政府网站公开",
        "通过鼓楼区政府网站公开",
        "我县地处黄河之滨,靖远县城有三条街",
        "由靖远县委托的机构办理",
    ],
)
def test_several_places_or_none_mean_nothing(text: str) -> None:
    assert mentioned(text, 2019) is None
