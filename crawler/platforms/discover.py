"""Which links of a page may lead to annual reports, best first: a portal's tree in as few requests as possible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit

import msgspec

from crawler.catalogue.sites import REGISTRY, site_of
from crawler.platforms.base import Lead, Listing
from crawler.platforms.canonical import canonical, is_archive, is_media, twin_key
from crawler.platforms.columns import is_report_column, is_within_disclosure, names_report_column, own_slugs
from crawler.platforms.entries import report_entries
from crawler.platforms.frames import entrance, frames
from crawler.platforms.matrix import headed_links, listed_units, more_links, repeated_links, silent_links, table_links
from crawler.platforms.naming import (
    COLUMN_TEXT,
    TRIM,
    is_agency,
    is_excluded_address,
    names_directory,
    says_other,
)
from crawler.platforms.place import Place, is_below, is_home_of_other_host, lies_in, own_folder, stems_of
from crawler.platforms.rows import date_in_url, is_article, is_column, is_next
from crawler.platforms.rules import DISCLOSURE, SURE, naming_rules
from crawler.platforms.scripted import menu_links
from crawler.platforms.titles import (
    fold,
    is_bare_title,
    is_collection,
    is_cut_title,
    is_other_title,
    is_report_title,
    report_year_in,
)
from crawler.platforms.years import without_shown_years
from crawler.records import Page

#: Longer texts name no report.
_TITLE_TEXT = 120
#: Scores of what is read from more than a link's words.
_ENTRY, _BARE_ENTRY, _REPORT_COLUMN, _BEST_COLUMN, _BELOW = 1.0, 0.9, 0.95, 0.99, 0.85
#: A department's own site, linked from a page that is no directory.
_OWN_SITE = 0.25
#: What stands in one list with departments.
_UNIT = 0.35
#: A column of reports by its name whose address may be an article's: where nothing else is called so.
_NUMBER = 0.79
#: From this score on a link's own words name a column of reports and nothing else.
_NAMED = 0.9
#: What the column of reports of a unit is called, where only the unit is named.
_COLUMN = "政府信息公开年报"
#: Pages that list units and what they are there for.
_FUNCTIONS = re.compile("机构(?:设置|职能|概况|信息|简介)|领导|职责")
_YEAR = re.compile(r"20[0-4]\d")
#: What a link from outside the page's site is worth, and an undecided kind of page.
_OFF_SITE = 0.5


def find_leads(
    page: Page,
    portal_names: Sequence[str],
    *,
    listing: Listing | None = None,
    in_column: bool | None = None,
    led_by: str = "",
    within: bool = False,
) -> list[Lead]:
    """The links of ``page`` worth following, best first, each page once.

    ``portal_names`` are the names of the page's portal (定西市, 定西市人民政府), which link texts may start with.
    With ``listing`` (what :func:`read_listing` gave) its entries count too: titles of reports anywhere, titles
    that say less (``2023年度``) where the page is a column of reports. ``in_column`` overrides the page's own
    word on that, for answers of a list interface that carry no tags. ``led_by`` is the text of the link that led to
    the page: a directory of departments (部门信息公开) need not say that it is one, nor, where it is ``within`` the
    disclosure tree, that it is.
    """
    column = (is_report_column(page) or (listing is not None and listing.column)) if in_column is None else in_column
    directory = names_directory(led_by) or names_directory(page.meta.get("columnname", ""))
    place = Place(
        url=page.url,
        site=site_of(page.url),
        column=column,
        within=column or directory or within or is_within_disclosure(page, led_by),
        names=stems_of(portal_names),
        name=re.split(r"[_\-—|>\s]", page.title)[0] if column else "",
        folder=own_folder(page.url) if column else "",
        functions=_FUNCTIONS.search(f"{page.title} {led_by}") is not None,
        directory=directory,
    )
    best: dict[str, Lead] = {}
    for lead in _all_leads(page, place, listing):
        key = twin_key(lead.url)
        known = best.get(key)
        if known is None or (known.kind != "report" and lead.score > known.score):
            best[key] = lead
    best.pop(twin_key(page.url), None)
    _as_units_of_column(best, page.url if column else "")
    if not best and not column:
        return [lead for lead in entrance(page, place) if not is_excluded_address(lead.url)]
    leads = _worthwhile(list(best.values()), place)
    if column:
        leads = without_shown_years(leads, listing, led_by)
    return sorted(leads, key=lambda lead: -lead.score)


def _as_units_of_column(leads: dict[str, Lead], here: str) -> None:
    """A unit whose address differs from a column of reports in one value of the query is that column of that unit:
    ``/list?category=12&unit=3`` beside 年报, ``/list?category=12&unit=0``. ``here`` is the page, where it is one.
    """
    named = [lead for lead in leads.values() if lead.kind == "column" and lead.score >= _NAMED and "?" in lead.url]
    columns = {_shape(lead.url): (lead.url, lead.text) for lead in reversed(named)}
    if "?" in here:
        columns[_shape(here)] = here, _COLUMN
    if not columns:
        return
    for key, lead in leads.items():
        if lead.kind == "directory" and (found := columns.get(_shape(lead.url))) is not None:
            pairs = zip(parse_qsl(lead.url.partition("?")[2]), parse_qsl(found[0].partition("?")[2]), strict=False)
            if sum(one != other for one, other in pairs) == 1:
                leads[key] = Lead(lead.url, "column", _BELOW, f"{lead.text}{_COLUMN}", "年报栏目的单位")


def _shape(url: str) -> tuple[str, tuple[str, ...]]:
    """An address without the values of its query."""
    path, _, query = url.partition("?")
    return path, tuple(name for name, _ in parse_qsl(query, keep_blank_values=True))


def _worthwhile(leads: list[Lead], place: Place) -> list[Lead]:
    """Without the neighbours of a menu's 年报 (指南, 制度, 法定主动公开内容): it is itself the way to the reports."""
    if not place.column and not any(lead.kind == "column" and lead.score >= _NAMED for lead in leads):
        return leads
    return [
        lead
        for lead in leads
        if lead.kind != "column"
        or (lead.score >= DISCLOSURE and lead.score != _NUMBER)
        or lead.why.endswith("另一网站")
    ]


def _all_leads(page: Page, place: Place, listing: Listing | None) -> Iterator[Lead]:
    if listing is not None:
        for entry in report_entries(listing, place.column):
            full = is_report_title(entry.title)
            yield Lead(
                entry.url,
                "report",
                _ENTRY if full else _BARE_ENTRY,
                entry.title,
                "列表中的年报" if full else "年报栏目的条目",
            )
    for link in (*page.links, *menu_links(page)):
        text = link.text.strip()
        url = canonical(link.url, place.url)
        if not url or (lead := _lead(url, text, place)) is None:
            continue
        yield lead
    for link, reports in more_links(page):
        if not (url := canonical(link.url, place.url)) or is_excluded_address(url):
            continue
        if reports and not is_article(url) and site_of(url) == place.site:
            yield Lead(url, "column", _BELOW, link.text, "年报后的“更多”")
        elif (lead := _lead(url, link.text, place)) is not None:
            yield lead
    if listing is not None and page.format == "data":
        # An interface that names columns: its rows are its links.
        yield from (lead for entry in listing.entries if (lead := _lead(entry.url, entry.title, place)) is not None)
    if not place.column:
        for link in headed_links(page):
            if url := canonical(link.url, place.url):
                yield Lead(url, "column" if is_column(url) else "report", _BELOW, link.text, "年报标题下的年份")
    if place.within:
        for link in listed_units(page, lambda text: is_agency(fold(text)), directory=place.directory):
            url = canonical(link.url, place.url)
            if url and not is_article(url) and not says_other(TRIM.sub("", fold(link.text))):
                yield Lead(url, "directory", _UNIT, link.text, "与部门并列")
    if place.column:
        for link in (*table_links(page), *repeated_links(page, lambda text: is_agency(fold(text)))):
            if url := canonical(link.url, place.url):
                yield Lead(url, "report", _BARE_ENTRY, link.text, "年报表格的单元格")
    for link in silent_links(page, column=place.column):
        if (url := canonical(link.url, place.url)) and not is_column(url) and site_of(url) == place.site:
            yield Lead(url, "report", _BARE_ENTRY, link.text, "年报一行的链接")
    yield from (
        lead
        for lead in frames(page, place)
        if not is_excluded_address(lead.url) or (place.column and _is_search(lead.url))
    )


def _lead(url: str, text: str, place: Place) -> Lead | None:
    """What one link is worth, or None."""
    if len(text) > _TITLE_TEXT or (is_excluded_address(url) and not (_is_search(url) and names_report_column(text))):
        return None
    if is_media(url) and not (is_archive(url) and is_report_title(text)):
        return None
    if is_report_title(text):
        return _report(url, text, place)
    if place.column and is_collection(text):
        return Lead(url, "column", _BELOW, text, "年报汇总")
    if len(text) > 2 * COLUMN_TEXT:
        return None
    folded = TRIM.sub("", fold(text))
    if place.folder and is_below(url, place.folder) and not is_next(text):
        named = _column(url, folded, place)
        if named is None or named.score < DISCLOSURE:
            return Lead(url, "column", _BELOW, place.name, "年报栏目的下级栏目")
        return named
    year = place.column and _YEAR.fullmatch(folded) is not None  # a tab of a year, no page of that number
    if len(folded) > COLUMN_TEXT or (not year and says_other(folded)):
        return None
    if is_article(url):
        # In a column of reports an article may be called by its agency alone (财政局).
        says = is_bare_title(text) or is_cut_title(text) or is_agency(folded) or lies_in(url, place.folder)
        if place.column and says and not is_other_title(text):
            return Lead(url, "report", _BARE_ENTRY, text, "年报栏目的条目")
        if date_in_url(url) or not _names_way(folded, place):
            return None  # an article; a number alone may be a unit or a column (/organ/620421015.html)
        if names_report_column(folded):
            return Lead(url, "column", _NUMBER, text, "年报栏目，只有数字的地址")
    lead = _column(url, folded, place)
    if lead is None and is_home_of_other_host(url, place.url) and is_agency(folded):
        lead = Lead(url, "directory", _OWN_SITE, text, "部门或乡镇的网站")
    if lead is None or site_of(url) == place.site:
        return lead
    return _off_site(lead)


def _names_way(folded: str, place: Place) -> bool:
    """Whether a text names a column of reports, or a unit on a page that shows the disclosures of units."""
    return names_report_column(folded) or (place.within and not place.functions and is_agency(folded))


def _is_search(url: str) -> bool:
    """Whether the address is a search with its words in it: some lists are (``/was5/web/search?channelid=12``)."""
    parts = urlsplit(url)
    return bool(parts.query) and parts.path.endswith("/search")


def _report(url: str, text: str, place: Place) -> Lead | None:
    """A link named like a report: the report, or a column of that name and year when it leads to a folder."""
    if site_of(url) != place.site:
        return Lead(url, "report", _OFF_SITE, text, "年报标题，另一网站")
    if is_column(url):
        return Lead(url, "column", _REPORT_COLUMN, text, "年报标题，栏目地址")
    return Lead(url, "report", _ENTRY, text, "年报标题")


def _column(url: str, text: str, place: Place) -> Lead | None:
    """A link to a column or directory, by its text and the parts of its address together."""
    rules = naming_rules()
    short = place.names.sub("", text) if place.names is not None else text
    short = re.sub(r"^(?:人民)?政府(?=.)|^门户网站", "", short) if short != text else short
    slugs = own_slugs(url)
    if place.column and (lead := _year_column(url, text, slugs)) is not None:
        return lead
    by_text = next(
        (
            rule
            for rule in rules.texts
            if (place.within or not rule.within)
            and (place.column or not rule.column)
            and (rule.pattern.fullmatch(short) or rule.pattern.fullmatch(text))
        ),
        None,
    )
    by_slug = max((rules.slugs[slug] for slug in slugs if slug in rules.slugs), key=lambda rule: rule[1], default=None)
    if by_slug is None:
        return None if by_text is None else Lead(url, by_text.kind, by_text.score, text, by_text.why)
    slug_kind, slug_score, slug_why = by_slug
    if by_text is None:
        # The address alone: of the column itself, or of some page in a column of that name.
        name = urlsplit(url).path.lower().rpartition("/")[2]
        itself = is_column(url) or any(name.startswith(slug) for slug in slugs if slug in rules.slugs)
        return Lead(url, slug_kind, round(slug_score * (0.9 if itself else 0.5), 3), text, f"地址：{slug_why}")
    strong, weak = max(by_text.score, slug_score), min(by_text.score, slug_score)
    kind = by_text.kind if by_text.score >= slug_score else slug_kind
    score = min(1 - (1 - strong) * (1 - weak / 2), _BEST_COLUMN)
    return Lead(url, kind, round(score, 3), text, f"{by_text.why}；地址：{slug_why}")


def _year_column(url: str, text: str, slugs: tuple[str, ...]) -> Lead | None:
    """A year as a column of its own (2023年, /2024n/), inside a column of reports."""
    rules = naming_rules()
    if rules.year_text.match(text) and report_year_in(text) is not None and not is_article(url):
        return Lead(url, "column", rules.year_score, text, rules.year_why)
    if slugs and is_column(url) and any(rules.year_slug.match(slug) for slug in slugs):
        return Lead(url, "column", round(rules.year_score * 0.9, 3), text, rules.year_why)
    return None


def _off_site(lead: Lead) -> Lead | None:
    """Other sites of the same government publish too, and a county's reports may lie on its prefecture's site."""
    if lead.score < (DISCLOSURE if site_of(lead.url).endswith(REGISTRY) else SURE):
        return None
    return msgspec.structs.replace(lead, score=round(lead.score * _OFF_SITE, 3), why=lead.why + "，另一网站")
