"""Prints a stand-in report as OFD, the way office suites do: a text object a line, a path object a ruling line."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.reading.office_files import placed, zip_of
from tests.standin.forms import Cell, Table
from tests.standin.reports import ReportText

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 28.0, 182.0, 37.0, 262.0
SIZE = 5.6
SMALL = 3.2


@dataclass
class OfdPrinter:
    """Pages of A4, filled from the top; a new one where one is full."""

    numbered: bool = True
    pages: list[list[str]] = field(default_factory=list)
    y: float = 0.0

    def __post_init__(self) -> None:
        self.turn()

    def turn(self) -> None:
        self.pages.append([])
        self.y = TOP
        if self.numbered:
            text = f"- {len(self.pages)} -"
            self.put(text, WIDTH / 2 - 8, HEIGHT - 20, 4.9)

    def put(self, text: str, x: float, y: float, size: float) -> None:
        """A text object whose base line is at y."""
        steps = " ".join(f"{size * (0.5 if sign < chr(0x2000) else 1.0):.3f}" for sign in text[:-1])
        if len(set(text)) > 1 and all(sign >= "\u2000" for sign in text):
            steps = f"g {len(text) - 1} {size:.3f}"
        number = sum(map(len, self.pages)) + 100
        self.pages[-1].append(
            f'<ofd:TextObject ID="{number}" Boundary="{x:.3f} {y - size:.3f} {size * len(text):.3f} {size * 1.2:.3f}"'
            f' Font="3" Size="{size:.3f}"><ofd:TextCode X="0" Y="{size:.3f}" DeltaX="{steps}">{escape(text)}'
            "</ofd:TextCode></ofd:TextObject>"
        )

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A path object: one straight stroke."""
        self.pages[-1].append(
            f'<ofd:PathObject Boundary="{x:.3f} {y:.3f} {to_x - x + 0.1:.3f} {to_y - y + 0.1:.3f}" LineWidth="0.25">'
            f"<ofd:AbbreviatedData>M 0 0 L {to_x - x:.3f} {to_y - y:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def room(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self.turn()

    def paragraph(self, text: str, indent: float = 2.0) -> None:
        x = LEFT + indent * SIZE
        line, width = "", 0.0
        for sign in text:
            step = SIZE * (0.5 if sign < "\u2000" else 1.0)
            if x + width + step > RIGHT:
                self.row(line, x)
                line, width, x = "", 0.0, LEFT
            line += sign
            width += step
        self.row(line, x)

    def row(self, text: str, x: float) -> None:
        self.room(SIZE * 1.6)
        self.y += SIZE * 1.6
        self.put(text, x, self.y, SIZE)

    def table(self, rows: list[list[Cell]], repeat_head: int = 0) -> None:
        """A ruled table, broken between rows where a page ends; merged cells are closed there and begin anew."""
        grid = placed(rows)
        columns = len(grid[0])
        step = (RIGHT - LEFT) / columns
        fit = int(step * 0.9 / SMALL)
        heights = []
        for row in grid:
            most = (
                max(
                    -(-len(place[0].text) // max(int(place[0].colspan * step * 0.95 / SMALL), fit, 1))
                    for place in row
                    if place and place[0].rowspan == 1
                )
                if any(place and place[0].rowspan == 1 for place in row)
                else 1
            )
            heights.append(max(most, 1) * SMALL * 1.3 + 1.5)
        start = 0
        self.y += 2
        while start < len(grid):
            end, used = start, 0.0
            while end < len(grid) and self.y + used + heights[end] <= BOTTOM:
                used += heights[end]
                end += 1
            if end == start:
                self.turn()
                continue
            self._part(grid, heights, start, end, step)
            self.y += used
            start = end
            if start < len(grid):
                self.turn()
        self.y += 2

    def _part(
        self, grid: list[list[tuple[Cell, bool] | None]], heights: list[float], start: int, end: int, step: float
    ) -> None:
        tops = [self.y]
        for height in heights[start:end]:
            tops.append(tops[-1] + height)
        self.line(LEFT, self.y, RIGHT, self.y)
        self.line(LEFT, tops[-1], RIGHT, tops[-1])
        for number in range(start, end):
            top, bottom = tops[number - start], tops[number - start + 1]
            row = grid[number]
            for column, place in enumerate(row):
                cell = place[0] if place else None
                left = LEFT + column * step
                beside = row[column - 1] if column else None
                if column == 0 or beside is None or beside[0] is not cell:
                    self.line(left, top, left, bottom)
                above = grid[number - 1][column] if number > start else None
                if number > start and (above is None or above[0] is not cell):
                    self.line(left, top, left + step, top)
                if place and place[1]:
                    self._cell_text(cell, left, top, step)
            self.line(RIGHT, top, RIGHT, bottom)

    def _cell_text(self, cell: Cell | None, left: float, top: float, step: float) -> None:
        assert cell is not None
        per_line = max(int(cell.colspan * step * 0.95 / SMALL), 1)
        for number, at in enumerate(range(0, len(cell.text), per_line)):
            self.put(cell.text[at : at + per_line], left + 0.5, top + SMALL * 1.3 * (number + 1), SMALL)

    def package(self, *, title: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
        """The OFD file."""
        members: dict[str, str | bytes] = {
            "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE} DocType="OFD" Version="1.0">'
            f"<ofd:DocBody><ofd:DocInfo><ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID>"
            f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            "<ofd:Pages>"
            + "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(self.pages)))
            + "</ofd:Pages></ofd:Document>",
        }
        for number, objects in enumerate(self.pages):
            members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
                f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="{9000 + number}">{"".join(objects)}'
                "</ofd:Layer></ofd:Content></ofd:Page>"
            )
        return zip_of(members | (extra or {}))


def ofd_report(report: ReportText) -> bytes:
    """A report printed as OFD, with page numbers, paragraphs and tables that go over page breaks."""
    printer = OfdPrinter()
    half = SIZE * 1.3 * len(report.title) / 2
    printer.put(report.title, WIDTH / 2 - half, printer.y, SIZE * 1.3)
    printer.y += 6
    for item in report.items:
        if isinstance(item, Table):
            printer.table(item.rows)
        else:
            printer.paragraph(item.text)
    if report.signed_on:
        day = report.signed_on
        printer.row(report.agency.name, RIGHT - SIZE * (len(report.agency.name) + 2))
        printer.row(f"{day.year}年{day.month}月{day.day}日", RIGHT - SIZE * 10)
    return printer.package(title=report.title)
