"""Without a proxy: private addresses by name and by number, twins of a home page, refusals that close a site."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from crawler.fetch.twins import twins_of
from tests.fetch.conftest import Crawl
from tests.fetch.server import Server


@pytest.fixture(scope="module")
def result(server: Server, crawl: Crawl) -> dict[str, Any]:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        silent = f"http://127.0.0.1:{closed.getsockname()[1]}"
        secure = f"https://127.0.0.1:{server.port}/"
        plan = {
            "own": True,
            "portals": [f"{server.url}/", secure, f"{silent}/", "http://nowhere.invalid/", "http://localhost.gov.cn/"],
            "requests": [
                {"url": f"{server.url}/a.html", "key": "listed"},
                {"url": f"http://127.0.0.1:{server.port + 1}/", "key": "other port"},
                {"url": f"http://localhost:{server.port}/", "key": "localhost"},
                {"url": f"http://2130706433:{server.port}/a.html", "key": "same address, other spelling"},
                {"url": "http://169.254.169.254/latest", "key": "metadata"},
                {"url": "http://[::1]/", "key": "ipv6"},
                {"url": "ftp://127.0.0.1/", "key": "ftp"},
                {"url": f"{server.url}/to-private", "key": "redirect"},
                {"url": f"{silent}/", "key": "refused", "meta": {"page_kind": "home"}},
                {"url": secure, "key": "tls", "meta": {"page_kind": "home"}},
                {"url": "http://nowhere.invalid/", "key": "dns", "meta": {"page_kind": "home"}},
            ],
        }
        return crawl(plan)


@pytest.mark.parametrize(
    ("key", "state", "outcome"),
    [
        ("listed", "done", "200"),
        ("other port", "skipped", "out_of_scope"),
        ("localhost", "skipped", "out_of_scope"),
        ("same address, other spelling", "done", "200"),
        ("metadata", "skipped", "out_of_scope"),
        ("ipv6", "skipped", "out_of_scope"),
        ("ftp", "skipped", "out_of_scope"),
        ("redirect", "skipped", "out_of_scope"),
        ("refused", "failed", "refused"),
        ("tls", "failed", "tls"),
        ("dns", "failed", "dns"),
    ],
)
def test_only_what_the_operator_listed_is_fetched(result: dict[str, Any], key: str, state: str, outcome: str) -> None:
    page = result["pages"][key]
    assert (page["state"], page["outcome"]) == (state, outcome), page["detail"]


def test_the_twin_of_a_home_page_that_cannot_be_reached_is_tried(result: dict[str, Any]) -> None:
    assert result["pages"]["dns"]["twin_of"] == "http://nowhere.invalid/"


def test_twins_switch_scheme_and_www() -> None:
    assert twins_of("http://www.dingxi.gov.cn/a/") == [
        "https://www.dingxi.gov.cn/a/",
        "http://dingxi.gov.cn/a/",
        "https://dingxi.gov.cn/a/",
    ]
    assert twins_of("https://dingxi.gov.cn/")[1] == "https://www.dingxi.gov.cn/"
    assert twins_of("http://1.2.3.4/") == ["https://1.2.3.4/"]
    assert twins_of("http://www.dingxi.gov.cn:8080/") == []


def test_a_name_that_leads_to_a_private_address_is_out_of_scope_unless_listed(server: Server, crawl: Crawl) -> None:
    trap, own = f"http://www.trap.gov.cn:{server.port}/", f"http://www.own.gov.cn:{server.port}/"
    plan = {
        "own": True,
        "portals": ["http://www.trap.gov.cn/", own],
        "hosts": {"www.trap.gov.cn": "127.0.0.1", "www.own.gov.cn": "127.0.0.1"},
        "requests": [{"url": trap}, {"url": own}],
    }
    pages = crawl(plan)["pages"]
    assert pages[trap]["outcome"] == "out_of_scope"
    assert "resolves to a private address: 127.0.0.1" in pages[trap]["detail"]
    assert pages[own]["state"] == "done"
    assert server.paths("www.trap.gov.cn") == []


def test_a_refused_home_page_closes_the_site_and_a_refused_page_does_not(server: Server, crawl: Crawl) -> None:
    hosts = ("www.home.gov.cn", "www.page.gov.cn", "www.many.gov.cn")
    plan = {
        "portals": [f"http://{host}/" for host in hosts],
        "requests": [
            {"url": f"http://{hosts[0]}/403", "key": "home", "meta": {"page_kind": "home"}},
            {"url": f"http://{hosts[0]}/a.html", "key": "after home"},
            {"url": f"http://{hosts[1]}/403", "key": "page"},
            {"url": f"http://{hosts[1]}/a.html", "key": "after page"},
            *({"url": f"http://{hosts[2]}/403?{n}", "key": f"many {n}"} for n in range(5)),
        ],
    }
    result = crawl(plan, proxy=server)
    assert result["closed"] == {"home.gov.cn": ["forbidden"], "many.gov.cn": ["forbidden"]}
    assert result["pages"]["home"]["outcome"] == "forbidden"
    assert result["pages"]["after home"]["state"] == "pending"
    assert result["pages"]["page"]["state"] == "blocked"
    assert result["pages"]["after page"]["state"] == "done"
    assert len(server.paths(hosts[2])) == 1 + 3
