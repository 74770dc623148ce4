"""A report on several pages (分页), as one page: the text of the further pages is put after that of the first. Pure."""

from __future__ import annotations

import hashlib
import re

import msgspec

from crawler.platforms.titles import report_year_in
from crawler.reading import read_page
from crawler.reading.grids import continue_grid, repeated_head
from crawler.reading.insert import insert_blocks
from crawler.records import Block, Context, Document, Finding, Grid, Link, Page, Reading, Zone
from crawler.report.cleaning.body import Extent, find_body
from crawler.report.cleaning.clean import clean_body
from crawler.report.forms.rows import has_figures
from crawler.report.parts import RULE, find_parts, is_pager_word
from crawler.report.portal.lines import fold, is_edge
from crawler.report.read import read_document, read_parsed
from crawler.report.text.outline import number_of

_UNREAD, _REPEATED = "unread_part", "repeated_part"
#: Kinds of page that come in the place of a part.
_NO_PART = ("soft_404", "challenge", "home")
#: A line that a page break cut in mid-sentence has no end, and is no heading.
_ENDS = re.compile(r"[。！？；：:.;!?”\"）)】》]$")
_LONGEST_HEADING = 28
_PAGE_NUMBER = re.compile(r"第?\d{1,2}页|[(\[]\d{1,2}[)\]]")
#: Blocks after the body that may still link to the report's files.
_AFTER = 8


class Part(msgspec.Struct):
    """A further page of a report: ``document`` is None where it could not be had, and ``reason`` says why."""

    url: str
    document: Document | None = None
    reason: str = ""


class Whole:
    """A report page together with its further pages: ``page()`` as one, ``read(page)`` as what it then is."""

    def __init__(self, document: Document, context: Context, parts: list[Part]) -> None:
        self._document = document
        self._context = context
        self._parts = parts

    def page(self) -> Page:
        """All pages as one, made anew: reading changes a page.

        ``Page.findings`` names what is missing (``unread_part``) and what came twice (``repeated_part``).
        """
        page = read_page(self._document)
        if self._parts:
            _Joiner(page, self._context).add_all(self._parts)
        return page

    def read(self, page: Page | None = None) -> Reading:
        """The reading of ``page``, which :meth:`page` gave and the caller may have added to."""
        if page is None:
            if not self._parts:
                return read_document(self._document, self._context)
            page = self.page()
        reading = read_parsed(page, self._context)
        if self._parts and reading.report is not None:
            reading.parts = None
            reading.report.findings = [found for found in reading.report.findings if found.rule != RULE]
        return reading


class _Joiner:
    """Adds parts to the first page. ``at`` is the block before which the next part goes."""

    def __init__(self, page: Page, context: Context) -> None:
        self.page = page
        self.context = context
        self.title = _title(page)
        self.extent = find_body(page)
        self.zone = next((z for z in page.zones if (z.start, z.end) == (self.extent.start, self.extent.end)), None)
        inside = range(self.extent.start, self.extent.end)
        self.frame = {block.text for index, block in enumerate(page.blocks) if index not in inside}
        self.stated = find_parts(page, self.extent.start, self.extent.end)
        body = clean_body(page, self.extent, self.title).blocks
        self.at = _end_of(page, self.extent, body)
        self.digests = [page.raw_sha256]
        self.seen = {_text_of(page.grids, body)}

    def add_all(self, parts: list[Part]) -> None:
        """Adds all parts in order; what is wrong with one becomes a finding."""
        for number, part in enumerate(parts, 2):
            reason = part.reason or "not fetched" if part.document is None else self._add(number, part.document)
            if reason:
                message = f"报告的第 {number} 页未读取,正文不完整"
                self.page.findings.append(Finding(_UNREAD, message, "warning", f"{part.url} {reason}"))
        count = self.stated.count if self.stated is not None else None
        if count is not None and count > len(parts) + 1:
            message = f"报告共 {count} 页,只找到前 {len(parts) + 1} 页,正文不完整"
            self.page.findings.append(Finding(_UNREAD, message, "warning", self.page.url))
        self.page.raw_sha256 = hashlib.sha256("".join(self.digests).encode()).hexdigest()

    def _add(self, number: int, document: Document) -> str:
        """Adds a part; why it was not, or ""."""
        part = read_page(document)
        kind = read_parsed(part, self.context).kind
        if part.format != "html" or kind in _NO_PART:
            return f"a page of another kind ({kind if part.format == 'html' else part.format}) in its place"
        if not _same_title(self.title, _title(part)):
            return f"another article: {_title(part)[:80]}"
        extent = self._extent_of(part)
        blocks = clean_body(part, extent, _title(part), goes_on=True).blocks or self._lines_of(part, extent)
        text = _text_of(part.grids, blocks)
        if not text:
            return "no text"
        if text in self.seen:
            self.page.findings.append(
                Finding(_REPEATED, f"第 {number} 页与前面的页内容相同,已略去", "note", document.url)
            )
            return ""
        self.seen.add(text)
        self.digests.append(part.raw_sha256)
        self.page.size += part.size
        self.page.findings += [found for found in part.findings if found not in self.page.findings]
        self._append(part, extent, blocks)
        return ""

    def _extent_of(self, part: Page) -> Extent:
        """The body of a part: in the container that holds the first page's, since all have one template.

        A last page with so little text that it has no body to speak of: what does not stand around the first one's.
        """
        zone = self.zone
        same = [other for other in part.zones if zone is not None and _place(other) == _place(zone)]
        if len(same) == 1 and zone is not None and (zone.name or zone.hint):
            return Extent(same[0].start, same[0].end, same[0].name or "container", 0)
        found = find_body(part)
        own = [index for index, block in enumerate(part.blocks) if block.grid >= 0 or block.text not in self.frame]
        return found if found.end or not own else Extent(own[0], own[-1] + 1, "rest", 0)

    def _lines_of(self, part: Page, extent: Extent) -> list[Block]:
        """The lines of a part that has no prose to tell its end by: those that are not the portal's."""
        return [
            block
            for block in part.blocks[extent.start : extent.end]
            if block.grid >= 0
            or not (block.text in self.frame or block.link_chars * 2 > len(block.text) or is_edge(block.text))
        ]

    def _append(self, part: Page, extent: Extent, blocks: list[Block]) -> None:
        last = self.page.blocks[self.at - 1] if self.at else Block("")
        first = blocks[0]
        if last.grid >= 0 and first.grid >= 0 and _goes_on(self.page.grids[last.grid], part.grids[first.grid]):
            continue_grid(self.page.grids[last.grid], part.grids[first.grid].rows)
            del blocks[0]
        elif last.grid < 0 and first.grid < 0 and _is_cut(last.text, first.text):
            last.text += first.text
            del blocks[0]
        insert_blocks(self.page, self.at, blocks, part.grids)
        self.at += len(blocks)
        # What the part's body links to and shows belongs to the report like what that of the first page does.
        for mine, others in ((self.page.links, part.links), (self.page.images, part.images)):
            mine += [
                Link(link.url, link.text, self.at - 1, link.rel)
                for link in others
                if extent.start <= link.block < extent.end + _AFTER and not is_pager_word(link.text)
            ]


def _title(page: Page) -> str:
    return page.meta.get("articletitle") or page.title


def _same_title(first: str, other: str) -> bool:
    """Whether two pages can be of one article by their titles: the further ones may add their number, or say less."""
    one, two = (_PAGE_NUMBER.sub("", fold(title)) for title in (first, other))
    if not one or not two or one in two or two in one:
        return True
    years = report_year_in(one), report_year_in(two)
    return None not in years and years[0] == years[1] and one[:8] == two[:8]


def _place(zone: Zone) -> tuple[str, str, int]:
    return zone.name, zone.hint, zone.depth


def _end_of(page: Page, extent: Extent, body: list[Block]) -> int:
    """The index after the last block of the first page's own text: before its pager and what else follows."""
    if body:
        last = body[-1]
        for index in range(extent.end - 1, extent.start - 1, -1):
            block = page.blocks[index]
            text = block.text.replace("\u3000", " ").rstrip()
            if last.grid >= 0:
                if block.grid == last.grid:
                    return index + 1
            # Lines may have been joined or taken apart in cleaning.
            elif text and (
                text == last.text or (len(text) > 8 and last.text.endswith(text)) or text.endswith(last.text)
            ):
                return index + 1
    return extent.end or len(page.blocks)


def _text_of(grids: list[Grid], blocks: list[Block]) -> str:
    texts = [
        block.text if block.grid < 0 else "\t".join(cell.text for row in grids[block.grid].rows for cell in row)
        for block in blocks
    ]
    return "\n".join(texts).strip()


def _goes_on(above: Grid, below: Grid) -> bool:
    """Whether a table that begins a page is the rest of the one that ended the page before."""
    if not above.rows or not below.rows or len(above.rows[0]) != len(below.rows[0]):
        return False
    return bool(repeated_head(above, below.rows)) or has_figures(below.rows[0])


def _is_cut(last: str, first: str) -> bool:
    """Whether a sentence runs over the break."""
    return (
        len(last) > _LONGEST_HEADING and not _ENDS.search(last) and number_of(last) is None and number_of(first) is None
    )
