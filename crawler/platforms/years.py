"""Tabs of years in a column of annual reports: which of them can show nothing that is not shown already."""

from __future__ import annotations

from crawler.platforms.base import Lead, Listing
from crawler.platforms.entries import report_entries
from crawler.platforms.naming import TRIM
from crawler.platforms.rules import naming_rules
from crawler.platforms.titles import fold, report_year_in

#: A list with one report for each of so many years is one agency's.
_YEARS_OF_ONE = 3


def without_shown_years(leads: list[Lead], listing: Listing | None, led_by: str) -> list[Lead]:
    """``leads`` without the tabs of years that show nothing new.

    The page of a year (``led_by`` is the text of the link to it) has the tabs of the page that led to it. A list that
    is one agency's shows one report for each year: the tabs of these years, by the report or by the next year, in
    which it was published, show the same again.
    """
    rules = naming_rules()
    again = rules.year_text.match(TRIM.sub("", fold(led_by))) is not None
    shown = set() if listing is None else _years_of_one(listing)
    if not again and not shown:
        return leads

    def is_new(lead: Lead) -> bool:
        year = None if lead.why != rules.year_why else report_year_in(lead.text)
        return year is None or not (again or {year, year - 1} <= shown)

    return [lead for lead in leads if is_new(lead)]


def _years_of_one(listing: Listing) -> set[int]:
    """The years of which a list that is one agency's shows the report; none where it is that of several."""
    years = [report_year_in(entry.title) for entry in report_entries(listing, in_column=True)]
    known = {year for year in years if year is not None}
    return known if _YEARS_OF_ONE <= len(known) == len(years) else set()
