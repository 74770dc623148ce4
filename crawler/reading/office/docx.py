"""DOCX (and WPS in the same clothes) to a Page: paragraphs with their automatic numbers, tables with their spans.

One walk over ``word/document.xml``. What Word prints is kept: insertions, field results, symbols, text boxes,
footnotes. What it does not print goes: deletions, hidden text, comments, tables of contents, the pinyin over ruby.
Headers and footers are separate parts and are not read. Format: ECMA-376 part 1, chapter 17.
"""

from __future__ import annotations

from lxml import etree

from crawler.reading.archives import Archive, ArchiveError, open_archive
from crawler.reading.compose import Composer, is_contents_entry
from crawler.reading.ocr.pictures import read_pictures
from crawler.reading.office.docx_parts import REL, W, image_targets, load_notes, local, main_part, normal, on, value
from crawler.reading.office.docx_styles import Styles
from crawler.reading.office.docx_tables import cells_of, columns_of, grid_before, number, rows_of
from crawler.reading.office.numbering import numbered, symbol
from crawler.reading.properties import read_properties
from crawler.reading.tables import RawCell
from crawler.records import Page

_MC_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: How deep tables, text boxes and content controls may lie in each other.
_DEEPEST = 40

#: Elements that only wrap others.
_WRAPPERS = frozenset(
    "ins moveTo smartTag customXml hyperlink fldSimple bdo dir sdtContent rubyBase body txbxContent".split()
)
#: Elements of a run that hold drawings, which may hold text boxes.
_DRAWINGS = frozenset("drawing pict object AlternateContent".split())
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_DROPPED_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "SECTION", "SET", "ASK")


def read_docx(body: bytes, url: str) -> Page:
    """The page of a DOCX file; never raises. Findings: ``truncated``, ``encrypted``, ``zip_bomb``, ``broken_file``."""
    composer = Composer(url, "docx")
    archive = open_archive(body, composer.page)
    if archive is None:
        return composer.page
    try:
        name = main_part(archive)
        root = normal(archive, name)
        if root is None:
            raise ArchiveError("broken_file", "DOCX 中没有正文(word/document.xml)", name)
        walk = _Walk(composer, archive, Styles.load(archive, name), name)
        walk.children(root, 0)
        walk.notes()
        read_properties(archive, composer.page)
    except ArchiveError as error:
        composer.page.findings.append(error.finding())
    while composer.tables.open:
        composer.end_table()
    page = composer.done()
    read_pictures(page, archive)
    return page


class _Walk:
    """The walk's state: the line being gathered, the fields that are open, what follows after the paragraph."""

    def __init__(self, composer: Composer, archive: Archive, styles: Styles, part: str) -> None:
        self.composer = composer
        self.archive = archive
        self.styles = styles
        self.parts: list[str] = []
        self.number = ""
        #: One entry per open field: its instruction, and whether its result has begun.
        self.fields: list[tuple[str, bool]] = []
        self.boxes: list[etree._Element] = []
        self.pending_notes: list[str] = []
        self.footnotes = load_notes(archive, part, "footnote") | load_notes(archive, part, "endnote")
        self.images = image_targets(archive, part)
        self.contents = False

    # -- blocks -------------------------------------------------------------------------------------------

    def children(self, node: etree._Element, depth: int) -> None:
        """The paragraphs and tables in an element."""
        if depth > _DEEPEST or self.composer.full:
            return
        for child in node:
            name = local(child)
            if name == "p":
                self.paragraph(child, depth)
            elif name == "tbl":
                self.table(child, depth)
                if not self.composer.tables.open:
                    self.notes()
            elif name == "sdt":
                if not _is_contents(child):
                    self.children(child, depth + 1)
            elif name == "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    self.children(chosen, depth + 1)
            elif name in _WRAPPERS:
                self.children(child, depth + 1)

    def paragraph(self, node: etree._Element, depth: int) -> None:
        """A paragraph: its lines, then the text boxes that hang on it."""
        properties = node.find(W + "pPr")
        style = self.styles.paragraph(properties)
        if not self.parts:
            self.number = ""
        self.contents = False
        self.runs(node, depth)
        text = "".join(self.parts)
        if style.list_key and text.strip() and not self.number:
            self.number = self.styles.next_number(style)
        if not (properties is not None and properties.find(f"{W}rPr/{W}del") is not None):
            if self.contents or (style.contents and is_contents_entry(text)):
                self.parts.clear()
            self._lines(style.heading, style.center)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            saved, self.fields = self.fields, []
            self.children(box, depth + 2)
            self.fields = saved
        if not self.composer.tables.open:
            self.notes()

    def _lines(self, heading: bool, center: bool) -> None:
        text = numbered(self.number, "".join(self.parts)) if self.parts else ""
        self.parts.clear()
        lines = text.split("\n")
        for position, line in enumerate(lines):
            tag = "p" if position == len(lines) - 1 else "br"
            self.composer.line(line, tag, heading=heading and not self.number, center=center)
        self.number = ""

    def table(self, node: etree._Element, depth: int) -> None:
        """A table: spans from gridSpan and vMerge; deleted rows left out."""
        if depth > _DEEPEST:
            return
        self._lines(False, False)
        composer = self.composer
        composer.begin_table()
        seen = columns_of(node)
        above: dict[int, RawCell] = {}
        for row in rows_of(node):
            composer.begin_row()
            column = grid_before(row)
            if seen(column):
                composer.begin_cell(seen(column))
            current: dict[int, RawCell] = {}
            for cell in cells_of(row):
                properties = cell.find(W + "tcPr")
                first = seen(column)
                column += number(value(properties, "gridSpan"))
                columns = max(seen(column) - first, 1)
                merge = properties.find(W + "vMerge") if properties is not None else None
                goes_on = merge is not None and merge.get(W + "val", "continue") == "continue"
                begun = composer.tables.open[-1].rows[-1]
                if goes_on and first in above:
                    above[first].rowspan += 1
                    current[first] = above[first]
                elif begun and value(properties, "hMerge", "continue") == "continue":
                    begun[-1].colspan += columns
                else:
                    raw = composer.begin_cell(columns, header=row.find(f"{W}trPr/{W}tblHeader") is not None)
                    self.children(cell, depth + 1)
                    self._lines(False, False)
                    composer.end_cell()
                    if merge is not None:
                        current[first] = raw
            above = current
        composer.end_table()

    # -- runs ---------------------------------------------------------------------------------------------

    def runs(self, node: etree._Element, depth: int) -> None:
        """The text of a paragraph, gathered into ``parts``."""
        if depth > _DEEPEST:
            return
        for child in node:
            name = local(child)
            if name == "r":
                self.run(child, depth)
            elif name == "fldSimple":
                if not _drops((child.get(W + "instr") or "").split()):
                    self.runs(child, depth + 1)
            elif name in _WRAPPERS:
                self.runs(child, depth + 1)
            elif name == "sdt":
                content = child.find(W + "sdtContent")
                if content is not None:
                    self.runs(content, depth + 1)
            elif name in ("oMath", "oMathPara"):
                self.parts.append("".join(map(str, child.itertext())))
            elif name == "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    self.runs(chosen, depth + 1)

    def run(self, node: etree._Element, depth: int) -> None:
        """A run: text in one format."""
        properties = node.find(W + "rPr")
        if properties is not None and (on(properties, "vanish") or on(properties, "webHidden")):
            return
        raised = value(properties, "vertAlign") == "superscript"
        for child in node:
            name = local(child)
            if name == "t":
                if child.text and not self._in_dropped_field():
                    # A figure that is raised behind another one is the number of a note (115¹).
                    noted = raised and child.text.isdigit() and "".join(self.parts)[-1:].isdigit()
                    self.parts.append(f"[{child.text}]" if noted else child.text)
            elif name in ("br", "cr"):
                self.parts.append("\n")
            elif name in _CHARACTERS:
                self.parts.append(_CHARACTERS[name])
            elif name == "fldChar":
                self._field(child.get(W + "fldCharType") or "")
            elif name == "instrText":
                self._instruct(child.text or "")
            elif name == "sym":
                self._symbol(child)
            elif name in _DRAWINGS:
                self._drawing(child)
            elif name == "ruby":
                self.runs(child, depth + 1)
            elif name in ("footnoteReference", "endnoteReference"):
                note = self.footnotes.get(name[:-9] + (child.get(W + "id") or ""))
                if note:
                    self.pending_notes.append(note)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(("", False))
        elif kind == "separate" and self.fields:
            self.fields[-1] = (self.fields[-1][0], True)
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _instruct(self, text: str) -> None:
        if self.fields and not self.fields[-1][1] and len(self.fields[-1][0]) < 500:
            self.fields[-1] = (self.fields[-1][0] + text, False)
            if text.split()[:1] == ["PAGEREF"]:
                self.contents = True  # an entry of a table of contents

    def _in_dropped_field(self) -> bool:
        """Whether the text is an instruction, or the result of a field that prints the page's number."""
        return any(not shown or _drops(instruction.split()) for instruction, shown in self.fields)

    def _symbol(self, node: etree._Element) -> None:
        code = node.get(W + "char") or ""
        try:
            self.parts.append(symbol(node.get(W + "font") or "", int(code, 16)))
        except ValueError:
            return

    def _drawing(self, node: etree._Element) -> None:
        """A drawing: text boxes wait for the end of the paragraph, pictures are noted."""
        chosen = _chosen(node) if local(node) == "AlternateContent" else node
        if chosen is None:
            return
        for element in chosen.iter():
            name = local(element)
            if name == "txbxContent" and not _inside_box(element, chosen):
                self.boxes.append(element)
            elif name in ("blip", "imagedata"):
                self.composer.picture(self.images.get(element.get(REL + "embed") or element.get(REL + "id") or "", ""))

    # -- notes --------------------------------------------------------------------------------------------

    def notes(self) -> None:
        """The footnotes that the last paragraph or table refers to."""
        notes, self.pending_notes = self.pending_notes, []
        for note in notes:
            self.composer.line(note)


def _chosen(node: etree._Element) -> etree._Element | None:
    """The alternative of an mc:AlternateContent that is shown: the choice, else the fallback; never both."""
    choice = node.find(_MC_CHOICE)
    return choice if choice is not None else node.find(_MC_FALLBACK)


def _inside_box(element: etree._Element, top: etree._Element) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not top:
        if local(parent) in ("txbxContent", "Fallback"):
            return True
        parent = parent.getparent()
    return False


def _is_contents(node: etree._Element) -> bool:
    """Whether a content control is a table of contents (目录)."""
    gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "Table of Contents" in (gallery.get(W + "val") or "")


def _drops(words: list[str]) -> bool:
    return bool(words) and words[0].upper() in _DROPPED_FIELDS
