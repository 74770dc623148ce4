"""Codes by year, names, and what became of abolished divisions."""

import itertools

from crawler.catalogue import divisions
from crawler.catalogue.table import STILL, table


def test_a_code_means_what_it_meant_in_its_year() -> None:
    assert divisions.at("513022", 1981).name == "万源县"  # type: ignore[union-attr]
    assert divisions.at("513022", 1990).name == "宣汉县"  # type: ignore[union-attr]
    assert divisions.at("350403", 2025).name == "三元区"  # type: ignore[union-attr]
    assert divisions.get("999999") is None
    assert divisions.at("999999", 2020) is None


def test_mergers_and_renamings_lead_to_the_division_of_today() -> None:
    assert divisions.successor("350403").code == "350404"  # type: ignore[union-attr]
    assert divisions.successor("350402", 2018).code == "350404"  # type: ignore[union-attr]
    assert divisions.successor("513022", 1981).code == "511781"  # type: ignore[union-attr]
    assert divisions.successor("513024", 1985).code == "511781"  # type: ignore[union-attr]
    assert divisions.successor("621100").code == "621100"  # type: ignore[union-attr]


def test_a_place_of_today_had_the_code_of_its_year() -> None:
    assert divisions.then("370215", 2012).code == "370282"  # type: ignore[union-attr]
    assert divisions.then("350404", 2017).code == "350403"  # type: ignore[union-attr]
    assert divisions.then("620421", 2012).code == "620421"  # type: ignore[union-attr]
    assert divisions.then("510705", 2014).code == "510724"  # type: ignore[union-attr]
    assert divisions.then("999999", 2012) is None


def test_a_division_that_was_divided_up_has_several_successors_and_not_one() -> None:
    assert [row.code for row in divisions.successors("371200")] == ["370116", "370117"]
    assert divisions.successor("371200") is None
    assert divisions.successors("999999") == []


def test_names_run_from_the_province_down() -> None:
    assert divisions.full_names("620421") == ("甘肃省", "白银市", "靖远县")
    assert divisions.full_names("621100") == ("甘肃省", "定西市", "")
    assert divisions.full_names("110105") == ("北京市", "", "朝阳区")
    assert divisions.full_names("419001") == ("河南省", "", "济源市")
    assert divisions.full_names("513022", 1981) == ("四川省", "达县地区", "万源县")
    assert divisions.full_names("999999") == ("", "", "")
    assert divisions.get("620421").full_name == "甘肃省白银市靖远县"  # type: ignore[union-attr]


def test_children_are_those_of_the_year() -> None:
    assert [row.name for row in divisions.children("621100")][:2] == ["安定区", "通渭县"]
    assert len(divisions.children("620000")) == 14
    assert "350403" in {row.code for row in divisions.children("350400", 2019)}
    assert "350403" not in {row.code for row in divisions.children("350400")}
    assert divisions.children("620421") == []


def test_a_code_means_one_thing_in_any_year() -> None:
    for rows in table().by_code.values():
        for row, following in itertools.pairwise(rows):
            assert row.valid_from <= row.valid_to < following.valid_from


def test_today_has_all_provinces_prefectures_and_counties() -> None:
    today = [row for rows in table().by_code.values() for row in rows if row.valid_to == STILL]
    count = {level: sum(row.level == level for row in today) for level in ("province", "prefecture", "county")}
    assert count == {"province": 34, "prefecture": 333, "county": 2846}


def test_every_division_that_ended_since_2002_leads_to_today() -> None:
    lost = [
        row
        for rows in table().by_code.values()
        for row in rows
        if 2002 <= row.valid_to < STILL and not table().today(row)
    ]
    assert lost == []


def test_every_parent_and_successor_is_a_division_of_its_time() -> None:
    for rows in table().by_code.values():
        for row in rows:
            if row.parent:
                parent = table().at(row.parent, row.valid_from)
                assert parent is not None
                assert parent.distance(row.valid_from) == 0
                assert parent.name in (row.city, row.province)
            for code in row.successors:
                following = table().at(code, row.valid_to + 1)
                assert following is not None
                assert following.distance(row.valid_to + 1) == 0
