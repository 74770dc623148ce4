"""Pages of many shapes, put together by chance: a report's text, its numbering, its markup, what a portal adds.

Where the stand-in (``tests/standin``) has families of portals, this has the variety between them: a page's text,
markup, container, lines above and below it are drawn each for itself, so that a rule that fits one template only is
found out.
The same seed gives the same page. The facts are in ``shapes.toml``; all texts are made up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from random import Random
from typing import Any

_DIGITS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_WIDE = "１２３４５６７８９"
Number = Callable[[int], str]

#: The ways in which sections of each level are numbered.
NUMBERS: tuple[tuple[Number, ...], ...] = (
    (lambda i: f"{_DIGITS[i]}、", lambda i: f"{_DIGITS[i]}．", lambda i: f"第{_DIGITS[i]}部分　"),
    (lambda i: f"（{_DIGITS[i]}）", lambda i: f"({_DIGITS[i]})", lambda i: f"（{_DIGITS[i]}）、"),
    (lambda i: f"{i + 1}.", lambda i: f"{i + 1}、", lambda i: f"{i + 1}．", lambda i: f"{_WIDE[i]}、"),
    (lambda i: f"（{i + 1}）", lambda i: f"({i + 1})", lambda i: f"{i + 1}）"),
    (lambda i: _CIRCLED[i], lambda i: f"{_CIRCLED[i]}、"),
)
#: How a heading and its text stand to each other: on lines of their own, parted by a sign, run in, or none at all.
STYLES = ("alone", "alone", "。", "：", "run in", "none")


@dataclass
class Line:
    """A line of a report, or a table where it has rows; ``kind`` is ``p``, ``h``, ``caption`` or ``signature``."""

    text: str = ""
    kind: str = "p"
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Text:
    """A report: its lines in order and its sections as ``(level, number, heading)``."""

    title: str
    agency: str
    year: int
    lines: list[Line] = field(default_factory=list)
    sections: list[tuple[int, str, str]] = field(default_factory=list)


@cache
def facts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("shapes.toml").read_text(encoding="utf-8"))


class _Writer:
    """Writes one report, line by line."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        agency = "青河县" + rng.choice(["民政局", "水利局", "农业农村局", "审计局"])
        year = rng.randrange(2009, 2024)
        title = rng.choice(["{a}{y}年政府信息公开工作年度报告", "{y}年{a}政府信息公开年度报告"])
        self.text = Text("", agency, year)
        self.text.title = self.filled(title)
        self.numbers = [rng.choice(forms) for forms in NUMBERS]
        self.style = rng.choice(STYLES)
        self.pool: list[str] = []

    def filled(self, pattern: str) -> str:
        text = pattern.replace("{y}", str(self.text.year)).replace("{a}", self.text.agency)
        return re.sub(r"\{[nm]\}", lambda found: str(self.rng.randint(1, 30 if found[0] == "{n}" else 2400)), text)

    def add(self, text: str, kind: str = "p") -> None:
        self.text.lines.append(Line(text, kind))

    def prose(self, sentences: int = 0) -> str:
        count = sentences or self.rng.choice([1, 1, 2, 3])
        if len(self.pool) < count:
            self.pool = self.rng.sample(facts()["sentences"], len(facts()["sentences"]))
        return "".join(self.filled(self.pool.pop()) for _ in range(count))

    def section(self, level: int, index: int, heading: str, style: str) -> None:
        number = self.numbers[level - 1](index)
        if style == "run in":
            heading, text = (self.filled(part) for part in self.rng.choice(facts()["run_in"]))
            self.add(number + heading + text)
        elif style == "none":
            heading = ""
            self.add(number + self.filled("本年度，我局按季度检查公开情况，及时补充缺少的内容。") + self.prose())
        elif style == "alone":
            self.add(number + heading, "h")
            self.add(self.prose())
        else:
            self.add(number + heading + style + self.prose())
        self.text.sections.append((level, number.strip(" 　"), heading))

    def table(self) -> None:
        labels = self.rng.sample(["主动公开信息数", "规范性文件", "收到申请数", "按时办结数", "复议数量", "费用"], 5)
        values = ([label, self.rng.choice(["条", "件"]), self.rng.choice(["0", "26", "/", ""])] for label in labels)
        self.add("政府信息公开情况统计表", "caption")
        self.text.lines.append(Line(rows=[["指标", "单位", "数量"], *values]))

    def write(self) -> Text:
        rng, data = self.rng, facts()
        self.add(self.filled(rng.choice(data["openings"])))
        for index, heading in enumerate(rng.sample(data["headings"], rng.randint(4, 6))):
            self.section(1, index, heading, "alone")
            if rng.random() < 0.5:
                for inner, sub in enumerate(rng.sample(data["subheadings"], 3)):
                    self.section(2, inner, sub, self.style)
            chance = rng.random()
            if chance < 0.3:
                level = rng.choice([3, 4, 5])
                for inner, point in enumerate(rng.sample(data["points"], 3)):
                    self.section(level, inner, point, rng.choice(["。", "：", "none"]))
            elif chance < 0.5:
                self.add("主要渠道有：")
                for item in rng.sample(data["items"], 4):
                    self.add(item)
                self.add(self.prose())
            elif chance < 0.7:
                self.table()
        if rng.random() < 0.4:
            self.add(self.filled(rng.choice(data["contacts"])))
        if rng.random() < 0.3:
            self.add(self.filled(rng.choice(data["annexes"])))
        if rng.random() < 0.7:
            self.add(self.text.agency, "signature")
            self.add(f"{self.text.year + 1}年{rng.randint(1, 3)}月{rng.randint(1, 28)}日", "signature")
        return self.text


def _table(rows: list[list[str]]) -> str:
    cells = ("<tr>" + "".join(f"<td>{escape(cell) or '&nbsp;'}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table border=1>{''.join(cells)}</table>"


def _in(before: str, after: str) -> Callable[[Text, Random], str]:
    """A renderer that puts each line between two pieces of markup."""

    def render(text: Text, rng: Random) -> str:
        indent = rng.choice(["", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;", "&emsp;&emsp;"])
        return "\n".join(
            _table(line.rows) if line.rows else f"{before}{indent}{escape(line.text)}{after}" for line in text.lines
        )

    return render


def _word(text: Text, rng: Random) -> str:
    """Word's soup: spans that split words and numbers anywhere."""
    parts = ["<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><style>p{mso-style-parent:''}</style>"]
    for line in text.lines:
        runs, position = [], 0
        while position < len(line.text):
            step = rng.randint(1, 14)
            runs.append(f"<span lang=EN-US style='mso-x:y'>{escape(line.text[position : position + step])}</span>")
            position += step
        parts.append(_table(line.rows) if line.rows else f"<p class=MsoNormal>{''.join(runs)}<o:p></o:p></p>")
    return "\n".join(parts)


def _pre(text: Text, rng: Random) -> str:
    """Text that keeps its line breaks, around the tables."""
    tag, parts = rng.choice(["pre", "div style='white-space:pre-wrap'"]), [""]
    for line in text.lines:
        if line.rows:
            parts += [_table(line.rows), ""]
        else:
            parts[-1] += f"    {escape(line.text)}\n"
    return "".join(part if part.startswith("<table") else f"<{tag}>{part}</{tag.split()[0]}>" for part in parts)


def _source_wrapped(text: Text, rng: Random) -> str:
    """Paragraphs whose source is wrapped by an editor."""
    wrapped = ("\n      ".join(re.findall(".{1,37}", escape(line.text))) for line in text.lines)
    parts = zip(text.lines, wrapped, strict=True)
    return "\n".join(_table(line.rows) if line.rows else f"<p>\n\t　　{part}\n</p>" for line, part in parts)


def _numbers_apart(text: Text, rng: Random) -> str:
    """Numbers of the first level in paragraphs of their own."""
    html = _in("<p>", "</p>")(text, rng)
    return re.sub(rf"<p>((?:　|&\w+;)*[{_DIGITS}][、．])", r"<p>\1</p><p>", html)


RENDERERS: dict[str, Callable[[Text, Random], str]] = {
    "paragraphs": _in("<p style='text-indent:2em'>", "</p>"),
    "breaks": _in("", "<br><br>"),
    "divs": _in("<div>", "</div>"),
    "items": lambda text, rng: f"<ul>{_in('<li>', '</li>')(text, rng)}</ul>",
    "rows": lambda text, rng: "<table>" + "".join(
        f"<tr><td>{_table(line.rows) if line.rows else escape(line.text)}</td></tr>" for line in text.lines
    ) + "</table>",
    "nested": lambda text, rng: (
        f"<TABLE><TR><TD></TD><TD><TABLE><TR><TD>{_in('<P>', '</P>')(text, rng)}</TABLE></TABLE>"
    ),
    "sections": _in("<section><section><span>", "</span></section></section>"),
    "unclosed": _in("<P>", ""),
    "fonts": _in("<p><font face=宋体>", "</font></p>"),
    "quote": lambda text, rng: f"<blockquote>{_in('<p>', '</p>')(text, rng)}</blockquote>",
    "word": _word,
    "pre": _pre,
    "source wrapped": _source_wrapped,
    "numbers apart": _numbers_apart,
}  # fmt: skip
#: What a page may hold besides, hidden: the body once more for a viewer, a printer or a script.
HIDDEN = (
    "",
    "",
    "<noscript><p>您的浏览器不支持脚本，请开启后访问本站。</p></noscript>",
    "<div style='display:none' class=print>{body}</div>",
    "<script type=text/template>{body}</script>",
    "<textarea style='display:none'>{escaped}</textarea>",
    "<div hidden><h2>手机版</h2><p>请用竖屏浏览。</p></div>",
)


def page(seed: int) -> tuple[Text, str, str, tuple[str, ...]]:
    """``(text, html, name of the markup, lines of the portal)`` of one page."""
    rng, data = Random(seed), facts()
    text = _Writer(rng).write()
    markup = rng.choice(list(RENDERERS))
    body = RENDERERS[markup](text, rng)

    def draw(name: str, count: int = 1) -> str:
        html = "".join(rng.sample(data[name], count)).replace("<t>", text.title).replace("<a>", text.agency)
        return html.replace("<d>", f"{text.year + 1}-02-{rng.randint(10, 28)}")

    opening = rng.choice(data["containers"])
    head, tail, inside = draw("heads"), draw("tails", rng.randint(0, 4)), rng.random() < 0.5
    closing = re.sub(r"<(\w+).*", r"</\1>", opening)
    hidden = rng.choice(HIDDEN).replace("{body}", body).replace("{escaped}", escape(body))
    heading = f"<{(tag := rng.choice(['h1', 'h2', 'div']))}>{text.title}</{tag}>"
    article = f"{heading}{head}{hidden}{opening}{body}{tail if inside else ''}{closing}{'' if inside else tail}"
    side, menu = draw("sides"), "".join(f"<li><a href=/{i}>政务公开{i}</a></li>" for i in range(12))
    main = rng.choice(
        [
            f"<div class=main><div class=left>{side}</div><div class=right>{article}</div></div>",
            f"<table><tr><td width=200>{side}</td><td>{article}</td></tr></table>",
            f"<main><article>{article}</article><aside>{side}</aside></main>",
        ]
    )
    html = f"<html><head><meta charset=utf-8><title>{text.title}-青河县人民政府</title></head><body>{draw('tops', 2)}"
    footer = draw("footers")
    return text, f"{html}<ul>{menu}</ul>{main}{footer}</body></html>", markup, _added(text, head + tail + side + footer)


def _added(text: Text, html: str) -> tuple[str, ...]:
    """The lines of a portal's markup that the report does not have as well."""
    own = "".join((text.title, *(line.text for line in text.lines)))
    lines = dict.fromkeys(part.strip() for part in re.findall(">([^<>&]{4,})<", html))
    return tuple(line for line in lines if line not in own)


def pages(count: int) -> Iterator[tuple[int, Text, str, str, tuple[str, ...]]]:
    """The first ``count`` pages, each after its seed (see :func:`page`)."""
    for seed in range(count):
        yield (seed, *page(seed))
