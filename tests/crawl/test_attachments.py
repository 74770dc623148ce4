"""Files of report pages in a crawl: fetched in the site's pace, once, read with their page, stored in one step."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from tests.crawl.runs import Crawl, write_catalogue
from tests.reading.office_files import docx_report
from tests.standin.misbehave import challenge_ruishu
from tests.standin.pages import Answer
from tests.standin.places import PLACES, agencies_of
from tests.standin.portals import Plan, Portal, build
from tests.standin.reports import ReportText, write_report
from tests.standin.server import Asked, Rule, StandIn, Stream

PLAN = Plan("hewan", "trs", (2019, 2022), towns=0, departments=1, size=2, notices=("news",))
HOST = f"www.{PLACES['hewan'].host}"
ATTACHED = (
    "SELECT reports.url, a.url, a.state, a.media_type, a.bytes IS NOT NULL AND a.sha256 IS NOT NULL"
    " FROM attachments a JOIN reports ON reports.id = report_id ORDER BY 1, 2"
)


class Planted:
    """A portal some of whose reports lie in files. ``thin`` is such a page, ``report`` what its file says."""

    def __init__(self) -> None:
        self.portal: Portal = build(PLAN)
        self.pages = sorted(page.url for page in self.portal.reports)
        self.thin = self.pages[0]
        self.report = self._report_at(self.thin)
        self.file = f"http://{HOST}/files/a.docx"
        self.replace(self.thin, self.file)
        self.serve(self.file, docx_report(self.report))

    def _report_at(self, url: str) -> ReportText:
        truth = self.portal.pages[url].truth
        agency = next(a for a in agencies_of(PLACES["hewan"], Random(0), 12, 0) if a.name == truth.agency)
        return write_report(agency, truth.year, "attached")

    def replace(self, url: str, *files: str) -> None:
        """The page at ``url`` now holds nothing but its title and links to files."""
        page = self.portal.pages[url]
        links = "".join(f'<p><a href="{escape(file)}">附件：{file.rpartition("/")[2]}</a></p>' for file in files)
        html = f"""<html><head><meta charset="utf-8"><title>{page.truth.title}</title></head><body>
<h1>{page.truth.title}</h1><div class="ly">发布时间：{page.truth.published_on}</div>
<div id="zoom">{links}</div></body></html>"""
        page.answer = Answer(html.encode(), {"content-type": "text/html; charset=utf-8"})

    def list_directly(self, url: str) -> str:
        """Lists lead straight to a file in the place of the page at ``url``: the file's address."""
        direct = f"http://{HOST}/files/direct.docx"
        self.serve(direct, docx_report(self._report_at(url)))
        for page in self.portal.pages.values():
            if page.truth.kind == "list":
                name = "/".join(url.split("/")[-2:])
                page.answer.body = page.answer.body.replace(f'"./{name}"'.encode(), f'"{direct}"'.encode())
        return direct

    def serve(self, url: str, body: bytes, media_type: str = "application/octet-stream") -> None:
        page = self.portal.pages[self.pages[-1]]
        self.portal.pages[url] = type(page)(url, Answer(body, {"content-type": media_type}), page.truth)


@pytest.fixture
def planted() -> Planted:
    return Planted()


def ran(crawl: Crawl, *more: str) -> str:
    ended = crawl.run(*more)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def asked(server: StandIn, url: str) -> int:
    return sum(entry.url == url for entry in server.log)


Serve = Callable[..., tuple[Crawl, StandIn]]


@pytest.fixture
def serve(planted: Planted, tmp_path: Path) -> Iterator[Serve]:
    running: list[StandIn] = []

    def start(*rules: Rule, delay: float = 0.0) -> tuple[Crawl, StandIn]:
        server = StandIn([planted.portal], list(rules))
        running.append(server.__enter__())
        return Crawl(tmp_path, write_catalogue(tmp_path / "portals.csv", [planted.portal]), server.url, delay), server

    yield start
    for server in running:
        server.__exit__(None, None, None)


@dataclass
class Night:
    """A finished crawl of a portal with files, for several tests to look at."""

    planted: Planted
    crawl: Crawl
    server: StandIn
    direct: str


#: Seconds between two requests.
DELAY = 0.05
OUTSIDE = "http://files.example.com/b.docx"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    """Two pages with one file, one whose files cannot be had, and a list that leads straight to a file."""
    planted, folder = Planted(), tmp_path_factory.mktemp("night")
    planted.replace(planted.pages[1], planted.file)
    planted.replace(planted.pages[2], OUTSIDE, f"http://{HOST}/files/gone.pdf")
    direct = planted.list_directly(planted.pages[3])
    with StandIn([planted.portal]) as server:
        crawl = Crawl(folder, write_catalogue(folder / "portals.csv", [planted.portal]), server.url, DELAY)
        ran(crawl)
        yield Night(planted, crawl, server, direct)


def test_a_report_that_is_a_file_is_stored_under_its_pages_address(night: Night) -> None:
    planted, crawl = night.planted, night.crawl
    ((body, title, format_, origins, page),) = crawl.query(
        "SELECT r.body, title, format, origins, pages.url FROM reports r JOIN pages ON pages.id = page_id"
        f" WHERE r.url = '{planted.thin}'"
    )
    assert [line for line in planted.report.lines if line not in body.split("\n")] == []
    assert (title, format_, page) == (planted.portal.pages[planted.thin].truth.title, "docx", planted.thin)
    assert f"attachment:{planted.file}" in origins
    ((state, media_type, complete),) = [row[2:] for row in crawl.query(ATTACHED) if row[0] == planted.thin]
    assert (state, media_type.rpartition(".")[2], complete) == ("read", "document", 1)


def test_a_file_is_a_page_of_the_ledger_under_its_report(night: Night) -> None:
    assert night.crawl.query(
        "SELECT file.kind, file.state, page.kind FROM pages file JOIN pages page ON page.id = file.parent_id"
        f" WHERE file.url = '{night.planted.file}'"
    ) == [("attachment", "done", "report")]


def test_a_file_that_several_pages_link_to_is_fetched_once(night: Night) -> None:
    both = night.planted.pages[:2]
    assert [row[1:3] for row in night.crawl.query(ATTACHED) if row[0] in both] == [(night.planted.file, "read")] * 2
    assert asked(night.server, night.planted.file) == 1


def test_a_file_in_a_list_is_a_report_itself(night: Night) -> None:
    year = night.planted.portal.pages[night.planted.pages[3]].truth.year
    assert night.crawl.query(f"SELECT format, year FROM reports WHERE url = '{night.direct}'") == [("docx", year)]


def test_what_cannot_be_had_is_said_and_what_is_outside_is_not_asked_for(night: Night) -> None:
    assert [row[1:3] for row in night.crawl.query(ATTACHED) if row[0] == night.planted.pages[2]] == [
        (OUTSIDE, "failed"),
        (f"http://{HOST}/files/gone.pdf", "failed"),
    ]
    assert not any(entry.host == "files.example.com" for entry in night.server.log)
    evidence = night.crawl.query("SELECT evidence FROM findings WHERE rule = 'unread_attachment' ORDER BY 1")
    assert ["not a site of this crawl" in evidence[0][0], "HTTP 404" in evidence[1][0]] == [True, True]


def test_files_come_in_the_pace_of_their_site(night: Night) -> None:
    times = [entry.at for entry in night.server.asked(HOST)]
    assert min(b - a for a, b in pairwise(times)) >= 0.9 * DELAY


def test_a_second_run_fetches_no_file_again_and_changes_nothing(night: Night) -> None:
    before, attached = night.crawl.dump()[0], night.crawl.query(ATTACHED)
    assert "0 new, 0 changed" in ran(night.crawl)
    assert (night.crawl.dump()[0], night.crawl.query(ATTACHED)) == (before, attached)
    assert asked(night.server, night.planted.file) == 1


@pytest.mark.slow
def test_a_page_that_is_old_is_looked_at_again_with_its_file(planted: Planted, serve: Serve) -> None:
    crawl, server = serve()
    ran(crawl)
    newer = write_report(planted.report.agency, planted.report.year, "corrected")
    server.answers[planted.file] = Answer(docx_report(newer), {"content-type": "application/msword"})
    assert "1 changed" in ran(crawl, "-s", "REPORT_REVISIT_DAYS=0")
    ((body,),) = crawl.query(f"SELECT body FROM reports WHERE url = '{planted.thin}'")
    assert [line for line in newer.lines if line not in body.split("\n")] == []


async def _error(_: Asked) -> Answer:
    return Answer(b"", {"content-type": "text/plain"}, 500)


@pytest.mark.slow
def test_a_file_that_failed_comes_with_its_page_another_night(planted: Planted, serve: Serve) -> None:
    crawl, server = serve(Rule("ill", HOST, _error, "/files/a.docx"))
    ran(crawl)
    assert [row[2] for row in crawl.query(ATTACHED) if row[0] == planted.thin] == ["failed"]
    assert crawl.query(f"SELECT body FROM reports WHERE url = '{planted.thin}'") == [("",)]
    server.rules.clear()
    assert "0 new, 1 changed" in ran(crawl)
    assert [row[2] for row in crawl.query(ATTACHED) if row[0] == planted.thin] == ["read"]
    # No text was seen the first night: the only body ever seen is that of the file.
    assert crawl.query(
        "SELECT length(v.body) > 100 FROM revisions v JOIN reports r ON r.id = report_id"
        f" WHERE r.url = '{planted.thin}'"
    ) == [(1,)]


async def _robots(_: Asked) -> Answer:
    return Answer(b"User-agent: *\nDisallow: /files/\n", {"content-type": "text/plain"})


@pytest.mark.slow
def test_a_file_that_robots_forbids_is_not_asked_for(planted: Planted, serve: Serve) -> None:
    crawl, server = serve(Rule("robots", HOST, _robots, "/robots.txt"))
    ran(crawl)
    assert asked(server, planted.file) == 0
    assert [row[2] for row in crawl.query(ATTACHED) if row[0] == planted.thin] == ["blocked"]


@pytest.mark.slow
def test_a_file_that_was_not_tried_has_not_failed(planted: Planted, serve: Serve) -> None:
    second = f"http://{HOST}/files/b.docx"
    planted.serve(second, docx_report(planted.report))
    page = planted.portal.pages[planted.pages[1]]
    link = f'<p><a href="{planted.file}">附件一</a></p><p><a href="{second}">附件二</a></p>'.encode()
    planted.replace(planted.thin)  # no file: only the page with text has some
    page.answer.body = page.answer.body.replace(b"</body>", link + b"</body>")
    crawl, server = serve(challenge_ruishu(HOST, "/files/a.docx"))
    crawl.run()
    states = {row[1]: row[2] for row in crawl.query(ATTACHED) if row[0] == page.url}
    assert states == {planted.file: "blocked", second: "blocked"}
    assert asked(server, second) == 0
    # It comes the next night, with its page.
    server.rules.clear()
    ran(crawl)
    states = {row[1]: row[2] for row in crawl.query(ATTACHED) if row[0] == page.url}
    assert states == {planted.file: "read", second: "read"}


@pytest.mark.slow
def test_a_file_that_is_too_large_says_so(planted: Planted, serve: Serve) -> None:
    planted.serve(planted.file, os.urandom(400_000))
    crawl, _ = serve()
    ran(crawl, "-s", "DOWNLOAD_MAXSIZE=200000")
    assert [row[2] for row in crawl.query(ATTACHED) if row[0] == planted.thin] == ["too_large"]


@pytest.mark.slow
def test_files_of_other_years_reports_are_not_asked_for(planted: Planted, serve: Serve) -> None:
    crawl, server = serve()
    other = {2019, 2022} - {planted.report.year}
    ran(crawl, "-a", f"years={other.pop()}")
    assert asked(server, planted.file) == 0


@pytest.mark.slow
def test_killed_while_a_file_comes_the_crawl_ends_the_same(planted: Planted, serve: Serve, tmp_path: Path) -> None:
    arrived = []

    async def drip() -> AsyncIterator[bytes]:
        arrived.append(True)
        yield b"PK"
        await asyncio.sleep(30)

    async def slow(_: Asked) -> Stream:
        return Stream(drip, length=10_000)

    crawl, server = serve(Rule("slow", HOST, slow, "/files/a.docx"))
    process = crawl.start()
    # What is found is in the ledger within a quarter of a second; the file may be asked for before.
    state = f"SELECT state FROM pages WHERE url = '{planted.thin}'"
    while not (arrived and crawl.query(state)) and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    assert crawl.query(state) == [("pending",)]
    assert crawl.query(f"SELECT count(*) FROM reports WHERE url = '{planted.thin}'") == [(0,)]
    server.rules.clear()
    ran(crawl)
    undisturbed = Crawl(tmp_path, tmp_path / "portals.csv", server.url)
    undisturbed.command = [part.replace("dataset.db", "other.db") for part in undisturbed.command]
    undisturbed.database = tmp_path / "other.db"
    ran(undisturbed)
    assert crawl.dump() == undisturbed.dump()
    assert crawl.query(ATTACHED) == undisturbed.query(ATTACHED)
    assert crawl.query("SELECT count(*) FROM runs") == [(1,)]
