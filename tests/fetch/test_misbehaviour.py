"""One crawl of a network that misbehaves in every known way; each test looks at one way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fetch.conftest import Crawl
from tests.fetch.server import PAGE, Server

# Each misbehaviour has a portal of its own, so that what closes one site leaves the others alone.
EXPECTED = {
    "/drip": ("failed", "timeout"),
    "/big": ("failed", "too_large"),
    "/big-unannounced": ("failed", "too_large"),
    "/bomb": ("failed", "gzip_bomb"),
    "/reset": ("failed", "reset"),
    "/endless": ("failed", "endless_redirect"),
    "/circle": ("failed", "endless_redirect"),
    "/to-private": ("skipped", "out_of_scope"),
    "/to-metadata": ("skipped", "out_of_scope"),
    "/to-stranger": ("skipped", "out_of_scope"),
    "/to-file": ("skipped", "out_of_scope"),
    "/412": ("blocked", "js_challenge_rs"),
    "/521": ("blocked", "js_challenge_jsl"),
    "/403": ("blocked", "forbidden"),
    "/401": ("blocked", "login"),
    "/404": ("gone", "not_found"),
    "/410": ("gone", "not_found"),
    "/500": ("failed", "server_error"),
    "/come-back-tomorrow": ("pending", "site_closed"),
    "/empty": ("blocked", "stub"),
    "/short": ("done", "200"),
    "/retry-after": ("done", "200"),
    "/flaky": ("done", "200"),
    "/cookie-first": ("done", "200"),
    "/hop": ("done", "200"),
    "/hello.html.gz": ("done", "200"),
    "/silently-gzipped": ("done", "200"),
    "/falsely-gzipped": ("done", "200"),
    "/broken-charset": ("done", "200"),
    "/binary": ("done", "200"),
}
LIMITS = {"/drip": {"download_timeout": 0.6}}


def portal(path: str) -> str:
    return f"www.{path.strip('/').replace('.', '-')}.gov.cn"


@pytest.fixture(scope="module")
def result(server: Server, crawl: Crawl) -> dict[str, Any]:
    plan = {
        "portals": [f"http://{portal(path)}/" for path in EXPECTED],
        "requests": [
            {"url": f"http://{portal(path)}{path}", "key": path, "meta": LIMITS.get(path, {})} for path in EXPECTED
        ],
        "settings": {"CONCURRENT_REQUESTS": 100},
    }
    return crawl(plan, proxy=server)


@pytest.mark.parametrize("path", EXPECTED)
def test_every_misbehaviour_has_its_outcome(result: dict[str, Any], path: str) -> None:
    page = result["pages"][path]
    assert (page["state"], page["outcome"]) == EXPECTED[path], page["detail"]


def test_the_evidence_is_one_line(result: dict[str, Any]) -> None:
    for path, page in result["pages"].items():
        if page["state"] != "done":
            assert page["detail"], path
        assert "\n" not in page["detail"] and len(page["detail"]) <= 300


@pytest.mark.parametrize("path", ["/hello.html.gz", "/silently-gzipped", "/falsely-gzipped", "/hop", "/short"])
def test_the_body_comes_unpacked_and_whole(result: dict[str, Any], path: str) -> None:
    assert result["pages"][path]["body"].encode("latin-1") == PAGE


def test_a_body_shorter_than_announced_is_taken_on_the_last_attempt_and_flagged(
    result: dict[str, Any], server: Server
) -> None:
    assert result["pages"]["/short"]["flags"] == ["dataloss"]
    assert server.paths(portal("/short")).count("/short") == 3


def test_responses_are_bytes_only(result: dict[str, Any]) -> None:
    assert {page["type"] for page in result["pages"].values()} == {"Response", "NoneType"}


def test_a_challenge_closes_its_site_and_no_other(result: dict[str, Any]) -> None:
    assert result["closed"] == {
        "412.gov.cn": ["js_challenge_rs"],
        "521.gov.cn": ["js_challenge_jsl"],
        "come-back-tomorrow.gov.cn": ["rate_limited"],
    }


def test_nothing_is_asked_of_a_private_or_foreign_address(result: dict[str, Any], server: Server) -> None:
    asked = {arrival.host for arrival in server.arrivals}
    assert all(host.endswith(".gov.cn") for host in asked)


def test_a_cookie_is_returned_once_and_not_kept(result: dict[str, Any], server: Server) -> None:
    sent = [a.headers.get("cookie") for a in server.arrivals if a.host == portal("/cookie-first")]
    assert sent == [None, None, "seen=1"]  # robots.txt, the first time, the second


def test_the_crawler_says_who_it_is(result: dict[str, Any], server: Server) -> None:
    assert {arrival.headers["user-agent"] for arrival in server.arrivals} == {"gov-reports/0.1 (+tests)"}


def test_transient_failures_are_tried_three_times(result: dict[str, Any], server: Server) -> None:
    assert server.paths(portal("/500")).count("/500") == 3
    assert server.paths(portal("/reset")).count("/reset") == 3
