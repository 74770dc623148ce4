"""Reading and platforms together, without a network: every planted report can be reached from the home page."""

from __future__ import annotations

import pytest

from crawler.platforms import Fetch, read_listing
from crawler.platforms.discover import find_leads
from crawler.reading import read_page
from crawler.records import Document
from tests.standin.portals import Portal, build
from tests.standin.sample import PLANS, WITHOUT_COLUMN

#: Leads below this are not worth a request.
SURE = 0.3


def walk(portal: Portal) -> tuple[set[str], set[str], int]:
    """Addresses of reports that were met, addresses asked for in vain, and pages read."""
    queue, seen, met, lost = [Fetch(portal.home)], set[str](), set[str](), set[str]()
    while queue:
        request = queue.pop(0)
        url = request.url
        if url in seen:
            continue
        seen.add(url)
        page = portal.pages.get(url)
        if page is None:
            lost.add(url)
            continue
        read = read_page(Document(page.answer.body, url, page.answer.headers))
        listing = read_listing(read, request)
        if listing is not None and page.truth.kind in ("list", "data"):
            queue += listing.more
            met |= {entry.url for entry in listing.entries}
        for lead in find_leads(read, [portal.place.government], listing=listing):
            if lead.kind == "report":
                met.add(lead.url)
            elif lead.score > SURE:
                queue.append(Fetch(lead.url))
    planted = {page.url for page in portal.reports}
    return planted & (met | seen), lost, len(seen)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.family)
def test_every_planted_report_is_met_on_the_way_from_the_home_page(plan: object) -> None:
    portal = build(plan)  # type: ignore[arg-type]
    met, _, pages = walk(portal)
    assert met == {page.url for page in portal.reports}
    assert pages <= 3 * len(portal.reports)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.family)
def test_paging_asks_for_no_page_that_does_not_exist(plan: object) -> None:
    _, lost, _ = walk(build(plan))  # type: ignore[arg-type]
    assert not lost


def test_a_portal_without_reports_is_soon_done_with() -> None:
    _, _, pages = walk(build(WITHOUT_COLUMN))
    assert pages <= 8
