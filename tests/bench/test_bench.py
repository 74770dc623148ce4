"""The benchmarks run; what they measure is not judged here."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import pytest

from crawler.records import Document
from crawler.report.read import read_document
from tests.bench import copying
from tests.bench.__main__ import main
from tests.bench.pages import Sample, samples


def test_measured_pages_are_as_heavy_as_real_ones() -> None:
    sizes = sorted(len(sample.document.body) for sample in samples(40))
    assert 50_000 < sizes[len(sizes) // 2] < 66_000


def test_another_agency_place_and_figures_need_no_other_patterns() -> None:
    name = "县交通运输局"  # long enough to be looked for in what its report counts
    page = next(sample for sample in samples(40) if sample.truth.agency.endswith(name) and _is_utf8(sample))
    place = page.truth.agency.removesuffix(name)
    read_document(page.document)
    text = page.document.body.decode().replace(place, "墨泉").replace("3", "7")
    with patch("re._compiler.compile", side_effect=AssertionError("compiled anew")):
        other = read_document(Document(text.encode(), page.document.url, page.document.headers)).report
    assert other is not None
    assert other.agency == f"墨泉{name}"


def _is_utf8(sample: Sample) -> bool:
    return "政府信息公开".encode() in sample.document.body


@pytest.mark.slow
def test_copied_pairs_are_found_among_many_reports_with_their_share(tmp_path: Path) -> None:
    found = copying.measure_one(400, tmp_path, nightly=20)
    assert found["planted"] >= 20
    assert found["found"] >= 0.98
    assert found["false_pairs"] == 0
    assert found["share_error_95"] < 0.1


@pytest.mark.slow
def test_many_more_reports_take_no_more_memory_and_hardly_more_time_each(tmp_path: Path) -> None:
    few, many = copying.measure((1000, 5000)).values()
    assert many["found"] >= 0.98
    assert many["false_pairs"] <= 0.002 * many["reports"]
    assert many["ms_per_new_report"] < 3 * few["ms_per_new_report"]
    assert many["peak_mb"] - many["idle_mb"] < 60


@pytest.mark.slow
def test_the_quick_mode_measures_both_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--json", str(tmp_path / "bench.json")]) == 0
    printed = capsys.readouterr().out
    assert "times as fast as trafilatura" in printed
    assert "ours / bare Scrapy" in printed
    found = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert found["reading"]["quality"]["ours"] == {"kept": 1.0, "leaked": 0.0}
    assert found["crawling"]["reports_stored"] == found["crawling"]["reports"]
    assert set(found["reading"]["times_lxml"]) > {"lxml parse", "read_document", "trafilatura"}
