"""Statutory tables in panels that are closed until they are clicked (折叠面板、选项卡)."""

from __future__ import annotations

from crawler.records import Page
from crawler.report.forms.read import read_tables


def in_panels(page: Page, start: int, end: int) -> set[int]:
    """The blocks from ``start`` to ``end`` that are tables not shown, with a form that no table shown has.

    Copies for other screens or readers, and other years' panels, so stay hidden.
    """
    tables = [(at, block) for at, block in enumerate(page.blocks[start:end], start) if block.grid >= 0]
    if not any(block.hidden for _, block in tables):
        return set()
    shown = read_tables([page.grids[block.grid] for _, block in tables if not block.hidden]).cells
    have = {cell.form for cell in shown}
    found: set[int] = set()
    for at, block in tables:
        forms = {cell.form for cell in read_tables([page.grids[block.grid]]).cells} if block.hidden else set()
        if forms and not forms & have:
            found.add(at)
            have |= forms
    return found
