"""Answers of list interfaces, of whatever family: JSON or JSONP whose rows are objects, or pieces of HTML.

A row is any object with a title and an address; what the keys are called, and the total, are facts of
``data/platforms.toml`` (``answers``). Which pages are still to be asked for follows from what was asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from crawler.platforms.asking import ask_for, names, page_asked, sends, size_asked
from crawler.platforms.base import EACH, MAX_MORE, PAGE, ROW, TOTAL, Entry, Fetch, Listing, whole
from crawler.platforms.canonical import canonical
from crawler.platforms.fields import by_end, day_of, text_of
from crawler.platforms.paging import read_pager
from crawler.platforms.records import records_of_xml
from crawler.platforms.rows import Row, all_rows, date_in
from crawler.reading import read_fragment
from crawler.records import Page

_CALLBACK = re.compile(r"^\s*(?:/\*.*?\*/)?\s*[\w$.]+\s*\(\s*(?=[\[{])", re.DOTALL)
_ROW_FIELD = re.compile(r"\{(\w+)\}")
_FIELD_OF_RECORD = re.compile(r'"\{(\w+)\}"|\{(\w+)\}')
#: What is an address, of a value whose key alone says so.
_ADDRESS = re.compile(r"^(?:https?:|\.{0,2}/)|\.s?html?$|\.jspx?\b")
#: A page of so many rows, a number that was sent with the request, is a full one.
_LEAST_FULL = 3
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_TITLE = 120
#: How deep rows are looked for, and in how many values.
_DEEPEST, _MOST_VALUES = 6, 20_000
#: A pager stands among the last blocks of a piece of a page.
_PAGER_BLOCKS = 5
#: What an answer in HTML says of its pages: ``count="48" rows="24"`` on the pager, bare or as quoted pairs.
_COUNT = re.compile(r"""\b(?:count|totalCount|total)["']?\s*[=:]\s*["']?(\d{1,7})\b""")
_MORE_HINT = re.compile(r"下一?页|data-page|尾页|class=\\?[\"'][^\"']*pag(?:e|ination)", re.IGNORECASE)


def json_of(page: Page) -> Any:
    """The value of a JSON or JSONP answer; None where the page is no such answer."""
    text = page.scripts[0] if page.format == "data" and page.scripts else ""
    if (wrapped := _CALLBACK.match(text)) is not None:
        text = text[wrapped.end() :]
    elif not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError):
        return None
    return value


def read_answer(page: Page, request: Fetch | None, platform: str, in_column: bool) -> Listing | None:
    """The list that a JSON answer holds, with the pages still to ask for; None where it holds none."""
    value = json_of(page)
    value = records_of_xml(page) if value is None else value
    if value is None:
        return None
    base = (request.headers.get("Referer", "") if request is not None else "") or page.url
    told = request.headers.get(TOTAL, "") if request is not None else ""
    total, pages = _count(value, (told, *names("total")) if told else names("total")), _count(value, names("pages"))
    row = request.headers.get(ROW, "") if request is not None else ""
    if request is not None and EACH in request.headers:
        return Listing([], list(_each(value, request)), platform=platform, column=in_column)
    entries = list(entries_in(value, base, row))
    hint = False
    if not entries and (piece := _html_in(value)):
        rows = rows_of(piece, base)
        entries = list({row.url: Entry(row.url, row.title, row.date) for row in rows}.values())
        total = total if total is not None else _first_count(piece)
        hint = _MORE_HINT.search(piece) is not None
    if not entries and total is None:
        return None
    listing = Listing(entries, total=total, platform=platform, column=in_column, exact=True)
    if request is not None:
        listing.more = further_answers(request, len(entries), total, pages, hint)
        if not listing.more and entries and (following := _following(value, page.url)):
            listing.more = [msgspec.structs.replace(request, url=following)]
    return listing


def _following(value: Any, base: str) -> str:
    """The address of the next page, where the answer itself says it."""
    for item in _objects(value):
        for name in names("next"):
            if isinstance(found := item.get(name), str) and "/" in found and (url := canonical(found, base)):
                return url if url != canonical(base) else ""
    return ""


def _each(value: Any, request: Fetch) -> Iterator[Fetch]:
    """What is to be asked for each record of an answer (units): the request whose fields the record fills in."""
    template = json.loads(request.headers[EACH])
    wanted = set(_ROW_FIELD.findall(template["url"] + template["body"]))
    headers = {name: text for name, text in request.headers.items() if name != EACH}
    for item in _objects(value):
        if wanted <= item.keys() and all(isinstance(item[name], (str, int)) for name in wanted):
            yield Fetch(
                _put(template["url"], item),
                template["method"],
                _put(template["body"], item),
                headers | template["headers"],
            )


def _put(text: str, item: dict[str, Any]) -> str:
    """The text with the fields of a record in it: a number stays one in a JSON body."""

    def value(found: re.Match[str]) -> str:
        field = item[found[1] or found[2]]
        return f'"{field}"' if found[1] and isinstance(field, str) else str(field)

    return _FIELD_OF_RECORD.sub(value, text)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of an answer, outermost first."""
    level = [value]
    for _ in range(_DEEPEST):
        objects = [item for item in map(_opened, level) if isinstance(item, dict)]
        yield from objects
        level = [inner for item in objects for inner in item.values()]
        level += [inner for item in level if isinstance(item, list) for inner in item[:_MOST_VALUES]]


def pages_of_piece(page: Page, request: Fetch, shown: int) -> list[Fetch]:
    """The further pages after a piece of HTML that a script asked for (``load("/list.html?page=1")``), with ``shown``
    rows: its pager calls that script.
    """
    if page.format != "html" or "Referer" not in request.headers or page_asked(request) is None:
        return []
    pager = read_pager(page)
    text = " ".join(block.text for block in page.blocks[-_PAGER_BLOCKS:])
    return further_answers(request, shown, pager.total, pager.pages, _MORE_HINT.search(text) is not None)


def rows_of(piece: str, base: str) -> list[Row]:
    """The rows in a piece of HTML that belongs to the page at ``base``."""
    fragment = read_fragment(piece, base)
    fragment.url = base
    return [row for row in all_rows(fragment) if row.url != canonical(base)]


def further_answers(
    request: Fetch, shown: int, total: int | None, pages: int | None = None, hint: bool = False
) -> list[Fetch]:
    """The requests for the pages after the one that ``request`` asked for, which gave ``shown`` rows.

    Without a total the next page is asked for as long as a full page came (``hint``: or the answer shows a pager; the
    page was seen to turn by the field that ``PAGE`` names). A server that counts from nought gives the last rows as
    its page 1, or nothing at the end, and is asked for its page 0.
    """
    number = page_asked(request)
    if number is None:
        return []
    size = size_asked(request)
    from_nought = number == 1 and total is not None and size is not None and shown + size == total and shown < size
    if not shown or from_nought:
        first = ask_for(request, 0) if total and number >= 1 else None
        return [] if first is None else [first]
    if total is not None or pages:
        # A last page may hold fewer rows: how many there are on each says the first.
        rows = shown if number <= 1 else max(shown, size or 0)
        last = max(-(-(total or 0) // rows), pages or 0)
    else:
        full = PAGE in request.headers or (shown >= _LEAST_FULL and sends(request, shown))
        last = number + (shown >= size if size else hint or full)
    wanted = range(number + 1, min(last, number + MAX_MORE) + 1)
    return [fetch for following in wanted if (fetch := ask_for(request, following)) is not None]


def entries_in(value: Any, base: str, row: str) -> Iterator[Entry]:
    """The rows of the first array that has any; of all arrays, where ``row`` says how the page itself makes a row of a
    record: its address and, behind a tab, its text (``/show/{id}.html``).
    """
    found: dict[str, Entry] = {}
    for array in _arrays(value):
        for item in array:
            if isinstance(item, dict) and (entry := _entry(item, base, row)) is not None:
                found[entry.url] = entry
        if found and not row:
            break
    yield from found.values()


def _arrays(value: Any) -> Iterator[list[Any]]:
    """The arrays of an answer, outermost first; JSON inside a string is opened."""
    level, seen = [value], 0
    for _ in range(_DEEPEST):
        inner: list[Any] = []
        for item in level:
            item = _opened(item)
            if isinstance(item, list):
                yield item
            inner.extend(item if isinstance(item, list) else item.values() if isinstance(item, dict) else ())
        seen += len(inner)
        if not inner or seen > _MOST_VALUES:
            return
        level = inner


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _entry(item: dict[str, Any], base: str, row: str) -> Entry | None:
    item = {key.lower(): value for key, value in item.items()}
    title = next((text for key in names("title") if (text := text_of(item.get(key)))), "") or by_end(item, "title")
    url = next((url for key in names("url") if (url := canonical(text_of(item.get(key)), base))), "") if title else ""
    if title and not url and not row and _ADDRESS.search(found := by_end(item, "url")):
        url = canonical(found, base)
    if not url and row:
        address, _, text = row.partition("\t")
        url = canonical(_filled(address, item), base)
        title = title or text_of(_filled(text, item)) or max(map(text_of, item.values()), key=_words_in, default="")
    if not url or not title:
        return None
    day = next((day for key in names("date") if (day := day_of(item.get(key)))), "")
    return Entry(url, title, day or date_in(by_end(item, "date")))


def _filled(row: str, item: dict[str, Any]) -> str:
    """The address of a row, with its fields put in; "" where it lacks one."""
    wanted = [name.lower() for name in _ROW_FIELD.findall(row)]
    if not all(isinstance(item.get(name), (str, int)) and item[name] != "" for name in wanted):
        return ""
    return _ROW_FIELD.sub(lambda found: str(item[found[1].lower()]), row)


def _words_in(text: str) -> int:
    """How many Chinese characters there are."""
    return len(_CHINESE.findall(text)) if len(text) <= _LONGEST_TITLE else 0


def _count(value: Any, called: tuple[str, ...]) -> int | None:
    """A total or number of pages by its names, wherever the answer says it."""
    level = [value]
    for _ in range(_DEEPEST):
        objects = [item for item in map(_opened, level) if isinstance(item, dict)]
        for name in called:
            for item in objects:
                for key, found in item.items():
                    if key.lower() == name and (number := whole(str(found))) is not None:
                        return number
        level = [inner for item in objects for inner in item.values()]
    return None


def _html_in(value: Any) -> str:
    """The piece of HTML with links that an answer holds, or ""."""
    level = [value]
    for _ in range(_DEEPEST):
        objects = [item for item in level if isinstance(item, dict)]
        for name in names("html"):
            for item in objects:
                found = item.get(name)
                if isinstance(found, list) and found and all(isinstance(part, str) for part in found):
                    found = "\n".join(found)
                if isinstance(found, str) and "<a" in found.lower():
                    return found
        level = [inner for item in objects for inner in item.values()]
    return ""


def _first_count(piece: str) -> int | None:
    if (found := _COUNT.search(piece)) is not None:
        return whole(found[1])
    return read_pager(read_fragment(piece, "")).total
