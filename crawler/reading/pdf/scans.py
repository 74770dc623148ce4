"""Pages of a PDF that are pictures among pages of text, and pictures in them: read by OCR, and put where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.reading.pdf.sheet import Box, Sheet
from crawler.records import Finding, Page

if TYPE_CHECKING:
    from crawler.reading.ocr.layout import Content

#: A picture in a text is a table's where it has this share of the page's width and height.
_WIDE, _HIGH = 0.35, 0.04
#: Glyphs over a picture are its text: it was read before.
_READ_BEFORE = 5
_MARK = 8


def read_pictures(
    body: bytes, page: Page, sheets: list[Sheet], scanned: list[Sheet], starts: list[tuple[int, int]]
) -> None:
    """Puts what OCR reads of ``scanned`` sheets, and of pictures in the others, into the page.

    ``starts`` are (sheet, block) where each sheet with text begins. Findings: ``scan_pages`` names the pages, and says
    whether they were read; what reading them says.
    """
    pasted = [(sheet, box) for sheet in sheets if sheet not in scanned for box in _pasted(sheet)]
    if not scanned and not pasted:
        return
    from crawler.reading.ocr import parts as ocr_parts  # its rules of layout are for pictures only
    from crawler.reading.ocr import pictures

    found: list[tuple[int, Content]] = []
    if scanned:
        contents, findings = ocr_parts.read_pages(body, [sheet.number for sheet in scanned])
        found += [(_next(page, number, starts), content) for number, content in contents.items()]
        page.findings += [*_said(scanned, contents), *findings]
    if pasted:
        contents, findings = ocr_parts.read_regions(body, [_region(sheet, box) for sheet, box in pasted])
        kept = {number: content for number, content in contents.items() if pictures.is_text(content)}
        found += [(_place(page, *pasted[number], starts), content) for number, content in kept.items()]
        if kept:
            pages = _listed(sorted({pasted[number][0].number + 1 for number in kept}))
            page.findings.append(Finding("scan_pages", f"第 {pages} 页有图片是文字,由识别得到", "note", pages))
        if kept or not contents:
            page.findings += findings
    pictures.insert_pictures(page, found)


def _said(scanned: list[Sheet], contents: dict[int, Content]) -> list[Finding]:
    """The findings that name the pages that are pictures."""
    read = [sheet.number + 1 for sheet in scanned if sheet.number in contents and contents[sheet.number].blocks]
    unread = [sheet.number + 1 for sheet in scanned if sheet.number + 1 not in read]
    found = []
    if read:
        found.append(Finding("scan_pages", f"第 {_listed(read)} 页是图像,文字由识别得到", "note", _listed(read)))
    if unread:
        message = f"第 {_listed(unread)} 页是图像,没有文字层,未读取"
        found.append(Finding("scan_pages", message, "warning", _listed(unread)))
    return found


def _next(page: Page, number: int, starts: list[tuple[int, int]]) -> int:
    """The first block of the sheets after one."""
    return next((block for start, block in starts if start > number), len(page.blocks))


def _pasted(sheet: Sheet) -> list[Box]:
    """The pictures of a sheet that may be tables: large, and with nothing printed over them."""
    found = []
    for box in sheet.pictures:
        if box.x1 - box.x0 < _WIDE * sheet.width or box.y1 - box.y0 < _HIGH * sheet.height:
            continue
        over = sum(box.x0 < (g.x0 + g.x1) / 2 < box.x1 and box.y0 < (g.y0 + g.y1) / 2 < box.y1 for g in sheet.glyphs)
        if over < _READ_BEFORE:
            found.append(box)
    return found


def _region(sheet: Sheet, box: Box) -> tuple[int, float, float, float, float]:
    """A box as shares of its page."""
    width, height = sheet.width, sheet.height
    return sheet.number, box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height


def _place(page: Page, sheet: Sheet, box: Box, starts: list[tuple[int, int]]) -> int:
    """The block before which a picture stands: that of the first line below it, else the next sheet's first."""
    first = next((block for number, block in starts if number >= sheet.number), len(page.blocks))
    end = _next(page, sheet.number, starts)
    below = [glyph for glyph in sheet.glyphs if glyph.y0 >= box.y1 - 1]
    if not below:
        return end
    top = min(glyph.y0 for glyph in below)
    line = sorted((glyph for glyph in below if glyph.y0 < top + glyph.size / 2), key=lambda glyph: glyph.x0)
    mark = "".join(glyph.text for glyph in line)[:_MARK]
    for at in range(first, end):
        if page.blocks[at].text.replace(" ", "").startswith(mark):
            return at
    return end


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:20]))
