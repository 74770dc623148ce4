"""PDF to a Page: what its pages print, read from the text layer (:mod:`crawler.reading.pdf.setting` sets it).

Reading is by pypdfium2 (the extra ``pdf``) and costs about 10 ms a page. What has no text layer that can be read is a
scan, and goes to :mod:`crawler.reading.ocr`.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from crawler.reading.pdf.guard import is_hostile
from crawler.reading.pdf.links import links_in
from crawler.reading.pdf.properties import keep_properties, read_properties
from crawler.reading.pdf.scans import read_pictures
from crawler.reading.pdf.setting import set_sheets
from crawler.reading.pdf.sheet import Sheet, read_sheet
from crawler.reading.pdf.text import UNREAD_SHARE, glyph_text, is_legible
from crawler.records import Finding, Page

#: No report is longer: pages after these are not read, nor glyphs after so many.
MOST_PAGES = 300
MOST_GLYPHS = 400_000
#: A page that pictures cover by this share is one, unless it has more glyphs than a page number and a stamp.
_PICTURED = 0.3
_LEAST_GLYPHS = 12
_NEEDS = "pip install gov-reports[pdf]"
_PASSWORD_ERRORS = (4, 5)


def read_pdf(body: bytes, url: str = "") -> Page:
    """The page of a PDF; never raises on bad input.

    ``Page.findings`` says what was odd: ``scan`` (no text layer; read by OCR where that is installed),
    ``unread_text_layer`` (a text layer without meaning, treated as a scan), ``scan_pages``, ``hidden_text_layer``,
    ``unread_glyphs``, ``turned_text``, ``truncated``, ``encrypted``, ``broken_file``, ``hostile_file``,
    ``empty_file``, ``unread_format`` (the extra ``pdf`` is not installed).
    """
    page = Page(url=url, format="pdf", size=len(body))
    if importlib.util.find_spec("pypdfium2") is None:
        page.findings.append(Finding("unread_format", f"读取 PDF 需要安装扩展:{_NEEDS}", "warning", _NEEDS))
        return page
    if reason := is_hostile(body):
        page.findings.append(Finding("hostile_file", f"{reason},未读取", "error", f"{len(body)} bytes"))
        return page
    pdfium: Any = importlib.import_module("pypdfium2")
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        page.findings.append(_unopened(error))
        return page
    with document:
        properties = read_properties(document)
        sheets = _sheets(document, pdfium.PdfiumError, page)
    scan = _scan_finding(sheets)
    if not any(sheet.objects for sheet in sheets):
        page.findings.append(Finding("empty_file", "PDF 没有内容", "warning", f"{len(sheets)} pages"))
    elif scan is not None:
        page = _read_scan(body, page, scan)
    else:
        _note_oddities(sheets, page)
        starts = set_sheets(page, sheets)
        scanned = [sheet for sheet in sheets if not _has_text(sheet) and sheet.image_share > _PICTURED]
        read_pictures(body, page, sheets, scanned, starts)
        page.links = links_in(sheets, page.blocks)
    keep_properties(page, properties)
    return page


def _unopened(error: Any) -> Finding:
    if error.err_code in _PASSWORD_ERRORS:
        return Finding("encrypted", "PDF 有密码保护,未读取", "error", str(error))
    return Finding("broken_file", "PDF 已损坏或不完整,无法打开", "error", str(error))


def _sheets(document: Any, library_error: type[Exception], page: Page) -> list[Sheet]:
    """The document's pages as sheets, within the bounds; a page that cannot be loaded is a finding."""
    sheets: list[Sheet] = []
    count = len(document)
    glyphs = 0
    for number in range(min(count, MOST_PAGES)):
        try:
            leaf = document[number]
            try:
                sheet = read_sheet(leaf, number)
            finally:
                leaf.close()
        except library_error as error:
            page.findings.append(Finding("broken_file", f"第 {number + 1} 页无法读取", "warning", str(error)))
            continue
        sheets.append(sheet)
        glyphs += len(sheet.glyphs)
        if sheet.cut:
            page.findings.append(Finding("truncated", f"第 {number + 1} 页内容过多,只读取了一部分", "warning", "page"))
        if glyphs > MOST_GLYPHS:
            count = max(count, number + 2)
            break
    if count > len(sheets) and (count > MOST_PAGES or glyphs > MOST_GLYPHS):
        message = f"文件过长,只读取前 {len(sheets)} 页"
        page.findings.append(Finding("truncated", message, "warning", f"{count} pages"))
    return sheets


def _scan_finding(sheets: list[Sheet]) -> Finding | None:
    """The finding that makes the document a scan, if it is one: hardly any text, or text without meaning."""
    texts = [glyph_text(glyph.text) or "\ufffd" for sheet in sheets for glyph in sheet.glyphs]
    unmapped = sum(sheet.unmapped for sheet in sheets)
    if not any(_has_text(sheet) for sheet in sheets):
        return Finding("scan", "PDF 没有文字层(扫描件)", "warning", f"{len(sheets)} pages")
    if unmapped > UNREAD_SHARE * len(texts) or not is_legible(texts):
        sample = "".join(texts[:40])
        return Finding("unread_text_layer", "PDF 文字层无法解读(字体缺少对应表),按扫描件处理", "warning", sample)
    return None


def _has_text(sheet: Sheet) -> bool:
    return len(sheet.glyphs) >= (_LEAST_GLYPHS if sheet.image_share > _PICTURED else 1)


def _read_scan(body: bytes, page: Page, scan: Finding) -> Page:
    from crawler.reading import ocr  # its rules of layout are for scans only

    read = ocr.read_scan(body, page.url)
    found = [*page.findings, scan]
    if read is None:
        page.findings = found
        return page
    read.findings = [*found, *read.findings]
    return read


def _note_oddities(sheets: list[Sheet], page: Page) -> None:
    """Findings on what the text layer does not say, or says only of itself."""
    glyphs = sum(len(sheet.glyphs) for sheet in sheets)
    hidden = sum(sheet.hidden for sheet in sheets)
    if hidden * 2 > glyphs:
        message = "文字取自扫描图像后的隐藏文字层(他人识别的结果)"
        page.findings.append(Finding("hidden_text_layer", message, "note", f"{hidden} glyphs"))
    silent = sum(sheet.unmapped for sheet in sheets)
    if silent * 100 > glyphs:
        message = "部分字形没有对应文字,已略去"
        page.findings.append(Finding("unread_glyphs", message, "warning", f"{silent} of {glyphs}"))
