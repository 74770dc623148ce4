"""Where a page leads: which of its links become pages of the ledger, as what, and how soon. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from crawler.fetch.ledger import Visit
from crawler.fetch.outcome import SCRIPT_ONLY, Outcome, State
from crawler.fetch.target import PageKind, Target
from crawler.platforms import Fetch, Lead
from crawler.platforms.base import CHOICE
from crawler.platforms.canonical import canonical, twin_key
from crawler.platforms.naming import is_agency
from crawler.platforms.rules import SURE, naming_rules
from crawler.platforms.titles import fold, report_year_in
from crawler.platforms.unknown import DEEP, FAINT
from crawler.walk.examination import Examination

#: Priorities, best first. What is known to be a report waits for nothing but the lists that name others;
#: columns follow by how promising they are; pages of lists that name no report come last.
HOME, ENTRY, LIST, REPORT, COLUMN, MORE = 100.0, 90.0, 70.0, 60.0, 20.0, 5.0
#: Sitemaps are asked for when all else has ended, then before what they lead to.
SITEMAP = 80.0
#: The portal's own search comes after them; each further page of its results so much after the one before.
SEARCH, _SEARCH_STEP = 75.0, 0.01

#: What stands below a page that a link led to which is not understood; the links themselves come after it.
UNKNOWN = 0.95

#: A link to another portal is followed only when it is so sure to be a column of reports.
_FOREIGN_COLUMN = 0.4

#: What ends like this is another county's directory, no unit of this one's.
_PLACE = re.compile(r"(?:[州盟县旗市]|(?<![园景发新社])区)$")

#: The number of a place or an organ in an address; a year is no such number.
_UNIT = re.compile(r"(?<![\w-])(?!(?:19|20)\d\d(?!\d))[\w-]*\d{4}[\w-]*")

_LONGEST_REASON = 200  # characters of why a page that was taken for a report is none

#: Whose an address is: the portal's own, in a folder of the site above it that its own pages led to, elsewhere there,
#: another portal's of the catalogue.
Owner = Literal["own", "entered", "above", "other"]


def follow(
    target: Target, examined: Examination, owner_of: Callable[[str], Owner], names: Sequence[str] = ()
) -> Iterator[Target]:
    """The pages that ``target``'s page leads to.

    Of another portal's site (``owner_of``) only reports and columns of reports are taken, not the whole site. On
    the site of its prefecture a county may have a directory of its own: that is gone through, and nothing beside it.
    ``names`` are the portal's: by them such a directory says whose it is.
    """
    page = examined.reading.page
    dates = {} if examined.listing is None else {entry.url: entry.date for entry in examined.listing.entries}
    column = page.meta.get("columnname") or target.anchor or target.column
    # An article is no place to look for columns from: its links are the site's navigation, seen before.
    in_column = lists_reports(target, examined)
    article = target.kind == "report" and not in_column
    report = examined.reading.report
    guest = owner_of(target.url) != "own"
    told = guest and any(_is_of_same_place(target.url, lead.url) for lead in examined.leads)
    says = f"{page.title} {page.meta.get('columnname', '')} {target.anchor}" if guest and not told else ""
    own_files = {file.url for file in examined.files} if report is not None else set()
    for lead in examined.leads:
        if report is not None and lead.url in own_files and report_year_in(lead.text) in (None, report.year):
            continue  # read with its page; only another year's report is one for itself
        if article and lead.kind not in ("report", "frame"):
            continue
        if lead.kind == "report" or (report is not None and _is_same_of_other_year(lead, page.url)):
            yield _child(
                target,
                Fetch(lead.url),
                kind="report",
                priority=REPORT + lead.score,
                depth=target.depth + 1,
                anchor=lead.text,
                listed_on=dates.get(lead.url, ""),
                column=column,
            )
        elif lead.kind == "unknown":
            if owner_of(lead.url) == "own":
                yield _unknown(target, lead, (column or lead.text) if in_column else "")
        elif _is_ours(target, lead, owner_of) or (says and _is_of_guest(target.anchor, lead, says, names)):
            # The departments of a column of reports lie in it, however many directories there are between.
            within = (column or lead.text) if in_column else target.column if lead.kind == "directory" else ""
            below = in_column or bool(target.column)
            yield _column(target, lead, within, is_list=below and _is_column_again(lead, page.url))
    for url in examined.sitemaps:
        if owner_of(url) == "own":
            yield _child(target, Fetch(url), kind="other", priority=SITEMAP, depth=target.depth + 1)
    for fetch in examined.searches:
        if owner_of(fetch.url) == "own":
            yield _child(target, fetch, kind="other", priority=SEARCH, depth=target.depth + 1)
    if target.kind == "other" and is_search(target.priority):
        # Further pages of results, those of all wordings alike, as long as they show reports.
        if examined.listing is not None and any(lead.kind == "report" for lead in examined.leads):
            for fetch in examined.listing.more:
                yield _child(target, fetch, kind="other", priority=target.priority - _SEARCH_STEP, depth=target.depth)
    elif examined.listing is not None and not article:
        parts = set() if examined.reading.parts is None else set(map(twin_key, examined.reading.parts.urls))
        more = [fetch for fetch in examined.listing.more if twin_key(fetch.url) not in parts]
        yield from _more_pages(target, more, _is_worth_walking(target, examined))


def _is_same_of_other_year(lead: Lead, url: str) -> bool:
    """Whether a link of a report's page leads to the same agency's report of another year: the year alone differs."""
    return urlsplit(lead.url).path == urlsplit(url).path and lead.text.strip().rstrip("年度").isdecimal()


def _is_ours(target: Target, lead: Lead, owner_of: Callable[[str], Owner]) -> bool:
    """Whether a column or directory is the portal's to go through."""
    owner = owner_of(lead.url)
    if owner == "own":
        return True
    if owner_of(target.url) != "own":  # we are guests there: only what lies in the same folder, or is of the same unit
        below = lead.url.startswith(target.url.rpartition("/")[0] + "/") and len(urlsplit(target.url).path) > 1
        within = owner == "entered" == owner_of(target.url)
        return within or below or is_of_same_unit(target.url, lead.url)
    return lead.score >= _FOREIGN_COLUMN or (owner in ("above", "entered") and len(urlsplit(lead.url).path) > 1)


def _is_of_guest(anchor: str, lead: Lead, says: str, names: Sequence[str]) -> bool:
    """Whether a link of a shared platform whose addresses say nothing is the county's: a unit that the county's own
    page names, or the column of reports of such a unit. ``says`` is what the page calls itself.
    """
    own = any(name in says for name in names)
    if lead.kind != "directory":
        return lead.score >= SURE and (own or is_agency(fold(anchor)))
    text = fold(lead.text)
    return own and (_PLACE.search(text) is None or text.startswith(tuple(names)))


def _is_of_same_place(entry: str, url: str) -> bool:
    """Whether the addresses of a shared platform say that a page is of the same county as ``entry``: by its number, or
    by a folder below that of ``entry``, which is an index.
    """
    if is_of_same_unit(entry, url):
        return True
    here, there = urlsplit(entry), urlsplit(url)
    folder, _, name = here.path.rpartition("/")
    below = folder and name.partition(".")[0] in ("", "index") and there.path.startswith(folder + "/")
    return bool(below) and here.netloc == there.netloc and "/" in there.path[len(folder) + 1 :]


def is_of_same_unit(entry: str, url: str) -> bool:
    """Whether an address carries the number by which ``entry``, on the same host, names a place or an organ: a shared
    platform's ``/area/622922`` and ``/unit/622922015``.
    """
    here, there = urlsplit(entry), urlsplit(url)
    numbers = _UNIT.findall(f"{here.path}?{here.query}")
    return here.netloc == there.netloc and any(
        number.startswith(known) for known in numbers for number in _UNIT.findall(f"{there.path}?{there.query}")
    )


def lists_reports(target: Target, examined: Examination) -> bool:
    """Whether the page is a column of reports (年报栏目), by its own word or because it belongs to one."""
    column = examined.column or (examined.listing is not None and examined.listing.column)
    return target.kind == "list" or column


def _is_worth_walking(target: Target, examined: Examination) -> bool:
    """Whether all pages of the list are to be had: it lists reports, and if it shows rows, some of them are reports.

    A menu's 年报 may lead to the list of everything that was ever disclosed.
    """
    assert examined.listing is not None
    shows = bool(examined.listing.entries) and not any(lead.kind == "report" for lead in examined.leads)
    return lists_reports(target, examined) and not shows


def described(target: Target, visit: Visit, examined: Examination) -> Visit:
    """The visit with what reading says of the page: an error page in disguise, one without a word, a file, a column of
    reports, a further page of a report (分页), which belongs to the first one as files do.
    """
    reading = examined.reading
    if reading.parts is not None and reading.parts.number > 1:
        return part_of(reading.parts.first, visit)
    if reading.kind in _DISGUISES:
        return msgspec.structs.replace(visit, outcome=Outcome(*_DISGUISES[reading.kind], reading.why))
    if target.kind == "home" and reading.kind == "shell" and not examined.leads:
        return msgspec.structs.replace(visit, outcome=Outcome("done", SCRIPT_ONLY, reading.why))
    if reading.report is None and reading.page.format not in _PAGES:
        unread = next((finding.message for finding in reading.page.findings if finding.rule == "unread_format"), "")
        # A file that was read and is no report is done; one in the place of a portal's page is of no use.
        if unread or target.kind != "report":
            detail = f"{reading.page.format} {unread}".strip()
            return msgspec.structs.replace(visit, outcome=Outcome("skipped", "unsupported", detail))
    listed = lists_reports(target, examined)
    if target.kind == "report" and reading.kind != "report" and not listed and visit.outcome.outcome == "ok":
        outcome = Outcome("done", "not_a_report", f"{reading.kind}: {reading.why}"[:_LONGEST_REASON])
        visit = msgspec.structs.replace(visit, outcome=outcome)
    article = target.kind == "report" and reading.kind == "report"
    if target.kind in ("home", "list") or article or not listed:
        return visit
    return msgspec.structs.replace(visit, kind="list")


def part_of(first: str, visit: Visit) -> Visit:
    """The visit of a further page of the report at ``first``: it is fetched with that, and no report itself."""
    return msgspec.structs.replace(visit, outcome=Outcome("skipped", "part", first), kind="attachment")


#: What the reading may say of a page that came with status 200: the ledger's state and outcome for it.
_DISGUISES: dict[str, tuple[State, str]] = {"soft_404": ("gone", "soft_404"), "challenge": ("blocked", "challenge")}

#: Formats of pages; everything else is a file.
_PAGES = frozenset({"html", "text", "data"})


def _is_column_again(lead: Lead, url: str) -> bool:
    """Whether a link of a column of reports leads to such a column for certain: a year of it, or the same page asked
    for another unit or year. To find those needs no part of the budget for discovery.
    """
    same = "?" in lead.url and urlsplit(lead.url).path == urlsplit(url).path
    return lead.kind == "column" and lead.score >= SURE and (same or lead.why == naming_rules().year_why)


def _column(target: Target, lead: Lead, within: str, *, is_list: bool) -> Target:
    """A column or directory; ``within`` is the name of the column of reports that led to it, or ""."""
    # A frame is a part of the page it stands in; it is no further away.
    depth = target.depth + (lead.kind != "frame")
    kind: PageKind = "list" if is_list or (lead.kind == "frame" and target.kind == "list") else "column"
    anchor = lead.text or target.anchor
    priority = COLUMN + 30 * lead.score
    if target.unknown and lead.score < SURE:
        kind, priority = "column", UNKNOWN  # what is not understood may list anything
    return _child(target, Fetch(lead.url), kind=kind, priority=priority, depth=depth, anchor=anchor, column=within)


def _unknown(target: Target, lead: Lead, within: str) -> Target:
    """Where a link leads that is not understood, ``within`` as above; below such a page it is worth less, and yet never
    as little as what is known to lead elsewhere.
    """
    priority = lead.score * (target.priority if target.unknown else 1)
    priority = max(priority, DEEP) if lead.score > FAINT else priority
    depth = target.depth + 1
    return _child(
        target, Fetch(lead.url), kind="column", priority=priority, depth=depth, anchor=lead.text, column=within
    )


def is_search(priority: float) -> bool:
    """Whether a page of kind ``other`` is one of the results of the portal's own search, by its priority."""
    return SEARCH - 1 < priority <= SEARCH


def turns_page(target: Target) -> bool:
    """Whether a page is a further page of a list (翻页)."""
    return CHOICE not in target.headers and is_of_list(target)


def is_of_list(target: Target) -> bool:
    """Whether a list asks for a page itself, as a further one or for a choice (a unit, a year); by its priority."""
    return any(band - 1 < target.priority <= band for band in (LIST, MORE)) and target.kind in ("list", "column")


def _more_pages(target: Target, more: list[Fetch], is_column: bool) -> Iterator[Target]:
    """Further pages of a list. Only those of a column of reports may go beyond the discovery budget."""
    for number, fetch in enumerate(more):
        yield _child(
            target,
            fetch,
            kind="list" if is_column else "column",
            priority=(LIST if is_column else MORE) - number / 1000,
            depth=target.depth + (0 if is_column else 1),
            anchor=target.anchor if is_column else fetch.headers.get(CHOICE) or target.anchor,
            column=target.column,
        )


def _child(
    target: Target,
    fetch: Fetch,
    *,
    kind: PageKind,
    priority: float,
    depth: int,
    anchor: str = "",
    listed_on: str = "",
    column: str = "",
) -> Target:
    return Target(
        url=canonical(fetch.url) or fetch.url,
        portal_id=target.portal_id,
        kind=kind,
        method=fetch.method,
        body=fetch.body,
        headers=fetch.headers,
        priority=round(priority, 3),
        depth=depth,
        anchor=anchor,
        listed_on=listed_on,
        column=column,
        parent=target.key,
    )
