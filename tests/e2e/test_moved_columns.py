"""A column of reports that moved from one night to the next is found again that same night."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.harness import Ended, Place, write_catalogue
from tests.standin.handmade import COLUMN_TAGS, Planted, Site, rows
from tests.standin.server import StandIn

pytestmark = pytest.mark.slow

HUB, OLD, NEW = "/zwgk/index.html", "/zwgk/gknb/", "/zwgk/niandu2026/"


def column(site: Site, path: str, items: list[Planted]) -> None:
    site.hub(HUB, path)
    site.page(path, f"<ul>{rows(items)}</ul>", "政府信息公开年报", COLUMN_TAGS)


def night(folder: Path, site: Site) -> tuple[Place, Ended, list[str]]:
    with StandIn([site.portal], site.rules) as server:
        place = Place(folder, server.url)
        return place, place.crawl(), [asked.target for asked in server.log]


def test_the_page_that_led_to_a_list_that_is_gone_is_asked_again_the_same_night(tmp_path: Path) -> None:
    site = Site("hewan", "moved column", departments=2, towns=1)
    site.home(首页="/", 政务公开=HUB)
    items = site.plant_all(lambda n: f"/zwgk/content/{n}.html")
    column(site, OLD, items[3:])
    write_catalogue(tmp_path / "portals.csv", [site.portal])
    place, _, _ = night(tmp_path, site)
    assert place.rows("SELECT count(*) FROM reports") == [(len(items) - 3,)]

    _, _, asked = night(tmp_path, site)
    assert OLD in asked and HUB not in asked, "a list that is there says enough"

    del site.portal.pages[site.base + OLD]
    column(site, NEW, items)
    place, ended, asked = night(tmp_path, site)
    assert place.rows("SELECT count(*) FROM reports") == [(len(items),)], ended.output[-2000:]
    assert asked.count(HUB) == 1
