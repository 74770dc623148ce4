"""Lists that are set out over lines (逐行分项), read as one: each part stands in a line, or under a number, of its own.

按内容：/（1）景区管理 31条/（2）旅游活动 60条 is read as 按内容：景区管理31条；旅游活动60条.
"""

from __future__ import annotations

import re

from crawler.records import Section
from crawler.report.audits.wording import pattern
from crawler.report.text.figures import fold_sentence
from crawler.report.text.outline import POINT

#: A line that is one part: a name, a count, perhaps its share.
_LONGEST = 40
_COUNT = r"[\d零一二两三四五六七八九十百千万]+[余多]?(?:条次|件次|人次|[条件份篇宗起次项])"
_SHARE = r"(?:，?约?占[^。；，]{0,14}%|（占[^。；，]{0,8}%）)"
_NAMED = rf"[^。；，：\d]{{2,20}}(?:：|[，。](?:主动)?(?:公开|发布)(?:信息)?)?{_COUNT}{_SHARE}?"
_PART = re.compile(rf"(?:{POINT})?{_NAMED}[；。，]?")
#: Numbered parts in sentences of their own, in one line.
_NUMBERED = re.compile(rf"[：:](?:{POINT}{_NAMED}。){{2,}}")
#: The total behind the parts.
_SUMMED = re.compile(r"(?:以上)?(?:共计|合计|总计)[^。；，]{0,8}\d")
_OPENS = ("：", ":")
_ENDS = "；。，"


def joined(sections: list[Section]) -> list[tuple[str, int, list[str]]]:
    """The sections as (heading, level, lines), with parts in lines and subsections of their own made one line."""
    found: list[tuple[str, int, list[str]]] = []
    goes_on = False
    for section in sections:
        lines = [_NUMBERED.sub(_one_sentence, line) for line in section.body.split("\n")]
        part = _part(f"{section.heading}{lines[0]}") if goes_on and section.level > 1 else ""
        if not section.body and section.level > 1:
            lines = [f"{section.heading}："]  # （二）公开内容 / 1.就业信息186条；
        if part:
            found[-1][2].append(part)
            found[-1][2].extend(lines[1:])
        else:
            found.append((section.heading, section.level, lines))
        goes_on = (bool(part) and not lines[1:]) or lines[-1].rstrip().endswith(_OPENS)
    return [
        (heading, level, _one_line(lines) if any(line.endswith(_OPENS) for line in lines) else lines)
        for heading, level, lines in found
    ]


def _one_sentence(parts: re.Match[str]) -> str:
    """Numbered parts as one list: 情况如下：1.A类9条。2.B类8条。 → 情况如下：1.A类9条；2.B类8条。"""
    return re.sub("。(?!$)", "；", parts.group())


def _part(line: str) -> str:
    """A line that is nothing but a part, folded; else ``""``."""
    if len(line) > _LONGEST or not pattern("unit").search(line):
        return ""
    text = fold_sentence(line)
    return text if _PART.fullmatch(text) and not _SUMMED.match(text) else ""


def _one_line(lines: list[str]) -> list[str]:
    """The lines with the parts behind one that opens a list joined to it."""
    found: list[str] = []
    opened = False
    for line in lines:
        text = line.rstrip()
        if opened and (part := _part(text)):
            sign = "" if found[-1].endswith("：") else "；"
            found[-1] = found[-1].rstrip(_ENDS) + sign + part
            continue
        if opened and _SUMMED.match(text):
            found[-1] = found[-1].rstrip(_ENDS) + "，" + text
            opened = False
            continue
        opened = text.endswith(_OPENS)
        found.append(f"{text[:-1]}：" if opened else line)
    return found
