"""Which page is itself a column of annual reports (年报栏目), and which lies in the disclosure tree.

The mandated tags ``ColumnType`` and ``ColumnName`` say it best, the title and the address else; the words are
facts of ``data/columns.toml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.facts import load_toml
from crawler.platforms.canonical import MEMORY
from crawler.platforms.rows import is_article
from crawler.platforms.rules import DISCLOSURE, naming_rules
from crawler.platforms.titles import fold, is_report_title
from crawler.records import Page

#: Names of files that say only that this is a list.
_INDEX = re.compile(r"index|list|nlist|default|more|main|redirect_\w+|\w+_lists?|\d*")
#: Numbers of columns at the end of a segment; a year is no such number.
_SEGMENT_NOISE = re.compile(r"(?:[_-]\d+|(?<!\d)(?!20\d\d(?:\D|$))\d+)?(?:\.s?html?)?$")


@cache
def _facts(name: str) -> dict[str, Any]:
    facts: dict[str, Any] = load_toml("columns.toml")[name]
    return facts


@cache
def _pattern(table: str, name: str) -> re.Pattern[str]:
    return re.compile(_facts(table)[name])


@cache
def _words(score: float) -> frozenset[str]:
    return frozenset(
        word
        for slug in load_toml("columns.toml")["slug"]
        if slug["why"] == "年报" and slug["score"] >= score
        for word in slug["words"]
    )


def slugs_of(url: str) -> list[str]:
    """The parts of an address that name a column: path segments and query values without numbers and endings.

    ``/zwgk/xxgknb_1813/2023n/list.shtml?cat=gknb`` gives ``zwgk, xxgknb, 2023n, list, gknb``.
    """
    parts = urlsplit(url.lower())
    segments = [segment for segment in parts.path.split("/") if segment]
    values = [value for _, value in parse_qsl(parts.query)]
    slugs = []
    for part in [*segments, *values]:
        slugs.append(_SEGMENT_NOISE.sub("", part) or part)
    return slugs


@lru_cache(maxsize=MEMORY)
def own_slugs(url: str) -> tuple[str, ...]:
    """The slugs that name the column itself: the last folder, the one above a year, and the query's values.

    ``/zwgk/zfxxgk/xxgknb/2023n/list.shtml`` gives ``xxgknb, 2023n``: that it lies under ``zfxxgk`` says little.
    """
    parts = urlsplit(url)
    path = slugs_of(parts.path)
    while path and _INDEX.fullmatch(path[-1]):
        path.pop()
    year = re.compile(_facts("years")["slug"])
    count = 2 if path and year.match(path[-1]) else 1
    return (*path[-count:], *(slugs_of("?" + parts.query) if parts.query else ()))


def names_report_column(name: str) -> bool:
    """Whether a column's or category's name is that of a column of annual reports (政府信息公开年报)."""
    folded = fold(name)
    return _pattern("column", "tag").search(folded) is not None or any(
        rule.names and rule.pattern.fullmatch(folded) for rule in naming_rules().texts
    )


def is_report_column(page: Page) -> bool:
    """Whether ``page`` says that it is a column of annual reports: by its tags, its title or its address.

    An article in such a column carries the column's tags too; it is told by its own address and title.
    """
    if page.meta.get("articletitle") or is_article(page.url) or is_report_title(page.title):
        return False
    if any(names_report_column(page.meta.get(name, "")) for name in _facts("column")["tags"]):
        return True
    if _pattern("column", "title").search(fold(page.title[:200])):
        return True
    return any(slug in _words(0.85) for slug in own_slugs(page.url))


def lies_in_report_column(url: str) -> bool:
    """Whether a folder of the address of an article is that of a column of annual reports."""
    words = _words(0.85)
    return any(slug in words for slug in slugs_of(url.rpartition("/")[0]))


@lru_cache(maxsize=MEMORY)
def _names_disclosure(folded: str) -> bool:
    """Whether a text is what portals call all that they disclose (公开, 政务): it need not say 信息公开."""
    return any(
        rule.kind == "column" and rule.score >= DISCLOSURE and not rule.column and rule.pattern.fullmatch(folded)
        for rule in naming_rules().texts
    )


def is_within_disclosure(page: Page, led_by: str = "") -> bool:
    """Whether ``page`` lies in the tree of government information disclosure (政府信息公开).

    ``led_by`` is the text of the link that led to it.
    """
    facts = _facts("within")
    tag = _pattern("within", "tag")
    if led_by and (tag.search(fold(led_by)) or _names_disclosure(fold(led_by).strip())):
        return True
    if any(tag.search(page.meta.get(name, "")) for name in _facts("column")["tags"]):
        return True
    if tag.search(fold(page.title[:200]).split("_")[0].split("-")[0]):
        return True
    slugs = set(facts["slugs"])
    return any(slug in slugs for slug in slugs_of(page.url))
