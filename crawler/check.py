"""Whether the catalogue's addresses still hold: every portal's home page fetched once, as a crawl would fetch it.

The check is a crawl whose budget ends at the home pages: robots.txt, pace, scope, obstacles and outcomes are those of
every night. Its ledger and archive are thrown away afterwards; what they say is judged here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from crawler.catalogue.hosts import parse_host
from crawler.catalogue.portals import Portal
from crawler.catalogue.registry import Row
from crawler.fetch.unpack import unpack
from crawler.fetch.warc import ArchiveError, read_response
from crawler.platforms import recognise
from crawler.reading import read_page
from crawler.records import Document, Page

Verdict = Literal["ok", "moved", "blocked", "failed", "not_archived", "not_tried"]

#: What a crawl is told so that it ends at the home pages.
BUDGET: dict[str, Any] = {
    "PORTAL_PAGES_MAX": 1,
    "PORTAL_REQUESTS_MAX": 1,
    "GOV_REPORTS_MIN_REPORTS": 0,
    "GOV_REPORTS_BROWSER": False,  # a home page is there with or without what its scripts draw
}
#: A home page is some hundred kilobytes.
_LARGEST = 20_000_000
_UNREACHABLE = "unreachable"


class Checked(msgspec.Struct):
    """What one home page came to. ``moved_to`` is where it leads when its host is another one, ``platform`` the CMS
    family found ("" where there was no page), ``detail`` the status, obstacle or error, or the page's title.
    """

    portal: Portal
    verdict: Verdict
    detail: str
    moved_to: str = ""
    platform: str = ""

    def record(self) -> dict[str, str]:
        """For a table, CSV or JSON."""
        portal = self.portal
        return {
            "division_code": portal.division_code,
            "name": portal.name,
            "home_url": portal.home_url,
            "verdict": self.verdict,
            "moved_to": self.moved_to,
            "catalogue_platform": portal.platform,
            "platform": self.platform,
            "detail": self.detail,
        }


def judge(db: sqlite3.Connection, portals: Mapping[str, Portal], archive: Path) -> Iterator[Checked]:
    """What the ledger of a check says of each portal, in the portals' order. ``archive`` is the WARCs' folder."""
    db.row_factory = sqlite3.Row
    homes: dict[str, list[sqlite3.Row]] = {}
    for row in db.execute("SELECT * FROM pages WHERE kind = 'home' ORDER BY id"):
        homes.setdefault(row["portal_id"], []).append(row)
    for portal_id, portal in portals.items():
        rows = homes.get(portal_id, [])
        fetched = [row for row in rows if row["state"] == "done" and row["archive_file"]]
        yield _judge(portal, fetched[-1] if fetched else rows[-1] if rows else None, archive)


def _judge(portal: Portal, row: sqlite3.Row | None, archive: Path) -> Checked:
    if row is None or row["state"] == "pending":
        return Checked(portal, "not_tried", "")
    said = row["error"] or row["outcome"] or ""
    if row["outcome"] == "not_archived":
        return Checked(portal, "not_archived", said)
    if row["outcome"] == "out_of_scope":
        # The evidence ends with the host that was not to be asked (crawler.fetch.scope).
        return Checked(portal, "moved", said, moved_to=f"http://{said.split()[-1]}/")
    if row["state"] == "blocked":
        return Checked(portal, "blocked", said)
    if row["state"] != "done" or not row["archive_file"]:
        return Checked(portal, "failed", said or f"HTTP {row['status']}")
    page = _page(archive / row["archive_file"], row["archive_offset"])
    moved = page.url if _host(page.url) != _host(portal.home_url) else ""
    return Checked(portal, "moved" if moved else "ok", page.title[:80], moved, recognise(page))


def _page(file: Path, offset: int) -> Page:
    """The page that the archive holds there. Raises :class:`ArchiveError`."""
    found = read_response(file, offset)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in found.headers}
    codings = headers.get("content-encoding", "").split(",")
    body = unpack(found.body, [coding for coding in codings if coding.strip()], _LARGEST)
    if body is None:
        raise ArchiveError(f"{file}: the page at {offset} is too large")
    return read_page(Document(body, found.url, headers, found.status))


def _host(url: str) -> str:
    host = parse_host(url)
    return host.name.removeprefix("www.") if host is not None else ""


def corrected(row: Row, checked: Checked, on: str) -> Row:
    """A catalogue row with what a check on a day (YYYY-MM-DD) found; a portal that was not tried stays as it is."""
    if checked.verdict in ("not_tried", "not_archived"):
        return row
    flags = [flag for flag in row.get("flags", "").split() if not flag.startswith(_UNREACHABLE)]
    changed = row | {"checked_on": on}
    if checked.verdict == "failed":
        flags.append(f"{_UNREACHABLE}_{on[:7].replace('-', '_')}")
    elif checked.verdict == "ok" and row.get("trust") in ("C", "D"):
        changed["trust"] = "B"
    if checked.platform not in ("", "generic"):
        changed["platform"] = checked.platform
    if checked.moved_to:
        parts = urlsplit(checked.moved_to)
        changed |= {"home_url": f"{parts.scheme}://{parts.netloc}{parts.path or '/'}", "trust": "C"}
    changed["flags"] = " ".join(sorted(flags))
    # An operator's own list may have fewer columns.
    return {column: value for column, value in changed.items() if column in row}
