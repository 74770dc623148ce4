"""Printed pages to a Page: their lines to paragraphs, their ruling lines to grids, in the order they are read.

Nothing here knows a format: what a page prints is glyphs and lines with their places, whichever file says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from crawler.reading.pdf.columns import Column, Item, gutters, in_order, with_aligned
from crawler.reading.pdf.flow import INDENT, Flow, Frame, Part, frame_of
from crawler.reading.pdf.furniture import strip_furniture
from crawler.reading.pdf.hanging import with_hanging
from crawler.reading.pdf.join import continues, grid_of, join
from crawler.reading.pdf.lattice import Table, find_tables
from crawler.reading.pdf.lines import Line, lines_of
from crawler.reading.pdf.sheet import Sheet
from crawler.reading.pdf.unruled import Before, with_open_tables
from crawler.records import Finding, Page


def set_sheets(page: Page, sheets: list[Sheet]) -> list[tuple[int, int]]:
    """Fills a page's blocks and grids from its sheets; where each sheet begins, as (sheet, block).

    Adds the finding ``turned_text``.
    """
    strip_furniture(sheets)
    turned = ""
    pages: list[list[Item]] = []
    for sheet in sheets:
        tables, rest = find_tables(sheet)
        rest = with_hanging(tables, rest)
        turned += "".join(glyph.text for glyph in rest if glyph.turned)
        lines = lines_of([glyph for glyph in rest if not glyph.turned], sheet.number)
        pages.append(sorted([*tables, *lines], key=lambda item: (item.y0, item.x0)))
    if turned:
        page.findings.append(Finding("turned_text", "表格外有横置的文字,已略去", "note", turned[:80]))
    columns = [
        (sheet.number, column)
        for sheet, items, gutter in zip(sheets, pages, gutters(pages), strict=True)
        for column in in_order(items, gutter)
    ]
    _join_tables(columns)
    before = Before()
    set_columns = []
    for number, (side, items) in columns:
        set_columns.append((number, Column(side, with_aligned(with_open_tables(_dissolved(items), before)))))
    _join_tables(set_columns, drawn=False)
    return _set(page, set_columns)


def _join_tables(columns: list[tuple[int, Column]], *, drawn: bool = True) -> None:
    """Joins tables that end one page and begin the next, in place; where not ``drawn`` only those without lines."""
    last: Table | None = None
    last_sheet = -1
    for number, (_, items) in columns:
        first = items[0] if items else None
        if (
            isinstance(first, Table)
            and last is not None
            and number != last_sheet
            and (drawn or not (first.is_drawn or last.is_drawn))
            and not (first.has_prose or last.has_prose)
            and continues(last, first)
        ):
            join(last, first)
            del items[0]
            if not items:
                last_sheet = number
                continue
        if items:
            last = items[-1] if isinstance(items[-1], Table) else None
            last_sheet = number


def _dissolved(items: list[Item]) -> list[Item]:
    """The items, frames around text taken apart into the lines in them."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Table) and item.is_layout:
            for cell in item.cells():
                out += lines_of(cell.glyphs, item.sheet)
        else:
            out.append(item)
    return out


def _set(page: Page, columns: list[tuple[int, Column]]) -> list[tuple[int, int]]:
    """Sets the columns' lines into paragraphs, each between the margins that its column has."""
    lines = [item for _, column in columns for item in column.items if isinstance(item, Line)]
    body_size = _body_size(lines)

    def body(items: Iterable[Item]) -> list[Line]:
        return [item for item in items if isinstance(item, Line) and abs(item.size - body_size) < 1]

    usual = {
        side: frame_of(body(item for _, column in columns if column.side == side for item in column.items), None)
        for side in {column.side for _, column in columns if body(column.items)}
    }
    if len(usual) > 1:  # what stands across columns is set between their outer margins
        usual[""] = Frame(min(frame.left for frame in usual.values()), max(frame.right for frame in usual.values()))
    parts = []
    for number, column in columns:
        own = body(column.items)
        alone = len(usual) > 1 and not column.side and len(own) > 3  # a column with nothing beside it
        parts.append(Part(column.items, frame_of(own, None if alone else usual.get(column.side)), number))
    flow = Flow(body_size, _leading(lines), _usual_indent(parts))
    for part in parts:
        flow.add(part)
    page.blocks = flow.blocks
    for block, table in flow.tables:
        page.grids.append(grid_of(table, block))
    return flow.starts


def _body_size(lines: list[Line]) -> float:
    """The font size that most of the text has, in points."""
    sizes = sorted((line.size, len(line.glyphs)) for line in lines)
    half = sum(count for _, count in sizes) / 2
    for size, count in sizes:
        half -= count
        if half <= 0:
            return size
    return 0.0


def _leading(lines: list[Line]) -> float:
    """The usual distance from one line to the next, in points."""
    steps = [b.y0 - a.y0 for a, b in pairwise(lines) if a.sheet == b.sheet and b.y0 > a.y0]
    return median(steps) if steps else 0.0


def _usual_indent(parts: list[Part]) -> float:
    """How far in the document's paragraphs begin, in ems; 0 where it does not mark them so."""
    lines = [(item, part.frame) for part in parts for item in part.items if isinstance(item, Line)]
    indents = [(line.x0 - frame.left) / max(line.size, 1.0) for line, frame in lines]
    inside = [indent for indent in indents if INDENT < indent < 3]
    return median(inside) if len(inside) >= 2 and len(inside) * 14 >= len(lines) else 0.0
