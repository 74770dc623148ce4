"""Figures in prose: made-up sentences in the wordings of four eras, and what each of them states."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.records import Statistic
from crawler.report.outline import read_sections
from crawler.report.statistics import read_statistics

LINES = (Path(__file__).parent / "statistics_cases.txt").read_text(encoding="utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]

_SIGNS = {"at_least": "≥", "about": "~", "at_most": "≤", "cumulative": "Σ", "region": "@", "other": "!"}


def figures(statistics: list[Statistic]) -> list[str]:
    """The figures in the words of the cases."""
    out = []
    for s in statistics:
        flags = [_SIGNS[value] for value in (s.qualifier, s.period, s.scope) if value in _SIGNS]
        out.append(" ".join([s.measure, f"{s.value:g}", *([s.label] if s.label else []), *flags]))
    return out


def read(text: str, year: int | None = 2016, agency: str = "青禾县民政局", kind: str = "department") -> list[Statistic]:
    """The figures of a line, under a heading where one is given before a bar."""
    heading, bar, sentence = text.partition(" | ")
    lines = ["一、" + heading, sentence] if bar else [text]
    return read_statistics(lines, read_sections(lines), year, agency, kind)


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_states_these_figures_and_no_others(case: str) -> None:
    text, arrow, expected = case.partition(" →")
    assert arrow
    assert figures(read(text)) == [part.strip() for part in expected.split(";") if part.strip()]
