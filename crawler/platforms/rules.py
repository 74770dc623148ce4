"""The rules by which columns, directories and units are known: ``data/columns.toml``, compiled once."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from crawler.facts import load_toml
from crawler.platforms.base import LeadKind

#: From this score on a link's words say that it leads to reports (年报), or to all disclosure (政府信息公开).
SURE, DISCLOSURE = 0.8, 0.5


class TextRule(msgspec.Struct):
    """What a link whose whole text fits ``pattern`` leads to; ``within`` the disclosure tree, in a ``column`` only.

    ``names``: a page that is called so is a column of reports (年报栏目).
    """

    kind: LeadKind
    score: float
    why: str
    pattern: re.Pattern[str]
    within: bool
    column: bool
    names: bool


class Rules(msgspec.Struct):
    """The rules by text, by slug, for years, and what is left alone: texts, and parts of addresses."""

    texts: list[TextRule]
    slugs: dict[str, tuple[LeadKind, float, str]]
    year_text: re.Pattern[str]
    year_slug: re.Pattern[str]
    year_score: float
    year_why: str
    excluded: re.Pattern[str]
    segments: frozenset[str]
    hosts: frozenset[str]
    keys: frozenset[str]


@cache
def naming_rules() -> Rules:
    """The rules of ``data/columns.toml``, compiled once."""
    facts: dict[str, Any] = load_toml("columns.toml")
    exclude, years = facts["exclude"], facts["years"]
    slugs: dict[str, tuple[LeadKind, float, str]] = {}
    for rule in facts["slug"]:
        for word in rule["words"]:
            slugs.setdefault(word, (rule["kind"], rule["score"], rule["why"]))
    return Rules(
        texts=[
            TextRule(
                rule["kind"],
                rule["score"],
                rule["why"],
                re.compile("|".join(rule["whole"])),
                rule.get("within", False),
                rule.get("column", False),
                rule.get("names", False),
            )
            for rule in facts["text"]
        ],
        slugs=slugs,
        year_text=re.compile(years["text"]),
        year_slug=re.compile(years["slug"]),
        year_score=years["score"],
        year_why=years["why"],
        excluded=re.compile("|".join(exclude["text"]), re.IGNORECASE),
        segments=frozenset(exclude["segments"]),
        hosts=frozenset(exclude["hosts"]),
        keys=frozenset(exclude["keys"]),
    )
