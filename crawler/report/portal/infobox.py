"""Info boxes (信息头) in every shape: table, dl, ul, spans, one line, template comments, meta tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise, takewhile

from crawler.platforms.titles import is_bare_title, is_report_title
from crawler.records import Block, Grid, GridCell, Page
from crawler.report.portal.boxitems import read_items
from crawler.report.portal.breadcrumb import is_home, is_location
from crawler.report.portal.labels import Labels, field_of, labelled, plain_label, rank_of, says_nothing, value_of
from crawler.report.portal.lines import fold, is_edge
from crawler.report.text.dates import is_date_line, read_date

_INDEX = re.compile(r"^(?=.*\d)[A-Za-z0-9\u4e00-\u9fff〔〕\[\]（）()/\\_.\-—－:：+·]{3,80}$")
#: An index number (索引号) that is known without its label: letters, figures and strokes, nothing else.
_BARE_INDEX = re.compile(
    r"(?=.*[A-Za-z])(?=.*\d.*\d)[A-Za-z0-9]{4,24}(?:[-/_][A-Za-z0-9]{1,12}){1,4}|[0-9A-Z]{8,20}(?:-[\dX])?/20\d\d-\d{3,8}"
)
_LED_INDEX = re.compile(r"[\u4e00-\u9fff]{2,8}[：:\s]\s*(?P<value>\S+/20\S+)")
_DOCUMENT = re.compile(
    r"^(?:[\u4e00-\u9fffA-Za-z]{1,20}|(?=[〔\[（(【﹝]))\s*(?:[〔\[（(【﹝]\s*)?(?:19|20)?\d{2,4}\s*(?:[〕\]）)】﹞]\s*)?(?:年\s*)?第?\s*\d{1,5}\s*号?(?:文)?$"
)
_DOCUMENT_LINE = re.compile(
    r"^[（(]?(?P<number>[\u4e00-\u9fff]{1,12}[〔\[（(【﹝]\s*20\d\d\s*[〕\]）)】﹞]\s*第?\s*\d{1,5}\s*号)[）)]?$"
)

_COLONS = frozenset(":：")
_LABEL_ENDS = frozenset(":：】]")
#: What an unknown label of a day ends with: 上网日期.
_DAYS = ("日期", "时间")
_LONGEST_LABEL = 14
_MOST_ROWS = 8
#: A breadcrumb has no more columns than this.
_MOST_COLUMNS = 8

#: Meta tags (国办发〔2017〕47号 and the families' own) by the field that they fill.
_META = {
    "published": ("pubdate", "publishdate", "comment:published", "publishedtime", "article:published_time", "dc.date"),
    "source": ("contentsource", "comment:source", "source"),
    "publisher": ("comment:publisher", "publisher"),
    "index_number": ("comment:index_number", "indexnumber", "syh"),
    "document_number": ("comment:document_number", "documentnumber", "filenum", "wh"),
}


def read_grid(grid: Grid) -> Labels:
    """The labels and values of a table that is an info box, [] for any other table.

    A cell may hold both (``索引号：x``) or the label with its value in the next cell. Two known labels make a box, or
    one with its value where a table has nothing else.
    """
    found: Labels = _columns_of(grid)
    if found:
        return found
    known = filled = 0
    for row in grid.rows:
        cells = _distinct(row)
        skip = False
        for position, cell in enumerate(cells):
            if cell.text and not says_nothing(cell.text):
                filled += 1
            if skip:
                skip = False
                known += 1
                continue
            pairs = labelled(cell.text)
            if pairs and (
                len(pairs) > 1
                or pairs[0][2]
                or fold(cell.text)[-1:] not in _LABEL_ENDS  # 来源：本站 has its value, which says nothing
                or position + 1 >= len(cells)
                or field_of(cells[position + 1].text)
            ):
                found.extend(pairs)
                known += 1
                continue
            field = field_of(cell.text)
            following = cells[position + 1].text if position + 1 < len(cells) else ""
            if field is None:  # its label has words of the portal's own
                if is_index_number(cell.text):
                    found.append(("", "index_number", cell.text))
                elif cell.text.rstrip("：: ").endswith(_DAYS) and is_date_line(following):
                    found.append((fold(cell.text).rstrip(":"), "published", following))
                elif is_date_line(cell.text):  # 2022-01-20 in a cell of its own beside 来源：县水利局
                    found.append(("日期", "published", cell.text))
                continue
            known += 1
            value = value_of(following)
            # The next cell may be the next label: then this one was left empty.
            empty = not following or field_of(following) is not None or bool(labelled(following))
            found.append((plain_label(cell.text), field, "" if empty else value))
            skip = bool(following) and not empty
    labels = [pair for pair in found if pair[1] not in ("ignored", "location")]
    boxed = known * 2 >= filled or _is_of_pairs(grid)
    several = len(found) >= 2 or len(grid.rows) > 1
    return found if labels and boxed and (several or labels[0][2]) else []


def _is_of_pairs(grid: Grid) -> bool:
    """Whether a small table is labels, each with its value in the next cell, whatever the labels are.

    Its labels end with a colon, or one of the values is a day or an index number.
    """
    rows = [_distinct(row) for row in grid.rows]
    labels = [cell.text for row in rows for cell in row[::2]]
    values = [cell.text for row in rows for cell in row[1::2]]
    if len(rows) > _MOST_ROWS or any(len(row) % 2 for row in rows) or max(map(len, labels)) > _LONGEST_LABEL:
        return False
    named = all(text[-1:] in _COLONS for text in labels) or any(is_date_line(v) or is_index_number(v) for v in values)
    return named and not any(sign.isdigit() for text in labels for sign in text)


def _distinct(row: list[GridCell]) -> list[GridCell]:
    """The cells of a row, a cell over several columns once."""
    return [cell for position, cell in enumerate(row) if position == 0 or cell is not row[position - 1]]


def _columns_of(grid: Grid) -> Labels:
    """The labels and values of a box that prints a row of labels above a row of values, [] for any other table."""
    found: Labels = []
    for upper, lower in pairwise(grid.rows):
        labels, values = _distinct(upper), _distinct(lower)
        fields = [field_of(cell.text) for cell in labels]
        if len(labels) != len(values) or len(labels) < 3 or None in fields:
            continue
        if sum(field_of(cell.text) is not None for cell in values) * 2 > len(values):
            continue
        found.extend(
            (plain_label(label.text), field or "ignored", value_of(value.text))
            for label, field, value in zip(labels, fields, values, strict=True)
        )
    return found


def page_labels(page: Page, end: int, start: int = 0) -> Labels:
    """The labels and values that a page shows in its blocks ``start`` to ``end``."""
    blocks = page.blocks[start:end]
    found, boxed = read_items(blocks)
    for position, block in enumerate(blocks):
        if position in boxed:
            continue
        if block.grid >= 0:
            found.extend(read_grid(page.grids[block.grid]))
            continue
        pairs = labelled(block.text)
        if pairs:
            # The value of the last label may stand in an element of its own.
            label, field, value = pairs[-1]
            if not value and fold(block.text)[-1:] == ":" and position + 1 < len(blocks):
                following = blocks[position + 1]
                if following.grid < 0 and _can_be_value(following.text, field):
                    pairs[-1] = (label, field, value_of(following.text))
            found.extend(pairs)
            continue
        if is_location(block.text):
            found.append(("", "location", block.text))
            continue
        if "/20" in block.text and (number := led_index_number(block.text) or _index_number_alone(block.text)):
            found.append(("", "index_number", number))
            continue
        if block.tag == "li" and (columns := _listed_columns(blocks, position)):
            found.append(("", "location", " > ".join(columns)))
            continue
        if block.text[:2] in ("首页", "网站", "主页") and block.link_chars == len(block.text.replace(" ", "")) > 4:
            # Columns that only the style sheet sets apart.
            found.append(
                ("", "location", " > ".join(link.text for link in page.links if link.block == start + position))
            )
            continue
        if len(block.text) > 30:
            continue
        named = field_of(block.text)
        if named is not None and position + 1 < len(blocks):
            following = blocks[position + 1]
            if following.grid < 0 and field_of(following.text) is None and _can_be_value(following.text, named):
                found.append((plain_label(block.text), named, value_of(following.text)))
    return found


def _listed_columns(blocks: list[Block], position: int) -> list[str]:
    """The columns of a breadcrumb that is a list (首页, 政务公开, 民政局, 年报); [] for a menu: it ends otherwise."""
    if not is_home(blocks[position].text):
        return []
    items = [block.text for block in takewhile(_is_linked_item, blocks[position : position + _MOST_COLUMNS + 1])]
    ends = len(items) <= _MOST_COLUMNS and any(is_bare_title(item) or is_report_title(item) for item in items[-2:])
    return items if ends and len(items) > 2 else []


def _is_linked_item(block: Block) -> bool:
    return block.tag == "li" and len(block.text) <= 30


def _can_be_value(text: str, field: str) -> bool:
    """Whether the line below a label of a field can be its value: the next label, a button and a file are none.

    A report's title is one only of a label for titles.
    """
    return len(text) <= 80 and not labelled(text) and not is_edge(text) and is_report_title(text) <= (field == "title")


def document_number_line(lines: Iterable[str]) -> str | None:
    """A document number (文号) that stands alone on one of the lines, as under a red head."""
    for line in lines:
        found = _DOCUMENT_LINE.match(line.strip())
        if found:
            return found["number"]
    return None


def is_index_number(text: str) -> bool:
    """Whether a text is an index number (索引号) by its form alone."""
    return _BARE_INDEX.fullmatch(text) is not None


def _index_number_alone(text: str) -> str:
    """The index number that a line is by its form, else ""."""
    return text if is_index_number(text) else ""


def led_index_number(text: str) -> str:
    """The index number that a label of the portal's own stands before (编号 01234567-8/2022-00123), else ""."""
    found = _LED_INDEX.fullmatch(text)
    return found["value"] if found and is_index_number(found["value"]) else ""


def pick(labels: Labels, field: str) -> tuple[str, str] | None:
    """``(value, label)`` of a field: the best-ranked label with a plausible value, else ``None``."""
    best: tuple[int, str, str] | None = None
    for label, of, value in labels:
        if of != field or not value or not _plausible(field, value):
            continue
        rank = rank_of().get(label, 99)
        if best is None or rank < best[0]:
            best = (rank, value, label)
    return (best[1], best[2]) if best else None


def meta_field(page: Page, field: str) -> tuple[str, str] | None:
    """``(value, tag)`` of a field as the page's meta tags and template comments give it, else ``None``."""
    for tag in _META.get(field, ()):
        value = value_of(page.meta.get(tag, ""))
        pairs = labelled(value)
        if len(pairs) == 1:
            value = pairs[0][2]
        if value and _plausible(field, value):
            return value, tag
    return None


def _plausible(field: str, value: str) -> bool:
    if field == "published":
        return read_date(value) is not None
    if field == "index_number":
        return _INDEX.match(fold(value)) is not None
    if field == "document_number":
        return _DOCUMENT.match(value.strip()) is not None
    return len(value) <= 60 and not value.strip().isdigit()
