"""Sitemaps: which columns and reports (年报) the addresses of a sitemap lead to, and where a portal has one. Pure.

Read are the formats of sitemaps.org: XML, an index of such files, plain text with an address a line, each also packed
with gzip. They are searched for addresses and not parsed as XML: many are broken, and nothing in them can then expand.
A page for people (网站地图) is a page like any other: :func:`crawler.platforms.discover.find_leads` reads it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import msgspec

from crawler.catalogue.sites import site_of
from crawler.facts import load_toml
from crawler.platforms.base import Lead
from crawler.platforms.canonical import canonical, is_media
from crawler.platforms.columns import lies_in_report_column, own_slugs
from crawler.platforms.discover import find_leads
from crawler.platforms.rows import is_article
from crawler.platforms.titles import fold
from crawler.records import Link, Page

_GZIP = b"\x1f\x8b"
_XML = re.compile(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_INDEX = re.compile(r"<(?:\w{1,20}:)?sitemapindex[\s>]", re.IGNORECASE)
_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s*https?://\S{1,1000}\s*(?:[\r\n]|$)")
#: An address with no space and no mark of markup in it, so that no search goes far beyond its start.
_LOC = re.compile(r"<(?:\w{1,20}:)?loc>\s{0,100}(?:<!\[CDATA\[\s{0,100})?([^\s<>\]]{1,1000})", re.IGNORECASE)
_LINE = re.compile(r"^\s{0,100}(https?://\S{1,1000})", re.MULTILINE)
#: So many addresses that may be columns are looked at closely.
_CANDIDATES = 5_000
#: The head in which a file says what it is.
_HEAD = 4096
#: A column known by its number alone is worth so little; more where its articles lie in the first months of several
#: years: reports are due on 31 January and 31 March.
_NUMBERED, _YEARS, _LAST_MONTH = 0.05, 2, 4
#: An address found in a report column's folder is a report more surely than not; reading decides.
_REPORT = 0.7


class Sitemap(msgspec.Struct):
    """What a sitemap names: further files of it (of an index), best first, and addresses that may lead to reports."""

    maps: list[str] = []
    leads: list[Lead] = []


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = load_toml("columns.toml")["sitemap"]
    return facts


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_facts()[name], re.IGNORECASE)


@cache
def _slug_words() -> re.Pattern[str]:
    """What an address must have to name a column: most of a sitemap's are those of articles elsewhere."""
    words = {word for rule in load_toml("columns.toml")["slug"] for word in rule["words"]}
    return re.compile(f"[/=](?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?![a-z])")


def most_files() -> int:
    """How many sitemaps of a portal are asked for in one run."""
    return int(_facts()["files"])


def guesses(home: str) -> list[str]:
    """The addresses where a portal may have a sitemap that nothing names."""
    return [urljoin(home, path) for path in _facts()["guess"]]


def sitemap_pages(page: Page) -> list[str]:
    """The addresses of the site's own sitemaps for people (网站地图) that ``page`` links to, each once."""
    found: dict[str, None] = {}
    for link in page.links:
        text = link.text.strip()
        named = len(text) <= 10 and _pattern("text").match(fold(text)) is not None
        url = canonical(link.url, page.url) if named or (not text and _has_slug(link.url)) else ""
        if url and url != page.url and site_of(url) == site_of(page.url):
            found[url] = None
    return list(found)[: most_files()]


def _has_slug(url: str) -> bool:
    return any(slug in _facts()["slugs"] for slug in own_slugs(url))


def is_sitemap(body: bytes) -> bool:
    """Whether bytes are a sitemap for machines: by their first 4 KiB. What is packed is taken for one."""
    head = body[:_HEAD].replace(b"\0", b"")  # UTF-16
    return body.startswith(_GZIP) or _XML.search(head) is not None or _LINES.match(head) is not None


def read_sitemap(body: bytes, url: str, portal_names: Sequence[str] = ()) -> Sitemap:
    """What the sitemap at ``url`` names. Never raises: bytes that cannot be unpacked name nothing.

    Of a file that is too long only the beginning is read. Addresses of other sites are left out; of the files of an
    index and of the leads only the best, as ``data/columns.toml`` bounds them.
    """
    text = _text(body)
    addresses = islice(_addresses(text), _facts()["addresses"])
    if _INDEX.search(text[:_HEAD]):
        return Sitemap(maps=_best_files(addresses, url))
    own = site_of(url)
    words = _slug_words()
    columns: list[Link] = []
    numbered = _Numbered(own)
    reports: dict[str, Lead] = {}
    for address in addresses:
        numbered.see(address)
        if words.search(address.lower()) is None or not (full := canonical(address, url)) or site_of(full) != own:
            continue
        if not is_article(full):
            if len(columns) < _CANDIDATES:
                columns.append(Link(full))
        elif len(reports) < _facts()["reports"] and lies_in_report_column(full) and not is_media(full):
            reports[full] = Lead(full, "report", _REPORT, "", "站点地图：年报栏目下的地址")
    leads = find_leads(Page(url, "data", links=columns), portal_names, in_column=False)
    leads += numbered.leads(url)
    return Sitemap(leads=[*leads[: _facts()["columns"]], *reports.values()])


class _Numbered:
    """Columns whose address is but a number (``/col/col1234/``): what they hold is told by the dates of their articles.

    A column of annual reports gains its articles in the first months of a year and has one year beside another.
    """

    def __init__(self, site: str) -> None:
        self._site = site
        self._columns: dict[str, str] = {}
        self._dates: dict[str, list[tuple[int, int]]] = {}

    def see(self, address: str) -> None:
        """Takes notice of one address of the sitemap."""
        if (column := _pattern("numbered").search(address)) is not None:
            if len(self._columns) < _CANDIDATES:
                self._columns.setdefault(column[1], address)
        elif (article := _pattern("article").search(address)) is not None:
            year, month, number = article[1], article[2], article[3]
            self._dates.setdefault(number, []).append((int(year), int(month)))

    def leads(self, url: str) -> list[Lead]:
        """The columns as weak leads, the likeliest first."""
        found = []
        for number, address in self._columns.items():
            full = canonical(address, url)
            if full and site_of(full) == self._site:
                found.append(Lead(full, "column", self._score(number), "", "站点地图：以编号为名的栏目"))
        return sorted(found, key=lambda lead: -lead.score)

    def _score(self, number: str) -> float:
        dates = self._dates.get(number, [])
        years = {year for year, _ in dates}
        if len(years) < _YEARS:
            return _NUMBERED
        early = sum(month <= _LAST_MONTH for _, month in dates) / len(dates)
        return round(_NUMBERED + 0.1 * early, 3)


def _text(body: bytes) -> str:
    limit = _facts()["bytes"]
    if body.startswith(_GZIP):
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, limit)
        except zlib.error:
            return ""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body[:limit].decode("utf-16", "replace")
    return body[:limit].decode("utf-8", "replace")


def _addresses(text: str) -> Iterator[str]:
    pattern = _LINE if _LINE.match(text.removeprefix("\ufeff")) else _LOC
    for found in pattern.finditer(text.removeprefix("\ufeff")):
        yield unescape(found[1])


def _best_files(addresses: Iterator[str], url: str) -> list[str]:
    own = site_of(url)
    files: dict[str, None] = {}
    for address in addresses:
        full = canonical(address, url)
        if full and full != url and site_of(full) == own:
            files[full] = None
    return sorted(files, key=_order)[: most_files()]


def _order(url: str) -> int:
    path = url.partition("://")[2].partition("/")[2]
    return 0 if _pattern("first").search(path) else 2 if _pattern("last").search(path) else 1
