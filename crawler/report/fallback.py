"""The third way of finding a body (正文): trafilatura, where the family's container and our own scoring found none.

It reads the text again with another parser and other rules, so it is asked only for a page that a title calls a
report and that showed no text: a body inside ``<object>``, ``<canvas>`` and the like. It costs about 25 ms and is
imported when it is first needed.
"""

from __future__ import annotations

from crawler.platforms.titles import is_report_title
from crawler.reading.decode import decode
from crawler.reading.text import read_text
from crawler.reading.web.nesting import bounded
from crawler.records import Context, Document, Page, Reading, Zone
from crawler.report.cleaning.body import LEAST_PROSE, find_body
from crawler.report.signs import count_markers

#: The name of the zone that the text is added as, and so the origin of the body.
ZONE = "trafilatura"
#: Less text than this, or text that speaks of fewer parts of a report, is the page's furniture.
_LEAST_CHARS = 200
_LEAST_MARKERS = 3
#: A page that shows so many characters of prose is not what it is for want of a body: the text again would stand twice.
_SHOWN = 300
#: A page beyond this many bytes or tags is not read a second time: on such pages trafilatura takes minutes.
_LARGEST = 3_000_000
_MOST_TAGS = 12_000


def lacks_body(reading: Reading, context: Context) -> bool:
    """Whether an HTML page is a report by its title but gave no body, so that the third way is worth its price."""
    page, report = reading.page, reading.report
    if page.format != "html" or page.size > _LARGEST or page.status >= 400:
        return False
    if report is not None:
        return len(report.body) < LEAST_PROSE
    if reading.kind not in ("other", "shell") or find_body(page).prose >= _SHOWN:
        return False
    headings = (block.text for block in page.blocks if block.heading)
    return any(map(is_report_title, (page.meta.get("articletitle", ""), page.title, context.anchor, *headings)))


def add_body(page: Page, document: Document) -> bool:
    """Adds what trafilatura finds in a document to its page, as blocks and a zone; whether that was a body."""
    from trafilatura import extract

    decoded = decode(document.body, document.headers.get("content-type", ""))
    text, _ = bounded(decoded.text)
    if text.count("<") > _MOST_TAGS:
        return False
    found = extract(text, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    if not found or len(found) < _LEAST_CHARS or count_markers(found) < _LEAST_MARKERS:
        return False
    prose = read_text(found, page.url)
    start, grids = len(page.blocks), len(page.grids)
    for block in prose.blocks:
        if block.grid >= 0:
            block.grid += grids
        page.blocks.append(block)
    for grid in prose.grids:
        grid.block += start
        page.grids.append(grid)
    page.zones.append(Zone(ZONE, start, len(page.blocks), chars=sum(len(block.text) for block in prose.blocks)))
    return True
