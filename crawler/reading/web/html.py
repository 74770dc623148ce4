"""HTML to a Page in one walk over one tree.

The tree is an HTML5 one (lexbor), so broken markup is read as a browser reads it. The walk goes over it once and
keeps what later steps ask for: lines of text, tables, links, named containers, template comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from crawler.facts import load_toml
from crawler.reading import markup
from crawler.reading.web.addresses import resolver, site_of
from crawler.reading.web.forms import read_forms
from crawler.reading.web.marks import scripted_target
from crawler.reading.web.nesting import MOST_TAGS, bounded
from crawler.reading.web.openers import read_openers
from crawler.reading.web.pieces import hidden_article
from crawler.reading.web.unclosed import close_links
from crawler.reading.web.walk import Walker
from crawler.records import Finding, Link, Page

_REFRESH = re.compile(r"""url\s*=\s*["']?([^"'\s>;]+)""", re.I)
_DATA_ISLAND = re.compile(r"<datastore[\s>].*?</datastore>", re.S | re.I)
#: A script that begins with going elsewhere, at once or after a while: its page is left, whatever it shows.
_GOES_ON = re.compile(
    r"""\s*(?:<!--\s*)?(?:(?:window\.)?setTimeout\s*\(\s*(?:function\s*\(\)\s*\{|\(\)\s*=>\s*\{?|["'])\s*)?"""
    r"""(?:(?:window|self|top|parent|document|this)\.)*location(?:\.href)?\s*(?:=|\.(?:assign|replace)\s*\()\s*"""
    r"""["']([^"'\s]+)["'](?!\s*\+)""",
    re.I,
)
#: A page with less text (characters) and no link shows nothing.
_HARDLY_ANY = 60
_MOST_AREAS = 500


@cache
def _script_words() -> tuple[str, ...]:
    return tuple(word.lower() for word in load_toml("platforms.toml")["scripts"]["keep"])


def read_html(text: str, url: str) -> Page:
    """The page of an HTML text that came from ``url`` (absolute, or "" where it has none)."""
    whole, cut = bounded(text)
    tree = LexborHTMLParser(close_links(whole))
    page = Page(url=url, format="html")
    if cut:
        page.findings.append(Finding("truncated", f"标签过多,只读取前 {MOST_TAGS} 个", "warning"))
    body = tree.body
    written = body.html or "" if body is not None else ""
    base = _read_head(tree, page)
    base_url = resolver(url)(base) if base and url else ""
    resolve = resolver(base_url or url)
    walker = Walker(page, resolve, site_of(base_url or url))
    head = text[: max(text.find("</head>"), 0)]
    if body is not None:
        walker.walk(written)
        _read_hidden(page, walker, tree, head)
    else:
        frames = (resolve(frame.attributes.get("src") or "") for frame in tree.css("frame[src]"))
        page.frames.extend(filter(None, frames))
    walker.finish()
    page.scripts = _kept([*_data_of_head(tree, head), *walker.asides.scripts])
    if "<datastore" in text:
        page.scripts.extend(_DATA_ISLAND.findall(text))
    # To ask the tree for what nearly no page has takes less time than to look for it in the text.
    scripts = [node.text() for node in tree.css("script")]
    read_forms(tree, page, resolve)
    read_openers(tree, scripts, page, resolve)
    _read_next(tree, page, resolve)
    _read_map(tree, page, resolve)
    _find_refresh(scripts, page, resolve)
    return page


def shows_nothing(page: Page) -> bool:
    """Whether a page has hardly a word and no link: it may be nothing but a script that goes elsewhere."""
    return not page.links and sum(len(block.text) for block in page.blocks) < _HARDLY_ANY


def _read_head(tree: LexborHTMLParser, page: Page) -> str:
    """Reads meta tags and title; what the addresses of the page are relative to, as printed, or ""."""
    base: str | None = None
    for node in tree.css("meta, title, base[href]"):
        attributes = node.attributes
        if node.tag == "title":
            page.title = page.title or markup.squash(node.text())
            continue
        if node.tag == "base":
            base = attributes["href"] or "" if base is None else base
            continue
        name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv")
        content = attributes.get("content")
        if name and content and content.strip():
            page.meta.setdefault(name.strip().lower(), markup.squash(content))
    return base or ""


def _data_of_head(tree: LexborHTMLParser, head: str) -> list[str]:
    """The scripts of the head that are a page's data (``window._CONFIG = {…}``): others there are the template's."""
    marks = [mark for mark in load_toml("platforms.toml")["scripts"]["data"] if mark in head]
    if not marks:
        return []
    return [script for node in tree.css("head script") if any(mark in (script := node.text()) for mark in marks)]


def _read_next(tree: LexborHTMLParser, page: Page, resolve: Callable[[str], str]) -> None:
    """``<link rel="next">`` of the head, as a link that stands in no block."""
    for node in tree.css('head link[rel="next" i][href]')[:1]:
        if url := resolve(node.attributes["href"] or ""):
            page.links.append(Link(url, "", -1, "next"))


def _read_map(tree: LexborHTMLParser, page: Page, resolve: Callable[[str], str]) -> None:
    """The links of pictures with parts to click on (图像地图), which stand in no block."""
    for node in tree.css("area[href]")[:_MOST_AREAS]:
        attributes = node.attributes
        if url := resolve(attributes["href"] or ""):
            page.links.append(Link(url, markup.squash(attributes.get("alt") or attributes.get("title") or "")))


def _read_hidden(page: Page, walker: Walker, tree: LexborHTMLParser, head: str) -> None:
    """Reads the article out of a text area, template or script, where the page shows none."""
    scripts = walker.asides.scripts
    if '"content"' in head:
        scripts = [*scripts, *(node.text() for node in tree.css("head script"))]
    article = hidden_article(page, walker.asides.pieces, scripts)
    if not article:
        return
    body = LexborHTMLParser(close_links(bounded(article)[0])).body
    if body is not None:
        walker.walk(body.html or "")
        page.findings.append(Finding("hidden_article", "正文取自页面的隐藏部分(文本框、模板或脚本)", "note"))


def _kept(scripts: list[str]) -> list[str]:
    """The scripts that hold one of the words that a CMS family's list reader looks for."""
    lower = [script.lower() for script in scripts]
    together = "\n".join(lower)
    words = [word for word in _script_words() if word in together]
    return [
        script
        for script, folded in zip(scripts, lower, strict=True)
        if any(word in folded for word in words) and "<datastore" not in script
    ]


def _find_refresh(scripts: list[str], page: Page, resolve: Callable[[str], str]) -> None:
    refresh = _REFRESH.search(page.meta.get("refresh", ""))
    if refresh:
        page.refresh = resolve(refresh.group(1))
    elif shows_nothing(page):
        # A page of nothing but a script that goes elsewhere is a redirect.
        page.refresh = next((resolve(target) for target in map(scripted_target, scripts) if target), "")
    elif gone := next(filter(None, (_GOES_ON.match(script) for script in scripts if "location" in script)), None):
        page.refresh = resolve(gone.group(1))
