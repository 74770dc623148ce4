"""Where a page leads beside what it shows: a report to those before and after it, a directory to its further pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.platforms.base import Lead
from crawler.platforms.canonical import canonical
from crawler.platforms.naming import names_directory
from crawler.platforms.paging import further_pages, read_pager
from crawler.platforms.titles import is_report_title
from crawler.records import Page

_BESIDE = re.compile(r"[\[【<«‹\s]*(?:[上下前后]一?[篇条则个]|上一?页|下一?页)")
#: A directory of units has no more pages than this.
_MOST_PAGES = 10
_DIRECTORY, _REPORT = 0.5, 1.0


def reports_beside(page: Page) -> Iterator[Lead]:
    """The reports that an article names as those before and after it (上一篇): maybe nothing else links to it."""
    for link in page.links:
        if "报" not in link.text or not 0 <= link.block < len(page.blocks) or not is_report_title(link.text):
            continue
        # The words may stand in a line of their own above the title.
        lines = [page.blocks[at].text for at in (link.block, link.block - 1) if at >= 0]
        if any(_BESIDE.match(line) for line in lines) and (url := canonical(link.url, page.url)):
            yield Lead(url, "report", _REPORT, link.text.strip(), "上一篇、下一篇")


def directory_pages(page: Page, leads: list[Lead], led_by: str) -> list[Lead]:
    """The further pages of a directory of units: one by its name that shows some."""
    called = next((text for text in (led_by, page.meta.get("columnname", "")) if names_directory(text)), "")
    if not called or not any(lead.kind == "directory" for lead in leads):
        return []
    known = {lead.url for lead in leads}
    pages = further_pages(page, read_pager(page))[:_MOST_PAGES]
    return [Lead(one.url, "directory", _DIRECTORY, called, "目录的下一页") for one in pages if one.url not in known]
