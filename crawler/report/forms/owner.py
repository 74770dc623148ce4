"""Whose table it is (表格归属): a page may print last year's figures, or another agency's, in the same form."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from crawler.facts import patterns
from crawler.records import Grid, GridCell
from crawler.report.portal.lines import fold
from crawler.report.text.names import kind_of

_YEAR = re.compile(r"20\d\d(?=年)")
#: A cell that is a year and nothing else.
_BARE_YEAR = re.compile(r"(20\d\d)年?度?")
#: The title of a table in a row of it is no longer, and the table has so many rows at least.
_LONGEST_TITLE, _LEAST_ROWS = 40, 2
#: So far from the left years stand before rows.
_MOST_LEFT = 2
#: A title stands in the first rows of a table, each of them one cell.
_TITLE_ROWS = 2
_pattern = patterns("forms.toml", "owner")


class Owner(msgspec.Struct, frozen=True):
    """Whose report it is and of which year, as far as that is known."""

    agency: str = ""
    year: int | None = None


def of_others(grid: Grid, owner: Owner) -> bool:
    """Whether the line above a table, or its title, says that it is of an earlier year or of another agency."""
    return any(_names_others(line, owner) for line in (grid.caption, *_titles(grid)) if line)


def of_latest_year(rows: list[list[GridCell]]) -> list[list[GridCell]]:
    """The rows without those of earlier years: years stand before rows, or over a table in a row of their own."""
    for index in range(min(_MOST_LEFT, len(rows[0]))):
        years = [_year(row, index) for row in rows]
        latest = max(filter(None, years), default=0)
        if any(year and year < latest for year in years):
            return [row for row, year in zip(rows, years, strict=True) if not year or year == latest]
    sections: list[int] = []
    for row in rows:
        found = _YEAR.search(row[0].text) if row[0] is row[-1] and len(row[0].text) <= _LONGEST_TITLE else None
        sections.append(int(found[0]) if found else sections[-1] if sections else 0)
    if not sections[-1]:
        return rows
    figures = Counter(
        year for row, year in zip(rows, sections, strict=True) if any(cell.text.isdigit() for cell in row)
    )
    # A date of filing or a note below the table names a year, too, but has no table under it.
    tables = [year for year, count in figures.items() if year and count >= _LEAST_ROWS]
    earlier = set(tables) - {max(tables, default=0)}
    return [row for row, year in zip(rows, sections, strict=True) if year not in earlier] if earlier else rows


def _year(row: list[GridCell], index: int) -> int:
    """The year in a row's cell, 0 where it is none or over more than one column."""
    text = row[index].text
    found = _BARE_YEAR.fullmatch(text.strip()) if "20" in text and row[index].span[1] == 1 else None
    return int(found[1]) if found else 0


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
    short, own = name.replace("人民", ""), agency.replace("人民", "")
    return kind_of(name) is not None and short not in own and own not in short
