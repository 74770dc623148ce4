"""The words that belong to a figure: its clause on either side, and what stands above it."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.report.statistics.rules import rules
from crawler.report.statistics.zero import objects_in
from crawler.report.text.figures import TITLE, Figure

_CLAUSE = re.compile(r"[，；：。（]")
#: A reason begins so: 因涉及…不予公开.
_WHY = ("因", "由", "涉", "属")
#: An aside; 专（兼）职 and 无法提供（本机关不掌握） hold none.
_PARENS = re.compile(r"（(?!兼）|[^（）]{0,6}不(?:掌握|存在)）)[^（）]*）")
#: 3人，均为兼职; 16条，均已主动公开: the clause behind says what is counted.
_SAID_BEHIND = r"(?:均|都|全部)(?:[为是]?(?:[专兼全]职|兼任)|已?经?(?:主动|对外|全部)?公开(?:[，。；]|$))"
_STOP = re.compile(rf"[；。：、）]|，(?!{_SAID_BEHIND})")
#: A newspaper, a bulletin, a programme.
_NAME = re.compile(
    r"《(?![^《》]*(?:公开|申请|信息|解读)[^《》]*》)[^《》0-9]{1,12}(?:报|通讯|信箱|时讯|快讯|周刊|月刊|季刊|杂志|之窗|之声|专刊)》"
)
_RIGHT = 24
_DISCLOSED = ("公开", "发布", "公布", "推送")
#: Right of a figure: what it counts, so that the clause before does not say it.
_KIND = re.compile(r"(?![均都也已全其占为是由被])[\u4e00-\u9fff]{2}")
_SHARE = re.compile(r"(?:约?占|比例[约为占]+)[^，。；\d]{0,12}$")
_BEHIND_SHARE = re.compile(r"[，、](?:共计?|合计|计|有|为|即)+")
_NAMED_BEHIND = re.compile(r"(?:为|由|系|通过|以)?[^，；。\d]{2,10}(?:提出|提交|申请|答复|办理)的?[，；。]")
_NAMES = re.compile(r"(?:(?!信息|公开|文件)[\u4e00-\u9fff]){5,}")


class Words(NamedTuple):
    """The words of a figure: ``left`` and ``right`` of it to the end of its clause, ``sentence``, ``earlier`` (the
    sentence up to the figure) and ``above`` (headings, and what was spoken of just before)."""

    left: str
    right: str
    sentence: str
    earlier: str
    above: str

    @property
    def around(self) -> str:
        """Everything that may say what the figure is about."""
        return f"{self.sentence}\n{self.above}"

    def segment(self, figure: Figure) -> str:
        """The part of the sentence between semicolons that holds ``figure``."""
        end = self.sentence.find("；", figure.end)
        return self.sentence[self.sentence.rfind("；", 0, figure.start) + 1 : end if end >= 0 else None]


def around(
    text: str, gap: str, figure: Figure, figures: list[Figure], index: int, headings: list[str]
) -> tuple[str, str]:
    """The words that belong to a figure, left and right of it.

    Left is its clause, one more where that says nothing, else the heading above; right ends with the clause. Where the
    words on the right name what is counted (2件行政复议案件，7件行政诉讼案件) or what became of it (3件部分公开), left
    is its clause alone.
    """
    behind = text[figure.end : figures[index + 1].start if index + 1 < len(figures) else len(text)]
    if "（" in behind and "）" not in behind:
        behind = behind[: behind.index("（")]  # 不予公开4件（信息不存在2件，…）: the bracket tells of its parts
    if behind[:1] in _WHY:
        behind = rules().senses["reason"].sub("", behind)
    stop = _STOP.search(behind)
    right = behind[: stop.start()] if stop else behind
    words = _PARENS.sub("", gap)
    if any(verb in words for verb in _DISCLOSED):
        words = rules().senses["made"].sub("", words)
    cuts = [match.end() for match in _CLAUSE.finditer(words)]
    left = words[cuts[-1] if cuts else 0 :]
    if left.endswith("、"):
        if rules().skip["speaks"].match(right):
            left = ""  # 2件予以公开、3件部分公开: what stands before the sign names the figure before
        elif index and right:
            return "", right[:_RIGHT]  # 2条政策解读、3条机构信息
    if objects_in(right) or (not left and rules().skip["speaks"].match(right)):
        return left, right[:_RIGHT]
    filler = rules().senses["filler"]
    behind_last = index > 0 and len(cuts) == 1 and not words.startswith(("，", "；", "。", "：", "（"))
    if cuts and (behind_last or _NAMES.match(right)) and _KIND.match(right) and filler.fullmatch(left):
        return left, right[:_RIGHT]  # 公开3件草案并征求意见，1项重大决策; 2条文件信息，19条通知
    named = behind_last and _NAMED_BEHIND.match(words) is not None  # 3件当面提出；2件…: the clause before is of the 3
    while cuts and not named and filler.fullmatch(left):
        end = cuts.pop() - 1
        left = words[cuts[-1] if cuts else 0 : end] + left
    if index == 0 and headings and filler.fullmatch(left):
        left = headings[0] + left
    elif left and rules().senses["bare_act"].fullmatch(left):
        left = _topic(text[: figure.start], headings) + left
    return left, right[:_RIGHT]


def _topic(earlier: str, headings: list[str]) -> str:
    """What is told of where a clause says only what was done: 规范性文件方面，新制发5件; else ``""``."""
    senses = rules().senses
    told = senses["topic_clause"].search(earlier) or (senses["topic_heading"].match(headings[0]) if headings else None)
    return told["topic"] if told is not None else ""


def before_share(words: str, behind: str) -> str:
    """The words that a share parts from their figure (业务类信息占86%，共349条); ``behind`` stands between the two."""
    share = _SHARE.search(words) if _BEHIND_SHARE.fullmatch(behind) else None
    return words[: share.start()] if share is not None else ""


def with_short_titles(text: str) -> str:
    """``text`` with 《》 for titles, that would say what their sentence does not; a newspaper's name is a channel."""
    return TITLE.sub(_short_title, text)


def _short_title(match: re.Match[str]) -> str:
    title = match.group()
    if _NAME.fullmatch(title):
        return title
    return next((short for short in ("《条例》", "《申请表》") if title.endswith(short[1:])), "《》")
