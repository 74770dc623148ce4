"""Report pages and their files read together: the file is the report where the page has no text of its own."""

from __future__ import annotations

from html import escape
from random import Random

import pytest

from crawler.reading import ocr
from crawler.records import Attachment, Document
from crawler.report.merge import read_with_files, without_reading
from crawler.report.read import read_document
from crawler.report.wanted import FILES_MAX, wanted_files
from tests.reading.office_files import docx_report, sheet_of, xlsx
from tests.report.merging import CONTEXT, SITE, URL, assert_is, file_of, link, page_of, report_of, rules, together
from tests.standin.bodies import clean_paragraphs, plain_table
from tests.standin.forms import Cell, Table
from tests.standin.reports import ReportText


def test_where_the_page_has_no_text_its_file_is_the_report() -> None:
    truth = report_of()
    report = together(page_of(truth, link("a.docx", f"{truth.title}.docx")), {"a.docx": docx_report(truth)})
    assert_is(report, truth)
    assert report.format == "docx"
    assert report.origins["body"] == f"attachment:{SITE}/files/a.docx"
    assert "unread_attachment" not in rules(report)
    (attachment,) = report.attachments
    assert (attachment.state, attachment.sha256) == ("read", report.raw_sha256)
    assert attachment.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert attachment.bytes == len(docx_report(truth))


def test_a_file_is_known_by_what_its_link_calls_it() -> None:
    truth, name = report_of(), "download.jsp?wbfileid=12"
    report = together(page_of(truth, link(name, f"{truth.title}.docx")), {name: docx_report(truth)})
    assert_is(report, truth)


def test_nothing_of_the_portal_gets_into_the_text_of_the_file() -> None:
    truth = report_of()
    report = together(page_of(truth, link("a.docx") + "<p>扫一扫在手机打开当前页</p>"), {"a.docx": docx_report(truth)})
    for word in ("版权所有", "浏览次数", "附件", "扫一扫", "网站地图", "索引号"):
        assert word not in report.body


def test_days_late_come_from_the_date_of_the_page() -> None:
    truth = report_of()
    report = together(page_of(truth, link("a.docx")), {"a.docx": docx_report(truth)})
    assert report.days_late == (truth.published_on - truth.published_on.replace(month=1, day=31)).days


def test_where_the_page_has_the_text_its_file_gives_nothing_but_its_state() -> None:
    truth = report_of()
    page = page_of(truth, clean_paragraphs(truth, Random(1)) + link("a.docx"))
    alone = read_document(page, CONTEXT).report
    report = together(page, {"a.docx": docx_report(truth)})
    assert alone is not None
    assert (report.body, report.format, report.raw_sha256) == (alone.body, "html", alone.raw_sha256)
    assert [attachment.state for attachment in report.attachments] == ["read"]
    assert "unread_attachment" not in rules(report)


def test_tables_that_the_page_lacks_come_from_its_file() -> None:
    truth = report_of()
    prose = "".join(f"<p>{escape(line)}</p>" for line in truth.lines)
    tables = [item for item in truth.items if isinstance(item, Table)]
    book = xlsx({f"表{n}": sheet_of(table.rows) for n, table in enumerate(tables)})
    page = page_of(truth, prose + link("b.xlsx", "统计表.xlsx"))
    alone = read_document(page, CONTEXT).report
    assert alone is not None
    assert "tables_missing" in rules(alone)
    report = together(page, {"b.xlsx": book})
    assert_is(report, truth)
    assert report.format == "html"
    assert report.origins["table_cells"] == f"attachment:{SITE}/files/b.xlsx"
    assert report.body.startswith(alone.body.split("\n")[0])
    assert not {"tables_missing", "unread_attachment"} & rules(report)


ANNEX = [
    ["政府信息公开情况统计表", "", ""],
    ["统计指标", "单位", "统计数"],
    ["一、主动公开情况", "", ""],
    ["主动公开政府信息数", "条", "318"],
    ["1.政府网站公开政府信息数", "条", "240"],
    ["2.政务微博公开政府信息数", "条", "12"],
    ["收到申请数", "件", "5"],
    ["1.当面申请数", "件", "1"],
    ["2.网络申请数", "件", "4"],
    ["行政诉讼数量", "件", "0"],
    ["接受培训人员数", "人次", "46"],
]


def rows_of(rows: list[list[str]]) -> list[list[Cell]]:
    return [[Cell(text) for text in row] for row in rows]


def test_the_annex_that_a_report_of_prose_has_in_a_file_is_its_table() -> None:
    truth = report_of(2016)
    prose = "".join(f"<p>{escape(line)}</p>" for line in truth.lines)
    page = page_of(truth, prose + link("b.xlsx", "统计表.xlsx"))
    alone = read_document(page, CONTEXT).report
    assert alone is not None
    assert alone.table_cells == []
    report = together(page, {"b.xlsx": xlsx({"表1": sheet_of(rows_of(ANNEX))})})
    read = {cell.row_key: cell.value for cell in report.table_cells if cell.column_key == "value"}
    wanted = {"disclosed": 318, "channel_website": 240, "channel_weibo": 12, "applications": 5, "lawsuits": 0}
    assert wanted.items() <= read.items()
    assert report.form_era == "annex2014"
    assert report.origins["table_cells"] == f"attachment:{SITE}/files/b.xlsx"


def test_a_table_in_a_file_that_looks_statutory_and_is_not_understood_is_said() -> None:
    truth = report_of(2016)
    prose = "".join(f"<p>{escape(line)}</p>" for line in truth.lines)
    page = page_of(truth, prose + link("b.xlsx", "统计表.xlsx"))
    strange = [["政府信息公开工作情况统计表", ""], ["甲类事项", "3"], ["乙类事项", "5"], ["丙类事项", "7"]]
    report = together(page, {"b.xlsx": xlsx({"表1": sheet_of(rows_of(strange))})})
    assert report.table_cells == []
    (said,) = [finding.evidence for finding in report.findings if finding.rule == "tables_missing"]
    assert strange[0][0] in said
    ours = [["姓名", "职务"], ["甲", "3"], ["乙", "5"], ["丙", "7"]]
    assert "tables_missing" not in rules(together(page, {"b.xlsx": xlsx({"表1": sheet_of(rows_of(ours))})}))


def test_a_report_in_two_files_is_put_together() -> None:
    truth = report_of()
    prose = ReportText(**{**vars(truth), "items": [item for item in truth.items if not isinstance(item, Table)]})
    tables = [item for item in truth.items if isinstance(item, Table)]
    book = xlsx({f"表{n}": sheet_of(table.rows) for n, table in enumerate(tables)})
    page = page_of(truth, link("a.docx", "正文.docx") + link("b.xlsx", "附表.xlsx"))
    report = together(page, {"a.docx": docx_report(prose), "b.xlsx": book})
    assert_is(report, truth)
    assert report.origins["body"].endswith("a.docx")
    assert report.origins["table_cells"].endswith("b.xlsx")


def test_of_several_reports_the_one_of_the_pages_year_is_taken() -> None:
    truth, older = report_of(2022), report_of(2021)
    page = page_of(truth, link("2021.docx") + link("2022.docx"))
    report = together(page, {"2021.docx": docx_report(older), "2022.docx": docx_report(truth)})
    assert_is(report, truth)


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (None, "failed"),
        (b"PK\x03\x04 not a zip", "unsupported"),
        (b"Rar!\x1a\x07\x00" + bytes(range(256)) * 9, "unsupported"),
        ("<html><title>404</title><body>页面不存在</body></html>".encode(), "failed"),
    ],
    ids=["not had", "broken", "rar", "error page"],
)
def test_a_file_that_gives_nothing_leaves_a_finding_that_says_why(body: bytes | None, state: str) -> None:
    truth = report_of()
    report = together(page_of(truth, link("a.doc")), {"a.doc": body})
    assert [attachment.state for attachment in report.attachments] == [state]
    (finding,) = [finding for finding in report.findings if finding.rule == "unread_attachment"]
    assert finding.severity == "warning"
    assert finding.evidence.startswith(f"{SITE}/files/a.doc")
    assert (report.title, report.body) == (truth.title, "")


def test_a_file_that_could_not_be_read_in_time_is_stored_and_says_so() -> None:
    truth = report_of()
    alone = read_document(page_of(truth, link("a.pdf")), CONTEXT)
    files = [file_of(alone, "a.pdf", b"%PDF-1.4 x")]
    report = without_reading(alone, files, "not read within 300 s").report
    assert report is not None
    assert [(a.state, a.media_type) for a in report.attachments] == [("stored", "application/pdf")]
    assert any("300 s" in finding.evidence for finding in report.findings)


@pytest.mark.parametrize("frame", ["/files/a.docx", "/pdfjs/web/viewer.html?file=/files/a.docx", "/v?url=files/a.docx"])
def test_a_file_shown_in_a_frame_is_the_report(frame: str) -> None:
    truth = report_of()
    report = together(page_of(truth, f'<iframe src="{frame}"></iframe>'), {"a.docx": docx_report(truth)})
    assert_is(report, truth)


@pytest.mark.parametrize("frame", ["//[/a.docx", "/v?file=http://[::1/a.pdf", "javascript:a.pdf", "/v?file=data:a.pdf"])
def test_what_is_no_address_is_no_file(frame: str) -> None:
    assert wanted_files(read_document(page_of(report_of(), f'<iframe src="{frame}"></iframe>'), CONTEXT)) == []


def test_pictures_are_wanted_only_where_the_page_has_no_text_and_ornaments_never() -> None:
    truth = report_of()
    pictures = "".join(f'<p><img src="/images/{n}.png"></p>' for n in (1, 2))
    ornaments = '<img src="/images/logo.png"><img src="/images/ewm.jpg"><img src="/img/icon_pdf.gif">'
    thin = read_document(page_of(truth, pictures + ornaments), CONTEXT)
    assert [a.url for a in wanted_files(thin)] == [f"{SITE}/images/1.png", f"{SITE}/images/2.png"]
    full = read_document(page_of(truth, clean_paragraphs(truth, Random(1)) + pictures), CONTEXT)
    assert wanted_files(full) == []


def test_a_page_of_a_thousand_files_does_not_ask_for_all() -> None:
    truth = report_of()
    page = page_of(truth, clean_paragraphs(truth, Random(1)) + "".join(link(f"{n}.pdf") for n in range(1000)))
    assert len(wanted_files(read_document(page, CONTEXT))) == FILES_MAX


def test_files_beyond_the_bound_are_named_and_not_forgotten() -> None:
    truth = report_of()
    names = [f"{number}.pdf" for number in range(FILES_MAX + 3)]
    page = page_of(truth, clean_paragraphs(truth, Random(1)) + "".join(map(link, names)))
    report = together(page, dict.fromkeys(names[:FILES_MAX]))
    assert [a.state for a in report.attachments] == ["failed"] * FILES_MAX + ["unsupported"] * 3
    (finding,) = [f for f in report.findings if "附件过多" in f.message]
    assert finding.evidence.endswith(names[FILES_MAX])


def test_a_table_in_the_page_is_no_reason_to_take_another_from_a_file() -> None:
    truth = report_of()
    (table,) = [item for item in truth.items if isinstance(item, Table) and item.form == "requests"]
    page = page_of(truth, f"<p>{escape(truth.lines[0])}</p>" + plain_table(table) + link("a.docx"))
    report = together(page, {"a.docx": docx_report(report_of(2022, agency=2))})
    keys = [(cell.form, cell.row_key, cell.column_key) for cell in report.table_cells]
    assert len(keys) == len(set(keys))


def test_what_is_no_report_stays_none() -> None:
    page = Document("<html><title>通知</title><body><p>关于召开会议的通知</p></body></html>".encode(), URL)
    assert read_with_files(page, CONTEXT, []).report is None


def test_without_the_extra_pictures_are_unsupported_and_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: "pip install gov-reports[ocr] (rapidocr)")
    truth = report_of()
    report = together(page_of(truth, '<img src="/images/1.png">'), {"1.png": b"\x89PNG\r\n\x1a\n"})
    assert [attachment.state for attachment in report.attachments] == ["unsupported"]
    assert any("gov-reports[ocr]" in finding.evidence for finding in report.findings)


@pytest.mark.skipif(bool(ocr.available()), reason=f"OCR is not installed: {ocr.available()}")
@pytest.mark.slow
def test_a_report_shown_as_pictures_is_read_from_them() -> None:
    printed = pytest.importorskip("tests.reading.printed", reason="pictures are made with Pillow (extra ocr)")
    if not printed.styles():
        pytest.skip("no Chinese font: apt install fonts-wqy-zenhei")
    truth = report_of(2010)
    pictures = {f"{n}.png": printed.png(image) for n, image in enumerate(printed.print_report(truth))}
    page = page_of(truth, "".join(f'<p><img src="/images/{name}"></p>' for name in pictures))
    report = together(page, dict(pictures))
    assert_is(report, truth)
    assert report.format == "image"
    assert "ocr" in rules(report)
    assert {attachment.state for attachment in report.attachments} == {"read"}


def test_attachments_keep_the_order_and_names_of_the_page() -> None:
    truth = report_of()
    alone = read_document(page_of(truth, link("b.pdf", "乙") + link("a.pdf", "甲")), CONTEXT)
    assert wanted_files(alone) == [
        Attachment(f"{SITE}/files/b.pdf", "乙"),
        Attachment(f"{SITE}/files/a.pdf", "甲"),
    ]
