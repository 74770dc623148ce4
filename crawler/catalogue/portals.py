"""Portals (政府门户网站): the shipped catalogue ``data/portals.csv`` and what one portal is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from crawler.catalogue.hosts import parse_host
from crawler.catalogue.table import STILL, table
from crawler.facts import FactsError, load_csv

LEVEL_ORDER = ("province", "xpcc", "prefecture", "county", "zone", "department", "township")

#: The flag of a portal in the shipped catalogue whose pages need a browser.
_BROWSER = "browser"


class Portal(msgspec.Struct):
    """One government's portal.

    ``id`` is a stable text key, the host and path of ``home_url``; where several portals share one address,
    all but the first have ``#`` and their code after it. ``level`` is ``province``, ``prefecture``,
    ``county``, ``xpcc`` (新疆生产建设兵团), ``zone`` (a development zone, 开发区), or ``department`` and ``township``
    for sites that these have of their own. ``trust`` (A–D), ``flags`` (space-separated), ``source`` and ``platform``
    (the CMS family its addresses look like, a hint) are
    explained in ``data/README.md``. ``browser``: its pages show nothing without their scripts.
    """

    id: str
    division_code: str
    level: str
    province: str
    city: str
    county: str
    name: str
    home_url: str
    trust: str = ""
    flags: str = ""
    platform: str = ""
    entry_urls: list[str] = []
    browser: bool = False
    note: str = ""
    source: str = ""

    @property
    def historic(self) -> bool:
        """Whether its government is no more: known, but not crawled unless an operator lists it."""
        return "historic" in self.flags.split()

    @property
    def address(self) -> str:
        """The key of its home page alone, the same for portals that share one address."""
        return address_key(self.home_url)


def address_key(url: str) -> str:
    """Host, port and path of an address without scheme and trailing slash; ``""`` if it names no host."""
    host = parse_host(url)
    if host is None:
        return ""
    path = url.split("://", 1)[1].partition("/")[2].partition("#")[0].rstrip("/")
    name = f"[{host.name}]" if ":" in host.name else host.name
    port = "" if host.port is None else f":{host.port}"
    return f"{name}{port}/{path}".rstrip("/")


def assign_ids(portals: Iterable[Portal]) -> list[Portal]:
    """Gives each portal its ``id``: among those that share an address the living and the higher come first."""
    listed = list(portals)
    taken: set[str] = set()
    for portal in sorted(listed, key=_seniority):
        portal.id = portal.address
        if portal.id in taken:
            portal.id += f"#{portal.division_code or portal.name}"
        taken.add(portal.id)
    return listed


def _seniority(portal: Portal) -> tuple[bool, int, str]:
    division = table().get(portal.division_code)
    abolished = portal.historic or (division is not None and division.valid_to != STILL)
    return (abolished, LEVEL_ORDER.index(portal.level), portal.division_code)


@cache
def shipped_portals() -> tuple[Portal, ...]:
    """The shipped catalogue, by division code, historic portals included.

    Raises :class:`~crawler.facts.FactsError` when the file is missing or damaged.
    """
    try:
        return tuple(assign_ids(_shipped(row) for row in load_csv("portals.csv")))
    except (KeyError, ValueError) as error:
        raise FactsError(f"data/portals.csv: {error}") from error


def _shipped(row: Mapping[str, str]) -> Portal:
    return Portal(
        id="",
        division_code=row["division_code"],
        level=row["level"],
        province=row["province"],
        city=row["city"],
        county=row["county"],
        name=row["name"],
        home_url=row["home_url"],
        trust=row["trust"],
        flags=row["flags"],
        platform=row["platform"],
        browser=_BROWSER in row["flags"].split(),
        source=row["source"],
    )


def codes_of(portal: Portal) -> frozenset[str]:
    """The codes a portal answers to: its own and, if that was abolished, those of what it became."""
    division = table().get(portal.division_code)
    today = table().today(division) if division else []
    return frozenset((portal.division_code, *(successor.code for successor in today)))
