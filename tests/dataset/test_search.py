"""Searching Chinese text: words of any length, taken literally."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.dataset.reports import store_report
from crawler.dataset.search import match_expression, search, spaced
from tests.dataset.conftest import MONDAY, make_report

BODY = "全年收到信息公开申请12件，GDP增长5%。𬭎化街道办事处未收到申请。"


@pytest.fixture
def with_report(db: Database) -> Database:
    store_report(db, make_report(1, body=BODY, title="云河市2023年年报"), 1, MONDAY)
    store_report(db, make_report(2, body="开公息信", body_sha256="f" * 64, title="乙"), 1, MONDAY)
    return db


@pytest.mark.parametrize(
    "words",
    [
        "件",
        "公开",
        "信息公开",
        "信息公开申请",
        "公开 申请",
        "gdp",
        "GDP",
        "12",
        "12件",
        "2023年",
        "𬭎化",
        "增长5%",
        "申请12件，GDP",
    ],
)
def test_words_of_every_length_are_found(with_report: Database, words: str) -> None:
    (hit,) = search(with_report, words)
    assert (hit.report_id, hit.year) == (1, 2023)


def test_characters_count_in_their_order(with_report: Database) -> None:
    assert [hit.report_id for hit in search(with_report, "公息")] == [2]
    assert [hit.report_id for hit in search(with_report, "息公")] == [1]


@pytest.mark.parametrize("words", ["没有这词", "公开 没有这词", "", "   ", '"', "。，"])
def test_what_is_not_there_is_not_found(with_report: Database, words: str) -> None:
    assert list(search(with_report, words)) == []


def test_the_excerpt_shows_the_words(with_report: Database) -> None:
    (hit,) = search(with_report, "GDP")
    assert "GDP增长" in hit.excerpt


def test_the_documented_plain_sql_finds_the_same(with_report: Database) -> None:
    sql = "SELECT rowid FROM reports_fts WHERE reports_fts MATCH '\"公 开 申 请\"'"
    assert with_report.execute(sql).fetchall() == [(1,)]


@given(st.text())
def test_any_query_is_a_valid_expression(words: str) -> None:
    db = Database(memory=True)
    db.execute("CREATE VIRTUAL TABLE f USING fts5 (x)")
    expression = match_expression(words)
    if expression:
        db.execute("SELECT * FROM f WHERE f MATCH ?", [expression]).fetchall()
    db.close()


@given(st.text())
def test_spacing_adds_nothing_but_blanks(text: str) -> None:
    assert spaced(text).replace(" ", "") == text.replace(" ", "")
