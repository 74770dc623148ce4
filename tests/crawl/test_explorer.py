"""Links that are not understood: tried when all else has ended, one at a time, as long as they pay."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Target
from crawler.platforms.canonical import twin_key
from crawler.walk.explorer import Explorer

HOME = "http://www.x.gov.cn/"


@pytest.fixture
def pages() -> Frontier:
    frontier = Frontier(lambda url: urlsplit(url).netloc, twin_key, lambda: 0.0, window=9)
    frontier.need = Explorer(frontier, lambda target: "now", lambda portal: portal == "known").need
    return frontier


def page(path: str, priority: float, kind: str = "column") -> Target:
    return Target(f"{HOME}{path}", "x", kind, priority=priority, depth=1)  # type: ignore[arg-type]


def take(pages: Frontier) -> str:
    """Fetches the next page and is done with it; ``""`` when there is none."""
    target = pages.take()
    if target is None:
        return ""
    pages.release(target.url)
    pages.finish(target)
    return target.url.removeprefix(HOME)


def push(pages: Frontier, *targets: Target) -> None:
    for target in targets:
        assert pages.discover(target)
        pages.push(target)


def test_they_come_last_best_first_and_one_at_a_time(pages: Frontier) -> None:
    push(pages, page("a", 0.4), page("b", 0.8), page("known", 30.0))
    known = pages.take()
    assert known is not None and known.url == f"{HOME}known"
    assert pages.take() is None  # the known page may still lead on
    pages.release(known.url)
    pages.finish(known)
    first = pages.take()
    assert first is not None and first.url == f"{HOME}b"
    assert pages.take() is None
    pages.release(first.url)
    pages.finish(first)
    assert take(pages) == "a"


def test_a_night_ends_them_when_none_pays_and_goes_on_while_they_do(pages: Frontier) -> None:
    push(pages, *(page(f"{n}", 0.5) for n in range(30)))
    for _ in range(3):
        assert take(pages)
    push(pages, page("report", 60.0, "report"))
    assert take(pages) == "report"
    asked = 0
    while take(pages):
        asked += 1
    assert asked == 6  # none of these led to a report
    assert pages.left_over["x"] == 0
    assert pages.ended() == ["x"]


def test_more_are_tried_where_many_reports_were_found(pages: Frontier) -> None:
    for n in range(48):
        pages.discover(page(f"r{n}", 60.0, "report"))
    push(pages, *(page(f"{n}", 0.5) for n in range(30)))
    assert len([url for url in iter(lambda: take(pages), "") if url]) == 10


def test_one_that_is_understood_elsewhere_is_asked_as_that_and_once(pages: Frontier) -> None:
    push(pages, page("a", 0.5))
    assert not pages.discover(page("a", 0.6))
    push(pages, page("a", 40.0))
    assert [take(pages), take(pages)] == ["a", ""]
    assert not pages.discover(page("a", 41.0))
    assert pages.ended() == ["x"] and len(pages) == 0


def test_sites_of_one_portal_take_turns_too(pages: Frontier) -> None:
    other = Target("http://czj.x.gov.cn/a", "x", "column", priority=0.5, depth=1)
    push(pages, page("a", 0.5), other)
    first = pages.take()
    assert first is not None and pages.take() is None
    pages.release(first.url)
    pages.finish(first)
    second = pages.take()
    assert second is not None and {first.url, second.url} == {f"{HOME}a", other.url}


def test_what_is_known_to_lead_elsewhere_is_tried_only_where_no_report_is_known(pages: Frontier) -> None:
    push(pages, page("faint", 0.1))
    other = Target("http://www.y.gov.cn/faint", "known", "column", priority=0.1, depth=1)
    likely = Target("http://www.y.gov.cn/likely", "known", "column", priority=0.4, depth=1)
    push(pages, other, likely)
    taken = [url for url in iter(lambda: take(pages), "") if url]
    assert sorted(taken) == ["faint", likely.url]


def test_a_portal_without_any_report_is_searched_longer(pages: Frontier) -> None:
    push(pages, *(page(f"{n}", 0.5) for n in range(30)))
    assert len([url for url in iter(lambda: take(pages), "") if url]) == 15
