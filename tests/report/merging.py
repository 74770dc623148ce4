"""A report's page with its files, as the crawl puts them together."""

from __future__ import annotations

from html import escape
from random import Random

from crawler.records import Context, Document, Reading, Report
from crawler.report.merge import File, read_with_files
from crawler.report.read import read_document
from crawler.report.wanted import wanted_files
from tests.standin.places import PLACES, agencies_of
from tests.standin.reports import ReportText, write_report

SITE = "http://www.hewan-example.gov.cn"
URL = f"{SITE}/zfxxgknb/202301/t20230110_1.html"
CONTEXT = Context(division_code="990121", portal_name="河湾县人民政府", provenance="official")


def report_of(year: int = 2022, agency: int = 1) -> ReportText:
    return write_report(agencies_of(PLACES["hewan"], Random(3), 3, 2, 1)[agency], year, "merge")


def page_of(report: ReportText, content: str, title: str = "") -> Document:
    """An article with the mandated meta tags and an info box around ``content``."""
    title = title or report.title
    html = f"""<html><head><meta charset="utf-8"><title>{escape(title)}_河湾县人民政府</title>
<meta name="ArticleTitle" content="{escape(title)}"><meta name="PubDate" content="{report.published_on} 09:00"></head>
<body><div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div><h1>{escape(title)}</h1>
<table class="xxgk"><tr><td>索引号：</td><td>{report.index_number}</td>
<td>发布机构：</td><td>河湾县人民政府办公室</td></tr></table>
<div class="ly"><span>来源：河湾县人民政府</span><span>浏览次数：12</span></div>
<div id="zoom">{content}</div><div class="foot"><p>版权所有：河湾县人民政府</p><p>网站地图</p></div></body></html>"""
    return Document(html.encode(), URL, {"content-type": "text/html; charset=utf-8"})


def link(name: str, text: str = "") -> str:
    return f'<p>附件：<a href="/files/{name}">{escape(text or name)}</a></p>'


def file_of(reading: Reading, name: str, body: bytes | None, state: str = "failed", reason: str = "") -> File:
    """A file of the page, as it came (None: not, with the state that says how)."""
    attachment = next(a for a in wanted_files(reading) if a.url.endswith(name))
    if body is None:
        attachment.state = state  # type: ignore[assignment]
        return File(attachment, None, reason)
    return File(attachment, Document(body, attachment.url))


def together(page: Document, files: dict[str, bytes | None]) -> Report:
    alone = read_document(page, CONTEXT)
    reading = read_with_files(page, CONTEXT, [file_of(alone, name, body) for name, body in files.items()])
    assert reading.report is not None
    return reading.report


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def assert_is(report: Report, truth: ReportText) -> None:
    """The text, the tables and the identity of a report, whichever file they came from."""
    assert (report.url, report.title, report.agency, report.year) == (URL, truth.title, truth.agency.name, truth.year)
    assert report.published_on == truth.published_on.isoformat()
    assert report.index_number == truth.index_number
    assert report.provenance == "official"
    lines = report.body.split("\n")
    assert [line for line in truth.lines if line not in lines] == []
    stored = {(cell.form, cell.row_key, cell.column_key): cell.raw for cell in report.table_cells}
    assert {cell: stored.get(cell[:3]) for cell in truth.cells if stored.get(cell[:3]) != cell.raw} == {}
