"""Info boxes (信息头) in every shape that portals give them, with other labels and with values left out."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest

from crawler.records import Document, Report
from crawler.report.read import read_document

Box = list[tuple[str, str]]

TITLE = "柳溪县水利局2021年政府信息公开工作年度报告"
BODY = (
    "根据《中华人民共和国政府信息公开条例》，现公布我局2021年度政府信息公开工作年度报告。"
    "本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。",
    "一、总体情况",
    "2021年，我局主动公开政府信息36条，没有收到政府信息公开申请，没有发生行政复议和行政诉讼。",
    "二、存在的主要问题及改进情况",
    "公开的内容还不够全面，今后将加强培训，提高质量。",
)


def _cells(box: Box, width: int, colon: str) -> str:
    cells = [f"<td>{escape(label)}{colon}</td><td>{escape(value)}</td>" for label, value in box]
    return "".join("<tr>" + "".join(cells[i : i + width]) + "</tr>" for i in range(0, len(cells), width))


def _wrapped(outer: str, row: str) -> Callable[[Box], str]:
    """A shape from the markup of a whole box and that of one row, with ``{l}`` and ``{v}``."""
    return lambda box: outer.replace("*", "".join(row.format(l=escape(label), v=escape(value)) for label, value in box))


SHAPES: dict[str, Callable[[Box], str]] = {
    "table, two pairs a row": lambda box: f"<table>{_cells(box, 2, '：')}</table>",
    "table, two pairs a row, no colon": lambda box: f"<table>{_cells(box, 2, '')}</table>",
    "table, three pairs a row": lambda box: f"<table>{_cells(box, 3, ':')}</table>",
    "table, a pair a row": lambda box: f"<table>{_cells(box, 1, '')}</table>",
    "table, a row of labels above a row of values": lambda box: (
        "<table><tr>"
        + "".join(f"<th>{escape(label)}</th>" for label, _ in box)
        + "</tr><tr>"
        + "".join(f"<td>{escape(value)}</td>" for _, value in box)
        + "</tr></table>"
    ),
    "table, both in one cell": _wrapped("<table>*</table>", "<tr><td>{l}：{v}</td></tr>"),
    "table, wide labels": lambda box: "<table>{}</table>".format(
        "".join(
            f"<tr><th>{'&nbsp;&nbsp;'.join(label)}</th><td><span>{escape(value)}</span></td></tr>"
            for label, value in box
        )
    ),
    "dl": _wrapped("<dl>*</dl>", "<dt>{l}：</dt><dd>{v}</dd>"),
    "dl without colons": _wrapped("<dl>*</dl>", "<dt>{l}</dt><dd>{v}</dd>"),
    "ul, bold label": _wrapped("<ul>*</ul>", "<li><b>{l}：</b>{v}</li>"),
    "ul, spans": _wrapped("<ul>*</ul>", "<li><span>{l}:</span><span>{v}</span></li>"),
    "ul, spans without colons": _wrapped("<ul>*</ul>", "<li><span>{l}</span> <span>{v}</span></li>"),
    "ul, label and value an item each": _wrapped("<ul>*</ul>", "<li>{l}</li><li>{v}</li>"),
    "spans": _wrapped("<div>*</div>", "<span>{l}：</span><span>{v}</span>"),
    "spans, parted by spaces": _wrapped("<div>*</div>", "<span>{l}：{v}</span> &nbsp; "),
    "one line": _wrapped("<p>*</p>", "{l}：{v}　　"),
    "one line, strokes": _wrapped("<p>*</p>", "{l}：{v} | "),
    "one line, brackets": _wrapped("<p>*</p>", "【{l}】{v} "),
    "lines": _wrapped("<div>*</div>", "{l}：{v}<br>"),
    "strong labels in one paragraph": _wrapped("<p>*</p>", "<strong>{l}：</strong>{v}&nbsp;&nbsp;"),
    "paragraphs": _wrapped("<div>*</div>", "<p>{l}：{v}</p>"),
    "label and value in blocks of their own": _wrapped("<div>*</div>", "<div>{l}：</div><div>{v}</div>"),
    "label and value in blocks, no colon": _wrapped("<div>*</div>", "<div>{l}</div><div>{v}</div>"),
    "items, label and value only styled apart": _wrapped(
        "<div>*</div>", "<div class='item'><label>{l}</label><span>{v}</span></div>"
    ),
    "rows of blocks": _wrapped("<div>*</div>", "<div><div><em>{l}</em></div><div><i>{v}</i></div></div>"),
}

#: The labels of index number, document number, publisher, source and date, as different portals word them.
WORDINGS = (
    ("索引号", "文号", "发布机构", "信息来源", "发布日期"),
    ("索 引 号", "文 号", "发文机关", "来源", "公开日期"),
    ("信息索引号", "发文字号", "制发机关", "供稿单位", "发布时间"),
    ("索取号", "文件编号", "责任部门", "信息来源", "生成日期"),
    ("公开目录号", "发文文号", "公开责任部门", "文章来源", "发文日期"),
)
REST = (("主题分类", "水利、水务"), ("体裁分类", "报告"), ("公开方式", "主动公开"), ("公开时限", "长期公开"))
VALUES = ("LX0123/2022-00017", "柳水发〔2022〕8号", "柳溪县水利局", "柳溪县水利局办公室", "2022-01-20")


def read_box(shape: str, box: Box) -> Report:
    html = (
        f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body>"
        "<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/zw/'>政务公开</a></li></ul>"
        f"<div class='main'>{SHAPES[shape](box)}<h1>{TITLE}</h1>"
        + "".join(f"<p>{line}</p>" for line in BODY)
        + "</div></body></html>"
    )
    reading = read_document(Document(html.encode(), headers={"content-type": "text/html; charset=utf-8"}))
    assert reading.report is not None, reading.why
    return reading.report


def wrong(report: Report, values: tuple[str, ...]) -> dict[str, str | None]:
    """The fields that were not read as printed; "" is a value left out."""
    fields = ("index_number", "document_number", "publisher", "source", "published_on")
    found = {field: getattr(report, field) for field in fields}
    return {field: found[field] for field, value in zip(fields, values, strict=True) if (found[field] or "") != value}


def box_of(wording: tuple[str, ...], values: tuple[str, ...]) -> Box:
    pairs = list(zip(wording, values, strict=True))
    return [pairs[0], REST[0], *pairs[1:3], REST[1], *pairs[3:], *REST[2:]]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording[0])
def test_a_box_gives_its_fields_in_every_shape(shape: str, wording: tuple[str, ...]) -> None:
    report = read_box(shape, box_of(wording, VALUES))

    assert wrong(report, VALUES) == {}
    assert report.title == TITLE
    assert report.body.startswith("根据《中华人民共和国政府信息公开条例》")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("missing", [(1,), (0, 1), (1, 2), (2, 3), (4,)], ids=str)
def test_a_value_left_out_is_not_the_next_label_or_value(shape: str, missing: tuple[int, ...]) -> None:
    values = tuple("" if number in missing else value for number, value in enumerate(VALUES))
    report = read_box(shape, box_of(WORDINGS[0], values))

    assert wrong(report, values) == {}
    assert report.body.startswith("根据《中华人民共和国政府信息公开条例》")


def test_an_index_number_is_known_by_its_form_where_its_label_is_the_portals_own() -> None:
    box = [("信息标识", "01234567-8/2022-00123"), ("文号", "柳水〔2022〕3号"), ("发布机构", "柳溪县水利局")]
    assert read_box("table, a pair a row", box).index_number == "01234567-8/2022-00123"
