"""Scores readings against their truth: identity field by field, the body by sentences, lines and cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crawler.records import Reading
from crawler.report.read import read_document
from tests.accuracy.corpus import FIELDS, Case

#: What is scored of a body: sentences kept, sentences in order, paragraphs as they were, lines that are the report's
#: own, cells kept, sections with their level, number and heading.
BODY = ("kept", "order", "paragraphs", "clean", "cells", "sections")
_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"(?<=[。！？；])")


class Miss(NamedTuple):
    """Something that came out wrong."""

    case: str
    measure: str
    got: Any
    want: Any


@dataclass
class Score:
    """Hits and tries by measure, and what was missed."""

    hits: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def add(self, measure: str, hits: int, tries: int) -> None:
        self.hits[measure] += hits
        self.tries[measure] += tries

    def share(self, measure: str) -> float | None:
        """The share of hits, or None where nothing was tried."""
        tries = self.tries[measure]
        return self.hits[measure] / tries if tries else None


def squeeze(text: str) -> str:
    """``text`` without any white space: how a sentence is found again whatever the line breaks."""
    return _SPACE.sub("", text)


def sentences(lines: Iterable[str]) -> list[str]:
    """The sentences of lines, squeezed; fragments of fewer than four characters are left out."""
    found = (squeeze(part) for line in lines for part in _SENTENCE.split(line))
    return [sentence for sentence in found if len(sentence) >= 4]


def score(cases: Iterable[Case]) -> dict[str, Score]:
    """The scores of cases by group."""
    scores: dict[str, Score] = {}
    for case in cases:
        score_case(case, read_document(case.document, case.context), scores.setdefault(case.group, Score()))
    return scores


def score_case(case: Case, reading: Reading, into: Score) -> None:
    """Adds one reading to a score."""
    for name in FIELDS:
        if name not in case.truth:
            continue
        if name == "kind":
            got: Any = reading.kind
        elif name == "is_report":
            got = reading.report is not None
        else:
            got = getattr(reading.report, name, "(no report)")
        want = case.truth[name]
        right = got == want
        into.add(name, right, 1)
        if not right:
            into.misses.append(Miss(case.name, name, got, want))
    into.add("cases", 1, 1)
    if case.lines:
        _score_body(case, reading.report.body if reading.report else "", into)
    if case.sections:
        _score_outline(case, reading, into)


def _score_outline(case: Case, reading: Reading, into: Score) -> None:
    sections = reading.report.sections if reading.report else []
    lines = Counter(squeeze(line) for line in (reading.report.body if reading.report else "").split("\n"))
    wanted_lines = Counter(map(squeeze, case.lines))
    into.add("paragraphs", (lines & wanted_lines).total(), wanted_lines.total())
    into.misses += [Miss(case.name, "paragraphs", "", line) for line in wanted_lines - lines]
    wanted = Counter((level, squeeze(number), squeeze(heading)) for level, number, heading in case.sections)
    got = Counter((s.level, squeeze(s.number), squeeze(s.heading)) for s in sections if s.number)
    into.add("sections", (got & wanted).total(), max(got.total(), wanted.total()))
    into.misses += [Miss(case.name, "sections", "", section) for section in wanted - got]
    into.misses += [Miss(case.name, "sections", section, "") for section in got - wanted]


def _score_body(case: Case, body: str, into: Score) -> None:
    wanted = sentences(case.lines)
    flat = squeeze(body)
    place, found, in_order = 0, 0, 0
    for sentence in wanted:
        # A sentence that the report says twice is looked for behind the one before it first.
        position = flat.find(sentence, place)
        if position >= 0:
            in_order += 1
            place = position + len(sentence)
        elif sentence not in flat:
            into.misses.append(Miss(case.name, "kept", "", sentence))
            continue
        else:
            into.misses.append(Miss(case.name, "order", "", sentence))
        found += 1
    into.add("kept", found, len(wanted))
    into.add("order", in_order, found)
    leaked = [text for text in case.absent if len(squeeze(text)) > 1 and squeeze(text) in flat]
    lines = [line for line in body.split("\n") if line]
    tries = len(case.absent) + len(lines)
    if case.whole:
        known = squeeze("".join((*case.lines, *case.cells)))
        leaked += [line for line in lines if not all(squeeze(part) in known for part in line.split("\t"))]
    into.add("clean", tries - len(leaked), tries)
    into.misses += [Miss(case.name, "clean", text, "") for text in leaked]
    if case.cells:
        printed = Counter(squeeze(cell) for line in lines for cell in line.split("\t"))
        wanted_cells = Counter(squeeze(cell) for cell in case.cells)
        kept = sum(min(count, printed[cell]) for cell, count in wanted_cells.items())
        into.add("cells", kept, wanted_cells.total())
        if kept < wanted_cells.total():
            into.misses.append(Miss(case.name, "cells", kept, wanted_cells.total()))
