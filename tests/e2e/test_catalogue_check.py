"""``scrapy catalogue check`` against portals that answer, have moved, refuse and are dead."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

from tests.e2e.harness import ROOT, Place
from tests.standin import misbehave
from tests.standin.portals import Plan, build
from tests.standin.server import StandIn

COLUMNS = "division_code,name,home_url,trust,flags,platform,checked_on"
CODES = ("621102", "621121", "621122", "621123")


def check(place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "catalogue", "check", "-a", f"portals={place.folder / 'mine.csv'}"]
    return subprocess.run(
        [*command, "-s", "DOWNLOAD_DELAY=0.02", *arguments],
        cwd=ROOT,
        env=place.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_says_what_became_of_each_home_page_and_writes_it_when_asked(tmp_path: Path) -> None:
    good, gone, shut, dead = (
        build(Plan(f"bench{n}", "trs", (2022,), departments=1, towns=0, size=1)) for n in range(4)
    )
    listed = tmp_path / "mine.csv"
    rows = [
        f"{code},{portal.host},http://{portal.host}/,D,,,"
        for code, portal in zip(CODES, (good, gone, shut, dead), strict=True)
    ]
    listed.write_text("\n".join([COLUMNS, *rows, ""]), encoding="utf-8")
    rules = [
        misbehave.robots(gone.host, "User-agent: *\nAllow: /\n"),
        misbehave.robots(shut.host, "User-agent: *\nAllow: /\n"),
        misbehave.robots(dead.host, "User-agent: *\nAllow: /\n"),
        misbehave.redirect(gone.host, "http://www.new-name.gov.cn/index.html", "/"),
        misbehave.forbidden(shut.host),
        misbehave.reset(dead.host),
    ]
    with StandIn([good, gone, shut, dead], rules) as server:
        place = Place(tmp_path, server.url)
        ended = check(place, "--format", "csv", "--apply")
        asked = {seen.target for portal in (good, gone, shut, dead) for seen in server.asked(portal.host)}
    assert ended.returncode == 0, ended.stderr
    found = {row["name"]: row for row in csv.DictReader(io.StringIO(ended.stdout))}
    assert [found[portal.host]["verdict"] for portal in (good, gone, shut, dead)] == [
        "ok",
        "moved",
        "blocked",
        "failed",
    ]
    assert found[good.host]["platform"] == "trs"
    assert found[gone.host]["moved_to"] == "http://www.new-name.gov.cn/"
    assert "403" in found[shut.host]["detail"]
    assert asked == {"/", "/robots.txt"}

    with listed.open(encoding="utf-8", newline="") as file:
        written = {row["name"]: row for row in csv.DictReader(file)}
    assert (written[good.host]["trust"], written[good.host]["platform"]) == ("B", "trs")
    assert written[good.host]["checked_on"]
    assert written[gone.host]["home_url"] == "http://www.new-name.gov.cn/"
    assert written[dead.host]["flags"].startswith("unreachable_")
    assert written[shut.host]["flags"] == ""


def test_a_place_that_is_not_known_ends_it_before_any_request(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "catalogue", "check", "-a", "province=甘宿"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "did you mean 甘肃?" in ended.stderr
