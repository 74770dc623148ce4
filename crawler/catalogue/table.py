"""The table of divisions (行政区划, GB/T 2260) by code and year, 1980 to today, from ``data/divisions.csv``.

Loaded once, on first use. A division is a row: a code, what it meant, and in which years it did.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec

from crawler.facts import FactsError, data_path, load_toml

Level = Literal["province", "prefecture", "county"]
LEVELS: dict[str, Level] = {"province": "province", "prefecture": "prefecture", "county": "county"}
STILL = 9999


class Division(msgspec.Struct, frozen=True, gc=False):
    """A division as its code had it from ``valid_from`` to ``valid_to`` (years; ``STILL`` = valid today).

    ``province`` and ``city`` are full names (``city`` is empty for a province, and for a county that lies
    right under its province or municipality); ``parent`` is the code above it; ``successors`` are the codes of
    what it became after ``valid_to``.
    """

    code: str
    level: Level
    name: str
    short: str
    province: str
    city: str
    parent: str
    valid_from: int
    valid_to: int = STILL
    successors: tuple[str, ...] = ()

    @property
    def county(self) -> str:
        """Its own name if it is a county, else ``""``."""
        return self.name if self.level == "county" else ""

    @property
    def full_name(self) -> str:
        """All its names from the province down: 甘肃省白银市靖远县."""
        return self.province + ("" if self.level == "province" else self.city) + self.county

    def distance(self, year: int) -> int:
        """How many years ``year`` lies outside the time this row is valid (0: it is valid then)."""
        return max(self.valid_from - year, year - self.valid_to, 0)


class Table:
    """All divisions with the indexes that look-ups need."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.by_code: dict[str, list[Division]] = defaultdict(list)
        self.by_name: dict[str, list[Division]] = defaultdict(list)
        alias_endings = load_toml("places.toml")["aliases"]
        for division in divisions:
            self.by_code[division.code].append(division)
            self.by_name[division.name].append(division)
            if division.short != division.name:
                self.by_name[division.short].append(division)
            if "自治" in division.name:
                for ending in alias_endings[division.name[division.name.index("自治") :]]:
                    if division.short + ending != division.name:
                        self.by_name[division.short + ending].append(division)
        for rows in self.by_code.values():
            rows.sort(key=lambda row: row.valid_from)

    def get(self, code: str) -> Division | None:
        """The latest row of a code, or None."""
        rows = self.by_code.get(code)
        return rows[-1] if rows else None

    def at(self, code: str, year: int | None) -> Division | None:
        """What a code meant in a year; in the nearest year it meant anything; None for an unknown code."""
        rows = self.by_code.get(code)
        if not rows:
            return None
        if year is None:
            return rows[-1]
        return min(reversed(rows), key=lambda row: row.distance(year))

    def today(self, division: Division) -> list[Division]:
        """What a division is today: itself, or those it became, step by step; empty when that is unknown."""
        found: dict[str, Division] = {}
        seen = set()
        ahead = [division]
        while ahead:
            row = ahead.pop(0)
            if row in seen:
                continue
            seen.add(row)
            if row.valid_to == STILL:
                found[row.code] = row
                continue
            nexts = (self.at(code, row.valid_to + 1) for code in row.successors)
            ahead.extend(following for following in nexts if following is not None)
        return list(found.values())


@cache
def table() -> Table:
    """The shipped table, with the places that were taken in.

    Raises :class:`~crawler.facts.FactsError` when the file is missing or damaged.
    """
    return Table([*shipped(), *_own])


_own: tuple[Division, ...] = ()


def take_in(places: tuple[Division, ...]) -> None:
    """Makes places of the operator's own part of this process's table, instead of those that were taken in before."""
    global _own
    if places != _own:
        _own = places
        table.cache_clear()


@cache
def shipped() -> tuple[Division, ...]:
    """The rows of ``data/divisions.csv``."""
    with data_path("divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        try:
            return tuple(
                Division(
                    code, LEVELS[level], name, short, province, city, parent, int(first), int(last or STILL),
                    tuple(successors.split()) if successors else (),
                )
                for code, level, name, short, province, city, parent, first, last, successors in rows
            )  # fmt: skip
        except (ValueError, KeyError) as error:
            raise FactsError(f"data/divisions.csv, line {rows.line_num}: {error}") from error
