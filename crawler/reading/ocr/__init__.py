"""Pictures of text to a Page (图片版、扫描件): images, scanned PDFs, reports that are several page images.

Reading is done by RapidOCR, offline, from models inside its wheel; ``pip install gov-reports[ocr]`` brings it.
The packages are imported when something is to be read. A page takes 1–4 s of two cores and about 800 MB.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from crawler.reading.ocr import layout
from crawler.records import Finding, Page

#: So many page images of one document are read, and so many bytes of one image.
PAGES_MAX = 30
BYTES_MAX = 60_000_000
#: Scanned pages are rendered at this many dots per inch: enough for 9 pt print.
DPI = 170
#: Below this mean confidence the reading is doubtful, and below it a single line is named in the finding.
DOUBTFUL = 0.9

_OFF: ContextVar[bool] = ContextVar("ocr_switched_off", default=False)

_NEEDED = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")


@cache
def available() -> str:
    """Empty when pictures can be read, else what is missing, by name."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        return f"pip install gov-reports[ocr] ({'、'.join(missing)})"
    from crawler.reading.ocr import engine

    lacking = {"det", "rec", "cls"} - set(engine.model_paths())
    return f"rapidocr: models {'、'.join(sorted(lacking))}" if lacking else ""


@contextmanager
def switched_off() -> Iterator[None]:
    """Inside, scans stay unread: where the text is known already, a scan of it is not worth seconds a page."""
    token = _OFF.set(True)
    try:
        yield
    finally:
        _OFF.reset(token)


def is_off() -> bool:
    """Whether scans stay unread now."""
    return _OFF.get()


def is_larger(body: bytes, width: int, height: int) -> bool:
    """Whether an image is at least so many pixels wide and high; False for one that is broken."""
    from crawler.reading.ocr import images

    try:
        found = images.image_size(body)
    except images.ImageError:
        return False
    return found[0] >= width and found[1] >= height


def read_image(body: bytes, url: str) -> Page:
    """The page of one image. What is wrong with it is a finding: ``unread_format``, ``unread_image``."""
    return read_images([body], url)


def read_images(bodies: list[bytes], url: str) -> Page:
    """The page of a report that is several page images, in their order."""
    page = Page(url=url, format="image", size=sum(map(len, bodies)))
    if missing := available():
        page.findings.append(unread(missing))
        return page
    from crawler.reading.ocr import images

    def pictures() -> Iterator[Any]:
        for number, body in enumerate(bodies, 1):
            try:
                if len(body) > BYTES_MAX:
                    raise images.ImageError(f"图像文件过大({len(body)} 字节)")
                yield images.decode(body)
            except images.ImageError as error:
                message = f"第 {number} 幅图像未能读取:{error}"
                page.findings.append(Finding("unread_image", message, "warning", f"{number}/{len(bodies)}"))

    _fill(page, pictures(), len(bodies))
    return page


def read_scan(body: bytes, url: str) -> Page | None:
    """The page of a scanned PDF, its pages rendered and read; None when it is no PDF that opens, or not now."""
    if _OFF.get():
        return None
    page = Page(url=url, format="pdf", size=len(body))
    missing = available()
    if importlib.util.find_spec("pypdfium2") is None:
        missing = "pip install gov-reports[pdf]"
    if missing:
        page.findings.append(unread(missing))
        return page
    from crawler.reading.ocr import images

    pypdfium2: Any = importlib.import_module("pypdfium2")
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError:
        return None
    with document:
        count = len(document)

        def pictures() -> Iterator[Any]:
            for number in range(min(count, PAGES_MAX)):
                try:
                    yield render_page(document, number)
                except (pypdfium2.PdfiumError, images.ImageError) as error:
                    message = f"第 {number + 1} 页未能读取:{error}"
                    page.findings.append(Finding("unread_image", message, "warning", f"{number + 1}/{count}"))

        _fill(page, pictures(), count)
    return page


def render_page(document: Any, number: int) -> Any:
    """A PDF page as a BGR image of bounded size, whatever its media box says."""
    from crawler.reading.ocr import images

    sheet = document[number]
    try:
        width, height = sheet.get_size()
        if min(width, height) < 1:
            raise images.ImageError("页面没有大小")
        scale = min(DPI / 72, images.SIDE_MAX / min(width, height), 6000 / max(width, height))
        bitmap = sheet.render(scale=scale, draw_annots=False)
        try:
            image = bitmap.to_numpy().copy()
        finally:
            bitmap.close()
    finally:
        sheet.close()
    if image.ndim == 2 or image.shape[2] == 1:
        image = image.reshape(image.shape[0], image.shape[1], 1).repeat(3, axis=2)
    return images.fit(image[:, :, :3])


def _fill(page: Page, images: Iterable[Any], count: int) -> None:
    """Reads the images one after the other (one is in memory at a time) into the page."""
    sheets: list[layout.Sheet] = []
    scores: list[tuple[float, str]] = []
    for number, image in enumerate(images):
        if number == PAGES_MAX:
            break
        for sheet, read in sheets_of(image):
            sheets.append(sheet)
            scores += read
    if count > PAGES_MAX:
        page.findings.append(Finding("truncated", f"只识别前 {PAGES_MAX} 页", "warning", f"{count} pages"))
    content = layout.compose(sheets)
    page.blocks, page.grids = content.blocks, content.grids
    if scores:
        page.findings.append(confidence(scores, len(sheets)))
    elif sheets:
        page.findings.append(Finding("ocr", "图像中没有识别到文字", "warning", f"{len(sheets)} pages"))


def sheets_of(image: Any) -> Iterator[tuple[layout.Sheet, list[tuple[float, str]]]]:
    """The sheets of an image (several of a tall one), each with the confidence of every text in it."""
    from crawler.reading.ocr import cells, engine, grids, hanging, images

    parts = images.pieces(image)
    for part in map(images.grey, parts):
        part = images.upright(part) if len(parts) == 1 else images.level(part)
        rules = grids.find_rules(part)
        level = images.turned(part, grids.slant(rules))  # ruling lines tell it more exactly than lines of text
        if level is not part:
            part, rules = level, grids.find_rules(level)
        ruled = grids.find_tables(rules)
        bare = grids.without_rules(part, rules) if ruled else part
        ruled = hanging.with_hanging(bare, ruled)
        printed = cells.read_cells(bare, ruled)
        for x0, y0, x1, y1 in (place[4:8] for table in ruled for place in table.places):
            bare[max(y0 - 2, 0) : y1 + 3, max(x0 - 2, 0) : x1 + 3] = 255
        boxes = engine.find_lines(bare)
        texts = engine.recognise([engine.crop(bare, corners) for corners in boxes])
        lines = [
            layout.Line(text, score, *corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())
            for (text, score), corners in zip(texts, boxes, strict=True)
            if text.strip() and score >= 0.5
        ]
        tables = [
            layout.Table(
                table.y0,
                table.y1,
                table.rows,
                table.columns,
                [
                    layout.Cell(place.row, place.column, place.rows, place.columns, read.text, read.lines)
                    for place, read in zip(table.places, own, strict=True)
                ],
                [float(x) for x in table.xs],
            )
            for table, own in zip(ruled, printed, strict=True)
        ]
        scores = [(line.score, line.text) for line in lines]
        scores += [(read.score, read.text) for own in printed for read in own if read.text]
        yield layout.Sheet(part.shape[1], part.shape[0], lines, tables), scores


def confidence(scores: list[tuple[float, str]], pages: int) -> Finding:
    """The finding that says how surely the texts of so many pages were recognised."""
    # By characters: a page number counts less than a paragraph.
    weight = sum(len(text) for _, text in scores)
    mean = sum(score * len(text) for score, text in scores) / weight
    worst = [f"{text[:20]} ({score:.2f})" for score, text in sorted(scores)[:3] if score < DOUBTFUL]
    message = f"文字由图像识别得到({pages} 页),平均置信度 {mean:.3f}"
    return Finding("ocr", message, "note" if mean >= DOUBTFUL else "warning", "; ".join([f"{mean:.3f}", *worst]))


def unread(missing: str) -> Finding:
    """The finding that names what is missing."""
    return Finding("unread_format", f"未安装图像文字识别:{missing}", "warning", missing)
