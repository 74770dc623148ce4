"""Whose report it is, of which year, published when (报告的身份), each with what it was read from.

Order of evidence. Agency: title, else signature, info box, column, portal. Year: title, else the period that the text
states, else the years it speaks of; never the year of publication. Published: the page's own date label, else meta tag,
info box, list, address; the date of the signature is a date of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from crawler.catalogue import divisions
from crawler.catalogue.divisions import Division
from crawler.catalogue.lookup import portal_at
from crawler.catalogue.mention import mentioned
from crawler.facts import load_toml
from crawler.platforms.titles import fold as fold_title
from crawler.platforms.titles import report_year_in
from crawler.records import Context, Page
from crawler.report import names
from crawler.report.clean import Clean, is_title_line
from crawler.report.dates import date_in_url, find_date, is_date_line, leading_date, read_date
from crawler.report.infobox import Labels, meta_field, pick
from crawler.report.labels import before_buttons, location_parts, value_then_date
from crawler.report.lines import fold
from crawler.report.title import Dated, core_of, site_of

#: The statistical period; Word or a converter may have lost 年 and 月 (201711日起至20171231日).
_PERIOD = re.compile(
    r"(?<!\d)(20\d\d)年?0?1月?0?1日(?:起|开始)?(?:[至到\-—~－–]|截[至止])+(?:20\d\d)?年?(?:度)?12月?(?:底|3[01]日?)"
)
#: A year in a text; not that since which something is done or counted, nor that of a law.
_YEAR = re.compile(r"(?<!自)(?<!自从)(20[0-4]\d)年(?!\d{1,2}月\d{1,2}日(?:印发|施行|起施行))")
_SIGNATURE = re.compile(
    r"^(?P<agency>[\u4e00-\u9fff（）()、 ]{3,40}?)[\s\u3000:：,，]*"
    r"(?P<date>[二2][〇○零Oo0-9一二三四五六七八九].{4,16}日)$"
)
_SEAL = re.compile(r"\s*[（(](?:公章|盖章|印章|章|签章|加盖公章)[）)]")
_OFFICE = re.compile(r"政府(?:办|办公室|办公厅)$")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+gov\.cn", re.I)

#: Origins that name who published a page, not who wrote it.
_AROUND = ("location", "publisher", "source", "column", "portal", "meta:SiteName", "html:title")

#: So many blocks at a page's end may be its foot.
_FOOT = 16
_COLUMN_YEAR = re.compile(r"20[0-4]\d(?:年度?)?")
#: So many lines under a title may say when and where the page was published.
_UNDER_TITLE = 4
#: In so many of its first lines a report says of which year it is.
_OPENING_LINES = 12
#: How many lines from the end of a report its signature may stand (tables and notes may follow it).
_SIGNATURE_REACH = 40


def find_year(title: str, lines: list[str], context: Context, page: Page) -> tuple[int | None, str]:
    """The report year and its origin; the year of publication is never taken for it."""
    year = report_year_in(core_of(title))
    if year is not None:
        return year, "title"
    text = fold_title("\n".join(lines[:60]))
    period = _PERIOD.search(text)
    if period:
        return int(period.group(1)), "period"
    year = report_year_in(context.anchor)
    if year is not None:
        return year, "anchor"
    counted = Counter(int(y) for y in _YEAR.findall(fold_title("\n".join(lines))))
    if counted:
        (best, count), *others = counted.most_common(2)
        if not others or count > others[0][1]:
            return best, "text"
        return min(best, others[0][0]), "text"
    year = report_year_in(page.title) or report_year_in(context.column)
    return year, "column" if year is not None else ""


def year_of_column(labels: Labels, dated: str | None) -> tuple[int | None, str]:
    """The year that the page's column is called by (年报 > 2019年), for a report that prints no year at all.

    Some portals' columns have the years of publication: one that is not before that of the report's date says nothing.
    """
    for _, field, value in labels:
        if field == "location":
            for part in reversed(location_parts(value)):
                year = report_year_in(part) if _COLUMN_YEAR.fullmatch(fold(part)) else None
                if year is not None and (dated is None or year < int(dated[:4])):
                    return year, "location"
    return None, ""


def year_before(title: str, lines: list[str], dated: str | None) -> tuple[int | None, str]:
    """The year before that of a report's date, where its only sign of a year is a word for the last one (上年度)."""
    words = load_toml("agencies.toml")["self"]["last_year"]
    if dated is None or not re.search(words, fold_title("\n".join((title, *lines[:_OPENING_LINES])))):
        return None, ""
    return int(dated[:4]) - 1, "last_year"


def find_signature(lines: list[str]) -> tuple[str, str | None]:
    """``(agency, date)`` of the signature (落款) at the end of a report; "" and ``None`` where there is none."""
    first = max(0, len(lines) - _SIGNATURE_REACH)
    for index in range(len(lines) - 1, first - 1, -1):
        line = _SEAL.sub("", lines[index]).strip(" \u3000（）()")
        if is_date_line(line):
            above = _SEAL.sub("", lines[index - 1]).strip(" \u3000") if index else ""
            agency = above.replace(" ", "") if names.is_agency(above) else ""
            return agency, find_date(line)
        if len(line) <= 60:
            found = _SIGNATURE.match(line)
            if found and names.is_agency(found["agency"]):
                return found["agency"].replace(" ", ""), find_date(found["date"])
    for line in (_SEAL.sub("", line) for line in reversed(lines[-3:])):
        if names.is_agency(line) and names.kind_of(line) and len(line) >= 5:
            return line.replace(" ", ""), None
    return "", None


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
    best = next(candidates, None)
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
        return best.value, best.origin, None
    if division is not None and home is not None and names.is_zone(best.value) and division.name not in best.value:
        # A zone is often called by its city (杭州钱江开发区) and is a county's whose portal it lies on.
        division = home if _within(home, division) else division
    if division is None:
        division = home or _from_text(best.value, opening, year) or _first_located(others, near, year)
        if division is None and (host := divisions.locate(_host(page), "", year)) is not None:
            # A site's host says where the agency is, not how it is called.
            return names.complete(best.value, host) if names.is_partial(best.value) else best.value, best.origin, host
    return names.complete(best.value, division), best.origin, division


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
    yield from (Dated(fold(line), "heading") for line in head if names.is_agency(line))
    yield Dated(signature, "signature")
    yield Dated(names.agency_in_title(context.anchor), "anchor")
    yield from (Dated(name, "body") for name in names.agencies_in_text(opening))
    yield from (Dated(name, "location") for name in _located_names(labels))
    for field in ("publisher", "source"):
        for value in (pick(labels, field), meta_field(page, field)):
            if value and names.is_agency(value[0]):
                yield Dated(fold(value[0]), field)
    if names.is_agency(context.column):
        yield Dated(context.column, "column")
    yield Dated(context.portal_name, "portal")
    yield Dated(page.meta.get("sitename", ""), "meta:SiteName")
    yield Dated(site_of(page.title), "html:title")


def _located_names(labels: Labels) -> list[str]:
    """The agencies that the page's place in its site names (首页 > 部门公开 > 民政局), the nearest first."""
    names_ = [
        part.removesuffix("网站") for _, field, value in labels if field == "location" for part in location_parts(value)
    ]
    return [fold(n) for n in reversed(names_) if names.is_agency(n) and not names.is_generic_column(fold(n))]


def _from_text(name: str, opening: str, year: int | None) -> Division | None:
    """The division of an agency that does not name it, by an address or a government site in its text."""
    for inner in (name, names.township_in(name, None)):
        located = names.located_by(opening, inner) if inner else ""
        division = divisions.locate(located, "", year) if located else None
        if division is not None:
            return division
    for host in _HOST.findall(opening):
        portal = portal_at(f"http://{host}/")
        if portal is not None and portal.division_code:
            return divisions.at(portal.division_code, year)
    return mentioned(opening, year) if names.kind_of(name) != "government" else None


def _host(page: Page) -> str:
    """The agency that the page's foot names as the host of its site (主办单位：某某县人民政府办公室), or ""."""
    pattern = re.compile(load_toml("agencies.toml")["around"]["host"])
    lines = (fold(block.text) for block in reversed(page.blocks[-_FOOT:]) if block.grid < 0)
    return next((found["a"] for line in lines if (found := pattern.search(line)) is not None), "")


def _first_located(candidates: list[Dated], near: str, year: int | None) -> Division | None:
    for candidate in candidates:
        division = divisions.locate(candidate.value, near, year)
        # Without a portal, a short name may be a word of something else: 太湖局 is not in 太湖县.
        if division is not None and (near or division.name in candidate.value):
            return division
    return None


def under_title(before: list[str]) -> list[str]:
    """The lines between a page's title and its body; the date of today that a portal's head shows is none of them."""
    titles = [index for index, line in enumerate(before) if is_title_line(line)]
    if titles:
        return before[titles[-1] + 1 :][:_UNDER_TITLE]
    return [line for line in before[-1:] if is_date_line(line)]


def find_published(
    page: Page, labels: Labels, context: Context, clean: Clean, before: list[str]
) -> tuple[str | None, str]:
    """The date of publication (YYYY-MM-DD) and its origin. ``before`` are the page's lines before the body."""
    shown = pick(labels, "published")
    meta = meta_field(page, "published")
    if shown and shown[1] not in ("成文日期", "成文时间", "更新时间", "更新日期"):
        return read_date(shown[0]), f"label:{shown[1]}"
    if meta:
        return read_date(meta[0]), f"meta:{meta[1]}"
    if shown:
        return read_date(shown[0]), f"label:{shown[1]}"
    lines = [before_buttons(line) for line in (*clean.head, *clean.dropped[:6], *under_title(before))]
    for index, line in enumerate(lines):
        if len(line) <= 40 and is_date_line(line):
            if "年" in line and (line[:1] in "(（" or (index and names.is_agency(lines[index - 1]))):
                continue  # 某某市卫生局 / (2013年1月30日): the signature stands under the title
            return find_date(line), "head"
        short = len(line) <= 60 and not any(sign in line for sign in "，。；")
        leading = leading_date(value_then_date(line).strip("()[] ") or line) if short else None
        if leading is not None:
            return leading[0], "head"
    if context.listed_on:
        return context.listed_on, "list"
    found = date_in_url(page.url)
    return found, "url" if found else ""
