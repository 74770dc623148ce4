"""A sheet of a workbook as its readers fill it, within bounds."""

from __future__ import annotations

import msgspec

#: Bounds of what is read of a sheet; the statutory tables have 30 rows and 15 columns.
MAX_ROWS = 20_000
MAX_COLUMNS = 256
MAX_CELLS = 20_000
MAX_CHARS = 1_000_000
#: What a cell can hold at most (Excel 2007 and later).
_LONGEST = 32_767


class Sheet(msgspec.Struct):
    """A sheet as read: the print of its filled cells by (row, column) from 0, merged areas as (top, left, bottom,
    right) inclusive. ``cut`` says that it had more than was read.
    """

    name: str = ""
    hidden: bool = False
    cells: dict[tuple[int, int], str] = {}
    merges: list[tuple[int, int, int, int]] = []
    cut: bool = False
    chars: int = 0
    #: Rows and columns that are not shown: what is in them is not printed.
    hidden_rows: set[int] = msgspec.field(default_factory=set)
    hidden_columns: set[int] = msgspec.field(default_factory=set)

    @property
    def full(self) -> bool:
        """Whether no more is taken."""
        return len(self.cells) >= MAX_CELLS or self.chars >= MAX_CHARS

    def put(self, row: int, column: int, text: str) -> None:
        """Keeps a cell's print, within bounds."""
        text = text[:_LONGEST].strip()
        if not text:
            return
        if row >= MAX_ROWS or column >= MAX_COLUMNS or self.full:
            self.cut = True
            return
        self.cells[row, column] = text
        self.chars += len(text)
