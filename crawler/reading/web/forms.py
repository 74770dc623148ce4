"""Forms that turn the pages of a list, what a list script is told by its own tag, and a home page's search form."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.facts import load_toml
from crawler.reading.markup import squash
from crawler.records import Form, Page, SearchForm

#: A form has its page's address to go to, a state or a page number to send, and links that send it.
_STATE = "__VIEWSTATE"
#: Of a page: so many forms, fields of a form and links that call a script.
_MOST_FORMS, _MOST_FIELDS, _MOST_LINKS = 5, 80, 80
_LONGEST_CALL, _LONGEST_TEXT = 200, 20
#: Fields that are sent only when they are clicked or chosen.
_NOT_SENT = frozenset({"submit", "button", "image", "reset", "checkbox", "radio", "file"})


@cache
def _page_fields() -> frozenset[str]:
    return frozenset(load_toml("platforms.toml")["answers"]["page"])


@cache
def _search_fields() -> frozenset[str]:
    return frozenset(load_toml("columns.toml")["search"]["fields"])


def _sends_page(name: str) -> bool:
    """Whether a field of that name holds the number of a list's page, or the state of one."""
    return name == _STATE or name.rpartition(".")[2].lower() in _page_fields()


def read_forms(tree: LexborHTMLParser, page: Page, resolve: Callable[[str], str]) -> None:
    """Adds to ``page`` its forms that page a list, and the tags of scripts that carry their list's parameters."""
    page.scripts.extend(_told_scripts(tree))
    named = tree.css("form input[name], form select[name]")[: _MOST_FORMS * _MOST_FIELDS]
    if any(_sends_page(node.attributes["name"] or "") for node in named):
        page.forms.extend(_paging_forms(tree, page, resolve))
    if named and _may_be_home(page.url):
        page.search = next(_search_forms(tree, page, resolve), None)


def _may_be_home(url: str) -> bool:
    """Whether the address can be a portal's home page: only of that the search form is asked for."""
    return urlsplit(url).path.count("/") <= 1


def _search_forms(tree: LexborHTMLParser, page: Page, resolve: Callable[[str], str]) -> Iterator[SearchForm]:
    """The forms with a field for text that is called as the words of a search are."""
    names = _search_fields()
    for node in tree.css("form")[:_MOST_FORMS]:
        attributes = node.attributes
        boxes = node.css('input[name]:not([type]), input[name][type="text" i], input[name][type="search" i]')
        called = [name for box in boxes[:_MOST_FIELDS] if (name := box.attributes["name"] or "").lower() in names]
        if called:
            yield SearchForm(
                url=resolve(attributes.get("action") or "") or page.url,
                field=called[0],
                method="POST" if (attributes.get("method") or "").upper() == "POST" else "GET",
                fields=dict(fields_of(node)),
                encoding=_codec(attributes.get("accept-charset") or ""),
            )


def _codec(charset: str) -> str:
    try:
        return codecs.lookup(charset).name if charset else ""
    except LookupError:
        return ""


def _told_scripts(tree: LexborHTMLParser) -> Iterator[str]:
    """The attributes of ``<script … url="…" queryData="{…}">``, or another tag, as lines of ``name=value``."""
    for node in tree.css("[querydata]"):
        attributes = node.attributes
        yield "\n".join(f"{name}={attributes[name] or ''}" for name in ("url", "querydata") if name in attributes)


def _paging_forms(tree: LexborHTMLParser, page: Page, resolve: Callable[[str], str]) -> Iterator[Form]:
    calls = list(_calls(tree))
    if not calls:
        return
    for node in tree.css("form")[:_MOST_FORMS]:
        attributes = node.attributes
        fields = dict(fields_of(node))
        if any(map(_sends_page, fields)):
            yield Form(
                url=resolve(attributes.get("action") or "") or page.url,
                method="POST" if (attributes.get("method") or "").upper() == "POST" else "GET",
                fields=fields,
                calls=calls,
            )


def fields_of(form: LexborNode) -> Iterator[tuple[str, str]]:
    """What a form sends as it stands: its fields with their values, its menus with what is chosen."""
    for node in form.css("input[name]")[:_MOST_FIELDS]:
        attributes = node.attributes
        if (attributes.get("type") or "text").lower() not in _NOT_SENT:
            yield attributes["name"] or "", attributes.get("value") or ""
    for node in form.css("select[name]")[:_MOST_FIELDS]:
        chosen = node.css_first("option[selected]") or node.css_first("option")
        if chosen is not None:
            yield node.attributes["name"] or "", chosen.attributes.get("value") or ""


def _calls(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """``(script, text)`` of links that call a script: their text is that of a pager's link."""
    for node in tree.css('a[href^="javascript:" i], a[onclick]')[:_MOST_LINKS]:
        attributes = node.attributes
        script = (attributes.get("href") or "").strip()
        script = script[len("javascript:") :] if script.lower().startswith("javascript:") else ""
        script = script if "(" in script else attributes.get("onclick") or ""
        text = squash(node.text())
        if "(" in script and len(script) <= _LONGEST_CALL and len(text) <= _LONGEST_TEXT:
            yield script, text
