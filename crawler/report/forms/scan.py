"""Reads rows of the statutory tables from words and figures in order, for :mod:`crawler.report.forms.flat`."""

from __future__ import annotations

import re

import msgspec

from crawler.report.forms.columns import time_of
from crawler.report.forms.labels import facts, known, match, path_of, stands_over, value_of

LONGEST_LABEL = 100
#: The clause of article 20 that stands over a part of the first table.
CLAUSE = re.compile(r"第?二十条第?[（(]")
#: A label may be broken over so many lines or cells.
_MOST_PIECES = 4
#: The head of the annex has no more words.
_LONGEST_HEAD = 6
_UNIT = re.compile(r"^(?:[条件次篇个人元份]|人次|万元)$")


class Token(msgspec.Struct, gc=False):
    """A piece of a line: a figure (``figure``), words, or the end of what may be a table (``stop``)."""

    text: str
    block: int
    figure: bool = False
    stop: bool = False


class Part(msgspec.Struct):
    """A run of tokens read as rows of one form: ``pieces`` are grid rows, or the text of a row that is unsafe."""

    form: str
    first: int
    last: int = 0
    pieces: list[list[str] | str] = []
    safe: int = 0
    unsafe: list[str] = []


class Scan:
    """Goes over the tokens once and reads rows: a label, then the figures up to the next words."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._parts: list[Part] = []
        self._part: Part | None = None
        self._heads: dict[str, list[str]] = {}  # the column labels of each form, in the order of their figures
        self._head_open = False
        self._group = ""

    def parts(self) -> list[Part]:
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

    def _open(self, form: str, position: int) -> Part:
        if self._part is None or self._part.form != form:
            self._part = Part(form, position, position, [])
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
            if self._part is not None and CLAUSE.search(label) is None and len(label) > LONGEST_LABEL:
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
        if self._part is not None and stands_over(pieces[0], self._part.form):
            return self._part.form, "headings", pieces[0], position + 1
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
        """The parts of a form whose labels may stand here: 总计 and 其他 are columns in the head, then rows.

        The kinds of proceedings are rows where all outcomes stand over them.
        """
        opened = self._part is not None and self._part.form == form
        if form == "requests" and opened and self._part and self._part.safe:
            return [part for part in parts if part != "columns"]
        if form == "reviews" and not (opened and len(self._heads.get(form, ())) == len(facts()[form]["columns"])):
            return [part for part in parts if part != "rows"]
        return parts

    def _other_row(self, label: str, form: str, part: str) -> bool:
        """Whether a label is the row 其他 under 其他处理, and not the column of that name."""
        if form != "requests" or part != "rows":
            return False
        under = match(self._group, form, "groups") == "other"
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
        over = path_of(label, form)[:-1] if form else ()
        self._group = next((step for step in reversed(over) if known(step, form, "groups")), self._group)
        if (
            form == "requests"
            and (key := match(label, form, "rows") or "").partition("_")[0] in facts()[form]["groups"]
        ):
            self._group = facts()[form]["groups"][key.partition("_")[0]][0]  # printed nowhere, but told by its rows
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
            elif form and form != "reviews":
                part.unsafe.append(label)
                part.pieces.append(label)
            else:
                part.pieces.append([label])
            return last
        head = self._head(part.form)
        if part.form == "annex2014":
            if not part.safe and not part.unsafe:
                self._read_annex_head(part, position)
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

    def _read_annex_head(self, part: Part, position: int) -> None:
        """Puts the columns of figures that the words before the first row name (代码, 本年, 历年累计) over them.

        The words stand in one line, or each in its own.
        """
        head: list[str] = []
        for token in reversed(self._tokens[max(position - _LONGEST_HEAD, 0) : position]):
            if token.figure or token.stop:
                break
            if time_of(token.text) not in (None, "unit"):
                head.insert(0, token.text)
        if not head:
            return
        self._heads[part.form] = head
        part.pieces = [piece for piece in part.pieces if piece[0] not in head]
        if len(head) > 1:
            part.pieces.append(["", "", *head])

    def _annex_row(self, part: Part, label: str, unit: str, figures: list[str]) -> None:
        """As many figures as the head names columns, one where it names none; or a dash in the unit's place before."""
        count = max(len(self._heads.get(part.form, ())), 1)
        if not unit and len(figures) == count + 1 and value_of(figures[0]).state == "na":
            unit = figures.pop(0)
        if len(figures) == count:
            part.pieces.append([label, unit, *figures])
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
