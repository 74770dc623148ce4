from __future__ import annotations

from urllib.parse import urlsplit

from crawler.fetch.budget import Budget
from crawler.fetch.frontier import DEPTH_MAX, Frontier
from crawler.fetch.target import Target
from crawler.platforms.canonical import twin_key


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def frontier(clock: Clock | None = None, budget: Budget | None = None, window: int = 1) -> Frontier:
    return Frontier(lambda url: urlsplit(url).netloc, twin_key, clock or Clock(), budget, window)


def page(host: str, path: str = "", priority: float = 0.0, kind: str = "report", depth: int = 1) -> Target:
    return Target(
        url=f"http://{host}/{path}",
        portal_id=host,
        kind=kind,  # type: ignore[arg-type]
        priority=priority,
        depth=depth,
    )


def drain(pages: Frontier) -> list[str]:
    urls = []
    while target := pages.take():
        urls.append(target.url)
        pages.release(target.url)
    return urls


def test_the_best_page_of_a_site_comes_first_and_sites_take_turns() -> None:
    pages = frontier()
    for number in range(3):
        pages.push(page("a", f"{number}", priority=number))
    pages.push(page("b", "0"))
    assert drain(pages) == ["http://a/2", "http://b/0", "http://a/1", "http://a/0"]
    assert len(pages) == 0


def test_a_site_has_one_page_out_at_a_time() -> None:
    pages = frontier()
    pages.push(page("a", "1"))
    pages.push(page("a", "2"))
    assert pages.take()
    assert pages.take() is None
    pages.release("http://a/1")
    assert pages.take()


def test_what_never_ended_comes_after_all_else_and_holds_up_nothing() -> None:
    pages = frontier()
    pages.need = lambda target: "later" if target.unknown and not pages.is_quiet("a") else "now"
    stalled = page("a", "drips", priority=90, kind="list")
    stalled.stalled = True
    for target in (stalled, page("a", "guess", priority=0.4, kind="column"), page("a", "1", priority=60)):
        pages.push(target)
    urls = []
    while target := pages.take():
        urls.append(target.url)
        pages.release(target.url)
        pages.finish(target)
    assert urls == ["http://a/1", "http://a/guess", "http://a/drips"]


def test_a_page_and_its_twins_are_found_once() -> None:
    pages = frontier()
    assert pages.discover(page("www.x.gov.cn", "a/index.html"))
    assert not pages.discover(page("x.gov.cn", "a/"))
    assert pages.knows("https://www.x.gov.cn/a/")
    assert not pages.claim("https://www.x.gov.cn/a/")
    assert pages.claim("https://www.x.gov.cn/b/")


def test_forms_of_one_address_are_pages_of_their_own() -> None:
    pages = frontier()
    for number in (1, 2):
        form = Target(url="http://a/list.jsp", portal_id="a", method="POST", body=f"page={number}")
        assert pages.discover(form)
        assert not pages.discover(form)


def test_discovery_stops_at_its_budget_and_says_what_is_left() -> None:
    pages = frontier(budget=Budget(pages=2, requests=4))
    for number in range(5):
        pages.push(page("a", f"column{number}", priority=10, kind="column"))
        pages.push(page("a", f"report{number}"))
    assert drain(pages) == ["http://a/column0", "http://a/column1", "http://a/report0", "http://a/report1"]
    assert pages.left_over["a"] == 6
    assert len(pages) == 0


def test_endless_links_end() -> None:
    pages = frontier()
    assert not pages.discover(page("a", "deep", depth=DEPTH_MAX + 2))
    assert not pages.discover(page("a", "x" * 2000))


def test_a_closed_site_gives_nothing_more_and_counts_what_it_leaves() -> None:
    pages = frontier()
    pages.push(page("a", "1"))
    pages.push(page("b", "1"))
    pages.close("a")
    pages.push(page("a", "2"))
    assert drain(pages) == ["http://b/1"]
    assert pages.left_over["a"] == 2


def test_a_held_site_waits_while_others_go_on() -> None:
    clock = Clock()
    pages = frontier(clock)
    pages.push(page("a", "1"))
    pages.push(page("b", "1"))
    pages.hold("a", 30)
    assert drain(pages) == ["http://b/1"]
    assert len(pages) == 1
    clock.now = 31
    assert drain(pages) == ["http://a/1"]


def test_every_report_found_allows_a_page_more_to_look_for_columns() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0, Budget(pages=1, requests=99), window=99)
    for number in range(3):
        frontier.push(Target(f"http://www.x.gov.cn/c{number}/", "x", "column"))
    assert frontier.discover(Target("http://www.x.gov.cn/1.html", "x", "report"))
    assert [frontier.take() is not None for _ in range(3)] == [True, True, False]
    assert frontier.left_over["x"] == 1


def test_a_run_may_be_told_to_fetch_only_some_reports() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0, Budget(reports=1), window=99)
    for number in range(3):
        frontier.push(Target(f"http://www.x.gov.cn/{number}.html", "x", "report"))
    assert [frontier.take() is not None for _ in range(3)] == [True, False, False]
    assert frontier.left_over["x"] == 2


def test_a_report_is_near_enough_if_its_list_is() -> None:
    queue = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    assert not queue.discover(Target("http://www.x.gov.cn/nb/", "x", "column", depth=DEPTH_MAX + 1))
    assert queue.discover(Target("http://www.x.gov.cn/nb/1.html", "x", "report", depth=DEPTH_MAX + 1))


def test_what_may_be_needed_later_waits_for_all_else_and_is_left_if_it_is_not() -> None:
    now = 0.0
    queue = Frontier(lambda url: "x", lambda url: url, lambda: now, window=10)
    needed = {"http://x/a": "later", "http://x/b": "later"}
    queue.need = lambda target: needed.get(target.url, "now")  # type: ignore[assignment, return-value]
    for name, priority in (("a", 50.0), ("b", 40.0), ("c", 30.0)):
        queue.push(Target(f"http://x/{name}", "p", "column", priority=priority))

    def taken() -> str:
        page = queue.take()
        if page is None:
            return ""
        queue.release(page.url)
        return page.url

    assert taken() == "http://x/c"
    # What was taken is not finished: it may lead on.
    assert (taken(), len(queue)) == ("", 2)
    queue.finish(Target("http://x/c", "p", "column"))
    needed["http://x/b"] = "now"
    now = 10.0
    assert taken() == "http://x/b"
    assert (taken(), len(queue)) == ("", 1)
    # It is not waited for ever for a page that never ends.
    now = 1000.0
    assert (taken(), len(queue)) == ("", 0)
