"""HTML to a Page in one walk over one tree.

The tree is an HTML5 one (lexbor), so broken markup is read as a browser reads it. The walk goes over it once and
keeps what later steps ask for: lines of text, tables, links, named containers, template comments.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from crawler.reading import markup
from crawler.reading.walk import Walker
from crawler.records import Page

_REFRESH = re.compile(r"""url\s*=\s*["']?([^"'\s>;]+)""", re.I)
_DATA_ISLAND = re.compile(r"<datastore[\s>].*?</datastore>", re.S | re.I)


def read_html(text: str, url: str) -> Page:
    """The page of an HTML text that came from ``url`` (absolute, or "" where it has none)."""
    tree = LexborHTMLParser(text)
    page = Page(url=url, format="html")
    base = tree.css_first("base[href]")
    base_url = markup.resolver(url)(base.attributes.get("href") or "") if base and url else ""
    _read_head(tree, page)
    walker = Walker(page, markup.resolver(base_url or url))
    if tree.body is not None:
        walker.walk(tree.body)
    elif (frames := tree.css("frame[src]")) is not None:
        page.frames.extend(filter(None, (walker.resolve(frame.attributes.get("src") or "") for frame in frames)))
    if "<datastore" in text:
        page.scripts.extend(_DATA_ISLAND.findall(text))
    _find_refresh(tree, page, walker)
    return page


def _read_head(tree: LexborHTMLParser, page: Page) -> None:
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv")
        content = attributes.get("content")
        if name and content and content.strip():
            page.meta.setdefault(name.strip().lower(), markup.squash(content))
    for node in tree.css("title"):
        page.title = markup.squash(node.text())
        if page.title:
            break


def _find_refresh(tree: LexborHTMLParser, page: Page, walker: Walker) -> None:
    refresh = _REFRESH.search(page.meta.get("refresh", ""))
    if refresh:
        page.refresh = walker.resolve(refresh.group(1))
    elif not page.links and sum(len(block.text) for block in page.blocks) < 60:
        # A page of nothing but a script that goes elsewhere is a redirect.
        targets = [markup.scripted_target(node.text()) for node in tree.css("script")]
        page.refresh = next((walker.resolve(target) for target in targets if target), "")
