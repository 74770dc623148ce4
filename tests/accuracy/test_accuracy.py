"""The accuracy gate on its fast cases: all hand-made and golden ones, and the sample province."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest

from tests.accuracy import gate
from tests.accuracy.corpus import CASES, Case, golden_cases, hard_cases, sample_cases, shape_cases, standin_cases
from tests.accuracy.score import Score, score


def test_no_measure_is_under_its_floor() -> None:
    scores = score(chain(hard_cases(), golden_cases(), shape_cases(60), sample_cases()))
    assert gate.problems(scores, counts=False) == []


@pytest.mark.slow
def test_no_measure_is_under_its_floor_on_many_shapes() -> None:
    assert gate.problems(score(shape_cases(600)), counts=False) == []


@pytest.mark.slow
def test_no_measure_is_under_its_floor_on_all_stand_in_portals() -> None:
    assert gate.problems(score(standin_cases()), counts=False) == []


def test_every_hand_made_page_has_its_truth_and_every_truth_its_page() -> None:
    pages = {path.stem for path in CASES.iterdir() if path.suffix != ".json"}
    assert pages == {path.stem for path in CASES.glob("*.json")}


@pytest.fixture
def floors(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Score]:
    """Floors of their own, pinned at a score of nine hits in ten; the score."""
    monkeypatch.setattr(gate, "FLOORS", tmp_path_factory.mktemp("floors") / "floors.toml")
    reached = Score()
    reached.add("title", 9, 10)
    reached.add("cases", 10, 10)
    assert gate.pin({"hard": reached}, lower=False) == []
    yield reached


def test_a_score_under_its_floor_fails(floors: Score) -> None:
    worse = Score()
    worse.add("title", 8, 10)
    worse.add("cases", 10, 10)
    assert gate.problems({"hard": worse}) == ["hard title: 0.800 is under its floor 0.900"]
    assert gate.problems({"hard": floors}) == []


def test_a_lost_case_fails(floors: Score) -> None:
    floors.tries["cases"] = 9
    assert any("hard cases" in line for line in gate.problems({"hard": floors}))


def test_a_floor_is_lowered_only_on_demand(floors: Score) -> None:
    worse = Score()
    worse.add("title", 5, 10)
    worse.add("cases", 10, 10)
    assert gate.pin({"hard": worse}, lower=False) == ["hard title: 0.900 → 0.500"]
    assert gate.load()[0]["hard"]["title"] == 0.9
    gate.pin({"hard": worse}, lower=True)
    assert gate.load()[0]["hard"]["title"] == 0.5


def test_a_floor_changed_by_hand_fails(floors: Score) -> None:
    text = gate.FLOORS.read_text(encoding="utf-8")
    gate.FLOORS.write_text(text.replace("title = 0.9", "title = 0.1"), encoding="utf-8")
    assert any("by hand" in line for line in gate.problems({"hard": floors}))


def test_a_changed_case_fails(floors: Score, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "digest", lambda: "another")
    assert any("cases changed" in line for line in gate.problems({"hard": floors}))


def test_a_body_is_scored_by_sentences_order_lines_and_cells() -> None:
    case = next(case for case in sample_cases() if case.cells)
    scores = score([case])
    assert scores["standin"].share("kept") == 1.0
    shuffled = Case(
        case.name, "shuffled", case.document, {}, case.context, (*reversed(case.lines), "此句不在报告之中。")
    )
    scores = score([shuffled])["shuffled"]
    assert (scores.share("kept") or 0) < 1
    assert (scores.share("order") or 0) < 0.6
