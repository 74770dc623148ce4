"""robots.txt: what is asked, how often, and what each answer means."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.robots import read_rules
from tests.fetch.conftest import Crawl
from tests.fetch.server import Server

EXPECTED = {
    ("closed", "/"): ("blocked", "robots"),
    ("partly", "/secret/a.html"): ("blocked", "robots"),
    ("partly", "/open.html"): ("done", "200"),
    ("chinese", "/secret/a.html"): ("blocked", "robots"),
    ("chinese", "/open.html"): ("done", "200"),
    ("soft404", "/a.html"): ("done", "200"),
    ("locked", "/a.html"): ("blocked", "robots"),
    ("ailing", "/a.html"): ("failed", "server_error"),
    ("guarded", "/a.html"): ("blocked", "js_challenge_rs"),
    ("moved", "/a.html"): ("done", "200"),
    ("www", "/a.html"): ("done", "200"),
    ("www", "/b.html"): ("done", "200"),
}


@pytest.fixture(scope="module")
def result(server: Server, crawl: Crawl) -> dict[str, Any]:
    plan = {
        "portals": [f"http://{label}.{label}.gov.cn/" for label, _ in EXPECTED],
        "requests": [{"url": f"http://{label}.{label}.gov.cn{path}"} for label, path in EXPECTED],
        "settings": {"CONCURRENT_REQUESTS": 100},
    }
    return crawl(plan, proxy=server)


@pytest.mark.parametrize(("label", "path"), EXPECTED)
def test_each_answer_has_its_meaning(result: dict[str, Any], label: str, path: str) -> None:
    page = result["pages"][f"http://{label}.{label}.gov.cn{path}"]
    assert (page["state"], page["outcome"]) == EXPECTED[label, path], page["detail"]


def test_it_is_asked_for_once_and_first(result: dict[str, Any], server: Server) -> None:
    for label in ("closed", "partly", "chinese", "www", "locked", "guarded"):
        paths = server.paths(f"{label}.{label}.gov.cn")
        assert paths[0] == "/robots.txt"
        assert paths.count("/robots.txt") == 1


def test_nothing_forbidden_is_asked_for(result: dict[str, Any], server: Server) -> None:
    assert not [a for a in server.arrivals if "secret" in a.path]
    assert server.paths("closed.closed.gov.cn") == ["/robots.txt"]


def test_a_challenge_in_its_place_closes_the_site(result: dict[str, Any]) -> None:
    assert result["closed"] == {"guarded.gov.cn": ["js_challenge_rs"]}


def test_a_group_for_us_goes_before_the_group_for_all() -> None:
    body = b"User-agent: *\nDisallow: /\nCrawl-delay: 9\n\nUser-agent: gov-reports\nDisallow: /x\nCrawl-delay: 2\n"
    rules = read_rules(body, "gov-reports")
    assert rules.parser is not None
    assert rules.parser.can_fetch("http://a.gov.cn/y", "gov-reports")
    assert rules.delay == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_it_is_read_in_any_encoding(encoding: str) -> None:
    rules = read_rules("# 中文\nUser-agent: *\nDisallow: /secret\n".encode(encoding), "gov-reports")
    assert rules.parser is not None
    assert not rules.parser.can_fetch("http://a.gov.cn/secret", "gov-reports")


@pytest.mark.parametrize("delay", ["nan", "inf", "-5", "abc", "1e400"])
def test_a_senseless_delay_is_none(delay: str) -> None:
    assert read_rules(f"User-agent: *\nCrawl-delay: {delay}\n".encode(), "gov-reports").delay == 0


@given(st.one_of(st.binary(max_size=300), st.text(string.printable, max_size=300).map(str.encode)))
def test_no_bytes_break_it(body: bytes) -> None:
    assert read_rules(body, "gov-reports").delay >= 0
