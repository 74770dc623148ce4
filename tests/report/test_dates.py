"""All spellings of a date that Chinese pages print."""

from __future__ import annotations

import pytest

from crawler.report.text.dates import (
    chinese_year,
    date_in_url,
    find_date,
    is_date_line,
    is_month_line,
    read_date,
    small_number,
)


@pytest.mark.parametrize(
    "text",
    [
        "2022年1月20日", "2022 年 1 月 20 日", "2022年01月20号", "二〇二二年一月二十日", "二○二二年元月廿日",
        "二零二二年一月二十日", "二O二二年一月二十日", "２０２２年１月２０日", "2022-01-20", "2022.1.20", "2022/1/20",
        "2022-01-20 09:15:00", "2022年1月20日 09:15", "发布时间:2022-01-20", "20220120", "2022年1-20", "(2022-1-20)",
        "2022_01_20", "2022\\1\\20",
    ],
)  # fmt: skip
def test_every_spelling_is_read(text: str) -> None:
    assert find_date(text) == "2022-01-20"
    assert read_date(text) == "2022-01-20"


@pytest.mark.parametrize("text", ["Jan 20, 2022", "20 January 2022", "2022年1月20", "January 20, 2022 9:15 AM"])
def test_rarer_spellings_are_read_as_whole_values(text: str) -> None:
    assert read_date(text) == "2022-01-20"


@pytest.mark.parametrize(
    "text",
    ["", "2022年", "2022年1月", "2022年13月40日", "1022-01-20", "13575394432", "12022012099", "无", "请选择", "三十二"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_date(text) is None
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [("2022年2月30日,2022年3月1日", "2022-03-01"), ("2021年12月31日至2022年1月1日", "2021-12-31")],
)
def test_the_first_date_that_exists_is_taken(text: str, date: str) -> None:
    assert find_date(text) == date


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12), ("二十五", 25), ("廿一", 21), ("卅", 30), ("十", 10), ("正", 1), ("元", 1), ("7", 7),
        ("二二", None), ("x", None),
    ],
)  # fmt: skip
def test_small_numbers(text: str, number: int | None) -> None:
    assert small_number(text) == number


@pytest.mark.parametrize(
    ("text", "year"), [("二〇一九", 2019), ("2o19", 2019), ("一九九九", 1999), ("19", None), ("二十", None)]
)
def test_years(text: str, year: int | None) -> None:
    assert chinese_year(text) == year


@pytest.mark.parametrize(
    "text", ["2022年1月20日", "(2022-01-20)", "二〇二二年一月二十日", "2022年1月20日 09:15:00", "〔2022年1月20日〕"]
)
def test_a_date_alone_is_a_date_line(text: str) -> None:
    assert is_date_line(text)


@pytest.mark.parametrize(
    "text", ["2022年1月20日起施行", "自2022年1月20日", "2022年", "一月二十日", "2022年1月20日" * 4]
)
def test_a_sentence_with_a_date_is_none(text: str) -> None:
    assert not is_date_line(text)


@pytest.mark.parametrize(
    ("text", "month"), [("2017年3月", True), ("（二〇一七年三月）", True), ("2017年3月1日", False), ("3月", False)]
)
def test_a_month_alone_is_a_cover_line(text: str, month: bool) -> None:
    assert is_month_line(text) == month


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("http://x.gov.cn/a/202403/t20240308_87885.htm", "2024-03-08"),
        ("http://x.gov.cn/art/2023/1/31/art_1_2.html", "2023-01-31"),
        ("http://x.gov.cn/2023-01-31/9.html", "2023-01-31"),
        ("http://x.gov.cn/html/.gzbg.202403t20240308_87885.html", "2024-03-08"),
        ("http://x.gov.cn/a/20240308101500_87885.htm", "2024-03-08"),
        ("http://x.gov.cn/a/20241408_1.htm", None),
        ("http://x.gov.cn/a/20240308109900_87885.htm", None),
        ("http://x.gov.cn/info/1023/2023.htm", None),
    ],
)
def test_addresses_may_state_the_day(url: str, date: str | None) -> None:
    assert date_in_url(url) == date
