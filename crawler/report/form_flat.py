"""Statutory tables that lost their shape (散落的表格): lines of labels and figures are put back into grids.

Pages and converters leave a table as one line per row, one line per cell, or one little table per row. Here such
lines become a grid again, to be read like any other: where a row has as many figures behind its label as the form has
columns. A row with more or fewer is left as it is and said to be unread: figures are never dealt out by guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from crawler.records import Block, Finding, Grid, GridCell, Page
from crawler.report.formlabels import facts, known, match, value_of

#: A grid of no more rows may be a row of a table that was cut up, where so many follow each other.
_FEW_ROWS = 2
_LITTLE_TABLES = 3
#: A text longer than this, or with a full stop, is prose.
_LONGEST_LINE = 2_000
_LONGEST_LABEL = 100
#: A label may be broken over so many lines or cells.
_MOST_PIECES = 4
_SPLIT = re.compile(r"[\s\u3000|]+")
_CHAPTER = re.compile(r"^[一二三四五六七八九十]{1,2}、")
_CLAUSE = re.compile(r"第?二十条第?[（(]")
#: The labels of forms that are numbered like a report's chapters (一、).
_CHAPTERS_OF_FORMS = tuple(
    (form, part)
    for form, parts in (("requests", ("rows", "groups")), ("annex2014", ("rows", "shared", "headings")))
    for part in parts
)
_UNIT = re.compile(r"^(?:[条件次篇个人元份]|人次|万元)$")


class _Token(msgspec.Struct, gc=False):
    """A piece of a line: a figure (``figure``), words, or the end of what may be a table (``stop``)."""

    text: str
    block: int
    figure: bool = False
    stop: bool = False


class _Part(msgspec.Struct):
    """A run of tokens read as rows of one form: ``pieces`` are grid rows, or the text of a row that is unsafe."""

    form: str
    first: int
    last: int = 0
    pieces: list[list[str] | str] = []
    safe: int = 0
    unsafe: list[str] = []


def regrid(page: Page, blocks: list[Block]) -> tuple[list[Block], list[Finding]]:
    """``blocks`` with scattered tables as grids (added to ``page.grids``), and what could not be put together."""
    blocks = _stacked(page, blocks)
    if not _may_have(blocks):
        return blocks, []
    tokens = list(_tokens(blocks))
    parts = _accepted(_Scan(tokens).parts())
    findings: list[Finding] = []
    out: list[Block] = []
    done = 0
    for part in parts:
        first, last = tokens[part.first].block, tokens[part.last].block
        if first < done:
            continue
        out.extend(blocks[done:first])
        out.extend(_blocks_of(page, part, blocks[first]))
        done = last + 1
        if part.unsafe:
            message = f"表格散成文字,有{len(part.unsafe)}行的数字无法与栏目对应,没有读取"
            findings.append(Finding("tables_missing", message, "warning", ";".join(part.unsafe)[:200]))
    return [*out, *blocks[done:]], findings


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
        clause = block.grid < 0 and _CLAUSE.match(block.text) is not None
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


def _may_have(blocks: list[Block]) -> bool:
    """Whether the lines hold words that only the forms have."""
    text = "".join([block.text for block in blocks])
    return any(sign in text for sign in facts()["flat"]["signs"])


def _tokens(blocks: list[Block]) -> Iterator[_Token]:
    for index, block in enumerate(blocks):
        if block.grid >= 0 or "。" in block.text or len(block.text) > _LONGEST_LINE:
            yield _Token(block.text, index, stop=True)
        else:
            yield from _of_line(block.text, index)


def _of_line(text: str, index: int) -> Iterator[_Token]:
    if _chapter(text):
        yield _Token(text, index, stop=True)
        return
    for piece in _SPLIT.split(text):
        if piece:
            yield _word(piece, index)


def _word(text: str, index: int) -> _Token:
    return _Token(text, index, figure=value_of(text).state in ("number", "na"))


def _chapter(text: str) -> bool:
    """Whether a line is a heading of the report rather than a label of a form."""
    if _CHAPTER.match(text) is None or len(text) > _LONGEST_LABEL:
        return False
    words = [piece for piece in _SPLIT.split(text) if piece and value_of(piece).state == "text"]
    labels = ("".join(words), words[0]) if words else ()
    return not any(match(label, form, part) for label in labels for form, part in _CHAPTERS_OF_FORMS)


def _accepted(parts: list[_Part]) -> list[_Part]:
    """The parts that are tables for certain: with rows enough of their form."""
    least = facts()["flat"]["least_rows"]
    total: dict[str, int] = {}
    for part in parts:
        total[part.form] = total.get(part.form, 0) + part.safe
    return [part for part in parts if part.safe and total[part.form] >= least[part.form]]


def _blocks_of(page: Page, part: _Part, like: Block) -> Iterator[Block]:
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


class _Scan:
    """Goes over the tokens once and reads rows: a label, then the figures up to the next words."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._parts: list[_Part] = []
        self._part: _Part | None = None
        self._heads: dict[str, list[str]] = {}  # the column labels of each form, in the order of their figures
        self._head_open = False
        self._group = ""

    def parts(self) -> list[_Part]:
        """All runs of rows, good or not."""
        position = 0
        while position < len(self._tokens):
            token = self._tokens[position]
            if token.stop:
                self._close()
                position += 1
            elif token.figure:
                position = self._stray(position)
            else:
                position = self._label(position)
        self._close()
        return self._parts

    def _close(self) -> None:
        self._part, self._head_open = None, False

    def _open(self, form: str, position: int) -> _Part:
        if self._part is None or self._part.form != form:
            self._part = _Part(form, position, position, [])
            self._part.unsafe = []
            self._parts.append(self._part)
        return self._part

    def _stray(self, position: int) -> int:
        """Figures without a label before them: those of the table of reviews, whose labels all stand at its head."""
        end = position
        while end < len(self._tokens) and self._tokens[end].figure:
            end += 1
        figures = [token.text for token in self._tokens[position:end]]
        outcomes = self._heads.get("reviews", [])
        if self._part is not None and self._part.form == "reviews" and len(figures) == len(outcomes) == 15:
            kinds = [label for label in facts()["flat"]["kinds"] for _ in range(5)]
            self._part.pieces += [["", *kinds], ["", *outcomes], ["", *figures]]
            self._part.safe += 1
            self._part.last = end - 1
        elif self._part is not None:
            last = self._part.pieces[-1] if self._part.pieces else ""
            if isinstance(last, list) and len(last) == 1 and all(value_of(text).state == "na" for text in figures):
                last.extend(figures)  # a heading of the annex with strokes
            else:
                self._part.pieces.append(" ".join(figures))
            self._part.last = end - 1
        return end

    def _label(self, position: int) -> int:
        form, part, label, end = self._find(position)
        if form == "":
            if self._part is not None and _CLAUSE.search(label) is None and len(label) > _LONGEST_LABEL:
                self._close()
            elif self._part is not None:
                return self._row("", label, position, end)
            return end
        if part == "columns":
            return self._column(form, label, position, end)
        if part == "headings":
            opened = self._open(form, position)
            opened.pieces.append([label])
            opened.last = end - 1
            return end
        return self._row(form, label, position, end)

    def _find(self, position: int) -> tuple[str, str, str, int]:
        """``(form, part, label, end)`` of the label that begins here, the longest that is known; form ``""``: none."""
        pieces: list[str] = []
        annex = self._part is not None and self._part.form == "annex2014"
        for token in self._tokens[position : position + _MOST_PIECES]:
            if token.figure or token.stop or (pieces and annex and _UNIT.match(token.text)):
                break
            pieces.append(token.text)
        forms = list(facts()["flat"]["parts"].items())
        if self._part is not None:
            forms.sort(key=lambda item: item[0] != self._part.form)  # type: ignore[union-attr]
        for look in (known, match):
            for count in range(len(pieces), 0, -1) if look is known else range(1, len(pieces) + 1):
                label = "".join(pieces[:count])
                for form, parts in forms:
                    for part in self._parts_for(form, parts):
                        if look(label, form, part) is not None or self._other_row(label, form, part):
                            return form, part, label, position + count
        return "", "", pieces[0], position + 1

    def _parts_for(self, form: str, parts: list[str]) -> list[str]:
        """The parts of a form whose labels may stand here: 总计 and 其他 are columns in the head, then rows."""
        in_rows = self._part is not None and self._part.form == form and self._part.safe and form == "requests"
        return [part for part in parts if part != "columns"] if in_rows else parts

    def _other_row(self, label: str, form: str, part: str) -> bool:
        """Whether a label is the row 其他 under 其他处理, and not the column of that name."""
        under = form == "requests" and part == "rows" and match(self._group, form, "groups") == "other"
        return under and self._part is not None and self._part.safe > 0 and known(label, form, "columns") == "other"

    def _column(self, form: str, label: str, position: int, end: int) -> int:
        opened = self._open(form, position)
        if not self._head_open:
            self._heads[form] = []
            self._head_open = True
        # A head may hold the labels of two forms, where one table ends in the line in which the next begins.
        self._heads.setdefault(form, []).append(label)
        opened.last = end - 1
        return end

    def _row(self, form: str, label: str, position: int, end: int) -> int:
        """A label and the figures behind it, as a row of its form (``""``: a label that is not known)."""
        last = end
        unit = ""
        if form == "annex2014" and last < len(self._tokens) and _UNIT.match(self._tokens[last].text):
            unit, last = self._tokens[last].text, last + 1
        first = last
        while last < len(self._tokens) and self._tokens[last].figure:
            last += 1
        figures = [token.text for token in self._tokens[first:last]]
        part = self._open(form or (self._part.form if self._part else ""), position)
        part.last = last - 1
        if not figures:
            if part.form == "requests" and known(label, "requests", "groups"):
                self._group = label
            elif form:
                part.unsafe.append(label)
                part.pieces.append(label)
            else:
                part.pieces.append([label])
            return last
        head = self._head(part.form)
        if part.form == "annex2014":
            self._annex_row(part, label, unit, figures)
        elif head and len(figures) == len(head):
            before = [self._group] if part.form == "requests" else []
            if self._head_open:
                part.pieces.append([*("" for _ in before), "", *head])
            self._head_open = False
            part.pieces.append([*before, label, *figures])
            part.safe += 1
        else:
            part.pieces.append(" ".join([label, *figures]))
            part.unsafe.append(label)
        return last

    @staticmethod
    def _annex_row(part: _Part, label: str, unit: str, figures: list[str]) -> None:
        """One figure; or a dash in the unit's place before it."""
        if not unit and len(figures) == 2 and value_of(figures[0]).state == "na":
            unit = figures.pop(0)
        if len(figures) == 1:
            part.pieces.append([label, unit, figures[0]])
            part.safe += 1
        else:
            part.pieces.append(" ".join([label, unit, *figures]))
            part.unsafe.append(label)

    def _head(self, form: str) -> list[str]:
        """The labels of the columns in the order of the figures."""
        labels = self._heads.get(form, [])
        if form != "requests":
            return labels
        # Here the total stands before its parts where its cell spans two rows of the head.
        order = list(facts()["requests"]["columns"])
        keys = [match(label, form, "columns") for label in labels]
        if len(set(keys)) != len(keys) or set(keys) != set(order):
            return labels if "total" not in keys[:-1] else []
        return [label for _, label in sorted(zip((order.index(key or "") for key in keys), labels, strict=True))]
