"""Which rows of a list are reports, and which lists are ones of reports, by what the rows say."""

from __future__ import annotations

from crawler.platforms.base import Entry, Listing
from crawler.platforms.rows import is_article, is_column
from crawler.platforms.titles import is_bare_title, is_cut, is_cut_title, is_other_title, is_report_title

#: So many of a column's rows must plainly be reports for the others to count as reports.
_MANY = 0.3


def report_entries(listing: Listing, in_column: bool) -> list[Entry]:
    """The entries that are reports: titles of reports, and in a column of reports those that say less.

    Where many rows of a column are plainly reports, its other rows are too, however they are called (the agency's
    name alone, 附件一), unless they say that they are something else.
    """
    plain = [entry for entry in listing.entries if _is_plain(entry, in_column)]
    if not in_column or not _are_many(plain, listing):
        return plain
    return [
        entry
        for entry in listing.entries
        if _is_plain(entry, in_column) or (_is_row(entry) and not is_other_title(entry.title))
    ]


def shows_reports(listing: Listing) -> bool:
    """Whether the list of a page that a column of reports led to is one of reports by its rows, or shows none and must
    be asked for.
    """
    if not listing.entries:
        return bool(listing.more)
    return _are_many([entry for entry in listing.entries if _is_plain(entry, in_column=True)], listing)


def _are_many(plain: list[Entry], listing: Listing) -> bool:
    return len(plain) >= _MANY * len(listing.entries)


def _is_plain(entry: Entry, in_column: bool) -> bool:
    title = entry.title
    if is_report_title(title) or is_cut_title(title):
        return True
    # A column's titles may be cut off before they say anything.
    return in_column and _is_row(entry) and (is_bare_title(title) or (is_cut(title) and not is_other_title(title)))


def _is_row(entry: Entry) -> bool:
    """Whether an entry is an article's: by its address, or by a date in its row."""
    return is_article(entry.url) or (bool(entry.date) and not is_column(entry.url))
