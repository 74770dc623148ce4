"""Asking a list interface page by page: which page a request asks for, and the same request for another page.

The page's number stands in the query, in a form, in a JSON body or in a piece of JSON inside one of them
(``paramJson={"pageNo":2}``); what the field may be called is a fact of ``data/platforms.toml`` (``answers``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from crawler.facts import load_toml
from crawler.platforms.base import CHOICE, PAGE, TOTAL, Fetch, whole

JSON_HEADERS = {"Content-Type": "application/json;charset=UTF-8", "X-Requested-With": "XMLHttpRequest"}


@cache
def names(kind: str) -> tuple[str, ...]:
    """The names that interfaces have for something: ``title``, ``url``, ``page``, ``size`` …"""
    return tuple(load_toml("platforms.toml")["answers"][kind])


#: What is divided to number pages, a field of an answer.
_DIVIDED = re.compile(r"Math\.ceil\(\s*(?:parseInt\(|Number\(|\+)?\s*[\w$.\[\]]{0,60}\.(\w{1,40})\s*\)?\s*/")
_PAGES_APART = 2


class _Counted(NamedTuple):
    """How a request says its page: by which names, in what steps, beginning with what (offset=0, 15, 30)."""

    called: tuple[str, ...]
    step: int = 1
    first: int = 1

    def page(self, value: int) -> int:
        return value if self.step == 1 else (value - self.first) // self.step + 1

    def value(self, page: int) -> int:
        return page if self.step == 1 else (page - 1) * self.step + self.first


def page_asked(request: Fetch) -> int | None:
    """The number of the page that a request asks for; None where it names none."""
    counted = _counted(request)
    value = _asked(request, counted.called)
    return None if value is None else counted.page(value)


def counted_by(name: str, first: int, second: int) -> str:
    """What the header ``PAGE`` says of requests whose first two pages have these numbers in the field ``name``.

    Numbers that lie further apart count rows; pagers may count from nought what they then ask for from one.
    """
    step = second - first
    return f"{name} {step if step > _PAGES_APART else 1} {first}"


def sends(request: Fetch, number: int) -> bool:
    """Whether a request sends that number, under whatever name: the size of its pages, perhaps."""
    return re.search(rf"[=:]\"?{number}(?!\d)", f"{urlsplit(request.url).query}&{request.body}") is not None


def total_told(scripts: Iterable[str]) -> dict[str, str]:
    """The header ``TOTAL`` by what scripts divide by the rows of a page (``Math.ceil(r.data.num / 20)``).

    None where they divide nothing, or several things.
    """
    told = {name.lower() for script in scripts if "Math.ceil" in script for name in _DIVIDED.findall(script)}
    told.discard("length")
    return {TOTAL: told.pop()} if len(told) == 1 else {}


def _counted(request: Fetch) -> _Counted:
    """As the page itself was seen to count, else as interfaces do."""
    if PAGE not in request.headers:
        return _Counted(names("page"))
    name, step, first = request.headers[PAGE].rsplit(" ", 2)
    return _Counted((name.lower(),), int(step), int(first))


def list_of(request: Fetch) -> tuple[str, str, str]:
    """What a request asks for but for its page: the same for all pages of a list, wherever they say their number."""
    first = ask_for(request, 0)
    return (request if first is None else first).key()


def is_page_of(first: Fetch, request: Fetch) -> bool:
    """Whether a request asks for another page of what ``first`` asks for: its answer says how many there are."""
    number = page_asked(request)
    return number is not None and (again := ask_for(first, number)) is not None and again.key() == request.key()


def size_asked(request: Fetch) -> int | None:
    """How many rows a request asks for; None where it does not say."""
    return _asked(request, names("size"))


def _asked(request: Fetch, called: tuple[str, ...]) -> int | None:
    for fields in (_json_body(request), dict(_form(request.body)), dict(_form(urlsplit(request.url).query))):
        if fields is not None and (number := _number_in(fields, called)) is not None:
            return number
    return None


def ask_for(request: Fetch, number: int) -> Fetch | None:
    """The same request for page ``number``; None where it has no place for it."""
    counted = _counted(request)
    called, number = counted.called, counted.value(number)
    if CHOICE in request.headers:  # a further page is of the same choice, and chosen no more
        left = {name: text for name, text in request.headers.items() if name != CHOICE}
        request = msgspec.structs.replace(request, headers=left)
    if (fields := _json_body(request)) is not None:
        changed = _with_number(fields, number, called)
        return None if changed is None else msgspec.structs.replace(request, body=dump(changed))
    for part, is_body in ((request.body, True), (urlsplit(request.url).query, False)):
        pairs = _form(part)
        changed_pairs = [(name, _changed(name, value, number, called)) for name, value in pairs]
        if changed_pairs != pairs or _number_in(dict(pairs), called) == number:
            query = urlencode(changed_pairs)
            if is_body:
                return msgspec.structs.replace(request, body=query)
            return msgspec.structs.replace(request, url=urlunsplit(urlsplit(request.url)._replace(query=query)))
    return None


def dump(fields: Any) -> str:
    """Fields as the JSON body of a request: always the same text for the same fields."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _form(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True) if text and not text.startswith("{") else []


def _json_body(request: Fetch) -> dict[str, Any] | None:
    return _object(request.body) if request.body.startswith("{") else None


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _number_in(fields: dict[str, Any], called: tuple[str, ...]) -> int | None:
    """The number under one of the names, here or in an object inside, also one written as a string."""
    for name, value in fields.items():
        if name.lower() in called and (number := whole(str(value))) is not None:
            return number
        inner = value if isinstance(value, dict) else _object(value) if _may_be_object(value) else None
        if inner is not None and (number := _number_in(inner, called)) is not None:
            return number
    return None


def _may_be_object(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("{")


def _with_number(fields: dict[str, Any], number: int, called: tuple[str, ...]) -> dict[str, Any] | None:
    """The fields with another page number in the place of the one there is; None where there is none."""
    changed = dict(fields)
    for name, value in fields.items():
        if name.lower() in called and whole(str(value)) is not None:
            changed[name] = str(number) if isinstance(value, str) else number
            return changed
        inner = value if isinstance(value, dict) else _object(value) if _may_be_object(value) else None
        if inner is not None and (replaced := _with_number(inner, number, called)) is not None:
            changed[name] = dump(replaced) if isinstance(value, str) else replaced
            return changed
    return None


def _changed(name: str, value: str, number: int, called: tuple[str, ...]) -> str:
    if name.lower() in called and (not value or whole(value) is not None):
        return str(number)
    if _may_be_object(value) and (inner := _object(value)) is not None:
        replaced = _with_number(inner, number, called)
        return value if replaced is None else dump(replaced)
    return value
