"""Reading a page: bare parsers, our reading step by step, and trafilatura, on the same bytes in one run."""

from __future__ import annotations

import statistics
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import lxml.html
import trafilatura
from selectolax.lexbor import LexborHTMLParser

import crawler.reading
import crawler.reading.web.html
import crawler.report.read
from crawler.reading import read_page
from crawler.records import Document
from crawler.report.read import read_document
from tests.bench.pages import Sample, samples

Result = dict[str, Any]

#: The functions whose share of a reading is told apart: (module, name, step). None calls another of them,
#: but for the walk, which holds the parse.
STEPS = (
    (crawler.reading, "decode", "decode"),
    (crawler.reading.web.html, "LexborHTMLParser", "parse"),
    (crawler.reading, "read_html", "walk"),
    (crawler.report.read, "page_text", "repair script"),
    (crawler.report.read, "repair_page", "repair script"),
    (crawler.report.read, "find_body", "find body"),
    (crawler.report.read, "candidate_titles", "kind of page"),
    (crawler.report.read, "judge_page", "kind of page"),
    (crawler.report.read, "clean_body", "clean"),
    (crawler.report.read, "_identify", "identity"),
    (crawler.report.read, "read_sections", "sections"),
    (crawler.report.read, "form_era", "form"),
    (crawler.report.read, "read_tables", "tables"),
    (crawler.report.read, "read_statistics", "statistics"),
    (crawler.report.read, "audit_tables", "audit tables"),
    (crawler.report.read, "audit_prose", "audit prose"),
    (crawler.report.read, "audit_compare", "audit prose"),
    (crawler.report.read, "audit_outline", "audit outline"),
    (crawler.report.read, "audit_foreign", "audit foreign"),
    (crawler.report.read, "page_labels", "info box"),
    (crawler.report.read, "body_text", "text"),
)


def _lxml_parse(document: Document) -> object:
    return lxml.html.document_fromstring(document.body)


def _lexbor_parse(document: Document) -> object:
    return LexborHTMLParser(document.body)


def _trafilatura(document: Document) -> object:
    return trafilatura.extract(document.body, fast=True, include_tables=True)


CONTENDERS: dict[str, Callable[[Document], object]] = {
    "lxml parse": _lxml_parse,
    "selectolax parse": _lexbor_parse,
    "read_page": read_page,
    "read_document": read_document,
    "trafilatura": _trafilatura,
}


def measure(count: int, rounds: int) -> Result:
    """Median milliseconds of CPU per page of each contender over interleaved rounds, with ratios and steps.

    CPU and not the clock: on a loaded machine a long call is interrupted more often than a short one.
    """
    pages = samples(count)
    for contender in CONTENDERS.values():
        contender(pages[0].document)
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for turn in range(rounds):
        names = list(CONTENDERS)
        # Another order each round: whoever runs after trafilatura finds the caches cold.
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            times[name].append(_per_page(CONTENDERS[name], pages))
    medians = {name: statistics.median(values) for name, values in times.items()}
    sizes = sorted(len(page.document.body) for page in pages)
    return {
        "pages": len(pages),
        "rounds": rounds,
        "bytes_median": sizes[len(sizes) // 2],
        "bytes_range": [sizes[0], sizes[-1]],
        "ms": medians,
        "times_lxml": {name: value / medians["lxml parse"] for name, value in medians.items()},
        "faster_than_trafilatura": medians["trafilatura"] / medians["read_document"],
        "steps_ms": steps(pages),
        "quality": {
            "ours": quality(pages, _our_text),
            "trafilatura": quality(pages, lambda document: str(_trafilatura(document) or "")),
        },
    }


def _per_page(contender: Callable[[Document], object], pages: list[Sample]) -> float:
    """Median milliseconds over the pages of one round."""
    spent = []
    for page in pages:
        began = time.process_time()
        contender(page.document)
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


def steps(pages: list[Sample]) -> dict[str, float]:
    """Mean milliseconds per page of each step of a reading, measured in a run of its own."""
    spent = dict.fromkeys((step for _, _, step in STEPS), 0.0)
    began = time.process_time()
    with _timed(spent):
        for page in pages:
            read_document(page.document)
    total = time.process_time() - began
    spent["walk"] -= spent["parse"]
    spent["other"] = total - sum(spent.values())
    return {step: seconds * 1000 / len(pages) for step, seconds in spent.items()}


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    """Puts a stop-watch around each function of STEPS."""
    with ExitStack() as stack:
        for module, name, step in STEPS:
            stack.enter_context(patch.object(module, name, _watched(getattr(module, name), step, spent)))
        yield


def _watched(function: Callable[..., Any], step: str, spent: dict[str, float]) -> Callable[..., Any]:
    def watched(*arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            spent[step] += time.process_time() - began

    return watched


def _our_text(document: Document) -> str:
    report = read_document(document).report
    return report.body if report else ""


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def quality(pages: list[Sample], extract: Callable[[Document], str]) -> dict[str, float]:
    """Share of planted paragraphs that were kept, and of boilerplate strings that leaked."""
    kept = lines = leaked = strings = 0
    for page in pages:
        text = _squeezed(extract(page.document))
        kept += sum(_squeezed(line) in text for line in page.truth.lines)
        lines += len(page.truth.lines)
        leaked += sum(_squeezed(string) in text for string in page.truth.boilerplate)
        strings += len(page.truth.boilerplate)
    return {"kept": kept / lines, "leaked": leaked / strings}
