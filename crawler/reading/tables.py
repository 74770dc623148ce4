"""Tables: is it a table of figures or a layout (布局) made of cells? Spans are expanded, layouts dissolved."""

from __future__ import annotations

import msgspec

from crawler.records import Block, Grid, GridCell

#: Bounds on what a hostile or broken table may unfold to.
MAX_SPAN = 200
MAX_CELLS = 60_000

#: A cell with more text than this is prose, so its table is a layout; a cell over the whole width may hold a note.
LONGEST_CELL = 300
LONGEST_NOTE = 600
#: A row of cells no longer than this reads as one line (``发布时间 | 2017-01-06``, ``title | date``).
LONGEST_IN_LINE = 120


class RawCell(msgspec.Struct):
    """A cell while its table is still open: blocks ``start`` to ``end`` of the page are its content."""

    start: int
    end: int = 0
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


class OpenTable(msgspec.Struct):
    """A table while the walk is inside it; ``start`` is the index of its first block."""

    start: int
    rows: list[list[RawCell]] = []
    nested: bool = False


def span(value: str | None) -> int:
    """A rowspan or colspan attribute as a number within bounds; what is not a number is 1."""
    digits = (value or "").strip()
    return min(max(int(digits), 1), MAX_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def cell_text(blocks: list[Block]) -> str:
    """The text of a cell: its lines joined as they would read on (no space between Chinese characters)."""
    text = ""
    for block in blocks:
        piece = block.text
        if text and piece and text[-1] < "\u2e80" and piece[0] < "\u2e80":
            text += " "
        text += piece
    return text


def is_layout(table: OpenTable, blocks: list[Block]) -> bool:
    """Whether a table only arranges the page: nested tables, one column, prose in its cells, or mostly links."""
    if table.nested:
        return True
    width = max((sum(cell.colspan for cell in row) for row in table.rows), default=0)
    filled = [row for row in table.rows if row]
    if width < 2 or max((len(row) for row in filled), default=0) < 2:
        return True
    chars = links = 0
    for row in filled:
        for cell in row:
            content = blocks[cell.start : cell.end]
            length = sum(len(block.text) for block in content)
            limit = LONGEST_NOTE if len(row) == 1 else LONGEST_CELL
            if length > limit or any(block.grid >= 0 for block in content):
                return True
            chars += length
            links += sum(block.link_chars for block in content)
    return links * 2 > chars or not chars


def expand(table: OpenTable, blocks: list[Block]) -> list[list[GridCell]]:
    """The rows of a table with rowspan and colspan expanded (HTML standard, 4.9.12), padded to one width."""
    rows: list[list[GridCell | None]] = []
    carried: dict[int, tuple[int, GridCell]] = {}
    total = 0
    for number, raw_row in enumerate(table.rows):
        row: list[GridCell | None] = []
        column = 0
        for raw in raw_row:
            column = _carry(row, column, carried)
            text = cell_text(blocks[raw.start : raw.end])
            cell = GridCell(text, number, column, raw.header, (raw.rowspan, raw.colspan))
            for _ in range(raw.colspan):
                if column in carried:  # overlapping spans: the earlier cell keeps its place
                    column = _carry(row, column, carried)
                row.append(cell)
                if raw.rowspan > 1:
                    carried[column] = (raw.rowspan - 1, cell)
                column += 1
        _carry(row, column, carried)
        total += len(row)
        if total > MAX_CELLS:
            break
        if row:
            rows.append(row)
    width = max((len(row) for row in rows), default=0)
    return [
        [cell if cell is not None else GridCell("", number, i) for i, cell in enumerate(row)]
        + [GridCell("", number, i) for i in range(len(row), width)]
        for number, row in enumerate(rows)
    ]


def _carry(row: list[GridCell | None], column: int, carried: dict[int, tuple[int, GridCell]]) -> int:
    """Puts the cells that reach down from rows above into ``row``; the first free column."""
    while column in carried:
        left, cell = carried.pop(column)
        row.append(cell)
        if left > 1:
            carried[column] = (left - 1, cell)
        column += 1
    return column


def dissolve(table: OpenTable, blocks: list[Block]) -> tuple[list[Block], list[int]]:
    """A layout table's blocks in reading order; a row of short cells becomes one block of tag ``tr``.

    Returns the new blocks that replace ``blocks[table.start:]`` and, for each of the old ones, the index among the
    new ones (relative to ``table.start``) that now holds it.
    """
    merged: dict[int, list[int]] = {}
    for row in table.rows:
        indexes = [i for cell in row for i in range(cell.start, cell.end)]
        singles = all(cell.end - cell.start <= 1 for cell in row)
        texts = [blocks[i] for i in indexes]
        if (
            singles
            and len(texts) > 1
            and indexes[-1] - indexes[0] == len(indexes) - 1
            and all(block.grid < 0 and len(block.text) <= LONGEST_IN_LINE and block.tag != "tr" for block in texts)
        ):
            merged[indexes[0]] = indexes
    new: list[Block] = []
    mapping: list[int] = []
    position = table.start
    while position < len(blocks):
        indexes = merged.get(position, [position])
        mapping.extend([len(new)] * len(indexes))
        first = blocks[position]
        if len(indexes) > 1:
            parts = [blocks[i] for i in indexes]
            new.append(
                Block(
                    "\u3000".join(part.text for part in parts),
                    "tr",
                    first.depth,
                    sum(part.link_chars for part in parts),
                    hidden=first.hidden,
                )
            )
        else:
            new.append(first)
        position += len(indexes)
    return new, mapping


def grid_of(rows: list[list[GridCell]]) -> Grid:
    """A grid of the rows. A row in which nothing is printed stays: figures left blank are not figures left out."""
    return Grid(rows)


class TableStack:
    """The tables that are open at one point of the walk, and what becomes of each when it closes."""

    def __init__(self) -> None:
        self.open: list[OpenTable] = []

    def begin(self, position: int) -> None:
        """A table begins before block ``position``: the ones around it are layouts."""
        for table in self.open:
            table.nested = True
        self.open.append(OpenTable(position, []))

    def row(self) -> None:
        """A row begins."""
        if self.open:
            self.open[-1].rows.append([])

    def cell(self, position: int, attributes: dict[str, str | None], header: bool) -> None:
        """A cell begins before block ``position``."""
        if self.open:
            table = self.open[-1]
            if not table.rows:
                table.rows.append([])
            raw = RawCell(position, position, span(attributes.get("colspan")), span(attributes.get("rowspan")), header)
            table.rows[-1].append(raw)

    def end_cell(self, position: int) -> None:
        """The last cell ends before block ``position``."""
        if self.open and self.open[-1].rows and self.open[-1].rows[-1]:
            self.open[-1].rows[-1][-1].end = position

    def end(self, blocks: list[Block], grids: list[Grid]) -> tuple[int, list[int]] | None:
        """The last table ends: ``blocks`` and ``grids`` get what it was.

        Returns its first block's index and, for each old block from there, its new index; ``None`` where nothing
        moved.
        """
        table = self.open.pop()
        count = len(blocks) - table.start
        if not count:
            return None
        if is_layout(table, blocks):
            new, mapping = dissolve(table, blocks)
            if len(new) == count:
                return None
            blocks[table.start :] = new
            return table.start, [table.start + i for i in mapping]
        grid = grid_of(expand(table, blocks))
        grid.block = table.start
        first = blocks[table.start]
        blocks[table.start :] = [Block("", "table", first.depth, grid=len(grids), hidden=first.hidden)]
        grids.append(grid)
        return table.start, [table.start] * count
