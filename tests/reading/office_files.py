"""Office files for tests, written by hand (zip + XML), from the stand-in's reports whose truth is known."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from crawler.records import Page
from tests.standin.forms import Cell, Table
from tests.standin.places import PLACES, government_of
from tests.standin.reports import ReportText, write_report

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

#: 一、 / （一） / 1. as Word's multi-level lists write them.
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.)")


def report_of(year: int, seed: str = "office", place: str = "") -> ReportText:
    """A stand-in report of that year."""
    return write_report(government_of(PLACES[place or next(iter(PLACES))]), year, seed)


def zip_of(members: dict[str, str | bytes]) -> bytes:
    """A zip package in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def with_members(package: bytes, members: dict[str, bytes]) -> bytes:
    """A package with more members, or others in their place."""
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        kept: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return zip_of({**kept, **members})


def docx(body: str, **parts: str) -> bytes:
    """A DOCX with this ``w:body`` content; ``parts`` are further members of word/ (``numbering=…``) as XML."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
        f'+xml"/><Override PartName="/word/document.xml" ContentType="{MAIN}"/><Override PartName="/word/numbering.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/office'
        'Document" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/numbering" Target="numbering.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {W} {R}><w:body>{body}</w:body>'
        "</w:document>",
    }
    for name, content in parts.items():
        members[f"word/{name}.xml"] = content
    return zip_of(members)


def p(text: str = "", properties: str = "", runs: str = "") -> str:
    """A Word paragraph; its text in several runs, as editing leaves it."""
    step = 17
    spread = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(text[at : at + step])}</w:t></w:r>' for at in range(0, len(text), step)
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{spread}{runs}</w:p>"


def docx_report(report: ReportText) -> bytes:
    """A report as Word has it: a centred title, automatic numbers before headings, tables with merged cells."""
    parts = [p(report.title, '<w:jc w:val="center"/>')]
    for item in report.items:
        if isinstance(item, Table):
            parts.append(word_table(item.rows))
            continue
        numbered = _NUMBER.match(item.text) if item.kind.startswith("h") else None
        if numbered:
            level = int(item.kind[1]) - 1
            pr = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
            parts.append(p(item.text[numbered.end() :], pr))
        else:
            parts.append(p(item.text, '<w:ind w:firstLineChars="200"/>'))
    if report.signed_on:
        day = report.signed_on
        parts.append(p(report.agency.name, '<w:jc w:val="right"/>'))
        parts.append(p(f"{day.year}年{day.month}月{day.day}日", '<w:jc w:val="right"/>'))
    return docx("".join(parts), numbering=NUMBERING)


def placed(rows: list[list[Cell]]) -> list[list[tuple[Cell, bool] | None]]:
    """Each place of a table: the cell over it and whether it begins there; ``None`` where nothing is."""
    taken: dict[tuple[int, int], tuple[Cell, bool]] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    taken[number + down, column + across] = (cell, down == 0 and across == 0)
            column += cell.colspan
    width = max(column for _, column in taken) + 1
    return [[taken.get((number, column)) for column in range(width)] for number in range(len(rows))]


def word_table(rows: list[list[Cell]]) -> str:
    """A Word table: gridSpan across, vMerge down."""
    out = []
    above: dict[int, Cell] = {}
    for row in placed(rows):
        cells, column, current = [], 0, {}
        while column < len(row):
            place = row[column]
            cell = place[0] if place else Cell("")
            merge = ""
            if cell.rowspan > 1:
                goes_on = above.get(column) is cell
                merge = "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'
                current[column] = cell
            text = "" if merge == "<w:vMerge/>" else cell.text
            span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/>{span}{merge}</w:tcPr>{p(text)}</w:tc>')
            column += cell.colspan
        above = current
        out.append(f"<w:tr>{''.join(cells)}</w:tr>")
    width = len(placed(rows)[0])
    grid = "".join('<w:gridCol w:w="900"/>' for _ in range(width))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(out)}</w:tbl>"


def texts(page: Page) -> list[str]:
    """The lines of a page, in order."""
    return [block.text for block in page.blocks if block.grid < 0]


def shape(page: Page, grid: int = 0) -> list[list[str]]:
    """A grid's texts by place; a spanned cell is there in every place it covers."""
    return [[cell.text for cell in row] for row in page.grids[grid].rows]


def expected_grid(table: Table) -> list[list[str]]:
    """What :func:`shape` must give for a stand-in table."""
    return [[place[0].text if place else "" for place in row] for row in placed(table.rows)]


def assert_whole(page: Page, report: ReportText, *, letter_spaced: bool = True) -> None:
    """Every line of the report once and in order, and every table place by place.

    Where a page only says where signs stand, 统 计 指 标 is a word set wide: then not ``letter_spaced``.
    """
    lines = iter(texts(page))
    for line in report.lines:
        assert line in lines, line  # consumes the iterator: the order is right too
    tables = [item for item in report.items if isinstance(item, Table)]
    assert len(page.grids) == len(tables)
    for number, table in enumerate(tables):
        wanted = expected_grid(table)
        if not letter_spaced:
            wanted = [[text.replace(" ", "") for text in row] for row in wanted]
        assert shape(page, number) == wanted


def xlsx(sheets: dict[str, str], *, strings: str = "", styles: str = "", states: dict[str, str] | None = None) -> bytes:
    """An XLSX of these sheets: name to the XML inside ``worksheet``. ``states`` hides sheets by name."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    listed, related = [], []
    members: dict[str, str | bytes] = {}
    for number, (name, content) in enumerate(sheets.items(), 1):
        state = f' state="{(states or {})[name]}"' if name in (states or {}) else ""
        listed.append(f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="rId{number}"/>')
        related.append(
            f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        members[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {main}>{content}</worksheet>"
    extra = ("styles", "sharedStrings")
    related += [
        f'<Relationship Id="rId{name}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{name}" Target="{name}.xml"/>'
        for name in extra
    ]
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{sheet_type}worksheet+xml"/>' for name in members)
    return zip_of(
        {
            "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{sheet_type}sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{sheet_type}styles+xml"/><Override PartName="/xl/'
            f'sharedStrings.xml" ContentType="{sheet_type}sharedStrings+xml"/>{overrides}</Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/office'
            'Document" Target="xl/workbook.xml"/></Relationships>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships">{"".join(related)}</Relationships>',
            "xl/workbook.xml": f"<workbook {main} {R}><sheets>{''.join(listed)}</sheets></workbook>",
            "xl/styles.xml": styles or f"<styleSheet {main}/>",
            "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
            **members,
        }
    )


def column_name(column: int) -> str:
    """A, B … Z, AA for 0, 1 … 25, 26."""
    return (column_name(column // 26 - 1) if column > 25 else "") + chr(65 + column % 26)


def sheet_of(rows: list[list[Cell]], *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> str:
    """A worksheet's XML: lines, a table with merged areas, lines. Figures are stored as numbers (12 as 12.0)."""
    out, merges = [], []
    top = len(before)

    def put(row: int, column: int, text: str) -> str:
        place = f"{column_name(column)}{row + 1}"
        if re.fullmatch(r"\d+(?:\.\d+)?", text):
            return f'<c r="{place}"><v>{float(text)!r}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'

    for number, line in enumerate(before):
        out.append(f'<row r="{number + 1}">{put(number, 0, line)}</row>')
    table = placed(rows)
    for number, row in enumerate(table):
        cells = []
        for column, place in enumerate(row):
            if place is None or not place[1]:
                continue
            cell = place[0]
            cells.append(put(top + number, column, cell.text))
            if cell.rowspan > 1 or cell.colspan > 1:
                last = f"{column_name(column + cell.colspan - 1)}{top + number + cell.rowspan}"
                merges.append(f'<mergeCell ref="{column_name(column)}{top + number + 1}:{last}"/>')
        out.append(f'<row r="{top + number + 1}">{"".join(cells)}</row>')
    for number, line in enumerate(after):
        at = top + len(table) + number
        out.append(f'<row r="{at + 1}">{put(at, 0, line)}</row>')
    return f"<sheetData>{''.join(out)}</sheetData><mergeCells>{''.join(merges)}</mergeCells>"
