"""The further pages of a list from what a page prints: its pager's links, its totals, a numbering to go on with."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urlsplit

import msgspec

from crawler.facts import load_toml
from crawler.platforms.base import MAX_MORE, Fetch, whole
from crawler.platforms.canonical import canonical, twin_key
from crawler.records import Page

_NUMBER = re.compile(r"(?<!\d)\d{1,9}(?!\d)")
#: The end of an address that is a day of a calendar, whose days look like the numbers of pages.
_DAY = re.compile(r"(?:19|20)\d\d[-/_](?:0?[1-9]|1[0-2])[-/_](?:0?[1-9]|[12]\d|3[01])(?:/|\.\w+)?$")
#: The longest block that is taken for a pager's caption, and the largest page number that is believed.
_CAPTION, _BARE_CAPTION, _CAPTION_ROWS = 200, 12, 3
_LAST_PAGE = 5_000
#: The rows of a page where a pager's script is not told.
_SIZE = 10
#: Numbers that are tabs of years, not of pages: a list of reports has no two thousand pages.
_YEARS = range(1990, 2050)
#: What a pager puts around its numbers: ``[2]``, ``第2页``.
_BRACKETS = "[]()［］（）【】〔〕第页 "


class Numbering(msgspec.Struct, frozen=True):
    """Addresses by page number: ``head`` + (``sign`` × page + ``offset``) + ``tail``; downwards when sign is -1.

    The number has at least ``width`` digits (``list_02.html``).
    """

    head: str
    tail: str
    offset: int
    sign: int = 1
    width: int = 0

    def url(self, page: int) -> str:
        """The address of page ``page`` (1 is the first)."""
        return f"{self.head}{self.sign * page + self.offset:0{self.width}}{self.tail}"

    def page_of(self, url: str) -> int | None:
        """Which page an address of this shape is, or None when it is of another shape."""
        inner = url[len(self.head) : len(url) - len(self.tail)]
        number = whole(inner) if url.startswith(self.head) and url.endswith(self.tail) else None
        return None if number is None else self.sign * (number - self.offset)


class Pager(msgspec.Struct):
    """What a page shows of its pager: links by page number, the next page, number of pages and of rows."""

    numbered: dict[int, str] = {}
    following: str = ""
    last: str = ""
    current: int | None = None
    pages: int | None = None
    total: int | None = None

    def __bool__(self) -> bool:
        return bool(self.numbered or self.following or (self.pages or 0) > 1)


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    value = load_toml("platforms.toml")["rows"][name]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in ([value] if isinstance(value, str) else value))


def read_pager(page: Page) -> Pager:
    """The pager of ``page``; an empty one (false) when it has none."""
    pager, elsewhere = Pager(), Pager()
    for link in page.links:
        text = link.text.strip()
        if (not text and link.rel != "next") or len(text) > 10:
            continue
        url = canonical(link.url, page.url)
        if not url or _DAY.search(url):
            continue
        if not _same_list(url, page.url):
            _note(elsewhere, text, url)
            continue
        _note(pager, text, url, link.rel)
    if not pager and _is_pager_of(page.url, elsewhere):
        pager = elsewhere
    _read_captions(page, pager)
    return pager


def _note(pager: Pager, text: str, url: str, rel: str = "") -> None:
    """Adds a link to the pager where its text is one of a pager's."""
    if (number := whole(text.strip(_BRACKETS))) is not None:
        if 1 < number <= _LAST_PAGE and number not in _YEARS:
            pager.numbered.setdefault(number, url)
    elif rel == "next" or _patterns("next")[0].search(text):
        pager.following = pager.following or url
    elif text in ("尾页", "末页", "最后一页", "最后页", "»|", "last"):
        pager.last = url


def _is_pager_of(page_url: str, pager: Pager) -> bool:
    """Whether links to addresses unlike the list's are its pager (``/e/ListInfo/?page=1``): on its host, and the next
    page is one of the numbered ones or of the last one's path.
    """
    if not pager.following:
        return False
    following, last = urlsplit(pager.following), urlsplit(pager.last)
    known = twin_key(pager.following) in map(twin_key, pager.numbered.values())
    return following.netloc == urlsplit(page_url).netloc and (known or following[:3] == last[:3])


def _same_list(url: str, page_url: str) -> bool:
    """Whether ``url`` can be another page of the list at ``page_url``: same host, same folder or one below."""
    if twin_key(url) == twin_key(page_url):
        return False
    here, there = urlsplit(page_url), urlsplit(url)
    if here.netloc != there.netloc:
        return False
    folder = here.path.rpartition("/")[0] + "/"
    stem = re.sub(r"(?:[_-]?\d+)?\.\w+$", "", here.path)
    if there.path.startswith((folder, stem)):
        return True
    above, _, name = there.path.rpartition("/")
    return here.path.startswith(above + "/") and _NUMBER.search(name) is not None


def _read_captions(page: Page, pager: Pager) -> None:
    for text in _captions(page):
        if not text or len(text) > (_CAPTION if "页" in text or "条" in text else _BARE_CAPTION):
            continue
        if pager.total is None and (number := _first(_patterns("total"), text)) is not None:
            pager.total = number
        if pager.pages is None and (number := _first(_patterns("pages"), text)) is not None:
            pager.pages = number if 0 < number <= _LAST_PAGE else None
        if pager.current is None and (match := _patterns("current")[0].search(text)):
            pager.current = whole(match[1])


def _captions(page: Page) -> Iterator[str]:
    """The texts that may be a pager's caption: of blocks, and of the cells of small tables."""
    for block in page.blocks:
        if block.grid < 0:
            yield block.text
        elif len(rows := page.grids[block.grid].rows) <= _CAPTION_ROWS:
            yield from (cell.text for row in rows for cell in row)


def _first(patterns: Iterable[re.Pattern[str]], text: str) -> int | None:
    for pattern in patterns:
        if match := pattern.search(text):
            return whole(match[1])
    return None


def further_pages(page: Page, pager: Pager) -> list[Fetch]:
    """The pages of the list that are still to fetch: those linked, those between, those up to the stated last.

    Ascending or descending numbers (``index_1.html``, ``?page=2``, vsb's ``82.htm`` of 83) are told apart by
    the samples on the page; without a numbering only what is linked is followed. At most ``MAX_MORE``.
    """
    urls = [*pager.numbered.values(), pager.following, pager.last]
    numbering = _numbering(page, pager)
    if numbering is not None:
        single = len(pager.numbered) == 1 and not (pager.following or pager.last)
        last = max(
            pager.pages or (_pages_told(page) if single else 0),
            max(pager.numbered, default=0),
            (numbering.page_of(pager.last) or 0) if pager.last else 0,
        )
        urls = [numbering.url(number) for number in range(2, min(last, MAX_MORE + 1) + 1)] + urls
    return unique_fetches((Fetch(url) for url in urls if url), page.url)


def _pages_told(page: Page) -> int:
    """How many pages a pager's script is told of: ``{count: 39, limit: 10}``, ``{pageCount: 4}``; 0 where of none."""
    for script in page.scripts:
        if (pages := _first(_patterns("told_pages"), script)) is not None:
            return min(pages, _LAST_PAGE)
        if (total := _first(_patterns("told_total"), script)) is not None:
            return min(-(-total // (_first(_patterns("told_size"), script) or _SIZE)), _LAST_PAGE)
    return 0


def unique_fetches(fetches: Iterable[Fetch], page_url: str) -> list[Fetch]:
    """``fetches`` in order, none twice, none the page itself, at most ``MAX_MORE``."""
    here = twin_key(page_url)
    kept: dict[tuple[str, str, str], Fetch] = {}
    for fetch in fetches:
        if fetch.method == "GET" and twin_key(fetch.url) == here:
            continue
        kept.setdefault((fetch.method, twin_key(fetch.url), fetch.body), fetch)
        if len(kept) >= MAX_MORE:
            break
    return list(kept.values())


def _numbering(page: Page, pager: Pager) -> Numbering | None:
    """The rule by which the pager's addresses are numbered, from two links, or from one and a caption."""
    samples = sorted(pager.numbered.items())
    for first, second in itertools.pairwise(samples):
        if (found := _from_two(first, second)) is not None:
            return found
    if samples:
        return _from_one(samples[0], pager, page.url)
    current = pager.current or (None if _numbered_address(page.url) else 1)
    if pager.following and current is not None:
        return _from_one((current + 1, pager.following), pager, page.url)
    return None


def _width(number: str) -> int:
    return len(number) if number.startswith("0") and len(number) > 1 else 0


def _numbered_address(url: str) -> bool:
    return bool(re.search(r"[_/]\d+\.\w+$|[?&]\w*page\w*=\d+", url, re.IGNORECASE))


def _from_two(first: tuple[int, str], second: tuple[int, str]) -> Numbering | None:
    (low, low_url), (high, high_url) = first, second
    for match in reversed(list(_NUMBER.finditer(low_url))):
        head, tail = low_url[: match.start()], low_url[match.end() :]
        inner = whole(high_url[len(head) : len(high_url) - len(tail)])
        if inner is None or not (high_url.startswith(head) and high_url.endswith(tail)):
            continue
        step, value, width = inner - int(match.group()), int(match.group()), _width(match.group())
        if step == high - low:
            return Numbering(head, tail, value - low, 1, width)
        if step == low - high:
            return Numbering(head, tail, value + low, -1, width)
    return None


def _from_one(sample: tuple[int, str], pager: Pager, page_url: str) -> Numbering | None:
    """One link: its number is the page, the page less one (from nought), or counts down from the last page."""
    number, url = sample
    for match in reversed(list(_NUMBER.finditer(url))):
        value, head, tail = int(match.group()), url[: match.start()], url[match.end() :]
        width = _width(match.group())
        descending = pager.pages is not None and value == pager.pages + 1 - number
        if value in (number, number - 1) and not (descending and _ends_at_one(head, tail, pager, page_url)):
            return Numbering(head, tail, value - number, 1, width)
        if descending and pager.pages is not None:
            return Numbering(head, tail, pager.pages + 1, -1, width)
    return None


def _ends_at_one(head: str, tail: str, pager: Pager, page_url: str) -> bool:
    """Half-way through a list both directions fit: the last page tells, else the folder named like the list."""
    if pager.last:
        return pager.last == f"{head}1{tail}"
    return head == re.sub(r"(?:/\d+)?\.\w+$", "/", page_url)


def resolve(page: Page, name: str) -> str:
    """A file name beside ``page`` as an address."""
    return canonical(name, page.url)
