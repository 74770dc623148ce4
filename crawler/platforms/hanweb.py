"""hanweb JCMS (大汉): lists whose rows lie in the page as data, the rest behind ``dataproxy.jsp``.

A column page holds ``<datastore><recordset><record><![CDATA[<li>…</li>]]></record>…`` in a script, a textarea
or an XML island, older ones an array ``dataStore = ['<tr>…</tr>', …]``; the same forms come as the answers of
``dataproxy.jsp`` (``Page.format == "data"``). The parameters of that interface are printed in the page. Two
ways lead on: the address in ``<nextgroup>``, which is the server's own (some encrypt it), or windows of rows.
Some servers ignore ``startrecord`` and honour ``page``: windows are aligned so that both say the same.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.platforms.answers import json_of
from crawler.platforms.base import MAX_MORE, MAX_ROWS, SEEN, Entry, Fetch, Listing, whole
from crawler.platforms.canonical import canonical
from crawler.platforms.generic import Generic, entries_of
from crawler.platforms.hanweb_modules import module_pages, module_request, truecms_windows
from crawler.platforms.paging import unique_fetches
from crawler.platforms.rows import Row, all_rows
from crawler.reading import read_fragment
from crawler.records import Page

_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[(.*?)\]\]>|(.*?))\s*</record>", re.DOTALL | re.IGNORECASE)
_QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_STORE = re.compile(rf"(?:dataStore|InitData\w*)\s*[:=]\s*\[\s*((?:(?:{_QUOTED})\s*,?\s*)+)", re.DOTALL)
_STRING = re.compile(_QUOTED, re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotalRecord\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_NEXT_GROUP = re.compile(r"<nextgroup>(.*?)</nextgroup>", re.DOTALL | re.IGNORECASE)
_HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_PROXY = re.compile(r"[\"']?([^\"'\s<>()]{0,200}dataproxy\.jsp[^\"'\s<>()]{0,800})", re.IGNORECASE)
_PARAMETERS = re.compile(r"\b(?:ajaxParam|params?|postData|data)\s*[:=]\s*\{([^{}]*)\}", re.IGNORECASE)
_PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:[\"']([^\"']*)[\"']|(-?[\w.]+))")
_DEFAULT_PROXY = "/module/web/jpage/dataproxy.jsp"
#: Keys that say which rows; everything else says which list.
_WINDOW = frozenset({"startrecord", "endrecord", "perpage", "page"})
#: What names a list, wherever a script prints it.
_NAMES = frozenset(
    ("col", "appid", "webid", "path", "columnid", "sourcecontenttype", "unitid", "webname", "permissiontype")
)
#: What a list is known by: without it there is nothing to ask for.
_NEEDED = frozenset({"columnid", "unitid"})


#: A list of a page: how many of its rows it holds, and the script that asks for more.
Tab = tuple[int, str]


class Hanweb:
    """Columns of hanweb JCMS and answers of their list interface."""

    name = "hanweb"

    def __init__(self) -> None:
        self._generic = Generic(self.name)

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """The rows that lie in the page as data, else those it shows; further rows from the list interface."""
        data = _records_in_json(page) or "\n".join(dict.fromkeys(page.scripts))
        rows = _rows(page, data)
        if rows and len(lists := _lists_of(page)) > 1:
            return self._of_tabs(page, rows, lists, in_column)
        total = _total(data)
        if not rows:
            return self._without_data(page, request, in_column, total, data)
        entries = entries_of(rows)
        return Listing(
            entries=entries,
            more=unique_fetches(_further(page, request, data, entries, total), page.url),
            total=total,
            platform=self.name,
            column=in_column,
        )

    def _of_tabs(self, page: Page, rows: list[Row], lists: list[Tab], in_column: bool) -> Listing:
        """Several lists on one page: each has its own interface and total, and is asked for from its first row."""
        more = [
            fetch
            for shown, script in lists
            if (total := _total(script)) is not None and shown < total and (found := _interface(page, script))
            for fetch in _windows(*found, 1, MAX_ROWS, total)
        ]
        total = sum(_total(script) or shown for shown, script in lists)
        return Listing(entries_of(rows), unique_fetches(more, page.url), total, self.name, in_column)

    def _without_data(
        self, page: Page, request: Fetch | None, in_column: bool, total: int | None, data: str
    ) -> Listing | None:
        if page.format == "data":
            # An answer without rows: past the end of the list, or a list that is empty.
            return Listing([], total=total, platform=self.name)
        listing = self._generic.read(page, request, in_column)
        guess = False
        more = module_pages(page, request) or truecms_windows(page, total)
        if not more and total and in_column:  # the page holds no row, only what to ask for
            more = unique_fetches(_further(page, request, data, [], total), page.url)
        if in_column and not more and (listing is None or not listing.more):
            module = module_request(page)
            more, guess = ([module], True) if module is not None else ([], False)
        if listing is None:
            return Listing([], more, total, self.name, in_column, guess) if more else None
        listing.guess = guess
        listing.more = more or listing.more
        listing.total = total if total is not None else listing.total
        return listing


def _lists_of(page: Page) -> list[Tab]:
    """The lists of a page with tabs: the script of each with the number of rows in its own island, in their order."""
    islands = [len(_RECORD.findall(script)) for script in dict.fromkeys(page.scripts) if "<datastore" in script.lower()]
    calls = [call for script in page.scripts if "jpage(" in script for call in script.split("jpage(")[1:]]
    named = [call for call in calls if _TOTAL.search(call) and _PARAMETERS.search(call)]
    return list(zip(islands, named, strict=True)) if len(islands) == len(named) else []


def _records_in_json(page: Page) -> str:
    """The records that TrueCMS wraps in JSONP, or ""."""
    value = json_of(page)
    result = value.get("result") if isinstance(value, dict) else None
    return result if isinstance(result, str) else ""


def _rows(page: Page, data: str) -> list[Row]:
    """The rows in the data islands, read as one fragment: each record by itself a row or a few lines."""
    found = _RECORD.findall(data) if "</record>" in data.lower() else []
    records = [first or html.unescape(second) for first, second in found]
    if not records and (store := _STORE.search(data)):
        records = [_ESCAPED.sub(_unescape, quoted[1:-1]) for quoted in _STRING.findall(store[1])]
    records = [record for record in map(str.strip, records) if "<a" in record.lower()]
    if not records:
        return []
    fragment = read_fragment("".join(map(_wrapped, records)), page.url)
    fragment.url = page.url
    return [row for row in all_rows(fragment) if row.url != canonical(page.url)]


def _unescape(match: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t", "r": ""}.get(match[1], match[1])


def _wrapped(record: str) -> str:
    """A record as markup of its own: table rows need their table."""
    start = record[:4].lower()
    if start.startswith("<tr"):
        return f"<table>{record}</table>"
    if start.startswith("<td"):
        return f"<table><tr>{record}</tr></table>"
    return f"<ul>{record}</ul>" if start.startswith("<li") else f"<div>{record}</div>"


def _total(data: str) -> int | None:
    match = _TOTAL.search(data)
    return whole(match[1] or match[2]) if match else None


def _further(page: Page, request: Fetch | None, data: str, entries: list[Entry], total: int | None) -> list[Fetch]:
    """The requests for the rows that are not shown."""
    shown = len(entries)
    seen, first = _seen(request, entries)
    asked = _asked(request.url if request is not None else page.url)
    if total is not None and asked is None and shown >= total:
        return []
    following = _next_group(page, data)
    found = _interface(page, data) if total is not None and asked is None else None
    # The next group follows on the rows that are shown: where none is, windows begin at the first.
    if following and (shown or found is None):
        return [Fetch(following, headers={SEEN: f"{seen}\t{first}"} if seen else {})]
    if total is None:
        return []
    if asked is not None:
        return _after_answer(asked, shown, total, seen)
    if found is None:
        return []
    proxy, parameters = found
    return _windows(proxy, parameters, 1, MAX_ROWS, total)


def _seen(request: Fetch | None, entries: list[Entry]) -> tuple[int, str]:
    """How many rows of the list were seen with this answer, and the address of its first row.

    Some servers count their groups from one: what they call the next one are the rows that the page showed itself.
    """
    count, _, first = (request.headers.get(SEEN, "") if request is not None else "").partition("\t")
    before = whole(count) or 0
    if not entries:
        return before, first
    return (len(entries) if first == entries[0].url else before + len(entries)), first or entries[0].url


def _next_group(page: Page, data: str) -> str:
    """The server's own address of the next rows; ``""`` where there is none or it is encrypted."""
    match = _NEXT_GROUP.search(data)
    href = _HREF.search(match[1]) if match else None
    if href is None or "dataproxy" not in href[1]:
        return ""
    return canonical(html.unescape(href[1]), page.url)


def _asked(url: str) -> dict[str, str] | None:
    """The parameters of a request to the list interface, or None when ``url`` is another page."""
    parts = urlsplit(url)
    return dict(parse_qsl(parts.query, keep_blank_values=True)) | {"": url} if "dataproxy" in parts.path else None


def _after_answer(asked: dict[str, str], shown: int, total: int, seen: int) -> list[Fetch]:
    """What follows on an answer by its total: when it holds fewer rows than asked for, the server has its own limit,
    and it goes on by that; the last of a server's own groups gives way to windows where they were not all.
    """
    parts = urlsplit(asked[""])
    proxy = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    parameters = {key: value for key, value in asked.items() if key and key.lower() not in _WINDOW}
    first = whole(asked.get("startrecord", ""))
    if first is None:
        return [] if seen >= total else _windows(proxy, parameters, 1, MAX_ROWS, total)
    wanted = whole(asked.get("perpage", "")) or shown
    if first != 1 or not shown or shown >= min(wanted, total):
        return []
    return _windows(proxy, parameters, 2, shown, total)


def _interface(page: Page, data: str) -> tuple[str, dict[str, str]] | None:
    """The address of the list interface and the parameters that name this list, as printed in the page."""
    proxy = _PROXY.search(data)
    address = html.unescape(proxy[1]) if proxy else _DEFAULT_PROXY
    parts = urlsplit(canonical(address, page.url))
    parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    for block in _PARAMETERS.findall(data):
        pairs = {key: quoted or bare for key, quoted, bare in _PAIR.findall(block)}
        if _NEEDED & {key.lower() for key in pairs}:
            parameters |= pairs
            break
    else:  # printed among the settings of the pager itself
        pairs = {key: quoted or bare for key, quoted, bare in _PAIR.findall(data) if key.lower() in _NAMES}
        parameters = pairs | parameters
    if not _NEEDED & {key.lower() for key in parameters}:
        return None
    parameters = {key: value for key, value in parameters.items() if key.lower() not in _WINDOW}
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")), parameters


def _windows(proxy: str, parameters: dict[str, str], first: int, size: int, total: int) -> list[Fetch]:
    """Windows ``first`` … of ``size`` rows each; ``page`` says the same to servers that go by it."""
    last = -(-total // size)
    fetches = []
    for number in range(first, min(last, first + MAX_MORE - 1) + 1):
        start = (number - 1) * size + 1
        window = {"startrecord": start, "endrecord": start + size - 1, "perpage": size, "page": number}
        asked = urlencode({**window, **parameters})
        # As the page itself asks; what it sends stands in the address too, for servers that look there.
        fetches.append(Fetch(f"{proxy}?{asked}", "POST", asked))
    return fetches
