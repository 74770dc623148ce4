"""From the words of ``-a province=甘肃 -a county=靖远`` to places of today: full and short names, codes, old names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from crawler.catalogue.errors import ArgumentError, hint, near_matches
from crawler.catalogue.hosts import parse_host
from crawler.catalogue.portals import Portal, codes_of
from crawler.catalogue.table import STILL, Division, table

#: What each argument may mean, the likelier first: ``city`` also takes 北京 and 万源市, ``county`` also 东莞.
KINDS: dict[str, tuple[Callable[[Division], bool], ...]] = {
    "province": (lambda row: row.level == "province",),
    "city": (
        lambda row: row.level == "prefecture",
        lambda row: row.level == "province" and row.name.endswith("市"),
        lambda row: row.level == "county" and row.name.endswith("市"),
    ),
    "county": (lambda row: row.level == "county", lambda row: row.level == "prefecture"),
    "division": (lambda row: True,),
}
ARGUMENT_OF_LEVEL = {"province": "province", "prefecture": "city", "county": "county"}


class Place(msgspec.Struct, frozen=True):
    """A place of today that portals lie in; ``code`` is empty for a place known only by its portals' names."""

    code: str
    province: str
    city: str = ""
    county: str = ""

    @classmethod
    def of(cls, row: Division) -> Place:
        """The place that a division is."""
        return cls(row.code, row.province, row.city, row.county)

    @property
    def name(self) -> str:
        """Its names from the province down."""
        return self.province + self.city + self.county

    def holds(self, other: Place) -> bool:
        """Whether ``other`` is this place or lies in it."""
        return (
            self.province == other.province
            and (not self.city or self.city == other.city)
            and (not self.county or self.county == other.county)
        )

    def holds_portal(self, portal: Portal) -> bool:
        """Whether the portal's government is this place's or lies in it, by its code of today or its names."""
        if self.code and self.code in codes_of(portal):
            return True
        return self.holds(Place("", portal.province, portal.city, portal.county))


class Resolver:
    """Resolves the place arguments of one selection against the divisions and the portals to choose from."""

    def __init__(self, portals: Sequence[Portal]) -> None:
        self._portals = portals
        self.notes: list[str] = []

    def resolve(self, argument: str, word: str, within: Sequence[Place]) -> list[Place]:
        """The places that ``word`` means (several only where a division was divided up), inside ``within``.

        Raises :class:`ArgumentError`: unknown (with near matches), ambiguous (with the candidates), of another
        level, or elsewhere.
        """
        rows = self._rows(argument, word)
        here = [row for row in rows if self._lies_in(row, within)]
        for choose in (self._today, self._past):
            for kind in KINDS[argument]:
                places = choose(argument, word, [row for row in here if kind(row)])
                if places:
                    return places
        listed = [place for place in self._listed(argument, word) if _inside(place, within)]
        if listed:
            return self._only(argument, word, listed)
        raise self._unknown(argument, word, rows, within)

    @staticmethod
    def _rows(argument: str, word: str) -> list[Division]:
        """All that ever had this name or code, the latest last."""
        found: Sequence[Division]
        if word.isdigit():
            found = table().by_code.get(word.ljust(6, "0"), ()) if len(word) in (2, 4, 6) else ()
        else:
            found = () if argument == "division" else table().by_name.get(word, ())
        return sorted(dict.fromkeys(found), key=lambda row: row.valid_to)

    @staticmethod
    def _lies_in(row: Division, within: Sequence[Place]) -> bool:
        return any(_inside(Place.of(form), within) for form in (row, *table().today(row)))

    def _today(self, argument: str, word: str, rows: list[Division]) -> list[Place]:
        """The place of today among the rows."""
        places = list(dict.fromkeys(Place.of(row) for row in rows if row.valid_to == STILL))
        return self._only(argument, word, places) if places else []

    def _past(self, argument: str, word: str, rows: list[Division]) -> list[Place]:
        """What a place of the past became, with a note of it."""
        became = {tuple(map(Place.of, today)): row for row in rows if (today := table().today(row))}
        if not became:
            return []
        if len(became) > 1:
            self._only(argument, word, [Place.of(row) for row in became.values()])
        places, row = next(iter(became.items()))
        now = "、".join(f"{place.name} ({place.code})" for place in places)
        self.notes.append(f"{argument}={word}: {row.full_name} ({row.code}) until {row.valid_to}, today {now}")
        return list(places)

    def _listed(self, argument: str, word: str) -> list[Place]:
        """Places known only by the portals' own names: 加格达奇区, 新疆生产建设兵团, an operator's own."""
        found = []
        for portal in self._portals:
            place = Place("", portal.province, portal.city, portal.county)
            names = {"province": portal.province, "city": portal.city, "county": portal.county}
            own = names.get(argument, portal.division_code)
            if own and (own == word or (argument != "division" and own[:-1] == word and len(word) > 1)):
                found.append(_cut(place, argument))
        return list(dict.fromkeys(found))

    @staticmethod
    def _only(argument: str, word: str, places: list[Place]) -> list[Place]:
        if len(places) == 1:
            return places
        listed = ", ".join(f"{place.code} {place.name}".strip() for place in places[:12])
        more = f" and {len(places) - 12} more" if len(places) > 12 else ""
        raise ArgumentError(
            f"{argument}={word}: several places have this name: {listed}{more}; "
            "add province= or city=, or give division= and its code"
        )

    def _unknown(self, argument: str, word: str, rows: list[Division], within: Sequence[Place]) -> ArgumentError:
        fitting = [row for row in rows if any(kind(row) for kind in KINDS[argument])]
        if fitting:
            place = fitting[-1]
            where = " and ".join(sorted({other.name for other in within})) or "any known place of today"
            return ArgumentError(f"{argument}={word}: {place.full_name} ({place.code}) is not in {where}")
        if rows:
            row = rows[-1]
            return ArgumentError(
                f"{argument}={word}: {row.full_name} ({row.code}) is a {row.level}; "
                f"use {ARGUMENT_OF_LEVEL[row.level]}={row.short}"
            )
        if argument == "division":
            today = [code for code, rows in table().by_code.items() if rows[-1].valid_to == STILL]
            # A wrong digit is likelier at the end: the prefecture's codes first, then the province's.
            pools = ([code for code in today if code.startswith(word[:digits])] for digits in (4, 2))
            near = near_matches(word, next((pool for pool in pools if pool), [])) if word.isdigit() else []
            wanted = "" if word.isdigit() else " (a code of 2, 4 or 6 digits is wanted; names go with county= or city=)"
            return ArgumentError(f"division={word}: no such division{wanted}{hint(near)}")
        return ArgumentError(f"{argument}={word}: no such {argument}{hint(self._near(argument, word, within))}")

    def _near(self, argument: str, word: str, within: Sequence[Place]) -> list[str]:
        """Near names of the right kind; for Latin letters, the places whose portals' hosts are spelt so (gansu)."""
        if word.isascii():
            hosts: dict[str, str] = {}
            for portal in self._portals:
                name = _cut_name(portal, argument)
                host = parse_host(portal.home_url)
                if name and host and _inside(Place("", portal.province, portal.city, portal.county), within):
                    hosts.setdefault(host.name.removeprefix("www.").partition(".")[0], name)
            near = [word.lower()] if word.lower() in hosts else near_matches(word.lower(), hosts)
            return [hosts[host] for host in near]
        rows = [row for rows in table().by_code.values() for row in rows if row.valid_to == STILL]
        kind = KINDS[argument][0]
        fitting = [row for row in rows if kind(row) and _inside(Place.of(row), within)]
        wanted = [row.short for row in fitting] + [row.name for row in fitting if len(word) > len(row.short)]
        return near_matches(word, wanted + [_cut_name(portal, argument) for portal in self._portals], 5)


def _inside(place: Place, within: Iterable[Place]) -> bool:
    outer = list(within)
    return not outer or any(other.holds(place) for other in outer)


def _cut(place: Place, argument: str) -> Place:
    """The place down to the argument's level."""
    if argument == "province":
        return Place("", place.province)
    return Place("", place.province, place.city) if argument == "city" else place


def _cut_name(portal: Portal, argument: str) -> str:
    """The portal's own name if its government is of the argument's level, else ``""``."""
    if ARGUMENT_OF_LEVEL.get(portal.level) != argument:
        return ""
    return {"province": portal.province, "city": portal.city, "county": portal.county}[argument]
