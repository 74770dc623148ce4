"""A report's body in the ways portals mark it up: clean paragraphs, one <br> block, layout tables, Word soup."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from tests.standin.forms import Table
from tests.standin.reports import Line, ReportText

Item = Line | Table


def chinese_date(report: ReportText) -> str:
    """The date of the signature (落款) as printed, or ""."""
    day = report.signed_on
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def clean_paragraphs(report: ReportText, rng: Random) -> str:
    """One <p> a paragraph, two full-width spaces of indent, tables with real spans."""
    parts = []
    for item in report.items:
        if isinstance(item, Table):
            parts.append(plain_table(item))
        elif item.kind == "h1":
            parts.append(f'<p style="text-indent:2em"><strong>{escape(item.text)}</strong></p>')
        else:
            parts.append(f'<p style="text-indent:2em;line-height:2">{escape(item.text)}</p>')
    if report.signed_on:
        parts.append(f'<p style="text-align:right">{escape(report.agency.name)}</p>')
        parts.append(f'<p style="text-align:right">{chinese_date(report)}</p>')
    return "\n".join(parts)


def break_block(report: ReportText, rng: Random) -> str:
    """Everything in one <div>, paragraphs parted by <br>, indented with spaces that do not break."""
    parts = []
    for item in report.items:
        if isinstance(item, Table):
            parts.append(plain_table(item))
        else:
            text = escape(item.text)
            bold = item.kind == "h1" and rng.random() < 0.5
            parts.append(f"&nbsp;&nbsp;&nbsp;&nbsp;{f'<b>{text}</b>' if bold else text}<br /><br />")
    if report.signed_on:
        parts.append(
            f"　　　　　　　　　　{escape(report.agency.name)}<br />　　　　　　　　　　{chinese_date(report)}"
        )
    return "<div>" + "\n".join(parts) + "</div>"


def word_soup(report: ReportText, rng: Random) -> str:
    """As pasted from Word: MsoNormal, mso- styles, conditional comments, a span around every few words."""
    parts = ["<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"]
    for item in report.items:
        if isinstance(item, Table):
            parts.append(word_table(item))
        else:
            parts.append(_word_paragraph(item.text, bold=item.kind == "h1"))
            if rng.random() < 0.15:
                parts.append("<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>")
    if report.signed_on:
        parts.append(_word_paragraph(report.agency.name, align="right"))
        parts.append(_word_paragraph(chinese_date(report), align="right"))
    return "<div class=Section1 style='layout-grid:15.6pt'>" + "\n".join(parts) + "</div>"


def layout_tables(report: ReportText, rng: Random) -> str:
    """Nested layout tables of the 2000s: the text in <td>s, upper-case tags, unclosed cells."""
    rows = []
    for item in report.items:
        if isinstance(item, Table):
            rows.append(f"<TR><TD align=center>{plain_table(item, upper=True)}</TD></TR>")
        else:
            text = escape(item.text)
            inner = f"<FONT size=3><B>{text}</B></FONT>" if item.kind == "h1" else f"<FONT size=3>{text}</FONT>"
            rows.append(f"<TR><TD style='LINE-HEIGHT: 180%'>　　{inner}")
    if report.signed_on:
        rows.append(f"<TR><TD align=right>{escape(report.agency.name)}")
        rows.append(f"<TR><TD align=right>{chinese_date(report)}")
    return (
        "<TABLE width='96%' border=0 cellSpacing=0 cellPadding=0><TBODY><TR><TD vAlign=top>"
        "<TABLE width='100%' border=0><TBODY>" + "\n".join(rows) + "</TBODY></TABLE></TD></TR></TBODY></TABLE>"
    )


def _word_paragraph(text: str, *, bold: bool = False, align: str = "") -> str:
    """A Word paragraph: its text in several spans, as Word leaves it after editing."""
    step = 23
    runs = []
    for start in range(0, len(text), step):
        run = escape(text[start : start + step])
        weight = ";mso-bidi-font-weight:bold" if bold else ""
        runs.append(
            f"<span style='font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体{weight}'>{run}</span>"
        )
    inner = "".join(runs)
    inner = f"<b>{inner}</b>" if bold else inner
    place = (
        f" align={align} style='text-align:{align}'"
        if align
        else " style='text-indent:32.0pt;mso-char-indent-count:2.0'"
    )
    return f"<p class=MsoNormal{place}>{inner}<span lang=EN-US style='font-size:16.0pt'><o:p></o:p></span></p>"


def _spans(rowspan: int, colspan: int) -> str:
    text = f' rowspan="{rowspan}"' if rowspan > 1 else ""
    return text + (f' colspan="{colspan}"' if colspan > 1 else "")


def plain_table(table: Table, *, upper: bool = False) -> str:
    """A statutory table with real spans."""
    rows = []
    for row in table.rows:
        cells = (f"<td{_spans(cell.rowspan, cell.colspan)}>{escape(cell.text)}</td>" for cell in row)
        rows.append("<tr>" + "".join(cells) + "</tr>")
    html = '<table border="1" cellspacing="0"><tbody>' + "\n".join(rows) + "</tbody></table>"
    return html.replace("<td", "<TD").replace("</td>", "</TD>") if upper else html


def word_table(table: Table) -> str:
    """A statutory table as Word saves it: a paragraph and spans in every cell."""
    rows = []
    for number, row in enumerate(table.rows):
        cells = []
        for cell in row:
            text = f"<span style='font-size:10.5pt'>{escape(cell.text)}</span>" if cell.text else "<o:p>&nbsp;</o:p>"
            cells.append(
                f"<td{_spans(cell.rowspan, cell.colspan)} style='border:solid windowtext 1.0pt;padding:0cm 5.4pt'>"
                f"<p class=MsoNormal align=center style='text-align:center'>{text}</p></td>"
            )
        rows.append(f"<tr style='mso-yfti-irow:{number}'>" + "".join(cells) + "</tr>")
    return "<table class=MsoNormalTable border=1 cellspacing=0>" + "\n".join(rows) + "</table>"


BODIES: dict[str, Callable[[ReportText, Random], str]] = {
    "paragraphs": clean_paragraphs,
    "breaks": break_block,
    "word": word_soup,
    "layout": layout_tables,
}
