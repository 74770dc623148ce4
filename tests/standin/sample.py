"""Builds the sample province that ships with the project: ``python -m tests.standin.sample``.

Writes data/sample_portals.csv and data/sample.warc.gz (crawl them with ``-a portals= -a archive=``). Everything
in the archive follows from the plans below, also its dates and record ids, so that the same code gives the same
records.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.standin.misbehave import challenge_ruishu_answer
from tests.standin.pages import Answer, StandInPage, Truth
from tests.standin.places import PLACES
from tests.standin.portals import Plan, Portal, build

DATA = Path(__file__).resolve().parents[2] / "data"
COLUMNS = ("division_code", "level", "province", "city", "county", "name", "home_url", "note")
#: When the sample pages are said to have been fetched.
FETCHED = "2024-04-02T01:00:00Z"

_FEW = ("news", "website", "budget")

PLANS = (
    Plan("qinghe", "hanweb", (2016, 2020, 2022), departments=3, size=3, notices=_FEW, bodies=("paragraphs", "breaks")),
    Plan(
        "hewan",
        "trs",
        (2019, 2021, 2022),
        towns=0,
        layout="by_year",
        subdomain=True,
        viewer=True,
        size=3,
        notices=_FEW,
        boxes=("table", "dl"),
    ),
    Plan(
        "shiqiao",
        "vsb",
        (2012, 2017, 2021),
        "gbk",
        departments=1,
        size=3,
        notices=_FEW,
        bodies=("breaks", "word"),
        boxes=("spans", "line"),
    ),
    Plan(
        "yunling",
        "lonsun",
        (2018, 2022),
        layout="by_unit",
        departments=1,
        streets=1,
        size=3,
        notices=_FEW,
        boxes=("table", "ul"),
    ),
    Plan(
        "songping",
        "ucap",
        (2020, 2023),
        "utf8-under-gbk",
        departments=1,
        size=3,
        notices=_FEW,
        boxes=("ul", "dl"),
        in_column=True,
    ),
    Plan(
        "liutang",
        "tables",
        (2009, 2011, 2013),
        "gbk-under-utf8",
        departments=1,
        notices=_FEW,
        bodies=("layout",),
        boxes=("none", "line"),
    ),
    Plan("shazhou", "modern", (2021, 2023), "utf-16", departments=1, size=3, notices=_FEW, boxes=("dl", "spans")),
)
#: A portal whose home page answers with a challenge, and one without a column for reports.
BLOCKED = "beiping"
WITHOUT_COLUMN = Plan("nanping", "modern", (2022,), report_column=False, notices=_FEW)


def sample_portals() -> list[Portal]:
    """The sample province's portals, in the order of the catalogue."""
    portals = [build(plan) for plan in PLANS]
    place = PLACES[BLOCKED]
    home = f"http://www.{place.host}/"
    blocked = Portal(Plan(BLOCKED, "trs", (2022,)), place, home)
    blocked.pages[home] = StandInPage(home, challenge_ruishu_answer(), Truth("home", place.government))
    return [*portals, blocked, build(WITHOUT_COLUMN)]


def catalogue_csv(portals: list[Portal]) -> str:
    """The catalogue of the sample province (columns as ``-a portals=`` takes them)."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for portal in portals:
        writer.writerow({**portal.catalogue_row(), "note": "made up for this project"})
    return text.getvalue()


def records(portals: list[Portal]) -> Iterator[tuple[str, Answer]]:
    """Every page of the portals, by address."""
    for portal in portals:
        for url, page in portal.pages.items():
            yield url, page.answer


def archive_bytes(portals: list[Portal]) -> bytes:
    """The WARC of all pages, each record gzipped by itself."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    info = writer.create_warcinfo_record("sample.warc.gz", {"software": "gov-reports stand-in", "format": "WARC/1.1"})
    _fix(info.rec_headers, "warcinfo")
    writer.write_record(info)
    for url, answer in records(portals):
        phrase = HTTPStatus(answer.status).phrase
        headers = [(name.title(), value) for name, value in answer.headers.items()]
        http = StatusAndHeaders(f"{answer.status} {phrase}", headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", payload=BytesIO(answer.body), http_headers=http)
        _fix(record.rec_headers, url)
        writer.write_record(record)
    return buffer.getvalue()


def _fix(headers: StatusAndHeaders, name: str) -> None:
    """Date and id of a record that do not change from one building to the next."""
    headers.replace_header("WARC-Date", FETCHED)
    headers.replace_header("WARC-Record-ID", f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>")


def main() -> None:
    portals = sample_portals()
    (DATA / "sample_portals.csv").write_text(catalogue_csv(portals), encoding="utf-8")
    archive = archive_bytes(portals)
    (DATA / "sample.warc.gz").write_bytes(archive)
    reports = sum(len(portal.reports) for portal in portals)
    print(f"{len(portals)} portals, {reports} reports, {len(list(records(portals)))} pages, {len(archive):,} bytes")


if __name__ == "__main__":
    main()
