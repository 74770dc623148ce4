"""The outline of a report (章节): which lines are headings, at what level, and what belongs to each."""

from __future__ import annotations

import re
from functools import cache

from crawler.facts import load_toml
from crawler.records import Section

#: A heading longer than this is a sentence that happens to be numbered.
LONGEST_HEADING = 48
_SENTENCE_END = "。！？；"
_BREAK = re.compile(r"[。：:！？；\u3000 ]|——")


@cache
def _numbering() -> tuple[tuple[int, re.Pattern[str]], ...]:
    rules = load_toml("outline.toml")["numbering"]
    return tuple((rule["level"], re.compile(rule["pattern"])) for rule in rules)


@cache
def _unnumbered() -> frozenset[str]:
    return frozenset(load_toml("outline.toml")["unnumbered"]["headings"])


#: What a numbered line can begin with: most lines are told from headings by their first character alone.
_FIRST = frozenset("第一二三四五六七八九十（(〔﹙0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮")


def number_of(line: str) -> tuple[int, str, str] | None:
    """``(level, number, rest)`` of a line that begins with a section number, else ``None``.

    ``level`` 1 is 一、, 2 (一), 3 1., 4 (1), 5 ①; ``number`` is as printed, without white space around it.
    """
    if not line or line[0] not in _FIRST:
        return None
    for level, pattern in _numbering():
        found = pattern.match(line)
        if found:
            rest = line[found.end() :].strip(" \u3000")
            if level == 3 and re.match(r"\d*(?:年|月|日|%|％|万|亿|个|条|件)", rest):
                return None
            return level, found.group().strip(), rest
    return None


def split_heading(line: str) -> tuple[int, str, str, str] | None:
    """``(level, number, heading, text)`` of a line that opens a section, else ``None``.

    ``text`` is what runs on after the heading on the same line: ``1、公开更加及时。针对…`` has both. A numbered
    line that is one long sentence opens a section without a heading.
    """
    folded = line.strip(" \u3000")
    numbered = number_of(folded)
    if numbered is None:
        return (1, "", folded, "") if folded in _unnumbered() else None
    level, number, rest = numbered
    if len(rest) <= LONGEST_HEADING and not any(sign in rest[:-1] for sign in _SENTENCE_END):
        colon = re.search(r"[：:](?=.)", rest)
        if colon and any(c.isdigit() for c in rest[colon.end() :]):
            return level, number, rest[: colon.start()], rest[colon.end() :]
        return level, number, rest.rstrip("。：:；;"), ""
    found = _BREAK.search(rest)
    if found and 0 < found.start() <= LONGEST_HEADING:
        return level, number, rest[: found.start()], rest[found.end() :].strip(" \u3000")
    return level, number, "", rest


def read_sections(lines: list[str]) -> list[Section]:
    """The sections of a report's lines in order; what stands before the first heading is a section of its own.

    That first section has level 0, no number and no heading.
    """
    sections: list[Section] = []
    texts: list[str] = []

    def close() -> None:
        if sections:
            sections[-1].body = "\n".join(texts)
        elif any(texts):
            sections.append(Section(0, 0, "", "", "\n".join(texts)))
        texts.clear()

    for line in lines:
        opened = split_heading(line)
        if opened is None:
            texts.append(line)
            continue
        close()
        level, number, heading, text = opened
        sections.append(Section(len(sections), level, number, heading, ""))
        if text:
            texts.append(text)
    close()
    return sections
