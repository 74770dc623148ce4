"""A crawl that is killed at any moment ends, started again, with the dataset of an undisturbed one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import Place, planted, wait_until, write_catalogue
from tests.standin.interfaces import dataproxy
from tests.standin.portals import Plan, Portal, build
from tests.standin.server import StandIn

PLANS = (
    Plan("qinghe", "hanweb-windows", (2018, 2022), departments=4, towns=3, size=2, in_column=True),
    Plan("hewan", "trs", (2016, 2019, 2022), layout="by_year", subdomain=True, size=2),
    Plan("shiqiao", "vsb", (2012, 2017, 2021), "gbk", size=2),
    Plan("yunling", "lonsun", (2018, 2022), layout="by_unit", streets=1, size=2),
    Plan("songping", "ucap", (2020, 2023), "utf8-under-gbk", size=2),
    Plan("liutang", "tables", (2009, 2011, 2013), "gbk-under-utf8", size=2, bodies=("layout",)),
)


@pytest.fixture(scope="module")
def portals() -> list[Portal]:
    return [build(plan) for plan in PLANS]


@pytest.fixture(scope="module")
def server(portals: list[Portal]) -> Iterator[StandIn]:
    with StandIn(portals, [dataproxy(portals[0])]) as running:
        yield running


@pytest.fixture(scope="module")
def undisturbed(portals: list[Portal], server: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = prepared(tmp_path_factory.mktemp("undisturbed"), portals, server)
    ended = place.crawl()
    assert ended.status == 0, ended.output[-3000:]
    assert {row[0] for row in place.rows("SELECT url FROM reports")} == set(planted(portals))
    return place


def prepared(folder: Path, portals: list[Portal], server: StandIn) -> Place:
    write_catalogue(folder / "portals.csv", portals)
    return Place(folder, server.url)


def stop_after(place: Place, server: StandIn, requests: int, signals: int, **settings: float) -> int:
    """Starts a crawl, ends it with a signal after so many requests, and tells its exit status."""
    before = len(server.log)
    process = place.start(None, **settings)
    wait_until(lambda: len(server.log) - before >= requests, process)
    assert process.poll() is None, place.log()[-3000:]
    if signals == signal.SIGKILL:
        os.killpg(process.pid, signals)
    else:
        process.send_signal(signals)
    return process.wait(60)


#: The writer commits every two seconds: at this pace half a crawl takes longer than that.
SLOWER = 0.2


@pytest.mark.parametrize("share", [0.6, *(pytest.param(share, marks=pytest.mark.slow) for share in (0.15, 0.4, 0.85))])
def test_killed_and_started_again_it_ends_with_the_same_dataset(
    share: float, portals: list[Portal], server: StandIn, undisturbed: Place, tmp_path: Path
) -> None:
    place = prepared(tmp_path, portals, server)
    ((whole,),) = undisturbed.rows("SELECT requests FROM runs")
    assert isinstance(whole, int)
    killed = stop_after(place, server, int(whole * share), signal.SIGKILL, DOWNLOAD_DELAY=SLOWER)
    assert killed == -signal.SIGKILL
    ((fetched,),) = place.rows("SELECT count(*) FROM pages WHERE state <> 'pending'")
    assert isinstance(fetched, int)
    assert share < 0.5 or fetched > 0
    before = len(server.log)
    ended = place.crawl()
    assert ended.status == 0, ended.output[-3000:]
    assert place.content() == undisturbed.content()
    assert place.rows("SELECT count(*), max(state) FROM runs") == [(1, "finished")]
    # What the ledger had is not fetched again; robots.txt is read once more, one for each host.
    assert len(server.log) - before <= whole - fetched + len(server.hosts)


def test_ctrl_c_ends_it_cleanly_and_the_same_command_goes_on(
    portals: list[Portal], server: StandIn, undisturbed: Place, tmp_path: Path
) -> None:
    place = prepared(tmp_path, portals, server)
    status = stop_after(place, server, 60, signal.SIGINT)
    assert status in (0, 1)
    assert place.rows("SELECT state FROM runs") == [("interrupted",)]
    assert place.rows("PRAGMA integrity_check") == [("ok",)]
    assert place.crawl().status == 0
    assert place.content() == undisturbed.content()
    assert place.rows("SELECT count(*) FROM runs") == [(1,)]


@pytest.mark.slow
def test_a_crawl_killed_again_and_again_still_gets_there(
    portals: list[Portal], server: StandIn, undisturbed: Place, tmp_path: Path
) -> None:
    place = prepared(tmp_path, portals, server)
    for requests in (10, 30, 25, 40, 20):
        stop_after(place, server, requests, signal.SIGKILL)
    assert place.crawl().status == 0
    assert place.content() == undisturbed.content()


@pytest.mark.slow
def test_two_shards_share_no_site_and_together_make_the_whole(
    portals: list[Portal], server: StandIn, undisturbed: Place, tmp_path: Path
) -> None:
    found: list[set[object]] = []
    for shard in ("1/2", "2/2"):
        folder = tmp_path / shard[0]
        folder.mkdir()
        place = prepared(folder, portals, server)
        ended = place.crawl({"portals": str(folder / "portals.csv"), "shard": shard})
        assert ended.status == 0, ended.output[-3000:]
        found.append({row[0] for row in place.rows("SELECT url FROM reports")})
    assert not found[0] & found[1]
    assert found[0] | found[1] == set(planted(portals))
