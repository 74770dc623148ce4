"""Portals whose home page leads nowhere: a sitemap is asked for, then only, and not again the next night."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from tests.e2e.harness import Nights, planted, two_nights
from tests.standin.handmade import COLUMN_TAGS, Site, html_answer, rows
from tests.standin.pages import Answer, StandInPage, Truth

pytestmark = pytest.mark.slow

COLUMN = "/zwgk/zfxxgk/gknb/"


def column(place: str, kind: str, *, path: str = COLUMN) -> Site:
    """A portal with a column of reports to which no page links."""
    site = Site(place, kind, departments=1, towns=1)
    items = site.plant_all(lambda n: f"{path}202301/t20230115_{n}.html")
    site.page(path, f"<ul>{rows(items)}</ul>", "政府信息公开年报", COLUMN_TAGS)
    return site


def file(site: Site, path: str, body: bytes, media_type: str = "application/xml") -> None:
    url = site.base + path
    site.portal.pages[url] = StandInPage(url, Answer(body, {"content-type": media_type}), Truth("other", ""))


def urlset(*addresses: str) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>{address}</loc></url>' for address in addresses)}</urlset>".encode()


def script_shell() -> Site:
    """The same empty shell for every path; robots.txt names an index, the file in it is packed."""
    site = column("hewan", "script shell")
    url = f"{site.base}/"
    shell = html_answer('<html><head><title>县政府</title></head><body><div id="app"></div></body></html>')
    site.portal.pages[url] = StandInPage(url, shell, Truth("home", ""))
    file(site, "/robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.base}/maps/index.xml\n".encode(), "text/plain")
    entry = f"<sitemap><loc>{site.base}/maps/zwgk.xml.gz</loc></sitemap>"
    file(site, "/maps/index.xml", f"<sitemapindex>{entry}</sitemapindex>".encode())
    packed = gzip.compress(urlset(f"{site.base}/", f"{site.base}{COLUMN}", "http://www.elsewhere.com/gknb/"))
    file(site, "/maps/zwgk.xml.gz", packed, "application/octet-stream")
    return site


def silent_home() -> Site:
    """A home page of news; the sitemap lies where they usually lie, and names no column but the reports."""
    site = Site("shiqiao", "silent home", departments=1, towns=1)
    site.home(新闻中心="/news/")
    items = site.plant_all(lambda n: f"{COLUMN}202301/t20230115_{n}.html")
    file(site, "/sitemap.xml", urlset(*(f"{site.base}{item.path}" for item in items), f"{site.base}/news/1.html"))
    return site


def page_for_people() -> Site:
    """A link 网站地图 at the foot of the home page; the column's address says nothing, its name there does."""
    site = column("yunling", "page for people", path="/c10021/")
    site.home(新闻中心="/news/", 网站地图="/sitemap/index.html")
    site.page("/sitemap/index.html", '<ul><li><a href="/c10021/">政府信息公开年报</a></li></ul>', "网站地图")
    return site


def no_help() -> Site:
    """A portal without a column, whose sitemap names news alone."""
    site = Site("songping", "no help")
    site.home(新闻中心="/news/", 网站地图="/wzdt/")
    file(site, "/sitemap.xml", urlset(*(f"{site.base}/news/{n}.html" for n in range(5000))))
    site.page("/wzdt/", '<ul><li><a href="/news/">新闻中心</a></li></ul>', "网站地图")
    return site


def in_no_need() -> Site:
    """A portal whose home page leads to its column: its sitemaps are not asked for."""
    site = column("liutang", "in no need")
    site.home(政府信息公开年报=COLUMN, 网站地图="/wzdt/")
    file(site, "/sitemap.xml", urlset(f"{site.base}{COLUMN}"))
    return site


FOUND = (script_shell(), silent_home(), page_for_people(), in_no_need())
HOPELESS = no_help()


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with two_nights(tmp_path_factory.mktemp("sitemaps"), [*FOUND, HOPELESS]) as crawled:
        yield crawled


def test_every_report_is_found_by_a_sitemap(nights: Nights) -> None:
    assert nights.first.status == 0, nights.first.output[-3000:]
    found = nights.place.rows("SELECT url, agency, year FROM reports ORDER BY url")
    wanted = planted([site.portal for site in FOUND])
    assert found == sorted((url, truth.agency, truth.year) for url, truth in wanted.items())


@pytest.mark.parametrize("site", FOUND, ids=lambda site: site.portal.plan.family)
def test_the_portal_counts_as_reached(nights: Nights, site: Site) -> None:
    assert nights.place.outcomes(1)[site.portal.home] == ("reached", "None")


def test_a_portal_that_shows_its_column_is_not_asked_for_sitemaps(nights: Nights) -> None:
    asked = nights.targets(FOUND[3], night=1) + nights.targets(FOUND[3], night=2)
    assert not {"/sitemap.xml", "/wzdt/"} & set(asked)


def test_a_sitemap_that_does_not_help_costs_few_requests_which_are_counted(nights: Nights) -> None:
    assert nights.place.outcomes(1)[HOPELESS.portal.home][0] == "no_report_column"
    asked = nights.targets(HOPELESS, night=1)
    assert sorted(asked[-2:]) == ["/sitemap.xml", "/wzdt/"] and len(asked) <= 8
    (counted,) = nights.place.rows(
        "SELECT requests FROM run_portals JOIN portals ON portals.id = portal_id WHERE run_id = 1 AND home_url = ?",
        (HOPELESS.portal.home,),
    )[0]
    assert counted == len(asked)


def test_a_sitemap_is_asked_for_again_the_next_night_only_where_it_is_all_that_names_reports(nights: Nights) -> None:
    assert nights.second.status == 0, nights.second.output[-3000:]
    assert all(nights.targets(site, night=1).count(path) <= 1 for site in FOUND for path in ("/sitemap.xml", "/wzdt/"))
    maps = {"/sitemap.xml", "/wzdt/", "/sitemap/index.html", "/maps/index.xml", "/maps/zwgk.xml.gz"}
    again = {site.portal.plan.family: maps & set(nights.targets(site, night=2)) for site in (*FOUND, HOPELESS)}
    assert {family: asked for family, asked in again.items() if asked} == {"silent home": {"/sitemap.xml"}}


def test_nothing_outside_the_scope_is_asked_for(nights: Nights) -> None:
    assert "www.elsewhere.com" not in {entry.host for entry in nights.server.log}
