from __future__ import annotations

import pytest

from crawler.reading import ocr
from crawler.reading.ocr import layout
from crawler.reading.ocr import parts as ocr_parts
from crawler.reading.pdf.document import read_pdf
from crawler.records import Block, Finding, Grid, GridCell, Page
from tests.reading.pdf_files import (
    UNREADABLE,
    Leaf,
    build,
    wrap,
)
from tests.reading.pdf_pages import PROSE, lines_on, prose, rules

pytest.importorskip("pypdfium2", reason="needs the extra: pip install gov-reports[pdf]")

pytestmark = pytest.mark.usefixtures("no_recognition")


def test_a_text_layer_without_meaning_is_a_scan() -> None:
    leaf = Leaf()
    lines_on(leaf, [PROSE[:26]] * 10)
    page = read_pdf(build([leaf], encoding=UNREADABLE))
    assert {"unread_text_layer", "unread_format"} <= rules(page)
    assert not page.blocks


def test_a_scan_names_the_extra_that_reads_it() -> None:
    page = read_pdf(build([Leaf(picture=True), Leaf(picture=True)], info={"Title": "河湾县年度报告"}))
    assert {"scan", "unread_format"} == rules(page)
    assert page.blocks == [] and page.format == "pdf"
    assert any("gov-reports[ocr]" in finding.message + finding.evidence for finding in page.findings)


def test_what_is_recognised_in_a_scan_comes_with_the_file_s_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "read_scan", lambda body, url: Page(url=url, format="pdf", blocks=[Block(PROSE)]))
    page = read_pdf(build([Leaf(picture=True)], info={"Author": "办公室"}), "http://x.gov.cn/a.pdf")
    assert prose(page) == [PROSE]
    assert rules(page) == {"scan"}
    assert page.meta["dc:creator"] == "办公室" and page.url == "http://x.gov.cn/a.pdf"


def test_a_hidden_layer_behind_a_picture_is_read_and_named() -> None:
    leaf = Leaf(picture=True)
    for number, line in enumerate(wrap(PROSE * 3, 430, 16, 0)):
        leaf.text(80, 120 + 28 * number, line, 16, mode=3)
    page = read_pdf(build([leaf]))
    assert "".join(prose(page)) == PROSE * 3
    assert rules(page) == {"hidden_text_layer"}


def test_pictures_among_pages_of_text_are_named_with_the_extra_that_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: "pip install gov-reports[ocr]")
    leaf = Leaf()
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0))
    body = build([leaf, Leaf(picture=True)])
    page = read_pdf(body)
    assert rules(page) == {"scan_pages", "unread_format"}
    assert [finding.evidence for finding in page.findings if finding.rule == "scan_pages"] == ["2"]
    assert any("gov-reports[ocr]" in finding.message for finding in page.findings)
    with ocr.switched_off():  # a copy of what is known already
        assert rules(read_pdf(body)) == {"scan_pages"}


def test_what_is_recognised_on_a_page_stands_between_the_pages_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def recognised(body: bytes, numbers: list[int]) -> tuple[dict[int, layout.Content], list[Finding]]:
        cells = [[GridCell("项目", 0, 0), GridCell("数量", 0, 1)], [GridCell("规章", 1, 0), GridCell("3", 1, 1)]]
        found = {n: layout.Content([Block(f"图像{n}"), Block("", "table", grid=0)], [Grid(cells, 1)]) for n in numbers}
        return found, [Finding("ocr", "文字由图像识别得到", "note")]

    monkeypatch.setattr(ocr_parts, "read_pages", recognised)
    texts = [f"这是第{number}页的一段话，写到这里为止。" for number in (1, 3)]
    leaves = [Leaf(), Leaf(picture=True), Leaf(), Leaf(picture=True)]
    lines_on(leaves[0], [texts[0]])
    lines_on(leaves[2], [texts[1]])
    page = read_pdf(build(leaves))
    assert [block.text for block in page.blocks] == [texts[0], "图像1", "", texts[1], "图像3", ""]
    assert [[cell.text for cell in page.grids[block.grid].rows[1]] for block in page.blocks if block.grid >= 0] == [
        ["规章", "3"]
    ] * 2
    assert all(page.blocks[grid.block].grid == index for index, grid in enumerate(page.grids))
    assert rules(page) == {"scan_pages", "ocr"}


def test_a_table_pasted_as_a_picture_is_read_where_it_stands_and_small_pictures_are_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[ocr_parts.Region] = []

    def recognised(body: bytes, regions: list[ocr_parts.Region]) -> tuple[dict[int, layout.Content], list[Finding]]:
        asked.extend(regions)
        cells = [[GridCell("规章", 0, 0), GridCell("3", 0, 1)]]
        return {0: layout.Content([Block("", "table", grid=0)], [Grid(cells, 0)])}, []

    monkeypatch.setattr(ocr_parts, "read_regions", recognised)
    leaf = Leaf()
    lines_on(leaf, ["三、收到和处理政府信息公开申请情况"], y=120)
    lines_on(leaf, ["四、政府信息公开行政复议、行政诉讼情况"], y=450)
    for left, top, width, height in ((80, 200, 400, 200), (80, 500, 60, 60)):
        leaf.operators.append(f"q {width} 0 0 {height} {left} {leaf.height - top - height} cm /I Do Q")
    page = read_pdf(build([leaf]))
    assert [block.text for block in page.blocks] == [
        "三、收到和处理政府信息公开申请情况", "", "四、政府信息公开行政复议、行政诉讼情况",
    ]  # fmt: skip
    ((number, *shares),) = asked
    sides = (leaf.width, leaf.height) * 2
    assert [round(share * side) for share, side in zip(shares, sides, strict=True)] == [80, 200, 480, 400]
    assert number == 0 and rules(page) == {"scan_pages"}
