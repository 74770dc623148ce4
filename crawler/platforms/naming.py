"""How columns, directories and units are called: what a text says by the rules of ``data/columns.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from crawler.facts import patterns
from crawler.platforms.base import Lead
from crawler.platforms.canonical import MEMORY
from crawler.platforms.columns import names_report_column
from crawler.platforms.rows import is_pager
from crawler.platforms.rules import naming_rules
from crawler.platforms.titles import fold, is_report_title, report_year_in
from crawler.records import Page

TRIM = re.compile(r"^[\s·•>»›|◆■●▪※【\[(]+|[\s·•>»›|】\])→]+$|更多.*$")
#: Longer texts name no column.
COLUMN_TEXT = 30
#: The longest name of a unit in a menu, and how many there are in one.
_UNIT, _UNITS_OF_MENU = 20, 3
#: What is said of reports.
_REPORTS = re.compile("年报|年度报告")


def says_more(page: Page, leads: list[Lead]) -> bool:
    """Whether the page names a column of reports (年报) and no link leads to one: a script does."""
    if any(lead.kind == "report" or "年报" in lead.why for lead in leads):
        return False
    return any(
        "报" in block.text
        and len(block.text) <= COLUMN_TEXT
        and (_REPORTS.search(block.text) or names_report_column(block.text))
        for block in page.blocks
    )


def hides_units(page: Page, body: str, leads: list[Lead]) -> bool:
    """Whether a page of the disclosure tree has units, or a directory of them, to which only a script leads.

    Where it shows units by links too (the departments), it must name the others (the townships) plainly.
    """
    if names_silent_units(page, body):
        return True
    return not names_units(leads) and (_pattern("units").search(body) is not None or _names_silent_directory(page))


def offers_units(page: Page, body: str) -> bool:
    """Whether a page that shows a list has units beside it, or directories of them, to which only a script leads."""
    if names_silent_units(page, body):
        return True
    linked = sum(1 for link in page.links if len(link.text) <= _UNIT and is_agency(fold(link.text)))
    return linked < _UNITS_OF_MENU and _names_silent_directory(page)


def _offers_units(body: str) -> bool:
    """Whether a menu offers units by numbers or words, whose addresses only a script knows."""
    return "<option" in body and len(_pattern("choice").findall(body)) >= _UNITS_OF_MENU


_pattern = patterns("platforms.toml", "scripts", flags=re.IGNORECASE)


def names_silent_units(page: Page, body: str) -> bool:
    """Whether the page has a menu of units that are no links: a script leads to their reports."""
    silent = sum(1 for text in _silent_names(page) if is_agency(fold(text)))
    return silent >= _UNITS_OF_MENU or _offers_units(body)


def names_silent_reports(page: Page) -> bool:
    """Whether the page prints the title of a year's report that is no link: a script may lead to it, row by row."""
    linked, texts = {link.block for link in page.links}, {link.text for link in page.links}
    for index, block in enumerate(page.blocks):
        if block.grid >= 0:
            lines = [cell.text for row in page.grids[block.grid].rows for cell in row]
        else:
            lines = [] if index in linked else [block.text]
        if any(is_report_title(line) and line not in texts and report_year_in(line) for line in lines):
            return True
    return False


def _names_silent_directory(page: Page) -> bool:
    return any(names_directory(text) for text in _silent_names(page))


def _silent_names(page: Page) -> Iterator[str]:
    linked = {link.block for link in page.links}
    return (block.text for index, block in enumerate(page.blocks) if index not in linked and len(block.text) <= _UNIT)


def names_units(leads: list[Lead]) -> bool:
    """Whether a page's links show the units that its portal has, or reports."""
    return sum(lead.kind == "directory" for lead in leads) >= _UNITS_OF_MENU or any(
        lead.kind == "report" for lead in leads
    )


def is_way(text: str) -> bool:
    """Whether what is called so leads to reports from a column of reports: a unit, units, a year, a column."""
    folded = TRIM.sub("", fold(text))
    return bool(folded) and (
        _pattern("letters").fullmatch(folded) is not None
        or is_agency(folded)
        or names_directory(text)
        or names_report_column(text)
        or report_year_in(folded) is not None
    )


def names_directory(text: str) -> bool:
    """Whether a link of this text leads to the disclosures of departments or townships."""
    folded = TRIM.sub("", fold(text)) if text else ""
    return any(
        rule.kind == "directory" and not rule.within and rule.pattern.fullmatch(folded) for rule in naming_rules().texts
    )


def names_units_page(text: str) -> bool:
    """Whether a link of this text leads to a unit's page or to a directory of units."""
    return bool(text) and (names_directory(text) or is_agency(TRIM.sub("", fold(text))))


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
