"""The stand-in's statutory tables, refilled and relabelled, with the truth of every cell, and a report around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape
from random import Random

from tests.reading.office_files import placed
from tests.standin import forms
from tests.standin.forms import Cell, FormCell, Table

ERAS = ("standard2021", "trial2019", "annex2014")
#: How cells are printed; most are counts or zeros.
PRINTS = (
    *("0", "0", "0", "0", "0", "0", "3", "17", "128", "1", "2", "1,204", "１２", " 5 ", "0件", "36件"),
    *("/", "-", "—", "——", "无", "", "", "\xa0"),
)
AMOUNTS = (*PRINTS, "12.5", "0.00", "1.5万元")

_NA = frozenset(("/", "-", "—", "——", "无"))
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def meant(cell: FormCell) -> tuple[str, str, str, str, float | None, str]:
    """What a cell of the dataset must hold: form, row, column, the print (as text), the value and its state."""
    raw = cell.raw.replace("\xa0", " ").strip()
    if not raw:
        return (*cell[:3], "", None, "blank")
    if raw in _NA:
        return (*cell[:3], raw, None, "na")
    number = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?)(?:件|条|次|篇|个|人|人次|万元)?", raw.translate(_WIDE))
    if number is None:
        return (*cell[:3], raw, None, "text")
    return (*cell[:3], raw, float(number[1].replace(",", "")), "number")


def tables(era: str, rng: Random, prints: Iterable[str] = PRINTS) -> list[Table]:
    """The tables of an era, every figure of them drawn from ``prints``."""
    figures = forms.draw_figures(rng, busy=True)
    drawn = list(prints)
    if era == "annex2014":
        return [_refill(forms.annex(figures, rng), drawn, rng)]
    made = [forms.proactive(era, figures, rng), forms.requests(era, figures), forms.reviews(rng)]
    return [_refill(table, drawn, rng) for table in made]


def _refill(table: Table, prints: list[str], rng: Random) -> Table:
    cells = iter(table.cells)
    rows, truth = [], []
    for row in table.rows:
        count = figures_in(table, row)
        for place in range(len(row) - count, len(row)):
            known = next(cells)
            if known.column_key != "unit":
                raw = rng.choice(AMOUNTS if known.row_key in ("fees", "budget", "procurement") else prints)
                known = known._replace(raw=raw)
                row = [*row[:place], row[place]._replace(text=raw), *row[place + 1 :]]
            truth.append(known)
        if table.form == "annex2014" and count and row[1].text != "——":
            truth.append(next(cells))
        rows.append(row)
    return Table(table.form, rows, truth)


def figures_in(table: Table, row: list[Cell]) -> int:
    """How many figures end a row of a table."""
    if table.form == "requests":
        return 7 if len(row) > 7 else 0
    if table.form == "reviews":
        return 15 if row is table.rows[-1] else 0
    if table.form == "annex2014":
        return int(len(row) == 3 and row[2].text not in ("——", "统计数"))
    labels = ("规章", "规范性文件", "行政许可", "其他对外", "行政处罚", "行政强制", "行政事业性", "政府集中")
    label = row[0].text.removeprefix("行政") if "规范性" in row[0].text else row[0].text
    return len(row) - 1 if label.startswith(labels) else 0


# --- how labels are printed ------------------------------------------------------------------------------------------

Relabel = Callable[[str], str]


def _half(text: str) -> str:
    return text.translate(str.maketrans("（），：；“”", '(),:;""'))


def _spaced(text: str) -> str:
    number = re.match(r"[一二三四五六七八九]、|（[一二三四五六七八九]）|\d\.|", text)
    start = number.end() if number else 0
    words = text[start:]
    return text[:start] + (" ".join(words) if len(words) <= 4 else words[:2] + " " + words[2:])


def _unnumbered(text: str) -> str:
    return re.sub(r"^(?:[一二三四五六七八九]、|（[一二三四五六七八九]）|\d\.)", "", text)


def _renumbered(text: str) -> str:
    text = re.sub(r"^（([一二三四五六七八九])）", r"\1、", text)
    return re.sub(r"^(\d)\.", r"（\1）", text)


def _noted(text: str) -> str:
    if text.startswith("（二）部分公开"):
        return "（二）部分公开（区分处理的，只计这一情形，不计其他情形）（单位：件）"
    return text + "（单位：件）" if re.match(r"[一二四]、本年新|[二四]、", text) else text


def _misprinted(text: str) -> str:
    """One character of a long label lost."""
    return text[:-3] + text[-2:] if len(text) > 9 and "第二十条" not in text else text


def _reworded(text: str) -> str:
    """As the form of 2021 was worded in drafts of its first year and by provinces."""
    swaps = {
        "行政规范性文件": "规范性文件",
        "本年新收政府信息公开申请数量": "本年度新收政府信息公开申请数量",
        "上年结转政府信息公开申请数量": "上年度结转政府信息公开申请数量",
        "本年制发件数": "本年度制发件数",
        "现行有效件数": "现行有效件数（件）",
        "本年收费金额（单位：万元）": "本年收费金额(万元)",
        "危及“三安全一稳定”": "危及三安全一稳定",
        "本机关不掌握相关政府信息": "本机关不掌握相关信息",
        "要求行政机关确认或重新出具已获取信息": "要求行政机关确认或者重新出具已获取信息",
        "信访举报投诉类申请": "信访、举报、投诉类申请",
        "没有现成信息需要另行制作": "没有现成信息，需要另行制作",
        "其他法律行政法规禁止公开": "其他法律、行政法规禁止公开",
    }
    for old, new in swaps.items():
        text = text.replace(old, new)
    return text


LABELS: dict[str, Relabel] = {
    "as_printed": str,
    "half_width": _half,
    "spaced": _spaced,
    "unnumbered": _unnumbered,
    "renumbered": _renumbered,
    "noted": _noted,
    "misprinted": _misprinted,
    "reworded": _reworded,
}


def relabelled(made: list[Table], relabel: Relabel) -> list[Table]:
    """The tables with other labels; figures and units stay."""
    out = []
    for table in made:
        rows = []
        for row in table.rows:
            keep = 1 if table.form == "annex2014" else len(row) - figures_in(table, row)
            rows.append([cell._replace(text=relabel(cell.text)) if i < keep else cell for i, cell in enumerate(row)])
        out.append(Table(table.form, rows, table.cells))
    return out


# --- tables as text and as HTML --------------------------------------------------------------------------------------


def grid(table: Table) -> list[list[str]]:
    """The texts of a table, a spanned cell's once, where it begins."""
    return [[place[0].text if place and place[1] else "" for place in row] for row in placed(table.rows)]


def filled(table: Table) -> list[list[str]]:
    """The texts of a table, a spanned cell's in all its places."""
    return [[place[0].text if place else "" for place in row] for row in placed(table.rows)]


def html_of(rows: Iterable[Iterable[Cell]], tag: str = "td") -> str:
    """A table as plain HTML."""
    out = []
    for row in rows:
        cells = []
        for cell in row:
            spans = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
                f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            )
            cells.append(f"<{tag}{spans}>{escape(cell.text)}</{tag}>")
        out.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(out)}</table>"


def part_of(table: Table, start: int, end: int) -> str:
    """Rows of a table as a table: a span that began before them begins in the first of them anew."""
    out = []
    whole = placed(table.rows)
    first = {id(place[0]): number for number, row in reversed(list(enumerate(whole))) for place in row if place}
    for number, row in enumerate(whole[start:end]):
        cells = []
        column = 0
        while column < len(row):
            place = row[column]
            width = 1
            if place is None:
                cells.append(Cell(""))
            else:
                cell, begins = place
                while column + width < len(row) and (row[column + width] or (None,))[0] is cell:
                    width += 1
                if begins or number == 0:
                    left = first[id(cell)] + cell.rowspan - start - number
                    cells.append(Cell(cell.text, min(left, end - start - number), width))
            column += width
        out.append(cells)
    return html_of(out)


def without_blanks(made: list[Table]) -> list[Table]:
    """The tables with "/" where nothing is printed."""
    out = []
    for table in made:
        rows = [[c._replace(text=c.text if c.text.strip() else "/") for c in row] for row in table.rows]
        out.append(
            replace(table, rows=rows, cells=[c._replace(raw=c.raw if c.raw.strip() else "/") for c in table.cells])
        )
    return out


def mostly_blank(made: list[Table], rng: Random) -> list[Table]:
    """The tables with one figure in ten, and nothing in the others' places."""
    out = []
    for table in made:
        cells = [cell._replace(raw=cell.raw if rng.random() < 0.1 else "") for cell in table.cells]
        printed = iter(cells)
        rows = []
        for row in table.rows:
            end = len(row) - figures_in(table, row)
            rows.append([*row[:end], *(cell._replace(text=next(printed).raw) for cell in row[end:])])
        out.append(replace(table, rows=rows, cells=cells))
    return out


# --- the report around the tables -------------------------------------------------------------------------------------

_HEADINGS = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "reviews": "四、政府信息公开行政复议、行政诉讼情况",
    "annex2014": "附件：政府信息公开情况统计表",
}
_YEARS = {"standard2021": 2022, "trial2019": 2019, "annex2014": 2016}


def report_lines(era: str) -> tuple[str, list[str], list[str]]:
    """``(title, lines before the tables, lines after them)`` of a short report."""
    year = _YEARS[era]
    title = f"青禾县民政局{year}年政府信息公开工作年度报告"
    before = [
        f"根据《中华人民共和国政府信息公开条例》规定，现公布青禾县民政局{year}年政府信息公开工作年度报告。",
        "一、总体情况",
        f"{year}年，青禾县民政局按照条例要求，结合工作实际，做好政府信息主动公开和依申请公开工作，保障群众知情权。",
    ]
    after = [
        "五、存在的主要问题及改进情况",
        "公开的深度有待加强，工作人员的业务水平需要提高。下一步，将加强学习，完善制度，提高公开质量。",
        "六、其他需要报告的事项",
        "无其他需要报告的事项。",
    ]
    return title, before, after


def html_report(era: str, parts: Iterable[tuple[str, str]]) -> bytes:
    """A page with the tables' HTML in place; ``parts`` are ``(form, html)``."""
    title, before, after = report_lines(era)
    out = [f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1><div id='zoom'>"]
    out += [f"<p>{line}</p>" for line in before]
    for form, html in parts:
        out += [f"<p>{_HEADINGS[form]}</p>", html]
    out += [f"<p>{line}</p>" for line in after]
    return "".join([*out, "</div></body></html>"]).encode()


def text_report(era: str, parts: Iterable[tuple[str, str]]) -> bytes:
    """A text with the tables in place; ``parts`` are ``(form, text)``."""
    title, before, after = report_lines(era)
    lines = [title, *before]
    for form, text in parts:
        lines += [_HEADINGS[form], text]
    return "\n".join([*lines, *after]).encode()
