"""Prints a stand-in report onto page images, as a scanner would see it: title, paragraphs, ruled tables, signature."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.standin.bodies import chinese_date
from tests.standin.forms import Table
from tests.standin.reports import ReportText

#: Fonts with Chinese characters where Debian's packages put them (fonts-noto-cjk, fonts-wqy-zenhei, fonts-arphic-*):
#: by the name of their style, the file and the face in it.
FONTS = {
    "宋体": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "黑体": ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    "等线": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    "楷体": ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0),
    "明体": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
}
INK = 20


def styles() -> list[str]:
    """The styles whose fonts this machine has; the first one is printed with unless another is asked for."""
    return [style for style, (path, _) in FONTS.items() if Path(path).is_file()]


@cache
def font(size: int, style: str = "") -> ImageFont.FreeTypeFont:
    path, face = FONTS[style or styles()[0]]
    return ImageFont.truetype(path, size, index=face)


@dataclass
class Printer:
    """A4 at ``dpi``: text of ``size`` pixels in so many columns, a new page when one is full."""

    dpi: int = 150
    numbered: bool = True
    style: str = ""
    pages: list[Image.Image] = field(default_factory=list)
    y: int = 0

    def __post_init__(self) -> None:
        self.width, self.height = round(8.27 * self.dpi), round(11.69 * self.dpi)
        self.margin = self.dpi
        self.size = round(self.dpi * 16 / 72)
        self.small = round(self.dpi * 9 / 72)
        self._turn_page()

    @property
    def inner(self) -> int:
        return self.width - 2 * self.margin

    def title(self, text: str) -> None:
        big = round(self.size * 1.3)
        per_line = self.inner // big - 2
        for start in range(0, len(text), per_line):
            self._line(text[start : start + per_line], big, "center")
        self.y += self.size

    def paragraph(self, text: str) -> None:
        line = "　　"
        for character in text:
            if font(self.size, self.style).getlength(line + character) > self.inner and character not in "，。；、）”":
                self._line(line, self.size, "left")
                line = ""
            line += character
        self._line(line, self.size, "left")

    def right(self, text: str) -> None:
        self._line(text + "　　", self.size, "right")

    def table(self, table: Table) -> None:
        """A ruled table whose spans are as in the truth; over as many pages as it needs."""
        width = max(sum(cell.colspan for cell in row) for row in table.rows)
        columns = _column_widths(table, width, self.inner + self.margin)
        left = self.margin // 2
        places, occupied = [], set()
        for number, row in enumerate(table.rows):
            column = 0
            for cell in row:
                while (number, column) in occupied:
                    column += 1
                for i in range(cell.rowspan):
                    occupied |= {(number + i, column + j) for j in range(cell.colspan)}
                places.append((number, column, cell))
                column += cell.colspan
        heights = [round(self.small * 1.9)] * len(table.rows)
        lines = {}
        for number, column, cell in places:
            lines[number, column] = _wrap(
                cell.text, font(self.small, self.style), sum(columns[column : column + cell.colspan]) - 8
            )
            need = round(len(lines[number, column]) * self.small * 1.25 + self.small)
            have = sum(heights[number : number + cell.rowspan])
            if need > have:
                heights[number + cell.rowspan - 1] += need - have
        start = 0
        if self.y + sum(heights) > self.height - self.margin and sum(heights) < self.height - 2 * self.margin:
            self._turn_page()
        while start < len(heights):
            end = start + 1
            while end < len(heights) and self.y + sum(heights[start : end + 1]) <= self.height - self.margin:
                end += 1
            for number, column, cell in places:
                first, last = max(number, start), min(number + cell.rowspan, end)
                if first < last:
                    text = lines[number, column] if first == number else [""]
                    x0, x1 = left + sum(columns[:column]), left + sum(columns[: column + cell.colspan])
                    y0, y1 = self.y + sum(heights[start:first]), self.y + sum(heights[start:last])
                    self._cell(text, x0, y0, x1, y1)
            self.y += sum(heights[start:end]) + self.size
            start = end
            if start < len(heights):
                self._turn_page()

    def _cell(self, text: list[str], x0: int, y0: int, x1: int, y1: int) -> None:
        self.draw.rectangle((x0, y0, x1, y1), outline=INK, width=2)
        step = round(self.small * 1.25)
        y = y0 + ((y1 - y0) - len(text) * step) // 2
        for line in text:
            x = x0 + ((x1 - x0) - font(self.small, self.style).getlength(line)) / 2
            self.draw.text((x, y), line, INK, font(self.small, self.style))
            y += step

    def _line(self, text: str, size: int, place: str) -> None:
        if self.y + size > self.height - self.margin:
            self._turn_page()
        length = font(size, self.style).getlength(text)
        x = {"left": 0.0, "center": (self.inner - length) / 2, "right": self.inner - length}[place]
        self.draw.text((self.margin + x, self.y), text, INK, font(size, self.style))
        self.y += round(size * 1.75)

    def _turn_page(self) -> None:
        self.pages.append(Image.new("L", (self.width, self.height), 255))
        self.draw = ImageDraw.Draw(self.pages[-1])
        self.y = self.margin
        if self.numbered:
            foot = f"— {len(self.pages)} —"
            x = (self.width - font(self.small, self.style).getlength(foot)) / 2
            self.draw.text((x, self.height - self.margin // 2), foot, INK, font(self.small, self.style))


def print_report(report: ReportText, dpi: int = 150, style: str = "") -> list[Image.Image]:
    """The pages of a report, in one of :data:`FONTS`."""
    printer = Printer(dpi, style=style)
    printer.title(report.title)
    for item in report.items:
        if isinstance(item, Table):
            printer.table(item)
        else:
            printer.paragraph(item.text)
    if report.signed_on:
        printer.right(report.agency.name)
        printer.right(chinese_date(report))
    return printer.pages


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def scanned_pdf(pages: list[Image.Image], dpi: int = 150) -> bytes:
    """A PDF of nothing but page images, as scanners make it."""
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=80)
    return file.getvalue()


def _column_widths(table: Table, width: int, total: int) -> list[int]:
    """Widths by what the unspanned cells of each column hold, between 1 and 4 shares."""
    shares = [1.0] * width
    occupied: set[tuple[int, int]] = set()
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (number, column) in occupied:
                column += 1
            occupied |= {(number + i, column + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            if cell.colspan == 1:
                shares[column] = max(shares[column], min(len(cell.text) / 4, 4.0))
            column += cell.colspan
    return [round(total * share / sum(shares)) for share in shares]


def _wrap(text: str, print_: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines, line = [], ""
    for character in text:
        if line and print_.getlength(line + character) > width:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]
