"""Recognises a page that is one of several of the same article (分页): which one it is, and where the others are. Pure.

Another page of an article has the article's own address with a number in it (``t20230110_1_2.html``, ``?page=2``), and
a link that is called like a page. What has such an address but a title as its text is another article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from crawler.facts import load_toml
from crawler.platforms.canonical import canonical
from crawler.platforms.trs import scripted_pagers
from crawler.records import Block, Finding, Page, Parts
from crawler.report.portal.lines import fold

#: The rule of the finding that says so of a page that was read alone.
RULE = "one_of_several"
#: Texts of links longer than this turn no pages; captions of pagers are shorter than that.
_LONGEST_WORD, _LONGEST_CAPTION = 8, 120
_NUMBERED = re.compile(r"第?(\d{1,2})页?")
_BRACKETS = "[]()【】〔〕<>《》«»‹›→←·| "
_EXTENSION = re.compile(r"\.[A-Za-z]{2,5}$")
#: How many blocks after the body a pager may stand.
_AFTER = 6
#: A number of pages beyond this is no article's.
_MOST_STATED = 99
#: Links without one of which there is no pager.
_TURNING = frozenset({1, 2, "next", "previous", "last"})

#: What a link is called: the number of a page, or ``next``, ``previous``, ``first``, ``last``.
Word = int | str


class _Hit(NamedTuple):
    """A link to another page: what it is called, the number in its address, and where in the address that is."""

    word: Word
    number: int
    url: str
    span: tuple[int, int]

    def at(self, number: int) -> str:
        """The address with another number in it."""
        return f"{self.url[: self.span[0]]}{number}{self.url[self.span[1] :]}"


class _Shape(NamedTuple):
    """Addresses of the pages of one article, the number as the pattern's group; ``first`` is the one without a
    number, ``own`` the number in the page's own address (None: it has none).
    """

    pattern: re.Pattern[str]
    first: str
    own: int | None


def find_parts(page: Page, start: int, end: int, first: str = "") -> Parts | None:
    """Which page of an article on several pages this is; None for an article on one page.

    ``start`` to ``end`` are the blocks of its body: a pager without addresses is looked for there and right after it.
    ``first`` is the article's first page, where that is known already.
    ``urls`` is empty on the last page, and where a page says that there are more but not where.
    """
    if page.format != "html":
        return None
    own = canonical(page.url)
    if page.scripts and (parts := _scripted(page, own)) is not None:
        return parts
    short = [link for link in page.links if len(link.text) <= _LONGEST_WORD]
    words = [(word, link.url) for link in short if (word := _short_word(link.text)) is not None]
    if own and any(word in _TURNING for word, _ in words):
        for shape in _shapes(own):
            if (parts := _linked(shape, own, words, page, first)) is not None:
                return parts
    return _captioned(page.blocks[start : end + _AFTER], with_links=not own)


def finding_of(parts: Parts) -> Finding:
    """The finding on a page that was read without the others."""
    count = "多" if parts.count is None else str(parts.count)
    message = f"报告分{count}页,这里只读取了第 {parts.number} 页"
    evidence = " ".join(parts.urls) or parts.first
    return Finding(RULE, message, "warning", evidence[:500])


@cache
def _facts() -> dict[str, Any]:
    return load_toml("parts.toml")


def most() -> int:
    """How many pages of one article are read."""
    return int(_facts()["most"])


@cache
def _words() -> dict[str, str]:
    kinds = _facts()["words"]
    return {word: kind.removesuffix("_signs") for kind, words in kinds.items() for word in words}


def _word(text: str) -> Word | None:
    """What a link's text says of the page that it leads to; None for any other text."""
    return _short_word(text) if len(text) <= _LONGEST_WORD else None


def is_pager_word(text: str) -> bool:
    """Whether a link's text says nothing but which page it leads to."""
    return _word(text) is not None


@lru_cache(maxsize=4096)
def _short_word(text: str) -> Word | None:
    folded = fold(text).lower()
    if folded in _words():
        return _words()[folded]
    bare = folded.strip(_BRACKETS)
    if bare in _words():
        return _words()[bare]
    found = _NUMBERED.fullmatch(bare)
    return int(found[1]) if found and int(found[1]) else None


def _shapes(own: str) -> Iterator[_Shape]:
    """The shapes that the addresses of the other pages may have, best first; none for a column's address."""
    parts = urlsplit(own)
    ending = _EXTENSION.search(parts.path)
    stem, extension = (parts.path[: ending.start()], ending[0]) if ending else (parts.path, "")
    columns = _facts()["addresses"]["columns"]
    is_column = stem.rpartition("/")[2].lower() in columns
    site, tail = f"{parts.scheme}://{parts.netloc}", extension + (f"?{parts.query}" if parts.query else "")
    keyed = _keyed(f"{site}{parts.path}", parts.query)
    if keyed.first != f"{site}{parts.path}" or not is_column:
        yield keyed
    if is_column:
        return
    before = _facts()["addresses"]["before"]
    yield _Shape(re.compile(rf"{re.escape(site + stem)}{before}(\d{{1,2}}){re.escape(tail)}"), own, None)
    numbered = re.fullmatch(rf"(.+?)({before})(\d{{1,2}})", stem)
    if numbered and numbered[1].rpartition("/")[2].lower() not in columns:
        head = site + numbered[1]
        pattern = re.compile(rf"{re.escape(head + numbered[2])}(\d{{1,2}}){re.escape(tail)}")
        yield _Shape(pattern, head + tail, int(numbered[3]))


def _keyed(address: str, query: str) -> _Shape:
    """The shape of addresses that hold the page's number in their query."""
    keys = "|".join(_facts()["addresses"]["keys"])
    others, number = [], None
    for pair in filter(None, query.split("&")):
        found = re.fullmatch(rf"(?:{keys})=(\d{{1,2}})", pair, re.IGNORECASE)
        if found:
            number = int(found[1])
        else:
            others.append(pair)
    needed = "".join(rf"(?=.*[?&]{re.escape(pair)}(?:&|$))" for pair in others)
    rest = rf"(?:[^&?]*&){{0,{len(others)}}}(?:{keys})=(\d{{1,2}})(?:&[^&?]*){{0,{len(others)}}}"
    pattern = re.compile(rf"{needed}{re.escape(address)}\?{rest}", re.IGNORECASE)
    return _Shape(pattern, f"{address}?{'&'.join(others)}" if others else address, number)


def _scripted(page: Page, own: str) -> Parts | None:
    """The parts that a pager's script names: ``createPageHTML(3, 0, "t20230110_1", "html")`` on t20230110_1.html."""
    file = urlsplit(own).path.rpartition("/")[2]
    for count, current, stem, extension in scripted_pagers(page):
        name = stem.rpartition("/")[2]
        found = re.fullmatch(rf"{re.escape(name)}(?:_(\d{{1,2}}))?\.{re.escape(extension)}", file)
        if not 1 < count <= _MOST_STATED or name.lower() in _facts()["addresses"]["columns"]:
            continue
        if not own:  # a file that was saved: where the others are is not known
            return Parts(min(current + 1, count), count)
        if found is None:
            continue
        # The second page is …_1, but …_2 where the first one is called 1.
        offset = 0 if (found[1] is None and current == 1) or (found[1] and int(found[1]) == count) else 1
        number = 1 if found[1] is None else int(found[1]) + offset
        following = range(number + 1, min(count, number + most()) + 1)
        urls = [canonical(f"{name}_{at - offset}.{extension}", own) for at in following]
        return Parts(number, count, canonical(f"{name}.{extension}", own), urls)
    return None


def _linked(shape: _Shape, own: str, words: list[tuple[Word, str]], page: Page, known_first: str) -> Parts | None:
    """The parts that links lead to, or None where no link called like a page has an address of this shape."""
    hits: list[_Hit] = []
    back = shape.first == known_first
    for word, link in [*words, *([(1, known_first)] if known_first else [])]:
        url = canonical(link, page.url)
        if url == own:
            continue
        if url == shape.first and word in (1, "first", "previous"):
            back = True
        elif found := shape.pattern.fullmatch(url):
            hits.append(_Hit(word, int(found[1]), url, found.span(1)))
    if not hits and not (back and shape.own is not None):
        return None
    count = _stated_count(page)
    offset = _offset(shape, hits, back, count)
    if offset is None:
        return None
    number = 1 if shape.own is None else shape.own + offset
    known = {hit.number + offset: hit for hit in hits}
    if number < 1 or (number == 1 and max(known) == 1):
        return None
    if count is None:
        count = max((at for at, hit in known.items() if hit.word == "last"), default=None)
    high = min(max(count or 0, max(known, default=1)), number + most())
    example = known[max(known)] if known else None
    # A long pager leaves pages out (1 2 3 … 9): what they are called shows the address of another.
    urls = [known[at].url if at in known else example.at(at - offset) for at in range(number + 1, high + 1) if example]
    first = own if number == 1 else shape.first if back or 1 not in known else known[1].url
    return Parts(number, count, first, urls)


def _offset(shape: _Shape, hits: list[_Hit], back: bool, count: int | None) -> int | None:
    """Page number less the number in the address: 0 or 1, by links that are called by number, else by the next one.

    Two neighbouring articles may have addresses of one shape: "下一页" alone then says too little.
    """
    counted = Counter(hit.word - hit.number for hit in hits if isinstance(hit.word, int))
    if counted:
        offset, _ = counted.most_common(1)[0]
        return offset if offset in (0, 1) else None
    following = next((hit.number for hit in hits if hit.word == "next"), None)
    if shape.own is None:
        return 2 - following if following in (1, 2) else None
    if back and following in (None, shape.own + 1):
        return 1 if shape.own == 1 else 0
    if count is not None and count > 1 and shape.own in (0, 1) and following == shape.own + 1:
        return 1 - shape.own
    return None


def _captioned(blocks: list[Block], *, with_links: bool) -> Parts | None:
    """A pager that is only a script: it turns pages, says how many there are or by number which, and has no addresses.

    One with links that do not lead to pages of the article is another's; ``with_links``: in a file that was saved
    without its address nobody knows where they lead.
    """
    for block in blocks:
        # Most blocks are told by their length, or by one character that they lack.
        if len(block.text) > _LONGEST_CAPTION or "页" not in block.text or (block.link_chars and not with_links):
            continue
        text = fold(block.text)
        if any(turn in text for turn in _facts()["captions"]["turns"]):
            count = _count_in(block)
            if count is None and _only_pager().fullmatch(text):
                return Parts(1)
            if count is not None and 1 < count <= _MOST_STATED:
                return Parts(1, count)
    return None


@cache
def _only_pager() -> re.Pattern[str]:
    """A line of nothing but numbers of pages and words that turn them."""
    words = "|".join(re.escape(word) for word in _words() if not word.isascii())
    return re.compile(rf"(?=.*\d)(?:{words}|[\d\[\]()<>«»‹›|.…→←])+", re.I)


def _stated_count(page: Page) -> int | None:
    """How many pages there are by a caption of the pager."""
    blocks = {link.block for link in page.links if _word(link.text) is not None}
    near = {index for block in blocks if block >= 0 for index in range(block - 1, block + 2)}
    for index in sorted(near):
        if 0 <= index < len(page.blocks) and (count := _count_in(page.blocks[index])):
            return count
    return None


def _count_in(block: Block) -> int | None:
    if block.grid >= 0 or len(block.text) > _LONGEST_CAPTION:
        return None
    text = fold(block.text)
    for pattern in _count_patterns():
        if found := pattern.search(text):
            return int(found[1])
    return None


@cache
def _count_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _facts()["captions"]["count"])
