"""Portals that show nothing without their scripts: opted in one by one, shown by Chromium, asked as politely."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.fetch.chromium import what_is_missing
from tests.e2e.harness import Ended, Place, planted, wait_until
from tests.standin.handmade import COLUMN_TAGS, Site, rows
from tests.standin.sample import COLUMNS
from tests.standin.scripted import challenged, scripted
from tests.standin.server import StandIn

pytestmark = pytest.mark.slow

DELAY = 0.05
needs_browser = pytest.mark.skipif(bool(what_is_missing()), reason=f"no browser here: {what_is_missing()}")


def plain(place: str) -> Site:
    site = Site(place, "plain", departments=1, towns=1)
    site.home(政府信息公开年报="/gknb/")
    items = site.plant_all(lambda n: f"/gknb/t{n}.html")
    site.page("/gknb/", f"<ul>{rows(items)}</ul>", "政府信息公开年报", COLUMN_TAGS)
    return site


@dataclass
class World:
    """A portal made by its script, one behind a challenge, a plain one, and the server that answers for them."""

    scripted: Site
    challenged: Site
    plain: Site
    server: StandIn

    def catalogue(self, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, (*COLUMNS, "browser"))
            writer.writeheader()
            for site, browser in ((self.scripted, "yes"), (self.challenged, "yes"), (self.plain, "")):
                writer.writerow({**site.portal.catalogue_row(), "browser": browser})

    def targets(self, site: Site) -> list[str]:
        return [entry.target for entry in self.server.asked(urlsplit(site.base).netloc)]


@pytest.fixture
def world() -> Iterator[World]:
    (one, one_rules), (two, two_rules), three = scripted("hewan"), challenged("shiqiao"), plain("yunling")
    with StandIn([one.portal, two.portal, three.portal], [*one_rules, *two_rules]) as server:
        yield World(one, two, three, server)


def crawl(world: World, folder: Path, **settings: float | str) -> tuple[Place, Ended]:
    world.catalogue(folder / "portals.csv")
    place = Place(folder, world.server.url)
    return place, place.crawl(DOWNLOAD_DELAY=DELAY, **settings)


def stored(place: Place) -> list[tuple[object, ...]]:
    return place.rows("SELECT url, agency, year FROM reports ORDER BY url")


def expected(*sites: Site) -> list[tuple[object, ...]]:
    wanted = planted([site.portal for site in sites])
    return sorted((url, truth.agency, truth.year) for url, truth in wanted.items())


@needs_browser
def test_a_portal_made_by_its_script_is_read_like_any_other(world: World, tmp_path: Path) -> None:
    place, ended = crawl(world, tmp_path)
    assert ended.status == 0, ended.output[-3000:]
    assert stored(place) == expected(world.scripted, world.plain)
    assert place.outcomes()[world.scripted.portal.home][0] == "reached"

    asked = world.server.asked(urlsplit(world.scripted.base).netloc)
    # What the scripts ask for keeps the pace, robots.txt and scope, and comes with the crawl's own name.
    gaps = [later.at - earlier.at for earlier, later in pairwise(asked)]
    assert min(gaps) >= DELAY * 0.9
    assert {entry.headers["user-agent"].partition("/")[0] for entry in asked} == {"gov-reports"}
    targets = [entry.target for entry in asked]
    assert not {"/static/logo.png", "/static/app.css", "/private/visits"} & set(targets)
    assert "www.elsewhere.com" not in {entry.host for entry in world.server.log}
    # The script that all pages share came once.
    assert targets.count("/static/app.js") == 1
    requests = place.rows(
        "SELECT requests FROM run_portals JOIN portals ON portals.id = portal_id WHERE home_url = ?",
        (world.scripted.portal.home,),
    )
    assert requests == [(len(targets),)]


@needs_browser
def test_a_challenge_is_recorded_and_its_script_never_run(world: World, tmp_path: Path) -> None:
    place, _ = crawl(world, tmp_path)
    outcome, detail = place.outcomes()[world.challenged.portal.home]
    assert outcome == "blocked" and "412" in detail
    assert set(world.targets(world.challenged)) <= {"/", "/robots.txt"}


@needs_browser
def test_a_second_night_finds_nothing_new_and_the_archive_needs_no_browser(world: World, tmp_path: Path) -> None:
    place, first = crawl(world, tmp_path)
    before = stored(place)
    assert first.status == 0 and before
    assert place.crawl(DOWNLOAD_DELAY=DELAY).status == 0
    assert stored(place) == before
    assert place.rows("SELECT reports_new, reports_changed FROM runs ORDER BY id DESC LIMIT 1") == [(0, 0)]

    again = Place(tmp_path, db="again.db")
    arguments = {"portals": str(tmp_path / "portals.csv"), "archive": str(tmp_path / "archive")}
    replayed = again.crawl(arguments, GOV_REPORTS_CHROMIUM="no-such-program")
    assert replayed.status == 0, replayed.output[-3000:]
    assert stored(again) == before


@needs_browser
def test_a_list_that_only_a_button_turns_is_read_to_its_end_also_after_a_broken_night(tmp_path: Path) -> None:
    site, rules = scripted("hewan", clicks=True)
    with StandIn([site.portal], rules) as server:
        World(site, site, site, server).catalogue(tmp_path / "portals.csv")
        place = Place(tmp_path, server.url)
        process = place.start(DOWNLOAD_DELAY=DELAY)
        wait_until(lambda: any(entry.target.startswith("/api/list") for entry in server.log), process)
        process.terminate()
        began = time.monotonic()
        assert process.wait(60) == 0, place.log()[-3000:]
        assert time.monotonic() - began < 30
        assert len(stored(place)) < len(site.portal.reports)

        ended = place.crawl(DOWNLOAD_DELAY=DELAY)
        assert ended.status == 0, ended.output[-3000:]
        assert stored(place) == expected(site)
        assert "/zwgk/gknb/index_2.html" not in {entry.target for entry in server.log}


def test_without_a_browser_the_portal_says_so_and_the_others_go_on(world: World, tmp_path: Path) -> None:
    place, ended = crawl(world, tmp_path, GOV_REPORTS_CHROMIUM="no-such-program")
    assert ended.status == 0, ended.output[-3000:]
    outcome, detail = place.outcomes()[world.scripted.portal.home]
    assert outcome == "failed" and detail.startswith("browser_missing: ")
    assert "GOV_REPORTS_CHROMIUM" in detail or "gov-reports[browser]" in detail
    assert world.targets(world.scripted) == []
    assert stored(place) == expected(world.plain)

    # Switched off, it is asked as every portal is: its script is played, which shows some of its reports.
    assert place.crawl(DOWNLOAD_DELAY=DELAY, GOV_REPORTS_BROWSER="false").status == 0
    assert place.outcomes()[world.scripted.portal.home][0] == "reached"
    assert set(expected(world.plain)) < set(stored(place)) <= set(expected(world.scripted, world.plain))
