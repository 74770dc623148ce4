"""What is archived in a crawl replays as that crawl, also after the crawl was killed."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.fetch.replay import ArchiveIndex, open_archive
from crawler.fetch.warc import Archived, ArchiveError, WarcWriter, read_response, scan
from tests.fetch.conftest import ROOT, Crawl
from tests.fetch.server import PAGE, Server

HOST = "http://www.kept.gov.cn"
REQUESTS = [
    {"url": f"{HOST}/a.html"},
    {"url": f"{HOST}/hello.html.gz"},
    {"url": f"{HOST}/hop"},
    {"url": f"{HOST}/404"},
    {"url": f"{HOST}/500"},
    {"url": f"{HOST}/binary"},
    {"url": f"{HOST}/short"},
    {"url": f"{HOST}/list", "method": "POST", "body": "page=1", "key": "first"},
    {"url": f"{HOST}/list", "method": "POST", "body": "page=2", "key": "second"},
]


@pytest.fixture(scope="module")
def kept(server: Server, crawl: Crawl, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("archive")
    plan = {
        "portals": [f"{HOST}/"],
        "requests": REQUESTS,
        "settings": {"GOV_REPORTS_ARCHIVE": str(folder)},
    }
    return folder, crawl(plan, proxy=server)


@pytest.fixture(scope="module")
def replayed(kept: tuple[Path, dict[str, Any]], crawl: Crawl) -> dict[str, Any]:
    plan = {
        "portals": ["https://www.kept.gov.cn/", "http://www.other.gov.cn/"],
        "requests": [*REQUESTS, {"url": f"{HOST}/never.html"}, {"url": "http://www.other.gov.cn/"}],
        "archive": str(kept[0]),
    }
    return crawl(plan)


def test_a_replay_gives_what_the_crawl_gave(kept: tuple[Path, dict[str, Any]], replayed: dict[str, Any]) -> None:
    same = ("state", "outcome", "detail", "url", "body", "fetched_at", "archive")
    for key, page in kept[1]["pages"].items():
        assert [replayed["pages"][key][name] for name in same] == [page[name] for name in same], key


def test_a_body_known_to_be_short_stays_known_to_be_short(
    kept: tuple[Path, dict[str, Any]], replayed: dict[str, Any]
) -> None:
    assert kept[1]["pages"][f"{HOST}/short"]["flags"] == ["dataloss"]
    assert replayed["pages"][f"{HOST}/short"]["flags"] == ["archived", "dataloss"]
    assert replayed["pages"][f"{HOST}/a.html"]["flags"] == ["archived"]


def test_answers_to_posts_are_told_apart_by_their_bodies(replayed: dict[str, Any]) -> None:
    assert replayed["pages"]["first"]["body"] == "{page=1}"
    assert replayed["pages"]["second"]["body"] == "{page=2}"


def test_what_is_not_in_the_archive_is_skipped(replayed: dict[str, Any]) -> None:
    for url in (f"{HOST}/never.html", "http://www.other.gov.cn/"):
        assert (replayed["pages"][url]["state"], replayed["pages"][url]["outcome"]) == ("skipped", "not_archived")


def test_a_replay_asks_nothing_of_the_network(server: Server, kept: tuple[Path, dict[str, Any]], crawl: Crawl) -> None:
    before = len(server.arrivals)
    crawl({"portals": [f"{HOST}/"], "requests": REQUESTS, "archive": str(kept[0])}, proxy=server)
    assert len(server.arrivals) == before


def test_each_page_knows_where_it_lies(kept: tuple[Path, dict[str, Any]]) -> None:
    folder, crawled = kept
    name, offset = crawled["pages"][f"{HOST}/hello.html.gz"]["archive"]
    archived = read_response(folder / name, offset)
    assert archived.url == f"{HOST}/hello.html.gz"
    assert gzip.decompress(archived.body) == PAGE  # as received
    assert (b"Content-Encoding", b"gzip") in archived.headers


def test_other_tools_read_the_archive(kept: tuple[Path, dict[str, Any]]) -> None:
    (path,) = kept[0].iterdir()
    kinds = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            kinds.append(record.rec_type)
            record.content_stream().read()
    assert kinds[0] == "warcinfo"
    assert kinds.count("response") == kinds.count("request") > len(REQUESTS)


def test_a_home_page_is_found_at_the_twin_that_was_archived(kept: tuple[Path, dict[str, Any]], crawl: Crawl) -> None:
    url = "https://www.kept.gov.cn/a.html"
    plan = {
        "portals": ["https://www.kept.gov.cn/"],
        "requests": [{"url": url, "meta": {"page_kind": "home"}}],
        "archive": str(kept[0]),
    }
    page = crawl(plan)["pages"][url]
    assert (page["state"], page["url"], page["twin_of"]) == ("done", f"{HOST}/a.html", url)


def archive_of(path: Path, *answers: tuple[str, str, bytes]) -> Path:
    writer = WarcWriter(path, {"software": "test"})
    for url, date, body in answers:
        writer.write(Archived(url, 200, [(b"Content-Type", b"text/html")], body, date))
    writer.close()
    return path


def test_of_several_answers_the_latest_counts(tmp_path: Path) -> None:
    url = "http://a.gov.cn/"
    archive_of(tmp_path / "b.warc.gz", (url, "2026-01-02T00:00:00Z", b"second"))
    archive_of(tmp_path / "c.warc.gz", (url, "2026-01-01T00:00:00Z", b"first"))
    place = open_archive(tmp_path).find(url)
    assert place is not None
    assert read_response(*place).body == b"second"


def test_header_bytes_are_kept_as_received(tmp_path: Path) -> None:
    name = "附件".encode("gb18030")
    path = tmp_path / "a.warc.gz"
    writer = WarcWriter(path, {})
    headers = [(b"Content-Disposition", b"attachment; filename=" + name), (b"Content-Length", b"99")]
    offset = writer.write(Archived("http://a.gov.cn/", 599, headers, b"x", "2026-01-01T00:00:00Z"))
    writer.close()
    archived = read_response(path, offset)
    assert archived.headers == headers[:1]
    assert (archived.status, archived.body) == (599, b"x")


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_torn_last_record_is_left_out(tmp_path: Path, cut: int, caplog: pytest.LogCaptureFixture) -> None:
    date = "2026-01-01T00:00:00Z"
    path = archive_of(tmp_path / "a.warc.gz", *((f"http://a.gov.cn/{n}", date, PAGE) for n in range(3)))
    whole = path.read_bytes()
    last_request = [entry for entry in scan(path) if entry][-1].offset  # type: ignore[union-attr]
    path.write_bytes(whole[: last_request - cut])
    index = open_archive(path)
    assert len(index) == 2
    assert "torn" in caplog.text
    assert index.find("http://a.gov.cn/2") is None


@pytest.mark.parametrize("break_at", [0, 400])
def test_a_broken_archive_is_named(tmp_path: Path, break_at: int) -> None:
    path = archive_of(tmp_path / "a.warc.gz", ("http://a.gov.cn/", "2026-01-01T00:00:00Z", PAGE))
    data = bytearray(path.read_bytes())
    data[break_at : break_at + 40] = b"\x00" * 40
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=r"a\.warc\.gz: no WARC record at byte \d+") as caught:
        open_archive(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no answers"),
        (b"<html></html>", "no WARC record"),
        (gzip.compress(b"<html></html>", mtime=0), "no WARC record"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=words):
        open_archive(path)


def test_a_missing_archive_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="nowhere"):
        open_archive(tmp_path / "nowhere.warc.gz")
    with pytest.raises(ArchiveError, match="no WARC file"):
        open_archive(tmp_path)


def test_an_archive_that_is_compressed_as_a_whole_is_refused(tmp_path: Path) -> None:
    date = "2026-01-01T00:00:00Z"
    path = archive_of(tmp_path / "a.warc.gz", ("http://a.gov.cn/", date, PAGE))
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))
    with pytest.raises(ArchiveError, match="compressed as a whole"):
        open_archive(path)


def test_plain_and_chunked_archives_of_other_tools_are_read(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: 1\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    record = io.BytesIO()
    for number in range(2):
        record.write(
            b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.gov.cn/%d>\r\n"
            b"WARC-Date: 2026-01-01T00:00:00.5Z\r\nContent-Length: %d\r\n\r\n" % (number, len(http))
        )
        record.write(http + b"\r\n\r\n")
    path = tmp_path / "other.warc"
    path.write_bytes(record.getvalue())
    place = ArchiveIndex([path]).find("http://a.gov.cn/1")
    assert place is not None
    archived = read_response(*place)
    assert (archived.body, archived.headers) == (b"hello world", [(b"X", b"1")])


def test_a_new_file_begins_when_one_is_full(server: Server, crawl: Crawl, tmp_path: Path) -> None:
    plan = {
        "portals": [f"{HOST}/"],
        "requests": [{"url": f"{HOST}/{n}.html"} for n in range(6)],
        "settings": {"GOV_REPORTS_ARCHIVE": str(tmp_path), "GOV_REPORTS_ARCHIVE_MB": 0.003},
    }
    pages = crawl(plan, proxy=server)["pages"]
    assert len(list(tmp_path.iterdir())) > 1
    index = open_archive(tmp_path)
    for url, page in pages.items():
        name, offset = page["archive"]
        assert index.find(url) == (tmp_path / name, offset)


def test_a_killed_crawl_leaves_every_noted_page_readable(server: Server, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    plan = {
        "journal": str(journal),
        "portals": [f"{HOST}/"],
        "requests": [{"url": f"{HOST}/page-{n}.html"} for n in range(500)],
        "settings": {"GOV_REPORTS_ARCHIVE": str(tmp_path / "archive"), "DOWNLOAD_DELAY": 0},
    }
    env = {**os.environ, "http_proxy": server.url}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fetch.probe"], stdin=subprocess.PIPE, cwd=ROOT, env=env, text=True
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(plan))
    process.stdin.close()
    deadline = time.monotonic() + 20
    while not (journal.exists() and journal.read_text().count("\n") > 40) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    (archive,) = (tmp_path / "archive").iterdir()
    noted = [int(line) for line in journal.read_text().splitlines()]
    assert len(noted) > 40
    assert all(read_response(archive, offset).body == PAGE for offset in noted)
    assert len(open_archive(archive)) >= len(noted)


def test_a_run_without_room_for_its_answers_ends_and_says_so(server: Server, crawl: Crawl) -> None:
    plan = {
        "portals": [f"{HOST}/"],
        "requests": [{"url": f"{HOST}/a.html"}, {"url": f"{HOST}/b.html"}],
        "settings": {"GOV_REPORTS_ARCHIVE": "/proc/nowhere"},
    }
    errors: list[str] = []
    pages = crawl(plan, proxy=server, errors=errors)["pages"]
    assert {page["state"] for page in pages.values()} == {"pending"}
    assert errors[0].count("archive /proc/nowhere:") == 1
