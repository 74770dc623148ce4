"""What a CMS family of the stand-in is: its addresses, its rows and its pager; and the parts that all have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from string import Template

_MARK = re.compile(r"<!-- (frame|article|list) -->\n")


@dataclass
class Column:
    """A column (栏目) of a portal. ``about`` is the agency whose reports it holds, "" for all of them."""

    number: int
    name: str
    slug: str
    kind: str = ""
    about: str = ""
    children: list[Column] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A row of a list."""

    title: str
    path: str
    day: date
    index_number: str = ""


@dataclass(frozen=True)
class ListPage:
    """A page of a list: the target it answers to (path and query) and its content inside the frame.

    ``raw`` content is the whole answer (a list interface's XML), not framed.
    """

    target: str
    content: str
    raw: bool = False


@cache
def templates(family: str) -> dict[str, Template]:
    """The frame, article and list templates of a family."""
    text = (Path(__file__).parent / "templates" / f"{family}.html").read_text(encoding="utf-8")
    parts = _MARK.split(text)[1:]
    return {name: Template(body) for name, body in zip(parts[::2], parts[1::2], strict=True)}


class Family:
    """The generic behaviour; a family overrides its addresses, its rows and its pager."""

    key = "modern"
    template = "modern"
    per_page = 8
    metas = True

    def column_path(self, column: Column) -> str:
        return f"/{column.slug}/"

    def article_path(self, column: Column, number: int, day: date) -> str:
        return f"/{column.slug}/{day.year}/{number}.html"

    def nav_item(self, name: str, path: str) -> str:
        return f'<li><a href="{escape(path)}">{escape(name)}</a></li>'

    def row(self, number: int, row: Row) -> str:
        return (
            f'<div class="card"><a href="{escape(row.path)}" title="{escape(row.title)}">{escape(row.title)}</a>'
            f"<time>{row.day.isoformat()}</time></div>"
        )

    def page_target(self, column: Column, page: int, pages: int) -> str:
        """The target of list page ``page`` (from 1)."""
        base = self.column_path(column)
        return base if page == 1 else f"{base}?page={page}"

    def pager(self, column: Column, page: int, pages: int, total: int) -> str:
        if pages == 1:
            return ""
        links = "".join(
            f'<a href="{escape(self.page_target(column, number, pages))}">{number}</a>'
            for number in range(1, pages + 1)
        )
        following = (
            f'<a rel="next" href="{escape(self.page_target(column, page + 1, pages))}">下一页</a>'
            if page < pages
            else ""
        )
        return f'<nav class="pagination"><span>共{total}条</span>{links}{following}</nav>'

    def list_pages(self, column: Column, rows: list[Row], side: str) -> Iterator[ListPage]:
        """Every page of a column's list. A column without rows is one page with its side links alone."""
        pages = max(1, -(-len(rows) // self.per_page))
        for page in range(1, pages + 1):
            start = (page - 1) * self.per_page
            shown = rows[start : start + self.per_page]
            printed = "\n".join(self.row(start + i + 1, row) for i, row in enumerate(shown))
            pager = self.pager(column, page, pages, len(rows))
            yield ListPage(self.page_target(column, page, pages), self.list_content(column, printed, pager, side))

    def list_content(self, column: Column, rows: str, pager: str, side: str) -> str:
        return templates(self.template)["list"].substitute(name=column.name, rows=rows, pager=pager, side=side)
