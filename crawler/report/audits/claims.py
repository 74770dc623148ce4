"""Claims (文中所述): what prose states of a form's cells, and whether what was counted is what the table has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import combinations
from typing import NamedTuple

import msgspec

from crawler.facts import load_toml
from crawler.report.audits.tables import Table, equation_value

#: How many figures that the prose tells apart one cell may hold together.
_MOST_TOLD_APART = 3


class Claim(msgspec.Struct, frozen=True):
    """Words (``name``) that state the sum of some cells of a form, where ``topic`` is spoken of.

    ``cells`` are (row, column) pairs, ``whole`` the cells whose sum must be among the figures of the same line;
    ``more`` cells that the figure may include; ``beside``: what its sentence must say too (其他处理 beside all other
    groups is none but the form's); ``total``: what may count more (``unless`` of ``[compared]``). What is
    left over in a list (其他) is no claim: every list has its own. ``apart``: prose may tell of it in several figures,
    under other names too (县政府网站4210条，部门子网站1965条).
    """

    form: str
    name: str
    label: str
    cells: list[tuple[str, str]]
    topic: str = ""
    whole: list[tuple[str, str]] = []
    more: list[tuple[str, str]] = []
    beside: str = ""
    total: bool = False
    apart: bool = False
    unit: str = "[件宗起份个次项期]|场"


class Rule(NamedTuple):
    """A claim with its patterns, compiled."""

    claim: Claim
    name: re.Pattern[str]
    unit: re.Pattern[str]


class Outcome(NamedTuple):
    """An outcome that a sentence counts, with the claims (by index) that it states."""

    value: float
    claims: list[int]


class Stated(msgspec.Struct):
    """What a claim may count, in its sentence; ``beside``: the outcomes of that sentence with the claims they state.

    It may be one of them itself (``own``).
    """

    values: set[float]
    quote: str
    line: frozenset[float]
    beside: list[Outcome] = []
    own: Outcome | None = None


@cache
def claims() -> tuple[Rule, ...]:
    """All claims, in the order of the data."""
    entries = (msgspec.convert(entry, Claim) for entry in load_toml("audits.toml")["claims"])
    return tuple(Rule(claim, re.compile(claim.name), re.compile(claim.unit)) for claim in entries)


@cache
def any_name() -> re.Pattern[str]:
    """All names in one pattern: most words of a report are none."""
    return re.compile("|".join(f"(?:{rule.claim.name})" for rule in claims()))


def agreeing(found: dict[int, list[Stated]], tables: Mapping[str, Table]) -> Counter[str]:
    """How many parts of a whole that each sentence tells are those of the table, none left out: its list is of all."""
    agree: set[tuple[str, tuple[str, str]]] = set()
    for at, claimed in found.items():
        claim = claims()[at].claim
        printed = sum_of(tables[claim.form], claim.cells) if claim.whole else None
        agree |= {(one.quote, claim.cells[0]) for one in claimed if printed and printed in one.values}
    return Counter(quote for quote, _ in agree)


def filled(table: Table, claim: Claim) -> bool:
    """Whether the parts of a claim's whole were filled in at all: else their blanks say nothing."""
    beside = (rule.claim for rule in claims() if rule.claim.form == claim.form and rule.claim.whole == claim.whole)
    return any(table.stated(*cell) for one in beside for cell in one.cells)


def together(claimed: list[Stated]) -> set[float]:
    """What the single figures of a sentence make together: 直接起诉3件（维持2件），复议后起诉1件（维持）."""
    sums: dict[str, float] = {}
    for one in claimed:
        if len(one.values) == 1:
            sums[one.quote] = sums.get(one.quote, 0) + sum(one.values)
    return set(sums.values())


def with_others(one: Stated, printed: float, table: Table) -> bool:
    """Whether a figure makes the table's with outcomes that its sentence tells apart and no cell of their own states:
    不同意公开1件，不存在4件 where the table has 5 that were refused.
    """
    rest = printed - min(one.values)
    if len(one.values) > 1 or rest <= 0:
        return False
    others = [
        other.value
        for other in one.beside
        if other is not one.own and 0 < other.value <= rest
        if all(sum_of(table, claims()[which].claim.cells) != other.value for which in other.claims)
    ]
    return any(sum(some) == rest for n in range(1, _MOST_TOLD_APART + 1) for some in combinations(others, n))


def sum_of(table: Table, cells: list[tuple[str, str]]) -> float | None:
    """The sum of cells, of those rows that the form has; ``None`` where none is there or one is not known."""
    there = [(row, column) for row, column in cells if (row, column) in table.cells]
    numbers = [equation_value(table, row, column) for row, column in there]
    return None if not numbers or None in numbers else sum(number or 0 for number in numbers)
