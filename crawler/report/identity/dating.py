"""Of which year a report is, who signed it when, and when it was published, each with what it was read from.

Order of evidence. Year: title, else the period that the text states, else the years it speaks of; never the year of
publication. Published: the page's own date label, else meta tag, info box, list, address; the date of the signature is
a date of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from crawler.facts import load_toml
from crawler.platforms.titles import fold as fold_title
from crawler.platforms.titles import report_year_in
from crawler.records import Context, Finding, Page
from crawler.report.cleaning.clean import Clean, is_title_line
from crawler.report.identity.title import above_title, core_of, under_title
from crawler.report.portal.breadcrumb import location_parts
from crawler.report.portal.infobox import meta_field, pick
from crawler.report.portal.labels import Labels, before_buttons
from crawler.report.portal.lines import fold
from crawler.report.text import names
from crawler.report.text.dates import date_in_url, find_date, is_date_line, only_date, read_date, trailing_date

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

_COLUMN_YEAR = re.compile(r"20[0-4]\d(?:年度?)?")
#: So many of the lines before the body may be the title's.
_BEFORE_TITLE = 12
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
        line = _unsealed(lines[index]).strip(" \u3000（）()")
        if is_date_line(line):
            above = _unsealed(lines[index - 1]).strip(" \u3000") if index else ""
            agency = above.replace(" ", "") if names.is_agency(above) else ""
            return agency, find_date(line)
        if len(line) <= 60:
            found = _SIGNATURE.match(line)
            if found and names.is_agency(found["agency"]):
                return found["agency"].replace(" ", ""), find_date(found["date"])
    for line in map(_unsealed, reversed(lines[-3:])):
        if names.is_agency(line) and names.kind_of(line) and len(line) >= 5:
            return line.replace(" ", ""), None
    return "", None


def _unsealed(line: str) -> str:
    """A line without the word for the seal in brackets."""
    return _SEAL.sub("", line) if "章" in line else line


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
    beside = (*under_title(before), *above_title(before))
    lines = [before_buttons(line) for line in (*clean.head, *clean.dropped[: min(clean.above, 6)], *beside)]
    for index, line in enumerate(lines):
        if len(line) <= 40 and is_date_line(line):
            if "年" in line and (line[:1] in "(（" or (index and names.is_agency(lines[index - 1]))):
                continue  # 某某市卫生局 / (2013年1月30日): the signature stands under the title
            return find_date(line), "head"
        if len(line) <= 60 and not any(sign in line for sign in "，。；") and (shown_on := only_date(line)):
            return shown_on, "head"
    for line in (*clean.head, *before[-_BEFORE_TITLE:]):
        if (dated := trailing_date(line)) is not None and is_title_line(line):
            return dated[1], "head"
    if context.listed_on:
        return context.listed_on, "list"
    found = date_in_url(page.url)
    return found, "url" if found else ""


def days_after(day: str, due: str) -> int:
    """How many days a date (YYYY-MM-DD) is after the one on which something was due; before it, less than 0."""
    return (date.fromisoformat(day) - date.fromisoformat(due)).days


def late(published: str | None, signed: str | None, due: str | None) -> list[Finding]:
    """``late``: published after the day that the law sets. Without a date of publication a signature after that day
    says so too, for nothing is published before it is signed; by how many days nobody knows then.
    """
    dated = published or signed
    if due is None or dated is None or (days := days_after(dated, due)) <= 0:
        return []
    how = "晚于法定期限" if published else "公布日期不明,落款日期已晚于法定期限"
    return [Finding("late", f"{how} {days} 天({due} 前应公布)", "note", dated)]
