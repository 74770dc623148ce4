"""Lists with a page for each year (``?area=12&fbtime=2016``, ``/czj/2016n/``): where they begin is learnt from what
they show.

Menus of such lists offer every year since 2008, of every unit alike. So one page of a list is asked for after the
other, the newest year first. Where it has shown reports and then nothing for several years in a row, or nothing in all
years that were tried, what is left is put off for a week: after a leap over some years, since a portal that moved may
have lost those in the middle.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.fetch.frontier import Frontier
from crawler.fetch.target import Key, Target
from crawler.platforms.asking import names
from crawler.platforms.base import CHOICE
from crawler.platforms.rules import naming_rules
from crawler.platforms.titles import fold, report_year_in
from crawler.walk.examination import Examination

#: So many years in a row without a report end a list that had some: one or two are missing now and then. A list that
#: has shown nothing in so many years is tried in steps of as many.
_BARREN = 3
#: So many leaps over years may lead to nothing in a row, of a portal's lists together.
_LEAPS = 2
_YEAR = re.compile(r"(?:19|20)\d\d")
#: A list by what all its pages have in common.
List = tuple[str, Key]


class YearPages:
    """Which years of the lists of one run's portals showed reports, and the pages that wait for that."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._shown: dict[List, dict[int, bool]] = {}
        self._waiting: dict[List, dict[int, Target]] = {}
        self._asked: dict[List, Key] = {}
        #: Which years of lists were leapt to, and how many leaps in a row led a portal to nothing.
        self._leapt: set[tuple[List, int]] = set()
        self._in_vain: Counter[str] = Counter()

    def keeps_back(self, target: Target) -> bool:
        """Whether a page that was just found waits for what a newer one of its list shows."""
        page = _page_of(target)
        if page is None:
            return False
        of_list, year = page
        if self._asked.setdefault(of_list, target.key) == target.key:
            return False
        self._waiting.setdefault(of_list, {})[year] = target
        return True

    def is_beyond(self, target: Target) -> bool:
        """Whether what its list showed already says that a page is not worth asking for."""
        page = _page_of(target)
        if page is None or page[0] in self._asked or page[0] not in self._shown:
            return False
        return next_year(self._shown[page[0]], [page[1]]) is None

    def note(self, target: Target, examination: Examination | None) -> list[Target]:
        """Takes notice of what a page showed (None: it could not be had) and queues the next one of its list.

        When none is worth asking for: the pages that waited, to be put off.
        """
        page = _page_of(target)
        if page is None or self._asked.get(page[0]) != target.key:
            return []
        of_list, year = page
        shown, waiting = self._shown.setdefault(of_list, {}), self._waiting.get(of_list, {})
        if examination is not None:
            shown[year] = _shows_reports(target, examination)
        if (of_list, year) in self._leapt:
            self._in_vain[target.portal_id] = 0 if shown.get(year) else self._in_vain[target.portal_id] + 1
        following = next_year(shown, list(waiting))
        if following is None and self._in_vain[target.portal_id] < _LEAPS:
            following = year_beyond_gap(shown, list(waiting))
            self._leapt |= set() if following is None else {(of_list, following)}
        if following is None:
            del self._asked[of_list]
            return list(self._waiting.pop(of_list, {}).values())
        queued = waiting.pop(following)
        self._asked[of_list] = queued.key
        self._frontier.push(queued)
        return []


def next_year(shown: dict[int, bool], waiting: list[int]) -> int | None:
    """The year to ask for next by what those showed that were asked for; None where none is worth it."""
    years = sorted(waiting, reverse=True)
    if not any(shown.values()):
        step = _BARREN if len(shown) >= _BARREN else 0
        return next((year for year in years if not shown or year <= min(shown) - step), None)

    newest = max(year for year, shows in shown.items() if shows)

    def is_beyond(year: int) -> bool:
        newer = [shown[other] for other in sorted(shown) if other > year][:_BARREN]
        older = [shown[other] for other in sorted(shown, reverse=True) if other < year][:_BARREN]
        ended = len(newer) == _BARREN and not any(newer) and not any(older)
        return ended or (year > newest and not any(newer) and not older[0])

    return next((year for year in years if not is_beyond(year)), None)


def year_beyond_gap(shown: dict[int, bool], waiting: list[int]) -> int | None:
    """The newest year so far below those that ended a list that showed reports; None where none waits there."""
    if not any(shown.values()):
        return None
    return max((year for year in waiting if year <= min(shown) - _BARREN), default=None)


def _shows_reports(target: Target, examination: Examination) -> bool:
    """Whether a page is a report or leads to one: the same page asked for another unit is no report. Of a folder that
    is a year's, what lies below it or in its frame may be its list.
    """
    path = urlsplit(target.url).path
    if examination.reading.report is not None:
        return True
    if _folder_of_year(target) is not None:
        listing, folder = examination.listing, path.rpartition("/")[0] + "/"
        if listing is not None and listing.more:
            return True
        return any(
            lead.kind in ("report", "frame") or urlsplit(lead.url).path.startswith(folder) for lead in examination.leads
        )
    return any(lead.kind == "report" and urlsplit(lead.url).path != path for lead in examination.leads)


def _page_of(target: Target) -> tuple[List, int] | None:
    """The list and the year of a page that is one of a year's, by its query, its form or its folder; else None."""
    if not _YEAR.search(target.body or target.url):
        return None
    if (found := _folder_of_year(target)) is not None:
        rest, year = found
        return (target.portal_id, (rest, target.method, target.body)), year
    parts = urlsplit(target.url)
    asked = [*parse_qsl(parts.query, keep_blank_values=True), *parse_qsl(target.body, keep_blank_values=True)]
    of_link = report_year_in(target.headers.get(CHOICE, "") or target.anchor)
    years = {
        int(value)
        for name, value in asked
        if _YEAR.fullmatch(value) and (name.lower() in names("year") or (int(value) == of_link))
    }
    if len(years) != 1:
        return None
    (year,) = years
    rest = urlencode([(name, value) for name, value in asked if value != str(year)])
    return (target.portal_id, (parts.netloc + parts.path, target.method, rest)), year


def _folder_of_year(target: Target) -> tuple[str, int] | None:
    """The address without the year, and the year, of a page that a tab of a year (2016年) leads to, where just one
    folder is that year's; else None.
    """
    rules, folded = naming_rules(), fold(target.anchor)
    told = rules.year_text.match(folded)
    if target.kind == "report" or told is None or len(_YEAR.findall(folded)) > 1 or folded.endswith("前"):
        return None  # an article; 2008-2012年 and 2012年及以前 are several years
    parts = target.url.split("/")
    years = [at for at, part in enumerate(parts) if (slug := rules.year_slug.match(part)) and slug[1] == told[1]]
    if len(years) != 1:
        return None
    return "/".join([*parts[: years[0]], "", *parts[years[0] + 1 :]]), int(told[1])
