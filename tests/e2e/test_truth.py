"""Reading alone, on every kind of page the stand-in knows: the whole body in order, and nothing around it."""

from __future__ import annotations

import unicodedata

import pytest

from crawler.records import Context, Document, Report
from crawler.report.read import read_document
from tests.standin.bodies import BODIES
from tests.standin.boxes import BOXES
from tests.standin.families import FAMILIES
from tests.standin.pages import Encoding, StandInPage
from tests.standin.portals import Plan, build

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "gbk", "gbk-under-utf8", "utf8-under-gbk", "utf-16")


def squeezed(text: str) -> str:
    """Text without white space and with one form for each character: these are not what is tested here."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read(page: StandInPage) -> Report | None:
    document = Document(page.answer.body, page.url, page.answer.headers)
    return read_document(document, Context(portal_name="河湾县人民政府")).report


def check(page: StandInPage, report: Report) -> None:
    truth = page.truth
    for field in ("title", "agency", "agency_kind", "year", "published_on", "signed_on", "publisher", "source"):
        assert (getattr(report, field) or "") == getattr(truth, field), (field, page.url, truth.style)
    assert (report.index_number or "", report.document_number or "") == (truth.index_number, truth.document_number)
    assert report.form_era == truth.era
    body, place = squeezed(report.body), 0
    for line in map(squeezed, truth.lines):
        found = body.find(line, place)
        assert found >= 0, (line, page.url, truth.style)
        place = found + len(line)
    for string in truth.boilerplate:
        assert squeezed(string) not in body, (string, page.url, truth.style)


@pytest.mark.parametrize("style", BODIES)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_report_is_read_whole_and_clean_and_no_trap_is_taken_for_one(family: str, style: str) -> None:
    plan = Plan(
        "hewan",
        family,
        (2010, 2016, 2020, 2022),
        ENCODINGS[(list(FAMILIES).index(family) + list(BODIES).index(style)) % len(ENCODINGS)],
        bodies=(style,),
        boxes=tuple(BOXES),
        in_column=True,
        viewer=True,
        seed=f"truth|{style}",
    )
    for page in build(plan).pages.values():
        report = read(page)
        assert (report is not None) == page.truth.is_report, (page.url, page.truth.title)
        if report is not None:
            check(page, report)
