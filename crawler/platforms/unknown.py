"""Links that no rule of names understands, and that may lead to reports all the same: a portal's menu may call the
directory of its townships what no other portal does.

They are the last that is asked of a portal, best first, and no more of them than pay
(:mod:`crawler.walk.explorer`); those that are never asked stay in the ledger, where a person sees them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from crawler.catalogue.sites import site_of
from crawler.facts import load_toml, patterns
from crawler.platforms.base import Lead, Listing
from crawler.platforms.canonical import MEMORY, canonical, is_media, twin_key
from crawler.platforms.matrix import link_runs
from crawler.platforms.naming import TRIM, is_agency, is_excluded_address, says_other
from crawler.platforms.rows import date_in_url, is_article, is_next
from crawler.platforms.rules import SURE
from crawler.platforms.titles import fold, is_other_title
from crawler.records import Link, Page

#: So many links of a page are looked at, and so many of them taken. Texts of so many signs are looked at, and the name
#: of a column has so many.
_LOOKED_AT, _MOST, _SHORTEST, _LONGEST, _NAME = 3_000, 40, 2, 24, 10
#: So many units, and no fewer than of others, make a list one of units; so many directories have others between them.
_UNITS, _AROUND = 3, 2
#: What a link is worth whose words say nothing, one that stands among units, a row of a column of reports; from which
#: worth on a number alone may be the address of a column.
_SILENT, _UNIT, _ROW, _PLAIN = 0.2, 0.7, 0.5, 0.7
#: What is worth no more is tried only at portals without any report; what lies deep is worth little more.
FAINT, DEEP = 0.1, 0.11

_pattern = patterns("columns.toml", "unknown")


@cache
def _hints() -> list[tuple[float, re.Pattern[str]]]:
    """What a link's words are worth, best first."""
    hints = load_toml("columns.toml")["unknown"]["hint"]
    return [(hint["score"], re.compile("|".join(hint["words"]))) for hint in hints]


def unknown_leads(page: Page, known: Collection[Lead], listing: Listing | None, *, column: bool) -> list[Lead]:
    """The links of ``page`` that are not ``known`` leads and may be some, best first; scores are below 1.

    What stands among units, and hints of words, count anywhere. Links that say nothing are taken where the page is a
    ``column`` of reports or shows units, and so are rows of its list that speak of disclosure and are not called as
    reports are.
    """
    rows = [] if listing is None else listing.entries
    seen = {twin_key(lead.url) for lead in known} | {twin_key(page.url)}
    dated = {twin_key(row.url) for row in rows if row.date}
    shows = column or any(lead.kind == "directory" for lead in known)
    best: dict[str, Lead] = {}
    for link, score in (
        *((link, _UNIT) for link in _among_units(page, known)),
        *((link, _worth(link.text)) for link in page.links[:_LOOKED_AT]),
    ):
        if not score or (score == _SILENT and not shows):
            continue
        url = canonical(link.url, page.url)
        key = twin_key(url)
        if not url or key in seen or key in dated or key in best or not _is_way(url, score, page):
            continue
        best[key] = Lead(url, "unknown", score, link.text.strip(), "不明链接")
    for row in rows if column else ():
        key = twin_key(row.url)
        if key not in seen and key not in best and _may_be_report(row.title):
            best[key] = Lead(row.url, "unknown", _ROW, row.title, "不明条目")
    return sorted(best.values(), key=lambda lead: -lead.score)[:_MOST]


def _among_units(page: Page, known: Collection[Lead]) -> Iterator[Link]:
    """What stands in one list with units, or with columns of reports, whatever it is called: words that lead elsewhere
    may be a unit's there. Between two directories of units stands a third (县直部门, 挂牌机构, 乡镇).
    """
    directories = {lead.url for lead in known if lead.kind == "directory"}
    units = directories | {lead.url for lead in known if lead.kind == "column" and lead.score >= SURE}
    if len(directories) < _AROUND and len(units) < _UNITS:
        return
    for run in link_runs(page):
        urls = [canonical(link.url, page.url) for link in run]
        among = [url in units for url in urls]
        least = _UNITS
        if sum(among) < max(least, len(run) / 2):
            ends = [at for at, url in enumerate(urls) if url in directories] or [0]
            run, among, least = run[ends[0] : ends[-1]], among[ends[0] : ends[-1]], 1
        if sum(among) >= max(least, len(run) / 2):
            yield from (link for link, is_unit in zip(run, among, strict=True) if not is_unit)


def _is_way(url: str, score: float, page: Page) -> bool:
    """Whether the address may be that of a column or a directory of the page's own site."""
    if site_of(url) != site_of(page.url) or is_media(url) or is_excluded_address(url):
        return False
    return not is_article(url) or (score >= _PLAIN and not date_in_url(url))


@lru_cache(maxsize=MEMORY)
def _worth(text: str) -> float:
    """How likely a link of this text leads to reports, 0: not at all. What is known to lead elsewhere and yet speaks of
    disclosure (公开指引) is worth a try where a portal has shown nothing else.
    """
    if len(text) > 2 * _LONGEST or is_next(text):
        return 0.0
    folded = TRIM.sub("", fold(text))
    if not _SHORTEST <= len(folded) <= _LONGEST or says_other(folded):
        return 0.0
    worth = next((score for score, words in _hints() if words.search(folded)), 0.0)
    if _pattern("elsewhere").search(folded) and not is_agency(folded):  # 人事 is in 退役军人事务局
        return FAINT if worth > FAINT else 0.0
    return worth or (_SILENT if len(folded) <= _NAME else 0.0)  # a longer text that says nothing is a title


def _may_be_report(title: str) -> bool:
    return _pattern("rows").search(fold(title)) is not None and not is_other_title(title)
