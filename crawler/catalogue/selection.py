"""The arguments of a crawl → the portals to walk: ``scrapy crawl gov_reports -a province=甘肃 -a years=2019-2024``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from crawler.catalogue import arguments
from crawler.catalogue.errors import ArgumentError, CatalogueError
from crawler.catalogue.own_catalogue import load_catalogue
from crawler.catalogue.places import Place, Resolver
from crawler.catalogue.portals import Portal, shipped_portals
from crawler.catalogue.sites import Scope, shard_of, site_of

__all__ = ["ArgumentError", "CatalogueError", "Selection"]

EVERYWHERE = frozenset({"全国", "全国各地", "中国"})


class Selection(msgspec.Struct):
    """What one crawl is to do.

    ``portals`` are those to walk, ``catalogue`` all of the catalogue they come from (the scope); ``years`` the report
    years asked for (None: all); ``archive`` the WARC file or folder to be served from; ``shard`` (number from 1,
    count) or None; ``notes`` are lines for the log (old names, skipped rows). ``label`` says it to people; ``key`` is
    the same for the same arguments in any spelling, by which a run that was broken off is found again.
    """

    portals: list[Portal]
    catalogue: Sequence[Portal]
    own_catalogue: bool
    years: frozenset[int] | None
    archive: Path | None
    shard: tuple[int, int] | None
    label: str
    key: str
    notes: list[str]

    @classmethod
    def parse(cls, given: Mapping[str, str], today: datetime.date | None = None) -> Selection:
        """The selection of a spider's arguments. Raises :class:`ArgumentError`, one line that names the argument."""
        words = arguments.normal(given)
        this_year = (today or datetime.datetime.now(datetime.UTC).date()).year
        years = arguments.parse_years(words["years"], this_year + 1) if "years" in words else None
        shard = arguments.parse_shard(words["shard"]) if "shard" in words else None
        asked = {name: words[name] for name in arguments.PLACES if name in words}
        if not asked and "portals" not in words:
            raise ArgumentError(
                f"{'archive=' + words['archive'] if 'archive' in words else 'province='}: no place is given; "
                "say which, for example -a province=甘肃 (or city=, county=, division=, portals=FILE.csv; "
                "province=全国 for the whole country)"
            )
        archive = arguments.find_archive(words["archive"]) if "archive" in words else None
        own = "portals" in words
        catalogue = load_catalogue(Path(words["portals"]).expanduser()) if own else list(shipped_portals())
        living = [portal for portal in catalogue if not portal.historic]
        resolver = Resolver(living)
        places = _resolve(resolver, asked)
        chosen = [
            portal for portal in living if all(any(p.holds_portal(portal) for p in found) for found in places.values())
        ]
        if not chosen:
            said = " ".join(f"{name}={word}" for name, word in asked.items())
            raise ArgumentError(f"{said}: no portal there in {words.get('portals', 'the catalogue')}")
        chosen, shared = _one_per_address(chosen)
        notes = resolver.notes + shared
        if shard:
            chosen = [p for p in chosen if shard_of(site_of(p.home_url), shard[1]) == shard[0] - 1]
            if not chosen:
                notes.append(f"shard={words['shard']}: no portal of this selection falls into this shard")
        return cls(
            portals=chosen,
            catalogue=catalogue,
            own_catalogue=own,
            years=years,
            archive=archive,
            shard=shard,
            label=_label(words, places),
            key=_key(words, places, years, shard),
            notes=notes,
        )

    @property
    def above(self) -> list[Portal]:
        """The portals of the prefectures and provinces of the chosen counties, as far as only the shipped catalogue has
        them: a county may publish in a directory of its prefecture's site.
        """
        if not self.own_catalogue:
            return []
        known = {portal.division_code for portal in self.catalogue}
        counties = [portal.division_code for portal in self.portals if portal.level == "county"]
        wanted = {code for county in counties for code in (f"{county[:4]}00", f"{county[:2]}0000")} - known
        return [portal for portal in shipped_portals() if portal.division_code in wanted and not portal.historic]

    @property
    def scope(self) -> Scope:
        """The URLs that this crawl may touch: the whole catalogue's, so that shards and provinces may share sites."""
        return Scope(self.catalogue, self.own_catalogue)


def _resolve(resolver: Resolver, asked: Mapping[str, str]) -> dict[str, list[Place]]:
    """The places of each argument, from the province down, each inside the ones before."""
    places: dict[str, list[Place]] = {}
    within: list[Place] = []
    for name, word in asked.items():
        if name == "province" and word in EVERYWHERE:
            continue
        within = places[name] = resolver.resolve(name, word, within)
    return places


def _one_per_address(portals: list[Portal]) -> tuple[list[Portal], list[str]]:
    """Without the portals whose home page is another chosen portal's: every page belongs to one portal."""
    first: dict[str, Portal] = {}
    for portal in sorted(portals, key=lambda portal: (len(portal.id), portal.id)):
        first.setdefault(portal.address, portal)
    kept, notes = [], []
    for portal in portals:
        senior = first[portal.address]
        if senior is portal:
            kept.append(portal)
        else:
            notes.append(f"{portal.name} is skipped: {portal.home_url} is listed as the portal of {senior.name} too")
    return kept, notes


def _label(words: Mapping[str, str], places: Mapping[str, list[Place]]) -> str:
    last = list(places.values())[-1] if places else []
    where = "、".join(place.name for place in last)
    if not where:
        where = Path(words["portals"]).name if "portals" in words else "全国"
    extra = [f"{name} {words[name]}" for name in ("years", "shard") if name in words]
    if "portals" in words and last:
        extra.append(Path(words["portals"]).name)
    if "archive" in words:
        extra.append(f"archive {Path(words['archive']).name}")
    return ", ".join([where, *extra])


def _key(
    words: Mapping[str, str],
    places: Mapping[str, list[Place]],
    years: frozenset[int] | None,
    shard: tuple[int, int] | None,
) -> str:
    # province=甘肃 city=定西 and division=621100 are the same crawl: only the narrowest place counts.
    last = list(places.values())[-1] if places else []
    parts = {
        "place": " ".join(sorted(place.code or place.name for place in last)) or "all",
        "years": ",".join(map(str, sorted(years))) if years else "",
        "shard": "/".join(map(str, shard)) if shard else "",
        **{name: str(Path(words[name]).expanduser().resolve()) for name in ("portals", "archive") if name in words},
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)
