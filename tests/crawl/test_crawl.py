from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawl.runs import Crawl, write_catalogue
from tests.standin.pages import Answer
from tests.standin.portals import Plan, Portal, build
from tests.standin.server import StandIn

PLANS = (
    Plan("qinghe", "hanweb", (2019, 2021), departments=1, size=2, notices=("news", "website")),
    Plan("hewan", "trs", (2019, 2022), towns=0, departments=1, size=2, notices=("news",)),
    Plan("shiqiao", "vsb", (2012, 2021), "gbk", departments=1, towns=0, size=2, notices=("budget",)),
)


@pytest.fixture(scope="module")
def portals() -> list[Portal]:
    return [build(plan) for plan in PLANS]


@pytest.fixture
def server(portals: list[Portal]) -> Iterator[StandIn]:
    with StandIn(portals) as running:
        yield running


@pytest.fixture
def crawl(tmp_path: Path, portals: list[Portal], server: StandIn) -> Crawl:
    return Crawl(tmp_path, write_catalogue(tmp_path / "portals.csv", portals), server.url)


def planted(portals: list[Portal]) -> list[str]:
    return sorted(page.url for portal in portals for page in portal.reports)


def test_every_planted_report_is_found_once_and_a_second_run_changes_nothing(
    crawl: Crawl, portals: list[Portal], server: StandIn
) -> None:
    first = crawl.run()
    assert first.returncode == 0, first.stderr
    reports = planted(portals)
    assert [url for (url,) in crawl.query("SELECT url FROM reports ORDER BY url")] == reports
    assert f"{len(reports)} new, 0 changed, 0 unchanged, 0 vanished" in first.stdout
    assert "3 reached, 0 blocked, 0 failed, 0 without a report column" in first.stdout
    before, asked = crawl.dump(), len(server.log)
    second = crawl.run()
    assert second.returncode == 0, second.stderr
    assert f"0 new, 0 changed, {len(reports)} unchanged, 0 vanished" in second.stdout
    assert [row[:5] for row in crawl.dump()[1]] == [row[:5] for row in before[1]]
    assert crawl.dump()[0] == before[0]
    assert not {entry.url for entry in server.log[asked:]} & set(reports)
    assert crawl.query("SELECT DISTINCT state FROM pages WHERE kind = 'list'") == [("unchanged",)]


@pytest.mark.slow
def test_stopped_by_a_signal_it_ends_cleanly_and_goes_on_later(
    tmp_path: Path, portals: list[Portal], server: StandIn
) -> None:
    crawl = Crawl(tmp_path, write_catalogue(tmp_path / "portals.csv", portals), server.url, delay=0.1)
    process = crawl.start()
    wait_until(lambda: len(server.log) >= 15)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "Run 1 interrupted" in out
    assert crawl.query("SELECT state, exit_status FROM runs") == [("interrupted", 0)]
    seen = len(server.log)
    again = crawl.run("-s", "DOWNLOAD_DELAY=0")
    assert again.returncode == 0, again.stderr
    assert [url for (url,) in crawl.query("SELECT url FROM reports ORDER BY url")] == planted(portals)
    pages = [entry.url for entry in server.log if not entry.target.endswith("/robots.txt")]
    assert len(pages) - len(set(pages)) <= len(portals), "at most one page under way per portal is fetched twice"
    assert len(server.log) > seen


@pytest.mark.slow
def test_only_the_years_asked_for_are_fetched_and_the_others_come_when_asked(
    crawl: Crawl, portals: list[Portal], server: StandIn
) -> None:
    assert crawl.run("-a", "years=2021").returncode == 0
    assert crawl.query("SELECT DISTINCT year FROM reports") == [(2021,)]
    assert crawl.run().returncode == 0
    assert [url for (url,) in crawl.query("SELECT url FROM reports ORDER BY url")] == planted(portals)


@pytest.mark.slow
def test_changed_and_vanished_reports_are_noticed(crawl: Crawl, portals: list[Portal], server: StandIn) -> None:
    assert crawl.run().returncode == 0
    changed, vanished = planted(portals)[0], planted(portals)[-1]
    answer = server.answers[changed]
    charset = "gb18030" if "shiqiao" in changed else "utf-8"
    text = answer.body.decode(charset)
    assert "政府信息" in text
    server.answers[changed] = Answer(text.replace("公开政府信息", "公布政府信息").encode(charset), answer.headers)
    del server.answers[vanished]
    again = crawl.run("-s", "REPORT_REVISIT_DAYS=0")
    assert again.returncode == 0, again.stderr
    assert f"0 new, 1 changed, {len(planted(portals)) - 2} unchanged, 1 vanished" in again.stdout
    assert crawl.query("SELECT url FROM reports WHERE vanished_at IS NOT NULL") == [(vanished,)]
    assert crawl.query("SELECT count(*) FROM revisions GROUP BY report_id HAVING count(*) > 1") == [(2,)]


@pytest.mark.slow
def test_a_run_that_sees_too_few_reports_ends_with_1(crawl: Crawl) -> None:
    few = crawl.run("-s", "GOV_REPORTS_MIN_REPORTS=1000")
    assert few.returncode == 1
    assert "at least 1000 expected" in few.stdout
    assert crawl.query("SELECT state, exit_status FROM runs") == [("failed", 1)]


@pytest.mark.slow
def test_a_full_disk_ends_the_run_with_one_line_and_the_same_command_goes_on(
    crawl: Crawl, portals: list[Portal]
) -> None:
    full = crawl.run(largest_file=500 * 1024)
    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "gov_reports: dataset" in full.stderr.splitlines()[-1]
    assert crawl.query("SELECT state FROM runs") == [("running",)]
    again = crawl.run()
    assert again.returncode == 0, again.stderr
    assert "finished, resumed" in again.stdout
    assert [url for (url,) in crawl.query("SELECT url FROM reports ORDER BY url")] == planted(portals)


@pytest.mark.slow
def test_pages_that_take_too_long_to_read_fail_alone(crawl: Crawl) -> None:
    done = crawl.run("-s", "READER_TIMEOUT=0.002")
    assert "Traceback" not in done.stderr
    assert ("reading_timeout",) in crawl.query("SELECT DISTINCT outcome FROM pages WHERE state = 'failed'")
    assert crawl.run().returncode == 0
    assert crawl.query("SELECT count(*) FROM pages WHERE state = 'failed'") == [(0,)]


def wait_until(condition: object, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.01)
