"""Shapes in which agencies print the statutory tables: functions from a table to a report's HTML or text.

What a shape is made from is the truth of the page: one that leaves rows out leaves their cells out as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.reading.office_files import placed
from tests.report.form_heads import HEADS
from tests.report.form_tables import filled, grid, html_of, part_of
from tests.standin.forms import Cell, Table


def _plain(table: Table, rng: Random) -> str:
    return html_of(table.rows)


def _text_cells(table: Table, texts: list[list[str]]) -> str:
    return html_of([[Cell(text) for text in row] for row in texts])


def _spans_filled(table: Table, rng: Random) -> str:
    """No spans: every place is a cell of its own that repeats the label (as spreadsheets export it)."""
    return _text_cells(table, filled(table))


def _spans_blank(table: Table, rng: Random) -> str:
    """No spans: the places that a span covered are empty cells."""
    return _text_cells(table, grid(table))


def _paragraphs_in_cells(table: Table, rng: Random) -> str:
    """Each cell holds paragraphs and line breaks, as Word pastes them."""
    return re.sub(
        r"<td([^>]*)>([^<]*)</td>",
        lambda m: (
            f"<td{m[1]}><p>{m[2][: len(m[2]) // 2]}<br>{m[2][len(m[2]) // 2 :]}</p></td>"
            if len(m[2]) > 6
            else f"<td{m[1]}><p>&nbsp;{m[2]}</p></td>"
        ),
        html_of(table.rows),
    )


def _nested(table: Table, rng: Random) -> str:
    return f"<table><tr><td><table><tr><td>{html_of(table.rows)}</td></tr></table></td></tr></table>"


def _cut(table: Table, rng: Random) -> str:
    """Two tables, as a page break leaves them: the second without a head."""
    rows = placed(table.rows)
    at = len(rows) - 1 if table.form == "reviews" else rng.randint(6, len(rows) - 2)
    return part_of(table, 0, at) + "\n" + part_of(table, at, len(rows))


def _cut_with_head(table: Table, rng: Random) -> str:
    """Two tables, the head repeated on the second."""
    rows = placed(table.rows)
    if table.form != "requests":
        return _cut(table, rng)
    at = rng.randint(6, len(rows) - 2)
    head = part_of(table, 0, 3).removesuffix("</table>")
    return part_of(table, 0, at) + "<p>（续上表）</p>" + head + part_of(table, at, len(rows)).removeprefix("<table>")


def _row_tables(table: Table, rng: Random) -> str:
    """Each row is a table of its own."""
    return "".join(part_of(table, at, at + 1) for at in range(len(placed(table.rows))))


def _transposed(table: Table, rng: Random) -> str:
    if table.form not in ("requests", "reviews"):
        return html_of(table.rows)
    return _text_cells(table, [list(column) for column in zip(*filled(table), strict=True)])


def _rowspans_lost(table: Table, rng: Random) -> str:
    """The groups left of the rows span one row only: the cells of the rows below stand too far left."""
    if table.form != "requests":
        return html_of(table.rows)
    return html_of([*table.rows[:3], *([cell._replace(rowspan=1) for cell in row] for row in table.rows[3:])])


def _turned(table: Table, rng: Random) -> str:
    """As ``_transposed`` with spans: rows become columns."""
    if table.form not in ("requests", "reviews"):
        return html_of(table.rows)
    whole = placed(table.rows)
    lying = []
    for column in zip(*whole, strict=True):
        begun = [place[0] for place in column if place and place[1]]
        lying.append([cell._replace(rowspan=cell.colspan, colspan=cell.rowspan) for cell in begun])
    return html_of(lying)


def _in_titles(table: Table, rng: Random) -> str:
    """Header cells all the way: a table of ``th``."""
    return html_of(table.rows, "th")


def _extra_columns(table: Table, rng: Random) -> str:
    """Empty columns between, as converters of Word leave them."""
    return _text_cells(table, [[text for cell in row for text in (cell, "")] for row in grid(table)])


def _side_by_side(table: Table, rng: Random) -> str:
    """The annex in two columns of rows; the others as they are."""
    if table.form != "annex2014":
        return html_of(table.rows)
    rows = filled(table)
    head, body = rows[0], rows[1:]
    half = (len(body) + 1) // 2
    pairs = [body[i] + (body[half + i] if half + i < len(body) else ["", "", ""]) for i in range(half)]
    return _text_cells(table, [head + head, *pairs])


def _unclosed(table: Table, rng: Random) -> str:
    """End tags left out, capitals, attributes without quotes."""
    text = html_of(table.rows).replace("</td>", "").replace("</tr>", "")
    return text.replace("<td", "<TD vAlign=top").replace("<tr", "<TR style='height:1cm'")


HTML: dict[str, Callable[[Table, Random], str]] = {
    "plain": _plain,
    "spans_filled": _spans_filled,
    "spans_blank": _spans_blank,
    "paragraphs_in_cells": _paragraphs_in_cells,
    "nested": _nested,
    "cut": _cut,
    "cut_with_head": _cut_with_head,
    "row_tables": _row_tables,
    "transposed": _transposed,
    "turned": _turned,
    "all_titles": _in_titles,
    "rowspans_lost": _rowspans_lost,
    "extra_columns": _extra_columns,
    "side_by_side": _side_by_side,
    "unclosed": _unclosed,
    **HEADS,
}


# --- shapes in text --------------------------------------------------------------------------------------------------


def _tabs(table: Table, rng: Random) -> str:
    return "\n".join("\t".join(row) for row in grid(table))


def _pipes(table: Table, rng: Random) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in grid(table))


def _pipes_once(table: Table, rng: Random) -> str:
    """A cell that spans others stands in the first of its rows alone, and takes one place there."""
    return "\n".join("| " + " | ".join(_figures_row(table, row)) + " |" for row in table.rows)


def _tabs_once(table: Table, rng: Random) -> str:
    """As ``_pipes_once`` with tabs, nothing around the row."""
    return "\n".join("\t".join(_figures_row(table, row)) for row in table.rows)


def _markdown(table: Table, rng: Random) -> str:
    lines = _pipes(table, rng).split("\n")
    return "\n".join([lines[0], "|" + "---|" * len(grid(table)[0]), *lines[1:]])


def _gaps(table: Table, rng: Random) -> str:
    """A row on one line, its cells parted by runs of spaces; blank figures are printed as a stroke."""
    return "\n".join("    ".join(text.strip() or "/" for text in _figures_row(table, row)) for row in table.rows)


def _spaces(table: Table, rng: Random) -> str:
    """As ``_gaps`` with single spaces."""
    return "\n".join(" ".join(text.strip() or "/" for text in _figures_row(table, row)) for row in table.rows)


def _figures_row(table: Table, row: list[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _stacked(table: Table, rng: Random) -> str:
    """A cell on each line."""
    return "\n".join(cell.text.strip() or "/" for row in table.rows for cell in row)


def _stacked_apart(table: Table, rng: Random) -> str:
    """A cell on each line, with an empty line after it."""
    return _stacked(table, rng).replace("\n", "\n\n")


def _drawn(table: Table, rng: Random) -> str:
    """Drawn with signs: a stroke between cells, a ruler between rows, long cells wrapped."""
    lines: list[str] = []
    for row in table.rows:
        texts = _figures_row(table, row)
        first, rest = zip(*((text[:12], text[12:]) for text in texts), strict=True)
        lines.append("├" + "┼".join("──" for _ in row) + "┤")
        lines += ["│" + "│".join(part) + "│" for part in (first, rest) if any(part)]
    return "\n".join(["┌──┐", *lines[1:], "└──┘"])


TEXT: dict[str, Callable[[Table, Random], str]] = {
    "tabs": _tabs,
    "pipes": _pipes,
    "pipes_once": _pipes_once,
    "tabs_once": _tabs_once,
    "markdown": _markdown,
    "gaps": _gaps,
    "spaces": _spaces,
    "stacked": _stacked,
    "stacked_apart": _stacked_apart,
    "drawn": _drawn,
}


def _paragraphs(lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines.split("\n"))


#: Lines of a page: a browser shows the same as of the text.
LINES: dict[str, Callable[[Table, Random], str]] = {
    "pipes_in_paragraphs": lambda table, rng: _paragraphs(_pipes_once(table, rng)),
    "pipes_in_breaks": lambda table, rng: f"<div>{_pipes_once(table, rng)}</div>".replace("\n", "<br>"),
    "drawn_in_pre": lambda table, rng: f"<pre>{_drawn(table, rng)}</pre>",
    "tabs_in_pre": lambda table, rng: f"<pre>{_tabs_once(table, rng)}</pre>",
    "tabs_in_paragraphs": lambda table, rng: _paragraphs(_tabs_once(table, rng)),
    "tabs_behind_cells": lambda table, rng: _paragraphs(_tabs_once(table, rng).replace("\n", "\t\n") + "\t"),
}
#: Shapes that cannot show an empty cell: there it is printed as "/".
NO_BLANKS = frozenset(("gaps", "spaces", "stacked", "stacked_apart"))
