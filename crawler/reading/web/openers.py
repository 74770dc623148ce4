"""Links that a page's own script makes: opened by a number, or sent by a menu of years.

An element with ``onclick="openInfo('12')"`` and ``function openInfo(id) { window.open('/info?id=' + id); }`` lead to
``/info?id=12``; a form with a menu of years leads to a page for each, with all else as it stands. Nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.markup import squash
from crawler.reading.web.forms import fields_of
from crawler.records import Link, Page

_OPENER = re.compile(
    r"function\s+(\w+)\s*\(\s*(\w+)[^)]{0,80}\)\s*\{[^{}]{0,300}?"
    r"(?:\bopen\s*\(|\blocation(?:\.href)?\s*=)\s*[\"']([^\"']{1,200})[\"']\s*\+\s*(\w+)\b(?:\s*\+\s*[\"']([^\"']{0,100})[\"'])?"
    r"(?!\s*[+.\[(])"  # where more is put to it, playing the script tells
)
#: An element of a list goes where its own data say: ``location.href = '/news/' + $(this).data('id') + '.html'``.
_BY_DATA = re.compile(
    r"(?:\bopen\s*\(|\blocation(?:\.href)?\s*=)\s*[\"']([^\"']{1,200})[\"']\s*\+\s*\$\(this\)\."
    r"(?:data\(\s*[\"']([\w-]{1,30})|attr\(\s*[\"']data-([\w-]{1,30}))[\"']\s*\)(?:\s*\+\s*[\"']([^\"']{0,100})[\"'])?"
)
_CALL = re.compile(r"\b(\w+)\s*\(\s*(?!this\b)[\"']?([\w-]{1,64})[\"']?\s*[,)]")
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")
#: Of a page: so many links that call a script, and so many forms; a text of a link is so long at most.
_MOST_LINKS, _MOST_FORMS, _LONGEST = 1_000, 5, 200
#: A link is looked for in so many blocks after the one before it, in a part of one if its text has so many characters.
_NEAR, _TELLING = 300, 4
#: Shorter ones (更多, 查看) stand behind what they open, which has so many.
_NAME = 40
#: A menu with fewer years is no menu of years.
_YEARS = 2


def read_openers(tree: LexborHTMLParser, scripts: list[str], page: Page, resolve: Callable[[str], str]) -> None:
    """Adds to ``page`` the links that its ``scripts`` make."""
    if callers := tree.css('[onclick], a[href^="javascript:" i]'):
        found = (match for script in scripts if "function" in script for match in _OPENER.findall(script))
        if openers := {name: (head, tail) for name, first, head, used, tail in found if first == used}:
            # A list of selectors gives an element once for each that fits.
            opened = {(link.url, link.text): link for link in _opened(callers[:_MOST_LINKS], openers, resolve)}
            page.links.extend(placed(page, opened.values()))
    told = next((told for script in scripts if "$(this)" in script and (told := _BY_DATA.search(script))), None)
    if told is not None:
        page.links.extend(placed(page, _by_data(tree, told, resolve)))
    if tree.css_first("form select[name]") is not None:
        page.links.extend(_years(tree, page, resolve))


def placed(page: Page, links: Iterable[Link]) -> Iterator[Link]:
    """The links with the blocks that they stand in, told by their texts, in order; what is not found stands in none."""
    start = 0
    for link in links:
        near = range(start, min(start + _NEAR, len(page.blocks)))
        found = next((index for index in near if _is_text_of(link, page.blocks[index].text)), None)
        if found is None:
            yield link
            continue
        text = page.blocks[found].text
        # Behind a list's name the same words (更多) stand again behind the next one's.
        start = found + (len(text) > len(link.text) and len(link.text) < _TELLING)
        # A row that is clicked as a whole: its first line is its title.
        yield Link(link.url, text if len(text) < len(link.text) else link.text, found, link.rel)


def _is_text_of(link: Link, text: str) -> bool:
    behind = len(text) - len(link.text)
    if len(link.text) < _TELLING and 0 < behind <= _NAME and not link.text.isdecimal():
        return text.endswith(link.text)
    return text == link.text or (
        min(len(text), len(link.text)) >= _TELLING and (link.text in text or link.text.startswith(text))
    )


def _opened(
    callers: list[LexborNode], openers: dict[str, tuple[str, str]], resolve: Callable[[str], str]
) -> Iterator[Link]:
    for node in callers:
        attributes = node.attributes
        script = f"{attributes.get('href') or ''} {attributes.get('onclick') or ''}"
        for name, value in _CALL.findall(script):
            if name in openers:
                head, tail = openers[name]
                if url := resolve(f"{head}{value}{tail}"):
                    yield Link(url, squash(attributes.get("title") or node.text())[:_LONGEST])
                break


def _by_data(tree: LexborHTMLParser, told: re.Match[str], resolve: Callable[[str], str]) -> Iterator[Link]:
    head, name, tail = told[1], f"data-{told[2] or told[3]}", told[4] or ""
    for node in tree.css(f"[{name}]")[:_MOST_LINKS]:
        value = node.attributes.get(name) or ""
        if value and (url := resolve(f"{head}{value}{tail}")):
            yield Link(url, squash(node.attributes.get("title") or node.text())[:_LONGEST])


def _years(tree: LexborHTMLParser, page: Page, resolve: Callable[[str], str]) -> Iterator[Link]:
    for form in tree.css("form")[:_MOST_FORMS]:
        if (form.attributes.get("method") or "get").lower() != "get":
            continue
        for menu in form.css("select[name]"):
            if not _YEAR.search(menu.text()):
                continue  # links to other sites, hundreds of them
            options = [(option.attributes.get("value") or "", squash(option.text())) for option in menu.css("option")]
            years = [(value, name) for value, name in options if value and _YEAR.fullmatch(name)]
            if len(years) < _YEARS:
                continue
            kept = dict(fields_of(form))
            parts = urlsplit(resolve(form.attributes.get("action") or "") or page.url)
            for value, name in years:
                query = urlencode({**kept, menu.attributes["name"] or "": value})
                yield Link(urlunsplit(parts._replace(query=query, fragment="")), name)
