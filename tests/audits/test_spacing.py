"""White space and the width of characters tell nothing: figures and findings are the same however a page sets them."""

from __future__ import annotations

import re
from random import Random

import pytest

from crawler.reading import read_page
from crawler.records import Context, Document
from crawler.report.read import read_parsed
from crawler.report.text.figures import close_up, fold_sentence
from tests.audits.drafts import Draft, Writer
from tests.audits.mutations import MUTATIONS, Mutation

_WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")
_UNIT = re.compile(r"(?<=[0-9])(?=[条件份篇宗起次项个人元%年月日])")
SPACINGS = {
    "before units": lambda text: _UNIT.sub(" ", text),
    "before figures": lambda text: re.sub(r"(?<=[^\d\s.,，:：/-])(?=\d)", "\xa0", text),
    "behind signs": lambda text: re.sub(r"(?<=[，。；：])", " ", text),
    "wide": lambda text: _UNIT.sub("\u3000", text).translate(_WIDE),
    "narrow signs": lambda text: text.translate(str.maketrans("；：（）", ";:()")),
}


def said(draft: Draft, spacing: str = "") -> set[tuple[object, ...]]:
    """The figures and findings of a draft's page, its paragraphs set so."""
    page = read_page(Document(draft.html().encode(), draft.url, {"content-type": "text/html; charset=utf-8"}))
    for block in page.blocks if spacing else ():
        if block.grid < 0 and "。" in block.text:
            block.text = SPACINGS[spacing](block.text)
    report = read_parsed(page, Context(division_code=draft.home.code)).report
    assert report is not None
    figures = {(s.measure, s.value, s.unit, s.period, s.scope, fold_sentence(s.label or "")) for s in report.statistics}
    return figures | {(finding.rule, fold_sentence(finding.message)) for finding in report.findings}


def planted(mutation: Mutation) -> Draft:
    for number in range(600):
        draft = Writer(f"{mutation.name}{number}", 2009 + number % 16).write()
        if not mutation.years and mutation.change(draft, Random(number)):
            return draft
    return draft


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize(
    "mutation", [each for each in MUTATIONS if not each.years], ids=lambda mutation: f"{mutation.rule}-{mutation.name}"
)
def test_what_is_set_wider_or_narrower_is_found_all_the_same(mutation: Mutation, spacing: str) -> None:
    draft = planted(mutation)
    assert said(draft, spacing) == said(draft)


def test_white_space_is_closed_up_but_between_two_digits() -> None:
    assert close_up("　公开\xa0111 条 ，其中 3 件，2 97条") == "公开111条，其中3件，2 97条"
