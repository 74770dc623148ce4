"""The pages that are measured: planted reports of several families with menus and scripts, about 58 kB each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from crawler.records import Document
from tests.standin.pages import Encoding, Truth
from tests.standin.portals import Plan, Portal, build

FAMILIES = ("hanweb", "trs", "vsb", "lonsun", "ucap", "tables", "modern")
BODIES = (("paragraphs",), ("breaks",), ("layout",))
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-8", "utf-8", "gbk", "gbk-under-utf8")
YEARS = (2010, 2016, 2020, 2022)
BULK = 46  # kilobytes of menus and scripts
SITES = 16


@dataclass(frozen=True)
class Sample:
    """A page and the truth about it."""

    document: Document
    truth: Truth


def portals(count: int, *, departments: int = 8, towns: int = 5, bulk: int = BULK) -> list[Portal]:
    """``count`` portals of all families in turn; always the same."""
    turns = zip(cycle(FAMILIES), cycle(BODIES), cycle(ENCODINGS), range(count), strict=False)
    return [
        build(
            Plan(
                f"bench{number}",
                family,
                YEARS,
                encoding,
                departments=departments,
                towns=towns,
                bodies=bodies,
                boxes=("table", "dl", "ul", "spans"),
                bulk=bulk,
                seed="bench",
            )
        )
        for family, bodies, encoding, number in turns
    ]


def samples(count: int) -> list[Sample]:
    """``count`` report pages, families mixed."""
    built = portals(min(SITES, max(1, count // 8)))
    return list(islice(_mixed(built), count))


def _mixed(built: list[Portal]) -> Iterator[Sample]:
    for pages in zip(*(portal.reports for portal in built), strict=False):
        for page in pages:
            document = Document(page.answer.body, page.url, page.answer.headers)
            yield Sample(document, page.truth)
