from __future__ import annotations

from time import monotonic

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler

from crawler.catalogue.sites import site_of
from crawler.fetch import signals
from crawler.fetch.frontier import Frontier
from crawler.fetch.outcomes import Outcome
from crawler.fetch.scheduler import TARGET, LedgerScheduler
from crawler.fetch.target import Target
from crawler.platforms.canonical import twin_key


class Session:
    """A run whose ledger is a list; reports of 2012 are not wanted."""

    def __init__(self) -> None:
        self.frontier = Frontier(site_of, twin_key, monotonic)
        self.ledger: list[str] = []

    def fill_frontier(self) -> None:
        self.frontier.push(Target("http://www.x.gov.cn/", "x", "home", priority=100))

    def record_page(self, target: Target) -> bool:
        self.ledger.append(target.url)
        return "2012" not in target.anchor


class LedgerSpider(Spider):
    name = "ledger"

    def request_for(self, target: Target) -> Request:
        return Request(target.url, meta={TARGET: target}, dont_filter=True)


@pytest.fixture
def crawler() -> Crawler:
    crawler = Crawler(LedgerSpider)
    crawler.spider = LedgerSpider()
    crawler.spider.session = Session()  # type: ignore[attr-defined]
    return crawler


@pytest.fixture
def session(crawler: Crawler) -> Session:
    session: Session = crawler.spider.session  # type: ignore[union-attr]
    return session


@pytest.fixture
def scheduler(crawler: Crawler) -> LedgerScheduler:
    return LedgerScheduler.from_crawler(crawler)


def request(path: str, anchor: str = "") -> Request:
    target = Target(f"http://www.x.gov.cn/{path}", "x", anchor=anchor)
    return LedgerSpider().request_for(target)


def test_what_the_ledger_has_comes_first_and_new_pages_go_into_it_once(
    scheduler: LedgerScheduler, session: Session, crawler: Crawler
) -> None:
    assert crawler.spider is not None
    scheduler.open(crawler.spider)
    assert scheduler.enqueue_request(request("1"))
    assert not scheduler.enqueue_request(request("1"))
    assert session.ledger == ["http://www.x.gov.cn/1"]
    home = scheduler.next_request()
    assert home is not None
    assert home.url == "http://www.x.gov.cn/"
    assert scheduler.next_request() is None, "one page of a site at a time"
    session.frontier.release(home.url)
    report = scheduler.next_request()
    assert report is not None
    assert report.url == "http://www.x.gov.cn/1"
    assert not scheduler.has_pending_requests()


def test_a_page_that_is_not_wanted_is_in_the_ledger_but_not_fetched(
    scheduler: LedgerScheduler, session: Session
) -> None:
    assert not scheduler.enqueue_request(request("1", "2012年年度报告"))
    assert session.ledger == ["http://www.x.gov.cn/1"]
    assert not scheduler.has_pending_requests()


def test_retries_and_redirects_go_straight_back_and_are_no_new_pages(
    scheduler: LedgerScheduler, session: Session
) -> None:
    scheduler.enqueue_request(request("1"))
    first = scheduler.next_request()
    assert first is not None
    redirected = first.replace(url="http://www.y.gov.cn/elsewhere")
    assert scheduler.enqueue_request(redirected)
    assert scheduler.has_pending_requests()
    assert scheduler.next_request() is redirected
    assert session.ledger == ["http://www.x.gov.cn/1"]


def test_requests_that_are_no_pages_pass_through(scheduler: LedgerScheduler, session: Session) -> None:
    robots = Request("http://www.x.gov.cn/robots.txt")
    assert scheduler.enqueue_request(robots)
    assert scheduler.next_request() is robots
    assert session.ledger == []


def test_a_closed_site_gives_no_more_pages(scheduler: LedgerScheduler, session: Session, crawler: Crawler) -> None:
    scheduler.enqueue_request(request("1"))
    crawler.signals.send_catch_log(signals.site_closed, site="x.gov.cn", outcome=Outcome("blocked", "forbidden"))
    scheduler.enqueue_request(request("2"))
    assert scheduler.next_request() is None
    assert not scheduler.has_pending_requests()
    assert session.ledger == ["http://www.x.gov.cn/1", "http://www.x.gov.cn/2"]
    assert session.frontier.left_over["x"] == 2


def test_a_held_site_keeps_its_pages_and_retries_back(scheduler: LedgerScheduler, crawler: Crawler) -> None:
    scheduler.enqueue_request(request("1"))
    first = scheduler.next_request()
    assert first is not None
    first.meta["download_slot"] = "x.gov.cn"
    scheduler.enqueue_request(request("2"))
    crawler.signals.send_catch_log(signals.site_held, site="x.gov.cn", seconds=60.0)
    scheduler.enqueue_request(first)
    assert scheduler.next_request() is None
    assert scheduler.has_pending_requests()


def test_what_waits_to_be_sent_again_ends_when_its_site_is_left_alone(
    scheduler: LedgerScheduler, session: Session, crawler: Crawler
) -> None:
    again = request("1")
    again.meta["download_slot"] = "x.gov.cn"
    assert scheduler.enqueue_request(again)
    taken = scheduler.next_request()
    assert taken is not None
    taken.meta["download_slot"] = "x.gov.cn"
    crawler.signals.send_catch_log(signals.site_held, site="x.gov.cn", seconds=3600.0)
    assert scheduler.enqueue_request(taken)
    assert scheduler.next_request() is None
    outcome = Outcome("blocked", "rate_limited", "Retry-After: 3600 s")
    crawler.signals.send_catch_log(signals.site_closed, site="x.gov.cn", outcome=outcome)
    assert scheduler.next_request() is taken
    assert not scheduler.has_pending_requests()
