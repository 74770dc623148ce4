"""The lists of one sentence (句中分项): the chains of wholes and parts that its figures form."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from itertools import accumulate, takewhile
from math import log

from crawler.report.audits.items import (
    SETTLED,
    TEXTS,
    Listing,
    Part,
    is_again,
    is_left,
    is_part,
    is_total,
    last_clause,
    on_channel,
    read_items,
    run_of,
    was_carried,
)
from crawler.report.audits.kinds import (
    changes,
    exclusive,
    is_named,
    named_again,
    of_applications,
    one_kind,
    only_together,
    other_case,
    outcomes,
    own_segments,
)
from crawler.report.audits.shared import nested, settled_and_left, shares_listed, side_by_side
from crawler.report.audits.totals import is_summed, parts_before, summed_up
from crawler.report.audits.wording import pattern, without_brackets
from crawler.report.text.figures import BRACKETS, Figure, find_figures

#: How far from its whole a bracket with parts may stand: 6件按期答复（4件公开、2件部分公开）.
_SETTLED_BESIDE = 8
#: 动态类63条，占85%（其中…）: the share stands between the whole and its bracket.
_SHARE_BEHIND = re.compile(r"，?占[^，。；（\d]{0,12}[\d.]+%$")
_OF_SETTLED = re.compile(r"(?:办结|答复)的?(?:案?件|申请)?中")
_OF_THESE = re.compile(r"(?<!其)[中里][，：]?")
#: 16件办结件中，…: the sentence begins with its whole.
_OF_ITSELF = re.compile(r"[^，。；：其]{0,6}[中里](?:[，：]|$)|[中里](?![心央小医国学年标等介期药考招])")
#: A whole of these is counted in its own unit alone.
_CASES_OF = re.compile("申请|受理|咨询|复议|诉讼|投诉")
#: 行政复议3件，2件被维持…: such a figure is a whole of its own.
_CASES = re.compile(r"(?:复议|诉讼|申请)(?:案件)?$")
#: What was carried, or of all years so far, is no whole of the lists behind it.
_OTHER_YEARS = re.compile("结转|累计|历年")
#: 12件[申请]按期答复…, 6件[均]已办结，…: the whole is spoken of once more before its parts.
_OF_ALL = ("申请", "均", "全部", "都")
_SIGN = re.compile(r"[，。；、]")
_SIGN_OR_COLON = re.compile(r"[，；：]")
#: By what ratio (its logarithm) parts that nothing opens may miss the whole before them.
_NEAR = 0.25
#: A part whose unit was left out: 县区2200条，占40%；乡镇430，占8%.
_UNCOUNTED = re.compile(r"[，；、][^，。；：、\d]{2,24}\d+(?=[，；、。]|$)")
#: No list has more parts, and no more figures before it are looked at: a hostile text must not cost their square.
MOST = 80


def _counts_other(whole: Part, part: Part) -> bool:
    """Whether a figure counts in a unit of its own more than the whole: 公报出刊12期，…，刊登文件48件."""
    return part.figure.unit != whole.figure.unit and part.figure.value > whole.figure.value


def _goes_on_behind(run: list[Part], following: list[Part]) -> bool:
    """Whether what interrupts a list is told of its last part: 本级收到9件；部门收到19件，办结17件；乡镇收到3件."""
    unit = run[-1].figure.unit
    heads = [part for part in following[1:] if part.label.startswith("；") and part.figure.unit == unit]
    return (
        run[-1].label.startswith("；")
        and following[0].label.startswith("，")
        and any(pattern("another").search(part.label.lstrip("；")) is None for part in heads)
    )


class SentenceLists:
    """The figures of one sentence, and the lists that they form."""

    def __init__(
        self, text: str, quote: str, before: list[Part], known: list[Part], totals: list[Part], begins: bool
    ) -> None:
        self._totals, self._begins = totals, begins
        self._part_only = False
        self._done: set[int] = set()  # where the totals behind their parts stand that were looked at
        self._named: Part | None = None  # the whole that the sentence names once more
        self._quote, self._before, self._known = quote, before, known
        self._inner = [match.group()[1:-1] for match in BRACKETS.finditer(text)]
        self._outer, self._whole_of = without_brackets(text)
        self.goes_on = pattern("goes_on").search(self._outer) is not None
        self.opens = pattern("of_which").match(self._outer) is not None
        self.items = read_items(self._outer)
        self.carries = all(_OTHER_YEARS.search(part.label) for part in self.items)
        hosts = [find_figures(left)[-1:] for left in self._whole_of]
        self._bracketed = [
            read_items(inner, "（", host[0].start if host else -1)
            for inner, host in zip(self._inner, hosts, strict=True)
        ]
        self.all = [part for items in (self.items, *self._bracketed) for part in items]

    def lists(self) -> Iterator[Listing]:
        """All lists of the sentence: those in brackets, then those of its clauses."""
        for inner, parts, left in zip(self._inner, self._bracketed, self._whole_of, strict=True):
            left = _SHARE_BEHIND.sub("", left)
            wholes = find_figures(left)
            if wholes and len(parts) > 1 and pattern("due").search(parts[-1].label):
                yield self._listing(parts[-1], [Part(wholes[-1], left), *parts[:-1]], summed=True)
                continue
            if wholes and len(left) - wholes[-1].end <= _SETTLED_BESIDE and not _SIGN.search(left, wholes[-1].end):
                run = run_of(parts, 0, wholes[-1].unit, free=True)
                if len(run) > 1:
                    cut = len(run) < len(parts) or pattern("and_so_on").search(inner[run[-1].figure.end :]) is not None
                    listing = self._listing(Part(wholes[-1], left), run, cut=cut)
                    listing.exact = True
                    yield listing
        yield from self._chains(self.items)
        for total, parts in summed_up(self.items, self._done):
            yield self._listing(total, parts, summed=True)
        for whole, both in settled_and_left(self.items, self._before):
            yield self._listing(whole, both, summed=True)
        if shares := shares_listed(self._outer):
            yield self._listing(Part(Figure(100, "%", "exact", 0, 0), ""), shares)

    def _chains(self, items: list[Part]) -> Iterator[Listing]:
        at = 0
        if before := self._continued(items):
            at = yield from self._lists_of(before, items, 0)
        elif self.opens and not any(is_summed(items, end) for end in range(len(items))):
            # parts of what is not known, but for those of a part
            for end, part in enumerate(items[1:], 1):
                if pattern("opens").search(part.label):
                    yield from self._lists_of(items[end - 1], items, end)
            return
        while at < len(items):
            whole = named_again(items, at) if at + 1 < len(items) else items[at]
            end = yield from self._lists_of(whole, items, at + 1)
            if end > at + 1 and end < len(items) and pattern("opens").search(items[end].label):
                end -= 1  # the last part has parts of its own
            at = end

    def _lists_of(self, whole: Part, items: list[Part], first: int) -> Generator[Listing, None, int]:
        """The lists of one whole, from the item ``first`` on: 从方式看…；从结果看…; returns where they end."""
        end = first
        while end < len(items) and end > 0 and was_carried(items[end], whole):
            end += 1  # 收到申请5件，上年结转1件，予以公开…
        if end > first and is_summed(items, end):
            yield from self._behind(items[end], whole, items[first:end])
        unit = whole.figure.unit if first else items[0].figure.unit
        of_texts = _CASES_OF.search(whole.label) is None
        while run := run_of(items, end, unit, free=first == 0, of_texts=of_texts):
            run = list(takewhile(lambda part: not (other_case(whole, part) or _counts_other(whole, part)), run))
            if not run or (first and side_by_side(whole, run[0])):
                break
            rest = end + len(run)
            if rest + 1 == len(items) and pattern("remainder").match(items[rest].label) and exclusive(run):
                run = [*run, items[rest]]  # 同意公开39件，不同意公开6件，另有8件作其他答复
            start, end = end, end + len(run)
            if is_summed(items, end):
                yield from self._behind(items[end], whole, run)
                break
            done = [part for part in items[first:start] if not was_carried(part, whole)]  # parts may be of both
            yield from self._segments(items, start, whole, run, done)
            if end == len(items) or pattern("by").search(items[end].label) is None:
                break
        return end

    def _continued(self, items: list[Part]) -> Part | None:
        """The whole in the sentence before whose parts this one lists."""
        if len(items) < 2 or _OF_ITSELF.match(items[1].label):
            return None  # 5件中，公开3件…: it names its whole itself
        unit = items[0].figure.unit
        run = run_of(items, 0, unit, free=True, of_texts=True) if self._before or self._known else []
        if self.opens and any(is_again(part, items[0]) for part in self._before):
            return None  # 其中网站公开180条，公众号…。其中网站公开180条，动态…: a part of the last list is the whole
        if len(run) < 2:
            return None
        of_what = "，".join(_SIGN_OR_COLON.split(items[0].label)[:-1])
        for part in reversed(self._before):
            if part.figure.unit == unit and is_named(part, of_what):
                self._named = part
                return part  # 门户网站公开180条；微信360条。门户网站公开的信息有，…
        total = sum(part.figure.value for part in run) or 1
        rest = any(pattern("rest").search(part.label) for part in run)
        units = TEXTS if self.goes_on and unit in TEXTS else (unit,)  # 公开信息17件。内容涉及动态12篇…
        wholes = [part for part in (*self._before, *(self._known if rest else ())) if part.figure.unit in units]
        wholes = [part for part in wholes if "结转" not in part.label]
        parts = [part for part in wholes if is_part(part) and not is_total(part)]
        wholes = [part for part in wholes if part not in parts]
        if pattern("of_those").search(of_what) and on_channel(of_what):
            wholes = [part for part in wholes if on_channel(part.label)]  # 公开281条。在网站公开的有：…
        near = {id(part): abs(log((part.figure.value or 1) / total)) for part in (*wholes, *parts)}
        if _OF_SETTLED.search(items[0].label):
            settled = [part for part in wholes if pattern("settled").search(last_clause(part) + part.after)]
            self._part_only = not settled  # 收到申请15件。办结的申请中，…: how many were settled is not said
            wholes = settled or wholes
            parts = [part for part in parts if pattern("settled").search(last_clause(part))]
        if self.goes_on:
            named = _OF_THESE.search(items[0].label) is not None  # 网站210条…。网站的信息中，…
            parts = [part for part in parts if named and near[id(part)] < _NEAR]
            if not on_channel(of_what):  # 公开312条，其中网站291条。公开的信息中，…
                parts = [part for part in parts if not on_channel(part.label)]
            return min(reversed((*wholes, *parts)), key=lambda part: near[id(part)], default=None)  # the last of equals
        if not wholes or len(run) < len(items) or (_CASES.search(items[0].label) and not of_applications(run)):
            return None
        whole: Part = min(wholes, key=lambda part: near[id(part)])
        if not self._begins and len(wholes) == 1:
            return whole
        return whole if len(run) > 2 and near[id(whole)] < _NEAR else None

    def _behind(self, total: Part, first: Part, run: list[Part]) -> Iterator[Listing]:
        """The list of a total that stands behind its parts, of which the ``first`` may be one or the total itself."""
        self._done.add(total.figure.start)
        if parts := parts_before(self.items, total, first, run):
            yield self._listing(total, parts, summed=True)

    def _segments(
        self, items: list[Part], start: int, whole: Part, run: list[Part], done: list[Part]
    ) -> Iterator[Listing]:
        """The lists of one whole, of which ``done`` are parts already.

        A semicolon begins another list where commas part the items before it.
        """
        strong = any(pattern(key).search(run[0].label) for key in ("opens", "goes_on"))
        strong = strong or run[0].label.startswith(_OF_ALL) or whole is self._named  # 12件申请…: the whole once more
        settled = SETTLED.search(whole.label) is not None
        segments: list[list[Part]] = [[]]
        commas, changed = False, False
        for part in run:
            several = commas and len(segments[-1]) > 1
            # 网站205条，其中动态160条；公众号338条: beside the whole, not within it
            beside = segments[-1] != [] and not on_channel(segments[-1][-1].label)
            beside = beside and on_channel(part.label) and on_channel(whole.label)
            left = settled and is_left(part) and segments[-1] != []
            if part.label.startswith("；") and (several or beside or left):
                segments.append([])
                commas = False
            elif changes(segments[-1], part):  # 其中公民4件、法人1件，同意公开4件…: what is left may be told of later
                segments.append([])
                changed = True
            elif segments[-1]:
                commas = commas or part.label[:1] in "，、"
            segments[-1].append(part)
        if len(run) > 2 and run[0].figure.value == whole.figure.value and pattern("again").search(run[0].label):
            whole, segments[0] = run[0], segments[0][1:]  # 制作15条，其中主动公开15条：…
        values = [part.figure.value for part in run]
        if len(segments) > 1 and not any(map(outcomes, segments)) and nested(values, whole.figure.value):
            return  # 其中：工作类11条，动态7条，公告4条；政策类4条
        segments = own_segments(whole, segments)
        end = -1 if settled and len(segments) > 1 and all(map(is_left, segments[-1])) else len(segments)
        several = len(segments[:end]) > 1 and whole.figure.unit != "%"
        if several and (only_together(whole, segments[:end]) or one_kind(whole, segments[:end])):
            segments[:end] = [[part for segment in segments[:end] for part in segment]]
        partial = pattern("partial").search(run[0].label) is not None
        for segment in segments:
            if len(segment) > 1 or (segment and strong and segment is segments[0]):
                cut = partial or (segment is segments[-1] and (changed or self._is_cut(items, start, run, whole)))
                yield self._listing(whole, segment, done, strong=strong, cut=cut)
                done = [*done, *segment]

    def _is_cut(self, items: list[Part], start: int, run: list[Part], whole: Part) -> bool:
        """Whether a run ends before its list does."""
        behind = self._outer[(run[-1].share or run[-1].figure).end :]
        said = any(pattern(key).search(behind) for key in ("and_so_on", "besides")) or _UNCOUNTED.match(behind)
        if said:
            return True
        following = items[start + len(run) :]
        if following and (following[0].label[:1] in ("、", "和", "及") or _goes_on_behind(run, following)):
            return True
        # 236条，其中网站27条，微信198条，回复群众诉求11件: what is counted otherwise makes the whole.
        rest = whole.figure.value - sum(part.figure.value for part in run)
        return rest in accumulate(part.figure.value for part in following)

    def _listing(
        self,
        whole: Part,
        parts: list[Part],
        done: list[Part] | None = None,
        *,
        strong: bool = True,
        summed: bool = False,
        cut: bool = False,
    ) -> Listing:
        figure = whole.figure
        parts, cut = parts[:MOST], cut or self._part_only or len(parts) > MOST
        mine = {(part.figure.start, part.figure.value) for part in (*parts, *(done or ()), whole)}
        here = [part for part in self.all if (part.figure.start, part.figure.value) not in mine]
        earlier = self._before if self._begins and self.goes_on else self._known
        apart = any(whole is part for part in self._before) and not self.opens and whole is not self._named
        totals = self._totals if apart else ()  # of whichever total of its section the list is
        told = [part for part in (*earlier, *totals) if part.figure is not figure]
        others = [part for part in (*told, *here) if part.figure.unit == figure.unit]
        itself = whole is next(iter(self.items), None) and _OF_ITSELF.match(parts[0].label) is not None
        return Listing(
            figure, parts, self._quote, others, whole.label + whole.after, strong, summed, cut, apart, itself
        )
