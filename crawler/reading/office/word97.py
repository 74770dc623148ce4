"""Word 97 to 2003 (DOC, and WPS in the same clothes) to a Page, without Word: text, automatic numbers, real tables.

Format: MS-DOC. A paragraph ends with its mark, a cell with 0x07, a row with a 0x07 whose paragraph says so and
carries the row's definition.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from crawler.reading.compose import Composer, is_contents_entry
from crawler.reading.office.numbering import numbered
from crawler.reading.office.word97_file import WordFile
from crawler.reading.office.word97_styles import Look, Looks, Row
from crawler.reading.tables import RawCell

_ENDS = frozenset("\r\x07\x0c")
_BREAKS = str.maketrans(
    {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\x01": "", "\x02": "", "\x05": "", "\x08": ""}
)
_DROPPED_FIELDS = frozenset("PAGE NUMPAGES SECTIONPAGES PAGEREF SECTION SET ASK".split())
#: Edges of cells closer than this (twips, 1/20 pt) are the same edge.
_NEAR = 60


class OpenRow(msgspec.Struct):
    """A row while its cells are gathered: the lines of each, then its definition."""

    cells: list[list[tuple[str, bool]]] = []
    row: Row = msgspec.field(default_factory=Row)


def read_word97(body: bytes, composer: Composer) -> None:
    """Puts a document on the page; raises ``OleError`` or ``Word97Error`` where there is none to read."""
    file = WordFile(body)
    walk = _Walk(file, composer)
    counts = file.counts
    walk.part(0, counts[0])
    # Footnotes and text boxes lie behind the body; headers, comments and macros between them are not printed text.
    walk.part(counts[0], counts[0] + counts[1])
    behind = sum(counts[:5])
    walk.part(behind, behind + counts[5] + counts[6])


class _Walk:
    def __init__(self, file: WordFile, composer: Composer) -> None:
        self.file = file
        self.composer = composer
        self.looks = Looks(file)
        self.fields: list[tuple[str, bool]] = []
        self.rows: list[OpenRow] = []
        self.row: OpenRow | None = None
        self.cell: list[tuple[str, bool]] = []

    def part(self, first: int, last: int) -> None:
        """The paragraphs of one part of the text."""
        self.fields.clear()
        for text, place, mark in self._paragraphs(first, last):
            if self.composer.full:
                break
            self._paragraph(text, self.looks.of(self.file.run_at(place)), mark)
        self._end_table()

    def _paragraphs(self, first: int, last: int) -> Iterator[tuple[str, int, str]]:
        """Paragraphs: text, where the mark is stored, the mark."""
        parts: list[str] = []
        for segment in self.file.text(first, last):
            begin = 0
            text = segment.text
            for at, sign in enumerate(text):
                if sign in _ENDS:
                    parts.append(text[begin:at])
                    yield "".join(parts), segment.start + at * segment.width, sign
                    parts.clear()
                    begin = at + 1
            parts.append(text[begin:])
        if any(parts):
            yield "".join(parts), -1, "\r"

    def _paragraph(self, raw: str, look: Look, mark: str) -> None:
        text = self._printed(raw).translate(_BREAKS)
        number = self.looks.number(look) if look.use and text.strip() else ""
        if not look.in_table and look.nesting < 1:
            self._end_table()
            if look.contents and is_contents_entry(text):
                return
            lines = numbered(number, text).split("\n")
            for at, line in enumerate(lines):
                tag = "p" if at == len(lines) - 1 else "br"
                self.composer.line(line, tag, heading=look.heading and not number, center=look.center)
            return
        if self.row is None:
            self.row = OpenRow([])
        if look.row_end and look.nesting < 2:
            self.row.row = look.row or Row()
            self.rows.append(self.row)
            self.row, self.cell = None, []
            return
        if text.strip():
            self.cell.append((numbered(number, text), look.center))
        if mark == "\x07" and look.nesting < 2:
            self.row.cells.append(self.cell)
            self.cell = []

    def _printed(self, raw: str) -> str:
        """The text without the instructions of fields; results of page numbers and the like go too."""
        if not self.fields and "\x13" not in raw and "\x15" not in raw and "\x14" not in raw:
            return raw
        out = []
        for sign in raw:
            if sign == "\x13":
                self.fields.append(("", False))
            elif sign == "\x14" and self.fields:
                self.fields[-1] = (self.fields[-1][0], True)
            elif sign == "\x15" and self.fields:
                self.fields.pop()
            elif self.fields and not self.fields[-1][1]:
                if len(self.fields[-1][0]) < 200:
                    self.fields[-1] = (self.fields[-1][0] + sign, False)
            elif not any(_drops(instruction) for instruction, _ in self.fields):
                out.append(sign)
        return "".join(out)

    # -- tables -------------------------------------------------------------------------------------------

    def _end_table(self) -> None:
        """The rows gathered so far become a table."""
        if self.row is not None and self.row.cells:
            self.rows.append(self.row)
        rows, self.rows, self.row = self.rows, [], None
        if self.cell:
            rows.append(OpenRow([self.cell]))
            self.cell = []
        if not rows:
            return
        places = _columns(rows)
        self.composer.begin_table()
        above: dict[int, RawCell] = {}
        for row in rows:
            self.composer.begin_row()
            above = self._table_row(row, places, above)
        self.composer.end_table()

    def _table_row(self, row: OpenRow, places: list[int], above: dict[int, RawCell]) -> dict[int, RawCell]:
        composer = self.composer
        current: dict[int, RawCell] = {}
        edges = row.row.edges
        known = len(edges) == len(row.cells) + 1
        if known and _index(places, edges[0]) > 0:
            composer.begin_cell(_index(places, edges[0]))
        for number, lines in enumerate(row.cells):
            if known and row.row.across[number] == 2 and not lines and composer.tables.open[-1].rows[-1]:
                last = composer.tables.open[-1].rows[-1][-1]
                last.colspan += _index(places, edges[number + 1]) - _index(places, edges[number])
                continue
            left = _index(places, edges[number]) if known else number
            right = _index(places, edges[number + 1]) if known else number + 1
            down = row.row.down[number] if known else 0
            if down == 1 and left in above:
                cell = above[left]
                cell.rowspan += 1
                current[left] = cell
                continue
            raw = composer.begin_cell(right - left)
            for text, center in lines:
                for line in text.split("\n"):
                    composer.line(line, center=center)
            composer.end_cell()
            if down:
                current[left] = raw
        return current


def _columns(rows: list[OpenRow]) -> list[int]:
    """The edges of all rows of a table, those that lie close together as one."""
    edges = sorted({edge for row in rows if len(row.row.edges) == len(row.cells) + 1 for edge in row.row.edges})
    places: list[int] = []
    for edge in edges:
        if not places or edge - places[-1] > _NEAR:
            places.append(edge)
    return places


def _index(places: list[int], edge: int) -> int:
    """The column that begins at an edge."""
    return min(range(len(places)), key=lambda at: abs(places[at] - edge))


def _drops(instruction: str) -> bool:
    words = instruction.split(maxsplit=1)
    return bool(words) and words[0].upper() in _DROPPED_FIELDS
