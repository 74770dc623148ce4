"""What a text shows of a report (年度报告的特征): the parts that the law asks for, its headings, tables and figures.

The wording is data: ``data/outline.toml`` and ``data/eras.toml``.
"""

from __future__ import annotations

import re
from functools import cache

from crawler.facts import load_toml
from crawler.platforms.titles import fold
from crawler.records import Page
from crawler.report.cleaning.body import Extent

_FIGURE = re.compile(r"\d\s*余?(?:条|件|次|份|篇|人|个|元|%)|(?:未|没有|无).{0,12}(?:收到|发生|接到|申请|情况)|\t")
#: 一、 or 第一部分.
_CHAPTER = r"(?:第?[一二三四五六七八九十]{1,3}[、.．，]|第[一二三四五六七八九十]{1,3}(?:部分|章)[、.．，：:]?)"
_TOP = re.compile(rf"(?:^|[\s。；;：:|]){_CHAPTER}\s*([^。；;\n|]{{2,36}})", re.M)
_NUMBERED = re.compile(
    rf"(?:^|[\s。；;：:|])(?:{_CHAPTER}|[（(][一二三四五六七八九十]{{1,2}}[）)])\s*([^。；;\n|]{{2,30}})", re.M
)
_PLAIN = re.compile(r"^(?:\d{1,2}[、.．])?[\u4e00-\u9fff、]{4,16}$", re.M)


@cache
def _markers() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in load_toml("outline.toml")["markers"]["groups"])


@cache
def _self() -> re.Pattern[str]:
    return re.compile("|".join(load_toml("outline.toml")["markers"]["self"]))


@cache
def _headings(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in load_toml("outline.toml")["headings"][kind])


def count_markers(text: str) -> int:
    """How many of the parts that the law asks of a report a text speaks of, 0 to 9."""
    return sum(any(word in text for word in group) for group in _markers())


def says_so(text: str) -> bool:
    """Whether a text says of itself that it is an annual report (本年度报告…, 现将…年度报告公布如下)."""
    return _self().search(text[:4000]) is not None


def states_figures(page: Page, extent: Extent, text: str) -> bool:
    """Whether the body states a number or that there was none, in its ``text`` or in a table."""
    return _FIGURE.search(text) is not None or _has_figures(page, extent)


def count_headings(text: str, kind: str) -> int:
    """How many of the headings of a report's outline (``statutory`` or ``narrative``) a text has, 0 to 8."""
    found = (_NUMBERED if kind == "narrative" else _TOP).findall(text)
    return sum(any(pattern.search(heading) for heading in found) for pattern in _headings(kind))


def is_outlined(text: str) -> bool:
    """Whether a text has the outline of a report: three numbered headings, or four short lines that name its parts."""
    parts = {pattern for line in _PLAIN.findall(text) for pattern in _headings("narrative") if pattern.search(line)}
    return max(len(_TOP.findall(text)), count_headings(text, "narrative")) >= 3 or len(parts) >= 4


def has_statutory_table(page: Page) -> bool:
    """Whether the page has a table whose words only the statutory forms have."""
    words = load_toml("eras.toml")["tables"]["both"]
    printed = {fold(cell.text) for grid in page.grids for row in grid.rows for cell in row}
    printed |= {fold(block.text) for block in page.blocks if 4 < len(block.text) < 40}
    return sum(any(word in text for text in printed) for word in words) >= 2


def _has_figures(page: Page, extent: Extent) -> bool:
    """Whether a table of the body states a number."""
    grids = (page.grids[block.grid] for block in page.blocks[extent.start : extent.end] if block.grid >= 0)
    return any(cell.text.strip().isdigit() for grid in grids for row in grid.rows for cell in row)
