"""A crawl of nine families: every planted report once, nothing else, and nothing new the second time."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.e2e.harness import Ended, Place, planted, write_catalogue
from tests.standin.interfaces import dataproxy
from tests.standin.portals import Plan, Portal, build
from tests.standin.server import Asked, StandIn

PLANS = (
    Plan("qinghe", "hanweb", (2015, 2018, 2022), departments=3, size=3, bodies=("paragraphs", "breaks")),
    Plan(
        "hewan", "trs-pager", (2019, 2022), layout="by_year", subdomain=True, viewer=True, size=3, boxes=("dl", "none")
    ),
    Plan("shiqiao", "vsb", (2012, 2017, 2021), "gbk", size=3, bodies=("breaks", "word"), boxes=("spans", "line")),
    Plan("yunling", "lonsun", (2018, 2022), layout="by_unit", streets=1, size=3),
    Plan("songping", "ucap", (2020, 2023), "utf8-under-gbk", size=3, in_column=True, boxes=("ul",)),
    Plan("liutang", "tables", (2009, 2011, 2013), "gbk-under-utf8", bodies=("layout",), boxes=("none", "line")),
    Plan("shazhou", "modern", (2021, 2023), "utf-16", size=3, boxes=("dl", "spans")),
    Plan("beiping", "siteserver", (2018, 2022), size=3),
    Plan("bench0", "hanweb-windows", (2020, 2022), departments=4, towns=2, size=2),
)
OUTSIDE = {"www.gov.cn", "weibo.com"}


@dataclass
class Night:
    """A finished crawl of all portals, kept for several tests to look at."""

    place: Place
    portals: list[Portal]
    server: StandIn
    ended: Ended
    asked: list[Asked]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("night")
    portals = [build(plan) for plan in PLANS]
    write_catalogue(folder / "portals.csv", portals)
    with StandIn(portals, [dataproxy(portals[-1])], compress=True) as server:
        place = Place(folder, server.url)
        ended = place.crawl()
        yield Night(place, portals, server, ended, list(server.log))


def test_every_planted_report_is_stored_once_and_nothing_else_is(night: Night) -> None:
    assert night.ended.status == 0, night.ended.output[-3000:]
    stored = [url for (url,) in night.place.rows("SELECT url FROM reports")]
    assert sorted(map(str, stored)) == sorted(planted(night.portals))


def test_reports_are_stored_as_they_were_planted(night: Night) -> None:
    rows = night.place.rows("SELECT url, title, agency, agency_kind, year, published_on, form_era FROM reports")
    stored = {str(url): tuple(rest) for url, *rest in rows}
    wanted = {
        url: (truth.title, truth.agency, truth.agency_kind, truth.year, truth.published_on, truth.era)
        for url, truth in planted(night.portals).items()
    }
    assert stored == wanted


def test_what_a_report_does_not_state_is_null(night: Night) -> None:
    rows = night.place.rows("SELECT url, signed_on, index_number, document_number FROM reports")
    truths = planted(night.portals)
    for url, *stored in rows:
        truth = truths[str(url)]
        assert stored == [truth.signed_on or None, truth.index_number or None, truth.document_number or None], url


def test_every_cell_of_the_statutory_tables_is_stored_as_printed(night: Night) -> None:
    query = "SELECT r.url, form, row_key, column_key, raw FROM table_cells JOIN reports r ON r.id = report_id"
    wanted = {(url, *cell) for url, truth in planted(night.portals).items() for cell in truth.cells}
    assert set(night.place.rows(query)) == wanted


def test_every_portal_is_reached_and_its_reports_counted(night: Night) -> None:
    rows = night.place.rows("SELECT home_url, reports_new FROM run_portals JOIN portals ON portals.id = portal_id")
    counts = {str(home): new for home, new in rows}
    assert counts == {portal.home: len(portal.reports) for portal in night.portals}
    assert {outcome for outcome, _ in night.place.outcomes().values()} == {"reached"}


def test_texts_are_compared_at_the_end_and_what_is_copied_is_counted(night: Night) -> None:
    # Two or three years of each agency are planted: all but the first have a past.
    years = night.place.rows("SELECT agency, count(DISTINCT year) FROM reports GROUP BY agency")
    compared = night.place.rows(
        "SELECT r.agency, count(*) FROM similarities AS s JOIN reports AS r ON r.id = s.report_id"
        " JOIN reports AS o ON o.id = s.other_id AND o.agency = r.agency AND o.year < r.year"
        " WHERE s.kind = 'own_past' GROUP BY r.agency"
    )
    assert dict(compared) == {agency: int(str(number)) - 1 for agency, number in years}
    assert night.place.rows("SELECT findings FROM runs") == night.place.rows("SELECT count(*) FROM findings")
    assert night.place.rows("SELECT DISTINCT state FROM wordings") == [("compared",)]


def test_no_request_leaves_the_catalogues_hosts(night: Night) -> None:
    asked = {entry.host for entry in night.asked}
    assert asked <= night.server.hosts
    assert not asked & OUTSIDE


def test_no_page_is_asked_for_twice(night: Night) -> None:
    asked = [(entry.method, entry.url, entry.body) for entry in night.asked]
    assert len(asked) == len(set(asked))


def test_a_report_costs_few_requests(night: Night) -> None:
    assert len(night.asked) <= 2.5 * len(planted(night.portals))


def test_robots_is_read_before_anything_else_of_a_host(night: Night) -> None:
    first = {entry.host: entry.target for entry in reversed(night.asked)}
    assert set(first.values()) == {"/robots.txt"}


def test_run_again_at_once_it_changes_nothing(night: Night, tmp_path: Path) -> None:
    shutil.copytree(night.place.folder, tmp_path, dirs_exist_ok=True)
    again = Place(tmp_path, night.server.url)
    before = again.content()
    first_seen = again.rows("SELECT url, id, first_seen_at, fetched_at, run_id FROM reports ORDER BY url")
    before_log = len(night.server.log)
    ended = again.crawl()
    assert ended.status == 0, ended.output[-3000:]
    assert again.content() == before
    assert again.rows("SELECT url, id, first_seen_at, fetched_at, run_id FROM reports ORDER BY url") == first_seen
    news = again.rows(
        "SELECT sum(reports_new), sum(reports_changed), sum(reports_vanished) FROM run_portals WHERE run_id=2"
    )
    assert news == [(0, 0, 0)]
    # Reports that were read yesterday are not fetched again; homes, columns and lists are.
    assert len(night.server.log) - before_log < len(night.asked) - len(planted(night.portals)) + 10


def test_each_site_has_one_stream_at_the_stated_pace(night: Night) -> None:
    arrivals: dict[str, list[float]] = defaultdict(list)
    for entry in night.asked:
        site = ".".join(entry.host.split(".")[-3:])
        arrivals[site].append(entry.at)
    gaps = [b - a for times in arrivals.values() for a, b in pairwise(times)]
    # What the server sees shakes by a few milliseconds on a busy machine; never by a whole pace.
    assert sum(gap < 0.01 for gap in gaps) <= len(gaps) // 50
