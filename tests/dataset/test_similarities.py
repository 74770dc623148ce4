"""Texts compared in the dataset: with the agency's last report and with other agencies', whatever happens meanwhile."""

from __future__ import annotations

import json

from sqlite_utils import Database

from tests.dataset.similar_reports import compare, findings, put, report, rows, sentences


def test_a_report_is_compared_with_the_latest_earlier_year_there_is(dataset: Database) -> None:
    a, b, c = sentences(1), sentences(2), sentences(3)
    put(dataset, report("水务局", 2019, a), report("水务局", 2021, b), report("水务局", 2022, a[:5] + c[:5]))
    assert compare(dataset) == 3
    assert rows(dataset) == [
        ("水务局2021", "水务局2019", 0.0, "own_past"),
        ("水务局2022", "水务局2021", 0.0, "own_past"),
    ]
    put(dataset, report("水务局", 2020, c), report("水务局", 2023, [*a[:5], *c[:5]]))
    compare(dataset)
    assert rows(dataset)[0] == ("水务局2020", "水务局2019", 0.0, "own_past")
    assert rows(dataset)[1][:2] == ("水务局2021", "水务局2020")
    assert rows(dataset)[3] == ("水务局2023", "水务局2022", 1.0, "own_past")


def test_half_of_last_years_text_is_a_warning_with_share_year_and_passages(dataset: Database) -> None:
    a, b = sentences(1), sentences(2)
    put(dataset, report("水务局", 2021, a), report("水务局", 2022, a[:8] + b[:3]))
    compare(dataset)
    ((whose, severity, message),) = findings(dataset)
    assert (whose, severity) == ("水务局2022", "warning")
    assert message.startswith("与本机关2021年度报告文字雷同：占自有文字的7")
    assert message.endswith("%（11句中的8句）")
    (evidence,) = dataset.execute("SELECT evidence FROM findings WHERE rule = 'copied_text'").fetchone()
    assert a[0] in evidence
    passages, copied = dataset.execute("SELECT passages, copied FROM similarities").fetchone()
    assert (json.loads(passages)[0][:20], copied) == (a[0][:20], 8)


def test_a_third_is_a_note_and_a_fifth_is_none(dataset: Database) -> None:
    a, b = sentences(1, 20), sentences(2, 20)
    put(
        dataset,
        report("水务局", 2021, a), report("水务局", 2022, a[:7] + sentences(4, 11)),
        report("教育局", 2021, b), report("教育局", 2022, b[12:15] + sentences(3, 12)),
    )  # fmt: skip
    compare(dataset)
    assert [(whose, severity) for whose, severity, _ in findings(dataset)] == [("水务局2022", "note")]


def test_copying_from_another_agency_is_said_of_the_later_report(dataset: Database) -> None:
    a = sentences(1)
    changed = [text.replace("春", "秋") for text in a]
    put(dataset, report("水务局", 2022, a, "2023-01-10"), report("教育局", 2022, changed, "2023-01-29"))
    compare(dataset)
    assert rows(dataset) == [
        ("教育局2022", "水务局2022", 1.0, "other_agency"), ("水务局2022", "教育局2022", 1.0, "other_agency"),
    ]  # fmt: skip
    assert [(whose, severity) for whose, severity, _ in findings(dataset)] == [("教育局2022", "warning")]
    assert findings(dataset)[0][2].startswith("与云河市水务局2022年度报告文字雷同")


def test_names_of_one_agency_in_one_place_are_no_two_agencies(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("人社局", 2021, a), report("人力资源和社会保障局", 2022, a))
    compare(dataset)
    assert rows(dataset) == []


def test_a_government_and_its_office_report_as_one(dataset: Database) -> None:
    a = sentences(1)
    put(
        dataset,
        report("人民政府", 2021, a, agency_kind="government"),
        report("人民政府办公室", 2022, a, agency_kind="government"),
    )
    compare(dataset)
    assert rows(dataset) == [("人民政府办公室2022", "人民政府2021", 1.0, "own_past")]


def test_a_place_that_got_another_code_is_still_the_same_place(dataset: Database) -> None:
    a, b = sentences(1), sentences(2)
    put(
        dataset,
        report("教育局", 2020, a, division_code="350403"),
        report("教育局", 2022, a, division_code="350404"),
        report("人民政府", 2020, b, division_code="350403", agency_kind="government"),
        report("人民政府", 2022, b, division_code="350404", agency_kind="government"),
    )
    compare(dataset)
    assert rows(dataset) == [
        ("人民政府2022", "人民政府2020", 1.0, "own_past"), ("教育局2022", "教育局2020", 1.0, "own_past"),
    ]  # fmt: skip


def test_of_several_other_agencies_the_best_five_are_kept_before_other_years_of_one(dataset: Database) -> None:
    a = sentences(1, 20)
    offices = ["教育局", "民政局", "财政局", "交通局", "文旅局", "统计局", "审计局"]
    for number, office in enumerate(offices):
        put(dataset, report(office, 2022, a[: 20 - 2 * number] + sentences(10 + number, 2 * number)))
    put(dataset, report("教育局", 2021, a), report("水务局", 2022, a))
    put(dataset, *(report(f"第{number}局", 2022, sentences(50 + number)) for number in range(90)))
    compare(dataset)
    others = [other for one, other, _, kind in rows(dataset) if one == "水务局2022"]
    assert others == ["教育局2022", "民政局2022", "财政局2022", "交通局2022", "文旅局2022"]


def test_of_one_other_agency_every_year_that_was_copied_is_kept(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("教育局", 2020, a), report("教育局", 2021, a), report("水务局", 2022, a))
    compare(dataset)
    others = [other for one, other, _, _ in rows(dataset) if one == "水务局2022"]
    assert sorted(others) == ["教育局2020", "教育局2021"]


def test_what_very_many_agencies_say_is_no_copy(dataset: Database) -> None:
    everyones = sentences(1, 4)
    put(dataset, *(report(f"第{number}局", 2022, everyones + sentences(50 + number)) for number in range(8)))
    compare(dataset)
    assert rows(dataset) == []
