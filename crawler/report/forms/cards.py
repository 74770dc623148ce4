"""Statutory tables shown as cards (卡片), as on small screens: a row's label, then each column with its figure.

All cards of a form become one table with a figure in each row, to be read like any other (:mod:`.form_long`).
"""

from __future__ import annotations

import re

from crawler.records import Block, Grid, GridCell, Page
from crawler.report.forms.labels import known, match, value_of
from crawler.report.forms.scan import Token

#: The forms whose tables have rows and columns, and how many figures a card of each has at least.
_FORMS = {"requests": 3, "reviews": 3, "proactive": 1}
#: Fewer figures in all are no table.
_LEAST = 6
#: A label and its figure without anything between them, and the other way about.
_GLUED = re.compile(r"([^\d\s]{2,20}?)[:：]?([\d０-９][\d０-９,，.]*|[/—-]{1,2}|无)")
_GLUED_BEFORE = re.compile(r"([\d０-９][\d０-９,，]*|[/—-]{1,2})([^\d\s.、）)]{2,20})")


def with_cards(page: Page, blocks: list[Block], tokens: list[Token]) -> list[Block]:
    """``blocks`` with the cards among them as tables (added to ``page.grids``); ``tokens`` are their pieces."""
    tokens = [piece for token in tokens for piece in _parted(token)]
    lines: dict[str, list[tuple[str, str, str]]] = {}
    taken: dict[str, list[int]] = {}
    at = 1
    while at < len(tokens):
        form, pairs, end = _card(tokens, at)
        if form:
            label = tokens[at - 1]
            lines.setdefault(form, []).extend((label.text, column, figure) for column, figure in pairs)
            taken.setdefault(form, []).extend(token.block for token in tokens[at - 1 : end])
        at = end + 1
    found = {form: rows for form, rows in lines.items() if len(rows) >= _LEAST}
    gone = {block for form in found for block in taken[form]}
    first = {min(taken[form]): form for form in found}
    out: list[Block] = []
    for index, block in enumerate(blocks):
        if index in first:
            rows = [[GridCell(text, y, x) for x, text in enumerate(row)] for y, row in enumerate(found[first[index]])]
            page.grids.append(Grid(rows))
            out.append(Block("", "table", block.depth, grid=len(page.grids) - 1))
        if index not in gone:
            out.append(block)
    return out if found else blocks


def _card(tokens: list[Token], at: int) -> tuple[str, list[tuple[str, str]], int]:
    """``(form, (column, figure) pairs, end)`` of the card whose first pair begins at ``at``; form "": there is none."""
    before = tokens[at - 1]
    if before.figure or before.stop or tokens[at].stop:
        return "", [], at
    for form, least in _FORMS.items():
        if match(before.text, form, "rows") is None and known(before.text, form, "columns") != "other":
            continue
        for labels in (0, 1):  # the label before its figure, or behind it
            end = at
            pairs: list[tuple[str, str]] = []
            while end + 1 < len(tokens):
                label, figure = tokens[end + labels], tokens[end + 1 - labels]
                if label.figure or not figure.figure or known(label.text, form, "columns") is None:
                    break
                pairs.append((label.text, figure.text))
                end += 2
            if len(pairs) >= least and len({known(column, form, "columns") for column, _ in pairs}) == len(pairs):
                return form, pairs, end
    return "", [], at


def _parted(token: Token) -> list[Token]:
    """A token that is a label and its figure as two."""
    if token.figure or token.stop:
        return [token]
    for pattern, label in ((_GLUED, 1), (_GLUED_BEFORE, 2)):
        found = pattern.fullmatch(token.text)
        if found and any(known(found[label], form, "columns") for form in _FORMS):
            return [Token(text, token.block, value_of(text).state != "text") for text in found.groups()]
    return [token]
