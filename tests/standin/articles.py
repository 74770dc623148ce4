"""Article pages: a report or a trap inside its family's template, with everything portals put around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from random import Random
from typing import TYPE_CHECKING

from tests.standin.bodies import BODIES, chinese_date
from tests.standin.boxes import BOXES, article_furniture, attachments_block, box_fields
from tests.standin.family import Column, templates
from tests.standin.pages import StandInPage, Truth
from tests.standin.places import DEPARTMENTS
from tests.standin.reports import ReportText

if TYPE_CHECKING:
    from tests.standin.portals import Builder

_PREVIEW = "您的浏览器暂不支持在线预览，请下载后查看"
_SCRIPT = (
    "<script type=\"text/javascript\">function f{n}(a,b){{var c=document.getElementById('x{n}');"
    "if(!c){{return a+b*{m};}}c.style.display=a?'block':'none';return c.offsetHeight+{m};}}</script>\n"
)


@dataclass(frozen=True)
class Article:
    """An article before it is printed: a planted ``report``, or a trap with its own ``lines``."""

    title: str
    host: str
    path: str
    day: date
    column: Column
    report: ReportText | None = None
    lines: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return self.host + self.path


def scripts(kilobytes: float, rng: Random) -> str:
    """So many kilobytes of the inline scripts that real pages carry."""
    size = 0
    parts: list[str] = []
    while size < kilobytes * 1024:
        parts.append(_SCRIPT.format(n=len(parts), m=rng.randint(1, 999)))
        size += len(parts[-1])
    return "".join(parts)


def menus(kilobytes: float, rng: Random) -> str:
    """So many kilobytes of menus: lists of links to every bureau's services, as real pages carry them."""
    size = 0
    parts: list[str] = []
    while size < kilobytes * 1024:
        _, bureau = rng.choice(DEPARTMENTS)
        service = rng.choice(("办事指南", "常见问题", "机构简介", "联系方式", "表格资料"))
        parts.append(f'<li class="m"><a href="/fw/{len(parts)}.html" target="_blank">{bureau}{service}</a></li>\n')
        size += len(parts[-1].encode())
    return f'<div class="menu"><ul>{"".join(parts)}</ul></div>' if parts else ""


def article_page(site: Builder, article: Article, around: list[Article]) -> StandInPage:
    """The page of an article, with links to the articles ``around`` it, and its truth."""
    rng = Random(f"article|{article.url}")
    source = article.report.agency.name if article.report and rng.random() < 0.6 else site.place.government
    furniture = article_furniture(
        site.words_with(rng),
        source=source,
        day=article.day.isoformat(),
        neighbours=[(other.title, other.url) for other in around],
    )
    if article.report is None:
        body = "".join(f'<p style="text-indent:2em">{escape(line)}</p>' for line in article.lines)
        content = _content(site, article.title, "", furniture.head, body, furniture.tail)
        answer = site.framed(content, article.title, column=article.column, article=article, source=source)
        return StandInPage(article.url, answer, Truth("trap", article.title))
    return _report_page(site, article, article.report, rng, furniture.head, furniture.tail, furniture.strings, source)


def _report_page(
    site: Builder,
    article: Article,
    report: ReportText,
    rng: Random,
    head: str,
    tail: str,
    strings: list[str],
    source: str,
) -> StandInPage:
    style, shape = rng.choice(site.plan.bodies), rng.choice(site.plan.boxes)
    publisher = rng.choice((report.agency.name, site.place.government))
    body = BODIES[style](report, rng)
    boilerplate = [*strings, *site.footer]
    if shape != "none":
        boilerplate += [report.index_number, "主题分类", "信息分类"]
    if site.plan.viewer and rng.random() < 0.5:
        body += (
            '<div class="pdfview" style="display:none"><iframe src="/pdfjs/web/viewer.html?file=/files/a.pdf">'
            f"</iframe><p>{_PREVIEW}</p></div>"
        )
        boilerplate.append(_PREVIEW)
    if rng.random() < 0.3:
        name = f"{report.title}.docx"
        block, caption = attachments_block(site.words_with(rng), [(name, f"/files/{report.published_on:%Y%m%d}.docx")])
        tail = block + tail
        boilerplate.append(caption)
    # A third of real report pages start straight in the body: the title stands in <title> and meta alone.
    printed_title = "" if site.family.metas and rng.random() < 0.2 else report.title
    box = BOXES[shape](box_fields(report, publisher, rng))
    content = _content(site, printed_title, box, head, body, tail)
    answer = site.framed(content, report.title, column=article.column, article=article, source=source)
    truth = Truth(
        kind="report",
        title=report.title,
        is_report=True,
        agency=report.agency.name,
        agency_kind=report.agency.kind,
        year=report.year,
        era=report.era,
        published_on=report.published_on.isoformat(),
        signed_on=report.signed_on.isoformat() if report.signed_on else "",
        index_number=report.index_number if shape != "none" else "",
        document_number=report.document_number if shape not in ("none",) else "",
        publisher=publisher if shape != "none" else "",
        source=source,
        encoding=site.plan.encoding,
        lines=tuple(report.lines),
        signature=(report.agency.name, chinese_date(report)) if report.signed_on else (),
        cells=tuple(report.cells),
        boilerplate=tuple(boilerplate),
        style=f"{style}/{shape}",
    )
    return StandInPage(article.url, answer, truth)


def _content(site: Builder, title: str, box: str, head: str, body: str, tail: str) -> str:
    return templates(site.family.template)["article"].substitute(
        title=escape(title), box=box, head=head, body=body, tail=tail
    )
