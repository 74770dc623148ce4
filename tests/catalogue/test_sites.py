"""The scope: what a crawl may touch, in whatever spelling a page puts it."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalogue.portals import Portal, shipped_portals
from crawler.catalogue.sites import Scope, is_private_address, shard_of, site_of


def portal(url: str) -> Portal:
    return Portal("", "620421", "county", "甘肃省", "白银市", "靖远县", "靖远县人民政府", url)


LISTED = ["http://www.dingxi.gov.cn/", "https://xyz.tj.gov.cn/", "http://www.x.tj.gov.cn/", "http://wei.gov.cn/"]
SCOPE = Scope([portal(url) for url in LISTED])
OWN = Scope(
    [portal(url) for url in ("http://127.0.0.1:8001/", "http://localhost:8002/", "https://example.org/", LISTED[0])],
    own=True,
)
SHIPPED = Scope(shipped_portals())


@pytest.mark.parametrize(
    "url",
    [
        "http://www.dingxi.gov.cn/",
        "https://www.dingxi.gov.cn:443/a.html?b=c#d",
        "http://dingxi.gov.cn/",
        "http://mzj.dingxi.gov.cn/art/1.html",
        "http://mzj.dingxi.gov.cn:8080/",
        "HTTP://WWW.DINGXI.GOV.CN./",
        "http://www。dingxi。gov。cn/",
        "http://ｗｗｗ.dingxi.gov.cn/",
        "http://xyz.tj.gov.cn/",
        "http://a.xyz.tj.gov.cn/",
        "http://x.tj.gov.cn/",
        "http://b.x.tj.gov.cn/",
        "http://www.wei.gov.cn/",
    ],
)
def test_opens_the_hosts_of_the_catalogue_and_what_lies_under_them(url: str) -> None:
    assert SCOPE.allows(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://tj.gov.cn/",
        "http://www.tj.gov.cn/",
        "http://y.tj.gov.cn/",
        "http://gov.cn/",
        "http://www.gov.cn/",
        "http://xdingxi.gov.cn/",
        "http://dingxi.gov.cn.evil.com/",
        "http://evil.gov.cn.example.com/",
        "http://gov.cn.evil.com/",
        "http://evil.com/www.dingxi.gov.cn/",
        "http://user@www.dingxi.gov.cn/",
        "http://www.dingxi.gov.cn@evil.com/",
        "http://evil.com\\@www.dingxi.gov.cn/",
        "http://www.dingxi.gov.cn%2eevil.com/",
        "http://www.dingxi.gov.cn:99999/",
        "http://.dingxi.gov.cn/",
        "http://www.dingxi.gov.cn" + "\u00ad" * 300 + ".evil.com/",
        "http://" + "中" * 100_000 + ".dingxi.gov.cn/",
        "ftp://www.dingxi.gov.cn/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "//www.dingxi.gov.cn/",
        "www.dingxi.gov.cn",
        "http://",
        "http://[::1",
        "",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "http://122.137.242.24:8080/",
    ],
)
def test_closes_everything_else(url: str) -> None:
    assert not SCOPE.allows(url)
    assert not SCOPE.private_allowed("127.0.0.1", 80)


def test_the_operators_own_catalogue_opens_exactly_the_host_and_port_it_names() -> None:
    assert OWN.allows("http://127.0.0.1:8001/a")
    assert OWN.allows("http://2130706433:8001/a")
    assert OWN.allows("http://[::ffff:127.0.0.1]:8001/a")
    assert OWN.allows("http://localhost:8002/")
    assert OWN.allows("http://example.org/")
    assert OWN.private_allowed("127.0.0.1", 8001)
    assert OWN.private_allowed("LOCALHOST.", 8002)
    assert OWN.private_allowed("example.org", 443)
    assert OWN.private_allowed("example.org", 80)
    for url in (
        "http://127.0.0.1/",
        "http://127.0.0.1:8002/",
        "http://localhost:8001/",
        "http://a.localhost:8002/",
        "http://sub.example.org/",
        "http://example.org:8080/",
        "http://10.0.0.1:8001/",
    ):
        assert not OWN.allows(url)
    assert not OWN.private_allowed("127.0.0.1", 80)
    assert not OWN.private_allowed("10.0.0.1", 8001)
    assert not OWN.private_allowed("not a host", 80)


def test_www_gov_cn_does_not_open_the_whole_registry() -> None:
    central = Scope([portal("https://www.gov.cn/")], own=True)
    assert central.allows("https://www.gov.cn/a")
    assert not central.allows("https://www.dingxi.gov.cn/")
    assert not Scope([portal("https://gov.cn/")], own=True).allows("https://www.dingxi.gov.cn/")


def test_the_shipped_scope_has_all_portals_under_gov_cn_and_none_outside() -> None:
    for each in shipped_portals():
        assert SHIPPED.allows(each.home_url) == (".gov.cn" in each.home_url)
    assert not SHIPPED.allows("https://www.gov.cn/")
    assert not SHIPPED.allows("https://www.miit.gov.cn/")


def test_the_site_is_the_registrable_name() -> None:
    assert site_of("http://mzj.dingxi.gov.cn:8080/x") == "dingxi.gov.cn"
    assert site_of("https://WWW.DINGXI.GOV.CN./") == "dingxi.gov.cn"
    assert site_of("http://xyz.tj.gov.cn/") == site_of("https://www.tj.gov.cn/") == "tj.gov.cn"
    assert site_of("http://127.0.0.1:8001/") == "127.0.0.1:8001"
    assert site_of("http://[::1]:8001/") == "[::1]:8001"
    assert site_of("https://example.org/") == site_of("http://example.org:80/") == "example.org"
    assert site_of("mailto:a@b.c") == ""


@pytest.mark.parametrize(
    "address",
    (
        "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.255 0.0.0.0 224.0.0.1 "
        "240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:10.0.0.1 2002:7f00:1:: "
        "64:ff9b::7f00:1 2130706433 0x7f.1 0177.0.0.1 [::1] 2001:db8::1"
    ).split(),
)
def test_knows_private_addresses_in_any_spelling(address: str) -> None:
    assert is_private_address(address)


@pytest.mark.parametrize("address", ["122.137.242.24", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "100.128.0.1"])
def test_knows_public_addresses(address: str) -> None:
    assert not is_private_address(address)


def test_what_is_no_address_is_an_error() -> None:
    for text in ("example.org", "", "1.2.3.4.5", "256.1.1.1", "0x", "1..2"):
        with pytest.raises(ValueError, match="not an IP address"):
            is_private_address(text if text != "0x" else "0xg")


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "{:#x}", "0{:o}"]), st.integers(0, 65535))
def test_no_private_address_is_ever_in_scope_unless_listed(value: int, form: str, port: int) -> None:
    url = f"http://{form.format(value)}:{port}/"
    listed = ipaddress.IPv4Address(value) == ipaddress.IPv4Address("127.0.0.1") and port == 8001
    assert OWN.allows(url) == listed
    assert not SHIPPED.allows(url)


LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)


@given(st.lists(LABEL, max_size=3), st.sampled_from(["", "evil."]), LABEL)
def test_names_are_in_scope_only_under_a_listed_name(labels: list[str], evil: str, top: str) -> None:
    prefix = "".join(label + "." for label in labels)
    assert SCOPE.allows(f"http://{prefix}dingxi.gov.cn/")
    assert not SCOPE.allows(f"http://{prefix}{evil}dingxi.gov.cn.{top}/") or top == "cn"
    assert not SCOPE.allows(f"http://{prefix}x{top}dingxi.gov.cn/")
    assert not SCOPE.allows(f"http://{prefix}{evil}gov.cn.{top}/")


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    assert SCOPE.allows(text) in (True, False)
    assert isinstance(site_of("http://" + text), str)


@given(st.text(min_size=1, max_size=30), st.integers(1, 64))
def test_every_site_has_one_shard(site: str, count: int) -> None:
    assert 0 <= shard_of(site, count) < count
    assert shard_of(site, count) == shard_of(site, count)


def test_shards_are_the_same_on_every_machine() -> None:
    assert [shard_of(site, 4) for site in ("dingxi.gov.cn", "tj.gov.cn", "127.0.0.1:8001")] == [0, 3, 1]
