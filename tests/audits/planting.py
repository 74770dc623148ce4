"""How a contradiction is planted in a clean draft: the register ``MUTATIONS`` and what its changes have in common.

A mutation changes the draft in place and says whether it could: a report without applications has no figure of them
to spoil. What it plants is what people do wrong: a figure copied from last year, a total not summed again, a paragraph
left from another report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.audits.drafts import Draft
from tests.audits.tables import Filled

Change = Callable[[Draft, Random], bool]


@dataclass(frozen=True)
class Mutation:
    """``years``: the contradiction is one with the agency's report of the year before."""

    rule: str
    name: str
    change: Change
    years: bool = False


MUTATIONS: list[Mutation] = []


def plants(rule: str) -> Callable[[Change], Change]:
    """Registers a change as a contradiction that a rule must find."""

    def register(change: Change) -> Change:
        MUTATIONS.append(Mutation(rule, change.__name__, change, rule == "carry_over_mismatch"))
        return change

    return register


def off(rng: Random, value: float) -> int:
    """Another count than ``value``, mostly near it."""
    return int(value) + rng.choice([step for step in (-3, -2, -1, 1, 2, 3, 10) if value + step >= 0])


def add(table: Filled, row: str, column: str, step: int) -> None:
    """Adds to a cell of a table."""
    table.values[row, column] = table.values.get((row, column), 0) + step
    table.raw.pop((row, column), None)


def misstate(draft: Draft, rng: Random, *names: str, within: str = "") -> bool:
    """Has one paragraph that states one of the figures state another number."""
    found = [(para, name) for para in draft.paras() for name in names if para.states(name) and within in para.text]
    if not found:
        return False
    para, name = rng.choice(found)
    para.said[name] = off(rng, draft.names[name])
    return True
