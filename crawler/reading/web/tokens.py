"""A tree written out and taken apart again: the fastest way through a page in Python.

An HTML5 parser repairs broken markup; what it then writes out is regular: every element is closed, every attribute
is ``name="value"``, and ``<`` and ``>`` stand nowhere else (HTML standard, 13.3). So one regular expression takes a
repaired page apart exactly, at a fraction of what asking a tree node by node costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Elements whose content is written out as it is.
_RAW = ("script", "style", "iframe", "noembed", "noframes", "xmp", "plaintext")
#: Elements that often hold nothing but text.
_LEAF = r"(?:a|td|th|p|li|dt|dd|span|strong|b|font|h[1-6])(?: [^>]*+)?+>[^<]*+</[^>]*+"
_ITEM = r"li(?: [^>]*+)?+>\s*+<a [^>]*+>[^<]*+</a>\s*+</li"
# Atomic groups and not possessive ones where there are alternatives or look-aheads inside: before Python 3.11.5 (Debian
# 12 has 3.11.2) the latter do not match as they should (gh-106052).
_MENU = rf"{_ITEM}(?>(?:>\s*+<{_ITEM})*)"
#: What a table of nothing but text is made of.
_OF_TABLE = "t[drh]|tbody|thead|colgroup|col|p|div|br|span|strong|b|font|i|u|em|o:p"
_PLAIN_TABLE = rf"table(?: [^>]*+)?+>(?>(?:[^<]*+</?(?:{_OF_TABLE})(?: [^>]*+)?+>)*)[^<]*+</table(?=>)"


def token_pattern(*many: str) -> re.Pattern[str]:
    """What takes a page apart; ``many`` are patterns of several elements that come as one token."""
    # To go from sign to sign is ten times as fast as .*? that tries the end at each character.
    raw = (rf"{tag}[ >](?>(?:[^<]*+<(?!/{tag}>))*)[^<]*+</{tag}" for tag in _RAW)
    whole = (r"!--(?>(?:[^-]*+-(?!->))*)[^-]*+--(?=>)", *raw, *many)
    return re.compile(f"<((?:{'|'.join(whole)})|[^>]*)>")


_TOKEN = token_pattern(_MENU, _PLAIN_TABLE, _LEAF)
_TOKEN_OF_TABLE = token_pattern(_MENU, _LEAF)
_ATTRIBUTE = re.compile(r'(?:^| )([^\s=]+|=[^\s=]*)="([^"]*)"')

Tokens = Iterator[tuple[str, str]]


def tokens_of(html: str) -> Tokens:
    """``(text, token)`` pairs of an element that a parser wrote out: the text that stands before each token.

    A token is what stands between ``<`` and ``>``: ``td class="t"``, ``/td``, ``!--comment--``. Elements with raw
    content and those that hold nothing but text may come as one token: ``script>var a;</script``, ``td>12</td``; so
    may the items of a menu, ``li><a href="/">首页</a></li><li>…</li``, and a table that has only text in its cells.
    Texts and values are still escaped: :func:`unescape`.
    """
    # A non-breaking space is written as a reference wherever it stands; it is white space for the walk.
    pieces = _TOKEN.split(html.replace("&nbsp;", "\u00a0"))
    return zip(pieces[::2], pieces[1::2], strict=False)


def tokens_of_table(token: str) -> Tokens:
    """The tokens that a table's one token stands for."""
    pieces = _TOKEN_OF_TABLE.split(f"<{token}>")
    return zip(pieces[::2], pieces[1::2], strict=False)


def unescape(text: str) -> str:
    """A text or value without the references that writing out puts in."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def attributes_of(raw: str) -> dict[str, str]:
    """The attributes of a token's part after the tag's name, by name."""
    pieces = raw.split('"')
    found: dict[str, str] = {}
    for name, value in zip(pieces[:-1:2], pieces[1::2], strict=True):
        if name[-1:] != "=":  # broken markup can leave a quotation mark in a name
            return {name: unescape(value) for name, value in _ATTRIBUTE.findall(raw)}
        found[name[:-1].lstrip()] = unescape(value) if "&" in value else value
    return found
