"""DOC: whatever hides under that name. Word 97 to 2003 is read by our own reader, so are RTF, DOCX and MHT.

Older Word files (up to Word 95) need LibreOffice or antiword on this machine; without them the page has the finding
``unread_format`` that names them.
"""

from __future__ import annotations

from crawler.reading import converters
from crawler.reading.archives import ArchiveError
from crawler.reading.compose import Composer
from crawler.reading.office.docx import read_docx
from crawler.reading.office.office_xml import document_as_docx, is_cut
from crawler.reading.office.rtf import read_rtf
from crawler.reading.office.word97 import read_word97
from crawler.reading.office.word97_file import Word97Error
from crawler.reading.ole import MAGIC, OleError
from crawler.reading.text import read_text
from crawler.reading.web.mht import is_mht, read_mht
from crawler.records import Finding, Page

#: Word 6 and 95 without an OLE file around it, Word 2 and Word for DOS.
_OLD = (b"\xdb\xa5", b"\x31\xbe", b"\x32\xbe", b"\xdc\xa5")


def read_doc(body: bytes, url: str) -> Page:
    """The page of a DOC file; never raises.

    Findings: ``encrypted``, ``broken_file``, ``truncated``, ``unread_format`` (names the program that is missing).
    """
    head = body[:64].lstrip()
    if head.startswith(b"{\\rtf"):
        return read_rtf(body, url)
    if body.startswith(b"PK\x03\x04"):
        return read_docx(body, url)
    if is_mht(body):
        return read_mht(body, url)
    if head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml"):
        return _read_xml(body, url)
    if not body.startswith((MAGIC, *_OLD)):
        page = Page(url=url, format="doc")
        page.findings.append(Finding("broken_file", "不是 Word 文件,不能读取", "error"))
        return page
    composer = Composer(url, "doc")
    try:
        read_word97(body, composer)
        return composer.done()
    except OleError as error:
        reason, kind = str(error), "old" if body.startswith(_OLD) else "broken"
    except Word97Error as error:
        reason, kind = str(error), error.kind
    if kind == "encrypted":
        composer.page.findings.append(Finding("encrypted", "文件已加密,不能读取", "error", reason))
        return composer.page
    return _convert(body, url, reason)


def _read_xml(body: bytes, url: str) -> Page:
    """A document that Word 2003 saved as one XML file."""
    try:
        page = read_docx(document_as_docx(body), url)
    except ArchiveError as error:
        page = Page(url=url, format="doc", findings=[error.finding()])
    page.format = "doc"
    if is_cut(body):
        page.findings.append(Finding("truncated", "文件不完整,只读取了能读的部分", "warning"))
    return page


def _convert(body: bytes, url: str, reason: str) -> Page:
    """By LibreOffice, which keeps tables, else by antiword, which prints them with ``|``."""
    converted = converters.to_docx(body)
    if converted is not None:
        page = read_docx(converted, url)
        page.format = "doc"
        if page.blocks:
            return page
    text = converters.to_text(body)
    if text and text.strip():
        page = read_text(text, url)
        page.format = "doc"
        return page
    page = Page(url=url, format="doc")
    if converters.find_soffice() or converters.find_antiword():
        page.findings.append(Finding("broken_file", "DOC 文件损坏,不能读取", "error", reason))
    else:
        message = "旧版 DOC 需要 LibreOffice (soffice) 或 antiword 才能读取"
        page.findings.append(Finding("unread_format", message, "warning", reason))
    return page
