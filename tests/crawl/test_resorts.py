from __future__ import annotations

from urllib.parse import urlsplit

from crawler.catalogue.portals import Portal
from crawler.fetch.budget import Budget
from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Target
from crawler.platforms.canonical import twin_key
from crawler.platforms.search import most_pages
from crawler.platforms.sitemaps import most_files
from crawler.walk.follow import COLUMN, HOME, SEARCH, SITEMAP
from crawler.walk.resorts import LaterResorts

PORTAL = Portal(
    "www.a.gov.cn", "620421", "county", "甘肃省", "白银市", "靖远县", "靖远县人民政府", "http://www.a.gov.cn/"
)


def frontier() -> Frontier:
    return Frontier(lambda url: urlsplit(url).netloc, twin_key, lambda: 0.0, Budget(pages=30))


def page(path: str, kind: str = "column", priority: float = COLUMN, portal: str = PORTAL.id) -> Target:
    return Target(f"http://{portal}/{path}", portal, kind, priority=priority, depth=1)  # type: ignore[arg-type]


MAP, SEARCH_PAGE = page("wzdt/", "other", SITEMAP), page("so?q=1", "other", SEARCH)


def test_a_portal_has_ended_when_its_last_page_is_finished_and_another_goes_on() -> None:
    pages = frontier()
    home = page("", "home", HOME)
    other = page("", "home", HOME, portal="www.b.gov.cn")
    pages.push(home)
    pages.push(other)
    assert pages.take() == home and pages.take() == other
    child = page("zwgk/")
    pages.push(child)
    pages.finish(home)
    assert pages.ended() == []
    pages.release(home.url)
    assert pages.take() == child
    pages.finish(child)
    assert pages.ended() == [PORTAL.id]
    assert pages.ended() == []


def test_a_portal_ends_too_when_what_waits_is_beyond_its_budget_or_dropped() -> None:
    pages = Frontier(lambda url: urlsplit(url).netloc, twin_key, lambda: 0.0, Budget(pages=1))
    home = page("", "home", HOME)
    pages.push(home)
    pages.push(page("zwgk/"))
    assert pages.take() == home
    pages.finish(home)
    assert pages.ended() == []
    pages.release(home.url)
    assert pages.take() is None
    assert pages.ended() == [PORTAL.id]
    pages.push(page("a/", "list"))
    pages.push(page("b/", "list"))
    assert [target.url[-2:] for target in pages.drop(home.url, lambda target: True)] == ["a/", "b/"]
    assert len(pages) == 0 and pages.ended() == [PORTAL.id]


def test_the_search_is_asked_after_the_sitemaps_and_each_once() -> None:
    resorts = LaterResorts(frontier())
    assert resorts.keeps_back(MAP) and resorts.keeps_back(SEARCH_PAGE)
    assert [target.url for target in resorts.open(PORTAL, [])] == ["http://www.a.gov.cn/sitemap.xml", MAP.url]
    assert not resorts.keeps_back(MAP)
    assert resorts.open(PORTAL, []) == [SEARCH_PAGE]
    assert not resorts.keeps_back(SEARCH_PAGE)
    assert resorts.open(PORTAL, []) == []


def test_no_more_sitemaps_and_pages_of_results_than_stated_are_asked_for() -> None:
    resorts = LaterResorts(frontier())
    resorts.open(PORTAL, [])
    resorts.open(PORTAL, [])
    maps = [resorts.keeps_back(page(f"map{n}.xml", "other", SITEMAP)) for n in range(12)]
    assert maps == [False] * most_files() + [True] * (12 - most_files())
    kept = [resorts.keeps_back(page(f"so?p={n}", "other", SEARCH - n / 100)) for n in range(most_pages() + 2)]
    assert kept == [False] * most_pages() + [True, True]


def test_results_that_led_to_reports_are_asked_again_like_a_list() -> None:
    resorts = LaterResorts(frontier())
    resorts.note([], [PORTAL.id], [SEARCH_PAGE.key])
    assert not resorts.needed(PORTAL.id)
    assert not resorts.keeps_back(SEARCH_PAGE)
    assert resorts.keeps_back(page("so?q=2", "other", SEARCH)) and resorts.keeps_back(MAP)


def test_they_are_needed_only_where_a_portal_answered_and_showed_no_column() -> None:
    resorts = LaterResorts(frontier())
    assert not resorts.needed(PORTAL.id)
    resorts.note([PORTAL.id])
    assert resorts.needed(PORTAL.id)
    resorts.note([PORTAL.id], [PORTAL.id])
    assert not resorts.needed(PORTAL.id)
