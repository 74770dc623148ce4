"""A made-up report on several pages of a site, as content management systems part it (分页)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from random import Random

from crawler.records import Document
from tests.standin.bodies import clean_paragraphs
from tests.standin.forms import Table
from tests.standin.reports import ReportText

SITE = "http://www.hewan-example.gov.cn"
FIRST = f"{SITE}/zfxxgknb/202301/t20230110_8123.html"

#: The address of page ``number`` (1 is the first) from that of the first.
Addresses = Callable[[int], str]
#: The pager of page ``number`` of ``count``.
Pager = Callable[[int, int], str]


def numbered(number: int) -> str:
    """From nought, as TRS WCM names them: t…_8123.html, t…_8123_1.html."""
    return FIRST if number == 1 else FIRST.replace(".html", f"_{number - 1}.html")


def counted(number: int) -> str:
    """From one: content_8123.html, content_8123_2.html."""
    return f"{SITE}/content_8123.html" if number == 1 else f"{SITE}/content_8123_{number}.html"


def queried(number: int) -> str:
    """In the query."""
    return f"{SITE}/view.jsp?id=8123" + (f"&page={number}" if number > 1 else "")


def script_pager(number: int, count: int) -> str:
    return f'<div class="page"><script>createPageHTML({count}, {number - 1}, "t20230110_8123", "html");</script></div>'


def link_pager(addresses: Addresses, caption: str = "") -> Pager:
    """上一页 1 2 3 下一页, each a link but the page itself."""

    def pager(number: int, count: int) -> str:
        pages = [
            f"<span>{at}</span>" if at == number else f'<a href="{escape(addresses(at))}">{at}</a>'
            for at in range(1, count + 1)
        ]
        before = f'<a href="{escape(addresses(number - 1))}">上一页</a>' if number > 1 else ""
        after = f'<a href="{escape(addresses(number + 1))}">下一页</a>' if number < count else ""
        return f'<div class="pager">{caption.format(n=number, of=count)}{before}{"".join(pages)}{after}</div>'

    return pager


def next_pager(addresses: Addresses) -> Pager:
    """Only a link to the next page, and one back."""

    def pager(number: int, count: int) -> str:
        before = f'<a href="{escape(addresses(number - 1))}">上一页</a>' if number > 1 else ""
        after = f'<a href="{escape(addresses(number + 1))}">下一页</a>' if number < count else ""
        return f"<p>{before}{after}</p>"

    return pager


def chunks(report: ReportText, count: int) -> list[ReportText]:
    """The report's items in ``count`` runs; only the last has the signature."""
    size = -(-len(report.items) // count)
    parts = [report.items[at * size : (at + 1) * size] for at in range(count)]
    return [
        replace(report, items=items, signed_on=report.signed_on if number == count else None)
        for number, items in enumerate(parts, 1)
    ]


def cut_table(table: Table, *, head: bool) -> tuple[Table, Table]:
    """A table in two parts where no cell spans the cut; ``head``: the second repeats the first rows."""
    places = []
    open_until = 0
    for at, row in enumerate(table.rows):
        if at > 5 and open_until <= at:
            places.append(at)
        open_until = max([open_until, *(at + cell.rowspan for cell in row)])
    at = places[len(places) // 2]
    heading = (
        table.rows[: next(i for i, row in enumerate(table.rows) if row[0].text.startswith("一、"))] if head else []
    )
    return Table(table.form, table.rows[:at]), Table(table.form, [*heading, *table.rows[at:]])


def article(report: ReportText, body: str, pager: str, *, inside: bool = True, tail: str = "") -> bytes:
    """An article with the mandated tags around ``body``; the pager in or after the container."""
    html = f"""<html><head><meta charset="utf-8"><title>{escape(report.title)}_河湾县人民政府</title>
<meta name="ArticleTitle" content="{escape(report.title)}"><meta name="PubDate" content="{report.published_on} 09:00">
</head><body><div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div><h1>{escape(report.title)}</h1>
<div class="ly"><span>来源：河湾县人民政府</span><span>浏览次数：12</span></div>
<div id="zoom">{body}{pager if inside else ""}</div>{"" if inside else pager}{tail}
<p><a href="/zfxxgknb/202301/t20230109_7.html">上一篇：河湾县2021年统计公报</a></p>
<p>责任编辑：王某</p><div class="foot"><p>版权所有：河湾县人民政府</p><p>网站地图</p></div></body></html>"""
    return html.encode()


def pages_of(
    report: ReportText, count: int, addresses: Addresses, pager: Pager, *, inside: bool = True
) -> list[Document]:
    """The pages of a report, in order."""
    return [
        Document(
            article(report, clean_paragraphs(part, Random(1)), pager(number, count), inside=inside),
            addresses(number),
            {"content-type": "text/html; charset=utf-8"},
        )
        for number, part in enumerate(chunks(report, count), 1)
    ]
