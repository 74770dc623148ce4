"""Lists told of by shares or in sentences of their own (逐句分项): no single sentence has whole and parts."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from crawler.facts import patterns
from crawler.report.audits.items import BROUGHT, CONTAINED, SEPARATORS, Listing, Part, is_left, last_clause, name_of
from crawler.report.audits.wording import pattern
from crawler.report.text.figures import Figure, find_figures

#: Shares that are rounded make all of a whole but for so many points; the whole is within so much of its parts' sum.
_SHARES_OFF = 1.0
_WHOLE_OFF = 0.05
#: … and within so much where the list was opened. A sentence that is nothing but a part is no longer.
_OPENED_OFF = 0.3
_LONGEST_PART = 24


class Shared:
    """Parts told of one by one, each in a sentence of its own, of a whole named before.

    Either their shares make all of it (2941条。其中，县直单位公开2147条，占73%。各乡镇公开794条，占27%。),
    or the first of them opens the list and nothing but parts follow (120条。其中：动态68条。通知17条。财政35条。).
    """

    def __init__(self) -> None:
        self._wholes: list[Part] = []
        self._parts: list[Part] = []
        self._quote = ""
        self._opened = False

    def add(self, items: list[Part], quote: str, *, opens: bool) -> Iterator[Listing]:
        """Takes the figures of a sentence, which ``opens`` a list or not; the list that is whole with it."""
        if not items:
            return
        shared = all(part.share is not None for part in items)
        plainly = len(items) == 1 and (opens or self._opened) and len(quote) <= _LONGEST_PART
        if not shared and not plainly:
            yield from self.end()
            self._wholes, self._quote = [part for part in items if part.share is None], quote
            return
        self._opened = plainly and (self._opened or not self._parts)
        self._parts += items
        self._quote += quote
        shares = sum(part.share.value for part in self._parts if part.share is not None)
        if len(self._parts) > len(items) and shared and abs(shares - 100) <= _SHARES_OFF:
            yield from self._of_near(_WHOLE_OFF)

    def end(self) -> Iterator[Listing]:
        """The list that ends with the sentence before."""
        if self._opened and len(self._parts) > 2 and all(part.share is None for part in self._parts):
            yield from self._of_near(_OPENED_OFF)
        self._parts, self._opened = [], False

    def _of_near(self, off: float) -> Iterator[Listing]:
        """The list of the whole that the parts come nearest to, if they are not ``off`` too much."""
        total = sum(part.figure.value for part in self._parts)
        near = [part for part in self._wholes if abs(part.figure.value - total) <= off * total]
        near = [part for part in near if part.figure.unit == self._parts[0].figure.unit]
        if near:
            whole = min(near, key=lambda part: abs(part.figure.value - total))
            known = [part for part in self._wholes if part is not whole]
            yield Listing(whole.figure, list(self._parts), self._quote, known, whole.label, strong=True)


_shares = patterns("audits.toml", "shares")


def has_share_of_all(part: Part) -> bool:
    """Whether the per cent behind a part is its share of the whole, and of nothing else (占全市的12%)."""
    words = part.share_base.replace(name_of(part), "")  # 动态信息21条，动态信息占比67.7%
    return part.share is not None and _shares("base").fullmatch(words) is not None


def side_by_side(whole: Part, part: Part) -> bool:
    """Whether a figure has its own share of all, as the one behind it, which nothing sets out as its part: 公路类33条，
    占50%；运输类22条，占33.3%."""
    return has_share_of_all(whole) and has_share_of_all(part) and pattern("opens").search(part.label) is None


def shares_listed(sentence: str) -> list[Part]:
    """Shares that a sentence lists without their counts: 机构类20%，财政类35%，其他45%; less than three are no list."""
    parts: list[Part] = []
    end = 0
    for figure in find_figures(sentence) if sentence.count("%") > 2 else ():
        words = sentence[end : figure.start]
        if figure.unit != "%" or not pattern("share").search(words) or (parts and words[:1] not in SEPARATORS):
            if len(parts) > 2:
                break
            parts = []
        else:
            parts.append(Part(figure, words))
        end = figure.end
    return parts if len(parts) > 2 else []


def settled_and_left(items: list[Part], before: list[Part]) -> Iterator[tuple[Part, list[Part]]]:
    """What was settled and what was left (办结45件，结转2件), with what there was to settle."""
    for at, other in enumerate(items[1:], 1):  # behind what was settled
        label = other.label[max(other.label.rfind("；"), 0) :]  # 2件正在办理；同意公开10件
        if not (pattern("left").search(label + other.after) or pattern("left").search(other.after)):
            continue
        unit = other.figure.unit
        settled = [
            place
            for place, part in enumerate(items[:at])
            if part.figure.unit == unit and any(map(pattern("settled").search, (last_clause(part), part.after)))
        ]
        wholes = [part for part in (*before, *items[: settled[-1]]) if part.figure.unit == unit] if settled else []
        if wholes:
            one = items[settled[-1]]
            total = one.figure.value + other.figure.value or 1
            yield min(wholes, key=lambda part: abs(log((part.figure.value or 1) / total))), [one, other]


def unbalanced(listing: Listing) -> Iterator[tuple[Figure, Figure, Figure]]:
    """What there was to settle in all, which the parts of a list make, where it is not what came and was carried in.

    新收13件，上年结转2件，共办理16件。其中予以公开15件，结转下年度1件.
    """
    total = sum(part.figure.value for part in listing.parts)
    brought = [part for part in listing.known if BROUGHT.search(part.label) and not CONTAINED.search(part.label)]
    if len(brought) != 1 or not any(map(is_left, listing.parts)) or total == brought[0].figure.value:
        return
    told = [*listing.known, Part(listing.whole, listing.words)]
    due = [part for part in told if part.figure.value == total and pattern("due").search(part.label)]
    came = [part.figure for part in told if part not in (*due, *brought)]
    if due and came and all(figure.value + brought[0].figure.value != total for figure in came):
        yield due[0].figure, came[0], brought[0].figure


def ended_within(parts: list[Part], whole: float) -> bool:
    """Whether signs end a list within the parts that makes the whole: 图文120条、文字180条，原创260条, of 300."""
    signs = "".join(part.label[:1] for part in parts[1:])
    first = signs.find("，") + 1
    return first > 1 and set(signs[: first - 1]) == {"、"} and sum(part.figure.value for part in parts[:first]) == whole


def nested(values: list[float], whole: float) -> bool:
    """Whether the parts make the whole where one of them has its own parts behind it: 部门20条，其中…."""
    for start, one in enumerate(values):
        for end in range(start + 3, len(values) + 1):
            if sum(values[start + 1 : end]) == one:
                return sum(values) - one == whole or (start == 0 and end == len(values))
    return False
