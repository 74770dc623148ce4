"""VSB (博达 webber): static lists counted downwards, ``slug.htm`` first, then ``slug/30.htm`` … ``slug/1.htm``.

The pager prints links, a caption ``1/31`` and a box to jump with, whose script knows the number of pages:
``_simple_list_gotopage_fun(31, 'u13_goto', 2)``. Lists of older sites are ``list.jsp?wbtreeid=1029&PAGENUM=2``.
"""

from __future__ import annotations

import re

from crawler.platforms.base import Fetch, Listing
from crawler.platforms.generic import entries_of, list_rows
from crawler.platforms.paging import further_pages, read_pager
from crawler.platforms.postback import form_pages
from crawler.records import Page

_PAGES = re.compile(r"_simple_list_gotopage_fun\s*\(\s*(\d{1,5})\s*,")


class Vsb:
    """Static lists of VSB, told by their shape; the number of pages also from the script that jumps."""

    name = "vsb"

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """The page's list with its further pages, upwards or downwards."""
        pager = read_pager(page)
        if pager.pages is None:
            counts = (found[1] for script in page.scripts if (found := _PAGES.search(script)))
            pager.pages = next(map(int, counts), None)
        rows = list_rows(page, in_column, paged=bool(pager))
        if rows is None:
            return None
        more = further_pages(page, pager) or form_pages(page, request, pager)
        return Listing(entries_of(rows), more, pager.total, self.name, in_column)
