"""What a played page asks for (播放得到的请求): whether it is known, how it says its page and its rows.

The marks in it are those of :mod:`crawler.platforms.scene`: a field of a record, and what stays unknown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.platforms.asking import JSON_HEADERS, counted_by, dump, names
from crawler.platforms.base import whole
from crawler.platforms.scene import FIELD, UNKNOWN, Ask, Go
from crawler.records import Page

_ESCAPED = re.compile(r"\\u000([123])")
#: What a pager puts around its numbers: ``[2]``, ``第2页``.
AROUND = "[]()［］（）【】〔〕第页 "
SECOND, _SIBLINGS = 2, 30


def is_settled(ask: Ask) -> bool:
    """Whether all that a request sends is known."""
    return not is_unknown(ask) and not has_fields(ask)


def is_unknown(ask: Ask) -> bool:
    """Whether a part of the request comes from what the stage does not have: an external script, an answer."""
    return UNKNOWN in ask.url or UNKNOWN in ask.body or "\\u0003" in ask.body or "%03" in ask.body


def has_fields(ask: Ask) -> bool:
    """Whether the request is made of the fields of a record that an answer gives."""
    return any(mark in text for text in (ask.url, ask.body) for mark in ("\x01", "\\u0001", "%01"))


def headers_of(ask: Ask, page: Page) -> dict[str, str]:
    """The headers that a request of the page is sent with."""
    return {"Referer": page.url} | (JSON_HEADERS if ask.json else {})


def values_of(ask: Ask) -> dict[str, Any]:
    """What the request sends, by name: its JSON body, its form or its query."""
    if ask.body.startswith("{"):
        try:
            return dict(_flat(json.loads(ask.body)))
        except ValueError:
            return {}
    return dict(parse_qsl(ask.body or urlsplit(ask.url).query, keep_blank_values=True))


def _flat(value: Any) -> Iterator[tuple[str, Any]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner)
        else:
            yield name, inner


def page_field(asks: list[Ask]) -> str:
    """How a request says its page: by the one thing that changes where the second page is asked for."""
    seconds = [ask for ask in asks if ask.clicked and whole(ask.label.strip(AROUND)) == SECOND]
    found: dict[str, str] = {}
    for first, second in product(asks, seconds):
        one, two = values_of(first), values_of(second)
        if first.url.partition("?")[0] != second.url.partition("?")[0] or one.keys() != two.keys():
            continue
        changed = [name for name in one if one[name] != two[name]]
        low, high = (whole(str(values[changed[0]])) for values in (one, two)) if len(changed) == 1 else (None, None)
        if low is not None and high is not None and low < high:
            found.setdefault(changed[0], counted_by(changed[0], low, high))
    if not found and len(seconds) == 1:  # of a list that grows the page shows the first rows itself
        alone = values_of(seconds[0])
        found = {name: counted_by(name, 1, SECOND) for name in alone if whole(str(alone[name])) == SECOND}
        found = {name: counted for name, counted in found.items() if name.lower() in names("page")}
    usual = (found[name] for name in found if name.lower() in names("page"))
    return next(usual, next(iter(found.values()), ""))


def template(ask: Ask, page: Page) -> str:
    """A request with fields of a record in it, as text: ``{"url": "/list?org={id}", …}``."""
    body = _ESCAPED.sub(lambda found: chr(int(found[1])), ask.body)
    url = braced(urljoin(page.url, ask.url))
    return dump({"method": ask.method, "url": url, "body": braced(body), "headers": headers_of(ask, page)})


def braced(text: str) -> str:
    """A text with the fields of a record in braces: ``/show/{id}``."""
    return FIELD.sub(lambda found: "{" + found[1].rpartition(".")[2] + "}", text)


def row_address(goes: list[Go], number: int | None) -> str:
    """How the page makes the address of a row and, behind a tab, its text of the fields of an answer; or ""."""
    for go in goes:
        url = braced(go.url)
        if (
            FIELD.search(go.url)
            and (number is None or go.showing == number)
            and UNKNOWN not in url
            and "{row}" not in url
        ):
            return f"{url}\t{braced(go.label)}" if FIELD.search(go.label) else url
    return ""


def row_like_siblings(rows: list[Any], goes: list[Go]) -> str:
    """How the address of a row is made, by those of its like that the page shows itself; or ""."""
    shown = {go.label: go.url for go in goes}
    for row in rows[:_SIBLINGS]:
        fields = {name: str(value) for name, value in row.items() if isinstance(value, (str, int))}
        url = next((shown[text] for text in fields.values() if text in shown), "")
        for name, text in sorted(fields.items(), key=lambda field: -len(field[1])):
            if text and text in url:
                return url.replace(text, f"{{{name}}}")
    return ""
