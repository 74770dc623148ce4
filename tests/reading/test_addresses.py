"""Addresses of links are joined as the standard library joins them, whatever their shape."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from crawler.reading.web.addresses import resolver

BASES = ["http://h.gov.cn", "http://h.gov.cn/", "http://h.gov.cn/a/b/c.html", "http://h.gov.cn/a/b/?x=1"]
HREFS = [
    "x.html", "./x.html", "../x.html", "../../x.html?y=1", "../../../../x.html", "../", "..", "../a/../x.html",
    ".././x.html", "../a//x.html", ".../x.html", "../.x.html", "/x.html", "/a/../x.html", "?y=1", "../?y=1",
    "//g.gov.cn/x",
]  # fmt: skip


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("href", HREFS)
def test_joined_as_the_library_joins(base: str, href: str) -> None:
    assert resolver(base)(href) == urljoin(base, href)


def test_a_backslash_is_a_stroke_and_another_scheme_no_address() -> None:
    resolve = resolver(BASES[2])
    assert resolve("..\\x.html") == "http://h.gov.cn/a/x.html"
    assert resolve("../\\x.html") == "http://h.gov.cn/a/x.html"
    assert resolve("javascript:void(0)") == resolve("mailto:a@b.cn") == resolve("#top") == ""


def test_without_a_base_addresses_stay_as_they_are_printed() -> None:
    assert resolver("")("../x.html") == "../x.html"
