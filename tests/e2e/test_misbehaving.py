"""Portals that misbehave end in their class and hold up no other; the pace of each site is its own."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.e2e.harness import Ended, Place, empty_portal, one_page_portal, planted, write_catalogue
from tests.standin import misbehave
from tests.standin.handmade import COLUMN_TAGS, Site, rows
from tests.standin.portals import Plan, Portal, build
from tests.standin.server import Rule, StandIn

GOOD = (
    Plan("hewan", "trs", (2019, 2022), size=2),
    Plan("shiqiao", "vsb", (2012, 2017), "gbk", size=2),
    Plan("liutang", "tables", (2009, 2011), "gbk-under-utf8", size=2, bodies=("layout",)),
)
#: What a portal's home page answers, and the outcome and the word of the detail that its run must end with.
BAD: dict[str, tuple[str, str]] = {
    "challenge_ruishu": ("blocked", "js_challenge_rs"),
    "challenge_jiasule": ("blocked", "js_challenge_jsl"),
    "challenge_yunsuo": ("blocked", "yunsuo"),
    "forbidden": ("blocked", "forbidden"),
    "server_error": ("failed", "502"),
    "reset": ("failed", ""),
    "truncated": ("failed", ""),
    "endless_redirect": ("failed", "endless_redirect"),
    "robots_disallow": ("robots", "robots"),
    "gzip_bomb": ("failed", ""),
    "huge_page": ("failed", "too_large"),
    "wrong_type": ("failed", "image"),
    "spa_shell": ("failed", "script_only"),
}


#: Those whose robots.txt is in order: it is their pages that are not. The others answer it as they answer all.
OPEN = {"forbidden", "reset", "truncated", "endless_redirect", "gzip_bomb", "huge_page", "wrong_type", "spa_shell"}


@pytest.fixture(scope="module")
def good() -> list[Portal]:
    return [build(plan) for plan in GOOD]


def crawled(folder: Path, portals: list[Portal], rules: list[Rule], **settings: float) -> tuple[Place, Ended, StandIn]:
    write_catalogue(folder / "portals.csv", portals)
    with StandIn(portals, rules) as server:
        place = Place(folder, server.url)
        return place, place.crawl(None, timeout=120, **settings), server


def allows_all(portal: Portal) -> Rule:
    return misbehave.robots(portal.host, "User-agent: *\nAllow: /\n")


def rule_of(name: str, host: str) -> Rule:
    rule: Rule = getattr(misbehave, name)(host)
    return rule


@pytest.fixture(scope="module")
def night(good: list[Portal], tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Ended, StandIn]:
    """One crawl of three good portals among thirteen bad ones."""
    bad = [empty_portal(f"bench{number}") for number in range(len(BAD))]
    rules = [allows_all(portal) for name, portal in zip(BAD, bad, strict=True) if name in OPEN]
    rules += [rule_of(name, portal.host) for name, portal in zip(BAD, bad, strict=True)]
    folder = tmp_path_factory.mktemp("misbehaving")
    return crawled(folder, [*bad, *good], rules, DOWNLOAD_TIMEOUT=5)


def test_good_portals_are_read_whole_among_bad_ones(night: tuple[Place, Ended, StandIn], good: list[Portal]) -> None:
    place, ended, _ = night
    assert ended.status == 0, ended.output[-3000:]
    assert {row[0] for row in place.rows("SELECT url FROM reports")} == set(planted(good))


#: The last of three attempts takes a body as it comes, flagged ``dataloss`` in the archive alone.
@pytest.mark.parametrize("name", BAD)
def test_a_bad_portal_ends_in_its_class(name: str, night: tuple[Place, Ended, StandIn]) -> None:
    place, _, _ = night
    host = f"http://www.county{list(BAD).index(name)}-example.gov.cn/"
    outcome, detail = place.outcomes()[host]
    wanted, word = BAD[name]
    assert (outcome, word in detail) == (wanted, True), (outcome, detail)


def test_a_shell_is_none_the_fuller_the_next_night(tmp_path: Path) -> None:
    portal = empty_portal("bench0")
    rules = [allows_all(portal), misbehave.spa_shell(portal.host)]
    with StandIn([portal], rules) as server:
        write_catalogue(tmp_path / "portals.csv", [portal])
        place = Place(tmp_path, server.url)
        for night in (1, 2):
            place.crawl(None)
            assert place.outcomes(night)[portal.home][0] == "failed"


def test_a_blocked_site_is_left_alone(night: tuple[Place, Ended, StandIn]) -> None:
    _, _, server = night
    for name in ("challenge_ruishu", "challenge_jiasule", "challenge_yunsuo"):
        assert len(server.asked(f"www.county{list(BAD).index(name)}-example.gov.cn")) <= 2


def test_a_site_whose_robots_refuses_is_asked_for_nothing_else(night: tuple[Place, Ended, StandIn]) -> None:
    _, _, server = night
    host = f"www.county{list(BAD).index('robots_disallow')}-example.gov.cn"
    assert {entry.target for entry in server.asked(host)} == {"/robots.txt"}


def test_redirects_lead_neither_off_the_scope_nor_to_private_addresses(good: list[Portal], tmp_path: Path) -> None:
    away, inside = empty_portal("bench0"), empty_portal("bench1")
    with StandIn([]) as secret:
        rules = [
            misbehave.redirect(away.host, "http://www.elsewhere.gov.cn/"),
            misbehave.redirect(inside.host, f"http://127.0.0.1:{secret.port}/admin"),
        ]
        place, _, server = crawled(tmp_path, [away, inside, good[0]], rules)
        assert secret.log == []
    assert server.asked("www.elsewhere.gov.cn") == []
    assert {entry.host for entry in server.log} <= {away.host, inside.host, good[0].host}
    assert place.outcomes()[away.home][0] == "failed"
    assert place.outcomes()[inside.home][0] == "failed"


def test_endless_calendars_and_sessions_stop(tmp_path: Path) -> None:
    links = "<a href='/rili/2024-1.html'>政务公开日历</a><a href='/session/xxgk.jsp'>政府信息公开</a>"
    portal = one_page_portal("bench0", f"<html><title>县人民政府</title><body>{links}</body></html>")
    rules = [misbehave.endless_calendar(portal.host), misbehave.session_links(portal.host)]
    place, ended, server = crawled(tmp_path, [portal], rules, PORTAL_PAGES_MAX=20)
    assert len(server.log) <= 25
    assert place.outcomes()[portal.home][0] == "no_report_column", ended.output[-2000:]
    assert sum("jsessionid" in entry.target for entry in server.log) <= 1


def test_columns_that_were_found_leave_the_budget_for_others(tmp_path: Path) -> None:
    site = Site("hewan", "plain", departments=6, towns=4)
    site.home(首页="/", 政府信息公开="/zfxxgk/index.html")
    links = ""
    for number, agency in enumerate(site.agencies):
        folder = f"/zfxxgk/dw{number}"
        newest, *_ = site.plant(agency, lambda n, base=folder: f"{base}/nb/{n}.html")
        site.hub(f"{folder}/index.html", f"{folder}/nb/index.html")
        site.page(f"{folder}/nb/index.html", f"<ul>{rows([newest])}</ul>", "政府信息公开年报", COLUMN_TAGS)
        links += f'<li><a href="{folder}/index.html">{agency.unit}</a></li>'
    site.page("/zfxxgk/index.html", f"<ul>{links}</ul>", "部门和乡镇信息公开")
    place, ended, _ = crawled(tmp_path, [site.portal], site.rules, PORTAL_PAGES_MAX=6)
    assert place.rows("SELECT count(*) FROM reports") == [(len(site.agencies),)], ended.output[-2000:]


def test_a_report_under_several_addresses_is_stored_once(tmp_path: Path) -> None:
    portal = build(Plan("hewan", "trs", (2022,), departments=1, towns=0, size=2, subdomain=False))
    page = portal.reports[0]
    twins = (f"{page.url}?from=singlemessage&utm_source=wx", f"{page.url}#main", page.url.replace("http:", "https:"))
    links = "".join(f"<p><a href='{url}'>{page.truth.title}</a></p>" for url in twins)
    home = portal.pages[portal.home]
    home.answer.body = home.answer.body.replace(b"</body>", links.encode() + b"</body>")
    for url in twins:
        portal.pages[url] = page
    place, _, _ = crawled(tmp_path, [portal], [])
    assert place.rows("SELECT count(*) FROM reports WHERE title = ?", (page.truth.title,)) == [(1,)]


def test_pace_retry_after_and_crawl_delay_hold_per_site(tmp_path: Path) -> None:
    slow, plain, busy = (build(Plan(f"bench{n}", "trs", (2022,), departments=1, towns=0, size=2)) for n in range(3))
    report = busy.reports[0]
    prefix = report.url.removeprefix(f"http://{busy.host}")
    rules = [
        misbehave.robots_delay(slow.host, 0.5),
        misbehave.too_many(busy.host, prefix, retry_after="2", times=1),
    ]
    _, ended, server = crawled(tmp_path, [slow, plain, busy], rules, DOWNLOAD_DELAY=0.15)
    assert ended.status == 0, ended.output[-3000:]
    gaps = {
        portal.host: [b.at - a.at for a, b in pairwise(server.asked(portal.host))] for portal in (slow, plain, busy)
    }
    shake = 0.03  # what sockets and a busy machine add or take
    assert min(gaps[plain.host]) > 0.15 - shake
    # The first gap is that between robots.txt and the page that waited for it: both know the delay already.
    assert min(gaps[slow.host]) > 0.5 - shake
    refused = next(i for i, entry in enumerate(server.asked(busy.host)) if entry.target == prefix)
    assert gaps[busy.host][refused] > 2 - shake
    spans = {portal.host: server.asked(portal.host) for portal in (slow, plain)}
    assert spans[plain.host][-1].at < spans[slow.host][-1].at


@pytest.mark.slow
def test_half_a_report_is_not_stored_as_if_it_were_whole(tmp_path: Path) -> None:
    portal = build(Plan("hewan", "trs", (2012,), departments=1, towns=0))
    page = portal.reports[0]
    prefix = page.url.removeprefix(f"http://{portal.host}")
    half = page.answer.body[: len(page.answer.body) * 2 // 3]
    place, _, _ = crawled(tmp_path, [portal], [misbehave.truncated(portal.host, prefix, half)])
    stored = place.rows("SELECT url FROM reports WHERE url = ?", (page.url,))
    found = place.rows("SELECT rule FROM findings f JOIN reports r ON r.id = f.report_id WHERE r.url = ?", (page.url,))
    states = place.rows("SELECT state FROM pages WHERE url = ?", (page.url,))
    assert states == [("failed",)] or (stored and found)


@pytest.mark.slow
def test_a_dripping_portal_delays_no_other(good: list[Portal], tmp_path: Path) -> None:
    drip = empty_portal("bench0")
    place, ended, server = crawled(tmp_path, [drip, *good], [misbehave.slow_drip(drip.host, "/")], DOWNLOAD_TIMEOUT=4)
    assert {row[0] for row in place.rows("SELECT url FROM reports")} == set(planted(good))
    assert place.outcomes()[drip.home][0] == "failed"
    assert ended.seconds < 60
    assert server.asked(good[0].host)[-1].at - server.log[0].at < 20


@pytest.mark.slow
def test_a_page_of_60_mb_and_a_bomb_take_no_memory(good: list[Portal], tmp_path: Path) -> None:
    huge, bomb = empty_portal("bench0"), empty_portal("bench1")
    rules = [allows_all(huge), allows_all(bomb), misbehave.huge_page(huge.host)]
    rules += [misbehave.gzip_bomb(bomb.host, megabytes=600)]
    place, ended, _ = crawled(tmp_path, [huge, bomb, good[0]], rules)
    assert ended.status == 0
    (peak,) = place.rows("SELECT peak_memory FROM runs")[0]
    assert isinstance(peak, int)
    assert peak < 700_000_000


def test_a_site_that_asks_for_an_hour_is_not_waited_for(good: list[Portal], tmp_path: Path) -> None:
    busy = empty_portal("bench0")
    rules = [allows_all(busy), misbehave.too_many(busy.host, retry_after="3600", times=9)]
    place, ended, _ = crawled(tmp_path, [busy, good[0]], rules)
    assert ended.status == 0, ended.output[-2000:]
    assert ended.seconds < 60
    assert place.outcomes()[busy.home] == ("blocked", "rate_limited: Retry-After: 3600 s")
