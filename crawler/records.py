"""The few record types that flow from room to room.

They are plain values (msgspec structs): no methods with effects, no references to Scrapy, a database or a
parser, so that each can be made in one process and used in another.
"""

from __future__ import annotations

from typing import Literal

import msgspec

#: ``data`` is XML or JSON that a list interface answers with; its text is then ``Page.scripts[0]``. ``archive`` is a
#: file of files (ZIP, RAR, 7z): what is in it is read, each for itself.
Format = Literal["html", "text", "data", "pdf", "doc", "docx", "xls", "xlsx", "ofd", "image", "archive", "unknown"]
PageKind = Literal[
    "report", "list", "home", "form", "notice", "other_report", "shell", "soft_404", "challenge", "other"
]
Severity = Literal["error", "warning", "note"]


class Document(msgspec.Struct):
    """Bytes as they came, with what came with them.

    ``url`` is the address that answered (after redirects) or ``""`` for a file without one; ``headers`` has
    lower-case names; ``fetched_at`` is ISO 8601 UTC or ``""``.
    """

    body: bytes
    url: str = ""
    headers: dict[str, str] = {}
    status: int = 200
    fetched_at: str = ""
    name: str = ""


class Block(msgspec.Struct, gc=False):
    """One block-level run of text (段落), in the order of the page.

    ``text`` has its white space collapsed; ``tag`` is the block element it stands in; ``depth`` its depth in
    the tree, without elements that only format text; ``link_chars`` how many characters of it are link text;
    ``grid`` the index in ``Page.grids`` when the block stands for a table (its ``text`` is then empty), else -1.
    ``tag`` is ``br`` where only a line break ended the line before, ``tr`` where a whole row of a layout or link
    table is one block. ``\u3000`` in the text marks a wide gap (an indent or an aligned column) that the page
    printed inside the line.
    """

    text: str
    tag: str = "p"
    depth: int = 0
    link_chars: int = 0
    grid: int = -1
    heading: bool = False
    center: bool = False
    hidden: bool = False


class GridCell(msgspec.Struct, gc=False):
    """One cell of a table: its text and its origin, so that a spanned cell is the same cell in every place."""

    text: str
    row: int
    column: int
    header: bool = False
    span: tuple[int, int] = (1, 1)


class Grid(msgspec.Struct):
    """A table with rowspan and colspan expanded: every row has the same number of cells."""

    rows: list[list[GridCell]]
    block: int = -1
    caption: str = ""


class Link(msgspec.Struct, gc=False):
    """A link of the page: absolute ``url``, its ``text`` (the ``title`` attribute where that says more).

    ``block`` is the index of the block it stands in (-1: none); ``rel`` the rel attribute.
    """

    url: str
    text: str = ""
    block: int = -1
    rel: str = ""


class Zone(msgspec.Struct, gc=False):
    """A part of the page that names itself: blocks ``start`` to ``end`` (exclusive).

    ``name`` is the id, class or template comment it was known by (``#zoom``, ``.TRS_Editor``,
    ``comment:content``) or ``""`` for a container that is known only by its extent; ``chars`` is its text
    length and ``link_chars`` the part of that in links; ``hint`` its id and classes.
    """

    name: str
    start: int
    end: int
    depth: int = 0
    chars: int = 0
    link_chars: int = 0
    hint: str = ""


class Form(msgspec.Struct):
    """A form (表单) that turns the pages of a list: where it goes, what it sends, which links send it.

    ``fields`` as the page would send them; ``calls`` the page's links that call a script, as ``(script, text)``:
    ``("__doPostBack('Pager','2')", "2")``, ``("goPage(2)", "下一页")``.
    """

    url: str
    method: Literal["GET", "POST"] = "GET"
    fields: dict[str, str] = {}
    calls: list[tuple[str, str]] = []


class SearchForm(msgspec.Struct):
    """A search form (站内搜索) as its page would send it: ``field`` takes the words.

    ``encoding`` is the codec that the form states, "" for its page's.
    """

    url: str
    field: str
    method: Literal["GET", "POST"] = "GET"
    fields: dict[str, str] = {}
    encoding: str = ""


class Finding(msgspec.Struct):
    """What looks wrong or was not understood. ``message`` is Chinese, ``evidence`` the words it rests on."""

    rule: str
    message: str
    severity: Severity = "warning"
    evidence: str = ""


class Page(msgspec.Struct):
    """A document read once: everything later works on this and parses nothing again.

    ``meta`` has lower-case names and the first non-empty content of each; ``scripts`` holds only the inline
    scripts and data islands that a CMS family's list reader may need; ``frames`` the addresses of frames;
    ``forms`` those that turn the pages of a list; ``refresh`` the target of a meta refresh or of a script that does
    nothing but redirect.
    """

    url: str
    format: Format
    encoding: str = ""
    declared_encoding: str = ""
    title: str = ""
    meta: dict[str, str] = {}
    blocks: list[Block] = []
    grids: list[Grid] = []
    links: list[Link] = []
    zones: list[Zone] = []
    scripts: list[str] = []
    frames: list[str] = []
    forms: list[Form] = []
    search: SearchForm | None = None
    refresh: str = ""
    images: list[Link] = []
    raw_sha256: str = ""
    size: int = 0
    status: int = 200
    fetched_at: str = ""
    findings: list[Finding] = []


class Section(msgspec.Struct):
    """A section (章节) of a report. ``level``: 1 = 一、 2 = (一) 3 = 1. … ; ``number`` as printed."""

    position: int
    level: int
    number: str
    heading: str
    body: str


class Statistic(msgspec.Struct):
    """A figure stated in prose, with the sentence it was read from (CONTRACT: table ``statistics``)."""

    measure: str
    quote: str
    value: float | None = None
    label: str | None = None
    unit: str | None = None
    qualifier: Literal["exact", "about", "at_least", "at_most"] = "exact"
    period: Literal["year", "cumulative"] = "year"
    scope: Literal["agency", "region", "other"] = "agency"
    section_position: int | None = None


class TableCell(msgspec.Struct):
    """A cell of a statutory table (CONTRACT: table ``table_cells``): NULL, 0, blank and "/" are kept apart."""

    form: str
    row_key: str
    column_key: str
    raw: str
    value: float | None = None
    state: Literal["number", "blank", "na", "text"] = "blank"


class Attachment(msgspec.Struct):
    """A file that a report links to."""

    url: str
    name: str = ""
    media_type: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    state: Literal["read", "stored", "blocked", "failed", "too_large", "unsupported"] = "unsupported"


class Context(msgspec.Struct):
    """What the crawl knows of a page before it is read; all of it may be empty (a lone file).

    ``anchor`` is the text of the link that led here and ``listed_on`` the date (YYYY-MM-DD) beside it;
    ``column`` the name of the list; ``division_code`` and ``portal_name`` those of the portal.
    """

    division_code: str = ""
    portal_name: str = ""
    anchor: str = ""
    listed_on: str = ""
    column: str = ""
    provenance: Literal["official", "mirror", "file", ""] = ""


class Report(msgspec.Struct):
    """An annual report as read from one document. ``None`` is *not stated*; nothing is ever guessed silently.

    The fields are those of the table ``reports`` that a document alone can give; ``origins`` names what each
    identity field was read from (``title``, ``signature``, ``info_box``, ``meta:PubDate`` …).
    """

    url: str = ""
    title: str = ""
    agency: str | None = None
    agency_kind: str | None = None
    year: int | None = None
    division_code: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    township: str | None = None
    published_on: str | None = None
    signed_on: str | None = None
    due_on: str | None = None
    days_late: int | None = None
    index_number: str | None = None
    document_number: str | None = None
    publisher: str | None = None
    source: str | None = None
    form_era: str | None = None
    format: str = "html"
    encoding: str | None = None
    script_repaired: bool = False
    provenance: str = "file"
    body: str = ""
    body_sha256: str = ""
    raw_sha256: str = ""
    fetched_at: str | None = None
    reader_version: str = ""
    origins: dict[str, str] = {}
    sections: list[Section] = []
    statistics: list[Statistic] = []
    table_cells: list[TableCell] = []
    findings: list[Finding] = []
    attachments: list[Attachment] = []


class Parts(msgspec.Struct):
    """Where a page stands among the pages of one article (分页).

    ``number``: 1 is the first, at ``first``; ``count`` how many there are, where the page says it (None: it does
    not); ``urls`` the addresses of the pages after this one, in order, as far as this one shows them.
    """

    number: int
    count: int | None = None
    first: str = ""
    urls: list[str] = []


class Reading(msgspec.Struct):
    """What reading a document gave: its page, what kind of page it is and why, and the report if it is one.

    ``parts`` where the page is one of several that hold the report together.
    """

    page: Page
    kind: PageKind
    why: str = ""
    report: Report | None = None
    parts: Parts | None = None
