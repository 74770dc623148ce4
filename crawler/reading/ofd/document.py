"""OFD (版式文件, GB/T 33190—2016) to a Page: what its pages print, set as the pages of a PDF are.

A zip with an XML file per page. Signatures and seals are not checked, annotations and attachments not read.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from crawler.reading.archives import Archive, ArchiveError, open_archive
from crawler.reading.ocr.pictures import read_pictures
from crawler.reading.ofd.objects import POINTS, Drawing, draw, numbers
from crawler.reading.pdf.setting import set_sheets
from crawler.reading.pdf.sheet import Sheet
from crawler.reading.properties import keep_property
from crawler.records import Finding, Link, Page

#: A report has 5 to 40 pages.
MAX_PAGES = 400
_A4 = (210.0, 297.0)
_PROPERTIES = {
    "Title": "dc:title",
    "Subject": "dc:subject",
    "Author": "dc:creator",
    "CreationDate": "dcterms:created",
    "ModDate": "dcterms:modified",
}


def read_ofd(body: bytes, url: str) -> Page:
    """The page of an OFD file; never raises.

    Findings: ``encrypted``, ``broken_file``, ``truncated``, ``zip_bomb``, ``unread_font`` (signs without characters),
    ``turned_text``.
    """
    page = Page(url=url, format="ofd", size=len(body))
    archive = open_archive(body, page)
    if archive is None:
        return page
    sheets: list[Sheet] = []
    pictures: list[tuple[int, str]] = []  # each with the number of its sheet, by its member's name
    unknown = 0
    info: etree._Element | None = None
    try:
        root = archive.xml("OFD.xml")
        if root is None:
            raise ArchiveError("broken_file", "OFD 中没有 OFD.xml")
        info = next(root.iter("{*}DocInfo"), None)
        for entry in root.iter("{*}DocRoot"):
            document = _Document(archive, _resolve("", entry.text or ""))
            for position, name in enumerate(document.pages):
                if position >= MAX_PAGES:
                    message = f"页数过多,只读取前 {MAX_PAGES} 页"
                    page.findings.append(Finding("truncated", message, "warning", f"{len(document.pages)} pages"))
                    break
                drawing, width, height = document.page(name)
                unknown += drawing.unknown
                members = (document.media.get(key) for key in drawing.images)
                pictures += [(len(sheets), member) for member in members if member]
                rules = drawing.horizontal, drawing.vertical
                sheets.append(Sheet(len(sheets), width * POINTS, height * POINTS, drawing.signs, *rules))
    except ArchiveError as error:
        encrypted = any("encrypt" in name.lower() for name in archive.names)
        page.findings.append(Finding("encrypted", "文件已加密,不能读取", "error") if encrypted else error.finding())
    signs = sum(len(sheet.glyphs) for sheet in sheets)
    starts = set_sheets(page, sheets)
    for number, member in pictures:  # below what its page says
        at = next((block for start, block in starts if start > number), len(page.blocks))
        page.images.append(Link(f"{url}#{member}", "", at))
    if unknown * 30 > signs + unknown:
        page.findings.append(
            Finding("unread_font", "部分文字只有字形而没有编码,不能读取", "warning", f"{unknown} signs")
        )
    for node in info if info is not None else ():
        name = str(node.tag).rpartition("}")[2]
        if name in _PROPERTIES and node.text:
            keep_property(page, _PROPERTIES[name], node.text)
    read_pictures(page, archive)
    return page


class _Document:
    """One document of the package: its pages, templates, page size and pictures."""

    def __init__(self, archive: Archive, name: str) -> None:
        self.archive = archive
        self.folder = posixpath.dirname(name)
        root = archive.xml(name)
        if root is None:
            raise ArchiveError("broken_file", "OFD 中没有文档(Document.xml)", name)
        self.size = _size(root) or _A4
        self.pages = [_resolve(self.folder, node.get("BaseLoc") or "") for node in root.iter("{*}Page")]
        self.templates = {
            node.get("ID") or "": _resolve(self.folder, node.get("BaseLoc") or "")
            for node in root.iter("{*}TemplatePage")
        }
        self.media: dict[str, str] = {}
        self.units: dict[str, etree._Element] = {}
        for node in root.iter("{*}PublicRes", "{*}DocumentRes"):
            self._load_resources(_resolve(self.folder, node.text or ""))

    def _load_resources(self, name: str) -> None:
        root = self.archive.xml(name)
        if root is None:
            return
        folder = _resolve(posixpath.dirname(name), root.get("BaseLoc") or "")
        for node in root.iter("{*}MultiMedia"):
            file = node.findtext("{*}MediaFile") or ""
            self.media[node.get("ID") or ""] = _resolve(folder, file)
        for node in root.iter("{*}CompositeGraphicUnit"):
            self.units[node.get("ID") or ""] = node

    def page(self, name: str) -> tuple[Drawing, float, float]:
        """What a page draws, its width and height. A template that every page has (letterhead, footer) is no text."""
        drawing = Drawing()
        root = self.archive.xml(name)
        if root is None:
            return drawing, *self.size
        if len(self.pages) == 1:
            for node in root.iter("{*}Template"):
                template = self.archive.xml(self.templates.get(node.get("TemplateID") or "", ""))
                if template is not None:
                    draw(template, drawing, self.units)
        draw(root, drawing, self.units)
        width, height = _size(root) or self.size
        return drawing, width, height


def _size(root: etree._Element) -> tuple[float, float] | None:
    box = next(root.iter("{*}PhysicalBox"), None)
    values = numbers(box.text) if box is not None else []
    return (values[2], values[3]) if len(values) >= 4 and values[2] > 1 and values[3] > 1 else None


def _resolve(folder: str, location: str) -> str:
    """A member's name from a location: absolute from the package's root, else from the file that names it."""
    location = location.strip().replace("\\", "/")
    joined_name = location if location.startswith("/") else posixpath.join(folder, location)
    return posixpath.normpath(joined_name).lstrip("/.") if location else folder
