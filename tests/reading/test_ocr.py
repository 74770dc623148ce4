"""Reading pictures of reports: printed onto page images from the stand-in's texts, so that the truth is known."""

from __future__ import annotations

import dataclasses
import io
import struct
import zlib
from collections.abc import Callable
from difflib import SequenceMatcher
from random import Random

import pytest

pytest.importorskip("PIL", reason="pictures are made with Pillow, which the extra ocr brings")
pytest.importorskip("numpy", reason="pictures are made with numpy, which the extra ocr brings")

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from crawler.reading import ocr
from crawler.reading.pdf.document import read_pdf
from crawler.records import Context, Page
from crawler.report.read import read_parsed
from tests.reading import printed
from tests.reading.pdf_files import typeset
from tests.standin.bodies import chinese_date
from tests.standin.forms import Table
from tests.standin.places import PLACES, agencies_of
from tests.standin.reports import ReportText, write_report

needs_ocr = pytest.mark.skipif(bool(ocr.available()), reason=f"OCR is not installed: {ocr.available()}")
needs_font = pytest.mark.skipif(not printed.styles(), reason="no Chinese font: apt install fonts-wqy-zenhei")

Picture = Image.Image


def report_of(year: int, agency: int = 2) -> ReportText:
    return write_report(agencies_of(PLACES["hewan"], Random(3), 3, 2, 1)[agency], year, "ocr")


def short_report() -> ReportText:
    """Two pages: the opening paragraphs and the table of 231 places."""
    report = report_of(2023)
    table = next(item for item in report.items if isinstance(item, Table) and item.form == "requests")
    return dataclasses.replace(report, items=[*report.items[:6], table], signed_on=None)


def paragraphs(report: ReportText) -> list[str]:
    signature = [report.agency.name, chinese_date(report)] if report.signed_on else []
    return [report.title, *(item.text for item in report.items if not isinstance(item, Table)), *signature]


def truth_grid(table: Table) -> list[list[str]]:
    width = max(sum(cell.colspan for cell in row) for row in table.rows)
    grid: list[list[str | None]] = [[None] * width for _ in table.rows]
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while grid[number][column] is not None:
                column += 1
            for i in range(cell.rowspan):
                for j in range(cell.colspan):
                    grid[number + i][column + j] = cell.text.replace(" ", "")
            column += cell.colspan
    return [[text or "" for text in row] for row in grid]


def characters_right(report: ReportText, page: Page) -> float:
    want = "".join(paragraphs(report))
    got = "".join(block.text for block in page.blocks)
    matched = sum(m.size for m in SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks())
    return matched / max(len(want), len(got))


def cells_right(report: ReportText, page: Page) -> float:
    tables = [truth_grid(item) for item in report.items if isinstance(item, Table)]
    total = sum(len(row) for table in tables for row in table)
    right = 0
    for table, grid in zip(tables, page.grids, strict=False):
        for row, read in zip(table, grid.rows, strict=False):
            right += sum(a == b.text for a, b in zip(row, read, strict=False))
    return right / total if total else 1.0


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.findings]


def scanned(page: Picture) -> Picture:
    """Grey paper, pale print, grain, a pixel of blur, JPEG: an office scanner."""
    grain = np.random.default_rng(1)
    pixels = np.asarray(page).astype(float) * 0.72 + 45
    pixels = np.where(grain.random(pixels.shape) < 0.0004, 30, pixels + grain.normal(0, 9, pixels.shape))
    file = io.BytesIO()
    image = Image.fromarray(pixels.clip(0, 255).astype("uint8")).filter(ImageFilter.GaussianBlur(0.6))
    image.save(file, "JPEG", quality=55)
    return Image.open(file).convert("L")


def stamped(page: Picture) -> Picture:
    """A red stamp (公章) over the print."""
    layer = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(layer)
    x, y, radius = page.width * 0.72, page.height * 0.3, page.width * 0.09
    for i in range(7):
        draw.ellipse((x - radius + i, y - radius + i, x + radius - i, y + radius - i), outline=(215, 30, 40))
    draw.regular_polygon((x, y, radius * 0.4), 5, fill=(215, 30, 40))
    return ImageChops.multiply(page.convert("RGB"), layer)


def scaled(page: Picture, factor: float) -> Picture:
    return page.resize((round(page.width * factor), round(page.height * factor)), Image.Resampling.LANCZOS)


def one_tall(pages: list[Picture]) -> list[Picture]:
    """All pages below each other in one picture, as portals publish them."""
    parts = [page.crop((0, page.height // 12, page.width, page.height * 11 // 12)) for page in pages]
    image = Image.new("L", (parts[0].width, sum(part.height for part in parts)), 255)
    top = 0
    for part in parts:
        image.paste(part, (0, top))
        top += part.height
    return [image]


#: What happens to a page between the printer and the portal.
FATES: dict[str, Callable[[list[Picture]], list[Picture]]] = {
    "clean": lambda pages: pages,
    "skewed": lambda pages: [page.rotate(-2.5, Image.Resampling.BICUBIC, expand=True, fillcolor=255) for page in pages],
    "sideways": lambda pages: [page.rotate(90, expand=True) for page in pages],
    "upside down": lambda pages: [page.rotate(180) for page in pages],
    "scanned": lambda pages: [scanned(page) for page in pages],
    "scanned askew": lambda pages: [
        scanned(page.rotate(1.2, Image.Resampling.BICUBIC, expand=True, fillcolor=255)) for page in pages
    ],
    "copied in black and white": lambda pages: [
        page.filter(ImageFilter.GaussianBlur(0.4)).point(lambda ink: 255 * (ink > 170)) for page in pages
    ],
    "stamped": lambda pages: [stamped(page) for page in pages],
    "small": lambda pages: [scaled(page, 0.55) for page in pages],
    "large": lambda pages: [scaled(page, 2) for page in pages],
    "one tall picture": one_tall,
    "one tall picture askew": lambda pages: one_tall(
        [page.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=255) for page in pages]
    ),
}


@needs_ocr
@needs_font
@pytest.mark.slow
@pytest.mark.parametrize("fate", FATES)
def test_a_report_is_read_whatever_happened_to_its_pages(fate: str) -> None:
    report = short_report()
    page = ocr.read_images([printed.png(image) for image in FATES[fate](printed.print_report(report))], "")
    assert characters_right(report, page) >= 0.99
    assert cells_right(report, page) >= 0.99


@needs_ocr
@needs_font
@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "style"), [(2016, ""), (2020, ""), *((2016, style) for style in printed.styles()[1:])]
)
def test_every_era_is_read_paragraph_by_paragraph(year: int, style: str) -> None:
    report = report_of(year)
    page = ocr.read_images([printed.png(image) for image in printed.print_report(report, style=style)], "")
    assert [block.text for block in page.blocks if block.grid < 0] == paragraphs(report)
    assert cells_right(report, page) >= 0.99
    (finding,) = [finding for finding in page.findings if finding.rule == "ocr"]
    assert float(finding.evidence.split(";")[0]) > 0.95
    assert finding.severity == "note"


@needs_ocr
@needs_font
@pytest.mark.slow
def test_a_scanned_pdf_is_read_and_becomes_a_report() -> None:
    pytest.importorskip("pypdfium2", reason="scanned PDFs need the extra pdf")
    report = report_of(2022)
    page = ocr.read_scan(printed.scanned_pdf(printed.print_report(report)), "http://www.hewan-example.gov.cn/a.pdf")
    assert page is not None
    assert page.format == "pdf"
    assert characters_right(report, page) >= 0.98
    reading = read_parsed(page, Context())
    assert reading.report is not None
    assert (reading.report.year, reading.report.title) == (2022, report.title)


@needs_ocr
@needs_font
@pytest.mark.slow
def test_strokes_are_no_figures_and_points_stay() -> None:
    """A slash for "none" that is read as 1 would be a wrong figure; so would 3.5 read as 35."""
    from tests.standin.forms import Cell

    shown = [["/", "-", "—", "1"], ["0.5", "11", "3.25", ""], ["7", "/", "1", "10,204"]]
    table = Table("requests", [[Cell(text) for text in row] for row in shown])
    printer = printed.Printer()
    printer.table(table)
    page = ocr.read_image(printed.png(printer.pages[0]), "")
    assert [[cell.text for cell in row] for row in page.grids[0].rows] == shown


@needs_ocr
@needs_font
@pytest.mark.slow
def test_a_picture_without_text_says_so() -> None:
    page = ocr.read_image(printed.png(Image.new("L", (800, 600), 255)), "")
    assert not page.blocks
    assert rules(page) == ["ocr"]


def png_header(width: int, height: int) -> bytes:
    """A PNG that only states its size: unpacking it would take the memory that it states."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    packed = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@needs_ocr
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0" + b"\0" * 50,
        b"GIF89a\1\0\1\0\0\0\0;",
        png_header(60_000, 60_000),
        png_header(0, 5),
        png_header(3, 3),
        b"BM" + b"\xff" * 60,
    ],
    ids=["empty", "cut off", "broken jpeg", "spacer", "bomb", "no width", "speck", "broken bmp"],
)
def test_a_bad_image_is_a_finding(body: bytes) -> None:
    page = ocr.read_image(body, "http://www.hewan-example.gov.cn/a.png")
    assert rules(page) == ["unread_image"]
    assert not page.blocks


@needs_ocr
def test_what_is_no_pdf_is_no_scan() -> None:
    pytest.importorskip("pypdfium2", reason="scanned PDFs need the extra pdf")
    assert ocr.read_scan(b"%PDF-1.4 and nothing more", "") is None


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: "pip install gov-reports[ocr] (rapidocr)")
    page = ocr.read_images([b"x", b"y"], "http://www.hewan-example.gov.cn/")
    (finding,) = page.findings
    assert finding.rule == "unread_format"
    assert "gov-reports[ocr]" in finding.message


@needs_ocr
@needs_font
@pytest.mark.slow
def test_a_scanned_table_among_pages_of_text_is_read_where_it_stands() -> None:
    report = short_report()
    *lines, table = report.items
    text = dataclasses.replace(report, items=lines)
    scan = printed.scanned_pdf(printed.print_report(dataclasses.replace(report, title="", items=[table])))
    body = joined_pdf([typeset(text), scan, typeset(dataclasses.replace(text, title="六、其他需要报告的事项"))])
    page = read_pdf(body)
    assert cells_right(dataclasses.replace(report, items=[table]), page) >= 0.97
    grid = next(index for index, block in enumerate(page.blocks) if block.grid >= 0)
    words = [block.text for block in page.blocks]
    assert words.index(report.title) < grid < words.index("六、其他需要报告的事项")
    assert {"scan_pages", "ocr"} <= {finding.rule for finding in page.findings}


def joined_pdf(bodies: list[bytes]) -> bytes:
    """The pages of several PDFs in one."""
    whole = pypdfium2.PdfDocument.new()
    for body in bodies:
        with pypdfium2.PdfDocument(body) as part:
            whole.import_pages(part)
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()
