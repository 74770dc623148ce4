"""OFD (版式文件, GB/T 33190—2016) to a Page: text in reading order, tables from their ruling lines.

A zip with an XML file per page. Signatures and seals are not checked, annotations and attachments not read.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from crawler.reading.archives import Archive, ArchiveError, open_archive
from crawler.reading.compose import Composer
from crawler.reading.ocr.pictures import read_pictures
from crawler.reading.ofd.layout import Paragraph, Sheet, Table, goes_over, joined, lay_out, margins_of, sort_out
from crawler.reading.ofd.objects import Drawing, draw, numbers
from crawler.reading.properties import keep_property
from crawler.records import Finding, Page

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

    Findings: ``encrypted``, ``broken_file``, ``truncated``, ``zip_bomb``, ``unread_font`` (signs without characters).
    """
    composer = Composer(url, "ofd")
    archive = open_archive(body, composer.page)
    if archive is None:
        return composer.page
    sheets: list[Sheet] = []
    pictures: list[list[str]] = []  # of each sheet, by their members' names
    unknown = signs = 0
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
                    composer.finding("truncated", f"页数过多,只读取前 {MAX_PAGES} 页", f"{len(document.pages)} pages")
                    break
                drawing, width, height = document.page(name)
                unknown += drawing.unknown
                signs += len(drawing.signs)
                sheets.append(sort_out(drawing, width, height))
                pictures.append([member for key in drawing.images if (member := document.media.get(key))])
    except ArchiveError as error:
        encrypted = any("encrypt" in name.lower() for name in archive.names)
        rule = Finding("encrypted", "文件已加密,不能读取", "error") if encrypted else error.finding()
        composer.page.findings.append(rule)
    items: list[_Item] = []
    margins = margins_of(sheets)
    for sheet, names in zip(sheets, pictures, strict=True):
        _append(items, lay_out(sheet, margins))
        items += names
    _compose(composer, items)
    if unknown * 30 > signs + unknown:
        composer.finding("unread_font", "部分文字只有字形而没有编码,不能读取", f"{unknown} signs")
    for node in info if info is not None else ():
        name = str(node.tag).rpartition("}")[2]
        if name in _PROPERTIES and node.text:
            keep_property(composer.page, _PROPERTIES[name], node.text)
    page = composer.done()
    read_pictures(page, archive)
    return page


#: What a document holds: paragraphs, tables, and pictures by their members' names.
_Item = Paragraph | Table | str


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


def _append(items: list[_Item], page: list[Paragraph | Table]) -> None:
    """Adds a page's paragraphs and tables; what the page break cut is put together."""
    if items and page:
        last, first = items[-1], page[0]
        if isinstance(last, Table) and isinstance(first, Table) and goes_over(last, first):
            items[-1] = joined(last, first)
            page = page[1:]
        elif isinstance(last, Paragraph) and isinstance(first, Paragraph) and last.open and first.flush:
            items[-1] = Paragraph(last.text + first.text, last.center, first.open)
            page = page[1:]
    items.extend(page)


def _compose(composer: Composer, items: list[_Item]) -> None:
    for item in items:
        if isinstance(item, str):
            composer.picture(item)
            continue
        if isinstance(item, Paragraph):
            composer.line(item.text, center=item.center)
            continue
        rows: list[list[tuple[str, int, int]]] = [[] for _ in range(item.rows)]
        for row, _, down, across, text in sorted(item.cells, key=lambda cell: cell[:2]):
            rows[row].append((text, across, down))
        composer.table(rows)
