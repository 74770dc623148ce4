"""Epoint (新点 WebBuilder): disclosure pages that ask a JSON interface, static lists ``moreinfo.html``, ``2.html``.

The disclosure page ``/dynamic/zwgk/govInfoPub.html?categorynum=003002&deptcode=`` posts ``{"categorynum", "deptcode",
"siteGuid", "pageIndex", "pageSize"}`` to ``<project>/rest/lightfrontaction/getgovinfolist``. Project and site are
stated in ``/js/webBuilderCommon.js`` (``siteInfo``), which is asked for with the page's own query, so that the answer
says which list it is for. Static lists print rows and page size in their pager's script.
"""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from crawler.platforms.answers import read_answer
from crawler.platforms.asking import JSON_HEADERS, dump
from crawler.platforms.base import MAX_MORE, Fetch, Listing, whole
from crawler.platforms.canonical import canonical
from crawler.platforms.generic import Generic
from crawler.platforms.paging import unique_fetches
from crawler.records import Page

_SETTINGS = "/js/webBuilderCommon.js"
_ACTION = "/rest/lightfrontaction/getgovinfolist"
_WRAPPED = '"params":'
_PROJECT = "/EWB-FRONT"
_SITE = re.compile(r"siteGuid[\"']?\s*[:=]\s*[\"']([\w-]{8,64})[\"']", re.IGNORECASE)
_NAME = re.compile(r"projectName[\"']?\s*[:=]\s*[\"']([\w/.-]{0,80})[\"']", re.IGNORECASE)
_PRINTED = re.compile(r"[\"']([^\"'\s]{0,120}/rest/\w+/get\w*infolist\w*)[\"']", re.IGNORECASE)
_TOTAL = re.compile(r"\btotal(?:Count|Num)?[\"']?\s*[:=]\s*[\"']?(\d{1,6})\b")
_SIZE = re.compile(r"\bpageSize[\"']?\s*[:=]\s*[\"']?(\d{1,4})\b", re.IGNORECASE)
#: The first page of a static list is called by a word, the further ones by their numbers.
_STATIC = re.compile(r"/[a-z_]\w*\.html$", re.IGNORECASE)
#: Rows asked for at once: what other readers of this interface were seen to get.
_ROWS = 50


class Epoint:
    """Disclosure pages and static lists of Epoint portals, their settings and the answers of their interface."""

    name = "epoint"

    def __init__(self) -> None:
        self._generic = Generic(self.name)

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """The list of the page, or what to ask for it: the settings first, then the interface."""
        if page.format == "data":
            return _answer(page, request, in_column)
        path = urlsplit(page.url).path
        if path.endswith(_SETTINGS):
            return _from_settings(page, request)
        listing = self._generic.read(page, request, in_column)
        if listing is not None:
            if not listing.more:
                listing.more = _static_pages(page)
            return listing
        asked = _category(page.url)
        printed = _PRINTED.search("\n".join(page.scripts)) if in_column and asked else None
        if not in_column or asked is None or (printed is not None and not printed[1].endswith(_ACTION)):
            return None  # no such list, or one of another interface, which its own script asks
        return Listing([], more=[_first_request(page, asked)], platform=self.name, column=True, guess=True)


def _answer(page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
    """The rows of an answer; where a project understands only wrapped parameters, the same question wrapped."""
    listing = read_answer(page, request, Epoint.name, in_column)
    if request is None or request.method != "POST" or _ACTION not in request.url or _WRAPPED in request.body:
        return listing
    if listing is not None and (listing.entries or listing.total):
        return listing
    try:
        asked = json.loads(request.body)
    except ValueError:
        return listing
    if not isinstance(asked, dict):
        return listing
    again = msgspec.structs.replace(request, body=dump({"token": "", "params": asked}))
    return Listing([], more=[again], platform=Epoint.name, column=in_column)


def _category(url: str) -> dict[str, str] | None:
    """The category and department that a disclosure page is for, from its query; None where it names none."""
    query = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
    if not query.get("categorynum"):
        return None
    return {"categorynum": query["categorynum"], "deptcode": query.get("deptcode", "")}


def _first_request(page: Page, asked: dict[str, str]) -> Fetch:
    """The interface where the page states its site, else the settings that do."""
    script = "\n".join(page.scripts)
    if (site := _SITE.search(script)) is not None:
        return _interface(page.url, page.url, asked, site[1], script)
    return Fetch(f"{canonical(_SETTINGS, page.url)}?{urlencode(asked)}", headers={"Referer": page.url})


def _interface(base: str, referer: str, asked: dict[str, str], site: str, text: str) -> Fetch:
    printed, name = _PRINTED.search(text), _NAME.search(text)
    address = printed[1] if printed else f"{name[1] if name else _PROJECT}{_ACTION}"
    body = {
        "deptcode": asked["deptcode"],
        "categorynum": asked["categorynum"],
        "pageIndex": 1,
        "pageSize": _ROWS,
        "siteGuid": site,
    }
    return Fetch(canonical(address, base), "POST", dump(body), {**JSON_HEADERS, "Referer": referer})


def _from_settings(page: Page, request: Fetch | None) -> Listing | None:
    """The settings say how to ask; what for stands in their own query."""
    asked = _category(page.url)
    text = "\n".join((*page.scripts, *(block.text for block in page.blocks)))
    site = _SITE.search(text)
    if asked is None or site is None:
        return None
    referer = (request.headers.get("Referer", "") if request is not None else "") or page.url
    name = _NAME.search(text)
    fetch = _interface(page.url, referer, asked, site[1], name[0] if name else "")
    return Listing([], more=[fetch], platform=Epoint.name, column=True)


def _static_pages(page: Page) -> list[Fetch]:
    """Pages ``2.html`` … beside the first one, as many as the pager's script counts."""
    parts = urlsplit(page.url)
    if not _STATIC.search(parts.path):
        return []
    for script in page.scripts:
        total, size = _TOTAL.search(script), _SIZE.search(script)
        if total is None or size is None or not (rows := whole(size[1])):
            continue
        last = min(-(-int(total[1]) // rows), MAX_MORE + 1)
        return unique_fetches((Fetch(canonical(f"{n}.html", page.url)) for n in range(2, last + 1)), page.url)
    return []
