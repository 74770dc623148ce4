"""Pictures in the text of office files: tables pasted as pictures are read where they stand, other pictures are not."""

from __future__ import annotations

import io
import zipfile

import pytest

pytest.importorskip("PIL", reason="pictures are made with Pillow, which the extra ocr brings")
pytest.importorskip("numpy", reason="pictures are made with numpy, which the extra ocr brings")

import numpy as np
from PIL import Image, ImageDraw

from crawler.reading import ocr
from crawler.reading.ocr import parts as ocr_parts
from crawler.reading.ocr.layout import Content
from crawler.reading.ofd.document import read_ofd
from crawler.reading.office.docx import read_docx
from crawler.reading.office.sheets import read_xlsx
from crawler.records import Block, Finding, Grid, GridCell, Page
from tests.reading import printed
from tests.reading.ofd_files import NAMESPACE, OfdPrinter
from tests.reading.office_files import docx, p, with_members, xlsx

needs_ocr = pytest.mark.skipif(bool(ocr.available()), reason=f"OCR is not installed: {ocr.available()}")
needs_font = pytest.mark.skipif(not printed.styles(), reason="no Chinese font: apt install fonts-wqy-zenhei")

_BEFORE = "本机关二〇二二年做好政府信息公开工作，回应群众关切，完善制度，加强培训。" * 4
_RELATION = '<Relationship Id="rId{0}" Type="http://x/image" Target="media/{0}.png"/>'
_DRAWN = (
    '<w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId{}"/></w:drawing>'
)


def _png(image: Image.Image) -> bytes:
    image.save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def _table(texts: list[list[str]]) -> Image.Image:
    """A ruled table, as a screen shot has it."""
    image = Image.new("RGB", (180 * len(texts[0]) + 20, 60 * len(texts) + 20), "white")
    draw, letters = ImageDraw.Draw(image), printed.font(26)
    for y, row in enumerate(texts):
        for x, text in enumerate(row):
            draw.rectangle((10 + 180 * x, 10 + 60 * y, 190 + 180 * x, 70 + 60 * y), outline="black", width=2)
            draw.text((24 + 180 * x, 24 + 60 * y), text, "black", letters)
    return image


def _photograph() -> Image.Image:
    noise = np.random.default_rng(7).integers(0, 255, (300, 600, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((900, 450))


def _docx(pictures: list[bytes]) -> bytes:
    body = p(_BEFORE) + "".join(f"<w:p><w:r>{_DRAWN.format(n)}</w:r></w:p>" for n in range(len(pictures)))
    members: dict[str, bytes] = {f"word/media/{n}.png": picture for n, picture in enumerate(pictures)}
    relations = "".join(_RELATION.format(n) for n in range(len(pictures)))
    members["word/_rels/document.xml.rels"] = f"<Relationships>{relations}</Relationships>".encode()
    return with_members(docx(body + p("表格之后的一段话。")), members)


def _shape(page: Page) -> list[object]:
    """The lines of a page, a table as the texts of its rows."""
    return [
        [[cell.text for cell in row] for row in page.grids[block.grid].rows] if block.grid >= 0 else block.text
        for block in page.blocks
    ]


@needs_ocr
@needs_font
@pytest.mark.slow
def test_a_table_pasted_as_a_picture_is_read_where_it_stands_and_a_photograph_is_not() -> None:
    texts = [["项目", "数量"], ["行政许可", "128"], ["行政处罚", "17"]]
    page = read_docx(_docx([_png(_photograph()), _png(_table(texts))]), "")
    assert _shape(page) == [_BEFORE, texts, "表格之后的一段话。"]
    assert [finding.rule for finding in page.findings] == ["scan_pages", "ocr"]


def _recognised(bodies: list[bytes]) -> tuple[dict[int, Content], list[Finding]]:
    """What OCR could say: of the first picture a table, of all others the words of a chart."""
    cells = [[GridCell("规章", 0, 0), GridCell("3", 0, 1)]]
    table = Content([Block("", "table", grid=0)], [Grid(cells, 0)])
    found = {n: Content([Block("2021年"), Block("80%")], []) if n else table for n in range(len(bodies))}
    return found, [Finding("ocr", "文字由图像识别得到", "note")]


def test_the_words_of_a_chart_are_no_text_and_an_icon_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_parts, "read_pasted", _recognised)
    page = read_docx(_docx([b"icon", _png(_photograph()), _png(_photograph()) + b" "]), "")
    assert _shape(page) == [_BEFORE, [["规章", "3"]], "表格之后的一段话。"]


def test_pictures_on_the_pages_of_an_ofd_and_on_a_sheet_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_parts, "read_pasted", _recognised)
    picture = _png(_photograph())
    resource = (
        f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image">'
        "<ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    printer = OfdPrinter(numbered=False)
    printer.pages = [['<ofd:ImageObject ResourceID="5" Boundary="0 0 210 297"/>']]
    body = printer.package(extra={"Doc_0/DocumentRes.xml": resource})
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        document = package.read("Doc_0/Document.xml")
    named = b"<ofd:DocumentRes>/Doc_0/DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
    members = {"Doc_0/Document.xml": document.replace(b"</ofd:CommonData>", named), "Doc_0/Res/scan.png": picture}
    assert _shape(read_ofd(with_members(body, members), "")) == [[["规章", "3"]]]
    note = "填报说明：数字以件为单位，没有的填零。" * 6
    sheet = xlsx({"表": f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{note}</t></is></c></row></sheetData>'})
    assert _shape(read_xlsx(with_members(sheet, {"xl/media/image1.png": picture}), "")) == [note, [["规章", "3"]]]


def test_without_the_extra_a_picture_is_said_to_be_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: "pip install gov-reports[ocr] (rapidocr)")
    body = _docx([_png(_photograph())])
    (finding,) = read_docx(body, "").findings
    assert finding.rule == "unread_format" and "gov-reports[ocr]" in finding.message
    with ocr.switched_off():  # a copy of what is known already
        assert not read_docx(body, "").findings
