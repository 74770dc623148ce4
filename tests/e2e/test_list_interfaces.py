"""A crawl of families whose lists are interfaces: every report once, few requests, a second night with fewer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.harness import Nights, empty_portal, planted, two_nights
from tests.standin import list_interfaces as made
from tests.standin.handmade import Site

SITES = (
    made.jpaas_directory("hewan"),
    made.ucap_search("shiqiao"),
    made.epoint_settings("yunling"),
    made.aspnet_postbacks("songping"),
    made.trs_service("liutang"),
    made.hanweb_module("shazhou"),
    made.on_the_prefectures_host("beiping", "qinghe"),
    made.external_script("nanping"),
)


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with two_nights(tmp_path_factory.mktemp("interfaces"), SITES, empty_portal("qinghe")) as crawled:
        yield crawled


def test_every_report_is_found_once_and_nothing_else(nights: Nights) -> None:
    assert nights.first.status == 0, nights.first.output[-3000:]
    wanted = [(url, truth.agency, truth.year) for url, truth in planted([site.portal for site in SITES]).items()]
    assert nights.after_first == sorted(wanted)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.portal.plan.family)
def test_no_list_falls_short(nights: Nights, site: Site) -> None:
    outcome, detail = nights.place.outcomes(1)[site.portal.home]
    assert (outcome, detail) == ("reached", "None")


def test_a_report_costs_few_requests(nights: Nights) -> None:
    assert nights.requests <= 2.5 * len(nights.after_first)


def test_the_second_night_asks_for_the_lists_alone_and_changes_nothing(nights: Nights) -> None:
    assert nights.second.status == 0, nights.second.output[-3000:]
    assert nights.place.rows("SELECT url, agency, year FROM reports ORDER BY url") == nights.after_first
    asked = {entry.target for entry in nights.server.log[nights.requests :]}
    assert not asked & {"/zwgk/zwgk.html", "/zfxxgk/bm/index.html", "/k/zfxxgk/index.shtml"}
    assert len(nights.server.log) - nights.requests < nights.requests / 2
