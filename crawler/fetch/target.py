"""A page of the ledger that is due: what the rooms above the frontier hand to one another."""

from __future__ import annotations

from typing import Literal

import msgspec

PageKind = Literal["home", "column", "list", "report", "attachment", "other"]
Key = tuple[str, str, str]

#: Pages that are fetched to find others, and have the portal's discovery budget between them.
DISCOVERY: frozenset[PageKind] = frozenset({"home", "column"})

#: The priority of what waits until nothing else is left. Columns below it were led to by links that are not understood.
LAST = 1.0


class Target(msgspec.Struct):
    """A page of the ledger that is due: where it is, how it was found, what is known from an earlier fetch.

    ``priority``: higher first. ``depth``: links from the home page. ``sha256``, ``etag`` and
    ``last_modified`` are only set when today's reader would read the same bytes the same way, so that an
    unchanged page need not be read. ``stalled``: the last time its answer never ended, so it is asked once more, last.
    """

    url: str
    portal_id: str
    kind: PageKind = "report"
    method: Literal["GET", "POST"] = "GET"
    body: str = ""
    priority: float = 0.0
    depth: int = 0
    anchor: str = ""
    listed_on: str = ""
    column: str = ""
    headers: dict[str, str] = {}
    parent: Key | None = None
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    stalled: bool = False

    @property
    def key(self) -> Key:
        """What makes a page of the ledger that page: address, method and form."""
        return (self.url, self.method, self.body)

    @property
    def waits(self) -> bool:
        """Whether the page waits until nothing else of its portal is left."""
        return self.stalled or self.priority <= LAST

    @property
    def unknown(self) -> bool:
        """Whether only a link that is not understood (不明链接), or the page of one, leads there."""
        return self.kind == "column" and 0 < self.priority < LAST
