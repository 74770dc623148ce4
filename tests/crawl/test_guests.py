from __future__ import annotations

import pytest

from crawler.catalogue.portals import Portal
from crawler.catalogue.selection import Selection
from crawler.fetch.target import Target
from crawler.walk.guests import Guests, names_above
from crawler.walk.owners import Owners

CITY = "http://www.baiyin.gov.cn"
HOME = "http://www.jingyuan-example.gov.cn/"


def portal() -> Portal:
    return Portal("x", "620421", "county", "甘肃省", "白银市", "靖远县", "靖远县人民政府", HOME)


def guests() -> tuple[Guests, Selection]:
    one = portal()
    chosen = Selection(
        portals=[one], catalogue=[one], own_catalogue=True, years=None, archive=None, shard=None, label="", key="",
        notes=[],
    )  # fmt: skip
    scope = chosen.scope
    return Guests(scope, Owners(chosen), {"x": one}), chosen


def page(url: str, parent: str, kind: str = "column", anchor: str = "政务公开") -> Target:
    return Target(url, "x", kind, anchor=anchor, parent=(parent, "GET", ""))  # type: ignore[arg-type]


def test_the_county_own_folder_is_opened_by_its_own_page_and_nothing_beside_it() -> None:
    door, _ = guests()
    assert not door.may_ask(page(f"{CITY}/gk/jyx/mzj/", f"{CITY}/gk/jyx/"))
    assert door.may_ask(page(f"{CITY}/gk/jyx/index.html", HOME))
    assert door.may_ask(page(f"{CITY}/gk/jyx/mzj/", f"{CITY}/gk/jyx/index.html"))
    for url in (f"{CITY}/gk/jyx2/", f"{CITY}/gk/", f"{CITY}/", f"{CITY}/gk/jyx/../hnx/", f"{CITY}/gk/jyx/%2e%2E/hnx/"):
        assert not door.may_ask(page(url, f"{CITY}/gk/jyx/index.html"))


def test_what_the_folder_lists_is_opened_page_by_page_wherever_it_lies() -> None:
    door, _ = guests()
    report = page(f"{CITY}/art/2023/1/20/art_7_9.html", f"{CITY}/gk/jyx/", "report")
    assert not door.may_ask(report)
    assert door.may_ask(page(f"{CITY}/gk/jyx/", HOME))
    assert door.may_ask(report)
    assert door.may_ask(page(f"{CITY}/files/9.pdf", report.url, "attachment"))
    assert not door.may_ask(page(f"{CITY}/art/2023/1/20/art_7_10.html", HOME, "report"))
    assert not door.may_ask(page("http://www.lanzhou.gov.cn/files/9.pdf", report.url, "attachment"))


def test_a_folder_that_was_opened_is_open_the_next_night() -> None:
    door, _ = guests()
    door.open_again(page(f"{CITY}/gk/jyx/", HOME, "list"))
    assert door.may_ask(page(f"{CITY}/gk/jyx/mzj/", f"{CITY}/gk/jyx/"))
    report = page(f"{CITY}/art/1.html", "", "report")
    report.parent = None
    door.open_again(report)
    assert not door.may_ask(page(f"{CITY}/art/2.html", HOME, "report"))


@pytest.mark.parametrize(
    "url", ["http://www.lanzhou.gov.cn/gk/jyx/", "http://www.gov.cn/zhengce/xxgk/", "http://www.example.com/gk/"]
)
def test_other_sites_than_those_above_the_county_stay_closed(url: str) -> None:
    door, _ = guests()
    assert not door.may_ask(page(url, HOME))


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("政务公开", False),
        ("靖远县政府信息公开", False),
        ("市政府信息公开", True),
        ("白银市政务公开", True),
        ("甘肃政务公开", True),
    ],
)
def test_the_disclosures_of_the_prefecture_itself_are_not_the_county_own(text: str, above: bool) -> None:
    assert names_above(text, portal()) is above
    door, _ = guests()
    assert door.may_ask(page(f"{CITY}/zfxxgk/", HOME, anchor=text)) is not above


def test_what_lies_in_a_folder_that_the_county_own_page_led_to_is_the_county_own_and_nothing_else_there() -> None:
    door, chosen = guests()
    owners, one = door._owners, chosen.portals[0]
    assert owners.seen_from(one, f"{CITY}/gk/jyx/mzj/") == "above"
    assert door.may_ask(page(f"{CITY}/gk/jyx/index.html", HOME))
    assert not door.may_ask(page(f"{CITY}/gk/szf/", HOME, anchor="市政府信息公开"))
    asked = ("gk/jyx/bm/", "gk/jyx/mzj/nb/", "gk/szf/", "gk/jyx2/", "")
    assert [owners.seen_from(one, f"{CITY}/{path}") for path in asked] == ["entered"] * 2 + ["above"] * 3


def test_a_shared_platform_is_opened_for_the_units_that_carry_the_county_number() -> None:
    door, _ = guests()
    entry = f"{CITY}/openinfo/area/620421"
    assert door.may_ask(page(entry, HOME))
    assert door.may_ask(page(f"{CITY}/openinfo/unit/620421015", entry))
    assert not door.may_ask(page(f"{CITY}/openinfo/unit/620400002", entry))
    assert not door.may_ask(page(f"{CITY}/openinfo/", entry))


def test_units_of_the_county_are_opened_one_by_one_where_addresses_say_nothing() -> None:
    door, _ = guests()
    entry = f"{CITY}/index.jsp?area=7"
    assert door.may_ask(page(entry, HOME))
    unit = f"{CITY}/unit.jsp?id=12"
    assert not door.may_ask(page(unit, entry, anchor="市审计局"))
    assert not door.may_ask(page(unit, entry, anchor="政务公开"))
    assert door.may_ask(page(unit, entry, anchor="审计局"))
    assert door.may_ask(page(f"{CITY}/list.jsp?id=12", unit, anchor="政府信息公开年报"))
    assert not door.may_ask(page(f"{CITY}/news.jsp?id=12", unit, anchor="政府信息公开年报", kind="home"))
