"""What a page's own script says in plain words: the list interface that it asks, and the menu that it writes.

Nothing is run. A call counts when all that it sends is printed: ``$.get("/api/list", {channelId: id, pageNo: p})`` with
``var id = "12"``; the number of the page, which any call leaves open, is 1. Menus of old portals are trees written by a
script: ``d.add(12, 0, "信息公开年报", "list.jsp?cid=12")`` (dTree), ``{name: "…", url: "…"}`` (zTree).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from crawler.platforms.asking import JSON_HEADERS, dump, names
from crawler.platforms.base import Fetch
from crawler.platforms.canonical import canonical, is_media
from crawler.records import Link, Page

_SHORT_CALL = re.compile(
    r"\.(get|post|getJSON)\s*\(\s*[\"']([^\"'\s]{2,300})[\"']\s*,\s*(?:\{\s*params\s*:\s*)?\{([^{}]{1,1000})\}"
)
_LONG_CALL = re.compile(r"\.ajax\s*\(\s*\{(.{1,2000}?)(?:success|complete|\.done|\.then|</script>|\Z)", re.DOTALL)
_ADDRESS = re.compile(r"\burl[\"']?\s*:\s*[\"']([^\"'\s]{2,300})[\"']")
_METHOD = re.compile(r"\b(?:type|method)[\"']?\s*:\s*[\"'](\w+)[\"']", re.IGNORECASE)
_DATA = re.compile(r"\bdata[\"']?\s*:\s*(JSON\.stringify\s*\(\s*)?\{([^{}]{1,1000})\}")
_PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:[\"']([^\"']*)[\"']|([\w.$-]+))\s*(?:,|$)")
_VARIABLE = re.compile(r"\b(?:var|let|const)\s+([\w$]+)\s*=\s*(?:[\"']([^\"']{0,200})[\"']|(\d{1,9})\b)")
_LITERAL = re.compile(r"-?\d{1,9}|true|false|null")
#: A menu's name and, right after it, its address.
_MENU = re.compile(
    r"[\"']([^\"'<>]{2,40})[\"']\s*,\s*(?:[\"']?(?:url|href|link)[\"']?\s*:\s*)?[\"']([^\"'<>\s]{2,300})[\"']",
    re.IGNORECASE,
)
_TREES = ("dtree", "ztree", "znodes", "treenode")
#: Interfaces of one page that are asked, and links that one script's menu gives.
_MOST_CALLS, _MOST_LINKS = 2, 500


def asked_by_script(page: Page) -> list[Fetch]:
    """The first page of the lists that the page's script asks an interface for; ``[]`` where not all is printed."""
    script = "\n".join(page.scripts)
    variables = {name: quoted or number for name, quoted, number in _VARIABLE.findall(script)}
    found: dict[tuple[str, str, str], Fetch] = {}
    for address, method, data, as_json in _calls(script):
        url = canonical(address, page.url)
        fields = _fields(data, variables)
        if fields is None or not url or is_media(url) or urlsplit(url).netloc != urlsplit(page.url).netloc:
            continue
        headers = {"Referer": page.url}
        if method == "GET":
            fetch = Fetch(f"{url}{'&' if '?' in url else '?'}{urlencode(fields)}", headers=headers)
        else:
            body = dump(fields) if as_json else urlencode(fields)
            fetch = Fetch(url, "POST", body, {**JSON_HEADERS, **headers} if as_json else headers)
        found.setdefault(fetch.key(), fetch)
    return list(found.values())[:_MOST_CALLS]


def _calls(script: str) -> Iterator[tuple[str, str, str, bool]]:
    """``(address, method, pairs, whether they are sent as JSON)`` of the calls in a script."""
    for how, address, data in _SHORT_CALL.findall(script):
        yield address, "POST" if how == "post" else "GET", data, False
    for call in _LONG_CALL.findall(script):
        address_, data_, method = _ADDRESS.search(call), _DATA.search(call), _METHOD.search(call)
        if address_ is not None and data_ is not None:
            post = method is not None and method[1].upper() == "POST"
            yield address_[1], "POST" if post else "GET", data_[2], bool(data_[1])


def _fields(data: str, variables: dict[str, str]) -> dict[str, str] | None:
    """What a call sends; None where a value is not printed, or no field says which page is asked for."""
    fields: dict[str, str] = {}
    if _PAIR.sub("", data.strip()).strip():
        return None  # a value that is worked out
    for name, quoted, bare in _PAIR.findall(data.strip()):
        if name.lower() in names("page"):
            fields[name] = "1"
        elif bare and not _LITERAL.fullmatch(bare):
            if bare not in variables:
                return None
            fields[name] = variables[bare]
        else:
            fields[name] = quoted or bare
    return fields if any(name.lower() in names("page") for name in fields) else None


def menu_links(page: Page) -> Iterator[Link]:
    """The links of the menus that scripts of the page write, in their order."""
    for script in page.scripts:
        lower = script.lower()
        if any(word in lower for word in _TREES):
            for name, address in _MENU.findall(script)[:_MOST_LINKS]:
                if url := canonical(address, page.url):
                    yield Link(url, name)
