"""Texts compared again: what a change, a loss, a new reading and a killed run come to; and the command."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from crawler.dataset import similarities
from crawler.dataset.reports import mark_vanished
from crawler.dataset.schema import open_dataset
from crawler.dataset.similarities import update_similarities
from crawler.records import Finding
from tests.dataset.conftest import TUESDAY, Scrapy, add_run_and_portal
from tests.dataset.similar_reports import compare, findings, put, report, rows, sentences


def test_a_changed_text_changes_its_own_pairs_and_those_that_point_to_it(dataset: Database) -> None:
    a, b = sentences(1), sentences(2)
    put(dataset, report("水务局", 2021, a), report("水务局", 2022, a), report("教育局", 2022, a))
    compare(dataset)
    assert len(findings(dataset)) >= 2
    put(dataset, report("水务局", 2021, b), report("水务局", 2022, a), report("教育局", 2022, b), seen_at=TUESDAY)
    compare(dataset)
    assert rows(dataset) == [
        ("教育局2022", "水务局2021", 1.0, "other_agency"),
        ("水务局2021", "教育局2022", 1.0, "other_agency"),
        ("水务局2022", "水务局2021", 0.0, "own_past"),
    ]
    assert [whose for whose, _, _ in findings(dataset)] == ["教育局2022"]


def test_a_report_that_is_deleted_leaves_nothing_behind(dataset: Database) -> None:
    a, b = sentences(1), sentences(2)
    put(
        dataset,
        report("水务局", 2020, b),
        report("水务局", 2021, a),
        report("水务局", 2022, b),
        report("教育局", 2022, a),
    )
    compare(dataset)
    dataset.execute("DELETE FROM reports WHERE agency = '云河市水务局' AND year = 2021")
    compare(dataset)
    assert rows(dataset) == [("水务局2022", "水务局2020", 1.0, "own_past")]
    (keys,) = dataset.execute("SELECT sum(length(keys)) / 8 FROM wordings").fetchone()
    assert dataset["wording_keys"].count == keys


def test_a_vanished_report_is_still_what_was_copied(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("水务局", 2021, a))
    with dataset.atomic():
        mark_vanished(dataset, "http://www.yunhe.gov.cn/水务局/2021.html", TUESDAY)
    put(dataset, report("水务局", 2022, a))
    compare(dataset)
    assert rows(dataset) == [("水务局2022", "水务局2021", 1.0, "own_past")]


def test_a_new_reading_of_the_same_text_keeps_its_finding(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("水务局", 2021, a), report("水务局", 2022, a))
    compare(dataset)
    before = findings(dataset)
    put(dataset, report("水务局", 2022, a, findings=[Finding("late", "晚", "note")]), seen_at=TUESDAY)
    assert findings(dataset) == []
    assert compare(dataset) == 1
    assert findings(dataset) == before


def test_nothing_new_means_nothing_to_do(dataset: Database) -> None:
    put(dataset, report("水务局", 2021, sentences(1)), report("水务局", 2022, sentences(2)))
    assert [compare(dataset), compare(dataset)] == [2, 0]


def test_another_name_of_the_agency_or_another_year_is_seen(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("水务局", 2021, a), report("水务局", 2022, a))
    compare(dataset)
    dataset.execute("UPDATE reports SET year = 2019 WHERE year = 2022")
    compare(dataset)
    assert rows(dataset) == [("水务局2021", "水务局2019", 1.0, "own_past")]


def test_reports_without_an_agency_a_year_or_a_text_are_no_stumbling_block(dataset: Database) -> None:
    a = sentences(1)
    put(
        dataset,
        report("水务局", 2022, a),
        report("水务局", 2023, [], body="", body_sha256=hashlib.sha256(b"").hexdigest()),
        report("无名", 2022, a, agency=None, agency_kind=None),
        report("教育局", 2022, a, year=None),
    )
    compare(dataset)
    pairs = {(one or "教育局", other or "教育局", kind) for one, other, _, kind in rows(dataset)}
    assert pairs == {("水务局2022", "教育局", "other_agency"), ("教育局", "水务局2022", "other_agency")}


def test_the_order_in_which_reports_come_does_not_matter(tmp_path: Path) -> None:
    a, b, c = sentences(1), sentences(2), sentences(3)
    reports = [
        report("水务局", 2020, a), report("水务局", 2021, a[:6] + b[:4]), report("水务局", 2022, b),
        report("教育局", 2021, a[:7] + c[:3]), report("教育局", 2022, c), report("民政局", 2022, c[:8] + b[5:7]),
    ]  # fmt: skip
    found = []
    for number, nightly in ((1, False), (2, False), (3, True), (4, True)):
        database = open_dataset(tmp_path / f"{number}.db")
        add_run_and_portal(database)
        for one in Random(number).sample(reports, len(reports)):
            put(database, one)
            if nightly:
                compare(database)
        compare(database)
        found.append((rows(database), findings(database)))
        database.close()
    assert found[0][0]
    assert all(one == found[0] for one in found)


def test_an_update_that_is_killed_goes_on_where_it_was(dataset: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarities, "_BATCH", 2)
    a, b = sentences(1), sentences(2)
    reports = [report("水务局", year, a[: year - 2012] + b[: 2022 - year]) for year in range(2014, 2022)]
    put(dataset, *reports)

    def dies_after(steps: int) -> Callable[[Callable[[Database], int]], int]:
        left = iter(range(steps))

        def run(operation: Callable[[Database], int]) -> int:
            if next(left, None) is None:
                raise KeyboardInterrupt
            with dataset.atomic():
                return operation(dataset)

        return run

    for steps in (1, 2, 3, 1, 4, 2, 5):
        with pytest.raises(KeyboardInterrupt):
            update_similarities(dies_after(steps))
    compare(dataset)
    once = rows(dataset), findings(dataset)
    for table in ("similarities", "wordings", "wording_keys"):
        dataset.execute(f"DELETE FROM {table}")
    dataset.execute("DELETE FROM findings")
    compare(dataset)
    assert (rows(dataset), findings(dataset)) == once
    assert len(once[0]) == 7


def test_the_command_compares_what_is_new_and_shows_what_is_shared(dataset: Database, scrapy: Scrapy) -> None:
    a = sentences(1)
    put(dataset, report("水务局", 2021, a), report("水务局", 2022, a))
    (path,) = (row[2] for row in dataset.execute("PRAGMA database_list").fetchall())
    setting = f"GOV_REPORTS_DB={path}"
    assert scrapy("similar", "-s", setting)[:2] == (0, "compared the texts of 2 reports\n")
    status, out, _ = scrapy("similar", "2", "-s", setting)
    assert status == 0
    assert "100% in its own past: 2021 云河市水务局 (1, http://www.yunhe.gov.cn/水务局/2021.html)" in out
    assert "10 of 10 sentences" in out
    assert a[0][:20] in out
    status, out, _ = scrapy("similar", "2", "--format", "json", "-s", setting)
    (pair,) = json.loads(out)["similarities"]
    assert (pair["other_id"], pair["share"], pair["kind"]) == (1, 1.0, "own_past")


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("similar", "9"), 1, "report 9 is not in dataset"),
        (("similar", "x"), 2, "REPORT_ID=x"),
        (("similar", "--format", "csv"), 2, "format=csv"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(
    words: tuple[str, ...], status: int, says: str, dataset: Database, scrapy: Scrapy
) -> None:
    (path,) = (row[2] for row in dataset.execute("PRAGMA database_list").fetchall())
    code, out, err = scrapy(*words, "-s", f"GOV_REPORTS_DB={path}")
    assert (code, out, len(err.splitlines())) == (status, "", 1), err
    assert says in err


def test_the_command_makes_no_dataset(tmp_path: Path, scrapy: Scrapy) -> None:
    code, _, err = scrapy("similar", "-s", f"GOV_REPORTS_DB={tmp_path / 'none.db'}")
    assert (code, "does not exist" in err, list(tmp_path.iterdir())) == (1, True, [])
