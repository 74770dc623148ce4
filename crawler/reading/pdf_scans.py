"""Pages of a PDF that are pictures among pages of text: read by OCR, and put where they stand."""

from __future__ import annotations

from crawler.reading.insert import insert_blocks, order_grids
from crawler.reading.pdf_sheet import Sheet
from crawler.records import Finding, Page


def read_pictures(body: bytes, page: Page, scanned: list[Sheet], starts: list[tuple[int, int]]) -> None:
    """Puts what OCR reads of ``scanned`` into the page; ``starts`` are (sheet, block) where each other sheet begins.

    Findings: ``scan_pages`` names the pages, and says whether they were read; what reading them says.
    """
    if not scanned:
        return
    from crawler.reading import ocr  # its rules of layout are for scans only

    contents, findings = ocr.read_pages(body, [sheet.number for sheet in scanned])
    for sheet in reversed(scanned):
        content = contents.get(sheet.number)
        if content is not None:
            at = next((block for number, block in starts if number > sheet.number), len(page.blocks))
            insert_blocks(page, at, content.blocks, content.grids)
    order_grids(page)
    read = [sheet.number + 1 for sheet in scanned if sheet.number in contents and contents[sheet.number].blocks]
    unread = [sheet.number + 1 for sheet in scanned if sheet.number + 1 not in read]
    if read:
        page.findings.append(
            Finding("scan_pages", f"第 {_listed(read)} 页是图像,文字由识别得到", "note", _listed(read))
        )
    if unread:
        message = f"第 {_listed(unread)} 页是图像,没有文字层,未读取"
        page.findings.append(Finding("scan_pages", message, "warning", _listed(unread)))
    page.findings += findings


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:20]))
