"""Pictures that are parts of a document (pages among pages of text, pictures in a text) read by OCR, each for itself.

Nothing is read where that is not wanted now; ``unread_format`` names the extra that is missing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from crawler.reading import ocr
from crawler.reading.ocr import layout
from crawler.records import Finding

#: A page (from 0) and a part of it: left, top, right and bottom as shares of its width and height.
Region = tuple[int, float, float, float, float]
#: Pictures in a text are parts of a page that is at least so many pixels wide.
_PAPER = 1000
#: A scanned page of A4 at 400 dpi has 15 million pixels.
_PIXELS = 25_000_000
#: A picture with its number, or why there is none.
_Numbered = tuple[int, Any]


def read_pages(body: bytes, numbers: list[int]) -> tuple[dict[int, layout.Content], list[Finding]]:
    """Single pages of a PDF (numbers from 0), read as pictures: what each holds, and findings.

    Nothing where reading is not wanted now. ``unread_format`` names the extra that is missing.
    """

    def pages() -> Iterator[_Numbered]:
        from crawler.reading.ocr import images

        pypdfium2: Any = importlib.import_module("pypdfium2")
        with pypdfium2.PdfDocument(body) as document:
            for number in numbers[: ocr.PAGES_MAX]:
                try:
                    yield number, ocr.render_page(document, number)
                except (pypdfium2.PdfiumError, images.ImageError) as error:
                    yield number, f"第 {number + 1} 页未能读取:{error}"

    return _contents(pages, len(numbers))


def read_pasted(bodies: list[bytes]) -> tuple[dict[int, layout.Content], list[Finding]]:
    """Pictures that stand in a text, as far as they look like print: what each holds (from 0), and findings."""

    def pictures() -> Iterator[_Numbered]:
        from crawler.reading.ocr import images

        looked_at = 0
        for number, body in enumerate(bodies):
            try:
                image = images.unpacked(body, _PIXELS)
                if looked_at < ocr.PAGES_MAX and images.is_print(image):
                    looked_at += 1
                    yield number, images.fit(images.on_paper(image, _PAPER))
            except images.ImageError as error:
                yield number, f"文中第 {number + 1} 幅图片未能读取:{error}"

    return _contents(pictures, len(bodies))


def read_regions(body: bytes, regions: list[Region]) -> tuple[dict[int, layout.Content], list[Finding]]:
    """Parts of a PDF's pages that are pictures, as far as they look like print: what each holds, and findings."""

    def pictures() -> Iterator[_Numbered]:
        from crawler.reading.ocr import images

        pypdfium2: Any = importlib.import_module("pypdfium2")
        with pypdfium2.PdfDocument(body) as document:
            for number, (page, *shares) in enumerate(regions[: ocr.PAGES_MAX]):
                try:
                    image = ocr.render_page(document, page)
                    height, width = image.shape[:2]
                    sides = (width, height, width, height)
                    left, top, right, bottom = (
                        max(round(share * side), 0) for share, side in zip(shares, sides, strict=True)
                    )
                    image = image[top:bottom, left:right]
                    if image.size and images.is_print(image):
                        yield number, images.fit(images.on_paper(image, width))
                except (pypdfium2.PdfiumError, images.ImageError) as error:
                    yield number, f"第 {page + 1} 页的图片未能读取:{error}"

    return _contents(pictures, len(regions))


def _contents(
    pictures: Callable[[], Iterator[_Numbered]], count: int
) -> tuple[dict[int, layout.Content], list[Finding]]:
    """What each picture holds, by its number, and findings; ``count`` is how many there are."""
    if ocr.is_off():
        return {}, []
    if missing := ocr.available():
        return {}, [ocr.unread(missing)]
    contents: dict[int, layout.Content] = {}
    findings: list[Finding] = []
    scores: list[tuple[float, str]] = []
    for number, image in pictures():
        if isinstance(image, str):
            findings.append(Finding("unread_image", image, "warning", str(number + 1)))
            continue
        sheets = []
        for sheet, read in ocr.sheets_of(image):
            sheets.append(sheet)
            scores += read
        contents[number] = layout.compose(sheets)
    if count > ocr.PAGES_MAX:
        findings.append(Finding("truncated", f"只识别前 {ocr.PAGES_MAX} 页图像", "warning", f"{count} pages"))
    if scores:
        findings.append(ocr.confidence(scores, len(contents)))
    return contents, findings
