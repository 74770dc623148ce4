"""Stated zeros (没有发生的): 未收到申请, 没有发生收费, 无行政复议、行政诉讼, and "无" under a heading."""

from __future__ import annotations

import re

from crawler.report.statistics.rules import rules

_CARRIED = frozenset(("applications_carried_in", "applications_carried_out"))
_END = re.compile(r"[，；。！？]|、(?=[无未没])")
#: 未发生因信息公开申请行政复议，提起行政诉讼的情况: one negation of both.
_ONE_MORE = re.compile(r"，(?:被?提起|和|以及|或)?(?:行政)?(?:诉讼|复议)[^，。；\d]{0,8}(?=[，。；]|$)")
#: One of several things of a heading: 依申请公开、收费、复议诉讼.
_BESIDE = re.compile(r"申请(?:公开)?(?:情况)?[、，]")
_RECEIVED = re.compile(r"收到|接到|受理|申请[、和及与]|发生.{0,8}申请(?!(?:公开|政府|信息|的)*(?:收费|收取|费用))")
_ABOUT = re.compile(r"(?:有关|相关|方面)的(?=[^，]*(?:复议|诉讼|举报|投诉|申诉|咨询))")
_ENQUIRY = re.compile(r"的[^、，]{0,6}咨询(?:事项|情况)?$")
#: No sentence is longer; what runs on without a stop is debris, and every negation in it would look at all of it.
_LONGEST = 3000
_FREE = "免费"
_CLAUSE_START = re.compile(r"[，；。：！？]")


def objects_in(text: str) -> list[str]:
    """The measures that words of a heading or a clause name: 行政复议、行政诉讼 → reviews, lawsuits."""
    table = rules()
    if table.any_object.search(text) is None:
        return []
    text = table.costs.sub("", text)
    cause = table.cause.search(text)
    about = _ABOUT.search(text)
    found = []
    for measure, pattern in table.objects:
        match = pattern.search(text)
        if match and not (cause and measure == "applications_received" and cause.start() < match.end() + 8):
            if about and measure.startswith("applications_") and match.end() <= about.start():
                continue  # 与申请公开有关的投诉
            found.append(measure)
    if "applications_received" in found and not _RECEIVED.search(text) and _CARRIED & set(found):
        found.remove("applications_received")  # 上年结转政府信息公开申请0件
    of_fees = "fees" in found and "applications_received" in found and not _BESIDE.search(text)
    if of_fees and not _RECEIVED.search(text):
        found.remove("applications_received")  # 依申请公开的任何费用
    if "applications_refused" in found and "applications_received" in found and table.refused.search(text):
        found.remove("applications_received")  # 不予公开的申请0件
    if "reviews" in found and "lawsuits" in found and table.through.search(text):
        found.remove("reviews")  # 未经复议直接起诉0件
    if "enquiries" in found and _ENQUIRY.search(text):
        found = ["enquiries"]  # 关于不予公开政府信息的电话咨询
    return found


def denied(text: str, topic: str) -> list[tuple[str, int]]:
    """``(measure, position)`` of what a folded sentence says there was none of.

    ``topic`` is the heading above it, for sentences that say only 无 or 未发生.
    """
    table = rules()
    text = text[:_LONGEST]
    if table.alone.fullmatch(text.rstrip("。；，")):
        if table.senses["spending"].match(topic):
            return []  # （二）与诉讼有关的费用支出 / 无。
        named = objects_in(topic)
        if _FREE in text:
            named = [measure for measure in named if measure == "fees"]  # under 依申请公开: 全部免费提供
        return [(measure, 0) for measure in named]
    found: list[tuple[str, int]] = []
    for match in table.negation.finditer(text):
        end = _END.search(text, match.end())
        if end and (more := _ONE_MORE.match(text, end.start())):
            end = _END.search(text, more.end())
        tail = text[match.end() : end.start() if end else len(text)]
        start = max((m.end() for m in _CLAUSE_START.finditer(text, 0, match.start())), default=0)
        head = text[start : match.start()]
        if table.taken.fullmatch(tail) and table.untaken.search(head):
            if table.of_access.search(text, 0, match.start()) or "fees" in objects_in(topic):
                found.append(("fees", match.start()))  # 信息公开中分文未收
            continue
        if not tail or table.alone.fullmatch(match.group() + tail):
            # 收费情况：无; 复议、诉讼情况未发生: what there was none of stands before.
            before = head if objects_in(head) else _before_colon(text, start)
            tail = before
            head = ""
        if not tail or table.none_of.search(tail) or table.none_of.search(head[-4:]):
            continue
        if "公开" not in tail and table.elsewhere.search(head):
            continue
        if tail.startswith("结转"):
            tail = head + tail  # 上年也没有结转的申请
        found.extend((measure, match.start()) for measure in objects_in(tail))
    return [(measure, at) for measure, at in found if measure not in table.beside or table.beside[measure].search(text)]


def _before_colon(text: str, start: int) -> str:
    """The clause before a colon that ends at ``start``, else ``""``."""
    if start < 2 or text[start - 1] != "：":
        return ""
    begin = max((m.end() for m in _CLAUSE_START.finditer(text, 0, start - 1)), default=0)
    return text[begin : start - 1]
