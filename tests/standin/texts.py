"""Words for reports and other pages, composed from phrases.toml and a seeded generator."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

_DRAW = re.compile(r"<([^<>]+)>")
_RANGE = re.compile(r"(\d+)-(\d+)")

NUMERALS = "一二三四五六七八九十"


@cache
def phrases() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))


class Words:
    """Fills phrases with drawn numbers and words and with the ``names`` of a report (agency, year …)."""

    def __init__(self, rng: Random, names: Mapping[str, object]) -> None:
        self.rng = rng
        self.names = dict(names)

    def fill(self, phrase: str) -> str:
        return _DRAW.sub(self._draw, phrase).format_map(self.names)

    def one(self, options: list[str]) -> str:
        return self.fill(self.rng.choice(options))

    def some(self, options: list[str], count: int) -> list[str]:
        """``count`` of the phrases, in the order they are written in (the first is always among them)."""
        rest = sorted(self.rng.sample(range(1, len(options)), min(count, len(options)) - 1))
        return _renumber([self.fill(options[i]) for i in [0, *rest]])

    def _draw(self, match: re.Match[str]) -> str:
        span = _RANGE.fullmatch(match[1])
        if span:
            return str(self.rng.randint(int(span[1]), int(span[2])))
        words: list[str] = match[1].split("|")
        return self.rng.choice(words)


def _renumber(lines: list[str]) -> list[str]:
    """Numbers the lines that begin with （#） or #是, in the order they came out."""
    numbered = []
    number = 0
    for line in lines:
        if line.startswith(("（#）", "#是")):
            line = line.replace("#", NUMERALS[number], 1)
            number += 1
        numbered.append(line)
    return numbered


#: Characters a mirror site would convert and annotate, with their readings (see ``mirror_debris``).
_PINYIN = {
    "动": "dòng", "务": "wù", "开": "kāi", "报": "bào", "条": "tiáo", "规": "guī", "应": "yīng",
    "请": "qǐng", "结": "jié", "实": "shí", "对": "duì", "关": "guān", "发": "fā", "设": "shè",
    "门": "mén", "镇": "zhèn", "们": "men", "进": "jìn", "过": "guò", "机": "jī", "县": "xiàn",
    "统": "tǒng", "计": "jì", "办": "bàn", "电": "diàn", "话": "huà", "联": "lián", "问": "wèn",
    "题": "tí", "质": "zhì", "传": "chuán", "专": "zhuān", "业": "yè", "听": "tīng", "举": "jǔ",
}  # fmt: skip


def mirror_debris(text: str) -> str:
    """``text`` as a clone site prints it: Traditional, with a reading in brackets after changed characters."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    return "".join(f"{convert(char)}({_PINYIN[char]})" if char in _PINYIN else convert(char) for char in text)
