"""Lists of parts in a sentence (其中…): which figure is a whole, which are its parts, how lists nest and end."""

from __future__ import annotations

import re

from crawler.report.statistics.items import Group, Item, State, same_family
from crawler.report.statistics.labels import trim
from crawler.report.statistics.rules import rules
from crawler.report.text.figures import BRACKETS, Figure

#: A list right behind its whole: 297条（工作动态180条，…）, 297条：工作动态180条，…, 39条信息：2条政策解读、….
_AT_ONCE = re.compile(r"(?:(?:政府|政务)?信息)?[（：](?!比|较|同比|占|增|减)")
#: Another list behind a semicolon.
_BY = re.compile(r"[^，。；]{0,6}；(?:按|从)")
_OPENS_CONTEXT = re.compile(r"收到|受理|申请|办结|答复")
_APPLICATION_UNITS = frozenset("件宗起条份例封")
_TEXT_UNITS = frozenset("条件份篇则个")
_DISCLOSED = re.compile(r"公开|发布")
#: What became of applications: a list may name two kinds of one.
OUTCOMES = frozenset(
    ("applications_granted", "applications_partly_granted", "applications_refused", "applications_not_held")
)

#: What is disclosed and counted under a measure of its own.
NAMED = ("normative_documents", "interpretations")
#: What stands in a list of disclosures, which then goes on: 财政信息7条，领导信箱收到信件1条，街办动态75条.
_AMONG = (*NAMED, "responses", "enquiries", "letters")


def context_of(words: str) -> str:
    """The measure of which words open a list: 在已答复的申请中, 主动公开的信息中; ``""`` where they name none."""
    if _OPENS_CONTEXT.search(words):
        return "applications_received"
    return "disclosed" if _DISCLOSED.search(words) else ""


def context_after(measure: str, left: str, group: Group | None) -> str:
    """What a list after a figure is a list of: 公开规范性文件42件，人事任免文件106件 are all disclosures.

    In an open list of disclosures (``group``) they are so without the verb.
    """
    if group is not None and group.whole.measure not in ("", "disclosed"):
        return measure  # 回应热点14次，其中政策解读稿件发布数18篇，微信回应事件数7次
    listed = group is not None and group.whole.measure == "disclosed"
    named = measure in NAMED and rules().labels["verb"].search(left)
    return "disclosed" if named or (listed and measure in _AMONG) else measure


class Lists:
    """The lists that are open while a sentence is read, the innermost last, and those that are closed."""

    def __init__(self, text: str, carried: Group | None) -> None:
        self._text = text
        self._open = [carried] if carried is not None else []
        self._closed: list[Group] = []

    @property
    def current(self) -> Group | None:
        """The innermost open list."""
        return self._open[-1] if self._open else None

    def begin(self, whole: Item, *, bracketed: bool = False) -> None:
        """Opens a list of the parts of ``whole``."""
        self._open.append(Group(whole, [], bracketed))

    def move(self, gap: str, at: int, last: Item | None, state: State) -> None:
        """Closes and opens lists by the words between two figures; ``at`` is where they end in the sentence."""
        opens = rules().lists["opens"]
        words = BRACKETS.sub("", gap)
        if "）" in words:
            while self._open and self._open[-1].bracketed:
                self._closed.append(self._open.pop())
        if "；" in words and self._open:
            self._segment(self._open[-1], opens.search(self._text[at:]) is not None)
        opener = opens.search(words) or (last and _AT_ONCE.match(words))
        if opener is None:
            return
        if self._closed and _BY.match(words):
            last = self._closed[0].whole  # 按方式分：…；按结果分：…: both lists are of one whole
        if last is not None:
            again = self.current is not None and self.current.whole is last and not self.current.parts
            if not again:  # else: 在答复的10件申请中，…
                self.begin(last, bracketed="（" in words)
            same = last.figure.unit == state.unit  # 公开31条；媒体报道2224篇，其中…: these are no disclosures
            state.context = last.measure or (state.context if same else "")
            state.unit = last.figure.unit
        elif not state.context:
            state.context = context_of(words)

    def complete(self, figure: Figure) -> None:
        """Closes the lists whose parts make up their whole: what follows is none of them, unless it is a zero.

        咨询30人次，其中来电20人次、来访10人次，信箱答复提问23条.
        """
        while self._open and figure.value and not self._open[-1].bracketed:
            group = self._open[-1]
            made = sum(part.figure.value for part in group.parts)
            if len(group.parts) < 2 or made != group.whole.figure.value:
                return
            self._closed.append(self._open.pop())

    def _segment(self, group: Group, more_lists: bool) -> None:
        """A semicolon: it ends a nested list, one whose parts stood between commas, and one before another list."""
        if len(group.parts) == 1 and len(self._open) == 1 and not more_lists:
            group.segmented = True
        if len(self._open) > 1 or (group.parts and (more_lists or not group.segmented)):
            self._closed.append(self._open.pop())

    def put(self, item: Item, left: str) -> None:
        """A figure in the innermost list, if it can be a part of its whole; ``left``: the words before it."""
        group = self.current
        if group is None or not _same_unit(item, group.whole) or not same_family(group.whole, item):
            return
        restated = item.label is None and item.measure and item.figure.value == group.whole.figure.value
        if restated and not group.parts:
            group.whole = item  # 制作15条，其中主动公开15条: the parts are those of the latter
        else:
            item.words = left
            _tell_apart(item, group)
            group.parts.append(item)

    @property
    def outermost(self) -> Group | None:
        """The outermost open list: the one with which the next line may go on."""
        return self._open[0] if self._open else None


def _same_unit(part: Item, whole: Item) -> bool:
    """Whether two figures count alike: 205条 can be a part of 643条次."""
    return part.figure.unit.removesuffix("次") == whole.figure.unit.removesuffix("次")


def in_all_years(item: Item, left: str, counted: list[Item]) -> list[Item]:
    """``item`` as what has been counted in all years (收到申请0件，历年累计6件; 未收到，历年累计6件), else nothing."""
    if not counted or not rules().senses["all_years"].fullmatch(left):
        return []
    told = context_of(left)  # 收到1件，已办结1件，历年累计受理4件
    alike = [whole for whole in counted if not told or whole.measure == told]
    whole = next((whole for whole in reversed(alike) if not whole.label), None)  # behind its parts
    year = whole or (alike or counted)[-1]
    if not alike or (year.label and (told or not rules().lists["channels"].search(year.label))):
        return []  # else: 公开栏公开60条，历年累计300条
    if year.figure.unit not in ("", item.figure.unit) or year.figure.value > item.figure.value:
        return []
    item.measure, item.label, item.period, item.scope = year.measure, year.label, "cumulative", year.scope
    return [item]


def leading(printed: str, whole: Item | None) -> tuple[State, Group | None]:
    """What a sentence without figures leads to: 公开113条。具体类别：/（1）动态51条 lists parts of ``whole``."""
    table = rules().lists
    text = printed.strip().replace(":", "：")
    opens = text.endswith("：") and (table["goes_on"].search(text) or table["opens"].search(text))
    if not opens or whole is None or whole.label:
        return State(), None
    state = State(scope=whole.scope, cumulative=whole.period == "cumulative", context=whole.measure, listed=True)
    state.unit = whole.figure.unit
    return state, Group(whole, [])


def summed(item: Item, left: str, counted: list[Item], state: State) -> list[Item]:
    """``item`` as what has been counted so far (新增620条，累计3155条), or nothing."""
    senses = rules().senses
    if counted and state.summed and senses["so_far"].fullmatch(left):
        year = next((whole for whole in reversed(counted) if not whole.label), counted[-1])  # behind its parts
        alike = not year.label and year.figure.unit in ("", item.figure.unit)
        if alike and year.figure.value < item.figure.value:
            item.measure, item.period, item.scope = year.measure, "cumulative", year.scope
            return [item]
    return []


def sum_of(item: Item, left: str, counted: list[Item], state: State) -> list[Item]:
    """``item`` as the sum of the parts right before it (网上申请10件，快递2件，合计12件), or nothing."""
    if not rules().senses["sum"].fullmatch(left):
        return []
    context = state.context or (counted[-1].measure if counted else "")
    parts = [part for part in counted if part.measure == context and part.figure.unit == item.figure.unit]
    if len(parts) < 2 or all(part.label is None for part in parts):
        return []
    if sum(part.figure.value for part in parts) != item.figure.value:
        return []
    item.measure, item.period, item.scope = context, parts[-1].period, parts[-1].scope
    return [item]


def unnamed_part(item: Item, group: Group, counted: list[Item], gap: str) -> bool:
    """Whether a figure in a list would pass for the whole that the sentence counted before it, in figures or in words
    (均按时办结（含次年1月办结的1件）)."""
    before, bracket, words = gap.partition("（")
    verb = words.removesuffix("的")[-2:]
    if group.bracketed and bracket and item.label is None and len(verb) > 1 and verb in before:
        return True
    return item.label is None and any(
        (whole.measure, whole.label, whole.period, whole.scope) == (item.measure, None, item.period, item.scope)
        and whole.figure.value > item.figure.value
        and all(whole is not part for part in group.parts)
        for whole in counted
    )


def admitted(item: Item, left: str, counted: list[Item]) -> bool:
    """Whether a figure counts those that were admitted of the applications before: 收到52件，撤回33件，受理19件."""
    if item.measure != "applications_received" or item.label or not rules().senses["admitted"].fullmatch(left):
        return False
    wholes = (whole for whole in counted if whole.measure == item.measure and not whole.label)
    return any(whole.period == item.period and whole.figure.value > item.figure.value for whole in wholes)


def dealt_with(item: Item, left: str, asked: Item | None) -> bool:
    """Whether a figure counts the applications that were dealt with, as ``asked`` tells of all: 收到51件。办理50件."""
    if item.measure != "applications_received" or item.label or asked is None or asked.scope != item.scope:
        return False
    other = asked.period == item.period and asked.figure.value != item.figure.value
    return other and rules().senses["dealt_with_only"].match(left) is not None


def _tell_apart(item: Item, group: Group) -> None:
    """Names two parts of a list that are of one measure (信息不存在2件，不掌握1件): none passes for both of them."""
    same = [part for part in group.parts if part.measure == item.measure and part.label is None]
    if same and item.label is None and item.measure in OUTCOMES:
        for part in (*same, item):
            part.label = trim(part.words) or None


def is_text(figure: Figure, unit: str, left: str) -> bool:
    """Whether a figure counts texts as ``unit`` does; 个 does so only of things that are texts (公告2个)."""
    if figure.unit == "个" and not rules().lists["texts"].search(left):
        return False
    return {figure.unit.removesuffix("次"), unit.removesuffix("次")} <= _TEXT_UNITS


def joins(left: str) -> bool:
    """Whether words go on with what was disclosed: 、年度报告, or 财政信息 behind another sign."""
    return left[:1] == "、" or left.endswith("信息")


def is_listed(figure: Figure, left: str, state: State, group: Group | None) -> bool:
    """Whether a figure can be a part of what the sentence counts: it has its unit."""
    unit = group.whole.figure.unit if group is not None else state.unit
    loose = state.context.startswith("applications_") and {figure.unit, unit} <= _APPLICATION_UNITS
    # 公开政策文件8件、年度报告1个、会议信息15条: one verb for all of them
    enumerated = group is None and state.context == "disclosed" and joins(left) and is_text(figure, unit, left)
    return (group is not None or state.context != "") and (figure.unit == unit or loose or enumerated)


def is_loosely_listed(figure: Figure, left: str, group: Group | None) -> bool:
    """Whether a figure can be a part of an open list of disclosures though its unit is another: 件 among 条."""
    if group is None or group.whole.measure != "disclosed":
        return False
    whole = group.whole.figure
    return is_text(figure, whole.unit, left) and figure.value <= whole.value
