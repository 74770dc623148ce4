"""A report's title as printed (标题), out of all the places that it may stand in."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from crawler.catalogue.locate import locate
from crawler.facts import load_toml
from crawler.platforms.titles import is_other_title, is_report_title
from crawler.records import Context, Page
from crawler.report.cleaning.clean import is_title_line
from crawler.report.portal.boxitems import led
from crawler.report.portal.infobox import document_number_line
from crawler.report.portal.labels import Labels, labelled
from crawler.report.portal.lines import fold
from crawler.report.text import names
from crawler.report.text.dates import is_date_line, trailing_date

_FILE_ENDING = re.compile(r"\s*\.(?:pdf|docx?|wps|ofd|xlsx?|html?)$", re.I)
_SEPARATORS = re.compile(r"\s*(?:[_|｜]|\s[-—–]+\s|[-—–]{1,2}(?=[\u4e00-\u9fff]{2,24}$)|>>|»|\s>\s)\s*")
#: The site's name before a title: 某某县人民政府-某某县水务局2022年…年度报告.
_SITE_BEFORE = re.compile(r"[\u4e00-\u9fff（）()]{2,20}\s*[-–—|_]+\s*(?=.{8,})")

#: So many lines under a title, and above it, may say when and where the page was published.
_UNDER_TITLE = 8
_ABOVE_TITLE = 6
_LONGEST_TITLE = 90
#: No report's title is shorter: 2022年年报.
_SHORTEST = 7


class Dated(msgspec.Struct):
    """A value and what it was read from."""

    value: str
    origin: str


def find_title(page: Page, clean_head: list[str], before: list[str], labels: Labels, context: Context) -> Dated:
    """The report's title as printed: the first of the places it may stand in whose words name a report.

    ``clean_head`` are the lines above the first paragraph inside the body, ``before`` those before the body, nearest
    last. Where no place names a report, the page's own title is taken as it is.
    """
    head = [line for line in clean_head if len(line) <= 90 and not is_date_line(line.strip("（）()"))]
    places: list[Dated] = []
    for line in (*head, *reversed(before[-12:])):
        if labelled(line) or ((item := led(line)) is not None and item[1] == "title"):
            continue  # of an info box, which gives its title below
        dated = trailing_date(line)  # the day of publication at the end of the title's line
        places.append(Dated(dated[0] if dated is not None else line, "heading"))
    parts = [line for line in head if document_number_line([line]) is None]
    for first in range(len(parts)):
        for lines in (parts[first : first + 2], parts[first : first + 3]):  # a title over two or three lines
            if not any(is_report_title(line) for line in lines[:-1]) and not all(map(names.is_agency, lines[:2])):
                places.append(Dated("".join(lines), "heading"))
    meta = page.meta.get("articletitle") or page.meta.get("comment:title") or ""
    places += [Dated(meta, "meta:ArticleTitle"), Dated(page.meta.get("title", ""), "meta:title")]
    places += [Dated(part, "html:title") for part in (page.title, *_SEPARATORS.split(page.title))]
    places += [Dated(value, "info_box") for _, field, value in labels if field == "title"]
    places.append(Dated(context.anchor, "anchor"))
    named = [place for place in places if place.value and _names_a_report(place)]
    # A title without the agency is worth less than one with it, wherever that stands; full before cut short.
    worth = ((not names.agency_in_title(p.value), p.value.endswith(("…", "...")), i) for i, p in enumerate(named))
    unnamed, _, at = min(worth, default=(True, False, -1))
    settled = not unnamed and named[at].origin in ("heading", "meta:ArticleTitle")
    if not settled and (together := next(iter(_over_two_lines(page)), "")):
        return Dated(_tidy(together), "heading")
    if named:
        best = named[at]
        agency = names.agency_in_title(best.value)
        if best.origin == "heading" and agency and locate(agency) is None:
            # 2011年水务局…报告 under the page's heading 某某市水务局2011年…报告
            headings = (place for place in named if place.origin == "heading")
            best = next((p for p in headings if _names_place_of(agency, p.value)), best)
        if best.origin == "html:title":
            parts = [part for part in _SEPARATORS.split(best.value) if is_report_title(part)]
            best = Dated(parts[0] if parts else best.value, best.origin)
            inner = (place for place in places if place.origin != "html:title")
            best = next((place for place in inner if _adds_the_site(best.value, place.value, page, context)), best)
        return Dated(_tidy(_without_site(best.value)), best.origin)
    for place in (
        Dated(meta, "meta:ArticleTitle"),
        *(Dated(line, "heading") for line in head if "公开" in line and "报" in line),
        *(Dated(line, "heading") for line in head if names.is_agency(line) or "公开" in line or "报告" in line),
        *(Dated(part, "html:title") for part in _SEPARATORS.split(page.title)[:1]),
        Dated(context.anchor, "anchor"),
        *(Dated(line, "heading") for line in head[:1]),
    ):
        if place.value:
            return Dated(_tidy(_without_site(place.value)), place.origin)
    return Dated("", "")


def _names_place_of(agency: str, title: str) -> bool:
    """Whether a title names an agency with the place that its name leaves out."""
    full = names.agency_in_title(title)
    return len(full) > len(agency) and full.endswith(agency) and locate(full) is not None


def _over_two_lines(page: Page) -> list[str]:
    """The titles that name an agency and a year and are printed over two lines of a page.

    Only a line break parts the two, or both are headings of one kind.
    """
    found = []
    for upper, lower in pairwise(page.blocks):
        if "报" not in lower.text or upper.link_chars or len(upper.text) + len(lower.text) > _LONGEST_TITLE:
            continue
        alike = (upper.tag, upper.depth) == (lower.tag, lower.depth)
        headings = alike and ((upper.heading and lower.heading) or (upper.center and lower.center))
        if not (headings or upper.tag == "br") or _is_whole(upper.text) or _is_whole(lower.text):
            continue
        together = upper.text + lower.text
        if is_title_line(together) and names.agency_in_title(together) and not is_report_title(upper.text):
            found.append(together)
    return found


def _without_site(title: str) -> str:
    """A title without the site or the columns that a page prints behind it or before it (…年度报告|某某县人民政府)."""
    parts = _SEPARATORS.split(title)
    while len(parts) > 1 and _is_site(parts[-1]):
        title = title[: title.rindex(parts.pop())]
        title = title.rstrip(" \u3000_|｜-—–>»")
    if (before := _SITE_BEFORE.match(title)) is not None:
        title = title[before.end() :] if _is_whole(title[before.end() :]) else title
    words = title.split()
    if len(words) > 1 and _is_site(words[0]) and _is_whole(words[-1]):
        return words[-1]  # 某某市人民政府 部门年报 某某市水利局2023年政府信息公开年度报告
    return title


def _is_whole(title: str) -> bool:
    """Whether a title is a report's and names its agency."""
    return is_report_title(title) and names.agency_in_title(title) != ""


def _is_site(part: str) -> bool:
    """Whether a part of a page's title is a site's name or a column's, and no part of a report's."""
    return part.endswith(tuple(load_toml("agencies.toml")["around"]["sites"])) or (
        names.kind_of(fold(part)) == "government" and names.is_agency(part)
    )


def candidate_titles(page: Page, head: list[str], context: Context) -> list[str]:
    """All that may be the title of a page, best first and without repeats."""
    heads = [
        block.text
        for block in page.blocks
        if block.heading and len(block.text) <= 90 and block.link_chars * 2 <= len(block.text)
    ][:4]
    places = [
        page.meta.get("articletitle", ""),
        page.meta.get("comment:title", ""),
        *head,
        *heads,
        *_parts_of(page.title),
        context.anchor,
    ]
    return list(dict.fromkeys(place for place in places if place))


def _parts_of(title: str) -> list[str]:
    """A page's title and its parts (…年度报告_某县人民政府); not as a whole where a part is another thing's title."""
    parts = _SEPARATORS.split(title)
    return parts if len(parts) > 1 and any(map(is_other_title, parts)) else [*parts, title]


def core_of(title: str) -> str:
    """What a title says after a colon where that is a report's title itself: 公告2024年第1号：某部2023年…报告."""
    for sign in ("：", ":"):
        _, found, rest = title.rpartition(sign)
        if found and is_report_title(rest) and names.agency_in_title(rest):
            return rest
    return title


def site_of(page_title: str) -> str:
    """The agency whose site a page's title names, alone or at its end (…年度报告-某某县人民政府), or ""."""
    last = _SEPARATORS.split(page_title)[-1].removesuffix("网站") if page_title else ""
    return last if names.is_agency(last) else ""


def _adds_the_site(whole: str, title: str, page: Page, context: Context) -> bool:
    """Whether ``whole`` is a title with the site's name before it: 某某县人民政府 2017年度政府信息公开年度报告."""
    site = whole.removesuffix(title)
    if len(title) < _SHORTEST or not site or site == whole or any(t.endswith(title) for t in _over_two_lines(page)):
        return False
    return site[-1].isspace() or fold(site) in (fold(page.meta.get("sitename", "")), fold(context.portal_name))


def _names_a_report(place: Dated) -> bool:
    """Whether a place holds a report's title; a line of text must be nothing but it."""
    return is_title_line(place.value) if place.origin == "heading" else is_report_title(place.value)


def _tidy(title: str) -> str:
    return _FILE_ENDING.sub("", " ".join(title.replace("\u3000", " ").split()))


def under_title(before: list[str]) -> list[str]:
    """The lines between a page's title and its body; the date of today that a portal's head shows is none of them."""
    titles = [index for index, line in enumerate(before) if is_title_line(line)]
    if titles:
        return before[titles[-1] + 1 :][:_UNDER_TITLE]
    return [line for line in before[-1:] if is_date_line(line)]


def above_title(before: list[str]) -> list[str]:
    """The lines right above a page's title, the nearest first; what a portal's head says of today is none of them."""
    titles = [index for index, line in enumerate(before) if is_title_line(line)]
    at = titles[-1] if titles else len(before)
    lines = before[max(at - _ABOVE_TITLE, 0) : at][::-1]
    # A date alone is the page's where it stands among the page's labels, or between its title and the title again.
    dated = any(map(labelled, lines)) or any(map(is_title_line, lines))
    return [line for line in lines if "今天" not in line and (dated or not ("星期" in line or is_date_line(line)))]
