"""PDFs made by hand: pages of glyphs and lines, as producers write them, and whole reports set on them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from tests.standin.forms import Cell, Table
from tests.standin.reports import ReportText

#: A4 in points.
WIDTH, HEIGHT = 595.0, 842.0
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 4>>"
    "/DW 1000/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
    "/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)
#: Encodings: Unicode that every reader knows, and glyph numbers that only the (missing) font could explain.
READABLE = ("UniGB-UTF16-H", "GB1")
UNREADABLE = ("Identity-H", "Identity")


def advance(text: str, size: float) -> float:
    """How wide a text is in the test font: half an em for ASCII, one for all else."""
    return sum(0.5 if c.isascii() else 1.0 for c in text) * size


@dataclass
class Leaf:
    """A page: ``operators`` are its content. Coordinates are in points from the top left."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    picture: bool = False
    operators: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def link(self, x0: float, y0: float, x1: float, y1: float, url: str) -> None:
        """A box that leads to an address when it is clicked."""
        box = f"{x0:.2f} {self.height - y1:.2f} {x1:.2f} {self.height - y0:.2f}"
        self.links.append(f"<</Type/Annot/Subtype/Link/Rect[{box}]/A<</S/URI/URI({url})>>>>")

    def text(self, x: float, y: float, text: str, size: float = 16, *, mode: int = 0, turn: str = "1 0 0 1") -> None:
        """A run of text whose base line begins at ``x``, ``y``; ``mode`` 3 is invisible, ``turn`` its matrix."""
        code = text.encode("utf-16-be").hex()
        self.operators.append(f"BT {mode} Tr /F {size} Tf {turn} {x:.2f} {self.height - y:.2f} Tm <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float, style: str = "stroke") -> None:
        """A ruling line: stroked, or as a thin ``fill``ed box as word processors draw it."""
        if style == "none":
            return
        if style == "fill":
            w, h = max(x1 - x0, 0.5), max(y1 - y0, 0.5)
            self.operators.append(f"{x0:.2f} {self.height - y1:.2f} {w:.2f} {h:.2f} re f")
        else:
            self.operators.append(f"0.5 w {x0:.2f} {self.height - y0:.2f} m {x1:.2f} {self.height - y1:.2f} l S")


def build(
    leaves: list[Leaf],
    *,
    info: dict[str, str] | None = None,
    encoding: tuple[str, str] = READABLE,
    trailer: str = "",
    extra: list[bytes] | None = None,
) -> bytes:
    """The file of some pages; ``extra`` objects follow from number 6 on, ``trailer`` is added to the trailer."""
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        _FONT.format(encoding=encoding[0], ordering=encoding[1]).encode(),
        b"<<" + b"".join(f"/{key}".encode() + _text(value) for key, value in (info or {}).items()) + b">>",
        stream(bytes(100), "/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8"),
        *(extra or []),
    ]
    kids = []
    for leaf in leaves:
        kids.append(len(objects) + 1)
        content = "\n".join(leaf.operators)
        if leaf.picture:
            content = f"q {leaf.width} 0 0 {leaf.height} 0 0 cm /I Do Q\n{content}"
        objects.append(
            (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {leaf.width} {leaf.height}]/Rotate {leaf.rotate}"
                f"/Resources<</Font<</F 3 0 R>>/XObject<</I 5 0 R/X 6 0 R>>>>/Annots[{' '.join(leaf.links)}]"
                f"/Contents {len(objects) + 2} 0 R>>"
            ).encode()
        )
        objects.append(stream(content.encode()))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    return _file(objects, trailer)


def stream(data: bytes, entries: str = "") -> bytes:
    """A deflated stream object."""
    packed = zlib.compress(data)
    return f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


def _text(value: str) -> bytes:
    return b"<" + (b"\xfe\xff" + value.encode("utf-16-be")).hex().encode() + b">"


def _file(objects: list[bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + data + b"endobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010d} 00000 n \n".encode()
    return bytes(
        out
        + f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    )


@dataclass
class Style:
    """How a report is set. ``footer`` holds ``{n}`` and ``{t}``; ``lines`` is how tables are drawn:
    ``stroke``, ``fill``, ``boxes``, ``painted`` (cells in a colour, without lines) or ``none``."""

    size: float = 16
    leading: float = 28
    table_size: float = 10
    left: float = 80
    right: float = 75
    footer: str = "— {n} —"
    header: str = ""
    indent: float = 2
    lines: str = "stroke"
    open_edges: bool = False
    repeat_header: bool = False
    rotate: int = 0


class Setter:
    """Sets a report's paragraphs and tables on pages, breaking lines and tables where they are full."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.leaves: list[Leaf] = []
        self.y = 0.0
        self.printed: set[Place] = set()
        self.turn_page()

    def turn_page(self) -> None:
        self.leaves.append(Leaf(rotate=self.style.rotate))
        self.y = 90.0

    @property
    def leaf(self) -> Leaf:
        return self.leaves[-1]

    def room(self, height: float) -> bool:
        return self.y + height <= HEIGHT - 90

    def put(self, x: float, text: str, size: float, leading: float) -> None:
        if not self.room(leading):
            self.turn_page()
        self.leaf.text(x, self.y + size, text, size)
        self.y += leading

    def paragraph(self, text: str) -> None:
        style = self.style
        width = WIDTH - style.left - style.right
        for number, line in enumerate(wrap(text, width, style.size, style.indent * style.size)):
            x = style.left + (style.indent * style.size if number == 0 else 0)
            self.put(x, line, style.size, style.leading)

    def centred(self, text: str, size: float) -> None:
        for line in wrap(text, 330, size, 0):
            middle = (style_left := self.style.left) + (WIDTH - style_left - self.style.right) / 2
            self.put(middle - advance(line, size) / 2, line, size, size * 1.7)

    def right(self, text: str) -> None:
        size = self.style.size
        self.put(WIDTH - self.style.right - 2 * size - advance(text, size), text, size, self.style.leading)

    def table(self, table: Table) -> None:
        """A table row by row; a cell that spans rows over a page break is open there, its text in the upper part."""
        places = expand(table)
        columns = _column_edges(len(places[0]), self.style.left, WIDTH - self.style.left - self.style.right)
        size = self.style.table_size
        heights = [_row_height(row, columns, size) for row in places]
        first = 0
        head = 0
        if self.style.repeat_header and len(places[0]) == 10:
            head = 3
        while first < len(places):
            rows = list(range(head)) if first and head else []
            height = sum(heights[row] for row in rows)
            last = first
            while last < len(places) and self.room(height + heights[last]):
                height += heights[last]
                last += 1
            if last == first or (first == 0 and last <= head):
                self.turn_page()
                continue
            self._rows(places, heights, columns, [*rows, *range(first, last)], len(rows), last < len(places))
            first = last
            if first < len(places):
                self.turn_page()
        self.y += 12

    def _rows(
        self,
        places: list[list[Place]],
        heights: list[float],
        columns: list[float],
        rows: list[int],
        first_of_part: int,
        broken: bool,
    ) -> None:
        tops = [self.y]
        for row in rows:
            tops.append(tops[-1] + heights[row])
        seen: set[tuple[int, int, int]] = set()
        for at, row in enumerate(rows):
            for column, place in enumerate(places[row]):
                run = next(i for i in range(at, -1, -1) if i == 0 or places[rows[i - 1]][column] is not place)
                key = (id(place), run, place.column)
                if key in seen:
                    continue
                seen.add(key)
                end = at
                while end < len(rows) and places[rows[end]][column] is place:
                    end += 1
                box = (columns[place.column], tops[at], columns[place.column + place.cell.colspan], tops[end])
                repeated = first_of_part and at < first_of_part
                text = place.cell.text if repeated or place not in self.printed else ""
                fits = len(wrap(text, box[2] - box[0] - 6, self.style.table_size, 0)) * self.style.table_size * 1.2
                if fits > box[3] - box[1] and end == len(rows) and broken:
                    text = ""  # a label that has no room above the page break stands below it
                elif text:
                    self.printed.add(place)
                self._cell(box, text, columns)
        self.leaf.line(
            columns[0], tops[-1], columns[-1], tops[-1], "none" if self.style.lines == "painted" else self.style.lines
        )
        self.y = tops[-1]

    def _cell(self, box: tuple[float, float, float, float], text: str, columns: list[float]) -> None:
        x0, y0, x1, y1 = box
        style, size = self.style, self.style.table_size
        if style.lines == "painted":
            self.leaf.operators.append(
                f"0.9 g {x0 + 1:.2f} {HEIGHT - y1 + 1:.2f} {x1 - x0 - 2:.2f} {y1 - y0 - 2:.2f} re f 0 g"
            )
        elif style.lines == "boxes":
            self.leaf.operators.append(f"0.5 w {x0:.2f} {HEIGHT - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S")
        else:
            self.leaf.line(x0, y0, x1, y0, style.lines)
            open_here = style.open_edges and x1 - x0 < columns[-1] - columns[0]
            if not (open_here and x0 == columns[0]):
                self.leaf.line(x0, y0, x0, y1, style.lines)
            if not (open_here and x1 == columns[-1]):
                self.leaf.line(x1, y0, x1, y1, style.lines)
        lines = wrap(text, x1 - x0 - 6, size, 0)
        y = (y0 + y1 - len(lines) * size * 1.2) / 2
        for line in lines:
            self.leaf.text((x0 + x1 - advance(line, size)) / 2, y + size, line, size)
            y += size * 1.2


@dataclass(eq=False)
class Place:
    """A cell where it begins in its table."""

    cell: Cell
    row: int
    column: int


def expand(table: Table) -> list[list[Place]]:
    """A table's rows with every cell in all the places that it covers."""
    width = max(sum(cell.colspan for cell in row) for row in table.rows)
    places: list[list[Place | None]] = [[None] * width for _ in table.rows]
    for row, cells in enumerate(table.rows):
        for cell in cells:
            column = places[row].index(None)
            place = Place(cell, row, column)
            for line in places[row : row + cell.rowspan]:
                line[column : column + cell.colspan] = [place] * cell.colspan
    return [[place or Place(Cell(""), row, i) for i, place in enumerate(line)] for row, line in enumerate(places)]


def _column_edges(count: int, left: float, width: float) -> list[float]:
    shares = {10: [1.0, 2.6, 4.2, *[1.2] * 7], 3: [8.0, 2.0, 2.0]}.get(count, [1.0] * count)
    edges = [left]
    for share in shares:
        edges.append(edges[-1] + width * share / sum(shares))
    return edges


def _row_height(row: list[Place], columns: list[float], size: float) -> float:
    lines = 1
    for place in row:
        if place.cell.rowspan == 1:
            width = columns[place.column + place.cell.colspan] - columns[place.column]
            lines = max(lines, len(wrap(place.cell.text, width - 6, size, 0)))
    return lines * size * 1.2 + 8


def wrap(text: str, width: float, size: float, indent: float) -> list[str]:
    """The lines of a text; no line begins with a closing sign."""
    lines, line, free = [], "", width - indent
    for c in text:
        if advance(line + c, size) > free and c not in "，。；：、！？）》”":
            lines.append(line)
            line, free = "", width
        line += c
    return [*lines, line] if line else lines


def signature(report: ReportText) -> list[str]:
    day = report.signed_on
    return [report.agency.name, f"{day.year}年{day.month}月{day.day}日"] if day else []


def typeset(report: ReportText, style: Style | None = None, **kwargs: object) -> bytes:
    """The PDF of a report: title, paragraphs, tables, signature, and what its pages carry at head and foot."""
    style = style or Style()
    setter = Setter(style)
    setter.centred(report.title, style.size * 1.375)
    for item in report.items:
        if isinstance(item, Table):
            setter.table(item)
        else:
            setter.paragraph(item.text)
    for line in signature(report):
        setter.right(line)
    for number, leaf in enumerate(setter.leaves, 1):
        for text, y in ((style.footer, HEIGHT - 45), (style.header, 50)):
            printed = text.format(n=number, t=len(setter.leaves))
            if printed:
                leaf.text((WIDTH - advance(printed, 12)) / 2, y, printed, 12)
    return build(setter.leaves, **kwargs)  # type: ignore[arg-type]
