from __future__ import annotations

import gzip
import time

import pytest

from crawler.platforms.sitemaps import is_sitemap, most_files, read_sitemap, sitemap_pages
from crawler.records import Link, Page

HOME = "http://www.x.gov.cn"
MAP = f"{HOME}/sitemap.xml"


def urlset(*addresses: str, tag: str = "url", root: str = "urlset") -> bytes:
    rows = "".join(f"<{tag}><loc>{address}</loc><lastmod>2024-01-01</lastmod></{tag}>" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{root}>'.encode()


def led(body: bytes, url: str = MAP) -> list[tuple[str, str]]:
    return [(lead.url.removeprefix(HOME), lead.kind) for lead in read_sitemap(body, url).leads]


COLUMN = f"{HOME}/zwgk/zfxxgk/gknb/"
PLAIN = urlset(f"{HOME}/", f"{HOME}/xwzx/tpxw/", f"{HOME}/zwgk/zfxxgk/fdzdgknr/", COLUMN)


@pytest.mark.parametrize(
    "body",
    [
        PLAIN,
        gzip.compress(PLAIN),
        PLAIN.decode().encode("utf-16"),
        PLAIN.replace(b"<loc>", b"<loc>\n <![CDATA[").replace(b"</loc>", b"]]>\n</loc>"),
        PLAIN.replace(b"loc>", b"sm:loc>").replace(b"urlset", b"sm:urlset"),
        PLAIN.replace(b"</urlset>", b"<url><loc>http://a/?x=1&y=2</loc>"),
        f"{HOME}/xwzx/\r\n{HOME}/zwgk/zfxxgk/fdzdgknr/\r\n{COLUMN}\r\n".encode(),
    ],
    ids=["plain", "gzip", "utf-16", "cdata", "prefixed", "broken", "text"],
)
def test_columns_are_found_in_every_form_of_a_sitemap(body: bytes) -> None:
    assert is_sitemap(body)
    assert led(body) == [("/zwgk/zfxxgk/gknb/", "column"), ("/zwgk/zfxxgk/fdzdgknr/", "column")]


def test_articles_in_a_folder_of_reports_may_be_reports_and_others_are_not_asked_for() -> None:
    body = urlset(f"{HOME}/zfxxgk/gknb/202301/t20230130_77.html", f"{HOME}/xw/202301/t20230130_78.html")
    assert led(body) == [("/zfxxgk/gknb/202301/t20230130_77.html", "report")]


def test_addresses_of_other_sites_are_left_out() -> None:
    assert led(urlset("http://www.evil.com/zfxxgk/gknb/", "javascript:gknb()", "http://[::/gknb/")) == []


def test_of_an_index_the_promising_files_come_first_and_no_more_than_some() -> None:
    names = [f"news{n}.xml" for n in range(20)] + ["other.xml", "zwgk.xml.gz"]
    body = urlset(*(f"{HOME}/map/{name}" for name in names), MAP, tag="sitemap", root="sitemapindex")
    maps = read_sitemap(body, MAP).maps
    assert [address.rpartition("/")[2] for address in maps[:3]] == ["zwgk.xml.gz", "other.xml", "news0.xml"]
    assert len(maps) == most_files() and read_sitemap(body, MAP).leads == []


@pytest.mark.parametrize(
    "body", [b"", b"\x1f\x8b", b"\x1f\x8bnot gzip", b"<html><a href='/gknb/'>x</a></html>", b"\xff\xfe<"]
)
def test_what_is_no_sitemap_names_nothing(body: bytes) -> None:
    found = read_sitemap(body, MAP)
    assert (found.leads, found.maps) == ([], [])


def test_a_web_page_in_place_of_a_sitemap_is_none() -> None:
    assert not is_sitemap(b"<!DOCTYPE html><html><head><title>x</title></head></html>")


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    return f'<!DOCTYPE z [<!ENTITY e0 "{HOME}/gknb/">{entities}]><urlset><url><loc>&e19;</loc></url></urlset>'.encode()


HOSTILE = {
    "entities": entity_bomb,
    "zeros in gzip": lambda: gzip.compress(b"<urlset>" + bytes(200_000_000), 1),
    "a million addresses": lambda: urlset(*(f"{HOME}/gknb/{n}/" for n in range(1_000_000))),
    "a million articles": lambda: gzip.compress(urlset(*(f"{HOME}/gknb/t20200101_{n}.html" for n in range(10**6))), 1),
    "never closed": lambda: b"<urlset>" + b"<loc>" * 2_000_000,
    "blanks": lambda: b"<urlset><loc>" + b" " * 9_000_000,
    "blanks in text": lambda: b"http://www.x.gov.cn/\n" + b" " * 9_000_000,
    "one long address": lambda: b"<urlset><loc>http://www.x.gov.cn/" + b"gknb/" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_sitemap_costs_bounded_time_and_few_leads(name: str) -> None:
    body = HOSTILE[name]()
    began = time.process_time()
    found = read_sitemap(body, MAP)
    assert time.process_time() - began < 4
    assert len(found.leads) <= 250 and len(found.maps) <= most_files()


def test_a_home_pages_own_map_is_known_by_its_words_or_its_address() -> None:
    links = [
        Link(f"{HOME}/wzdt/", "网站地图"),
        Link(f"{HOME}/sitemap.html", ""),
        Link(f"{HOME}/zwgk/", "政务公开"),
        Link("http://www.gov.cn/wzdt/", "网站地图"),
        Link(f"{HOME}/ditu/", "旅游地图"),
    ]
    assert sitemap_pages(Page(f"{HOME}/", "html", links=links)) == [f"{HOME}/wzdt/", f"{HOME}/sitemap.html"]


def test_of_columns_by_number_those_come_first_that_grow_at_the_beginning_of_each_year() -> None:
    articles = [f"{HOME}/art/{year}/{month}/5/art_{column}_{year}{month}.html" for column, year, month in NUMBERED]
    columns = [f"{HOME}/col/col{number}/index.html" for number in (11, 22, 33, 44)]
    leads = read_sitemap(urlset(*columns, *articles), MAP).leads
    assert [(lead.url.rpartition("/col")[2], lead.kind) for lead in leads[:2]] == [
        ("33/index.html", "column"),
        ("22/index.html", "column"),
    ]
    assert len(leads) == 4 and all(lead.score < 0.2 for lead in leads)


#: News all the year round, a column of plans in spring and autumn, reports, and a column of one year.
NUMBERED = [
    *((11, year, month) for year in (2021, 2022) for month in range(1, 13)),
    *((22, year, month) for year in (2021, 2022) for month in (3, 4, 9)),
    *((33, year, 1) for year in (2020, 2021, 2022)),
    *((44, 2022, month) for month in (1, 2)),
]


def test_a_column_that_a_word_names_comes_before_all_that_are_numbers() -> None:
    leads = read_sitemap(urlset(*(f"{HOME}/col/col{n}/index.html" for n in range(90)), COLUMN), MAP).leads
    assert leads[0].url == COLUMN and len(leads) == 40
