"""Reports on several pages (分页) in a crawl: one report, its further pages fetched with the first, none by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from crawler.platforms.canonical import canonical
from tests.crawl.runs import Crawl, write_catalogue
from tests.report import split
from tests.standin.pages import Answer
from tests.standin.places import PLACES, agencies_of
from tests.standin.portals import Plan, Portal, build
from tests.standin.reports import ReportText, write_report
from tests.standin.server import Asked, Rule, StandIn

PLAN = Plan("hewan", "trs", (2019, 2022), towns=0, departments=1, size=2, notices=("news",))
HOST = f"www.{PLACES['hewan'].host}"
HTML = {"content-type": "text/html; charset=utf-8"}
DELAY = 0.05
COUNT = 4


class Planted:
    """A portal one of whose reports is on four pages; its lists lead to the third of them, too."""

    def __init__(self) -> None:
        self.portal: Portal = build(PLAN)
        self.first = min(page.url for page in self.portal.reports)
        truth = self.portal.pages[self.first].truth
        self.agency = next(a for a in agencies_of(PLACES["hewan"], Random(0), 12, 0) if a.name == truth.agency)
        self.report = write_report(self.agency, truth.year, "parts", size=4)
        self.urls = [self.address(number) for number in range(1, COUNT + 1)]
        self.put(self.report)
        name = "/".join(self.first.split("/")[-2:])
        link = f'<a href="./{name}"'
        for page in self.portal.pages.values():
            if page.truth.kind == "list" and link.encode() in page.answer.body:
                further = link.replace(".html", "_2.html") + f' title="{self.report.title}">{self.report.title}</a>'
                item = f"<li>{further}<span>2023-01-01</span></li></ul>".encode()
                page.answer.body = page.answer.body.replace(b"</ul>", item)

    def address(self, number: int) -> str:
        return self.first if number == 1 else self.first.replace(".html", f"_{number - 1}.html")

    def script(self, number: int, count: int) -> str:
        name = self.first.rpartition("/")[2].removesuffix(".html")
        return f'<script>createPageHTML({count}, {number - 1}, "{name}", "html");</script>'

    def put(self, report: ReportText, pager: split.Pager | None = None) -> None:
        sample = self.portal.pages[self.first]
        for document in split.pages_of(report, COUNT, self.address, pager or self.script, inside=False):
            self.portal.pages[document.url] = type(sample)(document.url, Answer(document.body, HTML), sample.truth)


def ran(crawl: Crawl, *more: str) -> str:
    ended = crawl.run(*more)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def asked(server: StandIn, url: str) -> int:
    return sum(entry.url == url for entry in server.log)


def body_of(crawl: Crawl, planted: Planted) -> list[str]:
    ((body,),) = crawl.query(f"SELECT body FROM reports WHERE url = '{planted.first}'")
    return body.split("\n")


def rules_of(crawl: Crawl, planted: Planted) -> set[str]:
    rows = crawl.query(f"SELECT rule FROM findings JOIN reports r ON r.id = report_id WHERE r.url = '{planted.first}'")
    return {rule for (rule,) in rows} & {"one_of_several", "unread_part", "repeated_part"}


Serve = Callable[..., tuple[Crawl, StandIn]]


@pytest.fixture
def planted() -> Planted:
    return Planted()


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


def test_a_report_on_several_pages_is_one_report(planted: Planted, serve: Serve) -> None:
    crawl, server = serve(delay=DELAY)
    ran(crawl)
    lines = body_of(crawl, planted)
    assert [line for line in lines if line in planted.report.lines] == planted.report.lines
    assert rules_of(crawl, planted) == set()
    # The list led to page 3 as well: it is no report, and each page was asked for once, page 3 at most twice.
    assert crawl.query("SELECT count(*), count(DISTINCT url) FROM reports") == [(4, 4)]
    assert [asked(server, url) for url in planted.urls] in ([1, 1, 1, 1], [1, 1, 2, 1])
    times = [entry.at for entry in server.asked(HOST)]
    assert min(b - a for a, b in pairwise(times)) >= 0.9 * DELAY
    assert crawl.query(
        "SELECT part.url, part.kind FROM pages part JOIN pages page ON page.id = part.parent_id"
        f" WHERE page.url = '{planted.first}' ORDER BY 1"
    ) == [(canonical(url), "attachment") for url in planted.urls[1:]]
    # The next night nothing is asked for again.
    assert "0 new, 0 changed" in ran(crawl)
    assert [asked(server, url) for url in planted.urls] in ([1, 1, 1, 1], [1, 1, 2, 1])


@pytest.mark.slow
def test_a_change_on_a_further_page_is_a_revision(planted: Planted, serve: Serve) -> None:
    crawl, server = serve()
    ran(crawl)
    page = server.answers[planted.urls[2]]
    line = next(line for line in planted.report.lines if line.encode() in page.body and len(line) > 20)
    server.answers[planted.urls[2]] = Answer(page.body.replace(line.encode(), "这一段已经更正。".encode()), HTML)
    assert "0 new, 1 changed" in ran(crawl, "-s", "REPORT_REVISIT_DAYS=0")
    assert "这一段已经更正。" in body_of(crawl, planted)
    assert crawl.query(
        f"SELECT reason FROM revisions JOIN reports r ON r.id = report_id WHERE r.url = '{planted.first}'"
    ) == [("published",), ("published",)]


async def _error(_: Asked) -> Answer:
    return Answer(b"", {"content-type": "text/plain"}, 500)


@pytest.mark.slow
def test_a_part_that_fails_is_said_and_comes_another_night(planted: Planted, serve: Serve) -> None:
    crawl, server = serve(Rule("ill", HOST, _error, planted.urls[1].removeprefix(f"http://{HOST}")))
    ran(crawl)
    assert rules_of(crawl, planted) == {"unread_part"}
    assert planted.report.lines[-1] in body_of(crawl, planted)
    server.rules.clear()
    assert "0 new, 1 changed" in ran(crawl)
    assert rules_of(crawl, planted) == set()
    assert [line for line in body_of(crawl, planted) if line in planted.report.lines] == planted.report.lines
    # A whole report stays whole when a part fails one night.
    server.rules.append(Rule("ill", HOST, _error, planted.urls[1].removeprefix(f"http://{HOST}")))
    assert "0 new, 0 changed" in ran(crawl, "-s", "REPORT_REVISIT_DAYS=0")
    assert rules_of(crawl, planted) == set()


@pytest.mark.slow
def test_pages_that_only_lead_on_are_followed_to_the_end(planted: Planted, serve: Serve) -> None:
    planted.put(planted.report, split.next_pager(planted.address))
    crawl, _ = serve()
    ran(crawl)
    assert [line for line in body_of(crawl, planted) if line in planted.report.lines] == planted.report.lines
    assert crawl.query("SELECT count(*), count(DISTINCT url) FROM reports") == [(4, 4)]


@pytest.mark.slow
def test_a_pager_without_end_is_left(planted: Planted, serve: Serve) -> None:
    """A server that has a next page for every page, and shows the same on all."""

    async def endless(request: Asked) -> Answer:
        found = re.search(r"_(\d+)\.html$", request.target.replace(planted.first.rpartition("/")[2], ""))
        number = int(found[1]) + 1 if found else 1
        name = planted.first.rpartition("/")[2].replace(".html", f"_{number}.html")
        body = split.article(
            planted.report, "<p>同样的一段话，每一页都有。</p>" * 3, f'<p><a href="{name}">下一页</a></p>'
        )
        return Answer(body, HTML)

    stem = planted.first.removeprefix(f"http://{HOST}").replace(".html", "_")
    crawl, server = serve(Rule("endless", HOST, endless, stem))
    planted.put(planted.report, split.next_pager(planted.address))
    server.answers[planted.first] = planted.portal.pages[planted.first].answer
    ran(crawl)
    assert rules_of(crawl, planted) == {"repeated_part"}
    assert sum(entry.target.startswith(stem) for entry in server.log) <= 30
