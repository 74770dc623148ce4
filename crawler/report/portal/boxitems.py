"""Items of info boxes (信息头条目) that print each label right before its value, without any sign: 发布机构某某局."""

from __future__ import annotations

from functools import cache

from crawler.records import Block
from crawler.report.portal.labels import Labels, field_by_label, labelled, value_of
from crawler.report.portal.lines import fold

#: An item of an info box, its label and value together.
_LONGEST_ITEM = 80
#: So many items in a row make a box, where one of these fields has a value.
_LEAST_ITEMS = 3
_BOX_FIELDS = frozenset({"index_number", "document_number", "published", "publisher"})


def read_items(blocks: list[Block]) -> tuple[Labels, set[int]]:
    """The labels and values of a box that prints each label right before its value (发布机构某某局), and its blocks.

    A label that begins a line is one only among others: at least three in a row, one of them of the box's own fields.
    """
    found: Labels = []
    boxed: set[int] = set()
    run: Labels = []
    lines = 0
    for position, block in enumerate([*blocks, Block("")]):
        items = _led_items(block)
        if items:
            run += items
            lines += 1
            continue
        if lines >= _LEAST_ITEMS and _is_box(run):
            found += run
            boxed.update(range(position - lines, position))
        if lines:
            run, lines = [], 0
    return found, boxed


def _led_items(block: Block) -> Labels:
    """The label and value of an item without a colon, [] for any other block."""
    if block.grid >= 0 or ":" in block.text[:12] or "：" in block.text or (item := led(block.text)) is None:
        return []
    return labelled(block.text) or [item]


def _is_box(run: Labels) -> bool:
    """Whether items are those of a box and hold their values themselves.

    Where most are labels alone, the values stand in other blocks.
    """
    if not any(value and field in _BOX_FIELDS for _, field, value in run):
        return False
    names = {field for _, field, _ in run}
    return len(names) > 1 and sum(bool(value) for _, _, value in run) >= 2


def led(text: str) -> tuple[str, str, str] | None:
    """``(label, field, value)`` of an item that begins with a label without any sign after it (发布机构某某局).

    Only an item among others like it can be trusted: 日期 and 来源 begin sentences too.
    """
    labels = _led_labels().get(text[:1])
    if labels is None or len(text) > _LONGEST_ITEM or text[-1:] in "。；，" or "|" in text:
        return None
    folded = fold(text)
    label = next((label for label in labels if folded.startswith(label)), "")
    return (label, field_by_label()[label], value_of(_after(text, len(label)))) if label else None


def _after(text: str, count: int) -> str:
    """What follows the first ``count`` characters of a text, white space not counted (索 引 号XY-1 → XY-1)."""
    for index, sign in enumerate(text):
        if count == 0:
            return text[index:]
        count -= not sign.isspace()
    return ""


@cache
def _led_labels() -> dict[str, list[str]]:
    """The labels that an item may begin with, by their first character, the longest first."""
    found: dict[str, list[str]] = {}
    for label in sorted((label for label in field_by_label() if len(label) > 1), key=len, reverse=True):
        found.setdefault(label[0], []).append(label)
    return found
