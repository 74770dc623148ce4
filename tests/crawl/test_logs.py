"""What a newcomer sees of a crawl: what matters, not how Scrapy is put together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawl.runs import ROOT


def crawl_sample(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "scrapy", "crawl", "gov_reports", "-a", "portals=data/sample_portals.csv"),
            *("-a", "archive=data/sample.warc.gz", "-s", f"GOV_REPORTS_DB={folder / 'sample.db'}", *options),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def test_the_log_is_short_and_the_summary_at_its_end(tmp_path: Path) -> None:
    ended = crawl_sample(tmp_path, "-s", "LOGSTATS_INTERVAL=0.3")
    lines = ended.stderr.splitlines()
    assert "New run 1: 9 portals" in lines[0]
    assert any("pages fetched" in line and "reports new or changed" in line for line in lines)
    assert any("WARNING" in line and "left alone" in line for line in lines)
    assert not any("[scrapy" in line for line in lines), ended.stderr
    assert ended.stdout.startswith("Run 1 finished")


@pytest.mark.slow
def test_who_asks_for_a_log_level_gets_all_of_it(tmp_path: Path) -> None:
    ended = crawl_sample(tmp_path, "-L", "INFO")
    assert "Enabled downloader middlewares" in ended.stderr
    assert "Spider closed (finished)" in ended.stderr


@pytest.mark.slow
def test_a_reader_of_the_output_that_has_seen_enough_does_not_keep_the_crawl(tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "scrapy", "crawl", "gov_reports", "-a", "portals=data/sample_portals.csv"),
        *("-a", "archive=data/sample.warc.gz", "-s", f"GOV_REPORTS_DB={tmp_path / 'sample.db'}"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(60) == 0
