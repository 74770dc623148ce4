"""Reads drafts as the crawl reads pages and counts what their audits say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from crawler.records import Context, Document, Finding, Report
from crawler.report.audits.years import Stated, audit_years
from crawler.report.read import read_document
from tests.audits.drafts import Draft, Writer
from tests.audits.mutations import Mutation

#: The gate: what each rule must find of what was planted, and how many clean reports may raise anything.
LEAST_FOUND = 0.95
MOST_ALARMED = 0.02

#: The last year that drafts are written of.
LAST_YEAR = 2024


def report_of(draft: Draft) -> Report:
    """The reading of a draft's page."""
    document = Document(draft.html().encode(), draft.url, {"content-type": "text/html; charset=utf-8"})
    reading = read_document(document, Context(division_code=draft.home.code))
    assert reading.report is not None, (draft.title, reading.kind, reading.why)
    return reading.report


def findings_of(draft: Draft) -> list[Finding]:
    return report_of(draft).findings


def clean(count: int, seed: str = "clean") -> list[Draft]:
    """So many clean reports, of all years in turn."""
    return [Writer(f"{seed}{number}", 2009 + number % 16).write() for number in range(count)]


@dataclass
class Clean:
    """Of how many clean reports anything was found, and by which rules."""

    reports: int = 0
    alarmed: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.alarmed / self.reports


def findings_with_last_year(draft: Draft, last: Draft) -> list[Finding]:
    """What both years' reports together say of the later one."""
    stated = [Stated(each.year or 0, each.table_cells, each.statistics) for each in (report_of(last), report_of(draft))]
    return audit_years(stated[:1], stated[1])


def measure_clean(count: int) -> Clean:
    """Findings on clean reports, each also with its agency's next report."""
    result = Clean()
    for number, draft in enumerate(clean(count)):
        found = findings_of(draft)
        if draft.year < LAST_YEAR:
            found = [*found, *findings_with_last_year(Writer(f"next{number}", last=draft).write(), draft)]
        result.reports += 1
        result.alarmed += bool(found)
        result.rules.update({finding.rule for finding in found})
        result.shown += [f"{draft.title}: {finding.rule} {finding.message} | {finding.evidence}" for finding in found]
    return result


@dataclass
class Planted:
    """Of how many reports with one contradiction planted its rule said so."""

    rule: str
    name: str
    planted: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.found / self.planted if self.planted else 0.0


def measure_planted(mutation: Mutation, count: int) -> Planted:
    """Plants a contradiction in up to ``count`` reports that have what it spoils."""
    result = Planted(mutation.rule, mutation.name)
    for number in range(count * 60):
        if result.planted == count:
            break
        seed = f"{mutation.name}{number}"
        draft = Writer(seed, 2009 + number % 16).write()
        last = None
        if mutation.years:
            last, draft = draft, Writer(f"next {seed}", last=draft).write()
            if not any(para.states("ever") for para in last.paras()) and "cumulative" in mutation.name:
                continue
        if not mutation.change(draft, Random(seed)):
            continue
        result.planted += 1
        found = findings_of(draft) if last is None else findings_with_last_year(draft, last)
        rules = [finding.rule for finding in found]
        if mutation.rule in rules:
            result.found += 1
        else:
            said = " ".join(draft.say(para) for para in draft.paras() if para.said)
            result.missed.append(f"{draft.title}: {rules} | {said or draft.url}")
    return result
