"""Runs the real command against stand-in portals and looks at what it left behind."""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.standin.portals import Portal

ROOT = Path(__file__).parents[2]

#: What a report is, apart from when and in which run it was seen.
_REPORTS = (
    "SELECT url, year, agency, title, body_sha256, reading_sha256, published_on, portal_id, "
    "(SELECT count(*) FROM sections WHERE report_id = reports.id), "
    "(SELECT count(*) FROM revisions WHERE report_id = reports.id), "
    "(SELECT group_concat(url) FROM report_urls WHERE report_id = reports.id) FROM reports ORDER BY url, year"
)
_PAGES = (
    "SELECT url, method, body, portal_id, kind, state, outcome, sha256, depth FROM pages ORDER BY url, method, body"
)


def write_catalogue(path: Path, portals: Sequence[Portal]) -> Path:
    rows = [portal.catalogue_row() for portal in portals]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


class Crawl:
    """``scrapy crawl gov_reports`` over a catalogue, through the stand-in as its proxy, into one dataset."""

    def __init__(self, folder: Path, catalogue: Path, proxy: str, delay: float = 0.0) -> None:
        self.database = folder / "dataset.db"
        self.command = [
            *(sys.executable, "-m", "scrapy", "crawl", "gov_reports", "-a", f"portals={catalogue}"),
            *("-s", f"GOV_REPORTS_DB={self.database}", "-s", "GOV_REPORTS_ARCHIVE=", "-s", f"DOWNLOAD_DELAY={delay}"),
            *("-s", "LOG_LEVEL=WARNING"),
        ]
        self.environment = os.environ | {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""}

    def start(self, *more: str, largest_file: int | None = None) -> subprocess.Popen[str]:
        # A limit on file size is the one full disk that needs no privileges to make.
        limit = [] if largest_file is None else ["prlimit", f"--fsize={largest_file}"]
        return subprocess.Popen(
            [*limit, *self.command, *more],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *more: str, largest_file: int | None = None) -> subprocess.CompletedProcess[str]:
        with self.start(*more, largest_file=largest_file) as process:
            out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(sql).fetchall()

    def dump(self) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """The dataset's content and the ledger's, without times, ids and runs."""
        return self.query(_REPORTS), self.query(_PAGES)
