"""A report on several pages (分页) becomes one: recognised by its pager, joined in order, what is missing is said."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from crawler.records import Block, Context, Document, Link, Page, Parts, Report
from crawler.report.join import Part, Whole
from crawler.report.merge import File, read_with_files
from crawler.report.parts import find_parts, most
from crawler.report.read import read_document
from crawler.report.wanted import wanted_files
from tests.reading.office_files import docx_report
from tests.report import split
from tests.report.split import SITE
from tests.standin.bodies import clean_paragraphs
from tests.standin.forms import Table
from tests.standin.places import PLACES, agencies_of
from tests.standin.reports import ReportText, write_report

CONTEXT = Context(division_code="990121", portal_name="河湾县人民政府", provenance="official")
A = f"{SITE}/a/"


def report_of(year: int = 2022) -> ReportText:
    return write_report(agencies_of(PLACES["hewan"], Random(3), 3, 2, 1)[1], year, "parts", size=5)


def parts_of(url: str, *links: tuple[str, str], script: str = "", lines: tuple[str, ...] = ()) -> Parts | None:
    page = Page(url=url, format="html", links=[Link(to, text, 0) for text, to in links])
    page.scripts = [script] if script else []
    page.blocks = [Block(line) for line in lines]
    return find_parts(page, 0, len(page.blocks))


def joined(documents: list[Document | None], urls: list[str]) -> Report:
    first, *rest = documents
    assert first is not None
    parts = [Part(url, part, "" if part else "HTTP 500") for url, part in zip(urls[1:], rest, strict=True)]
    reading = Whole(first, CONTEXT, parts).read()
    assert reading.report is not None
    return reading.report


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def assert_whole(report: Report, truth: ReportText) -> None:
    lines = report.body.split("\n")
    assert [line for line in truth.lines if line not in lines] == []
    assert [line for line in lines if line in truth.lines] == truth.lines
    assert not any(word in report.body for word in ("上一页", "下一页", "责任编辑", "来源：", "共3页"))
    assert truth.title not in lines
    stored = {(cell.form, cell.row_key, cell.column_key): cell.raw for cell in report.table_cells}
    assert {cell: stored.get(cell[:3]) for cell in truth.cells if stored.get(cell[:3]) != cell.raw} == {}
    assert (report.agency, report.year) == (truth.agency.name, truth.year)
    assert report.signed_on == (truth.signed_on.isoformat() if truth.signed_on else None)


# -- which page is a part ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2012, 2017, 2022])
@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize(
    ("addresses", "pager"),
    [
        (split.numbered, split.script_pager),
        (split.numbered, split.link_pager(split.numbered)),
        (split.counted, split.link_pager(split.counted, "共{of}页 ")),
        (split.counted, split.next_pager(split.counted)),
        (split.queried, split.link_pager(split.queried, "第{n}页/共{of}页")),
    ],
)
def test_the_pages_of_a_report_are_told_and_joined(
    year: int, inside: bool, addresses: split.Addresses, pager: split.Pager
) -> None:
    truth = report_of(year)
    documents = split.pages_of(truth, 3, addresses, pager, inside=inside)
    for number, document in enumerate(documents, 1):
        reading = read_document(document, CONTEXT)
        if reading.kind != "report" or (number == 3 and reading.parts is None):
            # A page of tables alone is no report; and a link back to page 2 alone may be one to another article.
            assert number > 1
            continue
        assert reading.parts is not None
        assert (reading.parts.number, reading.parts.first) == (number, addresses(1))
        assert reading.parts.urls == [addresses(at) for at in range(number + 1, 4)][: len(reading.parts.urls)]
        assert (number == 3) is (reading.parts.urls == [])
        assert reading.report is not None
        assert "one_of_several" in rules(reading.report)
    report = joined([*documents], [document.url for document in documents])
    assert_whole(report, truth)
    assert not {"one_of_several", "unread_part", "repeated_part"} & rules(report)
    assert report.raw_sha256 not in {read_document(document, CONTEXT).page.raw_sha256 for document in documents}


@pytest.mark.parametrize(
    ("own", "links", "expected"),
    [
        ("show-5-12-1.html", [("2", "show-5-12-2.html")], (1, "show-5-12-1.html", ["show-5-12-2.html"])),
        ("12.html", [("余下全文", "12_2.html")], (1, "12.html", ["12_2.html"])),
        ("12.html", [("[2]", "12-2.html"), ("[3]", "12-3.html")], (1, "12.html", ["12-2.html", "12-3.html"])),
        ("12", [("下一页 >", "12/2")], (1, "12", ["12/2"])),
        ("12_2.html", [("上一页", "12.html")], (2, "12.html", [])),
        (
            "12.html",
            [("2", "12_p2.html"), ("5", "12_p5.html")],
            (1, "12.html", [f"12_p{n}.html" for n in (2, 3, 4, 5)]),
        ),
        ("v.asp?id=3", [("2", "v.asp?page=2&id=3")], (1, "v.asp?id=3", ["v.asp?page=2&id=3"])),
        ("v.asp?id=3&page=1", [("2", "v.asp?id=3&page=2")], (1, "v.asp?id=3&page=1", ["v.asp?id=3&page=2"])),
    ],
)
def test_addresses_of_parts(own: str, links: list[tuple[str, str]], expected: tuple[int, str, list[str]]) -> None:
    found = parts_of(A + own, *((text, A + to) for text, to in links))
    number, first, urls = expected
    assert found == Parts(number, None, A + first, [A + url for url in urls])


@pytest.mark.parametrize(
    ("own", "links"),
    [
        ("123.html", [("下一页", "124.html"), ("上一页", "122.html")]),
        ("1.html", [("下一页", "2.html")]),
        ("post_1.html", [("下一页", "post_2.html")]),
        ("index.html", [("2", "index_1.html"), ("下一页", "index_1.html")]),
        ("", [("2", "index_2.html"), ("下一页", "?page=2")]),
        ("123.html", [("2", "../b/index_2.html"), ("下一页", "../b/index_2.html")]),
        ("123.html", [("附件2", "123_2.html"), ("河湾县2021年报告", "123_1.html")]),
        ("v.asp?id=3", [("2", "v.asp?id=4&page=2"), ("下一页", "list.asp?page=2")]),
        ("t20230110_1.html", [("2023", "t20230110_1_2.html")]),
    ],
)
def test_pagers_of_lists_and_neighbouring_articles_are_none(own: str, links: list[tuple[str, str]]) -> None:
    assert parts_of(A + own, *((text, A + to) for text, to in links)) is None


def test_a_list_beside_an_article_pages_itself_not_the_article() -> None:
    assert parts_of(f"{A}t20230110_1.html", script='createPageHTML(7, 0, "index", "html");') is None


def test_a_pager_without_addresses_says_that_there_is_more() -> None:
    assert parts_of(f"{A}1.html", lines=("正文。", "上一页 1 2 3 下一页 共3页")) == Parts(1, 3)
    assert parts_of(f"{A}1.html", lines=("正文。", "[1] [2] [3] 下一页")) == Parts(1)
    assert parts_of(f"{A}1.html", lines=("正文。", "此件共3页,存档备查。")) is None
    assert parts_of(f"{A}1.html", lines=("正文。", "上一页 下一页")) is None


def test_a_page_that_was_saved_without_its_address_says_that_it_is_one_of_several() -> None:
    for pager in (split.script_pager, split.link_pager(split.counted, "共{of}页 "), split.link_pager(split.counted)):
        documents = split.pages_of(report_of(), 3, split.counted, pager)
        report = read_document(Document(documents[0].body, name="report.html"), CONTEXT).report
        assert report is not None
        (finding,) = [finding for finding in report.findings if finding.rule == "one_of_several"]
        assert "第 1 页" in finding.message


def test_a_hostile_pager_is_bounded() -> None:
    found = parts_of(f"{A}t1.html", script='createPageHTML(99, 0, "t1", "html");')
    assert found is not None
    assert len(found.urls) == most()
    assert parts_of(f"{A}t1.html", script='createPageHTML(99999999, 0, "t1", "html");') is None


# -- what becomes of them ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", [True, False])
def test_a_table_over_two_pages_is_one_table(head: bool) -> None:
    truth = report_of()
    at, table = next((i, x) for i, x in enumerate(truth.items) if isinstance(x, Table) and x.form == "requests")
    upper, lower = split.cut_table(table, head=head)
    halves = [replace(truth, items=[*truth.items[:at], upper], signed_on=None)]
    halves.append(replace(truth, items=[lower, *truth.items[at + 1 :]]))
    documents = [
        Document(split.article(truth, clean_paragraphs(half, Random(1)), split.script_pager(n, 2)), split.numbered(n))
        for n, half in enumerate(halves, 1)
    ]
    report = joined([*documents], [document.url for document in documents])
    assert_whole(report, truth)
    assert not {"tables_missing", "unknown_row"} & rules(report)
    printed = [line for line in report.body.split("\n") if line.startswith("一、本年新收")]
    assert len(printed) == 1


def test_a_sentence_that_the_break_cut_is_one_paragraph() -> None:
    truth = report_of(2012)
    line = max(truth.lines, key=len)
    pages = []
    for number, text in enumerate(("".join(f"<p>{x}</p>" for x in truth.lines[: truth.lines.index(line)]), ""), 1):
        rest = truth.lines[truth.lines.index(line) + 1 :]
        half = f"<p>{line[:40]}</p>" if number == 1 else f"<p>{line[40:]}</p>" + "".join(f"<p>{x}</p>" for x in rest)
        pages.append(Document(split.article(truth, text + half, split.script_pager(number, 2)), split.numbered(number)))
    assert line in joined([*pages], [page.url for page in pages]).body.split("\n")


def test_a_last_page_with_little_on_it_is_read_where_the_first_one_has_its_text() -> None:
    truth = report_of(2012)
    body = clean_paragraphs(replace(truth, signed_on=None), Random(1))
    last = "<p>六、其他</p><p>无。</p><p>河湾县某局</p>"
    pages = [
        Document(split.article(truth, text, split.script_pager(n, 2)), split.numbered(n))
        for n, text in enumerate((body, last), 1)
    ]
    assert joined([*pages], [page.url for page in pages]).body.endswith("六、其他\n无。\n河湾县某局")


def test_a_last_page_of_short_lines_alone_is_read() -> None:
    truth = report_of(2012)
    body = clean_paragraphs(replace(truth, signed_on=None), Random(1))
    texts = (body, "<p>以上报告。</p><p>河湾县某局</p>")
    pages = [
        Document(split.article(truth, text, split.script_pager(n, 2)), split.numbered(n))
        for n, text in enumerate(texts, 1)
    ]
    report = joined([*pages], [page.url for page in pages])
    assert "unread_part" not in rules(report)
    assert report.body.endswith("以上报告。\n河湾县某局")


def test_a_missing_part_is_said_and_the_rest_is_kept() -> None:
    truth = report_of(2012)
    documents = split.pages_of(truth, 4, split.numbered, split.script_pager)
    report = joined([documents[0], None, documents[2], documents[3]], [document.url for document in documents])
    (finding,) = [finding for finding in report.findings if finding.rule == "unread_part"]
    assert (finding.severity, "第 2 页" in finding.message) == ("warning", True)
    assert finding.evidence == f"{documents[1].url} HTTP 500"
    lines = report.body.split("\n")
    for number, part in enumerate(split.chunks(truth, 4), 1):
        assert all((line in lines) is (number != 2) for line in part.lines)


def test_parts_that_were_never_found_are_counted() -> None:
    documents = split.pages_of(report_of(2012), 4, split.numbered, split.script_pager)[:2]
    report = joined([*documents], [document.url for document in documents])
    assert [f.message for f in report.findings if f.rule == "unread_part"] == ["报告共 4 页,只找到前 2 页,正文不完整"]


def test_a_part_that_comes_again_is_read_once() -> None:
    truth = report_of(2012)
    one, two, three = split.pages_of(truth, 3, split.numbered, split.script_pager)
    # A server that answers with the first page, or again with the one before, whatever is asked.
    loop = [one, Document(one.body, two.url), two, Document(two.body, split.numbered(4)), three]
    report = joined([*loop], [document.url for document in loop])
    assert_whole(report, truth)
    assert sum(finding.rule == "repeated_part" for finding in report.findings) == 2


def test_what_comes_in_the_place_of_a_part_is_not_read_into_the_report() -> None:
    truth, other = report_of(2012), report_of(2013)
    documents = split.pages_of(truth, 2, split.numbered, split.script_pager)
    lost = "<html><head><title>404</title></head><body><p>抱歉，您访问的页面不存在或已删除！</p></body></html>"
    strangers = [
        Document(lost.encode(), documents[1].url),
        split.pages_of(other, 1, split.numbered, split.script_pager)[0],
        Document(docx_report(truth), documents[1].url),
        Document(split.article(truth, "", split.script_pager(2, 2)), documents[1].url),
    ]
    for stranger in strangers:
        report = joined([documents[0], stranger], [document.url for document in documents])
        assert "unread_part" in rules(report)
        assert not any(line in report.body for line in other.lines if line not in truth.lines)


def test_files_that_a_later_part_links_to_belong_to_the_report() -> None:
    truth = report_of()
    prose = replace(truth, items=[item for item in truth.items if not isinstance(item, Table)])
    documents = split.pages_of(prose, 2, split.numbered, split.script_pager)
    link = '<p><a href="/a.docx">附件：统计表</a></p><div class="page">'
    documents[1].body = documents[1].body.replace(b'<div class="page">', link.encode())
    parts = [Part(documents[1].url, documents[1])]
    alone = Whole(documents[0], CONTEXT, parts).read()
    (file,) = wanted_files(alone)
    assert file.url == f"{SITE}/a.docx"
    document = Document(docx_report(truth), file.url)
    report = read_with_files(documents[0], CONTEXT, [File(file, document)], parts).report
    assert report is not None
    assert [attachment.state for attachment in report.attachments] == ["read"]
    assert_whole(report, truth)
    assert "one_of_several" not in rules(report)
