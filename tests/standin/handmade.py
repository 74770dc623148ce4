"""Portals made by hand, a page or an answer at a time: for families whose lists are no files but interfaces."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.standin.bodies import BODIES
from tests.standin.pages import Answer, StandInPage, Truth
from tests.standin.places import PLACES, Agency, agencies_of
from tests.standin.portals import Plan, Portal
from tests.standin.reports import ReportText, write_report
from tests.standin.server import Asked, Rule

#: The mandated tags of a column of annual reports.
COLUMN_TAGS = '<meta name="ColumnName" content="政府信息公开年报"><meta name="ColumnType" content="信息公开年报">'
_FIXED = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容")


@dataclass
class Planted:
    """A report and its path on the portal."""

    report: ReportText
    path: str

    @property
    def title(self) -> str:
        return self.report.title

    @property
    def day(self) -> str:
        return self.report.published_on.isoformat()


class Site:
    """A portal under construction. ``names`` False: its titles name only the portal, never the column."""

    def __init__(self, place: str, kind: str, *, departments: int = 3, towns: int = 2, names: bool = True) -> None:
        self.place = PLACES[place]
        self.base = f"http://www.{self.place.host}"
        self.portal = Portal(Plan(place, kind, (2020, 2022)), self.place, f"{self.base}/")
        self.rules: list[Rule] = []
        self.names = names
        self.menu: list[tuple[str, str]] = []
        self._rng = Random(f"{place}|{kind}")
        self._seed = kind
        self.agencies = agencies_of(self.place, self._rng, departments, towns)
        self._number = 1000

    def number(self) -> int:
        self._number += self._rng.randint(1, 30)
        return self._number

    def plant(self, agency: Agency, path: Callable[[int], str], *, host: str = "") -> list[Planted]:
        """The agency's reports, newest first, with their pages; ``path`` makes an article's path of its number."""
        planted = []
        for year in (2022, 2021, 2020):
            report = write_report(agency, year, self._seed, size=2)
            planted.append(Planted(report, path(self.number())))
            self._article(planted[-1], host or self.base)
        return planted

    def plant_all(self, path: Callable[[int], str]) -> list[Planted]:
        """The reports of all agencies, newest first."""
        found = [item for agency in self.agencies for item in self.plant(agency, path)]
        return sorted(found, key=lambda item: item.day, reverse=True)

    def _article(self, item: Planted, host: str) -> None:
        body = BODIES["paragraphs"](item.report, Random(item.title))
        info = f"<div class='info'>发布时间：{item.day} 来源：{item.report.agency.name}</div>"
        html = f"<div class='article'><h1>{escape(item.title)}</h1>{info}<div class='con'>{body}</div></div>"
        truth = Truth("report", item.title, True, item.report.agency.name, year=item.report.year)
        self.portal.pages[host + item.path] = StandInPage(host + item.path, self.framed(html, item.title), truth)

    def framed(self, body: str, title: str, head: str = "") -> Answer:
        menu = "".join(f'<li><a href="{escape(path)}">{name}</a></li>' for name, path in self.menu)
        name = self.place.government
        title = f"{title}_{name}" if title and self.names else name
        return html_answer(
            f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><ul class="nav">{menu}</ul>'
            f"<main>{body}</main><div class='foot'>主办：{name}办公室 标识码：{self.place.code}0001</div></body></html>"
        )

    def page(self, path: str, body: str, title: str = "", head: str = "", host: str = "") -> None:
        url = (host or self.base) + path
        self.portal.pages[url] = StandInPage(url, self.framed(body, title, head), Truth("column", title))

    def home(self, **menu: str) -> None:
        """The home page with its menu, and news that lead nowhere."""
        self.menu = list(menu.items())
        news = "".join(
            f'<li><a href="/news/{n}.html">某地召开第{n}次会议</a><span>2024-01-0{n}</span></li>' for n in range(1, 7)
        )
        self.page("/", f"<h2>要闻</h2><ul>{news}</ul>")

    def hub(self, path: str, column: str, more: str = "") -> None:
        """The fixed columns of disclosure (指南, 制度, 法定主动公开内容, 年报), the last at ``column``."""
        paths = [*(f"{path.rpartition('/')[0]}/fixed{n}.html" for n in range(3)), column]
        names = (*_FIXED, "政府信息公开年报")
        links = "".join(f'<li><a href="{escape(to)}">{name}</a></li>' for name, to in zip(names, paths, strict=True))
        self.page(path, f"<ul>{links}</ul>{more}", "政务公开")

    def answers(self, path: str, answer: Callable[[Asked, dict[str, str]], Answer], *, host: str = "") -> None:
        """An interface: ``answer`` gets the request and the fields of its query and form."""

        async def handler(asked: Asked) -> Answer:
            body = asked.body.decode()
            form = body if not body.startswith("{") else ""
            return answer(asked, dict(parse_qsl(f"{urlsplit(asked.target).query}&{form}", keep_blank_values=True)))

        self.rules.append(Rule(path, host or urlsplit(self.base).netloc, handler, path))


def rows(items: Sequence[Planted], base: str = "") -> str:
    """Rows of a list, titles cut short as lists print them; the whole of it is in the title attribute."""
    return "".join(
        f'<li><a href="{escape(item.path.removeprefix(base))}" title="{escape(item.title)}">{item.title[:20]}...</a>'
        f"<span>{item.day}</span></li>"
        for item in items
    )


def window(items: Sequence[Planted], page: int, size: int) -> Sequence[Planted]:
    """The items of page ``page`` (from 1)."""
    return items[(page - 1) * size : page * size]


def html_answer(html: str) -> Answer:
    return Answer(html.encode(), {"content-type": "text/html; charset=utf-8"})


def json_answer(value: Any, callback: str = "") -> Answer:
    text = json.dumps(value, ensure_ascii=False)
    text = f"{callback}({text})" if callback else text
    return Answer(text.encode(), {"content-type": "application/json;charset=UTF-8"})
