"""The CMS families that the crawl can read: one line each."""

from __future__ import annotations

from crawler.platforms.base import Fetch, Listing, Platform
from crawler.platforms.fingerprints import recognise
from crawler.platforms.generic import Generic
from crawler.platforms.gkmlpt import Gkmlpt
from crawler.platforms.hanweb import Hanweb
from crawler.platforms.lonsun import Lonsun
from crawler.platforms.trs import Trs
from crawler.records import Page

_GENERIC = Generic()
PLATFORMS: dict[str, Platform] = {
    platform.name: platform
    for platform in (
        _GENERIC,
        Hanweb(),
        Trs(),
        Gkmlpt(),
        Lonsun(),
        # Static lists with links to further pages, vsb's counted downwards: their shape says it all.
        Generic("vsb"),
        Generic("ucap"),
    )
}


def read_listing(page: Page, request: Fetch | None = None) -> Listing | None:
    """The list on ``page``, read by its family (by shape where the family has no reader); None when it is none.

    ``request`` is the fetch that gave the page: an answer of a list interface is paged by what was asked.
    """
    name = recognise(page)
    return PLATFORMS.get(name, _GENERIC).read(page, request)
