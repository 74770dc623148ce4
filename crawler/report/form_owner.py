"""Whose table it is (表格归属): a page may print last year's figures, or another agency's, in the same form."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from crawler.records import Grid
from crawler.report.formlabels import facts
from crawler.report.lines import fold
from crawler.report.names import kind_of

_YEAR = re.compile(r"20\d\d(?=年)")
#: A title stands in the first rows of a table, each of them one cell.
_TITLE_ROWS = 2


class Owner(msgspec.Struct, frozen=True):
    """Whose report it is and of which year, as far as that is known."""

    agency: str = ""
    year: int | None = None


def of_others(grid: Grid, owner: Owner) -> bool:
    """Whether the line above a table, or its title, says that it is of an earlier year or of another agency."""
    return any(_names_others(line, owner) for line in (grid.caption, *_titles(grid)) if line)


def _titles(grid: Grid) -> list[str]:
    return [row[0].text for row in grid.rows[:_TITLE_ROWS] if row and all(cell is row[0] for cell in row)]


def _names_others(line: str, owner: Owner) -> bool:
    line = fold(line)
    years = {int(year) for year in _YEAR.findall(line)}
    if years and owner.year is not None and max(years) < owner.year:
        return True
    if owner.agency and owner.agency in line:
        return False
    if _pattern("words").search(line):
        return True
    named = _pattern("name").match(line)
    return named is not None and owner.agency != "" and _is_another(named["name"], owner.agency)


def _is_another(name: str, agency: str) -> bool:
    return kind_of(name) is not None and name not in agency and agency not in name


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(facts()["owner"][key])
