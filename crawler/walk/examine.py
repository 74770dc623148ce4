"""One pure call for a reader process: what a document is, what it lists, where it leads."""

from __future__ import annotations

import msgspec

from crawler.fetch.ledger import Visit
from crawler.fetch.target import Target
from crawler.platforms import Fetch, Lead, Listing, read_listing
from crawler.platforms.asking import page_asked
from crawler.platforms.base import CHOICE, ROW
from crawler.platforms.columns import is_report_column, is_within_disclosure, names_report_column
from crawler.platforms.discover import find_leads
from crawler.platforms.entries import shows_reports
from crawler.platforms.frames import sent_on
from crawler.platforms.matrix import collects_reports
from crawler.platforms.naming import hides_units, is_way, names_units, names_units_page, offers_units, says_more
from crawler.platforms.paging import unique_fetches
from crawler.platforms.postback import control_of
from crawler.platforms.rehearsal import may_turn, rehearse, show
from crawler.platforms.scripted import wanted_scripts
from crawler.platforms.search import search_requests
from crawler.platforms.shells import asked_for_text
from crawler.platforms.sitemaps import read_sitemap, sitemap_pages
from crawler.platforms.titles import is_report_title
from crawler.platforms.unknown import unknown_leads
from crawler.reading import read_page
from crawler.reading.decode import decode
from crawler.reading.packed import is_packed
from crawler.records import Attachment, Context, Document, Page, Parts, Reading
from crawler.report.archive import read_archive
from crawler.report.cleaning.body import find_body
from crawler.report.files import File
from crawler.report.join import Part, Whole
from crawler.report.merge import read_with_files
from crawler.report.parts import find_parts
from crawler.report.read import read_document
from crawler.report.wanted import lacks_body, wanted_files

#: An article that shows so many characters of prose is not empty.
_SHOWN = 300


class Hints(msgspec.Struct, frozen=True):
    """What the crawl knows that helps to find lists and leads.

    ``names`` are the portal's names, which link texts may start with; ``request`` is the fetch that gave the
    document; ``anchor`` the text of the link that led to it; ``in_column`` that it belongs to a known column of
    reports (年报栏目), though it may not say so, ``below_column`` that such a column led to it, ``within`` that it lies
    in the disclosure tree, though it may not say so; ``follow`` whether
    lists and leads are wanted at all, ``sitemaps`` whether the sitemaps that the page links to (网站地图) are, and
    its search form; ``scripts`` are the texts of the external scripts that it was found to lack, by address.
    """

    names: tuple[str, ...] = ()
    scripts: dict[str, str] = {}
    request: Fetch | None = None
    anchor: str = ""
    in_column: bool = False
    below_column: bool = False
    within: bool = False
    follow: bool = True
    sitemaps: bool = False


class Examination(msgspec.Struct):
    """What one document gave. The reading's page comes without blocks, grids, links, zones and scripts."""

    reading: Reading
    listing: Listing | None = None
    leads: list[Lead] = []
    #: The files that belong to the report: what it links to and, where it has no text, its pictures.
    files: list[Attachment] = []
    #: Whether the page belongs to a column of reports (年报栏目), by its own word or by what led to it.
    column: bool = False
    #: Sitemaps that the page links to, or that an index of sitemaps names.
    sitemaps: list[str] = []
    #: External scripts that may say what the page's list asks, or be its menu: it shows neither itself.
    scripts: list[str] = []
    #: What an empty article asks for: its text is in the answer.
    asks: list[Fetch] = []
    #: What the page's own search form is to be asked, where it has one.
    searches: list[Fetch] = []

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """Crosses from the reader process as MessagePack: a tenth of the time that pickling structs takes."""
        return _unpack, (_ENCODER.encode(self),)


class Examined(msgspec.Struct):
    """The item of the crawl: a page of the ledger, what fetching it gave and, if it was read, what it holds."""

    target: Target
    visit: Visit
    examination: Examination | None = None
    #: The report's files as pages of the ledger, and how fetching each ended.
    files: list[tuple[Target, Visit]] = []
    #: The report's further pages, likewise.
    parts: list[tuple[Target, Visit]] = []


_ENCODER = msgspec.msgpack.Encoder()


def examine(document: Document, context: Context, hints: Hints) -> Examination:
    """Reads ``document`` once: as a report, as a list, and for links that may lead to reports."""
    reading = read_archive(document, context) if is_packed(document) else read_document(document, context)
    page, parts = reading.page, reading.parts
    if parts is not None and parts.number > 1:
        return Examination(_trimmed(_without_report(reading, parts)), leads=_to_first(parts, context))
    listing: Listing | None = None
    leads: list[Lead] = []
    column = False
    lacking: list[str] = []
    if hints.follow or reading.report is None:
        called = reading.kind == "list" and (is_report_title(page.title) or is_report_title(hints.anchor))
        own_word = is_report_column(page) or (called and collects_reports(page))
        known = own_word or hints.in_column
        listing = read_listing(page, hints.request, known)
        if hints.below_column and not known:
            listing = _as_part_of_column(page, hints.request) or listing
        html = page.format == "html" and reading.report is None
        # A column may show its newest report, and the others by menus.
        if (html or (page.format == "html" and hints.in_column)) and (known or hints.below_column):
            listing, lacking = _completed(document, page, listing, hints, known)
        column = own_word or (listing is not None and listing.column)
        page.refresh = sent_on(document, page) if html else page.refresh
        leads = find_leads(
            page,
            hints.names,
            listing=listing,
            in_column=column or hints.in_column,
            led_by=hints.anchor,
            within=hints.within,
        )
        if html and hints.follow and not column:
            if _shows_way(leads, below=known or hints.below_column):
                lacking = []
            listing, leads, more = _led_by_scripts(document, page, listing, leads, hints)
            lacking = more or lacking
        if html and hints.follow:
            leads = leads + unknown_leads(page, leads, listing, column=column)
        # What led here may be wrong: then the page shows neither a list nor a frame with one.
        column = column or (hints.in_column and any(lead.kind == "frame" for lead in leads))
    maps = sitemap_pages(page) if hints.sitemaps else []
    searches = search_requests(page) if hints.sitemaps else []
    asks: list[Fetch] = []
    if not hints.follow and _is_shell(document, reading):
        wanted = asked_for_text(document, page, hints.scripts)
        asks, lacking = wanted.asks, wanted.lacking
    lacking = [] if hints.scripts else lacking
    return Examination(_trimmed(reading), listing, leads, wanted_files(reading), column, maps, lacking, asks, searches)


def _shows_way(leads: list[Lead], *, below: bool) -> bool:
    """Whether a page lacks nothing: it shows reports, or departments. ``below`` a column of reports the page of each
    unit may repeat these above a list of its own.
    """
    kinds = {lead.kind for lead in leads}
    return "report" in kinds or ("directory" in kinds and not below)


def _is_shell(document: Document, reading: Reading) -> bool:
    """Whether a page that a list calls a report shows no text and has scripts or frames that may."""
    page, report = reading.page, reading.report
    if page.format != "html" or page.status >= 400 or not (page.frames or b"<script" in document.body):
        return False
    if report is not None:
        return lacks_body(report) and not wanted_files(reading)
    return reading.kind in ("other", "shell", "home", "list") and find_body(page).prose < _SHOWN


def _completed(
    document: Document, page: Page, listing: Listing | None, hints: Hints, known: bool
) -> tuple[Listing | None, list[str]]:
    """The list of a column that shows none, or not all, by what its scripts do, else by what they print; and the
    external scripts without which that stays unknown.
    """
    complete = listing is not None and _shows_all(listing, document)
    if complete and not offers_units(page, _text_of(document)):
        return listing, []

    def read() -> Listing | None:
        if known:
            return read_listing(page, hints.request, in_column=True)
        return _as_part_of_column(page, hints.request)

    found = rehearse(document, page, hints.scripts, is_way, in_column=True, request=hints.request)
    if complete:  # its own pages are known
        found.entries = []
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
    return listing, [] if _shows_list(listing) else wanted_scripts(found.lacking, page.url, menu=False)


def _led_by_scripts(
    document: Document, page: Page, listing: Listing | None, leads: list[Lead], hints: Hints
) -> tuple[Listing | None, list[Lead], list[str]]:
    """Where the scripts of a page lead that is no column of reports: to one that it only names, to units (部门) that
    its links do not show; and the external scripts without which that stays unknown.
    """
    silent, named = says_more(page, leads), names_units(leads)
    within = hints.within or names_units_page(hints.anchor) or is_within_disclosure(page, hints.anchor)
    if not silent and not (within and hides_units(page, _text_of(document), leads)):
        return listing, leads, []
    found = rehearse(document, page, hints.scripts, is_way, in_column=False, request=hints.request)
    page.scripts.extend(hints.scripts.values())
    shown = show(page, found)
    if shown or hints.scripts:
        leads = find_leads(page, hints.names, listing=listing, led_by=hints.anchor, within=hints.within)
    elif asks := [fetch for fetch in found.asks if not silent or _chooses_way(fetch, within=within)]:
        listing = listing if (named or silent) and listing is not None else Listing([])
        listing.more = unique_fetches([*listing.more, *asks], page.url)
    leads_on = shown or any(lead.kind in ("report", "directory") for lead in leads)
    return listing, leads, [] if leads_on else wanted_scripts(found.lacking, page.url, menu=not silent)


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


def _as_part_of_column(page: Page, request: Fetch | None) -> Listing | None:
    """The list of a page that a column of reports leads to, where it is a part of it whatever it is called (区直部门):
    many of its rows are reports, or what it lists must be asked for. None where it is another list, or none.
    """
    listing = read_listing(page, request, in_column=True)
    return listing if listing is not None and shows_reports(listing) else None


def examine_sitemap(document: Document, hints: Hints) -> Examination:
    """Reads a sitemap for machines: no page, only where it leads."""
    found = read_sitemap(document.body, document.url, hints.names)
    page = Page(document.url, "data", size=len(document.body), status=document.status)
    return Examination(Reading(page, "other", "sitemap"), leads=found.leads, sitemaps=found.maps)


def examine_files(
    document: Document, context: Context, files: list[File], parts: list[Part] | None = None
) -> Examination:
    """Reads a report page again, together with its files: reading only, what it leads to is known."""
    return Examination(_trimmed(read_with_files(document, context, files, parts)))


def examine_parts(document: Document, context: Context, parts: list[Part]) -> Examination:
    """Reads a report page again, together with its further pages; ``files`` are then those of all of them."""
    reading = Whole(document, context, parts).read()
    return Examination(_trimmed(reading), files=wanted_files(reading))


def further_parts(document: Document, first: str) -> list[str]:
    """The addresses of the pages after this one of the article at ``first``, as far as this page shows them."""
    page = read_page(document)
    extent = find_body(page)
    parts = find_parts(page, extent.start, extent.end, first)
    return [] if parts is None else parts.urls


def _without_report(reading: Reading, parts: Parts) -> Reading:
    """A further page of a report is none itself: it is read with the first one."""
    why = f"page {parts.number} of {parts.first}"
    return msgspec.structs.replace(reading, kind="other", why=why, report=None)


def _to_first(parts: Parts, context: Context) -> list[Lead]:
    return [Lead(parts.first, "report", 1.0, context.anchor, "年报的第一页")] if parts.first else []


def _trimmed(reading: Reading) -> Reading:
    """The reading without what only reading needs: that stays in the reader process."""
    page = msgspec.structs.replace(
        reading.page, blocks=[], grids=[], links=[], zones=[], scripts=[], forms=[], search=None
    )
    return msgspec.structs.replace(reading, page=page)


def _unpack(data: bytes) -> Examination:
    return _DECODER.decode(data)


_DECODER = msgspec.msgpack.Decoder(Examination)
