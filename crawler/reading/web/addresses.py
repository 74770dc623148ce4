"""The addresses of links: what is printed in a page, as an absolute http(s) address."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

_OTHER_SCHEMES = ("javascript:", "mailto:", "data:", "tel:", "about:", "file:", "ftp:", "vbscript:")
#: What only the library joins rightly.
_is_odd = re.compile(r"/\.|//|\\").search
#: An address of nothing but visible ASCII without fragment, backslash and square brackets is as it should be.
_is_tidy = re.compile(r"[!\"$-Z^-~]*+").fullmatch


def usable(url: str) -> str:
    """An address that can be taken apart, or "" for one that cannot (``http://[``)."""
    try:
        urlsplit(url)
    except ValueError:
        return ""
    return url


def site_of(url: str) -> str:
    """The beginning that all addresses of a site share (``http://www.example.gov.cn``), or ""."""
    parts = urlsplit(usable(url))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def resolver(base: str) -> Callable[[str], str]:
    """A function from an href to its absolute http(s) address, or "" where it has none.

    Without a base (a lone file) relative addresses stay as they are. Joining is on the path of every link of every
    page, so the common shapes are joined by hand.
    """
    origin, parts = site_of(base), urlsplit(usable(base))
    folder = origin + parts.path[: parts.path.rfind("/") + 1] if origin and parts.path else origin + "/"
    above = _above(folder, origin) if origin and "/." not in parts.path and "//" not in parts.path else ()

    def resolve(href: str) -> str:
        href = href.strip()
        start = href[:1]
        if start == "/" and origin and href[1:2] not in ("/", "\\"):
            return _tidy(origin + href) if "/." not in href else _join(base, href)
        if not href or start == "#":
            return ""
        lower = href[:11].lower()
        if lower.startswith(("http://", "https://")):
            return _tidy(href)
        if lower.startswith(_OTHER_SCHEMES):
            return ""
        if not origin:  # a lone file: its links are kept as they are printed
            return _tidy(href)
        if href.startswith("./") and "/." not in href[1:]:
            return _tidy(folder + href[2:])
        if start == "." and above:
            rest = href.lstrip("./")
            up, odd = divmod(len(href) - len(rest), 3)
            if not odd and href.startswith("../" * up) and not _is_odd(rest):
                return _tidy(above[min(up, len(above) - 1)] + rest)
        if start.isalnum() and ":" not in href and "/." not in href:
            return _tidy(folder + href)
        return _join(base, href)

    return resolve


def as_sent(url: str, encoding: str) -> str:
    """An address as a browser sends it: what is not ASCII in its query stands in the page's own encoding."""
    head, mark, query = url.partition("?")
    if query.isascii():
        return url
    return head + mark + quote(query, safe="".join(map(chr, range(33, 127))), encoding=encoding, errors="replace")


def _above(folder: str, origin: str) -> list[str]:
    """A folder's address and those of the folders above it; there is nothing above the site's own."""
    found = [folder]
    while len(found[-1]) > len(origin) + 1:
        found.append(found[-1][: found[-1].rindex("/", 0, -1) + 1])
    return found


def _tidy(url: str) -> str:
    """An address without fragment, line breaks and backslashes; "" for one that no library can take apart."""
    if _is_tidy(url):
        return url
    url = url.partition("#")[0]
    url = re.sub(r"[\r\n\t]+", "", url).replace("\\", "/").strip().replace(" ", "%20")
    return usable(url)  # a host that Unicode normalization would change is none


def _join(base: str, href: str) -> str:
    try:
        url = urljoin(base, href.replace("\\", "/"))
    except ValueError:
        return ""
    return _tidy(url) if url.startswith(("http://", "https://")) else ""
