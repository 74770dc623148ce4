"""What the reading of prose figures hands from step to step: a figure as an item, lists of parts, the state between."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from crawler.report.statistics.rules import rules
from crawler.report.text.figures import Figure

#: Marks that say whose figures follow.
_WHOSE = frozenset(("own", "seat", "ours", "region"))
#: The 《条例》 came into force in May of this year: what was done since is what was done in it.
_IN_FORCE = 2008
#: From the forms of this year on a report tells of its year alone, also where it says 累计, unless a part or another
#: figure belies it (截至2021年底累计3000条，其中2021年600条).
_YEARLY = 2019

#: Words behind a figure, up to the head of a clause, that speak of no year.
_CLAUSE_HEAD = re.compile(r"(?:(?:(?!年).)*[，；、。）])?")

#: Between such a mark and its figure: 信息公开行政复议全市共83件.
_SUM = re.compile(r"(?:共计?|合计|总计)+(?:为|有)?")

Period = Literal["year", "cumulative"]
Scope = Literal["agency", "region", "other"]


class Item(msgspec.Struct):
    """A figure as a part of a sentence and what it counts (``measure`` empty where unknown).

    ``so_far``: counted until a day, or in all; ``new``: what was new in the year; ``dated``: the words before it say
    the year; ``words``: those before a part.
    """

    figure: Figure
    measure: str = ""
    label: str | None = None
    period: Period = "year"
    scope: Scope = "agency"
    so_far: bool = False
    new: bool = False
    dated: bool = False
    words: str = ""


class Group(msgspec.Struct):
    """A whole and the parts that a text lists of it.

    ``bracketed``: the list stands in brackets; ``segmented``: its parts are set apart by semicolons.
    """

    whole: Item
    parts: list[Item]
    bracketed: bool = False
    segmented: bool = False


class State(msgspec.Struct):
    """What the words so far say of the figures that follow.

    ``other_year``: another year than the report's; ``whose``: the sentence says whose figures they are;
    ``until``: 截至…; ``summed``: 累计; ``new``: 新增; ``context``
    and ``unit`` are the measure and unit of which parts may follow; ``listed``: the line ended in mid-list, so the
    next one goes on; ``named``: the figure before counted things that have a measure of their own (发布政策解读14个);
    ``read``: it was understood; ``aside``: all years were spoken of behind the year itself, to the end of a clause;
    ``opened``: the paragraph began with the year (2016年，我局畅通渠道。累计收到申请5件); ``outside``: whose figures
    those are that follow the bracket (全县4件（县政府3件，县教育局1件），诉讼2件).
    """

    other_year: bool = False
    said_year: bool = False
    until: bool = False
    summed: bool = False
    new: bool = False
    cumulative: bool = False
    scope: Scope = "agency"
    whose: bool = False
    context: str = ""
    unit: str = ""
    listed: bool = False
    named: bool = False
    read: bool = True
    aside: bool = False
    opened: bool = False
    outside: Scope | None = None

    @property
    def period(self) -> Period:
        """The period of a figure that stands here."""
        return "cumulative" if self.cumulative else "year"

    def advance(
        self, words: str, year: int | None, ours: Scope, region: Scope = "region", *, governs: bool = False
    ) -> None:
        """Takes from the words before a figure which year, since when and whose figures are spoken of.

        ``year`` is the report's; ``ours`` whose 我县 is, ``region`` whose the figures of the whole region (全县) are;
        ``governs`` tells that the report is a government's.
        """
        if self.aside and "；" in words:
            self.cumulative = self.summed = self.aside = False  # 2017年公开1027条，历年累计8894条；制发文件6件
        opened, closed = words.rfind("（"), words.rfind("）")
        if closed >= 0 and self.outside is not None:
            self.scope, self.outside = self.outside, None
        for mark in rules().marks.finditer(words):
            name = mark.lastgroup
            if closed < opened < mark.start() and self.outside is None:
                self.outside = self.scope
            self.whose = self.whose or name in _WHOSE
            if name == "year":
                self.said_year, self.cumulative, self.until, self.summed = True, False, False, False
                self.other_year = year is not None and int(mark["which"]) != year
            elif name == "within":
                self.said_year, self.cumulative, self.until, self.summed = True, False, False, False
                self.other_year = year is not None and int(mark["in_year"]) != year
            elif name == "this":
                # 截至年底，本年度公开…: the year is meant, whatever day it was counted on.
                self.new = mark.group() == "新增"
                self.other_year = self.other_year and self.new  # 2017年，我局计划新增项目16个
                self.said_year, self.cumulative, self.until, self.summed = True, False, False, False
            elif name == "span":
                if mark["from"] != mark["to"]:
                    self.cumulative, self.other_year = True, False
                else:
                    self.said_year, self.other_year = True, year is not None and int(mark["to"]) != year
            elif name == "since":
                this = year is not None and int(mark["since_year"]) == year
                self.said_year, self.cumulative, self.other_year = this, not this, False
            elif name == "cumulative":
                self.aside = self.said_year and not self.other_year
                if self.other_year and mark.group().endswith(("以来", "至今")):
                    self.cumulative, self.other_year = True, False  # 2008年《条例》实施以来
                elif year == _IN_FORCE and mark.group() in ("实施以来", "施行以来"):
                    self.cumulative, self.said_year = False, True
                elif not self.said_year or mark.group().startswith(("历", "实施", "施行")):
                    self.cumulative = words[max(0, mark.start() - 1) : mark.start()] != "及"
            elif name == "founded":
                self.cumulative, self.other_year = True, False
            elif name == "summed":
                # 公开9条，均已归档；累计80条: behind a figure of the year, at the head of a clause
                self.summed = not self.said_year or _CLAUSE_HEAD.fullmatch(words, 0, mark.start()) is not None
                told = self.said_year or (self.opened and not self.until) or (year is not None and year >= _YEARLY)
                self.cumulative = self.cumulative or not told
            elif name == "until":
                self.until = True
            elif name == "own":
                self.scope = "agency"
            elif name == "region" and (_is_subject(words, mark.start()) or _SUM.fullmatch(words, mark.end())):
                self.scope = region
            elif name == "ours" and _is_subject(words, mark.start()):
                self.scope = ours
            elif name == "seat" and governs and _is_subject(words, mark.start()):
                self.scope = "agency"


def _is_subject(words: str, at: int) -> bool:
    """Whether what begins at ``at`` is the subject of its clause."""
    begin = max(words.rfind(sign, 0, at) for sign in "，。；：（") + 1
    return rules().subject.fullmatch(words, begin, at) is not None


def same_family(whole: Item, part: Item) -> bool:
    """Whether a figure can be a part of another: what is known to count something else cannot."""
    if not whole.measure or not part.measure:
        return True
    return whole.measure.partition("_")[0] == part.measure.partition("_")[0]
