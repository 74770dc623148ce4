"""The comparison of texts on many made-up reports: copied pairs found, false pairs, time a report, memory."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from crawler.dataset.schema import open_dataset
from crawler.memory import own_peak
from tests.bench.copies import MadeReport, make_reports
from tests.dataset.similar_reports import compare

#: A pair that is in the dataset with this share and was not planted is a false one.
FALSE_FROM = 0.3


def measure(sizes: tuple[int, ...]) -> dict[str, Any]:
    """The figures for each number of reports, each in a process of its own: memory is that process's peak."""
    found = {}
    for size in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.copying", str(size)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"a measured run ended with {done.returncode}:\n{done.stderr[-3000:]}")
        found[str(size)] = msgspec.json.decode(done.stdout)
    return found


def measure_one(size: int, folder: Path, *, nightly: int = 100, seed: int = 1) -> dict[str, Any]:
    """``size`` reports compared at once, then ``nightly`` more as a night adds them."""
    all_reports = make_reports(size + nightly, seed=seed)
    planted: list[tuple[int, int, float]] = []
    path = folder / "copies.db"
    with closing(open_dataset(path)) as db:
        db.conn.isolation_level = None
        store(db.conn, _noting(islice(all_reports, size), planted))
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        bytes_before = path.stat().st_size
        idle = own_peak()
        began, used = time.monotonic(), time.process_time()
        compare(db)
        seconds, cpu = time.monotonic() - began, time.process_time() - used
        result = {"reports": size, "seconds": seconds, "ms_per_report": cpu * 1000 / size}
        result |= judge(db.conn, planted)
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        result["index_bytes_per_report"] = (path.stat().st_size - bytes_before) / size
        store(db.conn, _noting(all_reports, planted))
        used = time.process_time()
        compare(db)
        result["ms_per_new_report"] = (time.process_time() - used) * 1000 / nightly
        used = time.process_time()
        compare(db)
        result["ms_nothing_new"] = (time.process_time() - used) * 1000
    return result | {"peak_mb": own_peak() / 2**20, "idle_mb": idle / 2**20}


def store(connection: sqlite3.Connection, reports: Iterable[MadeReport]) -> None:
    """Put made reports into the table ``reports`` alone."""
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO reports (id, url, division_code, county, agency, agency_kind, year, title, published_on, format,"
        " provenance, body_sha256, first_seen_at, last_seen_at, reading_sha256, body)"
        " VALUES (?, ?, ?, ?, ?, 'department', ?, '', ?, 'html', 'official', ?, '', '', '', ?)",
        (
            (
                made.number + 1,
                f"http://{made.number}/",
                made.place,
                made.place,
                made.agency,
                made.year,
                f"{made.year + 1}-01-20",
                hashlib.sha256(made.body.encode()).hexdigest(),
                made.body,
            )
            for made in reports
        ),
    )
    connection.execute("COMMIT")


def judge(connection: sqlite3.Connection, planted: list[tuple[int, int, float]]) -> dict[str, Any]:
    """What of the planted pairs was found, how far off its share is, and what was found that was not planted."""
    wanted = {(number + 1, source + 1): share for number, source, share in planted}
    stored: dict[tuple[int, int], float] = {
        (one, other): share
        for one, other, share in connection.execute("SELECT report_id, other_id, share FROM similarities")
    }
    half = {pair for pair, share in wanted.items() if share >= 0.5}
    found = {pair for pair in half if stored.get(pair, 0) >= 0.4}
    errors = sorted(abs(stored[pair] - share) for pair, share in wanted.items() if pair in stored)
    linked = set(wanted) | {(other, one) for one, other in wanted}
    # Two copies of one source are copies of each other; so is what is beside the source in its agency's years.
    by_source: dict[int, set[int]] = {}
    for one, other in wanted:
        by_source.setdefault(other, {other}).add(one)
    family = {one: group for group in by_source.values() for one in group}
    false = [
        pair
        for pair, share in stored.items()
        if share >= FALSE_FROM and pair not in linked and family.get(pair[0], set()).isdisjoint({pair[1]})
    ]
    return {
        "planted": len(half),
        "found": len(found) / max(1, len(half)),
        "false_pairs": len(false),
        "share_error_mean": sum(errors) / max(1, len(errors)),
        "share_error_95": errors[int(0.95 * len(errors))] if errors else 0.0,
        "pairs": len(stored),
        "missed": sorted(half - found)[:10],
        "false": sorted(false)[:10],
    }


def _noting(reports: Iterable[MadeReport], planted: list[tuple[int, int, float]]) -> Iterator[MadeReport]:
    for made in reports:
        if made.source >= 0:
            planted.append((made.number, made.source, made.share))
        yield made


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        print(msgspec.json.encode(measure_one(int(sys.argv[1]), Path(name))).decode())
