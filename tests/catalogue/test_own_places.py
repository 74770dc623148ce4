"""Places that only an operator's list has: in the table of a process from then on, and in its reader processes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.catalogue import divisions
from crawler.catalogue.own_catalogue import load_catalogue
from crawler.catalogue.own_places import own_places
from crawler.catalogue.table import Division, take_in
from crawler.records import Context, Document
from crawler.report.read import read_document
from crawler.workers import ReaderPool
from tests.e2e.harness import Place

LIST = """division_code,province,city,county,name,home_url
990200,示例省,澄江州,,澄江州人民政府,http://www.chengjiangzhou.example/
990221,示例省,澄江州,月牙自治县,月牙自治县人民政府,http://www.yueya.example/
990221,示例省,澄江州,月牙县,月牙县民政局,http://mz.yueya.example/
620421,,,,靖远县人民政府,http://www.jingyuan.example/
"""
PAGE = (
    "<html><body><h1>月牙自治县财政局2021年政府信息公开工作年度报告</h1><p>根据《中华人民共和国政府信息公开条例》"
    "的规定，现公布月牙自治县财政局2021年政府信息公开工作年度报告。</p><h2>一、总体情况</h2><p>2021年，本局主动公开"
    "政府信息35条，没有收到政府信息公开申请，没有因政府信息公开被申请行政复议、提起行政诉讼。</p></body></html>"
)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[Division, ...]]:
    path = tmp_path / "portals.csv"
    path.write_text(LIST, encoding="utf-8")
    yield own_places(load_catalogue(path))
    take_in(())


def test_a_lists_unknown_codes_are_places_and_known_ones_are_not(places: tuple[Division, ...]) -> None:
    told = [(p.code, p.level, p.name, p.short, p.province, p.city, p.county, p.parent) for p in places]
    assert told == [
        ("990200", "prefecture", "澄江州", "澄江", "示例省", "澄江州", "", "990000"),
        ("990221", "county", "月牙自治县", "月牙", "示例省", "澄江州", "月牙自治县", "990200"),
    ]


def test_a_place_that_was_taken_in_is_found_like_any_other_until_others_are(places: tuple[Division, ...]) -> None:
    assert divisions.locate("月牙自治县财政局") is None
    take_in(places)
    found = divisions.locate("月牙自治县财政局", "990200", 2021)
    assert found is not None and found.code == "990221"
    assert divisions.full_names("990221", 2009) == ("示例省", "澄江州", "月牙自治县")
    assert divisions.get("620421") is not None
    take_in(())
    assert divisions.get("990221") is None


def test_reader_processes_know_them_too(places: tuple[Division, ...]) -> None:
    # The county's report lies on its prefecture's portal.
    job = (Document(PAGE.encode(), "http://www.chengjiangzhou.example/a.html"), Context(division_code="990200"))

    async def division() -> tuple[str | None, str | None, set[str]]:
        pool = ReaderPool(1, first=(take_in, (places,)))
        try:
            report = (await pool.run(read_document, *job)).report
        finally:
            pool.close()
        assert report is not None
        return report.division_code, report.county, {finding.rule for finding in report.findings}

    code, county, rules = asyncio.run(division())
    assert (code, county) == ("990221", "月牙自治县")
    assert "division_unknown" not in rules
    assert divisions.get("990221") is None  # this process was told nothing


def test_a_place_of_ones_own_is_explained_in_the_dataset_and_in_its_reports(tmp_path: Path) -> None:
    """The sample crawl: every place is made up."""
    crawled = Place(tmp_path)
    ended = crawled.crawl({"portals": "data/sample_portals.csv", "archive": "data/sample.warc.gz"})
    assert ended.status == 0, ended.output[-2000:]
    assert crawled.rows("SELECT count(*) FROM reports WHERE division_code IS NULL OR province IS NULL") == [(0,)]
    assert crawled.rows("SELECT count(*) FROM findings WHERE rule = 'division_unknown'") == [(0,)]
    unexplained = "SELECT DISTINCT division_code FROM reports WHERE division_code NOT IN (SELECT code FROM divisions)"
    assert crawled.rows(unexplained) == []
