"""The annex of 2014 to 2018 and local forms whose cells ran together (数字粘连): none is read, and that is said."""

from __future__ import annotations

import re
from functools import cache

from crawler.records import Block, Finding
from crawler.report.forms.labels import facts

FORM = "annex2014"
_CAPTION = re.compile(r"统计表(?:[（(][^（）()]*[)）])?$")
_LONGEST_CAPTION = 40
#: Labels of so many signs are no words of prose, and so many of them are the form.
_SHORTEST, _LEAST = 5, 6


@cache
def _words() -> tuple[tuple[str, str], ...]:
    rows = facts()[FORM]["rows"].items()
    return tuple((word, key) for key, words in rows for word in words if len(word) >= _SHORTEST)


def glued_annex(blocks: list[Block]) -> list[Finding]:
    """The finding on labels and figures in lines under the caption of a 统计表, of which no row could be read."""
    for at, block in enumerate(blocks):
        if block.grid >= 0 or len(block.text) > _LONGEST_CAPTION or not _CAPTION.search(block.text):
            continue
        lines: list[str] = []
        for below in blocks[at + 1 :]:
            if below.grid >= 0 or "。" in below.text:
                break
            lines.append(below.text)
        text = "".join(lines)
        if any(map(str.isdigit, text)) and len({key for word, key in _words() if word in text}) >= _LEAST:
            message = "统计表散成连写的文字,数字无法与栏目对应,没有读取"
            return [Finding("tables_missing", message, "warning", f"{block.text} {text}"[:200])]
    return []
