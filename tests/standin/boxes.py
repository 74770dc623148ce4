"""Info boxes (信息公开 meta data) in every shape, and what portals put around an article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from random import Random

from tests.standin.reports import ReportText
from tests.standin.texts import Words, phrases

Fields = list[tuple[str, str]]


def box_fields(report: ReportText, publisher: str, rng: Random) -> Fields:
    """The box's labels and values, in the wording one portal would use."""
    day = report.published_on
    printed = rng.choice((day.isoformat(), f"{day.year}年{day.month:02d}月{day.day:02d}日"))
    return [
        (rng.choice(("索引号", "索 引 号", "信息索引号")), report.index_number),
        (rng.choice(("发布机构", "发文机关", "公开机构")), publisher),
        (rng.choice(("生成日期", "发布日期", "公开日期")), printed),
        (rng.choice(("文号", "文 号", "发文字号")), report.document_number),
        (rng.choice(("主题分类", "信息分类")), "政府信息公开年报"),
        ("名称", report.title),
        ("有效性", "有效"),
    ]


def table_box(fields: Fields) -> str:
    cells = [f'<td class="t">{escape(label)}：</td><td>{escape(value)}</td>' for label, value in fields]
    rows = ("<tr>" + "".join(cells[i : i + 2]) + "</tr>" for i in range(0, len(cells), 2))
    return '<table class="xxgk_table" width="100%"><tbody>' + "".join(rows) + "</tbody></table>"


def dl_box(fields: Fields) -> str:
    rows = (f"<dt>{escape(label)}：</dt><dd>{escape(value)}</dd>" for label, value in fields)
    return '<dl class="info_box">' + "".join(rows) + "</dl>"


def ul_box(fields: Fields) -> str:
    rows = (f"<li><b>{escape(label)}：</b>{escape(value)}</li>" for label, value in fields)
    return '<ul class="xxgk-info clearfix">' + "".join(rows) + "</ul>"


def span_box(fields: Fields) -> str:
    rows = (f'<span class="lab">{escape(label)}:</span><span>{escape(value)}</span>' for label, value in fields)
    return '<div class="headInfo">' + "".join(rows) + "</div>"


def line_box(fields: Fields) -> str:
    return "<p>" + "　　".join(f"{escape(label)}：{escape(value)}" for label, value in fields[:4]) + "</p>"


BOXES: dict[str, Callable[[Fields], str]] = {
    "table": table_box,
    "dl": dl_box,
    "ul": ul_box,
    "spans": span_box,
    "line": line_box,
    "none": lambda _: "",
}


@dataclass
class Furniture:
    """What stands around a body, and the ``strings`` of it that must not turn up in a report's text."""

    head: str
    tail: str
    strings: list[str] = field(default_factory=list)


def article_furniture(words: Words, *, source: str, day: str, neighbours: list[tuple[str, str]]) -> Furniture:
    """The 来源/日期/点击数 line above; share, print, editor, attachments, related and neighbours below."""
    rng, facts = words.rng, phrases()["furniture"]
    line = [
        f"来源：{source}",
        f"{rng.choice(('发布时间', '时间', '日期'))}：{day} {rng.randint(8, 17):02d}:{rng.randint(0, 59):02d}",
    ]
    line += [words.one(facts["clicks"]), words.one(facts["font"])]
    tail = [words.one(facts[name]) for name in ("share", "tools", "scan", "editor")]
    kept = [text for text in tail if rng.random() < 0.7]
    html = [
        f'<div class="{name}">{escape(text)}</div>'
        for name, text in zip(("share", "tool", "ewm", "bj"), kept, strict=False)
    ]
    strings = [*line, *kept]
    if neighbours:
        for label, (title, url) in zip(("上一篇", "下一篇"), neighbours, strict=False):
            html.append(f'<p class="near">{label}：<a href="{escape(url)}">{escape(title)}</a></p>')
            strings.append(f"{label}：")
        related = words.one(facts["related"])
        items = "".join(f'<li><a href="{escape(url)}">{escape(title)}</a></li>' for title, url in neighbours)
        html.append(f'<div class="xgyd"><h4>{related}</h4><ul>{items}</ul></div>')
        strings.append(related)
    head = '<div class="ly">' + "".join(f"<span>{escape(text)}</span>" for text in line) + "</div>"
    return Furniture(head, "\n".join(html), strings)


def attachments_block(words: Words, files: list[tuple[str, str]]) -> tuple[str, str]:
    """The 附件下载 list and its caption."""
    caption = words.one(phrases()["furniture"]["attachment"])
    items = "".join(f'<li><a href="{escape(url)}">{escape(name)}</a></li>' for name, url in files)
    return f'<div class="fj"><span>{escape(caption)}</span><ul>{items}</ul></div>', caption


def footer_lines(words: Words) -> list[str]:
    return [words.fill(text) for text in phrases()["furniture"]["footer"]]
