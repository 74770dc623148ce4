"""From a crawl's arguments to its portals, and the one line that says why not."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalogue.arguments import parse_years
from crawler.catalogue.portals import shipped_portals
from crawler.catalogue.selection import ArgumentError, Selection
from crawler.catalogue.sites import site_of

TODAY = datetime.date(2026, 5, 1)


def select(**arguments: str) -> Selection:
    return Selection.parse(arguments, TODAY)


def codes(**arguments: str) -> list[str]:
    return [portal.division_code for portal in select(**arguments).portals]


def complaint(**arguments: str) -> str:
    with pytest.raises(ArgumentError) as caught:
        select(**arguments)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_province_is_its_own_portal_its_prefectures_and_their_counties() -> None:
    found = select(province="甘肃").portals
    assert len(found) == 101
    assert {portal.province for portal in found} == {"甘肃省"}
    assert {portal.level for portal in found} == {"province", "prefecture", "county"}
    assert not any(portal.historic for portal in found)


def test_short_and_full_names_and_codes_choose_the_same() -> None:
    assert codes(province="甘肃") == codes(province=" 甘肃省 ") == codes(division="62") == codes(division="620000")
    assert codes(city="定西") == codes(city="定西市") == codes(division="6211")
    assert codes(county="靖远") == codes(county="靖远县") == codes(division="620421") == ["620421"]
    assert codes(division="６２１１０２") == ["621102"]
    assert codes(city="临夏州") == codes(city="临夏回族自治州")


def test_arguments_together_narrow() -> None:
    assert codes(province="甘肃", county="城关") == ["620102"]
    assert codes(city="拉萨", county="城关区") == ["540102"]
    assert select(province="甘肃", city="定西").key == select(division="621100").key


def test_municipalities_and_county_level_cities_are_cities_too() -> None:
    assert codes(city="北京") == codes(province="北京")
    assert codes(city="万源") == ["511781"]
    assert codes(county="东莞") == ["441900"]
    assert codes(city="济源") == ["419001"]


def test_places_without_a_code_are_found_by_their_portals() -> None:
    assert [portal.county for portal in select(county="加格达奇").portals] == ["加格达奇区"]
    assert "兵团" in select(city="新疆生产建设兵团").portals[-1].name


def test_old_names_and_codes_lead_to_todays_division_with_a_note() -> None:
    for arguments in ({"division": "350403"}, {"division": "350402"}, {"county": "梅列区"}):
        selection = select(**arguments)
        assert [portal.division_code for portal in selection.portals] == ["350404"]
        assert "350404" in selection.notes[0]
    assert codes(county="三元") == ["350404"]
    assert codes(county="万源县") == ["511781"]
    assert codes(city="莱芜") == ["370116", "370117"]
    assert codes(city="石家庄", county="桥东") == ["130102", "130104"]
    assert select(county="三元").notes == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"province": "甘粛"}, "did you mean 甘肃?"),
        ({"province": "甘素"}, "did you mean 甘肃?"),
        ({"province": "gansu"}, "did you mean 甘肃省?"),
        ({"city": "dingxi"}, "did you mean 定西市?"),
        ({"province": "甘肃", "county": "靖原"}, "did you mean 靖远"),
        ({"county": "城关"}, "540102 西藏自治区拉萨市城关区, 620102 甘肃省兰州市城关区"),
        ({"county": "郊区"}, "several places"),
        ({"city": "靖远"}, "is a county; use county=靖远"),
        ({"province": "陕西", "city": "定西"}, "甘肃省定西市 (621100) is not in 陕西省"),
        ({"division": "999999"}, "division=999999"),
        ({"division": "靖远"}, "a code of 2, 4 or 6 digits"),
        ({"division": "621199"}, "did you mean 621"),
        ({"county": "和安县"}, "no portal there"),
        ({"provnce": "甘肃"}, "did you mean province?"),
        ({"province": " "}, "is empty"),
        ({}, "-a province=甘肃"),
        ({"years": "2019"}, "-a province=甘肃"),
    ],
)
def test_what_cannot_be_followed_says_so_in_one_line(arguments: dict[str, str], said: str) -> None:
    message = complaint(**arguments)
    assert said in message
    named = [name for name in arguments if name != "years"] or ["province"]
    assert message.startswith(f"{named[-1]}=")


def test_the_whole_country_must_be_asked_for() -> None:
    everything = select(province="全国")
    assert len(everything.portals) > 3200
    assert len({portal.address for portal in everything.portals}) == len(everything.portals)


def test_portals_of_one_address_are_walked_once_and_the_other_is_named() -> None:
    selection = select(city="延边")
    assert "222400" in [portal.division_code for portal in selection.portals]
    assert "222404" not in [portal.division_code for portal in selection.portals]
    assert "珲春市人民政府 is skipped" in selection.notes[0]
    assert codes(county="珲春") == ["222404"]


def test_years_are_years_ranges_and_lists() -> None:
    assert select(province="甘肃", years="2019-2021").years == {2019, 2020, 2021}
    assert select(province="甘肃", years="2016, 2018-2019").years == {2016, 2018, 2019}
    assert select(province="甘肃", years="２０１９").years == {2019}
    assert select(province="甘肃").years is None
    assert "did you mean 2019-2024?" in complaint(province="甘肃", years="2024-2019")
    assert "2007 to 2027" in complaint(province="甘肃", years="1999")
    assert "2007 to 2027" in complaint(province="甘肃", years="2019-2050")
    assert "is no year" in complaint(province="甘肃", years="last")


@given(st.sets(st.integers(2007, 2027), min_size=1))
def test_any_list_of_years_reads_as_those_years(years: set[int]) -> None:
    assert parse_years(",".join(map(str, sorted(years))), 2027) == years


@given(st.integers(2007, 2027), st.integers(2007, 2027))
def test_a_range_has_every_year_and_a_reversed_one_is_an_error(first: int, last: int) -> None:
    text = f"{first}-{last}"
    if first <= last:
        assert parse_years(text, 2027) == frozenset(range(first, last + 1))
    else:
        with pytest.raises(ArgumentError):
            parse_years(text, 2027)


@given(st.text(max_size=12))
def test_any_text_is_years_within_bounds_or_an_error(text: str) -> None:
    try:
        years = parse_years(text, 2027)
    except ArgumentError as error:
        assert str(error).startswith("years=")
    else:
        assert years
        assert all(2007 <= year <= 2027 for year in years)


def test_shards_part_the_portals_and_share_no_site() -> None:
    shards = [select(province="全国", shard=f"{number}/4").portals for number in (1, 2, 3, 4)]
    assert sum(map(len, shards)) == len(select(province="全国").portals)
    sites = [{site_of(portal.home_url) for portal in shard} for shard in shards]
    assert sum(map(len, sites)) == len(set.union(*sites))


def test_a_shard_that_holds_nothing_is_noted_and_an_impossible_one_is_an_error() -> None:
    empty = [s for s in (select(county="靖远", shard=f"{number}/3") for number in (1, 2, 3)) if not s.portals]
    assert len(empty) == 2
    assert "no portal of this selection" in empty[0].notes[-1]
    for shard in ("5/4", "0/4", "1/0", "x", "1", "1/2/3", "-1/4"):
        assert complaint(province="甘肃", shard=shard).startswith(f"shard={shard}:")


def test_an_archive_is_a_warc_file_or_a_folder_with_one(tmp_path: Path) -> None:
    assert "no such file" in complaint(province="甘肃", archive=str(tmp_path / "none.warc.gz"))
    assert "no .warc" in complaint(province="甘肃", archive=str(tmp_path))
    (tmp_path / "a.txt").write_text("x")
    assert "not a .warc" in complaint(province="甘肃", archive=str(tmp_path / "a.txt"))
    (tmp_path / "a.warc.gz").write_bytes(b"")
    assert select(province="甘肃", archive=str(tmp_path)).archive == tmp_path
    assert select(province="甘肃", archive=str(tmp_path / "a.warc.gz")).archive == tmp_path / "a.warc.gz"
    assert "no place is given" in complaint(archive=str(tmp_path))


def test_the_key_is_the_same_for_the_same_crawl_only() -> None:
    assert select(province="甘肃").key == select(province="甘肃省").key == select(division="62").key
    assert select(province="甘肃", years="2019,2020").key == select(province="甘肃", years="2019-2020").key
    keys = {
        select(**arguments).key
        for arguments in (
            {"province": "甘肃"},
            {"province": "陕西"},
            {"province": "全国"},
            {"province": "甘肃", "years": "2019"},
            {"province": "甘肃", "shard": "1/2"},
            {"province": "甘肃", "shard": "2/2"},
        )
    }
    assert len(keys) == 6


def test_the_scope_is_the_whole_catalogue_whatever_was_chosen() -> None:
    selection = select(county="靖远")
    assert selection.scope.allows("http://www.dingxi.gov.cn/")
    assert not selection.scope.private_allowed("127.0.0.1", 80)
    assert len(selection.catalogue) == len(shipped_portals())
