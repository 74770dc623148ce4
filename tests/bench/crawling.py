"""A whole crawl of a fast loopback server with the pace off, beside bare Scrapy on the same pages."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.fast_server import FastServer
from tests.bench.pages import BULK, SITES, portals
from tests.e2e.harness import ROOT, write_catalogue
from tests.standin.portals import Portal

Result = dict[str, Any]


def measure(sites: int, rounds: int, *, departments: int = 8, bulk: int = BULK) -> Result:
    """Pages a second and CPU a page of our crawl and of bare Scrapy: medians of alternating runs, and ratios."""
    built = portals(min(sites, SITES), departments=departments, bulk=bulk)
    pages = {
        url: (page.answer.headers["content-type"], page.answer.body)
        for portal in built
        for url, page in portal.pages.items()
    }
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "bare": []}
    with TemporaryDirectory() as folder, FastServer(pages) as server:
        place = Path(folder)
        ours = _Ours(place, built)
        for turn in range(rounds):
            runs["ours"].append(_run(server, lambda turn=turn: ours.command(turn)))  # type: ignore[misc]
            if turn == 0:
                (place / "urls.txt").write_text("\n".join(ours.fetched(0)), encoding="utf-8")
            bare = [sys.executable, "-m", "tests.bench.bare", str(place / "urls.txt")]
            runs["bare"].append(_run(server, lambda bare=bare: bare))  # type: ignore[misc]
        stored = ours.stored(0)
    planted = sum(len(portal.reports) for portal in built)
    medians = {
        name: {key: statistics.median(run[key] for run in all_) for key in all_[0]} for name, all_ in runs.items()
    }
    return {
        "sites": len(built),
        "rounds": rounds,
        "reports": planted,
        "reports_stored": stored,
        "medians": medians,
        "speed_ratio": medians["ours"]["pages_per_second"] / medians["bare"]["pages_per_second"],
        "cpu_ratio": medians["ours"]["cpu_ms_per_page"] / medians["bare"]["cpu_ms_per_page"],
    }


class _Ours:
    """Our crawl: each run into a dataset of its own."""

    def __init__(self, folder: Path, built: list[Portal]) -> None:
        self._folder = folder
        write_catalogue(folder / "portals.csv", built)

    def command(self, turn: int) -> list[str]:
        settings = {
            "GOV_REPORTS_DB": self._folder / f"{turn}.db",
            "GOV_REPORTS_ARCHIVE": self._folder / f"archive{turn}",
            "DOWNLOAD_DELAY": 0,
            "LOG_LEVEL": "WARNING",
        }
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        catalogue = f"portals={self._folder / 'portals.csv'}"
        return [sys.executable, "-m", "scrapy", "crawl", "gov_reports", "-a", catalogue, *options]

    def fetched(self, turn: int) -> list[str]:
        """The addresses that a run fetched."""
        return [str(url) for (url,) in self._rows(turn, "SELECT url FROM pages WHERE status = 200")]

    def stored(self, turn: int) -> int:
        return len(self._rows(turn, "SELECT id FROM reports"))

    def _rows(self, turn: int, query: str) -> list[tuple[object, ...]]:
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(self._folder / f"{turn}.db")) as db:
            return db.execute(query).fetchall()


def _run(server: FastServer, command: Callable[[], list[str]]) -> dict[str, float]:
    """One run of a command: wall time, CPU of it and its children, pages it was served."""
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    before, used = server.served(), _cpu()
    began = time.monotonic()
    result = subprocess.run(
        command(),
        cwd=ROOT,
        env=environment | {"http_proxy": server.url},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    seconds = time.monotonic() - began
    if result.returncode:
        raise RuntimeError(f"a measured run ended with {result.returncode}:\n{result.stderr[-3000:]}")
    pages = server.served() - before
    return {
        "pages": pages,
        "seconds": seconds,
        "pages_per_second": pages / seconds,
        "cpu_ms_per_page": (_cpu() - used) * 1000 / pages,
    }


def _cpu() -> float:
    """Seconds of CPU of all ended children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
