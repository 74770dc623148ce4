"""Statutory tables that lost their shape (散落的表格): lines of labels and figures are put back into grids.

Pages and converters leave a table as one line per row, one line per cell, or one little table per row. Here such
lines become a grid again, to be read like any other: where a row has as many figures behind its label as the form has
columns. A row with more or fewer is left as it is and said to be unread: figures are never dealt out by guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.records import Block, Finding, Grid, GridCell, Page
from crawler.report.forms.cards import with_cards
from crawler.report.forms.glued import glued_annex
from crawler.report.forms.labels import facts, is_word_of, match, value_of
from crawler.report.forms.parted import with_drawn, with_parted
from crawler.report.forms.scan import CLAUSE, LONGEST_LABEL, Part, Scan, Token

#: A grid of no more rows may be a row of a table that was cut up, where so many follow each other.
_FEW_ROWS = 2
_LITTLE_TABLES = 3
#: A text longer than this, or with a full stop, is prose.
_LONGEST_LINE = 2_000
#: White space, bars, and the frame of a table that is drawn with signs (│ ┌ ┼).
_SPLIT = re.compile(r"(?:[\s\u3000|\u2502-\u257f]|[─━]{3,})+")
#: A label and its figure in one (收到申请数：12件).
_STATED = re.compile(r"(.{3,})[:：]([^:：]+)")
_CHAPTER = re.compile(r"^[一二三四五六七八九十]{1,2}、")
#: The labels of forms that are numbered like a report's chapters (一、).
_CHAPTERS_OF_FORMS = tuple(
    (form, part)
    for form, parts in (("requests", ("rows", "groups")), ("annex2014", ("rows", "shared", "headings")))
    for part in parts
)


def regrid(page: Page, blocks: list[Block]) -> tuple[list[Block], list[Finding]]:
    """``blocks`` with scattered tables as grids (added to ``page.grids``), and what could not be put together."""
    blocks = _stacked(page, with_drawn(page, blocks))
    text = "".join([block.text for block in blocks])
    captioned = "统计表" in text
    if not _may_have(text):
        return blocks, glued_annex(blocks) if captioned else []
    blocks = with_parted(page, blocks, _is_label)
    tokens = list(_tokens(blocks))
    if (carded := with_cards(page, blocks, tokens)) is not blocks:
        blocks, tokens = carded, list(_tokens(carded))
    parts = _accepted(Scan(tokens).parts())
    findings: list[Finding] = []
    out: list[Block] = []
    done = used = 0  # blocks and tokens
    for part in parts:
        first, last = tokens[part.first].block, tokens[part.last].block
        between = tokens[used : part.first]
        out.extend(_rest(blocks, [token for token in between if token.block < done]))
        out.extend(blocks[done:first])
        out.extend(_rest(blocks, [token for token in between if token.block == first >= done]))
        out.extend(_blocks_of(page, part, blocks[first]))
        done, used = last + 1, part.last + 1
        if part.unsafe:
            message = f"表格散成文字,有{len(part.unsafe)}行的数字无法与栏目对应,没有读取"
            findings.append(Finding("tables_missing", message, "warning", ";".join(part.unsafe)[:200]))
    if captioned and all(part.form != "annex2014" for part in parts):
        findings += glued_annex(blocks)
    out.extend(_rest(blocks, [token for token in tokens[used:] if token.block < done]))
    return [*out, *blocks[done:]], findings


def _rest(blocks: list[Block], tokens: list[Token]) -> list[Block]:
    """What stands beside a table in a line that was taken apart, as a line."""
    if not tokens:
        return []
    like = blocks[tokens[0].block]
    return [Block(" ".join([token.text for token in tokens]), like.tag, like.depth)]


def _stacked(page: Page, blocks: list[Block]) -> list[Block]:
    """``blocks`` with runs of little tables, each a row of one, as one table; clauses may stand between them."""
    if sum(block.grid >= 0 for block in blocks) < _LITTLE_TABLES:
        return blocks
    out: list[Block] = []
    run: list[Block] = []
    width = 0
    for block in (*blocks, Block("")):
        rows = page.grids[block.grid].rows if block.grid >= 0 else []
        little = 0 < len(rows) <= _FEW_ROWS
        clause = block.grid < 0 and CLAUSE.match(block.text) is not None
        if run and not (clause or (little and len(rows[0]) == width)):
            out.extend(_one_table(page, run, width))
            run = []
        if little or (run and clause):
            width = width if clause else len(rows[0])
            run.append(block)
        else:
            out.append(block)
    return out[:-1]


def _one_table(page: Page, run: list[Block], width: int) -> list[Block]:
    """A run of little tables as one grid, or as it is where it is short."""
    after = [block for block in run if block.grid >= 0]
    if len(after) < _LITTLE_TABLES:
        return run
    rows: list[list[GridCell]] = []
    for block in run:
        if block.grid < 0:
            rows.append([GridCell(block.text, len(rows), 0)] * width)
        else:
            rows.extend(page.grids[block.grid].rows)
    page.grids.append(Grid(rows))
    return [Block("", "table", run[0].depth, grid=len(page.grids) - 1)]


def _may_have(text: str) -> bool:
    """Whether the lines hold words that only the forms have."""
    text = text.replace(" ", "").replace("\u3000", "")
    return any(sign in text for sign in facts()["flat"]["signs"])


def _is_label(text: str) -> bool:
    """Whether a text is a word of any form: a label, what stands over some, a unit."""
    forms = facts()["flat"]["parts"].items()
    return any(is_word_of(text, form) or any(match(text, form, part) for part in parts) for form, parts in forms)


def _tokens(blocks: list[Block]) -> Iterator[Token]:
    for index, block in enumerate(blocks):
        if block.grid >= 0 or "。" in block.text or len(block.text) > _LONGEST_LINE:
            yield Token(block.text, index, stop=True)
        else:
            yield from _of_line(block.text, index)


def _of_line(text: str, index: int) -> Iterator[Token]:
    pieces = _pieces(text)
    if _chapter(text, pieces):
        yield Token(text, index, stop=True)
        return
    for piece in pieces:
        yield _word(piece, index)


def _pieces(text: str) -> list[str]:
    """The words and figures of a line, one by one."""
    pieces: list[str] = []
    for piece in _SPLIT.split(text):
        stated = _STATED.fullmatch(piece)
        if stated and value_of(stated[2]).state in ("number", "na"):
            pieces += stated.groups()
        elif piece:
            pieces.append(piece)
    return pieces


def _word(text: str, index: int) -> Token:
    return Token(text, index, figure=value_of(text).state in ("number", "na"))


def _chapter(text: str, pieces: list[str]) -> bool:
    """Whether a line is a heading of the report rather than a label of a form."""
    if _CHAPTER.match(text) is None or len(text) > LONGEST_LABEL:
        return False
    words = [piece for piece in pieces if value_of(piece).state == "text"]
    labels = ["".join(words), *("".join(words[:count]) for count in range(1, 4))] if words else []
    return not any(match(label, form, part) for label in labels for form, part in _CHAPTERS_OF_FORMS)


def _accepted(parts: list[Part]) -> list[Part]:
    """The parts that are tables for certain: with rows enough of their form."""
    least = facts()["flat"]["least_rows"]
    total: dict[str, int] = {}
    for part in parts:
        total[part.form] = total.get(part.form, 0) + part.safe
    return [part for part in parts if part.safe and total[part.form] >= least[part.form]]


def _blocks_of(page: Page, part: Part, like: Block) -> Iterator[Block]:
    """The blocks of a part: a grid for each run of rows, a line for each row that is unsafe."""
    rows: list[list[str]] = []
    width = max((len(piece) for piece in part.pieces if not isinstance(piece, str)), default=0)
    for piece in (*part.pieces, ""):
        if not isinstance(piece, str):
            rows.append(piece + [""] * (width - len(piece)))
            continue
        if rows:
            page.grids.append(Grid(_cells(rows)))
            yield Block("", "table", like.depth, grid=len(page.grids) - 1)
            rows = []
        if piece:
            yield Block(piece, like.tag, like.depth)


def _cells(rows: list[list[str]]) -> list[list[GridCell]]:
    """Rows as cells; a group's label that goes on from row to row is one cell."""
    cells: list[list[GridCell]] = []
    for number, row in enumerate(rows):
        line = [GridCell(text, number, column) for column, text in enumerate(row)]
        if cells and row[0] and cells[-1][0].text == row[0]:
            line[0] = cells[-1][0]
        cells.append(line)
    return cells
