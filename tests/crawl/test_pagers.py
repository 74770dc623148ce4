"""Pages of lists that show what another one showed."""

from __future__ import annotations

from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Target
from crawler.platforms.base import Entry, Listing
from crawler.walk.follow import LIST
from crawler.walk.pagers import Pagers

SITE = "http://www.x.gov.cn"
ROWS = frozenset({f"{SITE}/1.html", f"{SITE}/2.html"})


def pagers() -> Pagers:
    return Pagers(Frontier(lambda url: "x", lambda url: url, lambda: 0.0))


def page(path: str, parent: Target | None = None) -> Target:
    return Target(SITE + path, "x", "list", parent=parent.key if parent else None)


def test_a_pager_that_shows_the_same_rows_again_repeats_itself() -> None:
    seen, first = pagers(), page("/nb/index.html")
    assert not seen.repeats(first, ROWS, leads_on=True)
    assert not seen.repeats(first, ROWS, leads_on=True)
    assert seen.repeats(page("/nb/index_1.html", first), ROWS, leads_on=True)
    assert not seen.repeats(page("/nb/index_2.html", first), frozenset({f"{SITE}/3.html"}), leads_on=False)


def test_an_interface_may_begin_with_the_rows_that_its_column_shows() -> None:
    seen, column = pagers(), page("/nb/index.html")
    assert not seen.repeats(column, ROWS, leads_on=True)
    assert not seen.repeats(page("/api/list?page=1", column), ROWS, leads_on=True)


def test_a_page_that_leads_on_is_no_repetition_of_one_that_does_not() -> None:
    seen, frame, interface = pagers(), page("/search.jsp"), page("/search.jsp?currpage=1")
    assert not seen.repeats(frame, ROWS, leads_on=False)
    assert not seen.repeats(interface, ROWS, leads_on=True)
    assert seen.repeats(page("/search.jsp?currpage=2", interface), ROWS, leads_on=True)


def answer(number: int, rows: range, total: int, *, exact: bool = True) -> tuple[Target, Listing]:
    target = Target(f"{SITE}/api/list", "x", "list", "POST", f"ch=7&page={number}", priority=LIST, parent=COLUMN)
    return target, Listing([Entry(f"{SITE}/{n}.html", f"{n}") for n in rows], total=total, exact=exact)


COLUMN = (f"{SITE}/nb/", "GET", "")


def test_nothing_is_asked_of_a_list_whose_pages_showed_all_the_rows_that_it_states() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    seen, beyond = Pagers(frontier), answer(3, range(0), 0)[0]
    other = Target(f"{SITE}/api/list", "x", "list", "POST", "ch=8&page=2", priority=LIST, parent=COLUMN)
    for waiting in (beyond, other):
        frontier.push(waiting)
    assert seen.note(*answer(1, range(5), 8), repeats=False) == []
    assert seen.note(*answer(2, range(5, 8), 8), repeats=False) == [beyond]
    assert seen.is_beyond(answer(4, range(0), 0)[0])
    assert not seen.is_beyond(other)


def test_pages_that_each_name_the_next_end_at_two_in_a_row_that_show_nothing() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    seen, pages = Pagers(frontier), [Target(f"{SITE}/list.do", "x", "list", method="POST", body="n=1")]
    for number in range(2, 6):
        body, parent = f"n={number}", pages[-1].key
        pages.append(Target(f"{SITE}/list.do", "x", "list", "POST", body, priority=LIST, parent=parent))
    rows = Listing([Entry(f"{SITE}/show/1.html", "")])
    assert seen.note(pages[1], rows, repeats=False) == [] and not seen.is_beyond(pages[2])
    assert seen.note(pages[2], None, repeats=False) == [] and not seen.is_beyond(pages[3])
    assert seen.note(pages[3], None, repeats=False) == [] and seen.is_beyond(pages[4])


def test_a_list_that_counts_its_pages_from_0_is_no_end_of_the_page_that_says_how_to_ask_it() -> None:
    seen, column = pagers(), page("/nb/index.html")
    settings = Target(f"{SITE}/site.js?category=7", "x", "list", priority=LIST, parent=column.key)
    asked = [
        Target(f"{SITE}/api/list", "x", "list", "POST", f'{{"page":{n}}}', priority=LIST, parent=settings.key)
        for n in (1, 0)
    ]
    asked[1].parent = asked[0].key
    assert seen.note(settings, Listing([]), repeats=False) == []
    assert seen.note(asked[0], Listing([], total=4), repeats=False) == []
    assert not seen.is_beyond(asked[1])


def test_a_first_page_with_as_many_rows_as_are_stated_does_not_end_a_list_that_leads_on() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    seen, following = Pagers(frontier), answer(2, range(0), 0)[0]
    frontier.push(following)
    assert seen.note(*answer(1, range(5), 5), repeats=False) == []
    assert not seen.is_beyond(following)


def test_rows_of_a_page_may_be_others_than_its_lists_and_end_nothing() -> None:
    frontier = Frontier(lambda url: "x", lambda url: url, lambda: 0.0)
    seen, following = Pagers(frontier), answer(3, range(0), 0)[0]
    frontier.push(following)
    assert seen.note(*answer(1, range(5), 8, exact=False), repeats=False) == []
    assert seen.note(*answer(2, range(5, 10), 8, exact=False), repeats=False) == []
    assert not seen.is_beyond(following)
