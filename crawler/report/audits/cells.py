"""Cells that prose states by their names (文中分项): 予以公开13件, 维持2件, 自然人21件, 作出行政处罚决定14件.

What is said of applications, reviews and lawsuits one by one is no measure of its own; which words state which cells is
data (``claims`` in ``data/audits.toml``). Of a list of outcomes only one is compared whose whole is the table's too:
else it may be a list of something less, and that the wholes differ is told of the wholes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import takewhile

from crawler.facts import load_toml, patterns
from crawler.records import Finding, Section
from crawler.report.audits.claims import (
    Outcome,
    Rule,
    Stated,
    agreeing,
    any_name,
    claims,
    filled,
    sum_of,
    together,
    with_others,
)
from crawler.report.audits.kinds import is_outcome
from crawler.report.audits.tables import Table
from crawler.report.audits.wording import plain
from crawler.report.statistics.items import Scope, State
from crawler.report.text.figures import SENTENCE, Figure, find_figures, fold_sentence, shown

#: The words of a figure begin behind the last sign; 维持、纠正各1件 are two names.
_PIECE = re.compile(r"[，、；：（）]")
#: … and two names before one figure are of both.
_JOINT = re.compile(r"[^，、；：（）一二三四五六七八九十\d]、[^，、；：（）]+$")
_EACH = re.compile(r"[^，；：（）]*各$")
#: A count, in digits of any width or in words.
_COUNT = re.compile(r"[\d零一二两三四五六七八九十百]\s*[余多]?[件宗起份个次项期条篇场]")
_APPLICATION = re.compile(r"(?:政府)?(?:信息)?(?:公开)?申请")
#: What became of all that was received is the table's too, whether or not its total is told.
_RECEIVED = [("received", "total")]
_CARRIED_IN = [("carried_in", "total")]
_WHOLE_SIGNS = "，（"
#: Before a figure so many characters may name it: a hostile text must not cost their square.
_LONGEST = 200
#: So many outcomes of a sentence that are those of the table say that it tells of all, though not how many.
_ENOUGH = 3
#: What came, or was carried in, is no outcome: 上年结转办理2件.
_NOT_SETTLED = re.compile("上年|上一年|去年|收到|接收|新收")
#: 培训1期；未发生复议、诉讼: what did not happen is not what was counted.
_DENIED = re.compile("未|没有|无(?!偿)")
_TOPICS = ("申请", "复议")
_ALL = re.compile(r"(?:^|[，；])）?[，（；]?[^，。；、（）\d]{0,6}?(?:均|都|全部)")


_pattern = patterns("audits.toml", "stated")


def audit_cells(
    sections: list[Section], tables: Mapping[str, Table], year: int | None, region: Scope, names: tuple[str, ...] = ()
) -> list[Finding]:
    """The findings ``prose_table_conflict`` on cells that prose names.

    ``region``: whose a region's figures are; ``names``: what the agency may be called.
    """
    forms = tables.keys() & {rule.claim.form for rule in claims()}
    found: dict[int, list[Stated]] = {}
    for section in sections if forms else ():
        if _pattern("about").search(section.body):
            for at, stated in _section(section, forms, year, region, names):
                found.setdefault(at, []).append(stated)
    findings = []
    agree = agreeing(found, tables)
    for at, claimed in sorted(found.items()):
        claim = claims()[at].claim
        table = tables[claim.form]
        if not filled(table, claim):
            continue
        printed, whole = sum_of(table, claim.cells), sum_of(table, claim.whole)
        if printed is None or (claim.whole and not whole):
            continue
        more = sum_of(table, claim.more) or 0
        received = sum_of(table, _RECEIVED)
        wholes = {whole, received, (received or 0) + (sum_of(table, _CARRIED_IN) or 0)} - {None, 0}
        said = [one for one in claimed if not claim.whole or wholes & one.line or agree[one.quote] >= _ENOUGH]
        said = [one for one in said if re.match(claim.beside, one.quote)]
        right = {printed, printed + more}
        if claim.apart and any(printed - value in one.line for one in said for value in one.values):
            continue
        if any(with_others(one, printed, table) for one in said):
            continue
        if said and not any(one.values & right for one in claimed) and right.isdisjoint(together(claimed)):
            message = f"文字与表格不一致：{claim.label}文中为 {shown(max(said[0].values))}，表中为 {shown(printed)}"
            findings.append(Finding("prose_table_conflict", message, "warning", said[0].quote))
    return findings


def _section(
    section: Section, forms: set[str], year: int | None, region: Scope, own: tuple[str, ...]
) -> Iterator[tuple[int, Stated]]:
    topic = _topic(section.heading, "")
    for line in section.body.split("\n"):
        if not _COUNT.search(line) or not _pattern("about").search(section.heading + line):
            continue
        before: list[Figure] = []
        for quote in SENTENCE.findall(line):
            for counted, name in _again(fold_sentence(quote), before):
                for which in _stated(name, forms, _topic(name, topic)):
                    yield which, Stated(counted, quote.strip(), _values(line))
            if not _COUNT.search(quote):
                topic = _topic(quote, topic)
                continue
            state, sentence = State(), plain(quote, year)
            figures = [figure for figure in find_figures(sentence) if figure.unit != "%"]
            before = []
            beside: list[Outcome] = []
            end = 0
            for at, figure in enumerate(figures):
                words = sentence[end : figure.start]
                state.advance(words, year, region, region)
                topic, end = _topic(words, topic), figure.end
                if figure.qualifier != "exact" or state.other_year or state.period != "year" or state.scope != "agency":
                    continue
                before.append(figure)
                last = at + 1 == len(figures)
                behind = sentence[end:] if last else sentence[end : figures[at + 1].end]
                if _pattern("unless").search(words) or _pattern("of_carried").match(sentence[: figure.start]):
                    continue
                for own_name in own:
                    words = words.replace(own_name, "")
                outcome = Outcome(figure.value, [])
                named = _PIECE.split(words)[-1] + _PIECE.split(behind)[0]
                beside += [outcome] if is_outcome(named) and not _NOT_SETTLED.search(named) else []
                for name, own_words in dict(_names(words, behind, figure, last=last)).items():
                    of_all = not own_words and _ALL.search(behind)
                    for which in _stated(name, forms, _topic(name, topic)):
                        rule = claims()[which]
                        if rule.unit.fullmatch(figure.unit) and not _counts_more(rule, quote, words):
                            counted = _all_of(figures[: at + 1]) if of_all else {figure.value}
                            outcome.claims.append(which)
                            yield which, Stated(counted, quote.strip(), _values(line), beside, outcome)
            topic = _topic(sentence[end:], topic)


def _values(line: str) -> frozenset[float]:
    """All figures of a line."""
    return frozenset([figure.value for figure in find_figures(fold_sentence(line))])


def _counts_more(rule: Rule, quote: str, words: str) -> bool:
    """Whether a total is more than the cell's (carried in with it), or less: a part of it (其中，市政府收到83件)."""
    unless = load_toml("audits.toml")["compared"]["unless"]
    return rule.claim.total and ("其中" in words or re.search(unless, fold_sentence(quote)) is not None)


def _stated(name: str, forms: set[str], topic: str) -> list[int]:
    """The claims (by index) on ``forms`` that a name states where ``topic`` is spoken of."""
    return [which for which in _named(name, topic) if claims()[which].claim.form in forms]


@lru_cache(maxsize=1024)
def _named(name: str, topic: str) -> list[int]:
    """The claims on all forms, once for a name: most reports use the same ones."""
    name = _pattern("ends").sub("", name)
    if not any_name().fullmatch(name):
        return []
    rules = enumerate(claims())
    return [at for at, rule in rules if rule.claim.topic in ("", topic) and rule.name.fullmatch(name)]


def _again(sentence: str, before: list[Figure]) -> Iterator[tuple[set[float], str]]:
    """What a sentence says of the one or all that the sentence before it counted: 该件予以公开, 均为企业申请."""
    if not before:
        return
    clauses = _PIECE.split(sentence)
    if _pattern("all_of_them").match(sentence):
        clauses[0] = _pattern("all_of_them").sub("", clauses[0])
        counted = _all_of(before)
    elif before[-1].value == 1 and _pattern("it").match(sentence):
        counted = {1.0}
    else:
        return
    for clause in clauses:
        if _COUNT.search(clause):
            return  # 均为企业申请，予以公开2件: it goes on with parts
        yield counted, _pattern("opens").sub("", clause)


def _all_of(figures: list[Figure]) -> set[float]:
    """What 均 behind the last of some figures may count: it, the first of them, or those behind the first."""
    values = [figure.value for figure in figures if figure.unit == figures[-1].unit]
    tails = {sum(values[at:]) for at in range(len(values))}  # 诉讼2件，其中直接起诉1件，复议后起诉1件，均维持
    return {values[0], *tails} - ({0} if any(values) else set())


def _topic(words: str, before: str) -> str:
    """What is spoken of behind some words: 申请, 复议 or 诉讼."""
    found = _pattern("topic").findall(words)
    return (found[-1] if found[-1] in _TOPICS else "诉讼") if found else before


def _names(words: str, behind: str, figure: Figure, *, last: bool) -> Iterator[tuple[str, bool]]:
    """What a figure's words may name it, and whether they are its own: not what is said of all that was counted."""
    words = words[-_LONGEST:]
    if _EACH.search(words):
        names = re.split("[、和及与]", _PIECE.split(re.sub("[、]", "和", words.removesuffix("各")))[-1])
        yield from ((name, True) for name in names)
        return
    if _JOINT.search(words):
        return  # 收到自然人、法人申请4件: of both together
    label = _pattern("opens").sub("", _PIECE.split(words)[-1])
    yield label, True
    if noun := _APPLICATION.match(behind):
        yield label + noun.group(), True  # 收到3件申请
    what = _pattern("behind").match(behind)
    if what and (what["all"] or (figure.value == 1 and behind[:1] in _WHOLE_SIGNS) or not label):
        yield _pattern("opens").sub("", what["what"]), False
    if last and figure.value == 1:  # 收到申请1件，系企业提出，已予以公开
        counted = takewhile(lambda clause: _DENIED.search(clause) is None, _PIECE.split(behind))
        yield from ((_pattern("opens").sub("", clause), False) for clause in counted)
