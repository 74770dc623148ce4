"""Publishing: what is in the files, that they can be read back, and that a failure leaves all as it was."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from crawler.catalogue.errors import ArgumentError
from crawler.dataset.errors import DatasetError
from crawler.dataset.export import Exported, check_format, export_dataset
from crawler.dataset.formats import FORMATS
from crawler.dataset.reports import store_report
from crawler.dataset.schema import open_dataset, read_dataset
from crawler.dataset.search import search
from crawler.dataset.snapshot import PUBLISHED, Choice, find_province
from tests.dataset.conftest import MONDAY, PORTAL, ROOT, Scrapy, add_run_and_portal, make_report

EVERYTHING = Choice()


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Three reports of two provinces and years, with every awkward value a field can have."""
    path = tmp_path / "data" / "d.db"
    with closing(open_dataset(path)) as db:
        add_run_and_portal(db)
        db.execute(
            "INSERT INTO portals (id, province, name, home_url) VALUES ('b/', '赤水省', '乙县人民政府', 'http://b/')"
        )
        db.execute("INSERT INTO run_portals (run_id, portal_id, outcome) VALUES (1, ?, 'reached')", [PORTAL])
        db.execute("INSERT INTO run_portals (run_id, portal_id, outcome) VALUES (1, 'b/', 'blocked')")
        db.execute("INSERT INTO pages (url, portal_id) VALUES ('http://www.yunhe.gov.cn/1', ?)", [PORTAL])
        with db.atomic():
            awkward = make_report(1, title='“引号”"双引号",逗号\r\n换行 ', source="", publisher=None)
            assert store_report(db, awkward, 1, MONDAY, PORTAL, page_id=1) == "new"
            store_report(db, make_report(2, year=2022), 1, MONDAY, PORTAL)
            store_report(db, make_report(3, province="赤水省", days_late=None), 1, MONDAY, "b/")
            db.execute(
                "INSERT INTO similarities (report_id, other_id, share, kind, passages)"
                " VALUES (1, 2, 0.5, 'own_past', json_array('甲。', '乙')), (1, 3, 0.25, 'other_agency', '[]')"
            )
    return path


def test_the_sqlite_export_is_a_dataset_of_its_own_without_the_ledger(dataset: Path, tmp_path: Path) -> None:
    exported = export_dataset(dataset, tmp_path / "out", "sqlite", EVERYTHING)
    assert exported.rows["reports"] == 3
    with closing(read_dataset(dataset)) as source, closing(read_dataset(tmp_path / "out" / "gov_reports.db")) as copy:
        for table in PUBLISHED:
            columns = ", ".join(name for name in source[table].columns_dict if name != "page_id")
            query = f"SELECT {columns} FROM {table} ORDER BY 1, 2"
            assert copy.execute(query).fetchall() == source.execute(query).fetchall(), table
        assert copy.execute("SELECT DISTINCT detail FROM run_portals").fetchall() == [(None,)]
        assert copy["pages"].count == 0
        assert {hit.report_id for hit in search(copy, "政府信息公开")} == {2, 3}
        assert copy.execute("SELECT received_total FROM requests_wide WHERE report_id = 1").fetchone() == (3,)
        states = "SELECT agency, year, state FROM coverage WHERE agency_kind = 'government' ORDER BY agency, year"
        assert copy.execute(states).fetchall() == [
            ("乙县人民政府", 2022, "blocked"), ("乙县人民政府", 2023, "blocked"),
            ("云河市人民政府", 2022, "missing"), ("云河市人民政府", 2023, "missing"),
        ]  # fmt: skip
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["gov_reports.db", "manifest.json"]


def test_a_choice_of_province_and_years_holds_for_everything_that_hangs_on_a_report(
    dataset: Path, tmp_path: Path
) -> None:
    choice = Choice("青岚省", frozenset({2023}))
    rows = export_dataset(dataset, tmp_path / "out", "sqlite", choice).rows
    assert {name: rows[name] for name in ("reports", "portals", "run_portals", "revisions", "similarities")} == {
        "reports": 1, "portals": 1, "run_portals": 1, "revisions": 1, "similarities": 0,
    }  # fmt: skip
    with closing(read_dataset(tmp_path / "out" / "gov_reports.db")) as copy:
        assert [hit.report_id for hit in search(copy, "第1部分")] == [1]
        assert [hit.report_id for hit in search(copy, "局")] == [1]


def parse_csv(text: str) -> list[list[str | None]]:
    """CSV as PostgreSQL's COPY reads it: an unquoted empty field is NULL."""
    field = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])')
    rows: list[list[str | None]] = [[]]
    for match in field.finditer(text):
        quoted, bare, end = match.groups()
        rows[-1].append(quoted.replace('""', '"') if quoted is not None else bare or None)
        if end == "\n":
            rows.append([])
    return rows[:-1]


def test_csv_keeps_null_apart_from_empty_and_every_character(dataset: Path, tmp_path: Path) -> None:
    export_dataset(dataset, tmp_path / "out", "csv", EVERYTHING)
    with closing(read_dataset(dataset)) as source:
        for table in PUBLISHED:
            header, *rows = parse_csv((tmp_path / "out" / f"{table}.csv").read_bytes().decode())
            names = [name for name in header if name != "page_id"]
            stored = source.execute(f"SELECT {', '.join(map(str, names))} FROM {table} ORDER BY 1, 2").fetchall()
            read = [tuple(value for name, value in zip(header, row, strict=True) if name != "page_id") for row in rows]
            assert read == [tuple(None if v is None else str(v) for v in row) for row in stored], table
    with (tmp_path / "out" / "table_cells.csv").open(encoding="utf-8", newline="") as file:
        blank = next(row for row in csv.DictReader(file) if row["state"] == "blank")
    assert (blank["raw"], blank["value"]) == ("", "")
    assert '"",,blank' in (tmp_path / "out" / "table_cells.csv").read_text(encoding="utf-8")
    assert "coverage.csv" in {file.name for file in (tmp_path / "out").iterdir()}


def test_no_published_column_holds_both_null_and_the_empty_text(dataset: Path, tmp_path: Path) -> None:
    with closing(open_dataset(dataset)) as db:
        db.execute("UPDATE run_portals SET detail = ''")
    export_dataset(dataset, tmp_path / "out", "sqlite", EVERYTHING)
    with closing(read_dataset(tmp_path / "out" / "gov_reports.db")) as db:
        for table in PUBLISHED:
            for column in db[table].columns:
                if not column.notnull and column.type == "TEXT":
                    assert db[table].count_where(f"{column.name} = ''") == 0, (table, column.name)


def test_jsonl_has_one_report_per_line_with_its_parts(dataset: Path, tmp_path: Path) -> None:
    export_dataset(dataset, tmp_path / "out", "jsonl", EVERYTHING)
    lines = (tmp_path / "out" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    assert len(lines) == 3
    assert [len(first[name]) for name in ("sections", "statistics", "table_cells", "revisions")] == [3, 3, 7, 1]
    assert first["table_cells"][1] | {"position": 0} == {
        "position": 0, "form": "requests", "row_key": "received", "column_key": "business", "raw": "",
        "value": None, "state": "blank",
    }  # fmt: skip
    assert first["origins"] == {"agency": "title", "year": "title"}
    assert first["source"] is None
    assert first["similarities"][0]["passages"] == ["甲。", "乙"]
    assert (tmp_path / "out" / "run_portals.jsonl").exists()


@pytest.mark.parametrize("format_name", list(FORMATS))
def test_the_manifest_counts_and_hashes_every_file(dataset: Path, tmp_path: Path, format_name: str) -> None:
    exported = export_dataset(dataset, tmp_path / "out", format_name, Choice(years=frozenset({2022})))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))[format_name]
    assert manifest["rows"] == exported.rows
    assert (manifest["years"], manifest["province"]) == ([2022], None)
    names = {file["path"] for file in manifest["files"]}
    assert names | {"manifest.json"} == {file.name for file in (tmp_path / "out").iterdir()}
    for file in manifest["files"]:
        content = (tmp_path / "out" / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_exporting_again_replaces_its_own_files_and_keeps_other_formats(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_dataset(dataset, out, "csv", EVERYTHING)
    export_dataset(dataset, out, "jsonl", EVERYTHING)
    export_dataset(dataset, out, "csv", Choice(years=frozenset({2022})))
    assert len(parse_csv((out / "reports.csv").read_bytes().decode())) == 2
    assert len((out / "reports.jsonl").read_text(encoding="utf-8").splitlines()) == 3
    assert set(json.loads((out / "manifest.json").read_text(encoding="utf-8"))) == {"csv", "jsonl"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_a_folder_with_other_files_is_refused_and_left_alone(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(DatasetError, match="no earlier export"):
        export_dataset(dataset, out, "csv", EVERYTHING)
    export_dataset(dataset, tmp_path / "second", "csv", EVERYTHING)
    (tmp_path / "second" / "thesis.txt").write_text("mine")
    with pytest.raises(DatasetError, match=r"thesis\.txt"):
        export_dataset(dataset, tmp_path / "second", "csv", EVERYTHING)
    assert [file.name for file in out.iterdir()] == ["thesis.txt"]
    assert (tmp_path / "second" / "thesis.txt").exists()


@pytest.mark.parametrize("format_name", list(FORMATS))
def test_a_file_that_reads_back_wrong_stops_the_export_and_the_earlier_one_stays(
    dataset: Path, tmp_path: Path, format_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    export_dataset(dataset, out, format_name, Choice(years=frozenset({2022})))
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    write = FORMATS[format_name]

    def fail(copy: Path, folder: Path) -> dict[str, int]:
        write(copy, folder)
        raise DatasetError("export failed its check: reports", "corrupt")

    monkeypatch.setitem(FORMATS, format_name, fail)
    with pytest.raises(DatasetError, match="failed its check"):
        export_dataset(dataset, out, format_name, EVERYTHING)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_a_full_disk_stops_the_export_with_one_line_and_leaves_nothing(dataset: Path, tmp_path: Path) -> None:
    script = f"""
import resource, signal
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from crawler.dataset.errors import DatasetError
from crawler.dataset.export import export_dataset
from crawler.dataset.snapshot import Choice
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
for name in ("sqlite", "csv", "jsonl"):
    try:
        export_dataset(Path({str(dataset)!r}), Path({str(tmp_path / "out")!r}), name, Choice())
    except DatasetError as error:
        print(name, len(str(error).splitlines()))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines() == ["sqlite 1", "csv 1", "jsonl 1"], done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_a_damaged_dataset_is_not_published(dataset: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(dataset)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'reports'").fetchone()
    with dataset.open("rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(DatasetError) as caught:
        export_dataset(dataset, tmp_path / "out", "csv", EVERYTHING)
    assert caught.value.reason == "corrupt"
    assert not (tmp_path / "out").exists()


def test_an_empty_dataset_can_be_published(tmp_path: Path) -> None:
    open_dataset(tmp_path / "d.db").close()
    for name in FORMATS:
        exported = export_dataset(tmp_path / "d.db", tmp_path / name, name, EVERYTHING)
        assert isinstance(exported, Exported)
        assert exported.rows["reports"] == 0


def test_provinces_are_known_by_short_and_full_names_of_the_dataset(dataset: Path) -> None:
    assert find_province(dataset, "青岚") == find_province(dataset, "青岚省") == "青岚省"
    with pytest.raises(ArgumentError, match=r"province=青兰.*did you mean 青岚省"):
        find_province(dataset, "青兰")


@pytest.mark.parametrize("name", ["parquet", "datapackage"])
def test_formats_to_come_are_named_as_such(name: str) -> None:
    with pytest.raises(ArgumentError, match=f"format={name}: comes with a later version"):
        check_format(name)


def test_the_command_publishes_and_says_what(dataset: Path, tmp_path: Path, scrapy: Scrapy) -> None:
    setting = f"GOV_REPORTS_DB={dataset}"
    status, out, _ = scrapy("export", str(tmp_path / "out"), "--format", "csv", "--years", "2022", "-s", setting)
    assert status == 0
    assert out.startswith(f"exported 1 reports to {tmp_path / 'out'} as csv: 16 files, ")
    status, out, err = scrapy("export", str(tmp_path / "out2"), "--province", "青兰", "-s", setting)
    assert (status, out, len(err.splitlines())) == (2, "", 1), err
    assert not (tmp_path / "out2").exists()


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("export", "{tmp}/o", "--format", "parquet"), 2, "format=parquet"),
        (("export", "{tmp}/o", "--format", "cvs"), 2, "did you mean csv?"),
        (("export", "{tmp}/o", "--years", "20x3"), 2, "years=20x3"),
        (("export",), 2, "DIR="),
        (("export", "--frmat", "csv"), 2, "DIR="),
        (("export", "{tmp}/o"), 1, "does not exist"),
        (("runs",), 1, "does not exist"),
        (("runs", "last"), 2, "ID=last"),
        (("runs", "--format", "xml"), 2, "format=xml"),
    ],
)
def test_bad_input_gets_one_line_and_its_exit_status(
    words: tuple[str, ...], status: int, says: str, tmp_path: Path, scrapy: Scrapy
) -> None:
    given = [word.format(tmp=tmp_path) for word in words]
    code, out, err = scrapy(*given, "-s", f"GOV_REPORTS_DB={tmp_path / 'none.db'}")
    assert (code, out, len(err.splitlines())) == (status, "", 1), err
    assert says in err


def test_runs_are_listed_plainly_for_a_pipe_and_wholly_as_json(dataset: Path, scrapy: Scrapy) -> None:
    setting = f"GOV_REPORTS_DB={dataset}"
    status, out, _ = scrapy("runs", "-s", setting)
    header, *lines = [line.split("\t") for line in out.splitlines()]
    assert status == 0
    assert header[:2] == ["run", "started (UTC)"]
    assert [line[0] for line in lines] == ["3", "2", "1"]
    status, out, _ = scrapy("runs", "1", "--format", "json", "-s", setting)
    run = json.loads(out)
    assert [portal["outcome"] for portal in run["run_portals"]] == ["blocked", "reached"]
    status, out, err = scrapy("runs", "9", "-s", setting)
    assert (status, out) == (1, "")
    assert err == f"run 9 is not in dataset {dataset}\n"


@pytest.mark.skipif(shutil.which("script") is None, reason="needs script(1) for a terminal")
def test_runs_are_a_table_on_a_terminal(dataset: Path) -> None:
    command = f"{sys.executable} -m scrapy runs 1 -s GOV_REPORTS_DB={dataset}"
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"COLUMNS": "220", "TERM": "xterm"},
    )  # fmt: skip
    assert done.returncode == 0
    assert "云河市人民政府" in done.stdout
    assert "──" in done.stdout
