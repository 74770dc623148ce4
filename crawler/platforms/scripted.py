"""What a page's own script says in plain words: the list interface that it asks, and the menu that it writes.

Nothing is run. A call counts when all that it sends is printed: ``$.get("/api/list", {channelId: id, pageNo: p})`` with
``var id = "12"``, ``fetch("/api/list?cid=12&page=" + n)``; the number of the page, which any call leaves open, is 1.
Where the rows of the answer have no address, it is made as the script makes it: ``"/show/" + row.id + ".html"``.
Menus of old portals are trees: ``d.add(12, 0, "信息公开年报", "list.jsp?cid=12")`` (dTree), ``{name: …, url: …}``
(zTree).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from crawler.catalogue.sites import site_of
from crawler.facts import load_toml, patterns
from crawler.platforms.asking import JSON_HEADERS, dump, names
from crawler.platforms.base import ROW, Fetch
from crawler.platforms.canonical import canonical, is_media
from crawler.records import Link, Page

_SHORT_CALL = re.compile(
    r"(?<![\w$])([\w$]{0,40})\.(get|post|getJSON)\s*\(\s*[\"']([^\"'\s]{2,300})[\"']\s*,\s*(?:\{\s*params\s*:\s*)?"
    r"(?:\{([^{}]{1,1000})\}|((?:JSON\.stringify\s*\(\s*)?[\w$.]{1,60}))"
)
#: jQuery posts forms; what else posts an object posts JSON.
_JQUERY = ("$", "jQuery", "jq")
_LONG_CALL = re.compile(
    r"(?:\.ajax|\baxios|\brequest)\s*\(\s*\{(.{1,2000}?)(?:success|complete|\.done|\.then|</script>|\Z)", re.DOTALL
)
_FETCH_CALL = re.compile(r"\bfetch\s*\(\s*[\"']([^\"'\s]{2,300})[\"']\s*,\s*(\{.{1,1500}?)(?:\.then|\Z)", re.DOTALL)
_ADDRESS = re.compile(r"\burl[\"']?\s*:\s*[\"']([^\"'\s]{2,300})[\"']")
_METHOD = re.compile(r"\b(?:type|method)[\"']?\s*:\s*[\"'](\w+)[\"']", re.IGNORECASE)
_DATA = re.compile(r"\b(?:data|params|body)[\"']?\s*:\s*(JSON\.stringify\s*\(\s*)?\{([^{}]{1,1000})\}")
_PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:[\"']([^\"']*)[\"']|([\w.$-]+))\s*(?:,|$)")
_VARIABLE = re.compile(r"(?:\b(?:var|let|const)\s+|[,;{]\s*)([\w$]+)\s*=\s*(?:[\"']([^\"']{0,200})[\"']|(\d{1,9})\b)")
#: A field of an object, which a component calls ``this.name``.
_FIELD = re.compile(r"\b([\w$]+)\s*:\s*(?:[\"']([^\"']{0,200})[\"']|(\d{1,9})\b)")
_OWN = re.compile(r"^(?:this|that|self|vm|_this)\.")
_LITERAL = re.compile(r"-?\d{1,9}|true|false|null")
#: Where an address stands that may be put together, and what of: text, a template, a name.
_ASKS = re.compile(r"(?:\bfetch|\.get|\.getJSON|\.post|\.load|\burl[\"']?\s*:|[\"']GET[\"']\s*,)\s*\(?\s*(?=[\"'`])")
_PIECE = re.compile(r"\s*(?:([\"'])([^\"'\n]{0,300})\1|`([^`\n]{0,300})`|([A-Za-z_$][\w$.]{0,60}))\s*(\+?)")
_IN_TEMPLATE = re.compile(r"\$\{\s*([\w$.]+)\s*\}")
_NAME_BEFORE = re.compile(r"[?&](\w+)=$")
#: The address of a row, put together of one field of it.
_ROWS = (
    re.compile(
        r"href\s*=\s*\\?[\"'][\"']?([^\"'\s<>+\\]{1,200})[\"']\s*\+\s*[\w$]+\.(\w+)(?:\s*\+\s*[\"']([^\"'<>\s\\]*))?"
    ),
    re.compile(r"href\s*=\s*\\?[\"']?([^\"'\s<>`\\]{1,200}?)\$\{\s*[\w$]+\.(\w+)\s*\}([^\"'<>\s`\\]*)"),
)
#: A menu's name and, right after it, its address.
_MENU = re.compile(
    r"[\"']([^\"'<>]{2,40})[\"']\s*,\s*(?:[\"']?(?:url|href|link)[\"']?\s*:\s*)?[\"'](?=[^\"']*[/.?])([^\"'<>\s]{2,300})[\"']",
    re.IGNORECASE,
)
_TREES = ("dtree", "ztree", "znodes", "treenode")
#: Interfaces of one page that are asked, and links that one script's menu gives.
_MOST_CALLS, _MOST_LINKS = 2, 500


class Call(msgspec.Struct):
    """A call of a script: its address as printed, its method, what it sends ("": nothing but its address)."""

    address: str
    post: bool = False
    data: str = ""
    as_json: bool = False


def asked_by_script(page: Page, *, menu: bool = False) -> list[Fetch]:
    """The first page of the lists that the page's script asks an interface for; ``[]`` where not all is printed.

    ``menu`` asks for what has no pages, if the script makes addresses of its rows: the units of a directory.
    """
    script = "\n".join(page.scripts)
    known = _known(script)
    row = _row_address(script)
    found: dict[tuple[str, str, str], Fetch] = {}
    for call in _calls(script, known):
        url = canonical(call.address, page.url)
        if not url or is_media(url) or is_no_list(url) or urlsplit(url).netloc != urlsplit(page.url).netloc:
            continue
        fields = _fields(call.data, known) if call.data else {}
        paged = fields is not None and _names_page((*fields, *dict(parse_qsl(urlsplit(url).query))))
        if fields is None or not (paged or (menu and row)):
            continue
        headers = {"Referer": page.url} | ({ROW: row} if row else {})
        if not call.post:
            joined = f"{url}{'&' if '?' in url else '?'}{urlencode(fields)}" if fields else url
            fetch = Fetch(joined, headers=headers)
        else:
            body = dump(fields) if call.as_json else urlencode(fields)
            fetch = Fetch(url, "POST", body, {**JSON_HEADERS, **headers} if call.as_json else headers)
        found.setdefault(fetch.key(), fetch)
    return list(found.values())[:_MOST_CALLS]


def _known(script: str) -> dict[str, str]:
    """What the script's names stand for: its variables, and ``this.name`` where all its objects agree."""
    fields: dict[str, set[str]] = {}
    for name, quoted, number in _FIELD.findall(script):
        fields.setdefault(name, set()).add(quoted or number)
    known = {f"this.{name}": values.pop() for name, values in fields.items() if len(values) == 1}
    return known | {name: quoted or number for name, quoted, number in _VARIABLE.findall(script)}


def _value_of(name: str, known: dict[str, str]) -> str | None:
    own = _OWN.sub("this.", name)
    return known.get(own, known.get(own.removeprefix("this.")) if own.startswith("this.") else None)


def _names_page(fields: tuple[str, ...]) -> bool:
    return any(name.lower() in names("page") for name in fields)


def _calls(script: str, known: dict[str, str]) -> Iterator[Call]:
    for who, how, address, data, name in _SHORT_CALL.findall(script):
        as_json = who not in _JQUERY or name.startswith("JSON.")
        if data := data or _object(script, name):
            yield Call(address, how == "post", data, as_json)
    for text in _LONG_CALL.findall(script):
        if (address_ := _ADDRESS.search(text)) is not None:
            yield from _long_call(address_[1], text)
    for address, text in _FETCH_CALL.findall(script):
        yield from _long_call(address, text)
    for found in _ASKS.finditer(script):
        if (joined := _joined(script, found.end(), known)) is not None:
            method = _METHOD.search(script[found.end() : found.end() + 300])
            yield Call(joined, ".post" in found[0] or (method is not None and method[1].upper() == "POST"))


def _object(script: str, name: str) -> str:
    """What stands in the object of that name: ``query: {channelCode: 'a', pageNum: 1}`` of ``this.query``."""
    last = name.rpartition("(")[2].strip().rpartition(".")[2]
    found = re.search(rf"\b{re.escape(last)}\s*[:=]\s*\{{([^{{}}]{{1,1000}})\}}", script) if last else None
    return found[1] if found is not None else ""


def _long_call(address: str, text: str) -> Iterator[Call]:
    if (data := _DATA.search(text)) is not None:
        method = _METHOD.search(text)
        yield Call(address, method is not None and method[1].upper() == "POST", data[2], bool(data[1]))


def _joined(script: str, start: int, known: dict[str, str]) -> str | None:
    """The address that begins at ``start``, put together; None where it is not, or a part of it is not printed."""
    address, parts = "", 0
    while (piece := _PIECE.match(script, start)) is not None:
        _, text, template, name, more = piece.groups()
        for part, is_name in _parts(text, template, name):
            before = _NAME_BEFORE.search(address) if is_name else None
            value = "1" if before and _names_page((before[1],)) else _value_of(part, known) if is_name else part
            if value is None:
                return None
            address, parts = address + value, parts + 1
        start = piece.end()
        if not more:
            break
    return address if parts > 1 else None


def _parts(text: str | None, template: str | None, name: str | None) -> Iterator[tuple[str, bool]]:
    """The parts of one piece, and whether each is a name."""
    if template is not None:
        for number, part in enumerate(_IN_TEMPLATE.split(template)):
            yield part, bool(number % 2)
    else:
        yield (name, True) if name is not None else (text or "", False)


def _row_address(script: str) -> str:
    """How the script makes the address of a row: ``/show/{id}.html``, or ""."""
    for pattern in _ROWS:
        if (found := pattern.search(script)) is not None:
            return f"{found[1]}{{{found[2]}}}{found[3] or ''}"
    return ""


def _fields(data: str, known: dict[str, str]) -> dict[str, str] | None:
    """What a call sends; None where a value is not printed."""
    fields: dict[str, str] = {}
    if _PAIR.sub("", data.strip()).strip():
        return None  # a value that is worked out
    for name, quoted, bare in _PAIR.findall(data.strip()):
        if _names_page((name,)):
            fields[name] = "1"
        elif bare and not _LITERAL.fullmatch(bare):
            if (value := _value_of(bare, known)) is None:
                return None
            fields[name] = value
        else:
            fields[name] = quoted or bare
    return fields


def menu_links(page: Page) -> Iterator[Link]:
    """The links of the menus that scripts of the page write, in their order."""
    for script in page.scripts:
        lower = script.lower()
        if any(word in lower for word in _TREES):
            for name, address in _MENU.findall(script)[:_MOST_LINKS]:
                if url := canonical(address, page.url):
                    yield Link(url, name)


def is_no_list(url: str) -> bool:
    """Whether an address that scripts ask is that of a counter, a log-in and the like."""
    return _files("no_list").search(url) is not None


_files = patterns("platforms.toml", "scripts", flags=re.IGNORECASE)


def most_scripts() -> int:
    """How many external scripts of one portal are read in one run."""
    most: int = load_toml("platforms.toml")["scripts"]["most_of_portal"]
    return most


def wanted_scripts(files: list[str], page_url: str, *, menu: bool) -> list[str]:
    """Of a page's external scripts those that may say what its list asks, or be its ``menu``: the portal's own that
    no library is called like; the last first, since a page's own script follows what it needs.
    """
    own = [url for url in files if site_of(url) == site_of(page_url) and not _files("libraries").search(_name(url))]
    if menu:
        own = [url for url in own if _files("menus").search(_name(url))]
    most: int = load_toml("platforms.toml")["scripts"]["most_of_page"]
    return list(dict.fromkeys(reversed(own)))[:most]


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def has_tree(body: bytes) -> bool:
    """Whether the bytes of a page mention a tree that a script writes."""
    lower = body.lower()
    return any(word.encode() in lower for word in _TREES)
