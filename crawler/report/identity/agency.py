"""Whose report it is (报告机关) and where that agency is (行政区划), each with what it was read from.

Order of evidence: title, else signature, text, column, info box, portal. A place is the one that
the agency's name says, else the portal's, narrowed to the county that the page's column or source names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.catalogue import divisions
from crawler.catalogue.divisions import Division
from crawler.catalogue.lookup import portal_at
from crawler.catalogue.mention import mentioned
from crawler.facts import load_toml
from crawler.records import Context, Page
from crawler.report.identity.agency_text import agencies_in_text, located_by
from crawler.report.identity.title import Dated, core_of, site_of
from crawler.report.portal.breadcrumb import location_parts
from crawler.report.portal.infobox import meta_field, pick
from crawler.report.portal.labels import Labels
from crawler.report.portal.lines import fold
from crawler.report.text import names

_OFFICE = re.compile(r"政府(?:办|办公室|办公厅)$")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+gov\.cn", re.I)

#: Origins that name who published a page, not who wrote it.
_AROUND = ("location", "publisher", "source", "column", "portal", "meta:SiteName", "html:title", "host")

#: So many blocks at a page's end may be its foot.
_FOOT = 16


def near_code(page: Page, context: Context) -> str:
    """The division code that the page lies in: the portal's, else the one in the site's 标识码."""
    if context.division_code:
        return context.division_code
    code = page.meta.get("siteidcode", "")[:6]
    return code if len(code) == 6 and code.isdigit() and divisions.get(code) else ""


def find_agency(
    title: str,
    head: list[str],
    signature: str,
    opening: str,
    labels: Labels,
    page: Page,
    context: Context,
    year: int | None,
) -> tuple[str, str, Division | None]:
    """``(name, origin, division)`` of the reporting agency; the name is completed where it leaves out its place.

    ``head`` are the lines above the first paragraph, ``opening`` is the beginning of the body without white space.
    """
    near = near_code(page, context)
    home = divisions.then(near, year) if near else None
    named = _named(title, head, signature, opening, labels, page, context)
    candidates = (c for c in named if c.value and not names.stands_for_self(c.value) and not _is_publisher(c, opening))
    passed: list[Dated] = []
    best = next((c for c in candidates if _may_speak(c, opening, passed)), None) or next(iter(passed), None)
    if best is None:
        spoken = None if near or names.speaks_as_unit(opening) else mentioned(opening, year)
        return (f"{spoken.name}人民政府", "mention", spoken) if spoken is not None else ("", "", home)
    # Most titles name their agency in full: then nothing else is read for it.
    others = [] if _is_settled(best, near, year) else list(candidates)
    if best.origin == "location":  # a column is often named short: 草滩乡, with 草滩乡人民政府 as the source
        kind = names.kind_of(best.value)
        longer = (c for c in others if c.value.startswith(best.value) and names.kind_of(c.value) == kind)
        best = next(longer, best)
    division = divisions.locate(best.value, near, year)
    if names.is_partial(best.value) or divisions.locate(best.value, "", year) is None:
        # The same agency may be named in full elsewhere: 龙归镇 in the title, 武江区龙归镇人民政府 below.
        bare = names.without_level(best.value)
        for candidate in others:
            if candidate.value == best.value or names.is_partial(candidate.value):
                continue
            if not names.shortens(bare, candidate.value):
                continue
            located = divisions.locate(candidate.value, "", year)
            if located is not None and (division is None or _within(located, division)):
                return candidate.value, candidate.origin, located
    if division is None and names.is_central(best.value):
        # 国家药监局 in the title, 国家药品监督管理局 below; 中华人民共和国教育部 says no more than 教育部.
        longer = (c for c in others if names.is_central(c.value) and best.value not in c.value)
        best = next((c for c in longer if names.shortens(best.value, c.value)), best)
        # Several counties may have the name that its branch has: 国家税务总局鼓楼区税务局.
        county = _county_around(home, labels, page, year) or divisions.locate(_host(page), "", year)
        return best.value, best.origin, county if county is not None and county.name in best.value else None
    if division is not None and division.level == "prefecture" and best.value.startswith("市"):
        # 市民政局 on a prefecture's site, under 首页 > 某某市 or with that city's source: a city in the prefecture.
        county = _county_around(home, labels, page, year)
        division = county if county is not None and county.name.endswith("市") else division
    if division is not None and names.is_zone(best.value) and division.name not in best.value:
        # A zone is often called by its city (杭州钱江开发区) and is a county's whose portal it lies on.
        county = home or _county_around(division, labels, page, year) or divisions.locate(_host(page), "", year)
        division = county if county is not None and _within(county, division) else division
    if division is None:
        division = _county_around(home, labels, page, year) or home or _from_text(best.value, opening, year)
        division = division or _first_located([*others, *_published_by(labels, page)], near, year)
        if division is None and (host := divisions.locate(_host(page), "", year)) is not None:
            # A site's host says where the agency is, not how it is called.
            return names.complete(best.value, host) if names.is_partial(best.value) else best.value, best.origin, host
    return names.complete(best.value, division), best.origin, division


def _may_speak(candidate: Dated, opening: str, passed: list[Dated]) -> bool:
    """Whether a name from around the text fits the words in which the text speaks of itself; else it is ``passed``."""
    if candidate.origin not in _AROUND or names.fits(candidate.value, opening):
        return True
    passed.append(candidate)
    return False


def _is_publisher(candidate: Dated, opening: str) -> bool:
    """Whether a name from around the text is only that of whom it is published by."""
    if candidate.origin not in _AROUND:
        return False
    if names.speaks_as_unit(opening):
        return names.kind_of(candidate.value) == "government"
    # The government's office publishes its government's report.
    return names.speaks_as_government(opening) and _OFFICE.search(candidate.value) is not None


def _is_settled(best: Dated, near: str, year: int | None) -> bool:
    """Whether a name says by itself which agency it is, and where."""
    if best.origin == "location" or names.is_partial(best.value):
        return False
    return divisions.locate(best.value, "", year) is not None and divisions.locate(best.value, near, year) is not None


def _within(inner: Division, outer: Division) -> bool:
    """Whether a division lies in another or is it; for a portal above it that the page lies on."""
    return inner.code == outer.code or inner.code.startswith(outer.code.rstrip("0"))


def _named(
    title: str, head: list[str], signature: str, opening: str, labels: Labels, page: Page, context: Context
) -> Iterator[Dated]:
    """All that may name the agency, best first; "" where a place names none. Each is read when it is asked for."""
    yield Dated(names.agency_in_title(core_of(title)), "title")
    if names.is_agency(title) and title != page.title:  # a page may be titled by its site alone
        yield Dated(fold(title), "title")
    yield from (Dated(fold(line).strip("()"), "heading") for line in head if names.is_agency(line))
    yield Dated(signature, "signature")
    yield Dated(names.agency_in_title(context.anchor), "anchor")
    yield from (Dated(name, "body") for name in agencies_in_text(opening))
    yield from (Dated(name, "location") for name in _located_names(labels))
    for published in _published_by(labels, page):
        if names.is_agency(published.value) and not names.is_inner_office(published.value):
            yield published
    if names.is_agency(context.column):
        yield Dated(context.column, "column")
    sites = [Dated(page.meta.get("sitename", ""), "meta:SiteName"), Dated(site_of(page.title), "html:title")]
    # A department's or a township's own site on a government's portal says more than the portal.
    if not names.speaks_as_government(opening):
        yield from (site for site in sites if names.kind_of(site.value) not in (None, "government"))
    yield Dated(context.portal_name, "portal")
    yield from sites
    host = _host(page)
    yield Dated(host if divisions.locate(host) is not None else "", "host")  # 主办:县人民政府 names none


def _published_by(labels: Labels, page: Page) -> list[Dated]:
    """Who published a page, as its labels and meta tags say."""
    fields = ("publisher", "source")
    found = ((field, value) for field in fields for value in (pick(labels, field), meta_field(page, field)))
    return [Dated(fold(value[0]), field) for field, value in found if value]


def _located_names(labels: Labels) -> list[str]:
    """The agencies that the page's place in its site names (首页 > 部门公开 > 民政局), the nearest first."""
    names_ = [
        part.removesuffix("网站") for _, field, value in labels if field == "location" for part in location_parts(value)
    ]
    return [fold(n) for n in reversed(names_) if names.is_agency(n) and not names.is_generic_column(fold(n))]


def _from_text(name: str, opening: str, year: int | None) -> Division | None:
    """The division of an agency that does not name it, by an address or a government site in its text."""
    for inner in (name, names.township_in(name, None)):
        located = located_by(opening, inner) if inner else ""
        division = divisions.locate(located, "", year) if located else None
        if division is not None:
            return division
    for host in _HOST.findall(opening):
        portal = portal_at(f"http://{host}/")
        if portal is not None and portal.division_code:
            return divisions.at(portal.division_code, year)
    return mentioned(opening, year) if names.kind_of(name) != "government" else None


def _county_around(home: Division | None, labels: Labels, page: Page, year: int | None) -> Division | None:
    """The county that the page's columns, its source or its publisher name in full, in ``home`` where that is known.

    Who publishes a page need not be who reports, but lies where that is: 首页 > 泸县 > 太平镇, 来源:泸县融媒体中心.
    """
    if home is not None and home.level == "county":
        return None
    columns = [part for _, field, value in labels if field == "location" for part in location_parts(value)]
    sites = (page.meta.get("sitename", ""), site_of(page.title))
    for name in (*reversed(columns), *(dated.value for dated in _published_by(labels, page)), *sites):
        found = divisions.locate(name, home.code if home is not None else "", year)
        if found is not None and found.level == "county" and found.name in name:
            return found if home is None or _within(found, home) else None
    return None


def _host(page: Page) -> str:
    """The agency that the page's foot names as the host of its site (主办单位：某某县人民政府办公室), or ""."""
    pattern = re.compile(load_toml("agencies.toml")["around"]["host"])
    lines = (fold(block.text) for block in reversed(page.blocks[-_FOOT:]) if block.grid < 0)
    return next((found["a"] or found["b"] for line in lines if (found := pattern.search(line)) is not None), "")


def _first_located(candidates: list[Dated], near: str, year: int | None) -> Division | None:
    for candidate in candidates:
        division = divisions.locate(candidate.value, near, year)
        # Without a portal, a short name may be a word of something else: 太湖局 is not in 太湖县. A zone's is a city's.
        zone = division is not None and division.level == "prefecture" and names.is_zone(candidate.value)
        if division is not None and (near or zone or division.name in candidate.value):
            return division
    return None
