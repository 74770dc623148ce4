"""Figures stated in prose (文中数据), each with its sentence: ``read_statistics``. Pure; the wordings are data.

One pass over each sentence that holds a figure or a negation. Between figures a state is kept: which year is spoken of,
since when, whose figures they are, and which list of parts is open. A figure gets a measure from the words right before
it, or right behind it, or from the list it is a part of; one without such words is left out, as is one of another
year, of a plan, of a change against last year, or of another subject: a wrong figure is worse than a missing one.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from crawler.records import Section, Statistic
from crawler.report.figures import Figure, find_figures, fold_sentence
from crawler.report.statistics_labels import LONGEST_LABEL, disclosed_label, is_generic, trim
from crawler.report.statistics_rules import Rules, rules
from crawler.report.statistics_zero import denied, objects_in

Period = Literal["year", "cumulative"]
Scope = Literal["agency", "region", "other"]

#: More than this is a misprint or digits that ran together.
_LARGEST = {"fees": 10_000_000.0, "disclosed": 20_000_000.0}
_LARGEST_OTHER = 2_000_000.0
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*[”’]?")
#: A sentence without one of these states no figure: a number with what may be a unit, or a negation.
_CANDIDATE = re.compile(
    r"[0-9０-９一二两三四五六七八九十百千未没无零不](?:(?<=[0-9０-９])[\s余多来万亿千百]*[人条件份篇宗起例项期次场名位则封通元%％个人班]"
    r"|(?<=[未没零])|(?<=无)(?![法需须论线])|(?<=不)存在|(?<=[:：为是][0０])|[余多]?[条件份篇宗起次期场名人例])"
)
_TITLE = re.compile(r"《[^《》]{0,120}》")
_CLAUSE = re.compile(r"[，；：。（]")
_PARENS = re.compile(r"（[^（）]*）")
_STOP = re.compile(r"[，；。：、）]")
_LISTED = re.compile(r"[：；，、:;,]$|其中$")
_FILLER = re.compile(
    r"(?:共计?|合计|总计|总共|计|达到?|为|是|有|约|数量|总数|总量|：|、|了|已|分别|20\d\d年?度?|本年度?|全年|今年|截[至止](?:20\d\d年)?年?底|我[局委办乡镇县市区街院厅]|本[局委办乡镇县市区街院厅]|本单位|本机关|我单位|街道|年度)*"
)
_BOTH = re.compile(r"[各均]")
_RIGHT = 24


class Item(msgspec.Struct):
    """A figure as a part of a sentence: what it counts (``measure`` empty where unknown) and its share (占38.5%)."""

    figure: Figure
    measure: str = ""
    label: str | None = None
    printed: str = ""
    period: Period = "year"
    scope: Scope = "agency"
    share: Figure | None = None
    share_base: str = ""


class Group(msgspec.Struct):
    """A whole and the parts that a text lists of it, with the words before each as ``Item.printed``."""

    whole: Item
    parts: list[Item]
    quote: str
    text: str
    section: int


class Prose(msgspec.Struct):
    """All figures of a report's prose, and the lists of parts among them (for audits)."""

    statistics: list[Statistic] = []
    groups: list[Group] = []


class _State(msgspec.Struct):
    """What the words so far say of the figures that follow."""

    other_year: bool = False
    said_year: bool = False
    until: bool = False
    cumulative: bool = False
    scope: Scope = "agency"
    context: str = ""
    unit: str = ""
    listed: bool = False


def read_statistics(
    lines: list[str], sections: list[Section], year: int | None, agency: str = "", kind: str | None = None
) -> list[Statistic]:
    """The figures that a report's prose states, in order; see :func:`read_prose`."""
    return read_prose(lines, sections, year, agency, kind).statistics


def read_prose(
    lines: list[str], sections: list[Section], year: int | None, agency: str = "", kind: str | None = None
) -> Prose:
    """The figures of a report's prose and the lists of parts among them.

    ``lines`` are the report's lines, used where ``sections`` is empty; ``year`` the report year (``None``: no year is
    foreign); ``agency`` and ``kind`` (``government``, ``department`` …) tell its own figures from a region's.
    """
    reader = _Reader(year, agency, kind)
    above: list[Section] = []
    for section in sections or [Section(0, 0, "", "", "\n".join(lines))]:
        above = [*(upper for upper in above if upper.level < section.level), section]
        headings = [upper.heading for upper in reversed(above) if upper.heading]
        if section.heading and _CANDIDATE.search(section.heading):
            reader.read(section.heading, headings[1:], section.position)
        for line in section.body.split("\n"):
            if line:
                reader.read(line, headings, section.position)
    reader.settle()
    return reader.prose


class _Reader:
    """Reads the lines of one report in order."""

    def __init__(self, year: int | None, agency: str, kind: str | None) -> None:
        self.prose = Prose()
        self._year = year
        self._agency = agency
        self._region: Scope = "agency" if kind == "government" else "region"
        self._rules: Rules = rules()
        self._state = _State()
        self._open: Group | None = None
        self._total: Item | None = None
        self._before: Item | None = None
        self._until: list[Statistic] = []

    def read(self, line: str, headings: list[str], position: int) -> None:
        """Reads one line; ``headings`` are those above it, the nearest first."""
        for printed in _SENTENCE.findall(line):
            if _CANDIDATE.search(printed):
                self._sentence(printed.strip(" \u3000"), headings, position)
            else:
                self._state, self._open, self._before = _State(), None, None

    def settle(self) -> None:
        """What was counted "until the end of the year" and exceeds the year's own figure is cumulative."""
        for statistic in self._until:
            for other in self.prose.statistics:
                same = (other.measure, other.label, other.period) == (statistic.measure, statistic.label, "year")
                if same and other not in self._until and (other.value or 0) < (statistic.value or 0):
                    statistic.period = "cumulative"

    def _sentence(self, printed: str, headings: list[str], position: int) -> None:
        text = fold_sentence(printed)
        if "《" in text:
            text = _TITLE.sub(lambda m: "《条例》" if m.group().endswith("条例》") else "《》", text)
        figures = find_figures(text)
        plan = self._rules.plan.search(text)
        if plan:
            figures = [figure for figure in figures if figure.end <= plan.start()]
        goes_on = self._rules.lists["goes_on"].search(text)
        if not self._state.listed:
            self._state = _State()
            self._open = None
        found = self._zeros(text, headings, plan.start() if plan else len(text))
        if figures:
            found += self._figures(text, figures, headings, position, printed, goes_on)
        begin = len(self.prose.statistics)
        for item in sorted(found, key=lambda item: item.figure.start):
            self._add(item, printed, position, begin)
        self._state.listed = bool(_LISTED.search(text))

    def _zeros(self, text: str, headings: list[str], end: int) -> list[Item]:
        """The measures of which a sentence says before ``end`` that there was none."""
        found = []
        for measure, at in denied(text, headings[0] if headings else ""):
            state = msgspec.structs.replace(self._state)
            self._advance(state, text[:at])
            if at < end and not state.other_year:
                zero = Figure(0, "", "exact", at, at)
                found.append(Item(zero, measure, None, "", _period(state), state.scope))
        return found

    def _figures(
        self,
        text: str,
        figures: list[Figure],
        headings: list[str],
        position: int,
        printed: str,
        goes_on: re.Match[str] | None,
    ) -> list[Item]:
        lists, state = self._rules.lists, self._state
        around = text + "\n" + "\n".join(headings)
        counted: list[Item] = []
        groups = [self._open] if self._open is not None else []
        if goes_on:
            words = goes_on.group()
            whole = self._before if words.endswith("其中") and self._before else self._total
            if lists["channels"].search(words):
                whole = None  # 在门户网站公开的信息中: of another whole
            if whole is not None:
                groups = [Group(whole, [], printed, text, position)]
            state.context = whole.measure if whole else _context_of(words)
            state.unit = figures[0].unit
        closed: list[Group] = []
        last: Item | None = groups[-1].whole if groups else None
        previous = 0
        for index, figure in enumerate(figures):
            gap = text[previous : figure.start]
            behind = text[figure.end : figures[index + 1].start if index + 1 < len(figures) else len(text)]
            previous = figure.end
            if figure.unit == "%":
                if last is not None and last.share is None and re.search(r"占|比例|比重|为|（$|约$", gap[-14:]):
                    last.share, last.share_base = figure, gap
                continue
            self._advance(state, gap)
            if "；" in gap and groups:
                ahead = text[figure.start :]
                if len(groups) > 1 or (groups[-1].parts and lists["opens"].search(ahead)):
                    closed.append(groups.pop())
            opener = lists["opens"].search(gap)
            if opener and last is not None and not (goes_on and index == 0):
                groups.append(Group(last, [], printed, text, position))
                state.context = last.measure or state.context
                state.unit = last.figure.unit
            group = groups[-1] if groups else None
            left = _left(gap, index == 0, headings)
            right = behind[: stop.start()] if (stop := _STOP.search(behind)) else behind
            item = Item(figure, printed=trim(left) if group is not None else "")
            if self._rules.part.search(_last_clause(gap)) or state.other_year:
                last = None
                continue
            found = self._classify(item, left, right[:_RIGHT], around, state, group)
            if goes_on and index == 0 and group is not None and re.match(r".{0,8}[中里]", right):
                group.whole = item if item.measure else group.whole  # 在公开的14条信息中
                item.label = None
            elif group is not None and figure.unit == group.whole.figure.unit and _same_family(group.whole, item):
                if not group.parts and item.label is None and figure.value == group.whole.figure.value and item.measure:
                    group.whole = item  # 制作15条,其中主动公开15条: the parts are those of the latter
                else:
                    group.parts.append(item)
            counted += found
            for each in found:
                if each.label is None and each.period == "year" and each.scope != "other":
                    self._total = each
            if found:
                state.context, state.unit = found[0].measure, figure.unit
            last = item
        self._before = counted[0] if len(counted) == 1 or (counted and counted[0].label is None) else None
        self.prose.groups += [group for group in (*closed, *groups) if group.parts]
        self._open = groups[0] if groups and _LISTED.search(text) else None
        return counted

    def _advance(self, state: _State, words: str) -> None:
        """Takes from the words before a figure which year, since when and whose figures are spoken of."""
        for mark in self._rules.marks.finditer(words):
            name = mark.lastgroup
            if name == "year":
                which = int(mark["which"])
                state.said_year, state.cumulative = True, False
                state.other_year = self._year is not None and which != self._year
            elif name == "this":
                state.said_year, state.cumulative, state.other_year = True, False, False
            elif name == "span":
                if mark["from"] != mark["to"]:
                    state.cumulative, state.other_year = True, False
            elif name == "since":
                this = self._year is not None and int(mark["since_year"]) == self._year
                state.said_year, state.cumulative, state.other_year = this, not this, False
            elif name == "cumulative":
                if not state.said_year or mark.group().startswith("历"):
                    state.cumulative = words[max(0, mark.start() - 1) : mark.start()] != "及"
            elif name == "summed":
                state.cumulative = state.cumulative or not state.said_year
            elif name == "until":
                state.until = True
            elif name == "own":
                state.scope = "agency"
            elif name == "region":
                state.scope = self._region

    def _classify(
        self, item: Item, left: str, right: str, around: str, state: _State, group: Group | None
    ) -> list[Item]:
        """The measures of a figure, set on ``item`` (its first) and returned; empty where it has none."""
        figure = item.figure
        item.period, item.scope = _period(state), state.scope
        if (figure.value == 0 or _BOTH.search(left[-2:])) and figure.unit != "元":
            named = objects_in(left)
            if len(named) > 1:
                found = [msgspec.structs.replace(item, measure=measure) for measure in named]
                item.measure = named[0]
                return found
        measure, label, other = self._measure(figure, left, right, around, state, group)
        if not measure or figure.value > _LARGEST.get(measure, _LARGEST_OTHER):
            return []
        item.measure, item.label = measure, label
        if other:
            item.scope = "other"
        return [item]

    def _measure(
        self, figure: Figure, left: str, right: str, around: str, state: _State, group: Group | None
    ) -> tuple[str, str | None, bool]:
        """``(measure, label, other organ)``; ``""`` where the words say nothing known."""
        table, headings = self._rules, around.partition("\n")[2]
        listed = group is not None or (bool(state.context) and figure.unit == state.unit)
        cues = table.cues.get(figure.unit)
        for cue in cues.fitting(left, right, around) if cues else ():
            if cue.zero and figure.value:
                continue
            if cue.measure in ("reviews", "lawsuits") and "复议" in left and "诉讼" in left and figure.value:
                return "", None, False
            if cue.measure == "applications_answered" and state.context in ("letters", "enquiries", "complaints"):
                return "", None, False
            category = cue.measure in _CATEGORIES and not table.lists["verbs"].search(left)
            if category and listed and state.context == "disclosed" and figure.unit == state.unit:
                break
            if cue.measure == "disclosed":
                outcome = listed and state.context.startswith("applications_") and "主动公开" not in left
                return ("", None, False) if outcome else self._disclosed(left, listed=group is not None)
            label = match.group() if cue.label and (match := cue.label.search(left)) else None
            if cue.measure == "applications_received" and label is None:
                label = self._applicant(left, listed=group is not None)
            return cue.measure, label, False
        if not listed and figure.unit == "条" and _BY_KIND.search(left) and _ABOUT_DISCLOSED.search(headings):
            listed, state.context = True, "disclosed"  # 从内容看，工作动态类20条
        if not listed or not left.strip("、和及与以"):
            return "", None, False
        if state.context == "disclosed" and not table.lists["verbs"].search(left):
            return self._disclosed(left, listed=True)
        if state.context.startswith("applications_"):
            label = self._applicant(left, listed=True)
            return ("applications_received" if label else ""), label, False
        if state.context == "enquiries" and figure.unit == state.unit and len(trim(left)) <= 12:
            label = trim(left)
            return ("enquiries" if re.search(r"电话|现场|网|来[人电信]|书面|接待|当面", label) else ""), label, False
        return "", None, False

    def _disclosed(self, left: str, *, listed: bool) -> tuple[str, str | None, bool]:
        read = disclosed_label(left, self._agency, listed=listed)
        if read is None:
            return "", None, False
        label, other = read
        return "disclosed", label, other

    def _applicant(self, left: str, *, listed: bool) -> str | None:
        """The applicant or the way of applying, as printed; ``None`` for all applications."""
        label = trim(left)
        label = re.sub(r"^(?:受理|收到|接到|接受|涉及|属于?|通过|来自)+", "", label)
        if label in ("", "申请") or len(label) > LONGEST_LABEL or is_generic(label):
            return None
        known = self._rules.lists["application_labels"].search(label)
        if known and (listed or known.start() == 0) and not re.search(r"依申请|信息公开申请|公开政府信息", label):
            return label
        return None

    def _add(self, item: Item, printed: str, position: int, begin: int) -> None:
        figure = item.figure
        unit = figure.unit or None
        if item.measure == "fees":
            unit = "元"
        statistic = Statistic(
            item.measure,
            printed,
            figure.value,
            item.label or None,
            unit,
            figure.qualifier,
            item.period,
            item.scope,
            position,
        )
        key = (statistic.measure, statistic.label, statistic.value, statistic.period, statistic.scope)
        for earlier in self.prose.statistics[begin:]:
            if key == (earlier.measure, earlier.label, earlier.value, earlier.period, earlier.scope):
                return
        self.prose.statistics.append(statistic)
        if self._state.until and item.period == "year":
            self._until.append(statistic)


_BY_KIND = re.compile(r"类(?:信息)?(?:共|有|约)?$")
_ABOUT_DISCLOSED = re.compile(r"主动公开|公开的?(?:主要)?(?:类别|内容|数量)")

#: Measures that a list of disclosures names as its categories: 政策解读13条 among 公开信息128条.
_CATEGORIES = frozenset(("normative_documents", "interpretations", "responses", "enquiries", "letters", "complaints"))


def _period(state: _State) -> Period:
    return "cumulative" if state.cumulative else "year"


def _same_family(whole: Item, part: Item) -> bool:
    """Whether a figure can be a part of another: what is known to count something else cannot."""
    if not whole.measure or not part.measure:
        return True
    return whole.measure.partition("_")[0] == part.measure.partition("_")[0]


def _context_of(words: str) -> str:
    if re.search(r"收到|受理|申请|办结|答复", words):
        return "applications_received"
    return "disclosed" if re.search(r"公开|发布", words) else ""


def _last_clause(gap: str) -> str:
    cut = max(gap.rfind(sign) for sign in "，；。")
    return gap[cut + 1 :]


def _left(gap: str, first: bool, headings: list[str]) -> str:
    """The words that belong to a figure: its clause, one more where that says nothing, else the heading above."""
    text = _PARENS.sub("", gap)
    cuts = [match.end() for match in _CLAUSE.finditer(text)]
    left = text[cuts[-1] if cuts else 0 :]
    while cuts and _FILLER.fullmatch(left):
        end = cuts.pop() - 1
        left = text[cuts[-1] if cuts else 0 : end] + left
    if first and headings and _FILLER.fullmatch(left):
        return headings[0] + left
    return left
