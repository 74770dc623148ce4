"""The CMS families that the crawl can read: one line each."""

from __future__ import annotations

from crawler.platforms.answers import pages_of_piece
from crawler.platforms.base import Fetch, Listing, Platform
from crawler.platforms.columns import is_report_column
from crawler.platforms.epoint import Epoint
from crawler.platforms.fingerprints import recognise
from crawler.platforms.generic import Generic
from crawler.platforms.gkmlpt import Gkmlpt
from crawler.platforms.hanweb import Hanweb
from crawler.platforms.jpaas import Jpaas
from crawler.platforms.lonsun import Lonsun
from crawler.platforms.trs import Trs
from crawler.platforms.ucap import Ucap
from crawler.platforms.vsb import Vsb
from crawler.records import Page

_GENERIC = Generic()
PLATFORMS: dict[str, Platform] = {
    platform.name: platform
    for platform in (
        _GENERIC,
        Hanweb(),
        Jpaas(),
        Trs(),
        Gkmlpt(),
        Lonsun(),
        Ucap(),
        Vsb(),
        Epoint(),
        # Static lists with links to further pages, or post-backs: their shape and their forms say it all.
        Generic("nfcms"),
        Generic("aspnet"),
    )
}


def read_listing(page: Page, request: Fetch | None = None, in_column: bool | None = None) -> Listing | None:
    """The list on ``page``, read by its family (by shape where the family has no reader); None when it is none.

    ``request`` is the fetch that gave the page: an answer of a list interface is paged by what was asked.
    ``in_column`` overrides the page's own word on whether it belongs to a column of annual reports (年报栏目).
    """
    name = recognise(page)
    column = is_report_column(page) if in_column is None else in_column
    listing = PLATFORMS.get(name, _GENERIC).read(page, request, column)
    if listing is not None and listing.entries and not listing.more and request is not None:
        listing.more = pages_of_piece(page, request, len(listing.entries))
    return listing
