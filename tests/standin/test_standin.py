"""The stand-in tells the truth about itself: deterministic, consistent, and served as it was built."""

from __future__ import annotations

import urllib.request
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.error import HTTPError
from urllib.request import OpenerDirector, ProxyHandler, Request

import pytest

from tests.standin import misbehave
from tests.standin.families import FAMILIES
from tests.standin.forms import forms
from tests.standin.interfaces import dataproxy
from tests.standin.pages import StandInPage
from tests.standin.places import PLACES, government_of
from tests.standin.portals import Plan, Portal, build
from tests.standin.reports import write_report
from tests.standin.sample import DATA, archive_bytes, catalogue_csv, sample_portals
from tests.standin.server import StandIn
from tests.standin.texts import mirror_debris

PLAN = Plan("hewan", "hanweb-windows", (2010, 2016, 2020, 2022), departments=3, towns=2, in_column=True)


@pytest.fixture(scope="module")
def portal() -> Portal:
    return build(PLAN)


@pytest.fixture(scope="module")
def server(portal: Portal) -> Iterator[StandIn]:
    rules = [
        dataproxy(portal),
        misbehave.challenge_ruishu("www.beiping-example.gov.cn"),
        misbehave.endless_redirect("www.nanpingba-example.gov.cn", "/loop/"),
        misbehave.truncated("www.nanpingba-example.gov.cn", "/half/"),
    ]
    with StandIn([portal], rules) as running:
        yield running


def through(server: StandIn) -> OpenerDirector:
    return urllib.request.build_opener(ProxyHandler({"http": server.url}))


def test_the_same_plan_gives_the_same_bytes(portal: Portal) -> None:
    again = build(PLAN)
    assert {url: page.answer.body for url, page in portal.pages.items()} == {
        url: page.answer.body for url, page in again.pages.items()
    }


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_prints_every_planted_sentence_and_the_truth_about_it(family: str) -> None:
    plan = Plan("hewan", family, (2012, 2015, 2020, 2022), bodies=("paragraphs", "breaks", "layout"), boxes=("line",))
    reports = build(plan).reports
    assert len(reports) == 16
    for page in reports:
        text = unescape(page.answer.body.decode())
        place = 0
        for line in page.truth.lines:
            place = text.index(line, place)
        assert page.truth.title in text
        assert page.truth.index_number in text


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gbk-under-utf8", "utf8-under-gbk", "utf-16"])
def test_every_encoding_holds_the_whole_text(encoding: str) -> None:
    codec = {"utf-16": "utf-16", "gbk": "gb2312"}.get(encoding, "gb18030" if encoding.startswith("gbk") else "utf-8")
    page = build(Plan("hewan", "trs", (2012,), encoding)).reports[0]  # type: ignore[arg-type]
    assert page.truth.lines[0] in unescape(page.answer.body.decode(codec, "replace"))


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023])
def test_statutory_tables_keep_the_identities_of_the_form(year: int) -> None:
    for name in ("qinghe", "hewan", "shiqiao", "yunling", "songping"):
        report = write_report(government_of(PLACES[name]), year, "identities")
        cells = {(c.form, c.row_key, c.column_key): int(c.raw or 0) for c in report.cells if c.raw.isdigit()}
        parts = [key for key, _ in forms()["requests"]["rows"][2:-2]]
        for column, _ in forms()["requests"]["columns"]:

            def at(row: str, column: str = column, known: dict[tuple[str, str, str], int] = cells) -> int:
                return known.get(("requests", row, column), 0)

            assert at("received") + at("carried_in") == at("total_processed") + at("carried_out")
            assert sum(map(at, parts)) == at("total_processed")
        assert cells.get(("requests", "received", "total"), 0) == report.figures["received"]


def test_the_grid_of_every_table_is_whole(portal: Portal) -> None:
    """Spans must leave no hole and no overlap, or readers would be blamed for it."""
    for year in (2016, 2019, 2022):
        report = write_report(government_of(portal.place), year, "grid")
        for table in (item for item in report.items if hasattr(item, "rows")):
            filled: Counter[tuple[int, int]] = Counter()
            for y, row in enumerate(table.rows):
                x = 0
                for cell in row:
                    while filled[y, x]:
                        x += 1
                    for dy in range(cell.rowspan):
                        for dx in range(cell.colspan):
                            filled[y + dy, x + dx] += 1
            widths = {sum(1 for (line, _), n in filled.items() if line == y and n) for y in range(len(table.rows))}
            assert len(widths) == 1
            assert set(filled.values()) <= {0, 1}


def test_a_proxied_client_sees_real_host_names(server: StandIn, portal: Portal) -> None:
    page: StandInPage = portal.reports[0]
    assert through(server).open(page.url).read() == page.answer.body
    assert server.asked(portal.host)[-1].url == page.url
    with pytest.raises(HTTPError, match="502"):
        through(server).open("http://www.elsewhere.gov.cn/")


def test_a_page_that_did_not_change_is_answered_with_304(server: StandIn, portal: Portal) -> None:
    tag = through(server).open(portal.home).headers["etag"]
    with pytest.raises(HTTPError, match="304"):
        through(server).open(Request(portal.home, headers={"If-None-Match": tag}))


def test_the_list_interface_answers_with_the_window_asked_for(server: StandIn, portal: Portal) -> None:
    column, rows = max(portal.lists.items(), key=lambda item: len(item[1]))
    url = f"http://{portal.host}/module/web/jpage/dataproxy.jsp?columnid={column}&startrecord=11&endrecord=14"
    answer = through(server).open(url).read().decode()
    assert [row.path in answer for row in rows[10:14]] == [True] * 4
    assert answer.count("<record>") == 4


def test_misbehaviours_misbehave(server: StandIn) -> None:
    with pytest.raises(HTTPError, match="412"):
        through(server).open("http://www.beiping-example.gov.cn/")
    with pytest.raises(HTTPError, match="redirect"):
        through(server).open("http://www.nanpingba-example.gov.cn/loop/")
    with pytest.raises(Exception, match="IncompleteRead"):
        through(server).open("http://www.nanpingba-example.gov.cn/half/").read()


def test_debris_of_a_mirror_is_traditional_with_readings() -> None:
    assert mirror_debris("主动公开，未收费") == "主動(dòng)公開(kāi)，未收費"


def test_the_shipped_sample_is_what_the_plans_make() -> None:
    portals = sample_portals()
    assert (DATA / "sample_portals.csv").read_text(encoding="utf-8") == catalogue_csv(portals)
    shipped = (DATA / "sample.warc.gz").read_bytes()
    assert len(shipped) < 400_000
    assert unpacked(shipped) == unpacked(archive_bytes(portals))


def unpacked(archive: bytes) -> bytes:
    """All records of a WARC: compared unpacked, because zlib's output differs between its builds."""
    import gzip

    return gzip.decompress(archive)


def test_the_sample_has_portals_of_every_kind() -> None:
    portals = sample_portals()
    assert len(portals) >= 8
    assert 55 <= sum(len(portal.reports) for portal in portals) <= 75
    assert len({portal.plan.family for portal in portals}) >= 6
    assert {page.truth.era for portal in portals for page in portal.reports} == {
        "narrative",
        "annex2014",
        "trial2019",
        "standard2021",
    }
    assert len({portal.plan.encoding for portal in portals}) == 5
