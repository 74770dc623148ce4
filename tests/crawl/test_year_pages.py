"""Lists with a page for each year: which of them are asked for."""

from __future__ import annotations

import pytest

from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Target
from crawler.platforms import Lead
from crawler.platforms.base import CHOICE
from crawler.records import Page, Reading
from crawler.walk.examination import Examination
from crawler.walk.year_pages import YearPages, next_year

SITE = "http://www.x.gov.cn"
YEARS = range(2025, 2007, -1)


def asked_of(reports: set[int], offered: range = YEARS) -> list[int]:
    """The years that are asked for, in order, of a list that has these reports."""
    shown: dict[int, bool] = {}
    while (year := next_year(shown, [year for year in offered if year not in shown])) is not None:
        shown[year] = year in reports
    return list(shown)


@pytest.mark.parametrize(
    ("reports", "requests"),
    [
        (set(range(2019, 2026)), 10),
        (set(range(2014, 2025)) - {2018, 2019}, 15),  # two years are missing, and the newest
        (set(range(2011, 2017)), 14),  # of an agency that is no more
        (set(YEARS), 18),
        (set(), 8),
    ],
)
def test_years_are_asked_for_as_far_as_reports_go(reports: set[int], requests: int) -> None:
    asked = asked_of(reports)
    assert reports <= set(asked)
    assert len(asked) == requests


def test_a_menu_that_begins_with_the_oldest_year_is_gone_through_from_the_newest() -> None:
    assert asked_of({2024, 2023}, range(2008, 2026))[:3] == [2025, 2024, 2023]


def page(year: int, area: str = "1", **parts: object) -> Target:
    return Target(f"{SITE}/nb.jsp?fbtime={year}&area={area}", "x", "list", **parts)  # type: ignore[arg-type]


def showing(*urls: str) -> Examination:
    leads = [Lead(url, "report", 0.9) for url in urls]
    return Examination(Reading(Page(f"{SITE}/nb.jsp", "html"), "list", ""), leads=leads)


def test_one_page_of_a_list_is_asked_for_after_the_other_and_the_rest_put_off() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    years = YearPages(frontier)
    assert not years.keeps_back(page(2025))
    assert all(years.keeps_back(page(year)) for year in range(2024, 2015, -1))
    assert not years.keeps_back(page(2025, "2"))  # another unit's list
    assert years.note(page(2025), showing(f"{SITE}/art/1.html")) == []
    for year in (2024, 2023):
        assert frontier.take() == page(year)
        # Links to the same page for other units are no reports of this one.
        assert years.note(page(year), showing(f"{SITE}/nb.jsp?fbtime={year}&area=3")) == []
        frontier.release(SITE)
    assert frontier.take() == page(2022)
    assert years.note(page(2022), showing()) == []
    frontier.release(SITE)
    assert frontier.take() == page(2019)  # a leap, and the next one: behind a gap the list may go on
    assert years.note(page(2019), showing()) == []
    frontier.release(SITE)
    assert frontier.take() == page(2016)
    assert years.note(page(2016), showing()) == [page(year) for year in (2021, 2020, 2018, 2017)]
    assert years.is_beyond(page(2014)) and not years.is_beyond(page(2026))


def test_a_page_that_cannot_be_had_does_not_hold_up_its_list() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    years = YearPages(frontier)
    assert not years.keeps_back(page(2025)) and years.keeps_back(page(2024))
    assert years.note(page(2025), None) == []
    assert frontier.take() == page(2024)


def test_a_year_is_known_by_the_name_of_its_field_or_by_what_was_chosen() -> None:
    def held(first: str, second: str, **headers: str) -> bool:
        years = YearPages(Frontier(lambda url: "x", lambda url: url, lambda: 0.0))
        one, other = (Target(f"{SITE}/list?{query}", "x", "list", headers=headers) for query in (first, second))
        assert not years.keeps_back(one)
        return years.keeps_back(other)

    assert held("year=2024&o=1", "year=2023&o=1")
    assert not held("id=2024", "id=2023")  # the numbers of two lists
    assert not held("year=2024&o=1", "year=2023&o=2")
    years = YearPages(Frontier(lambda url: "x", lambda url: url, lambda: 0.0))
    chosen = [Target(f"{SITE}/list?k={year}", "x", "list", headers={CHOICE: f"{year}年"}) for year in (2024, 2023)]
    assert [years.keeps_back(target) for target in chosen] == [False, True]


def folder(year: int, unit: str = "czj", anchor: str = "") -> Target:
    return Target(f"{SITE}/nb/{unit}/{year}n/index.html", "x", "list", anchor=anchor or f"{year}年")


def in_folder(year: int, *leads: Lead) -> Examination:
    return Examination(Reading(Page(folder(year).url, "html"), "list", ""), leads=list(leads))


def test_folders_of_years_below_one_unit_are_asked_one_after_the_other() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    years = YearPages(frontier)
    assert not years.keeps_back(folder(2025))
    assert all(years.keeps_back(folder(year)) for year in range(2024, 2015, -1))
    assert not years.keeps_back(folder(2025, "mzj"))
    assert not years.keeps_back(folder(2012, anchor="2012年及以前")) and not years.keeps_back(folder(2008, "sfj"))
    other_unit = Lead(f"{SITE}/nb/mzj/", "directory", 0.4)
    report = Lead(f"{SITE}/show/7.html", "report", 0.9)
    assert years.note(folder(2025), in_folder(2025, report, other_unit)) == []
    for year in (2024, 2023):
        assert frontier.take() == folder(year)
        assert years.note(folder(year), in_folder(year, other_unit)) == []
        frontier.release(SITE)
    assert frontier.take() == folder(2022)
    assert years.note(folder(2022), in_folder(2022, other_unit)) == []
    frontier.release(SITE)
    assert frontier.take() == folder(2019)
    # What lies behind the gap is asked for, and what lies in it too.
    assert years.note(folder(2019), in_folder(2019, report)) == []
    frontier.release(SITE)
    assert frontier.take() == folder(2021)


def test_a_folder_of_a_year_whose_frame_or_folders_hold_its_list_is_not_barren() -> None:
    below = [Lead(f"{SITE}/rows.html?y=1", "frame", 0.8), Lead(f"{SITE}/nb/czj/2020n/bm/", "column", 0.85)]
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    years = YearPages(frontier)
    assert not years.keeps_back(folder(2020))
    assert all(years.keeps_back(folder(year)) for year in range(2019, 2014, -1))
    assert years.note(folder(2020), in_folder(2020, below[1])) == []
    for year in range(2019, 2014, -1):
        assert frontier.take() == folder(year)
        assert years.note(folder(year), in_folder(year, below[0])) == []
        frontier.release(SITE)


def test_a_portal_is_leapt_over_years_in_vain_twice_and_no_more() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    years = YearPages(frontier)
    report = f"{SITE}/show/7.html"
    asked: dict[str, list[int]] = {}
    for area in ("1", "2"):
        for year in range(2025, 2007, -1):
            if not years.keeps_back(page(year, area)):
                frontier.push(page(year, area))
        while (target := frontier.take()) is not None:
            year = int(target.url.partition("fbtime=")[2][:4])
            asked.setdefault(area, []).append(year)
            years.note(target, showing(report) if year > 2023 else showing())
            frontier.release(SITE)
    assert asked == {"1": [2025, 2024, 2023, 2022, 2021, 2018, 2015], "2": [2025, 2024, 2023, 2022, 2021]}
