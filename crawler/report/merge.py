"""A report page and the files it links to or shows, as one reading (附件、图片版). Pure.

A file is put into the page where the page links to it, and the page is then read again as a whole: title and info
box come from the page, the body from the file, and everything that reads reports works as on any other page.
"""

from __future__ import annotations

import hashlib
from contextlib import nullcontext

import msgspec

from crawler.facts import load_toml
from crawler.platforms.titles import is_bare_title, is_report_title
from crawler.reading import ocr
from crawler.reading.insert import insert_blocks
from crawler.reading.sniff import sniff
from crawler.records import Attachment, Context, Document, Finding, Page, Reading, Report
from crawler.report.cleaning.body import find_body
from crawler.report.files import File, State, judge_archive, opened
from crawler.report.forms.read import grids_of, read_tables
from crawler.report.join import Part, Whole
from crawler.report.read import read_document, read_parsed
from crawler.report.wanted import lacks_body, path_of

#: A file with less text than this is no report.
_LEAST_TEXT = 100
_TABLES = "tables_missing"
_UNREAD = "unread_attachment"
#: A file's title is among so many lines, and no longer than so many characters.
_TITLE_LINES = 5
_TITLE_LENGTH = 60
#: Kinds of page that come in the place of a file.
_NO_FILE = ("soft_404", "challenge", "shell", "home", "list")


def read_with_files(
    document: Document, context: Context, files: list[File], parts: list[Part] | None = None
) -> Reading:
    """The reading of a report page together with its further pages and its files. Never raises on bad input.

    The states of ``Report.attachments`` say what became of each file; ``origins`` names the file that the body
    (``body``) or the statutory tables (``table_cells``) were taken from, as ``attachment:URL``.
    """
    whole = Whole(document, context, parts or [])
    alone = whole.read()
    report = alone.report
    if report is None or not files:
        return alone
    thin = lacks_body(report)
    own = msgspec.structs.replace(
        context, anchor=report.title or context.anchor, listed_on=report.published_on or context.listed_on
    )
    files = opened(files)
    read = _read_files(files, own, needed=thin or _lacks_tables(report))
    best = _best(read, report) if thin else None
    together = _put_together(whole, best, None) if best is not None else alone
    if together.report is not None and (_lacks_tables(together.report) or not together.report.table_cells):
        others = [item for item in read if item is not best]
        giver = _with_tables(others, together.report)
        if giver is not None:
            together = _put_together(whole, best, giver)
        elif together.report is not None:
            together.report.findings += [finding for item in others for finding in _not_understood(item)]
    return _settled(together if together.report is not None else alone, files)


def _put_together(whole: Whole, text: _ReadFile | None, tables: _ReadFile | None) -> Reading:
    """The page read again with the text of one file and the tables of another in it."""
    page = whole.page()
    if text is not None:
        _inline(page, text)
    if tables is not None:
        _append_tables(page, tables)
    reading = whole.read(page)
    report = reading.report
    if report is None:
        return reading
    if text is not None:
        report.raw_sha256, report.format = text.page.raw_sha256, text.page.format
        report.encoding = text.page.encoding or None
        report.origins["body"] = f"attachment:{text.url}"
    if tables is not None:
        report.origins["table_cells"] = f"attachment:{tables.url}"
    return reading


def without_reading(reading: Reading, files: list[File], reason: str) -> Reading:
    """The page's own reading, where reading it with its files failed: those that were had are ``stored``."""
    for file in files:
        if file.document is not None:
            _describe(file.attachment, file.document, sniff(file.document))
            file.reason = reason
    return _settled(reading, files)


class _ReadFile(msgspec.Struct):
    """A file that was read: the reading of it alone. Several pictures are one."""

    url: str
    reading: Reading

    @property
    def page(self) -> Page:
        return self.reading.page


def _read_files(files: list[File], context: Context, *, needed: bool) -> list[_ReadFile]:
    """Reads the files that were had and settles their states; pictures are read together, and only if needed."""
    read: list[_ReadFile] = []
    pictures = []
    for file in files:
        document = file.document
        if document is None:
            continue
        kind = sniff(document)
        _describe(file.attachment, document, kind)
        if kind == "image":
            pictures.append(file)
        if kind in ("image", "archive"):
            continue
        with nullcontext() if needed else ocr.switched_off():
            reading = read_document(document, context)
        file.attachment.state, file.reason = _judged(reading)
        if file.attachment.state == "read":
            read.append(_ReadFile(file.attachment.url, reading))
    if pictures and needed and not any(item.reading.report for item in read):
        read += _read_pictures(pictures, context)
    for file in files:
        if file.document is not None and sniff(file.document) == "archive":
            judge_archive(file, files)
    return read


def _read_pictures(files: list[File], context: Context) -> list[_ReadFile]:
    documents = [file.document for file in files if file.document is not None]
    if missing := ocr.available():
        for file in files:
            file.attachment.state, file.reason = "unsupported", missing
        return []
    facts = load_toml("files.toml")["pictures"]
    large = [
        document.body
        for document in documents
        if ocr.is_larger(document.body, facts["least_width"], facts["least_height"])
    ]
    page = ocr.read_images(large, files[0].attachment.url)
    page.raw_sha256 = hashlib.sha256(b"".join(hashlib.sha256(body).digest() for body in large)).hexdigest()
    if not page.blocks:
        return []
    for file in files:
        if file.document is not None and file.document.body in large:
            file.attachment.state = "read"
    return [_ReadFile(files[0].attachment.url, read_parsed(page, context))]


def _describe(attachment: Attachment, document: Document, kind: str) -> None:
    """Size, hash and type of a file that was had."""
    facts = load_toml("files.toml")
    suffix = path_of(attachment.url).rpartition(".")[2].lower()
    stated = document.headers.get("content-type", "").partition(";")[0].strip().lower()
    attachment.media_type = facts["media_types"].get(kind) or facts["media_types_by_name"].get(suffix) or stated or None
    attachment.bytes = len(document.body)
    attachment.sha256 = hashlib.sha256(document.body).hexdigest()
    attachment.state = "stored"


def _judged(reading: Reading) -> tuple[State, str]:
    """The state of a file that was read, and why it is not ``read``."""
    page = reading.page
    unread = next((finding for finding in page.findings if finding.rule == "unread_format"), None)
    if unread is not None:
        return "unsupported", unread.message
    if page.format == "html" and reading.kind in _NO_FILE:
        return "failed", f"a web page ({reading.kind}) in place of the file"
    if page.blocks:
        return "read", ""
    return "stored", "; ".join(finding.message for finding in page.findings) or "no text"


def _best(read: list[_ReadFile], report: Report) -> _ReadFile | None:
    """The file that is the report: one that reads as such, of the page's year, with the most text."""

    def rank(item: _ReadFile) -> tuple[bool, bool, bool, int]:
        found = item.reading.report
        same_year = found is not None and (found.year == report.year or report.year is None)
        # An archive may hold the reports of many agencies.
        same_agency = found is not None and (found.agency == report.agency or report.agency is None)
        return found is not None, same_year, same_agency, _length(item.page)

    usable = [item for item in read if item.reading.kind in ("report", "other") and _length(item.page) >= _LEAST_TEXT]
    return max(usable, key=rank, default=None)


def _length(page: Page) -> int:
    return sum(len(block.text) for block in page.blocks) + sum(
        len(cell.text) for grid in page.grids for row in grid.rows for cell in row
    )


def _inline(page: Page, file: _ReadFile) -> None:
    """Puts a file's text into the page where the page links to the file or shows it."""
    # A picture stands before the block that it points at, a link inside it.
    urls = (file.url, file.url.partition("#")[0])  # a file in an archive stands where the archive is linked
    places = [image.block for image in page.images if image.url in urls]
    places += [link.block + 1 for link in page.links if link.url in urls and link.block >= 0]
    ends = [zone.end for zone in page.zones if zone.name]
    at = min(next(iter([*places, *ends[-1:]]), len(page.blocks)), len(page.blocks))
    insert_blocks(page, at, file.page.blocks[_after_title(file.page) :], file.page.grids, name="attachment")
    page.findings += [finding for finding in file.page.findings if finding not in page.findings]


def _after_title(page: Page) -> int:
    """The block after a file's own title: its page has one, by which it is listed, and that goes first."""
    opening = [block.text for block in page.blocks[:_TITLE_LINES]]
    titles = [
        i
        for i, text in enumerate(opening)
        if len(text) <= _TITLE_LENGTH and "，" not in text and (is_report_title(text) or is_bare_title(text))
    ]
    return titles[-1] + 1 if titles else 0


def _append_tables(page: Page, file: _ReadFile) -> None:
    """Puts a file's statutory tables at the end of the page's body."""
    used = read_tables(file.page.grids).used
    blocks = [block for block in file.page.blocks if block.grid in used]
    insert_blocks(page, find_body(page).end, blocks, file.page.grids)


def _lacks_tables(report: Report) -> bool:
    return any(finding.rule == _TABLES for finding in report.findings)


def _with_tables(files: list[_ReadFile], report: Report) -> _ReadFile | None:
    """The file with the most forms that the report lacks, and of no other year than the report."""
    have = {cell.form for cell in report.table_cells}
    files = [file for file in files if (of := file.reading.report) is None or of.year in (None, report.year)]
    gains = [(len({cell.form for cell in read_tables(file.page.grids).cells} - have), file) for file in files]
    gain, best = max(gains, key=lambda pair: pair[0], default=(0, None))
    return best if gain else None


def _not_understood(file: _ReadFile) -> list[Finding]:
    """The findings on tables of a file that look statutory and were not understood."""
    return [
        finding for finding in read_tables(grids_of(file.page, file.page.blocks)).findings if finding.rule == _TABLES
    ]


def _settled(reading: Reading, files: list[File]) -> Reading:
    """The reading with what became of its files: their states, and a finding for each that was not read."""
    report = reading.report
    assert report is not None
    asked = {file.attachment.url for file in files}
    beyond = [file for file in report.attachments if file.url not in asked]
    report.attachments = [file.attachment for file in files] + beyond
    report.findings = [finding for finding in report.findings if finding.rule != _UNREAD]
    if beyond:
        message = f"附件过多,只读取前 {len(files)} 个,其余 {len(beyond)} 个未读取"
        report.findings.append(Finding(_UNREAD, message, "warning", beyond[0].url))
    empty = not report.body
    report.findings += [finding for file in files for finding in file.findings if file.attachment.state == "read"]
    for file in files:
        if file.attachment.state != "read":
            message = f"附件未读取({file.attachment.state}):{file.attachment.name}"
            evidence = f"{file.attachment.url} {file.reason}".strip()
            report.findings.append(Finding(_UNREAD, message, "warning" if empty else "note", evidence))
    if empty and not files:
        report.findings.append(Finding(_UNREAD, "正文不在页面内,也没有可读取的附件", "warning", report.title))
    return reading
