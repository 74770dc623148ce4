"""What a list reader gives: the rows of a list, and what must still be fetched to see all of it."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from crawler.records import Page

Method = Literal["GET", "POST"]
LeadKind = Literal["column", "list", "report", "frame", "directory", "unknown"]

#: How many further pages one page of a list may ask for, and how many rows a list interface is asked for at
#: once (some hanweb servers truncate answers of more than about 300 rows without saying so).
MAX_MORE = 200
MAX_ROWS = 100


def whole(text: str) -> int | None:
    """The number that ``text`` is, when it is one of at most nine ASCII digits: what pages print may be anything."""
    return int(text) if len(text) <= 9 and text.isascii() and text.isdecimal() else None


#: Name of a header that is not sent: how the address of a row is made of one of its fields (``/show/{id}.html``),
#: where the rows of the answer have none.
ROW = ":row"
#: Likewise: by which name a request says which page it asks for, and what is to be asked for each record of the answer.
PAGE, EACH = ":page", ":each"
#: Likewise: the numbers of the lists below the one asked for, which are asked where its own answer does not hold all.
BELOW = ":below"
#: Likewise: what the answer calls the number of its rows, by what the page divides to number its pages.
TOTAL = ":total"
#: Likewise: the text of what was chosen for it (a unit, a year), which makes it a list of its own.
CHOICE = ":choice"
#: Likewise: how many rows of its list were seen before those asked for, a tab, and the address of the first.
SEEN = ":seen"


class Fetch(msgspec.Struct, frozen=True):
    """A request still to make: ``body`` is the form as sent (urlencoded) when ``method`` is POST."""

    url: str
    method: Method = "GET"
    body: str = ""
    headers: dict[str, str] = {}

    def key(self) -> tuple[str, str, str]:
        """What makes two fetches the same: method, address and form."""
        return (self.method, self.url, self.body)


class Entry(msgspec.Struct, frozen=True):
    """A row of a list: the article's absolute address, its full title, its date (YYYY-MM-DD or ``""``)."""

    url: str
    title: str
    date: str = ""


class Listing(msgspec.Struct):
    """A list as one page shows it.

    ``more`` are further pages of the same list, never this one and none twice; ``total`` is the number of rows
    that the list itself states (None: it states none), so that a list that cannot be walked to its end shows
    its shortfall; ``platform`` is the family that read it; ``column`` whether the page says that it is a
    column of annual reports (年报栏目).
    """

    entries: list[Entry]
    more: list[Fetch] = []
    total: int | None = None
    platform: str = "generic"
    column: bool = False
    #: Whether ``more`` is only what such portals are asked: what the page's own scripts ask takes its place.
    guess: bool = False
    #: Whether the rows are the list's and nothing else, as an interface answers: a page may show others beside it.
    exact: bool = False
    #: Whether another page showed just these rows: they do not count again.
    again: bool = False


class Lead(msgspec.Struct, frozen=True):
    """A link that may lead to reports. ``score`` is 0–1, higher first; ``why`` says what it rests on."""

    url: str
    kind: LeadKind
    score: float
    text: str = ""
    why: str = ""


class Platform(Protocol):
    """A CMS family: reads its own lists.

    ``request`` is the fetch that gave the page, when it is known; ``in_column`` whether the page belongs to a column
    of annual reports (年报栏目), by its own word or by what led to it.
    """

    name: str

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """The list on ``page``, or None when there is none that this family knows."""
        ...
