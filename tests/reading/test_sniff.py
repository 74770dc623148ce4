"""What bytes are: by what they begin with, not by what they are called."""

from __future__ import annotations

import codecs
import struct
import zipfile
from io import BytesIO

import pytest

from crawler.reading import READABLE, read_page
from crawler.reading.sniff import sniff
from crawler.records import Document, Format


def zipped(*names: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + stream.encode("utf-16-le") + bytes(2000)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"<html><body>x", "html", id="html"),
        pytest.param(b"\n\n  <!DOCTYPE html>\n<p>x", "html", id="html after blank lines"),
        pytest.param("政府<br>信息".encode(), "html", id="a piece of html"),
        pytest.param(codecs.BOM_UTF16_LE + "<html>政府".encode("utf-16-le"), "html", id="html in utf-16"),
        pytest.param("<html>政府信息公开年度报告".encode("utf-16-le"), "html", id="html in utf-16 without a mark"),
        pytest.param(b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>', "html", id="xhtml"),
        pytest.param("一、概述。5 < 6".encode(), "text", id="plain text"),
        pytest.param(codecs.BOM_UTF16_LE + "政府".encode("utf-16-le"), "text", id="plain text in utf-16"),
        pytest.param(b"", "text", id="nothing"),
        pytest.param(b'<?xml version="1.0"?><datastore><record/></datastore>', "data", id="xml of a list"),
        pytest.param(b'{"articles": [{"title": "<a href=x>y</a>"}]}', "data", id="json with markup in it"),
        pytest.param(b"callback({'a': 1})", "data", id="jsonp"),
        pytest.param(b"%PDF-1.5\n%\xe2\xe3", "pdf", id="pdf"),
        pytest.param(b"\x00\x01junk\n%PDF-1.5\n", "pdf", id="pdf after junk"),
        pytest.param(b"<html><p>files begin with %PDF-1.4</p>", "html", id="html that speaks of pdf"),
        pytest.param(zipped("word/document.xml"), "docx", id="docx"),
        pytest.param(zipped("xl/workbook.xml"), "xlsx", id="xlsx"),
        pytest.param(zipped("OFD.xml", "Doc_0/Document.xml"), "ofd", id="ofd"),
        pytest.param(zipped("readme.txt"), "archive", id="any zip"),
        pytest.param(zipped("a/word/document.xml", "b.doc"), "archive", id="a zip with a folder called word"),
        pytest.param(zipped("ppt/presentation.xml"), "unknown", id="pptx"),
        pytest.param(zipped("mimetype", "META-INF/manifest.xml"), "unknown", id="odt"),
        pytest.param(b"Rar!\x1a\x07\x01\0" + b"name.txt" * 99, "archive", id="rar 5"),
        pytest.param(b"7z\xbc\xaf\x27\x1c\0\4" + b"x" * 99, "archive", id="7z"),
        pytest.param(b"PK\x05\x06" + bytes(18), "archive", id="empty zip"),
        pytest.param(compound("WordDocument"), "doc", id="doc"),
        pytest.param(compound("Workbook"), "xls", id="xls"),
        pytest.param(compound("Book"), "xls", id="old xls"),
        pytest.param(compound("EncryptedPackage"), "docx", id="encrypted package"),
        pytest.param(compound("Contents"), "unknown", id="any compound file"),
        pytest.param(b"{\\rtf1\\ansi x}", "doc", id="rtf"),
        pytest.param(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "doc", id="mht"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "image", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0", "image", id="jpeg"),
        pytest.param(b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image", id="webp"),
        pytest.param(b"BM" + struct.pack("<IHHII", 99, 0, 0, 54, 40) + b"\0" * 20, "image", id="bmp"),
        pytest.param(b"BMI and other indices", "text", id="text that begins with BM"),
        pytest.param(bytes(range(32)) * 40, "unknown", id="binary"),
    ],
)
def test_bytes_tell_what_they_are(body: bytes, kind: Format) -> None:
    assert sniff(Document(body)) == kind


def test_a_lying_name_and_header_do_not_matter() -> None:
    lying = Document(b"<html><p>x", headers={"content-type": "application/pdf"}, name="report.pdf")
    assert sniff(lying) == "html"


def test_xml_that_an_html_header_stands_over_is_still_data() -> None:
    assert sniff(Document(b"<datastore><record>", headers={"content-type": "text/html"})) == "data"


def test_an_encrypted_workbook_is_told_by_its_name() -> None:
    assert sniff(Document(compound("EncryptedPackage"), name="a.XLSX")) == "xlsx"


def test_what_nobody_knows_is_a_finding_that_names_the_file() -> None:
    page = read_page(Document(bytes(range(32)) * 40, name="a.bin"))
    assert page.format == "unknown"
    assert [(finding.rule, finding.evidence) for finding in page.findings] == [("unread_format", "a.bin")]


def test_formats_without_an_extra_are_always_read() -> None:
    assert {"html", "text", "data", "doc", "docx", "xls", "xlsx", "ofd"} <= READABLE


@pytest.mark.parametrize(
    "body",
    [b"%PDF-1.5\n", zipped("word/document.xml"), zipped("xl/workbook.xml"), zipped("OFD.xml"), compound("Workbook")],
)
def test_a_broken_file_of_any_format_is_a_finding(body: bytes) -> None:
    page = read_page(Document(body, url="http://www.stand-in.gov.cn/a", status=200, fetched_at="2024-01-02T03:04:05"))
    assert page.findings and not page.blocks
    assert page.size == len(body) and page.raw_sha256 and page.fetched_at == "2024-01-02T03:04:05"
