"""The pace as the server sees it: no two requests of a site closer than the delay, whatever happens."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from scrapy.http import Response

from crawler.fetch.pace import retry_after
from tests.fetch.conftest import Crawl
from tests.fetch.server import Server

DELAY = 0.06
#: What a clock on the other side of a socket may differ by, in seconds.
CLOCK = 0.01
SITES = ("one", "two", "three")
PATHS = {
    "www": ("/hop", "/flaky", "/a.html", "/500", "/b.html", "/retry-after"),
    "mz": ("/a.html", "/hop", "/cookie-first", "/reset", "/flaky", "/b.html"),
}
CALM = ("/a.html", "/b.html", "/c.html")


@pytest.fixture(scope="module")
def result(server: Server, crawl: Crawl) -> dict[str, Any]:
    # Departments under the county's name are the same site, and the same stream.
    hosts = {f"{host}.{site}.gov.cn": PATHS[host] for site in SITES for host in PATHS}
    hosts |= dict.fromkeys(("patient.four.gov.cn", "www.four.gov.cn", "rated.five.gov.cn"), CALM)
    plan = {
        "portals": [f"http://www.{site}.gov.cn/" for site in (*SITES, "four", "five")],
        "requests": [{"url": f"http://{host}{path}"} for host, paths in hosts.items() for path in paths],
        "settings": {"DOWNLOAD_DELAY": DELAY, "CONCURRENT_REQUESTS": 100, "GOV_REPORTS_GIVE_UP": 50},
    }
    return crawl(plan, proxy=server)


def gaps(server: Server, *hosts: str) -> list[float]:
    return [later - earlier for earlier, later in pairwise(sorted(server.times(*hosts)))]


@pytest.mark.parametrize("site", SITES)
def test_no_two_requests_of_a_site_are_closer_than_the_delay(result: dict[str, Any], server: Server, site: str) -> None:
    between = gaps(server, f"www.{site}.gov.cn", f"mz.{site}.gov.cn")
    assert len(between) > 12
    assert min(between) > DELAY - CLOCK


def test_sites_are_crawled_side_by_side(result: dict[str, Any], server: Server) -> None:
    spans = [server.times(f"www.{site}.gov.cn", f"mz.{site}.gov.cn") for site in SITES]
    assert max(times[0] for times in spans) < min(times[-1] for times in spans)


def test_retry_after_holds_the_whole_site(result: dict[str, Any], server: Server) -> None:
    site = server.arrivals
    asked = next(a for a in site if a.host == "www.one.gov.cn" and a.path == "/retry-after")
    following = [a for a in site if a.host.endswith(".one.gov.cn") and a.at > asked.at]
    assert following[0].at - asked.at > 1 - CLOCK
    assert any(seconds == 1 for seconds in result["held"]["one.gov.cn"])


def test_crawl_delay_of_one_host_lengthens_the_pace_of_its_site(result: dict[str, Any], server: Server) -> None:
    arrived = server.times("patient.four.gov.cn", "www.four.gov.cn")
    known = server.times("patient.four.gov.cn")[0]
    later = [at for at in arrived if at >= known]
    assert min(b - a for a, b in pairwise(later)) > 0.4 - CLOCK


def test_request_rate_lengthens_the_pace(result: dict[str, Any], server: Server) -> None:
    assert min(gaps(server, "rated.five.gov.cn")) > 0.5 - CLOCK


def test_failures_lengthen_the_pause(result: dict[str, Any], server: Server) -> None:
    assert max(result["held"]["two.gov.cn"]) >= 4 * DELAY


def test_a_site_that_only_fails_is_given_up(server: Server, crawl: Crawl) -> None:
    host = "www.dead.gov.cn"
    plan = {
        "portals": [f"http://{host}/"],
        "requests": [{"url": f"http://{host}/reset", "key": str(n)} for n in range(8)],
        "settings": {"DOWNLOAD_DELAY": 0.02},
    }
    result = crawl(plan, proxy=server)
    assert result["closed"] == {"dead.gov.cn": ["reset"]}
    assert server.paths(host).count("/reset") == 5
    assert {page["outcome"] for page in result["pages"].values()} <= {"reset", "site_closed"}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 22 Nov 2026 00:01:00 GMT", 60.0),
        ("Sun, 22 Nov 2026 08:01:00 +0800", 60.0),
        ("Sat, 21 Nov 2026 00:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(header: str, seconds: float | None) -> None:
    response = Response("http://a.gov.cn/", headers={"Retry-After": header})
    assert retry_after(response, now=lambda: datetime(2026, 11, 22, tzinfo=UTC)) == seconds
