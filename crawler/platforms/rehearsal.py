"""What a page does, as far as lists of reports go: what it asks for, where it leads, the records that it holds.

The page's own scripts are played (:mod:`crawler.platforms.scene`), so it does not matter how an address is put
together or which family the page is of. Asked are requests that the page sends when it is shown, or when a page number,
a unit or a year is clicked; how a request names its page is seen by what the click on another number changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import msgspec

from crawler.facts import patterns
from crawler.platforms.answers import entries_in
from crawler.platforms.asking import ask_for, is_page_of, names, page_asked, total_told
from crawler.platforms.base import CHOICE, EACH, MAX_MORE, PAGE, ROW, Entry, Fetch, whole
from crawler.platforms.canonical import canonical, is_media
from crawler.platforms.columns import names_report_column
from crawler.platforms.played_asks import (
    AROUND,
    SECOND,
    braced,
    has_fields,
    headers_of,
    is_settled,
    is_unknown,
    page_field,
    row_address,
    row_like_siblings,
    template,
    values_of,
)
from crawler.platforms.postback import control_of, is_walked, still_to_choose
from crawler.platforms.rows import is_next
from crawler.platforms.rules import naming_rules
from crawler.platforms.scene import FIELD, UNKNOWN, Go, Played, Records, play
from crawler.platforms.scripted import is_no_list
from crawler.platforms.titles import is_report_title
from crawler.reading.web.openers import placed
from crawler.records import Block, Document, Link, Page

#: A number in an address, with the sign before it: ``index.html`` and ``index_1.html`` are pages of one list.
_PAGE_NUMBER = re.compile(r"[_-]?\d+")
#: Requests of one page that are no pages of its list: those of its units, and those that it sends when shown.
_MOST_UNITS, _MOST_SHOWN = 150, 4
#: So many units say what else stands in their menu.
_LEAST_UNITS = 3


class Rehearsal(msgspec.Struct):
    """``asks`` are requests for lists, ``links`` where clicks lead, ``entries`` rows that the page's scripts hold."""

    links: list[Link] = []
    #: Links that the page's scripts write.
    written: list[Link] = []
    #: What its scripts put into its frames as it is shown.
    frames: list[str] = []
    asks: list[Fetch] = []
    entries: list[Entry] = []
    #: The page's external scripts, where something that is asked for, or all, stays unknown without them.
    lacking: list[str] = []


_pattern = patterns("platforms.toml", "scripts", flags=re.IGNORECASE)


def may_turn(body: str) -> bool:
    """Whether a page that shows rows may have more that only a script shows (加载更多, a menu of pages)."""
    return _pattern("turns").search(body) is not None


def rehearse(
    document: Document,
    page: Page,
    external: dict[str, str],
    is_way: Callable[[str], bool],
    *,
    in_column: bool,
    request: Fetch | None = None,
) -> Rehearsal:
    """Plays the scripts of ``page``; ``external`` are the texts of its external ones, by address.

    ``is_way`` says whether what is clicked is called like a way to reports: a unit, a year, a column. ``request`` is
    the fetch that gave the page: what was chosen by it (ASP.NET) is not chosen again.
    """
    played = play(document, external)
    found = Rehearsal(list(_links(played, page, clicked=True)), list(_links(played, page, clicked=False)))
    found.frames = [url for go in played.goes if (url := _frame(go, page))]
    row = row_address(played.goes, None)
    kept: dict[tuple[str, str, str], Fetch] = {}
    turned: list[Fetch] = []
    field, total = page_field(played.asks), total_told((*page.scripts, *external.values()))
    each = next((ask for ask in played.asks if has_fields(ask) and ask.clicked and not is_unknown(ask)), None)
    shown = units = 0
    controls = [control_of(ask.body) for ask in played.asks if ask.clicked and not ask.probe and is_way(ask.label)]
    open_ = still_to_choose(controls, request)
    walked = is_walked(page, request)
    #: What was clicked beside units and is called otherwise (融媒体中心), by what is asked for.
    beside: dict[tuple[str, tuple[str, ...]], list[Fetch | None]] = {}
    for number, ask in enumerate(played.asks):
        url = canonical(ask.url, page.url)
        if ask.probe or not is_settled(ask) or not _may_ask(url, page):
            continue
        own_row = row_address(played.goes, number) or row
        headers = headers_of(ask, page) | ({ROW: own_row} if own_row else {}) | ({PAGE: field} if field else {}) | total
        fetch = Fetch(url, "POST" if ask.method == "POST" else "GET", ask.body, headers)
        if not ask.clicked:
            if in_column and _pattern("furniture").search(urlsplit(url).path):
                continue
            organs = not in_column and _pattern("organs").search(urlsplit(url).path)
            if page_asked(fetch) is None and not own_row and not ask.shown and not organs:
                continue
            shown += 1
            if each is not None and page_asked(fetch) is None:
                fetch = msgspec.structs.replace(fetch, headers={**headers, EACH: template(each, page)})
            if shown > _MOST_SHOWN:
                continue
        elif not _turns(ask.label):
            if (control := control_of(ask.body)) and control not in open_:
                continue
            units += 1
            headers[CHOICE] = ask.label
            way = is_way(ask.label)
            if way or not naming_rules().excluded.search(ask.label):
                beside.setdefault((url.partition("?")[0], tuple(values_of(ask))), []).append(None if way else fetch)
            if not way or units > _MOST_UNITS:
                continue
        else:
            if not (walked and control_of(ask.body)):
                turned.append(fetch)
            continue
        kept.setdefault(fetch.key(), fetch)
    firsts = list(kept.values())[:_MOST_SHOWN]
    kept.update((fetch.key(), fetch) for fetch in turned if not any(is_page_of(first, fetch) for first in firsts))
    for fetches in beside.values():
        others = [fetch for fetch in fetches if fetch is not None]
        if len(fetches) - len(others) >= max(_LEAST_UNITS, len(others)):
            kept.update((fetch.key(), fetch) for fetch in others)
    found.asks = list(kept.values())[: MAX_MORE + _MOST_UNITS] or list(_tried(played, page, row))
    kind: set[str] = set()  # by the names of its fields
    for records in played.records if in_column else ():
        rows = json.loads(records.rows)
        if kind and set(rows[0]) != kind:
            continue
        made = row or row_like_siblings(rows, played.goes)
        if entries := list(entries_in(rows, page.url, made)):
            found.asks.extend(_further(played, records, page, made) if not kind else ())
            found.entries.extend(entries)
            kind = set(rows[0])
    if any(map(is_unknown, played.asks)) or not (found.asks or found.entries):
        found.lacking = played.files
    return found


def _tried(played: Played, page: Page, row: str) -> Iterator[Fetch]:
    """The first page of what functions ask that nothing on the page calls, by what they ask as the second one."""
    kept: dict[tuple[str, str, str], Fetch] = {}
    for ask in played.asks:
        url = canonical(ask.url, page.url)
        if not ask.probe or not is_settled(ask) or not _may_ask(url, page):
            continue
        headers = headers_of(ask, page) | ({ROW: row} if row else {})
        fetch = Fetch(url, "POST" if ask.method == "POST" else "GET", ask.body, headers)
        if page_asked(fetch) == SECOND and (first := ask_for(fetch, 1)) is not None:
            kept.setdefault(first.key(), first)
    yield from list(kept.values())[:_MOST_SHOWN]


def _may_ask(url: str, page: Page) -> bool:
    """Whether an address that a script asks may be that of a list: on the page's host, and no counter."""
    return bool(url) and not is_media(url) and not is_no_list(url) and urlsplit(url).netloc == urlsplit(page.url).netloc


def show(page: Page, found: Rehearsal) -> bool:
    """Puts the links that were found into the page, those that its scripts write as lines of their own; whether any."""
    page.links.extend(placed(page, found.links))
    for link in placed(page, found.written):
        if link.block < 0:
            page.blocks.append(Block(link.text, "li", 1, len(link.text)))
            link = Link(link.url, link.text, len(page.blocks) - 1)
        page.links.append(link)
    page.frames.extend(url for url in found.frames if url not in page.frames)
    return bool(found.links or found.written or found.frames)


def _frame(gone: Go, page: Page) -> str:
    """What a frame of the page shows when it is loaded; "" where a script goes elsewhere, or it is not known."""
    known = gone.frame and not (gone.clicked or gone.probe or UNKNOWN in gone.url or FIELD.search(gone.url))
    return canonical(gone.url, page.url) if known else ""


def _links(played: Played, page: Page, *, clicked: bool) -> Iterator[Link]:
    known = {(link.url, link.text) for link in page.links}
    # A piece that a click on 年报 fetches is as good as a page that it goes to, and so is a form that a row sends.
    pieces = (
        Go(ask.url, ask.label, clicked=True)
        for ask in played.asks
        if ask.method == "GET" and ask.clicked and (names_report_column(ask.label) or is_report_title(ask.label))
    )
    for gone in (*played.goes, *pieces):
        if gone.clicked != clicked or UNKNOWN in gone.url or FIELD.search(gone.url) or not gone.label:
            continue
        link = Link(canonical(gone.url, page.url), gone.label)
        if gone.probe and _without_numbers(link.url) != _without_numbers(page.url):
            continue  # a function that takes a number: of a page only where nothing else changes
        if link.url and (link.url, link.text) not in known:
            known.add((link.url, link.text))
            yield link


def _without_numbers(url: str) -> str:
    return _PAGE_NUMBER.sub("", urlsplit(url).path)


def _turns(label: str) -> bool:
    """Whether what was clicked turns the pages of a list."""
    return is_next(label) or whole(label.strip(AROUND)) is not None or _pattern("more").fullmatch(label) is not None


def _further(played: Played, records: Records, page: Page, row: str) -> Iterator[Fetch]:
    """The further pages of a list whose first rows the page's scripts hold: a method of the page goes to a number."""
    turning = next((text for go in played.goes if "{row}" in (text := braced(go.url))), "")
    near = {name.lower(): number for name, number in records.near.items()}
    total = next((near[name] for name in names("total") if name in near), None)
    if not turning or total is None:
        return
    for number in range(2, min(-(-total // len(json.loads(records.rows))), MAX_MORE) + 1):
        if url := canonical(turning.replace("{row}", str(number)), page.url):
            yield Fetch(url, headers={"Referer": page.url, ROW: row})
