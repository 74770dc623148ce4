"""Two more list interfaces of hanweb: the disclosure module (信息公开) and TrueCMS.

The disclosure module answers ``/module/xxgk/search.jsp`` with a table and «共N页»; what it lists is named by
``infotypeId`` (category), ``area`` (organ), ``jdid`` and ``divid``, printed in the column's script; pages are asked
for by ``currpage``. Without a category it lists an organ's whole disclosure: then only titles with 年度报告 are asked
for. TrueCMS answers ``messageController/getMessage.do`` with records in JSONP, in windows of rows.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from crawler.platforms.asking import ask_for, page_asked
from crawler.platforms.base import MAX_MORE, Fetch, whole
from crawler.platforms.canonical import canonical
from crawler.platforms.paging import read_pager
from crawler.records import Page

_MODULE = "/module/xxgk/search.jsp"
_PRINTED = re.compile(r"module/xxgk/search\.jsp\??([^\"'\s<>()]{0,600})")
_TOLD = re.compile(r"\b(infotypeId|jdid|area|divid|unit)[\"']?\s*[:=]\s*[\"']?([\w-]{1,60})")
_TITLE = "年度报告"
_TRUECMS = re.compile(r"[\"']([^\"'\s]{0,200}messageController/getMessage\.do)[^\"'\s]*[\"']")
_COLUMN_ID = re.compile(r"\bcolumn_?[iI]d[\"']?\s*[:=]\s*[\"']?([\w-]{1,64})")
_PER_PAGE = re.compile(r"\bperPage[\"']?\s*[:=]\s*[\"']?(\d{1,3})\b", re.IGNORECASE)
_WINDOW = 20


def module_request(page: Page) -> Fetch | None:
    """The disclosure module's first page for the column; None where the page does not use it."""
    script = "\n".join((*page.scripts, *(frame for frame in page.frames if "/module/xxgk/" in frame)))
    if "module/xxgk/" not in script:
        return None
    printed = _PRINTED.search(script)
    query = dict(parse_qsl(html.unescape(printed[1]), keep_blank_values=True)) if printed else {}
    told = [(name, value) for name, value in _TOLD.findall(html.unescape(script)) if name != value]
    query = dict(reversed(told)) | query  # what is printed first: a call names the variables again
    if not query.get("infotypeId") and not query.get("area"):
        return None
    asked = {
        "infotypeId": query.get("infotypeId", ""),
        "jdid": query.get("jdid", ""),
        "area": query.get("area", ""),
        "divid": query.get("divid", ""),
        "vc_title": "" if query.get("infotypeId") else _TITLE,
        "currpage": "1",
    }
    return Fetch(canonical(_MODULE, page.url), "POST", urlencode(asked), {"Referer": page.url})


def module_pages(page: Page, request: Fetch | None) -> list[Fetch]:
    """The further pages after an answer of the disclosure module."""
    if request is None or not urlsplit(request.url).path.endswith(_MODULE):
        return []
    if page_asked(request) is None:  # as the tree of categories asks
        request = msgspec.structs.replace(request, url=f"{request.url}{'&' if '?' in request.url else '?'}currpage=1")
    number, last = page_asked(request) or 1, read_pager(page).pages or 1
    wanted = range(number + 1, min(last, number + MAX_MORE) + 1)
    return [fetch for following in wanted if (fetch := ask_for(request, following)) is not None]


def truecms_windows(page: Page, total: int | None) -> list[Fetch]:
    """The windows of rows of a TrueCMS column, as many as its total asks for."""
    script = "\n".join(page.scripts)
    address, column = _TRUECMS.search(script), _COLUMN_ID.search(script)
    if address is None or column is None:
        return []
    stated = _PER_PAGE.search(script)
    size = (whole(stated[1]) if stated else None) or _WINDOW
    url = canonical(address[1], page.url)
    return [
        Fetch(
            f"{url}?"
            + urlencode({"startrecord": start, "endrecord": start + size - 1, "perpage": size, "columnId": column[1]}),
            headers={"Referer": page.url},
        )
        for start in range(1, max(total or 1, 1) + 1, size)
    ][:MAX_MORE]
