"""A later page of a report on several pages (分页的后页), met alone: its pager and its text say what it is."""

from __future__ import annotations

from crawler.platforms.titles import is_other_title
from crawler.records import Page, Parts
from crawler.report.cleaning.body import Extent
from crawler.report.kind import Verdict, denied
from crawler.report.parts import find_parts
from crawler.report.signs import count_headings, count_markers, states_figures

#: Kinds that a page may be taken for by the little that it shows: a later page says less than a whole report.
_OPEN = ("other", "list")
_LEAST_MARKERS = 2


def later_part(page: Page, titles: list[str], extent: Extent, verdict: Verdict) -> Parts | None:
    """Which page of a report this is, where it is one after the first; None for any other page.

    ``verdict`` is what the page would be by itself, ``titles`` are all the titles that it may have.
    """
    if verdict.kind not in _OPEN or page.format != "html" or not page.links:
        return None
    text = "\n".join(block.text for block in page.blocks[extent.start : extent.end])
    if "公开" not in text or count_markers(text) < _LEAST_MARKERS:
        return None
    if any(is_other_title(title) for title in titles) or denied(titles, text):
        return None
    if not (count_headings(text, "narrative") or count_headings(text, "statutory")):
        return None
    if not states_figures(page, extent, text):
        return None
    parts = find_parts(page, extent.start, extent.end)
    return parts if parts is not None and parts.number > 1 else None
