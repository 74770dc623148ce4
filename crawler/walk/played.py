"""Lists and leads that a page shows by its scripts alone: these are played, and the page is read again with them."""

from __future__ import annotations

from crawler.platforms import Fetch, Lead, Listing, read_listing
from crawler.platforms.asking import page_asked
from crawler.platforms.base import CHOICE, ROW
from crawler.platforms.columns import is_within_disclosure, names_report_column
from crawler.platforms.discover import find_leads
from crawler.platforms.entries import shows_reports
from crawler.platforms.frames import ENTRANCE
from crawler.platforms.naming import (
    hides_units,
    is_way,
    names_silent_reports,
    names_units,
    names_units_page,
    offers_units,
    says_more,
)
from crawler.platforms.paging import read_pager, unique_fetches
from crawler.platforms.postback import control_of
from crawler.platforms.rehearsal import may_turn, rehearse, show
from crawler.platforms.scripted import wanted_scripts
from crawler.platforms.titles import is_report_title
from crawler.reading.decode import decode
from crawler.records import Document, Page
from crawler.walk.examination import Hints


def completed(
    document: Document, page: Page, listing: Listing | None, hints: Hints, known: bool
) -> tuple[Listing | None, list[str]]:
    """The list of a column that shows none, or not all, by what its scripts do, else by what they print; and the
    external scripts without which that stays unknown.
    """
    complete = listing is not None and _shows_all(listing, document)
    silent = names_silent_reports(page)
    units = complete and offers_units(page, _text_of(document))
    if complete and not silent and not units:
        return listing, []

    def read() -> Listing | None:
        if known:
            return read_listing(page, hints.request, in_column=True)
        return as_part_of_column(page, hints.request)

    found = rehearse(document, page, hints.scripts, is_way, in_column=True, request=hints.request)
    if complete and not units:  # rows alone are missing
        found.links, found.written = (
            [link for link in links if is_report_title(link.text)] for links in (found.links, found.written)
        )
    if complete:  # its own pages are known
        found.entries = found.entries if silent else []
        found.asks = [ask for ask in found.asks if CHOICE in ask.headers or page_asked(ask) is None]
    if show(page, found):
        listing = read() or listing
    if found.asks or found.entries:
        listing = listing or Listing([], column=known)
        if listing.guess or (not listing.entries and any(ROW in fetch.headers for fetch in found.asks)):
            listing.more = []  # asked for as well, without what the rows of the answer lead to
        known_rows = {entry.url for entry in listing.entries}
        listing.entries.extend(entry for entry in found.entries if entry.url not in known_rows)
        listing.more = unique_fetches([*listing.more, *found.asks], page.url)
    if listing is None and known and (total := read_pager(page).total):
        listing = Listing([], total=total, column=True)  # rows that nothing makes out: the list falls short
    return listing, [] if _shows_list(listing) else wanted_scripts(found.lacking, page.url, menu=False)


def led_by_scripts(
    document: Document, page: Page, listing: Listing | None, leads: list[Lead], hints: Hints
) -> tuple[Listing | None, list[Lead], list[str]]:
    """Where the scripts of a page lead that is no column of reports: to one that it only names, to units (部门) that
    its links do not show, from a portal's first page to any column; and the external scripts without which that stays
    unknown.
    """
    ways = [lead for lead in leads if lead.kind in ("column", "report", "frame")]
    lost = hints.home and all(lead.why == ENTRANCE for lead in ways)
    silent, named = says_more(page, leads), names_units(leads)
    within = hints.within or names_units_page(hints.anchor) or is_within_disclosure(page, hints.anchor)
    if not silent and not lost and not (within and hides_units(page, _text_of(document), leads)):
        return listing, leads, []
    found = rehearse(document, page, hints.scripts, is_way, in_column=False, request=hints.request)
    page.scripts.extend(hints.scripts.values())
    shown = show(page, found)
    if shown or hints.scripts:
        leads = find_leads(page, hints.names, listing=listing, led_by=hints.anchor, within=hints.within)
    elif asks := [fetch for fetch in found.asks if not silent or _chooses_way(fetch, within=within)]:
        listing = listing if (named or silent) and listing is not None else Listing([])
        listing.more = unique_fetches([*listing.more, *asks], page.url)
    leads_on = shown or (not lost and any(lead.kind in ("report", "directory") for lead in leads))
    if leads_on:
        return listing, leads, []
    menus = wanted_scripts(found.lacking, page.url, menu=not silent)
    return listing, leads, menus or (wanted_scripts(found.lacking, page.url, menu=False) if lost and not ways else [])


def _chooses_way(fetch: Fetch, *, within: bool) -> bool:
    """Whether a request is what a click on 年报 sends or, ``within`` the disclosure tree, on a unit."""
    choice = fetch.headers.get(CHOICE, "")
    return names_report_column(choice) or (within and bool(choice))


def _shows_all(listing: Listing, document: Document) -> bool:
    """Whether a list names its further pages, or has none by what the page prints."""
    if not listing.entries:
        return False
    if listing.more:  # beside a pager of post-backs may stand a menu of units: the next page offers none
        return not any(control_of(fetch.body) for fetch in listing.more)
    return (listing.total or 0) <= len(listing.entries) and not may_turn(_text_of(document))


def _text_of(document: Document) -> str:
    return decode(document.body, document.headers.get("content-type", "")).text


def _shows_list(listing: Listing | None) -> bool:
    return listing is not None and bool(listing.entries or (listing.more and not listing.guess))


def as_part_of_column(page: Page, request: Fetch | None) -> Listing | None:
    """The list of a page that a column of reports leads to, where it is a part of it whatever it is called (区直部门):
    many of its rows are reports, or what it lists must be asked for. None where it is another list, or none.
    """
    listing = read_listing(page, request, in_column=True)
    return listing if listing is not None and shows_reports(listing) else None
