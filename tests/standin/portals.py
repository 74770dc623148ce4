"""Whole portals: a tree of columns, lists and articles around planted reports, all with their truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from html import escape
from random import Random
from typing import Literal

from tests.standin import articles
from tests.standin.articles import Article
from tests.standin.families import FAMILIES
from tests.standin.family import Column, Family, ListPage, Row, templates
from tests.standin.pages import Answer, Encoding, StandInPage, Truth, declared_charset, encoded
from tests.standin.places import PLACES, Agency, Place, agencies_of
from tests.standin.reports import write_report
from tests.standin.texts import Words, phrases

Layout = Literal["flat", "by_unit", "by_year"]


@dataclass(frozen=True)
class Plan:
    """What a portal is to be like. ``bodies`` are styles of bodies.BODIES, ``boxes`` shapes of boxes.BOXES.

    ``years`` are the report years; ``skip`` the share of (agency, year) pairs that were never published;
    ``notices`` the traps of the notice column (phrases.toml); ``size`` the sentences a section may have;
    ``bulk`` the kilobytes of scripts and menus in every page.
    """

    place: str
    family: str
    years: tuple[int, ...]
    encoding: Encoding = "utf-8"
    departments: int = 2
    towns: int = 1
    streets: int = 0
    skip: float = 0.0
    layout: Layout = "flat"
    bodies: tuple[str, ...] = ("paragraphs",)
    boxes: tuple[str, ...] = ("table",)
    in_column: bool = False
    subdomain: bool = False
    viewer: bool = False
    report_column: bool = True
    notices: tuple[str, ...] = ("news", "job", "budget", "notice", "news", "website")
    seed: str = "1"
    size: int = 4
    bulk: int = 0


@dataclass
class Portal:
    """A finished portal: ``pages`` by URL, ``lists`` by column number. ``home`` is what a catalogue names."""

    plan: Plan
    place: Place
    home: str
    pages: dict[str, StandInPage] = field(default_factory=dict)
    lists: dict[int, list[Row]] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"www.{self.place.host}"

    @property
    def reports(self) -> list[StandInPage]:
        return [page for page in self.pages.values() if page.truth.is_report]

    def catalogue_row(self) -> dict[str, str]:
        """The portal's row of a portals.csv."""
        return {
            "division_code": self.place.code,
            "level": self.place.level,
            "province": self.place.province,
            "city": self.place.city,
            "county": self.place.county,
            "name": self.place.government,
            "home_url": self.home,
        }


def build(plan: Plan) -> Portal:
    """The portal of a plan: always the same for the same plan."""
    return Builder(plan).build()


class Builder:
    """Builds one portal; articles.py prints its articles with the names and frame kept here."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.place = PLACES[plan.place]
        self.family: Family = FAMILIES[plan.family]
        self.rng = Random(f"portal|{plan.place}|{plan.seed}")
        self.base = f"http://www.{self.place.host}"
        self.portal = Portal(plan, self.place, f"{self.base}/")
        self.words = Words(
            self.rng,
            {
                "place": self.place.name,
                "short": self.place.name[:-1],
                "host": f"www.{self.place.host}",
                "town": f"{self.place.name}城关镇",
                "agency": self.place.government,
                "field": "民生保障",
                "year": max(plan.years),
                "next": max(plan.years) + 1,
            },
        )
        facts = phrases()["furniture"]
        self.footer = [self.words.fill(line) for line in facts["footer"]]
        self.nav_names = [self.words.fill(name) for name in facts["nav"]]
        # A portal prints the same menus and scripts on each of its pages.
        around = Random(f"around|{plan.place}|{plan.seed}")
        self.menus = articles.menus(plan.bulk / 2, around)
        self.scripts = articles.scripts(plan.bulk / 2, around)
        self.number = self.rng.randint(1000, 9000)
        self.news = self._column("通知公告", "tzgg")
        self.hub = self._column("政府信息公开", "zfxxgk")
        self.guide = self._column("政府信息公开指南", "zfxxgkzn")
        self.catalogue = self._column("法定主动公开内容", "fdzdgknr")
        self.annual = self._column("政府信息公开年报", "zfxxgknb", kind="信息公开年报")

    def words_with(self, rng: Random) -> Words:
        """The portal's names with another generator: an article's words do not depend on its neighbours."""
        return Words(rng, self.words.names)

    def _column(self, name: str, slug: str, kind: str = "", about: str = "") -> Column:
        self.number += self.rng.randint(1, 9)
        return Column(self.number, name, slug, kind, about)

    def build(self) -> Portal:
        agencies = agencies_of(self.place, self.rng, self.plan.departments, self.plan.towns, self.plan.streets)
        columns: dict[int, tuple[Column, list[Article]]] = {}
        if self.plan.report_column:
            for agency in agencies:
                for year in self.plan.years:
                    if agency.kind == "government" or self.rng.random() >= self.plan.skip:
                        column = self._column_of(agency, year)
                        columns.setdefault(column.number, (column, []))[1].append(self._report(agency, year, column))
            columns.setdefault(self.annual.number, (self.annual, []))
            if self.plan.in_column:
                self._add_report_column(agencies[0], min(self.plan.years) - 1)
            self._plant_traps(columns[self.annual.number][1], self.annual, ("website", "rule_of_law", "notice"))
        news: list[Article] = []
        self._plant_traps(news, self.news, self.plan.notices)
        columns[self.news.number] = (self.news, news)
        for column, found in columns.values():
            self._add_list(column, sorted(found, key=lambda article: article.day, reverse=True))
        self._add_hub_pages(news)
        return self.portal

    def _column_of(self, agency: Agency, year: int) -> Column:
        """The column a report is filed under, made when it is first needed."""
        layout = self.plan.layout
        if layout == "flat" or (layout == "by_unit" and agency.kind == "government"):
            return self.annual
        name, slug = (
            (agency.unit, f"dw{len(self.annual.children) + 1}") if layout == "by_unit" else (f"{year}年", f"nb{year}")
        )
        known = next((child for child in self.annual.children if child.name == name), None)
        if known is None:
            known = self._column(name, f"zfxxgknb/{slug}", "信息公开年报", agency.name if layout == "by_unit" else "")
            self.annual.children.append(known)
        return known

    def _report(self, agency: Agency, year: int, column: Column) -> Article:
        report = write_report(agency, year, self.plan.seed, size=self.plan.size, signed=self.rng.random() < 0.8)
        self.number += self.rng.randint(1, 40)
        host = self.base
        if self.plan.subdomain and agency.kind == "department":
            host = f"http://bm.{self.place.host}"
        path = self.family.article_path(column, self.number, report.published_on)
        return Article(report.title, host, path, report.published_on, column, report=report)

    def _add_report_column(self, agency: Agency, year: int) -> None:
        """A column with one article shows the report itself instead of a list."""
        column = self._column(f"{year}年度报告", f"zfxxgknb/bg{year}", "信息公开年报")
        self.annual.children.append(column)
        report = write_report(agency, year, self.plan.seed, size=self.plan.size)
        path = self.family.column_path(column)
        article = Article(report.title, self.base, path, report.published_on, column, report=report)
        self.portal.pages[article.url] = articles.article_page(self, article, [])

    def _plant_traps(self, found: list[Article], column: Column, kinds: tuple[str, ...]) -> None:
        for kind in kinds:
            facts = phrases()["trap"][kind]
            day = date(max(self.plan.years) + 1, self.rng.randint(1, 6), self.rng.randint(1, 28))
            self.number += self.rng.randint(1, 40)
            lines = tuple(self.words.fill(line) for line in facts["lines"])
            path = self.family.article_path(column, self.number, day)
            found.append(Article(self.words.one(facts["titles"]), self.base, path, day, column, lines=lines))

    def _add_list(self, column: Column, found: list[Article]) -> None:
        rows = []
        for index, article in enumerate(found):
            around = found[max(0, index - 1) : index] + found[index + 1 : index + 2]
            page = articles.article_page(self, article, around)
            self.portal.pages[page.url] = page
            path = article.path if article.host == self.base else article.host + article.path
            rows.append(Row(article.title, path, article.day, article.report.index_number if article.report else ""))
        self.portal.lists[column.number] = rows
        side = ""
        if column is self.annual and column.children:
            links = (f'<li><a href="{escape(self.family.column_path(c))}">{c.name}</a></li>' for c in column.children)
            side = '<ul class="sub">' + "".join(links) + "</ul>"
        for list_page in self.family.list_pages(column, rows, side):
            self._add_list_page(column, list_page)

    def _add_list_page(self, column: Column, page: ListPage) -> None:
        url = self.base + page.target
        if page.raw:
            answer = Answer(page.content.encode(), {"content-type": "text/xml; charset=UTF-8"})
            self.portal.pages[url] = StandInPage(url, answer, Truth("data", column.name))
            return
        answer = self.framed(page.content, column.name, column=column)
        self.portal.pages[url] = StandInPage(url, answer, Truth("list", column.name))

    def _add_hub_pages(self, news: list[Article]) -> None:
        """The home page, the 政府信息公开 hub, the guide and, if planned, a report inside its column page."""
        mandated = [self.guide, self.catalogue] + ([self.annual] if self.plan.report_column else [])
        links = "".join(f'<li><a href="{escape(self.family.column_path(c))}">{c.name}</a></li>' for c in mandated)
        self._add_page(self.hub, f'<div class="left"><ul class="zfxxgk_nav">{links}</ul></div>', "column")
        guide = "".join(f"<p>{self.words.fill(line)}</p>" for line in phrases()["trap"]["guide"]["lines"])
        self._add_page(self.guide, f"<div class='left'><ul>{links}</ul></div><h1>政府信息公开指南</h1>{guide}", "trap")
        self._add_page(
            self.catalogue, f"<div class='left'><ul>{links}</ul></div><p>机构职能　政策文件　规划计划</p>", "column"
        )
        rows = "".join(f'<li><a href="{escape(a.path)}">{escape(a.title)}</a><span>{a.day}</span></li>' for a in news)
        outside = '<a href="http://www.gov.cn/">中国政府网</a><a href="https://weibo.com/standin">官方微博</a>'
        content = f'<div class="news"><h2>通知公告</h2><ul>{rows}</ul></div><div class="links">{outside}</div>'
        self.portal.pages[self.portal.home] = StandInPage(
            self.portal.home, self.framed(content, ""), Truth("home", self.place.government)
        )

    def _add_page(self, column: Column, content: str, kind: Literal["column", "trap"]) -> None:
        url = self.base + self.family.column_path(column)
        self.portal.pages[url] = StandInPage(
            url, self.framed(content, column.name, column=column), Truth(kind, column.name)
        )

    def metas(self, column: Column | None, article: Article | None, source: str) -> str:
        """The mandated meta tags (国办发〔2017〕47号), for the families that print them."""
        if not self.family.metas:
            return ""
        names = {
            "SiteName": self.place.government,
            "SiteDomain": self.portal.host,
            "SiteIDCode": f"{self.place.code}0001",
        }
        if column:
            names |= {"ColumnName": column.name, "ColumnType": column.kind or column.name}
        if article:
            names |= {"ArticleTitle": article.title, "PubDate": f"{article.day} 09:30", "ContentSource": source}
        return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in names.items())

    def framed(
        self,
        content: str,
        title: str,
        *,
        column: Column | None = None,
        article: Article | None = None,
        source: str = "",
    ) -> Answer:
        """``content`` inside the family's frame, encoded as the portal does."""
        family = self.family
        paths = ["/", f"{family.column_path(self.news)}", family.column_path(self.hub)]
        items = zip([*self.nav_names[:2], "政务公开"], paths, strict=True)
        crumbs = [f'<a href="{self.portal.home}">首页</a>', "<a href='/'>政务公开</a>"]
        if column:
            crumbs.append(f'<a href="{escape(family.column_path(column))}">{column.name}</a>')
        whole = [title, column.name if article and column else "", self.place.government]
        html = templates(family.template)["frame"].substitute(
            title=escape("_".join(part for part in whole if part)),
            charset=declared_charset(self.plan.encoding),
            metas=self.metas(column, article, source),
            name=self.place.government,
            nav="".join(family.nav_item(name, path) for name, path in items),
            crumbs=" > ".join(crumbs),
            content=self.menus + content,
            footer="".join(f"<p>{line}</p>" for line in self.footer),
            bulk=self.scripts,
        )
        return encoded(html, self.plan.encoding)
