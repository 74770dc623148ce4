"""A list and its whole (分项与总数): whether one that exceeds its whole, or falls short of it, contradicts it.

Channels overlap (one text on the site and in an account); what falls short is wrong only where the list is whole by its
own words or its parts make nearly all of it.
"""

from __future__ import annotations

import re

from crawler.records import Section
from crawler.report.audits.items import BROUGHT, SEPARATORS, Listing, Part, name_of, on_channel
from crawler.report.audits.kinds import exclusive, halves, named_behind, of_applications, outcomes, pair, partition
from crawler.report.audits.wording import pattern
from crawler.report.text.figures import fold_sentence

#: How much of its whole a list may miss that is set out as one; one that is not may not be a list of it at all.
_SHORT = 0.3
_SHORT_AMONG = 0.25
_SHORT_ALL = 0.5
_SHORT_CLASSES = 0.45
_SHORT_APART = 0.1
_SHORT_APART_ALL = 0.25
_SHORT_WEAK = 0.3
_SHORT_TWO = 0.03
_SHORT_TWO_EXCLUSIVE = 0.15
_SHORT_PAIR = 0.5
_OVER_WEAK = 0.25
#: Channels overlap: they contradict their whole only where they so nearly make it.
_NEAR_CHANNELS = 0.2
#: … and where 其中 names some of them, which are not all there are.
_SHORT_SOME = 0.1
_ALL_BUT = 5
_LEAST_ALL = 4
_SEVERAL = re.compile(r"[和与、等]|及(?!时)")
#: What was made known there stands behind it: 通过网站公开文件、会议等信息 is on one channel.
_MADE_KNOWN = re.compile(r".*(?=公开|发布|公布|推送|登载)")
_SOME_CHANNELS = re.compile(r"其中(?!：)")
_OF_WHICH = re.compile(r"其中|内含|内有|包含")
_CONSISTS = re.compile(r"包括|分别[是为]|分为|(?<!其中)：")
_MAY_LEAVE_OUT = re.compile(r"包括")
#: （其中…）, （含重复3封、匿名4封）: a bracket of some parts; one without such words has them all.
_SOME = re.compile(r"其中|含|包括")
_SOME_OF = re.compile(r"（?含")
_ALL_THERE_ARE = re.compile(r"其中|内含|内有|包含|包括|分别|分为")
#: The words before a figure that is a part of a list itself: 其中A类, ；B类, 、C类.
_OF_LIST = re.compile(r"^[；、][^，。；]*[^的，。；]$|(?:其中|包括)[^，。；]*[^的，。；]$")
#: 2．公开内容。…: under such a heading stands all that was counted.
_HEADED = re.compile(r"^[^，；：\d]{0,8}(?:内容|类别|分类|类型|形式|渠道|方式)[^，；：\d]{0,4}：")
_RECEIVED = re.compile(r"(?:收到|受理|接到|接收|新收)[^，。；]*申请")
#: What comes by the same ways and is no application for information.
_OTHER_BUSINESS = re.compile(
    r"咨询|来[信访电]|信箱|热线|留言|投诉|举报|查[询阅]|审批|许可|[办理领换]证|登记|事项|解答|接待|[办处]理|平台"
)
_CASES = frozenset("件宗起份")
_STOP = re.compile("[，；：。]")
#: Before a whole whose parts stand behind semicolons.
_COUNTS_ALL = re.compile(
    r"公开|发布|公布|共|[总合]计|总[数量]|累计|新增|收到|受理|接到|答复|办[结理]|复议|诉讼|提案|建议|接待|咨询"
)
ASKED = re.compile(r"申请|受理|咨询|复议|诉讼")


def exceeds(listing: Listing, over: float) -> bool:
    """Whether a list whose parts are ``over`` more than their whole is one of that whole, and contradicts it."""
    if listing.summed:
        return True
    whole = listing.whole.value
    units = {listing.whole.unit, *(part.figure.unit for part in listing.parts)}
    if len(listing.parts) == 1:
        known = max((part.figure.value for part in listing.known), default=0.0)
        return _OF_WHICH.search(listing.parts[0].label) is not None and listing.parts[0].figure.value > known
    beside = len(units) > 1 or listing.parts[0].label[:1] == "；"
    if beside and max(part.figure.value for part in listing.parts) > whole:
        # 95条，其中文件2件，利用电子屏发布108条; 涉及教育100条，其中招生40条；涉及卫生80条: of something else
        return False
    if of_channels(listing):
        if _may_overlap(listing):
            return False
        beside = listing.apart and not listing.strong and over > _SHORT_APART * whole  # 网站450条，公众号80条, of 500
        if _nearly(listing, over) and not beside:
            return True
        return listing.strong and max(part.figure.value for part in listing.parts) > whole
    if listing.strong or (exclusive(listing.parts) and _spoken_of(listing)):
        return True
    return _spoken_of(listing) and over <= max(_OVER_WEAK * whole, 1)


def falls_short(listing: Listing, short: float) -> bool:
    """Whether a list that is ``short`` of its whole leaves nothing out: by its words, or as so little is missing."""
    if listing.cut or len(listing.parts) == 1:
        return False
    if listing.summed:
        return True
    if listing.whole.qualifier != "exact" and any(part.figure.qualifier != "exact" for part in listing.parts):
        return False  # 12000余条，其中网站9800余条、微博1600余条: what the roundings left out may be the rest
    whole, parts = listing.whole.value, listing.parts
    if of_channels(listing):
        return (
            not _may_overlap(listing)
            and _nearly(listing, short)
            and (short <= _SHORT_SOME * whole or not _some_channels(listing))
            and (listing.strong or not listing.apart or _all_channels(listing))
        )
    if not listing.strong:
        return _spoken_of(listing) and short <= (_SHORT_WEAK if len(parts) > 2 else _SHORT_PAIR) * whole
    if halves(parts) or (listing.exact and pair(parts)):
        return True
    if listing.exact and _SOME_OF.match(parts[0].label):
        return pair(parts) and short <= _SHORT_PAIR * whole
    if pair(parts) or any(pattern("other").match(name_of(part)) for part in parts):
        return short <= _SHORT_PAIR * whole
    if len(parts) == 2 and not listing.exact:
        whole_list = exclusive(listing.parts) or _CONSISTS.search(parts[0].label)
        return short <= (_SHORT_TWO_EXCLUSIVE if whole_list else _SHORT_TWO) * whole
    least = _LEAST_ALL if _MAY_LEAVE_OUT.search(parts[0].label) else _LEAST_ALL - 1
    of_all = len(parts) >= least and _CONSISTS.search(parts[0].label) is not None  # not just 其中
    of_all = of_all or (listing.exact and _SOME.search(parts[0].label) is None)
    if listing.apart:
        of_all = of_all or (len(parts) >= _LEAST_ALL and _HEADED.match(parts[0].label) is not None)
        share = _SHORT if partition(parts) else _SHORT_APART_ALL if of_all else _SHORT_APART
        return short <= max(_ALL_BUT, share * whole)
    return short <= max(
        _ALL_BUT, (_SHORT_ALL if of_all else _SHORT_CLASSES if partition(parts) else _SHORT_AMONG) * whole
    )


def on_several(listing: Listing, sections: list[Section]) -> bool:
    """Whether the section of a list of channels says that texts stand on several of them."""
    values = [part.figure.value for part in listing.parts]
    if not of_channels(listing) or not max(values) <= listing.whole.value < sum(values):
        return False
    said = [listing.quote, *(section.body for section in sections if listing.quote in section.body)]
    return any(pattern("on_several").search(fold_sentence(text)) for text in said)


def of_another(listing: Listing) -> bool:
    """Whether a list in a sentence of its own comes after a part of another list, which is no whole of it.

    其他类563条，占47%。从公开渠道看，网站1184条，微博48条; 其中公民申请10件。予以公开7件，不掌握6件，其余….
    Or what became of all stands behind what was carried in: 上年结转1件，本年度办理结果：予以公开4件、….
    """
    if listing.summed or listing.exact:
        return False
    carried = BROUGHT.search(re.split("[，；。]", listing.words)[-1]) is not None
    if carried and outcomes(listing.parts) and _OF_WHICH.search(listing.parts[0].label) is None:
        return True
    several = on_channel(name_of(listing.parts[0])) or outcomes(listing.parts)
    return several and _in_own_sentence(listing) and _OF_LIST.search(listing.words) is not None


def of_channels(listing: Listing) -> bool:
    """Whether half the parts of a list, or more, are channels of publication, which overlap."""
    asked = ASKED.search(listing.words + (listing.quote if listing.whole.unit in _CASES else ""))
    channels = sum(on_channel(part.label) for part in listing.parts)
    return not asked and channels * 2 >= len(listing.parts)


def _in_own_sentence(listing: Listing) -> bool:
    return listing.apart or listing.parts[0].label[:1] not in SEPARATORS


def _may_overlap(listing: Listing) -> bool:
    """Whether two channels in a sentence of their own, which nothing calls all there are, may share texts or leave out
    others: 通过网站公开778条，通过微博公开34条, of 778.
    """
    headed = all("：" in part.label for part in listing.parts)  # 1.网站。公开150条。2.公开栏。张贴40条。
    return (
        _in_own_sentence(listing)
        and not (listing.exact or headed)
        and len(listing.parts) == 2
        and _ALL_THERE_ARE.search(listing.parts[0].label) is None
    )


def _nearly(listing: Listing, off: float) -> bool:
    """Whether channels make all but the whole."""
    return (listing.strong or _spoken_of(listing, channels=True)) and off <= _NEAR_CHANNELS * listing.whole.value


def _some_channels(listing: Listing) -> bool:
    """Whether channels are but some by their words: 其中网站80条、微博20条. 其他 beside them is all there are."""
    others = any(pattern("other").match(name_of(part)) for part in listing.parts)
    return _SOME_CHANNELS.search(listing.parts[0].label) is not None and not others


def _all_channels(listing: Listing) -> bool:
    """Whether a sentence of its own is nothing but channels, one beside the other."""
    begins = not any(part.label.startswith("；") for part in listing.parts)
    return begins and len(listing.parts) >= 3 and all(on_channel(part.label) for part in listing.parts)


def _spoken_of(listing: Listing, *, channels: bool = False) -> bool:
    """Whether a list that nothing opens is one of its whole all the same: a total before several parts."""
    largest = max(part.figure.value for part in listing.parts)
    clause = _STOP.split(listing.words)[-1]
    if listing.parts[0].label.startswith("；") and not _COUNTS_ALL.search(clause):
        return False  # 财政信息86条；公共资源31条；环境保护62条: one beside the other
    asked = _asked_for(clause, listing.parts)
    sides = [] if asked or len(listing.parts) != 2 else listing.parts
    if any(pair([Part(listing.whole, listing.words), part]) for part in sides):
        return False  # 各部门4200条，各镇1300条，企事业单位2400条
    exclusive = pair(listing.parts) or named_behind(listing.parts)
    if (largest > listing.whole.value and not asked) or (largest == listing.whole.value and not exclusive):
        return False
    if any(all(pattern(key).search(part.label) for part in listing.parts) for key in ("by_time", "belongs")):
        return True
    if pattern("alone").search(clause) or not pattern("total").search(clause) or (channels and _one_channel(clause)):
        return False
    if not _SEVERAL.search(clause) and of_applications(listing.parts, clause):
        return False  # 网上申请12件，当面申请4件，信函申请2件: one of them
    return channels or exclusive or len(listing.parts) >= 3


def _asked_for(clause: str, parts: list[Part]) -> bool:
    """Whether parts are the ways, or the applicants, of the applications that the words before a whole count, so that
    none of them can exceed it: 收到申请12件，信函申请14件，网络申请6件.
    """
    counted = _RECEIVED.search(clause) is not None and of_applications(parts)
    return counted and not any(_OTHER_BUSINESS.search(name_of(part)) for part in parts)


def _one_channel(clause: str) -> bool:
    """Whether what is counted stands on one channel, beside which the next ones are no parts of it."""
    where = _MADE_KNOWN.match(clause)
    where_words = where.group() if where and on_channel(where.group()) else clause
    return on_channel(where_words) and not _SEVERAL.search(where_words)
