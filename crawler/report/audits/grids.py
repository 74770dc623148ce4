"""Tables of an agency's own making (自制表), which are no statutory form: parts against the total that they print.

类别 | 数量 | 占比, or a row for each department and a column for each channel. A row or a column called 合计 is the sum
of all others, unless one of those is a part of another (其中, 小计, or by its figures). A lone sum that is far off may
be of something else, and what is a rate, an average or a number of order is no part of any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from crawler.facts import patterns
from crawler.records import Finding, Grid
from crawler.report.audits.shared import nested
from crawler.report.forms.labels import value_of
from crawler.report.text.figures import fold_sentence, shown

#: How far of the total a sum may be off and still be meant as its sum.
_FAR = 0.5
#: By how many points each share of a list may be rounded, printed whole or in parts.
_ROUNDED = (0.5, 0.06)
_ALL = 100
_LEAST_PARTS = 2
#: Larger tables are lists of something, and a hostile one must not cost its square.
_MOST_ROWS = 200
#: A row of a part of the row above it; one row alone, or those below it too, which are then known by their figures.
_OF_WHICH = "其中"
_PERCENT = re.compile(r"[%％]$")

_Lines = list[list[str]]
_pattern = patterns("audits.toml", "grids")


class _Sum(msgspec.Struct):
    """The figures of a line of a table: those of its parts, and the total; in per cent or not."""

    name: str
    parts: list[float]
    total: float
    percent: bool
    whole: bool
    inner: int = 0

    def ends(self) -> Iterator[list[float]]:
        """The parts without the rows from ``inner`` on that may be of the row above them as well."""
        for end in range(self.inner, len(self.parts) if self.inner else 1):
            yield self.parts[: self.inner] + self.parts[end:]

    def holds(self) -> bool:
        """Whether the parts make the total, as they are rounded, or may where some are parts of others."""
        if self.percent:
            return abs(sum(self.parts) - self.total) <= len(self.parts) * _ROUNDED[not self.whole] + 1e-9
        return nested(self.parts, self.total) or any(round(sum(parts) - self.total, 6) == 0 for parts in self.ends())

    def near(self) -> bool:
        """Whether the parts are so near the total that they are meant as its parts."""
        return abs(sum(self.parts) - self.total) <= _FAR * self.total


def audit_grids(grids: Iterable[Grid]) -> list[Finding]:
    """The findings ``sum_mismatch`` on tables that are no form."""
    found: list[Finding] = []
    for grid in grids:
        if not (_LEAST_PARTS < len(grid.rows) <= _MOST_ROWS and 1 < len(grid.rows[0]) <= _MOST_ROWS):
            continue
        rows = [[re.sub(r"\s", "", fold_sentence(cell.text)) for cell in row] for row in grid.rows]
        for lines, side in ((rows, "列"), ([list(column) for column in zip(*rows, strict=True)], "行")):
            sums = list(_sums(lines))
            wrong = [each for each in sums if not each.holds()]
            if len(wrong) * 2 > max(len(sums), _LEAST_PARTS):
                continue  # most do not hold: the total is none of these
            for each in wrong:
                if len(wrong) < len(sums) or each.near():
                    found.append(_finding(each, side, grid.caption))
    return found


def _sums(rows: _Lines) -> Iterator[_Sum]:
    """The columns of a table with one row that is called a total, the last or the first of those with figures."""
    data = [row for row in rows if any(_number(text) is not None for text in row[1:])]
    totals = [row for row in data if _pattern("total").fullmatch(_name(row))]
    all_parts = [row for row in data if row not in totals]
    parts = [row for row in all_parts if not _name(row).startswith(_OF_WHICH)]
    if len(totals) != 1 or data[0] is not totals[0] is not data[-1] or len(parts) < _LEAST_PARTS:
        return
    if len(all_parts) - len(parts) > 1 or any(_pattern("part").search(_name(row)) for row in parts):
        return
    inner = next((at for at, row in enumerate(all_parts) if row not in parts), 0)
    heads = rows[: rows.index(data[0])]
    for at in range(1, len(totals[0])):
        head = next((row[at] for row in reversed(heads) if row[at]), "")
        found = None if _pattern("no_sum").search(head) else _sum(head, [row[at] for row in parts], totals[0][at])
        if found is not None:
            found.inner = inner
            yield found


def _name(row: list[str]) -> str:
    """What a row is called: its first words; a number of order or a blank may stand before them."""
    return next((text for text in row if text and _number(text) is None), "")


def _sum(head: str, parts: list[str], total: str) -> _Sum | None:
    """The sum that cells print, all of them counts or all in per cent; None where one says something else."""
    whole = _number(total)
    figures = [_number(part) for part in parts]
    if whole is None or not any(figures) or any(value_of(_PERCENT.sub("", part)).state == "text" for part in parts):
        return None
    percent = [_PERCENT.search(each) is not None for each in (*parts, total) if _number(each) is not None]
    if any(percent) != all(percent) or (percent[0] and whole != _ALL):
        return None
    rounded = not any("." in part for part in parts)
    return _Sum(head, [figure or 0 for figure in figures], whole, percent[0], rounded)


def _number(text: str) -> float | None:
    return value_of(_PERCENT.sub("", text)).number


def _finding(each: _Sum, side: str, caption: str) -> Finding:
    sign = "%" if each.percent else ""
    equation = f"{'+'.join(map(shown, each.parts))}={shown(round(sum(each.parts), 2))}{sign}"
    message = f"表中“{each.name}”{side}各项之和 {equation}，不等于所列 {shown(each.total)}{sign}"
    return Finding("sum_mismatch", message, "warning", caption or f"{shown(sum(each.parts))} ≠ {shown(each.total)}")
