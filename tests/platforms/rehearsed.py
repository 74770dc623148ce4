"""A column whose scripts are played: its page, what the walk makes of it, what it asks for."""

from __future__ import annotations

import json

from crawler.platforms import Fetch, read_listing
from crawler.records import Context, Document
from crawler.walk.examination import Examination, Hints
from crawler.walk.examine import examine
from tests.platforms.pages import page_of

BASE = "http://www.geng.gov.cn"
COLUMN = f"{BASE}/open/annual.html"
TYPE = "<meta name='ColumnType' content='信息公开年报'>"


def document(body: str, url: str = COLUMN, head: str = TYPE) -> Document:
    return Document(f"<html><head><title>庚县</title>{head}</head><body>{body}</body></html>".encode(), url)


def seen(body: str, **hints: object) -> Examination:
    return examine(document(body), Context(), Hints(**hints))  # type: ignore[arg-type]


def more(body: str, **hints: object) -> list[Fetch]:
    listing = seen(body, **hints).listing
    return [] if listing is None else listing.more


def answer(fetch: Fetch, rows: object) -> list[str]:
    listing = read_listing(page_of(json.dumps(rows), fetch.url, content_type="application/json"), fetch, True)
    return [] if listing is None else [entry.url for entry in listing.entries]
