"""Plain text: lines, and the tables whose debris stands in it."""

from __future__ import annotations

import time

import pytest

from crawler.reading import read_page
from crawler.reading.text import read_text
from crawler.records import Document
from tests.reading.pages import lines, rules


def test_lines_lose_bullets_rulers_and_runs_of_pipes() -> None:
    page = read_text("某局报告\n\n=====\n* 第一条\n• 第二条\n-3 度\n| |||\n一、概述。\n正文", "")
    assert lines(page) == ["某局报告", "第一条", "第二条", "-3 度", "一、概述。", "正文"]


def test_headings_within_a_table_of_counts_are_rows_of_it() -> None:
    lines = "指标\t单位\t数量\n一、主动公开情况\n公开数\t条\t9\n二、回应解读情况\n回应数\t次\t2\n附：说明\n"
    (grid,) = read_text(lines, "").grids
    assert [row[0].text for row in grid.rows] == ["指标", "一、主动公开情况", "公开数", "二、回应解读情况", "回应数"]


@pytest.mark.parametrize(
    "text",
    [
        "规章|0|1\n规范性文件|3|",
        "| 规章 | 0 | 1 |\n| --- | --- | --- |\n| 规范性文件 | 3 | |",
        "规章\t0\t1\n规范性文件\t3\t",
        "规章|0|1\n||\n规范性文件|3|",
        "规章 |\n0 |\n1 |\n规范性文件 |\n3 ||\n收费 |\n||\n",
    ],
)
def test_rows_of_cells_are_a_table(text: str) -> None:
    (grid,) = read_text(f"前\n{text}\n后", "").grids
    rows = [[cell.text for cell in row] for row in grid.rows]
    assert rows[0] == ["规章", "0", "1"] and rows[1] == ["规范性文件", "3", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "事项|甲|乙|丙\n收费|一类|1||\n二类||2|\n三类|||",
            [".事项甲乙丙", "收费一类1..", ".二类.2.", ".三类..."],
            id="spans",
        ),
        pytest.param(
            "事项\t单位\t数\n一、基本情况\t\t\n甲\t件\t1", ["事项单位数", "一、基本情况..", "甲件1"], id="heading"
        ),
        pytest.param("||甲|乙|\n|收费|1||\n|罚款|||", [".甲乙", "收费1.", "罚款.."], id="corner"),
        pytest.param(
            "类别|甲|乙\n收费|大类|1|2\n小类|3|4", [".类别甲乙", "收费大类12", ".小类34"], id="head over labels"
        ),
    ],
)
def test_figures_stand_under_those_of_the_widest_rows(text: str, expected: list[str]) -> None:
    (grid,) = read_text(text, "").grids
    assert ["".join(cell.text or "." for cell in row) for row in grid.rows] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("来源|某局", ["来源 某局"], id="one row alone is a line"),
        pytest.param("甲 |\n乙 |\n丙 |\n丁 |", ["甲", "乙", "丙", "丁"], id="a stack whose width nobody can tell"),
        pytest.param("甲\t1\n乙\t2\n二、其他情况\t", ["甲|1 / 乙|2", "二、其他情况"], id="a heading below a table"),
        pytest.param(f"{'长文' * 151}|x\n甲|乙", ["长文" * 151, "x", "甲 乙"], id="prose is no cell"),
    ],
)
def test_what_is_no_table_stays_lines(text: str, expected: list[str]) -> None:
    assert lines(read_text(text, "")) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" " * 1_000_000, id="spaces"),
        pytest.param("一" + "\u3000" * 1_000_000, id="wide spaces"),
        pytest.param("a |\n" * 59_000, id="a stack without a width"),
        pytest.param("|\n" * 59_000, id="lines of pipes"),
        pytest.param("a|b\n" + "|\n" * 59_000, id="a row and lines of pipes"),
        pytest.param("|" * 1_000_000, id="a line of pipes"),
        pytest.param("a|" * 500_000 + "\n" + "b|" * 500_000, id="wide rows"),
        pytest.param("a|b\n" * 59_000, id="a long table"),
        pytest.param("甲|1|2\n" + "一、情况|||\n" * 59_000, id="a row and labels alone"),
        pytest.param("甲|1\n" * 900 + "乙" + "|" * 1_000_000, id="a row of blanks"),
        pytest.param("-" * 1_000_000, id="a ruler"),
    ],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    page = read_text(text, "")
    assert time.process_time() - began < 3
    assert sum(len(row) for grid in page.grids for row in grid.rows) <= 200_000


def test_a_text_beyond_all_measure_is_cut_and_says_so() -> None:
    page = read_page(Document("一行\n".encode() * 70_000))
    assert rules(page) == ["truncated"] and len(page.blocks) == 60_000
