"""A document to a Reading: everything together, on made-up pages in the shapes that portals print."""

from __future__ import annotations

import hashlib

import pytest

from crawler.records import Context, Document
from crawler.report.read import READER_VERSION, read_document
from tests.report.pages import LINES, TITLE, URL, article, read, report_of

BODY = "\n".join(LINES)
BR = "<br/>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in LINES)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(article(), id="paragraphs"),
        pytest.param(f"<h1>{TITLE}</h1><div>{BR}</div>", id="line breaks only"),
        pytest.param(f"<h1>{TITLE}</h1><div>{'　　'.join(LINES)}</div>", id="one line"),
        pytest.param(
            f"<h1>{TITLE}</h1><table><tr><td><table>{''.join(f'<tr><td>{line}' for line in LINES)}</table></table>",
            id="nested layout tables",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>"
            + "".join(f"<p><span>{line[:9]}</span><span>{line[9:10]}</span><b>{line[10:]}</b></p>" for line in LINES),
            id="words over several spans",
        ),
        pytest.param(article() + f"<div style='display:none' class=print>{article()}</div>", id="a hidden twin"),
        pytest.param(f"<h1>{TITLE}</h1><pre>{chr(10).join(LINES)}</pre>", id="preformatted"),
        pytest.param(f"<h1>{TITLE}</h1><textarea>{''.join(f'<p>{x}</p>' for x in LINES)}</textarea>", id="a text area"),
        pytest.param(f"<h1>{TITLE}</h1><div id=zoom>{BR}{BR}</div>", id="the body twice"),
    ],
)
def test_the_body_is_the_same_in_every_shape(html: str) -> None:
    report = report_of(html)
    assert report.body == BODY
    assert report.body_sha256 == hashlib.sha256(BODY.encode()).hexdigest()
    assert (report.title, report.year, report.agency) == (TITLE, 2022, "青河县民政局")
    assert [section.number for section in report.sections if section.number] == ["一、", "二、", "三、", "四、"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_the_encoding_does_not_matter(encoding: str) -> None:
    html = f"<html><head><meta charset=gb2312><title>{TITLE}</title><body>{article()}"
    report = read_document(Document(html.encode(encoding), URL, {"content-type": "text/html; charset=utf-8"})).report
    assert report is not None and report.body == BODY and report.encoding == encoding


def test_a_text_without_markup_is_read_as_well() -> None:
    text = f"{TITLE}\n索引号：QH-1/2023 | 发布机构：青河县民政局\n发布日期：2023-01-31\n\n{BODY}\n\n打印本页 关闭窗口\n"
    report = read_document(Document(text.encode())).report
    assert report is not None
    assert (report.body, report.title, report.index_number) == (BODY, TITLE, "QH-1/2023")
    assert (report.format, report.provenance, report.published_on) == ("text", "file", "2023-01-31")


def test_a_mirrored_page_is_repaired_and_called_a_mirror() -> None:
    mangled = article(*(line.replace("公开", "公(gong)開(kāi)").replace("报告", "報(bào)告") for line in LINES))
    report = report_of(mangled)
    assert report.body == BODY
    assert report.script_repaired and report.provenance == "mirror"
    assert "mirror_site" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    ("url", "context", "provenance"),
    [
        (URL, Context(), "official"),
        ("http://www.stand-in.com/a.html", Context(), "mirror"),
        ("http://evilgov.cn/a.html", Context(), "mirror"),
        ("http://10.0.0.1:8080/a.html", Context(provenance="official"), "official"),
        ("", Context(), "file"),
    ],
)
def test_the_host_says_where_it_comes_from(url: str, context: Context, provenance: str) -> None:
    assert report_of(article(), url, context=context).provenance == provenance


def test_files_below_the_text_are_attachments_and_menus_are_not() -> None:
    report = report_of(
        "<a href=/app.apk>x</a><ul><li><a href=/guide.pdf>操作手册</a></li></ul>"
        + "<p>一</p><p>二</p><p>三</p><p>四</p>"
        + article(after="<p>附件：<a href='P02.pdf?v=1'>青河县民政局年报.pdf</a></p><p><a href=/x.html>某文</a></p>")
    )
    assert [(file.name, file.url.rpartition("/")[2]) for file in report.attachments] == [
        ("青河县民政局年报.pdf", "P02.pdf?v=1")
    ]


def test_a_report_without_text_says_what_is_unread() -> None:
    report = report_of(f"<h1>{TITLE}</h1><p><a href=/a.pdf>全文.pdf</a></p>")
    assert report.body == ""
    assert "unread_attachment" in {finding.rule for finding in report.findings}


def test_tables_are_lines_of_the_body_with_tabs_and_each_cell_once() -> None:
    table = "<table><tr><td rowspan=2>规章<td colspan=2>数量<tr><td>0<td>1<tr><td>文件<td>3<td>4</table>"
    report = report_of(f"<div id=zoom><h1>{TITLE}</h1><p>{LINES[0]}</p>{table}<p>{LINES[2]}</p><p>{BODY}</p></div>")
    assert "规章\t数量\n0\t1\n文件\t3\t4" in report.body


def test_a_page_that_is_no_report_has_no_report_but_its_page() -> None:
    reading = read("<p>没有内容</p>")
    assert reading.report is None and reading.why
    assert [block.text for block in reading.page.blocks] == ["没有内容"]


def test_every_field_says_what_it_was_read_from() -> None:
    report = report_of(article(before="<p>发布时间：2023-02-01 来源：民政局</p>"))
    assert {"title", "year", "agency", "published_on", "source", "body"} <= report.origins.keys()
    assert all(report.origins.values())
    assert report.reader_version == READER_VERSION


@pytest.mark.parametrize(
    "body", [b"", b"\0", b"<", b"%PDF-", b"PK\x03\x04", b"\xff\xfe", b"<html>", b"{", "政".encode()]
)
def test_next_to_nothing_is_read_without_complaint(body: bytes) -> None:
    assert read_document(Document(body)).report is None
