"""One address for one page: canonical form, and the key under which twins of a page meet.

What is dropped is a fact of ``data/platforms.toml`` (``addresses``).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from crawler.facts import load_toml

#: Addresses that need nothing done to them: most links of a page.
_CLEAN = re.compile(
    r"https?://[a-z0-9.-]+(?::(?!80/|443/)\d+)?/(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)?"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
#: A page that only sends on to an address in its query: ``/jump.html?url=%2Fgk%2F``.
_SENDS_ON = re.compile(
    r"/(?:jump|redirect|goto|tiaozhuan|transfer|(?:out|leave|to)?links?(?:out|to)?|leave|out)(?:page|url|to)?(?:\.\w{2,5})?"
    r"\?(?:[^#]*&)?(?:url|target|link|to|goto|href|redirect)=((?:https?(?::|%3A)|/|%2F)[^&#]+)",
    re.IGNORECASE,
)
_JSESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Left as they are: escapes (also those of GB 2312, which are not ours to decode), reserved and unreserved signs.
_PATH_SAFE = "%/:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?"


@cache
def _facts(name: str) -> frozenset[str]:
    return frozenset(load_toml("platforms.toml")["addresses"][name])


#: The links of a portal's frame come with every page of it: what is known of an address is kept.
MEMORY = 8_192


@lru_cache(maxsize=MEMORY)
def canonical(url: str, base: str = "") -> str:
    """``url`` (resolved against ``base``) in its one form, or ``""`` when it is no address of a page.

    Gone are the fragment, the default port, ``//`` and dot segments of the path, session and tracking keys;
    Chinese and spaces become UTF-8 escapes, escapes that stand stay as they are (upper case), backslashes
    become slashes. ``javascript:``, ``mailto:``, ``data:`` and the like give ``""``, as does what cannot be
    parsed.
    """
    url = url.strip().replace("\\", "/")
    if not url or url.startswith("#"):
        return ""
    if _SCHEME.match(url) is None:
        if not base:
            return ""
        try:
            url = urljoin(base, url)
        except ValueError:
            return ""
    if _CLEAN.fullmatch(url):
        return url
    inner = _SENDS_ON.search(url) if "?" in url else None
    if inner is not None:  # 您即将离开本站: where it goes stands in the address itself
        return canonical(unquote(inner[1]), url)
    return _rebuild(url)


def _rebuild(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = _escape(_resolve_dots(_JSESSION.sub("", parts.path)), _PATH_SAFE) or "/"
    query = _escape(_without_visits(parts.query), _QUERY_SAFE)
    return urlunsplit((parts.scheme, host, path, query, ""))


def _escape(text: str, safe: str) -> str:
    """Escapes what an address may not hold; a lone ``%`` becomes ``%25``, escapes become upper case."""
    if not text:
        return ""
    text = _ESCAPE.sub(lambda match: f"%{match[1].upper()}" if match[1] else "%25", text)
    return quote(text.replace("\u3000", " ").strip(), safe=safe)


def _resolve_dots(path: str) -> str:
    if "//" not in path and "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if segment == "..":
            if kept:
                kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
            continue
        if last and kept:
            kept.append("")
    return "/" + "/".join(kept)


def _without_visits(query: str) -> str:
    if not query:
        return ""
    visits = _facts("visits")
    pairs = [pair for pair in re.split(r"&amp;|&", query) if pair]
    return "&".join(pair for pair in pairs if pair.partition("=")[0].lower() not in visits)


@lru_cache(maxsize=MEMORY)
def twin_key(url: str) -> str:
    """The key that twins of a page share: http and https, with and without ``www.`` or an index file, print view.

    The key is for comparing only; it is not an address. ``""`` for what :func:`canonical` refuses.
    """
    address = canonical(url)
    if not address:
        return ""
    parts = urlsplit(address)
    host = re.sub(r"^(?:www|m|wap)\.(?=[^.]+\.)", "", parts.netloc)
    folder, _, name = parts.path.rpartition("/")
    if name.lower() in _facts("index"):
        name = ""
    views = _facts("views")
    pairs = sorted(pair for pair in parts.query.split("&") if pair and pair.partition("=")[0].lower() not in views)
    path = f"{folder}/{name}".rstrip("/")
    return f"{host}{path}" + (f"?{'&'.join(pairs)}" if pairs else "")


@lru_cache(maxsize=MEMORY)
def is_media(url: str) -> bool:
    """Whether the address is that of an image, a film, a script or an archive: nothing to read in it."""
    name = urlsplit(url).path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() in _facts("media") if "." in name else False


@lru_cache(maxsize=MEMORY)
def is_archive(url: str) -> bool:
    """Whether the address is that of a file of files (压缩包): a report may lie in it."""
    return urlsplit(url).path.lower().endswith(tuple(f".{ending}" for ending in _facts("archives")))
