"""Articles that a page shows but does not hold: it is empty, its text comes from an answer in JSON or HTML.

What the page asks for when it is shown are its frames, and what its scripts ask for, which is seen by playing them
(:mod:`crawler.platforms.scene`). The crawl
fetches it, and the page is then read as its script shows it: with the title, the day and the text of the answer.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import msgspec

from crawler.catalogue.sites import site_of
from crawler.platforms.answers import json_of
from crawler.platforms.asking import names
from crawler.platforms.base import Fetch
from crawler.platforms.canonical import canonical, is_media
from crawler.platforms.fields import day_of, text_of
from crawler.platforms.played_asks import headers_of, is_settled
from crawler.platforms.scene import play
from crawler.platforms.scripted import is_no_list, wanted_scripts
from crawler.reading import read_page
from crawler.reading.decode import decode
from crawler.reading.web.pieces import is_article
from crawler.records import Document, Page

#: Of one page: so many requests, those first whose answer it shows; and objects within objects of an answer.
_MOST, _DEEPEST = 2, 8


class Wanted(msgspec.Struct):
    """``asks`` are requests whose answers hold the article; ``lacking`` the external scripts that may say which."""

    asks: list[Fetch] = []
    lacking: list[str] = []


class _Article(msgspec.Struct):
    text: str
    title: str = ""
    day: str = ""


def asked_for_text(document: Document, page: Page, external: dict[str, str]) -> Wanted:
    """What an empty article asks for when it is shown; ``external`` are texts of its external scripts, by address."""
    kept = {ask.key(): ask for ask in _frames(page)}
    played = play(document, external)
    for ask in sorted(played.asks, key=lambda ask: not ask.shown):
        url = canonical(ask.url, page.url)
        if ask.clicked or ask.probe or not is_settled(ask) or not url or is_media(url) or is_no_list(url):
            continue
        if site_of(url) == site_of(page.url):
            fetch = Fetch(url, "POST" if ask.method == "POST" else "GET", ask.body, headers_of(ask, page))
            kept.setdefault(fetch.key(), fetch)
    asks = list(kept.values())[:_MOST]
    return Wanted(asks, [] if asks else wanted_scripts(played.files, page.url, menu=False))


def _frames(page: Page) -> list[Fetch]:
    """The page's frames on its own site: many a template shows the article in one."""
    urls = (canonical(frame, page.url) for frame in page.frames)
    return [Fetch(url) for url in urls if url and not is_media(url) and site_of(url) == site_of(page.url)]


def as_shown(document: Document, answers: list[Document]) -> Document | None:
    """The page with the longest article of the answers in it, in UTF-8; None where none of them holds one."""
    articles = (article for answer in answers if (article := _article_of(answer)) is not None)
    best = max(articles, key=lambda article: len(article.text), default=None)
    if best is None:
        return None
    title = html.escape(best.title)
    head = f'<meta name="ArticleTitle" content="{title}">' if title else ""
    head += f'<meta name="PubDate" content="{best.day}">' if best.day else ""
    text = decode(document.body, document.headers.get("content-type", "")).text
    start, end = _edges(text)
    shown = f'<h1>{title}</h1><div id="zoom">{best.text}</div>'
    body = text[:start] + head + text[start:end] + shown + text[end:]
    headers = document.headers | {"content-type": "text/html; charset=utf-8"}
    return msgspec.structs.replace(document, body=body.encode("utf-8", "replace"), headers=headers)


def _edges(text: str) -> tuple[int, int]:
    """Where the head of a page begins inside, and where its body ends."""
    lower = text.lower()
    head, end = lower.find("<head>"), lower.rfind("</body>")
    start = head + len("<head>") if head >= 0 else max(lower.find("<html>") + len("<html>"), 0) * ("<html>" in lower)
    return start, end if end > start else len(text)


def _article_of(answer: Document) -> _Article | None:
    page = read_page(answer)
    if page.format == "data":
        found = list(_articles_in(json_of(page), (), 0))
        return max(found, key=lambda article: len(article.text), default=None)
    if page.format not in ("html", "text"):
        return None
    piece = decode(answer.body, answer.headers.get("content-type", "")).text
    return _Article(piece, page.meta.get("articletitle", "")) if is_article(piece) else None


def _articles_in(value: Any, around: tuple[dict[str, Any], ...], level: int) -> Iterator[_Article]:
    """The texts of an answer that read like articles, each with the title and day beside it or around it."""
    if level > _DEEPEST:
        return
    if isinstance(value, dict):
        around = ({key.lower(): inner for key, inner in value.items()}, *around)
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            if not isinstance(inner, str):
                yield from _articles_in(inner, around, level + 1)
            elif is_article(text := _as_html(inner)):
                titles = (text_of(item.get(key)) for item in around for key in names("title"))
                days = (day_of(item.get(key)) for item in around for key in names("date"))
                yield _Article(text, next(filter(None, titles), ""), next(filter(None, days), ""))


def _as_html(text: str) -> str:
    if "<" not in text and "&lt;" in text:
        text = html.unescape(text)
    return text if "<" in text else text.replace("\n", "<br>")
