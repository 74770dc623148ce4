"""Figures stated in prose (文中数据), each with its sentence: ``read_statistics``. Pure; the wordings are data.

One pass over each sentence that holds a figure or a negation. Between figures a state is kept: which year is spoken of,
since when, whose figures they are, and which list of parts is open. A figure gets a measure from the words right before
it, or right behind it, or from the list it is a part of; one without such words is left out, as is one of another
year, of a plan, of a change against last year, or of another subject: a wrong figure is worse than a missing one.
"""

from __future__ import annotations

import re

import msgspec

from crawler.records import Section, Statistic
from crawler.report.statistics.asked import Asked
from crawler.report.statistics.earlier import Earlier
from crawler.report.statistics.items import Group, Item, Scope, State
from crawler.report.statistics.labels import applicant_label
from crawler.report.statistics.lists import (
    NAMED,
    Lists,
    admitted,
    context_after,
    context_of,
    dealt_with,
    in_all_years,
    leading,
    sum_of,
    summed,
    unnamed_part,
)
from crawler.report.statistics.measures import Classifier
from crawler.report.statistics.rules import rules
from crawler.report.statistics.totals import Totals
from crawler.report.statistics.turns import spread
from crawler.report.statistics.words import Words, around, before_share, with_short_titles
from crawler.report.statistics.zero import denied
from crawler.report.text.figures import Figure, find_figures, fold_sentence
from crawler.report.text.outline import POINT, with_headings

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*[”’]?")
#: A sentence without one of these states no figure: a number with what may be a unit, or a negation.
_CANDIDATE = re.compile(
    r"[0-9０-９一二两三四五六七八九十百千未没无零不免](?:(?<=[0-9０-９])[\s余多来万亿千百]*[人条件份篇宗起例项期次场名位则封通元%％个人班]"
    r"|(?<=[未没零])|(?<=无)(?![法需须论线])|(?<=不)(?:存在|收)|(?<=免)[收费]|(?<=[:：为是][0０])|[\s余多]{0,2}[条件份篇宗起次期场名人例])"
)
_LISTED = re.compile(r"[：；，、:;,]$|其中$")
#: A numbered part of a list, in a sentence of its own or behind what opens the list: 如下：1.政策类20条。2.动态类51条。
_POINT = re.compile(rf"{POINT}(?!\d)")
_LEADS_TO_POINT = re.compile(rf"：{_POINT.pattern}")
#: What such a unit counts behind a number of kinds is kinds again.
_OF_KINDS = frozenset(("项", "个"))
#: So many issues hold so many texts.
_ISSUES = frozenset("期批次")
_TEXTS = frozenset("条件篇则")
_ISSUED = re.compile(
    r"[，、]?(?:共计?|累计)?|，?(?:发布|刊[发登载]|登载|推送)(?:各类|政府|政务)*(?:信息|文章|稿件)?(?:共计?)?"
)
_COPIES = frozenset("份册")
_RIGHT = 10
#: A heading that stands in its line as a sentence: （三）公开的形式。门户网站60条，公开栏26条.
_IN_LINE = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十\d]{1,2}[、.．]|[①-⑩])[^，,；;：:。]{2,20}。"
)
_OPENING_YEAR = re.compile(r"\s*(?P<year>\d{4})年")
#: Bodies below a government.
_BELOW = re.compile(r"部门|单位|乡镇|镇街|街道")
#: A figure at the end of a quotation is part of a name: “30条”政策.
_CLOSING = frozenset('”"')
_OPENING = re.compile(r"[“\"]")


def read_statistics(
    lines: list[str], sections: list[Section], year: int | None, agency: str = "", kind: str | None = None
) -> list[Statistic]:
    """The figures that a report's prose states, in order.

    ``lines`` are the report's lines, used where ``sections`` is empty; ``year`` the report year (``None``: no year is
    foreign); ``agency`` and ``kind`` (``government``, ``department`` …) tell its own figures from a region's.
    """
    reader = _Reader(year, agency, kind)
    for section, above in with_headings(sections or [Section(0, 0, "", "", "\n".join(lines))]):
        headings = [fold_sentence(heading) for heading in above]
        if section.heading and _CANDIDATE.search(section.heading):
            reader.read(section.heading, headings[1:], section.position, numbered=bool(section.number))
        numbered = bool(section.number) and not section.heading
        for line in section.body.split("\n"):
            if line:
                reader.read(line, headings, section.position, numbered=numbered)
                numbered = False
    reader.totals.settle(reader.statistics)
    return reader.statistics


class _Reader:
    """Reads the lines of one report in order."""

    def __init__(self, year: int | None, agency: str, kind: str | None) -> None:
        self.statistics: list[Statistic] = []
        self.totals = Totals()
        self._year = year
        self._governs = kind == "government"
        self._ours: Scope = "agency" if self._governs else "region"
        self._classifier = Classifier(agency, kind)
        self._rules = rules()
        self._state = State()
        self._carried: Group | None = None  # the list that the line before left open
        self._former: list[Item] = []  # what the sentence before counted
        self._earlier = Earlier()
        self._asked = Asked(governs=self._governs)
        self._of_applications = False  # whether the sentence before counted applications
        self._points = False  # whether the sentence before was, or led to, a numbered part of a list
        self._opened = False  # whether the line began with the report's year

    def read(self, line: str, headings: list[str], position: int, *, numbered: bool = False) -> None:
        """Reads one line; ``headings`` are those above it, the nearest first; ``numbered``: it had a number."""
        self._of_applications, self._earlier.unread, self._earlier.counted, self._former = False, False, "", []
        opening = _OPENING_YEAR.match(line)
        self._opened = opening is not None and int(opening["year"]) == self._year
        above = headings
        for printed in _SENTENCE.findall(line):
            if _CANDIDATE.search(printed):
                self._sentence(printed.strip(" \u3000"), above, position, numbered=numbered)
                numbered = False
            else:
                above = [fold_sentence(printed), *headings] if _IN_LINE.fullmatch(printed) else above
                self._state, self._carried = leading(printed, self._earlier.before)
                self._earlier.before, self._earlier.counted = None, ""
                self._of_applications, self._earlier.unread = "依申请公开" in printed, False

    def _sentence(self, printed: str, headings: list[str], position: int, *, numbered: bool) -> None:
        text = fold_sentence(printed)
        text = with_short_titles(text) if "《" in text else text
        text = spread(text) if "分别" in text else text
        plan = self._rules.skip["plan"].search(text)
        end = min(plan.start() if plan else len(text), self._ahead(text, headings))
        figures = [figure for figure in find_figures(text) if figure.end <= end]
        numbered = (numbered or _POINT.match(text) is not None) and len(
            [each for each in figures if each.unit != "%"]
        ) == 1
        if not (self._state.listed or (numbered and self._points)):
            self._state, self._carried, self._points = State(opened=self._opened), None, False
        self._points = (numbered and (self._points or self._state.listed)) or _LEADS_TO_POINT.search(text) is not None
        found = self._zeros(text, headings, end)
        if figures:
            counted = self._figures(text, figures, headings, found)
            received = [item for item in counted if item.measure == "applications_received" and item.period == "year"]
            if any(item.figure.value for item in received):
                found = [item for item in found if item.measure != "applications_received"]  # 收到5件，未收到网上申请
            found += counted
        begin = len(self.statistics)
        for item in sorted((item for item in found if item.measure), key=lambda item: item.figure.start):
            self._add(item, printed, position, begin)
        self._state.listed = bool(_LISTED.search(text))

    def _ahead(self, text: str, headings: list[str]) -> int:
        """Where a sentence under a heading of plans speaks of the year to come: the rest of it is a plan."""
        at = text.find(f"{self._year + 1}年") if self._year else -1
        if at < 0 or not any(map(self._rules.skip["plans"].search, headings)):
            return len(text)
        return at

    def _zeros(self, text: str, headings: list[str], end: int) -> list[Item]:
        """The measures of which a sentence says before ``end`` that there was none."""
        found = []
        for measure, at in denied(text, headings[0] if headings else ""):
            state = msgspec.structs.replace(self._state)
            state.advance(text[:at], self._year, self._ours, governs=self._governs)
            if at < end and not state.other_year:
                found.append(Item(Figure(0, "", "exact", at, at), measure, None, state.period, state.scope))
        return found

    def _figures(self, text: str, figures: list[Figure], headings: list[str], zeros: list[Item]) -> list[Item]:
        """The items of a sentence's figures; ``zeros`` are those that it says there were none of."""
        state, senses = self._state, self._rules.senses
        above = "\n".join([*headings, "公开申请" if self._of_applications else ""])
        lists = Lists(text, self._carried)
        resumed = self._resume(text, figures, lists)
        counted: list[Item] = []
        last: Item | None = lists.current.whole if lists.current else None
        previous, held = 0, ""
        for index, figure in enumerate(figures):
            gap, held = held + text[previous : figure.start], ""
            if figure.unit == "%":
                behind = figures[index + 1].start if index + 1 < len(figures) else figure.end
                previous, held = figure.end, before_share(gap, text[figure.end : behind])
                continue
            inside = lists.current is not None and not self._rules.labels["verb"].search(gap)
            years = state.other_year, state.said_year, state.cumulative
            if inside and lists.current and lists.current.whole.scope == "region" and _BELOW.search(gap):
                state.scope = lists.current.whole.scope  # 其中县政府9件、部门和乡镇26件
            scopes = (state.scope, state.scope) if inside else (self._ours,)  # 区级文件5条 is a category
            state.advance(gap, self._year, *scopes, governs=self._governs)
            if state.aside and senses["then_so_far"].match(text, figure.end):
                state.cumulative = False
            if not (resumed and index == 0):
                lists.move(gap, figure.start, last, state)
                lists.complete(figure)
            if not state.context and (opened := self._rules.lists["kinds"].search(gap)):
                state.context, state.unit = context_of(opened.group()), figure.unit
            state.unit = state.unit or figure.unit
            clause = gap[max(gap.rfind("，"), gap.rfind("；"), gap.rfind("。")) + 1 :]
            following = figures[index + 1] if index + 1 < len(figures) else None
            issues = figure.unit in _ISSUES and following is not None and following.unit in _TEXTS
            if issues and following and _ISSUED.fullmatch(text, figure.end, following.start):
                previous, held = figure.end, gap
                continue  # 发布52期215条信息; 推送信息52期、215条; 编印简报12期，刊发信息144条
            if index and figures[index - 1].end == figure.start and figure.unit in _COPIES:
                previous = figure.end
                continue  # 编发公报6期18000份
            named = figure.value > 1 and clause.strip("、").count("、") + 1 == figure.value  # 解读、依申请两项
            if figure.unit in _OF_KINDS and (named or self._rules.skip["kinds"].search(clause)):
                continue  # 七大类48项信息共890条: the words before it go on to the next figure
            quoted = text[figure.end : figure.end + 1] in _CLOSING and bool(_OPENING.search(clause))
            if state.other_year or quoted or self._rules.skip["part"].search(clause):
                previous = figure.end
                if gap.startswith("（") and text[figure.end : figure.end + 1] == "）":
                    state.other_year, state.said_year, state.cumulative = years  # 297条（2015年为245条），其中…
                else:
                    last = None
                continue
            group = lists.current
            item = Item(figure)
            own = gap[resumed:] if index == 0 and resumed <= figure.start else gap
            if index and senses["grew"].fullmatch(gap):  # 由2015年的200条增加到2016年的260条
                own = senses["from_year"].sub("", text[: figures[index - 1].start])
            left, right = around(text, own, figure, figures, index, headings)
            topic = above + "\n申请" if state.context.startswith("applications_") else above
            words = Words(left, right, text, text[: figure.start], topic)
            so_far = counted or zeros or self._former
            found = in_all_years(item, left, so_far) or sum_of(item, left, so_far, state)
            found = found or self._classifier.classify(item, words, state, group)
            found = found or summed(item, left, so_far, state)
            if group is not None and found and unnamed_part(item, group, counted, gap):
                found, item.measure = [], ""  # 被复议11件、被诉7件；其中以县政府为被申请人的复议3件
            elif found and admitted(item, left, counted):
                found, item.measure = [], ""
            if resumed and index == 0 and group is not None and senses["restated"].match(right):
                item.label = None  # 在公开的14条信息中
                said = senses["replied"].search(text, 0, figure.start)
                if item.measure and not said and figure.value == group.whole.figure.value:
                    item.measure = group.whole.measure  # under 答复情况: 在17件申请中，已答复16件
                group.whole = item if item.measure else group.whole
            else:
                lists.put(item, left)
            if not found and group is None and "（" in gap and text[figure.end : figure.end + 1] == "）":
                continue  # 公众号（1个）发布信息149条: the aside parts no words
            previous, last, state.read = figure.end, item, bool(found)
            counted += found
            for each in found:
                if dealt_with(each, left, self._asked.most):
                    each.measure = "applications_answered"
                self._asked.take(each, whose=state.whose)
                self._earlier.add(each)
                if figure.value or not each.measure.startswith("applications_"):  # of none there are no parts
                    state.context, state.unit = context_after(each.measure, left, lists.current), figure.unit
                state.named = each.measure in NAMED
        self._asked.end(counted, whose=state.whose)
        self._of_applications = any(item.measure.startswith("applications_") for item in counted)
        yearly = [item for item in counted if item.period == "year"] or counted  # 公开文件64份，历年累计908份
        self._earlier.unread, self._former = not counted, counted
        self._earlier.counted = counted[0].measure if len({item.measure for item in counted}) == 1 else ""
        self._earlier.before = yearly[0] if len(yearly) == 1 or (yearly and yearly[0].label is None) else None
        self._carried = lists.outermost if self._points or _LISTED.search(text) else None
        return counted

    def _resume(self, text: str, figures: list[Figure], lists: Lists) -> int:
        """Opens the list with which a sentence goes on about the one before; the length of the words that say so."""
        goes_on, first = self._rules.lists["goes_on"].search(text), figures[0]
        if goes_on is None:
            whole = self._earlier.before  # 收到申请87件。当面递交39件，网络48件。
            asked = whole and whole.measure == "applications_received" and not whole.label
            words = "" if self._rules.labels["verb"].search(text, 0, first.start) else text[: first.start]
            counts = [figure.value for figure in figures if figure.unit != "%"]
            # 公开信息80条。政策类17条、动态类63条。 Of a channel's, three at least: two may make it up by chance.
            least = 3 if whole and whole.label else 2
            parts = whole and whole.measure == "disclosed" and len(counts) >= least
            parts = parts and sum(counts) == whole.figure.value if whole else False
            if whole and words and (parts or (asked and applicant_label(words, listed=True))):
                lists.begin(whole)
                self._state.scope, self._state.context, self._state.unit = whole.scope, whole.measure, first.unit
            return 0
        words = goes_on.group()
        behind = text[first.end : first.end + _RIGHT]
        restated = first.start <= goes_on.end() and self._rules.senses["restated"].match(behind)
        told = context_of(restated.group() if restated else words)
        values = [figure.value for figure in figures if figure.unit != "%"]
        whole = self._earlier.whole(words, told, values or [first.value], restated=bool(restated))
        if whole is not None:
            lists.begin(whole)
            self._state.scope, self._state.cumulative = whole.scope, whole.period == "cumulative"
        told = told or (self._earlier.counted if words.endswith("其中") else "")
        self._state.context = whole.measure if whole else told
        self._state.unit = first.unit
        return goes_on.end() or 1

    def _add(self, item: Item, printed: str, position: int, begin: int) -> None:
        """Adds a statistic, unless the same sentence (from ``begin``) states the same already."""
        figure = item.figure
        unit = "元" if item.measure == "fees" else figure.unit or None
        if not figure.value:
            unit = unit or self._rules.units[item.measure]  # 未收到申请 states no unit, and is a figure like any other
        label = item.label or None
        statistic = Statistic(
            item.measure, printed, figure.value, label, unit, figure.qualifier, item.period, item.scope, position
        )
        key = (statistic.measure, label, statistic.value, statistic.period, statistic.scope)
        for earlier in self.statistics[begin:]:
            if key == (earlier.measure, earlier.label, earlier.value, earlier.period, earlier.scope):
                return
        self.statistics.append(statistic)
        self.totals.add(statistic, item)
