"""Pages that show nothing themselves and say where it is: shells of frames, pages that send on, entrances."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.catalogue.sites import site_of
from crawler.platforms.base import Lead
from crawler.platforms.canonical import canonical, is_media, twin_key
from crawler.platforms.place import Place
from crawler.platforms.rows import is_article
from crawler.platforms.scene import FIELD, UNKNOWN, play
from crawler.reading.web.html import shows_nothing
from crawler.records import Document, Page

#: What a frame and a page that the reader is sent on to are worth.
_FRAME, _REFRESH = 0.6, 0.8
#: Why a link of an entrance is followed.
ENTRANCE = "网站入口"
#: An entrance to a site has no more text (characters) and ways in than this.
_ENTRANCE_TEXT, _WAYS_IN = 200, 3
#: A page with fewer links than this is a shell: what it shows lies in its frames.
_SHELL_LINKS = 12


def entrance(page: Page, place: Place) -> Iterator[Lead]:
    """The way into the site from a page that is nothing but its entrance: a picture, 进入网站."""
    if urlsplit(page.url).path.count("/") > 1 or sum(len(block.text) for block in page.blocks) > _ENTRANCE_TEXT:
        return
    own = {url for link in page.links if (url := canonical(link.url, place.url)) and site_of(url) == place.site}
    ways = sorted(
        url for url in own if twin_key(url) != twin_key(page.url) and not is_media(url) and not is_article(url)
    )
    if len(ways) <= _WAYS_IN:
        yield from (Lead(url, "frame", _FRAME, "", ENTRANCE) for url in ways)


def frames(page: Page, place: Place) -> Iterator[Lead]:
    """Frames of shells and of columns, and where the page sends its reader on."""
    shell = len(page.links) < _SHELL_LINKS
    for address in page.frames:
        url = canonical(address, place.url)
        if url and (shell or place.column) and site_of(url) == place.site:
            yield Lead(url, "frame", _FRAME + 0.2 * place.column, "", "页内框架")
    if page.refresh and (url := canonical(page.refresh, place.url)) and site_of(url) == place.site:
        yield Lead(url, "frame", _REFRESH, "", "页面跳转")


def sent_on(document: Document, page: Page) -> str:
    """Where the scripts of a page that shows nothing send its reader on, however they make the address; or ""."""
    if page.meta.get("refresh") or page.frames or b"location" not in document.body or not shows_nothing(page):
        return page.refresh
    goes = (gone.url for gone in play(document, {}).goes if not gone.clicked and not gone.probe)
    known = (canonical(url, page.url) for url in goes if UNKNOWN not in url and not FIELD.search(url))
    return next(filter(None, known), page.refresh)
