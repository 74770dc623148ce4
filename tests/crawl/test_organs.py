"""Sites of departments: visited only where they may hold reports that are not known."""

from __future__ import annotations

from crawler.catalogue.portals import Portal
from crawler.fetch.target import Target
from crawler.walk.organs import Organs

HOME = "http://www.x.gov.cn/"


def organs() -> Organs:
    return Organs({"x": Portal("x", "620421", "county", "甘肃省", "白银市", "靖远县", "靖远县人民政府", HOME)})


def site(host: str, name: str) -> Target:
    return Target(f"http://{host}.x.gov.cn/", "x", "column", anchor=name)


def test_an_organ_whose_reports_of_several_years_are_known_needs_no_visit() -> None:
    known = organs()
    for year in (2020, 2021):
        known.note_report("x", "靖远县财政局", year)
    assert known.need(site("czj", "财政局")) == "now"
    known.note_report("x", "靖远县财政局", 2022)
    assert known.need(site("czj", "财政局")) == "none"
    assert known.need(site("czj", "靖远县财政局")) == "none"
    assert known.need(site("mzj", "民政局")) == "now"
    assert known.need(Target(f"{HOME}bm/czj/", "x", "column", anchor="财政局")) == "now"


def test_where_the_first_sites_hold_nothing_the_others_are_left() -> None:
    known = organs()
    assert {known.need(site(f"a{number}", f"第{number}局")) for number in range(5)} == {"now"}
    assert known.need(site("a6", "第六局")) == "later"
    assert known.need(site("a1", "第一局")) == "now"


def test_where_one_of_them_holds_a_report_all_are_visited() -> None:
    known = organs()
    assert {known.need(site(f"a{number}", f"第{number}局")) for number in range(5)} == {"now"}
    known.note_lead(Target("http://a3.x.gov.cn/nb/1.html", "x", "report"))
    assert known.need(site("a6", "第六局")) == "now"


def test_what_the_first_night_passed_over_is_visited_by_and_by_in_the_nights_after_it() -> None:
    known = organs()
    known.note_reports([("x", "靖远县财政局", year) for year in (2020, 2021, 2022)])
    needs = [known.need(site(f"czj{number}", "财政局")) for number in range(7)]
    assert needs == ["now"] * 5 + ["none"] * 2
