"""Titles over two printed lines (标题分行): whether a line in the middle goes on with the one above it."""

from __future__ import annotations

import re

_TITLE_END = re.compile(r"(?:报告|年报|报告书|[）)])$")
_APART = re.compile(r"^(?:[（(〔\[]|\d{4}\s*年\s*\d{1,2}\s*月|[二〇○零一三四五六七八九十]{4}年|.{0,12}〔\d{4}〕)")
_ENDED = re.compile(r"[。！？；：:;!?][”\"）)】》]?$")


def may_go_on(above: str, line: str) -> bool:
    """Whether by its words a centred ``line`` may be the rest of a title: no date or number below."""
    return not (_TITLE_END.search(above) or _APART.match(line) or _ENDED.search(above))
