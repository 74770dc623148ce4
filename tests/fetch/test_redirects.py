"""Pages that send their reader on: to their own other address that is followed, else it is for the reading to see."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import HtmlResponse
from scrapy.spiders import Spider
from scrapy.statscollectors import StatsCollector

from crawler.fetch.outcomes import EndlessRedirect
from crawler.fetch.redirects import BoundedRedirectMiddleware
from crawler.fetch.twins import TwinMiddleware, outcome_at

META = '<html><head><META HTTP-EQUIV="refresh" CONTENT="0; URL={}"></head></html>'
SCRIPT = "<script>window.location.href='{}';</script>"


@pytest.fixture
def middleware() -> BoundedRedirectMiddleware:
    return BoundedRedirectMiddleware.from_crawler(Crawler(Spider))


@pytest.mark.parametrize(
    ("page", "form", "to", "followed"),
    [
        ("http://www.a.gov.cn/", META, "index.html", "http://www.a.gov.cn/index.html"),
        ("http://www.a.gov.cn/web/", SCRIPT, "/web/index.shtml", "http://www.a.gov.cn/web/index.shtml"),
        ("http://www.a.gov.cn/", SCRIPT, "https://www.a.gov.cn/", "https://www.a.gov.cn/"),
        ("http://www.a.gov.cn/", META, "http://a.gov.cn", "http://a.gov.cn"),
        ("http://www.a.gov.cn/", SCRIPT, "/web/", ""),
        ("http://www.a.gov.cn/", META, "http://www.b.gov.cn/", ""),
        ("http://www.a.gov.cn/", SCRIPT, "/?id=1", ""),
    ],
)
def test_a_page_that_sends_to_its_own_other_address_is_that_page(
    middleware: BoundedRedirectMiddleware, page: str, form: str, to: str, followed: str
) -> None:
    request = Request(page)
    answer = middleware.process_response(request, HtmlResponse(page, body=form.format(to).encode(), request=request))
    assert (answer.url if isinstance(answer, Request) else "") == followed


def test_a_page_with_content_is_kept(middleware: BoundedRedirectMiddleware) -> None:
    request = Request("http://www.a.gov.cn/")
    body = (META.format("index.html") + "<p>机构职能</p>" * 400).encode()
    response = HtmlResponse(request.url, body=body, request=request)
    assert middleware.process_response(request, response) is response


def test_two_addresses_that_send_to_each_other_are_a_circle(middleware: BoundedRedirectMiddleware) -> None:
    first = Request("http://www.a.gov.cn/")
    body = SCRIPT.format("https://www.a.gov.cn/").encode()
    second = middleware.process_response(first, HtmlResponse(first.url, body=body, request=first))
    assert isinstance(second, Request)
    back = SCRIPT.format("http://www.a.gov.cn/").encode()
    with pytest.raises(EndlessRedirect):
        middleware.process_response(second, HtmlResponse(second.url, body=back, request=second))


def test_a_home_page_that_no_twin_had_ended_as_the_catalogues_address_did() -> None:
    crawler = Crawler(AllowsAll)
    crawler.spider, crawler.stats = AllowsAll(), StatsCollector(crawler)
    request = Request("http://www.a.gov.cn/", meta={"page_kind": "home"})
    errors = [DownloadTimeoutError("60 s"), *[CannotResolveHostError("no such host")] * 3]
    twins = TwinMiddleware.from_crawler(crawler)
    for error in errors[:-1]:
        following = twins.process_exception(request, error)
        assert following is not None
        request = following
    assert twins.process_exception(request, errors[-1]) is None
    assert outcome_at(request, errors[-1]).outcome == "timeout"
    assert outcome_at(Request("http://www.a.gov.cn/x"), errors[-1]).outcome == "dns"


def test_a_page_is_looked_for_where_a_twin_of_its_host_answered() -> None:
    crawler = Crawler(Spider)
    crawler.spider, crawler.stats = AllowsAll(), StatsCollector(crawler)
    twins = TwinMiddleware.from_crawler(crawler)
    error = DownloadTimeoutError("60 s")
    inner = Request("https://www.a.gov.cn/nb/")
    assert twins.process_exception(inner, error) is None
    open_way = Request("http://a.gov.cn/", meta={"page_kind": "home"})
    twins.process_response(open_way, HtmlResponse(open_way.url))
    following = twins.process_exception(inner, error)
    assert following is not None
    assert following.url == "http://a.gov.cn/nb/"
    assert twins.process_exception(following, error) is None
    assert twins.process_exception(Request("http://a.gov.cn/other"), error) is None


class AllowsAll(Spider):
    name = "allows_all"

    class scope:
        @staticmethod
        def allows(url: str) -> bool:
            return url.startswith("http")
