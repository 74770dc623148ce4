"""What a reader process is told of a document and what it answers."""

from __future__ import annotations

import msgspec

from crawler.fetch.ledger import Visit
from crawler.fetch.target import Target
from crawler.platforms import Fetch, Lead, Listing
from crawler.records import Attachment, Reading


class Hints(msgspec.Struct, frozen=True):
    """What the crawl knows that helps to find lists and leads.

    ``names`` are the portal's names, which link texts may start with; ``request`` is the fetch that gave the
    document; ``anchor`` the text of the link that led to it; ``in_column`` that it belongs to a known column of
    reports (年报栏目), though it may not say so, ``below_column`` that such a column led to it, ``within`` that it lies
    in the disclosure tree, though it may not say so; ``home`` that it is the portal's first page; ``unlisted``
    that the report before or after it led to it, and no list; ``follow`` whether
    lists and leads are wanted at all, ``sitemaps`` whether the sitemaps that the page links to (网站地图) are, and
    its search form; ``scripts`` are the texts of the external scripts that it was found to lack, by address.
    """

    names: tuple[str, ...] = ()
    scripts: dict[str, str] = {}
    request: Fetch | None = None
    anchor: str = ""
    in_column: bool = False
    below_column: bool = False
    within: bool = False
    follow: bool = True
    sitemaps: bool = False
    home: bool = False
    unlisted: bool = False


class Examination(msgspec.Struct):
    """What one document gave. The reading's page comes without blocks, grids, links, zones and scripts."""

    reading: Reading
    listing: Listing | None = None
    leads: list[Lead] = []
    #: The files that belong to the report: what it links to and, where it has no text, its pictures.
    files: list[Attachment] = []
    #: Whether the page belongs to a column of reports (年报栏目), by its own word or by what led to it.
    column: bool = False
    #: Sitemaps that the page links to, or that an index of sitemaps names.
    sitemaps: list[str] = []
    #: External scripts that may say what the page's list asks, or be its menu: it shows neither itself.
    scripts: list[str] = []
    #: What an empty article asks for: its text is in the answer.
    asks: list[Fetch] = []
    #: What the page's own search form is to be asked, where it has one.
    searches: list[Fetch] = []

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """Crosses from the reader process as MessagePack: a tenth of the time that pickling structs takes."""
        return _unpack, (_ENCODER.encode(self),)


class Examined(msgspec.Struct):
    """The item of the crawl: a page of the ledger, what fetching it gave and, if it was read, what it holds."""

    target: Target
    visit: Visit
    examination: Examination | None = None
    #: The report's files as pages of the ledger, and how fetching each ended.
    files: list[tuple[Target, Visit]] = []
    #: The report's further pages, likewise.
    parts: list[tuple[Target, Visit]] = []


_ENCODER = msgspec.msgpack.Encoder()


def _unpack(data: bytes) -> Examination:
    return _DECODER.decode(data)


_DECODER = msgspec.msgpack.Decoder(Examination)
