"""The disclosure platform of Guangdong (广东省政府信息公开平台, gkmlpt): an application whose data are JSON.

Its index holds ``window._CONFIG`` with the site's number (``SID``) and the tree of categories (``TREE``); a
category's articles come from ``/gkmlpt/api/all/<category>?page=<n>&sid=<SID>``, a hundred a page, counted from
one, with the ``total``. Some sites answer only for the first page, some not for what lies below a category: where the
total says that there are more, or there is nothing, the categories below (2023年) are asked too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.platforms.base import BELOW, MAX_MORE, Entry, Fetch, Listing, whole
from crawler.platforms.canonical import canonical
from crawler.platforms.columns import names_report_column
from crawler.platforms.generic import Generic
from crawler.platforms.paging import unique_fetches
from crawler.platforms.rows import date_in
from crawler.records import Page

_API = re.compile(r"^(.*?/gkmlpt)/api/all/(\d+)$")
_ROOT = re.compile(r"^(.*?/gkmlpt)(?:/|$)")
_SID = re.compile(r"\bSID[\"']?\s*[:=]\s*[\"']?(\d+)")
_TREE = re.compile(r"\bTREE[\"']?\s*[:=]\s*(?=\[)")
_ROWS_A_PAGE = 100
#: Where an article says when it was published, the best first.
_DATES = ("display_publish_time", "created_at", "date")


class Gkmlpt:
    """The index of a disclosure platform, and the answers of its list interface."""

    name = "gkmlpt"

    def __init__(self) -> None:
        self._generic = Generic(self.name)

    def read(self, page: Page, request: Fetch | None, in_column: bool) -> Listing | None:
        """From the index the lists of all report columns (年报); from an answer its articles and further pages."""
        parts = urlsplit(page.url)
        if page.format == "data" and (api := _API.match(parts.path)) is not None:
            below = request.headers.get(BELOW, "") if request is not None else ""
            asked = dict(parse_qsl(parts.query))
            return _answer(page, asked, f"{parts.scheme}://{parts.netloc}{api[1]}/api/all/", api[2], below, in_column)
        lists = list(_report_lists(page))
        if not lists:
            return self._generic.read(page, request, in_column)
        return Listing([], more=unique_fetches(lists, page.url), platform=self.name, column=True)


def _report_lists(page: Page) -> Iterator[Fetch]:
    """The interface's first page for every category that is named like a column of reports."""
    parts = urlsplit(page.url)
    root = _ROOT.match(parts.path)
    for script in page.scripts:
        site, tree = _SID.search(script), _TREE.search(script)
        if site is None or tree is None:
            continue
        try:
            nodes, _ = json.JSONDecoder().raw_decode(script, tree.end())
        except ValueError:
            continue  # written as a program, not as data: nothing that can be read without running it
        folder = root[1] if root else "/gkmlpt"
        for category in _report_categories(nodes):
            query = urlencode({"page": 1, "sid": site[1]})
            below = ",".join(str(node["id"]) for node in _nodes(category.get("children")))
            yield Fetch(
                f"{parts.scheme}://{parts.netloc}{folder}/api/all/{category['id']}?{query}",
                headers={BELOW: below} if below else {},
            )


def _nodes(nodes: Any) -> Iterator[dict[str, Any]]:
    for node in nodes if isinstance(nodes, list) else []:
        if isinstance(node, dict) and whole(str(node.get("id"))) is not None:
            yield node


def _report_categories(nodes: Any) -> Iterator[dict[str, Any]]:
    """The categories of reports, outermost only: a category's list holds those below it."""
    for node in _nodes(nodes):
        if names_report_column(str(node.get("name", ""))):
            yield node
        else:
            yield from _report_categories(node.get("children"))


def _answer(
    page: Page, asked: dict[str, str], address: str, category: str, below: str, in_column: bool
) -> Listing | None:
    try:
        answer = json.loads(page.scripts[0]) if page.scripts else None
    except ValueError:
        return None
    if not isinstance(answer, dict) or not isinstance(answer.get("articles"), list):
        return None
    entries = [entry for article in answer["articles"] if (entry := _entry(article, page.url)) is not None]
    total = _total(answer)
    number = whole(asked.get("page", "")) or 1
    # The first page says how many rows there are on each.
    shown = len(answer["articles"])
    rows = shown if number == 1 and shown else _ROWS_A_PAGE
    last = min(-(-(total or 0) // rows), number + MAX_MORE)
    pages = [f"{category}?{urlencode({**asked, 'page': following})}" for following in range(number + 1, last + 1)]
    lists = [
        f"{child}?{urlencode({**asked, 'page': 1})}" for child in below.split(",") if child and (pages or not entries)
    ]
    more = [Fetch(f"{address}{rest}") for rest in (*pages, *lists)]
    return Listing(
        entries=entries,
        more=more,
        total=total,
        platform=Gkmlpt.name,
        column=in_column or names_report_column(str(_classify(answer).get("name", ""))),
    )


def _classify(answer: dict[str, Any]) -> dict[str, Any]:
    classify = answer.get("classify")
    return classify if isinstance(classify, dict) else {}


def _total(answer: dict[str, Any]) -> int | None:
    for value in (answer.get("total"), _classify(answer).get("post_count")):
        if (number := whole(str(value))) is not None:
            return number
    return None


def _entry(article: Any, base: str) -> Entry | None:
    if not isinstance(article, dict):
        return None
    url = canonical(str(article.get("url") or article.get("post_url") or ""), base)
    title = str(article.get("title") or "").strip()
    if not url or not title:
        return None
    date = next((found for key in _DATES if (found := date_in(str(article.get(key) or "")))), "")
    return Entry(url, title, date)
