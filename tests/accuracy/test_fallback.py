"""The third way of finding a body: only for a report by its title that showed no text of its own."""

from __future__ import annotations

import sys

import pytest

from crawler.records import Document, Reading
from crawler.report import fallback
from crawler.report.read import read_document

TITLE = "靖远县水务局2021年政府信息公开工作年度报告"
LINES = [
    "2021年，我局主动公开政府信息236条，内容涉及供水、防汛和工程建设。",
    "全年收到政府信息公开申请3件，均按照《条例》规定的期限答复。",
    "全年没有发生因信息公开引起的行政复议和行政诉讼，没有收取费用。",
    "存在的主要问题是公开不够及时，今后将加强培训，改进工作。",
    "我局按季度检查栏目更新情况，及时补充缺少的内容，答复群众留言十五条。",
    "局办公室落实专人负责信息发布，重要文件随文公布解读材料，方便群众查阅。",
]


def page(tag: str, lines: list[str]) -> Reading:
    body = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body><h1>{TITLE}</h1><{tag}>{body}</{tag}>"
    return read_document(
        Document(f"{html}<p>版权所有</p></body></html>".encode(), headers={"content-type": "text/html"})
    )


def test_a_body_that_the_walk_passes_over_is_found_and_says_how() -> None:
    report = page("object", LINES).report
    assert report is not None
    assert report.body.split("\n") == LINES
    assert report.origins["body"] == "trafilatura"
    assert (report.title, report.year) == (TITLE, 2021)


def test_a_body_that_was_found_is_never_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback, "add_body", lambda *_: pytest.fail("asked for without need"))
    report = page("div", LINES).report
    assert report is not None
    assert report.origins["body"] != "trafilatura"


def test_text_that_is_no_report_is_not_taken_for_its_body() -> None:
    reading = page("object", ["请先安装浏览器插件再查看本文，插件可以在下载中心免费获取，安装后请重新打开本页。"] * 6)
    assert reading.report is None or not reading.report.body


def test_trafilatura_is_not_loaded_before_it_is_needed() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "trafilatura"]:
        del sys.modules[name]
    page("div", LINES)
    assert "trafilatura" not in sys.modules
