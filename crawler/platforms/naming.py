"""How columns, directories and units are called: the rules of ``data/columns.toml``, and what a text says by them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from crawler.facts import load_toml
from crawler.platforms.base import Lead, LeadKind
from crawler.platforms.canonical import MEMORY
from crawler.platforms.columns import names_report_column
from crawler.platforms.rows import is_pager
from crawler.platforms.titles import fold, report_year_in
from crawler.records import Page

TRIM = re.compile(r"^[\s·•>»›|◆■●▪※【\[(]+|[\s·•>»›|】\])→]+$|更多.*$")
#: Longer texts name no column.
COLUMN_TEXT = 30
#: The longest name of a unit in a menu, and how many there are in one.
_UNIT, _UNITS_OF_MENU = 20, 3
#: What is said of reports.
_REPORTS = re.compile("年报|年度报告")


class TextRule(msgspec.Struct):
    """What a link whose whole text fits ``pattern`` leads to; ``within`` the disclosure tree, in a ``column`` only."""

    kind: LeadKind
    score: float
    why: str
    pattern: re.Pattern[str]
    within: bool
    column: bool


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


def says_more(page: Page, leads: list[Lead]) -> bool:
    """Whether the page names a column of reports (年报) and no link leads to one: a script does."""
    if any(lead.kind == "report" or "年报" in lead.why for lead in leads):
        return False
    return any(len(block.text) <= COLUMN_TEXT and _REPORTS.search(block.text) for block in page.blocks)


def names_silent_units(page: Page) -> bool:
    """Whether the page has a menu of units that are no links: a script leads to their reports."""
    linked = {link.block for link in page.links}
    names = (block.text for index, block in enumerate(page.blocks) if index not in linked and len(block.text) <= _UNIT)
    return sum(1 for text in names if is_agency(fold(text))) >= _UNITS_OF_MENU


def names_units(leads: list[Lead]) -> bool:
    """Whether a page's links show the units that its portal has, or reports."""
    return sum(lead.kind == "directory" for lead in leads) >= _UNITS_OF_MENU or any(
        lead.kind == "report" for lead in leads
    )


def is_way(text: str) -> bool:
    """Whether what is called so leads to reports from a column of reports: a unit, units, a year, a column."""
    folded = TRIM.sub("", fold(text))
    return bool(folded) and (
        is_agency(folded) or names_directory(text) or names_report_column(text) or report_year_in(folded) is not None
    )


def names_directory(text: str) -> bool:
    """Whether a link of this text leads to the disclosures of departments or townships."""
    folded = TRIM.sub("", fold(text)) if text else ""
    return any(
        rule.kind == "directory" and not rule.within and rule.pattern.fullmatch(folded) for rule in naming_rules().texts
    )


@lru_cache(maxsize=MEMORY)
def is_agency(folded: str) -> bool:
    """Whether a text is the name of a department, a township or a government, and nothing more."""
    return any(
        rule.kind == "directory" and rule.within and rule.pattern.fullmatch(folded) for rule in naming_rules().texts
    )


def says_other(folded: str) -> bool:
    """Whether a link's words say that it leads to something else: a pager's, or what never leads to a report."""
    return (bool(folded) and is_pager(folded)) or naming_rules().excluded.search(folded) is not None


@lru_cache(maxsize=MEMORY)
def is_excluded_address(url: str) -> bool:
    """Whether the address by itself says that nothing of it leads to a report: a search, a login, another edition."""
    rules = naming_rules()
    parts = urlsplit(url)
    if (parts.hostname or "").partition(".")[0] in rules.hosts:
        return True
    if not rules.segments.isdisjoint(parts.path.lower().split("/")):
        return True
    return bool(parts.query) and any(key.lower() in rules.keys for key, _ in parse_qsl(parts.query))
