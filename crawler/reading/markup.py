"""The facts of HTML that the walk needs: which elements break a line, hide text, or hold none of the page's."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

#: Elements that begin and end a line of text.
BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody td tfoot th thead"
    " tr ul".split()
)
#: Elements whose text is no text of the page.
SILENT_TAGS = frozenset(
    "script style noscript template svg select option button textarea object embed canvas video audio head input"
    " datalist map math xml title".split()
)
TABLE_TAGS = frozenset(("table", "tr", "td", "th"))
HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4"))
#: Elements that may be the container of a body.
ZONE_TAGS = frozenset(("div", "td", "article", "section", "main", "center", "form", "dd"))

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CENTER = re.compile(r"text-align\s*:\s*center", re.I)
_SCRIPTED_TARGET = re.compile(
    r"""(?:open\s*\(|(?:location|href)(?:\.href)?\s*=|location\.(?:assign|replace)\s*\()\s*["']([^"'\s]+)["']""",
    re.I,
)
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f]"
)
_WHITE = re.compile("[ \t\r\n\f\v\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_MORE_THAN_A_SPACE = re.compile("  |[\t\r\n\f\v\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_WRAPPED = re.compile(
    "(?<=[\u2e80-\u9fff\uff00-\uffef，。、；：])[ \t]*\r?\n[ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])"
)


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether the element says of itself that it is not shown."""
    style = attributes.get("style")
    if style and ("isplay" in style or "isibility" in style or "DISPLAY" in style) and _HIDDEN.search(style):
        return True
    return "hidden" in attributes


def is_centered(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether the element centres its text."""
    style = attributes.get("style")
    if tag == "center" or attributes.get("align") == "center":
        return True
    return bool(style and "center" in style and _CENTER.search(style))


def scripted_target(script: str) -> str:
    """The address that a short piece of script opens or goes to, or ""."""
    found = _SCRIPTED_TARGET.search(script)
    return found.group(1) if found else ""


def unwrap(text: str) -> str:
    """A text node without the line breaks that its author's editor put between two Chinese characters."""
    return _WRAPPED.sub("", text)


def squash(text: str) -> str:
    """A line with its white space collapsed: to one space, or to one U+3000 where the page made a wide gap.

    Zero-width, private-use and control characters go. The ends are stripped.
    """
    if not text.isprintable() and _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    if _MORE_THAN_A_SPACE.search(text):
        text = _WHITE.sub(_gap, text)
    return text.strip(" \u3000")


def _gap(found: re.Match[str]) -> str:
    run = found.group()
    if run == " ":
        return run
    wide = run.count("\u3000") * 2 + run.count("\u2003") * 2 + run.count("\u00a0")
    return "\u3000" if wide >= 4 else " "


def resolver(base: str) -> Callable[[str], str]:
    """A function from an href to its absolute http(s) address, or "" where it has none.

    Without a base (a lone file) relative addresses stay as they are.

    Joining is on the path of every link of every page, so the common shapes are joined by hand.
    """
    parts = urlsplit(base)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    folder = origin + parts.path[: parts.path.rfind("/") + 1] if origin and parts.path else origin + "/"

    def resolve(href: str) -> str:
        href = href.strip()
        start = href[:1]
        if not href or start == "#":
            return ""
        lower = href[:11].lower()
        if lower.startswith(("http://", "https://")):
            return _tidy(href)
        if lower.startswith(("javascript:", "mailto:", "data:", "tel:", "about:", "file:", "ftp:", "vbscript:")):
            return ""
        if not origin:  # a lone file: its links are kept as they are printed
            return _tidy(href)
        if start == "/" and href[1:2] != "/":
            return _tidy(origin + href) if "/." not in href else _join(base, href)
        if href.startswith("./") and "/." not in href[1:]:
            return _tidy(folder + href[2:])
        if start.isalnum() and ":" not in href and "/." not in href:
            return _tidy(folder + href)
        return _join(base, href)

    return resolve


def _tidy(url: str) -> str:
    if "#" in url:
        url = url[: url.index("#")]
    if "\\" in url or "\n" in url or "\t" in url or "\r" in url:
        url = re.sub(r"[\r\n\t]+", "", url).replace("\\", "/")
    return url.replace(" ", "%20") if " " in url else url


def _join(base: str, href: str) -> str:
    try:
        url = urljoin(base, href.replace("\\", "/"))
    except ValueError:  # an href such as http://[ is no address
        return ""
    return _tidy(url) if url.startswith(("http://", "https://")) else ""
