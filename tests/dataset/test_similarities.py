"""Texts compared in the dataset: with the agency's last report and with other agencies', whatever happens meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest
from sqlite_utils import Database

from crawler.dataset import similarities
from crawler.dataset.reports import mark_vanished, store_report
from crawler.dataset.schema import open_dataset
from crawler.dataset.similarities import update_in_steps, update_similarities
from crawler.records import Finding, Report
from tests.dataset.conftest import MONDAY, TUESDAY, Scrapy, add_run_and_portal, make_report

#: Signs that no wording of the form has; sentences made of them have nothing in common by chance.
_SIGNS = "春雨桥灯麦船窗纸茶鼓羊糖竹墨绳梯镜瓦帆琴棋盐炉扇箱鞋帽珠伞笔杯碗筷盆锅铃锁刀针线布丝棉麻油酒醋姜葱蒜豆米面"

T = TypeVar("T")
Row = tuple[str, str, float, str]


@pytest.fixture
def dataset(tmp_path: Path) -> Iterator[Database]:
    """A dataset with a run and a portal, outside a transaction."""
    database = open_dataset(tmp_path / "reports.db")
    add_run_and_portal(database)
    yield database
    database.close()


def sentences(seed: int, count: int = 10) -> list[str]:
    rng = Random(seed)
    return ["".join(rng.choice(_SIGNS) for _ in range(rng.randint(24, 48))) + f"{seed}次。" for _ in range(count)]


def report(agency: str, year: int, texts: list[str], published_on: str | None = None, /, **fields: object) -> Report:
    body = "\n".join([f"现将云河市{agency}{year}年度政府信息公开工作情况报告如下。", "一、总体情况", *texts])
    return make_report(
        **{
            "body": body,
            "url": f"http://www.yunhe.gov.cn/{agency}/{year}.html",
            "title": f"云河市{agency}{year}年政府信息公开工作年度报告",
            "agency": f"云河市{agency}",
            "year": year,
            "published_on": published_on or f"{year + 1}-01-20",
            "findings": [],
        }
        | fields,
    )


def put(database: Database, *reports: Report, seen_at: str = MONDAY) -> None:
    with database.atomic():
        for one in reports:
            store_report(database, one, 1, seen_at)


def rows(database: Database) -> list[Row]:
    """(report, other, share, kind), each report by agency and year."""
    found = database.execute(
        "SELECT substr(r.agency, 4) || r.year, substr(o.agency, 4) || o.year, s.share, s.kind FROM similarities AS s"
        " JOIN reports AS r ON r.id = s.report_id JOIN reports AS o ON o.id = s.other_id ORDER BY 1, 4 DESC, 3 DESC, 2"
    ).fetchall()
    return [(one, other, round(share, 1), kind) for one, other, share, kind in found]


def findings(database: Database) -> list[tuple[str, str, str]]:
    return database.execute(
        "SELECT substr(r.agency, 4) || r.year, f.severity, f.message FROM findings AS f JOIN reports AS r"
        " ON r.id = f.report_id WHERE f.rule = 'copied_text' ORDER BY 1, 2 DESC, 3"
    ).fetchall()


def test_a_report_is_compared_with_the_latest_earlier_year_there_is(dataset: Database) -> None:
    a, b, c = sentences(1), sentences(2), sentences(3)
    put(dataset, report("水务局", 2019, a), report("水务局", 2021, b), report("水务局", 2022, a[:5] + c[:5]))
    assert update_similarities(dataset) == 3
    assert rows(dataset) == [
        ("水务局2021", "水务局2019", 0.0, "own_past"),
        ("水务局2022", "水务局2021", 0.0, "own_past"),
    ]
    put(dataset, report("水务局", 2020, c), report("水务局", 2023, [*a[:5], *c[:5]]))
    update_similarities(dataset)
    assert rows(dataset)[0] == ("水务局2020", "水务局2019", 0.0, "own_past")
    assert rows(dataset)[1][:2] == ("水务局2021", "水务局2020")
    assert rows(dataset)[3] == ("水务局2023", "水务局2022", 1.0, "own_past")


def test_half_of_last_years_text_is_a_warning_with_share_year_and_passages(dataset: Database) -> None:
    a, b = sentences(1), sentences(2)
    put(dataset, report("水务局", 2021, a), report("水务局", 2022, a[:8] + b[:3]))
    update_similarities(dataset)
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
    update_similarities(dataset)
    assert [(whose, severity) for whose, severity, _ in findings(dataset)] == [("水务局2022", "note")]


def test_copying_from_another_agency_is_said_of_the_later_report(dataset: Database) -> None:
    a = sentences(1)
    changed = [text.replace("春", "秋") for text in a]
    put(dataset, report("水务局", 2022, a, "2023-01-10"), report("教育局", 2022, changed, "2023-01-29"))
    update_similarities(dataset)
    assert rows(dataset) == [
        ("教育局2022", "水务局2022", 1.0, "other_agency"), ("水务局2022", "教育局2022", 1.0, "other_agency"),
    ]  # fmt: skip
    assert [(whose, severity) for whose, severity, _ in findings(dataset)] == [("教育局2022", "warning")]
    assert findings(dataset)[0][2].startswith("与云河市水务局2022年度报告文字雷同")


def test_names_of_one_agency_in_one_place_are_no_two_agencies(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("人社局", 2021, a), report("人力资源和社会保障局", 2022, a))
    update_similarities(dataset)
    assert rows(dataset) == []


def test_a_government_and_its_office_report_as_one(dataset: Database) -> None:
    a = sentences(1)
    put(
        dataset,
        report("人民政府", 2021, a, agency_kind="government"),
        report("人民政府办公室", 2022, a, agency_kind="government"),
    )
    update_similarities(dataset)
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
    update_similarities(dataset)
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
    update_similarities(dataset)
    others = [other for one, other, _, kind in rows(dataset) if one == "水务局2022"]
    assert others == ["教育局2022", "民政局2022", "财政局2022", "交通局2022", "文旅局2022"]


def test_of_one_other_agency_every_year_that_was_copied_is_kept(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("教育局", 2020, a), report("教育局", 2021, a), report("水务局", 2022, a))
    update_similarities(dataset)
    others = [other for one, other, _, _ in rows(dataset) if one == "水务局2022"]
    assert sorted(others) == ["教育局2020", "教育局2021"]


def test_what_very_many_agencies_say_is_no_copy(dataset: Database) -> None:
    everyones = sentences(1, 4)
    put(dataset, *(report(f"第{number}局", 2022, everyones + sentences(50 + number)) for number in range(8)))
    update_similarities(dataset)
    assert rows(dataset) == []


def test_a_changed_text_changes_its_own_pairs_and_those_that_point_to_it(dataset: Database) -> None:
    a, b = sentences(1), sentences(2)
    put(dataset, report("水务局", 2021, a), report("水务局", 2022, a), report("教育局", 2022, a))
    update_similarities(dataset)
    assert len(findings(dataset)) >= 2
    put(dataset, report("水务局", 2021, b), report("水务局", 2022, a), report("教育局", 2022, b), seen_at=TUESDAY)
    update_similarities(dataset)
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
    update_similarities(dataset)
    dataset.execute("DELETE FROM reports WHERE agency = '云河市水务局' AND year = 2021")
    update_similarities(dataset)
    assert rows(dataset) == [("水务局2022", "水务局2020", 1.0, "own_past")]
    (keys,) = dataset.execute("SELECT sum(length(keys)) / 8 FROM wordings").fetchone()
    assert dataset["wording_keys"].count == keys


def test_a_vanished_report_is_still_what_was_copied(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("水务局", 2021, a))
    with dataset.atomic():
        mark_vanished(dataset, "http://www.yunhe.gov.cn/水务局/2021.html", TUESDAY)
    put(dataset, report("水务局", 2022, a))
    update_similarities(dataset)
    assert rows(dataset) == [("水务局2022", "水务局2021", 1.0, "own_past")]


def test_a_new_reading_of_the_same_text_keeps_its_finding(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("水务局", 2021, a), report("水务局", 2022, a))
    update_similarities(dataset)
    before = findings(dataset)
    put(dataset, report("水务局", 2022, a, findings=[Finding("late", "晚", "note")]), seen_at=TUESDAY)
    assert findings(dataset) == []
    assert update_similarities(dataset) == 1
    assert findings(dataset) == before


def test_nothing_new_means_nothing_to_do(dataset: Database) -> None:
    put(dataset, report("水务局", 2021, sentences(1)), report("水务局", 2022, sentences(2)))
    assert [update_similarities(dataset), update_similarities(dataset)] == [2, 0]


def test_another_name_of_the_agency_or_another_year_is_seen(dataset: Database) -> None:
    a = sentences(1)
    put(dataset, report("水务局", 2021, a), report("水务局", 2022, a))
    update_similarities(dataset)
    dataset.execute("UPDATE reports SET year = 2019 WHERE year = 2022")
    update_similarities(dataset)
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
    update_similarities(dataset)
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
                update_similarities(database)
        update_similarities(database)
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
            update_in_steps(dies_after(steps))
    update_similarities(dataset)
    once = rows(dataset), findings(dataset)
    for table in ("similarities", "wordings", "wording_keys"):
        dataset.execute(f"DELETE FROM {table}")
    dataset.execute("DELETE FROM findings")
    update_similarities(dataset)
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
