"""Reports in archives: read where the archive is linked, or said why not."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from crawler.records import Context, Document
from crawler.walk.examination import Hints
from crawler.walk.examine import examine
from tests.reading.office_files import docx_report, zip_of
from tests.reading.packed_files import rar, zip_in_gbk
from tests.report.merging import SITE, assert_is, link, page_of, report_of, together


def test_a_report_in_an_archive_stands_where_the_archive_is_linked() -> None:
    truth, other = report_of(2022), report_of(2022, agency=2)
    packed = zip_in_gbk(
        {
            "年报/某局年报.docx": docx_report(other),
            "年报/本局年报.docx": docx_report(truth),
            "年报/说明.txt": "请下载后查看。".encode(),
            "旧年报.zip": zip_of({"a.txt": b"x"}),
        }
    )
    report = together(page_of(truth, link("a.zip")), {"a.zip": packed})
    assert_is(report, truth)
    assert report.format == "docx"
    assert unquote(report.origins["body"]) == f"attachment:{SITE}/files/a.zip#年报/本局年报.docx"
    assert {(a.name, a.state) for a in report.attachments} == {
        ("a.zip", "read"),
        ("a.zip/某局年报.docx", "read"),
        ("a.zip/本局年报.docx", "read"),
        ("a.zip/说明.txt", "read"),
    }
    assert report.attachments[0].media_type == "application/zip"
    assert "压缩包内还有压缩包" in next(f.message for f in report.findings if f.rule == "unread_format")


def test_an_archive_that_cannot_be_opened_says_why() -> None:
    truth = report_of()
    locked = bytearray(zip_of({"a.docx": docx_report(truth)}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(signature) + offset] |= 1
    report = together(page_of(truth, link("a.zip")), {"a.zip": bytes(locked)})
    assert [a.state for a in report.attachments] == ["stored"]
    assert any(f.rule == "unread_attachment" and "加密" in f.evidence for f in report.findings)


def test_a_rar_without_a_program_is_unsupported_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    truth = report_of()
    report = together(page_of(truth, link("a.rar")), {"a.rar": rar({"a.docx": docx_report(truth)})})
    assert [(a.state, a.media_type) for a in report.attachments] == [("unsupported", "application/vnd.rar")]
    assert any(f.rule == "unread_attachment" and "RAR" in f.evidence for f in report.findings)


def test_an_archive_in_the_place_of_a_page_is_the_report_of_the_links_year() -> None:
    truth, older = report_of(2022), report_of(2020)
    packed = zip_of({"2020.docx": docx_report(older), "2022.docx": docx_report(truth), "a.txt": b"x"})
    context = Context(
        "990121", "河湾县人民政府", f"{truth.agency.name}2022年政府信息公开年度报告", provenance="official"
    )
    examined = examine(Document(packed, f"{SITE}/files/a.zip"), context, Hints())
    report = examined.reading.report
    assert report is not None
    assert (report.url, report.year, report.agency) == (f"{SITE}/files/a.zip", 2022, truth.agency.name)
    assert any("另有一份报告" in finding.message for finding in report.findings)
    nothing = examine(Document(zip_of({"a.txt": b"x"}), f"{SITE}/files/b.zip"), context, Hints())
    assert (nothing.reading.report, nothing.reading.page.format) == (None, "archive")
