"""Tables: is it a table of figures or a layout (布局) made of cells? Spans are expanded, layouts dissolved."""

from __future__ import annotations

import msgspec

from crawler.records import Block, Grid, GridCell

#: Bounds on what a hostile or broken table may unfold to, and on how deep tables may nest before one is plain text.
MAX_COLUMNS = 256
MAX_CELLS = 200_000
MAX_DEPTH = 40

#: A cell with more text than this is prose, so its table is a layout; a cell over the whole width may hold a note.
LONGEST_CELL = 300
LONGEST_NOTE = 600
MOST_NOTE_LINES = 10
#: A cell of so many lines in a table of one row is a part of the page.
LINES_OF_FRAME = 8
#: A cell of so many lines with a heading (<h1> to <h4>) among them is a part of the page as well.
LINES_UNDER_HEADING = 4
#: A row of cells no longer than this reads as one line (``发布时间 | 2017-01-06``, ``title | date``).
LONGEST_IN_LINE = 120


class RawCell(msgspec.Struct, gc=False):
    """A cell while its table is still open: blocks ``start`` to ``end`` of the page are its content.

    ``text`` and ``chars``, the length of its lines, are known when the table ends.
    """

    start: int
    end: int = 0
    colspan: int = 1
    rowspan: int = 1
    header: bool = False
    text: str = ""
    chars: int = 0
    hidden: bool = False


class OpenTable(msgspec.Struct):
    """A table while the walk is inside it; ``start`` is the index of its first block."""

    start: int
    rows: list[list[RawCell]] = []
    nested: bool = False
    ignored: bool = False
    hidden: bool = False


def joined(lines: list[str]) -> str:
    """The text of a cell: its lines joined as they would read on (no space between Chinese characters)."""
    if len(lines) == 1:
        return lines[0]
    pieces: list[str] = []
    last = ""
    for line in lines:
        if line:
            if last and last < "\u2e80" and line[0] < "\u2e80":
                pieces.append(" ")
            pieces.append(line)
            last = line[-1]
    return "".join(pieces)


def is_layout(table: OpenTable, blocks: list[Block]) -> bool:
    """Whether a table only arranges the page: nested tables, one column, prose in its cells, or mostly links.

    The cells of one that does not get their texts.
    """
    if table.nested or is_narrow(table.rows) or _is_frame(table.rows):
        return True
    chars = links = 0
    for row in table.rows:
        for cell in row:
            lines = [block for block in blocks[cell.start : cell.end] if not block.hidden or table.hidden]
            cell.chars = sum([len(block.text) for block in lines])
            chars += cell.chars
            links += sum([block.link_chars for block in lines])
            if len(lines) >= LINES_UNDER_HEADING and any(block.heading for block in lines[:-1]):
                return True  # no table of figures has a heading of the page over several lines in one cell
    if links * 2 > chars or not chars or is_prose(table.rows) or is_one_column(table.rows):
        return True
    for row in table.rows:
        for cell in row:
            # A hint that is shown when it is pointed at is no part of a cell.
            shown = [block.text for block in blocks[cell.start : cell.end] if not block.hidden or table.hidden]
            cell.text = joined(shown)
    return False


def _is_frame(rows: list[list[RawCell]]) -> bool:
    """Whether a table is one row with many lines in a cell, a menu beside an article; or with one cell that has any."""
    lines = [cell.end - cell.start for cell in rows[0]] if len(rows) == 1 else []
    return bool(lines) and (max(lines) >= LINES_OF_FRAME or sum(map(bool, lines)) < 2)


def is_narrow(rows: list[list[RawCell]]) -> bool:
    """Whether a table has one column only."""
    return max(map(len, rows), default=0) < 2


def is_one_column(rows: list[list[RawCell]]) -> bool:
    """Whether all cells of a table are blank but those of one column: the others hold its text away from an edge."""
    filled = -1
    for row in rows:
        for position, cell in enumerate(row):
            if cell.chars:
                if filled not in (-1, position):
                    return False
                filled = position
    return True


def is_prose(rows: list[list[RawCell]]) -> bool:
    """Whether the cells of a table hold prose; a cell over the whole width may hold a note of a few lines."""
    return any(
        cell.chars > (LONGEST_NOTE if len(row) == 1 and cell.end - cell.start < MOST_NOTE_LINES else LONGEST_CELL)
        for row in rows
        for cell in row
    )


def expand(raw_rows: list[list[RawCell]]) -> tuple[list[list[GridCell]], bool]:
    """The rows of a table with rowspan and colspan expanded (HTML standard, 4.9.12), padded to one width.

    The second value says whether the table was too large and cut.
    """
    rows: list[list[GridCell]] = []
    carried: dict[int, tuple[int, GridCell]] = {}
    total = width = 0
    cut = False
    for number, raw_row in enumerate(raw_rows):
        row: list[GridCell] = []
        column = 0
        for raw in raw_row:
            if carried:
                column = _carry(row, column, carried)
            if column >= MAX_COLUMNS:
                cut = True
                break
            if raw.colspan == raw.rowspan == 1:
                row.append(GridCell(raw.text, number, column, raw.header))
                column += 1
                continue
            cell = GridCell(raw.text, number, column, raw.header, (raw.rowspan, raw.colspan))
            for _ in range(min(raw.colspan, MAX_COLUMNS - column)):
                if column in carried:  # overlapping spans: the earlier cell keeps its place
                    column = _carry(row, column, carried)
                row.append(cell)
                if raw.rowspan > 1:
                    carried[column] = (raw.rowspan - 1, cell)
                column += 1
        last = max(carried) if carried else -1
        while column <= last:  # a short row: cells from above stand further right
            if column not in carried:
                row.append(GridCell("", number, column))
                column += 1
            column = _carry(row, column, carried)
        if not row:
            continue
        rows.append(row)
        width = max(width, len(row))
        total += 1
        if total * width > MAX_CELLS:
            cut = True
            break
    for number, row in enumerate(rows):
        row.extend([GridCell("", number, i) for i in range(len(row), width)])
    return rows, cut


def _carry(row: list[GridCell], column: int, carried: dict[int, tuple[int, GridCell]]) -> int:
    """Puts the cells that reach down from rows above into ``row``; the first free column."""
    while column in carried:
        left, cell = carried.pop(column)
        row.append(cell)
        if left > 1:
            carried[column] = (left - 1, cell)
        column += 1
    return column


def dissolve(table: OpenTable, blocks: list[Block]) -> tuple[list[Block], list[int]] | None:
    """A layout table's blocks in reading order; a row of short cells becomes one block of tag ``tr``.

    Returns the new blocks that replace ``blocks[table.start:]`` and, for each of the old ones, the index among the
    new ones (relative to ``table.start``) that now holds it; ``None`` where nothing changes.
    """
    merged: dict[int, int] = {}
    for row in table.rows:
        cells = [cell.start for cell in row if cell.end > cell.start]
        if (
            len(cells) > 1
            and cells[-1] - cells[0] == len(cells) - 1
            and all(cell.end - cell.start <= 1 for cell in row)
            and all(_in_line(blocks[index]) for index in cells)
        ):
            merged[cells[0]] = len(cells)
    if not merged:
        return None
    new: list[Block] = []
    mapping: list[int] = []
    position = table.start
    while position < len(blocks):
        count = merged.get(position, 1)
        mapping.extend([len(new)] * count)
        new.append(_one_line(blocks[position : position + count]) if count > 1 else blocks[position])
        position += count
    return new, mapping


def _in_line(block: Block) -> bool:
    return block.grid < 0 and len(block.text) <= LONGEST_IN_LINE and block.tag != "tr"


def _one_line(cells: list[Block]) -> Block:
    text = "\u3000".join([cell.text for cell in cells])
    links = sum([cell.link_chars for cell in cells])
    return Block(text, "tr", cells[0].depth, links, hidden=cells[0].hidden)


class TableStack:
    """The tables that are open at one point of the walk, and what becomes of each when it closes."""

    def __init__(self) -> None:
        self.open: list[OpenTable] = []
        self.cut = 0

    def begin(self, tag: str, position: int, colspan: int, rowspan: int, *, hidden: bool) -> None:
        """A table, a row (``tr``) or a cell (``td``, ``th``) begins before block ``position``, shown or ``hidden``."""
        if tag == "table":
            if self.open:  # the ones around it are layouts; those further out are so already
                self.open[-1].nested = True
            self.open.append(OpenTable(position, [], ignored=len(self.open) >= MAX_DEPTH, hidden=hidden))
        elif self.open:
            rows, hidden = self.open[-1].rows, hidden and not self.open[-1].hidden
            if tag == "tr" or not rows:
                rows.append([])
            if tag != "tr":
                rows[-1].append(RawCell(position, position, colspan, rowspan, tag == "th", hidden=hidden))

    def end_cell(self, position: int) -> None:
        """The last cell ends before block ``position``."""
        if self.open and self.open[-1].rows and self.open[-1].rows[-1]:
            self.open[-1].rows[-1][-1].end = position

    def end(self, blocks: list[Block], grids: list[Grid], depth: int = 1) -> tuple[int, list[int]] | None:
        """The last table ends: ``blocks`` and ``grids`` get what it was; ``cut`` counts those that were too large.

        Returns its first block's index and, for each old block from there, its new index; ``None`` where nothing
        moved. ``depth`` is that of the table.
        """
        table = self.open.pop()
        count = len(blocks) - table.start
        if not count or table.ignored:
            return None
        if is_layout(table, blocks):
            dissolved = dissolve(table, blocks)
            if dissolved is None:
                return None
            new, mapping = dissolved
            blocks[table.start :] = new
            return table.start, [table.start + i for i in mapping]
        hidden = all(block.hidden for block in blocks[table.start :])
        del blocks[table.start :]
        # A row or cell that is not shown is none, and those around it close up.
        rows = [[cell for cell in row if not cell.hidden] for row in table.rows]
        self.add(rows, blocks, grids, depth, hidden=hidden)
        return table.start, [table.start] * count

    def add(
        self, raw_rows: list[list[RawCell]], blocks: list[Block], grids: list[Grid], depth: int, *, hidden: bool
    ) -> None:
        """A table of figures whose cells have their texts. A row in which nothing is printed stays: figures left
        blank are not figures left out.
        """
        rows, cut = expand(raw_rows)
        self.cut += cut
        grids_block = Block("", "table", depth, grid=len(grids), hidden=hidden)
        grids.append(Grid(rows, len(blocks)))
        blocks.append(grids_block)
