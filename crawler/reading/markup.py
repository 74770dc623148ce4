"""The facts of HTML that the walk needs: which elements break a line, hide text, or hold none of the page's."""

from __future__ import annotations

import re
from typing import Final

#: Elements that begin and end a line of text.
BLOCK_TAGS = frozenset(
    "address article aside blockquote caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header html legend li listing main marquee menu nav ol p pre section summary table tbody"
    " td tfoot th thead tr ul".split()
)
#: Elements without an end tag (void, HTML standard 13.1.2), but for those with a kind of their own.
_VOID_TAGS = "area base basefont bgsound col embed keygen link meta param source track wbr".split()
#: Elements whose text is no text of the page.
_SILENT_TAGS = (
    "noscript template svg select button textarea object canvas video audio datalist map math xml title option".split()
)
#: Elements that are all over a page and mean nothing to a reading.
INLINE_TAGS = frozenset("b big em font i ins label o:p small span st1:chsdate strong sub u a".split())
HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4"))
TABLE_TAGS = frozenset(("table", "tr", "td", "th"))
#: Elements that keep their line breaks.
PREFORMATTED_TAGS = frozenset(("pre", "listing", "xmp", "plaintext"))
SPECIAL_TAGS = PREFORMATTED_TAGS | {"center"}
#: Elements that may be the container of a body.
ZONE_TAGS = frozenset(("div", "td", "article", "section", "main", "center", "form", "dd"))

# What a token is, by its tag: how the walk goes on. A text-only element may come whole for BLOCK to LINK.
OTHER: Final = 0
BLOCK: Final = 1
INLINE: Final = 2
LINK: Final = 3
CLOSE_BLOCK: Final = 4
CLOSE_INLINE: Final = 5
BREAK: Final = 6
RULE: Final = 7
SILENT: Final = 8
EMBEDDED: Final = 9
RAW: Final = 10
NOTHING: Final = 11
RAISED: Final = 12
KINDS: dict[str, int] = (
    dict.fromkeys(BLOCK_TAGS, BLOCK)
    | {f"/{tag}": CLOSE_BLOCK for tag in BLOCK_TAGS}
    | dict.fromkeys(INLINE_TAGS, INLINE)
    | {f"/{tag}": CLOSE_INLINE for tag in INLINE_TAGS}
    | dict.fromkeys(_SILENT_TAGS, SILENT)
    | dict.fromkeys((*_VOID_TAGS, "body", "/body"), NOTHING)
    | dict.fromkeys(("img", "frame", "input"), EMBEDDED)
    | dict.fromkeys(("script", "style", "iframe", "noembed", "noframes", "xmp", "plaintext"), RAW)
    | {"a": LINK, "br": BREAK, "hr": RULE, "sup": RAISED, "/sup": RAISED}
)

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f]"
)
_WHITE = re.compile("[ \t\r\n\f\v\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_FIGURE = re.compile(r"[\d０-９][\d０-９.,，]*[件条次篇个人元万]{0,2}|[/—－-]{1,2}|无")
#: A row of a table has so many tabs or more, one without figures so many; and no cells that end so.
_LEAST_TABS = 2
_MANY_TABS = 6
_LABEL_ENDS = ("：", ":", "。")
_SPACES = re.compile("  +")
_ENDS = " \t\r\n\f\v\u00a0\u3000"
_WRAPPED = re.compile(
    "(?<=[\u2e80-\u9fff\uff00-\uffef，。、；：])[ \t]*\r?\n[ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])"
)


def unwrap(text: str) -> str:
    """A text node without the line breaks that its author's editor put between two Chinese characters."""
    return _WRAPPED.sub("", text) if "\n" in text else text


def squash(text: str) -> str:
    """A line with its white space collapsed: to one space, or to one U+3000 where the page made a wide gap.

    Zero-width, private-use and control characters go. The ends are stripped. Tabs in a row of a table become pipes.
    """
    if "\t" in text and (cells := _parted(text)):
        return "|".join(cells)
    text = text.strip(_ENDS)
    if not text.isprintable():  # white space other than a plain space is not printable either
        text = _WHITE.sub(_gap, _INVISIBLE.sub("", text))
    elif "  " in text:
        text = _SPACES.sub(" ", text)
    else:
        return text
    return text.strip(_ENDS)


def _parted(text: str) -> list[str]:
    """The cells of a line between tabs, where it is a row of a table: how many tabs there are says whose figure it is.

    It has a figure beside words or other figures, or a name with many blank cells behind it; and no label of a line
    (浏览次数：).
    """
    line = text.strip("\r\n")
    tabs = line.count("\t")
    if "\n" in line or tabs < _LEAST_TABS:
        return []
    cells = [squash(cell) for cell in line.split("\t")]
    if any(cell.endswith(_LABEL_ENDS) for cell in cells):
        return []
    figures = sum(map(bool, cells)) > 1 and any(map(_FIGURE.fullmatch, cells))
    return cells if figures or (cells[0] and tabs >= _MANY_TABS) else []


def _gap(found: re.Match[str]) -> str:
    run = found.group()
    if run == " ":
        return run
    wide = run.count("\u3000") * 2 + run.count("\u2003") * 2 + run.count("\u00a0")
    return "\u3000" if wide >= 4 else " "
