"""A tree written out and taken apart again: the fastest way through a page in Python.

An HTML5 parser repairs broken markup; what it then writes out is regular: every element is closed, every attribute
is ``name="value"``, and ``<`` and ``>`` stand nowhere else (HTML standard, 13.3). So one regular expression takes a
repaired page apart exactly, at a fraction of what asking a tree node by node costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Elements whose content is written out as it is: each is one token, together with its end tag.
_RAW = ("script", "style", "iframe", "noembed", "noframes", "xmp", "plaintext")
_TOKEN = re.compile("<((?:!--.*?--(?=>)|" + "|".join(f"{tag}[ >].*?</{tag}" for tag in _RAW) + ")|[^>]*)>", re.S)
_ATTRIBUTE = re.compile(r'(?:^| )([^\s=]+|=[^\s=]*)="([^"]*)"')

Tokens = Iterator[tuple[str, str]]


def tokens_of(html: str) -> Tokens:
    """``(text, token)`` pairs of an element that a parser wrote out: the text that stands before each token.

    A token is what stands between ``<`` and ``>``: ``td class="t"``, ``/td``, ``!--comment--``, and for the elements
    with raw content all of it: ``script>var a;</script``. Texts and values are still escaped: :func:`unescape`.
    """
    # A non-breaking space is written as a reference wherever it stands; it is white space for the walk.
    pieces = _TOKEN.split(html.replace("&nbsp;", "\u00a0"))
    return zip(pieces[::2], pieces[1::2], strict=False)


def unescape(text: str) -> str:
    """A text or value without the references that writing out puts in."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def attributes_of(raw: str) -> dict[str, str]:
    """The attributes of a token's part after the tag's name, names in lower case."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(raw)}
