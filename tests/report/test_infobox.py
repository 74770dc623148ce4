"""Info boxes in every shape give the same labels and values."""

from __future__ import annotations

import pytest

from crawler.report.portal.infobox import document_number_line, meta_field, page_labels, pick, read_grid
from tests.report.pages import page_of

EXPECTED = {
    "index_number": "QH001/2023-00012",
    "publisher": "青河县民政局",
    "published": "2023-01-31",
    "document_number": "青民发〔2023〕5号",
}
FIELDS = (
    ("索 引 号", "QH001/2023-00012"),
    ("发布机构", "青河县民政局"),
    ("公开日期", "2023-01-31"),
    ("文　　号", "青民发〔2023〕5号"),
    ("主题分类", "政府信息公开年报"),
    ("有效性", "有效"),
)
CELLS = [(f"<td>{label}：</td>", f"<td>{value}</td>") for label, value in FIELDS]
SHAPES = {
    "a table of two columns": "<table>" + "".join(f"<tr>{a}{b}</tr>" for a, b in CELLS) + "</table>",
    "a table of four columns": "<table>"
    + "".join(f"<tr>{''.join(CELLS[i])}{''.join(CELLS[i + 1])}</tr>" for i in range(0, 6, 2))
    + "</table>",
    "label and value in one cell": "<table>"
    + "".join(
        f"<tr><td>{FIELDS[i][0]}：{FIELDS[i][1]}</td><td>{FIELDS[i + 1][0]}:{FIELDS[i + 1][1]}</td></tr>"
        for i in range(0, 6, 2)
    )
    + "</table>",
    "header cells": "<table>" + "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in FIELDS) + "</table>",
    "a list of definitions": "<dl>" + "".join(f"<dt>{a}：</dt><dd>{b}</dd>" for a, b in FIELDS) + "</dl>",
    "list items": "<ul>" + "".join(f"<li><b>{a}：</b>{b}</li>" for a, b in FIELDS) + "</ul>",
    "spans": "<div>" + "".join(f"<span>{a}:</span><span>{b}</span>" for a, b in FIELDS) + "</div>",
    "one line with gaps": "<p>" + "　　".join(f"{a}：{b}" for a, b in FIELDS) + "</p>",
    "paragraphs": "".join(f"<p>{a}：{b}</p>" for a, b in FIELDS),
    "labels in brackets": "".join(f"<p>[{a}] {b}</p>".replace("] ", "]：") for a, b in FIELDS),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same(shape: str) -> None:
    page = page_of(SHAPES[shape])
    labels = page_labels(page, len(page.blocks))
    found = {field: pick(labels, field) for field in EXPECTED}
    assert {field: value and value[0] for field, value in found.items()} == EXPECTED


def test_an_empty_cell_does_not_take_the_next_label_for_its_value() -> None:
    page = page_of(
        "<table><tr><td>索引号：<td><td>文号：<td><tr><td>发布机构：<td>公开日期：<td>2023-01-31<td></table>"
    )
    labels = page_labels(page, len(page.blocks))
    assert pick(labels, "publisher") is None and pick(labels, "document_number") is None
    assert pick(labels, "published") == ("2023-01-31", "公开日期")


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>规章<td>0<tr><td>规范性文件<td>3</table>",
        "<table><tr><td>信息内容<td>本年制发件数<tr><td>规章<td>0</table>",
        "<table><tr><td>来源<td>36<tr><td>甲<td>1<tr><td>乙<td>2<tr><td>丙<td>3</table>",
    ],
)
def test_a_table_of_figures_is_no_info_box(html: str) -> None:
    assert read_grid(page_of(html).grids[0]) == []


@pytest.mark.parametrize(
    ("labels", "field", "value"),
    [
        ([("成文日期", "published", "2023-01-10"), ("发布日期", "published", "2023-01-31")], "published", "2023-01-31"),
        ([("发布日期", "published", "请选择"), ("公开日期", "published", "2023-01-31")], "published", "2023-01-31"),
        ([("索引号", "index_number", "暂无索引"), ("索引号", "index_number", "A1-2")], "index_number", "A1-2"),
        ([("文号", "document_number", "2023-01-31")], "document_number", None),
        ([("来源", "source", "36")], "source", None),
        ([], "source", None),
    ],
)
def test_the_best_label_with_a_plausible_value_wins(
    labels: list[tuple[str, str, str]], field: str, value: str | None
) -> None:
    found = pick(labels, field)
    assert (found and found[0]) == value


def test_meta_tags_and_template_comments_fill_fields() -> None:
    page = page_of("<p>x<!--索引号begin-->索引号：QH-1<!--索引号end-->")
    page.meta |= {"pubdate": "2023-01-31 09:15", "contentsource": "青河县民政局", "wh": "无"}
    assert meta_field(page, "published") == ("2023-01-31 09:15", "pubdate")
    assert meta_field(page, "source") == ("青河县民政局", "contentsource")
    assert meta_field(page, "index_number") == ("QH-1", "comment:index_number")
    assert meta_field(page, "document_number") is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("青民发〔2023〕5号", "青民发〔2023〕5号"),
        ("（青民发[2023] 5 号）", "青民发[2023] 5 号"),
        ("根据青民发〔2023〕5号文件", None),
        ("第5号", None),
    ],
)
def test_a_document_number_may_stand_alone(line: str, number: str | None) -> None:
    assert document_number_line(["青河县民政局文件", line]) == number


def test_labels_in_brackets_rank_as_they_do_without() -> None:
    page = page_of(
        "<table><tr><td>[ 成文日期 ]<td>2023-01-25<td>[ 公开日期 ]<td>2023-01-26"
        "<tr><td>[ 索 引&nbsp; 号 ]<td>QH-1/2023-1<td>[ 文 号 ]<td></table>"
    )
    labels = page_labels(page, len(page.blocks))
    assert pick(labels, "published") == ("2023-01-26", "公开日期")
    assert pick(labels, "index_number") == ("QH-1/2023-1", "索引号")


def test_the_next_item_of_a_line_with_a_label_no_one_knows_is_no_part_of_the_source() -> None:
    page = page_of("<p>来源：青河县民政局 累计访客： 12</p>")
    assert pick(page_labels(page, len(page.blocks)), "source") == ("青河县民政局", "来源")
