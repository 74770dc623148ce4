"""A crawl of one county whose reports lie in a directory of its prefecture's site, which the catalogue lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import Place as Crawled
from tests.e2e.harness import planted, write_catalogue
from tests.standin.handmade import Site
from tests.standin.list_interfaces import on_the_prefectures_host
from tests.standin.places import PLACES, Place
from tests.standin.server import StandIn

pytestmark = pytest.mark.slow

#: The host is the one that the shipped catalogue has for the prefecture; the server of this test answers for it.
CITY_HOST = "www.baiyin.gov.cn"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    county = Place("620421", "county", "甘肃省", "白银市", "靖远县", "jingyuan-example.gov.cn")
    monkeypatch.setitem(PLACES, "jingyuan", county)
    monkeypatch.setitem(PLACES, "baiyin", Place("620400", "city", "甘肃省", "白银市", "", "baiyin.gov.cn"))
    made = on_the_prefectures_host("jingyuan", "baiyin")
    made.menu += [
        ("市政府信息公开", f"http://{CITY_HOST}/zfxxgk/"),
        ("省政府信息公开", "http://www.gansu.gov.cn/zfxxgk/"),
    ]
    made.page("/", "<p>欢迎</p>")
    made.page("/zfxxgk/", '<a href="/zfxxgk/gknb/">政府信息公开年报</a>', "政府信息公开", host=f"http://{CITY_HOST}")
    yield made


def test_its_own_folder_is_gone_through_and_nothing_beside_it(site: Site, tmp_path: Path) -> None:
    write_catalogue(tmp_path / "portals.csv", [site.portal])
    with StandIn([site.portal], site.rules) as server:
        place = Crawled(tmp_path, server.url)
        arguments = {"portals": str(tmp_path / "portals.csv"), "county": "靖远"}
        first = place.crawl(arguments)
        assert first.status == 0, first.output[-3000:]
        wanted = sorted(planted([site.portal]))
        assert [url for (url,) in place.rows("SELECT url FROM reports ORDER BY url")] == wanted
        counties = place.rows("SELECT DISTINCT county, division_code FROM reports")
        assert counties == [("靖远县", "620421")]
        asked = {entry.target for entry in server.asked(CITY_HOST)}
        assert asked and all(target == "/robots.txt" or target.startswith("/gk/jingyuan/") for target in asked)
        assert "www.gansu.gov.cn" not in {entry.host for entry in server.log}

        before = len(server.log)
        assert place.crawl(arguments).status == 0
        assert place.rows("SELECT reports_new, reports_vanished FROM runs ORDER BY id DESC LIMIT 1") == [(0, 0)]
        again = {entry.target for entry in server.log[before:] if entry.host == CITY_HOST}
        assert any(target.endswith("/gknb/index.html") for target in again)
