"""Who published which year and who did not: the view and the command, on stored reports and runs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.catalogue.table import table
from crawler.dataset.places import store_divisions
from crawler.dataset.reports import mark_vanished, store_report
from crawler.dataset.schema import open_dataset
from tests.dataset.conftest import MONDAY, TUESDAY, Scrapy, make_report

State = tuple[str, int, str, int | None]


@pytest.fixture
def dataset(tmp_path: Path) -> Iterator[Database]:
    """Four portals of one province and their divisions; runs are added by the tests."""
    database = open_dataset(tmp_path / "reports.db")
    with database.atomic():
        for code, name in (("350404", "三元区"), ("350424", "宁化县"), ("350425", "大田县"), (None, "甲管理区")):
            database.execute(
                "INSERT INTO portals (id, division_code, level, province, city, county, name, home_url)"
                " VALUES (?, ?, 'county', '福建省', '三明市', ?, ?, ?)",
                [name, code, name, f"{name}人民政府", f"http://{name}/"],
            )
        rows = [row for rows in table().by_code.values() for row in rows if row.code.startswith("3504")]
        store_divisions(database, rows)
    yield database
    database.close()


def crawl(database: Database, outcomes: dict[str, str | None], years: list[int] | None = None) -> int:
    with database.atomic():
        run = database.execute(
            "INSERT INTO runs (started_at, years) VALUES (?, ?)", [MONDAY, json.dumps(years) if years else None]
        ).lastrowid
        for portal, outcome in outcomes.items():
            database.execute(
                "INSERT INTO run_portals (run_id, portal_id, outcome) VALUES (?, ?, ?)", [run, portal, outcome]
            )
    assert run is not None
    return run


def publish(database: Database, agency: str, year: int, code: str | None, portal: str, **fields: object) -> None:
    report = make_report(
        body=f"{agency}{year}",
        **{
            "url": f"http://{portal}/{agency}/{year}.html",
            "agency": agency,
            "agency_kind": "government" if "人民政府" in agency else "department",
            "year": year,
            "division_code": code,
            "province": "福建省" if code else None,
            "city": "三明市" if code else None,
            "county": portal if code else None,
            "days_late": -3,
        }
        | fields,
    )
    with database.atomic():
        store_report(database, report, None, MONDAY, portal_id=portal)


def states(database: Database, *agencies: str) -> list[State]:
    return database.execute(
        "SELECT agency, year, state, days_late FROM coverage"
        f" WHERE agency IN ({', '.join('?' * len(agencies))}) ORDER BY agency, year",
        agencies,
    ).fetchall()


def test_published_missing_blocked_and_not_crawled_are_kept_apart(dataset: Database) -> None:
    publish(dataset, "三元区人民政府", 2022, "350404", "三元区", days_late=12)
    crawl(dataset, {"三元区": "reached", "宁化县": "blocked", "大田县": "no_report_column", "甲管理区": "failed"})
    agencies = ["三元区人民政府", "宁化县人民政府", "大田县人民政府", "甲管理区人民政府"]
    assert {agency: (state, late) for agency, _, state, late in states(dataset, *agencies)} == {
        "三元区人民政府": ("published", 12),
        "宁化县人民政府": ("blocked", None),
        "大田县人民政府": ("missing", None),
        "甲管理区人民政府": ("not_crawled", None),
    }


def pages(database: Database, portal: str, *kinds: tuple[str, str]) -> None:
    with database.atomic():
        for number, (kind, outcome) in enumerate(kinds):
            database.execute(
                "INSERT INTO pages (url, portal_id, kind, state, outcome, found_at) VALUES (?, ?, ?, 'done', ?, ?)",
                [f"http://{portal}/{number}", portal, kind, outcome, MONDAY],
            )


def test_a_column_in_which_no_report_was_ever_seen_says_nothing_of_what_is_missing(dataset: Database) -> None:
    publish(dataset, "三元区人民政府", 2022, "350404", "三元区")
    pages(dataset, "宁化县", ("list", "ok"), ("report", "not_a_report"))
    pages(dataset, "大田县", ("list", "ok"), ("report", "other_year"))
    crawl(dataset, {"宁化县": "reached", "大田县": "reached"})
    assert [state for _, _, state, _ in states(dataset, "宁化县人民政府", "大田县人民政府")] == ["missing", "unread"]
    crawl(dataset, {"宁化县": "blocked"})
    assert states(dataset, "宁化县人民政府")[0][2] == "blocked"


@pytest.mark.parametrize("outcome", ["blocked", "robots"])
def test_a_refusal_is_never_counted_as_missing_also_after_better_nights(dataset: Database, outcome: str) -> None:
    publish(dataset, "三元区人民政府", 2022, "350404", "三元区")
    crawl(dataset, {"宁化县": "reached"})
    assert states(dataset, "宁化县人民政府")[0][2] == "missing"
    crawl(dataset, {"宁化县": outcome})
    assert states(dataset, "宁化县人民政府")[0][2] == "blocked"


def test_what_is_published_stays_published_on_a_portal_that_is_blocked_now(dataset: Database) -> None:
    publish(dataset, "三元区人民政府", 2022, "350404", "三元区")
    crawl(dataset, {"三元区": "blocked"})
    assert states(dataset, "三元区人民政府") == [("三元区人民政府", 2022, "published", -3)]


def test_a_run_of_other_years_says_nothing_of_a_year(dataset: Database) -> None:
    publish(dataset, "三元区人民政府", 2021, "350404", "三元区")
    publish(dataset, "三元区人民政府", 2022, "350404", "三元区")
    crawl(dataset, {"宁化县": "reached"}, years=[2022])
    assert [state for _, _, state, _ in states(dataset, "宁化县人民政府")] == ["not_crawled", "missing"]


def test_a_year_that_was_asked_for_and_found_nowhere_is_missing_everywhere(dataset: Database) -> None:
    crawl(dataset, {"三元区": "reached", "宁化县": "blocked"}, years=[2023])
    assert states(dataset, "三元区人民政府", "宁化县人民政府") == [
        ("三元区人民政府", 2023, "missing", None), ("宁化县人民政府", 2023, "blocked", None),
    ]  # fmt: skip


def test_an_agency_is_expected_from_the_first_year_it_is_known_with(dataset: Database) -> None:
    publish(dataset, "三元区人民政府", 2020, "350404", "三元区")
    publish(dataset, "三元区教育局", 2021, "350404", "三元区")
    publish(dataset, "三元区人民政府", 2022, "350404", "三元区")
    crawl(dataset, {"三元区": "reached"})
    assert [(year, state) for _, year, state, _ in states(dataset, "三元区教育局")] == [
        (2021, "published"), (2022, "missing"),
    ]  # fmt: skip


def test_a_place_with_another_code_in_former_years_is_one_place(dataset: Database) -> None:
    publish(dataset, "三元区人民政府", 2017, "350403", "三元区")
    publish(dataset, "三元区教育局", 2017, "350403", "三元区")
    publish(dataset, "三元区教育局", 2022, "350404", "三元区")
    crawl(dataset, {"三元区": "reached"})
    assert [(year, state) for _, year, state, _ in states(dataset, "三元区人民政府", "三元区教育局")] == [
        (2017, "published"), (2022, "missing"), (2017, "published"), (2022, "published"),
    ]  # fmt: skip
    codes = dataset.execute("SELECT DISTINCT division_code FROM coverage WHERE agency LIKE '三元区%'").fetchall()
    assert codes == [("350404",)]


def test_a_government_whose_place_was_not_told_is_its_portals_by_name(dataset: Database) -> None:
    publish(dataset, "甲管理区人民政府办公室", 2022, None, "甲管理区")
    publish(dataset, "宁化县人民政府", 2022, None, "宁化县")
    crawl(dataset, {"甲管理区": "reached", "宁化县": "reached"})
    assert [state for _, _, state, _ in states(dataset, "甲管理区人民政府", "宁化县人民政府")] == ["published"] * 2
    (place,) = dataset.execute(
        "SELECT DISTINCT province, city, county FROM coverage WHERE agency = '宁化县人民政府'"
    ).fetchall()
    assert place == ("福建省", "三明市", "宁化县")


def test_another_government_on_a_portal_does_not_stand_for_the_portals_own(dataset: Database) -> None:
    publish(dataset, "丁县人民政府", 2022, None, "宁化县")
    crawl(dataset, {"宁化县": "reached"})
    assert [(agency, state) for agency, _, state, _ in states(dataset, "丁县人民政府", "宁化县人民政府")] == [
        ("丁县人民政府", "published"), ("宁化县人民政府", "missing"),
    ]  # fmt: skip


def test_several_reports_of_one_year_count_once_with_the_earliest(dataset: Database) -> None:
    publish(dataset, "宁化县人民政府", 2022, "350424", "宁化县", days_late=30)
    publish(dataset, "宁化县人民政府办公室", 2022, "350424", "宁化县", days_late=-2)
    assert states(dataset, "宁化县人民政府") == [("宁化县人民政府", 2022, "published", -2)]


def test_a_report_that_vanished_was_published_all_the_same(dataset: Database) -> None:
    publish(dataset, "宁化县人民政府", 2022, "350424", "宁化县")
    with dataset.atomic():
        assert mark_vanished(dataset, "http://宁化县/宁化县人民政府/2022.html", TUESDAY)
    crawl(dataset, {"宁化县": "reached"})
    assert states(dataset, "宁化县人民政府")[0][2] == "published"


@pytest.fixture
def setting(dataset: Database, tmp_path: Path) -> str:
    publish(dataset, "三元区人民政府", 2021, "350404", "三元区", days_late=12)
    publish(dataset, "三元区教育局", 2022, "350404", "三元区", days_late=None)
    crawl(dataset, {"三元区": "reached", "宁化县": "blocked", "大田县": None})
    with dataset.atomic():
        dataset.execute("DELETE FROM portals WHERE id IN ('大田县', '甲管理区')")
        dataset.execute(
            "INSERT INTO portals (id, division_code, province, name, home_url)"
            " VALUES ('云河市', '990100', '青岚省', '云河市人民政府', 'http://a/')"
        )
    return f"GOV_REPORTS_DB={tmp_path / 'reports.db'}"


def test_the_command_shows_a_line_per_agency_and_a_column_per_year(setting: str, scrapy: Scrapy) -> None:
    status, out, err = scrapy("coverage", "-s", setting)
    assert (status, err) == (0, "")
    assert [line.split("\t") for line in out.splitlines()] == [
        ["place", "agency", "2021", "2022"],
        ["三元区", "三元区人民政府", "+12", "missing"],
        ["三元区", "三元区教育局", "", "ok"],
        ["宁化县", "宁化县人民政府", "blocked", "blocked"],
        ["青岚省", "云河市人民政府", "-", "-"],
        ["published", "", "1", "1"],
        ["late", "", "1", "0"],
        ["missing", "", "0", "1"],
        ["blocked", "", "1", "1"],
        ["not crawled", "", "1", "1"],
        ["unread", "", "0", "0"],
    ]


def test_the_command_gives_rows_as_csv_and_json_for_a_province_and_years(setting: str, scrapy: Scrapy) -> None:
    status, out, _ = scrapy("coverage", "--province", "福建", "--years", "2022", "--format", "csv", "-s", setting)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert [(row["agency"], row["state"], row["days_late"]) for row in rows] == [
        ("三元区人民政府", "missing", ""), ("三元区教育局", "published", ""), ("宁化县人民政府", "blocked", ""),
    ]  # fmt: skip
    status, out, _ = scrapy("coverage", "--province", "福建省", "--years", "2021", "--format", "json", "-s", setting)
    first = json.loads(out)[0]
    assert (first["agency"], first["days_late"], first["division_code"]) == ("三元区人民政府", 12, "350404")
    status, out, _ = scrapy("coverage", "--years", "2010", "--format", "json", "-s", setting)
    assert (status, json.loads(out)) == (0, [])


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("--province", "福健"), 2, "did you mean 福建省"),
        (("--years", "20x2"), 2, "years=20x2"),
        (("--format", "xml"), 2, "format=xml"),
        (("2022",), 2, "coverage takes only options"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(
    words: tuple[str, ...], status: int, says: str, setting: str, scrapy: Scrapy
) -> None:
    code, out, err = scrapy("coverage", *words, "-s", setting)
    assert (code, out, len(err.splitlines())) == (status, "", 1), err
    assert says in err


def test_an_empty_dataset_and_a_missing_one_are_told_apart(tmp_path: Path, scrapy: Scrapy) -> None:
    with closing(open_dataset(tmp_path / "empty.db")):
        pass
    assert scrapy("coverage", "-s", f"GOV_REPORTS_DB={tmp_path / 'empty.db'}")[0] == 0
    code, _, err = scrapy("coverage", "-s", f"GOV_REPORTS_DB={tmp_path / 'none.db'}")
    assert (code, "does not exist" in err) == (1, True)
