"""``scrapy portal`` run as users run it, against a portal in an archive."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.standin.portals import Plan, Portal, build
from tests.standin.sample import archive_bytes

ROOT = Path(__file__).resolve().parents[2]


def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "portal", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Portal, str]:
    portal = build(Plan("hewan", "trs", (2018, 2021, 2022), departments=3, size=2, notices=("news",)))
    archive = tmp_path_factory.mktemp("portal") / "portal.warc.gz"
    archive.write_bytes(archive_bytes([portal]))
    return portal, str(archive)


def test_a_portal_is_shown_with_family_lists_totals_and_first_reports(site: tuple[Portal, str]) -> None:
    portal, archive = site
    done = scrapy(portal.home, "--archive", archive, "--reports", "2", "--format", "json")
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert (shown["outcome"], shown["platforms"], len(shown["reports"])) == ("reached", ["trs"], 2)
    assert sum(row["reports"] for row in shown["lists"]) == len(portal.reports)
    planted = {page.url: page.truth for page in portal.reports}
    for report in shown["reports"]:
        truth = planted[report["url"]]
        assert (report["year"], report["agency"], report["title"]) == (truth.year, truth.agency, truth.title)
    left = [row["outcome"] for row in shown["passed_over"] if (row["kind"], row["state"]) == ("report", "pending")]
    assert left == ["left for another run"] * (len(portal.reports) - 2)
    maps = [row["outcome"] for row in shown["passed_over"] if row["kind"] == "other"]
    assert maps == ["a later resort, not needed"]
    assert [row["kind"] for row in shown["columns"]].count("home") == 1


@pytest.mark.slow
def test_the_table_says_the_same_for_people_and_the_home_page_may_be_missing(site: tuple[Portal, str]) -> None:
    portal, archive = site
    done = scrapy(portal.home, "--archive", archive)
    assert done.returncode == 0
    for words in ("outcome    reached", "platform   trs", "lists: ", "first reports: 5", "passed over: "):
        assert words in done.stdout
    done = scrapy("http://www.elsewhere-example.gov.cn/", "--archive", archive)
    assert done.returncode == 1
    assert "not_archived" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dingxi"], "dingxi: not an address"),
        (["http://www.a.gov.cn/", "--format", "xml"], "format=xml"),
        (["http://www.a.gov.cn/", "--archive", "nowhere.warc.gz"], "nowhere.warc.gz"),
        ([], ""),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line_and_ends_with_2(arguments: list[str], words: str) -> None:
    done = scrapy(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
