"""Bad input has its answer: one clear line, the right exit status, and what was stored stays."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.harness import ROOT, Ended, Place, write_catalogue
from tests.standin.portals import Plan, Portal, build
from tests.standin.sample import DATA
from tests.standin.server import StandIn

SAMPLE = {"portals": str(DATA / "sample_portals.csv"), "archive": str(DATA / "sample.warc.gz")}


@pytest.fixture(scope="module")
def portal() -> Portal:
    return build(Plan("hewan", "trs", (2022,), departments=1, towns=0, size=2))


def answer_line(ended: Ended) -> str:
    """The one line that says what is wrong; a traceback is no answer."""
    assert "Traceback" not in ended.output
    lines = [line for line in ended.output.splitlines() if line.strip()]
    assert len(lines) == 1, ended.output
    return lines[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"province": "甘素"}, ("province", "甘肃")),
        ({"province": "甘肃", "years": "2024-2019"}, ("years",)),
        ({"province": "甘肃", "shard": "5/4"}, ("shard",)),
        ({"portals": "/nowhere/portals.csv"}, ("portals", "/nowhere/portals.csv")),
        ({"portals": str(ROOT / "pyproject.toml")}, ("pyproject.toml",)),
        ({**SAMPLE, "archive": "/nowhere/x.warc.gz"}, ("/nowhere/x.warc.gz",)),
        ({**SAMPLE, "archive": str(ROOT / "pyproject.toml")}, ("pyproject.toml",)),
        ({"provinz": "甘肃"}, ("provinz", "province")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_bad_argument_gets_one_line_and_exit_2(
    arguments: dict[str, str], words: tuple[str, ...], tmp_path: Path
) -> None:
    place = Place(tmp_path)
    ended = place.crawl(arguments)
    line = answer_line(ended)
    assert ended.status == 2
    assert all(word in line for word in words), line
    assert not place.database.exists()


def test_a_file_that_is_not_our_dataset_is_refused_and_left_alone(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.database.write_bytes(b"not a database at all" * 100)
    ended = place.crawl(SAMPLE)
    assert ended.status == 1
    assert str(place.database) in answer_line(ended)
    assert place.database.read_bytes() == b"not a database at all" * 100


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with closing(sqlite3.connect(place.database)) as db:
        db.execute("CREATE TABLE reports (id INTEGER PRIMARY KEY, invoice TEXT)")
        db.commit()
    assert place.crawl(SAMPLE).status == 1
    assert place.rows("SELECT name FROM sqlite_master WHERE type = 'table'") == [("reports",)]


@pytest.mark.slow
def test_a_locked_dataset_is_said_to_be_locked(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert place.crawl(SAMPLE).status == 0
    with closing(sqlite3.connect(place.database, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        ended = place.crawl(SAMPLE)
    assert ended.status == 1
    assert "locked" in answer_line(ended)


def test_a_dataset_in_a_folder_that_does_not_exist_or_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = Place(tmp_path, db="file/reports.db").crawl(SAMPLE)
    assert ended.status == 1
    assert "file" in answer_line(ended)


@pytest.mark.slow
def test_a_torn_archive_is_read_up_to_the_tear(tmp_path: Path) -> None:
    archive = tmp_path / "torn.warc.gz"
    archive.write_bytes((DATA / "sample.warc.gz").read_bytes()[:-2000])
    place = Place(tmp_path)
    ended = place.crawl({**SAMPLE, "archive": str(archive)})
    assert ended.status == 0, ended.output[-2000:]
    assert "torn" in ended.output
    assert place.rows("SELECT count(*) > 50 FROM reports") == [(1,)]


@pytest.mark.slow
def test_what_is_not_in_the_archive_counts_as_not_archived(portal: Portal, tmp_path: Path) -> None:
    write_catalogue(
        tmp_path / "portals.csv", [portal], {**portal.catalogue_row(), "home_url": "http://www.absent.gov.cn/"}
    )
    place = Place(tmp_path)
    place.crawl({"portals": str(tmp_path / "portals.csv"), "archive": SAMPLE["archive"]})
    assert place.outcomes()["http://www.absent.gov.cn/"][0] == "not_archived"


def test_when_no_portal_can_be_reached_it_ends_with_1(portal: Portal, tmp_path: Path) -> None:
    write_catalogue(tmp_path / "portals.csv", [portal])
    with StandIn([]) as server:
        ended = Place(tmp_path, server.url).crawl()
    assert ended.status == 1
    assert "Traceback" not in ended.output


@pytest.mark.slow
def test_the_dataset_of_an_earlier_night_survives_a_night_without_network(portal: Portal, tmp_path: Path) -> None:
    write_catalogue(tmp_path / "portals.csv", [portal])
    with StandIn([portal]) as server:
        place = Place(tmp_path, server.url)
        assert place.crawl().status == 0
    before = place.content()
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path, copy)
    with StandIn([]) as server:
        dark = Place(copy, server.url)
        assert dark.crawl({"portals": str(tmp_path / "portals.csv")}).status == 1
    assert dark.content() == before
