"""Opening a dataset: making it, opening it again, and every file that is refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.dataset.errors import DatasetError
from crawler.dataset.migrations import APPLICATION_ID, SCHEMA_VERSION
from crawler.dataset.schema import open_dataset, read_dataset
from crawler.dataset.views import cell_columns, documentation
from crawler.facts import load_toml

ROOT = Path(__file__).resolve().parents[2]
CONTRACT_TABLES = {
    "reports", "sections", "statistics", "table_cells", "findings", "attachments", "revisions", "similarities",
    "portals", "divisions", "pages", "runs", "run_portals", "reports_fts",
}  # fmt: skip


def layout(db: Database) -> list[tuple[str, str]]:
    return db.conn.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def refusal(path: Path, create: bool = True) -> DatasetError:
    with pytest.raises(DatasetError) as caught:
        open_dataset(path, create)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    return caught.value


def test_a_new_dataset_has_every_table_strict_and_its_folder_is_made(tmp_path: Path) -> None:
    with closing(open_dataset(tmp_path / "a" / "b" / "d.db")) as db:
        assert set(db.table_names()) >= CONTRACT_TABLES
        own = [name for name in db.table_names() if not name.startswith(("sqlite_", "_sqlite", "reports_fts"))]
        assert [name for name in own if not db[name].strict] == []
        pragmas = {name: db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in (
            "journal_mode", "foreign_keys", "application_id", "user_version", "synchronous", "busy_timeout",
        )}  # fmt: skip
    assert pragmas == {
        "journal_mode": "wal", "foreign_keys": 1, "application_id": APPLICATION_ID,
        "user_version": SCHEMA_VERSION, "synchronous": 1, "busy_timeout": 30000,
    }  # fmt: skip


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with closing(open_dataset(path)) as db:
        before = layout(db)
    bytes_before = path.read_bytes()
    with closing(open_dataset(path)) as db:
        assert layout(db) == before
    assert path.read_bytes() == bytes_before


def test_an_empty_file_becomes_a_dataset(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    path.touch()
    with closing(open_dataset(path)) as db:
        assert "reports" in db.table_names()


def test_views_and_codebook_of_an_earlier_program_are_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with closing(open_dataset(path)) as db:
        before = layout(db)
        db.execute("DROP VIEW coverage")
        db.execute("CREATE VIEW coverage AS SELECT 1 AS old")
        db.execute("CREATE VIEW left_over AS SELECT 1 AS old")
        db.execute("UPDATE columns_documentation SET en = 'old'")
    with closing(open_dataset(path)) as db:
        assert layout(db) == before
        assert not db.execute("SELECT * FROM columns_documentation WHERE en = 'old'").fetchall()


def test_a_dataset_of_an_earlier_version_is_brought_up_to_date_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with closing(open_dataset(path)) as db:
        now = layout(db)
        db.execute("INSERT INTO pages (url) VALUES ('http://a.gov.cn/')")
        db.execute("ALTER TABLE pages DROP COLUMN headers")
        db.execute("DROP VIEW coverage")
        db.execute("ALTER TABLE runs DROP COLUMN years")
        for table in ("wordings", "wording_keys", "lists", "codebook"):
            db.execute(f"DROP TABLE {table}")
        for column in ("sentences", "copied", "passages"):
            db.execute(f"ALTER TABLE similarities DROP COLUMN {column}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name >= '0002'")
        db.execute("PRAGMA user_version = 1")
        db.conn.commit()
    with pytest.raises(DatasetError, match="older version"):
        read_dataset(path)
    with closing(open_dataset(path)) as db:
        assert layout(db) == now
        assert db.execute("SELECT url, headers FROM pages").fetchall() == [("http://a.gov.cn/", None)]


def test_every_column_is_documented_and_nothing_else_is(tmp_path: Path) -> None:
    with closing(open_dataset(tmp_path / "d.db")) as db:
        names = [
            name for name in db.table_names() + db.view_names()
            if not name.startswith(("sqlite_", "_sqlite", "reports_fts_"))
        ]  # fmt: skip
        actual = {(name, column.name) for name in names for column in db[name].columns} | {(n, "") for n in names}
        stored = set(db.execute("SELECT table_name, column_name FROM columns_documentation").fetchall())
    assert actual - stored == set(), "columns without documentation: add them to data/schema.toml"
    assert stored - actual == set(), "documentation of columns that are not there"
    assert all(zh and en for _, _, zh, en in documentation())


def test_wide_views_have_a_column_per_key_and_no_two_alike() -> None:
    for form in ("requests", "reviews"):
        keys = load_toml("keys.toml")[form]
        assert len(cell_columns(form)) == len(keys["rows"]) * len(keys["columns"])


def test_closed_vocabularies_are_kept(tmp_path: Path) -> None:
    with closing(open_dataset(tmp_path / "d.db")) as db:
        for sql in (
            "INSERT INTO pages (url, state) VALUES ('u', 'perhaps')",
            "INSERT INTO runs (started_at, state) VALUES ('t', 'stopped')",
            "INSERT INTO run_portals (run_id, portal_id) VALUES (77, 'nowhere')",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(sql)


def test_one_request_is_one_page(tmp_path: Path) -> None:
    with closing(open_dataset(tmp_path / "d.db")) as db:
        insert = "INSERT INTO pages (url, method, body) VALUES (?, ?, ?)"
        for request in (("u", "GET", ""), ("u", "POST", "page=1"), ("u", "POST", "page=2")):
            db.execute(insert, request)
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(insert, ("u", "POST", "page=2"))


def test_a_missing_dataset_is_not_made_for_a_reader(tmp_path: Path) -> None:
    assert refusal(tmp_path / "d.db", create=False).reason == "missing"
    with pytest.raises(DatasetError, match="does not exist"):
        read_dataset(tmp_path / "d.db")
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_no_datasets_are_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("市政府信息公开" * 300)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE reports (id)")
        connection.commit()
    before = [text.read_bytes(), other.read_bytes()]
    assert refusal(text).reason == "not_sqlite"
    assert refusal(other).reason == "not_ours"
    assert refusal(tmp_path).reason == "not_sqlite"
    assert [text.read_bytes(), other.read_bytes()] == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["notes.txt", "other.db"]


def test_a_dataset_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with closing(open_dataset(path)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert refusal(path).reason == "newer"
    with pytest.raises(DatasetError, match="newer version"):
        read_dataset(path)


@pytest.mark.parametrize("keep", [50, 4096, 40_000])
def test_a_file_cut_short_is_damaged(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "d.db"
    open_dataset(path).close()
    with path.open("rb+") as file:
        file.truncate(keep)
    assert refusal(path).reason == "corrupt"


def test_a_file_with_garbage_inside_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    open_dataset(path).close()
    with path.open("rb+") as file:
        file.seek(100)
        file.write(b"\xff" * 4000)
    assert refusal(path).reason == "corrupt"


def test_a_dataset_locked_by_another_program_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.db"
    open_dataset(path).close()
    monkeypatch.setattr("crawler.dataset.schema.OPEN_SECONDS", 0.1)
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA journal_mode = DELETE'); c.execute('BEGIN EXCLUSIVE'); print('locked', flush=True);"
        "sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n"
    error = refusal(path)
    process.communicate("")
    assert error.reason == "locked"
    if Path("/proc/locks").exists():
        assert f"process {process.pid}" in str(error)
    open_dataset(path).close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(open_folder: Path, tmp_path: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir()
    with closing(open_dataset(closed / "d.db")) as db:
        db.execute("INSERT INTO pages (url) VALUES ('http://x/1')")
    (closed / "d.db").chmod(0o444)
    closed.chmod(0o555)
    script = f"""
import os
from crawler.dataset.errors import DatasetError
from crawler.dataset.schema import open_dataset, read_dataset
from crawler.dataset.writer import BatchWriter
from pathlib import Path
folder = Path({str(closed)!r})
open_dataset({str(tmp_path / "other.db")!r}).close()
read_dataset({str(tmp_path / "other.db")!r}).close()  # what is imported late is imported now
if os.getuid() == 0:
    os.setuid(65534)  # root may write anywhere
for action in (
    lambda: open_dataset(folder / "new.db"), lambda: open_dataset(folder / "deep" / "new.db"),
    lambda: BatchWriter(folder / "d.db"), lambda: open_dataset(folder / "d.db").execute("BEGIN IMMEDIATE"),
):
    try:
        action()
    except Exception as error:
        print(getattr(error, "reason", repr(error)))
print(read_dataset(folder / "d.db")["pages"].count)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    closed.chmod(0o755)
    assert done.stdout.splitlines() == ["not_writable"] * 4 + ["1"], done.stderr
    assert [file.name for file in closed.iterdir()] == ["d.db"]


def test_a_dataset_that_could_not_be_completed_is_not_left_behind(tmp_path: Path) -> None:
    script = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from crawler.dataset.schema import open_dataset
from crawler.dataset.errors import DatasetError
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    open_dataset({str(tmp_path / "d.db")!r})
except DatasetError as error:
    print(error.reason)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() in ("full", "io"), done.stderr
    assert list(tmp_path.iterdir()) == []
