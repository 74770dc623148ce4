"""Short pages for the tests of reading HTML."""

from __future__ import annotations

from crawler.reading import read_page
from crawler.records import Document, Page

URL = "http://www.stand-in.gov.cn/zwgk/nb/index.html"


def read(html: str, url: str = URL) -> Page:
    """The page of an HTML text, also where it has no markup that tells it."""
    return read_page(Document(f"<html><body>{html}".encode(), url))


def lines(page: Page) -> list[str]:
    """The texts of a page's blocks; a table is told by its rows."""
    return [
        block.text
        if block.grid < 0
        else " / ".join("|".join(cell.text for cell in row) for row in page.grids[block.grid].rows)
        for block in page.blocks
    ]


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.findings]
