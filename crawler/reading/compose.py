"""Puts a Page together from paragraphs and tables, for the formats that have both (Word, RTF, Excel, OFD)."""

from __future__ import annotations

import re

from crawler.reading.markup import squash
from crawler.reading.tables import OpenTable, RawCell, TableStack
from crawler.records import Block, Finding, Format, Grid, Link, Page

#: No report has a hundredth of this; a document that has more is cut there.
MAX_BLOCKS = 60_000
MAX_CHARS = 8_000_000


#: An entry of a table of contents: it ends with its page, or with the tab before it.
_CONTENTS_ENTRY = re.compile(
    r"(?:\t|[.…·．]{3}|[ \u3000])[\s.…·．]*+[-—]?\s*+\d{0,4}\s*+[-—]?\s*+$|^\s*目\s*[录次]\s*$"
)


def is_contents_entry(text: str) -> bool:
    """Whether a paragraph in a style of tables of contents (目录) is an entry: some use those styles for headings."""
    return bool(_CONTENTS_ENTRY.search(text))


class Composer:
    """Gathers a page. Tables nest: between :meth:`begin_table` and :meth:`end_table` the lines are those of cells.

    Like in HTML, a table that only arranges the text (one column, prose in its cells) is dissolved into lines.
    """

    def __init__(self, url: str, kind: Format) -> None:
        self.page = Page(url=url, format=kind)
        self.tables = TableStack()
        self._chars = 0
        self._full = False

    @property
    def blocks(self) -> list[Block]:
        """The blocks so far."""
        return self.page.blocks

    @property
    def full(self) -> bool:
        """Whether no more is taken: the page has all that a report could have."""
        return self._full

    def line(self, text: str, tag: str = "p", *, heading: bool = False, center: bool = False) -> None:
        """A paragraph; nothing where it is blank. ``tag`` is ``br`` for a line that a mere line break ends."""
        text = squash(text)
        if not text or self._full:
            return
        self._chars += len(text)
        if len(self.blocks) >= MAX_BLOCKS or self._chars > MAX_CHARS:
            self._full = True
            self.finding("truncated", "文件过长,只读取了前面的部分")
            return
        depth = 1 + 3 * len(self.tables.open)
        # A numbered heading is one by its number; the mark is for those that have none.
        self.blocks.append(Block(text, tag, depth, heading=heading and len(text) < 120, center=center))

    def finding(self, rule: str, message: str, evidence: str = "") -> None:
        """A finding about the file, once per rule and evidence."""
        found = Finding(rule, message, "warning", evidence)
        if found not in self.page.findings:
            self.page.findings.append(found)

    def picture(self, name: str) -> None:
        """A picture stands here, or in a table that begins here; ``name`` is its member of the package ("": none)."""
        at = self.tables.open[0].start if self.tables.open else len(self.blocks)
        if name:
            self.page.images.append(Link(f"{self.page.url}#{name}", "", at))

    def begin_table(self) -> OpenTable:
        """A table begins here."""
        for outer in self.tables.open:
            outer.nested = True
        self.tables.open.append(OpenTable(len(self.blocks), []))
        return self.tables.open[-1]

    def begin_row(self) -> None:
        """A row of the last table begins."""
        self.tables.open[-1].rows.append([])

    def begin_cell(self, columns: int = 1, rows: int = 1, *, header: bool = False) -> RawCell:
        """A cell begins in the last row; its spans may still be changed until the table ends."""
        table = self.tables.open[-1]
        if not table.rows:
            table.rows.append([])
        cell = RawCell(len(self.blocks), len(self.blocks), min(max(columns, 1), 200), max(rows, 1), header)
        table.rows[-1].append(cell)
        return cell

    def end_cell(self) -> None:
        """The last cell ends here."""
        self.tables.end_cell(len(self.blocks))

    def end_table(self) -> None:
        """The last table ends here and becomes a grid, or lines where it was only a layout."""
        known = len(self.page.grids)
        self.tables.end(self.blocks, self.page.grids, 3 * len(self.tables.open) - 2)
        for grid in self.page.grids[known:]:
            _narrow(grid)

    def table(self, rows: list[list[tuple[str, int, int]]]) -> None:
        """A whole table of ``(text, columns, rows)`` cells, in the order they begin in each row."""
        self.begin_table()
        for row in rows:
            self.begin_row()
            for text, columns, down in row:
                self.begin_cell(columns, down)
                for part in text.split("\n"):
                    self.line(part)
                self.end_cell()
        self.end_table()

    def done(self) -> Page:
        """The page, with every grid knowing its block."""
        for index, block in enumerate(self.blocks):
            if block.grid >= 0:
                self.page.grids[block.grid].block = index
        return self.page


def _narrow(grid: Grid) -> None:
    """Takes out the columns in which no cell begins: slivers that Word keeps where a border was once moved."""
    width = len(grid.rows[0]) if grid.rows else 0
    empty = [column for column in range(1, width) if all(row[column] is row[column - 1] for row in grid.rows)]
    if not empty:
        return
    gone = set(empty)
    before = [sum(column < at for column in empty) for at in range(width)]
    seen: set[int] = set()
    for row in grid.rows:
        for cell in row:
            if id(cell) not in seen:
                seen.add(id(cell))
                across = sum(cell.column <= column < cell.column + cell.span[1] for column in empty)
                cell.span = (cell.span[0], cell.span[1] - across)
                cell.column -= before[cell.column]
    grid.rows = [[cell for column, cell in enumerate(row) if column not in gone] for row in grid.rows]
