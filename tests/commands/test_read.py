"""``scrapy read`` as a user runs it: a process, its output, its exit status."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.reading.office_files import zip_of
from tests.reading.packed_files import zip_in_gbk
from tests.standin.pages import StandInPage
from tests.standin.portals import Plan, build

ROOT = Path(__file__).resolve().parents[2]


def read(*arguments: str, stdin: bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
    """Exit status, printed records and what was said on standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "read", *arguments], cwd=ROOT, input=stdin, capture_output=True, timeout=60
    )
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return done.returncode, records, done.stderr.decode()


@pytest.fixture(scope="module")
def report() -> StandInPage:
    return build(Plan("hewan", "trs", (2021,), departments=1, towns=0)).reports[0]


def test_a_report_is_printed_as_one_record(tmp_path: Path, report: StandInPage) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(report.answer.body)
    status, records, said = read(str(file), "--url", report.url)
    assert (status, said) == (0, "")
    (record,) = records
    truth = report.truth
    assert record["is_report"] is True
    assert (record["title"], record["agency"], record["year"]) == (truth.title, truth.agency, truth.year)
    assert record["url"] == report.url
    assert [section["heading"] for section in record["sections"] if section["level"] == 1]
    assert all(link["url"].startswith("http") for link in record["links"])
    for part in ("statistics", "table_cells", "findings", "attachments"):
        assert isinstance(record[part], list)


def test_what_cannot_be_read_is_named_and_the_others_are_still_printed(tmp_path: Path, report: StandInPage) -> None:
    good, binary, empty = tmp_path / "good.html", tmp_path / "noise.html", tmp_path / "empty.html"
    good.write_bytes(report.answer.body)
    binary.write_bytes(bytes(range(256)) * 40)
    empty.write_bytes(b"")
    status, records, said = read(str(tmp_path / "none.html"), str(binary), str(empty), str(tmp_path), str(good))
    assert status == 1
    assert [line.split(": ")[1] for line in said.splitlines()] == [
        str(tmp_path / "none.html"), str(binary), str(empty), str(tmp_path)
    ]  # fmt: skip
    assert "Traceback" not in said
    assert [record["is_report"] for record in records] == [False, False, True]


def test_standard_input_is_read(report: StandInPage) -> None:
    status, records, _ = read("-", stdin=report.answer.body)
    assert status == 0
    assert records[0]["title"] == report.truth.title


def test_every_response_of_an_archive_is_read() -> None:
    status, records, _ = read("data/sample.warc.gz")
    assert status == 0
    assert sum(record["is_report"] for record in records) == 63


def test_a_torn_archive_is_named(tmp_path: Path) -> None:
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(gzip.compress(b"no archive at all"))
    status, records, said = read(str(torn))
    assert (status, records) == (1, [])
    assert str(torn) in said
    assert len(said.splitlines()) == 1


def test_no_file_at_all_is_a_usage_error() -> None:
    status, records, said = read()
    assert (status, records) == (2, [])
    assert "name at least one file" in said


def test_an_archive_is_printed_as_what_is_in_it(tmp_path: Path, report: StandInPage) -> None:
    file = tmp_path / "年报.zip"
    members = {"b/年报.html": report.answer.body, "a.txt": "说明".encode(), "c.zip": zip_of({"d.txt": b"x"})}
    file.write_bytes(zip_in_gbk(members))
    status, records, said = read(str(file), "--url", "http://www.hewan-example.gov.cn/a.zip")
    assert [record["is_report"] for record in records] == [False, True]
    assert records[1]["url"].startswith("http://www.hewan-example.gov.cn/a.zip#b/")
    assert status == 1
    assert "c.zip" in said and len(said.splitlines()) == 1


def test_one_page_of_several_says_so(tmp_path: Path, report: StandInPage) -> None:
    file = tmp_path / "report.html"
    pager = '<script>createPageHTML(3, 0, "t20220307_4027", "html");</script></body>'
    file.write_bytes(report.answer.body.replace(b"</body>", pager.encode()))
    status, (record,), _ = read(str(file))
    assert status == 0
    (finding,) = [finding for finding in record["findings"] if finding["rule"] == "one_of_several"]
    assert "分3页" in finding["message"] and "第 1 页" in finding["message"]
