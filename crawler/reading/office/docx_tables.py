"""The geometry of Word tables: rows, cells and the columns they cover, slivers taken out."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from crawler.reading.office.docx_parts import W, local, value

_DEEPEST = 40
#: A grid column narrower than this (twips, 3 pt) holds no text: it is where two rows' borders differ a little.
_SLIVER = 60
_NARROWEST = 150


def rows_of(table: etree._Element, depth: int = 0) -> list[etree._Element]:
    """The rows of a table, also those in content controls; not those of nested tables, nor deleted ones."""
    rows: list[etree._Element] = []
    for child in table:
        name = local(child)
        if name == "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                rows.append(child)
        elif name in ("sdt", "sdtContent", "ins", "customXml", "moveTo") and depth < _DEEPEST:
            rows.extend(rows_of(child, depth + 1))
    return rows


def cells_of(row: etree._Element, depth: int = 0) -> list[etree._Element]:
    """The cells of a row, also those in content controls."""
    cells: list[etree._Element] = []
    for child in row:
        name = local(child)
        if name == "tc":
            cells.append(child)
        elif name in ("sdt", "sdtContent", "ins", "customXml", "moveTo") and depth < _DEEPEST:
            cells.extend(cells_of(child, depth + 1))
    return cells


def number(text: str, default: int = 1) -> int:
    """A span as a number within bounds."""
    return min(int(text), 200) if text.isascii() and text.isdigit() and len(text) < 6 else default


def columns_of(table: etree._Element) -> Callable[[int], int]:
    """From a column of the table's grid to the column that is seen, where the grid has slivers."""
    widths = [number_of_twips(column.get(W + "w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    if not any(width < _SLIVER for width in widths) or any(_SLIVER <= width < _NARROWEST for width in widths):
        return lambda column: column
    seen = [0]
    for width in widths:
        seen.append(seen[-1] + (width >= _SLIVER))
    if seen[-1] < 2:  # widths that say nothing
        return lambda column: column
    return lambda column: seen[column] if column < len(seen) else seen[-1] + column - len(seen) + 1


def number_of_twips(text: str | None) -> int:
    """A width in twips; one that is not told counts as wide."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1000


def grid_before(row: etree._Element) -> int:
    """How many columns of the grid a row leaves free at its beginning."""
    return number(value(row.find(W + "trPr"), "gridBefore"), 0)
