"""Pictures in a document's text (文中图片): tables and pages pasted as pictures are read by OCR, where they stand.

Most pictures of an office file are none of these. Only what looks like print on paper is read, and only what turns
out to be a table or a paragraph is kept: the words in a chart are no text of the report.
"""

from __future__ import annotations

from operator import itemgetter

from crawler.reading.archives import Archive, ArchiveError
from crawler.reading.insert import insert_blocks, order_grids
from crawler.reading.ocr.layout import Content
from crawler.records import Finding, Page

#: A picture of fewer bytes holds no table; one of more is not unpacked.
_LEAST_BYTES = 4_000
_MOST_BYTES = 20_000_000
#: So many pictures of a document are looked at.
_MOST_PICTURES = 40
_READABLE = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff")
#: A line so long is a sentence.
_SENTENCE = 20
#: A document with less text is its pictures: all that they hold is kept.
_HARDLY_ANY = 100


def read_pictures(page: Page, archive: Archive) -> None:
    """Puts what OCR reads of the pictures of ``page`` (by their members' names) into it, each where it stands.

    Findings: ``scan_pages``, ``ocr`` (that text was recognised, how surely), ``unread_image``; ``unread_format`` names
    the extra that is missing where there are pictures that may hold text.
    """
    pictures = _pictures(page, archive)
    if not pictures:
        return
    from crawler.reading.ocr import parts as ocr_parts  # its rules of layout are for pictures only

    contents, findings = ocr_parts.read_pasted([body for _, body in pictures])
    bare = sum(len(block.text) for block in page.blocks) < _HARDLY_ANY and not page.grids
    kept = [(pictures[number][0], content) for number, content in contents.items() if bare or is_text(content)]
    insert_pictures(page, kept)
    if kept:
        page.findings.append(
            Finding("scan_pages", f"文中有 {len(kept)} 幅图片是文字,由识别得到", "note", str(len(kept)))
        )
    if kept or not contents:
        page.findings += findings


def insert_pictures(page: Page, read: list[tuple[int, Content]]) -> None:
    """Puts what pictures hold before the blocks where they stand: ``(block, content)``, in the order of the page."""
    for at, content in sorted(read, key=itemgetter(0))[::-1]:
        insert_blocks(page, min(at, len(page.blocks)), content.blocks, content.grids)
    order_grids(page)


def is_text(content: Content) -> bool:
    """Whether what was read of a picture is a table or has a sentence."""
    return bool(content.grids) or any(len(block.text) >= _SENTENCE for block in content.blocks)


def _pictures(page: Page, archive: Archive) -> list[tuple[int, bytes]]:
    """The pictures that may hold text, in order, each with the block that it stands before; one that repeats once."""
    found: dict[str, tuple[int, bytes]] = {}
    for image in page.images:
        name = image.url.rpartition("#")[2]
        if name in found or name not in archive or not name.lower().endswith(_READABLE):
            continue
        if archive.size_of(name) < _LEAST_BYTES or len(found) >= _MOST_PICTURES:
            continue
        try:
            found[name] = (image.block, archive.read(name, _MOST_BYTES))
        except ArchiveError as error:
            page.findings.append(Finding("unread_image", f"文中图片未能读取:{error}", "warning", name))
    return list(found.values())
