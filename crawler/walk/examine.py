"""One pure call for a reader process: what a document is, what it lists, where it leads."""

from __future__ import annotations

import re

import msgspec

from crawler.platforms import Fetch, Lead, Listing, read_listing
from crawler.platforms.base import Entry
from crawler.platforms.columns import is_report_column
from crawler.platforms.discover import find_leads
from crawler.platforms.frames import sent_on
from crawler.platforms.matrix import collects_reports
from crawler.platforms.neighbours import directory_pages, reports_beside
from crawler.platforms.paging import further_pages, read_pager
from crawler.platforms.rules import naming_rules
from crawler.platforms.search import search_requests
from crawler.platforms.shells import asked_for_text
from crawler.platforms.sitemaps import read_sitemap, sitemap_pages
from crawler.platforms.titles import is_report_title
from crawler.platforms.unknown import unknown_leads
from crawler.reading import read_page
from crawler.reading.packed import is_packed
from crawler.records import Context, Document, Page, Parts, Reading
from crawler.report.archive import read_archive
from crawler.report.cleaning.body import find_body
from crawler.report.files import File
from crawler.report.join import Part, Whole
from crawler.report.merge import read_with_files
from crawler.report.parts import find_parts
from crawler.report.read import read_document
from crawler.report.wanted import lacks_body, wanted_files
from crawler.walk.examination import Examination, Hints
from crawler.walk.played import as_part_of_column, completed, led_by_scripts

#: How a piece of HTML begins, which is neither a whole page nor other data; and what it leads on by.
_PIECE = re.compile(rb"\s*<(?!(?:\?|!doctype|html|head|body|base|datastore|recordset|rss)\b|\?)", re.IGNORECASE)
_LINK = re.compile(rb"<a\s", re.IGNORECASE)
#: An article that shows so many characters of prose is not empty.
_SHOWN = 300


def examine(document: Document, context: Context, hints: Hints) -> Examination:
    """Reads ``document`` once: as a report, as a list, and for links that may lead to reports."""
    document = _in_its_page(document, hints)
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
            listing = as_part_of_column(page, hints.request) or listing
        html = page.format == "html" and reading.report is None
        # A column may show its newest report, and the others by menus.
        if (html or (page.format == "html" and hints.in_column)) and (known or hints.below_column):
            listing, lacking = completed(document, page, listing, hints, known)
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
            listing, leads, more = led_by_scripts(document, page, listing, leads, hints)
            lacking = more or lacking
        if html and hints.follow and (column or hints.in_column) and listing is None:
            listing = _paged(page, leads)
        if html and hints.follow and not column and listing is None:
            leads = leads + directory_pages(page, leads, hints.anchor)
        if html and hints.follow:
            leads = leads + unknown_leads(page, leads, listing, column=column)
        # What led here may be wrong: then the page shows neither a list nor a frame with one, and no years.
        ways = sum(2 * (lead.kind == "frame") + (lead.why == naming_rules().year_why) for lead in leads)
        column = column or (hints.in_column and ways > 1)
    elif hints.unlisted:
        leads = list(reports_beside(page))
    maps = sitemap_pages(page) if hints.sitemaps else []
    searches = search_requests(page) if hints.sitemaps else []
    asks: list[Fetch] = []
    if not hints.follow and _is_shell(document, reading):
        wanted = asked_for_text(document, page, hints.scripts)
        asks, lacking = wanted.asks, wanted.lacking
    lacking = [] if hints.scripts else lacking
    return Examination(_trimmed(reading), listing, leads, wanted_files(reading), column, maps, lacking, asks, searches)


def _in_its_page(document: Document, hints: Hints) -> Document:
    """A piece of HTML that a page's script asks for, with that page as what its addresses are relative to."""
    page = "" if hints.request is None else hints.request.headers.get("Referer", "")
    if not page or not _PIECE.match(document.body) or not _LINK.search(document.body):
        return document
    return msgspec.structs.replace(document, body=b'<base href="%s">' % page.encode() + document.body)


def _paged(page: Page, leads: list[Lead]) -> Listing | None:
    """The list of a column of reports by its links alone, where these are no rows and a pager leads on."""
    rows = [Entry(lead.url, lead.text) for lead in leads if lead.kind == "report"]
    pages = further_pages(page, read_pager(page)) if rows else []
    return Listing(rows, pages, column=True) if pages else None


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
