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
        pytest.param("来源|某局", ["来源 某局"], id="one row alone is a line"),
        pytest.param("甲 |\n乙 |\n丙 |\n丁 |", ["甲", "乙", "丙", "丁"], id="a stack whose width nobody can tell"),
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
