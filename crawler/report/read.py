"""A document to a Reading: what the crawl, ``scrapy read`` and every re-reading call. Pure."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from crawler import __version__
from crawler.catalogue import divisions
from crawler.platforms.titles import is_other_title, is_report_title
from crawler.reading import read_page
from crawler.records import Attachment, Context, Document, Finding, GridCell, Page, Reading, Report
from crawler.report import fallback
from crawler.report.audits.compare import audit_compare
from crawler.report.audits.foreign import audit_foreign
from crawler.report.audits.grids import audit_grids
from crawler.report.audits.outline import audit_outline
from crawler.report.audits.prose import audit_prose
from crawler.report.audits.tables import audit_tables, own_figures, tables_of
from crawler.report.cleaning.body import Extent, find_body
from crawler.report.cleaning.clean import Clean, clean_body
from crawler.report.eras import form_era
from crawler.report.forms.owner import Owner
from crawler.report.forms.read import grids_of, read_tables
from crawler.report.identity import dating
from crawler.report.identity.agency import find_agency
from crawler.report.identity.title import candidate_titles, find_title, under_title
from crawler.report.kind import Verdict, judge_page
from crawler.report.later import later_part
from crawler.report.parts import find_parts, finding_of
from crawler.report.portal.infobox import document_number_line, meta_field, page_labels, pick
from crawler.report.portal.labels import Labels, labelled
from crawler.report.portal.lines import fold, is_edge
from crawler.report.statistics.items import Scope
from crawler.report.statistics.read import read_statistics
from crawler.report.text import names
from crawler.report.text.outline import closed_up, number_of, read_sections
from crawler.report.text.script import Repair, page_text, repair_page, spam_in, stand_in

#: Changes whenever the same bytes may be read differently.
READER_VERSION = f"{__version__}.17"

#: How many blocks before the body may hold its title and info box.
_REACH_BEFORE = 60
#: How many blocks after the body may hold the rest of its metadata, before the footer begins.
_REACH_AFTER = 8
#: How many characters of a report are searched for a stranger's name in its place's stead: in a clone it stands early.
_BEGINNING = 1500
_ATTACHED = tuple(".pdf .doc .docx .wps .rtf .mht .xls .xlsx .et .ofd .zip .rar .7z .jpg .png".split())


def read_document(document: Document, context: Context | None = None) -> Reading:
    """Reads a document as far as it can be read. Never raises on bad input: what is wrong becomes a finding."""
    page, context = read_page(document), context or Context()
    reading = read_parsed(page, context)
    if fallback.lacks_body(reading, context) and fallback.add_body(page, document):
        return read_parsed(page, context)
    return reading


def read_parsed(page: Page, context: Context) -> Reading:
    """The reading of a page that is parsed already; the page's texts are repaired in place."""
    text = page_text(page)
    repair = repair_page(page, text)
    extent = find_body(page)
    before = _before(page, extent)
    head = [line for line in before if len(line) <= 90 and not is_edge(line)][-4:]
    first = _first_lines(page, extent)
    titles = candidate_titles(
        page, [*first, *reversed(head)] if page.format == "text" else [*reversed(head), *first], context
    )
    verdict = judge_page(page, titles, extent, context)
    if verdict.kind == "other" and (boxed := _boxed_titles(page, extent)) and not any(map(is_other_title, titles)):
        verdict = judge_page(page, [*boxed, *titles], extent, context)
    if verdict.kind != "report":
        parts = later_part(page, titles, extent, verdict)
        if parts is None:
            return Reading(page, verdict.kind, verdict.why)
        verdict = Verdict("report", f"page {parts.number} of one")
    else:
        parts = find_parts(page, extent.start, extent.end)
    report = _read_report(page, context, extent, before, repair, verdict, spam=spam_in(text))
    if parts is not None:
        report.findings.append(finding_of(parts))
    return Reading(page, "report", verdict.why, report, parts)


def _first_lines(page: Page, extent: Extent) -> list[str]:
    """The first few lines of the body that may be its title: short, no links, no metadata."""
    lines = []
    for block in page.blocks[extent.start : extent.start + 24]:
        text = block.text
        if 0 < len(text) <= 90 and block.link_chars * 2 <= len(text) and not is_edge(text) and not labelled(text):
            if number_of(text):
                break
            if not any(sign in text for sign in "，。；,;"):
                lines.append(text)
    return lines[:6]


def _boxed_titles(page: Page, extent: Extent) -> list[str]:
    """The titles of reports that the info box before a text gives; asked only for a page that has no other title."""
    if not extent.prose:
        return []
    labels = page_labels(page, extent.start, max(0, extent.start - _REACH_BEFORE))
    return [value for _, field, value in labels if field == "title" and is_report_title(value)]


def _before(page: Page, extent: Extent) -> list[str]:
    start = max(0, extent.start - _REACH_BEFORE)
    return [
        block.text
        for block in page.blocks[start : extent.start]
        if block.grid < 0 and block.text and block.link_chars * 2 <= len(block.text)
    ]


def _read_report(
    page: Page, context: Context, extent: Extent, before: list[str], repair: Repair, verdict: Verdict, *, spam: str
) -> Report:
    own_title = page.meta.get("articletitle") or page.title
    clean = clean_body(page, extent, own_title)

    lines = clean.lines()
    labels = clean.labels + page_labels(page, extent.start, max(0, extent.start - _REACH_BEFORE))
    # Without a body (a file or a picture in its place) nothing says where the page's own lines end.
    labels += page_labels(page, extent.end + (_REACH_AFTER if extent.end else _REACH_BEFORE), extent.end)
    title = find_title(page, clean.head, before, labels, context)
    report = Report(
        url=page.url,
        title=title.value,
        format=page.format,
        encoding=page.encoding or None,
        script_repaired=repair.needed,
        raw_sha256=page.raw_sha256,
        fetched_at=page.fetched_at or None,
        reader_version=READER_VERSION,
    )
    report.origins["title"] = title.origin
    report.origins["body"] = extent.how
    _identify(report, page, context, clean, lines, labels, before)
    report.body = body_text(page, clean)
    report.body_sha256 = hashlib.sha256(report.body.encode()).hexdigest()
    report.sections = read_sections(lines)
    report.attachments = _attachments(page, extent)
    spam = spam or stand_in(f"{report.title}\n{report.body[:_BEGINNING]}")
    report.provenance = _provenance(page, context, repair, spam)
    report.form_era = form_era(page, clean, report.year)
    grids = grids_of(page, clean.blocks)
    tables = read_tables(grids, Owner(report.agency or "", report.year))
    report.table_cells = tables.cells
    report.statistics = read_statistics(lines, report.sections, report.year, report.agency or "", report.agency_kind)
    audited, stated = tables_of(tables.cells), own_figures(report.statistics, report.agency_kind)
    region: Scope = "agency" if report.agency_kind == "government" else "region"
    told = closed_up(report.sections)
    titled = report.origins.get("agency") == "title"
    report.findings = [
        *page.findings,
        *_findings(page, report, verdict, clean, repair, spam),
        *tables.findings,
        *clean.findings,
        *audit_tables(audited, tables.unread),
        *audit_grids(grid for index, grid in enumerate(grids) if index not in tables.used),
        *audit_prose(stated, told, audited, report.year, report.agency, region),
        *audit_compare(stated, told, audited, report.year, region, report.agency),
        *audit_outline(report.sections, report.year, report.form_era),
        *audit_foreign(told, report.year, report.agency, report.division_code, titled=titled),
    ]
    return report


def _identify(
    report: Report, page: Page, context: Context, clean: Clean, lines: list[str], labels: Labels, before: list[str]
) -> None:
    """Fills in whose report it is, of which year and with which dates and numbers."""
    origins = report.origins
    report.published_on, origins["published_on"] = dating.find_published(page, labels, context, clean, before)
    report.year, origins["year"] = dating.find_year(report.title, lines, context, page)
    signature, report.signed_on = dating.find_signature(lines)
    if report.signed_on is None:
        # Below the title: (2019年2月20日). What stands there in figures alone is the day of publication.
        _, report.signed_on = dating.find_signature([line.strip("（）()") for line in clean.head if "年" in line])
        above, day = dating.find_signature(under_title(before))
        if above and report.signed_on is None:
            report.signed_on = day
    if report.year is None:
        dated = report.signed_on or report.published_on
        report.year, origins["year"] = dating.year_before(report.title, lines, dated)
        if report.year is None:
            report.year, origins["year"] = dating.year_of_column(labels, dated)
    opening = "。".join(fold(line) for line in (*clean.head, *lines[:12]))[:3000]
    agency, origins["agency"], division = find_agency(
        report.title, clean.head, signature, opening, labels, page, context, report.year
    )
    report.agency = agency or None
    report.agency_kind = names.kind_of(agency) if agency else None
    if division is not None:
        report.division_code = division.code
        province, city, county = divisions.full_names(division.code, report.year)
        report.province, report.city, report.county = province or None, city or None, county or None
    report.township = names.township_in(agency, division) if agency else None
    for field in ("index_number", "document_number", "publisher", "source"):
        found = pick(labels, field) or meta_field(page, field)
        if found:
            setattr(report, field, found[0])
            origins[field] = found[1]
    if report.document_number is None:
        report.document_number = document_number_line((*clean.head, *reversed(before)))
    if report.year is not None and report.agency_kind is not None:
        report.due_on = names.due_day(report.agency_kind, report.year)
        if report.published_on is not None:
            report.days_late = dating.days_after(report.published_on, report.due_on)
    report.origins = {field: origin for field, origin in origins.items() if origin}


def body_text(page: Page, clean: Clean) -> str:
    """The clean text: a line per paragraph, and per table row with its cells parted by tabs."""
    lines: list[str] = []
    for block in clean.blocks:
        if block.grid < 0:
            lines.append(block.text)
            continue
        above: list[GridCell] = []
        for row in page.grids[block.grid].rows:
            # A spanned cell is printed once, where it begins.
            left = None
            cells: list[str] = []
            for index, cell in enumerate(row):
                if cell is not left and not (index < len(above) and above[index] is cell):
                    cells.append(cell.text)
                left = cell
            above = row
            if any(cells):
                lines.append("\t".join(cells))
    return "\n".join(lines)


def _attachments(page: Page, extent: Extent) -> list[Attachment]:
    """The files that the body and what follows it link to, by their address or by what the link calls them
    (``download.jsp?wbfileid=12``: 报告.pdf); icons and scripts' files are none.
    """
    found: dict[str, Attachment] = {}
    for link in page.links:
        if link.block < extent.start - 3:
            continue
        path = link.url.partition("?")[0].lower()
        if path.endswith(_ATTACHED) or link.text.rstrip().lower().endswith(_ATTACHED):
            found.setdefault(link.url, Attachment(link.url, link.text[:200] or path.rsplit("/", 1)[-1]))
    return list(found.values())


def _provenance(page: Page, context: Context, repair: Repair, spam: str) -> str:
    host = urlsplit(page.url).hostname or ""
    if repair.pinyin or spam:
        return "mirror"
    if context.provenance:
        return context.provenance
    if not host:
        return "file"
    return "official" if host == "gov.cn" or host.endswith(".gov.cn") else "mirror"


def _findings(page: Page, report: Report, verdict: Verdict, clean: Clean, repair: Repair, spam: str) -> list[Finding]:
    found: list[Finding] = []
    if report.provenance == "mirror":
        host = urlsplit(page.url).hostname or ""
        if spam:
            message = f"文字中夹有政府网站不会出现的词语“{spam}”，应为镜像或冒名网站"
        elif repair.pinyin:
            message = "文字带有镜像网站的痕迹(括注拼音、繁体转换或垃圾词)"
        else:
            message = "网址不是政府网站(*.gov.cn)"
        found.append(Finding("mirror_site", message, "warning", spam or host))
    forms = {cell.form for cell in report.table_cells}
    if report.body and report.form_era in ("trial2019", "standard2021"):
        needed = {"proactive": "主动公开", "requests": "申请", "reviews": "复议诉讼"}
        missing = [name for form, name in needed.items() if form not in forms]
        if missing:
            message = f"按格式应有的表格没有读到:{'、'.join(missing)}情况表"
            found.append(Finding("tables_missing", message, "warning", report.title))
    if not report.body:
        names_ = "、".join(attachment.name for attachment in report.attachments) or "图片"
        found.append(Finding("unread_attachment", "正文不在页面内,而在附件或图片中,尚未读取", "warning", names_))
    elif report.attachments:
        for attachment in report.attachments:
            found.append(Finding("unread_attachment", f"附件尚未读取:{attachment.name}", "note", attachment.url))
    if report.year is None:
        found.append(Finding("year_unknown", "无法确定报告年度", "error", report.title))
    if report.agency is None:
        found.append(Finding("agency_unknown", "无法确定报告机关", "error", report.title))
    elif report.division_code is None and not names.is_central(report.agency):
        found.append(Finding("division_unknown", "无法确定报告机关所在的行政区划", "warning", report.agency))
    found.extend(dating.late(report.published_on, report.signed_on, report.due_on))
    return found
