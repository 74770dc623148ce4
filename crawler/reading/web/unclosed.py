"""Links that nobody closed (未闭合的链接): a parser opens them again in every paragraph below, so that all is one link.

A reader takes such a link to end with its line, so it is closed there before the parser sees the page.
"""

from __future__ import annotations

import re

from crawler.reading.markup import BLOCK_TAGS

#: A tag, or where a script or comment begins.
_TAG = re.compile(r"<(?:!--|(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>)")
_LINE_TAGS = BLOCK_TAGS | {"br", "hr", "body"}
#: Elements whose content is no markup, and what ends them.
_RAW = {tag: re.compile(f"</{tag}", re.I) for tag in ("script", "style", "textarea", "title")}
_COMMENT_END = re.compile("-->")
#: Where links begin and end: one search for all of them is twice as fast as a count of each.
_LINK = re.compile("<(?:[aA] |a>|/[aA])")


def close_links(text: str) -> str:
    """``text`` with an end for each link that has none; as it is where it has as many ends as links."""
    found = _LINK.findall(text)
    ends = found.count("</a") + found.count("</A")
    if len(found) <= 2 * ends:
        return text
    missing = _missing_ends(text)
    return "</a>".join(text[start:end] for start, end in zip([0, *missing], [*missing, len(text)], strict=True))


def _missing_ends(text: str) -> list[int]:
    """Where the lines end in which a link was opened and not closed before the next link."""
    ends: list[int] = []
    linked = said = False
    line_end = position = 0
    while (found := _TAG.search(text, position)) is not None:
        start, after = found.span()
        tag = found["tag"].lower() if found["tag"] else ""
        said = said or (linked and not line_end and text[position:start].strip() != "")
        if said and not line_end and tag in _LINE_TAGS:
            line_end = start
        if tag == "a":
            if linked and line_end and not found["end"]:
                ends.append(line_end)
            linked, said, line_end = not found["end"], False, 0
        raw = _COMMENT_END if not tag else _RAW.get(tag) if not found["end"] else None
        if raw is not None:
            if (closed := raw.search(text, after)) is None:
                break
            after = closed.start()
        position = after
    if linked and line_end:
        ends.append(line_end)
    return ends
