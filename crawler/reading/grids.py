"""Tables that go on on another page (跨页表格), whatever page that is: of paper, of a file, of a web site."""

from __future__ import annotations

from crawler.records import Grid, GridCell


def continue_grid(grid: Grid, rows: list[list[GridCell]]) -> None:
    """Appends the rows of a table's next page without its repeated head; a cell cut by the break is one again."""
    repeated = repeated_head(grid, rows)
    rows = rows[repeated:]
    if not rows:
        return
    offset = len(grid.rows)
    for cell in {id(cell): cell for row in rows for cell in row}.values():
        cell.row += offset - repeated
    for column, cell in enumerate(list(rows[0])):
        above = grid.rows[-1][column]
        # A label that spans rows of both pages is printed on one of them.
        if cell.span[0] > 1 and above.span[0] > 1 and above.span[1] == cell.span[1] and not (cell.text and above.text):
            above.text += cell.text
            above.span = (above.span[0] + cell.span[0], above.span[1])
            for row in rows:
                for i, other in enumerate(row):
                    if other is cell:
                        row[i] = above
    grid.rows.extend(rows)


def repeated_head(grid: Grid, rows: list[list[GridCell]]) -> int:
    """How many of ``rows`` are the head of ``grid`` once more."""
    repeated = 0
    while (
        repeated < min(len(rows), len(grid.rows))
        and any(cell.text for cell in rows[repeated])
        and [cell.text for cell in rows[repeated]] == [cell.text for cell in grid.rows[repeated]]
    ):
        repeated += 1
    return repeated
