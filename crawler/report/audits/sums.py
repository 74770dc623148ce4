"""Sums in prose (分项之和): the lists that :mod:`crawler.report.audits.lists` reads against their wholes.

Precision first. A list that makes its whole, or another figure of its section, is right; which others contradict it,
:mod:`crawler.report.audits.wholes` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate

import msgspec

from crawler.records import Finding, Section
from crawler.report.audits.items import (
    BROUGHT,
    CONTAINED,
    SETTLED,
    Listing,
    Part,
    is_left,
    is_one,
    is_part,
    is_total,
    name_of,
    on_channel,
)
from crawler.report.audits.kinds import exclusive, outcomes, ways
from crawler.report.audits.lists import read_lists
from crawler.report.audits.printed import as_printed
from crawler.report.audits.shared import ended_within, has_share_of_all, nested, unbalanced
from crawler.report.audits.tables import Table
from crawler.report.audits.wholes import ASKED, exceeds, falls_short, of_another, of_channels, on_several
from crawler.report.audits.wording import pattern
from crawler.report.text.figures import bounds, shown

#: By how many points a printed share may differ from the true one: rounding, and cutting off.
_SHARE_OFF = (1.0, 0.2)
_ROUNDED = (0.5, 0.05)
_LEAST_SHARES = 3
_CARRIED = re.compile(r"结转")
#: 从办理结果看（含结转1件），…: the list has them, not the whole.
_OF_LIST = re.compile(r"[看果中]（[^（）]*结转")
_RECEIVED = re.compile(r"(?:收到|受理|接到)[^，。；]*申请")
#: 参训59人次，分别为42人次、31人次: parts that have no names.
_IN_TURN = re.compile(r"分别[为是有]?$")
_ON_TIME = re.compile(r"按[时期]|延[期长]")
_OF_CASES = re.compile(r"复议|诉讼")
_STOP, _SIGN = re.compile("[，；：。]"), re.compile("[，；：]")


class Carried(msgspec.Struct):
    """What the report's table says was carried in and out: lists of applications may be with it or without."""

    brought: float = 0
    left: float = 0


def audit_sums(sections: list[Section], year: int | None, tables: Mapping[str, Table]) -> list[Finding]:
    """The findings ``sum_mismatch`` on the lists in a report's prose; ``tables`` tell what was carried in and out."""
    requests = tables.get("requests")
    carried = Carried()
    if requests is not None:
        carried = Carried(requests.number("carried_in", "total") or 0, requests.number("carried_out", "total") or 0)
    found: dict[str, Finding] = {}
    for listing in read_lists(sections, year):
        passed = on_several(listing, sections) or as_printed(listing, tables)
        for finding in () if passed else _judge(listing, carried):
            found.setdefault(finding.message, finding)
    return list(found.values())


def _judge(listing: Listing, carried: Carried) -> Iterator[Finding]:
    if _fits(listing, carried) or pattern("twice" if not of_channels(listing) else "overlap").search(listing.quote):
        yield from _shares(listing)
        for due, came, brought in unbalanced(listing):
            equation = f"共办理 {shown(due.value)}，不等于新收 {shown(came.value)} 加结转 {shown(brought.value)}"
            yield Finding("sum_mismatch", f"分项之和与总数不符：{equation}", "warning", listing.quote)
        return
    nameless = sum(name_of(part) == "?" for part in listing.parts) > 1
    if nameless and not listing.summed and _IN_TURN.search(listing.parts[0].label) is None:
        return
    if of_another(listing):
        return
    values = [bounds(part.figure.value, part.figure.qualifier) for part in listing.parts]
    least, greatest = bounds(listing.whole.value, listing.whole.qualifier)
    over = sum(low for low, _ in values) - greatest
    short = least - sum(high for _, high in values)
    if (over > 0 and exceeds(listing, over)) or (short > 0 and falls_short(listing, short)):
        if len(values) == 1:
            message = f"其中一项 {shown(listing.parts[0].figure.value)} 大于总数 {shown(listing.whole.value)}"
            yield Finding("sum_mismatch", message, "warning", listing.quote)
            return
        printed = [shown(part.figure.value) for part in listing.parts]
        equation = f"{'+'.join(printed)}={shown(sum(part.figure.value for part in listing.parts))}"
        names = "、".join(f"{name_of(part)}{shown(part.figure.value)}" for part in listing.parts)
        message = f"分项之和与总数不符：{equation}，不等于 {shown(listing.whole.value)}（{names}）"
        yield Finding("sum_mismatch", message, "warning", listing.quote)
        return
    if _of_its_whole(listing):
        yield from _shares(listing)


def _shares(listing: Listing) -> Iterator[Finding]:
    """The shares printed beside the parts (占38.5%): of their whole, or of another figure before them."""
    wholes = {
        listing.whole.value,
        sum(part.figure.value for part in listing.parts),
        *(part.figure.value for part in listing.known),
        *(listing.whole.value + part.figure.value for part in listing.known if BROUGHT.search(part.label)),
    }
    shared = [part for part in listing.parts if has_share_of_all(part)]
    if _of_more(listing.whole.value, shared):
        return
    for part in shared:
        if part.share is None or part.figure.qualifier != "exact":
            continue
        value, printed = part.figure.value, part.share.value
        off = _SHARE_OFF[0] if printed == int(printed) else _SHARE_OFF[1]
        # 28条，其中13条，15条，占总体的1%: the last share may be that of all parts
        counts = [value, listing.whole.value] if part is listing.parts[-1] else [value]
        if all(not whole or abs(one / whole * 100 - printed) > off + 1e-9 for whole in wholes for one in counts):
            true = shown(round(value / (listing.whole.value or 1) * 100, 1))
            equation = f"{name_of(part)}{shown(value)}÷{shown(listing.whole.value)}={true}%"
            message = f"占比与数量不符：{equation}，文中写作 {shown(printed)}%"
            yield Finding("sum_mismatch", message, "warning", listing.quote)


def _of_more(whole: float, parts: list[Part]) -> bool:
    """Whether the shares of all parts, as they are rounded, are of one and the same number that exceeds their whole.

    网站40条，占80%，其中动态20条，占40%，公告20条，占40%.
    """
    shares = [(part.figure.value, part.share.value) for part in parts if part.share is not None]
    rounded = [(value, share, _ROUNDED[share != int(share)]) for value, share in shares]
    least = max((value / (share + off) for value, share, off in rounded), default=0.0) * 100
    most = min((value / max(share - off, off) for value, share, off in rounded), default=0.0) * 100
    return len(shares) > 1 and whole < least <= most


def _of_its_whole(listing: Listing) -> bool:
    """Whether the shares of a list that is not whole are of its whole: most of them are right."""
    shares = [(part.figure.value, part.share.value) for part in listing.parts if part.share is not None]
    whole = listing.whole.value or 1
    right = sum(abs(value / whole * 100 - share) <= _SHARE_OFF[0] for value, share in shares)
    return len(shares) >= _LEAST_SHARES and right * 3 >= len(shares) * 2


def _fits(listing: Listing, carried: Carried) -> bool:
    """Whether the parts make the whole, or another figure that they may be the parts of."""
    values = [part.figure.value for part in listing.parts]
    whole, total = listing.whole.value, sum(values)
    if total in _with_those_before(listing):
        return True  # 人大建议12件、政协提案9件，其中主办14件，会办7件
    begun = whole in accumulate(values) and not listing.exact and not exclusive(listing.parts)
    if len(values) > 2 and values[0] == whole == sum(values[1:]):
        return True  # 收到12件。按期答复12件，公开8件；不存在4件
    left_over = {whole - part.figure.value for part in listing.known if is_left(part)}
    if not listing.exact and SETTLED.search(listing.parts[0].label) and not left_over.isdisjoint(accumulate(values)):
        return True  # 收到29件，办结28件，1件结转下一年度；转有关部门办理11件
    own = any(kind.search(name_of(listing.parts[0])) for kind in (_RECEIVED, _OF_CASES))
    if own and values[0] == sum(values[1:]) < whole:
        return True  # 全县收到90件。其中，县政府收到35件，予以公开12件，…: the parts of a part
    if total == whole or (begun and not _one_list(listing)) or ended_within(listing.parts, whole):
        return True
    if any(
        total == part.figure.value and on_channel(name_of(part)) and _names(listing, part) for part in listing.known
    ):
        return True  # 网站213条，公众号24条。从网站公开的内容看，…
    if any(total == part.figure.value and is_part(part) and "公开" in part.label for part in listing.known):
        return True  # 产生信息69条，其中主动公开62条，依申请公开7条。其中…, which make 62
    if _settled_by(listing):  # 收到27件，上年结转2件。全部答复，其中…: all that there was
        brought = {part.figure.value for part in listing.known if BROUGHT.search(part.label + part.after)}
        rest = total - whole
        return _beside_on_time(listing, rest) or (rest in brought and SETTLED.search(listing.words) is None)
    apart = [at for at, part in enumerate(listing.parts) if part.label[:1] == "；"]
    if any(whole in (sum(values[at:]), values[at]) or (at == 1 and values[0] == whole) for at in apart):
        # 其中公民15件；予以公开8件…, 复议7件；诉讼7件，驳回7件, 制发11件，其中公开11件；清理137件: another list
        return True
    if listing.whole.unit == "%":
        return abs(total - whole) <= (len(values) + 1) / 2
    of_cases = _OF_CASES.search(listing.words) is not None
    if listing.exact or (of_cases and listing.parts[0].label.startswith("：")):
        return False
    wholes = {part.figure.value for part in listing.known if not is_part(part) or is_total(part)}
    if ways(listing.parts) or of_cases or not ASKED.search(listing.words + listing.quote):
        carried = Carried()
    more = [part for part in listing.known if BROUGHT.search(part.label + part.after)]
    parts = {part.figure.start for part in listing.parts}  # 办结61件（其中2件为上年结转）: of a part, not of the whole
    within = [part for part in more if CONTAINED.search(part.label) and part.host not in parts]
    within = [] if _OF_LIST.search(listing.quote) else within
    brought = set() if of_cases else {part.figure.value for part in more if part not in within}
    contained = bool(within)
    if not contained and not any(BROUGHT.search(part.label) for part in listing.parts):
        brought.add(carried.brought)
    before = {part.figure.value for part in listing.known if not is_part(part) or (is_total(part) and not is_one(part))}
    totals = {whole, *(part.figure.value for part in listing.known if is_total(part))}
    wholes |= {one + more for one in totals for more in brought if one - more not in before}
    left = any(pattern("left").search(part.label) or _CARRIED.search(part.label) for part in listing.parts)
    if not left and not SETTLED.search(listing.words):
        wholes |= {one - less for one in totals for less in (carried.left, *brought)}
    return total in wholes or (not listing.strong and not exclusive(listing.parts) and nested(values, whole))


def _with_those_before(listing: Listing) -> set[float]:
    """What a whole makes with the figures beside which it is named, by the same sign: 建议12件、提案9件."""
    before = [part for part in listing.known if part.figure.start < listing.whole.start]
    beside = listing.words.startswith(("、", "和", "及", "与")) and not listing.exact and not listing.apart
    return {listing.whole.value + part.figure.value for part in before[-1:]} if beside else set()


def _names(listing: Listing, part: Part) -> bool:
    """Whether the words that open a list name a part of its whole."""
    return name_of(part) in listing.parts[0].label


def _settled_by(listing: Listing) -> bool:
    """Whether the parts are what became of the applications that the whole says were settled: 办结9件，其中公开8件…."""
    left = any(_CARRIED.search(part.label) or pattern("left").search(part.label) for part in listing.parts)
    # 办结9件，其中公开8件…; 9件申请均已办结，其中公开8件…
    told = (_STOP.split(listing.words)[-1].strip(), _SIGN.split(listing.parts[0].label, maxsplit=1)[0])
    settled = any(pattern("settled").search(words) for words in told)
    return listing.strong and not listing.cut and outcomes(listing.parts) and not left and settled


def _beside_on_time(listing: Listing, rest: float) -> bool:
    """Whether a whole was settled on time, and ``rest`` late, or the reverse: 按期答复11件，延期答复1件。答复中，…."""
    others = [part for part in listing.known if _ON_TIME.search(part.label) and part.figure.value == rest]
    return bool(others) and _ON_TIME.search(listing.words) is not None


def _one_list(listing: Listing) -> bool:
    """Whether the parts are of one list to its end: opened by 其中, set apart by one sign, counted alike, of no channel
    and with 其他 at most as the last of them. Of applications another list follows: 其中网上8件，信函3件，办结10件."""
    parts = listing.parts
    enumerated = all(part.label.startswith("、") for part in parts[1:])  # 征地2件、规划3件、其他1件
    asked = ASKED.search(listing.words) or any(ASKED.search(part.label + part.after) for part in parts)
    if asked and not enumerated:
        return False
    alike = len({part.label[:1] for part in parts[1:]}) == 1 and len({part.figure.unit for part in parts}) == 1
    ended = any(pattern("other").match(name_of(part)) for part in parts[:-1])
    return listing.strong and alike and not ended and not listing.cut and not of_channels(listing)
