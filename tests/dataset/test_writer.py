"""The writer thread: order, batches, failures of one operation and of the file, a killed process."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.dataset.errors import DatasetError
from crawler.dataset.reports import store_report
from crawler.dataset.schema import read_dataset
from crawler.dataset.writer import BatchWriter
from tests.dataset.conftest import MONDAY, PORTAL, add_run_and_portal, make_report

ROOT = Path(__file__).resolve().parents[2]


def add_page(number: int) -> object:
    def operation(db: Database) -> int:
        db.conn.execute("INSERT INTO pages (url) VALUES (?)", (f"http://x/{number}",))
        return number

    return operation


def pages(path: Path) -> list[int]:
    connection = sqlite3.connect(path)
    found = [int(url.rpartition("/")[2]) for (url,) in connection.execute("SELECT url FROM pages ORDER BY id")]
    connection.close()
    return found


def test_operations_run_in_the_order_they_were_submitted_and_return_their_results(tmp_path: Path) -> None:
    with BatchWriter(tmp_path / "new" / "d.db", batch=7) as writer:
        futures = [writer.submit(add_page(at)) for at in range(50)]
        writer.flush()
        assert [future.result(0) for future in futures] == list(range(50))
    assert pages(tmp_path / "new" / "d.db") == list(range(50))


def test_a_future_resolves_only_when_others_can_read_what_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with BatchWriter(path, batch=2, seconds=60) as writer:
        first = writer.submit(add_page(1))
        done, _ = wait([first], timeout=0.2)
        assert not done
        assert pages(path) == []
        writer.submit(add_page(2)).result(10)
        assert first.done()
        assert pages(path) == [1, 2]


def test_a_batch_does_not_wait_longer_than_its_seconds(tmp_path: Path) -> None:
    with BatchWriter(tmp_path / "d.db", batch=1000, seconds=0.05) as writer:
        assert writer.submit(add_page(1)).result(5) == 1


def test_an_operation_that_fails_takes_back_only_its_own_work(tmp_path: Path) -> None:
    def half(db: Database) -> None:
        db.conn.execute("INSERT INTO pages (url) VALUES ('http://x/999')")
        raise ValueError("no such thing")

    with BatchWriter(tmp_path / "d.db") as writer:
        before, failing = writer.submit(add_page(1)), writer.submit(half)
        broken = writer.submit(lambda db: db.conn.execute("INSERT INTO pages (url) VALUES ('')"))
        after = writer.submit(add_page(2))
        writer.flush()
        assert (before.result(), after.result()) == (1, 2)
        with pytest.raises(ValueError, match="no such thing"):
            failing.result()
        with pytest.raises(sqlite3.IntegrityError):
            broken.result()
        assert writer.error is None
    assert pages(tmp_path / "d.db") == [1, 2]


def test_a_cancelled_operation_is_not_run(tmp_path: Path) -> None:
    go = threading.Event()
    with BatchWriter(tmp_path / "d.db") as writer:
        writer.submit(lambda db: go.wait(10))
        cancelled = writer.submit(add_page(1))
        assert cancelled.cancel()
        go.set()
    assert pages(tmp_path / "d.db") == []


def test_a_batch_that_is_never_full_is_committed_though_operations_keep_coming(tmp_path: Path) -> None:
    with BatchWriter(tmp_path / "d.db", batch=10_000, seconds=0.05) as writer:
        first = writer.submit(add_page(0))
        at = 0
        while not first.done() and at < 2000:
            at += 1
            writer.submit(lambda db: time.sleep(0.002))
            time.sleep(0.001)
        assert first.done()


def test_a_full_disk_fails_all_that_is_pending_and_keeps_what_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    writer = BatchWriter(path, batch=50)
    writer.submit(add_run_and_portal)
    writer.submit(lambda db: store_report(db, make_report(1), 1, MONDAY, PORTAL))
    writer.flush()

    def fill_up(db: Database) -> None:
        (used,) = db.conn.execute("PRAGMA page_count").fetchone()
        db.conn.execute(f"PRAGMA max_page_count = {used + 20}")

    writer.submit(fill_up)
    futures = [
        writer.submit(lambda db, at=at: store_report(db, make_report(at, sections=30), 1, MONDAY, PORTAL))
        for at in range(2, 60)
    ]
    with pytest.raises(DatasetError, match="the disk is full"):
        futures[-1].result(10)
    assert writer.error is not None
    assert writer.error.reason == "full"
    with pytest.raises(DatasetError, match="the disk is full"):
        writer.submit(add_page(1))
    with pytest.raises(DatasetError, match="the disk is full"):
        writer.close()
    db = read_dataset(path)
    stored = db["reports"].count
    assert db.conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    assert stored == 1
    with BatchWriter(path, seconds=0.05) as again:  # nothing is left locked
        assert again.submit(add_page(5)).result(10) == 5


def test_a_file_that_may_not_grow_is_a_full_disk_too(tmp_path: Path) -> None:
    script = f"""
import resource, signal
from crawler.dataset.errors import DatasetError
from crawler.dataset.writer import BatchWriter
from crawler.dataset.schema import open_dataset
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
writer = BatchWriter({str(tmp_path / "d.db")!r})
writer.submit(lambda db: db.conn.execute("INSERT INTO pages (url) VALUES ('http://x/1')") and None)
writer.flush()
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
futures = [
    writer.submit(lambda db, at=at: db.conn.execute(
        "INSERT INTO pages (url, error) VALUES (?, ?)", (f"http://x/{{at}}", "e" * 100_000)) and None)
    for at in range(2, 40)
]
try:
    writer.flush()
except DatasetError as error:
    print(error.reason)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() in ("full", "io"), done.stderr
    assert pages(tmp_path / "d.db") == [1]


def test_a_second_writer_is_refused_at_once_and_told_by_whom(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with BatchWriter(path):
        with pytest.raises(DatasetError, match="already being written by this process"):
            BatchWriter(path)
        script = f"from crawler.dataset.writer import BatchWriter; BatchWriter({str(path)!r})"
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
        last = done.stderr.strip().splitlines()[-1]
        assert f"is being written by another process (process {os.getpid()}" in last
    BatchWriter(path).close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["d.db"]


def test_a_dataset_that_another_program_is_writing_is_refused_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "d.db"
    BatchWriter(path).close()
    monkeypatch.setattr("crawler.dataset.schema.OPEN_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatasetError, match="is locked by another program"):
        BatchWriter(path)
    other.close()
    BatchWriter(path).close()


def test_readers_are_never_held_up(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with BatchWriter(path, batch=20) as writer:
        counts: list[int] = []
        problems: list[Exception] = []
        done = threading.Event()

        def read() -> None:
            try:
                while not done.is_set():
                    db = read_dataset(path)
                    counts.append(db["pages"].count)
                    db.close()
            except (DatasetError, sqlite3.Error) as error:
                problems.append(error)

        threads = [threading.Thread(target=read) for _ in range(2)]
        for thread in threads:
            thread.start()
        for at in range(400):
            writer.submit(add_page(at))
        writer.flush()
        done.set()
        for thread in threads:
            thread.join()
    assert not problems
    assert counts
    assert all(count % 20 == 0 for count in counts), "a reader saw half a batch"


KILLED = """
import sys
from crawler.dataset.writer import BatchWriter
from crawler.dataset.reports import store_report
from tests.dataset.conftest import MONDAY, PORTAL, add_run_and_portal, make_report
writer = BatchWriter(sys.argv[1], batch=10, seconds=0.05)
writer.submit(add_run_and_portal)
at = 0
while True:
    at += 1
    done = writer.submit(lambda db, at=at: store_report(db, make_report(at, sections=20), 1, MONDAY, PORTAL))
    if at % 25 == 0:
        done.result()
        print(at, flush=True)
"""


def test_a_writer_killed_in_mid_batch_leaves_a_consistent_dataset_that_the_next_one_goes_on_with(
    tmp_path: Path,
) -> None:
    path = tmp_path / "d.db"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    promised = [int(process.stdout.readline()) for _ in range(3)][-1]
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with BatchWriter(path) as writer:
        stored = writer.submit(lambda db: db["reports"].count)
        sections = writer.submit(lambda db: db["sections"].count)
        indexed = writer.submit(lambda db: db.execute("SELECT count(*) FROM reports_fts").fetchone()[0])
        again = [
            writer.submit(lambda db, at=at: store_report(db, make_report(at, sections=20), 1, MONDAY, PORTAL))
            for at in range(1, promised + 1)
        ]
        writer.flush()
        assert stored.result() >= promised
        assert sections.result() == 20 * stored.result()
        assert indexed.result() == stored.result()
        assert {future.result() for future in again} == {"unchanged"}


def test_a_closed_writer_takes_nothing_more(tmp_path: Path) -> None:
    writer = BatchWriter(tmp_path / "d.db")
    writer.close()
    writer.close()
    with pytest.raises(DatasetError, match="closed"):
        writer.submit(add_page(1))
