"""The search service of newer TRS portals (``list2.trsapi``): a form that answers with rows as JSON.

The page's script prints what it asks: ``{channelid: SiteInfo.searchId, classsql: "" || "chnlid=1813", …}``, with the
site's own number in another script; pages are asked for by ``page``, counted from one. The service is
``/fjdzapp/search`` (a POST) or ``/was5/web/search`` (a GET).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.platforms.base import MAX_ROWS, Fetch
from crawler.platforms.canonical import canonical
from crawler.records import Page

_MARK = "trsapi"
_ADDRESS = re.compile(r"[\"']([^\"'\s]{0,120}/(?:fjdzapp|was5/web)/search)(\?[^\"'\s]{0,600})?[\"']")
_PAIR = re.compile(
    r"\b(channelid|classsql|sortfield|classcol|classnum|classsort|cache|templet|searchword)[\"']?\s*:"
    r"\s*((?:\"[^\"\n]*\"|'[^'\n]*'|[^\n,{}\"']){1,200})"
)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_BARE = re.compile(r"\s*(?:[\w$]+\.)*([\w$]+)")
_INTERFACE = "/fjdzapp/search"
_NEEDED = frozenset({"channelid", "classsql"})


def search_request(page: Page) -> Fetch | None:
    """The request for the first rows of the page's list; None where its script does not say how to ask."""
    script = "\n".join(page.scripts)
    printed = _ADDRESS.search(script)
    if printed is None and _MARK not in script:
        return None
    url = canonical(printed[1] if printed else _INTERFACE, page.url)
    query = dict(parse_qsl((printed[2] or "").lstrip("?"), keep_blank_values=True)) if printed else {}
    query |= {name: value for name, written in _PAIR.findall(script) if (value := _value(written, script))}
    if not query.keys() >= _NEEDED:
        return None
    query |= {"page": "1", "prepage": str(MAX_ROWS)}
    parts = urlsplit(url)
    headers = {"Referer": page.url}
    if "was5" in parts.path:
        return Fetch(urlunsplit(parts._replace(query=urlencode(query))), headers=headers)
    return Fetch(url, "POST", urlencode(query), headers)


def _value(written: str, script: str) -> str:
    """What a property is set to: a text, a number, or a variable that the page sets elsewhere; "" where unknown."""
    if quoted := [one or other for one, other in _QUOTED.findall(written) if one or other]:
        return str(quoted[-1])
    bare = _BARE.match(written)
    if bare is None or bare[1].isdecimal():
        return bare[1] if bare is not None else ""
    found = re.search(rf"\b{re.escape(bare[1])}\s*[:=]\s*[\"']?(\w{{1,40}})", script)
    return found[1] if found is not None else ""
