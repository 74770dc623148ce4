"""Text that hangs over the edge of a table (越过表格边线的文字) where a page break cut its last row or its first.

The text of a cell that goes over a page break stands where it would without one. It is the cell's where nothing else
is printed there, and all of it stands below (above) cells that no line closes.
"""

from __future__ import annotations

from bisect import bisect_right

from crawler.reading.pdf.lattice import Cell, Table, cell_text
from crawler.reading.pdf.lines import lines_of, words_of
from crawler.reading.pdf.sheet import Glyph

#: How far beyond the edge the text may begin, and end, in ems.
_BEGIN, _END = 1.2, 4.0


def with_hanging(tables: list[Table], glyphs: list[Glyph]) -> list[Glyph]:
    """Gives a page's last table what hangs over its lower edge, and the first one what hangs over its upper edge.

    Returns those of ``glyphs``, which stand in no table, that are left.
    """
    if tables and glyphs:
        glyphs = _take(max(tables, key=lambda table: table.y1), glyphs, below=True)
        glyphs = _take(min(tables, key=lambda table: table.y0), glyphs, below=False)
    return glyphs


def _take(table: Table, glyphs: list[Glyph], *, below: bool) -> list[Glyph]:
    edge, cells = (table.y1, table.open_bottom) if below else (table.y0, table.open_top)
    over = [glyph for glyph in glyphs if ((glyph.y0 + glyph.y1) / 2 > edge) == below]
    if not over or not cells:
        return glyphs
    size = max(glyph.size for glyph in over)
    far = [glyph.y0 - edge if below else edge - glyph.y1 for glyph in over]
    if min(far) > _BEGIN * size or max(far) > _END * size:
        return glyphs
    row = table.rows[-1 if below else 0]
    cut: list[Cell] = []
    lines = lines_of(over)
    for word in (word for line in lines for word in words_of(line)):
        column = bisect_right(table.xs, (word.x0 + word.x1) / 2) - 1
        if not 0 <= column < len(row) or row[column] not in cells:
            return glyphs
        own = [at for at, cell in enumerate(row) if cell is row[column]]
        if word.x0 < table.xs[own[0]] - 1 or word.x1 > table.xs[own[-1] + 1] + 1:
            return glyphs
        cut.append(row[column])
    for glyph in (glyph for line in lines for glyph in line.glyphs):
        row[bisect_right(table.xs, (glyph.x0 + glyph.x1) / 2) - 1].glyphs.append(glyph)
    for cell in cut:
        cell.text = cell_text(cell.glyphs)
    gone = {id(glyph) for glyph in over}
    return [glyph for glyph in glyphs if id(glyph) not in gone]
