"""What kind of page it is (页面类型): a report is told from everything that looks like one."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.facts import load_toml
from crawler.platforms.matrix import collects_reports
from crawler.platforms.titles import fold, is_about_reports, is_bare_title, is_report_title, report_year_in
from crawler.records import Context, Page, PageKind
from crawler.report.cleaning.body import LEAST_PROSE, Extent
from crawler.report.cleaning.clean import is_title_line
from crawler.report.signs import (
    count_headings,
    count_markers,
    has_statutory_table,
    is_outlined,
    says_so,
    states_figures,
)
from crawler.report.text import names

#: So much prose under 一、二、三、 is a report where its title says so, in whatever words it speaks of its parts.
_OUTLINED_PROSE = 150
#: A title no longer than this is the name of a column (栏目) as well.
_LONGEST_COLUMN = 10
#: A text of more characters than this with a smaller share of Chinese ones is no report, whatever its title.
_LEAST_FOREIGN = 300
_LEAST_CHINESE = 0.2
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
#: What a text is for stands in so many of its first characters.
_OPENING = 400
#: A page that links to so many files under one title collects the reports of several agencies.
_COLLECTION = 5
#: So many titles of different reports make a list, where each has no more prose under it than this.
_LEAST_ROWS = 3
_LONGEST_ROW = 300
_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|ofd|zip|rar)(?:$|\?)", re.I)
_YEAR = re.compile(r"(?:20[0-3]\d|二[〇○零Oo0][〇○零一二三四五六七八九Oo0]{2})\s*年")
#: What a report speaks of in whatever words: it tells what was disclosed, and what was asked for.
_PARTS = re.compile(r"公开.*(?:申请|复议|诉讼)", re.S)
_ORDER = re.compile(r"的(?:通知|函|公告|通报|意见|方案)$")
#: What stands in a blank form for what is to be filled in: ____年, ×××局. It begins with one class of signs, so that
#: the search can pass over all others at once.
_PLACEHOLDER = re.compile(
    r"[×xX＊*_＿…（填](?:(?<![（填])(?<![×xX＊*_＿…].)[×xX＊*_＿…]++(?:年|市|县|区|局|条|件)"
    r"|(?<=（)(?:(?:单位|机关|部门)名称）|文字描述)|(?<=填)[报表]说明)"
)
_LEAST_PLACEHOLDERS = 3
#: ____(单位)2023年…报告
_UNNAMED = re.compile(r"\s*[×xX＊*_＿]{2,}+[（(](?:单位|机关|部门)")


class Verdict(NamedTuple):
    """``kind`` of a page and ``why``, in a few words for the operator."""

    kind: PageKind
    why: str


@cache
def _facts() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    facts = load_toml("page_kinds.toml")
    return {
        group: [(rule["kind"], re.compile(rule["pattern"])) for rule in facts[group]]
        for group in ("titles", "texts", "speech", "news")
    }


@cache
def _explains() -> re.Pattern[str]:
    return re.compile(load_toml("page_kinds.toml")["explains"]["pattern"])


def _is_column(page: Page) -> bool:
    """Whether a page is by its tags a column called as its reports are (政府信息公开工作报告), without a year."""
    name = page.meta.get("columnname", "")
    return bool(name) and name in page.title and not page.meta.get("articletitle") and _YEAR.search(page.title) is None


def judge_page(page: Page, titles: list[str], extent: Extent, context: Context) -> Verdict:
    """The kind of a page. ``titles`` are all the titles it may have, best first."""
    if page.format in ("data", "unknown", "archive"):
        return Verdict("other", page.format)
    text = "\n".join(block.text for block in page.blocks[extent.start : extent.end])
    length = sum([len(block.text) for block in page.blocks]) + max(0, len(page.blocks) - 1)
    cells = sum(1 for block in page.blocks[extent.start : extent.end] if block.grid >= 0)
    by_title = _by_title(page, titles)
    if by_title is not None and by_title.kind != "report":
        if by_title.kind == "notice" and _covers_report(by_title.why, text, page, extent):
            return Verdict("report", f"under its notice: {by_title.why}"[:80])
        return by_title
    named = by_title is not None
    markers = count_markers(text)
    if length < 1200 and markers < 3:
        all_text = "\n".join(block.text for block in page.blocks)
        for kind, pattern in _facts()["texts"]:
            if found := pattern.search(all_text):
                return Verdict(kind, found.group()[:40])  # type: ignore[arg-type]
    if page.format == "html" and not page.blocks and not page.images:
        return Verdict("shell", "no text at all")
    if named:
        if len(text) > _LEAST_FOREIGN and sum(map(len, _CHINESE.findall(text))) < _LEAST_CHINESE * len(text):
            return Verdict("other", "not in Chinese")
        if _is_form(text, extent):
            return Verdict("form", "a form to be filled in")
        if (told := _is_of_others(text) or _is_news(text)) is not None:
            return told
        if _is_listing(page, extent):
            return Verdict("list", "lines of report titles")
        if extent.prose >= 150 and markers >= 2:
            return Verdict("report", f"title, {markers} markers")
        if extent.prose >= _OUTLINED_PROSE and is_outlined(text):
            return Verdict("report", "title and outline")
        if _rows_of_reports(page) >= 3:
            return Verdict("list", "rows of report titles")
        if extent.prose < _OUTLINED_PROSE and (_attached(page) >= _COLLECTION or collects_reports(page)):
            return Verdict("list", "reports of several agencies")
        if _attached(page) or ((page.images or page.frames) and not _is_column(page)):
            return Verdict("report", "title, text in an attachment or image")
        own = markers > 0 or (_PARTS.search(text) is not None and states_figures(page, extent, text))
        return Verdict("report" if extent.prose >= LEAST_PROSE and own else "other", f"title, {markers} markers")
    if _rows_of_reports(page) >= 2 and extent.prose < 1500:
        return Verdict("list", "rows of report titles")
    link_share = _link_share(page)
    if _is_root(page) and link_share > 0.4:
        return Verdict("home", "root of the site")
    if by_title is None and (told := _by_text(page, extent, titles, text, markers, cells)) is not None:
        return told
    if link_share > 0.5:
        return Verdict("list", f"{link_share:.0%} links")
    if page.format == "html" and length < 60 and not page.links:
        return Verdict("shell", "hardly any text")
    return Verdict("other", f"{markers} markers")


def _by_title(page: Page, titles: list[str]) -> Verdict | None:
    """What the titles say outright: a report, or one of the things that are no report."""
    column: Verdict | None = None
    for title in titles:
        folded = fold(title)
        if is_report_title(title):
            goes_on = _continuation(page, title)
            return Verdict("notice", title + goes_on) if goes_on else Verdict("report", "title")
        if "。" in title:
            continue  # a sentence that stands like a title may speak of anything (经费按照财政预算统一安排。)
        for kind, pattern in _facts()["titles"]:
            if pattern.search(folded):
                if len(folded) > _LONGEST_COLUMN:
                    return Verdict(kind, title)  # type: ignore[arg-type]
                # 政府信息公开指南 alone may be the name of a column beside the report.
                column = column or Verdict(kind, title)  # type: ignore[arg-type]
    return column


def _covers_report(title: str, text: str, page: Page, extent: Extent) -> bool:
    """Whether a notice that issues a report (关于印发…年度报告的通知) has that report below it."""
    cover = load_toml("page_kinds.toml")["cover"]
    return (
        re.search(cover["title"], fold(title)) is not None
        and re.search(cover["never"], fold(title)) is None
        and max(count_headings(text, "statutory"), count_headings(text, "narrative")) >= cover["headings"]
        and count_markers(text) >= cover["markers"]
        and states_figures(page, extent, text)
        and not _is_form(text, extent)
    )


def _negated(titles: list[str]) -> bool:
    return any(
        re.search(r"(?:通知|指南|办法|方案|意见|条例|决算|公报|规划|要点|细则|函|会议|工作总结)(?:》|$|[_|-])", fold(t))
        or is_about_reports(t)
        for t in titles[:2]
    )


def _continuation(page: Page, title: str) -> str:
    """The next line where it makes a report's title that of an order about reports (…年度报告 / 有关事项的通知)."""
    for index, block in enumerate(page.blocks[:-1]):
        if block.text == title:
            following = [fold(after.text) for after in page.blocks[index + 1 : index + 3]]
            return next((text for text in following if len(text) <= 24 and _ORDER.search(text)), "")
    return ""


def _by_text(page: Page, extent: Extent, titles: list[str], text: str, markers: int, cells: int) -> Verdict | None:
    """What a page is by its text alone, where no title says it; ``None`` where the text does not say it either."""
    if "公开" not in text or extent.prose < LEAST_PROSE:
        return None
    statutory, narrative = count_headings(text, "statutory"), count_headings(text, "narrative")
    in_column = any(is_bare_title(title) for title in titles) and markers >= 4 and extent.prose >= 200
    whole = "信息公开" in text and ((markers >= 6 and extent.prose >= 500) or (markers >= 7 and extent.prose >= 300))
    signs = says_so(text) or markers >= 8 or cells >= 2 or narrative >= 3
    built = statutory >= 4 or (narrative >= 4 and markers >= 5) or (says_so(text) and markers >= 5)
    tables = markers >= 4 and has_statutory_table(page)
    if not ((whole and signs) or in_column or built or tables):
        return None
    if _is_form(text, extent):
        return Verdict("form", "a form to be filled in")
    if (spoken := _by_speech(text) or _is_of_others(text)) is not None:
        return spoken
    stated = says_so(text) or states_figures(page, extent, text)
    if _negated(titles) or not (in_column or (_YEAR.search(text) and stated)):
        return None
    return Verdict("report", f"text, {markers} markers, {max(statutory, narrative)} headings")


def _by_speech(text: str) -> Verdict | None:
    """What a text says of itself that no report says (现将有关事项通知如下, 本指南)."""
    text = fold(text)
    for kind, pattern in _facts()["speech"]:
        if found := pattern.search(text):
            return Verdict(kind, found.group()[:40])  # type: ignore[arg-type]
    return None


def denied(titles: list[str], text: str) -> bool:
    """Whether the titles or the text itself say that a text without a report's title is none."""
    return _negated(titles) or _by_speech(text) is not None


def _is_of_others(text: str) -> Verdict | None:
    """Whether a text rests on the rules for universities, hospitals or companies, and not on the regulation (条例)."""
    others = load_toml("page_kinds.toml")["others"]
    found = re.search(others["rules"], text[:_OPENING])
    if found is None or re.search(others["law"], text[:_OPENING]):
        return None
    return Verdict("other", found.group())


def _is_news(text: str) -> Verdict | None:
    """Whether a text under a report's name explains it (解读), or is short and only tells that there is one (简讯)."""
    if (found := _explains().search(text[:_OPENING])) is not None:
        return Verdict("other", found.group()[:40])
    if len(text) > 1500 or says_so(text) or count_headings(text, "narrative") >= 3:
        return None
    for kind, pattern in _facts()["news"]:
        if found := pattern.search(text[:200]):
            return Verdict(kind, found.group())  # type: ignore[arg-type]
    return None


def _is_form(text: str, extent: Extent) -> bool:
    """Whether the text is the blank form: placeholders, or the outline without any figure or year."""
    return (
        len(_PLACEHOLDER.findall(text)) >= _LEAST_PLACEHOLDERS
        or _UNNAMED.match(text) is not None
        or (extent.prose < 1500 and "国办公开办函" in text and not re.search(r"20\d\d年(?!.{0,3}[〔\[])", text))
    )


def _is_root(page: Page) -> bool:
    """Whether a page is its site's home page, by its address or by the tag that 国办发〔2017〕47号 gives it."""
    if page.url and urlsplit(page.url).path in ("", "/", "/index.html", "/index.htm", "/index.shtml"):
        return True
    return page.meta.get("pagecategory") == "index" or page.meta.get("columntype") == "首页"


def _link_share(page: Page) -> float:
    chars = sum([len(block.text) for block in page.blocks if block.grid < 0])
    return sum([block.link_chars for block in page.blocks]) / chars if chars else 0.0


def _rows_of_reports(page: Page) -> int:
    return sum(1 for link in page.links if len(link.text) < 80 and is_report_title(link.text))


def _is_listing(page: Page, extent: Extent) -> bool:
    """Whether what was taken for a body is rows of a list or of search results, whose links a script makes.

    A report may print its own title in several forms; three agencies or years are of several reports.
    """
    named: set[tuple[str, int | None]] = set()
    between = 0
    for text in (block.text for block in page.blocks[extent.start : extent.end or None]):
        between += len(text)
        if "公开" in text and is_title_line(text):
            named.add((names.agency_in_title(text).removesuffix("人民政府")[-3:], report_year_in(text)))
            between = 0
        elif between > _LONGEST_ROW and extent.prose >= LEAST_PROSE:
            return False
    return len(named) >= _LEAST_ROWS


def _attached(page: Page) -> int:
    """How many files a page links to, by their address or by what the link calls them."""
    return len({link.url for link in page.links if _FILE.search(link.url) or _FILE.search(link.text)})
